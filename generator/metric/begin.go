package metric

import (
	"slices"
	"time"

	"cxgen/generator/data"
)

// onset tells whether the data begin in the midst of a period, whose figures then stand for a part of it: it gives their first instant,
// and data.NoTime where the first period is whole. A period is whole, too, when nothing came in its first days as at other times: the
// silence before the first row must be longer than 19 of 20 between two days of data. So a row that stands for a month may have any day of it.
func (q *question) onset(first int64) int64 {
	switch q.Metric.Kind {
	case "value", "churn", "churn_activity", "lifecycle": // figures of a moment, or of customers from before
		return data.NoTime
	}
	if first == data.NoTime {
		return data.NoTime
	}
	silence := q.day(first) - q.day(q.calendar().around(first).Start.Unix())
	if silence < 1 {
		return data.NoTime
	}
	if usual, ok := usualGap(q.instantsAsked(), first); ok && silence > usual {
		return first
	}
	return data.NoTime
}

// instantsAsked are those of the rows that the query asks for, each at least once.
func (q *question) instantsAsked() []int64 {
	if q.only == nil {
		return q.time.times
	}
	times := make([]int64, 0, q.only.Count())
	for row := range q.only.All() {
		times = append(times, q.time.at(row))
	}
	return times
}

// usualGap gives how many days lie between two days of data 19 times of 20, counted from the first instant; not ok without two such days.
func usualGap(times []int64, first int64) (days int, ok bool) {
	const day = 24 * 60 * 60
	_, last := extent(times)
	on := make([]bool, (last-first)/day+1)
	for _, at := range times {
		if at != data.NoTime {
			on[(at-first)/day] = true
		}
	}
	var gaps []int
	before := 0
	for i := 1; i < len(on); i++ {
		if on[i] {
			gaps = append(gaps, i-before)
			before = i
		}
	}
	if gaps == nil {
		return 0, false
	}
	slices.Sort(gaps)
	return gaps[(19*len(gaps)+19)/20-1], true
}

// partial tells whether the figure of a slot stands for a part of its time, since the data begin in it.
func (q *question) partial(slot int) bool {
	if q.begins == data.NoTime || !q.running {
		return false
	}
	slots := q.time.slots[max(0, slot-q.window()+1) : slot+1]
	return slices.ContainsFunc(slots, func(p period) bool { return p.has(q.begins) })
}

// grows tells whether the figure is the larger the longer its period is, so that a part of one cannot be compared with a whole one.
func (q *question) grows() bool { return q.Metric.Kind == "count" || q.Metric.Kind == "sum" }

// beginning gives the day on which the data begin, the zero time when the first period that is shown is whole.
func (q *question) beginning() time.Time {
	if q.from > q.to || !q.partial(q.from) {
		return time.Time{}
	}
	return time.Unix(q.begins, 0).In(q.TZ)
}
