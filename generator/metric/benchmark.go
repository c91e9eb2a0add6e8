package metric

import (
	"fmt"
	"slices"

	"cxgen/generator/source"
)

// Benchmark is a published figure that a metric is set beside, in the unit of the metric.
type Benchmark struct {
	Name                     string // of its definition
	Value                    float64
	Source                   Texts
	Year                     int
	Industry, Region, Method string // of those who were asked, "" where it is not said
}

// Standing tells where a figure stands beside the benchmark, which is taken as exact: "above" or "below" only if the figure's interval excludes
// it, else "within_margin"; "" where the figure has no interval, or rests on too few answers to tell.
func (b Benchmark) Standing(p Point) string {
	if p.LowBase {
		return ""
	}
	return figure{Value: p.Value, Low: p.Low, High: p.High, Interval: p.Interval, Defined: p.State == Shown || p.State == Open}.standing(b.Value)
}

// benchmarkKind sets another metric beside a published figure.
type benchmarkKind struct {
	common
	Of       string    `toml:"of"` // name of the metric
	Value    *float64  `toml:"value"`
	Year     int       `toml:"year"`
	Industry string    `toml:"industry"`
	Region   string    `toml:"region"`
	Method   string    `toml:"method"`
	Scale    []float64 `toml:"scale"` // on which the figure was measured; by default the usual one of the metric's kind

	Base source.Sum // of the metric, for the sum of this one
	base *Metric
}

func (k *benchmarkKind) unit() Unit             { return Plain } // until the metric is known
func (k *benchmarkKind) columns() []NamedColumn { return nil }

func (k *benchmarkKind) check(complain complainer) {
	if k.Of == "" {
		complain("kind", `for example of = "nps"`, "a benchmark needs of: the metric that it is set beside")
	}
	if k.Value == nil {
		complain("kind", "for example value = 38", "a benchmark needs value: the published figure")
	}
	if len(k.Source) == 0 || k.Year == 0 {
		complain("kind", `for example source = "Retail panel, n = 12,000" and year = 2025`, "a benchmark needs source and year, so that readers can judge it")
	} else if k.Year < 1900 || k.Year > 2200 {
		complain("year", "write it like 2025", "%d is not a year", k.Year)
	}
	for _, key := range []struct {
		name  string
		given bool
	}{
		{"table", k.Table != ""}, {"time", k.Time != ""}, {"unit", k.common.Unit != ""}, {"min_n", k.MinN != nil}, {"low_n", k.LowN != nil},
		{"conf", k.Conf != nil}, {"dedupe_by", k.DedupeBy != ""}, {"week_start", k.Week != ""},
	} {
		if key.given {
			complain(key.name, fmt.Sprintf("remove it, or write it in [metrics.%s]", k.Of), "a benchmark has %s from its metric", key.name)
		}
	}
	checkScale(complain, k.Scale)
}

func (k *benchmarkKind) published(name string) Benchmark {
	return Benchmark{name, *k.Value, k.Source, k.Year, k.Industry, k.Region, k.Method}
}

// resolve gives benchmarks their metrics. It complains of what cannot be compared, and tells which benchmarks are sound.
// names are all that the file has, also those of metrics with mistakes, which have been reported.
func (d *Defs) resolve(names []string, complain func(name, key, hint, format string, args ...any)) (sound []*Metric) {
	for _, m := range d.Metrics {
		k, ok := m.kind.(*benchmarkKind)
		if !ok {
			sound = append(sound, m)
			continue
		}
		base, good := d.Metric(k.Of), true
		refuse := func(key, hint, format string, args ...any) {
			good = false
			complain(m.Name, key, hint, format, args...)
		}
		switch {
		case base == nil && slices.Contains(names, k.Of):
			continue
		case base == nil:
			refuse("of", source.DidYouMean(k.Of, names), "unknown metric %q", k.Of)
			continue
		}
		if k.suits(base, refuse); good {
			sound = append(sound, m)
			if k.where == nil { // one of some of the rows is no benchmark of them all
				base.Benchmarks = append(base.Benchmarks, k.published(m.Name))
				base.identify()
			}
		}
	}
	for _, m := range sound {
		if k, ok := m.kind.(*benchmarkKind); ok {
			m.beside(d.Metric(k.Of))
		}
	}
	return sound
}

// beside makes a benchmark's definition follow that of its metric.
func (m *Metric) beside(base *Metric) {
	k := *m.kind.(*benchmarkKind)
	k.base, k.Base = base, base.Sum()
	m.kind = &k
	m.Table, m.Time, m.Unit, m.Currency, m.Scale, m.Week = base.Table, base.Time, base.Unit, base.Currency, base.Scale, base.Week
	m.Benchmarks = []Benchmark{k.published(m.Name)}
	m.MinN, m.LowN, m.Conf = base.MinN, base.LowN, base.Conf
	if k.Better == "" {
		m.Better = base.Better
	}
	m.identify()
}

// usualScale gives the scale on which figures of a kind are published, unless they say otherwise.
func usualScale(kind string) (scale [2]float64, ok bool) {
	switch kind {
	case "nps", "enps":
		return [2]float64{0, 10}, true
	case "csat":
		return [2]float64{1, 5}, true
	case "ces":
		return [2]float64{1, 7}, true
	}
	return scale, false
}

// suits complains when the figure was measured in another way than the metric is (specification §10).
func (k *benchmarkKind) suits(base *Metric, complain complainer) {
	if s, ok := base.kind.(structured); base.Kind == "benchmark" || base.Kind == "funnel" || ok && s.structure().always {
		complain("of", "take a metric with one figure, such as nps, csat or share", "a metric of kind %s has no figure for a benchmark", base.Kind)
		return
	}
	scale, known := usualScale(base.Kind)
	if len(k.Scale) == 2 {
		scale, known = [2]float64{k.Scale[0], k.Scale[1]}, true
	}
	if known && base.Scale != [2]float64{} && scale != base.Scale {
		key := "of"
		if k.Scale != nil {
			key = "scale"
		}
		complain(key, fmt.Sprintf("take a benchmark that was measured from %g to %g, and say scale = [%g, %g]", base.Scale[0], base.Scale[1], base.Scale[0], base.Scale[1]),
			"metric %q is measured from %g to %g, the benchmark from %g to %g: they cannot be compared", base.Name, base.Scale[0], base.Scale[1], scale[0], scale[1])
	}
	low, high := base.Scale[0], base.Scale[1]
	switch {
	case base.Unit == Score:
		low, high = -100, 100
	case base.Unit == Percent:
		low, high = 0, 100
	}
	if low < high && (*k.Value < low || *k.Value > high) {
		complain("value", fmt.Sprintf("it lies between %g and %g", low, high), "metric %q cannot be %g", base.Name, *k.Value)
	}
	if base.Channel != "" && k.Channel != "" && fold(base.Channel) != fold(k.Channel) {
		complain("channel", fmt.Sprintf("take a benchmark that was measured by %s", base.Channel),
			"metric %q is measured by %s, the benchmark by %s: they cannot be compared", base.Name, base.Channel, k.Channel)
	}
	for tag, asked := range k.Question {
		if other, ok := base.Question[tag]; ok && fold(other) != fold(asked) {
			complain("question", "answers to different questions cannot be compared", "metric %q asks another question: %q", base.Name, other)
			return
		}
	}
}

// standing tells where a figure stands beside a benchmark: above or below it only if its interval excludes it. "" without an interval.
func (f figure) standing(benchmark float64) string {
	switch {
	case !f.Defined || !f.Interval:
		return ""
	case f.Low > benchmark:
		return "above"
	case f.High < benchmark:
		return "below"
	}
	return "within_margin"
}

// answer asks the metric and sets each of its figures beside the benchmark.
func (k *benchmarkKind) answer(query Query) (*Result, *Mistake) {
	m := query.Metric
	if k.where != nil {
		q := question{Query: query}
		rows, mistake := q.filter(k.where)
		if mistake != nil {
			return nil, mistake
		}
		query.Where = append(query.Where[:len(query.Where):len(query.Where)], rows)
	}
	query.Metric = k.base
	r, mistake := Answer(query)
	if mistake != nil {
		return nil, mistake
	}
	values := r.Series
	r.Metric, r.Series, r.Target = m, nil, m.Target
	r.Facts = []Fact{{"benchmark", *k.Value}, {"year", float64(k.Year)}}
	for _, s := range values {
		if s.Measure != Value {
			continue
		}
		delta := Series{Measure: BenchmarkDelta, Unit: s.Unit, Split: s.Split}
		for _, p := range s.Points {
			delta.Points = append(delta.Points, k.compare(p))
		}
		r.Series = append(r.Series, s, delta)
	}
	if len(r.Series) == 2 && len(r.Groups) == 1 {
		switch k.standing(r.Series[0].Points[0]) {
		case "above":
			r.Facts = append(r.Facts, Fact{"status", 1})
		case "below":
			r.Facts = append(r.Facts, Fact{"status", -1})
		case "within_margin":
			r.Facts = append(r.Facts, Fact{"status", 0})
		}
	}
	return r, nil
}

func (k *benchmarkKind) standing(p Point) string {
	return figure{Value: p.Value, Low: p.Low, High: p.High, Interval: p.Interval, Defined: p.State == Shown || p.State == Open}.standing(*k.Value)
}

// compare makes the point of the difference from the benchmark. The benchmark itself is taken as exact.
func (k *benchmarkKind) compare(p Point) Point {
	status := k.standing(p)
	p.Change = nil
	if p.State != Shown && p.State != Open {
		return p
	}
	p.Value -= *k.Value
	if p.Interval {
		p.Low, p.High = p.Low-*k.Value, p.High-*k.Value
	}
	if status == "" || p.State == Open {
		return p
	}
	p.Change = &Change{Delta: p.Value, Low: p.Low, High: p.High, Against: "benchmark", Verdict: Clear}
	switch {
	case p.LowBase:
		p.Change.Verdict = TooFew
	case status == "within_margin":
		p.Change.Verdict = Unclear
	}
	return p
}
