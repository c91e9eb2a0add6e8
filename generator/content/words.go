package content

import "bytes"

// Words counts the words of a page without reading its Markdown: those below the header, outside of fenced blocks.
func (p *Page) Words() int {
	n, fenced := 0, false
	for line := range bytes.Lines(p.File.Text[p.body:]) {
		switch {
		case bytes.HasPrefix(line, []byte("```")):
			fenced = !fenced
		case !fenced && !bytes.HasPrefix(line, []byte(":::")):
			n += len(bytes.Fields(line))
		}
	}
	return n
}
