package metric

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// otherGroups names what is left of a breakdown of more than eight groups when the seven largest are shown (specification §7.1).
const otherGroups = "other"

const mostGroups = 8

// answer makes the result of a funnel: its groups are the steps, its splits the groups of a breakdown. Entries lie within the
// query's period; later steps may follow after it. Groups are hidden by how many entered; Total is the overall conversion.
func (k *funnelKind) answer(q *question) (*Result, *Mistake) {
	if q.Split == "" && k.Breakdown != "" {
		q.Split = k.Breakdown
		q.splits = axisOf(q.Table.Column(k.Breakdown))
	}
	slots := []int{q.from}
	compares := q.against >= 0 && !q.open(q.against)
	if compares {
		slots = append(slots, q.against)
	}
	flows, mistake := q.flows(k, slots)
	if mistake != nil {
		return nil, mistake
	}
	now, before, label := flows[0], (*flow)(nil), ""
	if compares {
		before, label = flows[1], q.time.slots[q.against].Label
	}
	if mistake = q.covered(); mistake != nil {
		return nil, mistake
	}
	m := q.Metric
	r := &Result{Metric: m, By: "step", Target: m.Target}
	secret := now.secret || slices.Contains(now.hidden, true)
	q.account(r, now.used, Excluded{Missing: now.noUser, NoDate: now.noTime}, now.covers(q), secret)
	for _, s := range k.Steps {
		r.Groups = append(r.Groups, s.Name)
	}
	for i, name := range now.names {
		part := flowPart{question: q, label: label, now: now.parts[i], hidden: now.hidden[i]}
		if before != nil {
			if j := slices.Index(before.names, name); j >= 0 && !before.hidden[j] && before.parts[j].Entered > 0 {
				part.before = &before.parts[j]
			}
		}
		part.series(r, name)
		if now.hidden[i] && name != "" {
			r.Hidden = append(r.Hidden, name)
		}
	}

	whole := flowPart{question: q, label: label, now: now.whole, hidden: now.secret}
	if before != nil && !before.secret && before.whole.Entered > 0 {
		whole.before = &before.whole
	}
	total := whole.share(now.whole.conversion(), funnel.conversion)
	r.Total = &total
	if !secret {
		r.Facts = []Fact{{"skipped", float64(now.noUser + now.noTime)}}
	}
	if k.Window > 0 {
		r.Facts = append(r.Facts, Fact{"window_seconds", float64(k.Window)})
	}
	if total.State == Shown || total.State == Open {
		f := now.whole
		r.Facts = append(r.Facts, Fact{"entered", float64(f.Entered)}, Fact{"completed", float64(f.Completed)},
			Fact{"conversion", total.Value}, Fact{"conversion_low", total.Low}, Fact{"conversion_high", total.High}, Fact{"open", float64(f.Open)})
		if f.Completed >= max(1, m.MinN) {
			r.Facts = append(r.Facts, Fact{"median_total_seconds", f.Total})
		}
	}
	return r, nil
}

// flow is the funnel of one period, whole and by the groups of its breakdown.
type flow struct {
	*paths
	whole  funnel
	secret bool // too few entered for anything to be shown
	names  []string
	parts  []funnel
	hidden []bool
}

// flows gives the flow of each slot.
func (q *question) flows(k *funnelKind, slots []int) ([]*flow, *Mistake) {
	var when []entries
	for _, slot := range slots {
		if q.within == nil {
			when = append(when, entries{math.MinInt64, math.MaxInt64})
		} else {
			when = append(when, entries{q.time.slots[slot].Start.Unix(), q.time.slots[slot].End.Unix()})
		}
	}
	found, mistake := k.walk(q, mostBlocks, when...)
	if mistake != nil {
		return nil, mistake
	}
	var flows []*flow
	for _, p := range found {
		flows = append(flows, q.flow(k, p))
	}
	return flows, nil
}

func (q *question) flow(k *funnelKind, p *paths) *flow {
	window := int64(k.Window)
	f := &flow{paths: p, whole: p.count(window, func(path) bool { return true })}
	if q.Split == "" {
		f.names, f.parts = []string{""}, []funnel{f.whole}
		q.hideUsers(f, nil)
		return f
	}
	var show []int
	f.names, show = p.largest()
	for i := range f.names {
		f.parts = append(f.parts, p.count(window, func(one path) bool { return one.group >= 0 && show[one.group] == i }))
	}
	q.hideUsers(f, show)
	return f
}

// hideUsers decides which groups of a flow are hidden, by how many entered. show tells in which of its names each value of the breakdown is.
func (q *question) hideUsers(f *flow, show []int) {
	c := coverage{kind: "users of " + q.Table.Name + q.Metric.Sum().String(), space: len(f.users), least: q.Metric.MinN}
	n := make([]int, len(f.names)+1) // the last part are those without a group
	for _, one := range f.list {
		if one.depth == 0 {
			continue
		}
		part := 0
		if show != nil {
			if part = len(f.names); one.group >= 0 {
				part = show[one.group]
			}
		}
		c.units, c.of = append(c.units, int32(one.user)), append(c.of, int32(part))
		n[part]++
	}
	all := circle{}
	for part, entered := range n {
		if entered > 0 {
			all.parts = append(all.parts, int32(part))
			if part < len(f.names) {
				c.circles = append(c.circles, circle{name: f.names[part], parts: []int32{int32(part)}})
			}
		}
	}
	c.circles = append(c.circles, all)
	f.hidden = make([]bool, len(f.names))
	for i, hidden := range q.conceals(c, n) {
		if i == len(c.circles)-1 {
			f.secret = hidden && len(all.parts) > 0
		} else {
			f.hidden[c.circles[i].parts[0]] = hidden
		}
	}
}

// largest gives the names of the groups to show and, for each value of the breakdown, which of them it belongs to.
func (p *paths) largest() (names []string, show []int) {
	entered := make([]int, len(p.groups.names))
	for _, one := range p.list {
		if one.group >= 0 {
			entered[one.group]++
		}
	}
	var order []int
	for g, n := range entered {
		if n > 0 {
			order = append(order, g)
		}
	}
	rest := len(order) > mostGroups
	if rest {
		order = slices.DeleteFunc(order, func(g int) bool { return p.groups.names[g] == otherGroups }) // a value of that name is in the rest
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(entered[b], entered[a]), cmp.Compare(p.groups.names[a], p.groups.names[b]))
		})
		order = order[:mostGroups-1]
		slices.Sort(order)
	}
	show = make([]int, len(p.groups.names))
	for g := range show {
		show[g] = len(order)
	}
	for i, g := range order {
		show[g] = i
		names = append(names, p.groups.names[g])
	}
	if rest {
		names = append(names, otherGroups)
	}
	return names, show
}

// covers gives the period of the entries.
func (f *flow) covers(q *question) (covers [2]time.Time) {
	if q.within != nil {
		return [2]time.Time{q.within.Start, q.within.End}
	}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, one := range f.list {
		if one.depth > 0 {
			first, last = min(first, one.times[0]), max(last, one.times[0])
		}
	}
	if first > last {
		return covers
	}
	days := calendar{unit: "day", tz: q.TZ}
	return [2]time.Time{days.around(first).Start, days.around(last).End}
}

// flowPart is the funnel of one group, beside that of the compared period.
type flowPart struct {
	*question
	now    funnel
	before *funnel // nil when there is none, or it may not be shown
	hidden bool
	label  string // of the compared period
}

// series adds the group's series.
func (f flowPart) series(r *Result, split string) {
	line := func(measure Measure, unit Unit, point func(step int) Point) {
		s := Series{Measure: measure, Unit: unit, Split: split}
		for step := range f.now.Steps {
			s.Points = append(s.Points, point(step))
		}
		r.Series = append(r.Series, s)
	}
	line(Count, Whole, func(step int) Point {
		return f.plain(float64(f.now.Steps[step].Count), f.now.Entered, true)
	})
	line(FromStart, Percent, func(step int) Point {
		if step == 0 {
			return f.share(f.now.fromStart(0), nil)
		}
		return f.share(f.now.fromStart(step), func(f funnel) proportion { return f.fromStart(step) })
	})
	line(FromPrevious, Percent, func(step int) Point {
		if step == 0 {
			return f.share(f.now.fromPrevious(0), nil)
		}
		return f.share(f.now.fromPrevious(step), func(f funnel) proportion { return f.fromPrevious(step) })
	})
	line(DropOff, Whole, func(step int) Point {
		return f.plain(float64(f.now.Steps[step].DropOff), f.now.Steps[max(0, step-1)].Count, f.now.Entered > 0)
	})
	line(MedianSeconds, Seconds, func(step int) Point {
		s := f.now.Steps[step]
		if s.Count > 0 && s.Count < f.Metric.MinN { // the time of few is told by none
			return Point{State: Hidden}
		}
		return f.plain(s.Median, s.Count, s.Timed)
	})
}

// share makes the point of a proportion, compared with the same one before.
func (f flowPart) share(p proportion, same func(funnel) proportion) Point {
	point := f.question.point(p, f.hidden, f.open(f.from))
	if f.before != nil && same != nil {
		if before := same(*f.before); before.N > 0 {
			point.Change = f.change(point, p, before, f.label)
		}
	}
	return point
}

// plain makes the point of a number without an interval.
func (f flowPart) plain(value float64, n int, defined bool) Point {
	return f.question.point(number{Value: value, N: n, Defined: defined && f.now.Entered > 0}, f.hidden, f.open(f.from))
}
