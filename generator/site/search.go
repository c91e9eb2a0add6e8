package site

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"cxgen/generator/content"
	"cxgen/generator/source"
)

// SearchPath is the path of the page that searches a language. An author's own page there takes its place.
func (t *Tongue) SearchPath() string { return t.Prefix + "search/" }

// Searched tells whether the page that searches a language is made: nothing of the author's stands at its path.
func (s *Site) Searched(t *Tongue) bool {
	at := t.SearchPath()
	return s.byURL[at] == nil && s.Redirect[at] == "" && s.Files[at+"index.html"] == nil && s.Static[at+"index.html"] == nil
}

// Search is the view of the page that searches a language; index is the path of its SearchIndex. Without JavaScript it leads to
// the sections and the newest pages.
func (s *Site) Search(t *Tongue, entries []Entry, index string) (*View, []source.Problem) {
	n := &Node{
		Page:   &content.Page{URL: t.SearchPath(), Lang: t.Lang, Header: content.Header{NoIndex: true}},
		Kind:   "search",
		Title:  t.Say("theme.search"),
		Parent: t.home,
		tongue: t,
	}
	c := s.composer(Slot{Node: n, Number: 1})
	c.open()
	v := c.view
	v.Search = &SearchView{Index: c.to(index), Found: map[string]string{}}
	for key, words := range t.words {
		if form, ok := strings.CutPrefix(key, "theme.found."); ok {
			v.Search.Found[form] = words
		}
	}
	for _, ofTerms := range []bool{false, true} { // tags and categories last
		for _, section := range s.nodes {
			if section.Parent == t.home && section.terms == ofTerms && section.Kind == "list" && !section.Header.NoIndex {
				v.Search.Sections = append(v.Search.Sections, Ref{Href: c.to(section.URL), Title: section.Title})
			}
		}
	}
	for _, e := range News(entries, t, 4) {
		v.Cards = append(v.Cards, c.card(e.node))
	}
	v.Translations = nil
	for _, other := range s.tongues {
		if len(s.tongues) > 1 {
			ref := Ref{Href: c.to(other.SearchPath()), Title: other.Name, Lang: other.Lang, Dir: other.Dir, Current: other == t}
			v.Translations = append(v.Translations, Translation{ref, s.absolute(other.SearchPath())})
		}
	}
	return v, c.problems
}

// SearchIndex is a script with what the page that searches a language can find: the address as seen from that page, title,
// description and further words of each page, lists and the first page last. words are View.Terms by slot. It is a script, since
// pages on a disk cannot fetch.
func (s *Site) SearchIndex(t *Tongue, entries []Entry, words []string) ([]byte, error) {
	pages := [][4]string{}
	for _, e := range slices.SortedStableFunc(slices.Values(entries), func(a, b Entry) int { return cmp.Compare(signpost(a), signpost(b)) }) {
		if e.Tongue == t {
			more := append([]string{e.node.Header.Category}, e.node.Header.Tags...)
			more = append(more, words[e.slot])
			pages = append(pages, [4]string{relative(t.SearchPath(), s.Slots[e.slot].Path()), e.Title, e.Description, strings.TrimSpace(strings.Join(more, " "))})
		}
	}
	text, err := json.Marshal(pages)
	return append(append([]byte("cxgenSearch("), text...), ')'), err
}

// signpost orders pages that are found alike: what leads to other pages comes after them.
func signpost(e Entry) int {
	switch e.Kind {
	case "list":
		return 1
	case "home":
		return 2
	}
	return 0
}

// termsOf says how many words of a page's text the index of a language holds, so that a phone loads it in a moment: about 50,000
// words in all, none of a site of thousands of pages.
func termsOf(pages int) int {
	switch {
	case pages <= 100:
		return 400
	case pages <= 500:
		return 100
	case pages <= 2000:
		return 25
	}
	return 0
}

// terms gives the words under which a page is found beside its title and description: folded, each once, those of headings
// first. What stands in values and charts is not among them, so that only an edit of the text changes them.
func (c *composer) terms(page *content.Page, body *content.Body) string {
	limit := c.tongue.terms
	if limit == 0 || c.slot.Segment != nil || c.node.Header.NoIndex || c.node.untranslated {
		return ""
	}
	key := source.SumOf(page.File.Sum[:], []byte(page.File.Path), []byte(c.locale.Lang), []byte{byte(limit >> 8), byte(limit)})
	return c.Recall("terms", key, func() any {
		var words []string
		known := map[string]bool{}
		add := func(text string) bool {
			for text != "" && len(words) < limit {
				var line string
				line, text = cutLine(text)
				for word := range strings.FieldsFuncSeq(c.locale.Fold(line), betweenWords) {
					if !known[word] && len(words) < limit {
						known[word] = true
						words = append(words, word)
					}
				}
			}
			return len(words) < limit
		}
		for _, h := range body.Headings {
			add(h.Text)
		}
		texts(body.Blocks, add)
		return strings.Join(words, " ")
	}).(string)
}

// texts gives the texts of blocks that stand on the page for all, until take has enough.
func texts(blocks []content.Block, take func(string) bool) bool {
	for _, b := range blocks {
		switch {
		case b.Kind == "prose" && !take(plainText(string(b.HTML))):
			return false
		case b.Kind == "section" && b.Name == "segment" && !strings.Contains(" "+b.Attrs[""]+" ", " "+everyone+" "):
		case b.Kind == "section" && !(take(b.Attrs["title"]) && take(b.Attrs["label"]) && texts(b.Inner, take)):
			return false
		}
	}
	return true
}

// cutLine cuts a text behind some words, so that no more of a long one is folded than is asked for.
func cutLine(text string) (line, rest string) {
	const least = 200 // bytes
	if len(text) <= least {
		return text, ""
	}
	line, rest, _ = strings.Cut(text[least:], " ")
	return text[:least+len(line)], rest
}

// betweenWords tells what parts words. The half-space of Persian does not.
func betweenWords(r rune) bool {
	return r != '\u200c' && !unicode.In(r, unicode.L, unicode.M, unicode.N)
}
