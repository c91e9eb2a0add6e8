package generator_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cxgen/generator"
	"cxgen/generator/locale"
)

// found reads the index of the search in a folder of a site: what cxgenSearch is called with.
func found(t *testing.T, files map[string][]byte, folder string) [][4]string {
	t.Helper()
	var pages [][4]string
	for name, text := range files {
		if ok, _ := path.Match(folder+"search/index.*.js", name); !ok {
			continue
		}
		if !strings.Contains(string(files[folder+"search/index.html"]), `data-index="`+path.Base(name)+`"`) {
			t.Errorf("the page does not name %s", name)
		}
		inner, ok := strings.CutPrefix(strings.TrimSuffix(string(text), ")"), "cxgenSearch(")
		if err := json.Unmarshal([]byte(inner), &pages); err != nil || !ok {
			t.Fatal(err, string(text))
		}
	}
	return pages
}

func TestSearchIndex(t *testing.T) {
	fsys := fstest.MapFS{
		"site.toml":                {Data: []byte("title = \"Shop\"\n[languages.fa]\ntitle = \"فروشگاه\"\n[[segments]]\nname = \"new\"\ntable = \"customers\"\nkey = \"customer\"\n")},
		"data/customers.csv":       {Data: []byte("customer\na\n")},
		"content/_index.md":        {Data: []byte("# Welcome\n")},
		"content/goods/pot.md":     {Data: []byte("+++\ntitle = \"A <b> pot\"\ndescription = \"Holds tea.\"\ncategory = \"Pots\"\ntags = [\"clay\"]\nsegments = [\"new\"]\n+++\nPours at 80 °C, *pours* & [well](/).\n\n::: segment new\nSecret.\n:::\n\n::: segment all new\nOpen.\n:::\n\n::: feature {title=\"Never drips\"}\nAt all.\n:::\n\n## Café use\n\n```table\ntable = \"customers\"\n```\n")},
		"content/thanks.md":        {Data: []byte("+++\ntitle = \"Thanks\"\nnoindex = true\n+++\n")},
		"content/fa/goods/pot.md":  {Data: []byte("+++\ntitle = \"قوري\"\n+++\nكيفيت ۸۰ می\u200cرود\n")},
		"content/fa/goods/late.md": {Data: []byte("+++\ntitle = \"بعد\"\ndraft = true\n+++\n")},
	}
	files, _, _ := build(t, &generator.Builder{}, fsys, &generator.Held{})
	for folder, want := range map[string][][4]string{
		"": {
			{"../goods/pot/", "A <b> pot", "Holds tea.", "Pots clay café use pours at 80 c well open never drips all"},
			{"../categories/", "Categories", "Everything here by kind.", ""},
			{"../categories/pots/", "Pots", "Everything of the kind Pots.", ""},
			{"../goods/", "Goods", "", ""},
			{"../tags/", "Tags", "Everything here by what it is good for.", ""},
			{"../tags/clay/", "clay", "Everything for clay.", ""},
			{"../", "Welcome", "", "welcome"},
		},
		"fa/": {
			{"../goods/pot/", "قوري", "", "کیفیت 80 می\u200cرود"},
			{"../goods/", "Goods", "", ""},
			{"../", "فروشگاه", "", ""},
		},
	} {
		if got := found(t, files, folder); !slices.Equal(got, want) {
			t.Errorf("%ssearch/:\n%q\nwant:\n%q", folder, got, want)
		}
	}
}

// TestSearchOfManyPages looks at the size of the index: with thousands of pages it holds no texts.
func TestSearchOfManyPages(t *testing.T) {
	for n, want := range map[int]int{60: 400, 300: 100, 2_001: 0} {
		if n > 500 && testing.Short() {
			continue
		}
		files, r, _ := build(t, &generator.Builder{Once: true}, corpusOf(n), &generator.Held{})
		most := 0
		for _, page := range found(t, files, "") {
			most = max(most, len(strings.Fields(page[3])))
		}
		if most != want || r.Work["terms"] > n+1 || want == 0 && r.Work["terms"] > 0 {
			t.Errorf("%d pages: at most %d words, want %d; %d texts were read", n, most, want, r.Work["terms"])
		}
	}
}

// corpusOf makes n pages of 500 different words.
func corpusOf(n int) fstest.MapFS {
	var text strings.Builder
	for i := range 500 {
		text.WriteString("word" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + " ")
	}
	fsys := fstest.MapFS{"site.toml": {Data: []byte("title = \"Shop\"\n")}, "content/_index.md": {Data: []byte("Home.\n")}}
	for i := range n {
		name := "page-" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		fsys["content/pages/"+name+".md"] = &fstest.MapFile{Data: []byte("# " + name + "\n\n" + text.String() + "\n")}
	}
	return fsys
}

// TestSearchEdit looks at how much work an edit makes: one text is read again.
func TestSearchEdit(t *testing.T) {
	fsys := corpusOf(40)
	b, out := &generator.Builder{}, &generator.Held{}
	build(t, b, fsys, out)
	fsys["content/pages/page-aaa.md"] = &fstest.MapFile{Data: []byte("# Another\n\nwholly other\n"), ModTime: today}
	files, r, _ := build(t, b, fsys, out)
	if r.Work["terms"] != 1 {
		t.Errorf("%d texts were read again", r.Work["terms"])
	}
	if text := string(files["search/index.html"]); !strings.Contains(text, "data-index") {
		t.Error(text)
	}
	same(t, files, fsys)
}

func TestSearchClash(t *testing.T) {
	_, r, said := build(t, &generator.Builder{}, fstest.MapFS{"site.toml": {Data: []byte("title = \"Shop\"\n")}, "content/_index.md": {Data: []byte("Home.\n")}, "static/search": {Data: []byte("x")}}, &generator.Held{})
	if !strings.Contains(said, "the search page /search/ needs a folder in the place of this file") || published(r) {
		t.Error(said)
	}
	for name, text := range map[string]string{"static/search/index.html": "mine", "content/search.md": "# mine\n", "content/a.md": "+++\naliases = [\"/search/\"]\n+++\n"} {
		files, _, said := build(t, &generator.Builder{}, fstest.MapFS{"site.toml": {Data: []byte("title = \"Shop\"\n")}, "content/_index.md": {Data: []byte("Home.\n")}, name: {Data: []byte(text)}}, &generator.Held{})
		if page := string(files["search/index.html"]); said != "" || page == "" || strings.Contains(page, "data-index") {
			t.Errorf("%s: %s\n%s", name, said, page)
		}
		if len(found(t, files, "")) > 0 {
			t.Errorf("%s: there is an index", name)
		}
	}
}

// TestSearchFold checks that the script folds a query to what it makes of a text that the program has folded, so that one finds
// the other; and that texts which mean the same are one. It needs Node.
func TestSearchFold(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}
	script, err := os.ReadFile("../themes/default/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	text := string(script)
	begin, end := strings.Index(text, "same={"), strings.Index(text, "// A text to look in")
	if begin < 0 || end < 0 {
		t.Fatal("the script has no fold")
	}
	code := "let " + strings.TrimRight(regexp.MustCompile(`(?m)^//.*$`).ReplaceAllString(text[begin:end], ""), ", \n") +
		";console.log(JSON.stringify(JSON.parse(process.argv[1]).map(s=>words(s).join(' '))))"
	type pair struct{ lang, text, same string }
	pairs := []pair{
		{"en", "Café KETTLE", "cafe kettle"}, {"en", "ＫＥＴＴＬＥ　８０", "kettle 80"}, {"en", "½ ﬁne ㎏", "1 2 fine kg"}, {"en", "don't re-open", "don t re open"}, {"en", "soft\u00adhyphen", "softhyphen"},
		{"fa", "كتري", "کتری"}, {"fa", "کِتریٔ", "کتری"}, {"fa", "۸۰ درجهٔ", "80 درجه"}, {"fa", "٨٠ درجة", "80 درجه"}, {"fa", "می\u200cرود", "می\u200cرود"}, {"fa", "خانۀ مسؤول", "خانه مسوول"}, {"fa", "كـــتري", "کتری"},
		{"fa", "\u2068NPS\u2069 ۴۲", "nps 42"}, {"fa", "ﻛﺘﺮﻱ", "کتری"}, {"ar", "أحمد إلى آخر", "احمد الی اخر"}, {"ar", "كيفيت", "کیفیت"}, {"he", "שָׁלוֹם", "שלום"},
		{"ko", "케틀", "케틀"}, {"ko", "ＣＸ 전략을", "cx 전략을"}, {"ja", "ｶﾀｶﾅ１２", "カタカナ12"}, {"ja", "がカ", "がカ"}, {"tr", "IŞIK ışık İZMİR", "isik isik izmir"}, {"de", "Straße STRASSE Öl", "strasse strasse ol"},
		{"hi", "ग्राहक १२", "ग्राहक 12"}, {"en", "𝟠𝟘 ߀߁ ᠐᠑", "80 01 01"}, {"en", "ΛΌΓΟΣ", "λογοσ"}, {"en", "", ""}, {"en", "…—!", ""},
	}
	var texts []string
	for _, p := range pairs {
		l, err := locale.New(p.lang, nil)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, p.text, l.Fold(p.text), p.same)
	}
	given, _ := json.Marshal(texts)
	out, err := exec.CommandContext(context.Background(), node, "-e", code, string(given)).CombinedOutput()
	var got []string
	if err != nil || json.Unmarshal(out, &got) != nil || len(got) != len(texts) {
		t.Fatal(err, string(out))
	}
	for i, p := range pairs {
		query, text, same := got[3*i], got[3*i+1], got[3*i+2]
		if query != text || query != same {
			t.Errorf("%s %q: as a query %q, as a folded text %q, want %q", p.lang, p.text, query, text, same)
		}
	}
}
