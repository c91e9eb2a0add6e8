package locale

import (
	"strconv"
	"time"
)

// Date writes the day that t's clock shows, in the calendar of the language: "12 May 2026".
func (l *Locale) Date(t time.Time) string { return l.day(t, "date") }

// DateShort is Date with the month in short.
func (l *Locale) DateShort(t time.Time) string { return l.day(t, "dateShort") }

// Period writes the day, week, month, quarter or year that begins at start: "5 Oct 2026" for a day and for a week, "October 2026",
// "Q3 2026", "2026". In a language with another calendar it is that calendar's period if one begins at start, and otherwise the Gregorian
// one: October is not Mehr.
func (l *Locale) Period(start time.Time, unit string) string {
	c, names := l.period(start, unit)
	switch unit {
	case "month":
		return l.write(names, names.Patterns["yMMMM"], c)
	case "quarter":
		return l.write(names, l.facts.Quarter, c)
	case "year":
		return l.write(names, names.Patterns["year"], c)
	}
	return l.DateShort(start)
}

// PeriodShort writes a period in two short lines for an axis: "Oct" and "2026"; the second is empty when the first says all.
func (l *Locale) PeriodShort(start time.Time, unit string) (first, second string) {
	c, names := l.period(start, unit)
	year := l.own(strconv.Itoa(c.year))
	switch unit {
	case "month":
		return names.Months.Abbr[c.month-1], year
	case "quarter":
		return names.Quarters[(c.month-1)/3], year
	case "year":
		return year, ""
	}
	c, names = l.civil(start)
	return l.write(names, names.Patterns["dayMonth"], c), l.own(strconv.Itoa(c.year))
}

func (l *Locale) day(t time.Time, pattern string) string {
	c, names := l.civil(t)
	return l.write(names, names.Patterns[pattern], c)
}

// civil gives the day of t in the calendar of the language, where that reaches.
func (l *Locale) civil(t time.Time) (civil, *calendarFacts) {
	if l.facts.Calendar == "persian" {
		if c, ok := jalali(t); ok {
			return c, &l.facts.Dates.Persian
		}
	}
	return gregorian(t), &l.facts.Dates.Gregory
}

// period gives the day on which a period begins, in the calendar in which it does.
func (l *Locale) period(start time.Time, unit string) (civil, *calendarFacts) {
	c, names := l.civil(start)
	begins := c.day == 1
	switch unit {
	case "quarter":
		begins = begins && c.month%3 == 1
	case "year":
		begins = begins && c.month == 1
	}
	if begins {
		return c, names
	}
	return gregorian(start), &l.facts.Dates.Gregory
}

// write fills a pattern of dates.
func (l *Locale) write(names *calendarFacts, pattern string, c civil) string {
	return fill(pattern, func(name string) (string, bool) {
		switch name {
		case "y":
			return l.own(strconv.Itoa(c.year)), true
		case "q":
			return names.Quarters[(c.month-1)/3], true
		case "M":
			return l.own(strconv.Itoa(c.month)), true
		case "d":
			return l.own(strconv.Itoa(c.day)), true
		case "MMMM":
			return names.Months.Format[c.month-1], true
		case "MMM":
			return names.Months.Abbr[c.month-1], true
		}
		return "", false
	})
}
