package theme

import (
	"path"
	"regexp"
	"strings"

	"cxgen/generator/source"
)

// called is how a template names a component: {{template "components/hero.html" .}} or {{component "hero" .}}.
var called = regexp.MustCompile(`"components/([^"/]+)\.html"|component "([^"]+)"`)

// Sum identifies everything of the theme that can show on a page of a layout with the given parts: a change of a component
// that the page does not use leaves it as it was.
func (t *Theme) Sum(layout string, parts []string) source.Sum {
	used := map[string]bool{}
	var use func(file string)
	use = func(file string) {
		f := t.files[file]
		if f == nil || used[file] {
			return
		}
		used[file] = true
		if path.Ext(file) != ".html" {
			return
		}
		for _, m := range called.FindAllSubmatch(f.Text, -1) {
			name := string(m[1]) + string(m[2])
			use("components/" + name + ".html")
			use("components/" + name + ".css")
		}
	}
	for _, p := range t.paths {
		if top, _, _ := strings.Cut(p, "/"); top != "components" && path.Dir(p) != "layouts" {
			use(p) // what layouts share, styles, words, scripts
		}
	}
	use("layouts/" + layout + ".html")
	for _, part := range parts {
		use("components/" + part + ".html")
		use("components/" + part + ".css")
	}
	words := t.WordsSum()
	sums := [][]byte{words[:]}
	for _, p := range t.paths {
		if used[p] {
			sums = append(sums, []byte(p), t.files[p].Sum[:])
		}
	}
	return source.SumOf(sums...)
}

// Whole identifies the theme.
func (t *Theme) Whole() source.Sum {
	words := t.WordsSum()
	sums := [][]byte{words[:]}
	for _, p := range t.paths {
		sums = append(sums, []byte(p), t.files[p].Sum[:])
	}
	return source.SumOf(sums...)
}
