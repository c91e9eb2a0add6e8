package generator_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"cxgen/generator"
)

// These tests count the example's figures by other means, straight from data/*.csv, and look for them on the built pages. What effects
// are in the data stands at the head of sample_test.go.

// record is a row of a table, by its columns.
type record map[string]string

// rows reads a table of the example site.
func rows(t *testing.T, name string) []record {
	t.Helper()
	return readRecords(t, filepath.Join("..", "data", name+".csv"))
}

func readRecords(t *testing.T, name string) []record {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []record
	for _, line := range lines[1:] {
		r := record{}
		for i, cell := range line {
			r[lines[0][i]] = cell
		}
		list = append(list, r)
	}
	return list
}

// only gives the rows for which keep holds.
func only(list []record, keep func(record) bool) []record {
	return slices.DeleteFunc(slices.Clone(list), func(r record) bool { return !keep(r) })
}

// in keeps the rows of a month, "2026-10", by their column of dates.
func in(column string, months ...string) func(record) bool {
	return func(r record) bool {
		return slices.ContainsFunc(months, func(month string) bool { return strings.HasPrefix(r[column], month) })
	}
}

// members gives the customers of a segment of site.toml.
func members(t *testing.T, segment string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, r := range rows(t, "customers") {
		orders := number(t, r["orders"])
		if segment == "returning" && orders >= 2 || segment == "new" && orders <= 1 || segment == "office" && r["kind"] == "office" || segment == "" {
			all[r["customer"]] = true
		}
	}
	return all
}

// votes counts promoters, passives and detractors.
type votes struct{ n, promoters, detractors int }

func voted(t *testing.T, list []record) (v votes) {
	for _, r := range list {
		if r["score"] == "" {
			continue
		}
		v.n++
		switch s := number(t, r["score"]); {
		case s >= 9:
			v.promoters++
		case s <= 6:
			v.detractors++
		}
	}
	return v
}

func (v votes) score() float64 { return 100 * float64(v.promoters-v.detractors) / float64(v.n) }

// adjusted gives score and squared error after Adjusted Wald (specification §1), in points.
func (v votes) adjusted() (score, variance float64) {
	n := float64(v.n + 3)
	p, d := (float64(v.promoters)+.75)/n, (float64(v.detractors)+.75)/n
	return 100 * (p - d), 1e4 * (p + d - (p-d)*(p-d)) / n
}

// clearly tells whether two scores differ at 95%.
func clearly(a, b votes) bool {
	x, vx := a.adjusted()
	y, vy := b.adjusted()
	return math.Abs(x-y) > 1.959963984540054*math.Sqrt(vx+vy)
}

// share counts the rows for which good holds, and all.
func share(list []record, good func(record) bool) (hits, n int) {
	return len(only(list, good)), len(list)
}

// differ tells whether two shares differ at 95%: pooled two-proportion z (specification §2).
func differ(x1, n1, x2, n2 int) bool {
	p := float64(x1+x2) / float64(n1+n2)
	se := math.Sqrt(p * (1 - p) * (1/float64(n1) + 1/float64(n2)))
	return math.Abs(float64(x1)/float64(n1)-float64(x2)/float64(n2)) > 1.959963984540054*se
}

func satisfied(r record) bool { return r["satisfaction"] == "4" || r["satisfaction"] == "5" }
func answered(r record) bool  { return r["satisfaction"] != "" }
func onTime(r record) bool    { return r["on_time"] == "yes" }

func of(column, value string) func(record) bool {
	return func(r record) bool { return r[column] == value }
}

// example is the example site, built once on a fixed day.
var example = sync.OnceValues(func() (map[string][]byte, error) {
	out := &generator.Held{}
	b := &generator.Builder{Options: generator.Options{Now: today}}
	result, err := b.Build(context.Background(), os.DirFS(".."), out)
	if err == nil && len(result.Problems) > 0 {
		err = fmt.Errorf("the example has problems: %s", result.Problems[0].Text)
	}
	return out.Files(), err
})

func built(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := example()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSegments counts what the variants of a product and of the report say of their customers.
func TestSegments(t *testing.T) {
	files := built(t)
	t.Run("kettle", func(t *testing.T) {
		says := func(segment, path string) (string, string) {
			who := members(t, segment)
			sum, n := 0., 0
			for _, r := range rows(t, "reviews") {
				if r["product"] == "kettle" && who[r["customer"]] && r["stars"] != "" {
					sum, n = sum+number(t, r["stars"]), n+1
				}
			}
			hits, parcels := share(only(rows(t, "orders"), func(r record) bool {
				return who[r["customer"]] && in("placed", "2026-08", "2026-09", "2026-10")(r)
			}), onTime)
			base := fmt.Sprintf("mean of %d answers", n)
			stars := fmt.Sprintf("%.1f", rounded(sum/float64(n), 10))
			door := fmt.Sprintf("%.0f of 100 parcels were on time, August to October 2026", rounded(100*float64(hits)/float64(parcels), 1))
			p := readPage(t, files, path)
			p.says(t, base, stars+" of 5, "+strconv.Itoa(n)+" answers", door)
			return base, door
		}
		base, door := says("", "products/kettle/")
		returningBase, returningDoor := says("returning", "products/kettle/for/returning/")
		if base == returningBase || door == returningDoor {
			t.Errorf("the page for all and for returning customers say the same: %s, %s", base, door)
		}
		if newBase, _ := says("new", "products/kettle/for/new/"); newBase == base || newBase == returningBase {
			t.Errorf("the page for new customers says what another says: %s", newBase)
		}
	})
	t.Run("sampler", func(t *testing.T) {
		says := func(segment, path string) string {
			who := members(t, segment)
			of := func(question string) []record {
				return only(rows(t, "claims"), func(r record) bool {
					return r["product"] == "sampler" && r["question"] == question && who[r["customer"]]
				})
			}
			p := readPage(t, files, path)
			hits, n := share(of("favourite"), func(r record) bool { return r["answer"] == "yes" })
			value := fmt.Sprintf("%.0f of 100 found a favourite", rounded(100*float64(hits)/float64(n), 1))
			p.says(t, value, fmt.Sprintf("%d buyers answered", n))
			if hits, n := share(of("tin"), func(r record) bool { return r["answer"] == "yes" }); n < 5 {
				if regexp.MustCompile(`\d+ (of 100 )?have ordered a tin`).MatchString(p.text) {
					t.Errorf("%s shows what %d of %d said", path, hits, n)
				}
			}
			return value
		}
		all := says("", "products/sampler/")
		for _, segment := range []string{"new", "office"} {
			if value := says(segment, "products/sampler/for/"+segment+"/"); value == all {
				t.Errorf("the page for %s says what the page for all says: %s", segment, value)
			}
		}
	})
	t.Run("report", func(t *testing.T) {
		seen := map[string]string{}
		for _, segment := range []string{"", "returning", "new"} {
			who, path := members(t, segment), "reports/2026-10/"
			if segment != "" {
				path += "for/" + segment + "/"
			}
			p := readPage(t, files, path)
			answers := only(rows(t, "answers"), func(r record) bool { return who[r["customer"]] })
			now := voted(t, only(answers, in("date", "2026-10")))
			tile := p.tile(t, "Net Promoter Score")
			if !strings.Contains(tile, score(now.score())+" ") || !strings.Contains(tile, fmt.Sprintf("n %d", now.n)) {
				t.Errorf("%s: the tile says %q, want %s of %d", path, tile, score(now.score()), now.n)
			}
			for _, row := range p.csv(t, "nps-by-month") {
				month := voted(t, only(answers, in("date", row["period"])))
				near(t, path+row["period"], number(t, row["value"]), month.score(), 1e-9)
				near(t, path+row["period"]+" n", number(t, row["n"]), float64(month.n), 0)
			}
			for _, row := range p.csv(t, "nps-by-channel") {
				channel := voted(t, only(only(answers, in("date", "2026-10")), of("channel", row["group"])))
				near(t, path+row["group"], number(t, row["value"]), channel.score(), 1e-9)
				near(t, path+row["group"]+" n", number(t, row["n"]), float64(channel.n), 0)
			}
			for _, row := range p.csv(t, "csat-by-month") {
				hits, n := share(only(only(answers, in("date", row["period"])), answered), satisfied)
				near(t, path+row["period"], number(t, row["value"]), 100*float64(hits)/float64(n), 1e-9)
				near(t, path+row["period"]+" n", number(t, row["n"]), float64(n), 0)
			}
			base := fmt.Sprintf("n %d", now.n)
			if other, taken := seen[base]; taken {
				t.Errorf("%q and %q have the same base: %s", segment, other, base)
			}
			seen[base] = segment
		}
	})
}

// tile gives the text of the tile of a metric.
func (p page) tile(t *testing.T, title string) string {
	t.Helper()
	n := find(p.root, func(n *html.Node) bool {
		return n.Data == "article" && attribute(n, "class") == "tile" && strings.HasPrefix(written(n), title)
	})
	if n == nil {
		t.Fatalf("%s has no tile %q", p.path, title)
	}
	return written(n)
}

// element gives the text of the element with an id.
func (p page) element(t *testing.T, id string) string {
	t.Helper()
	n := find(p.root, func(n *html.Node) bool { return attribute(n, "id") == id })
	if n == nil {
		t.Fatalf("%s has no #%s", p.path, id)
	}
	return written(n)
}

// TestReport looks for the effects that were planted in the sample.
func TestReport(t *testing.T) {
	files := built(t)
	p := readPage(t, files, "reports/2026-10/")
	answers := rows(t, "answers")
	month := func(label string) votes { return voted(t, only(answers, in("date", label))) }

	t.Run("rise after May", func(t *testing.T) {
		now, before := month("2026-10"), month("2025-10")
		if !clearly(now, before) {
			t.Fatal("the rise is not in the data")
		}
		up := fmt.Sprintf("Up %.0f, clear", rounded(now.score()-before.score(), 1))
		if tile := p.tile(t, "Net Promoter Score"); !strings.Contains(tile, up) {
			t.Errorf("the tile says %q, want %s", tile, up)
		}
		p.says(t, "Net Promoter Score rose to "+score(now.score())+", clearly",
			fmt.Sprintf("That is %.0f points more than in October 2025, a clear change.", rounded(now.score()-before.score(), 1)))
		least, most := 100., -100.
		for _, row := range p.csv(t, "nps-by-month") {
			switch value := number(t, row["value"]); {
			case row["period"] < "2026-05":
				most = max(most, value)
			case row["period"] > "2026-05":
				least = min(least, value)
			}
		}
		if least < most+5 {
			t.Errorf("from June 2026 the score is %v or more, before May it was up to %v", least, most)
		}
	})

	t.Run("loss at payment on phones", func(t *testing.T) {
		lost := map[string]float64{}
		for id, device := range map[string]string{"checkout-phone": "Phone", "checkout-computer": "Computer"} {
			want := walked(t, only(rows(t, "events"), of("device", device)), "2026-10")
			raw, rows := p.csv(t, id), p.table(t, id)
			for i, n := range want {
				near(t, device+" "+raw[i]["step"], number(t, raw[i]["count"]), float64(n), 0)
				if i == 0 {
					continue
				}
				share := 100 * float64(n) / float64(want[i-1])
				near(t, device+" "+raw[i]["step"], number(t, raw[i]["from_previous"]), share, 1e-9)
				if rows[i+1][0] != raw[i]["step"] || rows[i+1][3] != percent(share, want[i-1]) {
					t.Errorf("%s: the table has %q, want %s of the step before", device, rows[i+1], percent(share, want[i-1]))
				}
				lost[fmt.Sprint(device, i)] = 100 - share
			}
		}
		for i := 1; i < 4; i++ {
			near(t, fmt.Sprintf("loss before step %d on phones, beside computers", i+1), lost[fmt.Sprint("Phone", i)], lost[fmt.Sprint("Computer", i)], 2)
		}
		if gap := lost["Phone4"] - lost["Computer4"]; gap < 15 {
			t.Errorf("at payment phones lose %.0f points more than computers, want 15 at least", gap)
		}
	})

	t.Run("weak marketplace", func(t *testing.T) {
		channel := func(name string) votes {
			return voted(t, only(only(answers, in("date", "2026-10")), of("channel", name)))
		}
		weak := channel("Marketplace")
		for _, name := range []string{"Newsletter", "Web shop", "Social media"} {
			if other := channel(name); !clearly(weak, other) || weak.score() > other.score()-30 {
				t.Errorf("the marketplace has %s, %s %s", score(weak.score()), name, score(other.score()))
			}
		}
		p.says(t, "Marketplace is clearly lowest, at "+score(weak.score()), fmt.Sprintf("The marketplace is at %s, from %d answers", score(weak.score()), weak.n))
	})

	t.Run("nothing else is clear", func(t *testing.T) {
		october := func(table, column string, good func(record) bool, count func(record) bool) {
			x1, n1 := share(only(only(rows(t, table), in(column, "2026-10")), count), good)
			x2, n2 := share(only(only(rows(t, table), in(column, "2025-10")), count), good)
			if differ(x1, n1, x2, n2) {
				t.Errorf("%s changed clearly in the data: %d of %d, %d of %d a year before", table, x1, n1, x2, n2)
			}
		}
		october("answers", "date", satisfied, answered)
		october("orders", "placed", onTime, func(record) bool { return true })
		for _, title := range []string{"Satisfied with the goods", "Parcels on time", "Value of an order"} {
			if tile := p.tile(t, title); !strings.Contains(tile, "No clear change") {
				t.Errorf("the tile says %q", tile)
			}
		}
		found := 0
		for n := range p.root.Descendants() {
			if n.Type != html.TextNode || n.Parent.Data == "script" || n.Parent.Data == "style" {
				continue
			}
			for _, sentence := range strings.SplitAfter(n.Data, ". ") {
				if !claim.MatchString(sentence) || unclear.MatchString(sentence) {
					continue
				}
				found++
				if where := within(n); !strings.Contains(where, "Net Promoter Score") {
					t.Errorf("clear, but not the NPS: %q in %q", sentence, where)
				}
			}
		}
		if found < 5 { // the head, the tile, title and summary of the trend, the prose
			t.Errorf("found %d sentences with a clear change; does this test still look in the right places?", found)
		}
	})
}

// claim finds what says that something is clear; unclear what says that it is not, or what the word means.
var (
	claim   = regexp.MustCompile(`(?i)\bclear(ly)?\b`)
	unclear = regexp.MustCompile(`(?i)\b(no|not|without a|nothing changed) clear|“Clear” means|Clear or not|a change only when it is clear`)
)

// within gives the text of what a sentence belongs to: a tile, a figure, or for the prose between them its block with the figure before it.
func within(n *html.Node) string {
	text := ""
	for up := n.Parent; up != nil && up.Data != "main"; up = up.Parent {
		if attribute(up, "class") == "tile" || slices.Contains([]string{"figure", "title", "h1"}, up.Data) {
			return written(up)
		}
		if up.Data == "p" {
			text = written(up)
		}
		for before := up.PrevSibling; before != nil && text != ""; before = before.PrevSibling {
			if before.Data == "figure" {
				return text + " " + written(before)
			}
		}
	}
	return text
}

// walked counts the visitors of a month at each step to an order: naively, from every view, the earliest event of each next step
// within seven days; the furthest attempt counts.
func walked(t *testing.T, events []record, month string) []int {
	t.Helper()
	steps := []string{"View", "Cart", "Address", "Payment", "Order"}
	type event struct {
		at   time.Time
		name string
	}
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	by := map[string][]event{}
	for _, r := range events {
		at, err := time.ParseInLocation("2006-01-02T15:04:05", r["time"], lisbon)
		if err != nil {
			t.Fatal(err)
		}
		by[r["customer"]] = append(by[r["customer"]], event{at, r["event"]})
	}
	counts := make([]int, len(steps))
	for _, customer := range slices.Sorted(maps.Keys(by)) {
		list := by[customer]
		slices.SortStableFunc(list, func(a, b event) int { return a.at.Compare(b.at) })
		best := 0
		for i, e := range list {
			if e.name != "View" || e.at.Format("2006-01") != month {
				continue
			}
			reached, last := 1, e.at
			for _, next := range list[i+1:] {
				if reached < len(steps) && next.name == steps[reached] && !next.at.Before(last) && next.at.Sub(e.at) <= 7*24*time.Hour {
					reached, last = reached+1, next.at
				}
			}
			best = max(best, reached)
		}
		for i := range best {
			counts[i]++
		}
	}
	return counts
}

// TestSmallRegions looks for the two regions with fewer than five answers a month in everything that the example's build makes.
func TestSmallRegions(t *testing.T) {
	files := built(t)
	october := only(only(rows(t, "answers"), in("date", "2026-10")), answered)
	hidden, together := map[string]int{"Azores": 0, "Madeira": 0}, 0
	for name := range hidden {
		hidden[name] = len(only(october, of("region", name)))
		if together += hidden[name]; hidden[name] == 0 || hidden[name] >= 5 {
			t.Fatalf("%s gave %d answers", name, hidden[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for region := range hidden {
			if strings.HasSuffix(name, ".html") || name == "llms.txt" || name == "feed.xml" || !strings.Contains(string(files[name]), region) {
				continue
			}
			t.Errorf("%s has %s", name, region)
		}
		path, is := strings.CutSuffix(name, "index.html")
		if !is {
			continue
		}
		p := readPage(t, files, path)
		for n := range p.root.Descendants() {
			if n.Data != "tr" {
				continue
			}
			for region := range hidden {
				if row := written(n); strings.Contains(row, region) {
					t.Errorf("%s has a row %q", name, row)
				}
			}
		}
	}

	p := readPage(t, files, "reports/2026-10/")
	p.says(t, "Azores and Madeira")
	shown := 0
	for _, row := range p.table(t, "csat-by-region")[1:] {
		region := of("region", row[0])
		if row[len(row)-1] == "–" {
			continue
		}
		hits, n := share(only(october, region), satisfied)
		if want := []string{percent(100*float64(hits)/float64(n), n), strconv.Itoa(n)}; row[1] != want[0] || row[3] != want[1] {
			t.Errorf("the table has %q, want %q", row, want)
		}
		shown += n
	}
	// What the total leaves for the hidden ones are at least as many answers as a group must have to be shown.
	if left := len(october) - shown; left != together || left < 5 {
		t.Errorf("the table leaves %d answers for the hidden regions, which gave %d", left, together)
	}
}

// TestOddNumbers looks on every page of the example for numbers that no reader should meet.
func TestOddNumbers(t *testing.T) {
	odd := regexp.MustCompile(`[−+±]0(\.0+)?([^.,0-9]|$)|\bNaN\b|\bInf\b|%!|[+−]\d+%|\d\.\d{5}`)
	files := built(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path, is := strings.CutSuffix(name, "index.html"); is {
			if at := odd.FindStringIndex(readPage(t, files, path).text); at != nil {
				text := readPage(t, files, path).text
				t.Errorf("%s: …%s…", name, text[max(0, at[0]-60):min(len(text), at[1]+40)])
			}
		}
	}
}
