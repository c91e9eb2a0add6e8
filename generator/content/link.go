package content

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cxgen/generator/source"
)

// linkParser is goldmark's, and keeps where in the file an address stands.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	n := p.InlineParser.Parse(parent, block, pc)
	switch n.(type) {
	case *ast.Link, *ast.Image:
		_, after := block.Position()
		r := readingOf(pc)
		if r.links == nil {
			r.links = map[ast.Node]text.Segment{}
		}
		r.links[n] = text.NewSegment(before.Start, max(after.Start, before.Start+1))
	}
	return n
}

func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// linkAt gives the place of the address of a link or picture; of one that is defined elsewhere, that of the link itself.
func (r *reading) linkAt(n ast.Node, address []byte, reference *ast.ReferenceLink) source.Span {
	at := r.links[n]
	if reference != nil {
		return r.span(n.Pos(), at.Stop)
	}
	if i := bytes.Index(r.file.Text[at.Start:at.Stop], address); i > 0 && len(address) > 0 {
		return r.span(at.Start+i, at.Start+i+len(address))
	}
	return r.span(at.Start, at.Stop)
}

// plainAddress resolves the escapes of Markdown in an address and drops control characters, which browsers do not see either.
func plainAddress(address []byte) string {
	address = plainText(address)
	return strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, string(address)), " ")
}

// isDangerous tells whether an address runs what it holds: as a link that is script and data of any kind, in a picture all data but pictures.
func isDangerous(address string, image bool) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	if !ok {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(scheme)) {
	case "javascript", "vbscript":
		return true
	case "data":
		return !image || !strings.HasPrefix(strings.ToLower(rest), "image/")
	}
	return false
}

// link keeps a link or picture of the body and gives the mark that stands for its address; not ok when it must be left out.
func (w *writer) link(address []byte, image bool, at source.Span) (mark string, ok bool) {
	to := plainAddress(address)
	what := "link"
	if image {
		what = "picture"
	}
	switch {
	case to == "":
		w.say(source.Errorf(at, "the %s has no address", what).WithHint("write it between the parentheses"))
		return "", false
	case isDangerous(to, image):
		w.say(source.Errorf(at, "a %s cannot lead to %q", what, cut(to, 40)).
			WithHint("use the address of a page or a file; pages run no script from links"))
		return "", false
	case strings.Contains(to, "{{"):
		w.say(source.Errorf(at, "a value cannot stand in an address").WithHint("write the address out"))
		return "", false
	}
	mark = w.mark + strconv.Itoa(len(w.body.Links)) + "." // the dot keeps one mark from being the beginning of another
	w.body.Links = append(w.body.Links, Link{To: to, Image: image, Mark: mark, At: at})
	return mark, true
}

// cut shortens text to n characters.
func cut(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i] + "…"
		}
	}
	return text
}
