package chart

import (
	"slices"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// column is a column of a figure's table: one measure of all groups.
type column struct {
	head, field string
	series      *metric.Series
	signed      bool // a difference: printed with its sign
	limits      bool // the interval follows in a column of its own
}

// tabulate writes a row for each of some groups, in the order given, and a column for each measure that the result has. The base and the
// state are those of the first column. Groups whose first column is hidden make one row together.
func (d *draft) tabulate(order []int, columns ...column) {
	columns = slices.DeleteFunc(columns, func(c column) bool { return c.series == nil })
	g := &d.f.Data
	head, field := d.group, "group"
	if len(d.r.Starts) > 0 {
		head, field = d.say("period."+d.every), "period"
	}
	g.Head, g.Fields, g.Number = []string{head}, []string{field}, []bool{false}
	for k, c := range columns {
		columns[k].limits = c.limits && slices.ContainsFunc(c.series.Points, func(p metric.Point) bool { return p.Interval })
		g.Head, g.Fields, g.Number = append(g.Head, c.head), append(g.Fields, c.field), append(g.Number, true)
		if columns[k].limits {
			g.Head, g.Fields, g.Number = append(g.Head, d.say("interval")), append(g.Fields, c.field+"_low", c.field+"_high"), append(g.Number, true)
		}
	}
	counted := d.based() && slices.ContainsFunc(columns[0].series.Points, func(p metric.Point) bool { return seen(p) && p.N > 0 })
	if counted {
		g.Head, g.Number = append(g.Head, d.say("n")), append(g.Number, true)
	}
	g.Fields = append(g.Fields, "n", "state")
	hidden := 0
	for _, i := range order {
		first := columns[0].series.Points[i]
		if first.State == metric.Hidden && len(d.r.Starts) == 0 {
			hidden++
			continue
		}
		row := Row{Cells: []string{d.groupName(i)}, Raw: []any{d.r.Groups[i]}}
		if d.partial(columns[0].series, i) {
			row.Cells[0] += " *"
		}
		for _, c := range columns {
			p := c.series.Points[i]
			text := d.at(c.series, i)
			if c.signed && seen(p) {
				text = d.signed(p.Value, c.series.Unit)
			}
			value, low, high, _ := raw(p)
			row.Cells, row.Raw = append(row.Cells, text), append(row.Raw, value)
			if c.limits {
				limits := d.interval(p, c.series.Unit)
				if c.signed && p.Interval && seen(p) {
					limits = d.say("range", "low", d.signed(p.Low, c.series.Unit), "high", d.signed(p.High, c.series.Unit))
				}
				row.Cells, row.Raw = append(row.Cells, limits), append(row.Raw, low, high)
			}
		}
		_, _, _, n := raw(first)
		if counted {
			row.Cells = append(row.Cells, d.nCell(first))
		}
		row.Raw = append(row.Raw, n, d.rowState(columns[0].series, i))
		g.Rows = append(g.Rows, row)
	}
	d.hiddenRow(hidden)
}

// field gives the place of a field in the rows for machines, 0 when there is none.
func (d *draft) field(name string) int { return max(0, slices.Index(d.f.Data.Fields, name)) }

// signed prints a difference with its sign.
func (d *draft) signed(v float64, unit metric.Unit) string {
	switch unit {
	case metric.Score, metric.Percent, metric.Whole:
		return d.l.Signed(v, 0)
	case metric.Plain:
		return d.l.Signed(v, 1)
	}
	return d.l.Sign(v) + d.value(abs(v), unit, 0)
}

// all gives the places of all groups in their order.
func (d *draft) all() []int {
	order := make([]int, len(d.r.Groups))
	for i := range order {
		order[i] = i
	}
	return order
}

// at prints the point of a series in a group, "–" where there is no such series.
func (d *draft) at(s *metric.Series, i int) string {
	if s == nil {
		return locale.Nothing
	}
	p := s.Points[i]
	if seen(p) {
		p.N = d.printBase(s, i)
	}
	return d.cell(p, s.Unit)
}

// printBase is the base by which a point is printed: a share of the whole has that of the whole, so that all have as many decimals.
func (d *draft) printBase(s *metric.Series, i int) int {
	if s.Measure != metric.Share && s.Measure != metric.RevenueShare {
		return s.Points[i].N
	}
	n := 0
	for _, p := range s.Points {
		n += p.N
	}
	return n
}

// visible tells whether a series has a point that may be shown in a group.
func visible(s *metric.Series, i int) bool { return s != nil && seen(s.Points[i]) }
