package chart

import (
	"slices"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// stage is one way through the steps: all entities, or those of one group.
type stage struct {
	name                               string
	count, start, previous, lost, time *metric.Series
}

// funnel draws the steps as bars on one base, what was lost before each step hatched, and the loss in words under the bar that it leaves.
func (d *draft) funnel() {
	stages := d.stages()
	if len(stages) == 1 {
		d.steps(stages[0])
	} else {
		d.compare(stages)
	}
	d.funnelGrid(stages)
	d.funnelWords(stages)
}

// stages collects the series of each group.
func (d *draft) stages() (all []stage) {
	for i := range d.r.Series {
		s := &d.r.Series[i]
		k := slices.IndexFunc(all, func(g stage) bool { return g.name == s.Split })
		if k < 0 {
			k = len(all)
			all = append(all, stage{name: s.Split})
		}
		switch s.Measure {
		case metric.Count:
			all[k].count = s
		case metric.FromStart:
			all[k].start = s
		case metric.FromPrevious:
			all[k].previous = s
		case metric.DropOff:
			all[k].lost = s
		case metric.MedianSeconds:
			all[k].time = s
		}
	}
	all = slices.DeleteFunc(all, func(g stage) bool { return g.count == nil || !seen(g.count.Points[0]) })
	return all
}

// share of the start that reached a step, in percent.
func (g stage) share(i int) float64 {
	if first := g.count.Points[0].Value; first > 0 {
		return g.count.Points[i].Value / first * 100
	}
	return 0
}

// drop gives how many were lost before a step.
func (g stage) drop(i int) float64 {
	if i == 0 {
		return 0
	}
	return g.count.Points[i-1].Value - g.count.Points[i].Value
}

// worst gives the step with the greatest loss before it, 0 when nothing is lost.
func (g stage) worst() int {
	worst := 0
	for i := range g.count.Points {
		if seen(g.count.Points[i]) && g.drop(i) > g.drop(worst) {
			worst = i
		}
	}
	return worst
}

// median gives the time from the step before.
func (g stage) median(i int) (seconds float64, ok bool) {
	if g.time == nil || i >= len(g.time.Points) || !seen(g.time.Points[i]) || i == 0 {
		return 0, false
	}
	return g.time.Points[i].Value, true
}

// steps draws one way through.
func (d *draft) steps(g stage) {
	const pitch = 72
	worst := g.worst()
	last := 100.0
	for i, step := range d.r.Groups {
		y := pitch * float64(i)
		p := g.count.Points[i]
		count, share := d.l.Number(p.Value, 0), d.ofStart(g, i)
		if !seen(p) {
			count, share = d.cell(p, metric.Whole), ""
		}
		numbers := Mark{Shape: Words, X: 100, Y: y + 13, Anchor: End, Runs: []Run{{count, "b"}}}
		if share != "" {
			numbers.Runs = append(numbers.Runs, Run{share, ""})
		}
		room := phone - faceOf("b").width(count) - faceOf("").width(share) - 24
		d.paint(d.short(Mark{Shape: Words, Class: "m", Y: y + 13, Text: step}, room), numbers)
		if !seen(p) {
			last = 0
			continue
		}
		now := g.share(i)
		if last > now {
			d.paint(Mark{Shape: Bar, Class: "lostbox", Hatched: true, X: now, X2: last, Y: y + 20, Y2: y + 36})
		}
		if now > 0 {
			d.paint(Mark{Shape: Bar, Class: "bar1", X2: now, Y: y + 20, Y2: y + 36})
		}
		last = now
		if i+1 == len(d.r.Groups) || !seen(g.count.Points[i+1]) {
			continue
		}
		m := Mark{Shape: Words, Class: "tk", Y: y + 55, Text: d.loss(g, i+1)}
		if i+1 == worst {
			m.Class = "tdet"
		}
		d.paint(d.short(m, phone))
	}
	d.f.Height = pitch*len(d.r.Groups) - 32
}

// loss says what is lost before a step: "↓ −720 lost (33%) · median 2 min 10 s".
func (d *draft) loss(g stage, i int) string {
	before := g.count.Points[i-1].Value
	if before == 0 {
		return ""
	}
	lost := g.drop(i)
	args := []any{"count", d.l.Signed(-lost, 0), "share", d.value(lost/before*100, metric.Percent, int(before))}
	if t, ok := g.median(i); ok {
		return d.say("loss_time", append(args, "time", d.l.Duration(t))...)
	}
	return d.say("loss", args...)
}

// compare draws a bar per group under each step.
func (d *draft) compare(stages []stage) {
	y := 0.0
	for i, step := range d.r.Groups {
		d.paint(d.short(Mark{Shape: Words, Class: "m", Y: y + 13, Text: step}, phone))
		y += 20
		for _, g := range stages {
			p := g.count.Points[i]
			value := d.cell(p, metric.Whole)
			if seen(p) {
				value = d.ofStart(g, i)
			}
			d.paint(d.short(Mark{Shape: Words, Class: "tk", Y: y + 12, Text: g.name}, phone-60),
				Mark{Shape: Words, Class: "b", X: 100, Y: y + 12, Anchor: End, Text: value})
			if seen(p) {
				last := 100.0
				if i > 0 {
					last = g.share(i - 1)
				}
				now := g.share(i)
				if last > now {
					d.paint(Mark{Shape: Bar, Class: "lostbox", Hatched: true, X: now, X2: last, Y: y + 18, Y2: y + 28})
				}
				if now > 0 {
					d.paint(Mark{Shape: Bar, Class: "bar1", X2: now, Y: y + 18, Y2: y + 28})
				}
			}
			y += 36
		}
		y += 14
	}
	d.f.Height = int(y - 14)
}

// funnelGrid writes a row per step, and per group where there are several.
func (d *draft) funnelGrid(stages []stage) {
	g := &d.f.Data
	g.Head = []string{d.say("step"), d.say("count"), d.say("of_start"), d.say("of_previous"), d.say("median_time")}
	g.Fields = []string{"step", "count", "from_start", "from_previous", "drop_off", "median_seconds"}
	several := len(stages) > 1
	if several {
		g.Head = append([]string{d.say("group")}, g.Head...)
		g.Fields = append([]string{"group"}, g.Fields...)
		g.Number = []bool{false, false, true, true, true, true}
	}
	for _, s := range stages {
		for i, step := range d.r.Groups {
			row := Row{Cells: []string{step}, Raw: []any{step}}
			if p := s.count.Points[i]; !seen(p) {
				row.Cells = append(row.Cells, d.cell(p, metric.Whole), locale.Nothing, locale.Nothing, locale.Nothing)
				row.Raw = append(row.Raw, nil, nil, nil, nil, nil)
			} else {
				row.Cells = append(row.Cells, d.l.Number(p.Value, 0), d.percent(s.start, i, s.count.Points[0]), d.percent(s.previous, i, s.count.Points[max(0, i-1)]))
				row.Raw = append(row.Raw, p.Value, number4(s.start, i), number4(s.previous, i), s.drop(i))
				if t, ok := s.median(i); ok {
					row.Cells, row.Raw = append(row.Cells, d.l.Duration(t)), append(row.Raw, t)
				} else {
					row.Cells, row.Raw = append(row.Cells, locale.Nothing), append(row.Raw, nil)
				}
			}
			if several {
				row.Cells, row.Raw = append([]string{s.name}, row.Cells...), append([]any{s.name}, row.Raw...)
			}
			g.Rows = append(g.Rows, row)
		}
	}
	if !several {
		d.f.Plots = []Plot{
			{Kind: "bar", Name: d.say("count"), Value: 1, Color: "fill", Stack: "steps"},
			{Kind: "bar", Name: d.say("lost"), Value: 4, Color: "det", Stack: "steps", Hatch: true, Lost: true},
		}
		return
	}
	d.f.Plots = []Plot{{Kind: "bar", Name: d.say("of_start"), Value: 3, Color: "fill"}}
	d.f.X.Unit = "%"
}

// percent prints a share of a step, whose base is another step's count.
func (d *draft) percent(s *metric.Series, i int, base metric.Point) string {
	if s == nil || !seen(s.Points[i]) {
		return locale.Nothing
	}
	return d.value(s.Points[i].Value, metric.Percent, int(base.Value))
}

// ofStart prints the share of the start that reached a step.
func (d *draft) ofStart(g stage, i int) string {
	return d.value(g.share(i), metric.Percent, int(g.count.Points[0].Value))
}

// number4 gives a point's value for machines.
func number4(s *metric.Series, i int) any {
	if s == nil || !seen(s.Points[i]) {
		return nil
	}
	return s.Points[i].Value
}

func (d *draft) funnelWords(stages []stage) {
	steps := d.r.Groups
	end := len(steps) - 1
	var sentences []string
	for _, g := range stages {
		done := g.count.Points[end]
		if !seen(done) {
			continue
		}
		args := []any{"done", d.l.Number(done.Value, 0), "started", d.l.Number(g.count.Points[0].Value, 0),
			"first", steps[0], "last", steps[end], "share", d.ofStart(g, end), "group", g.name}
		if len(stages) > 1 {
			sentences = append(sentences, d.say("conversion_of", args...))
		} else {
			sentences = append(sentences, d.say("conversion", args...))
		}
	}
	g := stages[0]
	all := g.count.Points[0].Value - g.count.Points[end].Value
	switch worst := g.worst(); {
	case len(stages) > 1:
		best, last := stages[0], stages[0]
		for _, s := range stages {
			if s.share(end) > best.share(end) {
				best = s
			}
			if s.share(end) < last.share(end) {
				last = s
			}
		}
		d.finding = d.say("title_ways", "last", steps[end], "best", best.name, "high", d.ofStart(best, end),
			"worst", last.name, "low", d.ofStart(last, end))
	case !seen(g.count.Points[end]) || worst == 0 || all <= 0:
		d.finding = d.say("title_reached", "last", steps[end], "share", d.ofStart(g, end))
	default:
		d.finding = d.say("title_losses", "share", d.value(g.drop(worst)/all*100, metric.Percent, int(all)), "step", steps[worst])
		sentences = append(sentences, d.say("worst", "step", steps[worst], "count", d.l.Number(g.drop(worst), 0),
			"share", d.value(g.drop(worst)/g.count.Points[worst-1].Value*100, metric.Percent, int(g.count.Points[worst-1].Value))))
	}
	d.summary = append(d.summary, sentences...)
	if t, ok := d.fact("median_total_seconds"); ok && len(stages) == 1 {
		d.summary = append(d.summary, d.say("total_time", "time", d.l.Duration(t)))
	}
	if w, ok := d.fact("window_seconds"); ok && w > 0 {
		d.source = append(d.source, d.say("window", "time", d.l.Duration(w), "first", steps[0]))
	}
	if n, ok := d.fact("open"); ok && n > 0 {
		d.source = append(d.source, d.say("still_open", "count", n))
	}
	d.method = append(d.method, d.say("times"))
}
