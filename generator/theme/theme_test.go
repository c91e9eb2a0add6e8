package theme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"cxgen/generator/source"
)

// TestLoad: a theme, and in the file "problems" what is wrong with it.
func TestLoad(t *testing.T) {
	each(t, "testdata/load/*.txtar", func(t *testing.T, files map[string]string) {
		_, problems := Load(layer(files, "problems"))
		if got := list(problems); got != files["problems"] {
			t.Errorf("got:\n%swant:\n%s", got, files["problems"])
		}
	})
}

// TestPage: a theme, a view as JSON, and the page that its layout "page" makes of it, or the problems.
func TestPage(t *testing.T) {
	each(t, "testdata/page/*.txtar", func(t *testing.T, files map[string]string) {
		th, problems := Load(layer(files, "view.json", "page", "problems"))
		if len(problems) > 0 {
			t.Fatalf("load: %s", list(problems))
		}
		var view any
		if err := json.Unmarshal([]byte(files["view.json"]), &view); err != nil {
			t.Fatal(err)
		}
		for i := range 3 { // a desk that had a problem is as good as new
			if i == 2 {
				th.WithoutStencils()
			}
			var page bytes.Buffer
			problems = th.Page(&page, "page", view)
			if got := list(problems); got != files["problems"] {
				t.Errorf("got:\n%swant:\n%s", got, files["problems"])
			}
			if len(problems) == 0 && page.String() != files["page"] {
				t.Errorf("got:\n%swant:\n%s", page.String(), files["page"])
			}
		}
	})
}

func each(t *testing.T, pattern string, test func(*testing.T, map[string]string)) {
	cases, err := filepath.Glob(pattern)
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases %s (%v)", pattern, err)
	}
	for _, name := range cases {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range archive.Files {
				files[f.Name] = string(f.Data)
			}
			test(t, files)
		})
	}
}

func layer(files map[string]string, but ...string) []*source.File {
	var layer []*source.File
	for name, text := range files {
		if !slices.Contains(but, name) {
			layer = append(layer, source.NewFile(name, []byte(text)))
		}
	}
	return layer
}

func list(problems []source.Problem) string {
	var b strings.Builder
	for _, p := range source.Sort(problems) {
		fmt.Fprintf(&b, "%s: %s: %s", p.Where(), p.Level, p.Text)
		if p.Hint != "" {
			fmt.Fprintf(&b, " (%s)", p.Hint)
		}
		if text := p.At.Text(); text != "" && !strings.Contains(text, "\n") {
			fmt.Fprintf(&b, " [%s]", text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestLaterLayersWin(t *testing.T) {
	below := layer(map[string]string{"layouts/page.html": "below", "components/note.html": "note", "words/en.toml": "[theme]\nskip = \"Skip\"\nby = \"By\"\n", "words/fa.toml": "[theme]\nby = \"از\"\n"})
	above := layer(map[string]string{"layouts/page.html": "above", "components/way.html": "way"})
	th, problems := Load(below, above)
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	var page bytes.Buffer
	th.Page(&page, "page", nil)
	if page.String() != "above" {
		t.Errorf("page: %q", page.String())
	}
	if got := fmt.Sprint(th.Components(), th.Layouts(), th.Has("way"), th.Has("hero")); got != "[note way] [page] true false" {
		t.Error(got)
	}
	if fa := th.Words("fa"); fa["theme.by"] != "از" || fa["theme.skip"] != "Skip" {
		t.Errorf("words: %v", fa)
	}
	if th.Words("fa-AF")["theme.by"] != "از" || th.Words("de")["theme.by"] != "By" {
		t.Error("words of other languages")
	}
}

func TestUnknownLayout(t *testing.T) {
	th, _ := Load(layer(map[string]string{"layouts/landing.html": ""}))
	problems := th.Page(&bytes.Buffer{}, "landng", nil)
	if got := list(problems); got != ": error: the theme has no layout \"landng\" (did you mean \"landing\"?)\n" {
		t.Error(got)
	}
}

func TestAssets(t *testing.T) {
	th, problems := Load(layer(map[string]string{"layouts/page.html": `<script>{{script "seen.js"}}</script>`, "assets/seen.js": "1", "assets/explore.js": "2", "assets/face.woff2": "3", "assets/.keep": "", "assets/NOTES.md": ""}))
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	var names []string
	for _, f := range th.Assets() {
		names = append(names, f.Path)
	}
	if got := strings.Join(names, " "); got != "assets/explore.js assets/face.woff2" {
		t.Error(got)
	}
}

func TestStyle(t *testing.T) {
	th, problems := Load(layer(map[string]string{
		"styles/base.css": "body{color:var(--ink)}", "styles/page.css": "main{}", "styles/figure.css": ".fig{fill:var(--pro)}",
		"components/chart.css": "@import \"../styles/figure.css\";\n.chart{}", "components/metrics.css": "@import \"../styles/figure.css\";\n.tile{}", "components/note.css": ".note{}",
	}))
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	css, problems := th.Style("page", []string{"metrics", "prose", "chart", "metrics"}, Brand{})
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	want := ":root{color-scheme:light dark;--ink:#0b2524;--pro:#095ea2}@media screen and (prefers-color-scheme:dark){:root{--ink:#f3eee7;--pro:#67aeec}}\n" +
		"body{color:var(--ink)}\nmain{}\n.fig{fill:var(--pro)}\n.chart{}\n.tile{}\n"
	if css != want {
		t.Errorf("got:\n%s\nwant:\n%s", css, want)
	}
	again, _ := th.Style("page", []string{"chart", "metrics"}, Brand{})
	if again != css {
		t.Error("the order of parts changes the style")
	}
}

// What a component calls by name, or its style imports, belongs to a page that shows it; what nothing calls does not.
func TestStyleAndSumFollowCalls(t *testing.T) {
	files := map[string]string{
		"layouts/page.html": `{{range .}}{{component .Kind .}}{{end}}`, "styles/base.css": "", "styles/shared.css": ".shared{}",
		"components/hero.html": `{{component "trust" .}}{{template "piece" .}}`, "components/trust.html": "t", "components/trust.css": "@import \"../styles/shared.css\";\n.trust{}",
		"components/note.html": `{{define "piece"}}p{{end}}`, "components/note.css": ".note{}", "components/way.html": "w", "components/way.css": ".way{}",
	}
	th, problems := Load(layer(files))
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	css, _ := th.Style("page", []string{"hero"}, Brand{})
	for rule, wanted := range map[string]bool{".shared{}": true, ".trust{}": true, ".note{}": true, ".way{}": false} {
		if strings.Contains(css, rule) != wanted {
			t.Errorf("%s in the style: %v", rule, !wanted)
		}
	}
	for file, matters := range map[string]bool{"components/trust.html": true, "components/trust.css": true, "components/note.html": true, "styles/shared.css": true, "layouts/page.html": true, "components/way.html": false, "components/way.css": false} {
		edited := maps.Clone(files)
		edited[file] += " "
		other, _ := Load(layer(edited))
		if (other.Sum("page", []string{"hero"}) != th.Sum("page", []string{"hero"})) != matters {
			t.Errorf("an edit of %s matters: %v", file, !matters)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	th, problems := Load(layer(map[string]string{"layouts/page.html": `{{range .}}{{component "a" .}}{{end}}`, "components/a.html": `<b>{{.}}</b>`}))
	if len(problems) > 0 {
		t.Fatal(list(problems))
	}
	done := make(chan string)
	for range 8 {
		go func() {
			var page bytes.Buffer
			for range 50 {
				page.Reset()
				th.Page(&page, "page", []int{1, 2})
			}
			done <- page.String()
		}()
	}
	for range 8 {
		if got := <-done; got != "<b>1</b><b>2</b>" {
			t.Error(got)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole any
		want        string
	}{{4.7, 5, "94"}, {1, 3, "33.3"}, {2, 0, "0"}, {7, 5, "100"}, {-1, 5, "0"}, {"4", 5, "80"}, {"x", 5, "0"}} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("percent(%v, %v) = %s, want %s", c.part, c.whole, got, c.want)
		}
	}
	if got := fmt.Sprint(notches(5), notches(0), notches(-1)); got != "[20 40 60 80 100] [] []" {
		t.Error(got)
	}
}
