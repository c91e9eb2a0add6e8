package content

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// strikes reads ~~struck out~~ words. A single ~ stays as it is: in Korean and Japanese it is how ranges are written, 1~5.
type strikes struct{ parser.InlineParser }

func newStrikes() parser.InlineParser { return strikes{extension.NewStrikethroughParser()} }

// Parse leaves a lone ~ to the text.
func (s strikes) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) < 2 || line[1] != '~' {
		return nil
	}
	return s.InlineParser.Parse(parent, block, pc)
}
