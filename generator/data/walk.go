package data

import (
	"time"

	"cxgen/generator/source"
)

// Stretch is some rows of a table that follow each other, with the cells of the columns that were asked for.
type Stretch struct {
	First, Rows int        // its first row, and how many there are
	Codes       [][]uint32 // by column: of each row its index in Words
	Words       [][]string // by column: the distinct cells of the rows so far, in order of their first appearance
	Times       []int64    // of each row in Unix seconds, NoTime for none; nil where there is no such column
}

// Walk gives all rows of a table in their order, in stretches that are good until do returns: the cells of some columns, and the times of
// another, which may be none of the table's. What is not held of them is read from the files and not held either; so a table of
// more rows than fit into a memory can be walked through.
func (t *Table) Walk(columns []string, when string, tz *time.Location, do func(Stretch)) {
	w := walk{table: t, do: do}
	for _, name := range columns {
		w.strands = append(w.strands, &strand{column: t.find(name)})
	}
	if c := t.find(when); c != nil {
		w.when = &strand{column: c}
		w.strands = append(w.strands, w.when)
		switch l := c.later; {
		case l != nil && l.timed && !l.done.Load():
			if w.when.form = asTimes; l.dated.Load() {
				w.when.held = l.times
			}
		case l != nil && l.known:
			w.when.times = c.AsTimes(tz) // by its words, which are known
		default:
			w.when.times = c.opened().AsTimes(tz)
		}
	}
	var files []*rowsOf
	var drafts []*draft
	var each Each
	for _, s := range w.strands {
		l := s.column.later
		if l == nil || l.done.Load() || s.held != nil {
			continue
		}
		each = l.each
		s.read = newDraft(s.column.Name, l.draft.seed)
		s.read.tried, s.read.form, s.read.cells = true, s.form, l.draft.cells
		files, drafts = s.read.files(files), append(drafts, s.read)
	}
	for _, in := range files {
		w.give(in.row)
		if err := through(in, drafts, each, w.give); err != nil {
			in.lost(err)
			break
		}
	}
	w.give(t.Rows)
}

// walk is a table on which somebody walks.
type walk struct {
	table   *Table
	strands []*strand
	when    *strand // that of the times; nil for none
	rows    int     // that were given
	do      func(Stretch)
	stretch Stretch
}

// strand is a column of a walk.
type strand struct {
	column *Column
	form   form
	held   []int64 // times by row, where they are held
	times  []int64 // times by word

	read  *draft   // takes the cells from the files; nil for a column that is held
	names []string // the words in normal form,
	of    []uint32 // and which of them each word is; where there are words beyond ASCII
	codes map[string]uint32
}

const stretchRows = 1 << 16

// give hands out the rows up to a number.
func (w *walk) give(rows int) {
	rows = min(rows, w.table.Rows)
	for _, s := range w.strands {
		if s.read != nil {
			s.read.pad(rows)
			s.normal(rows - w.rows)
		}
	}
	start := w.rows
	for w.rows < rows {
		n := min(rows-w.rows, stretchRows)
		st := &w.stretch
		st.First, st.Rows, st.Codes, st.Words = w.rows, n, st.Codes[:0], st.Words[:0]
		for _, s := range w.strands {
			var codes []uint32
			switch {
			case s.form == asTimes && s.read != nil:
				st.Times = s.read.times[w.rows-start:][:n]
				continue
			case s.form == asTimes:
				st.Times = s.held[w.rows:][:n]
				continue
			case s.read != nil:
				codes = s.read.codes[w.rows-start:][:n]
			default:
				codes = s.column.opened().Codes[w.rows:][:n]
			}
			if s == w.when {
				st.Times = st.Times[:0]
				for _, code := range codes {
					st.Times = append(st.Times, s.times[code])
				}
				continue
			}
			st.Codes, st.Words = append(st.Codes, codes), append(st.Words, s.words())
		}
		w.rows += n
		w.do(*st)
	}
	for _, s := range w.strands {
		if s.read != nil {
			s.read.codes, s.read.times = s.read.codes[:0], s.read.times[:0]
		}
	}
}

func (s *strand) words() []string {
	switch {
	case s.read == nil:
		return s.column.Words
	case s.of != nil:
		return s.names
	}
	return s.read.words
}

// normal brings what was read to the form in which the column has it: instants, and words in the normal form NFC, of which two that
// become equal by that become one. So many rows were read since the last time.
func (s *strand) normal(rows int) {
	if s.form == asTimes {
		for len(s.read.times) < rows { // of a file that changed meanwhile
			s.read.times = append(s.read.times, NoTime)
		}
		s.column.later.instants(s.read.times)
		return
	}
	if !s.read.other {
		return
	}
	if s.codes == nil {
		s.codes = map[string]uint32{}
	}
	for _, word := range s.read.words[len(s.of):] {
		name := source.NFC(word)
		code, known := s.codes[name]
		if !known {
			code = uint32(len(s.names))
			s.codes[name] = code
			s.names = append(s.names, name)
		}
		s.of = append(s.of, code)
	}
	for i, code := range s.read.codes {
		s.read.codes[i] = s.of[code]
	}
}
