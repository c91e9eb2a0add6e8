package metric

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/locale"
)

// units are the calendar periods that figures run along.
var units = []string{"day", "week", "month", "quarter", "year"}

// IsPeriod tells whether a query's By is a unit of time and not a column.
func IsPeriod(by string) bool { return slices.Contains(units, by) }

// period is a stretch of calendar time, half-open: day to day in a time zone, so a day of a clock change has 23 or 25 hours.
type period struct {
	Label      string
	Start, End time.Time
	first      time.Time // the day, in UTC: it may begin after a gap in the clock
}

func (p period) has(at int64) bool { return at >= p.Start.Unix() && at < p.End.Unix() }

// runs tells whether the period is not over yet, as of now; a zero now is after all periods.
func (p period) runs(now time.Time) bool { return !now.IsZero() && p.End.After(now) }

func (p period) overlaps(q period) bool { return p.Start.Before(q.End) && q.Start.Before(p.End) }

// midnight is the first moment of a day, given in UTC. Where the clock jumps over midnight, the day begins after the gap; where midnight
// comes twice, with the first one (specification §0.7).
func midnight(day time.Time, tz *time.Location) time.Time {
	at, ok := data.ParseTime(day.Format(time.DateOnly), tz)
	if !ok { // a year of five digits or before 0
		year, month, date := day.Date()
		return time.Date(year, month, date, 0, 0, 0, 0, tz)
	}
	return time.Unix(at, 0).In(tz)
}

// calendar cuts time into periods of one unit.
type calendar struct {
	unit string
	week time.Weekday // the day that weeks start on
	tz   *time.Location
	of   locale.Calendar
}

// around gives the period that contains an instant.
func (c calendar) around(at int64) period {
	first := c.of.First(time.Unix(at, 0).In(c.tz), c.unit)
	if c.unit == "week" {
		first = first.AddDate(0, 0, -(int(first.Weekday()-c.week+7) % 7))
	}
	return c.from(first)
}

// from gives the period that starts on a day.
func (c calendar) from(first time.Time) period {
	return period{
		Label: c.of.Label(first, c.unit), Start: midnight(first, c.tz), End: midnight(c.of.Add(first, 1, c.unit), c.tz), first: first,
	}
}

// next gives the period that follows p.
func (c calendar) next(p period) period { return c.from(c.of.Add(p.first, 1, c.unit)) }

// yearBefore gives the period one year earlier; that of a week is the week 52 weeks before.
func (c calendar) yearBefore(p period) period {
	if c.unit == "week" {
		return c.from(c.of.Add(p.first, -52, "week"))
	}
	return c.from(c.of.Add(p.first, -1, "year"))
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

// stretch is a period as written in a query: one period, or several of one unit from the first to the last.
type stretch struct {
	calendar
	first, last time.Time // first days, in UTC
}

// ParsePeriod reads a period as queries have it: "2026", "2026-Q3", "2026-10", "2026-10-05", or a range of these,
// "2025-11..2026-10". In the Persian calendar "1405-07" is a month of that, and "2026-10" still October. It gives start and end,
// half-open, in the time zone.
func ParsePeriod(text string, c locale.Calendar, tz *time.Location) (start, end time.Time, ok bool) {
	s, mistake := readStretch("period", text, c, tz)
	if mistake != nil {
		return start, end, false
	}
	p := s.period()
	return p.Start, p.End, true
}

func readStretch(key, text string, c locale.Calendar, tz *time.Location) (stretch, *Mistake) {
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		to = from
	}
	first, unit, in, ok := c.Parse(from)
	last, other, in2, ok2 := c.Parse(to)
	switch {
	case !ok || !ok2:
		hint := `write it like "2026", "2026-Q3", "2026-10", "2026-10-05" or "2025-11..2026-10"`
		if c == locale.Persian {
			hint = `write it like "1405", "1405-Q3", "1405-07", "1405-07-13" or "1404-08..1405-07"`
		}
		return stretch{}, &Mistake{key, fmt.Sprintf("%q is not a period", text), hint}
	case unit != other:
		return stretch{}, &Mistake{key, fmt.Sprintf("%q begins with a %s and ends with a %s", text, unit, other), "write both ends in one way, as in 2025-11..2026-10"}
	case in != in2:
		return stretch{}, &Mistake{key, fmt.Sprintf("%q begins in one calendar and ends in another", text), "write both ends in one calendar"}
	case last.Before(first):
		return stretch{}, &Mistake{key, fmt.Sprintf("%q ends before it begins", text), fmt.Sprintf("write %s..%s", to, from)}
	}
	return stretch{calendar{unit: unit, tz: tz, of: in}, first, last}, nil
}

func (s stretch) period() period {
	first, last := s.from(s.first), s.from(s.last)
	label := first.Label
	if last.Label != label {
		label += ".." + last.Label
	}
	return period{label, first.Start, last.End, s.first}
}

// shifted gives the stretch n of its units later.
func (s stretch) shifted(n int) stretch {
	s.first, s.last = s.of.Add(s.first, n, s.unit), s.of.Add(s.last, n, s.unit)
	return s
}

// previous gives the stretch of equal length that ends where s begins.
func (s stretch) previous() stretch {
	n := 0
	for first := s.first; !first.After(s.last); first = s.of.Add(first, 1, s.unit) {
		n++
	}
	return s.shifted(-n)
}

// yearBefore gives the same stretch one year earlier; 29 February becomes the 28th.
func (s stretch) yearBefore() stretch {
	s.first, s.last = s.of.Add(s.first, -1, "year"), s.of.Add(s.last, -1, "year")
	return s
}
