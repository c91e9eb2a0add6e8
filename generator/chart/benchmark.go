package chart

import (
	"strconv"
	"strings"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// benchmarkLines paints the lines of the published figures and gives their labels, which are placed last.
func (t *trend) benchmarkLines() (labels []Mark) {
	for _, b := range t.s.Benchmarks {
		y := t.y.at(b.Value)
		t.paint(Mark{Shape: Rule, Class: "evl run", X2: 100, Y: y, Y2: y})
		labels = append(labels, Mark{Shape: Words, Y: y, Halo: true, Text: t.say("benchmark_line", "value", t.value(b.Value, t.unit, 0))})
	}
	return labels
}

// benchmarkColumns adds the published figures to the table and to the interactive chart.
func (t *trend) benchmarkColumns() {
	g := &t.f.Data
	for _, b := range t.s.Benchmarks {
		name := t.say("benchmark", "source", t.origin(b))
		t.f.Plots = append(t.f.Plots, Plot{Kind: "line", Name: name, Value: len(g.Fields), Color: "ink3", Level: true})
		g.Head, g.Fields = append(g.Head, name), append(g.Fields, "benchmark "+b.Name)
		for i := range g.Rows {
			row := &g.Rows[i]
			row.Cells, row.Raw = append(row.Cells, t.value(b.Value, t.unit, 0)), append(row.Raw, b.Value)
		}
	}
}

// beside says how a value stands to the published figures.
func (d *draft) beside(p metric.Point, unit metric.Unit) {
	for _, b := range d.s.Benchmarks {
		if standing := b.Standing(p); standing != "" {
			d.summary = append(d.summary, d.say("benchmark_"+standing, "value", d.value(b.Value, unit, 0)))
		}
	}
}

// published says where the published figures come from.
func (d *draft) published(unit metric.Unit) {
	for _, b := range d.s.Benchmarks {
		d.source = append(d.source, d.say("benchmark_source", "value", d.value(b.Value, unit, 0), "source", d.origin(b)))
	}
}

func (d *draft) origin(b metric.Benchmark) string { return Origin(b, d.l) }

// Origin says where a published figure comes from: its source, of whom it is, and its year.
func Origin(b metric.Benchmark, l *locale.Locale) string {
	parts := []string{b.Source.In(l.Lang)}
	for _, s := range []string{b.Industry, b.Region, b.Method} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(append(parts, l.In(locale.Gregorian).Label(strconv.Itoa(b.Year))), l.Say("chart.comma"))
}
