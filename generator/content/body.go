package content

import (
	"bytes"
	"html/template"
	"sync"

	"github.com/yuin/goldmark/ast"

	"cxgen/generator/source"
)

// Options are the wishes of the site for the HTML of bodies.
type Options struct {
	RawHTML bool   // keep HTML that stands in the Markdown; otherwise it is left out with a warning
	Mark    string // how the marks of links begin; letters, digits and hyphens only. "" is "cxgen-link-"
}

// Body reads what stands under the header in f, the file that p was parsed from. It is never nil, and all problems of the page are
// found at once. It may be called for many pages at the same time.
func (p *Page) Body(f *source.File, opt Options) (*Body, []source.Problem) {
	r := &reading{file: f, quotes: quotesOf(p.Lang)}
	root := r.read(p.body, len(f.Text))

	w := writers.Get().(*writer)
	w.reading, w.src, w.lang, w.rawHTML = r, f.Text, p.Lang, opt.RawHTML
	w.body, w.mark = &Body{}, mark(opt.Mark, f)
	w.body.Blocks = w.blocks(root, p.body, len(f.Text))
	body := w.body
	*w = writer{buf: w.buf[:0], holes: w.holes[:0]}
	writers.Put(w)

	if len(r.problems) > 0 {
		return body, source.Sort(r.problems)
	}
	return body, nil
}

// writers are kept for their buffers.
var writers = sync.Pool{New: func() any { return &writer{} }}

// mark gives the beginning of a page's marks. It holds the sum of the file, which no text in the file can foresee.
func mark(prefix string, f *source.File) string {
	if prefix == "" {
		prefix = "cxgen-link-"
	}
	sum := f.Sum
	if sum == (source.Sum{}) {
		sum = source.SumOf(f.Text)
	}
	return prefix + sum.String()[:16] + "-"
}

// blocks gives the children of n as blocks. They stand in the file from start to end.
func (w *writer) blocks(n ast.Node, start, end int) (blocks []Block) {
	prose := func(until int) {
		if len(w.buf) == 0 {
			return
		}
		text := w.src[start:max(start, until)]
		from := start + len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
		b := Block{
			Kind: "prose",
			HTML: template.HTML(w.buf),
			At:   w.span(from, from+len(bytes.TrimSpace(text))),
		}
		if len(w.holes) > 0 {
			b.Holes = append([]Hole(nil), w.holes...)
		}
		blocks = append(blocks, b)
		w.buf, w.holes = w.buf[:0], w.holes[:0]
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *section:
			prose(c.start)
			b := c.block(w.reading)
			b.Inner = w.blocks(c, min(c.end, c.inner), c.inner)
			blocks = append(blocks, b)
			start = w.after(c.inner)
		case *data:
			prose(c.start)
			blocks = append(blocks, c.block(w.reading))
			start = w.after(c.last)
		default:
			w.node(c)
		}
	}
	prose(end)
	return blocks
}

// after gives the offset of the line that follows the one at the offset at.
func (w *writer) after(at int) int {
	_, next := line(w.src, min(at, len(w.src)))
	return next
}
