package metric

import (
	"fmt"
	"time"

	"cxgen/generator/data"
)

// churnKind is the share of customers that leave in a period. A row is a stay: a customer who comes back has several.
type churnKind struct {
	common
	Customer     string `toml:"customer"`
	Start        string `toml:"start"`
	End          string `toml:"end"`
	EndInclusive bool   `toml:"end_inclusive"` // end is the last day as a customer, not the first one after
}

func (k *churnKind) unit() Unit   { return Percent }
func (k *churnKind) when() string { return k.Start }
func (k *churnKind) ends() string { return k.End }

func (k *churnKind) columns() []NamedColumn {
	return []NamedColumn{{"customer", k.Customer}, {"start", k.Start}, {"end", k.End}}
}

func (k *churnKind) check(complain complainer) {
	if k.Time != "" && k.Time != k.Start {
		complain("time", "name the column with the first day in start", "the time of churn is its start")
	}
	onceEach(complain, k.DedupeBy)
}

// onceEach complains about dedupe_by where entities are counted once as it is.
func onceEach(complain complainer, dedupe string) {
	if dedupe != "" {
		complain("dedupe_by", "each customer or visit is counted once as it is", "dedupe_by does not apply to this kind")
	}
}

// What a stay is to a period.
const (
	stayStayed  = iota // a customer before and after
	stayLost           // a customer before, not after
	stayNew            // began and goes on
	stayNewLost        // began and ended
	stayKinds
)

// stay is the time of one customer, half-open; to is data.NoTime while it lasts.
type stay struct{ from, to int64 }

// in tells what a stay is to the period from start to before end (specification §4).
func (s stay) in(start, end int64) (what int, belongs bool) {
	ended := s.to != data.NoTime && s.to <= end
	switch {
	case s.from < start && (s.to == data.NoTime || s.to > start):
		if ended {
			return stayLost, true
		}
		return stayStayed, true
	case start <= s.from && s.from < end:
		if ended {
			return stayNewLost, true
		}
		return stayNew, true
	}
	return 0, false
}

// stays reads the rows. A row without a start, with an end that is no date, or with one before its start, is invalid.
func (k *churnKind) stays(q *question, each func(row int, s stay)) (e Excluded) {
	codes, ends := q.instants(k.End)
	customers, words := q.Table.Column(k.Customer), q.Table.Column(k.End).Words
	for row := range q.Table.Rows {
		if q.only != nil && !q.only.Has(row) {
			continue
		}
		s := stay{q.time.at(row), ends[codes[row]]}
		switch {
		case customers.Cell(row) == "":
			e.Missing++
		case s.from == data.NoTime, s.to == data.NoTime && !data.IsMissing(words[codes[row]]), s.to != data.NoTime && s.to < s.from:
			e.Invalid++
		default:
			if k.EndInclusive && s.to != data.NoTime {
				s.to = time.Unix(s.to, 0).In(q.zone()).AddDate(0, 0, 1).Unix()
			}
			each(row, s)
		}
	}
	return e
}

func (k *churnKind) count(q *question) (*census, *Mistake) {
	if q.within == nil && !q.running {
		return nil, &Mistake{"period", "churn is counted over a period, and none is given", `add period = "2026-10", or by = "month"`}
	}
	c := q.newCensus(stayKinds, func(n []int) estimate {
		e := churn{stayed: n[stayStayed], lost: n[stayLost], joined: n[stayNew] + n[stayNewLost], brief: n[stayNewLost]}
		e.proportion = part(e.lost, e.stayed+e.lost)
		return e
	})
	latest := int64(data.NoTime)
	if !q.Now.IsZero() {
		latest = q.Now.Unix()
	}
	c.based = stayNew
	for _, p := range q.time.slots {
		c.matters = append(c.matters, fmt.Sprint("from ", p.Start.Unix(), " to ", p.End.Unix()))
	}
	c.excluded = k.stays(q, func(row int, s stay) {
		counted := false
		for slot, p := range q.time.slots {
			if latest != data.NoTime && p.Start.Unix() > latest {
				break
			}
			if what, belongs := s.in(p.Start.Unix(), p.End.Unix()); belongs {
				c.add(q, slot, row, row, what)
				counted = true
			}
		}
		if counted {
			c.rows++
		}
	})
	return c, nil
}

// churn is what became of the customers of a period.
type churn struct {
	proportion
	stayed, lost, joined, brief int
}

// base is the customers at the start, since the rate is theirs; where there were none, those who joined.
func (e churn) base() int {
	if e.N == 0 {
		return e.joined
	}
	return e.N
}

func (e churn) against(previous estimate, conf float64) difference {
	return e.proportion.against(previous.(churn).proportion, conf)
}

func (k *churnKind) details() []detail {
	whole := func(m Measure, of func(e churn) int) detail {
		return detail{m, Whole, func(e estimate) estimate { return countOf(of(e.(churn)), e.base()) }}
	}
	return []detail{
		{Retained, Percent, func(e estimate) estimate { p := e.(churn).proportion; p.P = 1 - p.P; return p }},
		whole(Opening, func(e churn) int { return e.N }),
		whole(Churned, func(e churn) int { return e.lost }),
		whole(New, func(e churn) int { return e.joined }),
		whole(NewLost, func(e churn) int { return e.brief }),
		whole(Closing, func(e churn) int { return e.stayed + e.joined - e.brief }),
	}
}
