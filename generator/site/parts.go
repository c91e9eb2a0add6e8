package site

import (
	"html/template"
	"slices"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/source"
)

// parts turns the blocks of a body into parts ready to be drawn. Sections of other segments are left out.
func (c *composer) parts(blocks []content.Block) []Part {
	var parts []Part
	for _, b := range blocks {
		switch b.Kind {
		case "prose":
			parts = append(parts, Part{Kind: "prose", HTML: c.prose(b)})
		case "data":
			if p, ok := c.data(b); ok {
				parts = append(parts, p)
			}
		case "section":
			if b.Name == "segment" {
				if c.inSegment(b) {
					parts = append(parts, c.parts(b.Inner)...)
				}
				continue
			}
			parts = append(parts, c.section(b))
		}
	}
	for i := range parts {
		p := &parts[i]
		p.Words = c.view.Words
		p.First = !c.firsts[p.Kind]
		c.firsts[p.Kind] = true
		c.view.Has[p.Kind] = true
	}
	return parts
}

// prose fills the holes of prose and puts addresses at the marks of its links.
func (c *composer) prose(b content.Block) template.HTML {
	text := string(b.HTML)
	if len(b.Holes) == 0 {
		return template.HTML(c.address(c.locale.Glue(text)))
	}
	var out strings.Builder
	last := 0
	for _, hole := range b.Holes {
		out.WriteString(text[last:hole.Offset])
		value, problems := c.value(hole.Text, hole.At)
		c.complain(problems...)
		out.WriteString(template.HTMLEscapeString(c.locale.Isolate(value)))
		last = hole.Offset
	}
	out.WriteString(text[last:])
	return template.HTML(c.address(c.locale.Glue(out.String())))
}

// address replaces the marks of links by addresses.
func (c *composer) address(html string) string {
	if len(c.addresses) == 0 || !strings.Contains(html, c.mark) {
		return html
	}
	var out strings.Builder
	out.Grow(len(html) + len(html)/8)
	for {
		i := strings.Index(html, c.mark)
		if i < 0 {
			break
		}
		end := i + strings.IndexByte(html[i:], '.') + 1
		out.WriteString(html[:i])
		out.WriteString(c.addresses[html[i:end]])
		html = html[end:]
	}
	out.WriteString(html)
	return out.String()
}

// everyone names the page that is not for a segment: ::: segment all.
const everyone = "all"

// inSegment tells whether a segment section is for the slot's segment.
func (c *composer) inSegment(b content.Block) bool {
	names := strings.Fields(b.Attrs[""])
	if len(names) == 0 {
		c.complain(source.Errorf(b.At, "this section does not say for which segment it is").WithHint("write ::: segment NAME"))
	}
	found := false
	for _, name := range names {
		if name == everyone {
			found = found || c.slot.Segment == nil
			continue
		}
		if c.segment(name) == nil {
			c.complain(c.unknownSegment(name, b.At))
		} else if !slices.Contains(c.node.Header.Segments, name) {
			c.complain(source.Errorf(b.At, "the page is not made for the segment %q", name).
				WithHint("add it to the page's header: segments = [%q]", name))
		}
		found = found || c.slot.Segment != nil && c.slot.Segment.Name == name
	}
	return found
}

// common are the attributes that every section has.
var common = []string{"", "class", "compare", "href", "href2", "id", "image", "image_alt", "metric", "period", "where"}

// notSections are the components that only the program fills.
var notSections = []string{"prose", "chapter", "chart", "metrics", "table", "pages", "products", "insight", "comments"}

// section looks up the component of a section and what its attributes name.
func (c *composer) section(b content.Block) Part {
	if !c.Theme.Has(b.Name) || slices.Contains(notSections, b.Name) {
		names := slices.DeleteFunc(c.Theme.Components(), func(n string) bool { return slices.Contains(notSections, n) })
		c.complain(source.Errorf(b.At, "unknown section %q", b.Name).
			WithHint("%s\na file components/%s.html in your theme makes it one", source.DidYouMean(b.Name, names), b.Name))
		return Part{Kind: "prose"}
	}
	for _, name := range sortedKeys(b.Attrs) {
		if !slices.Contains(c.attributes, name) {
			c.complain(source.Errorf(b.Keys.Name(name), "no section of the theme has the attribute %q", name).
				WithHint("%s", source.DidYouMean(name, c.attributes)))
		}
	}
	p := Part{Kind: b.Name, Attrs: b.Attrs, ID: b.Attrs["id"], Alt: b.Attrs["image_alt"]}
	p.Href = c.href(b, "href")
	p.Href2 = c.href(b, "href2")
	if image := b.Attrs["image"]; image != "" {
		p.Drawing, p.Picture = c.picture(image, p.Alt, b.Keys.Value("image"))
	}
	if b.Attrs["metric"] != "" {
		p.Measure = c.measure(b)
	}
	p.Inner = c.parts(b.Inner)
	if b.Name == "question" {
		c.questions = append(c.questions, question{b.Attrs["title"], plain(p.Inner)})
	}
	return p
}

func (c *composer) href(b content.Block, key string) string {
	to := b.Attrs[key]
	if to == "" {
		return ""
	}
	t, ok := c.find(to, c.node)
	switch {
	case !ok:
		c.complain(c.deadLink(to, b.Keys.Value(key)))
		return ""
	case t.outside != "":
		return t.outside
	}
	return c.to(t.path) + t.fragment
}

// chapters groups the parts of a report by their headings of level 2, so that a layout can put the heading into a rail.
func chapters(parts []Part) []Part {
	var grouped []Part
	add := func(p Part) {
		switch n := len(grouped); {
		case p.Kind == "prose" && strings.TrimSpace(string(p.HTML)) == "":
		case n > 0 && grouped[n-1].Kind == "chapter":
			grouped[n-1].Inner = append(grouped[n-1].Inner, p)
		default:
			grouped = append(grouped, p)
		}
	}
	for _, p := range parts {
		if p.Kind != "prose" {
			add(p)
			continue
		}
		rest := string(p.HTML)
		for {
			before, id, title, after, found := cutHeading(rest)
			add(Part{Kind: "prose", HTML: template.HTML(before), Words: p.Words})
			if !found {
				break
			}
			lead, after := cutLead(after)
			grouped = append(grouped, Part{Kind: "chapter", ID: id, HTML: template.HTML(title), Title: plainText(title), Lead: template.HTML(lead), Words: p.Words})
			rest = after
		}
	}
	return grouped
}

// cutHeading cuts rendered prose at its first heading of level 2.
func cutHeading(html string) (before, id, title, after string, found bool) {
	before, rest, found := strings.Cut(html, "<h2")
	if !found {
		return html, "", "", "", false
	}
	tag, rest, _ := strings.Cut(rest, ">")
	title, after, _ = strings.Cut(rest, "</h2>")
	_, id, _ = strings.Cut(tag, `id="`)
	id, _, _ = strings.Cut(id, `"`)
	return before, id, title, after, true
}

// maxLead is how long the line under a chapter's heading may be, in bytes of HTML.
const maxLead = 160

// cutLead takes a short paragraph from the start of rendered prose.
func cutLead(html string) (lead, rest string) {
	text, found := strings.CutPrefix(strings.TrimLeft(html, "\n"), "<p>")
	lead, rest, ended := strings.Cut(text, "</p>")
	if !found || !ended || len(lead) > maxLead {
		return "", html
	}
	return lead, rest
}
