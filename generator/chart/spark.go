package chart

import (
	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// Spark draws the trend of a tile: a bare line of 44 px with its gaps, the target dotted, and a dot at the latest whole period. It gives nil
// when there are fewer than two values to join. Its accessible name says what is drawn, not what it means: the tile's words do.
func Spark(r *metric.Result, l *locale.Locale, timeAxis string) *Figure {
	value := r.Find(metric.Value)
	if value == nil || len(value.Points) < 2 {
		return nil
	}
	const height = 44
	f := &Figure{Form: "spark", Height: height, Gutter: Gutter{End: 8}, RTL: l.Dir == "rtl" && timeAxis != "ltr", Against: l.Dir == "rtl" && timeAxis == "ltr"}
	name := ""
	if r.Metric != nil {
		if name = r.Metric.Title.In(l.Lang); name == "" {
			name = r.Metric.Name
		}
	}
	f.Name = l.Say("chart.spark", "metric", name)
	last := -1
	var s span
	for i, p := range value.Points {
		if p.State == metric.Shown {
			s.add(p.Value)
			last = i
		}
	}
	if last < 1 {
		return nil
	}
	if r.Target != nil {
		s.add(*r.Target)
	}
	y := scale{min: s.low, max: s.high, from: height - 8, to: 8}
	x := func(i int) float64 { return float64(i) / float64(last) * 100 }
	if r.Target != nil {
		at := y.at(*r.Target)
		f.Marks = append(f.Marks, Mark{Shape: Rule, Class: "tgt", X2: 100, Y: at, Y2: at})
	}
	var alone []Mark
	for _, run := range runs(value.Points, !r.Begins.IsZero()) {
		if run[1]-run[0] == 1 && run[0] != last {
			alone = append(alone, Mark{Shape: Dot, Class: "dot", R: 2.5, X: x(run[0]), Y: y.at(value.Points[run[0]].Value)})
			continue
		}
		line := make([]Place, 0, run[1]-run[0])
		for i := run[0]; i < run[1]; i++ {
			line = append(line, Place{x(i), y.at(value.Points[i].Value)})
		}
		if len(line) > 1 {
			f.Marks = append(f.Marks, Mark{Shape: Line, Class: "ln", Points: line})
		}
	}
	f.Marks = append(f.Marks, alone...)
	f.Marks = append(f.Marks, Mark{Shape: Dot, Class: "dot", R: 5, X: 100, Y: y.at(value.Points[last].Value)})
	return f
}
