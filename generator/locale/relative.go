package locale

import (
	"math"
	"strconv"
	"strings"
)

// Relative writes how far a time is from now, in second, minute, hour, day, week, month, quarter or year: "3 days ago", "in 2 months". Where
// the language has a word it is that: "yesterday".
func (l *Locale) Relative(n float64, unit string) string {
	if n == math.Trunc(n) && isFinite(n) {
		if word, ok := l.facts.Relative[unit].Auto[strconv.Itoa(int(n))]; ok {
			return word
		}
	}
	return l.RelativeNumber(n, unit)
}

// RelativeNumber is Relative always with the number: "1 day ago".
func (l *Locale) RelativeNumber(n float64, unit string) string {
	if !isFinite(n) {
		return Nothing
	}
	words := l.facts.Relative[unit].Future
	if n < 0 {
		words = l.facts.Relative[unit].Past
	}
	d := decimalOf(math.Abs(n)).between(0, 3)
	return strings.Replace(words.of(l.plural(d)), "{n}", l.digits(d), 1)
}
