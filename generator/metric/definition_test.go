package metric

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

func TestParse(t *testing.T) {
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte(`
[tables.answers]
files = "answers/*.csv"
columns = { score = "Q1" }

[metrics.nps]
kind = "nps"
table = "answers"
time = "time"
target = 45
question = "How likely are you to recommend us?"
title = { en = "Net Promoter Score", fa = "شاخص خالص مروجان" }

[metrics.enps]
kind = "nps"
table = "staff"
min_n = 10
breaks = [1, 6, 8, 10]

[metrics.checkout]
kind = "funnel"
table = "events"
steps = ["view", ["cart", "basket"], "order"]
window = "7d"

[metrics.wait]
kind = "median"
table = "calls"
column = "seconds"
unit = "seconds"
better = "lower"
week_start = "sat"
`)))
	for _, p := range problems {
		t.Errorf("%s: %s", p.Where(), p.Text)
	}
	var names []string
	for _, m := range defs.Metrics {
		names = append(names, m.Name)
	}
	if got := strings.Join(names, " "); got != "checkout enps nps wait" {
		t.Fatalf("metrics %s", got)
	}
	nps := defs.Metric("nps")
	if nps.Kind != "nps" || nps.Unit != Score || *nps.Target != 45 || nps.MinN != 5 || nps.LowN != 30 || nps.Conf != .95 || nps.Scale != [2]float64{0, 10} ||
		nps.Better != "higher" || nps.Title.In("fa") != "شاخص خالص مروجان" || nps.Title.In("ko") != "Net Promoter Score" || nps.Question.In("ko") != "How likely are you to recommend us?" {
		t.Errorf("%+v", nps)
	}
	if m := defs.Metric("wait"); m.Unit != Seconds || m.Better != "lower" || m.Week != time.Saturday {
		t.Errorf("%+v", m)
	}
	if m := defs.Metric("checkout"); m.Time != "timestamp" || m.kind.(*funnelKind).Window != 7*24*3600 || m.kind.(*funnelKind).Steps[1].Name != "cart / basket" {
		t.Errorf("%+v %+v", m, m.kind)
	}
	if defs.Metric("none") != nil || defs.Tables["answers"].Columns["score"] != "Q1" {
		t.Errorf("%+v", defs)
	}
	house := defs.With(House{MinN: 7, LowN: 40, Week: "sun"})
	if a, b := house.Metric("nps"), house.Metric("enps"); a.MinN != 7 || b.MinN != 10 || a.LowN != 40 || a.Week != time.Sunday || nps.MinN != 5 || a.Sum() == nps.Sum() {
		t.Errorf("%+v %+v", a, b)
	}
	if again, _ := Parse(source.NewFile("x", []byte("[metrics.nps]\nkind='nps'\ntable='answers'\n"))); again.Metrics[0].Sum() == nps.Sum() {
		t.Error("different definitions have one sum")
	}
}

func TestParseMistakes(t *testing.T) {
	for _, c := range []struct{ settings, want string }{
		{`kind = "npss"`, `2:9: unknown kind of metric "npss" = did you mean "nps"?`},
		{`kind = "wishes"`, `2:9: unknown kind of metric "wishes" = known are: nps, enps, csat, ces, touchpoints, `},
		{"kind = \"ces\"\ntable = \"t\"\neasy_min = 1", `4:12: easy_min must be from 2 to 7 on this scale`},
		{"kind = \"ces\"\ntable = \"t\"\nhard_max = 5", `4:12: hard_max must be from 1 to 4 = it lies below easy_min, which is 5`},
		{"kind = \"ces\"\ntable = \"t\"\nheadline = \"easy\"", `4:13: headline cannot be "easy"`},
		{"kind = \"key_drivers\"\ntable = \"t\"\ndrivers = [\"a\", \"b\"]", `2:9: key_drivers needs outcome`},
		{"kind = \"key_drivers\"\ntable = \"t\"\noutcome = \"a\"\ndrivers = [\"b\"]", `2:9: key_drivers needs from 2 to 40 drivers`},
		{"kind = \"key_drivers\"\ntable = \"t\"\noutcome = \"a\"\ndrivers = [\"b\", \"a\"]", `5:18: "a" stands twice`},
		{"kind = \"perception_gap\"\ntable = \"t\"\ncompany_values = [\"Customer\"]", `"Customer" stands for both sides`},
		{"kind = \"touchpoints\"\ntable = \"t\"\ntop_boxes = 5", `4:13: top_boxes must be from 1 to 4`},
		{"kind = \"touchpoints\"\ntable = \"t\"\norder_list = [\"a\", \"b\", \"a\"]", `order_list has "a" twice`},
		{"kind = \"ces\"\ntable = \"t\"\nscale = [7]", `4:9: scale wants its lowest`},
		{`table = "t"`, `metric "m" lacks kind = known are: nps`},
		{`kind = "nps"`, `2:9: metric "m" lacks table`},
		{"kind = \"nps\"\ntable = \"t\"\nscor = \"x\"", `4:1: unknown key "scor"`},
		{"kind = \"nps\"\ntable = \"t\"\nscor = \"x\"", `did you mean "score"?`},
		{"kind = \"nps\"\ntable = \"t\"\nsteps = []", `unknown key "steps"`},
		{"kind = \"nps\"\ntable = \"t\"\nbreaks = [0, 8, 6, 10]", `4:10: breaks wants four rising numbers`},
		{"kind = \"nps\"\ntable = \"t\"\nci = \"waldd\"", `ci cannot be "waldd" = did you mean "wald"?`},
		{"kind = \"nps\"\ntable = \"t\"\nconf = 95", `conf must lie between`},
		{"kind = \"nps\"\ntable = \"t\"\nmin_n = -1", `min_n cannot be negative`},
		{"kind = \"nps\"\ntable = \"t\"\nbetter = \"hihger\"", `better cannot be "hihger" = did you mean "higher"?`},
		{"kind = \"nps\"\ntable = \"t\"\nwhere = \"score >\"", `4:`},
		{"kind = \"nps\"\ntable = \"t\"\nwhere = \"store = row.id\"", `a definition has no row`},
		{"kind = \"nps\"\ntable = \"t\"\nunit = \"EUR\"", `the unit of nps is always score`},
		{"kind = \"count\"\ntable = \"t\"\nweight = \"w\"", `unknown key "weight"`},
		{"kind = \"sum\"\ntable = \"t\"", `needs column`},
		{"kind = \"sum\"\ntable = \"t\"\ncolumn = \"a\"\nunit = \"euro\"", `unknown unit "euro"`},
		{"kind = \"share\"\ntable = \"t\"", `a share needs good`},
		{"kind = \"ratio\"\ntable = \"t\"\ncolumn = \"a\"", `a ratio needs per`},
		{"kind = \"value\"\ntable = \"t\"\ncolumn = \"a\"", `it needs source`},
		{"kind = \"csat\"\ntable = \"t\"\nrolling = 1", `4:11: rolling must be from 2 to 60 periods`},
		{"kind = \"csat\"\ntable = \"t\"\nscale = [5, 1]", `scale wants its lowest`},
		{"kind = \"csat\"\ntable = \"t\"\ntop_boxes = 5", `top_boxes must be from 1 to 4`},
		{"kind = \"csat\"\ntable = \"t\"\npositive_values = [\"good\"]", `go together`},
		{"kind = \"funnel\"\ntable = \"t\"", `2:9: a funnel needs from 2 to 32 steps`},
		{"kind = \"funnel\"\ntable = \"t\"\nsteps = [\"a\"]", `4:9: a funnel needs from 2 to 32 steps`},
		{"kind = \"funnel\"\ntable = \"t\"\nsteps = [\"a\", \"b\"]\nwindow = \"soon\"", `5:11: window wants a length of time like "30m", "2h" or "7d", not "soon"`},
		{"kind = \"funnel\"\ntable = \"t\"\nsteps = [\"a\", \"b\"]\norder = \"odered\"", `did you mean "ordered"?`},
		{"kind = \"funnel\"\ntable = \"t\"\nsteps = [\"a\", 3]", `4:15: `},
	} {
		defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\n"+c.settings+"\n")))
		var got strings.Builder
		for _, p := range problems {
			fmt.Fprintf(&got, "%s: %s = %s\n", p.Where(), p.Text, p.Hint)
		}
		if !strings.Contains(got.String(), c.want) {
			t.Errorf("%s\ngot  %s\nwant %s", c.settings, got.String(), c.want)
		}
		if len(defs.Metrics) > 0 {
			t.Errorf("%s: the metric is kept", c.settings)
		}
	}
	for _, name := range []string{`"my nps"`, `"a,b"`, `"a.b"`, `3`} {
		if _, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics."+name+"]\nkind = \"nps\"\ntable = \"t\"\n"))); len(problems) != 1 || !strings.Contains(problems[0].Text, "cannot name a metric") {
			t.Errorf("%s: %+v", name, problems)
		}
	}
	if _, problems := Parse(source.NewFile("data/metrics.toml", []byte("metrics = 3\n"))); len(problems) == 0 {
		t.Error("metrics = 3 is no mistake")
	}
	if _, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics]\nm = 3\n"))); len(problems) == 0 {
		t.Error("m = 3 is no mistake")
	}
	if defs, problems := Parse(source.NewFile("data/metrics.toml", nil)); len(problems) != 0 || defs == nil {
		t.Errorf("an empty file: %+v", problems)
	}
}

func TestCheck(t *testing.T) {
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\nkind = \"nps\"\ntable = \"t\"\ntime = \"dat\"\nwhere = \"chanel = 'web'\"\n")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	found := defs.Check(defs.Metrics[0], readTable(t, "date,score,channel\n2026-01-01,9,web\n", time.UTC))
	if len(found) != 2 || found[0].At.Text() != "dat" || !strings.Contains(found[1].At.Text(), "chanel") {
		t.Errorf("%+v", found)
	}
}

// problemsOf lists the problems of the settings of one metric.
func problemsOf(settings string) string {
	_, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+settings)))
	var list strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&list, "%s: %s = %s\n", p.Where(), p.Text, p.Hint)
	}
	return list.String()
}
