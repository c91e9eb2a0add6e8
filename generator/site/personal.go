package site

import (
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// personal warns of columns that are about to be shown as they are and tell who somebody is: those that hold a mail address or a phone
// number, and those by which the site itself knows its customers.
func (c *composer) personal(a asked, columns []*data.Column, rows []int) {
	for _, column := range columns {
		what := ""
		switch {
		case c.isKey(column.Name):
			what = "tells customers apart"
		case column.Kind == data.Text:
			what = c.tells(column, rows)
		}
		if what == "" {
			continue
		}
		at := a.place("table")
		for i, name := range a.Columns {
			if name == column.Name {
				at = a.place(index("columns", i, ""))
			}
		}
		hint := "show other columns, or another table"
		if rest := others(columns, column); len(rest) > 0 {
			hint = "name the columns to show and leave it out: columns = [" + strings.Join(rest, ", ") + "]"
		}
		c.complain(source.Warnf(at, "the column %q %s, and everybody will see it", column.Name, what).WithHint("%s", hint))
	}
}

// isKey tells whether segments are made by a column.
func (c *composer) isKey(column string) bool {
	for _, g := range c.segments {
		if g.Key == column {
			return true
		}
	}
	return false
}

// tells says what a reader could find in the cells of a column.
func (c *composer) tells(column *data.Column, rows []int) string {
	for _, row := range rows {
		if cell := column.Cell(row); metric.Redact(cell, nil) != cell {
			if strings.ContainsAny(cell, "@＠") {
				return "has mail addresses"
			}
			return "has what may be phone numbers"
		}
	}
	return ""
}

// others names the columns but one, in quotes.
func others(columns []*data.Column, but *data.Column) (names []string) {
	for _, column := range columns {
		if column != but {
			names = append(names, `"`+column.Name+`"`)
		}
	}
	return names
}
