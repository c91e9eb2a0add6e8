package chart

import (
	"slices"

	"cxgen/generator/metric"
)

func needsSides(r *metric.Result) string {
	if r.Find(metric.Company) == nil || r.Find(metric.Customer) == nil {
		return "a dumbbell needs a metric of the kind perception_gap"
	}
	return ""
}

// dumbbell draws what the company and what its customers say to each item, sorted by the gap.
func (d *draft) dumbbell() {
	gap, company, customer := d.r.Find(metric.Value), d.r.Find(metric.Company), d.r.Find(metric.Customer)
	var order []int
	for i := range d.r.Groups {
		if visible(gap, i) && visible(company, i) && visible(customer, i) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return descending(abs(gap.Points[a].Value), abs(gap.Points[b].Value)) })
	x := d.pairScale(metric.Plain, company, customer)
	t := d.tracks(order, func(int) string { return "" }, x, metric.Plain)
	for k, i := range order {
		y, a, b := t.y(k), x.at(company.Points[i].Value), x.at(customer.Points[i].Value)
		t.title(k, d.signed(gap.Points[i].Value, metric.Plain), "")
		d.paint(Mark{Shape: Rule, Class: "whisk", X: min(a, b), X2: max(a, b), Y: y, Y2: y},
			Mark{Shape: Dot, Class: "hol", X: a, Y: y, R: 6}, Mark{Shape: Dot, Class: "dot", X: b, Y: y, R: 6.5})
		if k == 0 {
			t.ends(a, b, d.say("company"), d.say("customer"))
		}
	}
	shown := slices.Clone(order)
	for i := range d.r.Groups {
		if !slices.Contains(order, i) {
			shown = append(shown, i)
		}
	}
	d.tabulate(shown, column{head: d.say("company"), field: "company", series: company}, column{head: d.say("customer"), field: "customer", series: customer},
		column{head: d.say("gap"), field: "gap", series: gap, signed: true, limits: true})
	d.f.Plots = []Plot{
		{Kind: "interval", Name: d.say("gap"), Low: d.field("company"), High: d.field("customer"), Color: "rule"},
		{Kind: "dot", Name: d.say("company"), Value: d.field("company"), Color: "ink2"},
		{Kind: "dot", Name: d.say("customer"), Value: d.field("customer"), Color: "accent"},
	}
	if len(order) == 0 {
		d.f.Height, d.f.Marks, d.f.Plots = 56, nil, nil
		d.finding = d.say("title_all_hidden", "metric", d.name)
		return
	}
	first := order[0]
	widest := gap.Points[first]
	key := "title_gap_unclear"
	if widest.Interval && (widest.Low > 0 || widest.High < 0) {
		key = "title_gap_over"
		if widest.Value < 0 {
			key = "title_gap_under"
		}
	}
	d.finding = d.say(key, "item", d.groupName(first))
	for _, i := range order[:min(2, len(order))] {
		d.summary = append(d.summary, d.say("gap_of", "item", d.groupName(i), "company", d.cell(company.Points[i], metric.Plain),
			"customer", d.cell(customer.Points[i], metric.Plain), "gap", d.signed(gap.Points[i].Value, metric.Plain)))
	}
	d.source = append(d.source, d.say("two_samples"))
	d.method = append(d.method, d.say("welch", "level", d.level()))
}
