package metric

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClosedLoop(t *testing.T) {
	// January, of Ana: five answered after one hour and closed after two days; of Ben: six of which five are answered after two and a half
	// hours, two closed, one opened again although it has a time, and one closed without a time. One line was closed before it was opened.
	table := readTable(t, "id,agent,state,opened,answered,closed\n"+
		rows(5, "1,Ana,Closed,2026-01-05 10:00,2026-01-05 11:00,2026-01-07 10:00")+
		rows(2, "2,Ben,closed,2026-01-06 10:00,2026-01-06 12:30,2026-01-07 10:00")+
		rows(2, "3,Ben,open,2026-01-06 10:00,2026-01-06 12:30,")+
		"4,Ben,reopened,2026-01-08 10:00,2026-01-08 12:30,2026-01-09 10:00\n5,Ben,solved,2026-01-09 10:00,,\n"+
		"6,Ben,closed,2026-01-09 10:00,2026-01-09 11:00,2026-01-08 11:00\n7,Ben,open,,,\n8,Ben,open,soon,,\n9,Ben,open,2026-01-09,later,\n"+
		rows(6, "10,Ana,new,2026-02-03 10:00,,"), time.UTC)
	settings := "kind = \"closed_loop\"\nowner = \"agent\"\nstate = \"state\"\nlow_n = 5\n"
	m := defineMetric(t, settings)
	now := time.Date(2026, 2, 10, 10, 0, 0, 0, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "owner", Period: "2026-01", Now: now})
	if !slices.Equal(r.Groups, []string{"Ana", "Ben"}) || r.By != "agent" {
		t.Errorf("groups %v by %s", r.Groups, r.By)
	}
	for measure, want := range map[Measure]string{
		Value: "100/5 50/6", AnsweredShare: "100/5 83.33/6", OpenNow: "0/5 3/6",
		MedianToAnswer: "3600/5 9000/5", MedianToClose: "1.728e+05/5 #", OldestOpen: "- 3.024e+06/3*", // from 6 January to 10 February: 35 days
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	if p := r.Find(Value).Points[1]; !p.Interval {
		t.Errorf("%+v", p)
	}
	if want := []Fact{{"opened", 11}, {"answered", 10}, {"closed", 8}, {"open", 3}}; !slices.Equal(r.Facts, want) {
		t.Errorf("facts %v", r.Facts)
	}
	if r.Excluded != (Excluded{Missing: 1, Invalid: 3}) || r.Total == nil || r.Total.N != 11 {
		t.Errorf("%+v, total %+v", r.Excluded, r.Total)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "month", Now: now})
	if got := sketch(r.Find(Value)) + "|" + sketch(r.Find(OpenNow)); got != "72.73/11 o0/6|3/11 o6/6" {
		t.Errorf("by month: %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-02", Compare: "previous", Now: now.AddDate(0, 1, 0)})
	if c := r.Find(Value).Points[0].Change; c == nil || !near(c.Delta, -800./11) || c.Verdict != Clear {
		t.Errorf("%+v", c)
	}
	if got := sketch(r.Find(OldestOpen)); got != "3.024e+06/6" { // 35 days to 10 March
		t.Errorf("oldest %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "month", Split: "owner", Now: now})
	if len(r.Series) != 2 || r.Series[1].Split != "Ben" {
		t.Errorf("%+v", r.Series)
	}

	// As of 6 January at noon, all that came later has not happened.
	m = defineMetric(t, settings+"as_of = \"2026-01-06 12:00\"\n")
	r = mustAnswer(t, Query{Metric: m, Table: table})
	if got := sketch(r.Find(Value)) + "|" + sketch(r.Find(AnsweredShare)) + "|" + sketch(r.Find(OldestOpen)); got != "77.78/9|55.56/9|7200/2*" {
		t.Errorf("as of: %s", got) // states are those of the file: Ana's and two of Ben's are closed, without a time
	}
	m = defineMetric(t, "kind = \"closed_loop\"\nas_of = \"2026-01-06 12:00\"\n")
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table}).Find(Value)); got != "0/9*" { // without states
		t.Errorf("as of, without states: %s", got)
	}
	if got := problemsOf("kind = \"closed_loop\"\nstate = \"s\"\nclosed_states = []\n"); !strings.Contains(got, "state needs closed_states") {
		t.Error(got)
	}
}
