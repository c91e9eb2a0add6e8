package chart

import (
	"strconv"

	"cxgen/generator/metric"
)

func needsDays(r *metric.Result) string {
	if r.By != "days" || r.Find(metric.Count) == nil {
		return `a histogram needs a metric of the kind delivery, with by = "days"`
	}
	return ""
}

// histogram draws how many parcels came how many days before or after the promised one.
func (d *draft) histogram() {
	counts := d.r.Find(metric.Count)
	d.group = d.say("days_off")
	const top = 20.0
	floor := top + 160
	if d.s.Height > 0 {
		floor = max(100, float64(d.s.Height)-48)
	}
	n := len(d.r.Groups)
	step := 100 / float64(n)
	half := min(step*.41, 8)
	room := step/100*phone - 2
	most, sum, early, late := 0.0, 0.0, 0.0, 0.0
	for i, p := range counts.Points {
		if !seen(p) {
			continue
		}
		most, sum = max(most, p.Value), sum+p.Value
		switch v := days(d.r.Groups[i]); {
		case v < 0:
			early += p.Value
		case v > 0:
			late += p.Value
		}
	}
	colors := make([]string, n)
	labels := sheet{}
	for i, p := range counts.Points {
		x, v := (float64(i)+.5)*step, days(d.r.Groups[i])
		class := "fpro"
		if colors[i] = "pro"; v > 0 {
			class, colors[i] = "fdet", "det"
		}
		label := Mark{Shape: Words, Class: "tk", X: x, Y: floor + 18, Anchor: Middle, Text: d.daysOff(d.r.Groups[i])}
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: x, Value: v, Label: label.Text})
		if m, ok := labels.first(label); ok {
			d.paint(m)
		}
		if !seen(p) {
			if p.State == metric.Hidden && room > 22 {
				d.paint(Mark{Shape: Words, Class: "tk", X: x, Y: floor - 6, Anchor: Middle, Text: d.few()})
			}
			continue
		}
		y := floor
		if most > 0 {
			y = floor - (floor-top)*p.Value/most
		}
		if p.Value > 0 {
			d.paint(Mark{Shape: Bar, Class: class, X: x - half, X2: x + half, Y: y, Y2: floor})
		}
		share := d.l.Percent(p.Value/max(sum, 1)*100, 0)
		if faceOf("b").width(share) <= room {
			d.paint(Mark{Shape: Words, Class: "b", X: x, Y: y - 6, Anchor: Middle, Text: share})
		} else if share = d.l.Number(p.Value/max(sum, 1)*100, 0); faceOf("tk").width(share) <= room {
			d.paint(Mark{Shape: Words, Class: "tk", X: x, Y: y - 6, Anchor: Middle, Text: share})
		}
	}
	d.paint(Mark{Shape: Rule, Class: "base", X2: 100, Y: floor, Y2: floor})
	before, after := "← "+d.say("early"), d.say("late")+" →"
	if d.f.RTL {
		before, after = d.say("early")+" →", "← "+d.say("late")
	}
	d.paint(Mark{Shape: Words, Class: "tk tpro", Y: floor + 40, Text: before}, Mark{Shape: Words, Class: "tk tdet", X: 100, Y: floor + 40, Anchor: End, Text: after})
	d.f.X.Kind, d.f.Y = "category", Axis{Kind: "number", Max: most}
	d.f.Height = int(floor + 48)
	d.tabulate(d.all(), column{head: d.say("count"), field: "count", series: counts})
	for i := range d.f.Data.Rows {
		if raw := d.f.Data.Rows[i].Raw; raw != nil {
			d.f.Data.Rows[i].Cells[0] = d.daysOff(raw[0].(string))
		}
	}
	d.f.Plots = []Plot{{Kind: "bar", Name: d.say("count"), Value: 1, Colors: colors, Color: "pro"}}
	d.histogramWords(sum, early, late)
}

// days reads the difference that a group stands for; the outermost ones hold all beyond, as "+5" or "5+".
func days(group string) float64 {
	for len(group) > 0 && (group[0] == '<' || group[0] == '>' || group[0] == '=') {
		group = group[1:]
	}
	if n := len(group); n > 0 && group[n-1] == '+' {
		group = group[:n-1]
	}
	v, _ := strconv.ParseFloat(group, 64)
	return v
}

func (d *draft) daysOff(group string) string { return d.l.Signed(days(group), 0) }

func (d *draft) histogramWords(sum, early, late float64) {
	share := func(v float64) string { return d.value(v/max(sum, 1)*100, metric.Percent, int(sum)) }
	d.finding = d.say("title_days", "share", share(sum-late))
	if total := d.r.Total; total != nil && seen(*total) {
		d.summary = append(d.summary, d.standing(*total, metric.Percent, d.covered()))
	}
	d.summary = append(d.summary, d.say("days_shares", "early", share(early), "promised", share(sum-early-late), "late", share(late)))
	if v, ok := d.fact("overdue"); ok && v > 0 {
		d.source = append(d.source, d.say("overdue", "count", v))
	}
	if v, ok := d.fact("pending"); ok && v > 0 {
		d.source = append(d.source, d.say("pending", "count", v))
	}
}
