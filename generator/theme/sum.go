package theme

import (
	"path"
	"strings"

	"cxgen/generator/source"
)

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
		if path.Ext(file) == ".css" {
			for _, other := range imports(f) {
				use(other)
			}
		}
		for _, other := range t.needs[file] {
			use(other)
			use(styleOf(other))
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
