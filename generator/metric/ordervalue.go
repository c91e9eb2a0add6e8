package metric

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"
)

// orderValueKind is the value of orders: a row is an order, or a refund with a negative amount.
type orderValueKind struct {
	common
	Amount        string   `toml:"amount"`
	Status        string   `toml:"status"`
	ExcludeStatus []string `toml:"exclude_status"`
}

func (k *orderValueKind) unit() Unit { return Plain }

func (k *orderValueKind) columns() []NamedColumn {
	list := []NamedColumn{{"amount", k.Amount}}
	if len(k.ExcludeStatus) > 0 {
		list = append(list, NamedColumn{"status", k.Status})
	}
	return list
}

func (k *orderValueKind) check(complainer) {}

func (k *orderValueKind) answer(q *question) (*Result, *Mistake) {
	a, r, mistake := q.whole()
	if mistake != nil {
		return nil, mistake
	}
	if !a.secret {
		for i, n := range k.excluded(a) {
			r.Facts = append(r.Facts, Fact{"excluded_" + k.ExcludeStatus[i], float64(n)})
		}
	}
	return r, nil
}

// excluded counts the orders that were left out, by status.
func (k *orderValueKind) excluded(a *answer) []int {
	n := make([]int, len(k.ExcludeStatus))
	status := a.Table.Column(k.Status)
	for row := range a.Table.Rows {
		slot := int(a.time.slot(row))
		if len(n) == 0 || a.only != nil && !a.only.Has(row) || slot == int(slotOutside) || slot >= 0 && !a.covering(slot) {
			continue
		}
		if i := slices.Index(k.ExcludeStatus, status.Cell(row)); i >= 0 {
			n[i]++
		}
	}
	return n
}

func (k *orderValueKind) read(q *question) (reading, *Mistake) {
	r := &orders{numbers: q.numbers(k.Amount, nil), perSlot: q.perSlot()}
	r.exact = exactly(r.values)
	if status := q.Table.Column(k.Status); status != nil && len(k.ExcludeStatus) > 0 {
		r.statuses, r.statusCodes = make([]bool, len(status.Words)), status.Codes
		for i, word := range status.Words {
			r.statuses[i] = slices.Contains(k.ExcludeStatus, word)
		}
	}
	return r, nil
}

// orders are the amounts of orders. Those of some statuses are left out.
type orders struct {
	*numbers
	perSlot     int
	statuses    []bool // by word: left out
	statusCodes []uint32
}

func (r *orders) fate(row int) fate {
	if r.statuses != nil && r.statuses[r.statusCodes[row]] {
		return ignored
	}
	return r.numbers.fate(row)
}

func (r *orders) tally(p *placed) ([]estimate, *Mistake) {
	means, mistake := r.means(p)
	if mistake != nil {
		return nil, mistake
	}
	sums := r.exact.sums(p, r.codes)
	values := p.gather(func(row int) float64 { return r.values[r.codes[row]] })
	perSlot := max(1, min(r.perSlot, p.cells)) // a total is one cell, also of no groups
	list := make([]estimate, p.cells)
	for cell := range list {
		e := orderValue{mean: means[cell].(mean), revenue: sums[cell]}
		if e.N > 0 {
			slices.Sort(values[cell])
			e.quarters = [3]float64{quantile7(values[cell], .25), quantile7(values[cell], .5), quantile7(values[cell], .75)}
		}
		for _, part := range sums[cell/perSlot*perSlot : cell/perSlot*perSlot+perSlot] {
			e.whole = e.whole.Add(part)
		}
		list[cell] = e
	}
	return list, nil
}

// quantile7 gives the value below which a part of some sorted values lies, between two neighbours in proportion (type 7 of Hyndman and Fan 1996,
// the default of R and Excel).
func quantile7(sorted []float64, part float64) float64 {
	at := part * float64(len(sorted)-1)
	i := int(math.Floor(at))
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// orderValue is the average order of a cell, with its quartiles and revenue.
type orderValue struct {
	mean
	revenue  decimal.Decimal
	whole    decimal.Decimal // revenue of all groups of its period
	quarters [3]float64
}

func (e orderValue) against(previous estimate, conf float64) difference {
	return e.mean.against(previous.(orderValue).mean, conf)
}

func (k *orderValueKind) details() []detail {
	unit := k.money()
	quarter := func(m Measure, i int) detail {
		return detail{m, unit, func(e estimate) estimate { return number{e.(orderValue).quarters[i], e.base(), e.base() > 0} }}
	}
	return []detail{
		quarter(Median, 1), quarter(Q1, 0), quarter(Q3, 2),
		{Orders, Whole, func(e estimate) estimate { return countOf(e.base(), e.base()) }},
		{Revenue, unit, func(e estimate) estimate {
			return number{e.(orderValue).revenue.InexactFloat64(), e.base(), e.base() > 0}
		}},
		{RevenueShare, Percent, func(e estimate) estimate {
			o := e.(orderValue)
			return number{100 * quotient(o.revenue, o.whole), o.N, o.N > 0 && !o.whole.IsZero()}
		}},
	}
}

// money is the unit of the amounts: a currency if the definition names one.
func (c *common) money() Unit {
	switch Unit(c.Unit) {
	case "", Plain:
		return Plain
	}
	return Currency
}
