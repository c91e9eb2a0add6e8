package theme

import (
	"path"
	"regexp"
	"slices"
)

// asked is how a template asks for an attribute of a section: .Attrs.cta, or index .Attrs "data-x".
var asked = regexp.MustCompile(`\.Attrs\.([\p{L}\w]+)|\.Attrs "([^"]+)"`)

// Attributes lists the attributes of sections that any template of the theme asks for, so that a misspelt one can be found.
func (t *Theme) Attributes() []string {
	var names []string
	for _, p := range t.paths {
		if path.Ext(p) != ".html" {
			continue
		}
		for _, m := range asked.FindAllSubmatch(t.files[p].Text, -1) {
			names = append(names, string(m[1])+string(m[2]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
