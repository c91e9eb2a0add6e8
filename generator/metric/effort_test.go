package metric

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestEffort(t *testing.T) {
	// On a scale of seven: 6 easy, 2 in the middle, 2 hard in January; in February 8 easy and 2 hard. May is small.
	table := readTable(t, "date,channel,score\n"+rows(6, "2026-01-10,web,7")+rows(2, "2026-01-10,app,4")+rows(2, "2026-01-10,app,1")+
		rows(8, "2026-02-10,web,6")+rows(2, "2026-02-10,app,2")+rows(4, "2026-05-01,web,1")+"2026-05-01,web,8\n", time.UTC)
	m := defineMetric(t, "kind = \"ces\"\ntime = \"date\"\nlow_n = 10\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	for measure, want := range map[Measure]string{Value: "60/10 80/10 - - #", Mean: "5.2/10 5.2/10 - - #", Net: "40/10 60/10 - - #"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	if r.Find(Value).Unit != Percent || r.Find(Easy) != nil || r.Excluded != (Excluded{}) || !slices.Equal(r.Hidden, []string{"2026-05"}) {
		t.Errorf("unit %s, %+v, hidden %v", r.Find(Value).Unit, r.Excluded, r.Hidden)
	}
	if c := r.Find(Value).Points[1].Change; c == nil || !near(c.Delta, 20) || c.Verdict != Unclear { // pooled: z = .2/sqrt(.7·.3·.2)
		t.Errorf("%+v", c)
	} else if z := .2 / math.Sqrt(.7*.3*.2); !near(c.P, math.Erfc(z/math.Sqrt2)) {
		t.Errorf("p %v", c.P)
	}
	options := 0
	for _, s := range r.Series {
		if s.Measure == Answers {
			options++
		}
	}
	if options != 7 {
		t.Errorf("%d options", options)
	}

	m = defineMetric(t, "kind = \"ces\"\ntime = \"date\"\nheadline = \"mean\"\nlow_n = 1\n")
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-02", Compare: "previous", By: "channel", Where: nil})
	if got := sketch(r.Find(Value)); got != "# #" { // app has two answers, and web could be found from the total
		t.Errorf("got %s", got)
	}
	if c := r.Total.Change; c == nil || !near(c.Delta, 0) || !c.Tested || !near(c.P, 1) { // Welch's test
		t.Errorf("%+v", c)
	}
	if names := []Fact{{"mean", 5.2}, {"net", 60}, {"easy_pct", 80}}; !slices.EqualFunc(r.Facts, names, func(a, b Fact) bool { return a.Name == b.Name && near(a.Value, b.Value) }) {
		t.Errorf("facts %v", r.Facts)
	}

	// A form on which 1 is easy: 7 becomes 1, so the six sevens are hard.
	m = defineMetric(t, "kind = \"ces\"\ntime = \"date\"\nheadline = \"net\"\nreverse = true\n")
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01", Split: "channel"})
	got := sketch(&r.Series[0]) + " " + sketch(&r.Series[1])
	if got != "# #" {
		t.Errorf("split: %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01"})
	if got := sketch(r.Find(Value)) + ", easy " + sketch(r.Find(Easy)) + ", mean " + sketch(r.Find(Mean)); got != "-40/10*, easy 20/10*, mean 2.8/10*" || r.Find(Value).Unit != Score {
		t.Errorf("reversed: %s", got)
	}
}

func TestEffortScales(t *testing.T) {
	for _, c := range []struct {
		settings   string
		easy, hard int
	}{
		{"", 5, 3}, {"scale = [1, 5]", 4, 2}, {"scale = [1, 10]", 6, 5}, {"scale = [0, 10]", 6, 4}, {"easy_min = 6", 6, 2}, {"easy_min = 4\nhard_max = 2", 4, 2},
	} {
		k := defineMetric(t, "kind = \"ces\"\n"+c.settings+"\n").kind.(*cesKind)
		if k.easyFrom() != c.easy || k.hardTo() != c.hard {
			t.Errorf("%s: easy from %d, hard to %d", c.settings, k.easyFrom(), k.hardTo())
		}
	}
}

func TestEmployeesAreHiddenBelowTen(t *testing.T) {
	table := readTable(t, "team,score\n"+rows(9, "a,9")+rows(12, "b,9")+rows(14, "c,0"), time.UTC)
	m := defineMetric(t, "kind = \"enps\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "team"})
	if got := sketch(r.Find(Value)); got != "# # -100/14*" || r.Find(Detractors) == nil {
		t.Errorf("got %s", got)
	}
}
