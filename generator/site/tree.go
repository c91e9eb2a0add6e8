package site

import (
	"slices"
	"strings"
	"time"

	"cxgen/generator/content"
	"cxgen/generator/source"
)

func (s *Site) linkPages() []source.Problem {
	var problems []source.Problem
	cascades := map[string]*content.Header{}
	for _, p := range s.Pages {
		if p.Header.Cascade != nil {
			cascades[p.URL] = p.Header.Cascade
		}
	}
	for _, p := range s.Pages {
		if why := s.leaveOut(p); why != "" {
			s.Left = append(s.Left, p.File.Path+": "+why)
			continue
		}
		if twin := s.byURL[p.URL]; twin != nil {
			problems = append(problems, source.Errorf(p.File.Span(0, 0), "two files make the same page /%s", p.URL).
				WithHint("rename or remove one of %s and %s", twin.File.Path, p.File.Path))
			continue
		}
		s.byURL[p.URL] = s.newNode(inherit(p, cascades))
	}
	if len(s.byURL) == 0 {
		return append(problems, source.Errorf(source.Span{}, "there is no page to build").
			WithHint("write a first page: content/_index.md"))
	}
	problems = append(problems, s.linkTranslations()...)
	s.addSections()
	written := sortedNodes(s.byURL)
	for _, t := range s.tongues {
		s.addTerms(t, written)
	}
	s.nodes = sortedNodes(s.byURL)
	for _, n := range s.nodes {
		n.Parent = s.parent(n.URL)
		problems = append(problems, s.linkNode(n)...)
	}
	for _, t := range s.tongues {
		t.home = s.byURL[t.Prefix]
	}
	s.rank()
	s.tongues = slices.DeleteFunc(s.tongues, func(t *Tongue) bool { return t.home == nil }) // a language that has no page yet
	for _, n := range s.nodes {
		if list := n.Parent; list != nil && list.Kind == "list" && !list.terms {
			list.Listed = append(list.Listed, n)
		}
	}
	for _, n := range s.nodes {
		sortListed(n.Listed)
	}
	return problems
}

func (s *Site) leaveOut(p *content.Page) string {
	h := p.Header
	switch {
	case h.Draft && !s.Drafts && !s.Settings.Build.Drafts:
		return "a draft (--drafts includes it)"
	case !s.Future && h.Publish.After(s.Now):
		return "to be published on " + h.Publish.Format(time.DateOnly) + " (--future includes it)"
	case !h.Expire.IsZero() && !h.Expire.After(s.Now):
		return "expired on " + h.Expire.Format(time.DateOnly)
	}
	return ""
}

// inherit fills what a page leaves open from the nearest _index.md above it that sets a cascade.
func inherit(p *content.Page, cascades map[string]*content.Header) *content.Page {
	if len(cascades) == 0 {
		return p
	}
	copied := *p
	for at := p.URL; at != ""; {
		at = up(at)
		if c := cascades[at]; c != nil {
			h := &copied.Header
			fallback(&h.Kind, c.Kind)
			fallback(&h.Layout, c.Layout)
			fallback(&h.Category, c.Category)
			fallback(&h.Period, c.Period)
			fallback(&h.Compare, c.Compare)
			fallback(&h.NoIndex, c.NoIndex)
			if h.Tags == nil {
				h.Tags = c.Tags
			}
			if h.Segments == nil {
				h.Segments = c.Segments
			}
			params := map[string]any{}
			for k, v := range c.Params {
				params[k] = v
			}
			for k, v := range h.Params {
				params[k] = v
			}
			h.Params = params
		}
	}
	return &copied
}

// addSections makes the list pages that nobody wrote: the home of each language, and each folder that has pages.
func (s *Site) addSections() {
	for _, address := range append(sortedKeys(s.byURL), "") {
		for t := s.tongue(address); ; address = up(address) {
			if s.byURL[address] == nil {
				kind := "list"
				if address == t.Prefix {
					kind = "home"
				}
				s.byURL[address] = s.newNode(&content.Page{URL: address, Lang: t.Lang, Header: content.Header{Kind: kind}})
			}
			if address == t.Prefix {
				break
			}
		}
	}
}

// up gives the address above an address: "products/kettle/" → "products/".
func up(address string) string {
	address = strings.TrimSuffix(address, "/")
	return address[:strings.LastIndexByte(address, '/')+1]
}

// addTerms makes a list page for each tag and category that pages of a language have, and one for all of them.
func (s *Site) addTerms(t *Tongue, pages []*Node) {
	for _, kind := range []struct {
		root, word string
		of         func(*content.Header) []string
	}{
		{"tags/", "tag", func(h *content.Header) []string { return h.Tags }},
		{"categories/", "category", func(h *content.Header) []string {
			if h.Category == "" {
				return nil
			}
			return []string{h.Category}
		}},
	} {
		terms, places := map[string]*Node{}, map[string]string{} // by address; by the word
		for _, n := range pages {
			if n.tongue != t {
				continue
			}
			for _, term := range kind.of(&n.Header) {
				at, known := places[term]
				if !known {
					at = t.Prefix + kind.root + content.Slug(term, t.Lang) + "/"
					places[term] = at
				}
				list := terms[at]
				if list == nil {
					list = s.term(at, term, t.Say("site.about_"+kind.word, "term", term))
					terms[at] = list
				}
				if len(list.Listed) == 0 || list.Listed[len(list.Listed)-1] != n {
					list.Listed = append(list.Listed, n)
				}
			}
		}
		if len(terms) == 0 {
			continue
		}
		root := s.term(t.Prefix+kind.root, t.Say("site.all_"+kind.word), t.Say("site.about_all_"+kind.word))
		for _, at := range sortedKeys(terms) {
			root.Listed = append(root.Listed, terms[at])
		}
	}
}

// term gives the written list page at an address, or makes one.
func (s *Site) term(at, title, description string) *Node {
	n := s.byURL[at]
	if n == nil {
		n = s.newNode(&content.Page{URL: at, Lang: s.tongue(at).Lang, Header: content.Header{Title: title, Description: description, Kind: "list"}})
		s.byURL[at] = n
	}
	n.terms = true
	return n
}

// parent gives the page above an address, nil for the home of a language.
func (s *Site) parent(address string) *Node {
	if address == s.tongue(address).Prefix {
		return nil
	}
	return s.byURL[up(address)]
}

// linkNode looks up the names in a page's header.
func (s *Site) linkNode(n *Node) []source.Problem {
	var problems []source.Problem
	if layout := n.Header.Layout; layout != "" && !slices.Contains(s.Theme.Layouts(), layout) {
		problems = append(problems, source.Errorf(n.Keys.Value("layout"), "unknown layout %q", layout).
			WithHint("%s", source.DidYouMean(layout, s.Theme.Layouts())))
	}
	for i, name := range n.Header.Segments {
		if g := s.segment(name); g != nil {
			n.Segments = append(n.Segments, g)
			continue
		}
		problems = append(problems, s.unknownSegment(name, n.Keys.Value(index("segments", i, ""))))
	}
	return problems
}
