package chart

import (
	"slices"

	"cxgen/generator/metric"
)

// phased tells whether a result is made of phases that customers are in: one share for each.
func phased(r *metric.Result) bool {
	n := 0
	for _, s := range r.Series {
		if s.Measure == metric.Share && s.Split != "" {
			n++
		}
	}
	return n > 1
}

// phases gives the layers of a life cycle, from the floor up those who are here, on top those who are going or gone. The looks of the
// phases of the kind lifecycle are fixed; others go from dark to pale.
func (d *draft) phases() []part {
	looks := map[string]part{
		"lost":        {class: "fpas", color: "pas"},
		"separating":  {class: "fdet", color: "det", text: "tdet"},
		"acquisition": {class: "fpas", color: "pas", opacity: .4},
		"won_back":    {class: "fpro", color: "pro", text: "tpro"},
		"new":         {class: "fpro", color: "pro", text: "tpro", opacity: .5},
		"existing":    {class: "bar1", color: "fill"},
	}
	order := []string{"lost", "separating", "acquisition", "won_back", "new", "existing"}
	var parts, others []part
	for _, name := range order {
		for i := range d.r.Series {
			if s := &d.r.Series[i]; s.Measure == metric.Share && s.Split == name && populated(s) {
				p := looks[name]
				p.series, p.name = s, d.phase(name)
				parts = append(parts, p)
			}
		}
	}
	for i := range d.r.Series {
		s := &d.r.Series[i]
		if _, known := looks[s.Split]; s.Measure == metric.Share && s.Split != "" && !known {
			others = append(others, part{series: s, name: s.Split, class: "bar1", color: "fill"})
		}
	}
	for i := range others {
		others[i].opacity = 1 - .8*float64(i)/float64(len(others))
	}
	return append(parts, others...)
}

// populated tells whether anybody was ever in a phase, or may have been.
func populated(s *metric.Series) bool {
	return slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.State == metric.Hidden || p.Value > 0 })
}

// phase names a phase in the language.
func (d *draft) phase(name string) string { return d.say("phase." + name) }

// tallest gives the height of a column of a mix as a part of the tallest one: columns of shares are all whole, columns of phases are as
// tall as they hold customers.
func (d *draft) tallest(parts []part, i int) float64 {
	if !phased(d.r) {
		return 1
	}
	most := 0
	for _, p := range parts[0].series.Points {
		if seen(p) {
			most = max(most, p.N)
		}
	}
	return float64(parts[0].series.Points[i].N) / float64(max(1, most))
}
