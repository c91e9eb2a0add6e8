package metric

import (
	"fmt"
	"testing"
	"time"
)

func TestRolling(t *testing.T) {
	// Promoters of answers: January 10 of 10, February 0 of 30, March none, April 3 of 3, May 10 of 20; June still runs.
	table := readTable(t, "date,score\n"+rows(10, "2026-01-01,9")+rows(30, "2026-02-01,0")+rows(3, "2026-04-01,9")+rows(10, "2026-05-01,9")+rows(10, "2026-05-01,8")+rows(6, "2026-06-02,9"), time.UTC)
	m := defineMetric(t, npsSettings+"rolling = 3\nlow_n = 1\n")
	q := Query{Metric: m, Table: table, By: "month", Now: time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)}
	r := mustAnswer(t, q)
	// March: 10 - 30 of 40. April: 3 - 30 of 33. May: 13 of 23. June: 19 of 29.
	if got := sketch(r.Find(Value)); got != "-50/40 -81.82/33 56.52/23 o65.52/29" {
		t.Errorf("got %s", got)
	}
	if got := sketch(r.Find(Detractors)); got != "75/40 90.91/33 0/23 o0/29" {
		t.Errorf("detractors %s", got)
	}
	for i, p := range r.Find(Value).Points { // May has February to compare with, which has not three months behind it
		if p.Change != nil {
			t.Errorf("point %d: %+v", i, p.Change)
		}
	}
	if f := r.Facts; len(f) != 1 || f[0] != (Fact{"rolling_periods", 3}) {
		t.Errorf("facts %v", f)
	}
	q.Period = "2026-04..2026-05" // the months before are still looked back upon
	if got := sketch(mustAnswer(t, q).Find(Value)); got != "-81.82/33 56.52/23" {
		t.Errorf("of a period: %s", got)
	}
	q.Period, q.By = "2026-05", ""
	if got := sketch(mustAnswer(t, q).Find(Value)); got != "50/20" {
		t.Errorf("a single period: %s", got)
	}

	for _, q := range []Query{{By: "month"}, {By: "month", Split: "score"}, {By: "month", Last: 2, Compare: "year"}, {By: "month", Period: "2026-02"}} {
		q.Metric, q.Table = defineMetric(t, npsSettings+"rolling = 12\n"), table
		if r := mustAnswer(t, q); len(r.Groups) != 0 {
			t.Errorf("%+v: a year of six months: %v", q, r.Groups)
		}
	}

	csv := "date,score\n"
	for month := 1; month <= 9; month++ {
		csv += rows(20, fmt.Sprintf("2026-%02d-01,%d", month, 5-month/5))
	}
	r = mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"csat\"\ntime = \"date\"\nrolling = 2\ntop_boxes = 1\n"), Table: readTable(t, csv, time.UTC), By: "month"})
	if got := sketch(r.Find(Value)); got != "100/40 100/40 100/40 50/40 0/40 0/40 0/40 0/40" {
		t.Errorf("csat: %s", got)
	}
	if c := r.Find(Value).Points[4].Change; c == nil || c.Delta != -100 || c.Against != "2026-04" { // windows that do not overlap
		t.Errorf("%+v", c)
	}
}

func TestRollingIsPooling(t *testing.T) {
	csv := "date,team,score,w\n"
	for i := range 400 {
		csv += fmt.Sprintf("2026-%02d-01,%c,%d,%d\n", 1+i%4, 'a'+i%3, i*7%11, 1+i%4*(i%2)+i%4)
	}
	table := readTable(t, csv, time.UTC)
	for _, weight := range []string{"", "weight = \"w\"\n"} {
		r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"rolling = 3\n"+weight), Table: table, By: "month", Split: "team"})
		for i, s := range r.Series {
			plain := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+weight), Table: table, Period: "2026-02..2026-04", Split: "team"}).Series[i].Points[0]
			got := s.Points[1]
			if s.Measure != Value || got.N != plain.N || !near(got.Value, plain.Value) || !near(got.Low, plain.Low) || !near(got.High, plain.High) || got.N < 50 {
				t.Errorf("%s%s: %+v, want %+v", weight, s.Split, got, plain)
			}
		}
	}
}

// The month of February has three answers: the scores of all windows with it and without it must not tell them.
func TestRollingDoesNotTellSmallMonths(t *testing.T) {
	table := readTable(t, "date,score\n"+rows(20, "2026-01-01,9")+rows(3, "2026-02-01,0")+rows(20, "2026-03-01,9")+rows(20, "2026-04-01,8"), time.UTC)
	single := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table, By: "month"})
	if got := sketch(single.Find(Value)); got != "100/20* # 100/20* 0/20*" {
		t.Errorf("single months: %s", got)
	}
	r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"rolling = 2\n"), Table: table, By: "month"})
	if got := sketch(r.Find(Value)); got != "73.91/23* 73.91/23* 50/40" {
		t.Errorf("rolling: %s", got)
	}
}
