package metric

import (
	"fmt"
	"slices"

	"cxgen/generator/data"
)

// deliveryKind is how orders keep their promised day. A row is an order.
type deliveryKind struct {
	common
	Promised  string `toml:"promised"`
	Delivered string `toml:"delivered"`
	AsOf      moment `toml:"as_of"`
}

func (k *deliveryKind) unit() Unit   { return Percent }
func (k *deliveryKind) when() string { return k.Promised }

func (k *deliveryKind) columns() []NamedColumn {
	return []NamedColumn{{"promised", k.Promised}, {"delivered", k.Delivered}}
}

func (k *deliveryKind) check(complainer) {}

func (k *deliveryKind) structure() structure {
	return structure{word: "days", periods: true, columns: true, splits: true}
}

// What became of an order.
const (
	orderEarly = iota
	orderOnTime
	orderLate
	orderOverdue // not there, and its day is over
	orderKinds
	orderPending // not there, and need not be
)

// deliveries are orders with what became of them.
type deliveries struct {
	what  []int8 // row → what became of it, or minus the fate of a row without a promise
	after []int  // row → days from the promised day to that of delivery
}

func (k *deliveryKind) read(q *question) (reading, *Mistake) {
	promises, promised := q.dated(k.Promised)
	arrivals, delivered := q.dated(k.Delivered)
	today, known := 0, false
	if at := k.AsOf.at(q); at != data.NoTime {
		today, known = q.day(at), true
	} else if !q.Now.IsZero() {
		today, known = q.day(q.Now.Unix()), true
	}
	r := &deliveries{what: make([]int8, q.Table.Rows), after: make([]int, q.Table.Rows)}
	for row := range r.what {
		due, there := promises(row), arrivals(row)
		switch {
		case due.fate != used:
			r.what[row] = -int8(due.fate)
			continue
		case there.fate == invalid:
			r.what[row] = -int8(invalid)
			continue
		case there.fate == missing && known && today > promised[due.word]:
			r.what[row] = orderOverdue
			continue
		case there.fate == missing:
			r.what[row] = orderPending
			continue
		}
		switch r.after[row] = delivered[there.word] - promised[due.word]; {
		case r.after[row] < 0:
			r.what[row] = orderEarly
		case r.after[row] == 0:
			r.what[row] = orderOnTime
		default:
			r.what[row] = orderLate
		}
	}
	return r, nil
}

// dateCell is a cell of a column of dates: its word, and whether that is a date.
type dateCell struct {
	word uint32
	fate fate
}

// dated reads a column of dates: each row's cell, and the days by word.
func (q *question) dated(column string) (cell func(row int) dateCell, days []int) {
	c := q.Table.Column(column)
	times := c.AsTimes(q.zone())
	days = make([]int, len(times))
	cells := make([]dateCell, len(times))
	for word, at := range times {
		cells[word].word = uint32(word)
		switch {
		case data.IsMissing(c.Words[word]):
			cells[word].fate = missing
		case at == data.NoTime:
			cells[word].fate = invalid
		default:
			days[word] = q.day(at)
		}
	}
	return func(row int) dateCell { return cells[c.Codes[row]] }, days
}

// fate leaves out pending orders too: they are not in the base.
func (r *deliveries) fate(row int) fate {
	switch what := r.what[row]; {
	case what < 0:
		return fate(-what)
	case what == orderPending:
		return outside
	}
	return used
}

// pending counts the orders of an answer that need not be there yet.
func (r *deliveries) pending(a *answer) (n int) {
	for row, what := range r.what {
		slot := int(a.time.slot(row))
		if what == orderPending && (a.only == nil || a.only.Has(row)) && a.covering(slot) {
			n++
		}
	}
	return n
}

func (r *deliveries) tally(p *placed) ([]estimate, *Mistake) {
	cells := make([]punctuality, p.cells)
	for row, cell := range p.all() {
		e := &cells[cell]
		what := r.what[row]
		if e.n[what]++; what < orderOverdue {
			e.after = append(e.after, r.after[row])
		}
	}
	list := make([]estimate, p.cells)
	for i, e := range cells {
		slices.Sort(e.after)
		onTime := e.n[orderEarly] + e.n[orderOnTime]
		e.proportion = part(onTime, onTime+e.n[orderLate]+e.n[orderOverdue])
		list[i] = e
	}
	return list, nil
}

// punctuality is the share of the orders that were due and came in time.
type punctuality struct {
	proportion
	n     [orderKinds]int
	after []int // days after the promised one of the delivered orders, sorted
}

func (e punctuality) against(previous estimate, conf float64) difference {
	return e.proportion.against(previous.(punctuality).proportion, conf)
}

// days averages the differences of delivered orders: the middle one, the mean, and the mean of the late ones.
func (e punctuality) days() (median, mean, late number) {
	n := len(e.after)
	if n == 0 {
		return
	}
	sum, lateSum := 0, 0
	for _, d := range e.after {
		sum += d
		lateSum += max(d, 0)
	}
	median = number{float64(e.after[(n-1)/2]+e.after[n/2]) / 2, n, true}
	mean = number{float64(sum) / float64(n), n, true}
	if lates := e.n[orderLate]; lates > 0 {
		late = number{float64(lateSum) / float64(lates), lates, true}
	}
	return median, mean, late
}

func (e punctuality) facts(least int) []Fact {
	list := []Fact{
		{"on_time", float64(e.n[orderEarly] + e.n[orderOnTime])}, {"early", float64(e.n[orderEarly])}, {"late", float64(e.n[orderLate])},
		{"overdue", float64(e.n[orderOverdue])},
	}
	if median, mean, late := e.days(); median.Defined && median.N >= least {
		list = append(list, Fact{"median_days", median.Value}, Fact{"mean_days", mean.Value})
		if late.Defined && late.N >= least {
			list = append(list, Fact{"mean_days_late", late.Value})
		}
	}
	return list
}

func (k *deliveryKind) details() []detail {
	return []detail{
		{MedianDays, Plain, func(e estimate) estimate { median, _, _ := e.(punctuality).days(); return median }},
		{MeanDaysLate, Plain, func(e estimate) estimate { _, _, late := e.(punctuality).days(); return late }},
	}
}

func (k *deliveryKind) answer(q *question) (*Result, *Mistake) {
	if q.own && q.Split != "" {
		return nil, &Mistake{"split", "the days of a delivery cannot be split", "remove split, or show one group at a time with where"}
	}
	a, r, mistake := q.whole()
	if mistake != nil {
		return nil, mistake
	}
	if !a.secret {
		r.Facts = append(r.Facts, Fact{"pending", float64(a.values.(*deliveries).pending(a))})
	}
	if q.own {
		a.byDays(r)
	}
	return r, nil
}

// widest is the most days before and after the promised one that have a group of their own.
const widest = 30

// byDays puts the delivered orders into groups by their days after the promised one.
func (a *answer) byDays(r *Result) {
	e := a.estimates[a.from].(punctuality)
	r.Groups, r.Hidden = []string{}, nil
	counts, shares := Series{Measure: Count, Unit: Whole}, Series{Measure: Share, Unit: Percent}
	if n := len(e.after); n > 0 {
		hidden := a.hidden[a.from] || n < a.Metric.MinN
		first, last := max(e.after[0], -widest), min(e.after[n-1], widest)
		of := make([]int, last-first+1)
		for _, day := range e.after {
			of[min(max(day, first), last)-first]++
		}
		if hidden { // also how wide they spread
			of, first, last = of[:1], 0, 0
		}
		for i, count := range of {
			r.Groups = append(r.Groups, dayLabel(first+i, !hidden && i == 0 && e.after[0] < first, !hidden && i == len(of)-1 && e.after[n-1] > last))
			counts.Points = append(counts.Points, a.point(countOf(count, n), hidden, a.open(a.from)))
			shares.Points = append(shares.Points, a.point(part(count, n), hidden, a.open(a.from)))
		}
	}
	r.Series = []Series{counts, shares}
}

func dayLabel(day int, below, above bool) string {
	label := fmt.Sprintf("%+d", day)
	if day == 0 {
		label = "0"
	}
	switch {
	case below:
		return "≤ " + label
	case above:
		return "≥ " + label
	}
	return label
}
