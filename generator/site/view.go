// Package site joins everything: settings, pages, tables, metrics and the theme become a Site, its Slots, and one View per
// output page. It is the only room that joins, and knows neither disk nor HTTP.
package site

import (
	"html/template"

	"cxgen/generator/chart"
)

// View is everything that one output page shows, as plain data. Templates are given a View and only format it.
// All addresses in it are ready to print: relative to the page, or absolute where the name says so.
type View struct {
	Path      string // output path without index.html: "products/kettle/for/returning/"
	Root      string // prefix that leads from the page to the root of the site: "../../"
	Canonical string // absolute
	Lang, Dir string
	Kind      string // home list article page landing product report missing search
	Layout    string // name of the layout that draws it

	Title       string // of the page
	PageTitle   string // for <title>: with the site's name unless home
	Description string
	NoIndex     bool
	Image       string // absolute address of the page's picture, "" without
	Icon        string // address of the site's icon
	Site        SiteView

	Date, Updated *Stamp
	Minutes       int    // reading time, 0 when it does not matter
	Author        string // params.author
	Tags          []Ref
	Category      *Ref

	Menu         []Ref         // main menu
	Foot         []Ref         // footer menu
	Trail        []Ref         // from home to the parent
	Others       []Card        // related pages
	Translations []Translation // this page in the languages that have it, itself too; none in a site of one language
	Original     *Ref          // on a page that is not translated: the original, in whose language it is
	Feed         string        // address of the language's feed
	Headings     []Head

	Segment  *SegmentView // on a variant
	Variants []Variant    // on a page with segments: the rules the chooser script needs
	Product  *ProductView
	Report   *ReportView

	Opening []Part // parts that open the page before its text: the leading hero section of a landing page, if any
	Body    []Part
	Cards   []Card // list pages: the pages below
	Chips   []Chip // list pages: filters by tag and category
	Empty   bool   // list pages: nothing to list
	Search  *SearchView

	Terms  string            `sum:"-"` // folded words of the text, for the index of the search
	Words  map[string]string `sum:"-"` // interface words of the language, by key
	Data   template.HTML     // JSON-LD, already a script element
	Has    map[string]bool   // what is on the page: "figure", "segments" …
	Charts int               // how many figures are on the page
	Params map[string]any    // the author's own keys

	// For the frame of the page.
	Head             template.HTML     // the CSP's meta element and the style element, ready made; stands right after charset and viewport
	Paper, PaperDark string            // the ground's colour, for the browser's frame (theme.Palette: "paper")
	Assets           map[string]string // addresses of the theme's published assets by name: "explore.js"
	Drawing          template.HTML     // the page's own image, when it is an SVG drawing
	Picture          *Picture          // the page's own image, otherwise
	Alt              string            // image_alt
	Reading          string            // reading time in words: "7 minutes", "" when it does not matter
	Shown            string            // lists: how many, in words: "24 things"
	Pages            []Ref             // lists of several pages: 1, 2, 3; the current one is marked, and … without an address stands for those left out
	exact            []byte            // sums of files beside the page that say more than it shows

	Closing []Part // landing, product: the last cta section, if it ends the page; it stands after the sticky bar
}

// SiteView is what every page knows of the site.
type SiteView struct {
	Title, Description string
	Home               string // address of the language's home
	Search             string // address of the page that searches the language
	Logo, LogoDark     template.HTML
}

// SearchView is what the page that searches a language knows.
type SearchView struct {
	Index    string            // address of the script that holds what can be found
	Found    map[string]string // "{n} pages found", by plural form
	Sections []Ref
}

// Stamp is a day for readers and for machines.
type Stamp struct{ Text, ISO string }

// Ref is a link.
type Ref struct {
	Href, Title string
	Lang, Dir   string // when it leads to another language
	Current     bool   // it leads to this page, or to the section this page is in
}

// Translation is a page in another language.
type Translation struct {
	Ref
	Absolute string // of the page for all
}

// Head is an entry of the table of contents: level 2, with level 3 below it.
type Head struct {
	ID, Text string
	Inner    []Head
}

// Card is another page as lists show it.
type Card struct {
	Href, Title, Description string
	Kind                     string
	Date                     *Stamp
	Minutes                  int
	Drawing                  template.HTML // inlined SVG that follows the theme's colours
	Image                    *Picture
	Tags                     []string // keys of the chips it answers to
	Price                    string
	Badge                    string // params.badge: "Most bought"
	Measure                  *Measure
	Reading                  string // reading time in words: "4 minutes"
	Rating                   string // "4.7 of 5, 1,284 reviews"; "" without answers
}

// Chip is a filter of a list.
type Chip struct {
	Key, Title, Href string
	Count            string
	Current          bool
	Group            string // what it filters by: "category" (also the chip for everything) or "tag"
}

// Picture is an image file of the site.
type Picture struct {
	Src, Alt      string
	Width, Height int
}

// Part is a piece of a page's body. The theme draws it with components/KIND.html.
type Part struct {
	Kind    string            // prose, chart, metrics, table, pages, products, reviews, or the name of a section
	ID      string            // anchor
	HTML    template.HTML     // prose
	Attrs   map[string]string // section: as the author wrote them
	Inner   []Part            // section
	Href    string            // section: attribute href, resolved
	Href2   string            // section: attribute href2, resolved
	Drawing template.HTML     // section: attribute image, when it is an SVG drawing
	Picture *Picture          // section: attribute image, otherwise
	Alt     string            // section: attribute image_alt
	Measure *Measure          // section: attribute metric
	Words   map[string]string `sum:"-"` // the same as View.Words

	Figure   *FigureView   // chart
	Tiles    *TilesView    // metrics
	Table    *TableView    // table
	Cards    []Card        // pages, products
	Reviews  *ReviewsView  // reviews
	Insight  *InsightView  // insight
	Comments *CommentsView // comments
	First    bool          // the first part of its kind on the page

	Title string        // chapter: its heading; a report's body is grouped into chapters by its level-2 headings
	Lead  template.HTML // chapter: the paragraph right after the heading, without its p element
}

// Measure is a number that stands on a line. Low, Fill and High are percent of the line.
type Measure struct {
	State           string  // shown hidden empty
	Fill, Low, High float64 // 0 to 100
	Value           string  // "4.7", "91 of 100", "+43", "9 min"
	Of              string  // "of 5", "from −100 to 100", ""
	Margin          string  // "±4", "" when there is none
	Base            string  // "1,106 answers"
	LowBase         string  // "Low base: fewer than 30", "" when there are enough
	Title           string  // title of the metric
	Verdict         string  // "Up 6, clear", "" when nothing is compared
	Tone            string  // good bad flat, of the verdict
	Ticks           int     // notches on a hero line: 5 for stars, 10 for percent
}

// FigureView is a chart as the page shows it.
type FigureView struct {
	ID                      string
	Title, Sub              string
	Form                    string
	SVG                     template.HTML
	Name                    string // accessible name
	Summary, Source, Method string
	Table                   TableView
	Keys                    []chart.Key  // what the numbers in the drawing stand for, on a phone
	Lanes                   []chart.Lane // what stands under each place of a journey
	Wide                    bool         // takes the whole row of a report
	CSV, Drawn, Explore     string       // addresses: table as CSV, picture as SVG, interactive chart's data (a script)
	Level                   int          // heading level of its title: 2, 3 or 4
}

// TableView is rows ready to print.
type TableView struct {
	Caption string
	Head    []string
	Number  []bool // columns that hold numbers
	Rows    [][]string
	Foot    []string // notes under the table
	CSV     string   // address, when the table can be downloaded
	ID      string
	Title   string
}

// TilesView is a row of tiles.
type TilesView struct {
	Tiles []Tile
	Note  string // what "clear" means, and with what is compared

	shape string // outline of the first tile's trend, for the head of a report
}

// Tile is one metric at a glance.
type Tile struct {
	Title, Value, Margin string
	State                string // shown hidden empty
	Spark                template.HTML
	Verdict, Tone        string // "Up 16, clear"; good bad flat
	N, Target            string
	LowBase              string
	Benchmarks           []string // "Above the benchmark of +38 (Retail panel, 2025)"
}

// ReviewsView is what customers said.
type ReviewsView struct {
	State  string // shown hidden empty
	Title  string
	Mean   string
	Stars  float64 // of Of
	Of     int
	Count  string // "1,284"
	Base   string // "mean of 1,284 answers"
	Spread []Star
	Quotes []Quote
	Alt    string // "4.7 of 5 stars"
}

// Star is one row of the distribution.
type Star struct {
	Label string
	Fill  float64 // percent of the line
	Count string
}

// Quote is one review.
type Quote struct {
	Stars int
	Alt   string // "4 of 5 stars"
	Text  string
	By    string
}

// ProductView is what a product page sells.
type ProductView struct {
	Price, Availability string
	PriceRaw, Currency  string
	Delivery, Returns   string // sentences
}

// ReportView is the head of a report.
type ReportView struct {
	Period, Compared, Until string
	Finding                 string
	Sample                  bool   // params.sample: the data are made up, and said so
	Shape                   string // path of the decorative shape: the headline metric itself, in a 1000×100 box
}

// SegmentView is the group that a variant is for.
type SegmentView struct {
	Name, Title string
	All         string // address of the page for everyone
	Why         string // sentence
}

// Variant is one page of a page with segments.
type Variant struct {
	Name, Title, Href string
	Match             []string
}
