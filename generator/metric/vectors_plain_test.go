package metric

import (
	"maps"
	"slices"
	"testing"
)

// plainRunners run the vectors of plain metrics, and of kinds that the published vectors do not have.
var plainRunners = map[string]runner{
	"count": {"count", runPlain}, "sum": {"sum", runPlain}, "mean": {"mean", runPlain}, "median": {"median", runPlain}, "min": {"min", runPlain},
	"max": {"max", runPlain}, "share": {"share", runPlain}, "ratio": {"ratio", runPlain}, "value": {"value", runPlain},
	"enps":        {"enps", runENPS},
	"closed_loop": {"closed_loop", runLoop},
}

// runENPS takes the least base of employees, which the specification gives, where a vector has none.
func runENPS(t *testing.T, c vector) map[string]any {
	params := map[string]any{"min_n": leastBase("enps")}
	maps.Copy(params, c.Params)
	c.Params = params
	return runNPS(t, c)
}

// grouped answers a case as a whole and, with group_column, by the values of a column.
func (c vector) grouped(t *testing.T, kind string, fields func(a *answer, e estimate, hidden bool) map[string]any) map[string]any {
	a := answered(t, c.query(t, kind, "group"))
	all := fields(a, a.estimates[0], a.hidden[0])
	all["excluded"] = excludedFields(a.dropped())
	group, given := c.Params["group_column"].(string)
	if !given {
		return all
	}
	query := c.query(t, kind, "group")
	query.By = group
	b := answered(t, query)
	groups := map[string]any{}
	for g, name := range b.groups.names {
		e := b.estimates[g]
		groups[name] = fields(b, e, query.Metric.hides() && small([]int{e.base()}, query.Metric.MinN)[0]) // each by itself
	}
	all["groups"] = groups
	return all
}

func runPlain(t *testing.T, c vector) map[string]any {
	return c.grouped(t, c.Metric, func(a *answer, e estimate, hidden bool) map[string]any {
		fields := map[string]any{"n": e.base(), "value": nil, "ci_low": nil, "ci_high": nil, "suppressed": hidden}
		if f := e.figure(a.Metric.Conf); f.Defined && !hidden {
			fields["value"] = f.Value
			if f.Interval {
				fields["ci_low"], fields["ci_high"] = f.Low, f.High
			}
		}
		return fields
	})
}

func runLoop(t *testing.T, c vector) map[string]any {
	return c.grouped(t, "closed_loop", func(a *answer, e estimate, hidden bool) map[string]any {
		l := e.(loop)
		figures := map[string]estimate{"closed_share": l}
		names := map[Measure]string{AnsweredShare: "answered_share", OpenNow: "open", MedianToAnswer: "median_to_answer", MedianToClose: "median_to_close",
			OldestOpen: "oldest_open"}
		for _, d := range a.Metric.kind.(*loopKind).details() {
			figures[names[d.measure]] = d.of(l)
		}
		fields := map[string]any{"n": l.base()}
		for name, e := range figures {
			f := e.figure(a.Metric.Conf)
			fields[name] = orNil(f.Defined, f.Value)
		}
		return fields
	})
}

// TestVectorsKnowEveryKind fails for a kind that no vector of testdata is about.
func TestVectorsKnowEveryKind(t *testing.T) {
	var known []string
	for _, c := range vectorsIn(t, "testdata/vectors", "testdata/audit") {
		if runner, ok := runnerOf(c.Metric); ok && !slices.Contains(known, runner.kind) {
			known = append(known, runner.kind)
		}
	}
	for _, kind := range Kinds() {
		if !slices.Contains(known, kind) {
			t.Errorf("no vector is about %q", kind)
		}
	}
}
