package theme

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"cxgen/generator/source"
)

// Style gives the style sheet of a page: the colours that follow from the brand, styles/base.css, styles/LAYOUT.css and
// components/NAME.css of each of the parts, with what they import before them. Parts may come in any order and more than
// once; a part without a style is fine. Colours that nothing in the sheet uses are left out.
func (t *Theme) Style(layout string, parts []string, brand Brand) (string, []source.Problem) {
	palette, problems := brand.Palette()
	sheet := sheet{theme: t, taken: map[string]bool{}}
	sheet.take("styles/base.css")
	sheet.take("styles/" + layout + ".css")
	for _, part := range slices.Compact(slices.Sorted(slices.Values(parts))) {
		sheet.take("components/" + part + ".css")
	}
	rules := sheet.text.String()
	return palette.css(rules) + rules, problems
}

// sheet is a style sheet that is put together of files, each once.
type sheet struct {
	theme *Theme
	taken map[string]bool
	text  strings.Builder
}

// imported is how a style asks for another, by its path from its own folder: @import "../styles/figure.css";
var imported = regexp.MustCompile(`(?m)^@import "([^"\n]+)";[ \t]*\n?`)

func (s *sheet) take(file string) {
	f := s.theme.files[file]
	if f == nil || s.taken[file] {
		return
	}
	s.taken[file] = true
	for _, m := range imported.FindAllSubmatch(f.Text, -1) {
		s.take(path.Join(path.Dir(file), string(m[1])))
	}
	s.text.Write(imported.ReplaceAll(f.Text, nil))
	s.text.WriteByte('\n')
}

// checkImports looks up the styles that styles import.
func (t *Theme) checkImports() []source.Problem {
	var problems []source.Problem
	for _, p := range t.paths {
		if path.Ext(p) != ".css" {
			continue
		}
		f := t.files[p]
		for _, m := range imported.FindAllSubmatchIndex(f.Text, -1) {
			name := path.Join(path.Dir(p), string(f.Text[m[2]:m[3]]))
			if t.files[name] == nil {
				problems = append(problems, source.Errorf(f.Span(m[2], m[3]), "the theme has no style %q", name))
			}
		}
	}
	return problems
}
