package site

import (
	"cmp"
	"slices"
	"strings"

	"cxgen/generator/chart"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// InsightView is what changed, in words.
type InsightView struct {
	ID, Title string
	Items     []Insight
	Note      string // what "clear" means, and with what is compared
}

// Insight is one sentence.
type Insight struct {
	Text string
	Tone string // good bad flat
	Up   bool   // of a clear change
}

// news is a figure that is compared with an earlier one.
type news struct {
	metric *metric.Metric
	result *metric.Result
	group  string // "" for all
	point  metric.Point
	unit   metric.Unit
}

// mostInsights is how many clear changes are told unless the author says otherwise.
const mostInsights = 3

// insight tells what changed clearly, the least likely by chance first, then what did not, and then what rests on too few answers.
func (c *composer) insight(a asked) *InsightView {
	if len(a.Metrics) == 0 {
		c.complain(source.Errorf(a.at, "this block does not say what it looks at").WithHint(`write metrics = ["nps", "csat"]`))
		return nil
	}
	v := &InsightView{ID: a.ID, Title: a.Title}
	var clear []news
	var even, few []string
	for i, name := range a.Metrics {
		at := a.place("metrics")
		if one := a.place(index("metrics", i, "")); one != a.at {
			at = one
		}
		m := c.metric(name, at)
		if m == nil {
			return nil
		}
		groups := map[metric.Verdict][]string{}
		whole := metric.NoVerdict
		for _, n := range c.news(a, m) {
			change := n.point.Change
			if v.Note == "" && change.Tested {
				v.Note = c.locale.Say("site.clear_means", "conf", c.locale.Percent(100*m.Conf, 0), "period", chart.NewPrint(n.result, c.locale).Period(change.Against))
			}
			switch {
			case change.Verdict == metric.Clear:
				clear = append(clear, n)
			case n.group != "":
				groups[change.Verdict] = append(groups[change.Verdict], n.group)
			}
			if n.group == "" {
				whole = change.Verdict
			}
		}
		tell := func(v metric.Verdict) []string { // the whole stands for its groups, where it comes to the same
			title := m.Title.In(c.locale.Lang)
			switch {
			case whole == v:
				return []string{title}
			case len(groups[v]) > 0:
				return []string{c.locale.Say("site.insight_of", "metric", title, "group", c.joined(groups[v]))}
			}
			return nil
		}
		even, few = append(even, tell(metric.Unclear)...), append(few, tell(metric.TooFew)...)
	}
	slices.SortStableFunc(clear, func(a, b news) int { return cmp.Compare(a.point.Change.P, b.point.Change.P) })
	most := cmp.Or(a.Most, mostInsights)
	for _, n := range clear[:min(most, len(clear))] {
		v.Items = append(v.Items, c.told(n))
	}
	list := func(key string, names []string) {
		if len(names) > 0 {
			v.Items = append(v.Items, Insight{Text: c.locale.Say(key, "list", c.joined(names)), Tone: "flat"})
		}
	}
	list("site.insight_even", even)
	list("site.insight_few", few)
	if len(v.Items) == 0 {
		v.Items = append(v.Items, Insight{Text: c.locale.Say("site.insight_nothing"), Tone: "flat"})
	}
	return v
}

// joined joins names, as figures do.
func (c *composer) joined(names []string) string {
	return strings.Join(names, c.locale.Say("chart.comma"))
}

// news asks a metric for its change: over all, and where a column is given in each of its groups.
func (c *composer) news(a asked, m *metric.Metric) (all []news) {
	q := c.query(a, m)
	period := metric.IsPeriod(a.By)
	q.by = ""
	switch {
	case period:
		q.by, q.last = a.By, 2
		q.period = until(cmp.Or(a.Period, c.node.Header.Period))
	case q.period == "" && m.Time != "":
		q.by, q.last = "month", 2
	}
	fallback(&q.compare, "previous")
	if r, _ := c.answer(q); r != nil {
		if p, unit := headline(r); p.Change != nil && p.State == metric.Shown {
			all = append(all, news{m, r, "", p, unit})
		}
	}
	if a.By == "" || period || q.period == "" {
		return all
	}
	q.by, q.last = a.By, 0
	r, _ := c.answer(q)
	if r == nil {
		return all
	}
	s := r.Find(metric.Value)
	for i := range r.Groups {
		if s == nil || r.Groups[i] == "" || s.Points[i].State != metric.Shown || s.Points[i].Change == nil {
			continue
		}
		all = append(all, news{m, r, r.Groups[i], s.Points[i], s.Unit})
	}
	return all
}

// named says what a figure is of: "NPS", "NPS (Web shop)".
func (c *composer) named(n news) string {
	title := n.metric.Title.In(c.locale.Lang)
	if n.group == "" {
		return title
	}
	return c.locale.Say("site.insight_of", "metric", title, "group", n.group)
}

// told writes the sentence of a clear change.
func (c *composer) told(n news) Insight {
	key, tone := "site.insight_up", "good"
	if n.point.Change.Delta < 0 {
		key = "site.insight_down"
	}
	if (n.point.Change.Delta < 0) != (n.metric.Better == "lower") {
		tone = "bad"
	}
	print := chart.NewPrint(n.result, c.locale)
	return Insight{Text: c.locale.Say(key, "metric", c.named(n), "delta", print.Points(n.point.Change.Delta, n.unit, n.point.N),
		"value", print.Value(n.point.Value, n.unit, n.point.N)), Tone: tone, Up: n.point.Change.Delta > 0}
}
