package chart

import (
	"slices"

	"cxgen/generator/metric"
)

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
	if class == "m" { // near the dot first: beyond the band it might be read as the name of another line
		heights = []float64{under[0], above[1], above[0], under[1]}
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
	room := float64(t.sheet.gutter.End) - 10 + 6 // a few pixels may reach into the margin of the page
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
		t.paint(Mark{Shape: Leader, Class: line + " le", X: 100, Y: e.y, R: 8, Y2: places[i]})
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
	of := "bases."
	if t.asked() {
		of = "answers."
	}
	caption := Mark{Shape: Words, Class: "tk", Y: t.base + 62, Text: t.say(of + t.every)}
	t.paint(caption)
	half := min(2.0, 30/float64(max(1, len(points)-1)))
	for i, p := range points {
		if !seen(p) || p.N == 0 {
			continue
		}
		m := Mark{Shape: Bar, Class: "nb", X: t.x(i) - half, X2: t.x(i) + half, Y: floor - tall*float64(p.N)/float64(most), Y2: floor}
		if t.partial(t.lines[0], i) {
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
