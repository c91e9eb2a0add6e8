package generator_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
)

// printedSite asks for figures that are easily printed so that they mislead.
const printedSite = `-- site.toml --
title = "Printed"
base_url = "https://printed.example/"
-- data/metrics.toml --
[metrics.nps]
kind = "nps"
table = "answers"
time = "date"
score = "score"
[metrics.on_time]
kind = "share"
table = "parcels"
time = "date"
good = 'came = "yes"'
title = "On time"
[metrics.weight]
kind = "mean"
table = "parcels"
time = "date"
column = "weight"
[metrics.stars]
kind = "csat"
table = "stars"
score = "stars"
scale = [1, 5]
-- content/_index.md --
-- content/page.md --
+++
title = "Page"
+++
All time: {{nps value}} of {{nps n}}, {{nps low}} to {{nps high}}, {{nps margin}}. Latest: {{nps latest}}, {{nps change}}. In January the weight was {{weight value at 2026-01}} {{weight margin at 2026-01}}.

` + "```chart\nmetric = \"on_time\"\nby = \"month\"\nid = \"parcels\"\n```\n```chart\nmetric = \"stars\"\nby = \"shop\"\nid = \"stars\"\n```\n" + `
::: features
::: feature {title="At the door" metric="on_time" period="2026-01" label="came on time"}
Nearly all.
:::
::: feature {title="In the shop" metric="stars" label="were satisfied"}
A few.
:::
:::
-- content/report.md --
+++
title = "Report"
kind = "report"
+++
` + "```metrics\nshow = [\"nps\"]\n```\n"

// TestPrinted checks that words, decimals and bases say no more than the figures do.
func TestPrinted(t *testing.T) {
	answers := map[string]string{}
	write := func(table, line string, times int) { answers[table] += strings.Repeat(line+"\n", times) }
	// January: 60 promoters, 40 detractors, +20. February: 30 of each, 0. Together 90 and 70 of 160: +12.5, printed +13.
	answers["answers"] = "date,score\n"
	write("answers", "2026-01-10,10", 60)
	write("answers", "2026-01-10,0", 40)
	write("answers", "2026-02-10,10", 30)
	write("answers", "2026-02-10,0", 30)
	// January: 997 of 1,000. February: 598 of 600, which is 99.67 where January had 99.7.
	answers["parcels"] = "date,came,weight\n"
	write("parcels", "2026-01-10,yes,1.5", 997)
	write("parcels", "2026-01-10,no,1.6", 3)
	write("parcels", "2026-02-10,yes,1.5", 598)
	write("parcels", "2026-02-10,no,1.5", 2)
	// 4 of 20 are satisfied: the share, 20, is the base.
	answers["stars"] = "shop,stars\n"
	write("stars", "Porto,5", 4)
	write("stars", "Porto,1", 16)
	site := txtar.Parse([]byte(printedSite)).Files
	for name, rows := range answers {
		site = append(site, txtar.File{Name: "data/" + name + ".csv", Data: []byte(rows)})
	}
	files, _, said := build(t, &generator.Builder{}, folder(site), &generator.Held{})
	if said != "" {
		t.Fatal(said)
	}
	p := readPage(t, files, "page/")

	// Value, base, limits and margin belong together: 90 and 70 of 160, Adjusted Wald.
	all := votes{n: 160, promoters: 90, detractors: 70}
	mid, variance := all.adjusted()
	half := 1.959963984540054 * math.Sqrt(variance)
	p.says(t, fmt.Sprintf("All time: +13 of 160, %s to %s, ±%.0f.", score(mid-half), score(mid+half), rounded(half, 1)))
	p.says(t, "Latest: 0, −20 points.")
	p.says(t, "the weight was 1.5 ±0.0003.") // sd 0.0055, n 1,000

	// Parcels give no answers; what rounds to no difference is called none.
	if text := p.element(t, "parcels"); !strings.Contains(text, "n a month") || strings.Contains(text, "nswers a month") {
		t.Errorf("the base of parcels: %s", text)
	} else if !strings.Contains(text, "That is about as much as in January 2026: no clear change.") {
		t.Errorf("a difference of nothing: %s", text)
	}
	p.says(t, "99.7 of 100 came on time")

	// A base is shown also where the figure is the same number, and a low one is marked.
	if rows := p.table(t, "stars"); rows[1][1] != "20%" || rows[1][len(rows[1])-1] != "20, low base" {
		t.Errorf("the table has %q", rows)
	}
	p.says(t, "20 of 100 were satisfied · Low base: fewer than 30")

	// Where nothing is compared, nothing is said about change.
	if head := readPage(t, files, "report/"); strings.Contains(head.text, "changed") {
		t.Errorf("nothing was compared, but the head says: %s", head.text)
	}
}
