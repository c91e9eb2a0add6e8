package metric

import (
	"slices"
	"time"

	"cxgen/generator/data"
)

// reader is a kind whose rows are sorted into cells, one estimate per cell.
type reader interface {
	read(q *question) (reading, *Mistake)
}

// answerer is a kind that makes its whole result by itself.
type answerer interface {
	answer(q *question) (*Result, *Mistake)
}

// detailed is a kind whose estimates say more than their headline figure.
type detailed interface{ details() []detail }

// detail is a further series, of another figure of each cell with the same base.
type detail struct {
	measure Measure
	unit    Unit
	of      func(estimate) estimate
}

// factual is an estimate with facts that belong to a result as a whole.
type factual interface {
	facts(least int) []Fact // averages of fewer than least are left out
}

// Answer computes a metric. The mistakes are the author's: a column that is not there, a period that is none.
func Answer(query Query) (*Result, *Mistake) {
	if query.Metric != nil {
		if k, ok := query.Metric.kind.(*benchmarkKind); ok {
			return k.answer(query)
		}
	}
	q, mistake := ask(query)
	if mistake != nil {
		return nil, mistake
	}
	r, mistake := q.reply()
	if mistake != nil {
		return nil, mistake
	}
	r.adjust()
	return r, nil
}

func (q *question) reply() (*Result, *Mistake) {
	if k, ok := q.Metric.kind.(answerer); ok {
		return k.answer(q)
	}
	_, r, mistake := q.whole()
	return r, mistake
}

// whole gives the result with its sum, and the answer that it was made of, for kinds that add to it.
func (q *question) whole() (*answer, *Result, *Mistake) {
	a, mistake := q.figures()
	if mistake != nil {
		return nil, nil, mistake
	}
	r := a.result()
	return a, r, a.sum(r)
}

// answer is the estimates of all cells, and which of them are shown.
type answer struct {
	*question
	*placed
	values    reading
	census    *census // of kinds that count entities, which have no values
	perSlot   int
	estimates []estimate
	bases     []int    // of the cells; of a rolling score those of single periods. nil where they are those of the estimates
	votes     []ballot // of metrics that are asked with options
	options   []string
	hidden    []bool // by cell
	secret    bool   // what all shown slots come to is hidden
	secretWas bool   // and what the compared slot comes to
	positions []int  // of the groups that are shown: slots, or groups of a column
	split     []int  // the splits that are shown
}

// figures counts entities, or sorts rows into cells, and estimates each cell.
func (q *question) figures() (*answer, *Mistake) {
	if k, ok := q.Metric.kind.(counter); ok {
		if c, mistake := k.count(q); mistake != nil {
			return nil, mistake
		} else if c != nil {
			return q.answerFrom(c)
		}
	}
	values, mistake := q.Metric.kind.(reader).read(q)
	if mistake != nil {
		return nil, mistake
	}
	return q.answerOf(values)
}

func (q *question) answerOf(values reading) (a *answer, mistake *Mistake) {
	p := q.place(values)
	q.show(p.used)
	a = &answer{question: q, placed: p, values: values, perSlot: len(q.groups.names) * len(q.splits.names)}
	_, elsewhere := values.(*sums)
	if q.covered() != nil && !elsewhere { // a plan wants to know who is in which cell, and nothing else
		for _, n := range p.bases() {
			a.estimates = append(a.estimates, number{N: n})
		}
	} else if votes, ok := values.(*ballots); ok {
		a.votes, a.options = votes.count(p), votes.options
		a.bases = make([]int, len(a.votes))
		for i, b := range a.votes {
			a.bases[i] = b.n
		}
		if w := q.window(); w > 1 {
			a.votes = roll(a.votes, w, a.perSlot)
		}
		a.estimates = votes.results(a.votes)
	} else if a.estimates, mistake = values.tally(p); mistake != nil {
		return nil, mistake
	}
	a.list()
	return a, a.hide()
}

// at gives the cell of a position along By and a split, in the shown slot.
func (a *answer) at(position, split int) (cell, slot int) {
	slot, group := a.from, position
	if a.running {
		slot, group = position, 0
	}
	return a.in(slot, group, split), slot
}

func (a *answer) in(slot, group, split int) int {
	return slot*a.perSlot + group*len(a.splits.names) + split
}

// list finds the groups and splits that have rows.
func (a *answer) list() {
	positions := len(a.groups.names)
	if a.running {
		positions = 1
	}
	has := func(slot, group, split int) bool { return a.estimates[a.in(slot, group, split)].base() > 0 }
	for g := range positions {
		for s := range a.splits.names {
			if a.By == "" || a.running || a.own || has(a.from, g, s) {
				a.positions = append(a.positions, g)
				break
			}
		}
	}
	for s := range a.splits.names {
		shown := a.Split == ""
		for slot := a.from; slot <= a.to && !shown; slot++ {
			for g := range positions {
				shown = shown || has(slot, g, s)
			}
		}
		if shown {
			a.split = append(a.split, s)
		}
	}
	if a.running {
		a.positions = nil
		for slot := a.from; slot <= a.to; slot++ {
			a.positions = append(a.positions, slot)
		}
	}
}

func (a *answer) label(position int) string {
	if a.running {
		return a.time.slots[position].Label
	}
	return a.groups.names[position]
}

// result makes the series.
func (a *answer) result() *Result {
	m := a.Metric
	r := &Result{Metric: m, By: a.By, Target: m.Target, Currency: m.Currency, Groups: []string{}}
	for _, position := range a.positions {
		r.Groups = append(r.Groups, a.label(position))
		if a.running {
			r.Starts = append(r.Starts, a.time.slots[position].Start)
		}
	}
	r.Begins, r.Ends = a.partials()
	for _, s := range a.split {
		line := Series{Measure: Value, Unit: m.Unit, Split: a.splits.names[s], Points: make([]Point, 0, len(a.positions))}
		for _, position := range a.positions {
			line.Points = append(line.Points, a.value(position, s))
		}
		r.Series = append(r.Series, line)
	}
	if a.Split == "" {
		a.addDetails(r)
		a.addOptions(r)
	}
	r.Hidden = a.hiddenNames()
	if w := a.window(); w > 1 {
		r.Facts = []Fact{{"rolling_periods", float64(w)}}
	}
	return r
}

// value makes the point of the headline figure.
func (a *answer) value(position, split int) Point {
	cell, slot := a.at(position, split)
	p := a.point(a.estimates[cell], a.hidden[cell], a.open(slot))
	if before := a.compared(slot); before >= 0 {
		group := position
		if a.running {
			group = 0
		}
		other := a.in(before, group, split)
		if !a.hidden[other] && !a.open(before) && !(a.grows() && a.partial(before)) {
			p.Change = a.change(p, a.estimates[cell], a.estimates[other], a.time.slots[before].Label)
		}
	}
	return p
}

// addDetails adds the series of the further figures.
func (a *answer) addDetails(r *Result) {
	k, ok := a.Metric.kind.(detailed)
	if !ok {
		return
	}
	for _, d := range k.details() {
		secret := d.measure == RevenueShare && a.secret && !a.running // it would give the revenue of all away
		a.extra(r, Series{Measure: d.measure, Unit: d.unit}, secret, func(cell int) estimate { return d.of(a.estimates[cell]) })
	}
}

// addOptions adds the counts and shares of the single options: of a score with eleven of them not by column, where they are too many.
func (a *answer) addOptions(r *Result) {
	switch k := a.Metric.kind.(type) {
	case *npsKind:
		if a.By != "" && !a.running || k.inWords() {
			return
		}
	case *csatKind, *cesKind:
	default:
		return
	}
	for i, option := range a.options {
		a.extra(r, Series{Measure: Answers, Unit: Whole, Option: option}, false, func(cell int) estimate {
			return number{float64(a.votes[cell].counts[i]), a.votes[cell].n, a.votes[cell].n > 0}
		})
	}
	for i, option := range a.options {
		a.extra(r, Series{Measure: OptionShare, Unit: Percent, Option: option}, false, func(cell int) estimate {
			return number{100 * a.votes[cell].weight(i) / a.votes[cell].total, a.votes[cell].n, a.votes[cell].n > 0}
		})
	}
}

// extra adds a series of further figures of the cells. They may be defined where the headline is not, and where their own base is small they are hidden.
func (a *answer) extra(r *Result, line Series, secret bool, of func(cell int) estimate) {
	for _, position := range a.positions {
		cell, slot := a.at(position, 0)
		e := of(cell)
		few := a.Metric.hides() && e.base() > 0 && e.base() < a.Metric.MinN && line.Measure != OldestOpen // the oldest is one of the whole cell
		line.Points = append(line.Points, a.point(e, a.hidden[cell] || few || secret && a.estimates[cell].base() > 0, a.open(slot)))
	}
	r.Series = append(r.Series, line)
}

// sum adds what holds for the query as a whole: its total, the rows that were used and dropped, the time it covers.
func (a *answer) sum(r *Result) *Mistake {
	a.account(r)
	m := a.Metric
	ofColumn := a.By != "" && !a.running && m.hides()
	isFactual := false
	if len(a.estimates) > 0 {
		_, isFactual = a.estimates[0].(factual)
	}
	if !ofColumn && a.weightBy == nil && m.Kind != "csat" && m.Kind != "ces" && !isFactual || a.census != nil && a.running {
		return nil
	}
	total, mistake := a.pooled(a.from, a.to)
	if mistake != nil {
		return mistake
	}
	p := a.point(total, a.secret, !a.running && a.open(a.from))
	if p.State == Shown || p.State == Open {
		r.Facts = append(r.Facts, facts(total, a.weightBy != nil, m.MinN)...)
	}
	if !ofColumn {
		return nil
	}
	if a.against >= 0 && !a.open(a.against) {
		before, mistake := a.pooled(a.against, a.against)
		if mistake != nil {
			return mistake
		}
		if !a.secretWas {
			p.Change = a.change(p, total, before, a.time.slots[a.against].Label)
		}
	}
	r.Total = &p
	return nil
}

// account tells which rows stand behind the figures. Those of entities are rows of all cells together.
func (a *answer) account(r *Result) {
	if a.census != nil {
		a.question.account(r, a.census.rows, a.dropped(), a.covers(), a.secret || slices.Contains(a.hidden, true))
		return
	}
	rows := 0
	for slot := a.from; slot <= a.to; slot++ {
		rows += a.used[slot]
	}
	a.question.account(r, rows, a.dropped(), a.covers(), a.secret)
}

// account tells how many rows stand behind a result and from when they are, unless that would give a hidden group away. The time
// that was asked for is no secret.
func (q *question) account(r *Result, rows int, dropped Excluded, covers [2]time.Time, secret bool) {
	if !secret || len(q.time.slots) > 0 {
		r.Period, r.Days = covers, q.within == nil && !q.running
	}
	if secret {
		r.Withheld = dropped != Excluded{}
		return
	}
	r.Used, r.Excluded = rows, dropped
}

// dropped counts the rows that were not used, in the time that is asked for and without a date.
func (a *answer) dropped() (e Excluded) {
	for slot, of := range a.excluded {
		if slot == len(a.excluded)-1 || a.covering(slot) {
			e.sum(of)
		}
	}
	return e
}

// covering tells whether a slot belongs to the time that is asked for: it is shown, or it is not only because none of its rows was used, as
// before the first period that is shown, or after the last.
func (a *answer) covering(slot int) bool {
	if slot >= a.from && slot <= a.to {
		return true
	}
	return a.running && slot >= 0 && slot < len(a.time.slots) && a.used[slot] == 0 && (a.Last == 0 || slot > a.to) &&
		(a.within == nil || !a.time.slots[slot].Start.Before(a.within.Start) && a.time.slots[slot].Start.Before(a.within.End))
}

// pooled estimates all rows of some slots together.
func (a *answer) pooled(from, to int) (estimate, *Mistake) {
	if a.census != nil {
		return a.census.pooled(from, to, a.perSlot), nil
	}
	list, mistake := a.values.tally(a.placed.whole(from, to, a.perSlot))
	if mistake != nil {
		return nil, mistake
	}
	return list[0], nil
}

// facts are further numbers of an estimate.
func facts(e estimate, weighted bool, least int) []Fact {
	var list []Fact
	if e, ok := e.(factual); ok {
		list = e.facts(least)
	}
	eff := 0.
	switch e := e.(type) {
	case nps:
		eff = e.Eff
	case satisfaction:
		eff = e.Eff
		if e.HasMean {
			list = append(list, Fact{"mean", e.Mean})
		}
	case effort:
		eff = e.mean.Eff
		list = append(list, Fact{"mean", e.mean.Mean}, Fact{"net", e.net.score()}, Fact{"easy_pct", e.easy.percent()})
	case proportion:
		eff = e.Eff
	case mean:
		eff = e.Eff
	}
	if weighted {
		list = append(list, Fact{"n_eff", eff})
	}
	return list
}

// covers gives the time that the figures stand for: that of the periods shown, else from the day of the first used row to that of
// the last.
func (a *answer) covers() (covers [2]time.Time) {
	if a.time.of != nil {
		if a.from <= a.to {
			covers = [2]time.Time{a.time.slots[a.from].Start, a.time.slots[a.to].End}
		}
		return covers
	}
	if a.census != nil {
		return a.days(a.census.first, a.census.last)
	}
	first, last := int64(data.NoTime), int64(data.NoTime)
	for row := range a.all() {
		at := a.time.at(row)
		if at == data.NoTime {
			continue
		}
		if first == data.NoTime || at < first {
			first = at
		}
		last = max(last, at)
	}
	return a.days(first, last)
}

// days gives the time from the day of one instant to that of another, data.NoTime for none.
func (q *question) days(first, last int64) (covers [2]time.Time) {
	if first == data.NoTime {
		return covers
	}
	days := calendar{unit: "day", tz: q.TZ}
	return [2]time.Time{days.around(first).Start, days.around(last).End}
}

// point makes a point of an estimate.
func (q *question) point(e estimate, hidden, open bool) Point {
	if hidden {
		return Point{State: Hidden}
	}
	f := e.figure(q.Metric.Conf)
	p := Point{N: e.base()}
	if !f.Defined {
		return p
	}
	p.LowBase = p.N < q.Metric.LowN
	p.Value, p.Low, p.High, p.Margin, p.Interval, p.State = f.Value, f.Low, f.High, f.Margin, f.Interval, Shown
	if open {
		p.State = Open
	}
	return p
}

// change compares a point with an earlier estimate that may be shown; nil when there is nothing to compare or the point's period
// still runs.
func (q *question) change(p Point, now, before estimate, label string) *Change {
	if p.State != Shown {
		return nil
	}
	d := now.against(before, q.Metric.Conf)
	if !d.Defined {
		return nil
	}
	c := &Change{Delta: d.Delta, Against: label, AgainstN: before.base()}
	if d.Tested {
		c.Low, c.High, c.P, c.Tested = d.Low, d.High, d.P, true
	}
	c.Verdict = q.verdict(d, now, before)
	return c
}

// verdict is what may be said about a change (specification §0.10). Kinds without a test get none.
func (q *question) verdict(d difference, now, before estimate) Verdict {
	if _, untested := now.(interface{ untested() }); untested {
		return NoVerdict
	}
	switch m := q.Metric; {
	case min(now.base(), before.base()) < m.LowN:
		return TooFew
	case !d.Tested:
		return NoVerdict
	case d.P < 1-m.Conf:
		return Clear
	}
	return Unclear
}
