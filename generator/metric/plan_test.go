package metric

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
)

// storesTable has answers of many stores over a year, and queries as a site with a page for each store asks them.
func storesTable(t testing.TB, stores, answers int, min int) []Query {
	dice := rand.New(rand.NewPCG(1, uint64(stores)))
	var b strings.Builder
	b.WriteString("date,store,channel,customer,score\n")
	for range answers {
		fmt.Fprintf(&b, "2026-%02d-10,s%d,%s,%d,%d\n", 1+dice.IntN(12), dice.IntN(stores), []string{"web", "app", "shop"}[dice.IntN(3)], dice.IntN(500), dice.IntN(11))
	}
	table := readTable(t, b.String(), time.UTC)
	m := defineMetric(t, npsSettings+fmt.Sprintf("min_n = %d\n", min))
	var queries []Query
	ask := func(q Query, where ...data.Rows) {
		q.Metric, q.Table, q.Where = m, table, where
		queries = append(queries, q)
	}
	ask(Query{})
	ask(Query{By: "month"})
	ask(Query{By: "month", Split: "channel"})
	ask(Query{By: "channel"})
	segment := map[string]bool{}
	for i := range 120 {
		segment[fmt.Sprint(i)] = true
	}
	ask(Query{By: "month"}, table.Matching("customer", segment))
	for s := range stores {
		rows := table.Matching("store", map[string]bool{fmt.Sprintf("s%d", s): true})
		ask(Query{}, rows)
		ask(Query{By: "month"}, rows)
	}
	return queries
}

func BenchmarkPlan(b *testing.B) {
	for _, c := range []struct{ stores, answers int }{{100, 20_000}, {1000, 100_000}, {1000, 40_000}} {
		queries := storesTable(b, c.stores, c.answers, 5)
		b.Run(fmt.Sprintf("%d-%d", c.stores, c.answers), func(b *testing.B) {
			for b.Loop() {
				p := NewPlan(queries, nil)
				b.ReportMetric(float64(p.Hidden()), "hidden")
				b.ReportMetric(float64(len(p.hidden)), "figures")
			}
		})
	}
}

// TestPlan asks about the same rows in several ways: what one answer tells must not give away what another one hides.
func TestPlan(t *testing.T) {
	table := readTable(t, "date,channel,customer,score\n"+rows(20, "2026-01-05,web,old,9")+rows(9, "2026-02-05,web,old,0")+rows(3, "2026-03-05,app,new,9")+
		rows(12, "2026-04-05,app,old,7"), time.UTC)
	m := defineMetric(t, npsSettings)
	old := table.Matching("customer", map[string]bool{"old": true})
	all, trend, segment := Query{Metric: m, Table: table}, Query{Metric: m, Table: table, By: "month"}, Query{Metric: m, Table: table, Where: []data.Rows{old}}
	says := func(q Query, among ...Query) string {
		q.Plan = NewPlan(among, nil)
		return sketch(mustAnswer(t, q).Find(Value))
	}
	for _, c := range []struct {
		name, got, want string
	}{
		{"a trend alone hides its small month", says(trend, trend), "100/20* -100/9* # 0/12*"},
		{"beside the number of all it hides another one", says(trend, trend, all), "100/20* # # 0/12*"},
		{"all but three are hidden", says(segment, all, segment), "#"},
		{"since all are shown", says(all, all, segment), "31.82/44"},
		{"and shown, where all are not", says(segment, segment), "26.83/41"},
		{"what nobody planned is hidden", says(segment, all), "#"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.name, c.got, c.want)
		}
	}
	if p, q := NewPlan([]Query{all, trend, segment}, nil), NewPlan([]Query{segment, trend, all, all}, nil); p.Sum() != q.Sum() || p.Hidden() != q.Hidden() || p.Hidden() == 0 {
		t.Errorf("the order of queries matters: %d and %d are hidden", p.Hidden(), q.Hidden())
	}
	// A group that no metric counts, of the same rows: what is left of it by all answers is small.
	var every, most []int32
	for row := range table.Rows {
		every = append(every, int32(row))
		if row >= 4 {
			most = append(most, int32(row))
		}
	}
	g := Group{Name: "most", Table: table, Of: every, Rows: most, MinN: 5}
	if !NewPlan([]Query{all}, []Group{g}).Hides(g) || NewPlan(nil, []Group{g}).Hides(g) {
		t.Error("a group is decided with the answers of the same rows")
	}
	// A second metric that leaves some of the rows out asks the same of fewer.
	narrow := Query{Metric: defineMetric(t, npsSettings+"where = \"customer != 'new'\"\n"), Table: table}
	if p := NewPlan([]Query{all, narrow}, nil); p.Hidden() != 1 {
		t.Errorf("%d are hidden", p.Hidden())
	}
}
