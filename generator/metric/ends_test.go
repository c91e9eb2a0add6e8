package metric

import (
	"fmt"
	"testing"
	"time"
)

// everyDay makes a line for each of n days.
func everyDay(from time.Time, n, step int, line string) (csv string) {
	for i := range n {
		csv += fmt.Sprintf("%s,%s\n", from.AddDate(0, 0, i*step).Format(time.DateOnly), line)
	}
	return csv
}

func TestDataBeginInAPeriod(t *testing.T) {
	on := func(text string) time.Time {
		at, _ := time.Parse(time.DateOnly, text)
		return at
	}
	for _, c := range []struct {
		name, settings, csv string
		q                   Query
		want                string // the day, "" where the first period is whole
	}{
		{"daily", npsSettings, everyDay(on("2026-01-12"), 60, 1, "9"), Query{By: "month"}, "2026-01-12"},
		{"of a quarter", npsSettings, everyDay(on("2026-01-12"), 60, 1, "9"), Query{By: "quarter"}, "2026-01-12"},
		{"from its first day", npsSettings, everyDay(on("2026-01-01"), 60, 1, "9"), Query{By: "month"}, ""},
		{"by day", npsSettings, everyDay(on("2026-01-12"), 60, 1, "9"), Query{By: "day"}, ""},
		{"weekly, silent no longer than ever", npsSettings, everyDay(on("2026-01-07"), 20, 7, "9"), Query{By: "month"}, ""},
		{"weekly, silent for longer", npsSettings, everyDay(on("2026-01-17"), 20, 7, "9"), Query{By: "month"}, "2026-01-17"},
		{"a row for each month, at its end", npsSettings, "2026-01-31,9\n2026-02-28,9\n2026-03-31,9\n", Query{By: "month"}, ""},
		{"a single day", npsSettings, "2026-01-31,9\n", Query{By: "month"}, ""},
		{"the first month is not shown", npsSettings, everyDay(on("2026-01-12"), 60, 1, "9"), Query{By: "month", Last: 2}, ""},
		{"one pause", npsSettings, everyDay(on("2026-01-12"), 40, 1, "9") + everyDay(on("2026-06-01"), 40, 1, "9"), Query{By: "month"}, "2026-01-12"},
		{"rolling", npsSettings + "rolling = 2\n", everyDay(on("2026-01-12"), 80, 1, "9"), Query{By: "month"}, "2026-01-12"},
		{"customers who were there before", "kind = \"lifecycle\"\ncustomer = \"score\"\ntime = \"date\"\n", everyDay(on("2026-01-12"), 60, 1, "9"), Query{By: "month"}, ""},
	} {
		c.q.Metric, c.q.Table = defineMetric(t, c.settings+"min_n = 1\n"), readTable(t, "date,score\n"+c.csv, time.UTC)
		r := mustAnswer(t, c.q)
		got := ""
		if !r.Begins.IsZero() {
			got = r.Begins.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDataEndInAPeriod(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	june := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, csv string
		now       time.Time
		want      string
		open      bool
	}{
		{"daily, to 1 March", everyDay(from, 60, 1, "9"), june, "2026-03-01", true},
		{"after all periods", everyDay(from, 60, 1, "9"), time.Time{}, "", false},
		{"daily, to the end", everyDay(from, 59, 1, "9"), june, "", false},
		{"few days", everyDay(from, 9, 1, "9"), june, "", false},
		{"a longer pause before", everyDay(from, 13, 1, "9") + everyDay(from.AddDate(0, 0, 50), 10, 1, "9"), june, "", false},
		{"it runs, too", everyDay(from, 60, 1, "9"), time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), "2026-03-01", true},
	} {
		r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"min_n = 1\nlow_n = 1\n"), Table: readTable(t, "date,score\n"+c.csv, time.UTC), By: "month", Now: c.now})
		points := r.Find(Value).Points
		last, got := points[len(points)-1], ""
		if !r.Ends.IsZero() {
			got = r.Ends.Format(time.DateOnly)
		}
		if got != c.want || (last.State == Open) != c.open || c.open && last.Change != nil {
			t.Errorf("%s: got %q, %+v", c.name, got, last)
		}
	}
}

func TestPartOfAPeriodIsNotCompared(t *testing.T) {
	// 12 January to 1 March: 20 rows in January, 28 in February.
	from := time.Date(2026, 1, 12, 0, 0, 0, 0, time.UTC)
	table := readTable(t, "date,score\n"+everyDay(from, 49, 1, "9"), time.UTC)
	count := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"count\"\ntime = \"date\"\n"), Table: table, By: "month"}).Find(Value)
	if c := count.Points[1].Change; c != nil {
		t.Errorf("a whole month is compared with 20 days of one: %+v", c)
	}
	score := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table, By: "month"}).Find(Value)
	if c := score.Points[1].Change; c == nil { // answers are a sample of any length
		t.Error("scores are not compared")
	}
}
