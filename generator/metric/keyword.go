package metric

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyword is a word or phrase that stands for a theme. It is looked for as a whole word; "courier*" also finds "couriers". In scripts
// that write no spaces, or hang particles on words (Korean), it is found anywhere.
type keyword struct {
	text       string // folded
	start, end bool   // it must begin, or end, with a word
}

func newKeyword(word string) keyword {
	text := fold(word)
	k := keyword{start: !strings.HasPrefix(text, "*"), end: !strings.HasSuffix(text, "*")}
	k.text = strings.Trim(text, "* ")
	if first, _ := utf8.DecodeRuneInString(k.text); isUnspaced(first) {
		k.start = false
	}
	if last, _ := utf8.DecodeLastRuneInString(k.text); isUnspaced(last) {
		k.end = false
	}
	return k
}

// in tells whether the keyword stands in a folded text.
func (k keyword) in(text string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], k.text)
		if at < 0 {
			return false
		}
		at += from
		end := at + len(k.text)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !(k.start && at > 0 && joins(before)) && !(k.end && end < len(text) && joins(after)) {
			return true
		}
		from = at + 1
	}
}

// joins tells whether a letter beside a word is part of the word.
func joins(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && !isUnspaced(r)
}

func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}
