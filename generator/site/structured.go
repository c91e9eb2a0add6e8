package site

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"
)

// question is a question with its answer, for search engines.
type question struct{ title, answer string }

// structured describes the page to search engines, in the words of schema.org. What it says stands on the page, too.
func (c *composer) structured() template.HTML {
	v, h := c.view, c.node.Header
	publisher := object{"@type", "Organization", "name", c.tongue.Title, "url", c.absolute(c.tongue.Prefix)}
	var things []any
	switch v.Kind {
	case "home":
		things = append(things, object{"@type", "WebSite", "name", c.tongue.Title, "url", c.absolute(c.tongue.Prefix), "inLanguage", v.Lang, "publisher", publisher})
	case "article", "report":
		kind := map[string]string{"article": "Article", "report": "Report"}[v.Kind]
		o := object{"@type", kind, "headline", v.Title, "description", v.Description, "inLanguage", v.Lang, "mainEntityOfPage", v.Canonical, "publisher", publisher}
		if author := v.Author; author != "" {
			o = append(o, "author", object{"@type", "Person", "name", author})
		} else {
			o = append(o, "author", publisher)
		}
		if v.Image != "" {
			o = append(o, "image", v.Image)
		}
		o = append(o, dates("datePublished", h.Date)...)
		o = append(o, dates("dateModified", h.Updated)...)
		things = append(things, o)
	case "product":
		if o := c.productData(); o != nil {
			things = append(things, o)
		}
	}
	if len(v.Trail) > 0 {
		var items []any
		place := 0
		for up := c.node; up != nil; up = up.Parent {
			place++
		}
		for up := c.node; up != nil; up = up.Parent {
			items = append([]any{object{"@type", "ListItem", "position", place, "name", up.Title, "item", c.absolute(up.URL)}}, items...)
			place--
		}
		things = append(things, object{"@type", "BreadcrumbList", "itemListElement", items})
	}
	if len(c.questions) > 0 {
		var entries []any
		for _, q := range c.questions {
			entries = append(entries, object{"@type", "Question", "name", q.title, "acceptedAnswer", object{"@type", "Answer", "text", q.answer}})
		}
		things = append(things, object{"@type", "FAQPage", "mainEntity", entries})
	}
	if len(things) == 0 {
		return ""
	}
	text := appendJSON(nil, object{"@context", "https://schema.org", "@graph", things})
	return template.HTML(`<script type="application/ld+json">` + string(text) + `</script>`)
}

func (c *composer) productData() object {
	v, p := c.view, c.node.Header.Product
	if p == nil {
		return nil
	}
	o := object{"@type", "Product", "name", v.Title, "description", v.Description, "url", v.Canonical}
	if p.SKU != "" {
		o = append(o, "sku", p.SKU)
	}
	if p.Brand != "" {
		o = append(o, "brand", object{"@type", "Brand", "name", p.Brand})
	}
	if v.Image != "" {
		o = append(o, "image", v.Image)
	}
	if p.Price != "" {
		price, currency := p.Price, p.Currency
		if currency == "IRT" { // a toman is ten rials, and only the rial has a code (ISO 4217)
			price, currency = rials(price), "IRR"
		}
		offer := object{"@type", "Offer", "url", v.Canonical, "price", price, "priceCurrency", currency}
		if a := map[string]string{"in_stock": "InStock", "out_of_stock": "OutOfStock", "preorder": "PreOrder"}[p.Availability]; a != "" {
			offer = append(offer, "availability", "https://schema.org/"+a)
		}
		o = append(o, "offers", offer)
	}
	if r := c.rating; r != nil && r.state() == "shown" {
		o = append(o, "aggregateRating", object{"@type", "AggregateRating",
			"ratingValue", fmt.Sprintf("%.1f", r.printed()), "reviewCount", r.n, "bestRating", stars, "worstRating", 1})
	}
	return o
}

// rials gives ten times an amount of digits.
func rials(tomans string) string {
	whole, part, _ := strings.Cut(tomans, ".")
	if len(part) <= 1 {
		return whole + (part + "0")[:1]
	}
	return whole + part[:1] + "." + part[1:]
}

func dates(key string, t time.Time) object {
	if t.IsZero() {
		return nil
	}
	return object{key, t.Format(time.DateOnly)}
}

// object is a JSON object with its keys in order: key, value, key, value …
type object []any

// appendJSON appends a value as encoding/json writes it: an object in its order, a list, a number or a text.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case object:
		b = append(b, '{')
		for i := 0; i+1 < len(v); i += 2 {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(append(appendJSON(b, v[i]), ':'), v[i+1])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, e)
		}
		return append(b, ']')
	case string:
		if strings.IndexFunc(v, special) < 0 {
			return append(append(append(b, '"'), v...), '"')
		}
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // numbers and texts can be written
	}
	return append(b, text...)
}

// special tells whether a letter may stand otherwise in JSON.
func special(r rune) bool {
	return r < ' ' || r >= 0x7f || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&'
}

// inLine are the elements that part no words.
var inLine = strings.Fields("a abbr b bdi code del em i span strong sub sup")

// plainText gives the text of finished prose.
func plainText(prose string) string {
	prose = withoutTags(prose, "", func(tag string) bool {
		name := strings.TrimPrefix(tag, "/")
		end := strings.IndexFunc(name, func(r rune) bool {
			return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_')
		})
		return end > 0 && slices.Contains(inLine, name[:end])
	})
	prose = withoutTags(prose, " ", func(string) bool { return true })
	space := func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\f' || r == '\r' }
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(html.UnescapeString(prose), space), " "))
}

// withoutTags puts something else in the place of the tags for which of holds. It is given what stands behind <.
func withoutTags(prose, instead string, of func(tag string) bool) string {
	var b strings.Builder
	b.Grow(len(prose))
	for {
		text, tag, found := strings.Cut(prose, "<")
		b.WriteString(text)
		end := strings.IndexByte(tag, '>')
		switch {
		case !found:
			return b.String()
		case end >= 0 && of(tag):
			b.WriteString(instead)
			prose = tag[end+1:]
		default:
			b.WriteByte('<')
			prose = tag
		}
	}
}

// plain gives the text of parts.
func plain(parts []Part) string {
	var all []string
	for _, p := range parts {
		if p.Kind == "prose" {
			all = append(all, plainText(string(p.HTML)))
		}
	}
	return strings.Join(all, " ")
}
