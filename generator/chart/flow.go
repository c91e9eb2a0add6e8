package chart

import (
	"slices"

	"cxgen/generator/metric"
)

func needsMoves(r *metric.Result) string {
	if r.By != "transition" || !phased(r) {
		return `a flow needs a metric of the kind lifecycle, with by = "transition"`
	}
	return ""
}

// flow draws from which phase customers came to which as a table of shares: a row for each phase before, a column for each phase after. A phase has one
// number in both directions, since a phone has no room for its name over a column.
func (d *draft) flow() {
	const pitch, top = 34.0, 40.0
	d.f.Wide = true
	moves := d.migration()
	d.sheet.gutter.Start = 76
	bases := faceOf("tk").width(d.l.Number(float64(slices.Max(moves.bases)), 0)) + 12
	from := bases / d.sheet.width() * 100
	step := (100 - from) / float64(len(moves.to))
	d.paint(Mark{Shape: Words, Class: "tk", Y: 31, Shift: -8, Anchor: End, Text: d.say("flow_from")},
		Mark{Shape: Words, Class: "tk", Y: 31, Text: d.say("n")},
		Mark{Shape: Words, Class: "tk", X: from, Y: 12, Shift: 4, Text: d.say("flow_to")})
	for k, s := range moves.to {
		x := from + step*(float64(k)+.5)
		number := d.l.Number(float64(moves.number(s.Split)), 0)
		d.paint(Mark{Shape: Words, Class: "b narrow", X: x, Y: 31, Anchor: Middle, Text: number},
			d.short(Mark{Shape: Words, Class: "tk wide", X: x, Y: 31, Anchor: Middle, Text: d.numbered(number, d.phase(s.Split))}, step/100*desk*.9))
	}
	for row, i := range moves.from {
		y := top + pitch*float64(row)
		name := d.numbered(d.l.Number(float64(moves.number(d.r.Groups[i])), 0), d.groupName(i))
		label := Mark{Shape: Words, Class: "tk", Y: y + 20, Shift: -8, Anchor: End, Text: name}
		if first, second := faceOf("tk").wrap(name, 68); second != "" {
			label.Y, label.Text, label.Second = y+13, first, second
		}
		d.paint(label, Mark{Shape: Words, Class: "tk", Y: y + 20, Text: d.l.Number(float64(moves.bases[row]), 0)})
		for k, s := range moves.to {
			p, x := s.Points[i], from+step*(float64(k)+.5)
			switch {
			case p.State == metric.Hidden:
				d.paint(Mark{Shape: Words, Class: "tk", X: x, Y: y + 20, Anchor: Middle, Text: d.few()})
			case seen(p) && p.Value > 0:
				d.paint(Mark{Shape: Bar, Class: "cell", X: x - step/2 + .3, X2: x + step/2 - .3, Y: y, Y2: y + pitch - 3, R: 3, Opacity: max(.01, deepest*p.Value/100)},
					Mark{Shape: Words, Class: "m", X: x, Y: y + 20, Anchor: Middle, Text: d.l.Number(p.Value, places(p.Value, 0))})
			}
		}
	}
	d.f.Height = int(top + pitch*float64(len(moves.from)) + 4)
	d.flowTable(moves)
	d.flowWords(moves)
}

// numbered puts a number to a name: after it from right to left, since browsers misplace a label there that begins with a digit.
func (d *draft) numbered(number, name string) string {
	if d.f.RTL {
		return name + " " + number
	}
	return number + " " + name
}

// migration is the phases of a flow: groups that anybody was in before, and shares of the phases that anybody is in after.
type migration struct {
	from  []int
	bases []int // of from
	to    []*metric.Series
	names []string // of all of them, in the order of life
}

func (d *draft) migration() (m migration) {
	for _, name := range []string{"acquisition", "new", "existing", "won_back", "separating", "lost"} {
		if i := slices.Index(d.r.Groups, name); i >= 0 && slices.ContainsFunc(d.r.Series, func(s metric.Series) bool { return s.Measure == metric.Share && s.Points[i].State != metric.Empty }) {
			m.from, m.names = append(m.from, i), append(m.names, name)
			m.bases = append(m.bases, d.r.Find(metric.Share).Points[i].N)
		}
		for i := range d.r.Series {
			if s := &d.r.Series[i]; s.Measure == metric.Share && s.Split == name && populated(s) {
				m.to = append(m.to, s)
				if !slices.Contains(m.names, name) {
					m.names = append(m.names, name)
				}
			}
		}
	}
	return m
}

func (m migration) number(phase string) int { return slices.Index(m.names, phase) + 1 }

func (d *draft) flowTable(m migration) {
	var columns []column
	for _, s := range m.to {
		columns = append(columns, column{head: d.phase(s.Split), field: s.Split, series: s})
	}
	d.tabulate(m.from, columns...)
	for k, c := range columns {
		d.f.Plots = append(d.f.Plots, Plot{Kind: "cell", Name: c.head, Value: d.field(c.field), At: k, Color: "fill"})
	}
}

// flowWords says how many of those who were going came back, and where most customers moved.
func (d *draft) flowWords(m migration) {
	d.finding = d.say("title_flow", "metric", d.name)
	if v, ok := d.fact("win_back_rate"); ok {
		d.finding = d.say("title_won_back", "share", d.l.Percent(v, places(v, 0)))
	}
	type move struct {
		from, to string
		count    float64
		share    metric.Point
	}
	var all []move
	for i := range d.r.Series {
		counts := &d.r.Series[i]
		if counts.Measure != metric.Count {
			continue
		}
		for _, s := range m.to {
			for _, g := range m.from {
				if d.r.Groups[g] != s.Split && s.Split == counts.Split && d.r.Groups[g] != "acquisition" && seen(counts.Points[g]) && counts.Points[g].Value > 0 {
					all = append(all, move{d.groupName(g), d.phase(s.Split), counts.Points[g].Value, s.Points[g]})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b move) int { return descending(a.count, b.count) })
	var items []string
	for _, v := range all[:min(3, len(all))] {
		items = append(items, d.say("move", "from", v.from, "to", v.to, "count", d.l.Number(v.count, 0), "share", d.value(v.share.Value, metric.Percent, v.share.N)))
	}
	if items != nil {
		d.summary = append(d.summary, d.say("moves", "list", d.list(items)))
	}
}
