package chart

import (
	"strconv"

	"cxgen/generator/metric"
)

func needsStays(r *metric.Result) string {
	if r.By != "stay" || r.Find(metric.Retained) == nil {
		return `a survival curve needs a metric of the kind churn, with by = "stay"`
	}
	return ""
}

// survival draws how many are still there as a line that falls in steps over the months since their start, with its band. Half of them is a dotted line.
func (d *draft) survival() {
	s := d.r.Find(metric.Retained)
	d.f.Wide = true
	var months []float64
	last := -1 // the last month that is told
	for i, g := range d.r.Groups {
		m, _ := strconv.Atoi(g)
		months = append(months, float64(m))
		if seen(s.Points[i]) {
			last = i
		}
	}
	y := scale{min: 0, max: 100, step: 25}
	floor := d.shareAxis(&y, 46, 20)
	x := func(i int) float64 { return 100 * months[i] / max(1, months[last]) }
	steps := func(of func(metric.Point) float64) (path []Place) {
		for i := 0; i <= last; i++ {
			if at := y.at(of(s.Points[i])); i > 0 {
				path = append(path, Place{x(i), path[len(path)-1].Y}, Place{x(i), at})
			} else {
				path = append(path, Place{0, at})
			}
		}
		return path
	}
	limit := func(of func(metric.Point) float64) func(metric.Point) float64 {
		return func(p metric.Point) float64 {
			if p.Interval {
				return of(p)
			}
			return p.Value
		}
	}
	band := steps(limit(func(p metric.Point) float64 { return p.High }))
	lower := steps(limit(func(p metric.Point) float64 { return p.Low }))
	for i := len(lower) - 1; i >= 0; i-- {
		band = append(band, lower[i])
	}
	d.paint(Mark{Shape: Band, Class: "band", Points: band}, Mark{Shape: Rule, Class: "tgt", X2: 100, Y: y.at(50), Y2: y.at(50)},
		Mark{Shape: Line, Class: "ln", Points: steps(func(p metric.Point) float64 { return p.Value })})
	end := s.Points[last]
	label := Mark{Shape: Words, Class: "big", X: 100, Y: y.at(end.Value) + 28, Shift: 16, Anchor: End, Halo: true, Text: d.value(end.Value, metric.Percent, end.N)}
	if end.Value < 15 {
		label.Y = y.at(end.Value) - 14
	}
	d.paint(Mark{Shape: Dot, Class: "dot", X: 100, Y: y.at(end.Value), R: 6}, label)
	d.survivalTicks(months[last], floor)
	d.f.Height = int(floor + 46)
	d.survivalTable(s, months)
	d.survivalWords(s, months, last)
}

// survivalTicks labels the months one by one, by quarters, or by as many of these as there is room for.
func (d *draft) survivalTicks(months, floor float64) {
	step := 3.0
	for months/step > 8 {
		step *= 2
	}
	if months < 6 {
		step = 1
	}
	d.f.X = Axis{Kind: "time", Max: months}
	for v := 0.0; v <= months; v += step {
		at := 100 * v / max(1, months)
		label := d.l.Number(v, 0)
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: at, Value: v, Label: label})
		d.paint(Mark{Shape: Rule, Class: "base", X: at, X2: at, Y: floor, Y2: floor + 5}, Mark{Shape: Words, Class: "tk", X: at, Y: floor + 20, Anchor: Middle, Text: label})
	}
	d.paint(Mark{Shape: Words, Class: "tk", X: 100, Y: floor + 38, Anchor: End, Text: d.say("months_since") + " " + d.arrow(false)})
}

func (d *draft) survivalTable(s *metric.Series, months []float64) {
	d.tabulate(d.all(), column{head: d.say("still_there"), field: "still_there", series: s, limits: true})
	for i := range d.f.Data.Rows {
		if row := &d.f.Data.Rows[i]; row.Raw != nil {
			row.Cells[0] = d.l.Number(months[i], 0)
		}
	}
	at := d.field("still_there")
	d.f.Plots = []Plot{{Kind: "band", Name: d.say("interval"), Value: at, Low: at + 1, High: at + 2, Color: "band"},
		{Kind: "line", Name: d.say("still_there"), Value: at, Color: "accent", Target: []float64{50}}}
}

// survivalWords says how long half of them stay, or how many are left at the end, and some shares on the way.
func (d *draft) survivalWords(s *metric.Series, months []float64, last int) {
	end := s.Points[last]
	d.finding = d.say("title_still", "share", d.value(end.Value, metric.Percent, end.N), "n", d.l.Number(months[last], 0))
	if half, ok := d.fact("half_months"); ok {
		d.finding = d.say("title_half", "n", d.l.Number(half, 0))
	}
	var items []string
	for _, want := range []float64{3, 6, 12, 24} {
		for i := range months[:last+1] {
			if p := s.Points[i]; months[i] == want && seen(p) {
				items = append(items, d.say("item", "name", d.say("since.month", "n", d.l.Number(want, 0)), "value", d.value(p.Value, metric.Percent, p.N)))
			}
		}
	}
	if items != nil {
		d.summary = append(d.summary, d.say("still_list", "list", d.list(items)))
	}
	if d.hides() {
		d.source = append(d.source, d.say("gap_hidden_rest", "min", d.minN()))
	}
}
