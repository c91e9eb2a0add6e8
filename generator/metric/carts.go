package metric

import (
	"slices"

	"cxgen/generator/data"

	"github.com/shopspring/decimal"
)

// cartAbandonmentKind is the share of carts, or of checkouts, that end without an order. A row is an event of a visit or a customer; or, with carts
// and purchases, figures that were counted elsewhere.
type cartAbandonmentKind struct {
	common
	Unit     string `toml:"unit"` // the column of what has one cart: a visit, a customer
	Event    string `toml:"event"`
	Cart     words  `toml:"cart_event"`
	Purchase words  `toml:"purchase_event"`
	Window   span   `toml:"window"`
	AsOf     moment `toml:"as_of"`

	Carts     string `toml:"carts"`
	Purchases string `toml:"purchases"`
}

func (k *cartAbandonmentKind) unit() Unit { return Percent }

// when is the column of time of events. Figures that were counted elsewhere need none.
func (k *cartAbandonmentKind) when() string {
	if k.Carts != "" {
		return ""
	}
	return "timestamp"
}

func (k *cartAbandonmentKind) columns() []NamedColumn {
	if k.Carts != "" {
		return []NamedColumn{{"carts", k.Carts}, {"purchases", k.Purchases}}
	}
	return []NamedColumn{{"unit", k.Unit}, {"event", k.Event}}
}

func (k *cartAbandonmentKind) check(complain complainer) {
	if (k.Carts == "") != (k.Purchases == "") {
		complain("kind", `for example carts = "carts" and purchases = "orders", the names of their columns`, "carts and purchases go together")
	}
	onceEach(complain, k.DedupeBy)
}

// What becomes of a cart.
const (
	cartCompleted = iota
	cartAbandoned
	cartOpen // may still be completed
	cartNone // a purchase without a cart
	cartKinds
)

// basket is the carts of a cell.
type basket struct {
	proportion                           // of the carts that are not open, those that were abandoned
	created, n, completed, open, orphans int
}

func (b basket) base() int { return b.n }

func (b basket) against(previous estimate, conf float64) difference {
	return b.proportion.against(previous.(basket).proportion, conf)
}

func (b basket) facts(int) []Fact { return []Fact{{"orphan_purchases", float64(b.orphans)}} }

func basketOf(n []int) estimate {
	b := basket{completed: n[cartCompleted], open: n[cartOpen], orphans: n[cartNone]}
	b.n = b.completed + n[cartAbandoned]
	b.created = b.n + b.open
	b.proportion = part(n[cartAbandoned], b.n)
	return b
}

func (k *cartAbandonmentKind) details() []detail {
	whole := func(m Measure, of func(b basket) int) detail {
		return detail{m, Whole, func(e estimate) estimate { return countOf(of(e.(basket)), e.base()) }}
	}
	return []detail{
		whole(Created, func(b basket) int { return b.created }),
		whole(Completed, func(b basket) int { return b.completed }),
		whole(OpenUnits, func(b basket) int { return b.open }),
	}
}

// count follows each unit. In a period it has one cart, from its first add in that period on; the purchase may come after the period, but
// within the window (specification §5).
func (k *cartAbandonmentKind) count(q *question) (*census, *Mistake) {
	if k.Carts != "" {
		return nil, nil
	}
	c := q.newCensus(cartKinds, basketOf)
	c.based = cartOpen
	adds, buys := q.named(k.Event, k.Cart), q.named(k.Event, k.Purchase)
	l := q.lives(k.Unit, endOfTime)
	c.excluded = l.excluded
	known := k.known(q, l.last)
	for unit := range l.names {
		rows := l.of(unit)
		hasCart := slices.ContainsFunc(rows, func(row int32) bool { return adds(int(row)) })
		last := int32(-1) // the slot of the last cart, or orphan
		for i, row := range rows {
			slot := q.time.slot(int(row))
			if slot < 0 || slot == last {
				continue
			}
			switch {
			case adds(int(row)):
				c.add(q, int(slot), int(row), int(row), k.fate(q, rows, i, buys, known))
				last = slot
			case !hasCart && buys(int(row)):
				c.add(q, int(slot), int(row), int(row), cartNone)
				last = slot
			}
		}
		c.seen(q, rows)
	}
	return c, nil
}

// known is the instant until which purchases are known: the given moment; on a site also the end of the data, for there the day of the build tells
// that it goes on; else all is known.
func (k *cartAbandonmentKind) known(q *question, last int64) int64 {
	switch at := k.AsOf.at(q); {
	case at != data.NoTime:
		return at
	case !q.Now.IsZero() && last != data.NoTime:
		return min(last, q.Now.Unix())
	}
	return endOfTime
}

// fate tells what becomes of the cart that a unit begins with a row. A purchase of the same instant counts in any order of the rows.
func (k *cartAbandonmentKind) fate(q *question, rows []int32, i int, buys func(int) bool, known int64) int {
	begun := q.time.at(int(rows[i]))
	for i > 0 && q.time.at(int(rows[i-1])) == begun {
		i--
	}
	for _, row := range rows[i:] {
		if k.Window > 0 && q.time.at(int(row)) > begun+int64(k.Window) {
			break
		}
		if buys(int(row)) {
			return cartCompleted
		}
	}
	if k.Window > 0 && known != endOfTime && begun+int64(k.Window) > known {
		return cartOpen
	}
	return cartAbandoned
}

// named gives a function that tells which rows have one of some events.
func (q *question) named(column string, events words) func(row int) bool {
	c := q.Table.Column(column)
	is := make([]bool, len(c.Words))
	for i, word := range c.Words {
		is[i] = slices.Contains(events, word)
	}
	return func(row int) bool { return is[c.Codes[row]] }
}

// read takes figures that were counted elsewhere.
func (k *cartAbandonmentKind) read(q *question) (reading, *Mistake) {
	r := q.sums(k.Carts, k.Purchases)
	r.finish = func(sum []decimal.Decimal, _ int) estimate {
		carts, purchases := int(sum[0].IntPart()), int(sum[1].IntPart())
		b := basket{created: carts, n: max(carts, 0), completed: purchases}
		if 0 <= purchases && purchases <= carts { // else the figures cannot be right
			b.proportion = part(carts-purchases, carts)
		}
		return b
	}
	return r, nil
}
