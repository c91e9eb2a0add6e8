package locale

import (
	"math"
	"strings"
)

const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
)

// Duration writes a length of time in the largest unit that keeps two significant digits, with the next smaller unit where
// people say it so: "42 s", "2 min 10 s", "35 min", "1 h 5 min", "3.2 days".
func (l *Locale) Duration(seconds float64) string {
	if !isFinite(seconds) {
		return Nothing
	}
	text := l.duration(math.Abs(seconds))
	if seconds < 0 && text != l.duration(0) {
		return l.negative(l.facts.Number.Neg, text)
	}
	return text
}

// duration tries the units from small to large. A value that would round up into the next one is left to that:
// 59.7 s is "1 min", and 23 h 50 min is "1 day".
func (l *Locale) duration(s float64) string {
	if s < 10 {
		return l.unit("second", fixed(s, 1).trim())
	}
	if whole := math.Round(s); whole < minute {
		return l.unit("second", fixed(whole, 0))
	} else if whole < 10*minute {
		return l.units("minute", math.Floor(whole/minute), "second", math.Mod(whole, minute))
	}
	minutes := math.Round(s / minute)
	if minutes < 60 {
		return l.unit("minute", fixed(minutes, 0))
	} else if minutes < 10*60 {
		return l.units("hour", math.Floor(minutes/60), "minute", math.Mod(minutes, 60))
	}
	if hours := math.Round(s / hour); hours < 24 {
		return l.unit("hour", fixed(hours, 0))
	}
	days := fixed(s/day, 1)
	if len(days.whole) > 1 {
		days = fixed(s/day, 0)
	}
	return l.unit("day", days.trim())
}

// units writes large units and, unless there are none, small ones.
func (l *Locale) units(large string, n float64, small string, m float64) string {
	text := l.unit(large, fixed(n, 0))
	if m == 0 {
		return text
	}
	return text + l.facts.And + l.unit(small, fixed(m, 0))
}

func (l *Locale) unit(name string, n decimal) string {
	return strings.Replace(l.facts.Units[name].of(l.plural(n)), "{n}", l.digits(n), 1)
}

// Minutes tells how long a text of so many words takes to read: at least a minute, unless there are no words.
func (l *Locale) Minutes(words int) int {
	if words <= 0 {
		return 0
	}
	return max(1, (words+l.facts.Reading/2)/l.facts.Reading)
}
