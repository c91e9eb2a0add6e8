package chart

import (
	"slices"
	"strings"

	"cxgen/generator/metric"
)

// kind of the metric, "" for a plain table.
func (d *draft) kind() string {
	if d.r.Metric == nil {
		return ""
	}
	return d.r.Metric.Basis().Kind
}

// asked tells whether the metric counts answers to a question.
func (d *draft) asked() bool {
	if d.s.Question != "" {
		return true
	}
	switch d.kind() {
	case "nps", "enps", "csat", "ces":
		return true
	}
	return false
}

// based tells whether the figures rest on a base that is not the figure itself.
func (d *draft) based() bool {
	switch d.kind() {
	case "", "count", "value":
		return false
	}
	return true
}

// headline gives the series that the figure is about.
func (d *draft) headline() *metric.Series {
	if v := foremost(d.r); v != nil {
		return v
	}
	if len(d.r.Series) == 0 {
		return nil
	}
	return &d.r.Series[0]
}

// sub says what is measured: the measure and its groups, the unit, the period, and whether there are intervals.
func (d *draft) sub() string {
	key := "sub." + d.f.Form
	if d.f.Form == "bars" && themed(d.r) {
		key = "sub.themes"
	}
	if d.l.Has("chart." + key) {
		text := d.say(key, "metric", d.name)
		if when := d.covered(); when != "" {
			text += d.say("comma") + when
		}
		return text
	}
	what := d.name
	unit := metric.Plain
	switch {
	case d.f.Form == "mix" && d.r.Find(metric.Promoters) != nil:
		unit = metric.Percent
		if args := d.ballotArgs(); args != nil {
			what = d.say("mix_nps", append(args, "metric", d.name)...)
		} else {
			what = d.say("shares", "metric", d.name)
		}
	case d.f.Form == "mix" && phased(d.r):
		what, unit = d.say("phases_of", "metric", d.name), metric.Percent
	case d.f.Form == "mix" || d.f.Form == "distribution":
		what, unit = d.say("shares", "metric", d.name), metric.Percent
	case d.f.Form == "funnel":
		what = d.say("steps", "metric", d.name)
	default:
		if h := d.headline(); h != nil {
			unit = h.Unit
		}
	}
	switch {
	case d.r.By == "" || d.r.By == "step":
	case len(d.r.Starts) > 0:
		what = d.say("by."+d.every, "metric", what)
	default:
		what = d.say("by_group", "metric", what, "group", d.group)
	}
	parts := []string{what}
	switch {
	case unit == metric.Score:
		parts = append(parts, d.say("scale", "low", d.l.Signed(-100, 0), "high", d.l.Signed(100, 0)))
	case unit == metric.Percent && d.f.Form != "mix":
		parts = append(parts, d.say("in_percent"))
	}
	if hint := d.direction(unit); hint != "" {
		parts = append(parts, hint)
	}
	if when := d.covered(); when != "" && len(d.r.Starts) == 0 {
		parts = append(parts, when)
	}
	if d.f.Form == "dots" || d.f.Form == "trend" && d.f.hasBand() {
		if h := d.headline(); h != nil && slices.ContainsFunc(h.Points, func(p metric.Point) bool { return p.Interval }) {
			parts = append(parts, d.say("with_interval", "level", d.level()))
		}
	}
	text := parts[0]
	for _, p := range parts[1:] {
		text += d.say("comma") + p
	}
	return text
}

// direction says which end is good, where it is not the higher one, or not plain from the name of a metric of effort.
func (d *draft) direction(unit metric.Unit) string {
	switch m := d.r.Metric; {
	case m == nil || d.f.Form == "funnel" || d.f.Form == "survival":
	case m.Better == "lower" && d.headline() != nil && d.headline().Measure == metric.Value:
		return d.say("lower_better")
	case d.kind() == "ces" && (d.f.Form == "mix" || d.f.Form == "distribution"):
		if d.reversed() {
			return d.say("lower_easier")
		}
		return d.say("higher_easier")
	case d.kind() == "ces" && unit != metric.Percent:
		return d.say("higher_easier")
	}
	return ""
}

func (f *Figure) hasBand() bool {
	return slices.ContainsFunc(f.Marks, func(m Mark) bool { return m.Class == "band" || m.Class == "ci" })
}

// bases says how many answers the figure rests on, what was left out, and what is hidden.
func (d *draft) bases() (all []string) {
	if h := d.headline(); h != nil {
		low, high, total, lowBase := 0, 0, 0, false
		for _, s := range d.r.Series {
			if s.Measure != h.Measure {
				continue
			}
			for _, p := range s.Points {
				if p.State != metric.Shown {
					continue
				}
				if low == 0 || p.N < low {
					low = p.N
				}
				high, total = max(high, p.N), total+p.N
				lowBase = lowBase || p.LowBase
			}
			if phased(d.r) { // the phases of a group share its customers
				break
			}
		}
		if d.r.Total != nil && seen(*d.r.Total) {
			total = d.r.Total.N
		}
		n := func(v int) string { return d.l.Number(float64(v), 0) }
		switch {
		case high == 0 || d.f.Form == "funnel" || !d.based():
		case d.f.Form == "dumbbell":
			all = append(all, d.say("n_sides", "company", n(d.most(metric.Company)), "customer", n(d.most(metric.Customer))))
		case d.f.Form == "survival":
			all = append(all, d.say("n_sentence", "n", n(high)))
		case d.f.Form == "heatmap" || d.f.Form == "curves":
			all = append(all, d.say("n_sentence", "n", n(d.entered())))
		case d.f.Form == "journey" && low != high:
			all = append(all, d.say("n_between", "low", n(low), "high", n(high)))
		case d.f.Form == "quadrant" || d.f.Form == "journey" || themed(d.r) || d.r.Find(metric.Importance) != nil: // the groups share one base
			all = append(all, d.say("n_sentence", "n", n(high)))
		case len(d.r.Starts) > 0 && low != high:
			all = append(all, d.say("n_range."+d.every, "low", n(low), "high", n(high)))
		case len(d.r.Starts) > 0:
			all = append(all, d.say("n_each."+d.every, "n", n(high)))
		case d.r.By == "":
			all = append(all, d.say("n_sentence", "n", n(high)))
		default:
			all = append(all, d.say("n_sentence", "n", n(total)))
		}
		if lowBase && d.based() && h.Unit != metric.Whole {
			all = append(all, d.say("low_base", "low", d.lowN()))
		}
	}
	if s := d.left(); s != "" {
		all = append(all, s)
	}
	return append(all, d.hidden()...)
}

// most gives the largest base of a measure.
func (d *draft) most(m metric.Measure) (n int) {
	if s := d.r.Find(m); s != nil {
		for _, p := range s.Points {
			n = max(n, p.N)
		}
	}
	return n
}

// entered counts the members of all cohorts.
func (d *draft) entered() (n int) {
	for _, s := range d.r.Series {
		if s.Split != "" && len(s.Points) > 0 {
			n += s.Points[0].N
		}
	}
	return n
}

// left says how many rows were left out, and why.
func (d *draft) left() string {
	x := d.r.Excluded
	var reasons []string
	sum := 0
	for _, e := range []struct {
		n   int
		key string
	}{{x.Missing, "missing"}, {x.Invalid, "invalid"}, {x.OutOfScale, "out_of_scale"}, {x.Duplicate, "duplicate"}, {x.NoWeight, "no_weight"}, {x.NoDate, "no_date"}, {x.Ignored, "ignored"}} {
		if e.n > 0 {
			sum += e.n
			reasons = append(reasons, d.say("excluded."+e.key, "count", e.n))
		}
	}
	switch {
	case d.r.Withheld:
		return d.say("excluded_some")
	case sum == 0:
		return ""
	}
	return d.say("excluded_sum", "count", sum, "list", d.list(reasons))
}

// hidden names the groups that are hidden and says why, without their counts: small ones, and one more where a small one alone could be
// worked out from the rest.
func (d *draft) hidden() (all []string) {
	names := d.r.Hidden
	if len(names) == 0 || len(d.r.Starts) > 0 {
		return nil
	}
	key := "hidden"
	if h := d.headline(); h != nil {
		for i, p := range h.Points {
			if p.State == metric.Hidden && i < len(d.r.Groups) && (p.N == 0 || p.N >= d.minN()) {
				key = "hidden_some" // which of them is the small one is not told
			}
		}
	}
	if len(names) == 1 {
		key = "hidden"
	}
	return []string{d.say(key, "min", d.minN(), "list", d.list(d.cellNames(names)))}
}

// cellNames names phases in the language, and the cells of a grid by their two scores; other names are given back.
func (d *draft) cellNames(names []string) []string {
	all := make([]string, len(names))
	switch d.r.By {
	case "transition":
		for i, name := range names {
			all[i] = d.phase(name)
		}
		return all
	case "grid":
	default:
		return names
	}
	for i, name := range names {
		recency, frequency, _ := strings.Cut(name, " · ")
		all[i] = d.optionName(recency) + "\u2060·\u2060" + d.optionName(frequency)
	}
	all[0] = d.say("recency") + " · " + d.say("frequency") + " " + all[0]
	return all
}

// how says how the figures were measured.
func (d *draft) how() (all []string) {
	if d.s.Question != "" {
		all = append(all, d.say("question", "text", d.s.Question))
	}
	kind := d.kind()
	all = append(all, d.formula()...)
	h := d.headline()
	if h == nil {
		return all
	}
	interval, changed := false, false
	for _, p := range h.Points {
		interval = interval || p.Interval
		changed = changed || p.Change != nil
	}
	if interval && slices.Contains([]string{"dots", "trend", "distribution", "bars", "journey", "quartiles", "quadrant"}, d.f.Form) {
		switch {
		case d.l.Has("chart.method." + kind):
			all = append(all, d.say("method."+kind, "level", d.level()))
		case h.Unit == metric.Score:
			all = append(all, d.say("method.nps", "level", d.level()))
		case h.Unit == metric.Percent:
			all = append(all, d.say("method.share", "level", d.level()))
		default:
			all = append(all, d.say("method.mean", "level", d.level()))
		}
	}
	if v, ok := d.fact("n_eff"); ok {
		all = append(all, d.say("n_eff", "n", d.l.Number(v, 0)))
	}
	if changed {
		all = append(all, d.say("unrounded"))
	}
	return all
}
