package chart

import (
	"strings"

	"cxgen/generator/metric"
)

// Row charts put a name and a value over each track. On wide screens the style sheet moves them into gutters beside it.
const rowPitch, rowFirst = 46.0, 54.0

// pairs draws two values of each group on one track, with a line between them.
type pairs struct {
	*draft
	rows []lane
	x    scale
	tall bool
}

// pairScale covers all values of some series.
func (d *draft) pairScale(unit metric.Unit, series ...*metric.Series) scale {
	var s span
	for _, line := range series {
		if line == nil {
			continue
		}
		for _, p := range line.Points {
			if seen(p) {
				s.add(p.Value)
			}
		}
	}
	x := valueScale(s, unit, 4)
	if m := d.r.Metric; m != nil && m.Scale[1] > m.Scale[0] { // levels of a scale of answers
		x = niceScale(s.low, s.high, 4, m.Scale)
	}
	x.from, x.to = 0, 100
	return x
}

// tracks makes the rows of some groups, with their notes and with labels cut to the room there is, and paints the scale below them.
func (d *draft) tracks(order []int, note func(i int) string, x scale, unit metric.Unit) pairs {
	t := pairs{draft: d, x: x}
	for _, i := range order {
		t.rows = append(t.rows, lane{name: d.groupName(i), note: note(i), group: i})
	}
	t.tall = d.cut(t.rows)
	d.f.Rows = true
	first, pitch := t.first(), t.pitch()
	end := first + pitch*float64(len(t.rows)-1)
	d.ticks(x, unit, first, pitch, len(t.rows), end)
	d.f.Height = int(end + 38)
	return t
}

func (t *pairs) pitch() float64 {
	if t.tall {
		return rowPitch + lineStep
	}
	return rowPitch
}

func (t *pairs) first() float64 {
	if t.tall {
		return rowFirst + lineStep
	}
	return rowFirst
}

// y is the height of a row's track.
func (t *pairs) y(k int) float64 { return t.first() + t.pitch()*float64(k) }

// title paints the name and the value of a row.
func (t *pairs) title(k int, value string, class string) {
	m := t.rowName(t.rows[k], t.y(k), t.tall)
	t.paint(m, Mark{Shape: Words, Class: strings.TrimSpace("rv b " + class), X: 100, Y: t.y(k) - 17, Anchor: End, Halo: true, Text: value})
}

// ends names the two marks of the first row above them, apart from each other.
func (t *pairs) ends(a, b float64, first, second string) {
	if a > b {
		a, b, first, second = b, a, second, first
	}
	y := 12.0
	left := Mark{Shape: Words, X: a, Y: y, Anchor: Middle, Text: first}
	right := Mark{Shape: Words, X: b, Y: y, Anchor: Middle, Text: second}
	left, right = t.edge(left), t.edge(right)
	if t.sheet.of(left).x1+8 > t.sheet.of(right).x0 {
		left.Anchor, left.Shift, right.Anchor, right.Shift = End, -4, Start, 4
		if (a+b)/2 < 40 && t.sheet.of(left).x0 < 0 {
			left.Anchor, left.X, left.Shift = Start, 0, 0
			right.X, right.Shift = 0, t.sheet.of(left).x1+12
		}
		if t.sheet.of(right).x1 > t.sheet.width() {
			right.Anchor, right.X, right.Shift = End, 100, 0
			left.Anchor, left.X, left.Shift = End, 100, -(faceOf("").width(second) + 14)
		}
	}
	t.paint(left, right)
}
