package generator_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
)

// least is min_n of the sites in TestNaive.
const least = 5

const naiveSite = `-- site.toml --
title = "Naive"
base_url = "https://naive.example/"
-- data/metrics.toml --
[metrics.nps]
kind = "nps"
table = "answers"
score = "score"
[metrics.csat]
kind = "csat"
table = "answers"
score = "stars"
scale = [1, 5]
-- content/_index.md --
-- content/page.md --
+++
title = "Page"
+++
NPS {{nps value}} of {{nps n}}. CSAT {{csat value}} of {{csat n}}.
` + "```chart\nmetric = \"nps\"\nby = \"team\"\nid = \"nps\"\n```\n```chart\nmetric = \"csat\"\nby = \"team\"\nid = \"csat\"\n```\n```table\nmetric = \"csat\"\nby = \"team\"\nid = \"rows\"\n```\n"

// group is what a naive reader of the answers counts: how many count for the metric, and their weight in the figure's numerator.
type group struct {
	name   string
	n, sum int // sum: +1 promoters, −1 detractors; 1 satisfied
}

// whole gives 100·sum/n as it is printed, half away from zero, in whole numbers only.
func (g group) whole() int {
	if g.sum < 0 {
		return -group{n: g.n, sum: -g.sum}.whole()
	}
	return (200*g.sum + g.n) / (2 * g.n)
}

// withheld gives the groups that must not be seen: the small ones, and with them the next smallest ones (by name where sizes are
// equal) as long as there is only one, or all of them together are still too few (specification §0.8).
func withheld(groups []group) map[string]bool {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g group) bool { return g.n == 0 })
	slices.SortFunc(groups, func(a, b group) int {
		if a.n != b.n {
			return a.n - b.n
		}
		return strings.Compare(a.name, b.name)
	})
	hidden, n := map[string]bool{}, 0
	for _, g := range groups {
		if g.n >= least && (len(hidden) == 0 || len(hidden) > 1 && n >= least) {
			break
		}
		hidden[g.name] = true
		n += g.n
	}
	return hidden
}

// TestNaive builds pages from random small tables, dirty cells and all, and compares every figure on them with a naive count.
func TestNaive(t *testing.T) {
	scores := []struct {
		cell string
		sum  int
		used bool
	}{
		{"0", -1, true}, {"3", -1, true}, {"6", -1, true}, {"6 - hardly", -1, true}, {"7", 0, true}, {"8/10", 0, true}, {"9", 1, true}, {"10", 1, true},
		{"۱۰", 1, true}, {"10 - Extremely likely", 1, true}, {"9.0", 1, true}, {"", 0, false}, {"n/a", 0, false}, {"11", 0, false}, {"-99", 0, false}, {"8.5", 0, false}, {"9-10", 0, false}, {"7%", 0, false},
	}
	stars := []struct {
		cell string
		sum  int
		used bool
	}{
		{"1", 0, true}, {"2", 0, true}, {"3", 0, true}, {"4", 1, true}, {"5", 1, true}, {"5 - very", 1, true}, {"", 0, false}, {"0", 0, false}, {"6", 0, false}, {"so-so", 0, false},
	}
	dice := rand.New(rand.NewPCG(2026, 11))
	builder := &generator.Builder{}
	shown, hidden, empty := 0, 0, 0
	for round := range 200 {
		teams := []string{"Ardea", "Bubo", "Corvus", "Dryocopus", "Egretta"}[:1+dice.IntN(5)]
		nps, csat := make([]group, len(teams)), make([]group, len(teams))
		var table strings.Builder
		table.WriteString("team,score,stars\n")
		for range dice.IntN(12 * len(teams)) {
			team := min(dice.IntN(len(teams)), dice.IntN(len(teams))) // of unequal size
			a, b := scores[dice.IntN(len(scores))], stars[dice.IntN(len(stars))]
			fmt.Fprintf(&table, "%s,%s,%s\n", teams[team], a.cell, b.cell)
			nps[team].name, csat[team].name = teams[team], teams[team]
			if a.used {
				nps[team].n, nps[team].sum = nps[team].n+1, nps[team].sum+a.sum
			}
			if b.used {
				csat[team].n, csat[team].sum = csat[team].n+1, csat[team].sum+b.sum
			}
		}
		site := append(txtar.Parse([]byte(naiveSite)).Files, txtar.File{Name: "data/answers.csv", Data: []byte(table.String())})
		files, _, said := build(t, builder, folder(site), &generator.Held{})
		if said != "" {
			t.Fatalf("round %d:\n%s\n%s", round, said, table.String())
		}
		p := readPage(t, files, "page/")
		p.says(t, "NPS "+overall(nps, signed)+". CSAT "+overall(csat, cent)+".")
		for _, c := range []struct {
			id     string
			groups []group
			print  func(int) string
		}{{"nps", nps, signed}, {"csat", csat, cent}, {"rows", csat, cent}} {
			away := withheld(c.groups)
			rows := p.table(t, c.id)
			for _, g := range c.groups {
				row := slices.IndexFunc(rows, func(row []string) bool { return row[0] == g.name && g.name != "" })
				switch {
				case g.n == 0:
					empty++
				case away[g.name]:
					hidden++
				default:
					shown++
					if row < 0 || rows[row][1] != c.print(g.whole()) || !strings.HasPrefix(rows[row][3], fmt.Sprint(g.n)) {
						t.Errorf("round %d: %s of %s is not %s of %d: %q", round, c.id, g.name, c.print(g.whole()), g.n, rows)
					}
					continue
				}
				if row >= 0 {
					t.Errorf("round %d: %s of %s, with %d answers, is shown: %q", round, c.id, g.name, g.n, rows)
				}
			}
			if c.id == "rows" {
				continue
			}
			for _, row := range p.csv(t, c.id) {
				if away[row["group"]] {
					t.Errorf("round %d: the CSV of %s has %v", round, c.id, row)
				}
			}
			for name := range away {
				if strings.Contains(string(files["page/"+c.id+".js"]), name) {
					t.Errorf("round %d: page/%s.js has %s", round, c.id, name)
				}
				if svg := string(files["page/"+c.id+".svg"]); regexp.MustCompile(`class="rl[^"]*"[^<]*(<tspan[^<]*)?` + name).MatchString(svg) { // its last line names who is hidden
					t.Errorf("round %d: page/%s.svg has a row for %s", round, c.id, name)
				}
			}
		}
		if t.Failed() {
			t.Fatal(table.String())
		}
	}
	if shown < 300 || hidden < 300 || empty < 10 {
		t.Errorf("%d groups shown, %d hidden, %d empty: too few of a sort to prove anything", shown, hidden, empty)
	}
}

// overall says the figure of all groups together with its base, as the page's prose does.
func overall(groups []group, print func(int) string) string {
	var all group
	for _, g := range groups {
		all.n, all.sum = all.n+g.n, all.sum+g.sum
	}
	switch {
	case all.n == 0:
		return "– of 0"
	case all.n < least:
		return "too few answers to show of not shown"
	}
	if all.n < 30 {
		return fmt.Sprintf("%s (low base) of %d", print(all.whole()), all.n)
	}
	return fmt.Sprintf("%s of %d", print(all.whole()), all.n)
}

func signed(v int) string { return score(float64(v)) }

func cent(v int) string { return fmt.Sprintf("%d%%", v) }
