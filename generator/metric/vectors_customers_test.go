package metric

import (
	"testing"
	"time"

	"cxgen/generator/data"
)

// rateFields gives a share and its limits as fractions under a name, null without a base.
func rateFields(fields map[string]any, name string, p proportion, conf float64) map[string]any {
	fields[name], fields["ci_low"], fields["ci_high"] = nil, nil, nil
	if p.N > 0 {
		fields[name] = p.P
		fields["ci_low"], fields["ci_high"] = two(wilson(p.P, p.Eff, conf))
	}
	return fields
}

func two(a, b float64) (any, any) { return a, b }

// query asks a case's metric about its file.
func (c vector) query(t *testing.T, kind string, without ...string) Query {
	t.Helper()
	return Query{Metric: c.definition(t, kind, without...), Table: c.table(t, c.Input["csv"]), TZ: c.tz(t)}
}

// instant reads a moment of the parameters.
func (c vector) instant(t *testing.T, name string) time.Time {
	t.Helper()
	text, _ := c.Params[name].(string)
	at, ok := data.ParseTime(text, c.tz(t))
	if !ok {
		t.Fatalf("%s = %q", name, text)
	}
	return time.Unix(at, 0).In(c.tz(t))
}

func runChurn(t *testing.T, c vector) map[string]any {
	query := c.query(t, "churn", "period_start", "period_end")
	start, end := c.instant(t, "period_start"), c.instant(t, "period_end")
	query.Period = start.Format(time.DateOnly) + ".." + end.Add(-time.Second).Format(time.DateOnly)
	q := asked(t, query)
	if got := q.time.slots[0]; !got.Start.Equal(start) || !got.End.Equal(end) {
		t.Fatalf("%s is from %v to %v", query.Period, got.Start, got.End)
	}
	a := answers(t, q)
	e := a.estimates[0].(churn)
	fields := rateFields(map[string]any{"opening": e.N, "churned": e.lost, "new": e.joined, "new_lost": e.brief,
		"closing": e.stayed + e.joined - e.brief, "invalid": a.dropped().Invalid, "retention_rate": nil}, "churn_rate", e.proportion, q.Metric.Conf)
	if e.N > 0 {
		fields["retention_rate"] = 1 - e.P
	}
	return fields
}

func runChurnActivity(t *testing.T, c vector) map[string]any {
	query := c.query(t, "churn_activity")
	a := answered(t, query)
	e := a.estimates[0].(inactive)
	return rateFields(map[string]any{"customers": e.N, "churned": e.gone, "active": e.N - e.gone}, "churn_rate", e.proportion, query.Metric.Conf)
}
