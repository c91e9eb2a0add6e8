package locale

import (
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// Isolate keeps a value from disturbing the direction of the text around it, and from being disturbed: what does not plainly run the way
// the language does is put between U+2068 and U+2069. Without that, "C++" reads "++C" in Persian, a minus wanders to the other side, and a
// Persian name takes the number after it along in English.
func (l *Locale) Isolate(s string) string {
	rightward, leftward, digits := false, false, true
	for _, r := range s {
		class, _ := bidi.LookupRune(r)
		switch class.Class() {
		case bidi.L:
			rightward = true
		case bidi.R, bidi.AL:
			leftward = true
		case bidi.AN:
			leftward = leftward || l.Dir != "rtl"
		}
		digits = digits && unicode.IsDigit(r)
	}
	foreign := leftward
	if l.Dir == "rtl" {
		foreign = rightward || !leftward && !digits
	}
	if foreign {
		return "\u2068" + s + "\u2069"
	}
	return s
}
