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
			if l.Dir == "rtl" && joined(s) {
				return "\u2067" + s + "\u2069"
			}
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}

// joined tells whether s is made of isolated parts, some with letters, and has no letter around them to tell its direction, as a list
// has of names with their numbers: it runs the way the language does. A range of numbers has no letters at all, and runs as they do.
func joined(s string) bool {
	depth, letters := 0, false
	for _, r := range s {
		class, _ := bidi.LookupRune(r)
		switch class.Class() {
		case bidi.FSI, bidi.LRI, bidi.RLI:
			depth++
		case bidi.PDI:
			depth--
		case bidi.L, bidi.R, bidi.AL:
			if depth == 0 {
				return false
			}
			letters = true
		}
	}
	return letters
}
