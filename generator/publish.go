package generator

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// publishWhole writes what belongs to the site as a whole: the page for dead links, the search, redirects, the map of the site,
// the feed. Where the site has such a file of its own, that one stands. All of it follows from the frame and the words for the
// search, so it is kept when these are as they were.
func (p *press) publishWhole() error {
	said := slices.Clone(p.now.frame[:])
	terms := make([]string, len(p.pages))
	for i, page := range p.pages {
		said = append(said, page.said[:]...)
		terms[i] = page.terms
	}
	whole := &made{key: source.SumOf(said)}
	if was, ok := p.past.pages[""]; ok && was.key == whole.key {
		if kept, err := p.keep(was); kept || err != nil {
			p.result.add(was.problems)
			p.remember("", was)
			return err
		}
	}
	entries := p.site.Index()
	outputs := map[string][]byte{
		"sitemap.xml": sitemap(entries),
		"robots.txt":  []byte("User-agent: *\nAllow: /\n\nSitemap: " + p.site.Settings.BaseURL + "sitemap.xml\n"),
		"llms.txt":    llms(p.site, entries),
	}
	for _, t := range p.site.Tongues() {
		outputs[t.Prefix+"feed.xml"] = feed(p.site.Settings, t, entries)
		if p.owned(t.Prefix + "404.html") {
			continue
		}
		view, problems := p.site.Missing(t)
		if err := p.publishPage(view, problems, whole); err != nil || p.fatal(whole.problems) {
			return err
		}
	}
	for _, t := range p.site.Tongues() {
		if !p.site.Searched(t) {
			continue
		}
		text, err := p.site.SearchIndex(t, entries, terms)
		if err != nil {
			return err
		}
		index := t.SearchPath() + "index." + source.SumOf(text).String()[:8] + ".js" // its sum is in its name
		outputs[index] = text
		view, problems := p.site.Search(t, entries, index)
		if err := p.publishPage(view, problems, whole); err != nil || p.fatal(whole.problems) {
			return err
		}
	}
	for from, to := range p.site.Redirect {
		outputs[from+"index.html"] = redirect(p.site, from, to)
	}
	for at, text := range outputs {
		if p.owned(at) {
			continue
		}
		whole.files = append(whole.files, written{at, source.SumOf(text)})
		p.files++
		if err := p.out.Put(at, text); err != nil {
			return err
		}
	}
	if p.now.pages != nil {
		p.now.pages[""] = whole
	}
	return nil
}

// publishPage writes a page that belongs to the site as a whole.
func (p *press) publishPage(v *site.View, problems []source.Problem, whole *made) error {
	done, _, err := p.page(v, nil, &made{problems: problems})
	if len(done.files) > 0 {
		p.remember(done.files[0].path, done)
	}
	p.result.add(done.problems)
	whole.problems = append(whole.problems, done.problems...)
	whole.files = append(whole.files, done.files...)
	whole.assets = append(whole.assets, done.assets...)
	return err
}

// owned tells whether the author's own file stands at a path.
func (p *press) owned(at string) bool { return p.site.Files[at] != nil || p.site.Static[at] != nil }

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// sitemap lists the pages that search engines shall know (sitemaps.org, 0.9), each with its translations.
func sitemap(entries []site.Entry) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for _, e := range entries {
		b.WriteString("<url><loc>" + escapeXML(e.URL) + "</loc>")
		if !e.Changed.IsZero() {
			b.WriteString("<lastmod>" + e.Changed.Format("2006-01-02") + "</lastmod>")
		}
		for i, t := range e.Translations {
			if i == 0 {
				fmt.Fprintf(&b, `<xhtml:link rel="alternate" hreflang="x-default" href="%s"/>`, escapeXML(t.Absolute))
			}
			fmt.Fprintf(&b, `<xhtml:link rel="alternate" hreflang="%s" href="%s"/>`, t.Lang, escapeXML(t.Absolute))
		}
		b.WriteString("</url>\n")
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}

// feed is an Atom feed (RFC 4287) of the newest articles and reports of a language.
func feed(s *site.Settings, t *site.Tongue, entries []site.Entry) []byte {
	news := site.News(entries, t, 20)
	updated := "1970-01-01T00:00:00Z"
	if len(news) > 0 {
		updated = news[0].Changed.Format("2006-01-02T15:04:05Z07:00")
	}
	home := escapeXML(s.BaseURL + t.Prefix)
	var b bytes.Buffer
	fmt.Fprintf(&b, xmlHead+`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="%s">`+"\n", t.Lang)
	fmt.Fprintf(&b, "<title>%s</title>\n<id>%s</id>\n<updated>%s</updated>\n", escapeXML(t.Title), home, updated)
	fmt.Fprintf(&b, `<link href="%s"/><link rel="self" href="%sfeed.xml"/>`+"\n<author><name>%s</name></author>\n", home, home, escapeXML(t.Title))
	for _, e := range news {
		fmt.Fprintf(&b, "<entry><title>%s</title><id>%s</id><link href=\"%s\"/><updated>%s</updated><summary>%s</summary></entry>\n",
			escapeXML(e.Title), escapeXML(e.URL), escapeXML(e.URL), e.Changed.Format("2006-01-02T15:04:05Z07:00"), escapeXML(e.Description))
	}
	b.WriteString("</feed>\n")
	return b.Bytes()
}

// llms tells language models what stands where (llmstxt.org), language by language.
func llms(s *site.Site, entries []site.Entry) []byte {
	var b bytes.Buffer
	linked := strings.NewReplacer("[", `\[`, "]", `\]`, "\n", " ")
	for i, t := range s.Tongues() {
		if i == 0 {
			fmt.Fprintf(&b, "# %s\n\n", t.Title)
		} else {
			fmt.Fprintf(&b, "\n## %s: %s\n\n", t.Name, t.Title)
		}
		if t.Description != "" {
			fmt.Fprintf(&b, "> %s\n\n", t.Description)
		}
		for _, e := range entries {
			if e.Tongue != t {
				continue
			}
			fmt.Fprintf(&b, "- [%s](%s)", linked.Replace(e.Title), e.URL)
			if e.Description != "" {
				b.WriteString(": " + strings.ReplaceAll(e.Description, "\n", " "))
			}
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// redirect is the page at an old address.
func redirect(s *site.Site, from, to string) []byte {
	here := site.Relative(from, to)
	full, err := url.JoinPath(s.Settings.BaseURL, to)
	if err != nil {
		full = s.Settings.BaseURL
	}
	title := html.EscapeString(s.Settings.Title)
	return fmt.Appendf(nil, `<!doctype html><html lang="%s"><head><meta charset="utf-8"><title>%s</title><meta name="viewport" content="width=device-width">`+
		`<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0;url=%s"><link rel="canonical" href="%s"></head><body><p><a href="%s">%s</a></p></body></html>`+"\n",
		s.Settings.Language, title, html.EscapeString(here), html.EscapeString(full), html.EscapeString(here), title)
}

func escapeXML(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text))
	return b.String()
}
