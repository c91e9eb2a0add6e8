package site

import (
	"slices"

	"cxgen/generator/chart"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// stage is a part of a journey: touchpoints under one name.
type stage struct {
	Title       string   `toml:"title"`
	Touchpoints []string `toml:"touchpoints"`
}

// laneRow is what stands under the touchpoints of a journey: a text for each, quotes among them.
type laneRow struct {
	Title  string            `toml:"title"`
	Quotes bool              `toml:"quotes"`
	Values map[string]string `toml:"values"` // by touchpoint
}

// journey draws a metric of touchpoints with its stages and lanes.
func (c *composer) journey(a asked) *FigureView {
	if a.Touchpoints == "" {
		c.complain(source.Errorf(a.at, "this journey does not say what it shows").WithHint(`write touchpoints = "NAME" with a metric of the kind touchpoints`))
		return nil
	}
	m := c.metric(a.Touchpoints, a.place("touchpoints"))
	if m == nil {
		return nil
	}
	if m.Kind != "touchpoints" {
		c.complain(source.Errorf(a.place("touchpoints"), "the metric %q is a %s, not a journey", m.Name, m.Kind).WithHint(`a journey wants a metric of the kind touchpoints`))
		return nil
	}
	a.Metric, a.By, a.Form = a.Touchpoints, "touchpoint", "journey"
	q := c.query(a, m)
	q.place = func(key string) source.Span {
		if key == "metric" || key == "by" {
			key = "touchpoints"
		}
		return a.place(key)
	}
	result, key := c.answer(q)
	if result == nil {
		return nil
	}
	spec := c.spec(a, result)
	spec.By = ""
	name := c.namer(a, m, result)
	for i, s := range a.Stages {
		stage := chart.Stage{Title: s.Title}
		for k, t := range s.Touchpoints {
			stage.Touchpoints = append(stage.Touchpoints, name(t, a.place(index("stages", i, index("touchpoints", k, "")))))
		}
		spec.Stages = append(spec.Stages, stage)
	}
	for i, l := range a.Lanes {
		row := chart.JourneyRow{Title: l.Title, Quotes: l.Quotes, Values: map[string]string{}}
		for _, t := range sortedKeys(l.Values) {
			at := a.keys.Name(index("lanes", i, "values."+t))
			if at.IsZero() {
				at = a.place("lanes")
			}
			row.Values[name(t, at)] = l.Values[t]
		}
		spec.Lanes = append(spec.Lanes, row)
	}
	return c.figure(a, result, key, spec)
}

// namer gives the name that a touchpoint has in the language, and complains of one that the journey does not have.
func (c *composer) namer(a asked, m *metric.Metric, r *metric.Result) func(string, source.Span) string {
	column := c.tongue.labels.groupColumn(r)
	var known []string
	if table, ok := c.Tables[m.Table]; ok && table.Column(column) != nil {
		known = slices.Clone(table.Column(column).Words)
	}
	slices.Sort(known)
	return func(touchpoint string, at source.Span) string {
		name := c.tongue.labels.value(column, touchpoint)
		if !slices.Contains(r.Groups, name) && !slices.Contains(known, touchpoint) {
			if at.IsZero() {
				at = a.at
			}
			c.complain(source.Errorf(at, "the journey %q has no touchpoint %q", m.Name, touchpoint).WithHint("%s", source.DidYouMean(touchpoint, known)))
		}
		return name
	}
}
