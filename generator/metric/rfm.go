package metric

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/source"

	"github.com/shopspring/decimal"
)

// rfmKind scores customers by how lately, how often and for how much they bought. A row is an order, or a refund with a negative amount.
type rfmKind struct {
	common
	Customer string    `toml:"customer"`
	Amount   string    `toml:"amount"`
	AsOf     moment    `toml:"as_of"`
	Bins     int       `toml:"bins"`
	Cuts     rfmCuts   `toml:"cuts"`
	Segments []segment `toml:"segments"`
}

// rfmCuts are the bounds between scores, each the greatest value of its bin: days, orders and money.
type rfmCuts struct {
	R []float64 `toml:"r"`
	F []float64 `toml:"f"`
	M []float64 `toml:"m"`
}

// segment is a name for customers of some scores: those that its condition holds for and that no earlier segment has.
type segment struct {
	Name  string `toml:"name"`
	Where string `toml:"where"` // in the where language, over r, f, m, recency_days, frequency and monetary; "" for all who are left

	where *data.Filter
}

// usualSegments are those of five scores (specification §9).
var usualSegments = []segment{
	{Name: "champions", Where: "r >= 4 and f >= 4 and m >= 4"},
	{Name: "loyal", Where: "f >= 4"},
	{Name: "new", Where: "r = 5 and f = 1"},
	{Name: "at risk", Where: "r <= 2 and f >= 3"},
	{Name: "hibernating", Where: "r <= 2 and f <= 2"},
}

// otherSegment has those that no segment has.
const otherSegment = "others"

var rfmColumns = []string{"r", "f", "m", "recency_days", "frequency", "monetary"}

func (k *rfmKind) unit() Unit { return Plain }

func (k *rfmKind) columns() []NamedColumn {
	return []NamedColumn{{"customer", k.Customer}, {"amount", k.Amount}}
}

func (k *rfmKind) structure() structure {
	return structure{word: "segment", always: true, also: []string{"grid"}}
}

func (k *rfmKind) check(complain complainer) {
	if k.Bins < 2 || k.Bins > 20 {
		complain("bins", "5 is usual", "bins must be from 2 to 20")
		k.Bins = 5
	}
	for _, c := range []struct {
		key  string
		cuts []float64
	}{{"cuts.r", k.Cuts.R}, {"cuts.f", k.Cuts.F}, {"cuts.m", k.Cuts.M}} {
		for i := range c.cuts {
			if i > 0 && c.cuts[i] <= c.cuts[i-1] || len(c.cuts) > 19 {
				complain(c.key, "for example [30, 90, 180, 365]", "cuts want at most 19 rising numbers")
				break
			}
		}
	}
	if k.Segments == nil {
		k.Segments = slices.Clone(usualSegments)
	}
	for i := range k.Segments {
		s := &k.Segments[i]
		key := fmt.Sprintf("segments.%d.where", i)
		if s.Name == "" {
			complain("segments", `for example { name = "loyal", where = "f >= 4" }`, "a segment wants a name")
		}
		if s.Where == "" {
			continue
		}
		filter, problems := data.ParseFilter(s.Where, source.Span{})
		for _, p := range problems {
			complain(key, p.Hint, "%s", p.Text)
		}
		if filter == nil {
			continue
		}
		for _, name := range filter.Columns() {
			if !slices.Contains(rfmColumns, name) {
				complain(key, choice(name, rfmColumns), "customers have no %q", name)
			}
		}
		s.where = filter
	}
	onceEach(complain, k.DedupeBy)
}

// buyer is a customer with scores from 1, the worst, to the number of bins.
type buyer struct {
	recency, frequency int
	monetary           decimal.Decimal
	scores             [3]int // recency, frequency, money
	segment            int
	id                 int     // word of the customer column
	rows               []int32 // orders and refunds
}

func (b buyer) code() string {
	return strconv.Itoa(b.scores[0]) + strconv.Itoa(b.scores[1]) + strconv.Itoa(b.scores[2])
}

// buyers are the customers of a question that bought something, in the order of their first row.
type buyers struct {
	list     []buyer
	cuts     [3][]float64
	excluded Excluded
	rows     int
	asOf     int64
	first    int64
}

// score finds the customers and scores them, as of the end of the query's period. Rows without a customer, a date or an amount, and those of customers
// with refunds only, are left out.
func (k *rfmKind) score(q *question) *buyers {
	amounts := q.numbers(k.Amount, nil)
	amounts.exact = exactly(amounts.values)
	limit := k.AsOf.limit(q)
	if q.within != nil {
		limit = min(limit, q.within.End.Unix()-1)
	}
	l := q.lives(k.Customer, limit)
	b := &buyers{excluded: l.excluded, asOf: l.last, first: data.NoTime}
	if at := k.AsOf.at(q); at != data.NoTime || q.within != nil {
		b.asOf = limit
	}
	today := q.day(b.asOf)
	for customer := range l.names {
		one := buyer{id: customer}
		var money amount
		for _, row := range l.of(customer) {
			if why := amounts.fate(int(row)); why != used {
				b.excluded.add(why)
				continue
			}
			b.rows++
			one.rows = append(one.rows, row)
			word := amounts.codes[row]
			money.add(amounts.exact.numbers[word])
			if at := q.time.at(int(row)); amounts.values[word] >= 0 {
				one.frequency++
				one.recency = today - q.day(at)
				if b.first == data.NoTime || at < b.first {
					b.first = at
				}
			}
		}
		if one.frequency > 0 {
			one.monetary = money.decimal()
			b.list = append(b.list, one)
		}
	}
	k.rank(b)
	return b
}

// rank gives the scores: 1 plus the number of cuts below a value, and of recency, where less is better, the other way round. Cuts are given, or quantiles;
// equal values always have equal scores (specification §9).
func (k *rfmKind) rank(b *buyers) {
	values := func(of func(buyer) float64) []float64 {
		list := make([]float64, len(b.list))
		for i, one := range b.list {
			list[i] = of(one)
		}
		return list
	}
	for d, dimension := range []struct {
		given  []float64
		values []float64
	}{
		{k.Cuts.R, values(func(b buyer) float64 { return float64(b.recency) })},
		{k.Cuts.F, values(func(b buyer) float64 { return float64(b.frequency) })},
		{k.Cuts.M, values(func(b buyer) float64 { return b.monetary.InexactFloat64() })},
	} {
		cuts := dimension.given
		if cuts == nil {
			cuts = quantiles(dimension.values, k.Bins)
		}
		b.cuts[d] = cuts
		for i, x := range dimension.values {
			below, _ := slices.BinarySearch(cuts, x)
			if b.list[i].scores[d] = 1 + below; d == 0 {
				b.list[i].scores[d] = len(cuts) + 1 - below
			}
		}
	}
}

// quantiles gives the points that cut values into bins (type 7, as quantile7; in whole steps, so that a cut that is one of the values is exactly that).
func quantiles(values []float64, bins int) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return nil
	}
	cuts := make([]float64, bins-1)
	for i := range cuts {
		at, rest := (i+1)*(n-1)/bins, (i+1)*(n-1)%bins
		cuts[i] = sorted[at]
		if rest > 0 {
			cuts[i] += float64(rest) / float64(bins) * (sorted[at+1] - sorted[at])
		}
	}
	return cuts
}

// assign gives every customer the first segment that it fits, the last one if none.
func (k *rfmKind) assign(q *question, b *buyers) *Mistake {
	columns := make([]*data.Column, len(rfmColumns))
	for i, name := range rfmColumns {
		columns[i] = numbered(name, len(b.list), func(row int) float64 {
			one := b.list[row]
			return [...]float64{float64(one.scores[0]), float64(one.scores[1]), float64(one.scores[2]), float64(one.recency), float64(one.frequency), one.monetary.InexactFloat64()}[i]
		})
	}
	t := data.NewTable("customers", columns...)
	for row := range b.list {
		b.list[row].segment = len(k.Segments)
	}
	for i, s := range k.Segments {
		rows := data.NewRows(t.Rows, true)
		if s.where != nil {
			var problems []source.Problem
			if rows, problems = s.where.Select(t, data.Env{Now: q.Now, TZ: q.TZ}); source.Fatal(problems) {
				return &Mistake{"metric", fmt.Sprintf("in the segment %q of metric %q, %s", s.Name, q.Metric.Name, problems[0].Text), problems[0].Hint}
			}
		}
		for row := range rows.All() {
			if b.list[row].segment == len(k.Segments) {
				b.list[row].segment = i
			}
		}
	}
	return nil
}

// numbered makes a column of numbers.
func numbered(name string, rows int, value func(row int) float64) *data.Column {
	c := &data.Column{Name: name, Kind: data.Number, Codes: make([]uint32, rows)}
	codes := map[float64]uint32{}
	for row := range rows {
		x := value(row)
		code, known := codes[x]
		if !known {
			code = uint32(len(c.Words))
			codes[x] = code
			c.Words = append(c.Words, strconv.FormatFloat(x, 'f', -1, 64))
			c.Numbers = append(c.Numbers, x)
		}
		c.Codes[row] = code
	}
	return c
}

// spenders are the customers of one cell.
type spenders struct {
	n     int
	money decimal.Decimal
}

func (s *spenders) add(money decimal.Decimal) {
	s.n, s.money = s.n+1, s.money.Add(money)
}

func (k *rfmKind) answer(q *question) (*Result, *Mistake) {
	b := k.score(q)
	m := q.Metric
	r := &Result{Metric: m, By: q.By, Groups: []string{}, Currency: m.Currency}
	if mistake := k.assign(q, b); mistake != nil {
		return nil, mistake
	}
	names, splits := k.segmentNames(), []string{""}
	place := func(one buyer) (group, split int) { return one.segment, 0 }
	if q.By == "grid" {
		names, splits = digits(len(b.cuts[0])+1), digits(len(b.cuts[1])+1)
		place = func(one buyer) (group, split int) { return one.scores[0] - 1, one.scores[1] - 1 }
	} else if k.Bins != 5 && len(k.Segments) == len(usualSegments) && k.Segments[0].Where == usualSegments[0].Where {
		return nil, &Mistake{"metric", fmt.Sprintf("the usual segments are made for five scores, and metric %q has %d", m.Name, k.Bins),
			`give [metrics.` + m.Name + `] segments of its own, for example segments = [{ name = "best", where = "r = 3 and f = 3" }]`}
	}
	cells := make([]spenders, len(names)*len(splits))
	var whole spenders
	who := gathering{kind: "customers as of " + q.date(b.asOf), space: len(q.Table.Column(k.Customer).Words), across: len(splits), sum: true}
	for _, name := range names {
		for _, split := range splits {
			who.names = append(who.names, strings.TrimSuffix(name+" · "+split, " · "))
		}
	}
	for _, one := range b.list {
		group, split := place(one)
		at := group*len(splits) + split
		cells[at].add(one.monetary)
		whole.add(one.monetary)
		who.add(one.id, at)
	}
	hidden, secret := q.among(who)
	for i, is := range k.amongOrders(q, b, place, who.names, len(splits)) {
		if i < len(hidden) {
			hidden[i] = hidden[i] || is
		} else {
			secret = secret || is
		}
	}
	if mistake := q.covered(); mistake != nil {
		return nil, mistake
	}
	q.account(r, b.rows, b.excluded, q.days(b.first, b.asOf), secret || slices.Contains(hidden, true))
	r.Groups = names
	for s, split := range splits {
		series := []Series{{Measure: Count, Unit: Whole}, {Measure: Share, Unit: Percent}, {Measure: RevenueShare, Unit: Percent}, {Measure: Mean, Unit: k.money()}}
		for i := range series {
			series[i].Split = split
		}
		for g := range names {
			at := g*len(splits) + s
			cell := cells[at]
			for i, e := range []estimate{
				countOf(cell.n, cell.n),
				part(cell.n, whole.n),
				number{100 * quotient(cell.money, whole.money), cell.n, cell.n > 0 && whole.money.IsPositive()},
				number{quotient(cell.money, decimal.NewFromInt(int64(cell.n))), cell.n, cell.n > 0},
			} {
				ofWhole := series[i].Measure == Share || series[i].Measure == RevenueShare // it would give the whole away
				p := q.point(e, hidden[at] || secret && ofWhole && cell.n > 0, false)
				if p.State == Shown { // the base of a share, too, are those in the cell
					p.N, p.LowBase = cell.n, cell.n < m.LowN
				}
				series[i].Points = append(series[i].Points, p)
			}
			if hidden[at] {
				r.Hidden = append(r.Hidden, who.names[at])
			}
		}
		r.Series = append(r.Series, series...)
	}
	if whole.n > 0 && !secret {
		r.Facts = []Fact{{"customers", float64(whole.n)}, {"same_score_share", 100 * float64(sameScore(b.list)) / float64(whole.n)}}
	}
	return r, nil
}

// amongOrders tells which cells, and at the end whether what is told of all, are hidden for the sake of few orders: what customers spent until one day, less what they
// spent until another one, is what was bought between them. A result that stands alone tells of one day only.
func (k *rfmKind) amongOrders(q *question, b *buyers, place func(buyer) (group, split int), names []string, splits int) []bool {
	hidden := make([]bool, len(names)+1)
	if q.Plan == nil {
		return hidden
	}
	n := make([]int, len(names))
	c := coverage{kind: rowsOf(q.Table), space: q.Table.Rows, least: q.Metric.MinN}
	if q.Plan.cover != nil {
		orders := &answer{question: q, placed: &placed{}, values: q.numbers(k.Amount, nil)}
		c.topics, c.base = orders.topics(), orders.base()
	}
	for _, one := range b.list {
		group, split := place(one)
		for _, row := range one.rows {
			c.units, c.of = append(c.units, row), append(c.of, int32(group*splits+split))
			n[group*splits+split]++
		}
	}
	all := circle{note: true}
	var cells []int
	for i, name := range names {
		if n[i] > 0 {
			part := []int32{int32(i)}
			c.circles, cells = append(c.circles, circle{name: name, parts: part}), append(cells, i)
			all.parts = append(all.parts, part...)
		}
	}
	if len(cells) > 0 {
		c.circles, cells = append(c.circles, all), append(cells, len(names))
	}
	for i, is := range q.conceals(c, n) {
		hidden[cells[i]] = is
	}
	return hidden
}

// sameScore counts the customers that share the most common score of a dimension: where they are most of all, its scores say little.
func sameScore(list []buyer) (most int) {
	for d := range 3 {
		n := map[int]int{}
		for _, one := range list {
			n[one.scores[d]]++
		}
		for _, count := range n {
			most = max(most, count)
		}
	}
	return most
}

func (k *rfmKind) segmentNames() (names []string) {
	for _, s := range k.Segments {
		names = append(names, s.Name)
	}
	return append(names, otherSegment)
}

// digits lists the scores.
func digits(n int) (list []string) {
	for i := range n {
		list = append(list, strconv.Itoa(i+1))
	}
	return list
}
