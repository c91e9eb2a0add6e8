package metric

import (
	"slices"
	"time"

	"cxgen/generator/data"
)

// ends tell where the data of a question begin and end within a period of its calendar, whose figures then stand for a part of it. They are
// data.NoTime where the first or the last period is whole.
//
// A period is whole, too, when nothing came in its first or last days as at other times: the silence before the first row must be longer than 19 of 20
// between two days of data, and the one after the last row longer than all of at least 20. So a row that stands for a month may have any day of it. The end is
// looked at more strictly, because nothing is said about a period that is not whole.
type ends struct{ begins, ends int64 }

// limits finds the ends of the question's instants, of which the first and the last are given.
func (q *question) limits(first, last int64) ends {
	e := ends{data.NoTime, data.NoTime}
	switch q.Metric.Kind {
	case "value", "churn", "churn_activity", "lifecycle": // figures of a moment, or of customers from before
		return e
	}
	if first == data.NoTime {
		return e
	}
	calendar := q.calendar()
	before := q.day(first) - q.day(calendar.around(first).Start.Unix())
	after := q.day(calendar.around(last).End.Unix()) - 1 - q.day(last)
	if before < 1 && after < 1 {
		return e
	}
	gaps := gapsBetween(q.asked(), first, last)
	if gaps == nil {
		return e
	}
	if before > gaps[(19*len(gaps)+19)/20-1] {
		e.begins = first
	}
	if len(gaps) >= 20 && after > gaps[len(gaps)-1] && !q.Now.IsZero() { // a zero now is after all periods
		e.ends = last
	}
	return e
}

// asked gives the instants of the rows that the query asks for, each at least once.
func (q *question) asked() []int64 {
	if q.only == nil {
		return q.time.times
	}
	times := make([]int64, 0, q.only.Count())
	for row := range q.only.All() {
		times = append(times, q.time.at(row))
	}
	return times
}

// gapsBetween gives how many days lie between each two days of data, counted from the first instant and sorted.
func gapsBetween(times []int64, first, last int64) (gaps []int) {
	const day = 24 * 60 * 60
	on := make([]bool, (last-first)/day+1)
	for _, at := range times {
		if at != data.NoTime {
			on[(at-first)/day] = true
		}
	}
	before := 0
	for i := 1; i < len(on); i++ {
		if on[i] {
			gaps = append(gaps, i-before)
			before = i
		}
	}
	slices.Sort(gaps)
	return gaps
}

// partial tells whether the figure of a slot stands for a part of its time, since the data begin in it.
func (q *question) partial(slot int) bool { return q.holds(slot, q.bounds.begins) }

// holds tells whether a slot, or the window that ends with it, contains an instant.
func (q *question) holds(slot int, at int64) bool {
	if at == data.NoTime || !q.running || slot >= len(q.time.slots) {
		return false
	}
	return slices.ContainsFunc(q.time.slots[max(0, slot-q.window()+1):slot+1], func(p period) bool { return p.has(at) })
}

// grows tells whether the figure is the larger the longer its period is, so that a part of one cannot be compared with a whole one.
func (q *question) grows() bool { return q.Metric.Kind == "count" || q.Metric.Kind == "sum" }

// partials give the days on which the data begin and end, zero times where the first and the last period that are shown are whole.
func (q *question) partials() (begins, ends time.Time) {
	if !q.running || q.from > q.to {
		return begins, ends
	}
	if q.partial(q.from) {
		begins = time.Unix(q.bounds.begins, 0).In(q.TZ)
	}
	if q.holds(q.to, q.bounds.ends) {
		ends = time.Unix(q.bounds.ends, 0).In(q.TZ)
	}
	return begins, ends
}
