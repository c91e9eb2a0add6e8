package metric

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// redacted stands where something was taken out of a comment.
const redacted = "[…]"

// Redact takes out of a comment what tells who wrote it: mail addresses, web addresses, names of accounts (@ana), phone numbers (seven digits and
// more, in Latin, Arabic, Persian or full-width ones, with the usual marks between them; dates stay), numbers of orders (#1042, NT-10452) and
// the given names. Of a name of several words each is taken out, in any
// case and spelling of letters, where it stands as a word; of a name without spaces in Korean, Japanese or Chinese also the family
// or the given name. Each place shows "[…]". It takes out too much rather than too little, yet cannot know names that it is not given.
func Redact(text string, names []string) string {
	cuts := append(addresses(text), phones(text)...)
	cuts = append(cuts, namesIn(text, names)...)
	if len(cuts) == 0 {
		return text
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.start - b.start })
	var out strings.Builder
	at, last := 0, -1
	for _, c := range cuts {
		if c.end <= at {
			continue
		}
		between := ""
		if c.start > at {
			between = text[at:c.start]
		}
		if last < 0 || strings.TrimSpace(between) != "" { // neighbours are one place
			out.WriteString(between)
			out.WriteString(redacted)
		}
		at, last = c.end, c.end
	}
	out.WriteString(text[at:])
	return out.String()
}

// cut is a stretch of bytes that goes.
type cut struct{ start, end int }

// reaching are the shapes of what leads to a person: of each, the first group is cut out, or all of it where there is none.
var reaching = []*regexp.Regexp{
	regexp.MustCompile(`[\p{L}\p{M}\p{N}\p{Cf}._%+'\-]+[@＠][\p{L}\p{M}\p{N}\p{Cf}\-]+(?:\.[\p{L}\p{M}\p{N}\p{Cf}\-]+)+`),
	// the same written for people: ana [at] shop.example, ana @ shop.example, ana골뱅이shop.example
	regexp.MustCompile(`[\p{L}\p{N}._%+\-]+\s*(?:[\[({<]\s*(?i:at|@)\s*[\])}>]|\s@\s|\s?골뱅이\s?)\s*[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}`),
	regexp.MustCompile(`(?i)(?:https?://|www\.)[^\s<>"”»）」]+`),
	regexp.MustCompile(`[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}/[^\s<>"”»）」]+`),
	regexp.MustCompile(`(?:^|[\s(（])([@＠][\p{L}\p{M}\p{N}_.]{2,})`),
	regexp.MustCompile(`[#＃№]\s?[\p{L}\-]*\p{Nd}{3,}`),
	regexp.MustCompile(`[A-Za-z][A-Za-z_\-]*\p{Nd}{5,}[A-Za-z0-9]*`),
}

// Reaches tells whether a text has mail addresses, or what may be phone numbers.
func Reaches(text string) (mail, phone bool) {
	return reaching[0].MatchString(text) || reaching[1].MatchString(text), len(phones(text)) > 0
}

func addresses(text string) (cuts []cut) {
	for _, shape := range reaching {
		for _, at := range shape.FindAllStringSubmatchIndex(text, -1) {
			at = at[len(at)-2:]
			cuts = append(cuts, cut{at[0], at[0] + len(strings.TrimRight(text[at[0]:at[1]], ".,;:!?…،؛؟。、)"))})
		}
	}
	return cuts
}

// shortestPhone is how many digits a number needs to be taken for a phone's.
const shortestPhone = 7

// phones finds runs of digits with no more than two marks in a row between them.
func phones(text string) (cuts []cut) {
	for at := 0; at < len(text); {
		if end := date(text[at:]); end > 0 {
			at += end
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsDigit(r) && r != '+' && r != '(' && r != '＋' {
			at += size
			continue
		}
		start, end, digits, marks := at, at, 0, 0
		for at < len(text) && marks <= 2 && date(text[at:]) == 0 {
			r, size = utf8.DecodeRuneInString(text[at:])
			if at += size; unicode.IsDigit(r) {
				digits, marks, end = digits+1, 0, at
			} else if marks++; !isPhoneMark(r) {
				break
			}
		}
		switch {
		case digits >= shortestPhone:
			cuts = append(cuts, cut{start, end})
			at = end
		case end > start:
			at = end
		default:
			_, size = utf8.DecodeRuneInString(text[start:])
			at = start + size
		}
	}
	return cuts
}

func isPhoneMark(r rune) bool {
	switch r {
	case '+', '＋', '-', '‐', '‑', '–', '—', '−', '－', '_', '·', '・', 'ー', 'ـ', '.', '/', '(', ')', '（', '）', '\u200c':
		return true
	}
	return unicode.IsSpace(r) && r != '\n' || unicode.Is(unicode.Cf, r)
}

// date gives how long a date is with which a text begins, in digits of any script: 2026-03-31, 31.3.2026, ۱۴۰۵/۰۷/۱۳; 0 for none.
func date(text string) int {
	var widths []int
	var mark rune
	at, width := 0, 0
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsDigit(r) {
			width++
		} else if len(widths) < 2 && width > 0 && (r == '-' || r == '/' || r == '.') && (mark == 0 || r == mark) {
			widths, width, mark = append(widths, width), 0, r
		} else {
			break
		}
		at += size
	}
	if widths = append(widths, width); len(widths) != 3 {
		return 0
	}
	short := func(n int) bool { return n == 1 || n == 2 }
	if widths[0] == 4 && short(widths[1]) && short(widths[2]) || short(widths[0]) && short(widths[1]) && widths[2] == 4 {
		return at
	}
	return 0
}

// namesIn finds names and their parts.
func namesIn(text string, names []string) (cuts []cut) {
	if len(names) == 0 {
		return nil
	}
	letters := folded(text)
	for _, name := range names {
		for _, part := range partsOf(name) {
			cuts = append(cuts, find(text, letters, part)...)
		}
	}
	return cuts
}

// partsOf gives the words of a name, folded, and the whole of it where it is not of words.
func partsOf(name string) [][]rune {
	var parts [][]rune
	for word := range strings.FieldsFuncSeq(fold(name), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '،' || r == '・' }) {
		runes := []rune(strings.Trim(word, ".’'\"()"))
		if len(runes) < 2 { // an initial
			continue
		}
		parts = append(parts, runes)
		if !isUnspaced(runes[0]) {
			continue
		}
		switch len(runes) { // a family name of one or two letters, and a given name of two
		case 3:
			parts = append(parts, runes[1:])
		case 4:
			parts = append(parts, runes[:2], runes[2:])
		}
	}
	return parts
}

// find gives the places where a part of a name stands as a word. A short one must begin with a capital where the script has them, for
// "An" is a name and "an" is none.
func find(text string, letters []foldedLetter, part []rune) (cuts []cut) {
	for at := 0; at+len(part) <= len(letters); at++ {
		end := at + len(part)
		if !slices.EqualFunc(letters[at:end], part, func(l foldedLetter, r rune) bool { return l.letter == r }) {
			continue
		}
		first, _ := utf8.DecodeRuneInString(text[letters[at].start:])
		switch {
		case at > 0 && joins(letters[at-1].letter) && joins(part[0]):
			continue
		case end < len(letters) && joins(letters[end].letter) && joins(part[len(part)-1]) && !genitive(letters[end:], part):
			continue
		case len(part) <= 3 && unicode.IsLower(first):
			continue
		}
		cuts = append(cuts, cut{letters[at].start, letters[end-1].end})
	}
	return cuts
}

// genitive tells whether a longer name only has an s at its end: "Peters Paket".
func genitive(rest []foldedLetter, part []rune) bool {
	return len(part) > 3 && rest[0].letter == 's' && (len(rest) == 1 || !joins(rest[1].letter))
}
