package chart

import (
	"slices"
	"strings"

	"cxgen/generator/metric"
)

// part is one layer of a mix, from the worst answers to the best.
type part struct {
	series  *metric.Series
	name    string
	class   string // of its fill
	color   string // token of its fill
	text    string // class of its share
	opacity float64
}

// parts gives the layers of a mix: promoters, passives and detractors, or answer options.
func (d *draft) parts() []part {
	if pro := d.r.Find(metric.Promoters); pro != nil {
		return []part{
			{d.r.Find(metric.Detractors), d.say("detractors"), "fdet", "det", "tdet", 0},
			{d.r.Find(metric.Passives), d.say("passives"), "fpas", "pas", "", 0},
			{pro, d.say("promoters"), "fpro", "pro", "tpro", 0},
		}
	}
	if phased(d.r) {
		return d.phases()
	}
	var shares []*metric.Series
	for i := range d.r.Series {
		if d.r.Series[i].Measure == metric.OptionShare {
			shares = append(shares, &d.r.Series[i])
		}
	}
	parts := make([]part, len(shares))
	for i, s := range shares {
		parts[i] = d.option(s, i, len(shares))
		if isNumber(s.Option) {
			parts[i].name = d.say("gave", "option", d.l.Number(number(s.Option), 0))
		}
	}
	if d.reversed() { // the good answers from the floor up, as always
		slices.Reverse(parts)
	}
	return parts
}

// option gives the look of the i-th of n answer options: the lower ones in the colour of detractors, the upper ones in that of
// promoters, paler towards the middle, and the middle in grey.
func (d *draft) option(s *metric.Series, i, n int) part {
	p := part{series: s, name: s.Option}
	low, high := d.sides(n)
	if d.reversed() {
		i = n - 1 - i
	}
	fade := func(k, of int) float64 { // k = 0 at the end of the scale
		if of < 2 || d.r.Find(metric.Promoters) != nil {
			return 0
		}
		return 1 - .45*float64(k)/float64(of-1)
	}
	switch {
	case i < low:
		p.class, p.color, p.text, p.opacity = "fdet", "det", "tdet", fade(i, low)
	case i >= high:
		p.class, p.color, p.text, p.opacity = "fpro", "pro", "tpro", fade(n-1-i, n-high)
	default:
		p.class, p.color = "fpas", "pas"
	}
	return p
}

// sides tells what n answer options mean: those below low are bad, those from high on are good.
func (d *draft) sides(n int) (low, high int) {
	if m := d.r.Metric; m != nil {
		lowest, _ := m.Parameter("lowest")
		det, ok := m.Parameter("detractors_to")
		pas, _ := m.Parameter("passives_to")
		if highest, _ := m.Parameter("highest"); ok && int(highest-lowest)+1 == n {
			return int(det-lowest) + 1, int(pas-lowest) + 1
		}
	}
	return n / 2, (n + 1) / 2
}

// reversed tells whether low answers are the good ones.
func (d *draft) reversed() bool {
	if d.r.Metric == nil {
		return false
	}
	v, _ := d.r.Metric.Parameter("reverse")
	return v == 1
}

// ballotParts says which answers are promoters, passives and detractors.
func (d *draft) ballotParts() {
	if args := d.ballotArgs(); args != nil && d.r.Find(metric.Promoters) != nil {
		d.method = append(d.method, d.say("parts_nps", args...))
	}
}

// mix draws shares on each other: promoters from the floor, detractors from the ceiling, so both have a straight base.
func (d *draft) mix() {
	parts := d.parts()
	d.mixGrid(parts)
	last := len(d.r.Groups) - 1
	for last > 0 && parts[0].series.Points[last].State != metric.Shown {
		last--
	}
	if len(d.r.Starts) == 0 {
		d.mixRows(parts)
	} else {
		d.f.Wide = true
		d.mixColumns(parts, last)
	}
	d.mixWords(parts, last)
	d.ballotParts()
	d.method = append(d.method, d.say("shares_rounded"))
}

// mixColumns draws a column per period.
func (d *draft) mixColumns(parts []part, last int) {
	const top = 4.0
	floor := top + 176
	if len(parts) > 4 { // as many names beside the last column
		floor += 50
	}
	if d.s.Height > 0 {
		floor = max(120, float64(d.s.Height)-38)
	}
	d.f.Height = int(floor + 38)
	d.sheet.gutter = Gutter{End: 84}
	n := len(d.r.Groups)
	step := 100 / float64(n)
	half := min(step*.3875, 6)
	center := func(i int) float64 { return (float64(i) + .5) * step }
	var labels []float64
	for i := range n {
		if !seen(parts[0].series.Points[i]) {
			if parts[0].series.Points[i].State == metric.Hidden && step*d.sheet.width()/100 > 26 {
				d.paint(Mark{Shape: Words, Class: "tk", X: center(i), Y: floor - 8, Anchor: Middle, Text: d.few()})
			}
			continue
		}
		bottom, ceiling := floor, floor-(floor-top)*d.tallest(parts, i)
		for k := len(parts) - 1; k >= 0; k-- {
			p := parts[k].series.Points[i]
			height := (floor - ceiling) * p.Value / 100
			y := max(ceiling, bottom-height)
			if k == 0 {
				y = ceiling
			}
			m := Mark{Shape: Bar, Class: parts[k].fill(), Opacity: parts[k].opacity, X: center(i) - half, X2: center(i) + half, Y: y, Y2: bottom}
			if k < len(parts)-1 && bottom-y > 2 { // a hair of ground between layers
				m.Y2 -= 1
			}
			if d.partial(parts[k].series, i) {
				m.Group, m.Class, m.Opacity = "s"+parts[k].color, "ghost", 0
			}
			if m.Y2 > m.Y {
				d.paint(m)
			}
			if i == last {
				labels = append(labels, (y+bottom)/2)
			}
			bottom = y
		}
	}
	slices.Reverse(labels)
	if len(labels) == len(parts) {
		d.mixLabels(parts, labels, last, top, floor)
	}
	d.mixDates(last, center, floor)
}

// mixLabels names the layers beside the last whole period.
func (d *draft) mixLabels(parts []part, at []float64, last int, top, floor float64) {
	step := min(40.5, (floor-top+14)/float64(len(parts)))
	for i := range at {
		at[i] -= 5
	}
	spread(at, step, top+13, floor-13)
	room := float64(d.sheet.gutter.End) - 8
	for k, p := range parts {
		value := p.series.Points[last]
		text := Mark{Shape: Words, Class: "big", X: 100, Y: at[k], Shift: 8, Text: d.value(value.Value, metric.Percent, value.N)}
		if p.text != "" {
			text.Class += " " + p.text
		}
		f := faceOf("tk")
		if step < 39.7 { // one line each
			text.Class = "b"
			text.Runs = []Run{{f.fit(p.name, room-40), "tk"}}
			d.paint(text)
			continue
		}
		name := Mark{Shape: Words, Class: "tk", X: 100, Y: at[k] + 18, Shift: 8, Text: f.fit(p.name, room)}
		if name.Text != p.name {
			name.Full = p.name
		}
		d.paint(text, name)
	}
}

// mixDates labels the last whole period, the one a year or half the way before it, and the first.
func (d *draft) mixDates(last int, center func(int) float64, floor float64) {
	n := len(d.r.Groups)
	d.f.X = Axis{Kind: "time", Max: float64(n - 1), Names: d.periods()}
	year := map[string]int{"month": 12, "quarter": 4, "week": 52, "day": 28, "year": 1}[d.every]
	picks := []int{last}
	if last-year > 0 {
		picks = append(picks, last-year)
	}
	if last > 0 {
		picks = append(picks, 0)
	}
	if n > 2 && len(picks) == 2 && last > 1 {
		picks = append(picks, last/2)
	}
	for _, i := range picks {
		first, second := d.l.PeriodShort(d.r.Starts[i], d.every)
		m := d.edge(Mark{Shape: Words, Class: "tk", X: center(i), Y: floor + 18, Anchor: Middle, Text: first, Second: second})
		if m.Anchor == Start {
			m.X = 0
		}
		b := d.sheet.of(m)
		b.x0, b.x1 = b.x0-4, b.x1+4
		if i != last && slices.ContainsFunc(d.sheet.taken, b.meets) {
			continue
		}
		d.sheet.take(b)
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: center(i), Value: float64(i), Label: first, Second: second})
		d.paint(m, Mark{Shape: Rule, Class: "base", X: center(i), X2: center(i), Y: floor, Y2: floor + 5})
	}
}

// mixRows draws a bar per group, the layers side by side, with the names of the layers over them.
func (d *draft) mixRows(parts []part) {
	const pitch = 66
	order := make([]int, 0, len(d.r.Groups))
	for i := range d.r.Groups {
		if seen(parts[0].series.Points[i]) {
			order = append(order, i)
		}
	}
	best := parts[len(parts)-1].series
	slices.SortStableFunc(order, func(a, b int) int { return descending(best.Points[a].Value, best.Points[b].Value) })
	d.layerNames(parts)
	y := 22.0
	for _, i := range order {
		n := parts[0].series.Points[i].N
		if name := d.groupName(i); d.r.Groups[i] != "" {
			d.paint(d.short(Mark{Shape: Words, Class: "m", Y: y + 15, Text: name}, phone-90))
			d.paint(Mark{Shape: Words, Class: "tk", X: 100, Y: y + 15, Anchor: End, Text: d.say("n_is", "n", d.l.Number(float64(n), 0))})
		}
		x := 0.0
		for k, p := range parts {
			share := p.series.Points[i]
			m := Mark{Shape: Bar, Class: p.fill(), Opacity: p.opacity, X: x, X2: x + share.Value, Y: y + 22, Y2: y + 38}
			x += share.Value
			if k < len(parts)-1 && share.Value > .8 {
				m.X2 -= .35
			}
			if share.Value <= 0 {
				continue
			}
			d.paint(m)
			text := d.value(share.Value, metric.Percent, n)
			if faceOf("b").width(text)+8 < share.Value/100*phone {
				d.paint(Mark{Shape: Words, Class: strings.TrimSpace("b " + p.text), X: (m.X + m.X2) / 2, Y: y + 53, Anchor: Middle, Text: text})
			}
		}
		y += pitch
	}
	d.f.Height = int(y + 2)
	d.f.X = Axis{Kind: "number", Max: 100, Unit: "%"}
}

// layerNames names the layers over the rows: the ends, and the middle one of three.
func (d *draft) layerNames(parts []part) {
	first, end := parts[0], parts[len(parts)-1]
	from, to := "← "+first.name, end.name+" →"
	if d.f.RTL {
		from, to = first.name+" →", "← "+end.name
	}
	const half = phone/2 - 8
	names := []Mark{d.short(Mark{Shape: Words, Class: "tk", Y: 13, Text: from}, half),
		d.short(Mark{Shape: Words, Class: "tk", X: 100, Y: 13, Anchor: End, Text: to}, half)}
	d.sheet.take(d.sheet.of(names[0]))
	d.sheet.take(d.sheet.of(names[1]))
	if len(parts) == 3 {
		if m, ok := d.sheet.first(Mark{Shape: Words, Class: "tk", X: 50, Y: 13, Anchor: Middle, Text: parts[1].name}); ok {
			names = append(names, m)
		}
	}
	d.paint(names...)
}

// fill gives the classes of the layer's fill. A pale one has an outline, so that it stands out from the ground.
func (p part) fill() string {
	if p.opacity > 0 && p.opacity < 1 {
		return p.class + " s" + p.color
	}
	return p.class
}

// short shortens a text to a width, and keeps the whole for readers who point at it.
func (d *draft) short(m Mark, room float64) Mark {
	if short := faceOf(m.Class).fit(m.Text, room); short != m.Text {
		m.Text, m.Full = short, m.Text
	}
	return m
}

func descending(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// mixGrid writes a row per group and a column per layer.
func (d *draft) mixGrid(parts []part) {
	g := &d.f.Data
	head, field := d.group, "group"
	if len(d.r.Starts) > 0 {
		head, field = d.say("period."+d.every), "period"
	}
	if d.r.By == "" {
		head = d.say("measure")
	}
	g.Head, g.Fields = []string{head}, []string{field}
	for k := len(parts) - 1; k >= 0; k-- {
		g.Head = append(g.Head, parts[k].name)
		g.Fields = append(g.Fields, field4(parts[k]))
		d.f.Plots = append(d.f.Plots, Plot{Kind: "bar", Name: parts[k].name, Value: len(parts) - k, Color: parts[k].color, Opacity: parts[k].opacity, Stack: "mix", Dashed: d.open(parts[0].series)})
	}
	g.Head, g.Fields = append(g.Head, d.say("n")), append(g.Fields, "n")
	hidden := 0
	for i, group := range d.r.Groups {
		p := parts[0].series.Points[i]
		if p.State == metric.Hidden && len(d.r.Starts) == 0 {
			hidden++
			continue
		}
		row := Row{Cells: []string{d.groupName(i)}, Raw: []any{group}}
		if d.partial(parts[0].series, i) {
			row.Cells[0] += " *"
		}
		for k := len(parts) - 1; k >= 0; k-- {
			share := parts[k].series.Points[i]
			row.Cells = append(row.Cells, d.cell(share, metric.Percent))
			value, _, _, _ := raw(share)
			row.Raw = append(row.Raw, value)
		}
		_, _, _, n := raw(p)
		row.Cells, row.Raw = append(row.Cells, d.nCell(p)), append(row.Raw, n)
		g.Rows = append(g.Rows, row)
	}
	d.hiddenRow(hidden)
}

// hiddenRow adds the line that stands for hidden groups.
func (d *draft) hiddenRow(hidden int) {
	if hidden == 0 {
		return
	}
	row := Row{Cells: []string{d.say("groups_hidden", "count", hidden)}}
	for len(row.Cells) < len(d.f.Data.Head) {
		row.Cells = append(row.Cells, "–")
	}
	d.f.Data.Rows = append(d.f.Data.Rows, row)
}

// groupName prints a group: a period, a value of a column, or the metric when there is only one.
func (d *draft) groupName(i int) string {
	switch {
	case len(d.r.Starts) > 0:
		return d.l.Period(d.r.Starts[i], d.every)
	case d.r.By == "":
		return d.name
	case d.r.By == "transition":
		return d.phase(d.r.Groups[i])
	case d.r.Groups[i] == "":
		return d.say("not_set")
	}
	return d.r.Groups[i]
}

func (d *draft) open(s *metric.Series) []bool {
	open := make([]bool, len(s.Points))
	for i := range s.Points {
		open[i] = d.partial(s, i)
	}
	return open
}

// field4 names the column of a layer for machines.
func field4(p part) string {
	switch p.series.Measure {
	case metric.Promoters, metric.Passives, metric.Detractors:
		return string(p.series.Measure)
	}
	return "share " + p.series.Option
}

// mixWords writes finding and summary.
func (d *draft) mixWords(parts []part, last int) {
	p := parts[0].series.Points[last]
	if !seen(p) {
		d.finding = d.say("title_running", "metric", d.name)
		return
	}
	share := func(k, i int) string {
		return d.value(parts[k].series.Points[i].Value, metric.Percent, parts[k].series.Points[i].N)
	}
	end := len(parts) - 1
	if d.r.By != "" && len(d.r.Starts) == 0 {
		d.finding = d.say("title_mix_by", "metric", d.name, "group", d.group)
		return
	}
	if d.r.Find(metric.Promoters) != nil {
		d.finding = d.say("title_mix", "promoters", share(end, last), "detractors", share(0, last))
	} else {
		most := 0
		for k := range parts {
			if parts[k].series.Points[last].Value > parts[most].series.Points[last].Value {
				most = k
			}
		}
		d.finding = d.say("title_option", "share", share(most, last), "option", d.optionName(parts[most].series.Option))
		if phased(d.r) {
			d.finding = d.say("title_phase", "share", share(most, last), "phase", parts[most].name)
		}
	}
	var items []string
	for k := end; k >= 0; k-- {
		items = append(items, d.layer(parts[k], share(k, last)))
	}
	when := d.covered()
	if len(d.r.Starts) > 0 {
		when = d.l.Period(d.r.Starts[last], d.every)
	}
	if when != "" {
		d.summary = append(d.summary, d.say("ends", "period", when, "list", d.list(items)))
	} else {
		d.summary = append(d.summary, d.say("list", "list", d.list(items)))
	}
	if i := d.before(parts[end], last); i >= 0 {
		items = items[:0]
		for k := end; k >= 0; k-- {
			items = append(items, d.layer(parts[k], share(k, i)))
		}
		d.summary = append(d.summary, d.say("ends", "period", d.groupName(i), "list", d.list(items)))
	}
	if len(d.r.Starts) > 0 {
		d.begun(parts[0].series)
	}
	for i, q := range parts[0].series.Points {
		if q.State == metric.Open && len(d.r.Starts) > 0 {
			d.source = append(d.source, d.unfinished("outlined", i))
		}
	}
}

// layer says how large a layer is: "Promoters 58%", "48% gave 5".
func (d *draft) layer(p part, share string) string {
	if isNumber(p.series.Option) {
		return d.say("item_gave", "name", p.name, "value", share)
	}
	return d.say("item", "name", p.name, "value", share)
}

// before gives the period that the last one is compared with, -1 when it is not in the picture.
func (d *draft) before(best part, last int) int {
	c := best.series.Points[last].Change
	if v := d.r.Find(metric.Value); c == nil && v != nil {
		c = v.Points[last].Change
	}
	if c == nil {
		return -1
	}
	i := slices.Index(d.r.Groups, c.Against)
	if i >= 0 && !seen(best.series.Points[i]) {
		return -1
	}
	return i
}

// optionName prints an answer: a number in the digits of the language, a text as it is.
func (d *draft) optionName(option string) string {
	if isNumber(option) {
		return d.l.Number(number(option), 0)
	}
	return option
}
