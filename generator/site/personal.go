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
			var cells []string
			for _, row := range rows {
				cells = append(cells, column.Cell(row))
			}
			what = tells(cells)
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

// mostNames is how many groups of a column are looked at: more would not fit into a figure.
const mostNames = 1000

// personalGroups warns of groups whose names tell who somebody is. Their figures are hidden where few are in them, but not their names.
func (c *composer) personalGroups(q query, table Table) {
	for _, along := range []struct{ key, name string }{{"by", q.by}, {"split", q.split}} {
		column := table.Column(along.name)
		if column == nil {
			continue
		}
		what := ""
		if c.isKey(column.Name) {
			what = "tells customers apart"
		} else if column.Kind == data.Text {
			what = tells(column.Words[:min(len(column.Words), mostNames)])
		}
		if what != "" {
			c.complain(source.Warnf(q.place(along.key), "the column %q %s, and its cells are names of groups that everybody will see", column.Name, what).
				WithHint("group by what many have in common: a channel, a town, a product"))
		}
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
func tells(cells []string) string {
	for _, cell := range cells {
		switch mail, phone := metric.Reaches(cell); {
		case mail:
			return "has mail addresses"
		case phone:
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
