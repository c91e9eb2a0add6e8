package metric

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

const benchmarkDefs = `
[metrics.nps]
kind = "nps"
table = "t"
time = "date"

[metrics.panel]
kind = "benchmark"
of = "nps"
value = 25
source = "Retail panel 2025, n = 12,000"
year = 2025
`

func parseDefs(t *testing.T, text string) *Defs {
	t.Helper()
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte(text)))
	for _, p := range problems {
		t.Fatalf("%s: %s (%s)", p.Where(), p.Text, p.Hint)
	}
	return defs
}

func TestBenchmark(t *testing.T) {
	defs := parseDefs(t, benchmarkDefs)
	m := defs.Metric("panel")
	if m.Unit != Score || m.Table != "t" || m.Time != "date" || m.MinN != 5 || m.Source.In("en") == "" {
		t.Errorf("%+v", m)
	}
	// January 50 of 100 promote and 20 do not: 30, from 14.1 to 44.2. February 90 of 100: 90. March -100. April has 4 answers.
	table := readTable(t, "date,shop,score\n"+rows(50, "2026-01-01,a,9")+rows(30, "2026-01-01,a,8")+rows(20, "2026-01-01,b,3")+
		rows(90, "2026-02-01,a,9")+rows(10, "2026-02-01,b,7")+rows(20, "2026-03-01,a,0")+rows(4, "2026-04-01,a,9"), time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if got := sketch(r.Find(Value)) + "|" + sketch(r.Find(BenchmarkDelta)); got != "30/100 90/100 -100/20* #|5/100 65/100 -125/20* #" {
		t.Errorf("got %s", got)
	}
	var verdicts []Verdict
	for _, p := range r.Find(BenchmarkDelta).Points {
		if p.Change != nil {
			verdicts = append(verdicts, p.Change.Verdict)
		}
	}
	if !slices.Equal(verdicts, []Verdict{Unclear, Clear, TooFew}) || r.Metric != m || len(r.Series) != 2 {
		t.Errorf("verdicts %v, %d series", verdicts, len(r.Series))
	}
	if c := r.Find(Value).Points[1].Change; c == nil || c.Delta != 60 || c.Against != "2026-01" { // the months beside each other
		t.Errorf("%+v", c)
	}
	for period, want := range map[string][]Fact{
		"2026-01": {{"benchmark", 25}, {"year", 2025}, {"status", 0}}, "2026-02": {{"benchmark", 25}, {"year", 2025}, {"status", 1}},
		"2026-03": {{"benchmark", 25}, {"year", 2025}, {"status", -1}}, "2026-04": {{"benchmark", 25}, {"year", 2025}},
	} {
		if r := mustAnswer(t, Query{Metric: m, Table: table, Period: period}); !slices.Equal(r.Facts, want) {
			t.Errorf("%s: %v", period, r.Facts)
		}
	}
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, By: "shop", Period: "2026-01"}).Find(BenchmarkDelta)); got != "37.5/80 -125/20*" {
		t.Errorf("by shop: %s", got)
	}
	narrow := parseDefs(t, benchmarkDefs+"where = \"shop = 'a'\"\n").Metric("panel")
	if got := sketch(mustAnswer(t, Query{Metric: narrow, Table: table, Period: "2026-01"}).Find(Value)); got != "62.5/80" {
		t.Errorf("narrowed: %s", got)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "shp"}); mistake == nil || mistake.Key != "by" {
		t.Errorf("%+v", mistake)
	}
	house := defs.With(House{MinN: 3, LowN: 20})
	if b := house.Metric("panel"); b.MinN != 3 || b.Sum() == m.Sum() || m.MinN != 5 {
		t.Errorf("%+v", b)
	}
	if got := sketch(mustAnswer(t, Query{Metric: house.Metric("panel"), Table: table, Period: "2026-04"}).Find(Value)); got != "100/4*" {
		t.Errorf("min_n of the site: %s", got)
	}
	if other := parseDefs(t, strings.Replace(benchmarkDefs, "time = \"date\"", "time = \"date\"\nwhere = \"shop = 'a'\"", 1)); other.Metric("panel").Sum() == m.Sum() {
		t.Error("a benchmark of another metric has the same sum")
	}
}

func TestBenchmarksOfAMetric(t *testing.T) {
	defs := parseDefs(t, benchmarkDefs+"industry = \"retail\"\n[metrics.of_some]\nkind = \"benchmark\"\nof = \"nps\"\nvalue = 3\nyear = 2024\nsource = \"x\"\nwhere = \"shop = 'a'\"\n")
	base := defs.Metric("nps")
	if len(base.Benchmarks) != 1 {
		t.Fatalf("%+v", base.Benchmarks)
	}
	b := base.Benchmarks[0]
	if b.Name != "panel" || b.Value != 25 || b.Year != 2025 || b.Industry != "retail" || b.Source.In("en") != "Retail panel 2025, n = 12,000" {
		t.Errorf("%+v", b)
	}
	if own := defs.Metric("of_some").Benchmarks; len(own) != 1 || own[0].Value != 3 {
		t.Errorf("a benchmark of some rows has its own: %+v", own)
	}
	if other := parseDefs(t, strings.Replace(benchmarkDefs, "value = 25", "value = 26", 1)).Metric("nps"); other.Sum() == base.Sum() {
		t.Error("a metric with another benchmark has the same sum")
	}
	for _, c := range []struct {
		p    Point
		want string
	}{
		{Point{Value: 40, Low: 26, High: 50, Interval: true, N: 90, State: Shown}, "above"},
		{Point{Value: 10, Low: 0, High: 24, Interval: true, N: 90, State: Shown}, "below"},
		{Point{Value: 40, Low: 25, High: 50, Interval: true, N: 90, State: Shown}, "within_margin"},
		{Point{Value: 40, Low: 26, High: 50, Interval: true, N: 20, State: Shown, LowBase: true}, ""},
		{Point{Value: 40, N: 90, State: Shown}, ""},
		{Point{State: Hidden}, ""},
	} {
		if got := b.Standing(c.p); got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
}

func TestBenchmarkMistakes(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`of = "nps"`, `of = "npss"`, `unknown metric "npss" = did you mean "nps"?`},
		{`of = "nps"`, `of = "panel"`, `a metric of kind benchmark has no figure for a benchmark`},
		{`of = "nps"`, ``, `a benchmark needs of`},
		{`value = 25`, ``, `a benchmark needs value`},
		{`value = 25`, `value = 125`, `metric "nps" cannot be 125`},
		{`year = 2025`, ``, `a benchmark needs source and year`},
		{`year = 2025`, `year = 25`, `25 is not a year`},
		{`year = 2025`, "year = 2025\ntable = \"t\"", `a benchmark has table from its metric`},
		{`year = 2025`, "year = 2025\nscale = [1, 5]", `measured from 0 to 10, the benchmark from 1 to 5: they cannot be compared`},
		{`time = "date"`, "channel = \"email\"\n[metrics.x]\nkind = \"count\"\ntable = \"t\"\n", ``},
		{`time = "date"`, `breaks = [1, 3, 4, 5]`, `measured from 1 to 5, the benchmark from 0 to 10`},
		{`time = "date"`, "question = \"Would you recommend us?\"\n[metrics.x]\nkind = \"count\"\ntable = \"t\"\n", ``},
		{`kind = "nps"`, "kind = \"funnel\"\nsteps = [\"a\", \"b\"]", `a metric of kind funnel has no figure`},
	} {
		defs, problems := Parse(source.NewFile("data/metrics.toml", []byte(strings.Replace(benchmarkDefs, c.old, c.new, 1))))
		got := ""
		for _, p := range problems {
			got += p.Where() + ": " + p.Text + " = " + p.Hint + "\n"
		}
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.new, got, c.want)
		}
		if c.want != "" && defs.Metric("panel") != nil {
			t.Errorf("%s: the benchmark is kept", c.new)
		}
	}
	asks := strings.Replace(benchmarkDefs, `time = "date"`, `question = { en = "Would you recommend us?", fa = "?" }`, 1) + "question = { en = \"Would you buy again?\" }\n"
	if _, problems := Parse(source.NewFile("data/metrics.toml", []byte(asks))); len(problems) != 1 || !strings.Contains(problems[0].Text, "asks another question") {
		t.Errorf("%+v", problems)
	}
	by := func(benchmark string) []source.Problem {
		_, problems := Parse(source.NewFile("data/metrics.toml", []byte(strings.Replace(benchmarkDefs, `time = "date"`, `channel = "email"`, 1)+"channel = \""+benchmark+"\"\n")))
		return problems
	}
	if problems := by("Phone"); len(problems) != 1 || !strings.Contains(problems[0].Text, `is measured by email, the benchmark by Phone: they cannot be compared`) {
		t.Errorf("%+v", problems)
	}
	if problems := by("Email"); len(problems) != 0 {
		t.Errorf("%+v", problems)
	}
	// A metric with a mistake is not also an unknown one.
	broken := strings.Replace(benchmarkDefs, `time = "date"`, `breaks = [1]`, 1)
	if _, problems := Parse(source.NewFile("data/metrics.toml", []byte(broken))); len(problems) != 1 {
		t.Errorf("%+v", problems)
	}
	if _, problems := Parse(source.NewFile("data/metrics.toml", []byte(strings.Replace(benchmarkDefs, `kind = "nps"`, `kind = "csat"`, 1)))); len(problems) != 0 {
		t.Errorf("%+v", problems)
	}
}
