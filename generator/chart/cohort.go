package chart

import (
	"cmp"
	"slices"
	"strconv"

	"cxgen/generator/metric"
)

// cohort is a row of a retention: those who came in one period.
type cohort struct {
	name          string // "January 2026"
	first, second string // the same for an axis
	line          string // the same in short
	series        *metric.Series
	size          metric.Point
}

// retention is a result of cohorts: what came back in the buckets after the start.
type retention struct {
	*draft
	rows    []cohort
	average *metric.Series
	buckets []int  // groups that are drawn: without the one that holds the cohort itself
	unit    string // day, week, month …; "" for brackets of the author
}

func needsCohorts(r *metric.Result) string {
	if r.By != "cohort" {
		return "this form needs a metric of the kind cohort_retention"
	}
	return ""
}

func (d *draft) cohorts() retention {
	t := retention{draft: d}
	for i := range d.r.Series {
		s := &d.r.Series[i]
		switch {
		case s.Measure != metric.Retained && s.Measure != metric.Value:
		case s.Split == "":
			t.average = s
		default:
			c := cohort{name: d.l.Label(s.Split), series: s, size: s.Points[0]}
			start, unit, _, ok := d.l.Calendar.Parse(s.Split)
			if c.first = s.Split; ok {
				c.first, c.second = d.l.PeriodShort(start, unit)
				c.line = d.l.PeriodLine(start, unit)
				t.unit = unit
			}
			t.rows = append(t.rows, c)
		}
	}
	for j, g := range d.r.Groups {
		if j > 0 || g != "0" {
			t.buckets = append(t.buckets, j)
		}
	}
	if len(t.buckets) > 0 {
		if _, err := strconv.Atoi(d.r.Groups[t.buckets[0]]); err != nil {
			t.unit = ""
		}
	}
	return t
}

// bucket names a bucket: "month 3".
func (t *retention) bucket(j int) string {
	return t.since(t.optionName(t.r.Groups[j]))
}

// since names a time after the start by its number, or by the author's own words.
func (t *retention) since(n string) string {
	if t.unit == "" {
		return n
	}
	return t.say("since."+t.unit, "n", n)
}

// deepest is the tint of a cell at 100 %, on one scale for all from nothing at 0 %. On a deeper one ink could not be read.
const deepest = .66

// heatmap draws a row per cohort and a cell per bucket, tinted by the share that came back.
func (d *draft) heatmap() {
	t := d.cohorts()
	d.f.Wide = len(t.buckets) > 6
	widest := 0.0
	for _, c := range t.rows {
		widest = max(widest, faceOf("tk").width(c.first), faceOf("tk").width(c.second))
	}
	widest = max(widest, faceOf("tk").width(d.say("average")))
	d.sheet.gutter.Start = gutter(widest + 8)
	const pitch, top = 34.0, 40.0
	end := top + pitch*float64(len(t.rows))
	for i, c := range t.rows {
		y := top + pitch*float64(i)
		label := Mark{Shape: Words, Class: "tk", Y: y + 20, Shift: -8, Anchor: End, Text: c.first}
		if c.second != "" && (i == 0 || c.second != t.rows[i-1].second) {
			label.Y, label.Second = y+13, c.second
		}
		d.paint(label)
	}
	d.paint(Mark{Shape: Rule, Class: "base", X2: 100, Y: end + 4, Y2: end + 4})
	if t.average != nil {
		d.paint(Mark{Shape: Words, Class: "tk", Y: end + 24, Shift: -8, Anchor: End, Text: d.say("average")})
	}
	if every := t.every(d.sheet.width() - t.sizes()); every == 1 {
		t.cells(t.buckets, "", phone)
	} else {
		var some []int
		for k := 0; k < len(t.buckets); k += every {
			some = append(some, t.buckets[k])
		}
		t.cells(some, " narrow", phone)
		t.cells(t.buckets, " wide", desk)
	}
	d.f.Height = int(end + 34)
	t.matrix()
	t.heatmapWords()
}

// span names some buckets: "month 1 to 6".
func (t *retention) span(buckets []int) string {
	first, last := t.optionName(t.r.Groups[buckets[0]]), t.optionName(t.r.Groups[buckets[len(buckets)-1]])
	if first == last || t.unit == "" {
		return t.since(first)
	}
	return t.since(t.say("range", "low", first, "high", last))
}

// every tells how many buckets go by for each one that is drawn on a phone.
func (t *retention) every(room float64) int {
	widest := 0.0
	for _, j := range t.buckets {
		widest = max(widest, faceOf("tk").width(t.optionName(t.r.Groups[j])))
		for _, c := range t.rows {
			if p := c.series.Points[j]; seen(p) {
				widest = max(widest, faceOf("tk").width(t.l.Number(p.Value, 0)))
			}
		}
	}
	k := 1
	for float64(k)*room < (widest+6)*float64(len(t.buckets)) {
		k++
	}
	return k
}

// sizes gives the width of the column of sizes in pixels.
func (t *retention) sizes() float64 {
	widest := faceOf("tk").width(t.say("size"))
	for _, c := range t.rows {
		widest = max(widest, faceOf("m").width(t.l.Number(float64(c.size.N), 0)))
	}
	return widest + 8
}

// cells paints the sizes and some buckets for figures from a width on: each with its number on top and its average below.
func (t *retention) cells(buckets []int, class string, width float64) {
	const pitch, top = 34.0, 40.0
	plot := width - float64(t.sheet.gutter.Start)
	from := t.sizes() / plot * 100
	step := (100 - from) / float64(len(buckets))
	room := step/100*plot - 2
	t.paint(Mark{Shape: Words, Class: "tk" + class, X: from / 2, Y: 31, Anchor: Middle, Text: t.say("size")})
	for i, c := range t.rows {
		y := top + pitch*float64(i)
		text := Mark{Shape: Words, Class: "inv m" + class, X: from / 2, Y: y + 20, Anchor: Middle, Text: t.l.Number(float64(c.size.N), 0)}
		if c.size.State == metric.Hidden {
			text.Class, text.Text = "inv tk"+class, t.few()
		}
		t.paint(Mark{Shape: Bar, Class: "cell" + class, X: .3, X2: from - .3, Y: y, Y2: y + pitch - 3, R: 3}, text)
	}
	face := "m"
	for _, j := range buckets {
		for _, c := range t.rows {
			if p := c.series.Points[j]; seen(p) && faceOf("m").width(t.l.Number(p.Value, 0)) > room-3 {
				face = "tk b"
			}
		}
	}
	t.paint(Mark{Shape: Words, Class: "tk" + class, X: from, Shift: 4, Y: 12, Text: t.span(buckets)})
	for k, j := range buckets {
		x := from + step*(float64(k)+.5)
		name := t.short(Mark{Shape: Words, Class: "tk" + class, X: x, Y: 31, Anchor: Middle, Text: t.optionName(t.r.Groups[j])}, room+2)
		t.f.X.Ticks = append(t.f.X.Ticks, Tick{At: x, Value: float64(j), Label: name.Text, Wide: class == " wide"})
		t.paint(name)
		for i, c := range t.rows {
			p, y := c.series.Points[j], top+pitch*float64(i)
			if !seen(p) {
				continue
			}
			text := Mark{Shape: Words, Class: face, X: x, Y: y + 20, Anchor: Middle, Text: t.l.Number(p.Value, 0)}
			bar := Mark{Shape: Bar, Class: "cell" + class, X: x - step/2 + .3, X2: x + step/2 - .3, Y: y, Y2: y + pitch - 3, R: 3, Opacity: max(.01, deepest*p.Value/100)}
			if p.State == metric.Open {
				bar.Class, bar.Opacity = "pend"+class, 0
				bar.X, bar.X2, bar.Y, bar.Y2 = bar.X+.3, bar.X2-.3, y+1, y+pitch-4
				text.Class = "tk"
			}
			text.Class += class
			t.paint(bar, text)
		}
		if t.average != nil && seen(t.average.Points[j]) {
			t.paint(Mark{Shape: Words, Class: face + class, X: x, Y: top + pitch*float64(len(t.rows)) + 24, Anchor: Middle, Text: t.l.Number(t.average.Points[j].Value, 0)})
		}
	}
}

// matrix writes the table: a row per cohort, a column per bucket, the average at the end.
func (t *retention) matrix() {
	g := &t.f.Data
	g.Head, g.Fields = []string{t.group, t.say("size")}, []string{"cohort", "size"}
	for _, j := range t.buckets {
		g.Head, g.Fields = append(g.Head, t.bucket(j)), append(g.Fields, t.r.Groups[j])
		t.f.Plots = append(t.f.Plots, Plot{Kind: "cell", Name: t.bucket(j), Value: len(g.Fields) - 1, At: len(g.Fields) - 3, Color: "fill"})
	}
	line := func(name, key string, s *metric.Series, size metric.Point) {
		row := Row{Cells: []string{name}, Raw: []any{key}}
		switch {
		case key == "average":
			row.Cells, row.Raw = append(row.Cells, "–"), append(row.Raw, nil)
		case size.State == metric.Hidden:
			row.Cells, row.Raw = append(row.Cells, t.few()), append(row.Raw, nil)
		default:
			row.Cells, row.Raw = append(row.Cells, t.l.Number(float64(size.N), 0)), append(row.Raw, size.N)
		}
		for _, j := range t.buckets {
			t.add(&row, s.Points[j])
		}
		g.Rows = append(g.Rows, row)
	}
	for _, c := range t.rows {
		line(c.name, c.series.Split, c.series, c.size)
	}
	if t.average != nil {
		line(t.say("average"), "average", t.average, metric.Point{})
	}
}

// heatmapWords says how many come back on average, and how the cohorts differ in the first bucket.
func (t *retention) heatmapWords() {
	j := -1 // the first bucket of which there is an average
	for _, b := range t.buckets {
		if visible(t.average, b) {
			j = b
			break
		}
	}
	if j < 0 {
		t.finding = t.say("title_table", "metric", t.name, "group", t.group)
		t.unfinished()
		return
	}
	p := t.average.Points[j]
	t.finding = t.say("title_back", "share", t.value(p.Value, metric.Percent, p.N), "when", t.bucket(j))
	var items []string
	for k, b := range t.buckets {
		if n := len(t.buckets); visible(t.average, b) && (k == 0 || k == n/2 || k == n-1 || k == 2) && len(items) < 4 {
			items = append(items, t.say("item", "name", t.bucket(b), "value", t.cell(t.average.Points[b], metric.Percent)))
		}
	}
	t.summary = append(t.summary, t.say("average_is", "list", t.list(items)))
	t.extremes(j)
	t.unfinished()
}

// extremes names the cohorts of which most and fewest came back in a bucket.
func (t *retention) extremes(j int) {
	var best, worst *cohort
	for i := range t.rows {
		c := &t.rows[i]
		p := c.series.Points[j]
		if p.State != metric.Shown {
			continue
		}
		if best == nil || p.Value > best.series.Points[j].Value {
			best = c
		}
		if worst == nil || p.Value < worst.series.Points[j].Value {
			worst = c
		}
	}
	if best == nil || best == worst {
		return
	}
	t.summary = append(t.summary, t.say("back_range", "when", t.bucket(j), "best", best.name, "high", t.cell(best.series.Points[j], metric.Percent),
		"worst", worst.name, "low", t.cell(worst.series.Points[j], metric.Percent)))
}

// add puts a point into a row of the table, with a mark when it is not finished.
func (t *retention) add(row *Row, p metric.Point) {
	text := t.cell(p, metric.Percent)
	if p.State == metric.Open {
		text += " *"
	}
	value, _, _, _ := raw(p)
	row.Cells, row.Raw = append(row.Cells, text), append(row.Raw, value)
}

// unfinished says what a dashed cell is, where there is one.
func (t *retention) unfinished() {
	for _, c := range t.rows {
		for _, j := range t.buckets {
			if c.series.Points[j].State == metric.Open {
				t.source = append(t.source, t.say("unfinished"))
				return
			}
		}
	}
}

// bright is how many of the latest cohorts have a line of their own among the curves; the others are grey.
const bright = 3

// curves draws a line per cohort over the time since its start, the latest of them and the average set off.
func (d *draft) curves() {
	t := d.cohorts()
	d.f.Wide = true
	lines := t.curvesOf()
	var s span
	s.add(0)
	for _, c := range t.rows {
		for _, j := range t.buckets {
			if p := c.series.Points[j]; p.State == metric.Shown {
				s.add(p.Value)
			}
		}
	}
	y := niceScale(0, max(s.high, 1), 4, [2]float64{0, 100})
	floor := d.shareAxis(&y, 42, 84)
	x := func(k int) float64 { return 100 * float64(k) / float64(max(1, len(t.buckets)-1)) }
	path := func(s *metric.Series) (points []Place) {
		for k, j := range t.buckets {
			if p := s.Points[j]; p.State == metric.Shown {
				points = append(points, Place{x(k), y.at(p.Value)})
			}
		}
		return points
	}
	for _, c := range t.rows {
		if points := path(c.series); len(points) > 1 {
			d.paint(Mark{Shape: Line, Class: "ln so", Points: points})
		}
	}
	t.curveEnds(lines, path)
	t.curveTicks(x, floor)
	d.f.Height = int(floor + 46)
	t.curveTable(lines)
	t.heatmapWords()
	d.finding = d.say("title_table", "metric", d.name, "group", d.group) // that of the triangle stands beside it
}

// curvesOf gives the series with a line of their own: the average, and the latest cohorts.
func (t *retention) curvesOf() (lines []cohort) {
	for i := len(t.rows) - 1; i >= 0 && len(lines) < bright; i-- {
		shown := 0
		for _, j := range t.buckets {
			if t.rows[i].series.Points[j].State == metric.Shown {
				shown++
			}
		}
		if shown > 1 {
			lines = append(lines, t.rows[i])
		}
	}
	if t.average != nil {
		lines = append(lines, cohort{name: t.say("average"), series: t.average})
	}
	return lines
}

// curveEnds paints the lines set off and names them beside the plot, in the order in which they end.
func (t *retention) curveEnds(lines []cohort, path func(*metric.Series) []Place) {
	var ends []Place
	var at []float64
	var order []int
	for k, c := range lines {
		points := path(c.series)
		if len(points) < 2 {
			continue
		}
		line, _ := seriesClass(k)
		if c.series == t.average {
			line = "ln l2 run"
		}
		t.paint(Mark{Shape: Line, Class: line, Points: points})
		end := points[len(points)-1]
		i := len(at)
		for i > 0 && at[i-1] > end.Y {
			i--
		}
		ends, at, order = slices.Insert(ends, i, end), slices.Insert(at, i, end.Y), slices.Insert(order, i, k)
	}
	spread(at, 33, 24, 200)
	for i, k := range order {
		c := lines[k]
		line, dot := seriesClass(k)
		if c.series == t.average {
			line, dot = "ln l2", "dot d2"
		}
		t.paint(Mark{Shape: Dot, Class: dot, R: 4.5, X: ends[i].X, Y: ends[i].Y})
		if ends[i].X > 99 {
			t.paint(Mark{Shape: Leader, Class: line + " le", X: 100, Y: ends[i].Y, R: 8, Y2: at[i]})
		} else {
			t.paint(Mark{Shape: Rule, Class: line + " le hair", X: ends[i].X, X2: 100, Y: ends[i].Y, Y2: at[i]})
		}
		last := t.buckets[0]
		for _, j := range t.buckets {
			if c.series.Points[j].State == metric.Shown {
				last = j
			}
		}
		name := t.short(Mark{Class: "tk", Text: cmp.Or(c.line, c.name)}, 80)
		t.paint(Mark{Shape: Words, X: 100, Y: at[i] + 2, Shift: 10, Full: name.Full, Runs: []Run{{t.cell(c.series.Points[last], metric.Percent), "b"}}, Below: []Run{{name.Text, "tk"}}})
	}
}

// curveTicks labels the time since the start where there is room, and says below what it is counted in.
func (t *retention) curveTicks(x func(int) float64, floor float64) {
	t.f.X = Axis{Kind: "category"}
	labels := sheet{gutter: t.sheet.gutter}
	for k, j := range t.buckets {
		t.f.X.Names = append(t.f.X.Names, t.bucket(j))
		m := Mark{Shape: Words, Class: "tk", X: x(k), Y: floor + 20, Anchor: Middle, Text: t.optionName(t.r.Groups[j])}
		if m, ok := labels.first(m); ok {
			t.f.X.Ticks = append(t.f.X.Ticks, Tick{At: m.X, Value: float64(k), Label: m.Text})
			t.paint(Mark{Shape: Rule, Class: "base", X: m.X, X2: m.X, Y: floor, Y2: floor + 5}, m)
		}
	}
	t.paint(Mark{Shape: Words, Class: "tk", Y: floor + 38, Text: t.span(t.buckets)})
}

// curveTable writes a row per bucket and a column per line that is set off.
func (t *retention) curveTable(lines []cohort) {
	g := &t.f.Data
	head := t.group
	g.Head, g.Fields = []string{head}, []string{"bucket"}
	for k, c := range lines {
		name, key := c.name, c.series.Split
		if c.series == t.average {
			key = "average"
		}
		g.Head, g.Fields = append(g.Head, name), append(g.Fields, key)
		color := [...]string{"accent", "ink", "pas"}[k%3]
		if c.series == t.average {
			color = "ink"
		}
		t.f.Plots = append(t.f.Plots, Plot{Kind: "line", Name: name, Value: len(g.Fields) - 1, Color: color})
	}
	for _, j := range t.buckets {
		row := Row{Cells: []string{t.bucket(j)}, Raw: []any{t.r.Groups[j]}}
		for _, c := range lines {
			t.add(&row, c.series.Points[j])
		}
		g.Rows = append(g.Rows, row)
	}
}

// shareAxis lays the plot of shares over time out, with so much room below it and behind its end, and paints a line for each tick of
// the scale. It gives where the plot ends below.
func (d *draft) shareAxis(y *scale, below float64, end int) (floor float64) {
	const top = 20.0
	floor = top + plotHeight
	if d.s.Height > 0 {
		floor = max(top+96, float64(d.s.Height)-below)
	}
	y.from, y.to = floor, top
	d.sheet.gutter = Gutter{Start: gutter(faceOf("tk").width(d.tick(y.max, metric.Percent, y.step)) + 8), End: end}
	d.f.Y = Axis{Kind: "number", Min: y.min, Max: y.max, Unit: "%"}
	for _, v := range y.ticks() {
		at, class, label := y.at(v), "grid", d.tick(v, metric.Percent, y.step)
		if v == 0 {
			class = "base"
		}
		d.f.Y.Ticks = append(d.f.Y.Ticks, Tick{At: at, Value: v, Label: label})
		d.paint(Mark{Shape: Rule, Class: class, X2: 100, Y: at, Y2: at}, Mark{Shape: Words, Class: "tk", Y: at + 4, Shift: -8, Anchor: End, Text: label})
	}
	return floor
}
