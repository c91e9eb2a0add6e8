package metric

import (
	"cmp"
	"iter"
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

// timeline sorts rows into slots of time. Without slots, all rows are in slot 0.
type timeline struct {
	slots []period
	times []int64  // word → Unix seconds, or row → Unix seconds without codes
	codes []uint32 // row → word

	starts, ends []int64 // of the slots, once they are sorted
	of           []int32 // stretch of 1<<shift seconds since the first start → slot that it meets first
	shift        int
}

const (
	slotOutside int32 = -1
	slotUndated int32 = -2
)

// slot finds the slot of a row, or one of the two above.
func (l *timeline) slot(row int) int32 {
	if l.of == nil {
		return 0
	}
	at := l.at(row)
	switch last := len(l.slots) - 1; {
	case at == data.NoTime:
		return slotUndated
	case last < 0 || at < l.starts[0] || at >= l.ends[last]:
		return slotOutside
	}
	i := l.of[(at-l.starts[0])>>l.shift]
	for at >= l.ends[i] {
		i++
	}
	if at < l.starts[i] {
		return slotOutside
	}
	return i
}

// at gives the instant of a row, or data.NoTime.
func (l *timeline) at(row int) int64 {
	switch {
	case l.codes != nil:
		return l.times[l.codes[row]]
	case l.times != nil:
		return l.times[row]
	}
	return data.NoTime
}

// sort prepares the slots. They need not touch, but they must not overlap.
func (l *timeline) sort() {
	n := len(l.slots)
	l.starts, l.ends, l.of = make([]int64, n), make([]int64, n), []int32{}
	for i, slot := range l.slots {
		l.starts[i], l.ends[i] = slot.Start.Unix(), slot.End.Unix()
	}
	if n == 0 {
		return
	}
	reach := l.ends[n-1] - l.starts[0]
	for reach>>l.shift > int64(8*n) {
		l.shift++
	}
	l.of = make([]int32, reach>>l.shift+1)
	slot := int32(0)
	for i := range l.of {
		for l.ends[slot] <= l.starts[0]+int64(i)<<l.shift && int(slot) < n-1 {
			slot++
		}
		l.of[i] = slot
	}
}

// reading is the values that a metric takes from a table.
type reading interface {
	fate(row int) fate
	tally(p *placed) ([]estimate, *Mistake) // one estimate per cell
}

// placed is the cell of every row of a query: its slot of time, its group and its split. It also counts the rows that are not used.
type placed struct {
	rows     []int32 // in their order
	of       []int32 // their cells, -1 for a row that is not used
	cells    int
	used     []int      // by slot
	excluded []Excluded // by slot; the last entry counts rows without a date
	weights  []float64  // word → weight; nil without weights
	wcodes   []uint32
	each     data.Each
}

// all gives the rows that are used, each with its cell, in their order.
func (p *placed) all() iter.Seq2[int, int32] {
	return func(yield func(int, int32) bool) {
		for i, cell := range p.of {
			if cell >= 0 && !yield(int(p.rows[i]), cell) {
				return
			}
		}
	}
}

// weight gives the weight of a used row.
func (p *placed) weight(row int) float64 { return p.weights[p.wcodes[row]] }

// moved gives the used rows in other cells; to gives -1 for a row that is used no more.
func (p *placed) moved(cells int, to func(row int, cell int32) int32) *placed {
	other := *p
	other.cells = cells
	other.of = make([]int32, len(p.of))
	for i, cell := range p.of {
		if other.of[i] = -1; cell >= 0 {
			other.of[i] = to(int(p.rows[i]), cell)
		}
	}
	return &other
}

// whole gives the same rows all in one cell, but for those outside the slots from first to last.
func (p *placed) whole(first, last, perSlot int) *placed {
	return p.moved(1, func(_ int, cell int32) int32 {
		if cell >= int32(first*perSlot) && cell < int32((last+1)*perSlot) {
			return 0
		}
		return -1
	})
}

// batch is how many rows of a table are counted by one worker at a time: whole words of data.Rows.
const batch = 1 << 16

// place decides about each row, in the order of the specification (§0.3): value and scale, weight, date, duplicate.
func (q *question) place(r reading) *placed {
	slots := max(1, len(q.time.slots))
	p := &placed{cells: slots * len(q.groups.names) * len(q.splits.names), used: make([]int, slots), excluded: make([]Excluded, slots+1), each: q.Each}
	if q.weightBy != nil {
		p.weights, p.wcodes = q.weightBy.AsNumbers(q.decimal()), q.weightBy.Codes
	}
	only := q.only
	if only == nil {
		only = data.NewRows(q.Table.Rows, true)
	}
	parts := slices.Collect(slices.Chunk(only, batch/64))
	from := make([]int, len(parts)+1)
	for i, part := range parts {
		from[i+1] = from[i] + part.Count()
	}
	p.rows, p.of = make([]int32, from[len(parts)]), make([]int32, from[len(parts)])
	excluded := make([][]Excluded, len(parts))
	q.Each.Over(len(parts), func(i int) {
		excluded[i] = make([]Excluded, slots+1)
		at := from[i]
		for row := range parts[i].All() {
			row += i * batch
			cell, slot, why := q.judge(p, r, row)
			if why != used && slot != slotOutside {
				excluded[i][slot].add(why)
			}
			p.rows[at], p.of[at] = int32(row), cell
			at++
		}
	})
	for _, part := range excluded {
		for slot := range part {
			p.excluded[slot].sum(part[slot])
		}
	}
	if q.respondent != nil {
		q.once(p)
	}
	for cell, n := range p.bases() {
		p.used[cell/(p.cells/slots)] += n
	}
	return p
}

// elsewhere is the cell of a row that is only looked at to find duplicates: it could be used, but for its time.
const elsewhere int32 = -2

// judge gives the cell of a row, and if it is not used, why, and the slot that counts it.
func (q *question) judge(p *placed, r reading, row int) (cell, slot int32, why fate) {
	if slot = q.time.slot(row); slot == slotOutside && q.respondent == nil {
		return -1, slot, used
	}
	why = r.fate(row)
	switch {
	case why == used && p.weights != nil && !(p.weight(row) > 0):
		why = noWeight
	case why == used && slot == slotUndated:
		why = noDate
	}
	switch {
	case why != used && slot == slotUndated:
		return -1, int32(len(p.excluded) - 1), why
	case why != used:
		return -1, slot, why
	case slot == slotOutside:
		return elsewhere, slot, used
	}
	groups, splits := len(q.groups.names), len(q.splits.names)
	return (slot*int32(groups)+int32(q.groups.group(row)))*int32(splits) + int32(q.splits.group(row)), slot, used
}

// once leaves one row per respondent.
func (q *question) once(p *placed) {
	kept := newKeeper(q, p.rows)
	for i, cell := range p.of {
		if cell == -1 {
			continue
		}
		if loser := kept.offer(i); loser >= 0 {
			if slot := q.time.slot(int(p.rows[loser])); slot >= 0 {
				p.excluded[slot].add(duplicate)
			}
			p.of[loser] = -1
		}
	}
}

// keeper keeps one row per respondent.
type keeper struct {
	rows   []int32
	codes  []uint32
	blank  int     // the word of rows without a respondent, which are never merged
	best   []int32 // word → place in rows that is kept, -1 for none yet
	time   timeline
	oldest bool
}

func newKeeper(q *question, rows []int32) *keeper {
	k := &keeper{rows: rows, codes: q.respondent.Codes, time: q.time, oldest: q.Metric.DedupeKeep == "first",
		blank: slices.Index(q.respondent.Words, ""), best: make([]int32, len(q.respondent.Words))}
	for i := range k.best {
		k.best[i] = -1
	}
	return k
}

// offer gives the place that loses: this one, an earlier one, or -1 for none. A row with a date beats one without.
func (k *keeper) offer(i int) (loser int) {
	row := int(k.rows[i])
	word := k.codes[row]
	if int(word) == k.blank {
		return -1
	}
	before := k.best[word]
	if before < 0 {
		k.best[word] = int32(i)
		return -1
	}
	old, now := k.time.at(int(k.rows[before])), k.time.at(row)
	wins := now >= old // data.NoTime is before all times
	if k.oldest && old != data.NoTime {
		wins = now != data.NoTime && now < old
	} else if k.oldest {
		wins = now != data.NoTime
	}
	if !wins {
		return i
	}
	k.best[word] = int32(i)
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
