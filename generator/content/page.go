// Package content turns a Markdown file into a page: its header, and its body as a tree of blocks.
//
// It is given a file; it does not know what a block, a section or a hole means, nor any other page.
//
// A body is CommonMark with the tables, strikethrough, bare addresses and task lists of GitHub, footnotes, {#id .class} after
// headings, and three additions:
//
//   - A fenced block of code whose first word is chart, metrics, table, journey, insight, pages, products, reviews or comments is a data block.
//     All other fenced blocks are code.
//   - A section stands between ::: name {key="value" .class #id} and :::. Plain words after the name, as in ::: segment returning, are
//     the attribute with the empty name. Sections nest, up to 32 deep. A closing line always closes
//     the innermost one that is open; three colons or more do, as in Pandoc, and how many is for the eye only. Colons inside code close nothing.
//   - A hole is a value in prose, {{nps latest}}, on one line, in paragraphs, headings, lists, quotations, tables and the text of links. A brace
//     pair after a backslash is text, and so are braces in code and in raw HTML. A bar inside a hole in a table is written \|.
//
// Data blocks and sections stand at the top level or in sections, not in lists, quotations or footnotes. What is between them is prose,
// finished HTML but for two things that only the site knows: the values of the holes, and the addresses of links and pictures.
//
// The address of a link stands in the HTML as <a href="MARK", that of a picture as <img src="MARK" followed by a space and the rest of the
// attributes, so that sizes can be added behind the address. A mark is the same text for the whole body, then a number
// and a dot. It holds the sum of the file, so that no author can write it, and is followed by the closing quote. Links that lead from a footnote to its text and back are finished.
//
// Wide tables stand in <div class="scroll">, their cells have the classes start, center and end; tasks are <span class="task"> or "task done".
package content

import (
	"html/template"
	"time"

	"cxgen/generator/source"
)

// Page is a Markdown file with its header decoded.
type Page struct {
	File   *source.File // with only the header's text
	URL    string       // from the root of the site, "" for home, else with a slash at the end: "products/kettle/"
	Lang   string
	Header Header
	Keys   source.Keys // places of the header's keys

	body  int        // offset in the file where the header ends
	words int        // of prose
	asks  bool       // see Asks
	frame source.Sum // see Frame
}

// Header is the front matter of a page. Its toml names are the public names.
type Header struct {
	Title       string         `toml:"title"`
	Description string         `toml:"description"`
	Kind        string         `toml:"kind"`
	Date        time.Time      `toml:"date"`
	Updated     time.Time      `toml:"updated"`
	Draft       bool           `toml:"draft"`
	Publish     time.Time      `toml:"publish"`
	Expire      time.Time      `toml:"expire"`
	Order       int            `toml:"order"`
	Tags        []string       `toml:"tags"`
	Category    string         `toml:"category"`
	Image       string         `toml:"image"`
	ImageAlt    string         `toml:"image_alt"`
	Aliases     []string       `toml:"aliases"`
	NoIndex     bool           `toml:"noindex"`
	Segments    []string       `toml:"segments"`
	Each        *Each          `toml:"each"`
	Layout      string         `toml:"layout"`
	Params      map[string]any `toml:"params"`
	Product     *Product       `toml:"product"`
	Cascade     *Header        `toml:"cascade"` // only in _index.md: defaults for the pages below

	// reports
	Period  string `toml:"period"`
	Compare string `toml:"compare"`
	Freeze  string `toml:"freeze"`
	Protect bool   `toml:"protect"`
}

// Each makes one page per row of a table.
type Each struct {
	Table string `toml:"table"`
	Path  string `toml:"path"`
	Where string `toml:"where"`
}

// Product is what a product page sells.
type Product struct {
	SKU          string    `toml:"sku"`
	Price        string    `toml:"price"` // decimal digits with a dot, as text: "89.00"
	Currency     string    `toml:"currency"`
	Availability string    `toml:"availability"` // in_stock, out_of_stock, preorder
	Brand        string    `toml:"brand"`
	RatingTable  string    `toml:"rating_table"`
	Variants     []Variant `toml:"variants"`
	DeliveryDays int       `toml:"delivery_days"`
	ReturnDays   int       `toml:"return_days"`
	Certificates []string  `toml:"certificates"`
}

// Variant is one way to buy a product.
type Variant struct {
	Name  string `toml:"name"`
	SKU   string `toml:"sku"`
	Price string `toml:"price"`
}

// Body is what stands under the header.
type Body struct {
	Blocks   []Block
	Headings []Heading
	Links    []Link
	Words    int // of prose, for the reading time
}

// Block is a piece of a body. Kind is "prose", "section" (a fenced div, Name says which) or "data" (a fenced block of TOML,
// Name is its first word).
type Block struct {
	Kind  string
	Name  string
	HTML  template.HTML     // prose, with the holes cut out
	Holes []Hole            // prose: in order of their offsets in HTML
	Text  source.Span       // data: the TOML body
	Attrs map[string]string // section: {cta="Order" .class #id}; class and id under those names, plain words after the section's name under ""
	Keys  source.Keys       // section: places of the attributes
	Inner []Block           // section
	At    source.Span       // prose: all of it; section and data: the opening line
}

// Hole is a value in prose: {{nps latest where channel = "web"}}.
type Hole struct {
	Offset int         // in Block.HTML: the value goes here
	Text   string      // between the braces, trimmed; never with a line break
	At     source.Span // of Text
}

// Heading is a heading of the body, with the id that links can use. Prose headings only.
type Heading struct {
	Level int
	ID    string
	Text  string // plain, without the values of holes
}

// Link is a link or picture of the body as it was written. In Block.HTML its address is replaced by Mark, once per link.
type Link struct {
	To    string // without Markdown's escapes, not yet escaped for HTML; never empty, never a script
	Image bool
	Mark  string      // unique in the body, safe in HTML: the renderer puts the resolved address there
	At    source.Span // of the address; of a link that is defined elsewhere, of the link itself
}
