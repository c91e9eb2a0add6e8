package metric

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// vector is a case of the metric vectors: parameters, an input, and what must come of it.
type vector struct {
	Name, Metric string
	Params       map[string]any
	Input        map[string]any
	Expected     map[string]any
	Tolerance    float64
}

// TestVectors runs the cases in the folder that CXGEN_METRIC_VECTORS names, otherwise those in testdata/vectors, and those of
// testdata/audit: a second reading of the specification, whose numbers were computed by another program, in rational numbers.
// It renames parameters and results; the numbers are all the product's.
func TestVectors(t *testing.T) {
	folder := os.Getenv("CXGEN_METRIC_VECTORS")
	if folder == "" {
		folder = "testdata/vectors"
	}
	for _, c := range vectorsIn(t, folder, "testdata/audit") {
		t.Run(c.Metric+"/"+c.Name, func(t *testing.T) { c.test(t) })
	}
}

// vectorsIn reads the cases of some folders.
func vectorsIn(t *testing.T, folders ...string) (list []vector) {
	t.Helper()
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no vectors in %s: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var cases []vector
			if err := json.Unmarshal(text, &cases); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			list = append(list, cases...)
		}
	}
	return list
}

// runner says which kind a vector's metric belongs to, and how it is run.
type runner struct {
	kind string
	run  func(t *testing.T, c vector) map[string]any
}

func runnerOf(metric string) (runner, bool) {
	for _, list := range []map[string]runner{runners, customerRunners, plainRunners} {
		if r, ok := list[metric]; ok {
			return r, true
		}
	}
	return runner{}, false
}

// runners run the vectors of answers.
var runners = map[string]runner{
	"nps":             {"nps", runNPS},
	"nps_trend":       {"nps", runTrend},
	"nps_groups":      {"nps", runGroups},
	"nps_difference":  {"nps", runDifference},
	"csat":            {"csat", runCSAT},
	"ces":             {"ces", runCES},
	"touchpoints":     {"touchpoints", runTouchpoints},
	"perception_gap":  {"perception_gap", runGap},
	"key_drivers":     {"key_drivers", runDrivers},
	"themes":          {"themes", runThemes},
	"benchmark":       {"benchmark", runBenchmark},
	"proportion_ci":   {"share", runProportion},
	"proportion_diff": {"share", runProportionDiff},
	"mean_diff":       {"mean", runMeanDiff},
}

func (c vector) test(t *testing.T) {
	runner, ok := runnerOf(c.Metric)
	if !ok {
		t.Fatalf("this test cannot run vectors of %q", c.Metric)
	}
	if newKind(runner.kind) == nil {
		t.Fatalf("kind %q has gone", runner.kind)
	}
	match(t, "", runner.run(t, c), any(c.Expected), c.Tolerance)
}

// match compares a result with what is expected of it, as a subset.
func match(t *testing.T, path string, got, want any, tolerance float64) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s: got %v, want a table", path, got)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			value, ok := have[key]
			if !ok {
				t.Errorf("%s.%s: missing", path, key)
				continue
			}
			match(t, path+"."+key, value, want[key], tolerance)
		}
	case []any:
		have, ok := got.([]any)
		if !ok || len(have) != len(want) {
			t.Errorf("%s: got %v, want %d entries", path, got, len(want))
			return
		}
		for i := range want {
			match(t, fmt.Sprintf("%s.%d", path, i), have[i], want[i], tolerance)
		}
	case float64:
		var have float64
		switch got := got.(type) {
		case float64:
			have = got
		case int:
			have = float64(got)
		default:
			t.Errorf("%s: got %v, want %v", path, got, want)
			return
		}
		if !(math.Abs(have-want) <= tolerance) {
			t.Errorf("%s: got %v, want %v", path, have, want)
		}
	default:
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

// definition writes a case's parameters as a metric of data/metrics.toml and parses it. What the vectors leave out has their
// default, not the product's.
func (c vector) definition(t *testing.T, kind string, without ...string) *Metric {
	t.Helper()
	keys := map[string]any{"kind": kind, "table": "t", "min_n": 1, "low_n": 1}
	for name, value := range c.Params {
		switch name = strings.TrimSuffix(name, "_column"); {
		case slices.Contains(append(without, "delimiter", "decimal", "tz"), name):
		case name == "date":
			keys["time"] = value
		case strings.HasSuffix(name, "_seconds"):
			keys[strings.TrimSuffix(name, "_seconds")] = fmt.Sprintf("%.0fs", value)
		case strings.HasSuffix(name, "_days"):
			keys[strings.TrimSuffix(name, "_days")] = fmt.Sprintf("%.0fd", value)
		default:
			keys[name] = value
		}
	}
	var text strings.Builder
	text.WriteString("[metrics.m]\n")
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		fmt.Fprintf(&text, "%s = %s\n", name, tomlOf(t, keys[name]))
	}
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte(text.String())))
	for _, p := range problems {
		t.Fatalf("%s: %s (%s)\n%s", p.Where(), p.Text, p.Hint, text.String())
	}
	return defs.Metrics[0]
}

// tomlOf writes a value of JSON in TOML. Texts and numbers are the same in both.
func tomlOf(t *testing.T, value any) string {
	t.Helper()
	var parts []string
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			parts = append(parts, tomlOf(t, v))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			parts = append(parts, fmt.Sprintf("%q = %s", key, tomlOf(t, value[key])))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (c vector) tz(t *testing.T) *time.Location {
	t.Helper()
	name, _ := c.Params["tz"].(string)
	tz, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return tz
}

func (c vector) table(t *testing.T, csv any) *data.Table {
	t.Helper()
	def := data.Def{Delimiter: ",", Decimal: "."}
	if delimiter, ok := c.Params["delimiter"].(string); ok {
		def.Delimiter = delimiter
	}
	if decimal, ok := c.Params["decimal"].(string); ok {
		def.Decimal = decimal
	}
	def.TZ, _ = c.Params["tz"].(string)
	table, problems := data.Read("t", []*source.File{source.NewFile("data/t.csv", []byte(csv.(string)))}, def, c.tz(t), nil, nil)
	if table == nil {
		t.Fatalf("reading the input: %+v", problems)
	}
	return table
}

// conf is the one parameter of comparisons that need no table.
func (c vector) conf(t *testing.T) float64 {
	t.Helper()
	conf := .95
	for name, value := range c.Params {
		if name != "conf" {
			t.Fatalf("%s has no parameter %q", c.Metric, name)
		}
		if name == "conf" {
			conf = value.(float64)
		}
	}
	return conf
}

// answered runs the counting half of Answer.
func answered(t *testing.T, query Query) *answer {
	t.Helper()
	return answers(t, asked(t, query))
}

func asked(t *testing.T, query Query) *question {
	t.Helper()
	q, mistake := ask(query)
	if mistake != nil {
		t.Fatalf("%s: %s (%s)", mistake.Key, mistake.Text, mistake.Hint)
	}
	return q
}

func answers(t *testing.T, q *question) *answer {
	t.Helper()
	a, mistake := q.figures()
	if mistake != nil {
		t.Fatalf("%s: %s (%s)", mistake.Key, mistake.Text, mistake.Hint)
	}
	return a
}

func count(v any) int { n, _ := v.(float64); return int(n) }

func excludedFields(e Excluded) map[string]any {
	return map[string]any{"missing": e.Missing, "invalid": e.Invalid, "out_of_scale": e.OutOfScale, "duplicate": e.Duplicate,
		"no_weight": e.NoWeight, "no_date": e.NoDate, "ignored": e.Ignored}
}

func npsFields(a nps, conf float64, suppressed bool) map[string]any {
	fields := map[string]any{"n": a.base(), "suppressed": suppressed, "detractors": a.Detractors, "passives": a.Passives, "promoters": a.Promoters,
		"nps": nil, "variance": nil, "se": nil, "moe": nil, "ci_low": nil, "ci_high": nil, "n_eff": nil}
	switch {
	case suppressed:
		fields["detractors"], fields["passives"], fields["promoters"] = nil, nil, nil
	case a.figure(conf).Defined:
		fields["nps"], fields["variance"], fields["se"], fields["n_eff"] = a.score(), a.variance(), a.se(), a.Eff
		fields["ci_low"], fields["ci_high"], fields["moe"] = three(a.interval(conf))
	}
	return fields
}

func three(low, high, margin float64) (any, any, any) { return low, high, margin }

func countedNPS(counts map[string]any, method npsMethod) nps {
	return npsOf(count(counts["detractors"]), count(counts["passives"]), count(counts["promoters"]), method)
}

func runNPS(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "nps")
	if counts, ok := c.Input["counts"].(map[string]any); ok {
		a := countedNPS(counts, npsMethod(m.kind.(*npsKind).CI))
		return npsFields(a, m.Conf, small([]int{a.base()}, m.MinN)[0])
	}
	a := answered(t, Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t)})
	fields := npsFields(a.estimates[0].(nps), m.Conf, a.hidden[0])
	fields["excluded"] = excludedFields(a.dropped())
	return fields
}

func runTrend(t *testing.T, c vector) map[string]any {
	if _, ok := c.Params["date_column"]; !ok {
		c.Params = maps.Clone(c.Params)
		c.Params["date_column"] = "date"
	}
	unit, _ := c.Params["unit"].(string)
	if unit == "" {
		unit = "month"
	}
	m := c.definition(t, "nps", "unit")
	a := answered(t, Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t), By: unit})
	periods := []any{}
	for _, slot := range a.positions {
		fields := npsFields(a.estimates[slot].(nps), m.Conf, a.hidden[slot])
		fields["period"], fields["delta"] = a.label(slot), any(nil)
		if change := a.value(slot, 0).Change; change != nil {
			fields["delta"] = change.Delta
		}
		periods = append(periods, fields)
	}
	return map[string]any{"periods": periods, "excluded": excludedFields(a.dropped())}
}

func runGroups(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "nps", "group", "complementary")
	group, _ := c.Params["group_column"].(string)
	a := answered(t, Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t), By: group})
	protect := secrecy{least: m.MinN, alone: true} // each group by itself: what hidden ones have together is not in the vectors
	all := circle{known: c.Params["complementary"] == true}
	for i, e := range a.estimates {
		protect.n = append(protect.n, e.base())
		protect.circles = append(protect.circles, circle{name: a.groups.names[i], parts: []int32{int32(i)}})
		all.parts = append(all.parts, int32(i))
	}
	if all.known {
		protect.circles = append(protect.circles, all)
	}
	hidden := protect.conceal()
	groups := map[string]any{}
	for i, e := range a.estimates {
		groups[a.groups.names[i]] = npsFields(e.(nps), m.Conf, hidden[i])
	}
	total, mistake := a.pooled(a.from, a.to)
	if mistake != nil {
		t.Fatal(mistake)
	}
	return map[string]any{"groups": groups, "excluded": excludedFields(a.dropped()),
		"total": npsFields(total.(nps), m.Conf, a.secret)}
}

func runDifference(t *testing.T, c vector) map[string]any {
	method, _ := c.Params["method"].(string)
	if method == "" {
		method = string(adjustedWald)
	}
	m := c.definition(t, "nps", "method")
	side := func(name string) nps {
		input := c.Input[name].(map[string]any)
		if counts, ok := input["counts"].(map[string]any); ok {
			return countedNPS(counts, npsMethod(method))
		}
		return answered(t, Query{Metric: m, Table: c.table(t, input["csv"]), TZ: c.tz(t)}).estimates[0].(nps)
	}
	current, previous := side("current"), side("previous")
	fields := differenceFields(compareNPS(current, previous, npsMethod(method), m.Conf), m.Conf, "delta")
	for name, a := range map[string]nps{"nps_current": current, "nps_previous": previous} {
		if fields[name] = nil; a.figure(m.Conf).Defined {
			fields[name] = a.score()
		}
	}
	return fields
}

func differenceFields(d difference, conf float64, delta string) map[string]any {
	fields := map[string]any{delta: nil, "se": nil, "ci_low": nil, "ci_high": nil, "z": nil, "p_value": nil, "significant": nil}
	if d.Defined {
		fields[delta] = d.Delta
	}
	if d.Tested {
		fields["se"], fields["ci_low"], fields["ci_high"] = d.SE, d.Low, d.High
		fields["p_value"], fields["significant"] = d.P, d.P < 1-conf
	}
	if d.HasZ {
		fields["z"] = d.Z
	}
	return fields
}

// answers gives the table of a case, whose input is a file or counts by answer.
func (c vector) answers(t *testing.T) *data.Table {
	t.Helper()
	csv, _ := c.Input["csv"].(string)
	if counts, ok := c.Input["counts"].(map[string]any); ok {
		csv = "score\n"
		for _, value := range slices.Sorted(maps.Keys(counts)) {
			csv += strings.Repeat(value+"\n", count(counts[value]))
		}
	}
	return c.table(t, csv)
}

func runCES(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "ces")
	a := answered(t, Query{Metric: m, Table: c.answers(t), TZ: c.tz(t)})
	e := a.estimates[0].(effort)
	fields := map[string]any{"n": e.base(), "suppressed": a.hidden[0], "excluded": excludedFields(a.dropped()), "mean": nil, "sd": nil, "mean_ci_low": nil,
		"mean_ci_high": nil, "easy_pct": nil, "easy_ci_low": nil, "easy_ci_high": nil, "net": nil, "n_eff": nil}
	if a.hidden[0] || e.base() == 0 {
		return fields
	}
	fields["n_eff"] = e.mean.Eff
	f := e.mean.figure(m.Conf)
	if fields["mean"] = f.Value; f.Interval {
		fields["sd"], fields["mean_ci_low"], fields["mean_ci_high"] = math.Sqrt(e.mean.Variance), f.Low, f.High
	}
	f = e.easy.figure(m.Conf)
	fields["easy_pct"], fields["easy_ci_low"], fields["easy_ci_high"] = f.Value, f.Low, f.High
	if c.Params["hard_max"] != nil { // the vectors have no default for it
		fields["net"] = e.net.score()
	}
	return fields
}

func runCSAT(t *testing.T, c vector) map[string]any {
	if c.Params["positive_min"] == nil && c.Params["positive_values"] == nil && c.Params["top_boxes"] == nil {
		c.Params = maps.Clone(c.Params)
		c.Params["top_boxes"] = 2
	}
	m := c.definition(t, "csat")
	var e satisfaction
	var excluded Excluded
	hidden := false
	a := answered(t, Query{Metric: m, Table: c.answers(t), TZ: c.tz(t)})
	e, excluded, hidden = a.estimates[0].(satisfaction), a.dropped(), a.hidden[0]

	fields := map[string]any{"n": e.base(), "suppressed": hidden, "excluded": excludedFields(excluded),
		"positive": e.Positive, "csat": nil, "ci_low": nil, "ci_high": nil, "mean": nil, "n_eff": nil}
	if hidden {
		fields["positive"] = nil
	} else if f := e.figure(m.Conf); f.Defined {
		fields["csat"], fields["ci_low"], fields["ci_high"], fields["n_eff"] = f.Value, f.Low, f.High, e.Eff
		if e.HasMean {
			fields["mean"] = e.Mean
		}
	}
	return fields
}

func runProportion(t *testing.T, c vector) map[string]any {
	conf := c.conf(t)
	p := part(count(c.Input["x"]), count(c.Input["n"]))
	if !p.figure(conf).Defined {
		return map[string]any{"p": nil, "ci_low": nil, "ci_high": nil}
	}
	low, high := wilson(p.P, p.Eff, conf)
	return map[string]any{"p": p.P, "ci_low": low, "ci_high": high}
}

func runProportionDiff(t *testing.T, c vector) map[string]any {
	conf := c.conf(t)
	side := func(name string) proportion {
		input := c.Input[name].(map[string]any)
		return part(count(input["x"]), count(input["n"]))
	}
	return differenceFields(compareProportions(side("current"), side("previous"), conf), conf, "diff")
}

func runMeanDiff(t *testing.T, c vector) map[string]any {
	conf := c.conf(t)
	side := func(name string) mean {
		var values []float64
		for _, v := range c.Input[name].([]any) {
			values = append(values, v.(float64))
		}
		return meanOf(values)
	}
	d, df := compareMeans(side("current"), side("previous"), conf)
	fields := differenceFields(d, conf, "diff")
	fields["t"], fields["df"] = fields["z"], any(nil)
	if d.Tested {
		fields["df"] = df
	}
	return fields
}

func runFunnel(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "funnel", "from", "to", "levels")
	k := m.kind.(*funnelKind)
	q, mistake := ask(Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t), Split: k.Breakdown})
	if mistake != nil {
		t.Fatal(mistake)
	}
	bound := func(name string, otherwise int64) int64 {
		text, ok := c.Params[name].(string)
		if !ok {
			return otherwise
		}
		at, ok := data.ParseTime(text, c.tz(t))
		if !ok {
			t.Fatalf("%s = %q", name, text)
		}
		return at
	}
	found, mistake := k.walk(q, mostBlocks, entries{bound("from", math.MinInt64), bound("to", math.MaxInt64)})
	if mistake != nil {
		t.Fatal(mistake)
	}
	p := found[0]
	window := int64(k.Window)
	fields := funnelFields(p.count(window, func(path) bool { return true }), m.Conf)
	levels, groups := map[string]any{}, map[string]any{}
	for _, one := range p.list {
		levels[p.users[one.user]] = one.depth
	}
	if k.Breakdown != "" {
		names, show := p.largest()
		for i, name := range names {
			groups[name] = funnelFields(p.count(window, func(one path) bool { return one.group >= 0 && show[one.group] == i }), m.Conf)
		}
	}
	fields["levels"], fields["groups"], fields["skipped"] = levels, groups, p.noUser+p.noTime
	return fields
}

func funnelFields(f funnel, conf float64) map[string]any {
	orNil := func(defined bool, v float64) any {
		if !defined {
			return nil
		}
		return v
	}
	steps := []any{}
	for i, s := range f.Steps {
		start, previous := f.fromStart(i), f.fromPrevious(i)
		steps = append(steps, map[string]any{"step": i + 1, "count": s.Count, "drop_off": s.DropOff,
			"from_start": orNil(start.N > 0, start.P), "from_previous": orNil(previous.N > 0, previous.P),
			"median_seconds": orNil(s.Timed, s.Median), "avg_seconds": orNil(s.Timed, s.Mean)})
	}
	fields := map[string]any{"steps": steps, "entered": f.Entered, "completed": f.Completed, "median_total_seconds": orNil(f.Completed > 0, f.Total),
		"conversion": nil, "ci_low": nil, "ci_high": nil}
	if p := f.conversion(); p.N > 0 {
		low, high := wilson(p.P, p.Eff, conf)
		fields["conversion"], fields["ci_low"], fields["ci_high"] = p.P, low, high
	}
	return fields
}

func runTouchpoints(t *testing.T, c vector) map[string]any {
	table := c.table(t, c.Input["csv"])
	if table.Column("emotion") != nil {
		c.Params = maps.Clone(c.Params)
		c.Params["emotion"] = "emotion"
	}
	m := c.definition(t, "touchpoints")
	q, mistake := ask(Query{Metric: m, Table: table, TZ: c.tz(t), By: "touchpoint"})
	if mistake != nil {
		t.Fatal(mistake)
	}
	tour, mistake := m.kind.(*touchpointsKind).count(q)
	if mistake != nil {
		t.Fatal(mistake)
	}
	list := []any{}
	for i, name := range tour.satisfaction.groups.names {
		answers, feelings := tour.satisfaction.estimates[i].(effort).mean, nps{}
		if tour.emotion != nil {
			feelings = tour.emotion.estimates[i].(nps)
		}
		hidden := small([]int{answers.base(), feelings.base()}, m.MinN)
		fields := map[string]any{"touchpoint": name, "n": answers.base(), "suppressed": hidden[0], "mean": nil, "n_emotion": feelings.base(), "emotion_index": nil}
		if answers.base() > 0 && !hidden[0] {
			fields["mean"] = answers.Mean
		}
		if feelings.base() > 0 && !hidden[1] {
			fields["emotion_index"] = feelings.score()
		}
		list = append(list, fields)
	}
	return map[string]any{"touchpoints": list}
}

func runGap(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "perception_gap")
	q, mistake := ask(Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t)})
	if mistake != nil {
		t.Fatal(mistake)
	}
	a, mistake := m.kind.(*gapKind).count(q)
	if mistake != nil {
		t.Fatal(mistake)
	}
	items := map[string]any{}
	for i, name := range a.groups.names {
		d, company, customer := a.gap(i)
		fields := differenceFields(d, m.Conf, "gap")
		fields["n_company"], fields["company_mean"] = company.N, any(nil)
		if company.N > 0 {
			fields["company_mean"] = company.Mean
		}
		fields["n_customer"], fields["customer_mean"] = customer.N, any(nil)
		if customer.N > 0 {
			fields["customer_mean"] = customer.Mean
		}
		items[name] = fields
	}
	return map[string]any{"items": items, "excluded": excludedFields(a.dropped())}
}

func runDrivers(t *testing.T, c vector) map[string]any {
	c.Params = maps.Clone(c.Params)
	if _, given := c.Params["min_n"]; !given {
		c.Params["min_n"] = 30
	}
	m := c.definition(t, "key_drivers")
	k := m.kind.(*driversKind)
	q, mistake := ask(Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t)})
	if mistake != nil {
		t.Fatal(mistake)
	}
	read := k.read(q)
	a, mistake := q.answerOf(read)
	if mistake != nil {
		t.Fatal(mistake)
	}
	d := read.sample(a.rowsOf(0, 1))
	d.solve(m.MinN)
	orNil := func(x float64) any {
		if d.secret || math.IsNaN(x) {
			return nil
		}
		return x
	}
	list := map[string]any{}
	for i, name := range k.Drivers {
		list[name] = map[string]any{"correlation": orNil(d.correlation[i]), "importance": orNil(100 * d.importance[i]), "performance": orNil(d.mean(i).Mean)}
	}
	return map[string]any{"n": d.n, "dropped": a.dropped().all(), "suppressed": d.secret, "r_squared": orNil(d.rSquared), "drivers": list}
}

func runThemes(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "themes")
	q, mistake := ask(Query{Metric: m, Table: c.table(t, c.Input["csv"]), TZ: c.tz(t)})
	if mistake != nil {
		t.Fatal(mistake)
	}
	a, mistake := m.kind.(*themesKind).count(q)
	if mistake != nil {
		t.Fatal(mistake)
	}
	all := score3(a.talks[0].all)
	fields := map[string]any{"n": all.base(), "nps": nil}
	if all.base() >= max(1, m.MinN) {
		fields["nps"] = all.score()
	}
	themes := map[string]any{}
	for i, name := range a.names {
		// A theme of few has its share: who could be found by subtraction is the product's care.
		e := a.talks[0].theme(i, m.MinN)
		theme := map[string]any{"mentions": e.with.base(), "share": e.share.P, "nps": nil, "impact": nil, "suppressed": e.few}
		if !e.few {
			theme["nps"] = e.with.score()
			if e.hasImpact && !e.fewOthers {
				theme["impact"] = e.impact
			}
		}
		themes[strings.ToLower(name)] = theme
	}
	fields["themes"] = themes
	return fields
}

func runBenchmark(t *testing.T, c vector) map[string]any {
	m := c.definition(t, "nps")
	var a nps
	if counts, ok := c.Input["counts"].(map[string]any); ok {
		a = countedNPS(counts, npsMethod(m.kind.(*npsKind).CI))
	} else {
		a = answered(t, Query{Metric: m, Table: c.answers(t), TZ: c.tz(t)}).estimates[0].(nps)
	}
	fields := npsFields(a, m.Conf, small([]int{a.base()}, m.MinN)[0])
	fields["delta"], fields["status"] = nil, nil
	if score, ok := fields["nps"].(float64); ok {
		benchmark := c.Input["benchmark"].(float64)
		fields["delta"], fields["status"] = score-benchmark, a.figure(m.Conf).standing(benchmark)
	}
	return fields
}

// small tells which bases have answers, but fewer than least.
func small(n []int, least int) (list []bool) {
	for _, base := range n {
		list = append(list, base > 0 && base < least)
	}
	return list
}
