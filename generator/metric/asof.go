package metric

import (
	"errors"
	"fmt"
	"math"
	"time"

	"cxgen/generator/data"
)

// moment is an instant in a definition, as it stands there: a date or a date with a time, local to the table's zone without an offset.
type moment string

// Fill reads a date, in quotation marks or without.
func (m *moment) Fill(v any) error {
	switch v := v.(type) {
	case string:
		if _, ok := data.ParseTime(v, nil); ok {
			*m = moment(v)
			return nil
		}
	case time.Time:
		if *m = moment(v.Format("2006-01-02T15:04:05")); v.Location() != time.UTC {
			*m = moment(v.Format(time.RFC3339))
		}
		return nil
	}
	return errors.New(`wants a day like "2026-09-30", or a moment like "2026-09-30T18:00:00Z"`)
}

// at gives the instant, or data.NoTime for none.
func (m moment) at(q *question) int64 {
	if at, ok := data.ParseTime(string(m), q.zone()); ok {
		return at
	}
	return data.NoTime
}

// endOfTime is an instant after all others.
const endOfTime = math.MaxInt64

// limit is the instant after which nothing is known: the given moment, else the day of the build, else the end of time.
func (m moment) limit(q *question) int64 {
	switch at := m.at(q); {
	case at != data.NoTime:
		return at
	case !q.Now.IsZero():
		return q.Now.Unix()
	}
	return endOfTime
}

// asOf gives, for every slot, the instant as of which customers are looked at: the last one of the slot, but none after limit; without slots the
// given moment, else last, the last instant of the data. It is data.NoTime for slots that begin after the data end.
func (m moment) asOf(q *question, last int64) []int64 {
	if len(q.time.slots) == 0 {
		if at := m.at(q); at != data.NoTime {
			return []int64{at}
		}
		return []int64{last}
	}
	list := make([]int64, len(q.time.slots))
	for i, slot := range q.time.slots {
		list[i] = min(slot.End.Unix()-1, m.limit(q))
		if slot.Start.Unix() > last {
			list[i] = data.NoTime
		}
	}
	return list
}

// day numbers the calendar days of the report's time zone, so that differences are days.
func (q *question) day(at int64) int {
	y, m, d := time.Unix(at, 0).In(q.TZ).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// days is a number of calendar days, written like "90d" or "12w".
type days int

// Fill reads a length of time of whole days.
func (d *days) Fill(v any) error {
	var s span
	if s.Fill(v) != nil || s%(24*60*60) != 0 {
		return fmt.Errorf(`wants a number of days like "90d" or "12w", not %s`, quoted(v))
	}
	*d = days(s / (24 * 60 * 60))
	return nil
}
