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
}

// Index lists the pages that search engines shall know: the page for all of each group, without what is marked noindex.
func (s *Site) Index() []Entry {
	var entries []Entry
	for _, slot := range s.Slots {
		n := slot.Node
		if slot.Segment != nil || n.Header.NoIndex || slot.Number > 1 {
			continue
		}
		changed := n.Header.Updated
		if changed.IsZero() {
			changed = n.Header.Date
		}
		title := n.Title
		if slot.Row != nil {
			title = (&composer{Site: s, slot: slot, node: n}).title()
		}
		entries = append(entries, Entry{s.absolute(slot.Path()), title, n.Header.Description, n.Kind, changed})
	}
	return entries
}

// News gives the newest dated articles and reports, at most limit.
func News(entries []Entry, limit int) []Entry {
	var news []Entry
	for _, e := range entries {
		if !e.Changed.IsZero() && (e.Kind == "article" || e.Kind == "report" || e.Kind == "page") {
			news = append(news, e)
		}
	}
	slices.SortStableFunc(news, func(a, b Entry) int { return b.Changed.Compare(a.Changed) })
	return news[:min(limit, len(news))]
}

// Missing is the view of the page that a host shows for an address that does not exist. Since it may stand at any address,
// its links are from the root of the host.
func (s *Site) Missing() (*View, []source.Problem) {
	n := &Node{Page: s.home.Page, Kind: "missing", Title: s.locale.Say("site.missing")}
	home := *s.home.Page
	home.Header.Title, home.Header.NoIndex, home.Header.Image, home.File = n.Title, true, "", nil
	n.Page = &home
	c := s.composer(Slot{Node: n, Number: 1})
	c.base = s.Settings.base.EscapedPath()
	c.open()
	c.view.PageTitle = n.Title + " · " + s.Settings.Title
	c.view.Canonical = ""
	if icon := s.Settings.Brand.Icon; icon != "" {
		c.view.Icon = relative("", icon) // not from the root, so that it is there when the page is opened from a disk
	}
	return c.view, c.problems
}

// Relative gives the address of a path of the site as seen from a page of the site.
func Relative(from, to string) string { return relative(from, to) }
