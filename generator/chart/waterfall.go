package chart

import "cxgen/generator/metric"

func needsFlows(r *metric.Result) string {
	for _, m := range []metric.Measure{metric.Opening, metric.Churned, metric.New, metric.Closing} {
		if r.Find(m) == nil {
			return "a waterfall needs a metric of the kind churn"
		}
	}
	return ""
}

// flow is a step from the customers at the start to those at the end.
type flow struct {
	name, key string
	from, to  float64
	point     metric.Point
	class     string
}

// waterfall draws how the customers at the start of a period became those at its end: of the last whole period, where there are several.
func (d *draft) waterfall() {
	i := len(d.r.Groups) - 1
	for i > 0 && d.r.Find(metric.Closing).Points[i].State != metric.Shown {
		i--
	}
	at := func(m metric.Measure) metric.Point {
		if s := d.r.Find(m); s != nil {
			return s.Points[i]
		}
		return metric.Point{}
	}
	opening, joined, lost, short, closing := at(metric.Opening), at(metric.New), at(metric.Churned), at(metric.NewLost), at(metric.Closing)
	a, b := opening.Value, opening.Value+joined.Value
	flows := []flow{
		{d.say("opening"), "opening", 0, a, opening, "bar1"},
		{d.say("joined"), "new", a, b, joined, "fpro"},
		{d.say("left"), "churned", b - lost.Value, b, lost, "fdet"},
	}
	if b -= lost.Value; short.Value > 0 {
		flows = append(flows, flow{d.say("left_early"), "new_lost", b - short.Value, b, short, "fdet"})
	}
	flows = append(flows, flow{d.say("closing"), "closing", 0, closing.Value, closing, "bar1"})
	x := scale{max: max(a, a+joined.Value, closing.Value, 1), to: 84} // the values stand at the end
	g := &d.f.Data
	g.Head, g.Fields = []string{d.say("customers"), d.say("count")}, []string{"flow", "value", "from", "to"}
	d.f.Rows = true
	var colors []string
	for k, f := range flows {
		y := 32 + rowPitch*float64(k)
		text := d.cell(f.point, metric.Whole)
		if f.class != "bar1" && seen(f.point) {
			v := f.to - f.from
			if f.class == "fdet" {
				v = -v
			}
			text = d.l.Signed(v, 0)
		}
		d.paint(Mark{Shape: Words, Class: "rl m", Y: y - 17, Halo: true, Text: f.name}, Mark{Shape: Words, Class: "rv b", X: 100, Y: y - 17, Anchor: End, Halo: true, Text: text})
		if f.to > f.from && seen(f.point) {
			d.paint(Mark{Shape: Bar, Class: f.class, X: x.at(f.from), X2: x.at(f.to), Y: y - 8, Y2: y + 8})
		}
		if k > 0 && seen(f.point) { // where the step before ended
			edge := x.at(f.from)
			if f.class == "fdet" || k == len(flows)-1 {
				edge = x.at(f.to)
			}
			d.paint(Mark{Shape: Rule, Class: "whisk", X: edge, X2: edge, Y: y - rowPitch + 8, Y2: y - 8})
		}
		row := Row{Cells: []string{f.name, text}, Raw: []any{f.key, nil, nil, nil}}
		if seen(f.point) {
			row.Raw = []any{f.key, f.point.Value, f.from, f.to}
			if f.class == "fdet" { // as printed: what leaves is less
				row.Raw[1] = -f.point.Value
			}
		}
		g.Rows = append(g.Rows, row)
		colors = append(colors, map[string]string{"bar1": "fill", "fpro": "pro", "fdet": "det"}[f.class])
	}
	d.f.Height = int(32 + rowPitch*float64(len(flows)-1) + 16)
	d.f.X = Axis{Kind: "number", Max: x.max}
	d.f.Plots = []Plot{{Kind: "span", Name: d.say("count"), Low: 2, High: 3, Value: 1, Colors: colors, Color: "fill"}}
	d.waterfallWords(i, opening, joined, lost, closing)
}

func (d *draft) waterfallWords(i int, opening, joined, lost, closing metric.Point) {
	number := func(p metric.Point) string { return d.cell(p, metric.Whole) }
	d.finding = d.say("title_grew", "from", number(opening), "to", number(closing))
	if !seen(opening) || !seen(closing) {
		d.finding = d.say("title_all_hidden", "metric", d.name)
		return
	}
	period := d.covered()
	if len(d.r.Starts) > 0 {
		period = d.l.Period(d.r.Starts[i], d.every)
	}
	if v := d.r.Find(metric.Value); visible(v, i) {
		d.summary = append(d.summary, d.standing(v.Points[i], v.Unit, period))
		if c := v.Points[i].Change; c != nil {
			if s := d.compared(c, v.Points[i], period); s != "" {
				d.summary = append(d.summary, s)
			}
		}
	}
	d.summary = append(d.summary, d.say("flows", "joined", number(joined), "left", number(lost)))
}
