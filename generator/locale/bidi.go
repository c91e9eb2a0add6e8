package locale

import "golang.org/x/text/unicode/bidi"

// Isolate keeps a value from disturbing the direction of the text around it, and from being disturbed: what does not plainly run the way
// the language does is put between U+2068 and U+2069. Without that, "C++" reads "++C" in Persian, a minus wanders to the other side, a number
// sticks to the Latin word before it, and in English a Persian name takes the number after it along.
func (l *Locale) Isolate(s string) string {
	for _, r := range s {
		class, _ := bidi.LookupRune(r)
		plain := true
		switch class.Class() {
		case bidi.WS, bidi.BN, bidi.NSM:
		case bidi.R, bidi.AL:
			plain = l.Dir == "rtl"
		case bidi.AN:
			plain = false
		default:
			plain = l.Dir != "rtl"
		}
		if !plain {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}
