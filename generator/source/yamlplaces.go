package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// yamlText is settings in YAML while they are read.
type yamlText struct {
	f        *File
	base     int // offset of text in f
	text     string
	dropped  []int // offsets in text of the newlines that had a return before them
	lines    []int // offsets in text at which lines begin
	keys     *Keys
	problems []Problem

	// The place found last: the next one is mostly near it, and a line may be long.
	line, column, at int
}

// newYAMLText drops the returns before newlines from text: with them the library loses count of the lines after comments.
func newYAMLText(f *File, base int, text string, keys *Keys) *yamlText {
	y := &yamlText{f: f, base: base, keys: keys}
	lines := strings.SplitAfter(text, "\r\n")
	at := 0
	for i, line := range lines {
		if before, ok := strings.CutSuffix(line, "\r\n"); ok {
			lines[i] = before + "\n"
			y.dropped = append(y.dropped, at+len(before))
		}
		at += len(lines[i])
	}
	y.text = strings.Join(lines, "")
	y.lines = linesOf(y.text)
	return y
}

// after gives the place of a pair's value; of one that is left out it is the end of its key.
func (y *yamlText) after(pair *ast.MappingValueNode, key Span) Span {
	if pair.Value == nil || y.leftOut(pair.Value) {
		return y.f.Span(key.End, key.End)
	}
	return y.place(pair.Value)
}

// leftOut tells whether a value is one that the library made up for none.
func (y *yamlText) leftOut(node ast.Node) bool {
	t := node.GetToken()
	return node.Type() == ast.NullType && !strings.HasPrefix(y.text[y.offset(t):], t.Value)
}

// place gives the place of a value: from its first to its last byte, of a text without the quotes.
func (y *yamlText) place(node ast.Node) Span {
	switch n := node.(type) {
	case *ast.MappingNode:
		if n.IsFlowStyle {
			return y.join(y.mark(n.Start), y.mark(n.End))
		}
		if len(n.Values) > 0 {
			return y.join(y.place(n.Values[0]), y.place(n.Values[len(n.Values)-1]))
		}
	case *ast.MappingValueNode:
		key := y.scalar(n.Key.GetToken())
		return y.join(key, y.after(n, key))
	case *ast.SequenceNode:
		if n.IsFlowStyle {
			return y.join(y.mark(n.Start), y.mark(n.End))
		}
		at := y.mark(n.Start)
		if len(n.Values) > 0 {
			at = y.join(at, y.place(n.Values[len(n.Values)-1]))
		}
		return at
	case *ast.LiteralNode:
		return y.block(n.Start)
	}
	if y.leftOut(node) {
		at := y.offset(node.GetToken())
		return y.span(at, at)
	}
	return y.scalar(node.GetToken())
}

func (y *yamlText) join(first, last Span) Span {
	return y.f.Span(first.Start, max(first.End, last.End))
}

// mark gives the place of the first character of a token.
func (y *yamlText) mark(t *token.Token) Span {
	at := y.offset(t)
	return y.span(at, at+1)
}

// scalar gives the place of a text, a number, a date: without quotes.
func (y *yamlText) scalar(t *token.Token) Span {
	start := y.offset(t)
	raw := strings.TrimSpace(t.Origin)
	if !strings.HasPrefix(y.text[start:], raw) {
		raw, _, _ = strings.Cut(y.text[start:], "\n")
		raw = strings.TrimRight(raw, " \t\r")
	}
	end := start + len(raw)
	if t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType {
		if len(raw) >= 2 && raw[0] == raw[len(raw)-1] {
			start, end = start+1, end-1
		}
	}
	return y.span(start, end)
}

// block gives the place of the text that follows | or >: its lines, from the first that is not empty.
func (y *yamlText) block(t *token.Token) Span {
	at := y.mark(t)
	indent, start, end := 0, -1, -1
	for line := t.Position.Line; line < len(y.lines); line++ {
		from, to := y.lines[line], len(y.text)
		if line+1 < len(y.lines) {
			to = y.lines[line+1]
		}
		text := strings.TrimRight(y.text[from:to], " \t\r\n")
		spaces := len(text) - len(strings.TrimLeft(text, " "))
		switch {
		case text == "":
			continue
		case start < 0:
			if line > 0 && spaces == 0 {
				return at
			}
			indent, start = spaces, from+spaces
		case spaces < indent:
			return y.span(start, end)
		}
		end = from + len(text)
	}
	if start < 0 {
		return at
	}
	return y.span(start, end)
}

// offset gives the offset in text of a token. The library's own offsets go wrong after comments and with returns before
// newlines; its lines, and columns in characters, are right.
func (y *yamlText) offset(t *token.Token) int {
	line, column := min(max(t.Position.Line, 1), len(y.lines)), max(t.Position.Column, 1)
	if y.line != line || y.column > column {
		y.line, y.column, y.at = line, 1, y.lines[line-1]
	}
	for ; y.column < column && y.at < len(y.text); y.column++ {
		y.at += runeLength(y.text[y.at:])
	}
	return y.at
}

// span gives the place in f of a range of text.
func (y *yamlText) span(start, end int) Span {
	end = min(end, len(y.text))
	start = min(start, end)
	before, _ := slices.BinarySearch(y.dropped, start)
	within, _ := slices.BinarySearch(y.dropped, end)
	return y.f.Span(y.base+start+before, y.base+end+within)
}

// linesOf gives the offsets at which the lines of text begin.
func linesOf(text string) []int {
	lines := []int{0}
	for i := range len(text) {
		if text[i] == '\n' || text[i] == '\r' && !strings.HasPrefix(text[i+1:], "\n") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// runeLength gives the number of bytes of the first character of text.
func runeLength(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}
