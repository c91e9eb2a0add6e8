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

// atxHeading and setextHeading are goldmark's, with attributes whose mistakes have a place.
type (
	atxHeading    struct{ parser.BlockParser }
	setextHeading struct{ parser.BlockParser }
)

func (p atxHeading) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := p.BlockParser.Open(parent, reader, pc)
	if h, ok := n.(*ast.Heading); ok {
		readingOf(pc).headingAttributes(h)
	}
	return n, state
}

func (p setextHeading) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(n, reader, pc)
	if h, ok := n.(*ast.Heading); ok && h.Parent() != nil {
		readingOf(pc).headingAttributes(h)
	}
}

// headingAttributes cuts attributes off the end of h and keeps its id and class. Braces that do not look like
// attributes stay text.
func (r *reading) headingAttributes(h *ast.Heading) {
	last := h.Lines().Len() - 1
	if last < 0 {
		return
	}
	segment := h.Lines().At(last)
	line := bytes.TrimRight(segment.Value(r.file.Text), " \t\r\n")
	if !bytes.HasSuffix(line, []byte("}")) || bytes.HasSuffix(line, []byte("}}")) {
		return
	}
	i := bytes.LastIndexByte(line, '{')
	if i < 0 || i > 0 && line[i-1] != ' ' && line[i-1] != '\t' || !looksLikeAttributes(line[i+1:]) {
		return
	}
	at := segment.Start + i - segment.Padding
	a, _, ok := r.attributes(line[i:], at)
	if !ok {
		return
	}
	for _, name := range a.keys.Paths() {
		if name != "id" && name != "class" {
			r.say(source.Errorf(a.keys.Name(name), "a heading has no attribute %q", name).WithHint("it can have #id and .class"))
		}
	}
	if id, ok := a.values["id"]; ok && r.ids.claim(r, id, a.keys.Value("id")) {
		h.SetAttributeString("id", id)
	}
	if class, ok := a.values["class"]; ok {
		h.SetAttributeString("class", class)
	}
	segment.Stop = segment.Start + len(bytes.TrimRight(line[:i], " \t"))
	h.Lines().Set(last, segment)
}

// looksLikeAttributes tells whether text, which stands after an opening brace, begins with .class, #id or key=.
func looksLikeAttributes(text []byte) bool {
	text = bytes.TrimLeft(text, " \t")
	rest := bytes.TrimLeftFunc(text, isName)
	return text[0] == '#' || text[0] == '.' || len(rest) < len(text) && rest[0] == '='
}

// ids are the anchors of a page that are taken.
type ids struct {
	places map[string]source.Span // those the author chose
	counts map[string]int         // those made from text: how often
}

// claim takes an id that the author chose.
func (s *ids) claim(r *reading, id string, at source.Span) bool {
	if strings.HasPrefix(id, "fn:") || strings.HasPrefix(id, "fnref:") {
		r.say(source.Errorf(at, "ids that begin with fn: belong to footnotes").WithHint("choose another id"))
		return false
	}
	if first, ok := s.places[id]; ok {
		r.say(source.Errorf(at, "id %q is already taken on this page", id).
			WithHint("choose another id").
			With(source.Note{At: first, Text: "taken here"}))
		return false
	}
	if s.places == nil {
		s.places = map[string]source.Span{}
	}
	s.places[id] = at
	return true
}

// unique takes an id that was made from text, with -2, -3 and so on when it is taken.
func (s *ids) unique(id string) string {
	if s.counts == nil {
		s.counts = map[string]int{}
	}
	taken := func(id string) bool {
		_, chosen := s.places[id]
		return chosen || s.counts[id] > 0
	}
	unique := id
	if taken(id) {
		n := max(s.counts[id], 1)
		for taken(unique) {
			n++
			unique = id + "-" + strconv.Itoa(n)
		}
		s.counts[id] = n
	}
	s.counts[unique] = max(s.counts[unique], 1)
	return unique
}

// heading writes h with its id, and keeps it.
func (w *writer) heading(h *ast.Heading) {
	plain := strings.Join(strings.Fields(string(w.plain(nil, h))), " ")
	if plain == "" {
		plain = holesIn(h, w.src)
	}
	if plain == "" {
		at := max(h.Pos(), 0)
		l, _ := line(w.src, at)
		w.say(source.Warnf(w.span(at, at+len(l)), "the heading has no text").WithHint("write one, or remove the line"))
	}
	id := attribute(h, "id")
	if id == "" {
		id = w.ids.unique(anchor(plain, w.lang))
	}
	w.body.Headings = append(w.body.Headings, Heading{Level: h.Level, ID: id, Text: plain})

	level := "0123456"[h.Level]
	w.puts("<h")
	w.putc(level)
	w.attribute("id", id)
	if class := attribute(h, "class"); class != "" {
		w.attribute("class", class)
	}
	w.putc('>')
	w.inlines(h)
	w.puts("</h")
	w.putc(level)
	w.puts(">\n")
}

// holesIn gives the texts of the holes of a heading that has no other words.
func holesIn(n ast.Node, src []byte) string {
	var texts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if h, ok := c.(*hole); ok {
			texts = append(texts, string(src[h.start:h.end]))
		} else if inner := holesIn(c, src); inner != "" {
			texts = append(texts, inner)
		}
	}
	return strings.Join(texts, " ")
}

func attribute(n ast.Node, name string) string {
	value, _ := n.AttributeString(name)
	text, _ := value.(string)
	return text
}

// firstHeading gives the text of the first # heading, "" without any.
func (p *Page) firstHeading(f *source.File) string {
	text := f.Text
	var fence []byte
	for at := p.body; at < len(text); {
		l, next := line(text, at)
		indent := run(l, ' ')
		switch trimmed := l[indent:]; {
		case indent > 3 || len(trimmed) == 0:
		case fence != nil:
			if bytes.HasPrefix(trimmed, fence) && len(bytes.Trim(trimmed, string(fence[:1]))) == 0 {
				fence = nil
			}
		case bytes.HasPrefix(trimmed, []byte("```")) || bytes.HasPrefix(trimmed, []byte("~~~")):
			fence = trimmed[:run(trimmed, trimmed[0])]
		case bytes.HasPrefix(trimmed, []byte("# ")):
			r := &reading{file: f, quotes: quotesOf(p.Lang)}
			w := &writer{reading: r, src: text}
			if h, ok := r.read(at, next).FirstChild().(*ast.Heading); ok {
				if plain := strings.Fields(string(w.plain(nil, h))); len(plain) > 0 {
					return strings.Join(plain, " ")
				}
			}
		}
		at = next
	}
	return ""
}
