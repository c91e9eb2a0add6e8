package metric

import (
	"maps"
	"slices"
	"strings"

	"cxgen/generator/data"
)

// hide decides which cells are not shown, and whether what all of them come to is.
func (a *answer) hide() *Mistake {
	a.hidden = make([]bool, len(a.estimates))
	if !a.Metric.hides() {
		return a.covered()
	}
	n := make([]int, len(a.estimates))
	for i, e := range a.estimates {
		if n[i] = e.base(); a.bases != nil {
			n[i] = a.bases[i]
		}
	}
	if a.Plan != nil && a.census != nil {
		return a.hideEntities(n)
	}
	circles, at := a.circles(n)
	c := coverage{kind: rowsOf(a.Table), circles: circles, least: a.Metric.protects()}
	if counted, elsewhere := a.values.(*sums); a.Plan != nil && elsewhere {
		p, heads, mistake := counted.heads(a.placed)
		if mistake != nil {
			return mistake
		}
		c.kind, c.space, c.units, c.of, c.heads = a.entities("counted elsewhere"), a.Table.Rows, p.rows, p.of, heads
	} else if a.Plan != nil {
		c.space, c.units, c.of = a.Table.Rows, a.rows, a.of
		if a.Plan.cover != nil {
			c.topics = a.topics()
			c.base = a.base()
		}
	}
	for i, hidden := range a.conceals(c, n) {
		a.put(at[i], hidden)
	}
	return a.covered()
}

// hideEntities asks the plan about kinds that count entities. Those of slots that tell different things about them are not compared: a customer
// who stays through one month may leave in the next one.
func (a *answer) hideEntities(n []int) *Mistake {
	circles, at := a.circles(n)
	matters := map[string]*coverage{}
	var order []*coverage
	cells := map[*coverage][]int{} // of the circles
	for slot, seats := range a.census.members {
		matter := a.census.matter(slot)
		c := matters[matter]
		if c == nil {
			c = &coverage{kind: a.entities(matter), space: a.Table.Rows, least: a.Metric.MinN}
			matters[matter], order = c, append(order, c)
		}
		for _, seat := range seats {
			c.units, c.of = append(c.units, seat.unit), append(c.of, seat.cell)
		}
	}
	for i, circle := range circles {
		first, last := int(circle.parts[0])/a.perSlot, int(circle.parts[len(circle.parts)-1])/a.perSlot
		if matter := a.census.matter(first); matter == a.census.matter(last) {
			c := matters[matter]
			c.circles = append(c.circles, circle)
			cells[c] = append(cells[c], at[i])
		}
	}
	for _, c := range order {
		for i, hidden := range a.conceals(*c, n) {
			a.put(cells[c][i], hidden)
		}
	}
	return a.covered()
}

// entities names the customers, visits or carts of a metric of whom the same matter is told.
func (q *question) entities(matter string) string {
	return "entities of " + q.Table.Name + q.Metric.Sum().String() + " " + matter
}

// What a circle may stand for besides a cell.
const (
	allShown    = -1 // all cells of the slots that are shown
	allCompared = -2 // all cells of the slot that they are compared with
	onlyKnown   = -3 // nothing that the result shows
)

// put keeps the decision about a cell.
func (a *answer) put(at int, hidden bool) {
	switch at {
	case allShown:
		a.secret = a.secret || hidden
	case allCompared:
		a.secretWas = a.secretWas || hidden
	case onlyKnown:
	default:
		a.hidden[at] = a.hidden[at] || hidden
	}
}

// circles lists whom the figures of the result are about, and for each which cell shows it.
func (a *answer) circles(n []int) (circles []circle, at []int) {
	add := func(c circle, place int) {
		size := 0
		for _, part := range c.parts {
			size += n[part]
		}
		if size == 0 || c.known && size < a.Metric.MinN {
			return
		}
		c.few = size < a.Metric.MinN
		circles, at = append(circles, c), append(at, place)
	}
	slots := map[int]bool{}
	cell := func(slot, group, split int, name string) {
		if a.Split != "" {
			name += " · " + a.splits.names[split]
		}
		i := a.in(slot, group, split)
		slots[slot] = true
		if slot < a.window()-1 {
			return
		}
		c := circle{name: name}
		for back := a.window() - 1; back >= 0; back-- {
			c.parts = append(c.parts, int32(i-back*a.perSlot))
		}
		add(c, i)
	}
	listed := map[int]bool{}
	for _, position := range a.positions {
		for _, split := range a.split {
			_, slot := a.at(position, split)
			group := position
			if a.running {
				group = 0
			}
			cell(slot, group, split, a.label(position))
			before := a.compared(slot)
			if before < 0 || a.running && before >= a.from || listed[a.in(before, group, split)] {
				continue
			}
			listed[a.in(before, group, split)] = true
			if a.running {
				position = before
			}
			cell(before, group, split, a.label(position))
		}
	}
	if a.Plan == nil {
		for slot := range len(n) / max(1, a.perSlot) {
			if slots[slot] {
				a.margins(slot, add)
			}
		}
	}
	if a.from <= a.to {
		add(circle{parts: a.cells(a.from, a.to), note: a.By == "" || a.running}, allShown)
	}
	if !a.running && a.against >= 0 {
		add(circle{parts: a.cells(a.against, a.against), note: a.By == ""}, allCompared)
	}
	return circles, at
}

// cells gives the cells of some slots.
func (a *answer) cells(from, to int) []int32 {
	var list []int32
	for i := from * a.perSlot; i < (to+1)*a.perSlot; i++ {
		list = append(list, int32(i))
	}
	return list
}

// margins adds the totals of groups and of splits in a slot. A result that stands alone does not know whether they are told elsewhere,
// so they are taken as known. Those of periods are not: nobody tells a total of them unless a plan says so.
func (a *answer) margins(slot int, add func(c circle, place int)) {
	groups, splits := len(a.groups.names), len(a.splits.names)
	if splits > 1 {
		for g := range groups {
			c := circle{known: true}
			for s := range splits {
				c.parts = append(c.parts, int32(a.in(slot, g, s)))
			}
			add(c, onlyKnown)
		}
	}
	if groups > 1 {
		for s := range splits {
			c := circle{known: true}
			for g := range groups {
				c.parts = append(c.parts, int32(a.in(slot, g, s)))
			}
			add(c, onlyKnown)
		}
	}
}

// base is the set of all rows that the metric could use, whatever the query, and whatever its definition leaves out: what is asked of
// fewer of the same rows is the same question.
func (a *answer) base() uint64 {
	at := wholeBase{a.Metric.Sum(), a.Plan.asked}
	a.Plan.asked++
	f := a.Plan.bases[at]
	if f == nil {
		f = &foundation{rows: data.NewRows(a.Table.Rows, false)}
		for row := range a.Table.Rows {
			if a.values.fate(row) == used && (a.weights == nil || a.weight(row) > 0) {
				f.sum += scramble(uint64(row))
				f.rows.Set(row)
			}
		}
		a.Plan.bases[at] = f
	}
	return f.sum
}

// topics are the columns that the figures of a metric are about: other metrics may tell the same of other bases. Of a kind with several
// readings they are those of the first.
func (a *answer) topics() (list []string) {
	if a.Plan.asked > 0 {
		return nil
	}
	for _, c := range a.Metric.kind.columns() {
		switch c.Key {
		case "score", "outcome", "rating", "satisfaction", "column", "per", "amount", "answered", "closed", "promised", "delivered":
			list = append(list, c.Column)
		default:
			if strings.HasPrefix(c.Key, "drivers.") {
				list = append(list, c.Column)
			}
		}
	}
	if k, ok := a.Metric.kind.(*shareKind); ok && k.good != nil {
		list = append(list, k.good.Columns()...)
	}
	return list
}

// gathering is entities in groups of their own kind: customers in segments, in phases, in a cohort. Each is in one group.
type gathering struct {
	kind   string  // the matter: what is told of them. Those of one matter are compared across pages
	space  int     // how many there are in the table
	units  []int32 // the entities
	of     []int32 // their groups
	names  []string
	across int  // the groups are a grid with rows of this length; 0 or 1 for none
	sum    bool // their total is shown
}

// add puts an entity into a group.
func (g *gathering) add(unit, group int) {
	g.units, g.of = append(g.units, int32(unit)), append(g.of, int32(group))
}

// among tells which groups of a gathering are hidden, and whether what is told of all of them has to be. A result that stands alone takes their total as known, and of a grid those of its lines.
func (q *question) among(of gathering) (hidden []bool, secret bool) {
	n := make([]int, len(of.names))
	for _, group := range of.of {
		n[group]++
	}
	c := coverage{kind: q.entities(of.kind), space: of.space, units: of.units, of: of.of, least: q.Metric.MinN}
	all := circle{known: true}
	lines := map[int]*circle{}
	across := max(1, of.across)
	for i, name := range of.names {
		if n[i] == 0 {
			continue
		}
		part := int32(i)
		c.circles = append(c.circles, circle{name: name, parts: []int32{part}})
		all.parts = append(all.parts, part)
		for _, line := range []int{i / across, -1 - i%across} {
			if lines[line] == nil {
				lines[line] = &circle{known: true}
			}
			lines[line].parts = append(lines[line].parts, part)
		}
	}
	shown := len(c.circles)
	if q.Plan == nil {
		if of.across > 1 {
			for _, line := range slices.Sorted(maps.Keys(lines)) {
				c.circles = append(c.circles, *lines[line])
			}
		}
		c.circles = append(c.circles, all)
	} else if of.sum {
		all.known = false
		c.circles = append(c.circles, all)
	}
	hidden = make([]bool, len(n))
	for i, is := range q.conceals(c, n) {
		switch {
		case i < shown:
			hidden[c.circles[i].parts[0]] = is
		case !c.circles[i].known:
			secret = is
		}
	}
	return hidden, secret || len(of.units) < q.Metric.MinN
}

// hiddenNames lists what is hidden: a group or split as a whole, or one cell of the two as "group · split".
func (a *answer) hiddenNames() []string {
	var names []string
	whole := map[int]bool{} // splits that are hidden wherever they have answers
	if a.Split != "" {
		for _, s := range a.split {
			if whole[s] = a.allHidden(a.positions, []int{s}); whole[s] {
				names = append(names, a.splits.names[s])
			}
		}
	}
	for _, position := range a.positions {
		if a.Split == "" || a.By != "" && a.allHidden([]int{position}, a.split) {
			if cell, _ := a.at(position, 0); (a.Split != "" || a.hidden[cell]) && a.By != "" {
				names = append(names, a.label(position))
			}
			continue
		}
		for _, s := range a.split {
			if cell, _ := a.at(position, s); a.hidden[cell] && !whole[s] {
				names = append(names, a.label(position)+" · "+a.splits.names[s])
			}
		}
	}
	return names
}

// allHidden tells whether of these cells all that have answers are hidden, and there is one.
func (a *answer) allHidden(positions, splits []int) bool {
	found := false
	for _, position := range positions {
		for _, s := range splits {
			cell, _ := a.at(position, s)
			if a.estimates[cell].base() > 0 && !a.hidden[cell] {
				return false
			}
			found = found || a.hidden[cell]
		}
	}
	return found
}
