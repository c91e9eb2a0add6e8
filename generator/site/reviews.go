package site

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// stars is the best rating. A table of reviews has a column stars (1 to 5), and if it has them product, text, name, place, date.
const stars = 5

// rating is the counted stars of a table of reviews.
type rating struct {
	n      int
	sum    int
	counts [stars + 1]int
	secret bool // too few, or they would tell of too few
}

// leastWords is how many reviews there must be for the words of any to be shown: what people write tells more of them than what they tick
// (specification §0.8).
const leastWords = 10

func (r *rating) mean() float64 { return float64(r.sum) / float64(r.n) }

// printed is the mean as it stands everywhere on the page: with one decimal, half away from zero.
func (r *rating) printed() float64 { return math.Round(10*float64(r.sum)/float64(r.n)) / 10 }

func (r *rating) state() string {
	switch {
	case r.n == 0:
		return "empty"
	case r.secret:
		return "hidden"
	}
	return "shown"
}

// measure puts the mean on a line from 0 to 5.
func (r *rating) measure(c *composer) *Measure {
	m := &Measure{State: r.state(), Ticks: stars}
	if m.State != "shown" {
		return m
	}
	m.Value = c.locale.Number(r.printed(), 1)
	m.Of = c.locale.Say("site.of", "high", c.locale.Number(stars, 0))
	m.Base = c.locale.Say("site.reviews", "count", float64(r.n), "n", c.locale.Number(float64(r.n), 0))
	m.Fill = math.Round(1e4*r.mean()/stars) / 100
	m.Low, m.High = m.Fill, m.Fill
	return m
}

// ratingOf counts the stars of a product, nil when it has no table of reviews.
func (c *composer) ratingOf(n *Node) *rating {
	p := n.Header.Product
	if p == nil || p.RatingTable == "" {
		return nil
	}
	table, ok := c.Tables[p.RatingTable]
	if !ok {
		return nil // reported where the product's own page is made
	}
	r, _ := c.count(table, p.SKU, c.reviewRows(table, p.SKU))
	return r
}

// reviewRows gives the rows of a product, and of the slot's segment where the table has its key.
func (c *composer) reviewRows(table Table, product string) data.Rows {
	rows := data.NewRows(table.Rows, true)
	if column := table.Column("product"); column != nil && product != "" {
		rows = rows.And(table.Matching(column.Name, map[string]bool{product: true}))
	}
	if g := c.slot.Segment; g != nil && table.Column(g.Key) != nil {
		rows = rows.And(g.rowsOf(table))
	}
	return rows
}

// starred gives the stars of each row of a table, 0 for none, and the rows that have some.
func (c *composer) starred(table Table, column *data.Column) ([]uint8, []int32) {
	type starred struct {
		of   []uint8
		rows []int32
	}
	all := c.Recall("stars", table.Sum, func() any {
		s := starred{of: make([]uint8, table.Rows)}
		for row := range table.Rows {
			if n, err := strconv.Atoi(column.Cell(row)); err == nil && 1 <= n && n <= stars {
				s.of[row] = uint8(n)
				s.rows = append(s.rows, int32(row))
			}
		}
		return s
	}).(starred)
	return all.of, all.rows
}

// count counts the stars of rows, which what names; false when the table has no column of stars.
func (c *composer) count(table Table, what string, rows data.Rows) (*rating, bool) {
	column := table.Column("stars")
	if column == nil {
		return nil, false
	}
	of, all := c.starred(table, column)
	r := &rating{}
	g := metric.Group{Name: what, Table: table.Table, Of: all, MinN: c.Settings.Data.MinN}
	if segment := c.slot.Segment; segment != nil {
		g.Name += " · " + segment.Name
	}
	for row := range rows.All() {
		if n := int(of[row]); n > 0 {
			r.n++
			r.sum += n
			r.counts[n]++
			g.Rows = append(g.Rows, int32(row))
		}
	}
	r.secret = c.hides(g)
	return r, true
}

// reviews makes what customers said: the mean, the distribution, and some of their words.
func (c *composer) reviews(a asked) *ReviewsView {
	name := a.Table
	if p := c.node.Header.Product; p != nil {
		fallback(&name, p.RatingTable)
		fallback(&a.Product, p.SKU)
	}
	a.Table = name
	if name == "" {
		c.complain(source.Errorf(a.at, "this block does not say where the reviews are").WithHint(`write table = "reviews"`))
		return nil
	}
	table, rows, ok := c.rowsOf(a)
	if !ok {
		return nil
	}
	rows = rows.And(c.reviewRows(table, a.Product))
	r, ok := c.count(table, strings.Join([]string{a.Product, a.Where}, " "), rows)
	if !ok {
		c.complain(unknownColumn("stars", table.Table, a.place("table")))
		return nil
	}
	v := &ReviewsView{State: r.state(), Title: a.Title, Of: stars}
	if v.State != "shown" {
		return v
	}
	number := func(n int) string { return c.locale.Number(float64(n), 0) }
	v.Stars = r.printed()
	v.Mean = c.locale.Number(v.Stars, 1)
	v.Count = number(r.n)
	v.Base = c.locale.Say("site.mean_of", "count", float64(r.n), "n", v.Count)
	v.Alt = c.locale.Say("site.stars_alt", "value", v.Mean, "high", number(stars))
	for n := stars; n >= 1; n-- {
		v.Spread = append(v.Spread, Star{
			Label: c.locale.Say("site.stars", "count", float64(n), "n", number(n)),
			Fill:  math.Round(1e4*float64(r.counts[n])/float64(r.n)) / 100,
			Count: number(r.counts[n]),
		})
	}
	if r.n >= max(leastWords, c.Settings.Data.MinN) {
		v.Quotes = c.quotes(a, table, rows)
	}
	if c.node.Header.Product != nil {
		c.rating = r
	}
	return v
}

// quotes gives the reviews that have words, by default the newest first.
func (c *composer) quotes(a asked, table Table, rows data.Rows) []Quote {
	// A language may have columns of its own: text_fa, name_fa, place_fa.
	in := func(name string) *data.Column {
		if own := table.Column(name + "_" + c.locale.Lang); own != nil {
			return own
		}
		return table.Column(name)
	}
	words := in("text")
	if words == nil {
		return nil
	}
	type said struct {
		row, stars int
		date       string
	}
	cell := func(name string, row int) string {
		if column := in(name); column != nil {
			return column.Cell(row)
		}
		return ""
	}
	var all []said
	for row := range table.Rows {
		if rows.Has(row) && words.Cell(row) != "" {
			n, _ := strconv.Atoi(cell("stars", row))
			all = append(all, said{row, n, cell("date", row)})
		}
	}
	switch a.Sort {
	case "", "date":
		slices.SortStableFunc(all, func(x, y said) int { return cmp.Compare(y.date, x.date) })
	case "stars":
		slices.SortStableFunc(all, func(x, y said) int { return cmp.Compare(y.stars, x.stars) })
	case "file":
	default:
		c.complain(source.Errorf(a.place("sort"), "cannot sort reviews by %q", a.Sort).WithHint("%s", source.DidYouMean(a.Sort, []string{"date", "stars", "file"})))
	}
	limit := 3
	if a.Limit > 0 {
		limit = a.Limit
	}
	var quotes []Quote
	for _, s := range all[:min(limit, len(all))] {
		by := cell("name", s.row)
		if place := cell("place", s.row); place != "" {
			by = c.locale.Say("site.name_place", "name", by, "place", place)
		}
		quotes = append(quotes, Quote{
			Stars: s.stars,
			Alt:   c.locale.Say("site.stars_alt", "value", c.locale.Number(float64(s.stars), 0), "high", c.locale.Number(stars, 0)),
			Text:  metric.Redact(words.Cell(s.row), nil),
			By:    by,
		})
	}
	return quotes
}

// product fills what a product page sells.
func (c *composer) product() {
	p := c.node.Header.Product
	if p == nil {
		c.complain(source.Errorf(c.node.Keys.Name("kind"), "a page of the kind product needs a table [product]").
			WithHint("add [product] with sku, price and currency to the header"))
		return
	}
	v := &ProductView{PriceRaw: p.Price, Currency: p.Currency}
	if p.Price != "" {
		v.Price = c.locale.Money(p.Price, p.Currency)
	}
	if p.Availability != "" {
		v.Availability = c.locale.Say("site." + p.Availability)
	}
	days := func(key string, n int) string {
		if n == 0 {
			return ""
		}
		return c.locale.Say(key, "count", float64(n), "n", c.locale.Number(float64(n), 0))
	}
	v.Delivery = days("site.delivery", p.DeliveryDays)
	v.Returns = days("site.returns", p.ReturnDays)
	c.view.Product = v
	if p.RatingTable == "" {
		return
	}
	table, ok := c.Tables[p.RatingTable]
	if !ok {
		c.complain(c.unknownTable(p.RatingTable, c.node.Keys.Value("product.rating_table")))
	} else if table.Column("stars") == nil {
		c.complain(unknownColumn("stars", table.Table, c.node.Keys.Value("product.rating_table")))
	}
}
