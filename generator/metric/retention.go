package metric

import "github.com/shopspring/decimal"

// retentionSimpleKind is retention from figures that were counted elsewhere: customers at the start, at the end, and new ones.
type retentionSimpleKind struct {
	common
	Start string `toml:"start"`
	End   string `toml:"end"`
	New   string `toml:"new"`
}

func (k *retentionSimpleKind) unit() Unit { return Percent }

func (k *retentionSimpleKind) columns() []NamedColumn {
	return []NamedColumn{{"start", k.Start}, {"end", k.End}, {"new", k.New}}
}

func (k *retentionSimpleKind) check(complainer) {}

func (k *retentionSimpleKind) read(q *question) (reading, *Mistake) {
	r := q.sums(k.Start, k.End, k.New)
	r.snapshot = true
	r.finish = func(sum []decimal.Decimal, _ int) estimate { return kept(sum[0], sum[1], sum[2]) }
	return r, nil
}

// retention is the share of the customers at the start that stayed. Where the figures cannot be right it is not defined.
type retention struct {
	proportion
	start, end, new float64
}

// kept gives (end - new) / start, which has to lie between 0 and 1 (specification §4).
func kept(start, end, new decimal.Decimal) retention {
	r := retention{start: start.InexactFloat64(), end: end.InexactFloat64(), new: new.InexactFloat64()}
	if stayed := end.Sub(new); start.IsPositive() && !stayed.IsNegative() && !stayed.GreaterThan(start) {
		r.proportion = proportion{P: quotient(stayed, start), Eff: r.start, N: int(r.start)}
	}
	return r
}

// base is the customers at the start, also where the figures contradict each other.
func (r retention) base() int { return int(r.start) }

func (r retention) valid() bool { return r.Eff > 0 }

func (r retention) figure(conf float64) figure {
	if !r.valid() {
		return figure{}
	}
	return r.proportion.figure(conf)
}

func (r retention) against(previous estimate, conf float64) difference {
	return r.proportion.against(previous.(retention).proportion, conf)
}

func (k *retentionSimpleKind) details() []detail {
	whole := func(m Measure, of func(r retention) float64) detail {
		return detail{m, Whole, func(e estimate) estimate { return number{of(e.(retention)), e.base(), e.base() > 0} }}
	}
	return []detail{
		whole(Opening, func(r retention) float64 { return r.start }),
		{Churned, Whole, func(e estimate) estimate {
			r := e.(retention)
			return number{r.start - (r.end - r.new), r.base(), r.valid()}
		}},
		whole(New, func(r retention) float64 { return r.new }),
		whole(Closing, func(r retention) float64 { return r.end }),
	}
}

// revenueRetentionKind is how much of the revenue of a period's start is still there at its end. New customers are in neither figure.
type revenueRetentionKind struct {
	common
	Opening     string `toml:"opening"`
	Churned     string `toml:"churned"`
	Contraction string `toml:"contraction"`
	Expansion   string `toml:"expansion"`
	Customers   string `toml:"customers"` // how many stand behind the revenue: the base below which it is hidden
	Headline    string `toml:"headline"`
}

func (k *revenueRetentionKind) unit() Unit { return Percent }

func (k *revenueRetentionKind) hides() bool { return k.Customers != "" }

func (k *revenueRetentionKind) columns() []NamedColumn {
	list := []NamedColumn{{"opening", k.Opening}, {"churned", k.Churned}, {"contraction", k.Contraction}, {"expansion", k.Expansion}}
	return withOptional(list, "customers", k.Customers)
}

// withOptional adds a column if it is named.
func withOptional(list []NamedColumn, key, column string) []NamedColumn {
	if column == "" {
		return list
	}
	return append(list, NamedColumn{key, column})
}

func (k *revenueRetentionKind) check(complain complainer) {
	oneOf(complain, "headline", k.Headline, "nrr", "grr")
}

func (k *revenueRetentionKind) read(q *question) (reading, *Mistake) {
	r := q.sums(k.Opening, k.Churned, k.Contraction, k.Expansion, k.Customers)
	r.snapshot = true
	r.finish = func(sum []decimal.Decimal, rows int) estimate {
		e := revenueKept{n: rows, headline: k.Headline}
		if k.Customers != "" {
			e.n = int(sum[4].IntPart())
		}
		if opening := sum[0]; opening.IsPositive() {
			lost := sum[1].Add(sum[2])
			e.defined = true
			e.grr, e.nrr = quotient(opening.Sub(lost), opening), quotient(opening.Sub(lost).Add(sum[3]), opening)
			e.lost = quotient(lost, opening)
		}
		return e
	}
	return r, nil
}

// revenueKept is the parts of the opening revenue that stayed, with and without expansion, and that were lost, as fractions.
type revenueKept struct {
	grr, nrr, lost float64
	defined        bool
	n              int
	headline       string
}

func (e revenueKept) base() int { return e.n }

// number gives one of the fractions in percent.
func (e revenueKept) number(fraction float64) number {
	return number{100 * fraction, e.n, e.defined}
}

func (e revenueKept) value() number {
	if e.headline == "grr" {
		return e.number(e.grr)
	}
	return e.number(e.nrr)
}

func (e revenueKept) untested()               {}
func (e revenueKept) figure(c float64) figure { return e.value().figure(c) }

func (e revenueKept) against(previous estimate, conf float64) difference {
	return e.value().against(previous.(revenueKept).value(), conf)
}

func (k *revenueRetentionKind) details() []detail {
	percent := func(m Measure, of func(e revenueKept) float64) detail {
		return detail{m, Percent, func(e estimate) estimate { return e.(revenueKept).number(of(e.(revenueKept))) }}
	}
	return []detail{
		percent(GRR, func(e revenueKept) float64 { return e.grr }),
		percent(NRR, func(e revenueKept) float64 { return e.nrr }),
		percent(GrossChurn, func(e revenueKept) float64 { return e.lost }),
	}
}
