package metric

// Parameter gives a number that the formula of a metric has, by its name; not ok where the metric has none of that name.
//
// Of nps and enps "lowest", "detractors_to", "passives_to" and "highest", unless answers are words. Of csat "positive_from" and "positive_to", of ces
// "easy_from", "easy_to", "hard_from" and "hard_to": answers as they are asked, the lower number first; of both "reverse", 1 where low answers are good. Of funnel and
// cart_abandonment "window_seconds", 0 for none. Of churn_activity "inactivity_days"; of lifecycle "new_days", "lapse_days" and "lost_days"; of bounce_rate
// "engaged_seconds" unless it goes by single pages; of revenue_retention "gross", of ces "net", of count "distinct", of funnel
// "first_entry" and of clv "retention", 1 where they hold. Of a benchmark
// those of its metric.
func (m *Metric) Parameter(name string) (value float64, ok bool) {
	for _, f := range m.Basis().parameters() {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}

func (m *Metric) parameters() []Fact {
	k := m.kind
	if k == nil { // a metric that was not read from a definition is a usual one
		k = newKind(m.Kind)
	}
	is := func(holds bool) float64 {
		if holds {
			return 1
		}
		return 0
	}
	turned := func(reverse bool, scale []int, from, to int) (float64, float64) {
		if reverse {
			from, to = scale[0]+scale[1]-to, scale[0]+scale[1]-from
		}
		return float64(from), float64(to)
	}
	switch k := k.(type) {
	case *npsKind:
		if k.inWords() {
			return nil
		}
		return []Fact{{"lowest", float64(k.Breaks[0])}, {"detractors_to", float64(k.Breaks[1])}, {"passives_to", float64(k.Breaks[2])}, {"highest", float64(k.Breaks[3])}}
	case *csatKind:
		if len(k.Scale) != 2 {
			return nil
		}
		from, to := turned(k.Reverse, k.Scale, k.positiveFrom(), k.Scale[1])
		return []Fact{{"positive_from", from}, {"positive_to", to}, {"reverse", is(k.Reverse)}}
	case *cesKind:
		from, to := turned(k.Reverse, k.Scale, k.easyFrom(), k.Scale[1])
		hardFrom, hardTo := turned(k.Reverse, k.Scale, k.Scale[0], k.hardTo())
		return []Fact{{"easy_from", from}, {"easy_to", to}, {"hard_from", hardFrom}, {"hard_to", hardTo}, {"reverse", is(k.Reverse)}, {"net", is(k.Headline == "net")}}
	case *funnelKind:
		return []Fact{{"window_seconds", float64(k.Window)}, {"first_entry", is(k.Entry == "first")}}
	case *cartAbandonmentKind:
		return []Fact{{"window_seconds", float64(k.Window)}}
	case *churnActivityKind:
		return []Fact{{"inactivity_days", float64(k.Inactivity)}}
	case *lifecycleKind:
		return []Fact{{"new_days", float64(k.New)}, {"lapse_days", float64(k.Lapse)}, {"lost_days", float64(k.Lost)}}
	case *bounceRateKind:
		if k.Method == "ga4" {
			return []Fact{{"engaged_seconds", float64(k.Engaged)}}
		}
	case *revenueRetentionKind:
		return []Fact{{"gross", is(k.Headline == "grr")}}
	case *clvKind:
		return []Fact{{"retention", is(k.Method == "retention")}}
	case *countKind:
		return []Fact{{"distinct", is(k.Column != "")}}
	}
	return nil
}
