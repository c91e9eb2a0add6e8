package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// leastExplained is the share of the outcome that a model of drivers has to explain before its quadrants say anything (specification §10).
const leastExplained = .15

func needsDrivers(r *metric.Result) string {
	if r.Find(metric.Importance) == nil || r.Find(metric.Performance) == nil {
		return "a quadrant needs a metric of the kind key_drivers"
	}
	for _, f := range r.Facts {
		if f.Name == "r_squared" && f.Value < leastExplained {
			return `the drivers explain less than 15 % of the outcome, too little to tell what to do first: take form = "bars"`
		}
	}
	return ""
}

// quadrant places drivers by how well they are rated and how much they matter, with lines at the medians of both.
func (d *draft) quadrant() {
	importance, performance := d.r.Find(metric.Importance), d.r.Find(metric.Performance)
	order := slices.DeleteFunc(d.all(), func(i int) bool { return !visible(importance, i) || !visible(performance, i) })
	slices.SortStableFunc(order, func(a, b int) int { return descending(importance.Points[a].Value, importance.Points[b].Value) })
	d.f.Wide = true
	var across, up span
	up.add(0)
	for _, i := range order {
		p := importance.Points[i]
		across.add(performance.Points[i].Value)
		up.add(p.Value)
		if p.Interval {
			up.add(p.High)
		}
	}
	pad := max(.1, (across.high-across.low)*.08)
	x := niceScale(across.low-pad, across.high+pad, 5, [2]float64{-1e18, 1e18})
	y := niceScale(0, up.high, 4, [2]float64{0, 100})
	const top, floor = 12.0, 332.0
	x.from, x.to, y.from, y.to = 0, 100, floor, top
	d.sheet.gutter = Gutter{Start: 28, End: 20}
	middle := Place{x.at(middleOf(order, performance)), y.at(middleOf(order, importance))}
	d.quadrantAxes(x, y, middle)
	for _, i := range order {
		if p := importance.Points[i]; p.Interval {
			at := x.at(performance.Points[i].Value)
			d.paint(Mark{Shape: Rule, Class: "whisk", X: at, X2: at, Y: y.at(p.High), Y2: y.at(max(0, p.Low))})
		}
	}
	places := apartDiscs(order, func(i int) Place {
		return Place{x.at(performance.Points[i].Value), y.at(importance.Points[i].Value)}
	})
	names := sheet{gutter: d.sheet.gutter, room: desk}
	for _, p := range places {
		names.take(box{names.at(p.X) - 12, p.Y - 12, names.at(p.X) + 12, p.Y + 12})
	}
	for k, i := range order {
		p, number := places[k], d.l.Number(float64(k+1), 0)
		d.paint(Mark{Shape: Dot, Class: "dot", X: p.X, Y: p.Y, R: 11},
			Mark{Shape: Words, Class: "inv b", X: p.X, Y: p.Y + 4.5, Anchor: Middle, Text: number})
		name := d.short(Mark{Shape: Words, Class: "m wide", X: p.X, Y: p.Y + 4.5, Shift: 17, Text: d.groupName(i)}, 190)
		before := name
		before.Anchor, before.Shift = End, -17
		if p.X > 60 {
			name, before = before, name
		}
		above, under := name, name
		above.Anchor, above.Shift, above.Y = Middle, 0, p.Y-17
		under.Anchor, under.Shift, under.Y = Middle, 0, p.Y+25
		if m, ok := names.first(name, before, above, under); ok {
			d.paint(m)
		}
		d.f.Keys = append(d.f.Keys, Key{number, d.groupName(i), d.cell(importance.Points[i], metric.Percent) + " · " + d.cell(performance.Points[i], metric.Plain)})
	}
	d.f.Height = 378
	d.quadrantWords(order, middle, places)
}

// middleOf gives the median of a series over some groups.
func middleOf(order []int, s *metric.Series) float64 {
	values := make([]float64, 0, len(order))
	for _, i := range order {
		values = append(values, s.Points[i].Value)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// apartDiscs moves discs down that would cover one another, the less important ones first.
func apartDiscs(order []int, at func(i int) Place) (places []Place) {
	s := sheet{gutter: Gutter{Start: 28, End: 20}}
	for _, i := range order {
		p := at(i)
		for moved := true; moved; {
			moved = false
			for _, q := range places {
				if dx, dy := s.at(p.X)-s.at(q.X), p.Y-q.Y; dx*dx+dy*dy < 16*16 {
					p.Y, moved = q.Y+17, true
				}
			}
		}
		p.Y = min(p.Y, 326)
		places = append(places, p)
	}
	return places
}

func (d *draft) quadrantAxes(x, y scale, middle Place) {
	const top, floor = 12.0, 332.0
	d.paint(Mark{Shape: Bar, Class: "qf", X2: middle.X, Y: top, Y2: middle.Y, R: 6})
	d.f.Y = Axis{Kind: "number", Min: y.min, Max: y.max, Unit: "%"}
	d.f.X = Axis{Kind: "number", Min: x.min, Max: x.max}
	for _, v := range y.ticks() {
		d.f.Y.Ticks = append(d.f.Y.Ticks, Tick{At: y.at(v), Value: v, Label: d.l.Number(v, 0)})
		d.paint(Mark{Shape: Words, Class: "tk", Y: y.at(v) + 4, Shift: -8, Anchor: End, Text: d.l.Number(v, 0)})
	}
	d.paint(Mark{Shape: Rule, Class: "base", X2: 100, Y: floor, Y2: floor},
		Mark{Shape: Rule, Class: "tgt", X2: 100, Y: middle.Y, Y2: middle.Y},
		Mark{Shape: Rule, Class: "tgt", X: middle.X, X2: middle.X, Y: top, Y2: floor})
	for _, v := range x.ticks() {
		label := d.edge(Mark{Shape: Words, Class: "tk", X: x.at(v), Y: floor + 19, Anchor: Middle, Text: d.tick(v, metric.Plain, x.step)})
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: x.at(v), Value: v, Label: label.Text})
		d.paint(Mark{Shape: Rule, Class: "base", X: x.at(v), X2: x.at(v), Y: floor, Y2: floor + 5}, label)
	}
	right, up := d.say("performance")+" →", "↑ "+d.say("importance")+d.say("comma")+d.say("in_percent")
	if d.f.RTL {
		right = "← " + d.say("performance")
	}
	d.paint(Mark{Shape: Words, Class: "tk", X: 100, Y: floor + 38, Anchor: End, Text: right}, Mark{Shape: Words, Class: "tk", Y: floor + 38, Text: up},
		Mark{Shape: Words, Class: "b tdet", Shift: 10, Y: top + 20, Text: d.say("focus")}, Mark{Shape: Words, Class: "m", X: 100, Shift: -4, Anchor: End, Y: top + 20, Text: d.say("keep")},
		Mark{Shape: Words, Shift: 10, Y: floor - 10, Text: d.say("monitor")}, Mark{Shape: Words, X: 100, Shift: -4, Anchor: End, Y: floor - 10, Text: d.say("maintain")})
}

func (d *draft) quadrantWords(order []int, middle Place, places []Place) {
	importance, performance := d.r.Find(metric.Importance), d.r.Find(metric.Performance)
	hidden := slices.DeleteFunc(d.all(), func(i int) bool { return slices.Contains(order, i) })
	d.tabulate(append(slices.Clone(order), hidden...), column{head: d.say("importance"), field: "importance", series: importance, limits: true},
		column{head: d.say("performance"), field: "performance", series: performance}, column{head: d.say("correlation"), field: "correlation", series: d.r.Find(metric.Correlation)})
	d.f.Plots = []Plot{{Kind: "place", Name: d.say("performance"), Value: d.field("performance"), At: d.field("importance"), Color: "accent"}}
	var focus, keep []string
	for k, i := range order {
		switch p := places[k]; {
		case p.Y < middle.Y && p.X < middle.X:
			focus = append(focus, d.groupName(i))
		case p.Y < middle.Y && p.X >= middle.X:
			keep = append(keep, d.groupName(i))
		}
	}
	d.finding = d.say("title_driver", "driver", d.groupName(order[0]))
	if len(focus) > 0 {
		d.finding = d.say("title_focus", "list", d.list(focus))
		d.summary = append(d.summary, d.say("focus_on", "list", d.list(focus)))
	}
	if len(keep) > 0 {
		d.summary = append(d.summary, d.say("keep_up", "list", d.list(keep)))
	}
	if v, ok := d.fact("r_squared"); ok {
		d.source = append(d.source, d.say("explained", "value", d.l.Number(v, 2)))
	}
	d.source = append(d.source, d.say("no_cause"))
	if v, ok := d.fact("dropped"); ok && v > 0 {
		d.method = append(d.method, d.say("incomplete", "count", v))
	}
}
