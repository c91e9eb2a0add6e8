package generator

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html/template"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/site"
	"cxgen/generator/source"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
)

// ErrGone is what a sink says when it does not have a file that it was asked to keep.
var ErrGone = errors.New("the file is gone")

// press renders views to bytes.
type press struct {
	*Builder
	site   *site.Site
	out    Sink
	desks  sync.Pool
	sheets *minify.M // of style sheets
	theme  source.Sum
	assets map[string]string // name of a theme's asset → its path in the site, with its sum in the name

	mu     sync.Mutex
	files  int
	used   map[string]bool // names of assets
	pages  []*made         // of each slot
	now    past            // what this build makes
	result *Result
}

// render views and renders every slot, several at a time, and writes the site's own files and what belongs to it as a whole. Of
// the slots, what somebody waits for comes first, then those whose files changed.
func (b *Builder) render(ctx context.Context, l linked, changed map[string]bool, out Sink, result *Result) error {
	s := l.site
	p := &press{Builder: b, site: s, out: out, result: result, sheets: minify.New(), theme: s.Theme.Whole(), assets: map[string]string{}, used: map[string]bool{}, now: past{frame: l.frame}}
	known := &scripts{}
	p.desks.New = func() any { return &desk{small: squeezer{scripts: known}} }
	p.sheets.AddFunc("text/css", css.Minify)
	result.Pages, result.Left = len(s.Slots), append(result.Left, s.Left...)
	for _, f := range s.Theme.Assets() {
		ext := path.Ext(f.Name)
		p.assets[f.Name] = assetFolder + strings.TrimSuffix(f.Name, ext) + "." + f.Sum.String()[:8] + ext
	}
	if b.remembers() {
		p.now.pages = make(map[string]*made, len(s.Slots)+8)
	}
	if l.frame == b.past.frame && b.past.repeated < mostRepeated {
		p.now.repeated = b.past.repeated + 1
	}
	p.pages = make([]*made, len(s.Slots))
	anew := make([]bool, len(s.Slots))
	done := 0
	queue := newQueue(s, changed, b.Urgent)
	err := eachOf(ctx, b.Workers, queue.size(), queue.take, func(i int) error {
		if i >= len(s.Slots) {
			return p.own(queue.files[i-len(s.Slots)])
		}
		var err error
		p.pages[i], anew[i], err = p.slot(s.Slots[i])
		p.mu.Lock()
		defer p.mu.Unlock()
		done++
		b.told("render", done, len(s.Slots))
		return err
	})
	for i, page := range p.pages {
		if page == nil {
			continue // the build failed before its turn came
		}
		result.add(page.problems)
		if len(page.files) > 0 {
			p.remember(page.files[0].path, page)
		}
		if anew[i] {
			result.Made = append(result.Made, "/"+s.Slots[i].Path())
		}
	}
	if err != nil || b.fatal(result.Problems) {
		return err
	}
	if err := p.publishWhole(); err != nil || b.fatal(result.Problems) {
		return err
	}
	err = p.publishAssets()
	result.Files = p.files
	if err == nil && b.remembers() {
		b.past = p.now
	}
	return err
}

// slot makes the page of a slot, or keeps it: without another look when its file and all around it are as they were, else when
// its View is. It tells whether the page was made anew.
func (p *press) slot(slot site.Slot) (*made, bool, error) {
	done := &made{}
	if page := p.site.PageOf(slot); page != nil {
		done.page = page.File.Sum
	}
	target := slot.Path() + "index.html"
	if was, ok := p.past.pages[target]; ok && p.now.repeated > 0 && was.page == done.page {
		if kept, err := p.keep(was); kept || err != nil {
			return was, false, err
		}
	}
	view, outputs, problems := p.site.Compose(slot)
	done.problems, done.terms, done.said = problems, view.Terms, source.SumOf([]byte(view.Terms))
	if p.fatal(problems) {
		return done, false, nil
	}
	return p.page(view, outputs, done)
}

// page renders a view and its files, unless the sink still has them. Of what is noted about it, done is the beginning. It tells
// whether the page was made anew.
func (p *press) page(v *site.View, outputs []site.Output, done *made) (*made, bool, error) {
	target := v.Path + "index.html"
	if v.Kind == "missing" {
		target = v.Path + "404.html"
	}
	style, found := p.style(v)
	done.problems, done.charts = append(done.problems, found...), v.Charts
	v.Assets = make(map[string]string, len(p.assets))
	for name, at := range p.assets {
		v.Assets[name] = v.Root + at
	}
	if p.remembers() {
		sum := v.Sum()
		done.key = source.SumOf(sum[:], style.theme[:], style.sum[:], []byte(p.Version))
		if was, ok := p.past.pages[target]; ok && was.key == done.key {
			same := *done
			same.files, same.assets = was.files, was.assets
			if kept, err := p.keep(&same); kept || err != nil {
				return &same, false, err
			}
		}
	}
	d := p.desks.Get().(*desk)
	defer p.desks.Put(d)
	text, found := p.html(d, v, style)
	if done.problems = append(done.problems, found...); p.fatal(done.problems) {
		return done, false, nil
	}
	done.assets = p.asked(text)
	if err := p.write(done, target, text); err != nil {
		return done, false, err
	}
	for _, o := range outputs {
		if p.owned(o.Path) {
			at := cmp.Or(p.site.Files[o.Path], p.site.Static[o.Path]).Span(0, 0)
			done.problems = append(done.problems, source.Errorf(at, "the page /%s makes a file of the same name, %s", v.Path, o.Path).WithHint("rename this file"))
			continue
		}
		text, err := o.Make()
		if err != nil {
			return done, false, err
		}
		if err := p.write(done, o.Path, text); err != nil {
			return done, false, err
		}
	}
	return done, true, nil
}

// asked names the assets whose addresses stand in a page.
func (p *press) asked(page []byte) []string {
	var names []string
	for {
		at := bytes.Index(page, []byte(assetFolder))
		if at < 0 {
			slices.Sort(names)
			return names
		}
		page = page[at:]
		for name, address := range p.assets {
			if bytes.HasPrefix(page, []byte(address)) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		page = page[len(assetFolder):]
	}
}

// write writes a file of a page.
func (p *press) write(page *made, at string, text []byte) error {
	file := written{path: at}
	if p.remembers() {
		file.sum = source.SumOf(text)
	}
	page.files = append(page.files, file)
	return p.out.Put(at, text)
}

// own writes a file of the site as it is.
func (p *press) own(f ownFile) error {
	p.mu.Lock()
	p.files++
	p.mu.Unlock()
	if err := p.out.Keep(f.path, f.Sum); !errors.Is(err, ErrGone) {
		return err
	}
	return p.out.Put(f.path, f.Text)
}

// assetFolder is where the theme's assets stand in the output.
const assetFolder = "assets/"

// What stands in a page until it is finished, when its own style and scripts are known.
const (
	scriptsMark = "'cxgen-scripts'"
	styleMark   = "cxgen-style"
)

var head = template.HTML(`<meta http-equiv="Content-Security-Policy" content="default-src 'none';script-src 'self' ` + scriptsMark + `;style-src ` + styleMark +
	`;img-src 'self';font-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self' mailto:"><style>` + styleMark + `</style>`)

// html renders a view, makes it small, gives it the style that it needs, and allows exactly its own style and scripts. The
// text is good until the desk is left.
func (p *press) html(d *desk, v *site.View, s sheet) ([]byte, []source.Problem) {
	v.Head, v.Paper, v.PaperDark = head, s.paper[0], s.paper[1]
	d.page.Reset()
	if problems := p.site.Theme.Page(&d.page, v.Layout, v); len(problems) > 0 {
		return nil, problems
	}
	d.small.reset()
	d.small.page(d.page.Bytes())
	style := p.fit(s, d.small.has, v.Assets)
	rest := d.small.out
	d.text = d.text[:0]
	for _, put := range [][2]string{{scriptsMark, strings.Join(d.small.hashes, " ")}, {styleMark, style.hash}, {styleMark, style.text}} {
		if before, after, found := bytes.Cut(rest, []byte(put[0])); found {
			d.text, rest = append(append(d.text, before...), put[1]...), after
		}
	}
	d.text = append(d.text, rest...)
	return d.text, nil
}

// desk is where one page at a time is finished.
type desk struct {
	page  bytes.Buffer
	small squeezer
	text  []byte
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// publishAssets puts out those assets of the theme that a page asks for, with what explains them: explore.js and
// explore.LICENSE.txt go together.
func (p *press) publishAssets() error {
	for _, f := range p.site.Theme.Assets() {
		stem, _, _ := strings.Cut(f.Name, ".")
		asked := func(name string) bool { return strings.HasPrefix(name, stem+".") }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(p.used)), asked) {
			continue
		}
		if err := p.own(ownFile{p.assets[f.Name], f.File}); err != nil {
			return err
		}
	}
	return nil
}
