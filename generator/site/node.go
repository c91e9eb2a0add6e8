package site

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/content"
)

// Node is a page in its place.
type Node struct {
	*content.Page
	Kind     string
	Title    string
	Parent   *Node
	Listed   []*Node // lists: the pages that it lists, in order
	Segments []*Segment

	tongue       *Tongue
	untranslated bool // it stands at a translation's address and shows the original
	menuTitle    string
	terms        bool // it lists a tag, a category, or all of them

	brief *brief
}

// brief is what cards say of a page in its own language, wherever they stand. It is made when the first list asks for it.
type brief struct {
	sync.Once
	card Card
}

func (s *Site) newNode(p *content.Page) *Node {
	n := &Node{Page: p, Title: p.Header.Title, Kind: p.Header.Kind, tongue: s.tongue(p.URL), brief: &brief{}}
	if n.Kind == "" {
		n.Kind = "page"
		switch {
		case p.URL == n.tongue.Prefix:
			n.Kind = "home"
		case p.File != nil && path.Base(p.File.Path) == "_index.md":
			n.Kind = "list"
		}
	}
	switch {
	case n.Title != "":
	case p.URL == n.tongue.Prefix:
		n.Title = n.tongue.Title
	default:
		n.Title = titleOf(p.URL)
	}
	return n
}

// titleOf makes a title of an address: "gift-sets/" → "Gift sets".
func titleOf(address string) string {
	t := strings.ReplaceAll(path.Base("/"+strings.TrimSuffix(address, "/")), "-", " ")
	for i, r := range t {
		return strings.ToUpper(string(r)) + t[i+len(string(r)):]
	}
	return t
}

// sortListed puts pages in the order of lists: by order (pages without one last), then the newest first, then by title.
func sortListed(pages []*Node) {
	slices.SortStableFunc(pages, func(a, b *Node) int {
		last := func(order int) int {
			if order == 0 {
				return 1 << 30
			}
			return order
		}
		return cmp.Or(
			cmp.Compare(last(a.Header.Order), last(b.Header.Order)),
			b.Header.Date.Compare(a.Header.Date),
			a.tongue.Compare(a.Title, b.Title),
			cmp.Compare(a.URL, b.URL))
	})
}
