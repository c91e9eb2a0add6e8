package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

const rfmSettings = "kind = \"rfm\"\nas_of = 2026-03-31\ncuts = { r = [30, 60, 90, 120], f = [1, 2, 3, 4], m = [10, 20, 30, 40] }\n"

// bought writes n customers with so many orders of an amount on a day.
func bought(name string, n, orders int, day, amount string) string {
	var lines strings.Builder
	for i := range n {
		lines.WriteString(strings.Repeat(fmt.Sprintf("%s%d,%s,%s\n", name, i, day, amount), orders))
	}
	return lines.String()
}

const orderHead = "customer,date,amount\n"

func TestSegments(t *testing.T) {
	csv := orderHead +
		bought("a", 6, 5, "2026-03-20", "10.10") + // 5 5 5: champions
		bought("b", 8, 5, "2025-01-01", "1") + // 1 5 1: loyal
		bought("c", 7, 1, "2026-03-05", "5") + // 5 1 1: new
		bought("d", 2, 3, "2025-01-01", "5") + // 1 3 2: at risk, two only
		bought("e", 9, 1, "2025-01-01", "20") + // 1 1 2: hibernating
		bought("f", 5, 2, "2026-02-20", "5") + // 4 2 1: others
		"g,2026-03-01,-5\nh,2026-04-01,5\n,2026-03-01,5\ni,2026-03-01,many\n" // a refund only, too late, nobody, no amount
	m := defineMetric(t, rfmSettings+"unit = \"EUR\"\n")
	table := readTable(t, csv, time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table})
	if r.By != "segment" || !slices.Equal(r.Groups, []string{"champions", "loyal", "new", "at risk", "hibernating", "others"}) || r.Currency != "EUR" {
		t.Fatalf("by %q, groups %v, %q", r.By, r.Groups, r.Currency)
	}
	// Of 37 customers with 303 + 40 + 35 + 30 + 180 + 50 = 638. Two are hidden, and with them the next smallest.
	for measure, want := range map[Measure]string{
		Count:        "6/6* 8/8* 7/7* # 9/9* #",
		Share:        "16.22/6* 21.62/8* 18.92/7* # 24.32/9* #",
		RevenueShare: "47.49/6* 6.27/8* 5.486/7* # 28.21/9* #",
		Mean:         "50.5/6* 5/8* 5/7* # 20/9* #",
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if !slices.Equal(r.Hidden, []string{"at risk", "others"}) || r.Excluded != (Excluded{}) || !r.Withheld {
		t.Errorf("hidden %v, excluded %+v", r.Hidden, r.Excluded)
	}
	// Most share a score of money: b, c and f have the lowest, 20 of 37; 19 of recency; 16 of frequency.
	if !slices.Equal(r.Facts, []Fact{{"customers", 37}, {"same_score_share", 2000 / 37.}}) {
		t.Errorf("facts %v", r.Facts)
	}
	own := defineMetric(t, rfmSettings+"bins = 3\nsegments = [{ name = \"lately\", where = \"recency_days < 15\" }, { name = \"much\", where = \"monetary >= 20 and not r = 5\" }, { name = \"rest\" }]\n")
	r = mustAnswer(t, Query{Metric: own, Table: table, By: "segment"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Count)); got != "lately much rest others: 6/6* 9/9* 22/22* -" {
		t.Errorf("got %s", got)
	}
}

func TestGrid(t *testing.T) {
	csv := orderHead + bought("a", 6, 5, "2026-03-20", "10") + bought("b", 7, 5, "2026-02-20", "10") + bought("c", 8, 1, "2026-02-20", "10") + bought("d", 3, 1, "2026-03-20", "10")
	m := defineMetric(t, rfmSettings)
	r := mustAnswer(t, Query{Metric: m, Table: readTable(t, csv, time.UTC), By: "grid"})
	if !slices.Equal(r.Groups, []string{"1", "2", "3", "4", "5"}) {
		t.Fatalf("groups %v", r.Groups)
	}
	// The three make their row and column hide another, and those again theirs: with two by two nothing is left.
	if got := bySplit(r, Count); got != "1: - - - # #\n2: - - - - -\n3: - - - - -\n4: - - - - -\n5: - - - # #" {
		t.Errorf("got\n%s", got)
	}
	m.MinN = 3
	r = mustAnswer(t, Query{Metric: m, Table: readTable(t, csv, time.UTC), By: "grid"})
	if got := bySplit(r, Count); got != "1: - - - 8/8* 3/3*\n2: - - - - -\n3: - - - - -\n4: - - - - -\n5: - - - 7/7* 6/6*" {
		t.Errorf("got\n%s", got)
	}
	if got := bySplit(r, Mean); !strings.HasPrefix(got, "1: - - - 10/8* 10/3*\n") || !strings.HasSuffix(got, "5: - - - 50/7* 50/6*") {
		t.Errorf("got\n%s", got)
	}
}

func TestRFMMistakes(t *testing.T) {
	for settings, want := range map[string]string{
		"bins = 30":             "bins must be from 2 to 20",
		"cuts = { r = [9, 5] }": "cuts want at most 19 rising numbers",
		"segments = [{ name = \"x\", where = \"q > 3\" }]": `customers have no "q"`,
		"segments = [{ name = \"x\", where = \"r >\" }]":   "",
		"segments = [{ where = \"r > 3\" }]":               "a segment wants a name",
	} {
		_, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\nkind = \"rfm\"\ntable = \"t\"\n"+settings+"\n")))
		if len(problems) != 1 || !strings.Contains(problems[0].Text, want) {
			t.Errorf("%s: %+v", settings, problems)
		}
	}
	m := defineMetric(t, "kind = \"rfm\"\nbins = 3\n")
	table := readTable(t, orderHead+"a,2026-01-01,5\n", time.UTC)
	if _, mistake := Answer(Query{Metric: m, Table: table}); mistake == nil || !strings.Contains(mistake.Text, "made for five scores") {
		t.Errorf("three bins with the usual segments: %v", mistake)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "month"}); mistake == nil || mistake.Key != "by" {
		t.Errorf("by month: %v", mistake)
	}
}

// TestBuyersAreInOneSegment checks what holds of all scores: equal values have equal ones, more is never worse, and the segments and cells hold everybody once.
func TestBuyersAreInOneSegment(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	m := defineMetric(t, "kind = \"rfm\"\nmin_n = 0\n")
	for round := range 60 {
		csv, customers := orderHead, map[string]bool{}
		for range random.IntN(80) {
			name := fmt.Sprint("c", random.IntN(25))
			amount := random.IntN(2000) - 300
			if amount >= 0 {
				customers[name] = true
			}
			csv += fmt.Sprintf("%s,2026-0%d-%02d,%d.%02d\n", name, 1+random.IntN(9), 1+random.IntN(28), amount, random.IntN(100)*min(1, max(0, amount)))
		}
		table := readTable(t, csv, time.UTC)
		b := m.kind.(*rfmKind).score(asked(t, Query{Metric: m, Table: table}))
		for _, one := range b.list {
			for _, other := range b.list {
				r, f, money := other.recency-one.recency, one.frequency-other.frequency, one.monetary.Cmp(other.monetary)
				for d, more := range []int{r, f, money} {
					if more == 0 && one.scores[d] != other.scores[d] || more > 0 && one.scores[d] < other.scores[d] {
						t.Fatalf("round %d: %+v and %+v", round, one, other)
					}
				}
			}
		}
		for _, by := range []string{"segment", "grid"} {
			all := 0.
			r := mustAnswer(t, Query{Metric: m, Table: table, By: by})
			for _, s := range r.Series {
				for _, p := range s.Points {
					if s.Measure == Count {
						all += p.Value
					}
				}
			}
			if int(all) != len(customers) {
				t.Fatalf("round %d, %s: %v of %d customers", round, by, all, len(customers))
			}
		}
	}
}
