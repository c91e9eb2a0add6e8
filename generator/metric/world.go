package metric

import (
	"slices"

	"cxgen/generator/data"
)

// world is all that is published from a table: a universe for each set of rows or entities that could count, and bridges between universes.
type world struct {
	universes map[uint64]*universe
	order     []*universe
	met       []acquaintance
	bridges   map[uint64][]*bridge // by universe
	all       []*bridge
}

// foundation is the rows that a reading of a metric could use.
type foundation struct {
	sum  uint64
	rows data.Rows
}

// acquaintance is what is known of a universe before it is made.
type acquaintance struct {
	universe, base uint64
	kind           string
	space          int
	topics         []string
}

// bridge is a universe of the rows that two others share, when both are about the same column: the promoters of a score, and the share of rows with a
// high score among all, also those without one. Whatever one of them tells of the rows that both have, the other one tells too; so what each hides
// alone could be found by both.
type bridge struct {
	*universe
	rows   data.Rows
	owners [][]owner // of each circle
}

// owner is a circle of a universe that a circle of a bridge stands for.
type owner struct {
	universe *universe
	circle   int32
}

func (c coverage) universe() uint64 { return scramble(c.base) ^ member(c.kind, 0) }

// meet takes notice of a universe that is about some columns.
func (w *world) meet(c coverage) {
	if len(c.topics) > 0 {
		w.met = append(w.met, acquaintance{c.universe(), c.base, c.kind, c.space, c.topics})
	}
}

// build makes the bridges.
func (w *world) build(foundations map[wholeBase]*foundation) {
	rows := map[uint64]data.Rows{}
	for _, f := range foundations {
		rows[f.sum] = f.rows
	}
	w.bridges = map[uint64][]*bridge{}
	type pair [2]uint64
	built := map[pair]bool{}
	for i, a := range w.met {
		for _, b := range w.met[:i] {
			same := a.kind == b.kind && slices.ContainsFunc(a.topics, func(topic string) bool { return slices.Contains(b.topics, topic) })
			ends := pair{min(a.universe, b.universe), max(a.universe, b.universe)}
			if !same || a.universe == b.universe || built[ends] {
				continue
			}
			built[ends] = true
			over := &bridge{universe: newUniverse(a.space), rows: rows[a.base].And(rows[b.base])}
			w.all = append(w.all, over)
			for _, end := range ends {
				w.bridges[end] = append(w.bridges[end], over)
			}
		}
	}
}

// add takes what a query publishes.
func (w *world) add(c coverage) {
	key := c.universe()
	u := w.universes[key]
	if u == nil {
		u = newUniverse(c.space)
		w.universes[key] = u
		w.order = append(w.order, u)
	}
	circles := u.add(c)
	for _, over := range w.bridges[key] {
		over.carry(c, u, circles)
	}
}

// carry takes the part of a coverage that lies in the rows of the bridge.
func (b *bridge) carry(c coverage, from *universe, circles []int32) {
	c.of = slices.Clone(c.of)
	for i, unit := range c.units {
		if !b.rows.Has(int(unit)) {
			c.of[i] = -1
		}
	}
	c.sets(len(c.sums))
	c.circles = slices.Clone(c.circles)
	for i := range c.circles {
		c.circles[i].known = c.circles[i].known || c.id(c.circles[i]) == 0
	}
	for i, number := range b.add(c) {
		if number < 0 {
			continue
		}
		for int(number) >= len(b.owners) {
			b.owners = append(b.owners, nil)
		}
		if one := (owner{from, circles[i]}); !slices.Contains(b.owners[number], one) {
			b.owners[number] = append(b.owners[number], one)
		}
	}
}

// decide gives the sets of people about whom figures are published, each with whether they are hidden. What a bridge hides its universes hide, and the
// other way round, until nothing more is.
func (w *world) decide() map[uint64]bool {
	hidden := map[*universe][]bool{}
	for _, u := range w.order {
		hidden[u] = u.decide()
	}
	for again := true; again; {
		again = false
		for _, b := range w.all {
			for i, owners := range b.owners {
				for _, o := range owners {
					b.circles[i].few = b.circles[i].few || hidden[o.universe][o.circle]
				}
			}
			for i, is := range b.decide() {
				for _, o := range b.owners[i] {
					if is && !hidden[o.universe][o.circle] {
						o.universe.circles[o.circle].few, o.universe.stale, again = true, true, true
					}
				}
			}
		}
		for _, u := range w.order {
			if u.stale {
				hidden[u], u.stale = u.decide(), false
			}
		}
	}
	all := map[uint64]bool{}
	for _, u := range w.order {
		for i, is := range hidden[u] {
			all[u.ids[i]] = all[u.ids[i]] || is
		}
	}
	return all
}
