package site

import (
	"regexp"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/source"
)

// Row is the row of a table that a page was made for.
type Row struct {
	table *data.Table
	index int
	path  string
	where string
}

// value gives a field of the row by its column's name.
func (r *Row) value(name string) (string, bool) {
	if r == nil {
		return "", false
	}
	c := r.table.Column(name)
	if c == nil {
		return "", false
	}
	return c.Cell(r.index), true
}

var field = regexp.MustCompile(`\{([^{}]*)\}`)

// rows gives one Row for each row of the table that a page names in [each].
func (s *Site) rows(n *Node) ([]*Row, []source.Problem) {
	e := n.Header.Each
	table, ok := s.Tables[e.Table]
	if !ok {
		return nil, []source.Problem{s.unknownTable(e.Table, n.Keys.Value("each.table"))}
	}
	if e.Path == "" {
		return nil, []source.Problem{source.Errorf(n.Keys.Name("each"), "each needs a path").WithHint(`for example path = "{id}", where id is a column of the table`)}
	}
	var rows []*Row
	var problems []source.Problem
	at := n.Keys.Value("each.path")
	for i := range table.Rows {
		row := &Row{table: table.Table, index: i, where: e.Where}
		row.path = n.URL + field.ReplaceAllStringFunc(e.Path, func(hole string) string {
			name := strings.Trim(hole, "{} ")
			value, known := row.value(name)
			if !known && i == 0 {
				problems = append(problems, unknownColumn(name, table.Table, at))
			}
			return content.Slug(value, n.tongue.Lang)
		}) + "/"
		if strings.Contains(row.path, "//") && len(problems) == 0 {
			problems = append(problems, source.Errorf(at, "row %d of the table %q gives an empty address", i+1, table.Name).
				WithHint("fill the columns that path names, or choose others"))
			break
		}
		rows = append(rows, row)
	}
	return rows, problems
}
