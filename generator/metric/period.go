package metric

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/data"
)

// units are the calendar periods that figures run along.
var units = []string{"day", "week", "month", "quarter", "year"}

// IsPeriod tells whether a query's By is a unit of time and not a column.
func IsPeriod(by string) bool { return slices.Contains(units, by) }

// period is a stretch of calendar time, half-open: day to day in a time zone, so a day of a clock change has 23 or 25 hours.
type period struct {
	Label      string
	Start, End time.Time
}

func (p period) has(at int64) bool { return at >= p.Start.Unix() && at < p.End.Unix() }

// runs tells whether the period is not over yet, as of now; a zero now is after all periods.
func (p period) runs(now time.Time) bool { return !now.IsZero() && p.End.After(now) }

func (p period) overlaps(q period) bool { return p.Start.Before(q.End) && q.Start.Before(p.End) }

// midnight is the first moment of a day. Where the clock jumps over midnight, the day begins after the gap; where midnight
// comes twice, with the first one (specification §0.7). Months and days beyond their range count on into the next or last.
func midnight(year int, month time.Month, day int, tz *time.Location) time.Time {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	at, ok := data.ParseTime(date.Format(time.DateOnly), tz)
	if !ok { // a year of five digits or before 0
		return time.Date(year, month, day, 0, 0, 0, 0, tz)
	}
	return time.Unix(at, 0).In(tz)
}

// calendar cuts time into periods of one unit.
type calendar struct {
	unit string
	week time.Weekday // the day that weeks start on
	tz   *time.Location
}

// around gives the period that contains an instant.
func (c calendar) around(at int64) period {
	year, month, day := time.Unix(at, 0).In(c.tz).Date()
	switch c.unit {
	case "week":
		weekday := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()
		day -= int(weekday-c.week+7) % 7
	case "month":
		day = 1
	case "quarter":
		month, day = (month-1)/3*3+1, 1
	case "year":
		month, day = 1, 1
	}
	return c.from(year, month, day)
}

// from gives the period that starts on a day.
func (c calendar) from(year int, month time.Month, day int) period {
	p := period{Start: midnight(year, month, day, c.tz)}
	first := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	years, months, days := c.step()
	p.End = midnight(year+years, month+time.Month(months), day+days, c.tz)
	switch c.unit {
	case "month":
		p.Label = first.Format("2006-01")
	case "quarter":
		p.Label = fmt.Sprintf("%04d-Q%d", first.Year(), (first.Month()-1)/3+1)
	case "year":
		p.Label = first.Format("2006")
	default:
		p.Label = first.Format(time.DateOnly)
	}
	return p
}

func (c calendar) step() (years, months, days int) {
	switch c.unit {
	case "week":
		return 0, 0, 7
	case "month":
		return 0, 1, 0
	case "quarter":
		return 0, 3, 0
	case "year":
		return 1, 0, 0
	}
	return 0, 0, 1
}

// next gives the period that follows p. Its day is read from the label, since a day may begin after a gap in the clock.
func (c calendar) next(p period) period {
	first := firstDay(p.Label)
	years, months, days := c.step()
	return c.from(first.Year()+years, first.Month()+time.Month(months), first.Day()+days)
}

// longestList is the most periods of one result. More means that a date is mistyped.
const longestList = 20_000

// between lists the periods from the one around the first instant to the one around the last; nil when they are too many.
func (c calendar) between(first, last int64) []period {
	var list []period
	for p := c.around(first); p.Start.Unix() <= last; p = c.next(p) {
		if list = append(list, p); len(list) > longestList {
			return nil
		}
	}
	return list
}

// firstDay gives the day, in UTC, with which the period of a label begins.
func firstDay(label string) time.Time {
	first, _, _ := readLabel(label)
	return first
}

// readLabel reads "2026", "2026-Q3", "2026-10" or "2026-10-05": its first day, in UTC, and its unit.
func readLabel(label string) (first time.Time, unit string, ok bool) {
	for _, form := range []struct{ layout, unit string }{{"2006", "year"}, {"2006-01", "month"}, {time.DateOnly, "day"}} {
		if t, err := time.Parse(form.layout, label); err == nil && t.Format(form.layout) == label {
			return t, form.unit, true
		}
	}
	var year, quarter int
	if n, _ := fmt.Sscanf(label, "%4d-Q%1d", &year, &quarter); n == 2 && quarter >= 1 && quarter <= 4 && fmt.Sprintf("%04d-Q%d", year, quarter) == label {
		return time.Date(year, time.Month(3*quarter-2), 1, 0, 0, 0, 0, time.UTC), "quarter", true
	}
	return time.Time{}, "", false
}

// stretch is a period as written in a query: one period, or several of one unit from the first to the last.
type stretch struct {
	calendar
	first, last time.Time // first days, in UTC
}

// ParsePeriod reads a period as queries have it: "2026", "2026-Q3", "2026-10", "2026-10-05", or a range of these,
// "2025-11..2026-10". It gives its start and end, half-open, in the time zone.
func ParsePeriod(text string, tz *time.Location) (start, end time.Time, ok bool) {
	s, mistake := readStretch("period", text, tz)
	if mistake != nil {
		return start, end, false
	}
	p := s.period()
	return p.Start, p.End, true
}

func readStretch(key, text string, tz *time.Location) (stretch, *Mistake) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		to = from
	}
	first, unit, ok := readLabel(from)
	last, other, ok2 := readLabel(to)
	switch {
	case !ok || !ok2:
		return stretch{}, &Mistake{key, fmt.Sprintf("%q is not a period", text), `write it like "2026", "2026-Q3", "2026-10", "2026-10-05" or "2025-11..2026-10"`}
	case unit != other:
		return stretch{}, &Mistake{key, fmt.Sprintf("%q begins with a %s and ends with a %s", text, unit, other), "write both ends in one way, as in 2025-11..2026-10"}
	case last.Before(first):
		return stretch{}, &Mistake{key, fmt.Sprintf("%q ends before it begins", text), fmt.Sprintf("write %s..%s", to, from)}
	}
	return stretch{calendar{unit: unit, tz: tz}, first, last}, nil
}

func (s stretch) period() period {
	first := s.from(s.first.Date())
	last := s.from(s.last.Date())
	label := first.Label
	if last.Label != label {
		label += ".." + last.Label
	}
	return period{label, first.Start, last.End}
}

// shifted gives the stretch n of its units later.
func (s stretch) shifted(n int) stretch {
	years, months, days := s.step()
	s.first = s.first.AddDate(n*years, n*months, n*days)
	s.last = s.last.AddDate(n*years, n*months, n*days)
	return s
}

// previous gives the stretch of equal length that ends where s begins.
func (s stretch) previous() stretch {
	years, months, days := s.step()
	n := 0
	for first := s.first; !first.After(s.last); first = first.AddDate(years, months, days) {
		n++
	}
	return s.shifted(-n)
}

// yearBefore gives the same stretch one year earlier; 29 February becomes the 28th.
func (s stretch) yearBefore() stretch {
	s.first, s.last = yearBefore(s.first), yearBefore(s.last)
	return s
}

func yearBefore(day time.Time) time.Time {
	if day.Month() == time.February && day.Day() == 29 {
		day = day.AddDate(0, 0, -1)
	}
	return day.AddDate(-1, 0, 0)
}
