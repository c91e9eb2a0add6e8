package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cxgen/generator/source"
)

// maxDepth is how many sections can stand inside each other.
const maxDepth = 32

// section is a fenced div: blocks between ::: name {attributes} and :::.
type section struct {
	ast.BaseBlock
	name       string
	attributes attributes
	start, end int  // of the opening line
	inner      int  // where the closing line begins
	closed     bool // by a closing line
	skipped    int  // sections in it that were too deep and are still open
}

var kindSection = ast.NewNodeKind("Section")

func (s *section) Kind() ast.NodeKind            { return kindSection }
func (s *section) Dump(source []byte, level int) { ast.DumpHelper(s, source, level, nil, nil) }

// nothing stands for a line that has been dealt with and shows nothing.
type nothing struct{ ast.BaseBlock }

var kindNothing = ast.NewNodeKind("Nothing")

func (n *nothing) Kind() ast.NodeKind            { return kindNothing }
func (n *nothing) IsRaw() bool                   { return true }
func (n *nothing) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type sectionParser struct{}

func (sectionParser) Trigger() []byte             { return []byte{':'} }
func (sectionParser) CanInterruptParagraph() bool { return true }
func (sectionParser) CanAcceptIndentedLine() bool { return false }

func (sectionParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	line = bytes.TrimRight(line, " \t\r\n")
	colons := run(line[min(at, len(line)):], ':')
	if colons < 3 {
		return nil, parser.NoChildren
	}
	r := readingOf(pc)
	start := segment.Start + at - segment.Padding
	end := segment.Start + len(line) - segment.Padding
	bare := at+colons == len(line)

	if !holdsBlocks(parent) {
		if !bare {
			r.say(source.Errorf(r.span(start, end), "a section cannot stand inside %s", container(parent)).
				WithHint("begin the line at the left edge, or move the section out"))
		}
		return nil, parser.NoChildren
	}
	if bare {
		r.say(source.Errorf(r.span(start, end), "no section is open that this line could close").
			WithHint("remove the line, or open a section above it: ::: name"))
		reader.AdvanceToEOL()
		return &nothing{}, parser.NoChildren
	}

	s := &section{start: start, end: end, inner: len(r.file.Text)}
	if depth(parent) == maxDepth {
		r.say(source.Errorf(r.span(start, end), "sections are nested more than %d deep", maxDepth).
			WithHint("close some of the sections above with :::"))
		parent.(*section).skipped++
		reader.AdvanceToEOL()
		return &nothing{}, parser.NoChildren
	}
	s.read(r, line[at+colons:], start+colons)
	reader.AdvanceToEOL()
	return s, parser.HasChildren
}

// read takes name, words and attributes from what stands after the colons, at the offset at of the file.
func (s *section) read(r *reading, text []byte, at int) {
	skip := func(n int) {
		at += n
		text = text[n:]
	}
	skipSpaces := func() { skip(len(text) - len(bytes.TrimLeft(text, " \t"))) }
	skipName := func() string {
		name := string(text[:len(text)-len(bytes.TrimLeftFunc(text, isName))])
		skip(len(name))
		return name
	}

	skipSpaces()
	if s.name = skipName(); s.name == "" {
		r.say(source.Errorf(r.span(at, at+firstRune(text)), "the section has no name").
			WithHint("write its name after the colons, like ::: note"))
		return
	}
	skipSpaces()
	var words []string
	first, last := at, at
	for word := skipName(); word != ""; word = skipName() {
		words = append(words, word)
		last = at
		skipSpaces()
	}
	s.attributes = newAttributes()
	if bytes.HasPrefix(text, []byte("{")) {
		a, n, ok := r.attributes(text, at)
		s.attributes = a
		if id, ok := a.values["id"]; ok {
			r.ids.claim(r, id, a.keys.Value("id"))
		}
		if !ok {
			return
		}
		skip(n)
		skipSpaces()
	}
	if len(words) > 0 {
		s.attributes.values[""] = strings.Join(words, " ")
		s.attributes.keys.Add("", r.span(first, last), r.span(first, last))
	}
	if rest := bytes.TrimRight(text, ":"); len(rest) > 0 {
		r.say(source.Errorf(r.span(at, at+firstRune(rest)), "unexpected %q after the name of the section", rest).
			WithHint(`attributes stand in braces: ::: %s {title="…"}`, s.name))
	}
}

func (sectionParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	s, ok := node.(*section)
	if !ok {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	if indent, ok := closes(line); !ok || !innermost(node, indent, pc) {
		return parser.Continue | parser.HasChildren
	}
	if s.skipped > 0 {
		s.skipped--
		reader.AdvanceToEOL() // its children see an empty line
		return parser.Continue | parser.HasChildren
	}
	s.closed, s.inner = true, segment.Start
	reader.AdvanceToEOL()
	return parser.Close
}

func (sectionParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	s, ok := node.(*section)
	if r := readingOf(pc); ok && !s.closed && !r.open {
		r.say(source.Errorf(r.span(s.start, s.end), "section %q is not closed", s.name).
			WithHint("end it with a line of :::"))
	}
}

// closes tells whether line closes a section, and how many spaces stand before its colons.
func closes(line []byte) (indent int, ok bool) {
	indent = run(line, ' ')
	if indent > 3 {
		return indent, false
	}
	colons := run(line[indent:], ':')
	return indent, colons >= 3 && len(bytes.TrimRight(line[indent+colons:], " \t\r\n")) == 0
}

// innermost tells whether a closing line means node: no section is open inside it, nor a block of code to which the line belongs.
func innermost(node ast.Node, indent int, pc parser.Context) bool {
	opened := pc.OpenedBlocks()
	for i := len(opened) - 1; i >= 0 && opened[i].Node != node; i-- {
		if _, ok := opened[i].Node.(*section); ok {
			return false
		}
	}
	last := opened[len(opened)-1].Node
	switch last := last.(type) {
	case *ast.FencedCodeBlock, *data:
	case *ast.HTMLBlock:
		if last.HTMLBlockType >= ast.HTMLBlockType6 {
			return true
		}
	default:
		return true
	}
	for n := last.Parent(); n != nil && n != node; n = n.Parent() {
		switch n := n.(type) {
		case *ast.List:
		case *ast.ListItem:
			if indent < n.Offset {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// holdsBlocks tells whether sections and data blocks can stand in parent.
func holdsBlocks(parent ast.Node) bool {
	switch parent.(type) {
	case *ast.Document, *section:
		return true
	}
	return false
}

// container names the block that a section or a data block cannot stand in.
func container(parent ast.Node) string {
	switch parent.(type) {
	case *ast.List, *ast.ListItem:
		return "a list"
	case *ast.Blockquote:
		return "a quotation"
	}
	return "a footnote"
}

func depth(n ast.Node) (sections int) {
	for ; n != nil; n = n.Parent() {
		if _, ok := n.(*section); ok {
			sections++
		}
	}
	return sections
}

// run counts how often c stands at the start of text.
func run(text []byte, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}

func isName(r rune) bool {
	return r == '-' || r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// firstRune gives the length of the first character.
func firstRune(text []byte) int {
	_, n := utf8.DecodeRune(text)
	return n
}

// block makes the Block of s.
func (s *section) block(r *reading) Block {
	return Block{
		Kind:  "section",
		Name:  s.name,
		Attrs: s.attributes.values,
		Keys:  s.attributes.keys,
		At:    r.span(s.start, s.end),
	}
}
