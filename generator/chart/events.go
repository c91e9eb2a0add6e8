package chart

import (
	"slices"
	"time"
)

// note is an event with its place on the trend.
type note struct {
	x     float64
	label Mark // without words when there was no room
	row   int  // 0 stands next to the plot, 1 above that
	text  string
	when  string
}

// noteRoom is the widest that a line of an event's label may be, in pixels.
const noteRoom = 92

// events places the labels of the events above the plot: each in the lower of two rows where it is free, else in the upper one, else in the
// source line below the figure. It gives the notes and how many rows they take.
func (t *trend) events() (notes []note, rows int) {
	events := slices.Clone(t.s.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	var labels [2][]box
	var stems [2][]float64 // of the notes in a row, in pixels
	for _, e := range events {
		i := t.periodOf(e.At)
		if i < 0 {
			continue
		}
		n := note{x: t.x(i), row: -1, text: e.Label, when: t.l.Period(t.r.Starts[i], t.every)}
		first, second := faceOf("m").wrap(e.Label, noteRoom)
		m := t.edge(Mark{Shape: Words, Class: "m", X: n.x, Anchor: Middle, Text: first, Second: second})
		if whole := first + second; len(whole) < len(e.Label)-1 {
			m.Full = e.Label
		}
		b := t.sheet.of(m)
		b.x0, b.x1 = b.x0-3, b.x1+3
		stem := t.sheet.at(n.x)
		for row := range labels {
			if clear(b, labels[row]) && (row == 0 || clear(box{stem - 1, -1e3, stem + 1, 1e3}, labels[0])) && (row == 1 || !crossed(b, stems[1])) {
				n.row, n.label = row, m
				labels[row] = append(labels[row], b)
				stems[row] = append(stems[row], stem)
				rows = max(rows, row+1)
				break
			}
		}
		notes = append(notes, n)
	}
	return notes, rows
}

// clear tells whether a box is beside all others, whatever their heights.
func clear(b box, others []box) bool {
	for _, o := range others {
		if b.x0 < o.x1 && o.x0 < b.x1 {
			return false
		}
	}
	return true
}

// crossed tells whether one of the stems goes through the box.
func crossed(b box, stems []float64) bool {
	return slices.ContainsFunc(stems, func(x float64) bool { return b.x0 < x && x < b.x1 })
}

// periodOf gives the period that a moment lies in, -1 when it is none of the trend's.
func (t *trend) periodOf(at time.Time) int {
	starts := t.r.Starts
	i, exact := slices.BinarySearchFunc(starts, at, func(s, at time.Time) int { return s.Compare(at) })
	if exact {
		return i
	}
	if i == len(starts) && i > 0 && !at.Before(t.l.PeriodEnd(starts[i-1], t.every)) {
		return -1
	}
	return i - 1
}

// eventLines paints the stems, below the line of the figure, and keeps their places free of values.
func (t *trend) eventLines(notes []note) {
	for _, n := range notes {
		from := t.top
		if n.row >= 0 {
			from -= 6 + 32*float64(n.row)
		}
		t.paint(Mark{Shape: Rule, Class: "evl", X: n.x, X2: n.x, Y: from, Y2: t.base})
		t.sheet.take(box{t.sheet.at(n.x) - 1, from, t.sheet.at(n.x) + 1, t.base})
	}
}

// eventLabels paints the names, and says below what had no room.
func (t *trend) eventLabels(notes []note) {
	var left []string
	for _, n := range notes {
		if n.row < 0 {
			left = append(left, t.say("event", "label", n.text, "period", n.when))
			continue
		}
		m := n.label
		m.Y = t.top - 30 - 32*float64(n.row)
		if m.Second == "" { // one line stands next to its stem
			m.Y += lineStep
		}
		t.sheet.take(t.sheet.of(m))
		t.paint(m)
	}
	if len(left) > 0 {
		t.source = append(t.source, t.say("events", "list", t.list(left)))
	}
}
