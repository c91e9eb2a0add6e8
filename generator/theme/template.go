package theme

import (
	"errors"
	"html/template"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"cxgen/generator/source"
)

// loadTemplates parses every layout and component and looks up every name that they use.
func (t *Theme) loadTemplates() []source.Problem {
	var problems []source.Problem
	trees := map[string]*parse.Tree{}
	for _, p := range t.paths {
		if path.Ext(p) != ".html" || !strings.HasPrefix(p, "layouts/") && !strings.HasPrefix(p, "components/") {
			continue
		}
		f := t.files[p]
		parsed, err := template.New(p).Funcs((&desk{theme: t}).functions()).Parse(string(f.Text))
		if err != nil {
			t.home[p] = f
			problems = append(problems, t.translate(err))
			delete(t.home, p)
			continue
		}
		defined := parsed.Templates()
		slices.SortFunc(defined, func(a, b *template.Template) int { return strings.Compare(a.Name(), b.Name()) })
		for _, d := range defined {
			if d.Tree == nil {
				continue
			}
			if other := t.home[d.Name()]; other != nil {
				p := source.Errorf(f.Span(int(d.Tree.Root.Position()), 0), "the template %q is defined twice", d.Name())
				problems = append(problems, p.With(source.Note{At: other.Span(int(trees[d.Name()].Root.Position()), 0), Text: "the other one"}))
				continue
			}
			t.home[d.Name()], trees[d.Name()] = f, d.Tree
		}
		if t.home[p] == nil { // nothing but definitions, or nothing at all
			t.home[p] = f
			trees[p], _ = emptyTree(p)
		}
	}

	c := check{Theme: t, trees: trees}
	problems = append(problems, c.run()...)
	if source.Fatal(problems) {
		return problems
	}
	for _, name := range sortedKeys(c.calls) {
		from := inTheme(t.home[name].Path)
		for _, call := range c.calls[name] {
			if to := inTheme(t.home[call.to].Path); to != from && !slices.Contains(t.needs[from], to) {
				t.needs[from] = append(t.needs[from], to)
			}
		}
	}

	all := template.New("").Option("missingkey=zero").Funcs((&desk{theme: t}).functions())
	for _, name := range sortedKeys(trees) {
		if _, err := all.AddParseTree(name, trees[name]); err != nil {
			problems = append(problems, t.translate(err))
		}
	}
	t.pages = all
	return append(problems, t.checkContexts()...)
}

func emptyTree(name string) (*parse.Tree, error) {
	trees, err := parse.Parse(name, "{{/**/}}", "", "")
	return trees[name], err
}

// checkContexts finds mistakes in the HTML around actions, such as an action in a tag's name or a quote that is not closed.
// The template engine looks for them when a template is first executed, so each is, on nothing. Of what it makes of the
// templates stencils are cut.
func (t *Theme) checkContexts() []source.Problem {
	d := t.desk()
	defer t.leave(d)
	pages, err := d.templates()
	if err != nil {
		return []source.Problem{source.Errorf(source.Span{}, "the theme cannot be used: %v", err)}
	}
	var problems []source.Problem
	for _, p := range t.paths {
		if t.home[p] == nil {
			continue
		}
		err := pages.ExecuteTemplate(io.Discard, p, nil)
		var wrong *template.Error
		if errors.As(err, &wrong) {
			problems = append(problems, t.translateContext(p, wrong))
		}
	}
	t.cutStencils(pages)
	return problems
}

func (t *Theme) translateContext(name string, err *template.Error) source.Problem {
	f := t.home[name]
	if other := t.home[strings.SplitN(err.Name, "$htmltemplate", 2)[0]]; other != nil {
		f = other
	}
	start := lineStart(f, err.Line)
	if err.Node != nil {
		start = int(err.Node.Position())
	}
	text := strings.TrimSuffix(err.Description, ".")
	if err.ErrorCode == template.ErrEndContext {
		text = "a tag, a quote or a script is not closed"
	}
	return source.Errorf(f.Span(start, lineEnd(f, start)), "%s", text)
}

// place reads the beginning of an error of text/template: the file's name, the line and, when executing, the byte in it from 0.
var place = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: `)

// detail reads what follows when executing: which template, and the action as it is written (cut after 20 bytes).
var detail = regexp.MustCompile(`^executing "[^"]*" at <(.*?)>: `)

// translate makes a problem of an error of html/template.
func (t *Theme) translate(err error) source.Problem {
	var known *mistake
	if errors.As(err, &known) {
		return known.Problem
	}
	var wrong *template.Error
	if errors.As(err, &wrong) {
		return t.translateContext(wrong.Name, wrong)
	}
	text := err.Error()
	m := place.FindStringSubmatch(text)
	if m == nil {
		return source.Errorf(source.Span{}, "%s", text)
	}
	text = text[len(m[0]):]
	f := t.home[m[1]]
	if f == nil {
		return source.Errorf(source.Span{}, "%s: %s", m[1], text)
	}
	line, _ := strconv.Atoi(m[2])
	start := lineStart(f, line)
	end := lineEnd(f, start)
	if m[3] != "" {
		column, _ := strconv.Atoi(m[3])
		start = min(start+column, end)
	}
	if d := detail.FindStringSubmatch(text); d != nil {
		text = text[len(d[0]):]
		// The place is that of the last field of the action, which began before it.
		action := strings.TrimSuffix(d[1], "...")
		from := max(start-len(action), 0)
		if n := strings.Index(string(f.Text[from:end]), action); n >= 0 {
			start, end = from+n, from+n+len(action)
		}
	}
	return source.Errorf(f.Span(start, end), "%s", text)
}

// mistake is a problem on its way through the template engine.
type mistake struct{ source.Problem }

func (m *mistake) Error() string { return m.Text }

// lineStart gives the offset at which a line starts, counted from 1.
func lineStart(f *source.File, line int) int {
	at := 0
	for range line - 1 {
		n := strings.IndexByte(string(f.Text[at:]), '\n')
		if n < 0 {
			break
		}
		at += n + 1
	}
	return at
}

// lineEnd gives the offset at which the line of an offset ends.
func lineEnd(f *source.File, at int) int {
	at = min(at, len(f.Text))
	if n := strings.IndexByte(string(f.Text[at:]), '\n'); n >= 0 {
		return at + n
	}
	return len(f.Text)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
