package content

import (
	"bytes"
	stdhtml "html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"

	"cxgen/generator/source"
)

// inlines writes the text of a block.
func (w *writer) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
}

// inline writes one piece of text.
func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		text := n.Segment.Value(w.src)
		w.count(text)
		html.DefaultWriter.Write(w, text)
		if n.HardLineBreak() {
			w.puts("<br>\n")
			w.word = false
		} else if n.SoftLineBreak() {
			w.putc('\n')
			w.word = false
		}
	case *ast.String:
		w.count(n.Value)
		w.escape(n.Value)
	case *ast.CodeSpan:
		w.puts(`<code dir="ltr">`)
		text := codeText(n, w.src)
		w.count(text)
		w.escape(text)
		w.puts("</code>")
	case *ast.Emphasis:
		if n.Level == 2 {
			w.element("strong", n)
		} else {
			w.element("em", n)
		}
	case *extast.Strikethrough:
		w.element("del", n)
	case *ast.Link:
		w.anchor(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.rawInline(n)
	case *hole:
		w.hole(n)
	case *extast.TaskCheckBox: // a sign, not a control that nobody can use
		if n.IsChecked {
			w.puts(`<span class="task done">☑</span> `)
		} else {
			w.puts(`<span class="task">☐</span> `)
		}
	case *extast.FootnoteLink:
		w.puts(`<sup id="fnref:`)
		w.reference(n.Index, n.RefIndex)
		w.puts(`"><a href="#fn:`)
		w.number(n.Index)
		w.puts(`" class="footnote-ref" role="doc-noteref">`)
		w.number(n.Index)
		w.puts("</a></sup>")
	case *extast.FootnoteBacklink: // its role is read out in the reader's language, its name is the number
		w.puts(`&nbsp;<a href="#fnref:`)
		w.reference(n.Index, n.RefIndex)
		w.puts(`" class="footnote-backref" role="doc-backlink" aria-label="`)
		w.reference(n.Index, n.RefIndex)
		w.puts("\">↩\ufe0e</a>")
	default:
		w.inlines(n)
	}
}

func (w *writer) element(tag string, n ast.Node) {
	w.putc('<')
	w.puts(tag)
	w.putc('>')
	w.inlines(n)
	w.puts("</")
	w.puts(tag)
	w.putc('>')
}

// reference writes the number of a footnote, with that of the reference to it from the second on: 3, 3.2, 3.3.
func (w *writer) reference(index, ref int) {
	w.number(index)
	if ref > 0 {
		w.putc('.')
		w.number(ref + 1)
	}
}

// anchor writes a link. One that must not stand there leaves its text.
func (w *writer) anchor(n *ast.Link) {
	at := w.linkAt(n, n.Destination, n.Reference)
	mark, ok := w.link(n.Destination, false, at)
	if !ok {
		w.inlines(n)
		return
	}
	w.puts(`<a href="`)
	w.puts(mark)
	w.putc('"')
	w.title(n.Title, at)
	w.putc('>')
	w.inlines(n)
	w.puts("</a>")
}

// title writes the title of the link or picture that leads to at.
func (w *writer) title(title []byte, at source.Span) {
	if bytes.Contains(title, []byte("{{")) {
		w.say(source.Errorf(at, "a value cannot stand in a title").WithHint("write the title out"))
	}
	if len(title) > 0 {
		w.puts(` title="`)
		html.DefaultWriter.Write(w, title)
		w.putc('"')
	}
}

func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.src)
	address := n.URL(w.src)
	if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(address), []byte("mailto:")) {
		address = append([]byte("mailto:"), address...)
	}
	at := max(n.Pos(), 0)
	if i := bytes.Index(w.src[at:], label); i > 0 {
		at += i
	}
	w.count(label)
	mark, ok := w.link(address, false, w.span(at, at+len(label)))
	if !ok {
		w.escape(label)
		return
	}
	w.puts(`<a href="`)
	w.puts(mark)
	w.puts(`">`)
	w.escape(label)
	w.puts("</a>")
}

// image writes a picture. src is its first attribute and followed by a space, so that who puts the address there can add width, height and
// srcset. One that must not stand there leaves its alternative text.
func (w *writer) image(n *ast.Image) {
	at := w.linkAt(n, n.Destination, n.Reference)
	alt := w.plain(nil, n)
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := c.(*hole); ok && entering {
			w.say(source.Errorf(w.span(h.start, h.end), "a value cannot stand in the text of a picture").
				WithHint("write the text out, and the value under the picture"))
		}
		return ast.WalkContinue, nil
	})
	mark, ok := w.link(n.Destination, true, at)
	if !ok {
		w.escape(alt)
		return
	}
	w.puts(`<img src="`)
	w.puts(mark)
	w.puts(`" alt="`)
	w.escape(alt)
	w.putc('"')
	w.title(n.Title, at)
	w.puts(` loading="lazy" decoding="async">`)
}

func (w *writer) rawInline(n *ast.RawHTML) {
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		if w.rawHTML {
			html.DefaultWriter.SecureWrite(w, segment.Value(w.src))
			continue
		}
		if i == 0 {
			w.leaveOut(segment.Value(w.src), w.span(segment.Start, segment.Stop))
		}
	}
}

// hole keeps a value's place. In a table a bar in it is written \|.
func (w *writer) hole(n *hole) {
	if !w.word {
		w.body.Words++
		w.word = true
	}
	text := string(w.src[n.start:n.end])
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == extast.KindTableCell {
			text = strings.ReplaceAll(text, `\|`, "|")
			break
		}
	}
	w.holes = append(w.holes, Hole{Offset: len(w.buf), Text: text, At: w.span(n.start, n.end)})
}

// count counts the words that begin in text.
func (w *writer) count(text []byte) {
	for _, c := range text {
		space := c <= ' '
		if !space && !w.word {
			w.body.Words++
		}
		w.word = !space
	}
}

// plain appends what a reader sees of n without its markup. Values are not known yet and are left out.
func (w *writer) plain(text []byte, n ast.Node) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			text = append(text, plainText(c.Segment.Value(w.src))...)
			if c.SoftLineBreak() || c.HardLineBreak() {
				text = append(text, ' ')
			}
		case *ast.String:
			text = append(text, c.Value...)
		case *ast.CodeSpan:
			text = append(text, codeText(c, w.src)...)
		case *ast.AutoLink:
			text = append(text, c.Label(w.src)...)
		default:
			text = w.plain(text, c)
		}
	}
	return text
}

// plainText resolves the escapes and entities of Markdown.
func plainText(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 {
		return text
	}
	w := &writer{}
	html.DefaultWriter.Write(w, text)
	return []byte(stdhtml.UnescapeString(string(w.buf)))
}

// codeText gives the text of a span of code, on one line.
func codeText(n ast.Node, src []byte) []byte {
	first, ok := n.FirstChild().(*ast.Text)
	if ok && n.ChildCount() == 1 {
		return bytes.TrimSuffix(first.Segment.Value(src), []byte("\n"))
	}
	var text []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok {
			continue
		}
		value := t.Segment.Value(src)
		if trimmed := bytes.TrimRight(value, "\r\n"); len(trimmed) < len(value) {
			text = append(append(text, trimmed...), ' ')
			continue
		}
		text = append(text, value...)
	}
	return text
}
