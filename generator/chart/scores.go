package chart

import (
	"math"

	"cxgen/generator/metric"
)

func needsGrid(r *metric.Result) string {
	if r.By != "grid" || r.Find(metric.Count) == nil {
		return `a grid needs a metric of the kind rfm, with by = "grid"`
	}
	return ""
}

// gridRow is the customers of one score of frequency.
type gridRow struct {
	name        string
	count, mean *metric.Series
}

// grid draws customers by how lately (across) and how often (up) they bought: the area of a disc is their number, its depth what they spent
// on average.
func (d *draft) grid() {
	var rows []gridRow
	var most, richest float64
	for i := range d.r.Series {
		s := &d.r.Series[i]
		k := -1
		for j := range rows {
			if rows[j].name == s.Split {
				k = j
			}
		}
		if k < 0 {
			k, rows = len(rows), append(rows, gridRow{name: s.Split})
		}
		for _, p := range s.Points {
			switch {
			case !seen(p):
			case s.Measure == metric.Count:
				most = max(most, p.Value)
			case s.Measure == metric.Mean:
				richest = max(richest, p.Value)
			}
		}
		switch s.Measure {
		case metric.Count:
			rows[k].count = s
		case metric.Mean:
			rows[k].mean = s
		}
	}
	const pitch, top = 56.0, 8.0
	d.sheet.gutter.Start = 28
	step := 100 / float64(len(d.r.Groups))
	floor := top + pitch*float64(len(rows))
	for k, row := range rows {
		y := floor - pitch*(float64(k)+.5) // the most frequent on top
		d.paint(Mark{Shape: Words, Class: "tk", Y: y + 4, Shift: -8, Anchor: End, Text: d.optionName(row.name)})
		for j := range d.r.Groups {
			x := (float64(j) + .5) * step
			if row.count == nil || !seen(row.count.Points[j]) || row.count.Points[j].Value == 0 {
				if row.count != nil && row.count.Points[j].State == metric.Hidden {
					d.paint(Mark{Shape: Words, Class: "tk", X: x, Y: y + 4, Anchor: Middle, Text: d.few()})
				}
				continue
			}
			count, depth := row.count.Points[j].Value, .3
			if visible(row.mean, j) && richest > 0 {
				depth = .15 + .85*max(0, row.mean.Points[j].Value)/richest
			}
			r := max(2.5, 18*math.Sqrt(count/most))
			d.paint(Mark{Shape: Dot, Class: "cell", X: x, Y: y - 4, R: r, Opacity: depth},
				Mark{Shape: Words, Class: "tk", X: x, Y: y + 26, Anchor: Middle, Halo: true, Text: d.l.Number(count, 0)})
		}
	}
	d.paint(Mark{Shape: Rule, Class: "base", X2: 100, Y: floor + 4, Y2: floor + 4})
	for j, g := range d.r.Groups {
		d.f.X.Ticks = append(d.f.X.Ticks, Tick{At: (float64(j) + .5) * step, Value: float64(j), Label: d.optionName(g)})
		d.paint(Mark{Shape: Words, Class: "tk", X: (float64(j) + .5) * step, Y: floor + 21, Anchor: Middle, Text: d.optionName(g)})
	}
	right := d.say("recency") + " →"
	if d.f.RTL {
		right = "← " + d.say("recency")
	}
	d.paint(Mark{Shape: Words, Class: "tk", X: 100, Y: floor + 41, Anchor: End, Text: right}, Mark{Shape: Words, Class: "tk", Y: floor + 41, Shift: -20, Text: "↑ " + d.say("frequency")})
	d.f.Height = int(floor + 50)
	d.gridTable(rows)
	d.gridWords(rows)
}

// gridTable writes a row per score of frequency, the highest first, and a column per score of recency.
func (d *draft) gridTable(rows []gridRow) {
	g := &d.f.Data
	g.Head, g.Fields = []string{d.say("frequency")}, []string{"frequency"}
	for j, group := range d.r.Groups {
		name := d.say("recency") + " " + d.optionName(group)
		g.Head, g.Fields = append(g.Head, name), append(g.Fields, "recency_"+group, "mean_"+group)
		d.f.Plots = append(d.f.Plots, Plot{Kind: "cell", Name: name, Value: 1 + 2*j, At: j, Color: "fill"})
	}
	for k := len(rows) - 1; k >= 0; k-- {
		row := Row{Cells: []string{d.optionName(rows[k].name)}, Raw: []any{rows[k].name}}
		for j := range d.r.Groups {
			text, count, mean := "–", any(nil), any(nil)
			if rows[k].count != nil {
				text = d.cell(rows[k].count.Points[j], metric.Whole)
				count, _, _, _ = raw(rows[k].count.Points[j])
			}
			if visible(rows[k].mean, j) {
				text += " · " + d.cell(rows[k].mean.Points[j], rows[k].mean.Unit)
				mean = rows[k].mean.Points[j].Value
			}
			row.Cells, row.Raw = append(row.Cells, text), append(row.Raw, count, mean)
		}
		g.Rows = append(g.Rows, row)
	}
}

func (d *draft) gridWords(rows []gridRow) {
	all, best := 0.0, 0.0
	for k, row := range rows {
		for j := range d.r.Groups {
			if visible(row.count, j) {
				all += row.count.Points[j].Value
				if k == len(rows)-1 && j == len(d.r.Groups)-1 {
					best = row.count.Points[j].Value
				}
			}
		}
	}
	d.finding = d.say("title_grid", "count", d.l.Number(best, 0))
	d.summary = append(d.summary, d.say("grid_of", "count", d.l.Number(best, 0), "all", d.l.Number(all, 0), "share", d.value(best/max(all, 1)*100, metric.Percent, int(all))))
	if v, ok := d.fact("same_score_share"); ok && v > 60 {
		d.source = append(d.source, d.say("same_score", "share", d.l.Percent(v, 0)))
	}
	d.source = append(d.source, d.say("discs"))
}
