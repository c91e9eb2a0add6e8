package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
)

// TestTrails takes users through a funnel whose events are in no order: in one walk through the table and, where little fits, in many. Both
// find what sorting the rows of each user finds.
func TestTrails(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 8))
	var b strings.Builder
	b.WriteString("user,event,time,place\n")
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 20_000 {
		user := fmt.Sprint("u", r.IntN(900))
		switch r.IntN(9) {
		case 0:
			user = ""
		case 1, 2:
			user = "u7" // more than fits together with others
		}
		at := start.Add(time.Duration(r.IntN(3000)) * time.Hour).Format(time.DateTime)
		if r.IntN(50) == 0 {
			at = ""
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", user, []string{"view", "cart", "order", "refund", "other"}[r.IntN(5)], at, []string{"north", "south", ""}[r.IntN(3)])
	}
	table := readTable(t, b.String(), time.UTC)
	for _, settings := range []string{
		`steps = ["view", "cart", "order"]`,
		`steps = ["view", { event = "cart", where = "place = 'north'" }, "order"]` + "\nexclude = [\"refund\"]\nbreakdown = \"place\"\nwindow = \"30d\"",
		`steps = ["view", "cart"]` + "\norder = \"strict\"",
		`steps = ["cart", "view", "order"]` + "\norder = \"any\"\nwindow = \"2d\"\nwhere = \"place != empty\"",
	} {
		m := defineMetric(t, "kind = \"funnel\"\ntime = \"time\"\n"+settings+"\n")
		k := m.kind.(*funnelKind)
		q, mistake := ask(Query{Metric: m, Table: table, Split: k.Breakdown})
		if mistake != nil {
			t.Fatal(mistake)
		}
		when := []entries{{math.MinInt64, math.MaxInt64}, {start.AddDate(0, 0, 20).Unix(), start.AddDate(0, 0, 40).Unix()}}
		asked := table.Rows
		if q.only != nil {
			asked = q.only.Count()
		}
		want := sortedPaths(t, k, q, when)
		for _, most := range []int{1, 60, 1000, mostBlocks} {
			got, mistake := k.walk(q, most, when...)
			if mistake != nil {
				t.Fatal(mistake)
			}
			for i := range when {
				if p := got[i]; fmt.Sprint(p.list) != fmt.Sprint(want[i]) || p.used+p.noTime+p.noUser != asked {
					t.Errorf("%s, %d blocks: %d users, %d rows", settings, most, len(p.list), p.used)
				}
			}
		}
	}
}

// sortedPaths sorts the rows of each user in the plainest way.
func sortedPaths(t *testing.T, k *funnelKind, q *question, when []entries) [][]path {
	users, events, times := q.Table.Column("user"), q.Table.Column("event"), q.Table.Column("time")
	s, mistake := k.signs(q)
	if mistake != nil {
		t.Fatal(mistake)
	}
	s.learn(events.Words)
	lists := make([][]path, len(when))
	for user, name := range users.Words {
		var found []event
		for row, code := range users.Codes {
			if at := times.Times[times.Codes[row]]; int(code) == user && name != "" && at != data.NoTime && (q.only == nil || q.only.Has(row)) {
				steps, bars := s.of(events.Codes[row], row)
				found = append(found, event{at, steps, bars, int32(q.splits.group(row))})
			}
		}
		if len(found) == 0 {
			continue
		}
		slices.SortStableFunc(found, func(a, b event) int { return int(a.at - b.at) })
		var j journey
		j.take(found, k.Exclude != nil)
		for i, e := range when {
			w := walker{route: route{steps: len(k.Steps), order: k.Order, window: int64(k.Window), from: e.from, to: e.to, bars: k.bars()}}
			a := w.best(j)
			one := path{user: uint32(user), depth: a.depth, group: -1, times: []int64{}}
			for _, event := range a.events[:a.depth] {
				one.times = append(one.times, j.at[event])
			}
			if a.depth > 0 {
				one.group = k.attribute(q.splits, j, a)
			}
			lists[i] = append(lists[i], one)
		}
	}
	return lists
}

// BenchmarkEvents answers a funnel of four steps from five million events of two hundred thousand customers.
func BenchmarkEvents(b *testing.B) {
	const rows, customers = 5_000_000, 200_000
	r := rand.New(rand.NewPCG(3, 4))
	user, event, when := &data.Column{Name: "user"}, &data.Column{Name: "event"}, &data.Column{Name: "time", Kind: data.Time}
	for i := range customers {
		user.Words = append(user.Words, fmt.Sprintf("u-%07d", i))
	}
	event.Words = []string{"view", "search", "cart", "checkout", "order"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for i := range rows {
		user.Codes = append(user.Codes, uint32(r.IntN(customers)))
		event.Codes = append(event.Codes, []uint32{0, 0, 0, 0, 1, 1, 2, 2, 3, 4}[r.IntN(10)])
		when.Codes = append(when.Codes, uint32(i))
		when.Words, when.Times = append(when.Words, ""), append(when.Times, start+int64(i)*3/2)
	}
	q := Query{Metric: defineMetric(b, "kind = \"funnel\"\ntime = \"time\"\nsteps = [\"view\", \"cart\", \"checkout\", \"order\"]\nwindow = \"7d\"\n"), Table: data.NewTable("t", user, event, when)}
	for name, each := range map[string]data.Each{"alone": nil, "together": crowd} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Each = each
				if r := mustAnswer(b, q); r.Series[0].Points[0].N < customers*9/10 {
					b.Fatal(r.Series[0].Points[0])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/event")
		})
	}
}
