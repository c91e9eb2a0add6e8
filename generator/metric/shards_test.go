package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
)

// TestShards sorts a table in shards: each user is in one of them, with the rows that sorting the table as a whole gives.
func TestShards(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 8))
	var b strings.Builder
	b.WriteString("who,time\n")
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	const n = shardRows * 5 / 2
	for range n {
		who := r.IntN(30_000)
		if r.IntN(3) == 0 {
			who = 7 // more than a shard is meant to hold together with others
		}
		fmt.Fprintf(&b, "c%d,%s\n", who, start.Add(time.Duration(r.IntN(300))*time.Hour).Format(time.DateTime))
	}
	q, mistake := ask(Query{Metric: defineMetric(t, "kind = \"count\"\ntime = \"time\"\n"), Table: readTable(t, b.String(), time.UTC)})
	if mistake != nil {
		t.Fatal(mistake)
	}
	users := q.Table.Column("who")
	want := q.lives("who", start.AddDate(1, 0, 0).Unix())
	rows := make([]int32, len(users.Words))
	for _, code := range users.Codes {
		rows[code]++
	}
	list := shards(rows)
	next := uint32(0)
	for _, s := range list {
		if s.first != next || s.end <= s.first {
			t.Fatalf("a shard from %d to %d behind %d", s.first, s.end, next)
		}
		next = s.end
		s.fill(q, users, rows, func(row int) bool { return true })
		if len(s.rows) > shardRows && s.end > s.first+1 {
			t.Errorf("%d rows in one shard", len(s.rows))
		}
		for user := s.first; user < s.end; user++ {
			if !slices.Equal(s.of(user), want.of(int(user))) {
				t.Fatalf("other rows of user %d", user)
			}
		}
	}
	if int(next) != len(users.Words) || len(list) < 3 {
		t.Errorf("%d shards of %d users, of %d", len(list), next, len(users.Words))
	}
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
