package metric

import (
	"slices"
	"time"
)

// transitions shows how customers moved between the phases of life in a period: a group for the phase before it, a split for that at its end.
// Customers who were not known before come from "acquisition". Shares are of the customers of a group, which is hidden by their number.
func (k *lifecycleKind) transitions(q *question) (*Result, *Mistake) {
	if q.within == nil {
		return nil, &Mistake{"period", "customers move between phases in a period, and none is given", `add period = "2026-10"`}
	}
	ends := *q
	ends.time.slots = []period{{Start: q.within.Start.Add(-time.Second), End: q.within.Start}, *q.within}
	const before, after = 0, 1
	last := -1 // the customer that was known before
	from := phaseAcquisition
	var moves [len(phases)][len(phases)]int
	movers := gathering{space: len(q.Table.Column(k.Customer).Words), names: phases[:]}
	l := k.follow(&ends, func(customer, slot, _, phase int) {
		if slot == before {
			last, from = customer, phase
			return
		}
		if customer != last {
			from = phaseAcquisition
		}
		moves[from][phase]++
		movers.add(customer, from)
	})
	movers.kind = asOf(l.asOf)[after] // what is told of them is the phase in which they are then
	m := q.Metric
	r := &Result{Metric: m, By: q.By, Groups: phases[:], Target: m.Target}
	n := make([]int, len(phases))
	for i := range phases {
		n[i] = phaseMix(moves[i][:]).base()
	}
	hidden, _ := q.among(movers)
	if mistake := q.covered(); mistake != nil {
		return nil, mistake
	}
	q.account(r, len(l.rows), l.excluded, [2]time.Time{q.within.Start, q.within.End}, slices.Contains(hidden, true))
	for to, name := range phases {
		counts := Series{Measure: Count, Unit: Whole, Split: name}
		shares := Series{Measure: Share, Unit: Percent, Split: name}
		for from := range phases {
			counts.Points = append(counts.Points, q.point(countOf(moves[from][to], n[from]), hidden[from], q.open(q.from)))
			shares.Points = append(shares.Points, q.point(part(moves[from][to], n[from]), hidden[from], q.open(q.from)))
		}
		r.Series = append(r.Series, counts, shares)
	}
	for i, name := range phases {
		if hidden[i] {
			r.Hidden = append(r.Hidden, name)
		}
	}
	away := n[phaseSeparating] + n[phaseLost]
	if away >= max(m.MinN, 1) && !hidden[phaseSeparating] && !hidden[phaseLost] {
		back := moves[phaseSeparating][phaseWonBack] + moves[phaseLost][phaseWonBack]
		r.Facts = append(r.Facts, Fact{"win_back_rate", 100 * float64(back) / float64(away)})
	}
	return r, nil
}
