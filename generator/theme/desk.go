package theme

import (
	"errors"
	"html/template"
	"reflect"
	"strings"

	"cxgen/generator/source"
)

// desk is where one page at a time is made.
type desk struct {
	theme *Theme
	pages *template.Template // what the stencils leave; nil until then
	depth int                // of components
	out   []byte             // the page so far
	vars  []reflect.Value    // of the stencils at work, the innermost last
	base  int                // where those of the innermost begin
}

// desk gives a free desk.
func (t *Theme) desk() *desk {
	t.lock.Lock()
	defer t.lock.Unlock()
	last := len(t.free) - 1
	if last < 0 {
		return &desk{theme: t}
	}
	d := t.free[last]
	t.free = t.free[:last]
	return d
}

// leave makes a desk free again.
func (t *Theme) leave(d *desk) {
	t.lock.Lock()
	t.free = append(t.free, d)
	t.lock.Unlock()
}

// templates gives the desk's own templates, whose functions know how deep components are nested.
func (d *desk) templates() (*template.Template, error) {
	if d.pages != nil {
		return d.pages, nil
	}
	if d.theme.pages == nil {
		return nil, errors.New("its templates have problems")
	}
	pages, err := d.theme.pages.Clone()
	if err != nil {
		return nil, err
	}
	d.pages = pages.Funcs(d.functions())
	return d.pages, nil
}

// draw writes what the template of a file makes of data: by its stencil, and where that knows no further from the beginning with
// html/template, which also finds the words for what is wrong.
func (d *desk) draw(file string, data reflect.Value) error {
	if f := d.theme.stencils[file]; f != nil && !f.left.Load() {
		drawn, err := d.try(f, data)
		if drawn {
			return err
		}
		f.left.Store(true)
	}
	pages, err := d.templates()
	if err != nil {
		return &mistake{source.Errorf(source.Span{}, "the theme cannot be used: %v", err)}
	}
	var dot any
	if data.IsValid() {
		dot = data.Interface()
	}
	return pages.ExecuteTemplate(d, file, dot)
}

// try draws by a stencil. It tells whether the stencil was enough; if not, nothing of it stays.
func (d *desk) try(f *stencil, data reflect.Value) (drawn bool, err error) {
	out, vars, base, depth := len(d.out), len(d.vars), d.base, d.depth
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		clear(d.vars[vars:])
		d.out, d.vars, d.base, d.depth = d.out[:out], d.vars[:vars], base, depth
		switch p := p.(type) {
		case unknown:
		case *mistake:
			drawn, err = true, p
		default:
			panic(p)
		}
	}()
	d.call(f, data)
	return true, nil
}

// Write takes what html/template has drawn.
func (d *desk) Write(text []byte) (int, error) {
	d.out = append(d.out, text...)
	return len(text), nil
}

// deepest is how far components may be nested. Nobody nests sections so deep; a component that calls itself does.
const deepest = 64

// part draws a part with components/NAME.html.
func (d *desk) part(name string, part reflect.Value) error {
	file := "components/" + name + ".html"
	f := d.theme.home[file]
	if f == nil {
		p := source.Errorf(source.Span{}, "the theme has no component %q", name)
		p.Hint = source.DidYouMean(name, d.theme.Components())
		return &mistake{p}
	}
	if d.depth == deepest {
		p := source.Errorf(f.Span(0, 0), "the component %q is nested more than %d times", name, deepest)
		return &mistake{p.WithHint("does it call itself?")}
	}
	d.depth++
	defer func() { d.depth-- }()
	if err := d.draw(file, part); err != nil {
		return &mistake{d.theme.translate(err)}
	}
	return nil
}

// component is part for html/template, which writes what it is given.
func (d *desk) component(name string, part any) (template.HTML, error) {
	at := len(d.out)
	err := d.part(name, reflect.ValueOf(part))
	drawn := template.HTML(d.out[at:])
	d.out = d.out[:at]
	return drawn, err
}

// script gives the text of an asset, to stand in a script element.
func (t *Theme) script(name string) (template.JS, error) {
	f := t.files["assets/"+name]
	if f == nil {
		return "", &mistake{source.Errorf(source.Span{}, "the theme has no asset %q", name)}
	}
	return template.JS(bare(string(f.Text))), nil
}

// bare takes the lines that only comment out of a script.
func bare(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			b.WriteString(line)
		}
	}
	return strings.TrimSpace(b.String())
}
