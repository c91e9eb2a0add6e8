package chart

import (
	"slices"
	"strings"

	"cxgen/generator/metric"
)

// labelRoom is the widest that the label of a row may be, in pixels: from 640 px on it stands in a gutter of 176.
const labelRoom = 168

// lane is one row of a row chart.
type lane struct {
	name   string
	note   string // "n 38", "n 18, low base"
	point  metric.Point
	group  int
	second string // the second line of a long name
	short  string // the first line
}

// declared are the groups of which a metric's definition gives the order, as an author of a table does.
var declared = []string{"segment", "touchpoint", "days", "phase"}

// lanes gives the groups that may be shown, and their labels cut to the room there is. They are sorted by value, or where all intervals
// overlap and so no order can be claimed, by base (specification §2). tall tells that some have two lines.
func (d *draft) lanes() (rows []lane, tall bool) {
	values := foremost(d.r)
	for i := range d.r.Groups {
		p := values.Points[i]
		if !seen(p) {
			continue
		}
		row := lane{name: d.groupName(i), point: p, group: i}
		if p.N > 0 && d.based() && d.r.Find(metric.Importance) == nil { // drivers share one base
			row.note = d.say("n_is", "n", d.l.Number(float64(p.N), 0))
			if p.LowBase {
				row.note = d.say("n_low", "n", d.l.Number(float64(p.N), 0))
			}
		}
		rows = append(rows, row)
	}
	if len(d.r.Starts) == 0 && d.r.Metric != nil && !slices.Contains(declared, d.r.By) { // a table has the order that its author gave it
		slices.SortStableFunc(rows, func(a, b lane) int { return descending(a.point.Value, b.point.Value) })
		if overlapping(rows) {
			slices.SortStableFunc(rows, func(a, b lane) int { return b.point.N - a.point.N })
		}
	}
	return rows, d.cut(rows)
}

// cut breaks the names of rows that are too long for their room into two lines, and tells whether there are such.
func (d *draft) cut(rows []lane) (tall bool) {
	name, note := faceOf("m"), faceOf("tk")
	for i := range rows {
		r := &rows[i]
		r.short = r.name
		if name.width(r.name)+note.width(r.note)+runGap > labelRoom {
			tall = true
		}
	}
	if !tall {
		return false
	}
	for i := range rows {
		r := &rows[i]
		if name.width(r.name)+note.width(r.note)+runGap <= labelRoom {
			continue
		}
		first, second := name.wrap(r.name, labelRoom)
		r.short = first
		if second != "" {
			r.second = name.fit(second, labelRoom-note.width(r.note)-runGap)
		}
	}
	return true
}

// label paints the name and the value of a row, whose track is at y.
func (d *draft) label(r lane, y float64, unit metric.Unit, tall bool) {
	d.paint(d.rowName(r, y, tall), Mark{Shape: Words, Class: "rv b", X: 100, Y: y - 17, Anchor: End, Halo: true, Text: d.value(r.point.Value, unit, d.printBase(foremost(d.r), r.group))})
}

// rowName is the name of a row with its note.
func (d *draft) rowName(r lane, y float64, tall bool) Mark {
	m := Mark{Shape: Words, Class: "rl", Y: y - 17, Halo: true}
	m.Runs = []Run{{r.short, "m"}}
	switch {
	case r.second != "":
		m.Y -= lineStep
		m.Below = []Run{{r.second, "m"}}
		if r.note != "" {
			m.Below = append(m.Below, Run{r.note, "tk"})
		}
	case tall && r.note != "" && runsWidth(m.Runs)+runGap+faceOf("tk").width(r.note) > labelRoom:
		m.Y -= lineStep
		m.Below = []Run{{r.note, "tk"}}
	case r.note != "":
		m.Runs = append(m.Runs, Run{r.note, "tk"})
	}
	if strings.HasSuffix(r.short, "…") || strings.HasSuffix(r.second, "…") {
		m.Full = r.name
	}
	return m
}

// dots draws groups as dots with their intervals, sorted by value, against the value of all.
func (d *draft) dots() {
	unit := d.r.Find(metric.Value).Unit
	rows, tall := d.lanes()
	d.f.Rows = true
	pitch, first := 46.0, 54.0
	if tall {
		pitch, first = 46+lineStep, 54+lineStep
	}
	end := first + pitch*float64(len(rows)-1)
	var s span
	for _, r := range rows {
		s.add(r.point.Value)
		if r.point.Interval {
			s.add(r.point.Low, r.point.High)
		}
	}
	total := d.r.Total
	if total != nil && seen(*total) {
		s.add(total.Value)
	} else {
		total = nil
	}
	if d.s.Target != nil {
		s.add(*d.s.Target)
	}
	x := valueScale(s, unit, 6)
	x.from, x.to = 0, 100
	d.ticks(x, unit, first, pitch, len(rows), end)
	d.levels(x, unit, total, rows, first, pitch, end)
	for i, r := range rows {
		y := first + pitch*float64(i)
		d.label(r, y, unit, tall)
		group := "row"
		if r.point.LowBase {
			group = "low"
		}
		if r.point.Interval {
			d.paint(Mark{Shape: Rule, Class: "ci", Group: group, X: x.at(r.point.Low), X2: x.at(r.point.High), Y: y, Y2: y})
		}
		d.paint(Mark{Shape: Dot, Class: "dot", Group: group, X: x.at(r.point.Value), Y: y, R: 6.5})
	}
	d.f.Height = int(end + 38)
	d.rowsGrid(rows, unit)
	at := Plot{Name: d.name, Value: 1, Low: 2, High: 3, Color: "accent"}
	for _, r := range rows {
		at.Hollow = append(at.Hollow, r.point.LowBase)
	}
	interval := slices.ContainsFunc(rows, func(r lane) bool { return r.point.Interval })
	if interval {
		whisker := at
		whisker.Kind, whisker.Name = "interval", d.say("interval")
		d.f.Plots = append(d.f.Plots, whisker)
	}
	at.Kind = "dot"
	if total != nil {
		at.Target = append(at.Target, total.Value)
	}
	d.f.Plots = append(d.f.Plots, at)
	d.dotsWords(rows, unit)
}

// ticks draws the scale as short ticks at each track, and its labels below.
func (d *draft) ticks(x scale, unit metric.Unit, first, pitch float64, rows int, end float64) {
	values := x.ticks()
	widest := 0.0
	for _, v := range values {
		widest = max(widest, faceOf("tk").width(d.tick(v, unit, x.step)))
	}
	every := 1
	for float64(every)*phone/float64(max(1, len(values)-1)) < widest+10 {
		every++
	}
	d.f.X = Axis{Kind: "number", Min: x.min, Max: x.max}
	if unit == metric.Percent {
		d.f.X.Unit = "%"
	}
	for i, v := range values {
		at, class := x.at(v), "grid"
		if v == 0 {
			class = "base"
		}
		if i%every == 0 {
			m := Mark{Shape: Words, Class: "tk", X: at, Y: end + 32, Anchor: Middle, Text: d.tick(v, unit, x.step)}
			if at < .01 {
				m.Anchor = Start
			} else if at > 99.99 {
				m.Anchor = End
			}
			d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: at, Value: v, Label: m.Text})
			d.paint(m)
		}
		for k := range rows {
			y := first + pitch*float64(k)
			d.paint(Mark{Shape: Rule, Class: class, X: at, X2: at, Y: y - 9, Y2: y + 9})
		}
	}
}

// levels draws the value of all groups, or the target where there is no such value, as a dotted line over all rows.
func (d *draft) levels(x scale, unit metric.Unit, total *metric.Point, rows []lane, first, pitch, end float64) {
	var text string
	var v float64
	switch {
	case total != nil:
		v = total.Value
		text = d.say("all", "value", d.value(v, unit, total.N))
	case d.s.Target != nil:
		v = *d.s.Target
		text = d.say("target", "value", d.value(v, unit, 0))
	default:
		return
	}
	line := Mark{Shape: Rule, Class: "tgt", X: x.at(v), X2: x.at(v), Y: 18, Y2: end + 14}
	for i, r := range rows { // it gives way to the values at the end of the rows
		value := d.sheet.of(Mark{Shape: Words, Class: "b", X: 100, Anchor: End, Text: d.value(r.point.Value, unit, r.point.N)})
		if d.sheet.at(line.X) > value.x0-3 {
			above := line
			line.Y = first + pitch*float64(i) - 12
			above.Y2 = line.Y - 20
			d.paint(above)
		}
	}
	d.paint(line, d.edge(Mark{Shape: Words, X: x.at(v), Y: 12, Anchor: Middle, Text: text}))
}

// rowsGrid writes a row per group in the order of the drawing, the value of all at the end.
func (d *draft) rowsGrid(rows []lane, unit metric.Unit) {
	g := &d.f.Data
	interval := slices.ContainsFunc(rows, func(r lane) bool { return r.point.Interval })
	counted := slices.ContainsFunc(rows, func(r lane) bool { return r.note != "" })
	head := d.group
	if len(d.r.Starts) > 0 {
		head = d.say("period." + d.every)
	}
	g.Head = []string{head, d.name}
	if interval {
		g.Head = append(g.Head, d.say("interval"))
	}
	if counted {
		g.Head = append(g.Head, d.say("n"))
	}
	g.Fields = []string{"group", "value", "low", "high", "n", "state"}
	add := func(name, key string, p metric.Point, text string) {
		row := Row{Cells: []string{name, text}}
		if interval {
			row.Cells = append(row.Cells, d.interval(p, unit))
		}
		if counted {
			row.Cells = append(row.Cells, d.nCell(p))
		}
		value, low, high, n := raw(p)
		row.Raw = []any{key, value, low, high, n, state(p)}
		g.Rows = append(g.Rows, row)
	}
	for _, r := range rows {
		add(r.name, d.r.Groups[r.group], r.point, d.at(foremost(d.r), r.group))
	}
	hidden := 0
	for _, p := range foremost(d.r).Points {
		if p.State == metric.Hidden {
			hidden++
		}
	}
	d.hiddenRow(hidden)
}

// dotsWords writes finding and summary: an order is only claimed where intervals do not overlap.
func (d *draft) dotsWords(rows []lane, unit metric.Unit) {
	value := func(r lane) string { return d.value(r.point.Value, unit, r.point.N) }
	best, worst := rows[0], rows[len(rows)-1]
	switch n := len(rows); {
	case n == 1:
		d.finding = d.say("title_is", "metric", best.name, "value", value(best))
	case apart(rows[n-2:]):
		d.finding = d.say("title_lowest", "worst", worst.name, "value", value(worst))
	case apart(rows[:2]):
		d.finding = d.say("title_highest", "best", best.name, "value", value(best))
	case !overlapping(rows) && apart([]lane{best, worst}):
		d.finding = d.say("title_between", "best", best.name, "worst", worst.name)
	default:
		d.finding = d.say("title_uncertain", "group", d.group)
	}
	if len(rows) == 1 {
		d.summary = append(d.summary, d.standing(best.point, unit, d.covered()))
		return
	}
	var items []string
	for i, r := range rows {
		if i < 2 || i == len(rows)-1 {
			items = append(items, d.say("item", "name", r.name, "value", value(r)))
		}
	}
	d.summary = append(d.summary, d.say("list", "list", d.list(items)))
	if d.r.Total != nil && seen(*d.r.Total) {
		d.summary = append(d.summary, d.say("all_sentence", "value", d.value(d.r.Total.Value, unit, d.r.Total.N)))
	}
	if overlapping(rows) {
		d.summary = append(d.summary, d.say("overlap"))
	} else if slices.ContainsFunc(rows, func(r lane) bool { return r.point.Interval }) {
		d.summary = append(d.summary, d.say("overlap_some"))
	}
	if len(rows) > 2 && slices.ContainsFunc(rows, func(r lane) bool { return r.point.Interval }) {
		d.method = append(d.method, d.say("unadjusted", "count", len(rows)))
	}
}

// apart tells whether the intervals of two groups do not meet, and both rest on enough answers.
func apart(pair []lane) bool {
	a, b := pair[0].point, pair[1].point
	return a.Interval && b.Interval && a.Low > b.High && !a.LowBase && !b.LowBase
}

// overlapping tells whether all intervals share a point, so that no order can be claimed at all.
func overlapping(rows []lane) bool {
	low, high := -1e300, 1e300
	for _, r := range rows {
		if !r.point.Interval {
			return false
		}
		low, high = max(low, r.point.Low), min(high, r.point.High)
	}
	return low <= high
}
