package generator

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// claim says that something of the site is written to a path.
type claim struct {
	path, by string
	file     *source.File // nil: it is made by the program
	page     *source.File // of a page that somebody wrote
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
	problems := capitals(claims)
	files := make(map[string]claim, len(claims))
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

// capitals finds what differs in capitals only: a disk of Windows or macOS, and a host that stands on one, keeps one of the two.
func capitals(claims []claim) (problems []source.Problem) {
	if !slices.ContainsFunc(claims, func(c claim) bool { return c.path != strings.ToLower(c.path) }) {
		return nil
	}
	small := make(map[string]claim, len(claims))
	for _, c := range claims {
		name := strings.ToLower(c.path)
		other, same := small[name]
		if file := cmp.Or(c.file, c.page); same && other.path != c.path && file != nil {
			problems = append(problems, source.Warnf(file.Span(0, 0), "%s differs from %s in capitals only", c.by, other.by).
				WithHint("rename one of the two: some disks and hosts keep only one"))
		}
		if !same {
			small[name] = c
		}
	}
	return problems
}

// claimsOf lists what the site is known to write before it is rendered: pages and redirects, then files.
func claimsOf(s *site.Site) []claim {
	var all []claim
	for _, slot := range s.Slots {
		c := claim{path: slot.Path() + "index.html", by: "the page /" + slot.Path()}
		if slot.Node.File != nil {
			c.page = slot.Node.File
		}
		all = append(all, c)
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
			all = append(all, claim{path: at, by: files[at].Path, file: files[at]})
		}
	}
	return all
}
