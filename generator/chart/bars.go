package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// bars draws values as bars from one base: sizes, where dots would draw levels.
func (d *draft) bars() {
	unit := d.r.Find(metric.Value).Unit
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
	value := func(r lane) string { return d.value(r.point.Value, unit, r.point.N) }
	d.finding = d.say("title_most", "best", best.name, "value", value(best))
	d.summary = append(d.summary, d.say("most_least", "best", best.name, "high", value(best), "worst", worst.name, "low", value(worst)))
}
