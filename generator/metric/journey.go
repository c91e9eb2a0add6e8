package metric

import "math"

// journey is the events of one entity, by instant and then by their place in the file. mask tells which steps an event matches.
type journey struct {
	at    []int64
	mask  []uint32
	group []int32
	bars  []uint32 // which bars an event is; nil when there are none
}

// take makes a journey of events; barred tells whether there are bars.
func (j *journey) take(events []event, barred bool) {
	j.at, j.mask, j.bars, j.group = j.at[:0], j.mask[:0], j.bars[:0], j.group[:0]
	for _, e := range events {
		j.at, j.mask, j.group = append(j.at, e.at), append(j.mask, e.steps), append(j.group, e.group)
		if barred {
			j.bars = append(j.bars, e.bars)
		}
	}
}

// route is the rules by which an entity goes through a funnel (specification §7.1).
type route struct {
	steps      int
	order      string // ordered, strict or any
	window     int64  // seconds from the entry, inclusive; 0 for no limit
	first      bool   // only the first entry counts, not the one that leads deepest
	strictTies bool   // the next step must be later, not at the same instant
	from, to   int64  // the entry lies in [from, to)
	bars       []bar  // events that end an attempt
}

// bar is an event that must not occur between two steps: an attempt in which it does ends at the first of the two (as in Mixpanel).
type bar struct{ from, to int }

// attempt is one way through the steps: the events that completed them.
type attempt struct {
	depth  int
	events [mostSteps]int32 // indexes into the journey
}

// walker takes entities through a funnel. Its tables are used again for every entity.
type walker struct {
	route
	journey
	next  []int32 // step·(n+1) + i → first event from i on that matches the step
	leave []int32 // strict: first event from i on that matches the following step, or not this one
	tie   []int32 // first event of the same instant
	later []int32 // first event of a later instant
	ahead []int32 // bar·(n+1) + i → first event from i on that is it
}

// best gives the attempt that counts: the deepest, and of equally deep ones the earliest.
func (w *walker) best(j journey) attempt {
	w.journey = j
	w.prepare()
	var best attempt
	for i, at := range j.at {
		if at < w.from || at >= w.to || j.mask[i] == 0 || w.order != "any" && j.mask[i]&1 == 0 {
			continue
		}
		a := w.try(i)
		w.cut(&a)
		if a.depth > best.depth {
			best = a
		}
		if w.first || best.depth == w.steps {
			break
		}
	}
	return best
}

// cut ends an attempt at the step from which a bar came between.
func (w *walker) cut(a *attempt) {
	n := len(w.at)
	for i, b := range w.route.bars {
		if a.depth > b.to && w.ahead[i*(n+1)+int(a.events[b.from])+1] < a.events[b.to] {
			a.depth = b.from + 1
		}
	}
}

// firsts gives, for each bit of masks and each event, the first event from there on that has the bit.
func firsts(into []int32, masks []uint32, bits int) []int32 {
	n := len(masks)
	into = sized(into, bits*(n+1))
	for s := range bits {
		row := into[s*(n+1) : (s+1)*(n+1)]
		row[n] = int32(n)
		for i := n - 1; i >= 0; i-- {
			if row[i] = row[i+1]; masks[i]>>s&1 == 1 {
				row[i] = int32(i)
			}
		}
	}
	return into
}

func (w *walker) prepare() {
	n := len(w.at)
	w.next = firsts(w.next, w.mask, w.steps)
	w.ahead = firsts(w.ahead, w.journey.bars, len(w.route.bars))
	w.tie, w.later = sized(w.tie, n), sized(w.later, n)
	for i := range n {
		if w.tie[i] = int32(i); i > 0 && w.at[i] == w.at[i-1] {
			w.tie[i] = w.tie[i-1]
		}
	}
	for i := n - 1; i >= 0; i-- {
		if w.later[i] = int32(i + 1); i < n-1 && w.at[i] == w.at[i+1] {
			w.later[i] = w.later[i+1]
		}
	}
	if w.order != "strict" {
		return
	}
	w.leave = sized(w.leave, w.steps*(n+1))
	for s := range w.steps - 1 {
		row := w.leave[s*(n+1) : (s+1)*(n+1)]
		row[n] = int32(n)
		for i := n - 1; i >= 0; i-- {
			if row[i] = row[i+1]; w.mask[i]>>(s+1)&1 == 1 || w.mask[i]>>s&1 == 0 {
				row[i] = int32(i)
			}
		}
	}
}

func sized(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n)
	}
	return s[:n]
}

// try follows the steps from an entry.
func (w *walker) try(entry int) attempt {
	limit := int64(math.MaxInt64)
	if w.window > 0 {
		limit = w.at[entry] + w.window
	}
	if w.order == "any" {
		return w.tryAny(entry, limit)
	}
	a := attempt{depth: 1}
	a.events[0] = int32(entry)
	for a.depth < w.steps {
		last := a.events[a.depth-1]
		i := w.follow(&a)
		if int(i) == len(w.at) || w.at[i] > limit || w.strictTies && w.at[i] == w.at[last] {
			break
		}
		a.events[a.depth] = i
		a.depth++
	}
	return a
}

// follow gives the event that completes the next step of an attempt, or the number of events when there is none.
func (w *walker) follow(a *attempt) int32 {
	n := len(w.at)
	last := a.events[a.depth-1]
	if w.order == "strict" {
		i := w.leave[(a.depth-1)*(n+1)+int(last)+1]
		if int(i) < n && w.mask[i]>>a.depth&1 == 0 {
			return int32(n) // something else came between
		}
		return i
	}
	next := w.next[a.depth*(n+1) : (a.depth+1)*(n+1)]
	from := w.tie[last]
	if w.strictTies {
		from = w.later[last]
	}
	i := next[from]
	for a.uses(i) { // one event serves one step only
		i = next[i+1]
	}
	return i
}

func (a *attempt) uses(event int32) bool {
	for _, e := range a.events[:a.depth] {
		if e == event {
			return true
		}
	}
	return false
}

// tryAny counts how many steps occur from an anchor on, in any order. An event may match several steps but serves one: which one
// is settled as in the matching of Kuhn (1955). Of each step, no more events than there are steps can matter.
func (w *walker) tryAny(anchor int, limit int64) attempt {
	n := len(w.at)
	var a attempt
	var served [mostSteps]uint32 // step → mask of the event that serves it
	var upcoming [mostSteps]int32
	var seen [mostSteps]int
	for s := range w.steps {
		upcoming[s] = w.next[s*(n+1)+int(w.tie[anchor])]
	}
	for a.depth < w.steps {
		i := int32(n)
		for s := range w.steps {
			i = min(i, upcoming[s])
		}
		if int(i) == n || w.at[i] > limit {
			break
		}
		if tried := uint32(0); serve(&served, w.mask[i], &tried) {
			a.events[a.depth] = i
			a.depth++
		}
		for s := range w.steps {
			if upcoming[s] != i {
				continue
			}
			upcoming[s] = w.next[s*(n+1)+int(i)+1]
			if seen[s]++; seen[s] >= w.steps {
				upcoming[s] = int32(n)
			}
		}
	}
	return a
}

// serve finds a step for an event, moving earlier events to other steps that they match where that makes room.
func serve(served *[mostSteps]uint32, mask uint32, tried *uint32) bool {
	for s := range mostSteps {
		if mask>>s&1 == 0 || *tried>>s&1 == 1 {
			continue
		}
		*tried |= 1 << s
		if served[s] == 0 || serve(served, served[s], tried) {
			served[s] = mask
			return true
		}
	}
	return false
}
