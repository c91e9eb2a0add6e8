package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Style is how much of a date is written.
type Style string

const (
	Short  Style = "short"  // "3/21/26"
	Medium Style = "medium" // "Mar 21, 2026"
	Long   Style = "long"   // "March 21, 2026"
	Full   Style = "full"   // "Saturday, March 21, 2026"
)

// Date writes the day that t's clock shows, in the calendar of the locale: "12 May 2026".
func (l *Locale) Date(t time.Time) string { return l.day(t, "date", string(Long)) }

// DateShort is Date with the month in short, or as a number where people write it so.
func (l *Locale) DateShort(t time.Time) string { return l.day(t, "dateShort", string(Medium)) }

// DateIn writes the day in a style of CLDR, which browsers have too. Date and DateShort are the style of this house.
func (l *Locale) DateIn(t time.Time, style Style) string { return l.day(t, string(style)) }

// Month writes the month of the day that t's clock shows: "April 2026". Unlike Period it asks for no first day.
func (l *Locale) Month(t time.Time) string { return l.day(t, "yMMMM") }

// Period writes the day, week, month, quarter or year that begins at start: "5 Oct 2026" for a day and for a week, "October 2026",
// "Q3 2026", "2026". In a locale with another calendar it is that calendar's period if one begins at start, and otherwise the Gregorian
// one: October is not Mehr.
func (l *Locale) Period(start time.Time, unit string) string {
	c, names := l.period(start, unit)
	switch unit {
	case "month":
		return l.write(names, names.Patterns["yMMMM"], start, c)
	case "quarter":
		return l.write(names, l.facts.Quarter, start, c)
	case "year":
		return l.write(names, names.Patterns["y"], start, c)
	}
	return l.DateShort(start)
}

// PeriodShort writes a period in two short lines for an axis: "Oct" and "2026"; the second is empty when the first says all.
func (l *Locale) PeriodShort(start time.Time, unit string) (first, second string) {
	c, names := l.period(start, unit)
	_, m, _ := c.Date(start)
	year := l.write(names, names.Patterns["y"], start, c) // "2026", in Korean with its word
	switch unit {
	case "month":
		return names.Months.Abbr[m-1], year
	case "quarter":
		return names.Quarters[(m-1)/3], year
	case "year":
		return year, ""
	}
	c, names = l.calendar(start)
	return l.day(start, "dayMonth", "MMMd"), l.write(names, names.Patterns["y"], start, c)
}

// PeriodLine writes a period in one short line: "Oct 2026", and "2026년 10월" where the language names the year first.
func (l *Locale) PeriodLine(start time.Time, unit string) string {
	first, second := l.PeriodShort(start, unit)
	if _, names := l.period(start, unit); strings.HasPrefix(names.Patterns["yMMMM"], "{y}") {
		return l.Period(start, unit)
	}
	return strings.TrimSpace(first + " " + second)
}

// PeriodEnd gives the moment before which the period ends that begins at start, midnight on the same clock.
func (l *Locale) PeriodEnd(start time.Time, unit string) time.Time {
	c, _ := l.period(start, unit)
	year, month, day := c.Add(start, 1, unit).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, start.Location())
}

// Span writes the time from one day to before another as one period, where it is one: "October 2026".
func (l *Locale) Span(from, to time.Time) (text string, ok bool) {
	for _, c := range []Calendar{l.Calendar, Gregorian} {
		if unit := c.Span(from, to); unit != "" {
			return l.Period(from, unit), true
		}
	}
	return "", false
}

// Months writes the first and the last month of the time from one day to before another, where it is of whole months.
func (l *Locale) Months(from, to time.Time) (first, last string, ok bool) {
	for _, c := range []Calendar{l.Calendar, Gregorian} {
		if c.Whole(from, to) {
			l := l.In(c)
			return l.Month(from), l.Month(c.Add(to, -1, "month")), true
		}
	}
	return "", "", false
}

// Whole tells whether the time from one day to before another is of whole months.
func (c Calendar) Whole(from, to time.Time) bool {
	return c.First(from, "month").Equal(c.First(from, "day")) && c.First(to, "month").Equal(c.First(to, "day")) && from.Before(to)
}

// Label writes the period of a label such as "2026-10", "1405-Q3" or "2026-10-05" as Period does; a label that is none is given back.
func (l *Locale) Label(label string) string {
	first, unit, _, ok := l.Calendar.Parse(label)
	if !ok {
		return label
	}
	return l.Period(first, unit)
}

// day writes a day by the first of some patterns that the language has.
func (l *Locale) day(t time.Time, patterns ...string) string {
	c, names := l.calendar(t)
	for _, name := range patterns {
		if pattern, ok := names.Patterns[name]; ok {
			return l.write(names, pattern, t, c)
		}
	}
	return t.Format(time.DateOnly)
}

// calendar gives the calendar of the locale where that reaches, with its names.
func (l *Locale) calendar(t time.Time) (Calendar, *calendarFacts) {
	if l.Calendar == Persian && isJalali(t) {
		return Persian, &l.facts.Dates.Persian
	}
	return Gregorian, &l.facts.Dates.Gregory
}

// period gives the calendar in which a period begins on a day.
func (l *Locale) period(start time.Time, unit string) (Calendar, *calendarFacts) {
	c, names := l.calendar(start)
	_, month, day := c.Date(start)
	begins := day == 1
	switch unit {
	case "quarter":
		begins = begins && month%3 == 1
	case "year":
		begins = begins && month == 1
	}
	if begins {
		return c, names
	}
	return Gregorian, &l.facts.Dates.Gregory
}

// write fills a pattern of dates. Its fields are those of Unicode Technical Standard 35, part 4.
func (l *Locale) write(names *calendarFacts, pattern string, t time.Time, c Calendar) string {
	year, month, day := c.Date(t)
	return fill(pattern, func(name string) (string, bool) {
		switch name {
		case "y":
			return l.own(strconv.Itoa(year)), true
		case "yy":
			return l.own(fmt.Sprintf("%02d", (year%100+100)%100)), true
		case "q":
			return names.Quarters[(month-1)/3], true
		case "M":
			return l.own(strconv.Itoa(month)), true
		case "MM":
			return l.own(fmt.Sprintf("%02d", month)), true
		case "d":
			return l.own(strconv.Itoa(day)), true
		case "dd":
			return l.own(fmt.Sprintf("%02d", day)), true
		case "MMMM":
			return names.Months.Format[month-1], true
		case "MMM":
			return names.Months.Abbr[month-1], true
		case "LLLL":
			return names.Months.Standalone[month-1], true
		case "EEEE":
			return names.Weekdays.Wide[t.Weekday()], true
		}
		return "", false
	})
}
