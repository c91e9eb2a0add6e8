package metric

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
)

// customerRunners run the vectors of kinds that count customers, visits, orders and money.
var customerRunners = map[string]runner{
	"churn":             {"churn", runChurn},
	"churn_activity":    {"churn_activity", runChurnActivity},
	"retention_simple":  {"retention_simple", runRetentionSimple},
	"revenue_retention": {"revenue_retention", runRevenueRetention},
	"response_rate":     {"response_rate", runResponseRate},
	"cart_abandonment":  {"cart_abandonment", runCarts},
	"bounce_rate":       {"bounce_rate", runBounces},
	"order_value":       {"order_value", runOrderValue},
	"delivery":          {"delivery", runDelivery},
	"lifecycle":         {"lifecycle", runLifecycle},
	"clv":               {"clv", runCLV},
	"rfm":               {"rfm", runRFM},
	"cohort_retention":  {"cohort_retention", runCohorts},
	"funnel":            {"funnel", runFunnel},
}

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

// figures writes the single figures of an input as a table of one row.
func (c vector) figures() vector {
	var names, cells []string
	for _, name := range slices.Sorted(maps.Keys(c.Input)) {
		cell := fmt.Sprint(c.Input[name])
		if x, ok := c.Input[name].(float64); ok {
			cell = strconv.FormatFloat(x, 'f', -1, 64)
		}
		names, cells = append(names, name), append(cells, strconv.Quote(cell)) // of a number with marks: "1,000"
	}
	c.Input = map[string]any{"csv": strings.Join(names, ",") + "\n" + strings.Join(cells, ",") + "\n"}
	return c
}

// orNil gives null for what is not defined.
func orNil(defined bool, value any) any {
	if !defined {
		return nil
	}
	return value
}

func runRetentionSimple(t *testing.T, c vector) map[string]any {
	e := answered(t, c.figures().query(t, "retention_simple")).estimates[0].(retention)
	return map[string]any{"retention_rate": orNil(e.valid(), e.P), "churn_rate": orNil(e.valid(), 1-e.P), "valid": e.valid()}
}

func runRevenueRetention(t *testing.T, c vector) map[string]any {
	e := answered(t, c.figures().query(t, "revenue_retention")).estimates[0].(revenueKept)
	return map[string]any{"grr": orNil(e.defined, e.grr), "nrr": orNil(e.defined, e.nrr), "gross_churn": orNil(e.defined, e.lost)}
}

func runResponseRate(t *testing.T, c vector) map[string]any {
	e := answered(t, c.figures().query(t, "response_rate")).estimates[0].(response)
	return map[string]any{"rate": orNil(e.N > 0, e.P), "delivered": e.delivered, "valid": e.N > 0}
}

func runCarts(t *testing.T, c vector) map[string]any {
	if _, events := c.Input["csv"]; !events {
		c = c.figures()
		c.Params = maps.Clone(c.Params)
		c.Params["carts"], c.Params["purchases"] = "carts", "purchases"
	}
	query := c.query(t, "cart_abandonment")
	b := answered(t, query).estimates[0].(basket)
	valid := b.created > 0 && b.completed <= b.created
	return rateFields(map[string]any{"carts": b.created, "completed": b.completed, "abandoned": orNil(b.completed <= b.n, b.n-b.completed), "open": b.open,
		"orphan_purchases": b.orphans, "valid": valid}, "abandonment_rate", b.proportion, query.Metric.Conf)
}

func runBounces(t *testing.T, c vector) map[string]any {
	query := c.query(t, "bounce_rate")
	e := answered(t, query).estimates[0].(bouncing)
	return rateFields(map[string]any{"sessions": e.N, "bounces": e.bounces}, "bounce_rate", e.proportion, query.Metric.Conf)
}

func runOrderValue(t *testing.T, c vector) map[string]any {
	query := c.query(t, "order_value", "group")
	if query.By = "channel"; c.Params["group_column"] != nil {
		query.By = c.Params["group_column"].(string)
	}
	a := answered(t, query)
	groups := map[string]any{}
	for g, name := range a.groups.names {
		e := a.estimates[g].(orderValue)
		if e.N == 0 {
			continue
		}
		groups[name] = map[string]any{"orders": e.N, "revenue": e.revenue.InexactFloat64(), "aov": e.Mean, "median": e.quarters[1],
			"q1": e.quarters[0], "q3": e.quarters[2], "revenue_share": orNil(!e.whole.IsZero(), quotient(e.revenue, e.whole))}
	}
	pooled, mistake := a.pooled(a.from, a.to)
	if mistake != nil {
		t.Fatal(mistake)
	}
	total := pooled.(orderValue)
	excluded := map[string]any{"invalid": a.dropped().Invalid + a.dropped().Missing}
	k := query.Metric.kind.(*orderValueKind)
	for i, n := range k.excluded(a) {
		excluded[k.ExcludeStatus[i]] = n
	}
	return map[string]any{"groups": groups, "excluded": excluded,
		"total": map[string]any{"orders": total.N, "revenue": total.revenue.InexactFloat64(), "aov": orNil(total.N > 0, total.Mean)}}
}

func runDelivery(t *testing.T, c vector) map[string]any {
	query := c.query(t, "delivery")
	a := answered(t, query)
	e := a.estimates[0].(punctuality)
	median, mean, late := e.days()
	return rateFields(map[string]any{"n": e.N, "on_time": e.n[orderEarly] + e.n[orderOnTime], "early": e.n[orderEarly], "late": e.n[orderLate],
		"overdue": e.n[orderOverdue], "pending": a.values.(*deliveries).pending(a), "excluded": a.dropped().Missing + a.dropped().Invalid,
		"median_days": orNil(median.Defined, median.Value), "mean_days": orNil(mean.Defined, mean.Value), "mean_days_late": orNil(late.Defined, late.Value)},
		"on_time_rate", e.proportion, query.Metric.Conf)
}

func runLifecycle(t *testing.T, c vector) map[string]any {
	query := c.query(t, "lifecycle")
	q := asked(t, query)
	k := query.Metric.kind.(*lifecycleKind)
	mix := answers(t, q).estimates[0].(phaseMix)
	customers, counts := map[string]any{}, map[string]any{}
	names := q.Table.Column(k.Customer).Words
	k.follow(q, func(customer, _, _, phase int) { customers[names[customer]] = phases[phase] })
	for phase, name := range phases {
		counts[name] = mix[phase]
	}
	return map[string]any{"customers": customers, "counts": counts}
}

func runCLV(t *testing.T, c vector) map[string]any {
	c = c.figures()
	c.Params = maps.Clone(c.Params)
	for _, name := range strings.Split(c.Input["csv"].(string)[:strings.Index(c.Input["csv"].(string), "\n")], ",") {
		c.Params[name] = name
	}
	w := answered(t, c.query(t, "clv")).estimates[0].(worth)
	return map[string]any{"clv": orNil(w.Defined, w.Value), "aov": orNil(w.hasAOV, w.aov), "purchases_per_period": orNil(w.hasPurchases, w.purchases),
		"value_per_period": orNil(w.hasPerPeriod, w.perPeriod), "lifespan_periods": orNil(w.hasLifespan, w.lifespan)}
}

func runCohorts(t *testing.T, c vector) map[string]any {
	q := asked(t, c.query(t, "cohort_retention"))
	found, mistake := q.Metric.kind.(*cohortRetentionKind).count(q)
	if mistake != nil {
		t.Fatal(mistake)
	}
	cohorts, averages := []any{}, []any{}
	for _, own := range found.cohorts {
		retained, rates, complete := []any{}, []any{}, []any{}
		for b, n := range own.retained {
			retained, complete = append(retained, n), append(complete, own.complete[b])
			rates = append(rates, orNil(own.size > 0, part(n, own.size).P))
		}
		cohorts = append(cohorts, map[string]any{"cohort": own.Label, "size": own.size, "retained": retained, "rates": rates, "complete": complete})
	}
	for _, p := range average(found.cohorts, func(int) bool { return true }) {
		averages = append(averages, orNil(p.N > 0, p.P))
	}
	return map[string]any{"cohorts": cohorts, "average": averages}
}

func runRFM(t *testing.T, c vector) map[string]any {
	q := asked(t, c.query(t, "rfm"))
	k := q.Metric.kind.(*rfmKind)
	b := k.score(q)
	customers, cuts := map[string]any{}, map[string]any{}
	for _, one := range b.list {
		customers[q.Table.Column(k.Customer).Words[one.id]] = map[string]any{"recency_days": one.recency, "frequency": one.frequency, "monetary": one.monetary.InexactFloat64(),
			"r": one.scores[0], "f": one.scores[1], "m": one.scores[2], "code": one.code()}
	}
	for d, name := range []string{"r", "f", "m"} {
		list := []any{}
		for _, x := range b.cuts[d] {
			list = append(list, x)
		}
		cuts[name] = list
	}
	return map[string]any{"customers": customers, "cuts": cuts}
}
