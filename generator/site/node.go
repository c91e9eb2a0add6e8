package site

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/content"
	"cxgen/generator/locale"
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
	place        int  // in the order of lists, among the pages of its language
	untranslated bool // it stands at a translation's address and shows the original
	menuTitle    string
	terms        bool // it lists a tag, a category, or all of them

	brief *brief
}

// brief is what cards say of a page in its own language, wherever they stand. It is made when the first list asks for it.
type brief struct {
	sync.Once
	card    Card
	picture target // no file: it has none
	id      string // for its picture, if that is a drawing
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

// rank numbers the pages of each language in the order of lists: by order (pages without one last), then the newest first, then
// by title, then by address.
func (s *Site) rank() {
	order := func(n *Node) int { return cmp.Or(n.Header.Order, 1<<30) }
	before := func(a, b *Node) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), b.Header.Date.Compare(a.Header.Date))
	}
	for _, t := range s.tongues {
		nodes := slices.DeleteFunc(slices.Clone(s.nodes), func(n *Node) bool { return n.tongue != t })
		slices.SortFunc(nodes, func(a, b *Node) int { return cmp.Or(before(a, b), strings.Compare(a.URL, b.URL)) })
		for i, j := 0, 0; i < len(nodes); i = j {
			for j = i + 1; j < len(nodes) && before(nodes[i], nodes[j]) == 0; j++ {
			}
			locale.SortBy(t.Locale, nodes[i:j], func(n *Node) string { return n.Title })
		}
		for i, n := range nodes {
			n.place = i
		}
	}
}

// sortListed puts pages of one language in the order of lists.
func sortListed(pages []*Node) {
	slices.SortFunc(pages, func(a, b *Node) int { return cmp.Compare(a.place, b.place) })
}
