package locale

import (
	"strings"
	"unicode"
)

// joiner is the word joiner: nothing to see, and no line ends there.
const joiner = '\u2060'

// Glue keeps a Korean particle on the line of the mark that it follows, “가격”은 or 97%입니다, and a bracket on the line of its word,
// 고객(9점), and a range and a margin in one piece, 11월~3월 and ±€2: browsers that keep words whole would end a line in them. What
// stands in the tags of HTML stays as it is, and so does text of other languages.
func (l *Locale) Glue(s string) string {
	if l.Script != "Kore" || !strings.ContainsAny(s, "%)”’(~±>") {
		return s
	}
	var b strings.Builder
	before, tag := ' ', false
	for i, r := range s {
		after := unicode.Is(unicode.Hangul, r) && (strings.ContainsRune("%)”’", before) || before == '>' && strings.HasSuffix(s[:i], "</code>"))
		bracket := r == '(' && unicode.Is(unicode.Hangul, before)
		middle := before == '±' || r == '~' && !unicode.IsSpace(before)
		if !tag && (after || bracket || middle) {
			b.WriteRune(joiner)
		}
		b.WriteRune(r)
		before = r
		switch r {
		case '<':
			tag = true
		case '>':
			tag = false
		}
	}
	return b.String()
}
