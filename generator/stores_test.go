package generator_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cxgen/generator"
)

// stores makes a site with a report for each store of a chain: a tile and two charts of its answers.
func stores(n, rows int) fstest.MapFS {
	r := rand.New(rand.NewPCG(3, 5))
	var list, answers strings.Builder
	list.WriteString("store,city\n")
	for i := range n {
		fmt.Fprintf(&list, "store-%04d,City %d\n", i, i%70)
	}
	answers.WriteString("time,store,channel,score\n")
	start := time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC)
	for range rows {
		fmt.Fprintf(&answers, "%s,store-%04d,%s,%d\n", start.Add(time.Duration(r.IntN(2*365*24*3600))*time.Second).Format(time.DateTime),
			r.IntN(n), []string{"app", "web", "till"}[r.IntN(3)], r.IntN(11))
	}
	return fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Chain\"\n")},
		"content/_index.md": {Data: []byte("+++\ntitle = \"Home\"\n+++\nWelcome.\n")},
		"content/stores/report.md": {Data: []byte("+++\ntitle = \"Store report\"\n[each]\ntable = \"stores\"\npath = \"{store}\"\nwhere = \"store = row.store\"\n+++\n" +
			"```metrics\nshow = [\"nps\"]\n```\n\n```chart\nmetric = \"nps\"\nby = \"month\"\n```\n\n```chart\nmetric = \"nps\"\nby = \"channel\"\n```\n")},
		"data/stores.csv":   {Data: []byte(list.String())},
		"data/answers.csv":  {Data: []byte(answers.String())},
		"data/metrics.toml": {Data: []byte("[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\ntime = \"time\"\nscore = \"score\"\n")},
	}
}

// BenchmarkStores builds a site of a thousand reports, each of the answers of one store out of a million.
func BenchmarkStores(b *testing.B) {
	for _, n := range []int{10, 1_000} {
		site := stores(n, 1_000_000)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				builder := &generator.Builder{Once: true, Options: generator.Options{Now: today}}
				r, err := builder.Build(context.Background(), site, &generator.Held{})
				if err != nil || len(r.Problems) > 0 || r.Pages < n {
					b.Fatal(err, r.Problems, r.Pages)
				}
				b.ReportMetric(float64(r.Work["answer"]), "answers")
			}
		})
	}
}
