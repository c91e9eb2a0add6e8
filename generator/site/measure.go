package site

import (
	"cmp"
	"html/template"
	"math"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// measure asks the metric that a section names and puts the number on a line.
func (c *composer) measure(b content.Block) *Measure {
	a := asked{name: b.Name, keys: b.Keys, at: b.At}
	a.Where, a.Period, a.Compare = b.Attrs["where"], b.Attrs["period"], b.Attrs["compare"]
	m := c.figured(b.Attrs["metric"], a.place("metric"))
	if m == nil {
		return nil
	}
	r, _ := c.answer(c.query(a, m))
	if r == nil {
		return nil
	}
	return c.measureOf(r)
}

// measureOf puts the value of a result on a line: the scale begins at its natural start and ends at its natural end.
func (c *composer) measureOf(r *metric.Result) *Measure {
	v := &Measure{Title: r.Metric.Title.In(c.locale.Lang)}
	p, unit := headline(r)
	v.State = state(p.State)
	if v.State != "shown" {
		return v
	}
	v.Base, v.LowBase = c.baseOf(r, p), c.lowBase(r, p)
	v.Value = chart.NewPrint(r, c.locale).Value(p.Value, unit, p.N)
	low, high := 0.0, 0.0
	switch {
	case unit == metric.Percent:
		high = 100
		v.Value, v.Of = c.locale.Say("site.of_100", "value", c.ofHundred(p.Value)), ""
		v.Ticks = 10
	case unit == metric.Score:
		low, high = -100, 100
		v.Of = c.locale.Say("site.from_to", "low", c.locale.Signed(low, 0), "high", c.locale.Signed(high, 0))
		v.Ticks = 10
	case r.Metric.Scale[1] > 0:
		high = r.Metric.Scale[1]
		v.Of = c.locale.Say("site.of", "high", c.locale.Number(high, 0))
		v.Ticks = int(high)
	}
	if high > low {
		on := func(x float64) float64 { return math.Round(1e4*(min(max(x, low), high)-low)/(high-low)) / 100 }
		v.Fill, v.Low, v.High = on(p.Value), on(p.Value), on(p.Value)
		if p.Interval {
			v.Low, v.High = on(p.Low), on(p.High)
		}
	}
	v.Margin = chart.NewPrint(r, c.locale).Margin(p, unit)
	v.Verdict, v.Tone = c.verdict(r, unit, p)
	return v
}

// headline gives the figure that stands for a result: its last point, not of a running period where there is another; of a
// funnel the share that went all the way.
func headline(r *metric.Result) (metric.Point, metric.Unit) {
	s := r.Find(metric.Value)
	if s == nil && r.Total != nil {
		return *r.Total, metric.Percent
	}
	if s == nil {
		return metric.Point{}, metric.Plain
	}
	var p metric.Point
	for _, next := range s.Points {
		if next.State != metric.Open || p.State == metric.Empty {
			p = next
		}
	}
	return p, s.Unit
}

// baseOf says how many answers, or rows, stand behind a point.
func (c *composer) baseOf(r *metric.Result, p metric.Point) string {
	key := "site.rows"
	switch r.Metric.Basis().Kind {
	case "funnel":
		key = "site.customers"
	case "nps", "enps", "csat", "ces":
		key = "site.answers"
	default:
		if r.Metric.Question.In(c.locale.Lang) != "" {
			key = "site.answers"
		}
	}
	return c.locale.Say(key, "count", float64(p.N), "n", c.locale.Number(float64(p.N), 0))
}

// ofHundred writes how many of a hundred a share is. Only all and none are 100 and 0; what is nearly so has a decimal.
func (c *composer) ofHundred(share float64) string {
	if share > 0 && share < .5 || share >= 99.5 && share < 100 {
		return c.locale.Number(min(max(share, .1), 99.9), 1)
	}
	return c.locale.Number(share, 0)
}

// lowBase marks a figure that rests on few answers (specification §0.8); a count rests on nothing but itself.
func (c *composer) lowBase(r *metric.Result, p metric.Point) string {
	if !p.LowBase || r.Metric.Kind == "count" {
		return ""
	}
	return c.locale.Say("site.low_base", "n", c.locale.Number(float64(r.Metric.LowN), 0))
}

// verdict says what may be said of a point's change, and whether it is good, bad or neither.
func (c *composer) verdict(r *metric.Result, unit metric.Unit, p metric.Point) (string, string) {
	change := p.Change
	if change == nil || change.Verdict == metric.NoVerdict {
		return "", ""
	}
	switch change.Verdict {
	case metric.TooFew:
		return c.locale.Say("site.too_few"), "flat"
	case metric.Unclear:
		return c.locale.Say("site.unclear"), "flat"
	}
	key, tone := "site.up", "good"
	if change.Delta < 0 {
		key = "site.down"
	}
	if change.Delta < 0 != (r.Metric.Better == "lower") {
		tone = "bad"
	}
	return c.locale.Say(key, "delta", chart.NewPrint(r, c.locale).Size(change.Delta, unit, p.N)), tone
}

func state(s metric.State) string {
	switch s {
	case metric.Hidden:
		return "hidden"
	case metric.Empty:
		return "empty"
	}
	return "shown"
}

// told is what a tile says, for the sentence at the head of a report.
type told struct {
	title, value string
	change       *metric.Change
	better       bool
}

// tilesOf makes a row of tiles.
func (c *composer) tilesOf(a asked) *TilesView {
	v := &TilesView{}
	for i, name := range a.Show {
		m := c.figured(name, a.place(index("show", i, "")))
		if m == nil {
			continue
		}
		q := c.query(a, m)
		r, _ := c.answer(q)
		if r == nil && c.survey == nil {
			continue
		}
		trend := c.sparkline(a, q)
		if r == nil {
			continue
		}
		line := c.measureOf(r)
		t := Tile{Title: line.Title, State: line.State, Value: line.Value, Margin: line.Margin, Verdict: line.Verdict, Tone: line.Tone, LowBase: line.LowBase}
		if line.State == "shown" {
			p, unit := headline(r)
			t.Value = chart.NewPrint(r, c.locale).Value(p.Value, unit, p.N)
			if r.Metric.Scale[1] > 0 && unit == metric.Plain {
				t.Margin += " " + line.Of
			}
			t.N = c.locale.Say("site.n", "n", c.locale.Number(float64(p.N), 0))
			t.Target = c.target(r, unit, p)
			t.Benchmarks = c.standings(a, r, unit, p)
			c.tiles = append(c.tiles, told{t.Title, t.Value, p.Change, p.Change != nil && (p.Change.Delta < 0) == (m.Better == "lower")})
			if v.Note == "" && p.Change != nil && p.Change.Tested {
				v.Note = c.locale.Say("site.clear_means", "conf", c.locale.Percent(100*m.Conf, 0), "period", chart.NewPrint(r, c.locale).Period(p.Change.Against))
			}
		}
		if trend != nil {
			if f := chart.Spark(trend, c.locale, c.tongue.TimeAxis); f != nil {
				t.Spark = template.HTML(f.SVG())
			}
			if v.shape == "" {
				v.shape = shapeOf(trend)
			}
		}
		v.Tiles = append(v.Tiles, t)
	}
	return v
}

// figured finds a metric that has one figure to show; another is a problem.
func (c *composer) figured(name string, at source.Span) *metric.Metric {
	m := c.metric(name, at)
	if m == nil || m.Along() == "" {
		return m
	}
	c.complain(source.Errorf(at, "the metric %q has no single figure: it has one for each %s", name, m.Along()).
		WithHint("show it with a chart or a table"))
	return nil
}

// sparkline asks for the last two years of a tile's metric, nil where none are drawn.
func (c *composer) sparkline(a asked, q query) *metric.Result {
	if q.metric.Time == "" || a.Spark != nil && !*a.Spark {
		return nil
	}
	q.by, q.last, q.compare = "month", 24, ""
	q.period = a.Period
	if q.period == "" && c.node.Header.Period != "" {
		q.period = until(c.node.Header.Period)
	}
	trend, _ := c.answer(q)
	return trend
}

// benchmarks gives the published figures that may stand beside a metric in a block. The figures of some rows, of a segment or of a row's page
// are not those of the people whom a benchmark is about, unless the author asks for it by its name.
func (c *composer) benchmarks(a asked, m *metric.Metric) []metric.Benchmark {
	row := c.slot.Row
	if m.Kind != "benchmark" && (a.Where != "" || a.Split != "" || c.slot.Segment != nil || row != nil && row.where != "") {
		return nil
	}
	return m.Benchmarks
}

// standings say how a point stands to the published figures, with their sources.
func (c *composer) standings(a asked, r *metric.Result, unit metric.Unit, p metric.Point) (all []string) {
	for _, b := range c.benchmarks(a, r.Metric) {
		key := cmp.Or(b.Standing(p), "is")
		all = append(all, c.locale.Say("site.benchmark_"+key, "value", chart.NewPrint(r, c.locale).Value(b.Value, unit, 0), "source", chart.Origin(b, c.locale)))
	}
	return all
}

// target says how a point stands to the metric's target, no more sharply than its interval allows.
func (c *composer) target(r *metric.Result, unit metric.Unit, p metric.Point) string {
	if r.Target == nil {
		return ""
	}
	goal := *r.Target
	key := "site.target_short"
	reached := (p.Value >= goal) != (r.Metric.Better == "lower") || p.Value == goal
	switch {
	case p.Interval && p.Low <= goal && goal <= p.High:
		key = "site.target_within"
	case reached:
		key = "site.target_reached"
	}
	print := chart.NewPrint(r, c.locale)
	return c.locale.Say(key, "target", print.Value(goal, unit, 0), "gap", print.Size(goal-p.Value, unit, 0))
}
