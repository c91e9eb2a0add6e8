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
	sheet := sheet{theme: t, taken: map[string]bool{}, drawn: map[string]bool{}}
	sheet.take("styles/base.css")
	sheet.take("styles/" + layout + ".css")
	sheet.draw("layouts/" + layout + ".html")
	for _, part := range slices.Compact(slices.Sorted(slices.Values(parts))) {
		sheet.draw("components/" + part + ".html")
		sheet.take("components/" + part + ".css")
	}
	rules := sheet.text.String()
	return palette.css(rules) + rules, problems
}

// sheet is a style sheet that is put together of files, each once.
type sheet struct {
	theme *Theme
	taken map[string]bool // styles
	drawn map[string]bool // templates
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
	for _, other := range imports(f) {
		s.take(other)
	}
	s.text.Write(imported.ReplaceAll(f.Text, nil))
	s.text.WriteByte('\n')
}

// draw takes the style of a component and of those that it calls by name.
func (s *sheet) draw(file string) {
	if s.drawn[file] {
		return
	}
	s.drawn[file] = true
	for _, other := range s.theme.needs[file] {
		s.draw(other)
	}
	s.take(styleOf(file))
}

// styleOf gives the style that stands beside a template.
func styleOf(file string) string {
	name, ok := strings.CutSuffix(file, ".html")
	if !ok || !strings.HasPrefix(file, "components/") {
		return ""
	}
	return name + ".css"
}

// imports lists the styles that a style asks for, by their paths in the theme.
func imports(f *source.File) []string {
	var others []string
	for _, m := range imported.FindAllSubmatch(f.Text, -1) {
		others = append(others, path.Join(path.Dir(inTheme(f.Path)), string(m[1])))
	}
	return others
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
