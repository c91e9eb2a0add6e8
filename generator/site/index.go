package site

import (
	"slices"
	"time"

	"cxgen/generator/source"
)

// Entry is a page as the map of the site and the feed list it.
type Entry struct {
	URL, Title, Description, Kind string // URL is absolute
	Changed                       time.Time
	Tongue                        *Tongue
	Translations                  []Translation // with the page itself; none in a site of one language

	node *Node
	slot int // of Site.Slots
}

// Tongues lists the languages of the site, the one at the root first.
func (s *Site) Tongues() []*Tongue { return s.tongues }

// Index lists the pages that search engines shall know: the page for all of each group, without what is marked noindex.
func (s *Site) Index() []Entry {
	var entries []Entry
	for i, slot := range s.Slots {
		n := slot.Node
		if slot.Segment != nil || n.Header.NoIndex || n.untranslated || slot.Number > 1 {
			continue
		}
		c := s.composer(slot)
		c.view = &View{}
		c.translations()
		entries = append(entries, Entry{s.absolute(slot.Path()), c.title(), n.Header.Description, n.Kind, changed(n), n.tongue, c.view.Translations, n, i})
	}
	return entries
}

// News gives the newest dated pages of a language, at most limit.
func News(entries []Entry, t *Tongue, limit int) []Entry {
	var news []Entry
	for _, e := range entries {
		if e.Tongue == t && !e.Changed.IsZero() && (e.Kind == "article" || e.Kind == "report" || e.Kind == "page") {
			news = append(news, e)
		}
	}
	slices.SortStableFunc(news, func(a, b Entry) int { return b.Changed.Compare(a.Changed) })
	return news[:min(limit, len(news))]
}

// Missing is the view of the page that a host shows for an address that does not exist. Since it may stand at any address,
// its links are from the root of the host.
func (s *Site) Missing(t *Tongue) (*View, []source.Problem) {
	home := *t.home.Page
	n := &Node{Page: &home, Kind: "missing", Title: t.Say("site.missing"), tongue: t}
	home.Header.Title, home.Header.NoIndex, home.Header.Image, home.File = n.Title, true, "", nil
	c := s.composer(Slot{Node: n, Number: 1})
	c.base = s.Settings.base.EscapedPath()
	c.open()
	c.view.PageTitle = n.Title + " · " + t.Title
	c.view.Canonical, c.view.Translations = "", nil
	for _, other := range s.tongues {
		if len(s.tongues) > 1 {
			c.view.Translations = append(c.view.Translations, Translation{Ref: Ref{Href: c.to(other.Prefix), Title: other.Name, Lang: other.Lang, Dir: other.Dir, Current: other == t}})
		}
	}
	if icon := s.Settings.Brand.Icon; icon != "" {
		c.view.Icon = relative(t.Prefix, icon) // not from the root, so that it is there when the page is opened from a disk
	}
	return c.view, c.problems
}

// Relative gives the address of a path of the site as seen from a page of the site.
func Relative(from, to string) string { return relative(from, to) }
