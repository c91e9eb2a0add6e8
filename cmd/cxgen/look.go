package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator"
	"cxgen/generator/data"
	"cxgen/generator/source"
)

const (
	pageWidth  = 100 // columns of a terminal that a listing takes
	sampleRows = 5
)

// list prints the tables of a site.
func (f *dataFlags) list(c *cobra.Command, looks []generator.Look, found []source.Problem) error {
	out := c.OutOrStdout()
	if f.json {
		all := []lookJSON{}
		for _, look := range looks {
			all = append(all, jsonLook(look))
		}
		if err := encode(out, all); err != nil {
			return failed{err}
		}
	} else {
		if err := source.Print(c.ErrOrStderr(), found, paintFor(c.ErrOrStderr())); err != nil {
			return failed{err}
		}
		g := grid{head: []string{"table", "rows", "columns", "period", "from"}, right: []bool{false, true, true}, widest: 40}
		for _, look := range looks {
			if look.Table == nil {
				g.rows = append(g.rows, []string{look.Name, "", "", "", "cannot be read"})
				continue
			}
			from := sources(look.Table)
			if len(look.Files) > 1 {
				from += fmt.Sprintf(", %d files", len(look.Files))
			}
			g.rows = append(g.rows, []string{look.Name, thousands(look.Table.Rows), fmt.Sprint(len(look.Table.Names())), period(look), from})
		}
		if len(looks) == 0 && !source.Fatal(found) {
			g.rows = append(g.rows, []string{"There is no table: put a file into data/."})
			g.head = []string{""}
		}
		var b strings.Builder
		if len(g.rows) > 0 {
			g.print(&b, "", paintFor(out))
		}
		if _, err := io.WriteString(out, b.String()); err != nil {
			return failed{err}
		}
	}
	if source.Fatal(found) {
		return exit(problems)
	}
	return nil
}

// printLook tells what a table was understood as.
func printLook(w io.Writer, look generator.Look, paint source.Paint) error {
	var b strings.Builder
	t := look.Table
	title := func(text string) {
		if paint.Bold != nil {
			text = paint.Bold(text)
		}
		fmt.Fprintf(&b, "\n%s\n", text)
	}
	name := source.Fit(look.Name, source.Width(look.Name), false)
	if paint.Bold != nil {
		name = paint.Bold(name)
	}
	fmt.Fprintln(&b, name)
	for _, o := range t.Origins {
		fmt.Fprintf(&b, "  %s: %s\n", source.Fit(o.File, min(60, source.Width(o.File)), false), origin(o))
	}
	fmt.Fprintf(&b, "  %s, %s", plural(t.Rows, "row", "rows"), plural(len(t.Names()), "column", "columns"))
	if when := period(look); when != "" {
		fmt.Fprintf(&b, ", %s", when)
	}
	fmt.Fprintf(&b, "\n  decimal mark %c, time zone %s\n", t.Decimal, t.TZ)
	for _, c := range t.Candidates() {
		fmt.Fprintf(&b, "  Is it from %s? %d of its %d columns are here. If so: source = %q\n", c.Title, c.Has, c.Of, c.Source)
	}
	for _, note := range t.Notes() {
		fmt.Fprintf(&b, "  Note: %s.\n", note)
	}

	title("Columns")
	roles := map[string]data.Role{}
	for _, r := range look.Roles {
		roles[r.Column] = r
	}
	g := grid{widest: 36}
	asked := map[string]string{}
	for _, c := range t.Columns() {
		r := roles[c.Name]
		role := r.Name
		if r.Why != "" {
			role += "?"
		}
		g.rows = append(g.rows, []string{c.Name, kindOf(c), role, contents(c)})
		if c.Question != "" && c.Question != c.Name {
			asked[c.Name] = c.Question
		}
	}
	g.print(&b, "  ", paint)
	for _, c := range t.Columns() {
		if q := asked[c.Name]; q != "" && roleLike(roles[c.Name].Name) {
			fmt.Fprintf(&b, "  %s asks: %s\n", source.Fit(c.Name, source.Width(c.Name), false), source.Fit(q, min(80, source.Width(q)), false))
		}
	}
	why := map[string][]string{}
	var reasons []string
	for _, r := range look.Roles {
		if why[r.Why] == nil {
			reasons = append(reasons, r.Why)
		}
		why[r.Why] = append(why[r.Why], source.Fit(r.Name, source.Width(r.Name), false))
	}
	for _, reason := range reasons {
		fmt.Fprintf(&b, "  %s: %s\n", strings.Join(why[reason], ", "), reason)
	}

	if len(t.Dropped) > 0 {
		title("Left out")
		g := grid{right: []bool{true}, widest: 60}
		for _, d := range t.Dropped {
			at := d.Reason
			if d.Line > 0 {
				at += fmt.Sprintf(", first in line %d", d.Line)
			}
			g.rows = append(g.rows, []string{thousands(d.Count), at, d.Row})
		}
		g.print(&b, "  ", paint)
	}

	if t.Rows > 0 {
		title("First rows")
		preview(t).print(&b, "  ", paint)
	}
	if look.Settings != "" {
		title("To paste into data/metrics.toml, once it is right")
		b.WriteString("\n" + harmlessLines(look.Settings))
	}
	if len(look.Offers) > 0 {
		if look.Settings != "" {
			title("What these lines give")
		} else {
			title("Its metrics")
		}
		g := grid{right: []bool{false, false, true}, widest: 50}
		for _, o := range look.Offers {
			value, base := o.Value, ""
			if value == "" {
				value = "–"
				base = o.Why
			} else {
				base = "n = " + thousands(o.N)
			}
			g.rows = append(g.rows, []string{o.Name, o.Kind, value, base})
		}
		g.print(&b, "  ", paint)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func roleLike(role string) bool { return role == "score" || role == "satisfaction" || role == "effort" }

// harmlessLines gives lines to paste without anything that a terminal obeys.
func harmlessLines(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if fit := source.Fit(line, source.Width(line), false); strings.TrimRight(fit, "\u200e") != line {
			line = fit
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// origin says how a file was read.
func origin(o data.Origin) string {
	parts := []string{strings.ToUpper(o.Format)}
	if title := data.ToolTitle(o.Tool); title != "" {
		parts[0] = title + ", " + parts[0]
	}
	if o.Packed {
		parts = append(parts, "packed")
	}
	if o.Sheet != "" {
		parts = append(parts, fmt.Sprintf("sheet %q", o.Sheet))
	}
	if o.Encoding != "" {
		parts = append(parts, o.Encoding)
	}
	switch {
	case o.Format != "csv":
	case o.Delimiter == "":
		parts = append(parts, "one column")
	case o.Delimiter == "tab":
		parts = append(parts, "tabs between cells")
	case o.Delimiter == ",":
		parts = append(parts, "commas between cells")
	case o.Delimiter == ";":
		parts = append(parts, "semicolons between cells")
	default:
		parts = append(parts, o.Delimiter+" between cells")
	}
	if o.Headers > 1 {
		parts = append(parts, fmt.Sprintf("%d header rows", o.Headers))
	}
	return strings.Join(append(parts, plural(o.Rows, "row", "rows")), ", ")
}

// sources names the tools or formats that a table comes from.
func sources(t *data.Table) string {
	var names []string
	for _, o := range t.Origins {
		name := cmp.Or(data.ToolTitle(o.Tool), strings.ToUpper(o.Format))
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "metrics.toml"
	}
	return strings.Join(names, ", ")
}

// period gives the first and the last day of a table's time.
func period(look generator.Look) string {
	for _, r := range look.Roles {
		if r.Name == "time" {
			first, last, ok := extent(look.Table.Column(r.Column))
			if ok {
				return day(first, look.Table.TZ) + " to " + day(last, look.Table.TZ)
			}
		}
	}
	return ""
}

func extent(c *data.Column) (first, last int64, ok bool) {
	if c == nil || c.Kind != data.Time {
		return 0, 0, false
	}
	first, last = math.MaxInt64, math.MinInt64
	for _, at := range c.Times {
		if at != data.NoTime {
			first, last = min(first, at), max(last, at)
		}
	}
	return first, last, first <= last
}

func day(at int64, tz *time.Location) string { return time.Unix(at, 0).In(tz).Format(time.DateOnly) }

func kindOf(c *data.Column) string {
	if c.Doubt != nil {
		return "dates?"
	}
	return c.Kind.String()
}

// contents tells what stands in a column.
func contents(c *data.Column) string {
	different := 0
	var first []string
	blank := make([]bool, len(c.Words))
	for i, word := range c.Words {
		if blank[i] = data.IsMissing(word); !blank[i] {
			different++
			if len(first) < 4 {
				first = append(first, strings.TrimSuffix(source.Fit(word, min(18, source.Width(word)), false), "\u200e"))
			}
		}
	}
	rest := ""
	missing := 0
	for _, code := range c.Codes {
		if blank[code] {
			missing++
		}
	}
	if missing > 0 {
		rest = fmt.Sprintf(", %s blank", thousands(missing))
	}
	if different == 0 {
		return "nothing"
	}
	if low, high, ok := c.Whole(); ok && c.Kind == data.Number {
		if low == high {
			return fmt.Sprintf("%.0f", low) + rest
		}
		return fmt.Sprintf("%.0f to %.0f", low, high) + rest
	}
	if from, to, ok := extent(c); ok {
		return day(from, time.UTC) + " to " + day(to, time.UTC) + rest
	}
	switch {
	case different == 1:
		return "only " + first[0] + rest
	case different > len(first):
		return fmt.Sprintf("%s different%s, such as %s", thousands(different), rest, strings.Join(first, ", "))
	}
	return strings.Join(first, ", ") + rest
}

// preview gives the first rows, as many columns of them as fit.
func preview(t *data.Table) *grid {
	g := &grid{widest: 24}
	width := 2
	for _, c := range t.Columns() {
		most := min(g.widest, source.Width(c.Name))
		for row := range min(sampleRows, t.Rows) {
			most = max(most, min(g.widest, source.Width(c.Cell(row))))
		}
		if width += most + 2; width > pageWidth && len(g.head) > 0 {
			g.head = append(g.head, "…")
			break
		}
		g.head = append(g.head, c.Name)
		g.right = append(g.right, c.Kind == data.Number)
	}
	for row := range min(sampleRows, t.Rows) {
		var cells []string
		for _, name := range g.head {
			if c := t.Column(name); c != nil {
				cells = append(cells, c.Cell(row))
			}
		}
		g.rows = append(g.rows, cells)
	}
	return g
}

// grid is cells under each other.
type grid struct {
	head   []string
	rows   [][]string
	right  []bool // columns that stand at their right end
	widest int    // columns of the terminal that a cell takes at most; the last one in a row is free
}

func (g *grid) print(b *strings.Builder, indent string, paint source.Paint) {
	var widths []int
	all := g.rows
	if g.head != nil {
		all = append([][]string{g.head}, all...)
	}
	for _, row := range all {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			most := g.widest
			if i == len(row)-1 {
				most = pageWidth
			}
			widths[i] = max(widths[i], min(most, source.Width(cell)))
		}
	}
	for n, row := range all {
		var line strings.Builder
		line.WriteString(indent)
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(source.Fit(cell, widths[i], i < len(g.right) && g.right[i]))
		}
		text := strings.TrimRight(line.String(), " ")
		if n == 0 && g.head != nil && paint.Dim != nil {
			text = paint.Dim(text)
		}
		b.WriteString(text + "\n")
	}
}

// thousands writes a count.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// lookJSON is a table for machines.
type lookJSON struct {
	Name     string       `json:"table"`
	Readable bool         `json:"readable"`
	Rows     int          `json:"rows"`
	From     string       `json:"from,omitempty"`
	To       string       `json:"to,omitempty"`
	Decimal  string       `json:"decimal,omitempty"`
	TZ       string       `json:"tz,omitempty"`
	Files    []fileJSON   `json:"files"`
	Maybe    []maybeJSON  `json:"maybe,omitempty"`
	Notes    []string     `json:"notes,omitempty"`
	Columns  []columnJSON `json:"columns"`
	Dropped  []dropJSON   `json:"dropped"`
	Settings string       `json:"settings,omitempty"`
	Metrics  []offerJSON  `json:"metrics"`
	Problems []problem    `json:"problems"`
}

type fileJSON struct {
	File      string `json:"file"`
	Format    string `json:"format"`
	Tool      string `json:"tool,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
	Headers   int    `json:"header_rows,omitempty"`
	Rows      int    `json:"rows"`
}

// maybeJSON is a tool that may have written the table.
type maybeJSON struct {
	Tool string `json:"tool"`
	Has  int    `json:"has"`
	Of   int    `json:"of"`
}

type columnJSON struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Question string `json:"question,omitempty"`
	Role     string `json:"role,omitempty"`
	Why      string `json:"why,omitempty"`
	Doubt    string `json:"doubt,omitempty"`
}

type dropJSON struct {
	Reason string `json:"reason"`
	Rows   int    `json:"rows"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	First  string `json:"first,omitempty"`
}

type offerJSON struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Value string `json:"value,omitempty"`
	N     int    `json:"n,omitempty"`
	Why   string `json:"why_not,omitempty"`
}

func jsonLook(look generator.Look) lookJSON {
	j := lookJSON{Name: look.Name, Settings: look.Settings, Files: []fileJSON{}, Columns: []columnJSON{}, Dropped: []dropJSON{}, Metrics: []offerJSON{}, Problems: []problem{}}
	for _, p := range look.Problems {
		j.Problems = append(j.Problems, jsonProblem(p))
	}
	t := look.Table
	if t == nil {
		return j
	}
	j.Readable, j.Rows, j.Decimal, j.TZ = true, t.Rows, string(rune(t.Decimal)), t.TZ.String()
	j.From, j.To, _ = strings.Cut(period(look), " to ")
	for _, o := range t.Origins {
		j.Files = append(j.Files, fileJSON{o.File, o.Format, o.Tool, o.Encoding, o.Delimiter, o.Sheet, o.Headers, o.Rows})
	}
	for _, c := range t.Candidates() {
		j.Maybe = append(j.Maybe, maybeJSON{c.Source, c.Has, c.Of})
	}
	j.Notes = t.Notes()
	roles := map[string]data.Role{}
	for _, r := range look.Roles {
		roles[r.Column] = r
	}
	for _, c := range t.Columns() {
		one := columnJSON{c.Name, c.Kind.String(), c.Question, roles[c.Name].Name, roles[c.Name].Why, ""}
		if c.Doubt != nil {
			one.Doubt = c.Doubt.Text
		}
		j.Columns = append(j.Columns, one)
	}
	for _, d := range t.Dropped {
		j.Dropped = append(j.Dropped, dropJSON{d.Reason, d.Count, d.File, d.Line, d.Row})
	}
	for _, o := range look.Offers {
		j.Metrics = append(j.Metrics, offerJSON{o.Name, o.Kind, o.Value, o.N, o.Why})
	}
	return j
}
