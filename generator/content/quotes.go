package content

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// quotes are the marks that stand for the straight quotes of a keyboard.
type quotes struct {
	open, close             string // for "
	openSingle, closeSingle string // for '
	apostrophe              string // for ' inside and before words, "" in a language that has none
}

// quotesBy holds the quotes by language. The prose of a language that is not here is shown as it was typed.
var quotesBy = map[string]*quotes{
	"en": {"“", "”", "‘", "’", "’"},
	"fa": {"«", "»", "‹", "›", ""},
	"ko": {"“", "”", "‘", "’", ""},
}

func quotesOf(lang string) *quotes {
	base, _, _ := strings.Cut(lang, "-")
	return quotesBy[base]
}

// quoteParser sets quotes, dashes and dots as a printer would. Code and addresses never come here.
type quoteParser struct{}

func (quoteParser) Trigger() []byte { return []byte{'"', '\'', '-', '.'} }

func (quoteParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	q := readingOf(pc).quotes
	if q == nil {
		return nil
	}
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	set, n := "", 1
	switch c := line[0]; c {
	case '.':
		if before != '.' && run(line, '.') == 3 {
			set, n = "…", 3
		}
	case '-':
		n = run(line, '-')
		after := next(line[n:])
		switch flag := !isWord(before) && isWord(after); { // --strict is an option of a program
		case before == '-':
		case n == 2 && !flag:
			set = "–"
		case n == 3:
			set = "—"
		}
	case '"':
		set = q.double(readingOf(pc), before, line)
	default:
		set = q.single(readingOf(pc), before, line)
	}
	if set == "" {
		return nil
	}
	block.Advance(n)
	return ast.NewString([]byte(set))
}

// CloseBlock forgets a quotation that was left open: the next paragraph begins anew.
func (quoteParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	r := readingOf(pc)
	r.quoted, r.quotedSingle = 0, 0
}

// double chooses the mark for the " at the start of line, "" to leave it: 21" without a quotation is a length.
func (q *quotes) double(r *reading, before rune, line []byte) string {
	switch {
	case opens(before, next(line[1:])):
		r.quoted++
		return q.open
	case r.quoted > 0 && !unicode.IsSpace(before):
		r.quoted--
		return q.close
	}
	return ""
}

// single chooses the mark for the ' at the start of line, "" to leave it.
func (q *quotes) single(r *reading, before rune, line []byte) string {
	after := next(line[1:])
	switch {
	case isWord(before) && isWord(after):
		return q.apostrophe
	case opens(before, after):
		if unicode.IsDigit(after) || bytes.IndexByte(line[1:], '\'') < 0 { // the '90s
			return q.apostrophe
		}
		r.quotedSingle++
		return q.openSingle
	case r.quotedSingle > 0 && !unicode.IsSpace(before):
		r.quotedSingle--
		return q.closeSingle
	case !unicode.IsSpace(before): // the customers' voice
		return q.apostrophe
	}
	return ""
}

// opens tells whether a quote between the two characters begins a quotation.
func opens(before, after rune) bool {
	switch {
	case unicode.IsSpace(after):
		return false
	case unicode.IsSpace(before), strings.ContainsRune("([{-–—/\"'“‘«‹", before):
		return true
	}
	return strings.ContainsRune("*_~", before) && isWord(after)
}

// next gives the first character of text, a space at its end.
func next(text []byte) rune {
	if len(text) == 0 {
		return ' '
	}
	r, _ := utf8.DecodeRune(text)
	return r
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
