package media

import (
	"encoding/xml"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/source"
)

// Drawing makes an SVG file part of a page. Of it remain shapes, colours and text: no scripts, no style sheets, no addresses outside
// of the drawing. Its ids and the references to them begin with id and a hyphen, so that drawings on a page do not meet; give
// each place on the page an id of its own. The drawing is hidden from screen readers until it is Named.
//
// A drawing with a style sheet would style the page around it: then there are no problems and svg is empty, and the page should
// show the file as an image. Anything else that is left out is named in a warning.
func Drawing(f *source.File, id string) (svg template.HTML, size Picture, problems []source.Problem) {
	r := newReader(f)
	root, problems := r.root()
	if problems != nil {
		return "", Picture{}, problems
	}
	box, problems := r.frame(root)
	if problems != nil {
		return "", Picture{}, problems
	}
	p := &pen{reader: r, prefix: id + "-"}
	p.root(root, box)
	for {
		token, problems := r.next()
		if problems != nil {
			return "", Picture{}, problems
		}
		if token == nil {
			return p.finished(box.Picture)
		}
		p.draw(token)
	}
}

// Named gives a drawing a name for those who do not see it. Without a name it stays hidden from screen readers.
func Named(svg template.HTML, name string) template.HTML {
	if name == "" {
		return svg
	}
	return template.HTML(strings.Replace(string(svg), hidden, ` role="img" aria-label="`+escape.Replace(name)+`"`, 1))
}

const hidden = ` aria-hidden="true"`

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// pen writes the parts of a drawing that may stay.
type pen struct {
	*reader
	prefix  string // of ids
	out     strings.Builder
	open    []string // elements that are open in the output
	skipped int      // depth within an element that is left out
	started bool     // the tag of the innermost element still lacks its ">"
	styled  bool     // the drawing has a style sheet

	left   []string // what was left out, each once
	leftAt source.Span
}

func (p *pen) finished(size Picture) (template.HTML, Picture, []source.Problem) {
	if p.styled {
		return "", size, nil
	}
	if len(p.left) == 0 {
		return template.HTML(p.out.String()), size, nil
	}
	return template.HTML(p.out.String()), size, []source.Problem{
		source.Warnf(p.leftAt, "left out of the drawing: %s", strings.Join(p.left, ", ")).
			WithHint("draw with shapes, and colour them with fill, stroke and class"),
	}
}

// draw takes a token below the root.
func (p *pen) draw(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		if p.skipped > 0 || !p.mayStay(t.Name) {
			p.skipped++
			return
		}
		p.start(t.Name.Local)
		p.attributes(t)
	case xml.EndElement:
		if p.skipped > 0 {
			p.skipped--
			return
		}
		p.end()
	case xml.CharData:
		if p.skipped == 0 && holdsText[p.innermost()] {
			p.text(string(t))
		}
	}
}

// mayStay tells whether an element may stay, and remembers it when it may not.
func (p *pen) mayStay(name xml.Name) bool {
	within := p.innermost()
	if ours(name) && drawn[name.Local] && within != "" && within != "title" && within != "desc" {
		return true
	}
	if ours(name) && name.Local == "style" {
		p.styled = true
	}
	if (ours(name) || name.Space == "http://www.w3.org/1999/xhtml") && name.Local != "metadata" {
		p.leave("<" + name.Local + ">")
	}
	return false
}

// leave remembers what is left out.
func (p *pen) leave(what string) {
	if len(p.left) == 0 {
		p.leftAt = p.span()
	}
	if !slices.Contains(p.left, what) {
		p.left = append(p.left, what)
	}
}

func (p *pen) innermost() string {
	if len(p.open) == 0 {
		return ""
	}
	return p.open[len(p.open)-1]
}

// root writes the tag of the outermost element, which browsers need no name space for.
func (p *pen) root(e xml.StartElement, box frame) {
	p.start("svg")
	p.attribute("viewBox", box.viewBox)
	p.attribute("width", strconv.Itoa(box.Width))
	p.attribute("height", strconv.Itoa(box.Height))
	p.out.WriteString(hidden)
	p.attributes(e, "viewBox", "width", "height", "x", "y")
}

func (p *pen) start(name string) {
	p.finishTag()
	p.out.WriteString("<" + name)
	p.open, p.started = append(p.open, name), true
}

func (p *pen) end() {
	if p.started {
		p.out.WriteString("/>")
	} else {
		p.out.WriteString("</" + p.innermost() + ">")
	}
	p.open, p.started = p.open[:len(p.open)-1], false
}

func (p *pen) finishTag() {
	if p.started {
		p.out.WriteByte('>')
		p.started = false
	}
}

// text writes text with single spaces.
func (p *pen) text(s string) {
	p.finishTag()
	words := strings.Join(strings.Fields(s), " ")
	if words == "" {
		words = " "
	} else {
		if strings.TrimLeft(s, " \t\r\n") != s {
			words = " " + words
		}
		if strings.TrimRight(s, " \t\r\n") != s {
			words += " "
		}
	}
	p.out.WriteString(escape.Replace(words))
}

func (p *pen) attribute(name, value string) {
	p.out.WriteString(" " + name + `="` + escape.Replace(value) + `"`)
}
