// Package chart turns a metric result, or a table, into a Figure (scales and marks as plain data), and a Figure into SVG, an
// ECharts option, CSV and a table.
//
// It does not know files, pages or themes; it is handed a Style.
package chart

// Figure is a drawing as data: x in percent of the width (0 to 100), y in pixels, so one drawing fits every width.
type Figure struct {
	Form    string // trend mix distribution dots funnel spark bars
	Height  int    // pixels
	Gutter  Gutter // pixels kept free for labels on either side
	Title   string // the finding, hedged as the numbers deserve; the author may replace it
	Sub     string // what is measured, in which unit and period
	Name    string // accessible name
	Summary string // one or two sentences with the numbers and the verdict
	Source  string // n, exceptions, hidden groups, low base
	Method  string // how it was measured
	X, Y    Axis
	Marks   []Mark
	Data    Grid
}

// Gutter is the width of the label columns beside the plot.
type Gutter struct{ Start, End int }

// Axis is a scale in data units.
type Axis struct {
	Kind     string // time number category
	Min, Max float64
	Ticks    []Tick
}

// Tick is a labelled position.
type Tick struct {
	At     float64 // percent for x, pixels for y
	Value  float64
	Label  string
	Second string // second line of the label
	Wide   bool   // only from 640 px on
}

// Mark is one thing painted. Which fields count depends on Shape.
type Mark struct {
	Shape  string    // line band bar dot rule text
	Class  string    // role for the style sheet: "ln", "band", "fpro" …
	X, Y   []float64 // vertices
	X2, Y2 []float64 // second edge of a band or bar
	R      float64
	Text   string
	Anchor string // start middle end
	Bold   bool
	Wide   bool
}

// Grid is the figure's data as a table: formatted for readers, and raw for machines.
type Grid struct {
	Head []string
	Rows []Row
}

// Row is a line of a Grid.
type Row struct {
	Cells []string // formatted
	Raw   []any    // float64, int, string, or nil for undefined or hidden
}
