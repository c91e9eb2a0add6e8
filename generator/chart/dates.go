package chart

import "slices"

// x of a period. Dates of a table stand as far apart as they are.
func (t *trend) x(i int) float64 {
	n := len(t.r.Groups)
	if n < 2 {
		return 50
	}
	if t.every != t.r.By {
		first, last := t.r.Starts[0], t.r.Starts[n-1]
		return t.r.Starts[i].Sub(first).Seconds() / last.Sub(first).Seconds() * 100
	}
	return float64(i) / float64(n-1) * 100
}

// dates labels the axis: the latest whole period, and others at one distance back from it. Dates of a table, which stand at uneven
// distances, are labelled from the last on where there is room.
func (t *trend) dates() {
	n := len(t.r.Groups)
	t.f.X = Axis{Kind: "time", Max: float64(n - 1), Names: t.periods()}
	anchor := t.last
	if anchor < 0 {
		anchor = n - 1
	}
	narrow, wide := t.thin(anchor)
	uneven := t.every != t.r.By
	if uneven {
		narrow, wide = 1, 1
	}
	labels := sheet{gutter: t.sheet.gutter}
	for i := n - 1; i >= 0; i-- {
		if (anchor-i)%wide != 0 {
			continue
		}
		first, second := t.l.PeriodShort(t.r.Starts[i], t.every)
		tick := Tick{At: t.x(i), Value: float64(i), Label: first, Second: second, Wide: (anchor-i)%narrow != 0}
		class := "tk"
		line := "base"
		if tick.Wide {
			class, line = class+" wide", line+" wide"
		}
		label := t.edge(Mark{Shape: Words, Class: class, X: tick.At, Y: t.base + 20, Anchor: Middle, Text: first, Second: second})
		if uneven {
			b := labels.of(label)
			b.x0, b.x1 = b.x0-4, b.x1+4
			if slices.ContainsFunc(labels.taken, b.meets) {
				continue
			}
			labels.take(b)
		}
		t.f.X.Ticks = append(t.f.X.Ticks, tick)
		t.paint(Mark{Shape: Rule, Class: line, X: tick.At, X2: tick.At, Y: t.base, Y2: t.base + 5}, label)
	}
	slices.Reverse(t.f.X.Ticks)
}

// thin gives how many periods lie between two labels on a phone, and from 640 px on: the steps that people count time in.
func (t *trend) thin(anchor int) (narrow, wide int) {
	n := len(t.r.Groups)
	widest := 0.0
	for _, start := range t.r.Starts {
		first, second := t.l.PeriodShort(start, t.every)
		f := face{tickSize, false}
		widest = max(widest, f.width(first), f.width(second))
	}
	steps := []int{1, 3, 6, 12, 24, 48, 96, 192}
	switch t.every {
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
