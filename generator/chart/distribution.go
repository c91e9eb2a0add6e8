package chart

import (
	"strconv"

	"cxgen/generator/metric"
)

// distribution draws how often each answer was given, in the colours of what the answer means.
func (d *draft) distribution() {
	counts, shares := d.options(metric.Answers), d.options(metric.OptionShare)
	n := max(len(counts), len(shares))
	total := 0.0
	for _, s := range counts {
		total += s.Points[0].Value
	}
	bars := make([]part, n)
	values := make([]float64, n)
	base := 0
	for i := range n {
		s := shares
		if len(s) == 0 {
			s = counts
		}
		bars[i] = d.option(s[i], i, n)
		bars[i].opacity = 0
		values[i] = s[i].Points[0].Value
		if len(shares) == 0 && total > 0 {
			values[i] = 100 * values[i] / total
		}
		base = max(base, s[i].Points[0].N)
	}
	if total > 0 {
		base = int(total)
	}
	d.columns(bars, values)
	g := &d.f.Data
	g.Head, g.Fields = []string{d.say("option"), d.say("share")}, []string{"option", "share"}
	if len(counts) > 0 {
		g.Head, g.Fields = append(g.Head, d.say("count")), append(g.Fields, "answers")
	}
	colors := make([]string, n)
	most := 0
	for i, b := range bars {
		row := Row{Cells: []string{d.optionName(b.name), d.value(values[i], metric.Percent, base)}, Raw: []any{b.name, values[i]}}
		if len(counts) > 0 {
			c := counts[i].Points[0].Value
			row.Cells, row.Raw = append(row.Cells, d.l.Number(c, 0)), append(row.Raw, c)
		}
		g.Rows = append(g.Rows, row)
		colors[i] = b.color
		if values[i] > values[most] {
			most = i
		}
	}
	d.f.Plots = []Plot{{Kind: "bar", Name: d.say("share"), Value: 1, Colors: colors, Color: "accent"}}
	d.finding = d.say("title_option", "share", d.value(values[most], metric.Percent, base), "option", d.optionName(bars[most].name))
	if pro := d.r.Find(metric.Promoters); pro != nil {
		p, q := pro.Points[0], d.r.Find(metric.Detractors).Points[0]
		d.finding = d.say("title_mix", "promoters", d.value(p.Value, metric.Percent, p.N), "detractors", d.value(q.Value, metric.Percent, q.N))
	}
	d.ballotParts()
	if v := d.r.Find(metric.Value); v != nil && seen(v.Points[0]) {
		p := v.Points[0]
		d.summary = append(d.summary, d.standing(p, v.Unit, d.covered()))
		if s := d.reached(p); s != "" {
			d.summary = append(d.summary, s)
		}
	}
	d.summary = append(d.summary, d.say("most", "option", d.optionName(bars[most].name), "share", d.value(values[most], metric.Percent, base)))
	d.method = append(d.method, d.say("shares_rounded"))
}

// options gives the series of a measure, one for each option.
func (d *draft) options(m metric.Measure) (all []*metric.Series) {
	for i := range d.r.Series {
		if d.r.Series[i].Measure == m {
			all = append(all, &d.r.Series[i])
		}
	}
	return all
}

// columns draws the bars with their shares on top, the options below, and the names of the three groups of an nps under those.
func (d *draft) columns(bars []part, values []float64) {
	const top = 20.0
	floor := top + 160
	grouped := d.r.Find(metric.Promoters) != nil && isNumber(bars[0].name)
	below := 26.0
	switch {
	case grouped:
		below = 68
	case d.kind() == "ces":
		below = 46
	}
	if d.s.Height > 0 {
		floor = max(100, float64(d.s.Height)-below)
	}
	n := float64(len(bars))
	most := 0.0
	for _, v := range values {
		most = max(most, v)
	}
	step := 100 / n
	half := min(step*.41, 8)
	room := step/100*phone - 2
	class, written := "b", d.l.Percent
	if faceOf(class).width(written(most, 0)) > room {
		class = "tk"
	}
	if faceOf(class).width(written(most, 0)) > room { // the subtitle says percent
		written = d.l.Number
	}
	for i, b := range bars {
		x, v := (float64(i)+.5)*step, values[i]
		y := floor
		if most > 0 {
			y = floor - (floor-top)*v/most
		}
		if v > 0 {
			d.paint(Mark{Shape: Bar, Class: b.class, X: x - half, X2: x + half, Y: y, Y2: floor})
		}
		d.paint(Mark{Shape: Words, Class: class, X: x, Y: y - 6, Anchor: Middle, Text: written(v, 0)})
		label := d.optionName(b.name)
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: x, Value: float64(i), Label: label})
		d.paint(d.short(Mark{Shape: Words, Class: "tk", X: x, Y: floor + 18, Anchor: Middle, Text: label}, room))
	}
	d.paint(Mark{Shape: Rule, Class: "base", X2: 100, Y: floor, Y2: floor})
	d.f.X.Kind = "category"
	d.f.Y = Axis{Kind: "number", Max: most, Unit: "%"}
	d.f.Height = int(floor + below)
	if grouped {
		d.groups(floor, step)
	} else if d.kind() == "ces" {
		d.easier(floor)
	}
}

// easier says to which end of the scale it is easier: with an arrow there.
func (d *draft) easier(floor float64) {
	m := Mark{Shape: Words, Class: "tk", X: 100, Y: floor + 38, Anchor: End, Text: d.say("easier") + " " + d.arrow(false)}
	if d.reversed() {
		m.X, m.Anchor, m.Text = 0, Start, d.arrow(true)+" "+d.say("easier")
	}
	d.paint(m)
}

// arrow points to the end of the line, or back to its start, in the direction of the drawing.
func (d *draft) arrow(back bool) string {
	if back != d.f.RTL {
		return "←"
	}
	return "→"
}

// groups names detractors, passives and promoters under their columns, in two lines where they stand too close.
func (d *draft) groups(floor, step float64) {
	share := func(m metric.Measure) string {
		p := d.r.Find(m).Points[0]
		return d.value(p.Value, metric.Percent, p.N)
	}
	n := int(100/step + .5)
	low, high := d.sides(n)
	for _, g := range []struct {
		from, to int
		class    string
	}{{0, low, "sdet"}, {low, high, "spas"}, {high, n, "spro"}} {
		d.paint(Mark{Shape: Rule, Class: g.class, X: float64(g.from)*step + .8, X2: float64(g.to)*step - .8, Y: floor + 27, Y2: floor + 27})
	}
	pro := Mark{Shape: Words, Class: "tk", X: 100, Y: floor + 43, Anchor: End, Text: d.say("promoters")}
	det := Mark{Shape: Words, Class: "tk", Y: floor + 43, Text: d.say("detractors")}
	pas := Mark{Shape: Words, Class: "tk", X: float64(low+high) / 2 * step, Y: floor + 43, Anchor: Middle, Text: d.say("passives")}
	if over := d.sheet.of(pas).x1 + 6 - d.sheet.of(pro).x0; over > 0 {
		pas.Shift = -over
	}
	for _, m := range []struct {
		name  Mark
		share string
		class string
	}{{det, share(metric.Detractors), "b tdet"}, {pas, share(metric.Passives), "b"}, {pro, share(metric.Promoters), "b tpro"}} {
		value := m.name
		value.Y, value.Class, value.Text = floor+61, m.class, m.share
		d.paint(m.name, value)
	}
}

// isNumber tells whether an answer is a whole number.
func isNumber(option string) bool {
	_, err := strconv.Atoi(option)
	return err == nil
}

// number reads an answer that is a whole number.
func number(s string) float64 {
	n, _ := strconv.Atoi(s)
	return float64(n)
}
