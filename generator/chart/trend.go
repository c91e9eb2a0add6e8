package chart

import (
	"slices"
	"strings"

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
	target := t.target()
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
	t.answers()
	t.grid()
	t.plots()
	t.words()
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

// x of a period.
func (t *trend) x(i int) float64 {
	if n := len(t.r.Groups); n > 1 {
		return float64(i) / float64(n-1) * 100
	}
	return 50
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
	known := false
	for _, p := range t.lines[0].Points {
		known = known || seen(p) && p.N > 0 && float64(p.N) != p.Value
	}
	return known
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
		t.paint(Mark{Shape: Rule, Class: class, X2: 100, Y: y, Y2: y},
			Mark{Shape: Words, Class: "tk", Y: y + 4, Shift: -8, Anchor: End, Text: label})
	}
}

// runs gives the stretches of periods with a value, without the one that still runs.
func runs(points []metric.Point) (all [][2]int) {
	for i := 0; i < len(points); {
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
	for _, run := range runs(points) {
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

func (t *trend) targetPlaces(m Mark) (places []Mark) {
	for _, dy := range []float64{-7, 16} {
		for _, x := range []float64{38, 62, 50, 25, 75, 12, 88} {
			p := m
			p.X, p.Y, p.Anchor = x, m.Y+dy, Middle
			places = append(places, p)
		}
		p := m
		p.Y = m.Y + dy
		places = append(places, p)
	}
	return slices.DeleteFunc(places, func(p Mark) bool { return p.Y < t.top-12 || p.Y > t.base-2 })
}

// seriesClass gives the classes of line and dot of one of several series: three tones, and each of them heavy and light.
func seriesClass(i int) (line, dot string) {
	if i >= maxLines {
		return "ln so", "dot"
	}
	line = [...]string{"ln", "ln s2", "ln s3"}[i%3]
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
		for _, run := range runs(points) {
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
		for i, p := range points {
			if p.State != metric.Open {
				continue
			}
			here := Place{t.x(i), t.y.at(p.Value)}
			if before == i-1 && i > 0 {
				dashed := []Place{{t.x(i - 1), t.y.at(points[i-1].Value)}, here}
				t.sheet.line(dashed)
				t.paint(Mark{Shape: Line, Class: class + " run", Points: dashed})
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

// values marks and labels the compared and the latest whole period.
func (t *trend) values() {
	if t.last < 0 {
		return
	}
	points := t.lines[0].Points
	if c := points[t.last].Change; c != nil {
		if i := slices.Index(t.r.Groups, c.Against); i >= 0 && i != t.last && points[i].State == metric.Shown {
			t.label(i, "m", 4.5)
		}
	}
	t.label(t.last, "big", 6)
}

// label paints the dot of a period and its value at the first of some places that is free, the last one whatever happens.
func (t *trend) label(i int, class string, r float64) {
	p := t.lines[0].Points[i]
	x, y := t.x(i), t.y.at(p.Value)
	t.paint(Mark{Shape: Dot, Class: "dot", R: r, X: x, Y: y})
	t.sheet.take(box{t.sheet.at(x) - r, y - r, t.sheet.at(x) + r, y + r})
	high, low := y, y
	if p.Interval {
		high, low = t.y.at(p.High), t.y.at(p.Low)
	}
	m := Mark{Shape: Words, Class: class, X: x, Anchor: Middle, Halo: true, Text: t.value(p.Value, t.unit, p.N)}
	if b := t.sheet.of(m); b.x1 > t.sheet.width()+float64(t.sheet.gutter.End) {
		m.Anchor, m.Shift = End, min(float64(t.sheet.gutter.End)-2, t.sheet.width()+float64(t.sheet.gutter.End)-2-t.sheet.at(x))
	} else if b.x0 < -float64(t.sheet.gutter.Start) {
		m.Anchor = Start
	}
	size := faceOf(class).size
	above, under := []float64{high - 8, y - r - 8}, []float64{y + r + size + 2, low + size + 4}
	heights := append(above, under...)
	if class == "m" {
		heights = append(under, above...)
	}
	var places []Mark
	for _, at := range heights {
		m.Y = at
		if at-size*.8 >= t.top-22 && at < t.base-2 {
			places = append(places, m)
		}
	}
	m.Y = max(t.top-6, high-8)
	if best, ok := t.sheet.first(places...); ok {
		m = best
	} else if t.sheet.take(t.sheet.of(m)); class == "m" {
		return // the smaller label gives way
	}
	t.paint(m)
}

// names labels several lines at their ends, each as near to its end as the others allow.
func (t *trend) names() {
	const step = 33
	room := float64(t.sheet.gutter.End) - 10
	type end struct {
		series int
		x, y   float64
		at     float64
	}
	var ends []end
	for k, s := range t.lines {
		if k >= maxLines {
			break
		}
		for i := len(s.Points) - 1; i >= 0; i-- {
			if seen(s.Points[i]) {
				y := t.y.at(s.Points[i].Value)
				ends = append(ends, end{k, t.x(i), y, y})
				break
			}
		}
	}
	slices.SortStableFunc(ends, func(a, b end) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	places := make([]float64, len(ends))
	for i := range ends {
		places[i] = ends[i].y
	}
	spread(places, step, t.top+4, t.base-12)
	for i, e := range ends {
		s := t.lines[e.series]
		line, dot := seriesClass(e.series)
		latest := s.Points[t.indexOf(e.x)]
		if latest.State == metric.Shown {
			t.paint(Mark{Shape: Dot, Class: dot, R: 4.5, X: e.x, Y: e.y})
		}
		t.paint(Mark{Shape: Leader, Class: line + " lead", X: 100, Y: e.y, R: 8, Y2: places[i]})
		name := faceOf("tk").fit(s.Split, room)
		m := Mark{Shape: Words, X: 100, Y: places[i] + 2, Shift: 10, Runs: []Run{{t.cell(latest, t.unit), "b"}}, Below: []Run{{name, "tk"}}}
		if name != s.Split {
			m.Full = s.Split
		}
		t.sheet.take(t.sheet.of(m))
		t.paint(m)
	}
}

func (t *trend) indexOf(x float64) int {
	for i := range t.r.Groups {
		if t.x(i) == x {
			return i
		}
	}
	return len(t.r.Groups) - 1
}

// spread moves sorted positions apart until neighbours are at least step away from each other, between low and high, and as little as
// it can: positions that touch form a block around their mean.
func spread(at []float64, step, low, high float64) {
	type block struct {
		mean  float64 // of its members' wishes, as the place of the first
		first int
		n     int
	}
	var blocks []block
	for i, want := range at {
		b := block{want, i, 1}
		for len(blocks) > 0 {
			prev := blocks[len(blocks)-1]
			if prev.mean+float64(prev.n)*step <= b.mean {
				break
			}
			shifted := b.mean - float64(prev.n)*step
			b = block{(prev.mean*float64(prev.n) + shifted*float64(b.n)) / float64(prev.n+b.n), prev.first, prev.n + b.n}
			blocks = blocks[:len(blocks)-1]
		}
		b.mean = max(low, min(b.mean, high-float64(b.n-1)*step))
		blocks = append(blocks, b)
	}
	for _, b := range blocks {
		for k := range b.n {
			at[b.first+k] = b.mean + float64(k)*step
		}
	}
	for i := 1; i < len(at); i++ { // where the room is too small, all move down together
		at[i] = max(at[i], at[i-1]+step)
	}
}

// gaps says why a line is broken, where there is room to say it.
func (t *trend) gaps() {
	if len(t.lines) > 1 {
		return
	}
	points := t.lines[0].Points
	for i := 0; i < len(points); i++ {
		if seen(points[i]) {
			continue
		}
		j := i
		for j+1 < len(points) && points[j+1].State == points[i].State {
			j++
		}
		text := t.missing()
		if points[i].State == metric.Hidden {
			text = t.few()
		}
		m := Mark{Shape: Words, Class: "tk", X: (t.x(i) + t.x(j)) / 2, Anchor: Middle, Halo: true, Text: text}
		low, high := m, m
		low.Y, high.Y = t.base-8, t.top+14
		if best, ok := t.sheet.first(low, high); ok {
			t.paint(best)
		}
		i = j
	}
}

// missing is what a gap is called: "no survey" for questions, "no data" for the rest.
func (t *draft) missing() string {
	if t.asked() {
		return t.say("no_survey")
	}
	return t.say("no_data")
}

// dates labels the axis: the latest whole period, and others at one distance back from it.
func (t *trend) dates() {
	n := len(t.r.Groups)
	t.f.X = Axis{Kind: "time", Max: float64(n - 1), Names: t.periods()}
	anchor := t.last
	if anchor < 0 {
		anchor = n - 1
	}
	narrow, wide := t.every(anchor)
	for i := range n {
		if d := abs(float64(anchor - i)); int(d)%wide != 0 {
			continue
		}
		first, second := t.l.PeriodShort(t.r.Starts[i], t.r.By)
		tick := Tick{At: t.x(i), Value: float64(i), Label: first, Second: second, Wide: (anchor-i)%narrow != 0}
		suffix := ""
		if tick.Wide {
			suffix = " wide"
		}
		t.f.X.Ticks = append(t.f.X.Ticks, tick)
		t.paint(Mark{Shape: Rule, Class: "base" + suffix, X: tick.At, X2: tick.At, Y: t.base, Y2: t.base + 5},
			t.edge(Mark{Shape: Words, Class: "tk" + suffix, X: tick.At, Y: t.base + 20, Anchor: Middle, Text: first, Second: second}))
	}
}

// edge keeps a centred label within the figure.
func (d *draft) edge(m Mark) Mark {
	switch b := d.sheet.of(m); {
	case b.x0 < -float64(d.sheet.gutter.Start)-4:
		m.Anchor = Start
	case b.x1 > d.sheet.width()+float64(d.sheet.gutter.End)+4:
		m.Anchor = End
	}
	return m
}

// every gives how many periods lie between two labels on a phone, and from 640 px on: the steps that people count time in.
func (t *trend) every(anchor int) (narrow, wide int) {
	n := len(t.r.Groups)
	widest := 0.0
	for _, start := range t.r.Starts {
		first, second := t.l.PeriodShort(start, t.r.By)
		f := face{tickSize, false}
		widest = max(widest, f.width(first), f.width(second))
	}
	steps := []int{1, 3, 6, 12, 24, 48, 96, 192}
	switch t.r.By {
	case "day":
		steps = []int{1, 7, 14, 28, 56, 112, 224, 448}
	case "week":
		steps = []int{1, 2, 4, 13, 26, 52, 104}
	case "quarter":
		steps = []int{1, 2, 4, 8, 16, 32}
	case "year":
		steps = []int{1, 2, 5, 10, 20, 50}
	}
	pick := func(width float64, fits func(int) bool) int {
		for _, s := range steps {
			if n <= 1 || fits(s) && width/float64(n-1)*float64(s) >= widest+14 {
				return s
			}
		}
		return max(1, n)
	}
	ends := float64(t.sheet.gutter.Start + t.sheet.gutter.End)
	narrow = pick(phone-ends, func(int) bool { return true })
	wide = pick(desk-ends, func(s int) bool { return narrow%s == 0 })
	if narrow%wide != 0 {
		wide = narrow
	}
	return narrow, wide
}

// answers draws the bases as bars below.
func (t *trend) answers() {
	if !t.bars {
		return
	}
	const tall = 22
	floor := t.base + 92
	points := t.lines[0].Points
	most := 0
	for _, p := range points {
		if seen(p) {
			most = max(most, p.N)
		}
	}
	caption := Mark{Shape: Words, Class: "tk", Y: t.base + 62, Text: t.say("answers." + t.r.By)}
	t.paint(caption)
	half := min(2.0, 30/float64(max(1, len(points)-1)))
	for i, p := range points {
		if !seen(p) || p.N == 0 {
			continue
		}
		m := Mark{Shape: Bar, Class: "nb", X: t.x(i) - half, X2: t.x(i) + half, Y: floor - tall*float64(p.N)/float64(most), Y2: floor}
		if p.State == metric.Open {
			m.Class = "pend"
		}
		t.paint(m)
	}
	if t.last < 0 {
		return
	}
	n := t.edge(Mark{Shape: Words, Class: "tk", X: t.x(t.last), Y: t.base + 64, Anchor: Middle, Text: t.l.Number(float64(points[t.last].N), 0)})
	if b := t.sheet.of(n); b.x0 > t.sheet.of(caption).x1+6 {
		t.paint(n)
	}
}

// grid writes the table: the value, its interval and base of each period, or a column for each series.
func (t *trend) grid() {
	g := &t.f.Data
	several := len(t.lines) > 1
	g.Head = []string{t.say("period." + t.r.By)}
	g.Fields = []string{"period"}
	interval := false
	for _, s := range t.lines {
		interval = interval || slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.Interval })
	}
	counted := several || t.counted()
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
		row := Row{Cells: []string{t.l.Period(t.r.Starts[i], t.r.By)}, Raw: []any{group}}
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
			row.Raw = append(row.Raw, value, low, high, n, state(p))
			if p.State == metric.Open && len(s.Points)-1 == i {
				row.Cells[0] = t.l.Period(t.r.Starts[i], t.r.By) + " *"
			}
		}
		g.Rows = append(g.Rows, row)
	}
}

func (t *trend) plots() {
	open := make([]bool, len(t.r.Groups))
	for i := range open {
		for _, s := range t.lines {
			open[i] = open[i] || s.Points[i].State == metric.Open
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

// words writes finding, summary and remarks.
func (t *trend) words() {
	if len(t.lines) > 1 {
		t.several()
		return
	}
	points := t.lines[0].Points
	if t.last >= 0 {
		p := points[t.last]
		t.finding = t.changed("title_", p)
		period := t.l.Period(t.r.Starts[t.last], t.r.By)
		t.summary = append(t.summary, t.standing(p, t.unit, period))
		if c := p.Change; c != nil {
			if s := t.compared(c, p, period); s != "" {
				t.summary = append(t.summary, s)
			}
		}
		if s := t.reached(p); s != "" {
			t.summary = append(t.summary, s)
		}
	} else {
		t.finding = t.say("title_running", "metric", t.name)
	}
	t.broken(points)
}

// standing says what a value is, with its margin where there is one: "NPS is at +43 ±8 in October 2026."
func (d *draft) standing(p metric.Point, unit metric.Unit, period string) string {
	key := "at"
	margin := d.margin(p, unit)
	if margin != "" {
		key += "_margin"
	}
	if period == "" {
		key = "is" + strings.TrimPrefix(key, "at")
	}
	return d.say(key, "metric", d.name, "value", d.value(p.Value, unit, p.N), "margin", margin, "period", period)
}

// changed is the finding about the latest value: it claims no more than the verdict allows.
func (d *draft) changed(prefix string, p metric.Point) string {
	unit := d.r.Find(metric.Value).Unit
	args := []any{"metric", d.name, "value", d.value(p.Value, unit, p.N)}
	if p.Change == nil {
		return d.say(prefix+"is", args...)
	}
	switch p.Change.Verdict {
	case metric.Clear:
		if p.Change.Delta < 0 {
			return d.say(prefix+"fell", args...)
		}
		return d.say(prefix+"rose", args...)
	case metric.Unclear:
		return d.say(prefix+"unclear", args...)
	case metric.TooFew:
		return d.say(prefix+"too_few", args...)
	}
	return d.say(prefix+"is", args...)
}

// compared says how the value differs from the compared period, with the verdict.
func (d *draft) compared(c *metric.Change, p metric.Point, period string) string {
	if c.Verdict == metric.NoVerdict && c.Delta == 0 {
		return ""
	}
	unit := d.r.Find(metric.Value).Unit
	direction := "more"
	if c.Delta < 0 {
		direction = "less"
	}
	key := "change_" + direction
	switch c.Verdict {
	case metric.Clear:
		key += "_clear"
	case metric.Unclear:
		key += "_unclear"
	case metric.TooFew:
		key += "_too_few"
	}
	return d.say(key, "delta", d.points(c.Delta, unit, p.N), "against", d.period(c.Against), "period", period)
}

// reached says how the value stands to the target.
func (d *draft) reached(p metric.Point) string {
	if d.s.Target == nil {
		return ""
	}
	t, unit := *d.s.Target, d.r.Find(metric.Value).Unit
	target := d.value(t, unit, 0)
	switch {
	case p.Interval && p.Low <= t && t <= p.High:
		return d.say("target_within", "target", target)
	case p.Value >= t:
		return d.say("target_above", "target", target, "delta", d.points(p.Value-t, unit, p.N))
	}
	return d.say("target_below", "target", target, "delta", d.points(p.Value-t, unit, p.N))
}

// several says where the lines of several series end.
func (t *trend) several() {
	type end struct {
		name  string
		point metric.Point
	}
	var ends []end
	at := t.last
	if at < 0 {
		at = len(t.r.Groups) - 1
	}
	for _, s := range t.lines {
		if seen(s.Points[at]) {
			ends = append(ends, end{s.Split, s.Points[at]})
		}
	}
	if len(ends) > 0 {
		slices.SortStableFunc(ends, func(a, b end) int {
			switch {
			case a.point.Value > b.point.Value:
				return -1
			case a.point.Value < b.point.Value:
				return 1
			}
			return 0
		})
		best, worst := ends[0], ends[len(ends)-1]
		args := []any{"metric", t.name, "best", best.name, "high", t.value(best.point.Value, t.unit, best.point.N),
			"worst", worst.name, "low", t.value(worst.point.Value, t.unit, worst.point.N), "period", t.l.Period(t.r.Starts[at], t.r.By)}
		switch {
		case len(ends) == 1:
			t.finding = t.say("title_is", "metric", best.name, "value", t.value(best.point.Value, t.unit, best.point.N))
		case best.point.Interval && worst.point.Interval && best.point.Low > worst.point.High && !best.point.LowBase && !worst.point.LowBase:
			t.finding = t.say("title_apart", args...)
		case best.point.Interval && worst.point.Interval:
			t.finding = t.say("title_together", args...)
		default:
			t.finding = t.say("title_spread", args...)
		}
		var items []string
		for _, e := range ends[:min(len(ends), maxLines)] {
			items = append(items, t.say("item", "name", e.name, "value", t.value(e.point.Value, t.unit, e.point.N)))
		}
		t.summary = append(t.summary, t.say("ends", "period", t.l.Period(t.r.Starts[at], t.r.By), "list", t.l.List(items)))
	} else {
		t.finding = t.say("title_running", "metric", t.name)
	}
	if more := len(t.lines) - maxLines; more > 0 {
		var names []string
		for _, s := range t.lines[maxLines:] {
			names = append(names, s.Split)
		}
		t.source = append(t.source, t.say("grey", "list", t.l.List(names)))
	}
	for _, s := range t.lines {
		if slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.State == metric.Open }) {
			t.running(s.Points)
			break
		}
	}
}

// broken names the periods that run, are hidden or have no answers.
func (t *trend) broken(points []metric.Point) {
	t.running(points)
	var empty, hidden []string
	for i, p := range points {
		switch name := t.l.Period(t.r.Starts[i], t.r.By); p.State {
		case metric.Empty:
			empty = append(empty, name)
		case metric.Hidden:
			hidden = append(hidden, name)
		}
	}
	list := func(key string, names []string) {
		if n := len(names); n > 3 {
			t.source = append(t.source, t.say(key+"_many", "count", n))
		} else if n > 0 {
			t.source = append(t.source, t.say(key, "list", t.l.List(names), "min", t.minN()))
		}
	}
	if t.asked() {
		list("gap_survey", empty)
	} else {
		list("gap_data", empty)
	}
	list("gap_hidden", hidden)
}

func (t *trend) running(points []metric.Point) {
	for i, p := range points {
		if p.State == metric.Open {
			t.source = append(t.source, t.say("running", "period", t.l.Period(t.r.Starts[i], t.r.By)))
			return
		}
	}
}
