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
	"sync/atomic"

	"cxgen/generator/site"
	"cxgen/generator/source"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	minhtml "github.com/tdewolff/minify/v2/html"
)

// ErrGone is what a sink says when it does not have a file that it was asked to keep.
var ErrGone = errors.New("the file is gone")

// press renders views to bytes.
type press struct {
	*Builder
	site   *site.Site
	out    Sink
	pages  *minify.M // of pages; what is inlined is small already
	sheets *minify.M // of style sheets
	theme  source.Sum
	assets map[string]string // name of a theme's asset → its path in the site, with its sum in the name

	files  atomic.Int64
	mu     sync.Mutex
	used   map[string]bool // names of assets
	terms  []string        // of each slot, for the index of the search
	result *Result
}

// made is what a page made, so that it can be kept when the page is not made again.
type made struct {
	files  []written
	assets []string // of the theme, by name, that the page asks for
}

type written struct {
	path string
	sum  source.Sum
}

// render views and renders every slot, several at a time, and writes the site's own files and what belongs to it as a whole. Of
// the slots, what somebody waits for comes first, then those whose files changed.
func (b *Builder) render(ctx context.Context, s *site.Site, changed map[string]bool, out Sink, result *Result) error {
	p := &press{Builder: b, site: s, out: out, result: result, pages: minify.New(), sheets: minify.New(), theme: s.Theme.Whole(), assets: map[string]string{}, used: map[string]bool{}}
	p.pages.Add("text/html", &minhtml.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true})
	p.sheets.AddFunc("text/css", css.Minify)
	result.Pages, result.Left = len(s.Slots), append(result.Left, s.Left...)
	for _, f := range s.Theme.Assets() {
		ext := path.Ext(f.Name)
		p.assets[f.Name] = "assets/" + strings.TrimSuffix(f.Name, ext) + "." + f.Sum.String()[:8] + ext
	}
	p.terms = make([]string, len(s.Slots))
	anew := make([]string, len(s.Slots))
	problems := make([][]source.Problem, len(s.Slots))
	done := 0
	queue := newQueue(s, changed, b.Urgent)
	err := eachOf(ctx, b.Workers, queue.size(), queue.take, func(i int) (err error) {
		if i >= len(s.Slots) {
			own := queue.files[i-len(s.Slots)]
			return p.put(own.path, own.Text)
		}
		view, outputs, found := s.Compose(s.Slots[i])
		problems[i], p.terms[i] = found, view.Terms
		if !b.fatal(found) {
			var more []source.Problem
			anew[i], more, err = p.page(view, outputs)
			problems[i] = append(problems[i], more...)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		done++
		b.told("render", done, len(s.Slots))
		return err
	})
	for i := range s.Slots {
		result.add(problems[i])
		if anew[i] != "" {
			result.Made = append(result.Made, anew[i])
		}
	}
	if err != nil || b.fatal(result.Problems) {
		return err
	}
	if err := p.publishAssets(); err != nil {
		return err
	}
	err = p.publishIndex()
	result.Files = int(p.files.Load())
	return err
}

// page renders a view and its files, unless the sink still has them. It gives the path when the page was made anew.
func (p *press) page(v *site.View, outputs []site.Output) (string, []source.Problem, error) {
	p.mu.Lock()
	p.result.Charts += v.Charts
	p.mu.Unlock()
	target := v.Path + "index.html"
	if v.Kind == "missing" {
		target = v.Path + "404.html"
	}
	style, problems := p.style(v)
	v.Assets = make(map[string]string, len(p.assets))
	for name, at := range p.assets {
		v.Assets[name] = v.Root + at
	}
	sum := v.Sum()
	key := source.SumOf(sum[:], style.theme[:], style.sum[:], []byte(p.Version))
	if kept, err := p.keep(key, target); kept || err != nil {
		return "", problems, err
	}
	text, found := p.html(v, style)
	problems = append(problems, found...)
	if p.fatal(problems) {
		return "", problems, nil
	}
	done := made{files: []written{{target, source.SumOf(text)}}}
	for name, at := range p.assets {
		if bytes.Contains(text, []byte(at)) {
			done.assets = append(done.assets, name)
		}
	}
	if err := p.put(target, text); err != nil {
		return "", problems, err
	}
	for _, o := range outputs {
		if p.own(o.Path) {
			at := cmp.Or(p.site.Files[o.Path], p.site.Static[o.Path]).Span(0, 0)
			problems = append(problems, source.Errorf(at, "the page /%s makes a file of the same name, %s", v.Path, o.Path).WithHint("rename this file"))
			continue
		}
		text, err := o.Make()
		if err != nil {
			return "", problems, err
		}
		done.files = append(done.files, written{o.Path, source.SumOf(text)})
		if err := p.put(o.Path, text); err != nil {
			return "", problems, err
		}
	}
	p.remember(target, key, done)
	return "/" + v.Path, problems, nil
}

// keep asks the sink to keep the files of a page that was made with this key before.
func (p *press) keep(key source.Sum, target string) (bool, error) {
	done, ok := p.memory.last("page "+target, key).(made)
	if !ok {
		return false, nil
	}
	for _, f := range done.files {
		if err := p.out.Keep(f.path, f.sum); errors.Is(err, ErrGone) {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	p.files.Add(int64(len(done.files)))
	p.remember(target, key, done)
	return true, nil
}

// remember keeps what a page made, and notes the assets that it asks for.
func (p *press) remember(target string, key source.Sum, done made) {
	p.memory.recall("page "+target, key, func() any { return done })
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range done.assets {
		p.used[name] = true
	}
}

// put writes a file and counts it.
func (p *press) put(at string, text []byte) error {
	p.files.Add(1)
	return p.out.Put(at, text)
}

// What stands in a page until it is finished, when its own style and scripts are known.
const (
	scriptsMark = "'cxgen-scripts'"
	styleMark   = "cxgen-style"
)

var head = template.HTML(`<meta http-equiv="Content-Security-Policy" content="default-src 'none';script-src 'self' ` + scriptsMark + `;style-src ` + styleMark +
	`;img-src 'self';font-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self' mailto:"><style>` + styleMark + `</style>`)

// html renders a view, makes it small, gives it the style that it needs, and allows exactly its own style and scripts.
func (p *press) html(v *site.View, s sheet) ([]byte, []source.Problem) {
	v.Head, v.Paper, v.PaperDark = head, s.paper[0], s.paper[1]
	var page, small bytes.Buffer
	if problems := p.site.Theme.Page(&page, v.Layout, v); len(problems) > 0 {
		return nil, problems
	}
	small.Grow(page.Len())
	if err := p.pages.Minify("text/html", &small, &page); err != nil {
		return nil, []source.Problem{source.Errorf(source.Span{}, "the page /%s cannot be made small: %v", v.Path, err).
			WithHint("the HTML of a template is not well formed")}
	}
	text := small.Bytes()
	style := p.fit(s, text, v.Assets)
	before, rest, _ := bytes.Cut(text, []byte(scriptsMark))
	middle, rest, _ := bytes.Cut(rest, []byte(styleMark))
	after, rest, _ := bytes.Cut(rest, []byte(styleMark))
	return slices.Concat(before, []byte(strings.Join(hashes(text), " ")), middle, []byte(style.hash), after, []byte(style.text), rest), nil
}

// hashes gives the hashes of the scripts that stand in a page.
func hashes(page []byte) []string {
	var all []string
	for {
		i := bytes.Index(page, []byte("<script"))
		if i < 0 {
			return all
		}
		page = page[i+len("<script"):]
		open := bytes.IndexByte(page, '>')
		shut := bytes.Index(page, []byte("</script>"))
		if open < 0 || shut < open {
			return all
		}
		tag := page[:open]
		if !bytes.Contains(tag, []byte("src=")) && !bytes.Contains(tag, []byte("ld+json")) {
			if h := hash(string(page[open+1 : shut])); !slices.Contains(all, h) {
				all = append(all, h)
			}
		}
		page = page[shut:]
	}
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
		if err := p.put(p.assets[f.Name], f.Text); err != nil {
			return err
		}
	}
	return nil
}
