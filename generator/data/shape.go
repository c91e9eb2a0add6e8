package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/source"
)

// Long turns columns into rows: each row becomes one for each of the columns, with the column's name in Name and its cell in Value.
type Long struct {
	Columns []string `toml:"columns"`
	Name    string   `toml:"name"`
	Value   string   `toml:"value"`
}

// mostAnswers is the most rows that a table may have after its counted rows are written out.
const mostAnswers = 50_000_000

// shape brings a table into the shape that metrics count: a row for each answer, a column for each thing that is asked of it.
func (t *Table) shape(def Def, place func(string) source.Span) []source.Problem {
	var problems []source.Problem
	if def.Long != nil {
		if problems = t.lengthen(def, place); source.Fatal(problems) {
			return problems
		}
	}
	if def.Reach != "" && def.Count == "" {
		return []source.Problem{source.Errorf(place("reach"), "reach needs count: the column that says how many people reached each step").WithHint(`for example count = "n"`)}
	}
	if def.Count != "" {
		problems = append(problems, t.repeat(def, place)...)
	}
	return problems
}

// lengthen turns columns into rows.
func (t *Table) lengthen(def Def, place func(string) source.Span) []source.Problem {
	l := *def.Long
	switch {
	case len(l.Columns) < 2 || l.Name == "" || l.Value == "" || l.Name == l.Value:
		return []source.Problem{source.Errorf(place("long"), "long needs columns, and names for the two columns that they become").
			WithHint(`for example long = { columns = ["speed", "price"], name = "item", value = "rating" }`)}
	case t.Rows*len(l.Columns) > mostAnswers:
		return []source.Problem{source.Errorf(place("long"), "the long table would have more than %d rows", mostAnswers).WithHint("name fewer columns")}
	}
	var from []*Column
	for i, name := range l.Columns {
		c := t.Column(name)
		if c == nil {
			return []source.Problem{source.Errorf(place(fmt.Sprintf("long.columns.%d", i)), "table %q has no column %q", t.Name, name).
				WithHint("%s", source.DidYouMean(name, t.Names()))}
		}
		if slices.Contains(from, c) {
			return []source.Problem{source.Errorf(place(fmt.Sprintf("long.columns.%d", i)), "the column %q is named twice", name).WithHint("remove one")}
		}
		from = append(from, c)
	}
	k := len(from)
	names := &Column{Name: l.Name, Words: slices.Clone(l.Columns), Codes: make([]uint32, t.Rows*k)}
	for i := range names.Codes {
		names.Codes[i] = uint32(i % k)
	}
	values := byRow(t.Rows*k, func(row int) string { return from[row%k].Cell(row / k) })
	values.Name = l.Value
	problems := values.decide(t, def, place("long"))

	var columns []*Column
	for _, c := range t.Columns() {
		if slices.Contains(from, c) {
			continue
		}
		if c.Name == l.Name || c.Name == l.Value {
			return []source.Problem{source.Errorf(place("long"), "table %q has a column %q already", t.Name, c.Name).WithHint("choose another name")}
		}
		again := *c
		again.Codes = make([]uint32, t.Rows*k)
		for i := range again.Codes {
			again.Codes[i] = c.Codes[i/k]
		}
		columns = append(columns, &again)
	}
	t.become(append(columns, names, values), t.Rows*k)
	return problems
}

// repeat writes each row as often as its count says, so that a table of counts gives what the answers themselves would.
func (t *Table) repeat(def Def, place func(string) source.Span) []source.Problem {
	c := t.Column(def.Count)
	if c == nil {
		return []source.Problem{source.Errorf(place("count"), "table %q has no column %q", t.Name, def.Count).WithHint("%s", source.DidYouMean(def.Count, t.Names()))}
	}
	numbers := c.AsNumbers(t.Decimal)
	times := make([]int, len(c.Words))
	for i, word := range c.Words {
		n := numbers[i]
		switch {
		case IsMissing(word):
		case math.IsNaN(n) || n < 0 || n != math.Trunc(n) || n > mostAnswers:
			return []source.Problem{source.Errorf(place("count"), "column %q has %q, which is no count", c.Name, word).WithHint("counts are whole numbers, 0 and more")}
		default:
			times[i] = int(n)
		}
	}
	total := 0
	for _, code := range c.Codes {
		if total += times[code]; total > mostAnswers {
			return []source.Problem{source.Errorf(place("count"), "the rows of table %q stand for more than %d answers", t.Name, mostAnswers).
				WithHint("count them over longer periods, or in fewer groups")}
		}
	}
	var columns []*Column
	for _, other := range t.Columns() {
		if other == c {
			continue
		}
		again := *other
		again.Codes = make([]uint32, 0, total)
		for row, code := range other.Codes {
			for range times[c.Codes[row]] {
				again.Codes = append(again.Codes, code)
			}
		}
		columns = append(columns, &again)
	}
	if def.Reach != "" {
		users, problems := t.users(def, c, times, total, place)
		if len(problems) > 0 {
			return problems
		}
		columns = append(columns, users)
	}
	t.become(columns, total)
	return nil
}

// users names the people whom the rows of a counted funnel stand for. Rows that differ only in the step are the same people: the
// first so many of them reached it.
func (t *Table) users(def Def, count *Column, times []int, total int, place func(string) source.Span) (*Column, []source.Problem) {
	step := t.Column(def.Reach)
	switch {
	case step == nil:
		return nil, []source.Problem{source.Errorf(place("reach"), "table %q has no column %q", t.Name, def.Reach).WithHint("%s", source.DidYouMean(def.Reach, t.Names()))}
	case t.Column("user") != nil:
		return nil, []source.Problem{source.Errorf(place("reach"), "table %q has a column \"user\" already, so its people need no names", t.Name).WithHint("remove reach, or call the column something else")}
	}
	row, i := 0, 0
	users := byRow(total, func(int) string {
		for i == times[count.Codes[row]] {
			row, i = row+1, 0
		}
		i++
		var key strings.Builder
		for _, c := range t.Columns() {
			if c != step && c != count {
				key.WriteString(c.Cell(row) + "\x1f")
			}
		}
		return key.String() + strconv.Itoa(i)
	})
	users.Name = "user"
	return users, nil
}

// become gives the table other rows.
func (t *Table) become(columns []*Column, rows int) {
	t.columns, t.Rows, t.indexes = columns, rows, &indexes{}
}
