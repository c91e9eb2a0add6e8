package content

import (
	"bytes"
	"slices"

	"cxgen/generator/source"
)

// Words counts the words of a page as its Markdown has them: those below the header, outside of fenced blocks.
func (p *Page) Words() int { return p.words }

// Frame identifies all of the page that shows elsewhere than in its body: its place, its header, its title. What
// it asks of the data, of which others may have to hide something, is told by its body; see Asks.
func (p *Page) Frame() source.Sum { return p.frame }

// Asks tells whether the body may hold something that only data can answer: a data block, a value in prose, a section.
func (p *Page) Asks() bool { return p.asks }

// survey sets what is known of a body before it is read.
func (p *Page) survey(f *source.File) {
	text := f.Text[p.body:]
	p.words = 0
	fenced, asks := false, bytes.Contains(text, []byte("{{"))
	for line := range bytes.Lines(text) {
		switch first := line[0]; {
		case first == '`' && bytes.HasPrefix(line, []byte("```")):
			fenced = !fenced
			asks = asks || isDataFence(line)
		case first == ':' && bytes.HasPrefix(line, []byte(":::")):
			asks = true
		case !fenced:
			p.words += countWords(line)
			asks = asks || (first == ' ' || first == '~') && isDataFence(line)
		}
	}
	p.asks = asks
	p.frame = source.SumOf([]byte(p.File.Path), []byte(p.URL), []byte(p.Lang), []byte(p.Header.Title), f.Text[:p.body])
}

// isDataFence tells whether a line may open a data block.
func isDataFence(line []byte) bool {
	fence := bytes.TrimLeft(line, " ")
	if !bytes.HasPrefix(fence, []byte("```")) && !bytes.HasPrefix(fence, []byte("~~~")) {
		return false
	}
	words := bytes.Fields(bytes.TrimLeft(fence, "`~"))
	return len(words) > 0 && slices.Contains(dataNames, string(words[0]))
}

// countWords counts what white space parts, without a look at what the letters are as long as they are plain ASCII.
func countWords(line []byte) int {
	n, before, all := 0, byte(1), byte(0)
	for _, c := range line {
		space := spaces[c]
		n += int(before &^ space)
		before, all = space, all|c
	}
	if all >= 0x80 {
		return len(bytes.Fields(line))
	}
	return n
}

// spaces has 1 for the bytes that are white space.
var spaces = [256]byte{'\t': 1, '\n': 1, '\v': 1, '\f': 1, '\r': 1, ' ': 1}
