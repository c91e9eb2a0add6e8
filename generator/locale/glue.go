package locale

import (
	"strings"
	"unicode"
)

// joiner is the word joiner: nothing to see, and no line ends there.
const joiner = '\u2060'

// Glue keeps a Korean particle on the line of the mark that it follows, “가격”은 or 97%입니다, and a bracket on the line of its word,
// 고객(9점): browsers that keep words whole would begin a line with either. What stands in the tags of HTML stays as it is, and so does
// text of other languages.
func (l *Locale) Glue(s string) string {
	if l.Script != "Kore" || !strings.ContainsAny(s, "%)”’(") {
		return s
	}
	var b strings.Builder
	before, tag := ' ', false
	for _, r := range s {
		after := strings.ContainsRune("%)”’", before) && unicode.Is(unicode.Hangul, r)
		if bracket := r == '(' && unicode.Is(unicode.Hangul, before); !tag && (after || bracket) {
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
