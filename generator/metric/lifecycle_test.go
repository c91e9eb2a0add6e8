package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// bySplit sketches the series of a measure, one line per split.
func bySplit(r *Result, m Measure) string {
	var lines []string
	for i := range r.Series {
		if s := &r.Series[i]; s.Measure == m {
			lines = append(lines, s.Split+": "+sketch(s))
		}
	}
	return strings.Join(lines, "\n")
}

// orderedOn writes n customers who order on each of some days.
func orderedOn(name string, n int, days ...string) string {
	var lines strings.Builder
	for i := range n {
		for _, day := range days {
			fmt.Fprintf(&lines, "%s%d,order,%s,shop\n", name, i, day)
		}
	}
	return lines.String()
}

const eventHead = "customer,event,date,place\n"

func TestLifecycleByMonth(t *testing.T) {
	csv := eventHead + "lead,signup,2026-01-05,web\n" +
		orderedOn("a", 4, "2026-01-10", "2026-02-20", "2026-03-20") + // new, then existing
		orderedOn("b", 3, "2025-09-01", "2026-03-15") + // separating in January and February, won back in March
		orderedOn("c", 2, "2026-03-25") // new in March, unknown before
	r := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"lifecycle\"\n"), Table: readTable(t, csv, time.UTC), By: "month", Period: "2026"})
	if !slices.Equal(r.Groups, []string{"2026-01", "2026-02", "2026-03"}) {
		t.Fatalf("groups %v", r.Groups)
	}
	want := "acquisition: 1/8* 1/8* 1/10*\nnew: 4/8* 0/8* 2/10*\nexisting: 0/8* 4/8* 4/10*\nseparating: 3/8* 3/8* 0/10*\nlost: 0/8* 0/8* 0/10*\nwon_back: 0/8* 0/8* 3/10*"
	if got := bySplit(r, Count); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if c := r.Find(Share).Points[2].Change; c == nil || !near(c.Delta, 10-12.5) || c.Verdict != TooFew {
		t.Errorf("share of leads in March: %+v", c)
	}
	if r.Find(Value) != nil || r.Total != nil || r.Excluded != (Excluded{}) {
		t.Errorf("%+v", r)
	}
}

func TestLifecycleOfFew(t *testing.T) {
	m := defineMetric(t, "kind = \"lifecycle\"\nas_of = \"2026-04-01\"\n")
	table := readTable(t, eventHead+orderedOn("a", 9, "2026-03-10")+strings.ReplaceAll(orderedOn("b", 3, "2026-03-10"), "shop", "web")+
		strings.ReplaceAll(orderedOn("c", 6, "2025-03-10"), "shop", "app"), time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "place"})
	if got := strings.Join(r.Groups, " ") + "\n" + bySplit(r, Count); !strings.Contains(got, "app shop web\n") || !strings.Contains(got, "new: # 9/9* #") || !strings.Contains(got, "lost: # 0/9* #") {
		t.Errorf("one small place alone could be found from all: got\n%s", got)
	}
	if !slices.Equal(r.Hidden, []string{"app", "web"}) {
		t.Errorf("hidden %v", r.Hidden)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, Split: "place"}); mistake == nil || mistake.Key != "split" {
		t.Errorf("split: %v", mistake)
	}
	orders := readTable(t, "customer,date\nx,2026-03-10\n", time.UTC) // a table of orders needs no column of events
	one := defineMetric(t, "kind = \"lifecycle\"\nmin_n = 1\n")
	if got := bySplit(mustAnswer(t, Query{Metric: one, Table: orders}), Count); !strings.Contains(got, "new: 1/1*") {
		t.Errorf("got %s", got)
	}
}

func TestLifecycleTransitions(t *testing.T) {
	csv := eventHead +
		orderedOn("a", 6, "2026-01-10", "2026-02-10", "2026-03-10") + // existing, stays so
		orderedOn("b", 7, "2025-06-01", "2026-03-15") + // lost, won back
		orderedOn("c", 5, "2025-06-01") + // lost, stays so
		orderedOn("d", 8, "2026-03-20") + // comes
		orderedOn("e", 2, "2026-02-15", "2026-03-18") // new, two only
	m := defineMetric(t, "kind = \"lifecycle\"\n")
	table := readTable(t, csv, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "transition", Period: "2026-03"})
	if r.By != "transition" || !slices.Equal(r.Groups, []string{"acquisition", "new", "existing", "separating", "lost", "won_back"}) {
		t.Fatalf("by %q, groups %v", r.By, r.Groups)
	}
	// The two new ones are hidden, and so are the six existing: else the two would be what is left of all.
	want := "acquisition: 0/8* # # - 0/12* -\nnew: 8/8* # # - 0/12* -\nexisting: 0/8* # # - 0/12* -\nseparating: 0/8* # # - 0/12* -\nlost: 0/8* # # - 5/12* -\nwon_back: 0/8* # # - 7/12* -"
	if got := bySplit(r, Count); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(r.Hidden, []string{"new", "existing"}) || len(r.Facts) != 1 || r.Facts[0].Name != "win_back_rate" || !near(r.Facts[0].Value, 700/12.) {
		t.Errorf("hidden %v, facts %v", r.Hidden, r.Facts)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "transition"}); mistake == nil || mistake.Key != "period" {
		t.Errorf("without a period: %v", mistake)
	}
}

// slowPhase follows the specification to the letter (§9), from the customer's days of orders in any order.
func slowPhase(orders []int, today int) string {
	first, last, before := 1<<30, -1, -1
	for _, day := range orders {
		if day > today {
			continue
		}
		first = min(first, day)
		if day >= last {
			last, before = day, last
		} else {
			before = max(before, day)
		}
	}
	switch {
	case last < 0:
		return "acquisition"
	case today-last > 180:
		return "lost"
	case today-last > 90:
		return "separating"
	case before >= 0 && last-before > 90:
		return "won_back"
	case today-first <= 30:
		return "new"
	}
	return "existing"
}

func TestLifecycleAgainstTheLetter(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	begin := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	m := defineMetric(t, "kind = \"lifecycle\"\nmin_n = 0\nas_of = 2026-02-05\n") // day 400
	for round := range 60 {
		csv := eventHead
		want := map[string]int{}
		for customer := range 1 + random.IntN(30) {
			var orders []int
			for range 1 + random.IntN(4) {
				day := random.IntN(450)
				event := "order"
				if random.IntN(5) == 0 {
					event = "visit"
				} else {
					orders = append(orders, day)
				}
				csv += fmt.Sprintf("c%d,%s,%s,x\n", customer, event, begin.AddDate(0, 0, day).Format(time.DateOnly))
			}
			want[slowPhase(orders, 400)]++
		}
		r := mustAnswer(t, Query{Metric: m, Table: readTable(t, csv, time.UTC)})
		for _, s := range r.Series {
			if s.Measure == Count && int(s.Points[0].Value) != want[s.Split] {
				t.Fatalf("round %d, %s: got %v, want %d\n%s", round, s.Split, s.Points[0].Value, want[s.Split], csv)
			}
		}
	}
}
