package metric

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold gives a text as words are compared, whatever its language: in small letters, with one form of each Persian and Arabic
// letter, without vowel signs, tatweel and marks of direction, with half-spaces and all other spaces as one plain space, and with
// ASCII digits. The dotted and the dotless i of Turkish are one letter here, since it is not known which language a comment is in.
func fold(text string) string {
	var b strings.Builder
	for _, f := range folded(text) {
		b.WriteRune(f.letter)
	}
	return b.String()
}

// foldedLetter is a letter of a folded text, and where it stands in the text: from the byte start to before end.
type foldedLetter struct {
	letter     rune
	start, end int
}

func folded(text string) []foldedLetter {
	list := make([]foldedLetter, 0, len(text))
	space := foldedLetter{start: -1}
	for at, r := range text {
		_, size := utf8.DecodeRuneInString(text[at:])
		end := at + size
		switch {
		case unicode.IsSpace(r) || r == '\u200c':
			if len(list) > 0 && space.start < 0 {
				space = foldedLetter{' ', at, end}
			}
			continue
		case unicode.Is(unicode.Cf, r), r == '\u0640', r >= '\u064b' && r <= '\u065f', r == '\u0670', r == '\u0307':
			continue
		}
		if space.start >= 0 {
			list = append(list, space)
			space.start = -1
		}
		r = foldRune(r)
		list = append(list, foldedLetter{r, at, end})
		if r == 'ß' {
			list[len(list)-1].letter = 's'
			list = append(list, foldedLetter{'s', at, end})
		}
	}
	return list
}

func foldRune(r rune) rune {
	switch r = unicode.ToLower(r); {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	case r >= '！' && r <= '～': // full-width forms
		return unicode.ToLower(r - '！' + '!')
	}
	if to, ok := letters[r]; ok {
		return to
	}
	return r
}

// letters are those with several forms or keys for one.
var letters = map[rune]rune{'ي': 'ی', 'ى': 'ی', 'ئ': 'ی', 'ك': 'ک', 'ة': 'ه', 'ۀ': 'ه', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ؤ': 'و', 'ı': 'i', 'ς': 'σ'}
