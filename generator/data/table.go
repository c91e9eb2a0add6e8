// Package data turns files of rows into typed tables and selects rows of them.
//
// It is given files and what metrics.toml says of a table. It does not know pages, segments by name, or drawing.
package data

import (
	"cmp"
	"slices"
	"time"

	"cxgen/generator/source"
)

// Kind is the type of a column: what all its cells that are not blank can be read as.
type Kind uint8

const (
	Text Kind = iota
	Number
	Time
)

// String gives the kind as a word for problems and listings.
func (k Kind) String() string { return [...]string{"text", "numbers", "dates"}[k] }

// Table is rows of data, stored by column.
type Table struct {
	Name    string
	Rows    int
	Dropped []Drop // rows that the reader could not use, with the reason

	Decimal byte           // '.' or ',': the mark by which all numbers of the table are read
	TZ      *time.Location // the zone of stamps without an offset
	Origins []Origin       // how each of its files was read

	columns []*Column
	indexes *indexes
}

// Column is a column as a dictionary: the distinct cells in order of their first appearance, and one code per row.
// Counting by a column is counting codes; a label is parsed once, however many rows carry it.
type Column struct {
	Name    string
	Kind    Kind
	Words   []string  // distinct cells, white space trimmed
	Codes   []uint32  // row → index in Words
	Numbers []float64 // by word; NaN where the word is not a number. nil unless Kind is Number
	Times   []int64   // by word; Unix seconds, NoTime where the word is not a time. nil unless Kind is Time

	Question string          // what was asked, where the file tells it beside the name
	Doubt    *source.Problem // why the column cannot be used as a time: its dates can be read in two ways; nil for no doubt

	days   bool   // the times are days: a warehouse counted by them
	dating dating // how its cells are times
	later  *later // how Words and Codes are read, until Table gives the column
}

// NoTime marks a word that is not a time.
const NoTime = -1 << 63

// Cell gives the text of a row.
func (c *Column) Cell(row int) string { return c.Words[c.Codes[row]] }

// NewTable makes a table of columns of equal length.
func NewTable(name string, columns ...*Column) *Table {
	t := &Table{Name: name, Decimal: '.', TZ: time.UTC, columns: columns, indexes: &indexes{}}
	if len(columns) > 0 {
		t.Rows = len(columns[0].Codes)
	}
	return t
}

// Column finds a column by its name, or gives nil.
func (t *Table) Column(name string) *Column {
	if c := t.find(name); c != nil {
		return c.opened()
	}
	return nil
}

// Columns gives all columns in their order. Names is enough for who looks for a name, and saves reading them.
func (t *Table) Columns() []*Column {
	t.Open("", t.Names()...)
	return slices.Clone(t.columns)
}

// Open reads the cells of several columns and the instants of another in one go, where Column and Instants would read them one after the
// other. Names that the table lacks are passed over.
func (t *Table) Open(when string, names ...string) {
	var columns []*Column
	for _, name := range names {
		if c := t.find(name); c != nil {
			columns = append(columns, c)
		}
	}
	open(columns, t.find(when))
}

// Kind gives the kind of a column, and whether the table has it. Its words are not read for that.
func (t *Table) Kind(name string) (Kind, bool) {
	c := t.find(name)
	if c == nil {
		return Text, false
	}
	return c.Kind, true
}

// Doubt gives why a column cannot be used as a time, nil for no doubt. Its words are not read for that.
func (t *Table) Doubt(name string) *source.Problem {
	if c := t.find(name); c != nil {
		return c.Doubt
	}
	return nil
}

// Instants gives the times of a column in Unix seconds, NoTime where there is none: by word with the word of each row, or, where
// the words need not be read for that, by row without codes. Both are nil when there is no such column.
func (t *Table) Instants(name string, tz *time.Location) (times []int64, codes []uint32) {
	c := t.find(name)
	switch {
	case c == nil:
		return nil, nil
	case c.later != nil && c.later.timed:
		open(nil, c)
		return c.later.times, nil
	}
	c.opened()
	return c.AsTimes(tz), c.Codes
}

// Ahead counts the rows whose time in a column is after a moment, and gives the last of these times.
func (t *Table) Ahead(column string, moment time.Time) (rows int, last time.Time) {
	if c := t.find(column); c != nil && c.later != nil && c.later.timed && c.later.latest() <= moment.Unix() {
		return 0, last
	}
	times, codes := t.Instants(column, t.TZ)
	limit, latest := moment.Unix(), int64(NoTime)
	for _, at := range times {
		latest = max(latest, at)
	}
	switch {
	case latest <= limit || latest == NoTime:
		return 0, last
	case codes == nil:
		for _, at := range times {
			if at > limit {
				rows++
			}
		}
	}
	for _, code := range codes {
		if times[code] > limit {
			rows++
		}
	}
	return rows, time.Unix(latest, 0).In(cmp.Or(t.TZ, time.UTC))
}

// find gives a column as it is: it may have been left for later.
func (t *Table) find(name string) *Column {
	for _, c := range t.columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Names lists the columns' names in their order.
func (t *Table) Names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.Name
	}
	return names
}

// Drop is a count of rows of one file that were left out for one reason, with the first line where it happened.
type Drop struct {
	Reason string
	Count  int
	File   string
	Line   int    // 0 where the file has no lines
	Row    string // the first of them, or its beginning
}
