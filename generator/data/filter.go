package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/source"
)

// Filter is a condition that the rows of a table satisfy or not, as it stands behind where:
//
//	channel = "app" and (score <= 6 or comment != empty)
//	time in last 90 days and not country in ["DE", "AT"]
//	delivered > promised and store = row.id and `Order date` >= 2026-03-01
//
// Names are columns of the table (in backticks when they are more than letters, digits, _ - and .), row.NAME is a field
// of the row that a page is about. Text is in single or double quotes; a quote of the same kind inside is written twice.
// A date without a time means the whole day, 2026-03 the whole month. "last N days" are the N calendar days that end with
// today; so with weeks, months and years. and binds stronger than or, not strongest. Upper and lower case of and, or,
// not, in, is, last and empty are the same; those of text are not.
//
// A blank cell, or one with a word for no answer (see IsMissing), satisfies = empty and, as it is not the thing named,
// every != and not in; it satisfies no other comparison. So does a cell that cannot be compared, such as a note among
// numbers. not turns what its condition gives around, blanks included. A text in quotes is compared with the very cell,
// so = "none" finds the word none.
//
// The nil Filter is satisfied by every row.
type Filter struct {
	root *clause
	at   source.Span
	base int // where the text starts in at, -1 when it is not there as it is
}

// clause is a condition, or several joined by and, or, not.
type clause struct {
	op    string    // and or not, or = != < <= > >= in
	parts []*clause // of and, or, not
	left  operand   // a column
	right []operand // one, or those of the list after in
	at    extent
}

// extent is a range of bytes of the filter's text.
type extent struct{ start, end int }

// operand is what stands beside a comparison.
type operand struct {
	kind operandKind
	text string // name, text, number or date as written; of last: the unit in the singular
	n    int    // of last
	at   extent
}

type operandKind uint8

const (
	aColumn operandKind = iota
	aRow                // row.NAME; text is NAME
	aText
	aNumber
	aDate
	aLast
	anEmpty
)

// String gives the condition in one form however it was spaced, quoted or bracketed, so that equal conditions give equal sums.
func (f *Filter) String() string {
	if f == nil {
		return ""
	}
	return f.root.String()
}

func (c *clause) String() string {
	switch c.op {
	case "and", "or":
		parts := make([]string, len(c.parts))
		for i, part := range c.parts {
			parts[i] = part.String()
			if part.op == "or" && c.op == "and" {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return strings.Join(parts, " "+c.op+" ")
	case "not":
		if inner := c.parts[0]; inner.op == "and" || inner.op == "or" {
			return "not (" + inner.String() + ")"
		}
		return "not " + c.parts[0].String()
	case "in":
		list := make([]string, len(c.right))
		for i, o := range c.right {
			list[i] = o.String()
		}
		return c.left.String() + " in [" + strings.Join(list, ", ") + "]"
	}
	return c.left.String() + " " + c.op + " " + c.right[0].String()
}

func (o operand) String() string {
	switch o.kind {
	case aColumn:
		if isBareName(o.text) {
			return o.text
		}
		return "`" + o.text + "`"
	case aRow:
		if isBareName("row." + o.text) {
			return "row." + o.text
		}
		return "row.`" + o.text + "`"
	case aText:
		return `"` + strings.ReplaceAll(o.text, `"`, `""`) + `"`
	case aLast:
		return fmt.Sprintf("last %d %ss", o.n, o.text)
	case anEmpty:
		return "empty"
	case aNumber:
		if v, err := strconv.ParseFloat(o.text, 64); err == nil && strings.ContainsRune(o.text, '.') {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return o.text
}

// Columns lists the names of columns in the condition, each once, by alphabet.
func (f *Filter) Columns() []string {
	var names []string
	f.each(func(o operand) {
		if o.kind == aColumn {
			names = append(names, o.text)
		}
	})
	slices.Sort(names)
	return slices.Compact(names)
}

// UsesRow tells whether the condition depends on the row that a page is about.
func (f *Filter) UsesRow() (uses bool) {
	f.each(func(o operand) { uses = uses || o.kind == aRow })
	return uses
}

// UsesNow tells whether the condition depends on the day of the build.
func (f *Filter) UsesNow() (uses bool) {
	f.each(func(o operand) { uses = uses || o.kind == aLast })
	return uses
}

// each visits all operands.
func (f *Filter) each(visit func(operand)) {
	if f == nil {
		return
	}
	var walk func(c *clause)
	walk = func(c *clause) {
		for _, part := range c.parts {
			walk(part)
		}
		if len(c.parts) == 0 {
			visit(c.left)
			for _, o := range c.right {
				visit(o)
			}
		}
	}
	walk(f.root)
}

// span gives the place of a part of the condition in the file.
func (f *Filter) span(at extent) source.Span {
	if f.base < 0 || f.at.IsZero() {
		return f.at
	}
	return f.at.File.Span(f.at.Start+f.base+at.start, f.at.Start+f.base+at.end)
}
