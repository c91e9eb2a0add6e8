package data

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// recognise finds the tool of a file that names its columns in every row.
func (s *sheet) recognise(f *source.File, def Def, origin *Origin) []source.Problem {
	var names []string
	for at, d := range s.columns {
		if s.here[at] {
			names = append(names, d.name)
		}
	}
	t, rivals := detect(names, def.Source)
	if t != nil {
		origin.Tool = t.name
		s.zones = append(s.zones, t.zone)
	}
	return rivalry(f, rivals)
}

// heed follows what is known of the tools that wrote the files: the zone of their stamps, rows that are no answers, cells that
// stand for none.
func (t *Table) heed(def Def, zones []string, files []*source.File, place func(string) source.Span) (problems []source.Problem) {
	named := slices.DeleteFunc(slices.Clone(zones), func(zone string) bool { return zone == "" })
	slices.Sort(named)
	named = slices.Compact(named)
	switch {
	case def.TZ != "" || len(named) == 0:
	case len(named) > 1:
		problems = append(problems, source.Errorf(whole(files), "the files of table %q have times of different zones: %s", t.Name, strings.Join(named, ", ")).
			WithHint("make a table of the files of each zone, or %s", t.write(fmt.Sprintf("tz = %q", named[0]))))
	default:
		zone, err := time.LoadLocation(named[0])
		if err != nil {
			problems = append(problems, source.Warnf(whole(files), "the file says that its times are of the zone %q, which is not known", named[0]).
				WithHint("%s", t.write(`tz = "Europe/Berlin"`)))
			break
		}
		t.TZ = zone
	}
	keep := NewRows(t.Rows, true)
	before := t.Rows
	first := 0
	for i := range t.Origins {
		o := &t.Origins[i]
		if tool := toolNamed(o.Tool); tool != nil {
			t.heedRows(tool, o, first, first+o.Rows, keep)
		}
		if t.dropTotal(o, first+o.Rows-1, keep) {
			problems = append(problems, source.Warnf(files[min(i, len(files)-1)].Cut(0, 0), "the last row is a total and is left out: %s", t.Dropped[len(t.Dropped)-1].Row).
				WithHint("if it is one of the data, give its first cell another word"))
		}
		first += o.Rows
	}
	if n := keep.Count(); n < before {
		first := 0
		for i := range t.Origins {
			o := &t.Origins[i]
			rows := 0
			for row := first; row < first+o.Rows; row++ {
				if keep.Has(row) {
					rows++
				}
			}
			first, o.Rows = first+o.Rows, rows
		}
		t.keep(keep)
	}
	return problems
}

// heedRows drops the rows from first to before last that the tool wrote for its own use.
func (t *Table) heedRows(tool *tool, o *Origin, first, last int, keep Rows) {
	for _, rule := range tool.drop {
		at := slices.IndexFunc(t.columns, func(c *Column) bool { return normal(c.Name) == rule.column })
		if at < 0 {
			continue
		}
		c := t.columns[at].opened()
		d := Drop{Reason: rule.reason, File: o.File}
		for row := first; row < last; row++ {
			if keep.Has(row) && slices.Contains(rule.words, strings.ToLower(c.Cell(row))) {
				keep[row>>6] &^= 1 << (row & 63)
				if d.Count++; d.Count == 1 {
					d.Row = t.example(row)
				}
			}
		}
		if d.Count > 0 {
			t.Dropped = append(t.Dropped, d)
		}
	}
	if tool.blank == "" {
		return
	}
	for _, c := range t.columns {
		if word := slices.Index(c.opened().Words, tool.blank); word >= 0 && tool.role(normal(c.Name)) == "" {
			c.blank(uint32(word), first, last)
		}
	}
}

// totals are words at the start of a last row that adds up those above it.
var totals = []string{"total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "total général", "somme", "suma", "totale", "toplam",
	"genel toplam", "جمع", "جمع کل", "مجموع", "المجموع", "الإجمالي", "합계", "총계", "合計", "総計"}

// dropTotal drops the last row of a file in which people write, when it adds up the others.
func (t *Table) dropTotal(o *Origin, last int, keep Rows) bool {
	if o.Rows < 2 || o.Format != "csv" && o.Format != "xlsx" || !keep.Has(last) {
		return false
	}
	for _, c := range t.columns {
		if c.later != nil {
			return false // so many rows are a program's
		}
		cell := c.Cell(last)
		if cell == "" {
			continue
		}
		if !slices.Contains(totals, samePersian(strings.ToLower(strings.TrimRight(cell, ": ")))) {
			return false
		}
		keep[last>>6] &^= 1 << (last & 63)
		t.Dropped = append(t.Dropped, Drop{Reason: "totals", Count: 1, File: o.File, Row: t.example(last)})
		return true
	}
	return false
}

// example gives the beginning of a row.
func (t *Table) example(row int) string {
	var cells []string
	for _, c := range t.columns {
		if cell := c.opened().Cell(row); cell != "" {
			cells = append(cells, cell)
		}
		if len(cells) == 6 {
			break
		}
	}
	return strings.Join(cells, ", ")
}

// blank makes the cells of a word blank, in the rows from first to before last. The word stays for other rows.
func (c *Column) blank(word uint32, first, last int) {
	blank := slices.Index(c.Words, "")
	if blank < 0 {
		blank = len(c.Words)
		c.Words = append(c.Words, "")
	}
	for row := first; row < last; row++ {
		if c.Codes[row] == word {
			c.Codes[row] = uint32(blank)
		}
	}
	c.prune()
}

// keep leaves only these rows in the table.
func (t *Table) keep(rows Rows) {
	for _, c := range t.columns {
		codes := make([]uint32, 0, rows.Count())
		for row := range rows.All() {
			codes = append(codes, c.opened().Codes[row])
		}
		c.Codes, c.later = codes, nil
		c.prune()
	}
	t.Rows = rows.Count()
}

// prune leaves out words that no row has, and brings the others into the order of their first appearance.
func (c *Column) prune() {
	again := make([]int, len(c.Words))
	for i := range again {
		again[i] = -1
	}
	words := make([]string, 0, len(c.Words))
	for row, code := range c.Codes {
		if again[code] < 0 {
			again[code] = len(words)
			words = append(words, c.Words[code])
		}
		c.Codes[row] = uint32(again[code])
	}
	c.Words, c.later = words, nil
}
