package site

import (
	"net/url"
	"path"
	"strings"

	"cxgen/generator/source"
)

// relative gives the address of a path of the site as seen from a page of the site: both from the root, pages with a slash at
// their end. It works at the root of a host, below a path, and on a disk.
func relative(from, to string) string {
	dir := from[:strings.LastIndexByte(from, '/')+1]
	common := 0
	for i := 0; i < len(dir) && i < len(to) && dir[i] == to[i]; i++ {
		if dir[i] == '/' {
			common = i + 1
		}
	}
	up := strings.Repeat("../", strings.Count(dir[common:], "/"))
	rest := escapePath(to[common:])
	switch {
	case up == "" && rest == "":
		return "./"
	case up == "" && strings.Contains(strings.SplitN(rest, "/", 2)[0], ":"):
		return "./" + rest
	}
	return up + rest
}

// escapePath makes a path safe in an address; letters of every script become %XX, as browsers send them.
func escapePath(p string) string {
	if strings.IndexFunc(p, escaped) < 0 {
		return p
	}
	return (&url.URL{Path: p}).EscapedPath()
}

// escaped tells whether a letter of a path may have to be written in another way.
func escaped(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '-' <= r && r <= '9' || r == '_' || r == '~')
}

// absolute gives the full address of a path of the site.
func (s *Site) absolute(p string) string {
	return s.Settings.BaseURL + escapePath(p)
}

// target is what a written address leads to.
type target struct {
	node     *Node        // a page of the site
	path     string       // a path of the site: the page's, or a file's
	file     *source.File // a file of the site
	fragment string       // with #
	outside  string       // an address elsewhere, or within the page, as it was written
}

// find looks up an address that stands in a file of content: relative to the file's folder or to its page, or from the root of
// the site. It gives false when nothing is there.
func (s *Site) find(written string, from *Node) (target, bool) {
	if strings.HasPrefix(written, "#") || strings.HasPrefix(written, "//") {
		return target{outside: written}, true
	}
	u, err := url.Parse(written)
	if err != nil {
		return target{}, false
	}
	if u.Scheme != "" || u.Host != "" {
		return target{outside: written}, true
	}
	t := target{}
	if u.RawQuery != "" {
		t.fragment = "?" + u.RawQuery
	}
	if u.Fragment != "" {
		t.fragment += "#" + u.EscapedFragment()
	}
	// A page of another language names things by its own language's addresses; what that lacks is the one at the root.
	bases := []string{""}
	if !strings.HasPrefix(u.Path, "/") {
		bases = []string{strings.TrimPrefix(from.URL, from.tongue.Prefix)}
		if from.File != nil {
			bases = []string{strings.TrimPrefix(s.folder(from.File)+"/", from.tongue.Prefix), bases[0]}
		}
	}
	if prefix := from.tongue.Prefix; prefix != "" {
		for _, base := range bases {
			bases = append([]string{prefix + base}, bases...)
		}
	}
	for _, base := range bases {
		at := strings.TrimPrefix(path.Join("/", base, u.Path), "/")
		if n := s.byURL[address(strings.TrimSuffix(strings.TrimSuffix(at, "index.html"), ".md"))]; n != nil {
			t.node, t.path = n, n.URL
			return t, true
		}
		if n := s.byURL[address(path.Dir("/"+at))]; n != nil && (path.Base(at) == "index.md" || path.Base(at) == "_index.md") {
			t.node, t.path = n, n.URL
			return t, true
		}
		if address(at) == s.tongue(at).SearchPath() {
			t.path = address(at)
			return t, true
		}
		for _, files := range []map[string]*source.File{s.Files, s.Static} {
			if f := files[at]; f != nil {
				t.file, t.path = f, at
				return t, true
			}
		}
		if s.made(at) {
			t.path = at
			return t, true
		}
	}
	return target{}, false
}

// made tells whether the build itself writes something at a path.
func (s *Site) made(at string) bool {
	switch strings.TrimPrefix(at, s.tongue(at).Prefix) {
	case "feed.xml", "sitemap.xml", "robots.txt", "llms.txt", "404.html":
		return true
	}
	// a variant of a page: products/kettle/for/returning
	if before, name, ok := strings.Cut(at, "/for/"); ok {
		if n := s.byURL[address(before)]; n != nil {
			for _, g := range n.Segments {
				if g.Name == strings.Trim(name, "/") {
					return true
				}
			}
		}
	}
	return s.Redirect[address(at)] != ""
}

// folder is the folder of a file, from the root of the content.
func (s *Site) folder(f *source.File) string {
	dir := path.Dir(strings.TrimPrefix(f.Path, "content/"))
	if dir == "." {
		return ""
	}
	return dir
}
