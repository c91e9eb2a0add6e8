package content

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"cxgen/generator/source"
)

// writer writes a tree as HTML, and keeps what the site fills in later: holes by their offset, links by their mark.
//
// There is no style attribute and no element that needs a script or words of a language, since pages have a strict policy and any language.
type writer struct {
	*reading
	src     []byte
	lang    string
	rawHTML bool
	body    *Body
	mark    string // beginning of the marks of links

	buf    []byte
	holes  []Hole
	word   bool // the text so far ends within a word
	warned bool // about HTML that is left out of this block
}

func (w *writer) puts(s string) { w.buf = append(w.buf, s...) }
func (w *writer) putc(c byte)   { w.buf = append(w.buf, c) }

// The methods of util.BufWriter, for goldmark's writer of text.
func (w *writer) Write(p []byte) (int, error)       { w.buf = append(w.buf, p...); return len(p), nil }
func (w *writer) WriteString(s string) (int, error) { w.puts(s); return len(s), nil }
func (w *writer) WriteByte(c byte) error            { w.putc(c); return nil }
func (w *writer) WriteRune(r rune) (int, error) {
	w.buf = utf8.AppendRune(w.buf, r)
	return utf8.RuneLen(r), nil
}
func (w *writer) Available() int { return cap(w.buf) - len(w.buf) }
func (w *writer) Buffered() int  { return len(w.buf) }
func (w *writer) Flush() error   { return nil }

var _ util.BufWriter = (*writer)(nil)

// escape writes text in which nothing is resolved: code, addresses, ids.
func (w *writer) escape(text []byte) { html.DefaultWriter.RawWrite(w, text) }

// attribute writes one attribute.
func (w *writer) attribute(name, value string) {
	w.putc(' ')
	w.puts(name)
	w.puts(`="`)
	w.escape([]byte(value))
	w.putc('"')
}

// node writes a block and what is in it.
func (w *writer) node(n ast.Node) {
	w.word, w.warned = false, false
	switch n := n.(type) {
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph:
		start, holes := len(w.buf), len(w.holes)
		w.puts("<p>")
		w.inlines(n)
		if len(w.holes) == holes && len(bytes.TrimSpace(w.buf[start+len("<p>"):])) == 0 {
			w.buf = w.buf[:start] // all of it was left out
			return
		}
		w.puts("</p>\n")
	case *ast.TextBlock:
		w.inlines(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.putc('\n')
		}
	case *ast.Blockquote:
		w.puts("<blockquote>\n")
		w.nodes(n)
		w.puts("</blockquote>\n")
	case *ast.List:
		w.list(n)
	case *ast.ListItem:
		w.puts("<li>")
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			w.putc('\n')
		}
		w.nodes(n)
		w.puts("</li>\n")
	case *ast.ThematicBreak:
		w.puts("<hr>\n")
	case *ast.CodeBlock:
		w.code(n, nil)
	case *ast.FencedCodeBlock:
		w.code(n, n.Language(w.src))
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *extast.Table:
		w.puts("<div class=\"scroll\" tabindex=\"0\" role=\"group\">\n<table>\n")
		w.nodes(n)
		w.puts("</table>\n</div>\n")
	case *extast.TableHeader:
		w.puts("<thead>\n<tr>\n")
		w.nodes(n)
		w.puts("</tr>\n</thead>\n")
	case *extast.TableRow:
		if n.PreviousSibling().Kind() == extast.KindTableHeader {
			w.puts("<tbody>\n")
		}
		w.puts("<tr>\n")
		w.nodes(n)
		w.puts("</tr>\n")
		if n.NextSibling() == nil {
			w.puts("</tbody>\n")
		}
	case *extast.TableCell:
		w.cell(n)
	case *extast.FootnoteList:
		w.puts("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n")
		w.nodes(n)
		w.puts("</ol>\n</section>\n")
	case *extast.Footnote:
		w.puts(`<li id="fn:`)
		w.number(n.Index)
		w.puts("\">\n")
		w.nodes(n)
		w.puts("</li>\n")
	case *extast.FootnoteBacklink: // of a footnote that does not end with a paragraph
		w.inline(n)
	}
}

// nodes writes the blocks in n.
func (w *writer) nodes(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c)
	}
}

func (w *writer) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	w.putc('<')
	w.puts(tag)
	if n.IsOrdered() && n.Start != 1 {
		w.attribute("start", strconv.Itoa(n.Start))
	}
	w.puts(">\n")
	w.nodes(n)
	w.puts("</")
	w.puts(tag)
	w.puts(">\n")
}

// code writes a block of code, which readers can scroll by keyboard.
func (w *writer) code(n ast.Node, language []byte) {
	w.puts(`<pre dir="ltr" tabindex="0"><code`)
	if len(language) > 0 {
		w.puts(` class="language-`)
		html.DefaultWriter.Write(w, language)
		w.putc('"')
	}
	w.putc('>')
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		text := segment.Value(w.src)
		if bytes.HasSuffix(text, []byte("\r\n")) {
			w.escape(text[:len(text)-2])
			w.putc('\n')
			continue
		}
		w.escape(text)
	}
	w.puts("</code></pre>\n")
}

// htmlBlock writes a block of HTML, or leaves it out.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	lines := n.Lines()
	var all []byte
	for i := range lines.Len() {
		segment := lines.At(i)
		all = append(all, segment.Value(w.src)...)
	}
	if n.HasClosure() {
		all = append(all, n.ClosureLine.Value(w.src)...)
	}
	if w.rawHTML {
		html.DefaultWriter.SecureWrite(w, all)
		return
	}
	start := n.Pos()
	first, _ := line(w.src, max(start, 0))
	w.leaveOut(all, w.span(start, start+len(first)))
}

// leaveOut tells of HTML that is not shown, once a block. Comments show nothing anyway.
func (w *writer) leaveOut(text []byte, at source.Span) {
	if bytes.HasPrefix(text, []byte("<!--")) {
		if end := bytes.Index(text, []byte("-->")); end < 0 || len(bytes.TrimSpace(text[end+3:])) == 0 {
			return
		}
	}
	if w.warned {
		return
	}
	w.warned = true
	w.say(source.Warnf(at, "raw HTML is left out").
		WithHint("write it as Markdown, or allow it in site.toml: [build] html = true"))
}

func (w *writer) cell(n *extast.TableCell) {
	tag := "td"
	if n.Parent().Kind() == extast.KindTableHeader {
		tag = "th"
	}
	w.putc('<')
	w.puts(tag)
	if tag == "th" {
		w.puts(` scope="col"`)
	}
	switch n.Alignment { // by the direction of the text, so that a table is mirrored as a whole
	case extast.AlignLeft:
		w.puts(` class="start"`)
	case extast.AlignCenter:
		w.puts(` class="center"`)
	case extast.AlignRight:
		w.puts(` class="end"`)
	}
	w.putc('>')
	w.inlines(n)
	w.puts("</")
	w.puts(tag)
	w.puts(">\n")
}

func (w *writer) number(n int) { w.buf = strconv.AppendInt(w.buf, int64(n), 10) }
