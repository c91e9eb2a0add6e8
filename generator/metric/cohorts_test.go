package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// came writes n users with events at some moments.
func came(name string, n int, moments ...string) string {
	var lines strings.Builder
	for i := range n {
		for _, at := range moments {
			fmt.Fprintf(&lines, "%s%d,%s,visit\n", name, i, at)
		}
	}
	return lines.String()
}

const visitHead = "user,timestamp,event\n"

func TestCohorts(t *testing.T) {
	csv := visitHead +
		came("a", 20, "2026-01-05", "2026-02-10", "2026-03-01") + came("b", 20, "2026-01-31") + // half come back twice
		came("c", 3, "2026-02-05", "2026-03-10") + // too few
		came("d", 30, "2026-03-02") + came("e", 10, "2026-03-02", "2026-04-03") +
		came("f", 8, "2026-04-04")
	table := readTable(t, csv, time.UTC)
	m := defineMetric(t, "kind = \"cohort_retention\"\n")
	april := time.Date(2026, 4, 20, 12, 0, 0, 0, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, Now: april})
	if r.By != "cohort" || !slices.Equal(r.Groups, []string{"0", "1", "2", "3"}) {
		t.Fatalf("by %q, groups %v", r.By, r.Groups)
	}
	// The average of month 1 is that of January and March would be, were March's month 1 over: 20 of 40.
	want := "2026-01: 100/40 50/40 50/40 o0/40\n2026-02: # # # #\n2026-03: 100/40 o25/40 - -\n2026-04: o100/8* - - -\n: 100/80 50/40 50/40 -"
	if got := bySplit(r, Retained); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !slices.Equal(r.Hidden, []string{"2026-02"}) || r.Total == nil || r.Total.Value != 50 || !slices.Equal(r.Facts, []Fact{{"bucket_days", 30}}) {
		t.Errorf("hidden %v, total %+v, facts %v", r.Hidden, r.Total, r.Facts)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Now: april, By: "cohort", Last: 2})
	if got := bySplit(r, Retained); got != "2026-03: 100/40 o25/40\n2026-04: o100/8* -\n: 100/40 -" {
		t.Errorf("the last two: got\n%s", got)
	}
	// A page about March knows nothing of April; one about the first quarter the same, and only cohorts that begin in it.
	r = mustAnswer(t, Query{Metric: m, Table: table, Now: april, Period: "2026-03"})
	if got := bySplit(r, Retained); got != "2026-01: 100/40 50/40 50/40\n2026-02: # # #\n2026-03: 100/40 - -\n: 100/80 50/40 50/40" {
		t.Errorf("as of March: got\n%s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Now: april, Period: "2026-02..2026-03"})
	if got := bySplit(r, Retained); got != "2026-02: # #\n2026-03: 100/40 -\n: 100/40 -" {
		t.Errorf("February to March: got\n%s", got)
	}
	for _, query := range []Query{{By: "month"}, {By: "event"}, {Split: "event"}} {
		query.Metric, query.Table = m, table
		if r, mistake := Answer(query); mistake == nil {
			t.Errorf("%q %q: %+v", query.By, query.Split, r)
		}
	}
	if r := mustAnswer(t, Query{Metric: m, Table: readTable(t, visitHead, time.UTC)}); len(r.Groups) != 0 || r.Total != nil {
		t.Errorf("without rows: %+v", r)
	}
}

func TestCohortModes(t *testing.T) {
	csv := visitHead + "a,2026-02-25,visit\na,2026-03-03,visit\na,2026-03-28,visit\nb,2026-02-25,visit\nb,2026-04-10,visit\nc,2026-03-01,look\n"
	table := readTable(t, csv, time.UTC)
	for settings, want := range map[string]string{
		"": "2026-02: 100/2 50/2 50/2\n2026-03: 100/1 0/1 -\n: 100/3 33.33/3 50/2",
		// 25 February to 3 March is month 1 in the calendar, and month 0 of thirty days.
		"mode = \"rolling\"": "2026-02: 100/2 100/2\n2026-03: 100/1 0/1\n: 100/3 66.67/3",
		"cohort = \"recurring\"\nstart_event = \"visit\"\nreturn_event = \"visit\"": "2026-02: 100/2 50/2 50/2\n2026-03: 100/1 0/1 -\n2026-04: 100/1 - -\n: 100/4 33.33/3 50/2",
		"type = \"on_or_after\"": "2026-02: 100/2 100/2 50/2\n2026-03: 100/1 0/1 -\n: 100/3 66.67/3 50/2",
		"periods = 2":            "2026-02: 100/2 50/2\n2026-03: 100/1 0/1\n: 100/3 33.33/3",
		"unit = \"week\"\nbrackets = [[1, 3], [4, 8]]":               "2026-02-23: 33.33/3 66.67/3\n: 33.33/3 66.67/3",
		"unit = \"week\"\nweek_start = \"sun\"\nbrackets = [[5, 6]]": "2026-02-22: 50/2\n2026-03-01: 0/1\n: 33.33/3",
		"start_event = \"look\"":                                     "2026-03: 100/1 0/1\n: 100/1 0/1",
	} {
		m := defineMetric(t, "kind = \"cohort_retention\"\nmin_n = 1\nlow_n = 1\n"+settings+"\n")
		if got := bySplit(mustAnswer(t, Query{Metric: m, Table: table}), Retained); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", settings, got, want)
		}
	}
}

// TestCohortsAddUp checks what holds of all cohorts: every user is in one, no cell has more than its cohort, and what may come back later only shrinks.
func TestCohortsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for round := range 100 {
		csv, users := visitHead, map[int]bool{}
		for range 1 + random.IntN(60) {
			user := random.IntN(20)
			users[user] = true
			csv += fmt.Sprintf("u%d,%s,visit\n", user, begin.Add(time.Duration(random.IntN(200*24))*time.Hour).Format(time.RFC3339))
		}
		unit, mode := units[random.IntN(3)], []string{"calendar", "rolling"}[random.IntN(2)]
		table := readTable(t, csv, time.UTC)
		count := func(kind string) []cohort {
			m := defineMetric(t, fmt.Sprintf("kind = \"cohort_retention\"\nunit = %q\nmode = %q\ntype = %q\n", unit, mode, kind))
			q := asked(t, Query{Metric: m, Table: table})
			found, mistake := m.kind.(*cohortRetentionKind).count(q)
			if mistake != nil {
				t.Fatal(mistake)
			}
			return found.cohorts
		}
		on, after := count("on"), count("on_or_after")
		members := 0
		for i, c := range on {
			members += c.size
			if c.retained[0] != c.size || after[i].retained[0] != c.size {
				t.Fatalf("round %d: %+v", round, c)
			}
			for b, n := range c.retained {
				later := after[i].retained[b]
				if n > later || later > c.size || b > 0 && later > after[i].retained[b-1] {
					t.Fatalf("round %d: %d on, %v on or after", round, n, after[i].retained)
				}
			}
		}
		if members != len(users) {
			t.Fatalf("round %d: %d of %d users are in cohorts", round, members, len(users))
		}
	}
}
