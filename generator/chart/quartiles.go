package chart

import (
	"slices"

	"cxgen/generator/metric"
)

func needsQuartiles(r *metric.Result) string {
	if r.By == "" || r.Find(metric.Median) == nil || r.Find(metric.Q1) == nil || r.Find(metric.Q3) == nil {
		return "quartiles need a metric of the kind order_value, by a column"
	}
	return ""
}

// quartiles draws the mean of each group as a dot, its middle half as a bar and its median as a stroke, sorted by revenue.
func (d *draft) quartiles() {
	mean, median, low, high := d.r.Find(metric.Value), d.r.Find(metric.Median), d.r.Find(metric.Q1), d.r.Find(metric.Q3)
	share, revenue := d.r.Find(metric.RevenueShare), d.r.Find(metric.Revenue)
	unit := mean.Unit
	order := slices.DeleteFunc(d.all(), func(i int) bool { return !visible(mean, i) })
	if revenue != nil && len(d.r.Starts) == 0 {
		slices.SortStableFunc(order, func(a, b int) int { return descending(revenue.Points[a].Value, revenue.Points[b].Value) })
	}
	x := d.pairScale(unit, mean, low, high)
	t := d.tracks(order, func(i int) string {
		if visible(share, i) {
			return d.say("of_revenue", "share", d.l.Percent(share.Points[i].Value, 0))
		}
		return ""
	}, x, unit)
	for k, i := range order {
		y := t.y(k)
		t.title(k, d.cell(mean.Points[i], unit), "")
		if visible(low, i) && visible(high, i) {
			d.paint(Mark{Shape: Rule, Class: "ci", X: x.at(low.Points[i].Value), X2: x.at(high.Points[i].Value), Y: y, Y2: y})
		}
		if visible(median, i) {
			m := x.at(median.Points[i].Value)
			d.paint(Mark{Shape: Rule, Class: "mid", X: m, X2: m, Y: y - 9, Y2: y + 9})
		}
		class := "dot"
		if mean.Points[i].LowBase {
			class = "hol"
		}
		d.paint(Mark{Shape: Dot, Class: class, X: x.at(mean.Points[i].Value), Y: y, R: 6.5})
	}
	if first := order[0]; visible(median, first) {
		t.ends(x.at(median.Points[first].Value), x.at(mean.Points[first].Value), d.say("median"), d.say("mean"))
	}
	hidden := slices.DeleteFunc(d.all(), func(i int) bool { return slices.Contains(order, i) })
	d.tabulate(append(slices.Clone(order), hidden...), column{head: d.name, field: "value", series: mean}, column{head: d.say("median"), field: "median", series: median},
		column{head: d.say("q1"), field: "q1", series: low}, column{head: d.say("q3"), field: "q3", series: high},
		column{head: d.say("orders"), field: "orders", series: d.r.Find(metric.Orders)}, column{head: d.say("revenue"), field: "revenue", series: revenue},
		column{head: d.say("revenue_share"), field: "revenue_share", series: share})
	d.f.Plots = []Plot{
		{Kind: "interval", Name: d.say("middle_half"), Low: d.field("q1"), High: d.field("q3"), Color: "accent"},
		{Kind: "dot", Name: d.say("median"), Value: d.field("median"), Color: "ink"},
		{Kind: "dot", Name: d.name, Value: d.field("value"), Color: "accent"},
	}
	best, worst := order[0], order[0]
	for _, i := range order {
		if mean.Points[i].Value > mean.Points[best].Value {
			best = i
		}
		if mean.Points[i].Value < mean.Points[worst].Value {
			worst = i
		}
	}
	d.finding = d.say("title_is", "metric", d.groupName(best), "value", d.cell(mean.Points[best], unit))
	switch high, low := mean.Points[best], mean.Points[worst]; {
	case best == worst:
	case high.Interval && low.Interval && high.Low <= low.High:
		d.finding = d.say("title_uncertain", "group", d.group)
	default:
		d.finding = d.say("title_spread", "metric", d.name, "best", d.groupName(best), "high", d.cell(mean.Points[best], unit),
			"worst", d.groupName(worst), "low", d.cell(mean.Points[worst], unit))
	}
	if first := order[0]; visible(share, first) {
		d.summary = append(d.summary, d.say("most_revenue", "name", d.groupName(first), "share", d.l.Percent(share.Points[first].Value, 0)))
	}
	if first := order[0]; visible(median, first) {
		d.summary = append(d.summary, d.say("median_is", "name", d.groupName(first), "median", d.cell(median.Points[first], unit), "mean", d.cell(mean.Points[first], unit)))
	}
	d.source = append(d.source, d.say("quartiles"))
}
