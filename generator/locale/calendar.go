package locale

import (
	"fmt"
	"strings"
	"time"
)

// Calendar is a way to count years and months. Days are given as times: what counts is the day that the time's clock shows. Days that come
// back are at midnight UTC, and stand for a date, not for a moment.
type Calendar int

const (
	Gregorian Calendar = iota
	Persian            // the Iranian (Jalali) one: years begin in March with Nowruz
)

// CalendarOf gives the calendar of a name, "gregorian" (CLDR says "gregory", "" is the same) or "persian".
func CalendarOf(name string) (Calendar, bool) {
	switch name {
	case "", "gregorian", "gregory":
		return Gregorian, true
	case "persian":
		return Persian, true
	}
	return Gregorian, false
}

func (c Calendar) String() string {
	if c == Persian {
		return "persian"
	}
	return "gregorian"
}

// Date gives the year, the month from 1 and the day of the month of a day.
func (c Calendar) Date(day time.Time) (year, month, dayOfMonth int) {
	if c == Persian {
		return jalali(day)
	}
	y, m, d := day.Date()
	return y, int(m), d
}

// Day gives a day by its date. Months beyond their range count on into the next or the last year, and days into months.
func (c Calendar) Day(year, month, dayOfMonth int) time.Time {
	if c != Persian {
		return time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	}
	past := floor(month-1, 12)
	year, month = year+past, month-12*past
	return nowruz(year).AddDate(0, 0, min(month-1, 6)*31+max(month-7, 0)*30+dayOfMonth-1)
}

// First gives the first day of the month, quarter or year that contains a day. For other units it is the day itself.
func (c Calendar) First(day time.Time, unit string) time.Time {
	year, month, dayOfMonth := c.Date(day)
	switch unit {
	case "month":
		dayOfMonth = 1
	case "quarter":
		month, dayOfMonth = (month-1)/3*3+1, 1
	case "year":
		month, dayOfMonth = 1, 1
	}
	return c.Day(year, month, dayOfMonth)
}

// Add gives the day that is n units (day, week, month, quarter, year) later. Where the month is too short it is its last day.
func (c Calendar) Add(day time.Time, n int, unit string) time.Time {
	year, month, dayOfMonth := c.Date(day)
	switch unit {
	case "day":
		return c.Day(year, month, dayOfMonth+n)
	case "week":
		return c.Day(year, month, dayOfMonth+7*n)
	case "month":
		month += n
	case "quarter":
		month += 3 * n
	case "year":
		year += n
	}
	last := c.Day(year, month+1, 0)
	if wanted := c.Day(year, month, dayOfMonth); wanted.Before(last) {
		return wanted
	}
	return last
}

// Span gives the unit (day, month, quarter, year) of which the time from one day to before another is exactly one, or "".
func (c Calendar) Span(from, to time.Time) string {
	from, to = c.First(from, "day"), c.First(to, "day")
	for _, unit := range []string{"day", "month", "quarter", "year"} {
		if c.First(from, unit).Equal(from) && c.Add(from, 1, unit).Equal(to) {
			return unit
		}
	}
	return ""
}

// Label names the period of a unit that begins on a day: "1405", "1405-Q3", "1405-07". Days and weeks are named by the ISO date,
// "2026-10-05", in every calendar.
func (c Calendar) Label(first time.Time, unit string) string {
	year, month, _ := c.Date(first)
	switch unit {
	case "month":
		return fmt.Sprintf("%04d-%02d", year, month)
	case "quarter":
		return fmt.Sprintf("%04d-Q%d", year, (month-1)/3+1)
	case "year":
		return fmt.Sprintf("%04d", year)
	}
	return first.Format(time.DateOnly)
}

// Parse reads "2026", "2026-Q3", "2026-10" or "2026-10-05": the first day of the period and its unit. In the Persian calendar the years
// 1300 to 1500 are Persian and all others are Gregorian, so that both can be written; in says which it was.
func (c Calendar) Parse(label string) (first time.Time, unit string, in Calendar, ok bool) {
	var year, month, day int
	var pattern string
	switch {
	case len(label) == len("2026"):
		pattern, unit, month, day = "%4d", "year", 1, 1
	case strings.Contains(label, "Q"):
		pattern, unit, day = "%4d-Q%1d", "quarter", 1
	case len(label) == len("2026-10"):
		pattern, unit, day = "%4d-%2d", "month", 1
	default:
		pattern, unit = "%4d-%2d-%2d", "day"
	}
	into := [...]any{&year, &month, &day}
	if n, _ := fmt.Sscanf(label, pattern, into[:strings.Count(pattern, "%")]...); n != strings.Count(pattern, "%") {
		return time.Time{}, "", c, false
	}
	if unit == "quarter" {
		month = 3*month - 2
	}
	in = Gregorian
	if c == Persian && firstJalali <= year && year <= lastJalali {
		in = Persian
	}
	first = in.Day(year, month, day)
	same := in.Label(first, unit)
	if in == Persian && unit == "day" {
		y, m, d := in.Date(first)
		same = fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	}
	return first, unit, in, same == label // 30 February is not a day
}
