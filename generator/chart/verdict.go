package chart

import (
	"slices"
	"strings"

	"cxgen/generator/metric"
)

// words writes finding, summary and remarks.
func (t *trend) words() {
	if len(t.lines) > 1 {
		t.several()
		return
	}
	points := t.lines[0].Points
	if t.last >= 0 {
		p := points[t.last]
		t.finding = t.changed("title_", p)
		period := t.l.Period(t.r.Starts[t.last], t.every)
		t.summary = append(t.summary, t.standing(p, t.unit, period))
		if c := p.Change; c != nil {
			if s := t.compared(c, p, period); s != "" {
				t.summary = append(t.summary, s)
			}
		}
		if s := t.reached(p); s != "" {
			t.summary = append(t.summary, s)
		}
		t.beside(p, t.unit)
	} else {
		t.finding = t.say("title_running", "metric", t.name)
	}
	t.broken(points)
}

// standing says what a value is, with its margin where there is one: "NPS is at +43 ±8 in October 2026."
func (d *draft) standing(p metric.Point, unit metric.Unit, period string) string {
	key := "at"
	margin := d.margin(p, unit)
	if margin != "" {
		key += "_margin"
	}
	if period == "" {
		key = "is" + strings.TrimPrefix(key, "at")
	}
	return d.say(key, "metric", d.name, "value", d.value(p.Value, unit, p.N), "margin", margin, "period", period)
}

// changed is the finding about the latest value: it claims no more than the verdict allows.
func (d *draft) changed(prefix string, p metric.Point) string {
	unit := d.r.Find(metric.Value).Unit
	args := []any{"metric", d.name, "value", d.value(p.Value, unit, p.N)}
	if p.Change == nil {
		return d.say(prefix+"is", args...)
	}
	switch p.Change.Verdict {
	case metric.Clear:
		if p.Change.Delta < 0 {
			return d.say(prefix+"fell", args...)
		}
		return d.say(prefix+"rose", args...)
	case metric.Unclear:
		return d.say(prefix+"unclear", args...)
	case metric.TooFew:
		return d.say(prefix+"too_few", args...)
	}
	return d.say(prefix+"is", args...)
}

// compared says how the value differs from the compared period, with the verdict.
func (d *draft) compared(c *metric.Change, p metric.Point, period string) string {
	if c.Verdict == metric.NoVerdict && c.Delta == 0 {
		return ""
	}
	unit := d.r.Find(metric.Value).Unit
	direction := "more"
	switch {
	case c.Verdict != metric.Clear && d.none(c.Delta, unit, p.N):
		direction = "even"
	case c.Delta < 0:
		direction = "less"
	}
	key := "change_" + direction
	switch c.Verdict {
	case metric.Clear:
		key += "_clear"
	case metric.Unclear:
		key += "_unclear"
	case metric.TooFew:
		key += "_too_few"
	}
	return d.say(key, "delta", d.points("", c.Delta, unit, p.N), "against", d.period(c.Against), "period", period)
}

// reached says how the value stands to the target.
func (d *draft) reached(p metric.Point) string {
	if d.s.Target == nil {
		return ""
	}
	t, unit := *d.s.Target, d.r.Find(metric.Value).Unit
	target := d.value(t, unit, 0)
	switch {
	case p.Interval && p.Low <= t && t <= p.High:
		return d.say("target_within", "target", target)
	case d.r.Metric != nil && d.r.Metric.Better == "lower" && p.Value <= t:
		return d.say("target_kept", "target", target, "delta", d.points("", t-p.Value, unit, p.N))
	case d.r.Metric != nil && d.r.Metric.Better == "lower":
		return d.say("target_over", "target", target, "delta", d.points("", p.Value-t, unit, p.N))
	case p.Value >= t:
		return d.say("target_above", "target", target, "delta", d.points("", p.Value-t, unit, p.N))
	}
	return d.say("target_below", "target", target, "delta", d.points("", p.Value-t, unit, p.N))
}

// several says where the lines of several series end.
func (t *trend) several() {
	type end struct {
		name  string
		point metric.Point
	}
	var ends []end
	at := t.last
	if at < 0 {
		at = len(t.r.Groups) - 1
	}
	for _, s := range t.lines {
		if seen(s.Points[at]) {
			ends = append(ends, end{s.Split, s.Points[at]})
		}
	}
	if len(ends) > 0 {
		slices.SortStableFunc(ends, func(a, b end) int {
			switch {
			case a.point.Value > b.point.Value:
				return -1
			case a.point.Value < b.point.Value:
				return 1
			}
			return 0
		})
		best, worst := ends[0], ends[len(ends)-1]
		args := []any{"metric", t.name, "best", best.name, "high", t.value(best.point.Value, t.unit, best.point.N),
			"worst", worst.name, "low", t.value(worst.point.Value, t.unit, worst.point.N), "period", t.l.Period(t.r.Starts[at], t.every)}
		switch {
		case len(ends) == 1:
			t.finding = t.say("title_is", "metric", best.name, "value", t.value(best.point.Value, t.unit, best.point.N))
		case best.point.Interval && worst.point.Interval && best.point.Low > worst.point.High && !best.point.LowBase && !worst.point.LowBase:
			t.finding = t.say("title_apart", args...)
		case best.point.Interval && worst.point.Interval:
			t.finding = t.say("title_together", args...)
		default:
			t.finding = t.say("title_spread", args...)
		}
		var items []string
		for _, e := range ends[:min(len(ends), maxLines)] {
			items = append(items, t.say("item", "name", e.name, "value", t.value(e.point.Value, t.unit, e.point.N)))
		}
		t.summary = append(t.summary, t.say("ends", "period", t.l.Period(t.r.Starts[at], t.every), "list", t.list(items)))
	} else {
		t.finding = t.say("title_running", "metric", t.name)
	}
	if more := len(t.lines) - maxLines; more > 0 {
		var names []string
		for _, s := range t.lines[maxLines:] {
			names = append(names, s.Split)
		}
		t.source = append(t.source, t.say("grey", "list", t.list(names)))
	}
	t.begun(t.lines...)
	for _, s := range t.lines {
		if slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.State == metric.Open }) {
			t.running(s.Points)
			break
		}
	}
}

// broken names the periods that run, are hidden or have no answers.
func (t *trend) broken(points []metric.Point) {
	t.begun(t.lines...)
	t.running(points)
	var empty, hidden []string
	for i, p := range points {
		switch name := t.l.Period(t.r.Starts[i], t.every); p.State {
		case metric.Empty:
			empty = append(empty, name)
		case metric.Hidden:
			hidden = append(hidden, name)
		}
	}
	list := func(key string, names []string) {
		if n := len(names); n > 3 {
			t.source = append(t.source, t.say(key+"_many", "count", n))
		} else if n > 0 {
			t.source = append(t.source, t.say(key, "list", t.list(names), "min", t.minN()))
		}
	}
	if t.asked() {
		list("gap_survey", empty)
	} else {
		list("gap_data", empty)
	}
	list("gap_hidden", hidden)
}

func (t *trend) running(points []metric.Point) {
	for i, p := range points {
		if p.State == metric.Open {
			t.source = append(t.source, t.unfinished("running", i))
			return
		}
	}
}
