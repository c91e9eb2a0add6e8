package metric

import (
	"cmp"
	"slices"

	"cxgen/generator/data"
)

// notSet names the group of rows whose cell is blank.
const notSet = "(not set)"

// axis sorts rows into the values of a column. The zero axis puts all rows into one group "".
type axis struct {
	names []string
	of    []int32 // word → group
	codes []uint32
}

// axisOf gives the groups of a column: numbers and times in their order, else by name; blank cells come last.
func axisOf(c *data.Column) axis {
	if c == nil {
		return axis{names: []string{""}}
	}
	order := make([]int, len(c.Words))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := c.Words[i], c.Words[j]
		if less := cmp.Compare(blank(a), blank(b)); less != 0 {
			return less
		}
		switch c.Kind {
		case data.Number:
			if less := cmp.Compare(c.Numbers[i], c.Numbers[j]); less != 0 {
				return less
			}
		case data.Time:
			if less := cmp.Compare(c.Times[i], c.Times[j]); less != 0 {
				return less
			}
		}
		return cmp.Compare(a, b)
	})
	a := axis{of: make([]int32, len(c.Words)), codes: c.Codes}
	for _, word := range order {
		name := c.Words[word]
		if name == "" {
			name = notSet
		}
		if n := len(a.names); n == 0 || a.names[n-1] != name {
			a.names = append(a.names, name)
		}
		a.of[word] = int32(len(a.names) - 1)
	}
	if a.names == nil {
		a.names = []string{}
	}
	return a
}

// blank is 1 for the words that make the group of rows without a value, which is sorted last.
func blank(word string) int {
	if word == "" || word == notSet {
		return 1
	}
	return 0
}

func (a axis) group(row int) int {
	if a.of == nil {
		return 0
	}
	return int(a.of[a.codes[row]])
}

// timeline sorts rows into slots of time. Without times, all rows are in slot 0.
type timeline struct {
	slots []period
	of    []int32 // word → slot, or one of the two below
	times []int64 // word → Unix seconds
	codes []uint32
}

const (
	slotOutside int32 = -1
	slotUndated int32 = -2
)

func (l timeline) slot(row int) int32 {
	if l.of == nil {
		return 0
	}
	return l.of[l.codes[row]]
}

// at gives the instant of a row, or data.NoTime.
func (l timeline) at(row int) int64 {
	if l.times == nil {
		return data.NoTime
	}
	return l.times[l.codes[row]]
}

// sort finds the slot of each word. The slots need not touch, but they must not overlap.
func (l *timeline) sort() {
	l.of = make([]int32, len(l.times))
	last := 0
	for word, at := range l.times {
		l.of[word] = slotOutside
		if at == data.NoTime {
			l.of[word] = slotUndated
			continue
		}
		if last < len(l.slots) && l.slots[last].has(at) { // rows mostly follow each other in time
			l.of[word] = int32(last)
			continue
		}
		i, found := slices.BinarySearchFunc(l.slots, at, func(p period, at int64) int { return cmp.Compare(p.Start.Unix(), at) })
		if !found {
			i--
		}
		if i >= 0 && l.slots[i].has(at) {
			l.of[word], last = int32(i), i
		}
	}
}

// reading is the values that a metric takes from a table.
type reading interface {
	fate(row int) fate
	tally(p *placed) ([]estimate, *Mistake) // one estimate per cell
}

// placed is every row's cell: its slot of time, its group and its split. It also counts the rows that are not used.
type placed struct {
	cell     []int32 // row → cell, -1 when it is not used
	cells    int
	used     []int      // by slot
	excluded []Excluded // by slot; the last entry counts rows without a date
	weights  []float64  // word → weight; nil without weights
	wcodes   []uint32
}

// weight gives the weight of a used row.
func (p *placed) weight(row int) float64 { return p.weights[p.wcodes[row]] }

// whole gives the same rows all in one cell, but for those outside the slots from first to last.
func (p *placed) whole(first, last, perSlot int) *placed {
	one := *p
	one.cells = 1
	one.cell = make([]int32, len(p.cell))
	for row, cell := range p.cell {
		one.cell[row] = -1
		if cell >= int32(first*perSlot) && cell < int32((last+1)*perSlot) {
			one.cell[row] = 0
		}
	}
	return &one
}

// place decides about each row, in the order of the specification (§0.3): value and scale, weight, date, duplicate.
func (q *question) place(r reading) *placed {
	slots := max(1, len(q.time.slots))
	perSlot := len(q.groups.names) * len(q.splits.names)
	p := &placed{
		cell: make([]int32, q.Table.Rows), cells: slots * perSlot,
		used: make([]int, slots), excluded: make([]Excluded, slots+1),
	}
	if q.weightBy != nil {
		p.weights, p.wcodes = q.weightBy.AsNumbers(q.decimal()), q.weightBy.Codes
	}
	drop := func(slot int32, why fate) {
		if slot == slotUndated {
			slot = int32(slots)
		}
		if slot >= 0 {
			p.excluded[slot].add(why)
		}
	}
	kept := newKeeper(q)
	for row := range p.cell {
		p.cell[row] = -1
		if q.only != nil && !q.only.Has(row) {
			continue
		}
		slot := q.time.slot(row)
		if slot == slotOutside && kept == nil {
			continue
		}
		why := r.fate(row)
		switch {
		case why == used && p.weights != nil && !(p.weight(row) > 0):
			why = noWeight
		case why == used && slot == slotUndated:
			why = noDate
		}
		if why != used {
			drop(slot, why)
			continue
		}
		if slot != slotOutside {
			p.cell[row] = slot*int32(perSlot) + int32(q.groups.group(row)*len(q.splits.names)+q.splits.group(row))
		}
		if kept == nil {
			continue
		}
		if loser := kept.offer(row); loser >= 0 {
			drop(q.time.slot(loser), duplicate)
			p.cell[loser] = -1
		}
	}
	for _, cell := range p.cell {
		if cell >= 0 {
			p.used[int(cell)/perSlot]++
		}
	}
	return p
}

// keeper keeps one row per respondent.
type keeper struct {
	codes  []uint32
	blank  int     // the word of rows without a respondent, which are never merged
	best   []int32 // word → row that is kept, -1 for none yet
	time   timeline
	oldest bool
}

// newKeeper gives nil when the metric keeps all rows.
func newKeeper(q *question) *keeper {
	if q.respondent == nil {
		return nil
	}
	k := &keeper{codes: q.respondent.Codes, time: q.time, oldest: q.Metric.DedupeKeep == "first",
		blank: slices.Index(q.respondent.Words, ""), best: make([]int32, len(q.respondent.Words))}
	for i := range k.best {
		k.best[i] = -1
	}
	return k
}

// offer gives the row that loses: this one, an earlier one, or -1 for none. A row with a date beats one without.
func (k *keeper) offer(row int) (loser int) {
	word := k.codes[row]
	if int(word) == k.blank {
		return -1
	}
	before := k.best[word]
	if before < 0 {
		k.best[word] = int32(row)
		return -1
	}
	old, now := k.time.at(int(before)), k.time.at(row)
	wins := now >= old // data.NoTime is before all times
	if k.oldest && old != data.NoTime {
		wins = now != data.NoTime && now < old
	} else if k.oldest {
		wins = now != data.NoTime
	}
	if !wins {
		return row
	}
	k.best[word] = int32(row)
	return int(before)
}

// add counts a row that is not used.
func (e *Excluded) add(why fate) {
	switch why {
	case missing:
		e.Missing++
	case invalid:
		e.Invalid++
	case outOfScale:
		e.OutOfScale++
	case noWeight:
		e.NoWeight++
	case noDate:
		e.NoDate++
	case duplicate:
		e.Duplicate++
	case ignored:
		e.Ignored++
	}
}

func (e *Excluded) sum(other Excluded) {
	e.Missing += other.Missing
	e.Invalid += other.Invalid
	e.OutOfScale += other.OutOfScale
	e.NoWeight += other.NoWeight
	e.NoDate += other.NoDate
	e.Duplicate += other.Duplicate
	e.Ignored += other.Ignored
}
