package metric

import (
	"math"
	"testing"
	"time"
)

// TestKaplanMeier follows six stays by hand: 6 days ended, 6 seen, 10 ended, 15 seen, 20 ended, 25 seen.
func TestKaplanMeier(t *testing.T) {
	s := estimateSurvival([]lasting{{0, 6, true}, {1, 6, false}, {2, 10, true}, {3, 15, false}, {4, 20, true}, {5, 25, false}})
	// After 6 days 5/6, after 10 of the four left 3/4 of that, after 20 of two half of that.
	for day, want := range map[int]float64{5: 1, 6: 5. / 6, 9: 5. / 6, 10: 5. / 8, 19: 5. / 8, 20: 5. / 16, 30: 5. / 16} {
		if got := s.at(day).(surviving).P; !near(got, want) {
			t.Errorf("after %d days %g, want %g", day, got, want)
		}
	}
	// Greenwood: 1/(6·5) + 1/(4·3) = 7/60. The limits are 5/8 to the power of e^±(1.96·√(7/60)/ln(8/5)).
	f := s.at(10).figure(.95)
	if wide := math.Exp(1.959963984540054 * math.Sqrt(7./60) / math.Log(1.6)); !near(f.Low, 100*math.Pow(.625, wide)) || !near(f.High, 100*math.Pow(.625, 1/wide)) {
		t.Errorf("from %g to %g", f.Low, f.High)
	}
	if f := s.at(0).figure(.95); f.Interval || f.Value != 100 {
		t.Errorf("%+v", f)
	}
}

func TestHowLongTheyStay(t *testing.T) {
	// 20 began on 1 January: 5 left after 31 days, 5 after 61, 10 are still there on 1 June, when the last row says so. 2 began in May.
	csv := "customer,start,end\n" + staying("a", 5, "2026-01-01", "2026-02-01", "") + staying("b", 5, "2026-01-01", "2026-03-03", "") +
		staying("c", 10, "2026-01-01", "", "") + staying("d", 2, "2026-05-01", "2026-06-01", "")
	m := defineMetric(t, "kind = \"churn\"\n")
	table := readTable(t, csv, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "stay", Period: "2026-01..2026-05"})
	// Of the 20, and the 2 that are seen for 30 days: 15/20 after 31 days, 10/15 of that after 61.
	if got := sketch(r.Find(Retained)); got != "100/22* 75/15* 50/10*" {
		t.Errorf("%v: %s", r.Groups, got)
	}
	if len(r.Facts) != 1 || r.Facts[0] != (Fact{"half_months", 3}) {
		t.Errorf("%v", r.Facts)
	}
	few := mustAnswer(t, Query{Metric: m, Table: table, By: "stay", Period: "2026-05"})
	for _, p := range few.Find(Retained).Points {
		if p.State != Hidden {
			t.Errorf("two stays are told of: %+v", p)
		}
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "stay", Split: "customer"}); mistake == nil || mistake.Key != "split" {
		t.Errorf("%+v", mistake)
	}
}
