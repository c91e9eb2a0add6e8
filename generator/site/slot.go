package site

import (
	"fmt"

	"cxgen/generator/source"
)

// Slot is one output page: a page, for one group of customers or for all, for one row or none, and for lists one of their pages.
type Slot struct {
	Node    *Node
	Segment *Segment // nil: for all
	Row     *Row     // nil: the page stands for itself
	Number  int      // lists: 1 is the first
}

// Path is the slot's address from the root of the site, with a slash at the end.
func (s Slot) Path() string {
	p := s.Node.URL
	if s.Row != nil {
		p = s.Row.path
	}
	if s.Segment != nil {
		p += "for/" + s.Segment.Name + "/"
	}
	if s.Number > 1 {
		p += fmt.Sprintf("page/%d/", s.Number)
	}
	return p
}

func (s *Site) linkSlots() []source.Problem {
	var problems []source.Problem
	paths := map[string]*Node{}
	add := func(slot Slot) {
		at := slot.Path()
		if other := paths[at]; other != nil {
			span := source.Span{}
			if slot.Node.File != nil {
				span = slot.Node.File.Span(0, 0)
			}
			problems = append(problems, source.Errorf(span, "the page /%s is made twice", at).
				WithHint("give one of the pages %q and %q another address", slot.Node.Title, other.Title))
			return
		}
		paths[at] = slot.Node
		s.Slots = append(s.Slots, slot)
	}
	pages := map[*Tongue]int{}
	for _, n := range s.nodes {
		rows := []*Row{nil}
		if n.Header.Each != nil {
			var found []source.Problem
			rows, found = s.rows(n)
			problems = append(problems, found...)
		}
		pages[n.tongue] += len(rows)
		for _, row := range rows {
			add(Slot{Node: n, Row: row, Number: 1})
			for _, g := range n.Segments {
				add(Slot{Node: n, Row: row, Segment: g, Number: 1})
			}
		}
		for number := 2; (number-1)*s.Settings.Build.ListSize < len(n.Listed); number++ {
			add(Slot{Node: n, Number: number})
		}
	}
	for t, n := range pages {
		t.terms = termsOf(n)
	}
	return problems
}

func (s *Site) linkAliases() []source.Problem {
	var problems []source.Problem
	for _, n := range s.nodes {
		for i, alias := range n.Header.Aliases {
			at := n.tongue.Prefix + address(alias)
			if twin := s.byURL[at]; twin != nil {
				problems = append(problems, source.Errorf(n.Keys.Value(index("aliases", i, "")), "the alias %q is the address of a page", alias).
					WithHint("choose another, or remove it"))
				continue
			}
			if s.Redirect[at] != "" && s.Redirect[at] != n.URL {
				problems = append(problems, source.Errorf(n.Keys.Value(index("aliases", i, "")), "two pages have the alias %q", alias).
					WithHint("keep it on one of them"))
			}
			s.Redirect[at] = n.URL
		}
	}
	return problems
}
