package chart

import (
	"strings"

	"cxgen/generator/metric"
)

// formula says how the metric is computed, with the numbers of its definition: "" for a table and for a kind that is not known.
func (d *draft) formula() (all []string) {
	m := d.r.Metric
	if m == nil {
		return nil
	}
	kind := d.kind()
	key := kind
	args := []any{}
	has := func(name string) bool { v, _ := m.Parameter(name); return v == 1 }
	switch kind {
	case "nps", "enps":
		if args = d.ballotArgs(); args == nil {
			key = "nps_words"
		}
	case "csat":
		if options, ok := d.answersOf("positive"); ok {
			args = []any{"options", options}
		} else {
			key = "csat_words"
		}
	case "ces":
		easy, _ := d.answersOf("easy")
		hard, _ := d.answersOf("hard")
		args = []any{"easy", easy, "hard", hard}
		switch h := d.headline(); {
		case has("net"):
			key = "ces_net"
		case h != nil && h.Measure == metric.Value && h.Unit == metric.Plain:
			key = "ces_mean"
		}
	case "touchpoints":
		if h := d.headline(); h != nil && h.Unit == metric.Percent {
			key = "touchpoints_share"
		}
	case "funnel":
		if has("first_entry") {
			key = "funnel_first"
		}
	case "churn":
		if d.r.By == "stay" {
			key = "survival"
		}
	case "churn_activity":
		args = []any{"time", d.days("inactivity_days")}
	case "lifecycle":
		args = []any{"new", d.days("new_days"), "lapse", d.days("lapse_days"), "lost", d.days("lost_days")}
	case "revenue_retention":
		if has("gross") {
			key = "revenue_retention_gross"
		}
	case "clv":
		if has("retention") {
			key = "clv_retention"
		}
	case "bounce_rate":
		if engaged, ok := m.Parameter("engaged_seconds"); ok {
			args = []any{"time", d.l.Duration(engaged)}
		} else {
			key = "bounce_rate_page"
		}
	case "count":
		if has("distinct") {
			key = "count_distinct"
		}
	case "value":
		args = []any{"source", m.Basis().Source.In(d.l.Lang)}
	}
	if !d.l.Has("chart.formula." + key) {
		return nil
	}
	return append([]string{d.say("formula."+key, args...)}, d.particulars(kind)...)
}

// particulars are what else readers have to know of how a kind was counted.
func (d *draft) particulars(kind string) (all []string) {
	set := func(fact, key string) {
		if v, ok := d.fact(fact); ok && v == 1 {
			all = append(all, d.say(key))
		}
	}
	switch kind {
	case "cart_abandonment":
		if window, _ := d.r.Metric.Parameter("window_seconds"); window > 0 {
			all = append(all, d.say("cart_window", "time", d.l.Duration(window)))
		}
	case "cohort_retention":
		set("on_or_after", "cohort_later")
		set("rolling", "cohort_rolling")
		set("recurring", "cohort_recurring")
	case "clv":
		if _, ok := d.fact("margin"); !ok {
			all = append(all, d.say("revenue_value"))
		}
	case "order_value":
		var left []string
		for _, f := range d.r.Facts {
			if status, ok := strings.CutPrefix(f.Name, "excluded_"); ok {
				left = append(left, status)
			}
		}
		if left != nil {
			all = append(all, d.say("excluded_statuses", "list", d.list(left)))
		}
	}
	if periods, ok := d.fact("rolling_periods"); ok {
		all = append(all, d.say("pooled", "count", d.l.Number(periods, 0)))
	}
	return all
}

// ballotArgs are the answers of promoters, passives and detractors, nil where they are words.
func (d *draft) ballotArgs() []any {
	m := d.r.Metric
	if m == nil {
		return nil
	}
	lowest, ok := m.Parameter("lowest")
	if !ok {
		return nil
	}
	det, _ := m.Parameter("detractors_to")
	pas, _ := m.Parameter("passives_to")
	highest, _ := m.Parameter("highest")
	return []any{"promoters", d.span(pas+1, highest), "passives", d.span(det+1, pas), "detractors", d.span(lowest, det)}
}

// answersOf prints the answers from one parameter to another: "4–5".
func (d *draft) answersOf(name string) (text string, ok bool) {
	low, ok := d.r.Metric.Parameter(name + "_from")
	high, _ := d.r.Metric.Parameter(name + "_to")
	return d.span(low, high), ok
}

func (d *draft) span(low, high float64) string {
	if low == high {
		return d.l.Number(low, 0)
	}
	return d.say("options", "low", d.l.Number(low, 0), "high", d.l.Number(high, 0))
}

// days prints a parameter that is a number of days.
func (d *draft) days(name string) string {
	v, _ := d.r.Metric.Parameter(name)
	return d.l.Duration(v * 24 * 60 * 60)
}
