package data

import (
	"errors"
	"hash/maphash"
	"io/fs"
	"sync"

	"cxgen/generator/source"
)

// heldRows is the most rows of which codes and times are held before they are asked for.
const heldRows = 1 << 21

// sheet is a table in the making. Each file of a table goes into a sheet of its own; in the order of the files they are then put
// into one, so that their words share a dictionary.
type sheet struct {
	columns []*draft
	places  map[string]int // by name
	rows    int
	size    int // bytes of all files so far
	dropped []Drop

	bodies []*rowsOf // files of which columns may be read later

	here map[int]bool // columns that the file at hand has
	seed maphash.Seed // chooses slots only: the order of words never depends on it
	each Each
	part int                  // bytes of a file that are split at a time
	held int                  // the most rows of a column that are held before it is asked for
	tell func(source.Problem) // of a file that is lost

	zones   []string // that headers tell, by file
	persian bool     // the file at hand could not write the letters of Persian
}

func newSheet(each Each) *sheet {
	return &sheet{places: map[string]int{}, here: map[int]bool{}, seed: maphash.MakeSeed(), each: each, part: partBytes, held: heldRows}
}

// lost tells of a file that cannot be read, or is no more what it was.
func (s *sheet) lost(f *source.File, err error) source.Problem {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		err = at.Err
	}
	p := source.Errorf(f.Cut(0, 0), "cannot be read: %v", err).WithHint("build again")
	if errors.Is(err, source.ErrChanged) || errors.Is(err, fs.ErrNotExist) {
		p = f.Changed()
	}
	if s.tell != nil {
		s.tell(p)
	}
	return p
}

// place gives the place of a column of the file at hand, and makes the column when it is new.
func (s *sheet) place(name string) int {
	at, ok := s.places[name]
	if !ok {
		at = len(s.columns)
		s.places[name] = at
		d := newDraft(name, s.seed)
		d.held = s.held
		s.columns = append(s.columns, d)
	}
	s.here[at] = true
	return at
}

// put writes a cell of the row at hand; a later cell of the same column wins.
func (s *sheet) put(at int, cell []byte) {
	d := s.columns[at]
	d.typed = true
	if d.rows > s.rows {
		d.codes[s.rows] = d.code(cell)
		return
	}
	d.pad(s.rows)
	d.codes = append(d.codes, d.code(cell))
	d.rows++
}

// end closes the row at hand.
func (s *sheet) end() { s.rows++ }

// undo takes the row at hand back.
func (s *sheet) undo() {
	for _, d := range s.columns {
		d.rows = min(d.rows, s.rows)
		d.codes = d.codes[:d.rows]
	}
}

// tooSparse tells whether there are more rows than the table can have.
func (s *sheet) tooSparse() bool { return len(s.columns) > 0 && s.rows > s.most() }

// most is how many rows the table can have, or it would hold far more blanks than the files have bytes. In a table every cell
// is written with a byte at least; without this limit a small file of ragged rows could fill any memory.
func (s *sheet) most() int { return (16*s.size + 1<<20) / len(s.columns) }

// errSparse is a table of blanks.
var errSparse = errors.New("most of its rows have far fewer cells than the header")

// sparseBeyond is tooSparse for a file of which so many bytes were read beside those counted.
func (s *sheet) sparseBeyond(size int) bool {
	return len(s.columns) > 0 && s.rows > (16*(s.size+size)+1<<20)/len(s.columns)
}

// ask notes the questions of the columns at the places given.
func (s *sheet) ask(at []int, questions []string) {
	for i, question := range questions {
		if i < len(at) && s.columns[at[i]].question == "" {
			s.columns[at[i]].question = headerName([]byte(question))
		}
	}
}

// drop notes rows that are left out.
func (s *sheet) drop(d Drop) { s.dropped = append(s.dropped, d) }

// finish gives the columns, all of equal length.
func (s *sheet) finish() []*Column {
	columns, mu := make([]*Column, len(s.columns)), &sync.Mutex{}
	for i, d := range s.columns {
		if d.form == asFailed {
			d = d.again(s.each, asWords)
		}
		d.pad(s.rows)
		if d.form == asWords && !d.loose {
			columns[i] = d.column()
		} else {
			columns[i] = d.later(s.each, mu)
		}
	}
	return columns
}
