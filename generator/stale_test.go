package generator_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
	"cxgen/generator/source"
)

// TestNeverStale makes 200 random edits, over all kinds of files. After each, what an old builder gives equals what a new one
// gives, byte for byte; also when an edit is a mistake, and when it is mended.
func TestNeverStale(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/stale.txtar")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	fsys := folder(archive.Files)
	b, out := &generator.Builder{}, &generator.Held{}
	build(t, b, fsys, out)
	edits := 200
	if testing.Short() {
		edits = 50
	}
	sound, good := 0, maps.Clone(fsys)
	for i := range edits {
		said := "back to the last good site"
		if random.IntN(8) == 0 {
			fsys = maps.Clone(good)
		} else {
			said = edit(random, fsys, i)
		}
		files, result, problems := build(t, b, fsys, out)
		if published(result) {
			sound++
			good = maps.Clone(fsys)
			same(t, files, fsys)
		}
		if t.Failed() {
			t.Fatalf("after edit %d, %s:\n%s", i, said, problems)
		}
	}
	if sound < edits*6/10 {
		t.Fatalf("only %d of %d edits gave a site", sound, edits)
	}
}

func published(r *generator.Result) bool {
	return !slices.ContainsFunc(r.Problems, func(p source.Problem) bool { return p.Level == source.Error })
}

// edit changes one file and says how.
func edit(r *rand.Rand, fsys fstest.MapFS, i int) string {
	texts := map[string][]string{
		"content/_index.md":       {"# Home\n", "# Home\n\n{{nps value}} of {{orders value}}.\n", "# Home\n\n```products\n```\n\n[pot](/goods/pot/)\n"},
		"content/goods/_index.md": {"# Goods\n", "+++\ntitle = \"Things\"\n[cascade]\ncategory = \"All\"\n+++\n", ""},
		"content/goods/pot.md":    {"+++\ntitle = \"Pot\"\nkind = \"article\"\ntags = [\"clay\"]\n+++\n## One\n\nText %d.\n", "+++\ntitle = \"Pot %d\"\ndate = 2026-01-02\naliases = [\"/old/\"]\n+++\n", "+++\ntitle = \"Pot\"\nkind = \"wrong\"\n+++\n", ""},
		"content/goods/cup.md":    {"+++\ntitle = \"Cup\"\nkind = \"product\"\nimage = \"cup.svg\"\n[product]\nsku = \"cup\"\nprice = \"%d.00\"\ncurrency = \"EUR\"\nrating_table = \"reviews\"\n+++\n\n```reviews\n```\n", "# Cup\n\n::: badge\nText %d\n:::\n", "# Cup\n\n![a cup](cup.svg)\n"},
		"content/goods/cup.svg":   {`<svg viewBox="0 0 10 10"><path class="p1" d="M0 0h%dv5z"/></svg>`, `<svg viewBox="0 0 20 %d"><circle r="3"/></svg>`},
		"content/report.md":       {"+++\ntitle = \"Report\"\nkind = \"report\"\nperiod = \"2026-09\"\ncompare = \"previous\"\nsegments = [\"new\"]\n+++\n```metrics\nshow = [\"nps\"]\n```\n\n## Trend\n\nText %d.\n\n```chart\nmetric = \"nps\"\nby = \"month\"\n```\n", "# Report\n\n```chart\nmetric = \"nps\"\nby = \"channel\"\ntitle = \"Number %d\"\n```\n", "# Report\n\n```chart\nmetric = \"nps\"\nform = \"distribution\"\n```\n\n```table\ntable = \"orders\"\n```\n"},
		"data/answers.csv":        {"", "", ""},
		"data/orders.csv":         {"order,amount\n1,%d.50\n2,3\n3,4\n4,5\n5,6\n", "order,amount\n1,10\n2,%d\n"},
		"data/reviews.csv":        {"product,stars,text,name\ncup,5,good %d,A\ncup,4,fine,B\ncup,5,x,C\ncup,3,y,D\ncup,5,z,E\n", "product,stars,text,name\ncup,5,only one,A\n"},
		"data/customers.csv":      {"customer,orders\na,1\nb,%d\nc,1\nd,5\n", "customer,orders\na,0\nb,0\nc,0\nd,0\n"},
		"data/metrics.toml":       {stale("5", "10"), stale("1", "20"), stale("1", "0") + "[metrics.more]\nkind = \"count\"\ntable = \"answers\"\n", stale("1", "%d") + "[metrics.bad]\nkind = \"nps\"\n"},
		"site.toml": {staleSite("Shop", "#055f5d"), staleSite("Shop %d", "#055f5d"), staleSite("Shop", "#7a1f5c"), staleSite("Shop", "#1f4f9c") + "[build]\nlist_size = 1\n",
			strings.Replace(staleSite("Shop", "#055f5d"), "<= 1", "<= %d", 1), staleSite("Shop", "#055f5d") + "[data]\nmin_n = %d\nlow_n = 40\n",
			staleSite("Shop", "#055f5d") + "[languages.de]\nmissing = \"mark\"\n"},
		"content/de/goods/cup.md":                 {"# Tasse %d\n\nText.\n", "+++\ntitle = \"Tasse\"\ndraft = true\n+++\n", ""},
		"content/note.md":                         {"+++\ntitle = \"Note\"\nkind = \"article\"\n+++\n" + strings.Repeat("word ", 900) + "\n", "+++\ntitle = \"Note\"\nkind = \"article\"\n+++\nText %d, [pot](/goods/pot/).\n", ""},
		"themes/default/words/de.toml":            {"[site]\nanswers.one = \"{n} Stimme\"\nanswers.other = \"{n} Stimmen %d\"\n", ""},
		"themes/default/words/en.toml":            {"[site]\nanswers.one = \"{n} reply\"\nanswers.other = \"{n} replies %d\"\n", ""},
		"themes/default/components/badge.html":    {"<p>badge %d {{range .Inner}}{{component .Kind .}}{{end}}</p>\n", "<p>{{component \"seal\" .}}</p>\n"},
		"themes/default/components/seal.html":     {"<b>seal %d</b>\n", "<i>seal</i>\n"},
		"themes/default/components/badge.css":     {".badge{margin:%dpx}\n", ""},
		"themes/default/styles/page.css":          {"main{padding:%dpx}\n", ""},
		"themes/default/layouts/parts/extra.html": {"extra %d\n", ""},
		"static/file.txt":                         {"file %d\n", ""},
	}
	names := make([]string, 0, len(texts))
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	name := names[r.IntN(len(names))]
	text := texts[name][r.IntN(len(texts[name]))]
	if strings.Contains(text, "%d") {
		text = fmt.Sprintf(strings.ReplaceAll(text, "0%", "0%%"), 1+r.IntN(30))
	}
	if name == "data/answers.csv" {
		text = answers(r)
	}
	if text == "" {
		delete(fsys, name)
		return "remove " + name
	}
	fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644, ModTime: today.AddDate(0, 0, i)}
	return "write " + name + ":\n" + text
}

func answers(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("date,score,channel,customer\n")
	for range 5 + r.IntN(30) {
		fmt.Fprintf(&b, "2026-%02d-%02d,%d,%s,%s\n", 7+r.IntN(3), 1+r.IntN(28), r.IntN(11), []string{"web", "shop", "phone"}[r.IntN(3)], []string{"a", "b", "c", "d"}[r.IntN(4)])
	}
	return b.String()
}

func stale(minN, target string) string {
	return "[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\nscore = \"score\"\ntime = \"date\"\nmin_n = " + minN + "\ntarget = " + target +
		"\n[metrics.orders]\nkind = \"sum\"\ntable = \"orders\"\ncolumn = \"amount\"\n"
}

func staleSite(title, color string) string {
	return "title = \"" + title + "\"\n[brand]\ncolor = \"" + color + "\"\n[[menu]]\npage = \"goods/\"\n" +
		"[[segments]]\nname = \"new\"\ntable = \"customers\"\nwhere = \"orders <= 1\"\nkey = \"customer\"\n"
}

// TestExactFiles changes what a page does not show, but a file beside it says.
func TestExactFiles(t *testing.T) {
	fsys := folder([]txtar.File{
		{Name: "site.toml", Data: []byte("title = \"Shop\"\n")},
		{Name: "data/metrics.toml", Data: []byte("[metrics.weight]\nkind = \"mean\"\ntable = \"parcels\"\ncolumn = \"weight\"\nmin_n = 1\n")},
		{Name: "content/_index.md", Data: []byte("# Home\n\n```chart\nmetric = \"weight\"\nby = \"shop\"\n```\n\n```table\ntable = \"parcels\"\n```\n")},
	})
	b, out := &generator.Builder{}, &generator.Held{}
	for i, weight := range []string{"3.00000001", "3.00000002", "3.000000020"} {
		fsys["data/parcels.csv"] = &fstest.MapFile{Data: []byte("shop,weight\na," + weight + "\nb,4\n"), ModTime: today.AddDate(0, 0, i)}
		files, _, said := build(t, b, fsys, out)
		if said != "" {
			t.Fatal(said)
		}
		same(t, files, fsys)
	}
}
