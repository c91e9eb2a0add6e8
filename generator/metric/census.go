package metric

import (
	"cmp"
	"fmt"
	"slices"

	"cxgen/generator/data"
)

// counter is a kind that counts entities: customers, stays, carts. An entity is no row: a customer stands in every period of its stay, and a
// cart is made of many events. What is counted are the options that entities come to in each cell: stayed or left, bought or not.
//
// count gives nil when the table does not hold entities but figures that were counted elsewhere; then the kind is a reader too.
type counter interface {
	count(q *question) (*census, *Mistake)
}

// census is how many entities of each cell came to each option. Every entity is in one group and one split of a slot, so the counts of
// cells add up to those of the slot.
type census struct {
	options  int
	counts   []int                       // cell·options + option
	result   func(counts []int) estimate // what the options of one cell come to
	used     []int                       // by slot: entities in it
	rows     int                         // rows that were used
	excluded Excluded
	based    int      // options from here on are not in the base of the figures; 0: all are
	members  [][]seat // by slot: who is in the base; only for a plan
	matters  []string // by slot: what its figures tell of an entity; nil when they tell the same in every slot. Only sums of one matter add up
	first    int64    // the first and the last instant that counted, data.NoTime for none
	last     int64
}

// newCensus makes an empty census of a question's cells.
func (q *question) newCensus(options int, result func(counts []int) estimate) *census {
	slots := max(1, len(q.time.slots))
	return &census{
		options: options, counts: make([]int, slots*q.perSlot()*options), result: result, used: make([]int, slots), members: make([][]seat, slots),
		first: data.NoTime, last: data.NoTime,
	}
}

func (q *question) perSlot() int { return len(q.groups.names) * len(q.splits.names) }

// add counts one entity of a slot, with the group and split of one of its rows. unit tells entities apart.
func (c *census) add(q *question, slot, unit, row, option int) {
	cell := slot*q.perSlot() + q.groups.group(row)*len(q.splits.names) + q.splits.group(row)
	c.counts[cell*c.options+option]++
	c.used[slot]++
	if q.Plan != nil && (c.based == 0 || option < c.based) {
		c.members[slot] = append(c.members[slot], seat{int32(unit), int32(cell)})
	}
}

// seat is the cell of an entity.
type seat struct{ unit, cell int32 }

// matter gives the matter of a slot.
func (c *census) matter(slot int) string {
	if c.matters == nil {
		return ""
	}
	return c.matters[slot]
}

// asOf names what is told of customers as of an instant, whatever the period that ends then.
func asOf(instants []int64) (matters []string) {
	for _, at := range instants {
		matters = append(matters, fmt.Sprint("as of ", at))
	}
	return matters
}

// saw widens the time that the census covers.
func (c *census) saw(at int64) {
	if at == data.NoTime {
		return
	}
	if c.first == data.NoTime || at < c.first {
		c.first = at
	}
	c.last = max(c.last, at)
}

func (c *census) estimates() []estimate {
	list := make([]estimate, len(c.counts)/c.options)
	for i := range list {
		list[i] = c.result(c.counts[i*c.options : (i+1)*c.options])
	}
	return list
}

// pooled estimates the cells of some slots together.
func (c *census) pooled(from, to, perSlot int) estimate {
	sum := make([]int, c.options)
	for i, n := range c.counts[from*perSlot*c.options : (to+1)*perSlot*c.options] {
		sum[i%c.options] += n
	}
	return c.result(sum)
}

// answerFrom estimates the cells of a census.
func (q *question) answerFrom(c *census) (*answer, *Mistake) {
	q.show(c.used)
	a := &answer{
		question: q, census: c, perSlot: q.perSlot(), estimates: c.estimates(),
		placed: &placed{used: c.used, excluded: make([]Excluded, len(c.used)+1)},
	}
	a.excluded[len(c.used)] = c.excluded
	a.list()
	return a, a.hide()
}

// lives are the dated rows of every entity, earliest first; rows of one instant stay in the order of the table. Entities come in the order of their
// first row.
type lives struct {
	names    []string
	from     []int32 // entity → its first place in rows; one more at the end
	rows     []int32
	excluded Excluded // rows without a name or without a date
	last     int64    // the last instant of all rows of the question, data.NoTime for none
	asOf     []int64  // by slot: the instant as of which customers are looked at
}

// lives sorts the rows of a question by the entity that a column names, and by time. Rows after until are left out.
func (q *question) lives(column string, until int64) *lives {
	c := q.Table.Column(column)
	l := &lives{names: c.Words, from: make([]int32, len(c.Words)+1), last: data.NoTime}
	kept := func(row int) bool {
		at := q.time.at(row)
		return (q.only == nil || q.only.Has(row)) && at != data.NoTime && at <= until && c.Words[c.Codes[row]] != ""
	}
	n := 0
	for row, code := range c.Codes {
		switch {
		case q.only != nil && !q.only.Has(row):
		case c.Words[code] == "":
			l.excluded.Missing++
		case q.time.at(row) == data.NoTime:
			l.excluded.NoDate++
		case kept(row):
			l.from[code+1]++
			l.last = max(l.last, q.time.at(row))
			n++
		}
	}
	for i := range c.Words {
		l.from[i+1] += l.from[i]
	}
	l.rows = make([]int32, n)
	next := slices.Clone(l.from)
	for row, code := range c.Codes {
		if kept(row) {
			l.rows[next[code]] = int32(row)
			next[code]++
		}
	}
	q.shards(len(c.Words), func(from, to int) {
		for i := from; i < to; i++ {
			slices.SortStableFunc(l.of(i), func(a, b int32) int { return cmp.Compare(q.time.at(int(a)), q.time.at(int(b))) })
		}
	})
	return l
}

// shards calls do for all of n entities, some thousands at a time and side by side: for those from one to before another.
func (q *question) shards(n int, do func(from, to int)) {
	const size = 1 << 12
	q.Each.Over((n+size-1)/size, func(i int) { do(i*size, min(n, (i+1)*size)) })
}

// of gives the rows of an entity.
func (l *lives) of(entity int) []int32 { return l.rows[l.from[entity]:l.from[entity+1]] }
