package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// Env is what a condition may refer to besides its table.
type Env struct {
	Row func(name string) (string, bool) // fields of the row that the page is about; nil where there is none
	Now time.Time                        // the day that last counts back from
	TZ  *time.Location                   // zone in which dates of the condition are days; the table's when nil
}

// Select gives the rows of t that satisfy the condition. All mistakes are found in one go; with any error there are no rows.
func (f *Filter) Select(t *Table, env Env) (Rows, []source.Problem) {
	if f == nil {
		return NewRows(t.Rows, true), nil
	}
	if env.TZ == nil {
		env.TZ = t.TZ
	}
	if env.TZ == nil {
		env.TZ = time.UTC
	}
	s := selection{filter: f, table: t, env: env}
	rows := s.rows(f.root)
	if source.Fatal(s.problems) {
		return NewRows(t.Rows, false), s.problems
	}
	return rows, s.problems
}

// selection is a filter at work on a table.
type selection struct {
	filter   *Filter
	table    *Table
	env      Env
	problems []source.Problem
}

func (s *selection) rows(c *clause) Rows {
	switch c.op {
	case "not":
		return s.rows(c.parts[0]).Not(s.table.Rows)
	case "and", "or":
		all := s.rows(c.parts[0])
		for _, part := range c.parts[1:] {
			if c.op == "and" {
				all = all.And(s.rows(part))
			} else {
				all = all.Or(s.rows(part))
			}
		}
		return all
	}
	none := NewRows(s.table.Rows, false)
	column := s.column(c.left, false)
	if c.right[0].kind == aColumn {
		other := s.column(c.right[0], true)
		if column == nil || other == nil {
			return none
		}
		return s.beside(c, column, other)
	}
	if column == nil {
		return none
	}
	flags := make([]bool, len(column.Words))
	for _, o := range c.right {
		s.flag(flags, c.op, column, o)
	}
	if c.op == "!=" {
		for i := range flags {
			flags[i] = !flags[i]
		}
	}
	return s.table.rowsOf(column, flags)
}

// column finds the column of an operand.
func (s *selection) column(o operand, right bool) *Column {
	c := s.table.Column(o.text)
	if c != nil {
		return c
	}
	hint := source.DidYouMean(o.text, s.table.Names())
	if _, close := source.Closest(o.text, s.table.Names()); right && !close {
		hint = `if it is text, put it in quotes: "` + o.text + `"`
	}
	s.fail(o, hint, "table %q has no column %q", s.table.Name, o.text)
	return nil
}

func (s *selection) fail(o operand, hint, format string, args ...any) {
	s.problems = append(s.problems, source.Errorf(s.filter.span(o.at), format, args...).WithHint("%s", hint))
}

// flag marks the words of a column that stand in the relation op to an operand. For != it marks those that are equal.
func (s *selection) flag(flags []bool, op string, c *Column, o operand) {
	switch o.kind {
	case anEmpty:
		for i, word := range c.Words {
			flags[i] = flags[i] || IsMissing(word)
		}
	case aLast:
		if times, ok := s.times(c, o); ok {
			from, to := lastRange(s.env.Now, s.env.TZ, o.n, o.text)
			flagTimes(flags, "=", times, from, to)
		}
	case aNumber:
		v, _ := ParseNumber(o.text, '.')
		s.flagNumber(flags, op, c, o, v)
	case aDate:
		if times, ok := s.times(c, o); ok {
			from, to, _ := dateRange(o.text, s.env.TZ)
			flagTimes(flags, op, times, from, to)
		}
	case aText, aRow:
		text, ok := s.text(o)
		if ok {
			s.flagText(flags, op, c, o, text)
		}
	}
}

// text gives the text of an operand, looked up where it is a field of the page's row.
func (s *selection) text(o operand) (string, bool) {
	if o.kind == aText {
		return o.text, true
	}
	if s.env.Row == nil {
		s.fail(o, "row.NAME works on pages with each = { table = … }", "there is no row here")
		return "", false
	}
	text, ok := s.env.Row(o.text)
	if !ok {
		s.fail(o, "fields of the row are the columns of the table named in each", "the row has no field %q", o.text)
	}
	return source.NFC(text), ok
}

// flagText compares with a text. In a column of numbers or dates a text that is one is compared as such.
func (s *selection) flagText(flags []bool, op string, c *Column, o operand, text string) {
	if op == "=" || op == "!=" || op == "in" {
		if o.kind == aRow && IsMissing(text) {
			return // a row without the value owns no rows, rather than all that lack it too
		}
		if text == "" {
			s.flag(flags, op, c, operand{kind: anEmpty})
			return
		}
		if found := slices.Index(c.Words, text); found >= 0 {
			flags[found] = true
		} else if same := samePersian(text); slices.ContainsFunc(c.Words, func(word string) bool { return samePersian(word) == same }) {
			for i, word := range c.Words {
				flags[i] = flags[i] || samePersian(word) == same
			}
		} else if o.kind == aText {
			s.capitals(c, o)
		}
	}
	if c.Kind == Number {
		if v, ok := ParseNumber(text, s.table.Decimal); ok {
			flagNumbers(flags, op, c.Numbers, v)
			return
		}
	}
	if c.Kind == Time && !s.tooFine(c, o) {
		if from, to, ok := dateRange(text, s.env.TZ); ok {
			flagTimes(flags, op, c.Times, from, to)
			return
		}
	}
	if op != "=" && op != "!=" && op != "in" {
		s.fail(o, "compare with a number or a date, or use = and in", "text has no order that %s could mean", op)
	}
}

// capitals warns of a text that the column has in other capitals only: a slip that would silently select nothing.
func (s *selection) capitals(c *Column, o operand) {
	for _, word := range c.Words {
		if strings.EqualFold(word, o.text) {
			s.problems = append(s.problems, source.Warnf(s.filter.span(o.at), "column %q has no cell %q", c.Name, o.text).
				WithHint("did you mean %q?", word))
			return
		}
	}
}

// flagNumber compares with a number. A column of text has none to be compared but may have the same digits, as ids do.
func (s *selection) flagNumber(flags []bool, op string, c *Column, o operand, v float64) {
	if c.Kind == Number {
		flagNumbers(flags, op, c.Numbers, v)
		return
	}
	if c.Kind == Time {
		s.fail(o, "write a date, such as 2026-03-01", "column %q holds dates, not numbers", c.Name)
		return
	}
	same := op == "=" || op == "!=" || op == "in"
	found := -1
	if same {
		if found = slices.Index(c.Words, o.text); found >= 0 {
			flags[found] = true
		}
	}
	numbers := c.AsNumbers(s.table.Decimal)
	if found < 0 && !c.mostly(func(i int) bool { return !math.IsNaN(numbers[i]) }) {
		s.fail(o, `if it is text, put it in quotes: "`+o.text+`"`, "column %q holds text, not numbers", c.Name)
		return
	}
	for i, word := range c.Words {
		if same && isID(word) {
			numbers[i] = math.NaN()
		}
	}
	flagNumbers(flags, op, numbers, v)
}

// times gives the times of a column's words, if it is one of dates.
func (s *selection) times(c *Column, o operand) ([]int64, bool) {
	if c.Kind == Time {
		return c.Times, !s.tooFine(c, o)
	}
	if c.Kind == Number {
		s.fail(o, "compare it with a number", "column %q holds numbers, not dates", c.Name)
		return nil, false
	}
	times := make([]int64, len(c.Words))
	for i, word := range c.Words {
		from, _, ok := dateRange(word, s.table.TZ)
		if !ok {
			from = NoTime
		}
		times[i] = from
	}
	if !c.mostly(func(i int) bool { return times[i] != NoTime }) {
		s.fail(o, "cells with dates are written 2026-03-01 or 2026-03-01 14:30", "column %q holds text, not dates", c.Name)
		return nil, false
	}
	return times, true
}

// tooFine complains of a time of day where the column has days only.
func (s *selection) tooFine(c *Column, o operand) bool {
	fine := c.days && o.kind != aColumn && strings.Contains(o.text, ":")
	if fine {
		s.needsStamps(c, o)
	}
	return fine
}

func (s *selection) needsStamps(c *Column, o operand) {
	s.fail(o, fmt.Sprintf("write stamps = true below [tables.%s] in data/metrics.toml", s.table.Name), "the warehouse was asked for the days of column %q, not for the time of day", c.Name)
}

// mostly tells whether at least half of the words that are not missing are of a kind.
func (c *Column) mostly(is func(word int) bool) bool {
	yes, no := 0, 0
	for i, word := range c.Words {
		if is(i) {
			yes++
		} else if !IsMissing(word) {
			no++
		}
	}
	return yes >= no
}

// flagNumbers marks the words whose number stands in the relation op to v. NaN stands in none.
func flagNumbers(flags []bool, op string, numbers []float64, v float64) {
	for i, n := range numbers {
		var is bool
		switch op {
		case "<":
			is = n < v
		case "<=":
			is = n <= v
		case ">":
			is = n > v
		case ">=":
			is = n >= v
		default:
			is = n == v
		}
		flags[i] = flags[i] || is
	}
}

// flagTimes marks the words whose time stands in the relation op to the stretch [from, to).
func flagTimes(flags []bool, op string, times []int64, from, to int64) {
	for i, at := range times {
		if at == NoTime {
			continue
		}
		var is bool
		switch op {
		case "<":
			is = at < from
		case "<=":
			is = at < to
		case ">":
			is = at >= to
		case ">=":
			is = at >= from
		default:
			is = from <= at && at < to
		}
		flags[i] = flags[i] || is
	}
}

// beside compares two columns row by row.
func (s *selection) beside(c *clause, a, b *Column) Rows {
	var test func(i, j uint32) bool
	switch {
	case a.Kind == Number && b.Kind == Number:
		test = func(i, j uint32) bool { return ordered(c.op, a.Numbers[i], b.Numbers[j]) }
	case a.Kind == Time && b.Kind == Time:
		test = func(i, j uint32) bool {
			return a.Times[i] != NoTime && b.Times[j] != NoTime && ordered(c.op, a.Times[i], b.Times[j])
		}
	case c.op == "=" || c.op == "!=":
		missing := make([]bool, len(a.Words))
		for i, word := range a.Words {
			missing[i] = IsMissing(word)
		}
		test = func(i, j uint32) bool { return !missing[i] && a.Words[i] == b.Words[j] }
	default:
		s.fail(c.right[0], "only numbers and dates have an order", "column %q holds %s, column %q %s", a.Name, a.Kind, b.Name, b.Kind)
		return NewRows(s.table.Rows, false)
	}
	rows := NewRows(s.table.Rows, false)
	for row := range s.table.Rows {
		if test(a.Codes[row], b.Codes[row]) {
			rows.Set(row)
		}
	}
	if c.op == "!=" {
		return rows.Not(s.table.Rows)
	}
	return rows
}

// ordered tells whether x stands in the relation op to y; for != whether they are equal.
func ordered[T int64 | float64](op string, x, y T) bool {
	switch op {
	case "<":
		return x < y
	case "<=":
		return x <= y
	case ">":
		return x > y
	case ">=":
		return x >= y
	}
	return x == y
}

// dateRange reads a month (2026-03), a day or a moment as the stretch [from, to) of Unix seconds that it covers.
func dateRange(text string, tz *time.Location) (from, to int64, ok bool) {
	zone := clock{tz: tz}
	switch len(text) {
	case len("2006-01"):
		year, ok1 := digits(text[:4])
		month, ok2 := digits(text[5:])
		if !ok1 || !ok2 || text[4] != '-' || month < 1 || month > 12 {
			return 0, 0, false
		}
		first := days(year, month, 1)
		return zone.instant(first * day), zone.instant((first + int64(daysIn(year, month))) * day), true
	case len("2006-01-02"):
		local, ok := ParseTime(text, time.UTC)
		return zone.instant(local), zone.instant(local + day), ok
	}
	at, ok := zone.parse(text)
	return at, at + 1, ok
}

// lastRange gives the stretch of the last n days, weeks, months or years that ends with the day of now.
func lastRange(now time.Time, tz *time.Location, n int, unit string) (from, to int64) {
	zone := clock{tz: tz}
	year, month, date := now.In(tz).Date()
	today := days(year, int(month), date)
	var first int64
	switch unit {
	case "day":
		first = today - int64(n) + 1
	case "week":
		first = today - 7*int64(n) + 1
	case "year":
		n *= 12
		fallthrough
	default:
		months := year*12 + int(month) - 1 - n
		y, m := floorDiv(months, 12), months-12*floorDiv(months, 12)+1
		first = days(y, m, min(date, daysIn(y, m))) + 1
	}
	return zone.instant(first * day), zone.instant((today + 1) * day)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
