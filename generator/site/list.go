package site

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/source"
)

// list fills the parts of a page that lists others.
func (c *composer) list() {
	v, size := c.view, c.Settings.Build.ListSize
	listed := c.node.Listed
	first := (c.slot.Number - 1) * size
	shown := listed[min(first, len(listed)):min(first+size, len(listed))]
	v.Cards = make([]Card, 0, len(shown))
	for _, n := range shown {
		v.Cards = append(v.Cards, c.card(n))
	}
	v.Empty = len(listed) == 0
	v.Shown = c.locale.Say("site.things", "count", float64(len(listed)), "n", c.locale.Number(float64(len(listed)), 0))
	before := 0
	for _, number := range numbered(c.slot.Number, (len(listed)+size-1)/size) {
		if number > before+1 {
			v.Pages = append(v.Pages, Ref{Title: "…"})
		}
		v.Pages = append(v.Pages, Ref{
			Href:    c.to(Slot{Node: c.node, Number: number}.Path()),
			Title:   c.locale.Number(float64(number), 0),
			Current: number == c.slot.Number,
		})
		before = number
	}
	if !c.node.terms && c.survey == nil {
		c.chips(listed)
	}
}

// numbered gives which of the pages of a list the page with a number links to, itself among them; none where it is the only one.
// Of many they are the first, the last, and those 1, 2, 10, 100 … away, so that each is a few steps from every other.
func numbered(number, pages int) []int {
	if pages < 2 {
		return nil
	}
	shown := []int{1, pages, number}
	if pages < 10 {
		for n := range pages {
			shown = append(shown, n+1)
		}
	}
	for _, far := range []int{1, 2, 10, 100, 1000, 10_000} {
		shown = append(shown, max(number-far, 1), min(number+far, pages))
	}
	slices.Sort(shown)
	return slices.Compact(shown)
}

// chips makes the filters of a list: everything, then one for each category and each tag of its pages.
func (c *composer) chips(listed []*Node) {
	if len(listed) > c.Settings.Build.ListSize {
		return
	}
	counts := map[[2]string]int{}
	for _, n := range listed {
		if category := n.Header.Category; category != "" {
			counts[[2]string{"category", category}]++
		}
		for _, tag := range n.Header.Tags {
			counts[[2]string{"tag", tag}]++
		}
	}
	if len(counts) < 2 {
		return
	}
	c.view.Chips = []Chip{{Title: c.locale.Say("site.all"), Href: "./", Count: c.locale.Number(float64(len(listed)), 0), Current: true, Group: "category"}}
	for _, at := range slices.SortedFunc(maps.Keys(counts), func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), c.locale.Compare(a[1], b[1]))
	}) {
		group, title := at[0], at[1]
		slug := content.Slug(title, c.locale.Lang)
		root := map[string]string{"category": "categories/", "tag": "tags/"}[group]
		c.view.Chips = append(c.view.Chips, Chip{Key: slug, Title: title, Href: c.to(c.tongue.Prefix + root + slug + "/"), Count: c.locale.Number(float64(counts[at]), 0), Group: group})
	}
}

// cards gives the pages that a pages or products block asks for.
func (c *composer) cards(a asked) []Card {
	nodes := c.nodes
	if a.Section != "" {
		list := c.byURL[c.tongue.Prefix+address(a.Section)]
		if list == nil {
			p := source.Errorf(a.place("section"), "there is no section %q", a.Section).WithHint("%s", source.DidYouMean(address(a.Section), sortedKeys(c.byURL)))
			if c.byURL[address(a.Section)] != nil {
				p = source.Warnf(a.place("section"), "the section %q is not there in %s", a.Section, c.locale.Name).WithHint("translate a page of it, or take the block out")
			}
			c.complain(p)
			return nil
		}
		nodes = list.Listed
	}
	var chosen []*Node
	tagged := false
	for _, n := range nodes {
		has := a.Tag == "" || slices.Contains(n.Header.Tags, a.Tag)
		tagged = tagged || has
		kind := n.Kind == "product"
		if a.name == "pages" {
			kind = a.Section != "" || n.Kind == "article" || n.Kind == "page"
		}
		if has && kind && n != c.node && n.File != nil && n.tongue == c.tongue {
			chosen = append(chosen, n)
		}
	}
	if a.Tag != "" && !tagged {
		c.complain(source.Errorf(a.place("tag"), "no page has the tag %q", a.Tag).WithHint("tags stand in the header of pages"))
	}
	switch a.Sort {
	case "":
		if a.Section == "" {
			sortListed(chosen)
		}
	case "title":
		slices.SortStableFunc(chosen, func(x, y *Node) int { return cmp.Compare(x.Title, y.Title) })
	case "date":
		slices.SortStableFunc(chosen, func(x, y *Node) int { return y.Header.Date.Compare(x.Header.Date) })
	case "order":
		sortListed(chosen)
	default:
		c.complain(source.Errorf(a.place("sort"), "cannot sort pages by %q", a.Sort).WithHint("%s", source.DidYouMean(a.Sort, []string{"order", "title", "date"})))
	}
	if a.Limit > 0 && len(chosen) > a.Limit {
		chosen = chosen[:a.Limit]
	}
	var cards []Card
	for _, n := range chosen {
		cards = append(cards, c.card(n))
	}
	return cards
}

// card shows a page as lists do.
func (c *composer) card(n *Node) Card {
	if c.survey != nil {
		c.ratingOf(n)
		return Card{}
	}
	brief := c.brief(n)
	k := brief.card
	k.Href = c.to(n.URL)
	if p := n.Header.Product; p != nil {
		k.Price = c.locale.Money(p.Price, p.Currency)
		if r := c.ratingOf(n); r != nil {
			k.Measure = r.measure(c)
			if k.Measure.State == "shown" {
				k.Rating = c.locale.Say("site.rating", "value", k.Measure.Value, "of", k.Measure.Of, "base", k.Measure.Base)
			}
		}
	}
	if t := brief.picture; t.file != nil {
		d, size, inline := c.inline(t.file, c.unique(brief.id))
		if inline {
			k.Drawing = d
		} else {
			k.Image = &Picture{Src: c.to(t.path), Alt: n.Header.ImageAlt, Width: size.Width, Height: size.Height}
		}
	}
	return k
}

// brief gives what a card says wherever it stands.
func (c *composer) brief(n *Node) *brief {
	fill := func(b *brief) {
		k := Card{Title: n.Title, Description: n.Header.Description, Kind: n.Kind, Date: c.stamp(n.Header.Date), Badge: text(n.Header.Params["badge"])}
		k.Minutes, k.Reading = c.reading(n)
		for _, name := range append([]string{n.Header.Category}, n.Header.Tags...) {
			if name != "" {
				k.Tags = append(k.Tags, content.Slug(name, c.locale.Lang))
			}
		}
		b.card = k
		if image := n.Header.Image; image != "" {
			b.picture, _ = c.find(image, n)
			b.id = content.Slug(strings.TrimSuffix(n.URL, "/")+" picture", c.locale.Lang)
		}
	}
	if n.tongue != c.tongue || n.brief == nil {
		b := &brief{}
		fill(b)
		return b
	}
	n.brief.Do(func() { fill(n.brief) })
	return n.brief
}
