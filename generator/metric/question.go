package metric

import (
	"fmt"
	"slices"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// question is a query whose names have been looked up.
type question struct {
	Query
	only       data.Rows // the rows that all conditions leave; nil for all
	time       timeline
	groups     axis
	splits     axis
	weightBy   *data.Column
	respondent *data.Column
	running    bool    // the figures run along periods
	own        bool    // they run along what the kind has of its own: themes, drivers …
	counts     bool    // Last counts groups of the kind's own
	within     *period // the query's period; nil for all time
	against    int     // slot of the compared period; -1 for none
	from, to   int     // slots that are shown
	bounds     ends
}

// ask looks up what a query names.
func ask(query Query) (*question, *Mistake) {
	q := &question{Query: query, against: -1, bounds: ends{data.NoTime, data.NoTime}}
	if q.TZ == nil {
		q.TZ = time.UTC
	}
	m, t := q.Metric, q.Table
	if m == nil || t == nil {
		return nil, &Mistake{"metric", "there is no metric to ask", "name one of data/metrics.toml"}
	}
	for _, c := range m.Columns() {
		if _, has := t.Kind(c.Column); !has {
			return nil, &Mistake{"metric", fmt.Sprintf("metric %q wants column %q, which table %q lacks", m.Name, c.Column, t.Name),
				fixColumn(c, t)}
		}
	}
	q.prefetch()
	q.weightBy, q.respondent = t.Column(m.Weight), t.Column(m.DedupeBy)
	if mistake := q.narrow(); mistake != nil {
		return nil, mistake
	}
	if k, ok := m.kind.(interface{ called() map[string]string }); ok { // a column by what it is, rather than by its name
		for _, name := range []*string{&q.By, &q.Split} {
			if column := k.called()[*name]; column != "" {
				*name = column
			}
		}
	}
	if k, ok := m.kind.(structured); ok {
		if mistake := q.along(k.structure()); mistake != nil {
			return nil, mistake
		}
	}
	q.running = IsPeriod(q.By) && m.Kind != "funnel"
	if mistake := q.arrange(); mistake != nil {
		return nil, mistake
	}
	if m.Kind != "funnel" { // it walks through the rows
		q.time.times, q.time.codes = t.Instants(m.Time, q.zone())
	}
	return q, q.cut()
}

// prefetch has the columns of a query read in one go.
func (q *question) prefetch() {
	if q.Metric.Kind == "funnel" { // it walks through the rows
		return
	}
	names := []string{q.By, q.Split}
	for _, c := range q.Metric.Columns() {
		if c.Column != q.Metric.Time { // of which the instants may be enough
			names = append(names, c.Column)
		}
	}
	q.Table.Open(q.Metric.Time, append(names, q.Metric.kind.keys().where.Columns()...)...)
}

// instants gives the times of a column by word, and the word of every row; nil when there is no such column.
func (q *question) instants(column string) (codes []uint32, times []int64) {
	if c := q.Table.Column(column); c != nil {
		return c.Codes, c.AsTimes(q.zone())
	}
	return nil, nil
}

func fixColumn(c NamedColumn, t *data.Table) string {
	if near, ok := source.Closest(c.Column, t.Names()); ok {
		return fmt.Sprintf("did you mean %s = %q?", c.Key, near)
	}
	return fmt.Sprintf("write %s = … with one of its columns; %s", c.Key, source.DidYouMean(c.Column, t.Names()))
}

// zone is where stamps of the table without an offset are at home.
func (q *question) zone() *time.Location {
	if q.Table.TZ != nil {
		return q.Table.TZ
	}
	return q.TZ
}

// narrow intersects the row sets of the query and the definition's own condition.
func (q *question) narrow() *Mistake {
	own, mistake := q.filter(q.Metric.kind.keys().where)
	if mistake != nil {
		return mistake
	}
	for _, set := range append(slices.Clip(q.Query.Where), own) {
		switch {
		case set == nil:
		case q.only == nil:
			q.only = set
		default:
			q.only = q.only.And(set)
		}
	}
	return nil
}

// filter gives the rows that satisfy a condition of the definition, nil for all.
func (q *question) filter(f *data.Filter) (data.Rows, *Mistake) {
	if f == nil {
		return nil, nil
	}
	rows, problems := f.Select(q.Table, data.Env{Now: q.Now, TZ: q.TZ})
	for _, p := range problems {
		if p.Level == source.Error {
			return nil, &Mistake{"metric", fmt.Sprintf("in the definition of metric %q, %s", q.Metric.Name, p.Text), p.Hint}
		}
	}
	return rows, nil
}

// arrange finds the columns along which the figures run.
func (q *question) arrange() *Mistake {
	column := func(key, name string) (*data.Column, *Mistake) {
		if name == "" {
			return nil, nil
		}
		c := q.Table.Column(name)
		if c == nil {
			among := q.Table.Names()
			if key == "by" {
				among = append(among, units...)
			}
			return nil, &Mistake{key, fmt.Sprintf("table %q has no column %q", q.Table.Name, name), source.DidYouMean(name, among)}
		}
		return c, nil
	}
	by := q.By
	if q.running || q.own || q.Metric.Kind == "funnel" {
		by = ""
	}
	groups, mistake := column("by", by)
	if mistake != nil {
		return mistake
	}
	if q.Split != "" && q.Split == by {
		return &Mistake{"split", fmt.Sprintf("split and by are both %q", q.Split), "remove one of the two"}
	}
	splits, mistake := column("split", q.Split)
	if mistake != nil {
		return mistake
	}
	q.groups, q.splits = axisOf(groups), axisOf(splits)
	switch {
	case q.Last < 0:
		return &Mistake{"last", "last cannot be negative", "leave it out to show all periods"}
	case q.Last > 0 && !q.running && !q.counts:
		return &Mistake{"last", "last counts periods, and the figures do not run along any", `add by = "month", or use period instead`}
	}
	return nil
}

// cut lays out the slots of time.
func (q *question) cut() *Mistake {
	var asked stretch
	if q.Period != "" {
		s, mistake := readStretch("period", q.Period, q.Calendar, q.TZ)
		if mistake != nil {
			return mistake
		}
		p := s.period()
		asked, q.within = s, &p
	}
	if _, dated := q.Table.Kind(q.Metric.Time); (q.running || q.within != nil) && !dated {
		key := "period"
		if q.running {
			key = "by"
		}
		return &Mistake{key, fmt.Sprintf("metric %q has no time", q.Metric.Name), fmt.Sprintf("give [metrics.%s] in data/metrics.toml a time = …, the column that says when", q.Metric.Name)}
	}
	if q.running {
		return q.cutCalendar()
	}
	return q.cutPeriods(asked)
}

// cutCalendar makes a slot of each period that the data reaches, so that a period can be compared also with one that is not shown.
func (q *question) cutCalendar() *Mistake {
	switch q.Compare {
	case "", "none", "previous", "year":
	default:
		return &Mistake{"compare", fmt.Sprintf("with by = %q, compare cannot be %q", q.By, q.Compare), `use "previous" or "year"`}
	}
	first, last := q.reach()
	q.bounds = q.limits(first, last)
	if k, ok := q.Metric.kind.(ending); ok {
		_, ends := q.instants(k.ends())
		if _, end := extent(ends); !q.Now.IsZero() {
			last = max(last, min(end, q.Now.Unix()))
		} else {
			last = max(last, end)
		}
	}
	c := q.calendar()
	if q.within != nil && first != data.NoTime {
		earliest := c.around(q.within.Start.AddDate(-1, 0, -7).Unix())
		first = max(first, c.from(c.of.Add(earliest.first, 1-q.window(), c.unit)).Start.Unix())
		if last = min(last, q.within.End.Unix()-1); last < first {
			first = data.NoTime
		}
	}
	if first != data.NoTime {
		if q.time.slots = c.between(first, last); q.time.slots == nil {
			return &Mistake{"by", fmt.Sprintf("the dates reach from %s to %s, which is more than %d %ss", q.date(first), q.date(last), longestList, q.By),
				"is one of them mistyped? Add a period to leave it out, or take a longer unit"}
		}
	}
	if q.within != nil {
		if p := c.around(q.within.Start.Unix()); p.Start.Before(q.within.Start) && !c.next(p).Start.Before(q.within.End) {
			return &Mistake{"by", fmt.Sprintf("no %s begins in %s", q.By, q.within.Label), "take a shorter unit or a longer period"}
		}
	}
	q.time.sort()
	return nil
}

// ending is a kind whose rows also have an end, in another column.
type ending interface{ ends() string }

// reach gives the first and the last instant of the rows that the query asks for.
func (q *question) reach() (first, last int64) {
	return extent(q.asked())
}

// extent gives the first and the last of some instants, data.NoTime when there is none.
func extent(times []int64) (first, last int64) {
	first, last = data.NoTime, data.NoTime
	for _, at := range times {
		if at != data.NoTime && (first == data.NoTime || at < first) {
			first = at
		}
		last = max(last, at)
	}
	return first, last
}

func (q *question) calendar() calendar { return calendar{q.By, q.Metric.Week, q.TZ, q.Calendar} }

func (q *question) date(at int64) string { return time.Unix(at, 0).In(q.TZ).Format(time.DateOnly) }

// cutPeriods makes a slot of the query's period and one of the period that it is compared with.
func (q *question) cutPeriods(asked stretch) *Mistake {
	compares := q.Compare != "" && q.Compare != "none"
	if q.within == nil {
		if compares {
			return &Mistake{"compare", "there is no period to compare", `add period = "2026-10", or by = "month"`}
		}
		return nil
	}
	q.time.slots = []period{*q.within}
	if compares {
		var other stretch
		switch q.Compare {
		case "previous":
			other = asked.previous()
		case "year":
			other = asked.yearBefore()
		default:
			s, mistake := readStretch("compare", q.Compare, q.Calendar, q.TZ)
			if mistake != nil {
				mistake.Hint += `, or use "previous" or "year"`
				return mistake
			}
			other = s
		}
		p := other.period()
		switch {
		case p.overlaps(*q.within):
			return &Mistake{"compare", fmt.Sprintf("%s and %s overlap", q.within.Label, p.Label), `compare with another period, "previous" or "year"`}
		case p.Start.Before(q.within.Start):
			q.time.slots = []period{p, *q.within}
			q.against, q.from, q.to = 0, 1, 1
		default:
			q.time.slots = append(q.time.slots, p)
			q.against = 1
		}
	}
	q.time.sort()
	return nil
}

// show chooses the slots that are shown: from the first to the last that has used rows, the last n of them.
func (q *question) show(used []int) {
	if !q.running {
		return
	}
	q.from, q.to = 0, -1
	for i, slot := range q.time.slots {
		if used[i] == 0 || q.within != nil && (slot.Start.Before(q.within.Start) || !slot.Start.Before(q.within.End)) {
			continue
		}
		if q.to < 0 {
			q.from = i
		}
		q.to = i
	}
	if q.Last > 0 {
		q.from = max(q.from, q.to-q.Last+1)
	}
	q.from = max(q.from, q.window()-1) // the first periods of the data have no full window
}

// compared gives the slot that a slot is compared with, or -1.
func (q *question) compared(slot int) int {
	if !q.running {
		return q.against
	}
	switch q.Compare {
	case "none":
		return -1
	case "year":
		before := q.calendar().yearBefore(q.time.slots[slot])
		return slices.IndexFunc(q.time.slots[:slot], func(p period) bool { return p.first.Equal(before.first) })
	}
	return slot - q.window() // windows that overlap share answers, and cannot be tested against each other
}

// open tells whether the period of a slot still runs, or the data end in the midst of it.
func (q *question) open(slot int) bool {
	return slot < len(q.time.slots) && (q.time.slots[slot].runs(q.Now) || q.holds(slot, q.bounds.ends))
}

// cellName names what makes a cell, for messages.
func (q *question) cellName() string {
	switch {
	case q.running:
		return q.By
	case q.By != "":
		return "value of " + q.By
	}
	return "period"
}
