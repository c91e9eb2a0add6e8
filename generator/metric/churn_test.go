package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// staying writes n stays.
func staying(name string, n int, start, end, plan string) string {
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, "%s%d,%s,%s,%s\n", name, i, start, end, plan)
	}
	return lines.String()
}

const stayHead = "customer,start,end,plan\n"

func TestChurnByMonth(t *testing.T) {
	table := readTable(t, stayHead+
		staying("a", 40, "2025-05-01", "", "basic")+ // stays
		staying("b", 10, "2025-05-01", "2026-02-10", "basic")+ // leaves in February
		staying("c", 5, "2026-01-10", "2026-03-01", "pro")+ // its first day away is 1 March: leaves in February
		staying("d", 4, "2026-02-03", "2026-02-20", "pro")+ // comes and goes
		"e,nonsense,,pro\nf,2026-02-01,2026-01-01,pro\n,2026-02-01,,pro\ng,2026-03-05,,pro\n", time.UTC)
	m := defineMetric(t, "kind = \"churn\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month", Period: "2026", Now: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)})
	if !slices.Equal(r.Groups, []string{"2026-01", "2026-02", "2026-03"}) {
		t.Fatalf("groups %v", r.Groups)
	}
	for measure, want := range map[Measure]string{
		Value:    "0/50 27.27/55 o0/40",
		Retained: "100/50 72.73/55 o100/40",
		Opening:  "50/50 55/55 o40/40",
		Churned:  "0/50 15/55 o0/40",
		New:      "5/50 4/55 o1/40",
		NewLost:  "0/50 4/55 o0/40",
		Closing:  "55/50 40/55 o41/40",
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if m.Better != "lower" || r.Excluded != (Excluded{Missing: 1, Invalid: 2}) || r.Used != 60 {
		t.Errorf("better %s, excluded %+v, used %d", m.Better, r.Excluded, r.Used)
	}
	// 15 of 55 against 0 of 50: pooled z = .2727 / sqrt(1/7 · 6/7 · (1/55 + 1/50)) = 3.9886
	c := r.Series[0].Points[1].Change
	if c == nil || c.Verdict != Clear || !near(c.Delta, 100*15/55.) || c.Against != "2026-01" || r.Series[0].Points[2].Change != nil {
		t.Errorf("change %+v", c)
	}
}

func TestChurnOfOnePeriod(t *testing.T) {
	table := readTable(t, stayHead+staying("a", 20, "2025-05-01", "", "basic")+staying("b", 20, "2025-05-01", "2026-02-10", "pro")+
		staying("c", 3, "2025-05-01", "2026-02-10", "vip")+staying("d", 6, "2025-05-01", "2026-03-10", "old")+staying("e", 2, "2026-02-01", "", "late"), time.UTC)
	m := defineMetric(t, "kind = \"churn\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "plan", Period: "2026-02", Compare: "previous"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Value)); got != "basic late old pro vip: 0/20* # 0/6* 100/20* #" {
		t.Errorf("got %s", got)
	}
	if got := sketch(r.Find(New)); got != "0/20* # 0/6* 0/20* #" {
		t.Errorf("new %s", got)
	}
	if r.Total == nil || !near(r.Total.Value, 100*23/49.) || r.Total.Change == nil || !near(r.Total.Change.Delta, r.Total.Value) {
		t.Errorf("total %+v", r.Total)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table}); mistake == nil || mistake.Key != "period" {
		t.Errorf("without a period: %v", mistake)
	}
	inclusive := defineMetric(t, "kind = \"churn\"\nend_inclusive = true\n")
	last := readTable(t, stayHead+staying("a", 9, "2025-05-01", "2026-01-31", "x")+staying("b", 11, "2025-05-01", "2026-01-30", "x"), time.UTC)
	if got := sketch(mustAnswer(t, Query{Metric: inclusive, Table: last, Period: "2026-01"}).Find(Value)); got != "100/20*" {
		t.Errorf("their last day is the 31st at the latest: %s", got)
	}
	if got := sketch(mustAnswer(t, Query{Metric: inclusive, Table: last, Period: "2026-01-30"}).Find(Value)); got != "55/20*" {
		t.Errorf("those whose last day is the 30th: %s", got)
	}
}

func TestChurnByActivity(t *testing.T) {
	csv := "customer,date,shop\n"
	for i := range 10 {
		csv += fmt.Sprintf("a%d,2026-01-10,north\nb%d,2026-01-10,north\nb%d,2026-03-31,south\n", i, i, i)
	}
	csv += ",2026-01-01,north\nx,never,north\n"
	m := defineMetric(t, "kind = \"churn_activity\"\ninactivity = \"30d\"\n")
	table := readTable(t, csv, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if got := sketch(r.Find(Value)) + " | " + sketch(r.Find(Active)); got != "0/20* 100/20* 50/20* | 20/20* 0/20* 10/20*" {
		t.Errorf("got %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "shop"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Value)); got != "north south: 100/10* 0/10*" {
		t.Errorf("got %s", got)
	}
	if !near(r.Total.Value, 50) || !slices.Equal(r.Facts, []Fact{{"inactivity_days", 30}}) || r.Excluded != (Excluded{Missing: 1, NoDate: 1}) || r.Used != 30 {
		t.Errorf("total %+v, facts %v, excluded %+v, used %d", r.Total, r.Facts, r.Excluded, r.Used)
	}
	// The day counts, not the hour: 9 February is 30 days after 10 January, the 10th is 31.
	for day, want := range map[string]string{"2026-02-09": "0/20*", "2026-02-10": "100/20*", "2025-12-01": "-", "2026-04-05": "-"} {
		if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, Period: day}).Find(Value)); got != want {
			t.Errorf("%s: got %s, want %s", day, got, want)
		}
	}
	fixed := defineMetric(t, "kind = \"churn_activity\"\ninactivity = \"4w\"\nas_of = 2026-02-10\n")
	if got := sketch(mustAnswer(t, Query{Metric: fixed, Table: table}).Find(Churned)); got != "20/20*" {
		t.Errorf("as of 10 February: %s", got)
	}
}

// TestStaysAddUp checks what holds of all stays: those at the end of a month are those at the start of the next, and the groups add up to all.
func TestStaysAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := defineMetric(t, "kind = \"churn\"\nmin_n = 0\n")
	for round := range 60 {
		csv := stayHead
		for customer := range 1 + random.IntN(40) {
			from := random.IntN(300)
			end := ""
			if random.IntN(3) > 0 {
				end = begin.AddDate(0, 0, from+random.IntN(200)).Format(time.DateOnly)
			}
			csv += fmt.Sprintf("c%d,%s,%s,%s\n", customer, begin.AddDate(0, 0, from).Format(time.DateOnly), end, []string{"basic", "pro", ""}[random.IntN(3)])
		}
		table := readTable(t, csv, time.UTC)
		r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
		at := func(r *Result, measure Measure, i int) float64 { return r.Find(measure).Points[i].Value }
		for i, month := range r.Groups {
			if i > 0 && at(r, Opening, i) != at(r, Closing, i-1) {
				t.Fatalf("round %d, %s: opens with %v, after %v\n%s", round, month, at(r, Opening, i), at(r, Closing, i-1), csv)
			}
			if at(r, Closing, i) != at(r, Opening, i)-at(r, Churned, i)+at(r, New, i)-at(r, NewLost, i) {
				t.Fatalf("round %d, %s: %+v\n%s", round, month, r.Series, csv)
			}
			plans := mustAnswer(t, Query{Metric: m, Table: table, By: "plan", Period: month})
			for _, measure := range []Measure{Opening, Churned, New, NewLost, Closing} {
				sum := 0.
				for g := range plans.Groups {
					sum += at(plans, measure, g)
				}
				if sum != at(r, measure, i) {
					t.Fatalf("round %d, %s, %s: plans have %v, all %v\n%s", round, month, measure, sum, at(r, measure, i), csv)
				}
			}
		}
	}
}
