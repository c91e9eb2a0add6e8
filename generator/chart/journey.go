package chart

import (
	"strings"

	"cxgen/generator/metric"
)

// Stage is a part of a journey: neighbouring touchpoints under one name.
type Stage struct {
	Title       string
	Touchpoints []string // as the groups of the result are called
}

// JourneyRow is what stands under the touchpoints of a journey, such as quotes, channels or owners.
type JourneyRow struct {
	Title  string
	Quotes bool
	Values map[string]string // by touchpoint
}

func needsTouchpoints(r *metric.Result) string {
	if r.By != "touchpoint" || r.Find(metric.Value) == nil {
		return "a journey needs a metric of the kind touchpoints"
	}
	return ""
}

// A mood is told from the emotion index: pleased from here on, annoyed from minus here on.
const pleased = 25

// journey draws satisfaction along the touchpoints: a line with its band, a marker whose shape and colour is the mood, the peak and the end
// by name, and what lies below or above the target.
func (d *draft) journey() {
	values, moods := d.r.Find(metric.Value), d.r.Find(metric.EmotionIndex)
	d.f.Wide = true
	unit, n := values.Unit, len(d.r.Groups)
	var s span
	for _, p := range values.Points {
		if seen(p) {
			s.add(p.Value)
			if p.Interval {
				s.add(p.Low, p.High)
			}
		}
	}
	if d.s.Target != nil {
		s.add(*d.s.Target)
	}
	top := 34.0
	if len(d.s.Stages) > 0 {
		top = 62
	}
	floor := top + 128
	bounds := [2]float64{-1e18, 1e18}
	if m := d.r.Metric; m != nil && m.Scale[1] > m.Scale[0] {
		bounds = m.Scale
	} else if unit == metric.Percent {
		bounds = [2]float64{0, 100}
	}
	y := niceScale(s.low, s.high, 4, bounds) // levels are compared, not sizes
	y.from, y.to = floor, top
	x := func(i int) float64 { return (float64(i) + .5) / float64(n) * 100 }
	d.stageNames(x, n)
	for i, v := range y.ticks() {
		if at := y.at(v); i == 0 || i == len(y.ticks())-1 {
			label := Mark{Shape: Words, Class: "tk", Y: at - 6, Halo: true, Text: d.tick(v, unit, y.step)}
			d.f.Y.Ticks = append(d.f.Y.Ticks, Tick{At: at, Value: v, Label: label.Text})
			d.sheet.take(d.sheet.of(label))
			d.paint(Mark{Shape: Rule, Class: "grid", X2: 100, Y: at, Y2: at}, label)
		}
	}
	d.f.Y.Kind, d.f.Y.Min, d.f.Y.Max = "number", y.min, y.max
	if d.s.Target != nil {
		at := y.at(*d.s.Target)
		d.paint(Mark{Shape: Rule, Class: "tgt", X2: 100, Y: at, Y2: at})
		for i, p := range values.Points {
			if seen(p) {
				d.paint(Mark{Shape: Rule, Class: "whisk", X: x(i), X2: x(i), Y: at, Y2: y.at(p.Value)})
			}
		}
	}
	d.journeyLine(values, x, y)
	peak, end := -1, -1
	for i, p := range values.Points {
		if seen(p) {
			if end = i; peak < 0 || p.Value > values.Points[peak].Value {
				peak = i
			}
		}
	}
	for i, p := range values.Points {
		if !seen(p) {
			continue
		}
		at := Place{x(i), y.at(p.Value)}
		d.paint(d.marker(moods, i, at, p.LowBase))
		d.sheet.take(box{d.sheet.at(at.X) - 9, at.Y - 9, d.sheet.at(at.X) + 9, at.Y + 9})
		m := Mark{Shape: Words, Class: "b", X: at.X, Anchor: Middle, Halo: true, Text: d.value(p.Value, unit, p.N)}
		high := p.Interval && i != peak && valley(values, i) && y.at(p.Low) < floor
		name := ""
		if i == end {
			name = d.say("end")
		}
		if i == peak {
			name = strings.TrimPrefix(name+" · ", " · ") + d.say("peak")
			high = false
		}
		if high {
			m.Y = y.at(p.Low) + 18
			m.Second = name
		} else if m.Y = min(at.Y-13, y.at(max(p.High, p.Value))-6); name != "" {
			m.Second, m.Text, m.Y = m.Text, name, m.Y-lineStep
		}
		d.sheet.take(d.sheet.of(m))
		d.paint(m)
	}
	if d.s.Target != nil {
		d.journeyTarget(y.at(*d.s.Target), x, n, unit)
	}
	d.under(moods, d.touchpointNames(x, n, floor))
	var index *metric.Series // printed without a decimal
	if moods != nil {
		index = &metric.Series{Unit: metric.Score, Points: moods.Points}
	}
	d.tabulate(d.all(), column{head: d.name, field: "value", series: values, limits: true}, column{head: d.say("emotion"), field: "emotion_index", series: index},
		column{head: d.say("volume"), field: "volume", series: d.r.Find(metric.Count)})
	d.f.X = Axis{Kind: "category"}
	at := Plot{Name: d.name, Value: d.field("value"), Low: d.field("value_low"), High: d.field("value_high"), Color: "accent"}
	if at.Low > 0 {
		band := at
		band.Kind, band.Name, band.Color = "band", d.say("interval"), "band"
		d.f.Plots = append(d.f.Plots, band)
	}
	at.Kind = "line"
	if d.s.Target != nil {
		at.Target = []float64{*d.s.Target}
	}
	d.f.Plots = append(d.f.Plots, at)
	d.journeyWords(values, moods, peak)
}

// valley tells whether a point lies below the middle of its neighbours.
func valley(s *metric.Series, i int) bool {
	sum, n := 0.0, 0.0
	for _, k := range []int{i - 1, i + 1} {
		if k >= 0 && k < len(s.Points) && seen(s.Points[k]) {
			sum, n = sum+s.Points[k].Value, n+1
		}
	}
	return n > 0 && s.Points[i].Value < sum/n
}

// journeyLine paints line and band, broken where a touchpoint has no value.
func (d *draft) journeyLine(values *metric.Series, x func(int) float64, y scale) {
	var line, upper, lower []Place
	flush := func() {
		if len(upper) > 1 {
			area := append([]Place{}, upper...)
			for k := len(lower) - 1; k >= 0; k-- {
				area = append(area, lower[k])
			}
			d.paint(Mark{Shape: Band, Class: "band", Points: area})
		}
		d.sheet.line(line)
		if len(line) > 1 {
			d.paint(Mark{Shape: Line, Class: "ln", Points: line})
		}
		line, upper, lower = nil, nil, nil
	}
	for i, p := range values.Points {
		if !seen(p) {
			flush()
			continue
		}
		line = append(line, Place{x(i), y.at(p.Value)})
		if p.Interval {
			upper, lower = append(upper, Place{x(i), y.at(p.High)}), append(lower, Place{x(i), y.at(p.Low)})
		}
	}
	flush()
}

// mood gives the letter of a mood: p, z or n; "" when it is not known.
func mood(moods *metric.Series, i int) string {
	switch {
	case !visible(moods, i):
		return ""
	case moods.Points[i].Value >= pleased:
		return "p"
	case moods.Points[i].Value <= -pleased:
		return "n"
	}
	return "z"
}

// marker is the sign of a mood: a disc when pleased, a square when neither, a triangle that points down when annoyed.
func (d *draft) marker(moods *metric.Series, i int, at Place, low bool) Mark {
	if low {
		return Mark{Shape: Dot, Class: "hol", X: at.X, Y: at.Y, R: 6}
	}
	switch mood(moods, i) {
	case "p":
		return Mark{Shape: Dot, Class: "fpro ring", X: at.X, Y: at.Y, R: 8}
	case "z":
		return Mark{Shape: Square, Class: "fpas ring", X: at.X, Y: at.Y, R: 7.5}
	case "n":
		return Mark{Shape: Triangle, Class: "fdet ring", X: at.X, Y: at.Y, R: 8.5}
	}
	return Mark{Shape: Dot, Class: "dot", X: at.X, Y: at.Y, R: 6}
}

// stageNames names the stages above their touchpoints.
func (d *draft) stageNames(x func(int) float64, n int) {
	half := 50 / float64(n)
	for _, s := range d.s.Stages {
		first, last := -1, -1
		for i, g := range d.r.Groups {
			for _, t := range s.Touchpoints {
				if t == g {
					if last = i; first < 0 {
						first = i
					}
				}
			}
		}
		if first < 0 {
			continue
		}
		from, to := x(first)-half+.6, x(last)+half-.6
		d.paint(d.short(Mark{Shape: Words, Class: "m", X: (from + to) / 2, Y: 12, Anchor: Middle, Text: s.Title}, (to-from)/100*phone),
			Mark{Shape: Rule, Class: "base", X: from, X2: to, Y: 20, Y2: 20})
	}
}

// journeyTarget names the line of the target between two touchpoints where nothing else stands.
func (d *draft) journeyTarget(at float64, x func(int) float64, n int, unit metric.Unit) {
	text := d.say("target", "value", d.value(*d.s.Target, unit, 0))
	for i := n - 1; i >= 0; i-- {
		for _, m := range []Mark{
			{Shape: Words, X: x(i), Y: at - 7, Anchor: Middle, Halo: true, Text: text},
			{Shape: Words, X: x(i), Y: at + 17, Anchor: Middle, Halo: true, Text: text},
		} {
			if m, ok := d.sheet.first(d.edge(m)); ok {
				d.paint(m)
				return
			}
		}
	}
	d.source = append(d.source, d.say("target_line", "value", d.value(*d.s.Target, unit, 0)))
}

// touchpointNames names the touchpoints below the line, and tells whether a phone, which has no room for the names, shows their numbers.
func (d *draft) touchpointNames(x func(int) float64, n int, floor float64) (numbered bool) {
	room, wide := float64(phone)/float64(n)-4, float64(desk)/float64(n)-2
	fits, two := true, false
	for i := range d.r.Groups {
		if faceOf("m").width(d.groupName(i)) > room {
			fits = false
		}
		if faceOf("m").width(d.groupName(i)) > wide {
			two = true
		}
	}
	for i := range d.r.Groups {
		m := Mark{Shape: Words, Class: "m", X: x(i), Y: floor + 34, Anchor: Middle, Text: d.groupName(i)}
		if !fits {
			number := m
			number.Class, number.Text = "m narrow", d.l.Number(float64(i+1), 0)
			d.paint(number)
			m.Class = "m wide"
			first, second := faceOf("m").wrap(m.Text, wide)
			if whole := first + second; len(whole) < len(m.Text)-1 {
				m.Full = m.Text
			}
			m.Text, m.Second = first, second
		}
		d.paint(m)
	}
	d.f.Height = int(floor + 42)
	if !fits && two {
		d.f.Height += lineStep
	}
	return !fits
}

// under writes what stands under each touchpoint.
func (d *draft) under(moods *metric.Series, numbered bool) {
	for i, g := range d.r.Groups {
		lane := Lane{Name: d.groupName(i), Mood: mood(moods, i)}
		if numbered {
			lane.Number = d.l.Number(float64(i+1), 0)
		}
		if lane.Mood != "" {
			lane.Feeling = d.say("mood_"+lane.Mood) + " " + d.l.Signed(moods.Points[i].Value, 0)
		}
		for _, row := range d.s.Lanes {
			switch text := row.Values[g]; {
			case text == "":
			case row.Quotes:
				lane.Quote = d.l.Quote(text)
			case row.Title != "":
				lane.Notes = append(lane.Notes, d.say("lane", "title", row.Title, "text", text))
			default:
				lane.Notes = append(lane.Notes, text)
			}
		}
		d.f.Lanes = append(d.f.Lanes, lane)
	}
}

func (d *draft) journeyWords(values, moods *metric.Series, peak int) {
	low := -1
	for i, p := range values.Points {
		if seen(p) && (low < 0 || p.Value < values.Points[low].Value) {
			low = i
		}
	}
	best, worst := values.Points[peak], values.Points[low]
	args := []any{"best", d.groupName(peak), "high", d.cell(best, values.Unit), "worst", d.groupName(low), "low", d.cell(worst, values.Unit)}
	switch {
	case peak == low:
		d.finding = d.say("title_is", "metric", d.groupName(peak), "value", d.cell(best, values.Unit))
	case best.Interval && worst.Interval && best.Low <= worst.High:
		d.finding = d.say("title_uncertain", "group", d.group)
	default:
		d.finding = d.say("title_journey", args...)
	}
	if peak != low {
		d.summary = append(d.summary, d.say("most_least", args...))
	}
	var sad []string
	for i := range d.r.Groups {
		if mood(moods, i) == "n" {
			sad = append(sad, d.groupName(i))
		}
	}
	if len(sad) > 0 {
		d.summary = append(d.summary, d.say("annoyed_at", "list", d.list(sad)))
	}
	if moods != nil {
		d.source = append(d.source, d.say("markers"))
		d.method = append(d.method, d.say("emotion_how", "limit", d.l.Signed(pleased, 0)))
	}
}
