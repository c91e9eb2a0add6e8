// Package content turns a Markdown file into a page: its header, and its body as a tree of blocks.
//
// It is given a file; it does not know what a block, a section or a hole means, nor any other page.
package content

import (
	"html/template"
	"time"

	"cxgen/generator/source"
)

// Page is a Markdown file with its header decoded.
type Page struct {
	File   *source.File
	URL    string // from the root of the site, "" for home, else with a slash at the end: "products/kettle/"
	Lang   string
	Header Header
	Keys   source.Keys // places of the header's keys

	body int // offset in File where the header ends
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
	Attrs map[string]string // section: {cta="Order" .class #id}; class and id under those names
	Keys  source.Keys       // section: places of the attributes
	Inner []Block           // section
	At    source.Span
}

// Hole is a value in prose: {{nps latest where channel = "web"}}.
type Hole struct {
	Offset int         // in Block.HTML: the value goes here
	Text   string      // between the braces, trimmed
	At     source.Span // of Text
}

// Heading is a heading of the body, with the id that links can use. Prose headings only.
type Heading struct {
	Level int
	ID    string
	Text  string // plain
}

// Link is a link or picture of the body as it was written. In Block.HTML its address is replaced by Mark, once per link.
type Link struct {
	To    string
	Image bool
	Mark  string // unique in the body, safe in HTML: the renderer puts the resolved address there
	At    source.Span
}
