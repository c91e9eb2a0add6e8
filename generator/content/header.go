package content

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"cxgen/generator/source"
)

// Parse reads the front matter of f: TOML between lines of +++, YAML between lines of ---, at the very start of the file.
// A page without front matter is fine. A page without a title is called by its first # heading.
//
// The page is never nil; what could be understood of a wrong header stands in it. It keeps nothing of f but the header's text.
func Parse(f *source.File, url, lang string) (*Page, []source.Problem) {
	p := &Page{URL: url, Lang: lang}
	defer func() { p.survey(f) }()
	start := 0
	if bytes.HasPrefix(f.Text, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	p.body = start
	p.File = f.Head(start)

	var problems []source.Problem
	if fence, next := line(f.Text, start); string(fence) == "+++" || string(fence) == "---" {
		syntax := source.TOML
		if fence[0] == '-' {
			syntax = source.YAML
		}
		end, body, closed := frontMatter(f.Text, next, fence)
		p.body = body
		p.File = f.Head(body)
		if !closed {
			at := p.File.Span(start, start+len(fence))
			problems = append(problems, source.Errorf(at, "front matter is not closed").
				WithHint("end it with a line of %s", fence))
			return p, problems
		}
		p.Keys, problems = headers.Decode(p.File, next, end, syntax, &p.Header)
		problems = source.Sort(append(problems, p.check()...))
	}
	if p.Header.Title == "" {
		p.Header.Title = p.firstHeading(f)
	}
	return p, source.Sort(append(problems, p.letters(f)...))
}

// headers is the shape of every header.
var headers = source.ShapeOf(Header{})

// frontMatter finds the line that closes the front matter which begins at start: where it begins, and where the next line does.
func frontMatter(text []byte, start int, fence []byte) (end, body int, closed bool) {
	for at := start; at < len(text); {
		l, next := line(text, at)
		if bytes.Equal(l, fence) {
			return at, next, true
		}
		at = next
	}
	return len(text), len(text), false
}

// line gives the line that begins at start without white space at its end, and where the next one begins.
func line(text []byte, start int) (l []byte, next int) {
	next = len(text)
	if n := bytes.IndexByte(text[start:], '\n'); n >= 0 {
		next = start + n + 1
	}
	return bytes.TrimRight(text[start:next], " \t\r\n"), next
}

// kinds are the kinds of page that a header can ask for.
var kinds = []string{"page", "article", "landing", "product", "report", "list", "home"}

var availabilities = []string{"in_stock", "out_of_stock", "preorder"}

// check looks at the values that a decoder cannot judge.
func (p *Page) check() []source.Problem {
	problems := p.checkHeader(&p.Header, "")
	cascade := p.Header.Cascade
	if cascade == nil {
		return problems
	}
	if path.Base(p.File.Path) != "_index.md" {
		problems = append(problems, source.Errorf(p.Keys.Name("cascade"), "cascade has no page below it here").
			WithHint("move it to the _index.md of this folder"))
	}
	if cascade.Cascade != nil {
		problems = append(problems, source.Errorf(p.Keys.Name("cascade.cascade"), "a cascade cannot hold a cascade").
			WithHint("put it into the _index.md of the folder it is for"))
	}
	return append(problems, p.checkHeader(cascade, "cascade.")...)
}

// checkHeader checks h, whose keys stand below prefix.
func (p *Page) checkHeader(h *Header, prefix string) (problems []source.Problem) {
	say := func(key, hint, text string, args ...any) {
		at := p.Keys.Value(prefix + key)
		problems = append(problems, source.Errorf(at, text, args...).WithHint("%s", hint))
	}
	oneOf := func(key, word string, among []string) {
		for _, known := range among {
			if word == known || word == "" {
				return
			}
		}
		say(key, source.DidYouMean(word, among), "unknown %s %q", key[strings.LastIndexByte(key, '.')+1:], word)
	}
	price := func(key, text string) {
		if text != "" && !isPrice(text) {
			say(key, `write digits with a dot, like price = "89.00"; the currency has a key of its own`,
				"%q is not a price", text)
		}
	}

	oneOf("kind", h.Kind, kinds)
	for i, alias := range h.Aliases {
		if !isAlias(alias) {
			say(fmt.Sprintf("aliases.%d", i), `write an old path of this site, like "/old/kettle/"`,
				"%q is not a path of this site", alias)
		}
	}
	if h.Product != nil {
		oneOf("product.availability", h.Product.Availability, availabilities)
		price("product.price", h.Product.Price)
		for i, variant := range h.Product.Variants {
			price(fmt.Sprintf("product.variants.%d.price", i), variant.Price)
		}
	}
	return problems
}

// isPrice tells whether text is decimal digits, with a dot and more digits or without.
func isPrice(text string) bool {
	whole, part, dot := strings.Cut(text, ".")
	return isDigits(whole) && (!dot || isDigits(part))
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// isAlias tells whether text is a path that stays inside the site.
func isAlias(text string) bool {
	if strings.Trim(text, "/") == "" || strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\?#:") {
		return false
	}
	for part := range strings.SplitSeq(text, "/") {
		if part == ".." || part == "." {
			return false
		}
	}
	for _, r := range text {
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	return true
}
