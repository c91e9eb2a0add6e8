package metric

import (
	"strings"
	"unicode"
)

// fold gives a text as words are compared, whatever its language: in small letters, with one form of each Persian and Arabic
// letter, without vowel signs, tatweel and marks of direction, with half-spaces and all other spaces as one plain space, and with
// ASCII digits. The dotted and the dotless i of Turkish are one letter here, since it is not known which language a comment is in.
func fold(text string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsSpace(r) || r == '\u200c':
			space = b.Len() > 0
			continue
		case unicode.Is(unicode.Cf, r), r == '\u0640', r >= '\u064b' && r <= '\u065f', r == '\u0670', r == '\u0307':
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		switch {
		case r >= '٠' && r <= '٩':
			b.WriteRune('0' + r - '٠')
		case r >= '۰' && r <= '۹':
			b.WriteRune('0' + r - '۰')
		case r >= '！' && r <= '～': // full-width forms
			b.WriteRune(r - '！' + '!')
		case r == 'ß':
			b.WriteString("ss")
		default:
			if to, ok := letters[r]; ok {
				r = to
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// letters are those with several forms or keys for one.
var letters = map[rune]rune{'ي': 'ی', 'ى': 'ی', 'ئ': 'ی', 'ك': 'ک', 'ة': 'ه', 'ۀ': 'ه', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ؤ': 'و', 'ı': 'i', 'ς': 'σ'}
