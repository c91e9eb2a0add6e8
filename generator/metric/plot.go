package metric

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// Plot shows columns of a table as they stand: a group per row, named by column x, and a series per column of y, in Unit Plain, with
// its name as Split. rows may be nil for all. sort names a column, with "-" before it for descending order; "" keeps the table's
// order, but rows of time are put in order. limit keeps the first rows; 0 keeps all. Nothing is hidden: what a table holds is taken to be
// fit for the reader.
func Plot(t *data.Table, x string, y []string, rows data.Rows, sort string, limit int) (*Result, *Mistake) {
	find := func(key, name string) (*data.Column, *Mistake) {
		if c := t.Column(name); c != nil {
			return c, nil
		}
		return nil, &Mistake{key, fmt.Sprintf("table %q has no column %q", t.Name, name), source.DidYouMean(name, t.Names())}
	}
	along, mistake := find("x", x)
	if mistake != nil {
		return nil, mistake
	}
	if len(y) == 0 {
		return nil, &Mistake{"y", "y is empty", "name one or more columns of numbers"}
	}
	if limit < 0 {
		return nil, &Mistake{"limit", "limit cannot be negative", "leave it out to show all rows"}
	}
	chosen, mistake := rowsToPlot(t, along, rows)
	if mistake != nil {
		return nil, mistake
	}
	name, descending := strings.CutPrefix(sort, "-")
	if name == "" && along.Kind == data.Time {
		name = x
	}
	if name != "" {
		column, mistake := find("sort", name)
		if mistake != nil {
			return nil, mistake
		}
		slices.SortStableFunc(chosen, func(a, b int) int {
			return compareCells(column, a, b, descending)
		})
	}
	if limit > 0 && limit < len(chosen) {
		chosen = chosen[:limit]
	}

	r := &Result{By: x, Groups: []string{}, Used: len(chosen)}
	for _, row := range chosen {
		r.Groups = append(r.Groups, along.Cell(row))
		if along.Kind == data.Time {
			at := time.Unix(along.Times[along.Codes[row]], 0)
			if t.TZ != nil {
				at = at.In(t.TZ)
			}
			r.Starts = append(r.Starts, at)
		}
	}
	for _, name := range y {
		column, mistake := find("y", name)
		if mistake != nil {
			return nil, mistake
		}
		line, mistake := plotted(t, column, chosen)
		if mistake != nil {
			return nil, mistake
		}
		r.Series = append(r.Series, line)
	}
	return r, nil
}

// rowsToPlot gives the rows that have an x. Two rows of one x would be two figures for one place.
func rowsToPlot(t *data.Table, along *data.Column, rows data.Rows) ([]int, *Mistake) {
	var chosen []int
	seen := make([]bool, len(along.Words))
	for row, code := range along.Codes {
		word := along.Words[code]
		if rows != nil && !rows.Has(row) || data.IsMissing(word) || along.Kind == data.Time && along.Times[code] == data.NoTime {
			continue
		}
		if seen[code] {
			return nil, &Mistake{"x", fmt.Sprintf("table %q has several rows with %s = %q", t.Name, along.Name, word),
				"a chart of a table has one row for each x; to add rows up or average them, define a metric of kind sum or mean and give it by"}
		}
		seen[code] = true
		chosen = append(chosen, row)
	}
	return chosen, nil
}

func plotted(t *data.Table, c *data.Column, rows []int) (Series, *Mistake) {
	numbers := c.AsNumbers(cmp.Or(t.Decimal, '.'))
	line := Series{Measure: Value, Unit: Plain, Split: c.Name, Points: make([]Point, 0, len(rows))}
	for _, row := range rows {
		value := numbers[c.Codes[row]]
		switch {
		case !math.IsNaN(value) && !math.IsInf(value, 0):
			line.Points = append(line.Points, Point{Value: value, State: Shown})
		case data.IsMissing(c.Cell(row)):
			line.Points = append(line.Points, Point{})
		default:
			return line, &Mistake{"y", fmt.Sprintf("column %q has %q, which is not a number", c.Name, c.Cell(row)), "y names columns of numbers"}
		}
	}
	return line, nil
}

// compareCells orders two rows by a column: numbers and times as such, blank cells last.
func compareCells(c *data.Column, a, b int, descending bool) int {
	i, j := c.Codes[a], c.Codes[b]
	if less := cmp.Compare(blank(c.Words[i]), blank(c.Words[j])); less != 0 {
		return less
	}
	if descending {
		i, j = j, i
	}
	switch c.Kind {
	case data.Number:
		return cmp.Compare(c.Numbers[i], c.Numbers[j])
	case data.Time:
		return cmp.Compare(c.Times[i], c.Times[j])
	}
	return cmp.Compare(c.Words[i], c.Words[j])
}
