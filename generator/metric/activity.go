package metric

import "cxgen/generator/data"

// churnActivityKind is the share of customers that have not been seen for too long. A row is an activity.
type churnActivityKind struct {
	common
	Customer   string `toml:"customer"`
	AsOf       moment `toml:"as_of"`
	Inactivity days   `toml:"inactivity"`
}

func (k *churnActivityKind) unit() Unit             { return Percent }
func (k *churnActivityKind) columns() []NamedColumn { return []NamedColumn{{"customer", k.Customer}} }

func (k *churnActivityKind) check(complain complainer) {
	if k.Inactivity == 0 {
		complain("kind", `for example inactivity = "90d"; the time in which nine of ten customers come back is a good start`,
			"churn_activity needs inactivity: after how many days without a sign a customer counts as gone")
	}
	onceEach(complain, k.DedupeBy)
}

func (k *churnActivityKind) count(q *question) (*census, *Mistake) {
	const active, gone = 0, 1
	c := q.newCensus(2, func(n []int) estimate {
		return inactive{part(n[gone], n[active]+n[gone]), n[gone], int(k.Inactivity)}
	})
	l := q.lives(k.Customer, k.AsOf.limit(q))
	instants := k.AsOf.asOf(q, l.last)
	c.matters = asOf(instants)
	today := make([]int, len(instants))
	for slot, at := range instants {
		today[slot] = q.day(at)
	}
	c.excluded = l.excluded
	for customer := range l.names {
		rows := l.of(customer)
		seen := 0
		for slot, at := range instants {
			for seen < len(rows) && q.time.at(int(rows[seen])) <= at {
				seen++
			}
			if seen == 0 || at == data.NoTime {
				continue
			}
			last := int(rows[seen-1])
			what := active
			if today[slot]-q.day(q.time.at(last)) > int(k.Inactivity) {
				what = gone
			}
			c.add(q, slot, customer, last, what)
		}
		c.seen(q, rows[:seen])
	}
	return c, nil
}

// seen counts rows that were used.
func (c *census) seen(q *question, rows []int32) {
	c.rows += len(rows)
	if len(rows) > 0 {
		c.saw(q.time.at(int(rows[0])))
		c.saw(q.time.at(int(rows[len(rows)-1])))
	}
}

// inactive is the share of customers that were not seen for a number of days.
type inactive struct {
	proportion
	gone, days int
}

func (e inactive) against(previous estimate, conf float64) difference {
	return e.proportion.against(previous.(inactive).proportion, conf)
}

func (e inactive) facts(int) []Fact { return []Fact{{"inactivity_days", float64(e.days)}} }

func (k *churnActivityKind) details() []detail {
	return []detail{
		{Active, Whole, func(e estimate) estimate { return countOf(e.base()-e.(inactive).gone, e.base()) }},
		{Churned, Whole, func(e estimate) estimate { return countOf(e.(inactive).gone, e.base()) }},
	}
}
