package site

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"cxgen/generator/locale"
	"cxgen/generator/source"
)

// Tongue is a language of the site with everything that differs in it.
type Tongue struct {
	*locale.Locale
	Language
	Prefix string // of its addresses: "" for the language at the root, else "fa/"

	words     map[string]string
	pseudo    bool // not a language: it shows every page of the first, with other interface words
	home      *Node
	terms     int // how many words of a page the index of the search holds
	menus     map[string][]*Node
	labels    labels
	labelsSum source.Sum
}

// linkTongues makes the languages of the site: the one at the root first, then the others by name.
func (s *Site) linkTongues() []source.Problem {
	var problems []source.Problem
	names := []string{s.Settings.Language}
	for _, lang := range slices.Sorted(maps.Keys(s.Settings.Languages)) {
		if lang != s.Settings.Language {
			names = append(names, lang)
		}
	}
	for _, lang := range names {
		key := "languages." + lang
		if lang == s.Settings.Language {
			key = "language"
		}
		words := s.Theme.Words(lang)
		l, err := locale.New(lang, words)
		if err != nil {
			problems = append(problems, source.Errorf(s.Settings.keys.Name(key), "%v", err).WithHint("a language needs locale data in the program"))
			continue
		}
		t := &Tongue{Locale: l, Language: s.Settings.Languages[lang], words: words, menus: map[string][]*Node{}}
		if name := t.Language.Calendar; name != "" {
			calendar, _ := locale.CalendarOf(name)
			t.Locale = l.In(calendar)
		}
		if lang != s.Settings.Language {
			t.Prefix = lang + "/"
		}
		fallback(&t.Title, s.Settings.Title)
		fallback(&t.Description, s.Settings.Description)
		s.tongues = append(s.tongues, t)
	}
	if s.Pseudo && len(s.tongues) > 0 {
		s.tongues = append(s.tongues, s.pseudoTongues()...)
	}
	return problems
}

// tongue gives the language of an address.
func (s *Site) tongue(address string) *Tongue {
	first, _, _ := strings.Cut(address, "/")
	for _, t := range s.tongues[1:] {
		if t.Prefix == first+"/" {
			return t
		}
	}
	return s.tongues[0]
}

// sibling gives the page of a node in another language, nil when it is not translated.
func (s *Site) sibling(n *Node, t *Tongue) *Node {
	return s.byURL[t.Prefix+strings.TrimPrefix(n.URL, n.tongue.Prefix)]
}

// linkTranslations finds what is not translated, and what is older than its original.
func (s *Site) linkTranslations() []source.Problem {
	var problems []source.Problem
	for _, t := range s.tongues[1:] {
		for _, n := range sortedNodes(s.byURL) {
			if n.tongue != s.tongues[0] || n.File == nil {
				continue
			}
			other := s.sibling(n, t)
			switch {
			case other == nil && (t.Missing == "mark" || t.pseudo):
				page := *n.Page
				page.URL = t.Prefix + n.URL
				page.Header.Aliases = nil
				marked := s.newNode(&page)
				marked.untranslated = !t.pseudo
				s.byURL[page.URL] = marked
				if !t.pseudo {
					s.Left = append(s.Left, n.File.Path+": not translated into "+t.Name)
				}
			case other == nil:
				s.Left = append(s.Left, n.File.Path+": not translated into "+t.Name)
			case other.File != nil && !changed(other).IsZero() && changed(other).Before(changed(n)):
				problems = append(problems, source.Warnf(other.File.Span(0, 0), "this translation of %s is older than its original (%s)",
					n.File.Path, changed(n).Format(time.DateOnly)).WithHint("bring it up to date, then set its updated"))
			}
		}
	}
	return problems
}

// changed is the day on which a page was last changed, as its header says.
func changed(n *Node) time.Time {
	if n.Header.Updated.IsZero() {
		return n.Header.Date
	}
	return n.Header.Updated
}

// linkMenus looks up the pages of the menus in each language. A page that a language lacks is left out of its menu.
func (s *Site) linkMenus() []source.Problem {
	var problems []source.Problem
	for i, item := range s.Settings.Menu {
		place := item.Place
		fallback(&place, "top")
		if s.byURL[address(item.Page)] == nil {
			problems = append(problems, source.Errorf(s.Settings.keys.Value(index("menu", i, "page")), "there is no page %q for this menu entry", item.Page).
				WithHint("%s", cmp.Or(source.DidYouMean(address(item.Page), sortedKeys(s.byURL)), "write it first: content/"+address(item.Page)+"_index.md")))
			continue
		}
		for _, t := range s.tongues {
			n := s.byURL[t.Prefix+address(item.Page)]
			if n == nil {
				continue
			}
			if title := item.Title[t.Lang]; title != "" || t.Prefix == "" && item.Title.In(t.Lang) != "" {
				titled := *n
				if titled.menuTitle = title; title == "" {
					titled.menuTitle = item.Title.In(t.Lang)
				}
				n = &titled
			}
			t.menus[place] = append(t.menus[place], n)
		}
	}
	return problems
}

// translations gives the same page in every language that has it: the same segment, too.
func (c *composer) translations() {
	if len(c.tongues) == 1 {
		return
	}
	for _, t := range c.tongues {
		n := c.sibling(c.node, t)
		if n == nil || n.untranslated && n != c.node {
			continue
		}
		slot := Slot{Node: n, Segment: c.slot.Segment, Number: 1}
		if slot.Segment != nil && !slices.Contains(n.Segments, slot.Segment) {
			slot.Segment = nil
		}
		all := slot
		all.Segment = nil
		c.view.Translations = append(c.view.Translations, Translation{
			Ref:      Ref{Href: c.to(slot.Path()), Title: t.Name, Lang: t.Lang, Dir: t.Dir, Current: t == c.tongue},
			Absolute: c.absolute(all.Path()),
		})
	}
	if len(c.view.Translations) == 1 { // nowhere to go
		c.view.Translations = nil
	}
}
