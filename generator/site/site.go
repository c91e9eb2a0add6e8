package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/locale"
	"cxgen/generator/metric"
	"cxgen/generator/source"
	"cxgen/generator/theme"
)

// Input is what the earlier stages made of the files of a site.
type Input struct {
	Settings *Settings
	Pages    []*content.Page         // in path order
	Files    map[string]*source.File // other files below content/, by their path there: "products/kettle/picture.svg"
	Static   map[string]*source.File // files below static/, by their path there
	Tables   map[string]Table
	Defs     *metric.Defs
	Theme    *theme.Theme
	Now      time.Time
	Drafts   bool // include drafts
	Future   bool // include pages whose publish day is to come
	Recall   Recall
	Body     func(*content.Page) (*content.Body, []source.Problem)
}

// Table is a table with the sum of everything that it was read from.
type Table struct {
	*data.Table
	Sum source.Sum
}

// Recall gives what make gives, and may remember it: the result of make depends on nothing but key.
type Recall func(kind string, key source.Sum, make func() any) any

// Site is all pages in their places, with every name looked up. It is never changed after Link.
type Site struct {
	Input
	Slots    []Slot            // every output page, in the order of their paths
	Redirect map[string]string // path of an alias → path of its page
	Left     []string          // what was left out, and why

	nodes    []*Node // in order of their addresses
	byURL    map[string]*Node
	home     *Node
	menus    map[string][]*Node
	segments []*Segment
	metrics  map[string]*metric.Metric
	locale   *locale.Locale
	pictures chart.Style // how charts look outside of the site
}

// Node is a page in its place.
type Node struct {
	*content.Page
	Kind     string
	Title    string
	Parent   *Node
	Listed   []*Node // lists: the pages that it lists, in order
	Segments []*Segment

	menuTitle string
	terms     bool // it lists a tag, a category, or all of them
}

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

// Link puts all pages into their places and looks up every name that their headers use.
func Link(in Input) (*Site, []source.Problem) {
	s := &Site{Input: in, Redirect: map[string]string{}, byURL: map[string]*Node{}, menus: map[string][]*Node{}, metrics: map[string]*metric.Metric{}}
	var problems []source.Problem
	for _, m := range in.Defs.Metrics {
		s.metrics[m.Name] = m
	}
	l, err := locale.New(in.Settings.Language, in.Theme.Words(in.Settings.Language))
	if err != nil {
		problems = append(problems, source.Errorf(in.Settings.keys.Value("language"), "%v", err))
		return s, problems
	}
	s.locale = l
	palette, _ := theme.Brand{Color: in.Settings.Brand.Color, Accent: in.Settings.Brand.Accent}.Palette()
	s.pictures.Colors = map[string]string{}
	for _, token := range chart.Tokens() {
		s.pictures.Colors[token] = palette.Color(token, false)
	}
	problems = append(problems, s.linkSegments()...)
	problems = append(problems, s.linkPages()...)
	problems = append(problems, s.linkMenus()...)
	problems = append(problems, s.linkSlots()...)
	problems = append(problems, s.linkAliases()...)
	problems = source.Sort(problems)
	return s, problems
}

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
		s.byURL[p.URL] = newNode(inherit(p, cascades))
	}
	if len(s.byURL) == 0 {
		return append(problems, source.Errorf(source.Span{}, "there is no page to build").
			WithHint("write a first page: content/_index.md"))
	}
	s.addSections()
	s.addTerms()
	s.nodes = sortedNodes(s.byURL)
	for _, n := range s.nodes {
		n.Parent = s.parent(n.URL)
		problems = append(problems, s.linkNode(n)...)
	}
	s.home = s.byURL[""]
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

func newNode(p *content.Page) *Node {
	n := &Node{Page: p, Title: p.Header.Title, Kind: p.Header.Kind}
	if n.Kind == "" {
		n.Kind = "page"
		switch {
		case p.URL == "":
			n.Kind = "home"
		case p.File != nil && path.Base(p.File.Path) == "_index.md":
			n.Kind = "list"
		}
	}
	if n.Title == "" {
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
		at = strings.TrimSuffix(at, "/")
		at = at[:strings.LastIndexByte(at, '/')+1]
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

// addSections makes the list pages that nobody wrote: home, and each folder that has pages.
func (s *Site) addSections() {
	for _, address := range sortedKeys(s.byURL) {
		for at := address; at != ""; {
			at = strings.TrimSuffix(at, "/")
			at = at[:strings.LastIndexByte(at, '/')+1]
			if s.byURL[at] == nil {
				s.byURL[at] = newNode(&content.Page{URL: at, Lang: s.Settings.Language, Header: content.Header{Kind: map[bool]string{true: "home", false: "list"}[at == ""]}})
			}
		}
	}
	if home := s.byURL[""]; home.Header.Title == "" {
		home.Title = s.Settings.Title
	}
}

// addTerms makes a list page for each tag and category, and one for all of them.
func (s *Site) addTerms() {
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
		terms := map[string]*Node{}
		for _, n := range sortedNodes(s.byURL) {
			for _, term := range kind.of(&n.Header) {
				at := kind.root + content.Slug(term, s.Settings.Language) + "/"
				list := terms[at]
				if list == nil {
					list = s.term(at, term, s.locale.Say("site.about_"+kind.word, "term", term))
					terms[at] = list
				}
				if !slices.Contains(list.Listed, n) {
					list.Listed = append(list.Listed, n)
				}
			}
		}
		if len(terms) == 0 {
			continue
		}
		root := s.term(kind.root, s.locale.Say("site.all_"+kind.word), s.locale.Say("site.about_all_"+kind.word))
		for _, at := range sortedKeys(terms) {
			root.Listed = append(root.Listed, terms[at])
		}
	}
}

// term gives the written list page at an address, or makes one.
func (s *Site) term(at, title, description string) *Node {
	n := s.byURL[at]
	if n == nil {
		n = newNode(&content.Page{URL: at, Lang: s.Settings.Language, Header: content.Header{Title: title, Description: description, Kind: "list"}})
		s.byURL[at] = n
	}
	n.terms = true
	return n
}

func (s *Site) parent(address string) *Node {
	if address == "" {
		return nil
	}
	at := strings.TrimSuffix(address, "/")
	return s.byURL[at[:strings.LastIndexByte(at, '/')+1]]
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
			cmp.Compare(a.Title, b.Title),
			cmp.Compare(a.URL, b.URL))
	})
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

func (s *Site) unknownSegment(name string, at source.Span) source.Problem {
	var known []string
	for _, g := range s.segments {
		known = append(known, g.Name)
	}
	p := source.Errorf(at, "unknown segment %q", name)
	if len(known) == 0 {
		return p.WithHint("define it in site.toml under [[segments]]")
	}
	return p.WithHint("%s", source.DidYouMean(name, known))
}

func (s *Site) linkMenus() []source.Problem {
	var problems []source.Problem
	for i, item := range s.Settings.Menu {
		n := s.byURL[address(item.Page)]
		if n == nil {
			problems = append(problems, source.Errorf(s.Settings.keys.Value(index("menu", i, "page")), "there is no page %q for this menu entry", item.Page).
				WithHint("%s", source.DidYouMean(address(item.Page), sortedKeys(s.byURL))))
			continue
		}
		place := item.Place
		fallback(&place, "top")
		if item.Title != "" {
			titled := *n
			titled.menuTitle = item.Title
			n = &titled
		}
		s.menus[place] = append(s.menus[place], n)
	}
	return problems
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
	for _, n := range s.nodes {
		rows := []*Row{nil}
		if n.Header.Each != nil {
			var found []source.Problem
			rows, found = s.rows(n)
			problems = append(problems, found...)
		}
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
	return problems
}

func (s *Site) linkAliases() []source.Problem {
	var problems []source.Problem
	for _, n := range s.nodes {
		for i, alias := range n.Header.Aliases {
			at := address(alias)
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

// address brings what an author writes into the form of Page.URL: "/products/kettle" → "products/kettle/".
func address(written string) string {
	a := strings.Trim(written, "/")
	if a == "" {
		return ""
	}
	return a + "/"
}

// index is the key of an entry of a list: index("menu", 2, "page") → "menu.2.page".
func index(list string, i int, key string) string {
	at := fmt.Sprintf("%s.%d", list, i)
	if key != "" {
		at += "." + key
	}
	return at
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sortedNodes(m map[string]*Node) []*Node {
	nodes := make([]*Node, 0, len(m))
	for _, k := range sortedKeys(m) {
		nodes = append(nodes, m[k])
	}
	return nodes
}
