package content

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cxgen/generator/source"
)

// dataNames are the first words that make a data block of a fenced block of code.
var dataNames = []string{"chart", "metrics", "table", "journey", "insight", "pages", "products", "reviews", "comments"}

// DataBlocks gives the first words that make a data block of a fenced block of code.
func DataBlocks() []string { return slices.Clone(dataNames) }

// data is a fenced block of TOML.
type data struct {
	ast.BaseBlock
	name        string
	start, end  int // of the opening line
	first, last int // of the body
	fence       byte
	length      int // of the fence
	closed      bool
}

var kindData = ast.NewNodeKind("Data")

func (d *data) Kind() ast.NodeKind            { return kindData }
func (d *data) IsRaw() bool                   { return true }
func (d *data) Dump(source []byte, level int) { ast.DumpHelper(d, source, level, nil, nil) }

type dataParser struct{}

func (dataParser) Trigger() []byte             { return []byte{'`', '~'} }
func (dataParser) CanInterruptParagraph() bool { return true }
func (dataParser) CanAcceptIndentedLine() bool { return false }

// Open leaves every other fenced block of code to goldmark by giving no node.
func (dataParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	fence := line[at]
	length := run(line[at:], fence)
	if length < 3 {
		return nil, parser.NoChildren
	}
	info := bytes.TrimSpace(line[at+length:])
	name, rest, _ := bytes.Cut(info, []byte(" "))
	if fence == '`' && bytes.IndexByte(info, '`') >= 0 {
		return nil, parser.NoChildren
	}
	r := readingOf(pc)
	start := segment.Start + at - segment.Padding
	opening := r.span(start, start+len(bytes.TrimRight(line[at:], " \t\r\n")))
	if !slices.Contains(dataNames, string(name)) {
		if !looksLikeTOML(r.file.Text[segment.Stop:]) {
			return nil, parser.NoChildren
		}
		if close, ok := source.Closest(string(name), dataNames); ok {
			r.say(source.Warnf(opening, "%q is not a data block, so it is shown as code", name).
				WithHint("did you mean %q?", close))
		}
		return nil, parser.NoChildren
	}
	if !holdsBlocks(parent) {
		r.say(source.Errorf(opening, "a %s block cannot stand inside %s", name, container(parent)).
			WithHint("begin its lines at the left edge, or move it out"))
		return nil, parser.NoChildren
	}
	if rest = bytes.TrimSpace(rest); len(rest) > 0 {
		r.say(source.Warnf(r.span(opening.End-len(rest), opening.End), "%q after the name of the block has no effect", rest).
			WithHint("write it as a key inside the block"))
	}
	return &data{
		name:   string(name),
		start:  opening.Start,
		end:    opening.End,
		first:  segment.Stop,
		last:   segment.Stop,
		fence:  fence,
		length: length,
	}, parser.NoChildren
}

func (dataParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	d := node.(*data)
	line, segment := reader.PeekLine()
	if indent := run(line, ' '); indent < 4 {
		length := run(line[indent:], d.fence)
		if length >= d.length && len(bytes.TrimSpace(line[indent+length:])) == 0 {
			d.closed, d.last = true, segment.Start
			reader.AdvanceToEOL()
			return parser.Close
		}
	}
	d.last = segment.Stop
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (dataParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	d := node.(*data)
	if d.closed {
		return
	}
	r := readingOf(pc)
	r.open = true
	r.say(source.Errorf(r.span(d.start, d.end), "the %s block is not closed", d.name).
		WithHint("end it with a line of %s", bytes.Repeat([]byte{d.fence}, d.length)))
}

// looksLikeTOML tells whether the first line of text is key = value: then a misspelt name is likelier than a language.
func looksLikeTOML(text []byte) bool {
	first, _ := line(text, 0)
	key, value, ok := bytes.Cut(first, []byte("="))
	key, value = bytes.TrimSpace(key), bytes.TrimSpace(value)
	return ok && len(key) > 0 && len(bytes.TrimLeftFunc(key, isName)) == 0 && len(value) > 0 && !bytes.HasSuffix(value, []byte(";"))
}

// block makes the Block of d.
func (d *data) block(r *reading) Block {
	return Block{Kind: "data", Name: d.name, Text: r.span(d.first, d.last), At: r.span(d.start, d.end)}
}
