package generator

import (
	"maps"
	"path"
	"slices"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// claim says that something of the site is written to a path.
type claim struct {
	path, by string
	file     *source.File // nil: it is made by the program
}

// clashes finds files that shall stand where a page or another file stands, or needs a folder.
func clashes(s *site.Site) []source.Problem {
	claims := claimsOf(s)
	folders := map[string]claim{}
	for _, c := range claims {
		for dir := path.Dir(c.path); dir != "." && folders[dir].path == ""; dir = path.Dir(dir) {
			folders[dir] = c
		}
	}
	var problems []source.Problem
	files := map[string]claim{}
	for _, c := range claims {
		other, same := files[c.path]
		need, folder := folders[c.path]
		switch {
		case c.file == nil: // pages among themselves are the site's own affair
		case same:
			problems = append(problems, source.Errorf(c.file.Span(0, 0), "%s is written to the same place, %s", other.by, c.path).
				WithHint("rename or remove one of the two"))
		case folder:
			problems = append(problems, source.Errorf(c.file.Span(0, 0), "%s needs a folder in the place of this file, %s", need.by, c.path).
				WithHint("rename or remove one of the two"))
		}
		if !same {
			files[c.path] = c
		}
	}
	return problems
}

// claimsOf lists what the site is known to write before it is rendered: pages and redirects, then files.
func claimsOf(s *site.Site) []claim {
	var all []claim
	for _, slot := range s.Slots {
		all = append(all, claim{path: slot.Path() + "index.html", by: "the page /" + slot.Path()})
	}
	for _, at := range slices.Sorted(maps.Keys(s.Redirect)) {
		all = append(all, claim{path: at + "index.html", by: "the alias /" + at})
	}
	for _, t := range s.Tongues() {
		if s.Searched(t) {
			all = append(all, claim{path: t.SearchPath() + "index.html", by: "the search page /" + t.SearchPath()})
		}
	}
	for _, files := range []map[string]*source.File{s.Files, s.Static} {
		for _, at := range slices.Sorted(maps.Keys(files)) {
			all = append(all, claim{at, files[at].Path, files[at]})
		}
	}
	return all
}
