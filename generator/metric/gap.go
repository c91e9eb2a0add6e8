package metric

import (
	"cmp"
	"slices"

	"cxgen/generator/data"
)

// gapKind compares what those who work in the company believe of it with what its customers say, item by item.
type gapKind struct {
	common
	Item     string `toml:"item"`
	Side     string `toml:"side"`
	Rating   string `toml:"rating"`
	Scale    []int  `toml:"scale"`
	Company  words  `toml:"company_values"` // what stands in the column of sides
	Customer words  `toml:"customer_values"`
}

func (k *gapKind) structure() structure {
	return structure{word: "item", column: k.Item, always: true}
}

func (k *gapKind) unit() Unit { return Plain }

func (k *gapKind) columns() []NamedColumn {
	return []NamedColumn{{"item", k.Item}, {"side", k.Side}, {"rating", k.Rating}}
}

func (k *gapKind) check(complain complainer) {
	if len(k.Scale) != 2 || k.Scale[0] >= k.Scale[1] || k.Scale[1]-k.Scale[0] > longestScale {
		complain("scale", "for example [1, 5]", "scale wants its lowest and its highest number")
		k.Scale = []int{1, 5}
	}
	for _, word := range k.Company {
		if slices.ContainsFunc(k.Customer, func(other string) bool { return fold(other) == fold(word) }) {
			complain("company_values", "each word is one side", "%q stands for both sides", word)
		}
	}
}

// The sides of a gap.
const (
	ofCompany = iota
	ofCustomers
)

// sided is a reading of ratings that belong to an item and a side.
type sided struct {
	*ballots
	item, side   []fate // by word
	items, sides []uint32
}

func (r sided) fate(row int) fate {
	for _, why := range []fate{r.item[r.items[row]], r.side[r.sides[row]]} {
		if why != used {
			return why
		}
	}
	return r.ballots.fate(row)
}

// count rates each item by each side: groups are the items, splits the sides.
func (k *gapKind) count(q *question) (*answer, *Mistake) {
	items, sides := q.Table.Column(k.Item), q.Table.Column(k.Side)
	r := sided{item: make([]fate, len(items.Words)), side: make([]fate, len(sides.Words)), items: items.Codes, sides: sides.Codes}
	low, high := k.Scale[0], k.Scale[1]
	r.ballots = &ballots{options: optionNames(low, high), choice: q.numbered(k.Rating, low, high),
		result: func(b ballot) estimate { return b.mean(func(option int) float64 { return float64(low + option) }) }}
	for word, name := range items.Words {
		if data.IsMissing(name) {
			r.item[word] = missing
		}
	}
	q.groups = axisOf(items)
	q.splits = axis{names: []string{"company", "customer"}, of: make([]int32, len(sides.Words)), codes: sides.Codes}
	for word, name := range sides.Words {
		is := func(other string) bool { return fold(other) == fold(name) }
		switch {
		case data.IsMissing(name):
			r.side[word] = missing
		case slices.ContainsFunc(k.Company, is):
			q.splits.of[word] = ofCompany
		case slices.ContainsFunc(k.Customer, is):
			q.splits.of[word] = ofCustomers
		default:
			r.side[word] = invalid
		}
	}
	a, mistake := q.answerOf(r)
	if mistake != nil {
		return nil, mistake
	}
	if q.Plan == nil { // nothing is shown over all items or over both sides: no item tells another one
		for i, e := range a.estimates {
			a.hidden[i] = e.base() > 0 && e.base() < q.Metric.MinN
		}
	}
	return a, nil
}

// gap is company minus customers for an item, with Welch's test.
func (a *answer) gap(item int) (difference, mean, mean) {
	company := a.estimates[a.in(a.from, item, ofCompany)].(mean)
	customer := a.estimates[a.in(a.from, item, ofCustomers)].(mean)
	d, _ := compareMeans(company, customer, a.Metric.Conf)
	return d, company, customer
}

func (k *gapKind) answer(q *question) (*Result, *Mistake) {
	a, mistake := k.count(q)
	if mistake != nil {
		return nil, mistake
	}
	type item struct {
		name                   string
		gap, company, customer Point
	}
	var items []item
	for i, name := range a.groups.names {
		d, company, customer := a.gap(i)
		if company.N+customer.N == 0 {
			continue
		}
		it := item{name: name, company: a.value(i, ofCompany), customer: a.value(i, ofCustomers)}
		it.gap = q.gapPoint(d, it.company, it.customer)
		it.gap.Change = q.change(it.gap, company, customer, "customer")
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(x, y item) int { // the widest belief first; what has no figure comes last, by name
		if less := cmp.Compare(without(x.gap), without(y.gap)); less != 0 {
			return less
		}
		return cmp.Compare(y.gap.Value, x.gap.Value)
	})
	r := &Result{Metric: q.Metric, By: q.By, Target: q.Metric.Target, Groups: []string{}, Series: []Series{
		{Measure: Value, Unit: Plain}, {Measure: Company, Unit: Plain}, {Measure: Customer, Unit: Plain},
	}}
	for _, it := range items {
		r.Groups = append(r.Groups, it.name)
		for i, p := range []Point{it.gap, it.company, it.customer} {
			r.Series[i].Points = append(r.Series[i].Points, p)
		}
		if it.gap.State == Hidden {
			r.Hidden = append(r.Hidden, it.name)
		}
	}
	a.account(r)
	return r, nil
}

// without is 1 for a point that shows no figure.
func without(p Point) int {
	if p.State == Shown || p.State == Open {
		return 0
	}
	return 1
}

// gapPoint makes the point of a gap, which is hidden where one of its sides is.
func (q *question) gapPoint(d difference, company, customer Point) Point {
	switch {
	case company.State == Hidden || customer.State == Hidden:
		return Point{State: Hidden}
	case !d.Defined:
		return Point{N: company.N + customer.N}
	}
	return Point{Value: d.Delta, Low: d.Low, High: d.High, Interval: d.Tested, N: company.N + customer.N, State: max(company.State, customer.State),
		LowBase: company.LowBase || customer.LowBase}
}
