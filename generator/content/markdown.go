package content

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"cxgen/generator/source"
)

// The two parsers are made once and never change.
var (
	markdown        = newMarkdown()
	markdownAndBare = newMarkdown(util.Prioritized(extension.NewLinkifyParser(), 999))
)

// newMarkdown makes a parser of CommonMark with the tables, strikethrough and task lists of GitHub, footnotes, attributes of headings,
// and the three additions: data blocks, sections and holes. It is the same for every page; what belongs to one page is in the
// reading that its context carries, so many goroutines may use it at once.
func newMarkdown(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(setextHeading{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(atxHeading{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(sectionParser{}, 650),
			util.Prioritized(dataParser{}, 690),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(append(more,
			util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
			util.Prioritized(holeParser{}, 50),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(newStrikes(), 500),
			util.Prioritized(quoteParser{}, 9999),
		)...),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

// reading is what is found out about one page while it is read.
type reading struct {
	file     *source.File
	quotes   *quotes
	problems []source.Problem
	ids      ids
	lost     int                       // before this offset no more }} is to come on the line
	links    map[ast.Node]text.Segment // from the ] that ends a link's text to the end of the link
	open     bool                      // a data block goes on to the end of the file, so sections around it cannot be closed

	quoted, quotedSingle int // quotations that are open in the paragraph
}

var readingKey = parser.NewContextKey()

// readingOf gives the reading that is under way.
func readingOf(pc parser.Context) *reading {
	return pc.Get(readingKey).(*reading)
}

// read parses the file from the offset at on. Offsets in the tree are the file's.
func (r *reading) read(at, end int) ast.Node {
	pc := parser.NewContext()
	pc.Set(readingKey, r)
	reader := text.NewReader(r.file.Text[:end])
	reader.SetPosition(-1, text.NewSegment(at, at))
	reader.AdvanceLine()
	if hasBareAddress(r.file.Text[at:end]) {
		return markdownAndBare.Parse(reader, parser.WithContext(pc))
	}
	return markdown.Parse(reader, parser.WithContext(pc))
}

// hasBareAddress tells whether text may hold an address that becomes a link by itself. Looking for one stops goldmark at every
// space, so pages that hold none, or only those of written links, are spared it.
func hasBareAddress(text []byte) bool {
	if bytes.IndexByte(text, '@') >= 0 || bytes.Contains(text, []byte("www.")) {
		return true
	}
	for at := 0; ; {
		n := bytes.Index(text[at:], []byte("://"))
		if n < 0 {
			return false
		}
		before := bytes.TrimRightFunc(text[:at+n], isName)
		if !bytes.HasSuffix(before, []byte("](")) && !bytes.HasSuffix(before, []byte("<")) {
			return true
		}
		at += n + len("://")
	}
}

// span gives the range [start, end) of the file.
func (r *reading) span(start, end int) source.Span {
	start = min(max(start, 0), len(r.file.Text))
	return r.file.Span(start, min(max(end, start), len(r.file.Text)))
}

// say keeps a problem.
func (r *reading) say(p source.Problem) {
	r.problems = append(r.problems, p)
}
