package metric

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestPerceptionGap(t *testing.T) {
	// speed: 6 of the company say 5 and 4 in turn, 8 customers 3 and 2 in turn; price: one of the company; advice: only customers; fit: the two
	// agree; a line of the press counts for neither, a blank item not at all.
	table := readTable(t, "date,item,side,rating\n"+
		rows(3, "2026-01-01,speed,company,5\n2026-01-01,speed,Company,4")+rows(4, "2026-01-01,speed,customer,3\n2026-01-01,speed,customer,2")+
		"2026-01-01,price,company,5\n"+rows(9, "2026-01-01,price,customer,1")+rows(9, "2026-01-01,advice,customer,1")+
		rows(5, "2026-01-01,fit,customer,3\n2026-01-01,fit,company,3")+"2026-01-01,fit,press,1\n2026-01-01,,company,1\n2026-01-01,fit,company,9\n"+
		rows(6, "2025-12-01,speed,company,3\n2025-12-01,speed,customer,3"), time.UTC)
	m := defineMetric(t, "kind = \"perception_gap\"\ntime = \"date\"\nlow_n = 5\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "item", Period: "2026-01", Compare: "previous"})
	if want := []string{"speed", "fit", "advice", "price"}; !slices.Equal(r.Groups, want) {
		t.Errorf("groups %v", r.Groups)
	}
	for measure, want := range map[Measure]string{Value: "2/14 0/10 - #", Company: "4.5/6 3/5 - #", Customer: "2.5/8 3/5 1/9 1/9"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	// Variances by hand: 6·.25/5 = .3 and 8·.25/7 = 2/7.
	p := r.Find(Value).Points[0]
	se := math.Sqrt(.3/6 + 2./7/8)
	if c := p.Change; c == nil || !near(c.Delta, 2) || c.Against != "customer" || c.AgainstN != 8 || c.Verdict != Clear || !near(c.High-2, 2-c.Low) ||
		!(c.High-2 > 2*se && c.High-2 < 2.3*se) || c.Low != p.Low || !p.Interval { // t between 10 and 12 degrees of freedom: 2.18 to 2.23
		t.Errorf("%+v %+v, standard error %v", p, c, se)
	}
	if c := r.Find(Company).Points[0].Change; c == nil || !near(c.Delta, 1.5) || c.Against != "2025-12" {
		t.Errorf("%+v", c)
	}
	if p := r.Find(Value).Points[1]; p.Interval || p.Change == nil || p.Change.Tested || p.Change.Verdict != NoVerdict { // nobody differs
		t.Errorf("%+v %+v", p, p.Change)
	}
	if r.Excluded != (Excluded{Missing: 1, Invalid: 1, OutOfScale: 1}) || r.Used != 43 || !slices.Equal(r.Hidden, []string{"price"}) {
		t.Errorf("%+v, used %d, hidden %v", r.Excluded, r.Used, r.Hidden)
	}
	for _, q := range []Query{{By: "month"}, {By: "side"}, {Split: "side"}} {
		q.Metric, q.Table = m, table
		if _, mistake := Answer(q); mistake == nil {
			t.Errorf("%+v is no mistake", q)
		}
	}
	if r := mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01", Now: time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)}); r.Series[0].Points[0].State != Open {
		t.Errorf("%+v", r.Series[0].Points[0])
	}
}

func TestManyComparisons(t *testing.T) {
	// The example of Benjamini and Hochberg 1995, table 1: of 15 tests, the four with the smallest p are found at 5%.
	given := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	list := make([]*Change, len(given))
	for i, p := range given {
		list[(i*7)%15] = &Change{P: p, Tested: true, Verdict: Clear}
	}
	benjaminiHochberg(list, .05)
	found := 0
	for i := range given {
		c := list[(i*7)%15]
		if c.Verdict == Clear {
			found++
		}
		if (c.Verdict == Clear) != (i < 4) || !c.Adjusted {
			t.Errorf("%v becomes %v, %v", given[i], c.P, c.Verdict)
		}
	}
	if found != 4 || !near(list[0].P, .0015) || !near(list[21%15].P, .0095*15/4) || !near(list[(4*7)%15].P, .0201*15/5) {
		t.Errorf("%d found", found)
	}

	// Six shops of which one changed, a little; five of them would be taken as they are.
	csv := "date,shop,score\n"
	for _, shop := range []string{"a", "b", "c", "d", "e", "f"} {
		now := 30
		if shop == "a" {
			now = 20
		}
		csv += rows(30, "2026-01-01,"+shop+",9") + rows(30, "2026-01-01,"+shop+",5") + rows(now, "2026-02-01,"+shop+",9") + rows(60-now, "2026-02-01,"+shop+",5")
	}
	table := readTable(t, csv, time.UTC)
	m := defineMetric(t, "kind = \"csat\"\ntime = \"date\"\nscale = [0, 10]\n")
	ask := func(where string) *Change {
		m := defineMetric(t, "kind = \"csat\"\ntime = \"date\"\nscale = [0, 10]\nlow_n = 5\n"+where)
		return mustAnswer(t, Query{Metric: m, Table: table, By: "shop", Period: "2026-02", Compare: "previous"}).Series[0].Points[0].Change
	}
	few, many := ask("where = \"shop != 'f'\"\n"), ask("")
	if few.Adjusted || !many.Adjusted || !near(many.P, 6*few.P) {
		t.Errorf("%+v %+v", few, many)
	}
	for _, p := range mustAnswer(t, Query{Metric: m, Table: table, By: "month"}).Series[0].Points {
		if p.Change != nil && p.Change.Adjusted {
			t.Error("a trend is adjusted")
		}
	}
	split := mustAnswer(t, Query{Metric: m, Table: table, By: "month", Split: "shop"}).Find(Value).Points[1].Change
	if !split.Adjusted || !near(split.P, many.P) {
		t.Errorf("%+v", split)
	}
}
