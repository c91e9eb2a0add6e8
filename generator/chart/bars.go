package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// bars draws values as bars from one base: sizes, where dots would draw levels.
func (d *draft) bars() {
	if names := splits(d.r); len(names) > 1 {
		d.barsOf(names)
		return
	}
	if themed(d.r) {
		d.themes()
		return
	}
	unit := foremost(d.r).Unit
	rows, tall := d.lanes()
	d.f.Rows = true
	pitch, first := 46.0, 32.0
	if tall {
		pitch, first = 46+lineStep, 32+lineStep
	}
	var s span
	s.add(0)
	for _, r := range rows {
		s.add(r.point.Value)
	}
	x := scale{min: s.low, max: s.high, from: 0, to: 100}
	if s.low == s.high {
		x.max = 1
	}
	zero := x.at(0) // where values differ in sign, it is marked at each track
	for i, r := range rows {
		y := first + pitch*float64(i)
		d.label(r, y, unit, tall)
		m := Mark{Shape: Bar, Class: "bar1", X: min(zero, x.at(r.point.Value)), X2: max(zero, x.at(r.point.Value)), Y: y - 8, Y2: y + 8}
		if r.point.State == metric.Open || r.point.LowBase {
			m.Class = "pend"
		}
		if m.X2 > m.X {
			d.paint(m)
		}
		if s.low < 0 {
			d.paint(Mark{Shape: Rule, Class: "base", X: zero, X2: zero, Y: y - 11, Y2: y + 11})
		}
	}
	end := first + pitch*float64(len(rows)-1)
	d.f.Height = int(end + 16)
	d.f.X = Axis{Kind: "number", Min: x.min, Max: x.max}
	if unit == metric.Percent {
		d.f.X.Unit = "%"
	}
	d.rowsGrid(rows, unit)
	d.f.Plots = []Plot{{Kind: "bar", Name: d.name, Value: 1, Color: "fill"}}
	if len(rows) == 1 {
		d.finding = d.say("title_is", "metric", d.name, "value", d.value(rows[0].point.Value, unit, rows[0].point.N))
		d.summary = append(d.summary, d.standing(rows[0].point, unit, d.covered()))
		return
	}
	best := slices.MaxFunc(rows, func(a, b lane) int { return -descending(a.point.Value, b.point.Value) })
	worst := slices.MinFunc(rows, func(a, b lane) int { return -descending(a.point.Value, b.point.Value) })
	value := func(r lane) string { return d.value(r.point.Value, unit, d.printBase(foremost(d.r), r.group)) }
	names := func(end lane) string { // all that share the end
		var names []string
		for _, r := range rows {
			if r.point.Value == end.point.Value {
				names = append(names, r.name)
			}
		}
		return d.list(names)
	}
	d.finding = d.say("title_table", "metric", d.name, "group", d.group)
	if names(best) == best.name {
		d.finding = d.say("title_most", "best", best.name, "value", value(best))
	}
	d.summary = append(d.summary, d.say("most_least", "best", names(best), "high", value(best), "worst", names(worst), "low", value(worst)))
}

// barsOf draws a bar per series under each group: the columns of a table, or the groups of a split.
func (d *draft) barsOf(names []string) {
	var lines []*metric.Series
	var s span
	s.add(0)
	for i := range d.r.Series {
		if line := &d.r.Series[i]; line.Measure == metric.Value {
			lines = append(lines, line)
			for _, p := range line.Points {
				if seen(p) {
					s.add(p.Value)
				}
			}
		}
	}
	x := scale{min: s.low, max: max(s.high, s.low+1e-9), from: 0, to: 100}
	zero := x.at(0)
	g := &d.f.Data
	g.Head, g.Fields = append([]string{d.group}, names...), append([]string{"group"}, names...)
	y := 0.0
	for i := range d.r.Groups {
		d.paint(d.short(Mark{Shape: Words, Class: "m", Y: y + 13, Text: d.groupName(i)}, phone))
		y += 20
		row := Row{Cells: []string{d.groupName(i)}, Raw: []any{d.r.Groups[i]}}
		for k, line := range lines {
			p := line.Points[i]
			text := d.cell(p, line.Unit)
			value, _, _, _ := raw(p)
			row.Cells, row.Raw = append(row.Cells, text), append(row.Raw, value)
			d.paint(d.short(Mark{Shape: Words, Class: "tk", Y: y + 13, Text: names[k]}, phone-faceOf("b").width(text)-16),
				Mark{Shape: Words, Class: "b", X: 100, Y: y + 13, Anchor: End, Text: text})
			if seen(p) && p.Value != 0 {
				m := Mark{Shape: Bar, Class: "bar1", X: min(zero, x.at(p.Value)), X2: max(zero, x.at(p.Value)), Y: y + 19, Y2: y + 29}
				if p.State == metric.Open || p.LowBase {
					m.Class = "pend"
				}
				d.paint(m)
			}
			y += 37
		}
		y += 14
		g.Rows = append(g.Rows, row)
	}
	d.f.Rows = false
	d.f.Height = int(y - 14)
	d.f.X = Axis{Kind: "number", Min: x.min, Max: x.max}
	for k, name := range names {
		d.f.Plots = append(d.f.Plots, Plot{Kind: "bar", Name: name, Value: k + 1, Color: [...]string{"fill", "ink", "pas"}[k%3]})
	}
	d.finding = d.say("title_table", "metric", d.name, "group", d.group)
	for k, line := range lines[:min(len(lines), 3)] {
		low, high := -1, -1
		for i, p := range line.Points {
			if !seen(p) {
				continue
			}
			if low < 0 || p.Value < line.Points[low].Value {
				low = i
			}
			if high < 0 || p.Value > line.Points[high].Value {
				high = i
			}
		}
		if low >= 0 {
			d.summary = append(d.summary, d.say("spread", "metric", names[k], "worst", d.groupName(low), "low", d.cell(line.Points[low], line.Unit),
				"best", d.groupName(high), "high", d.cell(line.Points[high], line.Unit)))
		}
	}
}
