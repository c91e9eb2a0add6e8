// Package chart turns a metric result, or a table, into a Figure (scales and marks as plain data), and a Figure into SVG, an
// ECharts option, CSV and a table.
//
// It does not know files, pages or themes; it is handed a Style.
package chart

// Figure is a drawing as data: x in percent of the width (0 to 100), y in pixels, so one drawing fits every width.
// Positions read from the inline start; the painter mirrors them when RTL is set.
type Figure struct {
	ID      string
	Form    string // one of Forms, or "spark"
	Height  int    // pixels
	Gutter  Gutter // pixels kept free for labels on either side
	Rows    bool   // a row chart: its labels may move into gutters beside their tracks
	Wide    bool   // wants the whole row of a report
	RTL     bool   // painted from right to left
	Against bool   // painted from left to right on a page that runs from right to left
	Title   string // the finding, hedged as the numbers deserve; the author may replace it
	Sub     string // what is measured, in which unit and period
	Name    string // accessible name
	Caption string // the author's own remark, "" for none
	Summary string // one or two sentences with the numbers and the verdict
	Source  string // n, exceptions, hidden groups, low base
	Method  string // how it was measured
	X, Y    Axis
	Marks   []Mark
	Plots   []Plot
	Keys    []Key  // what the numbers in the drawing stand for, where it has no room for names on a phone
	Lanes   []Lane // what stands under each place of a journey
	Data    Grid
}

// Key says what a number in the drawing stands for.
type Key struct{ Number, Name, Text string }

// Lane is what stands under a place of a journey.
type Lane struct {
	Number  string // on a phone, where the drawing has no room for names
	Name    string
	Mood    string // class of its marker: "p", "z" or "n"; "" when the mood is not known
	Feeling string // "Pleased +48"
	Quote   string
	Notes   []string // channel, owner …
}

// Gutter is the width of the label columns beside the plot, in pixels. The style sheet has a class for each width in use.
type Gutter struct{ Start, End int }

// Axis is a scale in data units.
type Axis struct {
	Kind     string // time number category
	Unit     string // "" or "%", printed after a tick by the interactive chart
	Min, Max float64
	Ticks    []Tick
	Names    []string // short names of all periods, which the interactive chart thins out by itself
}

// Tick is a labelled position.
type Tick struct {
	At     float64 // percent for x, pixels for y
	Value  float64
	Label  string
	Second string // second line of the label
	Wide   bool   // only from 640 px on
}

// Shape is what a mark is painted as.
type Shape uint8

const (
	Line     Shape = iota // Points joined
	Band                  // Points enclosed
	Bar                   // rectangle from (X, Y) to (X2, Y2)
	Dot                   // circle at (X, Y) with radius R
	Rule                  // straight line from (X, Y) to (X2, Y2)
	Words                 // text at (X, Y)
	Leader                // thin line from (X, Y) to a label R pixels further on at height Y2
	Square                // square around (X, Y), R pixels to each side
	Triangle              // triangle around (X, Y) that points down, R pixels to each side
)

// Mark is one thing painted. Which fields count depends on Shape.
type Mark struct {
	Shape   Shape
	Class   string // role for the style sheet: "ln", "band", "fpro" …
	Group   string // class of the element around it, "" for none
	X, Y    float64
	X2, Y2  float64
	R       float64 // radius; of a bar, of its corners
	Points  []Place
	Opacity float64 // of the fill; 0 means full
	Hatched bool    // filled with the pattern of a loss

	Text   string // one line
	Second string // second line of Text, 15 px below
	Runs   []Run  // instead of Text: pieces with classes of their own
	Below  []Run  // instead of Second
	Full   string // the whole text when Text was shortened
	Anchor Anchor
	Shift  float64 // pixels by which text stands off X, away from the inline start
	Halo   bool    // text keeps clear of lines below it
}

// Place is a vertex.
type Place struct{ X, Y float64 }

// Run is a piece of a line of text.
type Run struct{ Text, Class string }

// Anchor is the point of a text that stands on X.
type Anchor uint8

const (
	Start Anchor = iota
	Middle
	End
)

// Plot is a series of the interactive chart: columns of Data.Fields, so that both charts show the same numbers.
type Plot struct {
	Kind    string // line bar dot band interval; cell span place
	Name    string
	Value   int     // column of the value
	Low     int     // columns of the interval, for band, interval and span
	High    int     //
	At      int     // cell: its place across; place: column of the height, above Value across
	Color   string  // token of the style sheet: "accent"
	Opacity float64 // of bars; 0 means full
	Stack   string  // bars of one stack stand on each other
	Hatch   bool
	Lost    bool      // draws what the step before had more
	Second  bool      // on the second axis
	Level   bool      // the same value everywhere: a thin dashed line without dots
	Colors  []string  // a colour per row, instead of Color
	Dashed  []bool    // rows whose period still runs
	Hollow  []bool    // rows with a low base
	Target  []float64 // levels drawn as dotted lines
}

// Grid is the figure's data as a table: formatted for readers, and raw for machines. Both leave out what is hidden.
type Grid struct {
	Head   []string `json:"head"`   // of Cells
	Number []bool   `json:"-"`      // columns of Cells that hold numbers
	Fields []string `json:"fields"` // of Raw: stable English names
	Rows   []Row    `json:"rows"`
}

// Row is a line of a Grid.
type Row struct {
	Cells []string `json:"cells"` // formatted
	Raw   []any    `json:"raw"`   // float64, int, string, or nil for undefined or hidden; nil as a whole for a note such as "2 groups hidden"
}
