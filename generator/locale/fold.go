package locale

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// nonJoiner is the half-space of Persian, which parts a word without a gap.
const nonJoiner = '\u200c'

// Fold gives what texts that mean the same have in common, for keys and for searching, never for showing: capitals and forms of letters that
// only look different are one, digits are those of ASCII, and vowel signs, tatweel and marks of direction are gone. The half-space stays.
func (l *Locale) Fold(s string) string {
	s = cases.Lower(l.tag).String(norm.NFKC.String(s))
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		letter, folded := l.facts.Fold[string(r)]
		switch {
		case folded:
			b.WriteString(letter)
		case r == '\u0640', r >= '\u064b' && r <= '\u0652', r == '\u0654', r == '\u0670', r != nonJoiner && unicode.Is(unicode.Cf, r):
		case unicode.Is(unicode.Nd, r):
			b.WriteRune('0' + digitValue(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// digitValue is the value of a decimal digit. The ten digits of a script follow each other in Unicode, and each row of them begins where
// the last one ends or after something else.
func digitValue(r rune) rune {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	return 0
}

// Terms gives the folded words of a text under which it is found, each once: a word with half-spaces whole without them and in its parts,
// Korean words whole and by two letters, since particles stick to them, and the unspaced text of Chinese and Japanese by two letters.
func (l *Locale) Terms(s string) (terms []string) {
	add := func(term string) {
		if term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	for word := range strings.FieldsFuncSeq(l.Fold(s), func(r rune) bool {
		return r != nonJoiner && !unicode.In(r, unicode.L, unicode.M, unicode.N)
	}) {
		parts := strings.Split(word, string(nonJoiner))
		add(strings.Join(parts, ""))
		for _, part := range parts {
			add(part)
		}
		runes := []rune(word)
		for i := range max(0, len(runes)-1) {
			if pair := runes[i : i+2]; unicode.In(pair[0], dense...) && unicode.In(pair[1], dense...) {
				add(string(pair))
			}
		}
	}
	return terms
}

// dense are the scripts in which two letters are worth finding.
var dense = []*unicode.RangeTable{unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana}
