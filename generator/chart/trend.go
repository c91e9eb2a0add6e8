package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// plotHeight is the height of a trend's plot in pixels, unless the author gives another.
const plotHeight = 204

// maxLines is how many series are drawn apart; more than that are grey and without a name.
const maxLines = 6

// trend draws values over time: a line with its band, or a line per group of the split.
type trend struct {
	*draft
	lines []*metric.Series
	unit  metric.Unit
	y     scale
	top   float64 // of the plot
	base  float64 // its floor
	bars  bool    // answers below
	last  int     // the latest whole period with a value, -1 when there is none
}

func (d *draft) trend() {
	t := &trend{draft: d, last: -1}
	for i := range d.r.Series {
		if s := &d.r.Series[i]; s.Measure == metric.Value {
			t.lines = append(t.lines, s)
		}
	}
	d.f.Wide = true
	t.unit = t.lines[0].Unit
	t.order()
	for i := range d.r.Groups {
		for _, s := range t.lines {
			if s.Points[i].State == metric.Shown {
				t.last = i
			}
		}
	}
	t.scale()
	t.gutters()
	events, up := t.events()
	t.heights(up)
	t.axis()
	t.bands()
	target, benchmarks := t.target(), t.benchmarkLines()
	t.eventLines(events)
	t.paths()
	if len(t.lines) == 1 {
		t.values()
	} else {
		t.names()
	}
	t.gaps()
	t.dates()
	t.eventLabels(events)
	if target.Text != "" {
		if m, ok := t.sheet.first(t.targetPlaces(target)...); ok {
			t.paint(m)
		} else {
			t.source = append(t.source, t.say("target_line", "value", t.value(*t.s.Target, t.unit, 0)))
		}
	}
	for _, label := range benchmarks {
		if m, ok := t.sheet.first(t.targetPlaces(label)...); ok {
			t.paint(m)
		}
	}
	t.answers()
	t.grid()
	t.plots()
	t.benchmarkColumns()
	t.words()
	t.published(t.unit)
}

// order puts the series that matter most first: those with the most answers in the whole.
func (t *trend) order() {
	if len(t.lines) <= maxLines {
		return
	}
	sum := func(s *metric.Series) (n int) {
		for _, p := range s.Points {
			if seen(p) {
				n += p.N
			}
		}
		return n
	}
	slices.SortStableFunc(t.lines, func(a, b *metric.Series) int { return sum(b) - sum(a) })
}

func (t *trend) scale() {
	var s span
	for _, line := range t.lines {
		for _, p := range line.Points {
			if !seen(p) {
				continue
			}
			s.add(p.Value)
			if p.Interval && len(t.lines) == 1 {
				s.add(p.Low, p.High)
			}
		}
	}
	if t.s.Target != nil {
		s.add(*t.s.Target)
	}
	for _, b := range t.s.Benchmarks {
		s.add(b.Value)
	}
	t.y = valueScale(s, t.unit, 4)
}

// valueScale covers values with a scale that suits their unit: zero is always in the picture, except where values keep far from it and
// their level, not their size, is what is compared.
func valueScale(s span, unit metric.Unit, steps int) scale {
	bounds := [2]float64{-1e18, 1e18}
	level := false
	switch unit {
	case metric.Score:
		bounds = [2]float64{-100, 100}
	case metric.Percent:
		level = true
		if s.low >= 0 && s.high <= 100 {
			bounds = [2]float64{0, 100}
		}
	case metric.Plain:
		level = true
	}
	if !level || s.high-s.low > abs(s.high)/3 {
		s.add(0)
	}
	if s.low >= 0 {
		bounds[0] = max(bounds[0], 0)
	}
	return niceScale(s.low, s.high, steps, bounds)
}

func (t *trend) gutters() {
	widest := 0.0
	for _, v := range t.y.ticks() {
		widest = max(widest, face{tickSize, false}.width(t.tick(v)))
	}
	t.sheet.gutter.Start = gutter(widest + 8)
	t.sheet.gutter.End = 20
	if len(t.lines) > 1 {
		t.sheet.gutter.End = 84
	}
}

// gutter gives the width of the style sheet that holds a label. A few pixels may reach into the margin of the page.
func gutter(width float64) int {
	for _, w := range []int{28, 56} {
		if width <= float64(w)+6 {
			return w
		}
	}
	return 76
}

// tick prints a value of the axis.
func (t *trend) tick(v float64) string { return t.draft.tick(v, t.unit, t.y.step) }

// tick prints a value of an axis as short as it can be.
func (d *draft) tick(v float64, unit metric.Unit, step float64) string {
	places := 0
	for s := step; places < 3 && abs(s-float64(int64(s+.5))) > 1e-9; places++ {
		s *= 10
	}
	switch {
	case unit == metric.Score:
		return d.l.Signed(v, places)
	case unit == metric.Percent:
		return d.l.Percent(v, places)
	case unit == metric.Seconds:
		return d.l.Duration(v)
	case abs(v) >= 10000:
		return d.l.Compact(v)
	}
	return d.l.Number(v, places)
}

func (t *trend) heights(rows int) {
	t.top = 26
	switch rows {
	case 1:
		t.top = 44
	case 2:
		t.top = 76
	}
	t.bars = len(t.lines) == 1 && len(t.r.Groups) <= 120 && t.counted()
	below := 42.0
	if t.bars {
		below = 94
	}
	plot := float64(plotHeight)
	if t.s.Height > 0 {
		plot = max(96, float64(t.s.Height)-t.top-below)
	}
	t.base = t.top + plot
	t.f.Height = int(t.base + below)
	t.y.from, t.y.to = t.base, t.top
}

// counted tells whether the points have bases that are not the values themselves.
func (t *trend) counted() bool {
	return t.based() && slices.ContainsFunc(t.lines[0].Points, func(p metric.Point) bool { return seen(p) && p.N > 0 })
}

func (t *trend) axis() {
	t.f.Y = Axis{Kind: "number", Min: t.y.min, Max: t.y.max}
	if t.unit == metric.Percent {
		t.f.Y.Unit = "%"
	}
	for i, v := range t.y.ticks() {
		y, class := t.y.at(v), "grid"
		if i == 0 || v == 0 {
			class = "base"
		}
		label := t.tick(v)
		t.f.Y.Ticks = append(t.f.Y.Ticks, Tick{At: y, Value: v, Label: label})
		words := Mark{Shape: Words, Class: "tk", Y: y + 4, Shift: -8, Anchor: End, Text: label}
		t.paint(Mark{Shape: Rule, Class: class, X2: 100, Y: y, Y2: y}, words)
		t.sheet.take(t.sheet.of(words))
	}
}

// runs gives the stretches of whole periods with a value.
func runs(points []metric.Point, late bool) (all [][2]int) {
	first := 0
	if late {
		first = 1
	}
	for i := first; i < len(points); {
		j := i
		for j < len(points) && points[j].State == metric.Shown {
			j++
		}
		if j > i {
			all = append(all, [2]int{i, j})
		}
		i = max(j, i+1)
	}
	return all
}

func (t *trend) bands() {
	if len(t.lines) > 1 {
		return
	}
	points := t.lines[0].Points
	for _, run := range runs(points, t.late(t.lines[0], 0)) {
		var upper, lower []Place
		for i := run[0]; i < run[1]; i++ {
			if p := points[i]; p.Interval {
				upper = append(upper, Place{t.x(i), t.y.at(p.High)})
				lower = append(lower, Place{t.x(i), t.y.at(p.Low)})
			}
		}
		switch {
		case len(upper) == 1:
			t.paint(Mark{Shape: Rule, Class: "ci", X: upper[0].X, X2: upper[0].X, Y: upper[0].Y, Y2: lower[0].Y})
		case len(upper) > 1:
			slices.Reverse(lower)
			t.paint(Mark{Shape: Band, Class: "band", Points: append(upper, lower...)})
		}
	}
}

// target paints the line of the target and gives its label, which is placed last.
func (t *trend) target() Mark {
	if t.s.Target == nil {
		return Mark{}
	}
	y := t.y.at(*t.s.Target)
	t.paint(Mark{Shape: Rule, Class: "tgt", X2: 100, Y: y, Y2: y})
	return Mark{Shape: Words, Y: y, Halo: true, Text: t.say("target", "value", t.value(*t.s.Target, t.unit, 0))}
}

// seriesClass gives the classes of line and dot of one of several series: three tones, and each of them heavy and light.
func seriesClass(i int) (line, dot string) {
	if i >= maxLines {
		return "ln so", "dot"
	}
	line = [...]string{"ln", "ln l2", "ln l3"}[i%3]
	dot = [...]string{"dot", "dot d2", "dot d3"}[i%3]
	if i >= 3 {
		line += " thin"
		dot = [...]string{"hol", "hol d2", "hol d3"}[i%3]
	}
	return line, dot
}

func (t *trend) paths() {
	for k := len(t.lines) - 1; k >= 0; k-- { // the first lies on top
		points := t.lines[k].Points
		class, dot := seriesClass(k)
		var alone []Mark
		before := -1
		late := t.late(t.lines[k], 0)
		for _, run := range runs(points, late) {
			line := make([]Place, 0, run[1]-run[0])
			for i := run[0]; i < run[1]; i++ {
				line = append(line, Place{t.x(i), t.y.at(points[i].Value)})
			}
			before = run[1] - 1
			t.sheet.line(line)
			if len(line) == 1 {
				alone = append(alone, Mark{Shape: Dot, Class: dot, R: 3.5, X: line[0].X, Y: line[0].Y})
				continue
			}
			t.paint(Mark{Shape: Line, Class: class, Points: line})
		}
		dash := func(i int) {
			dashed := []Place{{t.x(i), t.y.at(points[i].Value)}, {t.x(i + 1), t.y.at(points[i+1].Value)}}
			t.sheet.line(dashed)
			t.paint(Mark{Shape: Line, Class: class + " run", Points: dashed})
		}
		if late && len(points) > 1 && seen(points[1]) {
			dash(0)
		}
		for i, p := range points {
			if !t.partial(t.lines[k], i) {
				continue
			}
			here := Place{t.x(i), t.y.at(p.Value)}
			if before == i-1 && before >= 0 {
				dash(before)
			}
			if k < maxLines {
				alone = append(alone, Mark{Shape: Dot, Class: hollow(dot), R: 4.5, X: here.X, Y: here.Y})
			}
		}
		t.paint(alone...)
	}
}

// hollow gives the class of the same dot for a period that still runs.
func hollow(dot string) string {
	if dot == "dot" {
		return "hol"
	}
	return "hol" + dot[3:]
}

// grid writes the table: the value, its interval and base of each period, or a column for each series.
func (t *trend) grid() {
	g := &t.f.Data
	several := len(t.lines) > 1
	g.Head = []string{t.say("period." + t.every)}
	g.Fields = []string{"period"}
	interval := false
	for _, s := range t.lines {
		interval = interval || slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.Interval })
	}
	counted := t.counted()
	for _, s := range t.lines { // plotted columns have no base
		counted = counted || several && slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.N > 0 })
	}
	for _, s := range t.lines {
		value, prefix := t.name, ""
		if several {
			value, prefix = s.Split, s.Split+" "
		}
		g.Head = append(g.Head, value)
		g.Fields = append(g.Fields, prefix+"value", prefix+"low", prefix+"high", prefix+"n", prefix+"state")
		if interval && !several {
			g.Head = append(g.Head, t.say("interval"))
		}
		if counted {
			g.Head = append(g.Head, t.say("n"))
		}
	}
	for i, group := range t.r.Groups {
		row := Row{Cells: []string{t.l.Period(t.r.Starts[i], t.every)}, Raw: []any{group}}
		for _, s := range t.lines {
			p := s.Points[i]
			row.Cells = append(row.Cells, t.cell(p, t.unit))
			if interval && !several {
				row.Cells = append(row.Cells, t.interval(p, t.unit))
			}
			if counted {
				row.Cells = append(row.Cells, t.nCell(p))
			}
			value, low, high, n := raw(p)
			row.Raw = append(row.Raw, value, low, high, n, t.rowState(s, i))
			if t.partial(s, i) && (i == 0 || len(s.Points)-1 == i) {
				row.Cells[0] = t.l.Period(t.r.Starts[i], t.every) + " *"
			}
		}
		g.Rows = append(g.Rows, row)
	}
}

func (t *trend) plots() {
	open := make([]bool, len(t.r.Groups))
	for i := range open {
		for _, s := range t.lines {
			open[i] = open[i] || t.partial(s, i)
		}
	}
	var target []float64
	if t.s.Target != nil {
		target = []float64{*t.s.Target}
	}
	for k, s := range t.lines {
		at := 1 + 5*k
		if len(t.lines) == 1 && slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.Interval }) {
			t.f.Plots = append(t.f.Plots, Plot{Kind: "band", Name: t.say("interval"), Value: at, Low: at + 1, High: at + 2, Color: "band"})
		}
		name := s.Split
		if len(t.lines) == 1 {
			name = t.name
		}
		color := "line"
		if k < maxLines {
			color = [...]string{"accent", "ink", "pas", "accent", "ink", "pas"}[k]
		}
		t.f.Plots = append(t.f.Plots, Plot{Kind: "line", Name: name, Value: at, Color: color, Dashed: open, Target: target})
		target = nil
	}
	if t.bars {
		t.f.Plots = append(t.f.Plots, Plot{Kind: "bar", Name: t.say("n"), Value: 4, Color: "pas", Second: true, Dashed: open})
	}
}
