package metric

import (
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// Plan decides, once for all figures that are published from a table, which of them are hidden: small ones, and those by which a small
// one could be computed, on whatever page they stand. It is never changed after NewPlan.
//
// A figure is known by the set of rows (or users) behind it. So a month of one chart and the same month of another are one thing, in all
// languages and on all pages, and they are shown or hidden together.
type Plan struct {
	hidden map[uint64]bool // sets of people → whether a figure about them is hidden; sets that are not in it are not published
	sum    source.Sum

	cover func(coverage)            // takes what queries publish while the plan is made
	bases map[wholeBase]*foundation // what base gave, while the plan is made
	asked int                       // how often a query asked for a base
}

// wholeBase names a set of all rows that could count: that of the nth reading of a metric.
type wholeBase struct {
	metric source.Sum
	nth    int
}

// Sum identifies the decision: with plans of equal sums, equal queries have equal results.
func (p *Plan) Sum() source.Sum {
	if p == nil {
		return source.Sum{}
	}
	return p.sum
}

// Hidden counts the different groups of people about whom figures are hidden.
func (p *Plan) Hidden() int {
	n := 0
	for _, hidden := range p.hidden {
		if hidden {
			n++
		}
	}
	return n
}

// coverage is whom some figures of a query are about. Figures with an equal base are decided together, since their numbers of people add up.
type coverage struct {
	kind    string   // what is counted: "rows of answers"
	base    uint64   // set of all that could count
	space   int      // how many rows, or users, there are
	units   []int32  // the rows or users that the query is about
	of      []int32  // the part of each of them, -1 for none
	heads   []int32  // row → how many people it stands for; nil for one each
	topics  []string // columns that the figures are about, where those of other metrics may be about the same; see bridge
	sums    []uint64
	circles []circle
	least   int
}

// Group is people about whom something is published that no metric computes, as the mean of a product's stars.
type Group struct {
	Name  string
	Table *data.Table
	Of    []int32 // all rows that could count
	Rows  []int32 // those that do
	MinN  int
}

func (g Group) coverage() coverage {
	c := coverage{kind: rowsOf(g.Table), space: g.Table.Rows, units: g.Rows, of: make([]int32, len(g.Rows)), least: g.MinN}
	for _, row := range g.Of {
		c.base += scramble(uint64(row))
	}
	if len(g.Rows) > 0 {
		c.circles = []circle{{name: g.Name, parts: []int32{0}}}
	}
	c.sets(1)
	return c
}

func rowsOf(t *data.Table) string { return "rows of " + t.Name }

// Hides tells whether figures about a group are hidden.
func (p *Plan) Hides(g Group) bool {
	if len(g.Rows) == 0 {
		return false
	}
	c := g.coverage()
	hidden, known := p.hidden[c.id(c.circles[0])]
	return hidden || !known
}

// NewPlan decides for everything that is published from a table. Queries that cannot be answered are left out.
func NewPlan(queries []Query, groups []Group) *Plan {
	w := &world{universes: map[uint64]*universe{}}
	p := &Plan{bases: map[wholeBase]*foundation{}}
	ask := func(q Query) {
		q.Plan, p.asked = p, 0
		Answer(q) // gives nothing: it only says whom it covers
	}
	p.cover = w.meet
	met := map[source.Sum]bool{}
	for _, q := range queries { // each metric once: which are about the same has to be known before
		if q.Metric != nil && !met[q.Metric.Sum()] {
			met[q.Metric.Sum()] = true
			ask(q)
		}
	}
	w.build(p.bases)
	p.cover = w.add
	for _, q := range queries {
		ask(q)
	}
	for _, g := range groups {
		p.cover(g.coverage())
	}
	done := &Plan{hidden: w.decide()}
	var ids []byte
	for _, id := range slices.Sorted(maps.Keys(done.hidden)) {
		if done.hidden[id] {
			ids = binary.LittleEndian.AppendUint64(ids, id)
		}
	}
	done.sum = source.SumOf(ids)
	return done
}

// member gives a row or user of a kind a number. The numbers of the members of a set add up to the set's own.
func member(kind string, unit uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(kind))
	return scramble(h.Sum64() + scramble(unit))
}

// sets gives the numbers of the parts.
func (c *coverage) sets(parts int) {
	h := fnv.New64a()
	h.Write([]byte(c.kind))
	salt := h.Sum64()
	c.sums = make([]uint64, parts)
	for i, part := range c.of {
		if part >= 0 {
			c.sums[part] += scramble(salt + scramble(uint64(c.units[i])))
		}
	}
}

// id is the number of a circle.
func (c *coverage) id(of circle) (id uint64) {
	for _, part := range of.parts {
		id += c.sums[part]
	}
	return id
}

// conceals tells which circles of a query are hidden: by the plan, or without one by what this query alone publishes. n counts the people
// of each part.
func (q *question) conceals(c coverage, n []int) []bool {
	if q.Plan == nil {
		s := secrecy{n: n, circles: c.circles, least: c.least}
		return s.conceal()
	}
	c.sets(len(n))
	hidden := make([]bool, len(c.circles))
	if q.Plan.cover != nil {
		q.Plan.cover(c)
		return hidden
	}
	for i, circle := range c.circles {
		id := c.id(circle)
		decided, known := q.Plan.hidden[id]
		hidden[i] = decided || !known || circle.few
	}
	return hidden
}

// covered stops a query that a plan only asked whom it covers.
func (q *question) covered() *Mistake {
	if q.Plan != nil && q.Plan.cover != nil {
		return &Mistake{Text: "the plan is still being made"}
	}
	return nil
}
