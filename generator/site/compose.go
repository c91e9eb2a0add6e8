package site

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"time"

	"cxgen/generator/content"
	"cxgen/generator/locale"
	"cxgen/generator/source"
)

// Output is a file that goes with a page: a table, a drawing, the data of an interactive chart.
type Output struct {
	Path string
	Make func() ([]byte, error)
}

// composer makes the View of one slot.
type composer struct {
	*Site
	tongue   *Tongue
	locale   *locale.Locale
	slot     Slot
	node     *Node
	path     string // of the output page
	base     string // path of the site on its host, for a page that may stand anywhere; else links are relative
	view     *View
	outputs  []Output
	problems []source.Problem

	ids       map[string]bool
	firsts    map[string]bool
	mark      string            // how the marks of links in prose begin; they end with a point
	addresses map[string]string // mark → what to write there
	figures   []figureData
	questions []question
	rating    *rating
	tiles     []told
	survey    *survey // nil when the page is made, and not only asked what it asks
}

func (s *Site) composer(slot Slot) *composer {
	t := slot.Node.tongue
	return &composer{Site: s, tongue: t, locale: t.Locale, slot: slot, node: slot.Node, path: slot.Path(), ids: map[string]bool{}, firsts: map[string]bool{}, addresses: map[string]string{}}
}

// Compose makes the View of a slot, and the files that go with its page.
func (s *Site) Compose(slot Slot) (*View, []Output, []source.Problem) {
	c := s.composer(slot)
	c.open()
	c.body()
	switch v := c.view; v.Kind {
	case "list":
		c.list()
	case "product":
		c.product()
	case "report":
		c.report()
	}
	c.arrange()
	c.view.Data = c.structured()
	c.view.Charts = len(c.figures)
	c.figuresFile()
	return c.view, c.outputs, c.problems
}

// open begins the view with what the page's header and the site say.
func (c *composer) open() {
	n, h := c.node, c.node.Header
	v := &View{
		Path:        c.path,
		Root:        c.to(""),
		Canonical:   c.absolute(c.canonical()),
		Lang:        c.locale.Lang,
		Dir:         c.locale.Dir,
		Kind:        n.Kind,
		Layout:      n.Kind,
		Title:       c.title(),
		Description: h.Description,
		NoIndex:     h.NoIndex,
		Words:       c.tongue.words,
		Has:         map[string]bool{},
		Params:      h.Params,
		Date:        c.stamp(h.Date),
		Updated:     c.stamp(h.Updated),
		Author:      text(h.Params["author"]),
		Feed:        c.to(c.tongue.Prefix + "feed.xml"),
	}
	c.view = v
	if h.Layout != "" {
		v.Layout = h.Layout
	}
	v.PageTitle = v.Title
	if n.URL != c.tongue.Prefix {
		v.PageTitle += " · " + c.tongue.Title
	}
	if c.slot.Number > 1 {
		v.PageTitle = c.locale.Say("site.page_of", "title", v.PageTitle, "number", c.locale.Number(float64(c.slot.Number), 0))
	}
	fallback(&v.Description, c.tongue.Description)
	c.frame()
	c.variants()
	c.translations()
	if n.untranslated {
		original := c.tongues[0]
		v.Original = &Ref{Href: c.to(strings.TrimPrefix(n.URL, c.tongue.Prefix)), Title: original.Name, Lang: original.Lang, Dir: original.Dir}
	}
}

// variants says for which segments the page is made, and for which this one is.
func (c *composer) variants() {
	v, all := c.view, Slot{Node: c.node, Row: c.slot.Row, Number: 1}
	if g := c.slot.Segment; g != nil {
		title := g.Title.In(c.locale.Lang)
		v.PageTitle = title + ": " + v.PageTitle
		v.Segment = &SegmentView{Name: g.Name, Title: title, All: c.to(all.Path()), Why: c.locale.Say("site.segment_why", "segment", title)}
	}
	for _, g := range c.node.Segments {
		one := all
		one.Segment = g
		v.Variants = append(v.Variants, Variant{g.Name, g.Title.In(c.locale.Lang), c.to(one.Path()), g.Match})
	}
	v.Has["segments"] = len(v.Variants) > 0
}

// body makes the parts of the page's own text.
func (c *composer) body() {
	page := c.PageOf(c.slot)
	if page == nil {
		return
	}
	body, problems := c.Body(page)
	c.complain(problems...)
	c.link(body)
	for _, h := range body.Headings {
		c.ids[h.ID] = true
	}
	c.view.Body = withoutTitle(c.parts(body.Blocks), c.view.Title)
	c.view.Headings = outline(body.Headings)
	c.view.Terms = c.terms(page, body)
	c.view.Minutes, c.view.Reading = c.reading(c.node)
}

// reading tells how long an article takes to read.
func (c *composer) reading(n *Node) (int, string) {
	if n.Kind != "article" || n.File == nil {
		return 0, ""
	}
	minutes := c.locale.Minutes(n.Words())
	return minutes, c.locale.Say("site.minutes", "count", float64(minutes), "n", c.locale.Number(float64(minutes), 0))
}

// withoutTitle takes a heading that only repeats the page's title out of its text, since layouts print the title.
func withoutTitle(parts []Part, title string) []Part {
	if len(parts) == 0 || parts[0].Kind != "prose" {
		return parts
	}
	text := strings.TrimLeft(string(parts[0].HTML), "\n")
	heading, rest, found := strings.Cut(text, "</h1>")
	if found && strings.HasPrefix(heading, "<h1") && plainText(heading+"</h1>") == title {
		parts[0].HTML = template.HTML(rest)
	}
	return parts
}

// arrange takes the hero that opens a page and the call that closes it out of its body.
func (c *composer) arrange() {
	v := c.view
	if len(v.Body) > 0 && v.Body[0].Kind == "hero" {
		v.Opening, v.Body = v.Body[:1], v.Body[1:]
	}
	if last := len(v.Body) - 1; last >= 0 && v.Body[last].Kind == "cta" && (v.Kind == "landing" || v.Kind == "product") {
		v.Closing, v.Body = v.Body[last:], v.Body[:last]
	}
}

// title is the page's title, with the fields of its row.
func (c *composer) title() string {
	if c.slot.Row == nil {
		return c.node.Title
	}
	title, problems := c.fill(c.node.Title, c.node.Keys.Value("title"))
	c.problems = append(c.problems, problems...)
	return title
}

// to gives the address of a path of the site as seen from the page.
func (c *composer) to(path string) string {
	if c.base != "" {
		return c.base + escapePath(path)
	}
	return relative(c.path, path)
}

// canonical is the path of the page that search engines shall list: the one for all.
func (c *composer) canonical() string {
	all := c.slot
	all.Segment = nil
	return all.Path()
}

func (c *composer) complain(p ...source.Problem) { c.problems = append(c.problems, p...) }

// frame fills what stands around the body: menus, trail, the site's own parts.
func (c *composer) frame() {
	v, n := c.view, c.node
	ref := func(to *Node) Ref {
		title := to.Title
		if to.menuTitle != "" {
			title = to.menuTitle
		}
		return Ref{Href: c.to(to.URL), Title: title, Current: to.URL == n.URL || to.URL != c.tongue.Prefix && strings.HasPrefix(n.URL, to.URL)}
	}
	for _, to := range c.tongue.menus["top"] {
		v.Menu = append(v.Menu, ref(to))
	}
	for _, to := range c.tongue.menus["footer"] {
		v.Foot = append(v.Foot, ref(to))
	}
	for up := n.Parent; up != nil; up = up.Parent {
		v.Trail = append(v.Trail, Ref{Href: c.to(up.URL), Title: up.Title})
	}
	slices.Reverse(v.Trail)
	v.Site = SiteView{Title: c.tongue.Title, Description: c.tongue.Description, Home: c.to(c.tongue.Prefix), Search: c.to(c.tongue.SearchPath())}
	v.Site.Logo = c.drawing(c.Settings.Brand.Logo, c.Settings.keys.Value("brand.logo"), "logo")
	v.Site.LogoDark = c.drawing(c.Settings.Brand.LogoDark, c.Settings.keys.Value("brand.logo_dark"), "logo-dark")
	if icon := c.Settings.Brand.Icon; icon != "" {
		if t, ok := c.find("/"+strings.TrimPrefix(icon, "/"), c.tongue.home); ok && t.file != nil {
			v.Icon = c.to(t.path)
		} else {
			c.complain(source.Errorf(c.Settings.keys.Value("brand.icon"), "there is no picture %q", icon).WithHint("put it below content/ or static/"))
		}
	}
	for _, tag := range n.Header.Tags {
		v.Tags = append(v.Tags, Ref{Href: c.to(c.tongue.Prefix + "tags/" + content.Slug(tag, c.locale.Lang) + "/"), Title: tag})
	}
	if n.Header.Category != "" {
		v.Category = &Ref{Href: c.to(c.tongue.Prefix + "categories/" + content.Slug(n.Header.Category, c.locale.Lang) + "/"), Title: n.Header.Category}
	}
	if image := n.Header.Image; image != "" {
		if t, ok := c.find(image, n); ok && t.file != nil {
			v.Image = c.absolute(t.path)
		}
		v.Alt = n.Header.ImageAlt
		v.Drawing, v.Picture = c.picture(image, v.Alt, n.Keys.Value("image"))
	}
	v.Others = c.others()
}

// others gives up to two further pages of the same section, the next ones first.
func (c *composer) others() []Card {
	if c.node.Parent == nil || c.node.Kind == "list" || c.node.Kind == "home" {
		return nil
	}
	listed := c.node.Parent.Listed
	i := slices.Index(listed, c.node)
	if i < 0 {
		return nil
	}
	var cards []Card
	for k := 1; k < len(listed) && len(cards) < 2; k++ {
		if other := listed[(i+k)%len(listed)]; other.Kind == c.node.Kind {
			cards = append(cards, c.card(other))
		}
	}
	return cards
}

// unique makes an id that no other thing on the page has.
func (c *composer) unique(id string) string {
	if id == "" {
		id = "part"
	}
	try := id
	for n := 2; c.ids[try]; n++ {
		try = fmt.Sprintf("%s-%d", id, n)
	}
	c.ids[try] = true
	return try
}

func (c *composer) stamp(t time.Time) *Stamp {
	if t.IsZero() {
		return nil
	}
	return &Stamp{Text: c.locale.Date(t), ISO: t.Format(time.DateOnly)}
}

// link resolves the links of a body.
func (c *composer) link(body *content.Body) {
	if len(body.Links) > 0 {
		c.mark = strings.TrimSuffix(body.Links[0].Mark, "0.")
	}
	for _, l := range body.Links {
		t, ok := c.find(l.To, c.node)
		switch {
		case !ok && l.Image:
			c.complain(c.noFile(l.To, l.At))
		case !ok:
			c.complain(c.deadLink(l.To, l.At))
			c.addresses[l.Mark] = html.EscapeString(dead(l.To))
		case t.outside != "":
			c.addresses[l.Mark] = html.EscapeString(t.outside)
		default:
			c.addresses[l.Mark] = html.EscapeString(c.to(t.path) + t.fragment)
			if l.Image && t.file != nil {
				if _, size, _ := c.inline(t.file, "in"); size.Width > 0 {
					c.addresses[l.Mark] += fmt.Sprintf(`" width="%d" height="%d`, size.Width, size.Height)
				}
			}
		}
	}
}

// dead gives a link that leads nowhere as it was written, as far as it is an address at all.
func dead(to string) string {
	if _, err := url.Parse(to); err != nil {
		return "#"
	}
	return to
}

func (c *composer) deadLink(to string, at source.Span) source.Problem {
	p := source.Errorf(at, "there is no page at %q", to)
	p.Level = source.Warning
	if best, ok := source.Closest(address(to), sortedKeys(c.byURL)); ok {
		return p.WithHint("did you mean %q?", "/"+best)
	}
	return p.WithHint("links go to a page's address, such as /products/kettle/, or to its file")
}

// outline makes the table of contents: headings of level 2, and those of level 3 below them.
func outline(headings []content.Heading) []Head {
	var heads []Head
	for _, h := range headings {
		switch {
		case h.Level == 2:
			heads = append(heads, Head{ID: h.ID, Text: h.Text})
		case h.Level == 3 && len(heads) > 0:
			last := &heads[len(heads)-1]
			last.Inner = append(last.Inner, Head{ID: h.ID, Text: h.Text})
		}
	}
	return heads
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
