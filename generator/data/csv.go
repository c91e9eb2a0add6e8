package data

import (
	"bytes"
	"fmt"
	"strings"

	"cxgen/generator/source"
)

const (
	longest = 16 << 20 // bytes that a row may have
	widest  = 16384    // columns that a table may have, as many as a spreadsheet
)

// readCSV reads rows of cells with a delimiter between them.
func readCSV(f *source.File, def Def, into *sheet, origin *Origin) []source.Problem {
	return readRows(f, bodyOf(f), def, into, origin)
}

// readRows reads the rows of a body. Its header stands in head, which is the whole file or its beginning.
func readRows(head *source.File, from *body, def Def, into *sheet, origin *Origin) []source.Problem {
	start := len(head.Text) - len(withoutMark(head.Text))
	delim, skip := delimiter(head.Text[start:], def.Delimiter, strings.HasSuffix(strings.ToLower(unpackedName(head.Path)), ".tsv"))
	origin.Delimiter = delimiterName(delim)
	top, end := topRows(head.Text, start+skip, delim)
	if end == len(head.Text) && end < from.size { // they may go on
		whole, err := from.file.Again(from.fsys)
		if err != nil {
			return []source.Problem{into.lost(from.file, err)}
		}
		return readCSV(whole, def, into, origin)
	}
	h := headOf(top, def)
	in := newScanner(head.Text, start+skip, delim)

	if !in.header() {
		if in.fault == none {
			return []source.Problem{emptyFile(head)}
		}
		return []source.Problem{in.problem(head)}
	}
	if len(in.cells) > widest {
		return []source.Problem{source.Errorf(head.Cut(in.start, in.start+1), "the header has more than %d columns", widest).
			WithHint("is %s the right delimiter?", named(delim))}
	}
	if h.rivals != nil {
		return h.doubt(head)
	}
	h.tell(origin, into)
	for range h.above {
		in.header()
	}
	at, problems := columnsOf(h.cells(), cutLine(head, in.start), into)
	problems = append(problems, h.warnOfTitles(cutLine(head, in.start))...)
	into.ask(at, h.questions)
	for range h.rows - 1 {
		in.header()
	}

	rows := parts{rowsOf: rowsOf{from, in.pos, delim, len(at), into.rows}, most: into.most(), size: into.part, each: into.each,
		strays: in.strays, fault: in.fault, where: in.where}
	first := rows.rowsOf
	into.bodies = append(into.bodies, &first)
	var columns []int
	for column, place := range at {
		if into.columns[place].stands(&first, column) {
			columns = append(columns, column)
		}
	}
	from.lost = func(err error) { into.lost(from.file, err) }
	err := rows.read(columns, func(column int, list []part, rows int) bool { return into.columns[at[column]].take(column, list, rows) })
	if err != nil {
		return append(problems, into.lost(from.file, err))
	}
	into.rows = rows.rows
	short, wide := rows.short, rows.wide
	line := func(at int) source.Span { return cutLine(from.around(at)) }
	byte := func(at int) source.Span {
		f, at := from.around(at)
		return f.Cut(at, at+1)
	}
	if rows.sparse {
		return append(problems, source.Errorf(line(short.first), "most rows have far fewer cells than the header").
			WithHint("is %s the right delimiter?", named(delim)))
	}
	if wide.n > 0 {
		first := line(wide.first)
		at, _ := first.Position()
		into.drop(Drop{Reason: "more cells than the header", Count: wide.n, File: head.Path, Line: at, Row: first.Text()})
		problems = append(problems, source.Warnf(first, "%s more cells than the header and %s left out",
			choose(wide.n, "row has", "rows have"), isAre(wide.n)).
			WithHint("text with %s in it must stand in double quotes", named(delim)))
	}
	if short.n > 0 {
		problems = append(problems, source.Warnf(line(short.first), "%s fewer cells than the header; what is missing is read as blank",
			choose(short.n, "row has", "rows have")).WithHint("this is the first of them"))
	}
	if strays := rows.strays; strays.n > 0 {
		problems = append(problems, source.Warnf(byte(strays.first), "%s inside quoted text without being doubled",
			choose(strays.n, "double quote stands", "double quotes stand")).WithHint(`inside quotes a double quote is written twice: ""`))
	}
	if rows.fault != none {
		problems = append(problems, rows.fault.problem(byte(rows.where)))
	}
	return problems
}

// counted counts what is odd in a file and keeps the place of the first.
type counted struct{ n, first int }

func (c *counted) count(at int) {
	if c.n == 0 {
		c.first = at
	}
	c.n++
}

// add counts what another counted behind it.
func (c *counted) add(other counted) {
	if c.n == 0 {
		c.first = other.first
	}
	c.n += other.n
}

// topRows gives the first rows that are not blank, so many that a header is among them whole, and where they end.
func topRows(text []byte, from int, delim byte) (rows [][]string, end int) {
	in := newScanner(text, from, delim)
	for len(rows) < mostTop && in.header() {
		rows = append(rows, texts(in.cells[:min(len(in.cells), widest)]))
	}
	return rows, in.pos
}

// columnsOf gives the place in the sheet of every column of a header, which stands in line.
func columnsOf(header [][]byte, line source.Span, into *sheet) (at []int, problems []source.Problem) {
	taken := map[string]bool{}
	for _, cell := range header {
		taken[headerName(cell)] = true
	}
	seen, last := map[string]bool{}, map[string]int{}
	var twice []string // names that an earlier column has, each followed by the name that it got
	for i, cell := range header {
		name := headerName(cell)
		if into.persian {
			name = samePersian(name)
		}
		if name == "" {
			name = fmt.Sprintf("column_%d", i+1)
			for n := i + 2; seen[name] || taken[name]; n++ {
				name = fmt.Sprintf("column_%d", n)
			}
		}
		if first := name; seen[first] {
			n := max(last[first], 1)
			for seen[name] || taken[name] {
				n++
				name = fmt.Sprintf("%s_%d", first, n)
			}
			last[first] = n
			twice = append(twice, first, name)
		}
		seen[name] = true
		at = append(at, into.place(name))
	}
	switch len(twice) {
	case 0:
	case 2:
		problems = append(problems, source.Warnf(line, "two columns are called %q; the second is read as %q", twice[0], twice[1]).
			WithHint("give each column a name of its own"))
	default:
		problems = append(problems, source.Warnf(line, "%d columns have the name of an earlier one; the first of them, %q, is read as %q",
			len(twice)/2, twice[0], twice[1]).WithHint("give each column a name of its own"))
	}
	return at, problems
}

// headerName cleans the name of a column.
func headerName(cell []byte) string {
	name := strings.Map(func(r rune) rune {
		if isBidi(r) {
			return -1
		}
		return r
	}, string(cell))
	return source.NFC(strings.Join(strings.Fields(name), " "))
}

func allBlank(cells [][]byte) bool {
	for _, cell := range cells {
		if len(cell) > 0 {
			return false
		}
	}
	return true
}

// fault is what stopped a scanner.
type fault uint8

const (
	none     fault = iota
	unclosed       // a quote is never closed
	overlong       // a row is longer than any row can be
)

// scanner splits text into rows of cells. The cells are parts of text or of extra; their list is used again for every row.
type scanner struct {
	text  []byte
	pos   int
	delim byte
	stop  [256]bool // bytes that end a cell without quotes

	start int // of the row
	cells [][]byte
	extra []byte // cells that are not as they stand in the text

	strays counted // quotes inside quoted text that are not doubled
	fault  fault
	where  int // of the fault
}

func newScanner(text []byte, from int, delim byte) *scanner {
	s := &scanner{text: text, pos: from, delim: delim}
	s.stop[delim], s.stop['\n'], s.stop['\r'] = true, true, true
	return s
}

// header reads the first row that is not blank.
func (s *scanner) header() bool {
	for s.next() {
		if !allBlank(s.cells) {
			return true
		}
	}
	return false
}

// next reads a row. It gives false at the end and at a fault.
func (s *scanner) next() bool {
	if s.pos >= len(s.text) || s.fault != none {
		return false
	}
	s.start, s.cells = s.pos, s.cells[:0]
	for {
		var cell []byte
		if s.pos < len(s.text) && s.text[s.pos] == '"' {
			cell = s.quoted()
		} else {
			from, i, end := s.pos, s.pos, min(len(s.text), s.start+longest+1)
			for i < end && !s.stop[s.text[i]] {
				i++
			}
			cell, s.pos = s.text[from:i], i
		}
		if s.fault == none && s.pos-s.start > longest {
			s.fault, s.where = overlong, s.start
		}
		if s.fault != none {
			return false
		}
		if len(cell) > 0 {
			cell = trim(cell)
		}
		if len(s.cells) <= widest {
			s.cells = append(s.cells, cell)
		}
		if s.pos == len(s.text) {
			return true
		}
		end := s.text[s.pos]
		s.pos++
		if end == s.delim {
			continue
		}
		if end == '\r' && s.pos < len(s.text) && s.text[s.pos] == '\n' {
			s.pos++
		}
		return true
	}
}

// quoted reads a cell in quotes. A quote that neither is doubled nor ends the cell is taken as a part of the text and counted.
func (s *scanner) quoted() []byte {
	quote, from := s.pos, s.pos+1
	s.pos++
	doubled := false
	for {
		n := bytes.IndexByte(s.text[s.pos:min(len(s.text), quote+longest)], '"')
		if n < 0 {
			s.fault, s.where = unclosed, quote
			return nil
		}
		s.pos += n
		after := s.pos + 1
		if after < len(s.text) && s.text[after] == '"' {
			doubled = true
			s.pos += 2
			continue
		}
		for after < len(s.text) && (s.text[after] == ' ' || s.text[after] == '\t') && !s.stop[s.text[after]] {
			after++
		}
		if after == len(s.text) || s.stop[s.text[after]] {
			cell := s.text[from:s.pos]
			s.pos = after
			return s.rewritten(cell, doubled)
		}
		s.strays.count(s.pos)
		s.pos++
	}
}

// rewritten gives the text of a quoted cell: doubled quotes single, and line breaks of every system as \n.
func (s *scanner) rewritten(cell []byte, doubled bool) []byte {
	if !doubled && bytes.IndexByte(cell, '\r') < 0 {
		return cell
	}
	from := len(s.extra)
	for i := 0; i < len(cell); i++ {
		c := cell[i]
		if i+1 < len(cell) && (c == '"' && cell[i+1] == '"' || c == '\r' && cell[i+1] == '\n') {
			i++
		}
		if c == '\r' {
			c = '\n'
		}
		s.extra = append(s.extra, c)
	}
	return s.extra[from:len(s.extra):len(s.extra)]
}

// problem tells the author of the fault.
func (s *scanner) problem(f *source.File) source.Problem {
	return s.fault.problem(f.Cut(s.where, s.where+1))
}

func (f fault) problem(at source.Span) source.Problem {
	if f == unclosed {
		return source.Errorf(at, "the quote that opens here is never closed").
			WithHint("close it, or write it twice if it is part of the text: \"\"")
	}
	return source.Errorf(at, "this row is longer than %d MB", longest>>20).
		WithHint("is it really a CSV file, with one row a line?")
}
