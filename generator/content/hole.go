package content

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cxgen/generator/source"
)

// hole is a value in prose.
type hole struct {
	ast.BaseInline
	start, end int // of the trimmed text between the braces
}

var kindHole = ast.NewNodeKind("Hole")

func (h *hole) Kind() ast.NodeKind            { return kindHole }
func (h *hole) Dump(source []byte, level int) { ast.DumpHelper(h, source, level, nil, nil) }

type holeParser struct{}

func (holeParser) Trigger() []byte { return []byte{'{'} }

func (holeParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 2 || line[1] != '{' {
		return nil
	}
	r := readingOf(pc)
	start := segment.Start - segment.Padding
	if start < r.lost {
		return nil
	}
	n := closing(line[2:])
	if n < 0 {
		r.lost = start + len(line)
		r.say(source.Errorf(r.span(start, start+2), "the value is not closed on its line").
			WithHint(`end it with }}, or write \{{ for plain braces`))
		return nil
	}
	inner := line[2 : 2+n]
	trimmed := bytes.TrimSpace(inner)
	if len(trimmed) == 0 {
		r.say(source.Errorf(r.span(start, start+n+4), "there is no value between the braces").
			WithHint(`name one, like {{nps latest}}, or write \{{ for plain braces`))
	}
	from := start + 2 + (len(inner) - len(bytes.TrimLeftFunc(inner, unicode.IsSpace)))
	block.Advance(n + 4)
	return &hole{start: from, end: from + len(trimmed)}
}

// closing finds the }} that ends a hole on its line, not minding those between quotes; -1 when there is none.
func closing(text []byte) int {
	quoted, inQuotes := false, -1
	for i, c := range text {
		switch {
		case c == '\r' || c == '\n':
			return inQuotes
		case c == '"' && !(quoted && text[i-1] == '\\'):
			quoted = !quoted
		case c == '}' && i+1 < len(text) && text[i+1] == '}':
			if !quoted {
				return i
			}
			if inQuotes < 0 {
				inQuotes = i
			}
		}
	}
	return inQuotes // the quotes do not match
}
