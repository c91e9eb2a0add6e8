package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// themed tells whether a result is about what comments mention.
func themed(r *metric.Result) bool { return r.Find(metric.Impact) != nil }

// slight is the impact in points below which a theme moves the score neither up nor down.
const slight = .5

// themes draws how often each theme is mentioned, in the colour of what those who mention it do to the score.
func (d *draft) themes() {
	shares, impact := d.r.Find(metric.Share), d.r.Find(metric.Impact)
	if v := d.r.Find(metric.Value); v != nil && v.Unit == metric.Percent {
		shares = v
	}
	order := slices.DeleteFunc(d.all(), func(i int) bool { return !visible(shares, i) })
	var s span
	s.add(0)
	for _, i := range order {
		s.add(shares.Points[i].Value)
	}
	x := scale{max: max(s.high, 1), to: 100}
	d.f.Rows = true
	rows := make([]lane, 0, len(order))
	for _, i := range order {
		rows = append(rows, lane{name: d.groupName(i), note: d.say("n_is", "n", d.mentions(i)), group: i, point: shares.Points[i]})
	}
	pitch, first := rowPitch, 32.0
	tall := d.cut(rows)
	if tall {
		pitch, first = pitch+lineStep, first+lineStep
	}
	colors := []string{}
	for k, r := range rows {
		y := first + pitch*float64(k)
		class, color, text := "fpas", "pas", ""
		moves := visible(impact, r.group)
		if moves {
			switch v := impact.Points[r.group].Value; {
			case v <= -slight:
				class, color, text = "fdet", "det", " tdet"
			case v >= slight:
				class, color, text = "fpro", "pro", " tpro"
			}
		}
		colors = append(colors, color)
		value := Mark{Shape: Words, Class: "rv", X: 100, Y: y - 17, Anchor: End, Halo: true, Runs: []Run{{d.cell(r.point, metric.Percent), "b"}}}
		if moves {
			value.Runs = append(value.Runs, Run{d.l.Signed(impact.Points[r.group].Value, 1), "tk" + text})
		}
		d.paint(d.rowName(r, y, tall), value, Mark{Shape: Bar, Class: class, X2: x.at(r.point.Value), Y: y - 8, Y2: y + 8})
	}
	d.f.Height = int(first + pitch*float64(max(0, len(rows)-1)) + 16)
	d.f.X = Axis{Kind: "number", Max: x.max, Unit: "%"}
	hidden := slices.DeleteFunc(d.all(), func(i int) bool { return slices.Contains(order, i) })
	d.tabulate(append(slices.Clone(order), hidden...), column{head: d.say("share"), field: "share", series: shares}, column{head: d.say("mentions"), field: "mentions", series: d.r.Find(metric.Mentions)},
		column{head: d.say("theme_nps"), field: "theme_nps", series: d.r.Find(metric.ThemeNPS)}, column{head: d.say("impact"), field: "impact", series: impact, signed: true})
	d.f.Plots = []Plot{{Kind: "bar", Name: d.say("share"), Value: d.field("share"), Colors: colors, Color: "pas"}}
	d.themesWords(order, shares, impact)
}

// mentions prints how many responses mention a theme.
func (d *draft) mentions(i int) string {
	if s := d.r.Find(metric.Mentions); visible(s, i) {
		return d.cell(s.Points[i], metric.Whole)
	}
	return d.l.Number(float64(foremost(d.r).Points[i].N), 0)
}

func (d *draft) themesWords(order []int, shares, impact *metric.Series) {
	worst, best := -1, -1
	for _, i := range order {
		if !visible(impact, i) {
			continue
		}
		if worst < 0 || impact.Points[i].Value < impact.Points[worst].Value {
			worst = i
		}
		if best < 0 || impact.Points[i].Value > impact.Points[best].Value {
			best = i
		}
	}
	if len(order) == 0 {
		d.finding = d.say("title_all_hidden", "metric", d.name)
		return
	}
	d.finding = d.say("title_theme", "theme", d.groupName(order[0]), "share", d.cell(shares.Points[order[0]], metric.Percent))
	points := func(i int) string { return d.points("", impact.Points[i].Value, metric.Score, 0) }
	if worst >= 0 && impact.Points[worst].Value <= -slight {
		d.finding = d.say("title_costs", "theme", d.groupName(worst), "points", points(worst))
		d.summary = append(d.summary, d.say("costs", "theme", d.groupName(worst), "points", points(worst)))
	}
	if best >= 0 && impact.Points[best].Value >= slight {
		d.summary = append(d.summary, d.say("gains", "theme", d.groupName(best), "points", points(best)))
	}
	d.source = append(d.source, d.say("theme_colors"), d.say("themes_overlap"))
}
