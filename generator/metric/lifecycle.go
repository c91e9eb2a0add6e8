package metric

import (
	"slices"

	"cxgen/generator/data"
)

// lifecycleKind is in which phase of life customers are. A row is an event of a customer; orders decide.
type lifecycleKind struct {
	common
	Customer string `toml:"customer"`
	Event    string `toml:"event"` // the column of events; a table without one holds orders only
	Order    words  `toml:"order"` // what it calls an order
	AsOf     moment `toml:"as_of"`
	New      days   `toml:"new"`
	Lapse    days   `toml:"lapse"`
	Lost     days   `toml:"lost"`
}

func (k *lifecycleKind) unit() Unit { return Percent }

func (k *lifecycleKind) columns() []NamedColumn {
	return withOptional([]NamedColumn{{"customer", k.Customer}}, "event", k.Event)
}

func (k *lifecycleKind) check(complain complainer) {
	if k.New > k.Lapse || k.Lapse >= k.Lost {
		complain("kind", `for example new = "30d", lapse = "90d", lost = "180d"`, "the phases of life want new, lapse and lost in rising order")
	}
	onceEach(complain, k.DedupeBy)
}

func (k *lifecycleKind) structure() structure {
	return structure{word: "transition", periods: true, columns: true}
}

// phases are those of customers, in the order of life.
var phases = [...]string{"acquisition", "new", "existing", "separating", "lost", "won_back"}

const (
	phaseAcquisition = iota
	phaseNew
	phaseExisting
	phaseSeparating
	phaseLost
	phaseWonBack
)

// phase decides by the days of the orders so far, in rising order (specification §9). Limits belong to the earlier phase.
func (k *lifecycleKind) phase(orders []int, today int) int {
	n := len(orders)
	if n == 0 {
		return phaseAcquisition
	}
	switch age := today - orders[n-1]; {
	case age > int(k.Lost):
		return phaseLost
	case age > int(k.Lapse):
		return phaseSeparating
	case n > 1 && orders[n-1]-orders[n-2] > int(k.Lapse):
		return phaseWonBack
	case today-orders[0] <= int(k.New):
		return phaseNew
	}
	return phaseExisting
}

// follow calls back with the phase of every customer at the end of every slot in which it is known, that is from its first row on. Without slots
// all customers are known, those who come only later too.
func (k *lifecycleKind) follow(q *question, each func(customer, slot, row, phase int)) *lives {
	l := q.lives(k.Customer, k.AsOf.limit(q))
	l.asOf = k.AsOf.asOf(q, l.last)
	if len(q.time.slots) == 0 {
		known := l
		l = q.lives(k.Customer, endOfTime)
		l.last, l.excluded, l.asOf = known.last, known.excluded, known.asOf
	}
	isOrder := k.orders(q)
	today := make([]int, len(l.asOf))
	for slot, at := range l.asOf {
		today[slot] = q.day(at)
	}
	var orders []int
	for customer := range l.names {
		rows, seen := l.of(customer), 0
		orders = orders[:0]
		for slot, at := range l.asOf {
			for ; seen < len(rows) && q.time.at(int(rows[seen])) <= at; seen++ {
				if row := int(rows[seen]); isOrder(row) {
					orders = append(orders, q.day(q.time.at(row)))
				}
			}
			if at != data.NoTime && (seen > 0 || len(q.time.slots) == 0 && len(rows) > 0) {
				each(customer, slot, int(rows[max(seen-1, 0)]), k.phase(orders, today[slot]))
			}
		}
	}
	return l
}

// orders gives a function that tells which rows are orders.
func (k *lifecycleKind) orders(q *question) func(row int) bool {
	c := q.Table.Column(word(k.Event, "event"))
	if c == nil {
		return func(int) bool { return true }
	}
	is := make([]bool, len(c.Words))
	for i, word := range c.Words {
		is[i] = slices.Contains(k.Order, word)
	}
	return func(row int) bool { return is[c.Codes[row]] }
}

func (k *lifecycleKind) count(q *question) (*census, *Mistake) {
	c := q.newCensus(len(phases), func(n []int) estimate { return phaseMix(slices.Clone(n)) })
	l := k.follow(q, func(customer, slot, row, phase int) { c.add(q, slot, customer, row, phase) })
	c.excluded, c.matters = l.excluded, asOf(l.asOf)
	c.seen(q, l.rows)
	return c, nil
}

// phaseMix is how many customers of a cell are in each phase.
type phaseMix []int

func (m phaseMix) base() (n int) {
	for _, count := range m {
		n += count
	}
	return n
}

// figure is not asked for: there is no one figure of six phases.
func (m phaseMix) figure(float64) figure                { return figure{} }
func (m phaseMix) against(estimate, float64) difference { return difference{} }

func (m phaseMix) share(phase int) proportion { return part(m[phase], m.base()) }

// answer gives every phase a series of counts and one of shares. Compared are the shares.
func (k *lifecycleKind) answer(q *question) (*Result, *Mistake) {
	if q.Split != "" {
		return nil, &Mistake{"split", "the phases of life cannot be split", `remove split, or take by = "` + q.Split + `"`}
	}
	if q.own {
		return k.transitions(q)
	}
	a, r, mistake := q.whole()
	if mistake != nil {
		return nil, mistake
	}
	r.Series, r.Total = nil, nil
	mixes := a.estimates
	for phase, name := range phases {
		a.estimates = make([]estimate, len(mixes))
		for cell, e := range mixes {
			a.estimates[cell] = e.(phaseMix).share(phase)
		}
		counts := Series{Measure: Count, Unit: Whole, Split: name}
		shares := Series{Measure: Share, Unit: Percent, Split: name}
		for _, position := range a.positions {
			cell, slot := a.at(position, 0)
			counts.Points = append(counts.Points, a.point(countOf(mixes[cell].(phaseMix)[phase], mixes[cell].base()), a.hidden[cell], a.open(slot)))
			shares.Points = append(shares.Points, a.value(position, 0))
		}
		r.Series = append(r.Series, counts, shares)
	}
	return r, nil
}
