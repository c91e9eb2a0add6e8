package site

import (
	"cmp"
	"encoding/csv"
	"math"
	"slices"
	"strings"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/source"
)

// table makes the part of a table block: a metric by its groups, or rows of a table.
func (c *composer) table(a asked) *TableView {
	switch {
	case a.Metric != "" && a.Table != "":
		c.complain(source.Errorf(a.place("table"), "a table block shows a metric or a table, not both").WithHint("remove metric or table"))
	case a.Metric != "":
		m := c.metric(a.Metric, a.place("metric"))
		if m == nil {
			return nil
		}
		r, _ := c.answer(c.query(a, m))
		if r == nil {
			return nil
		}
		spec := c.spec(a, r)
		f, mistake := chart.New(r, spec)
		if mistake != nil {
			c.complain(source.Errorf(a.place(mistake.Key), "%s", mistake.Text).WithHint("%s", mistake.Hint))
			return nil
		}
		t := tableOf(f.Data, f.Sub)
		t.ID, t.Title, t.Foot = spec.ID, a.Title, []string{f.Source}
		if a.Caption != "" {
			t.Caption = a.Caption
		}
		return &t
	case a.Table != "" && c.survey != nil: // rows are shown as they are
		return nil
	case a.Table != "":
		return c.rowTable(a)
	default:
		c.complain(source.Errorf(a.at, "this table does not say what it shows").WithHint(`write metric = "nps" with by, or table = "prices"`))
	}
	return nil
}

// rowTable shows rows of a table as they are.
func (c *composer) rowTable(a asked) *TableView {
	table, chosen, ok := c.rowsOf(a)
	if !ok {
		return nil
	}
	var columns []*data.Column
	if len(a.Columns) == 0 {
		columns = table.Columns()
	} else {
		for i, name := range a.Columns {
			column := table.Column(name)
			if column == nil {
				c.complain(unknownColumn(name, table.Table, a.place(index("columns", i, ""))))
				return nil
			}
			columns = append(columns, column)
		}
	}
	var rows []int
	for row := range table.Rows {
		if chosen.Has(row) {
			rows = append(rows, row)
		}
	}
	if a.Sort != "" {
		name, down := strings.CutPrefix(a.Sort, "-")
		by := table.Column(name)
		if by == nil {
			c.complain(unknownColumn(name, table.Table, a.place("sort")))
			return nil
		}
		slices.SortStableFunc(rows, func(x, y int) int {
			order := compareCells(by, x, y)
			if down {
				return -order
			}
			return order
		})
	}
	if a.Limit > 0 && len(rows) > a.Limit {
		rows = rows[:a.Limit]
	}
	c.personal(a, columns, rows)
	t := &TableView{ID: a.ID, Title: a.Title, Caption: a.Caption}
	var raw strings.Builder
	w := csv.NewWriter(&raw)
	var names []string
	for _, column := range columns {
		names = append(names, column.Name)
		t.Head = append(t.Head, c.tongue.labels.column(column.Name))
		t.Number = append(t.Number, column.Kind == data.Number)
	}
	w.Write(names)
	for _, row := range rows {
		var cells, plain []string
		for _, column := range columns {
			cell := column.Cell(row)
			plain = append(plain, harmless(cell, column))
			shown := c.tongue.labels.value(column.Name, cell)
			if column.Kind == data.Number {
				if v := column.Numbers[column.Codes[row]]; !math.IsNaN(v) {
					shown = c.locale.Number(v, decimals(cell))
				}
			}
			cells = append(cells, shown)
		}
		t.Rows = append(t.Rows, cells)
		w.Write(plain)
	}
	w.Flush()
	id := a.ID
	if id == "" {
		id = content.Slug(a.Table, c.locale.Lang)
	}
	t.ID = c.unique(id)
	t.CSV = t.ID + ".csv"
	text := []byte(raw.String())
	c.exact(text)
	c.outputs = append(c.outputs, Output{c.path + t.CSV, func() ([]byte, error) { return text, nil }})
	return t
}

func compareCells(by *data.Column, x, y int) int {
	switch by.Kind {
	case data.Number:
		return cmp.Compare(by.Numbers[by.Codes[x]], by.Numbers[by.Codes[y]])
	case data.Time:
		return cmp.Compare(by.Times[by.Codes[x]], by.Times[by.Codes[y]])
	}
	return strings.Compare(by.Cell(x), by.Cell(y))
}

// harmless keeps a spreadsheet from running a cell as a formula.
func harmless(cell string, column *data.Column) string {
	if column.Kind == data.Text && cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// decimals counts the digits behind the decimal mark of a number as it was written.
func decimals(cell string) int {
	i := strings.LastIndexAny(cell, ".,")
	if i < 0 || len(cell)-i-1 == 3 && strings.Count(cell, string(cell[i])) > 1 {
		return 0
	}
	return min(len(cell)-i-1, 4)
}
