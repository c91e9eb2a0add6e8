package data

import (
	"errors"
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"cxgen/generator/source"
)

// sheet is a table in the making. All files of a table go into one sheet, so that their words share a dictionary.
type sheet struct {
	columns []*draft
	places  map[string]int // by name
	rows    int
	size    int // bytes of all files so far
	dropped []Drop

	here map[int]bool // columns that the file at hand has
	seed maphash.Seed // chooses slots only: the order of words never depends on it
	each Each
	part int // bytes of a file that are split at a time

	zones   []string // that headers tell, by file
	persian bool     // the file at hand could not write the letters of Persian
}

func newSheet(each Each) *sheet {
	return &sheet{places: map[string]int{}, seed: maphash.MakeSeed(), each: each, part: partBytes}
}

// open begins a file.
func (s *sheet) open(f *source.File) {
	s.here = map[int]bool{}
	s.size += len(f.Text)
}

// place gives the place of a column of the file at hand, and makes the column when it is new.
func (s *sheet) place(name string) int {
	at, ok := s.places[name]
	if !ok {
		at = len(s.columns)
		s.places[name] = at
		s.columns = append(s.columns, newDraft(name, s.seed))
	}
	s.here[at] = true
	return at
}

// put writes a cell of the row at hand; a later cell of the same column wins.
func (s *sheet) put(at int, cell []byte) {
	d := s.columns[at]
	if d.left {
		d = d.again(s.each)
		s.columns[at] = d
	}
	d.typed = true
	if len(d.codes) <= s.rows {
		d.pad(s.rows)
		d.codes = append(d.codes, d.code(cell))
	} else {
		d.codes[s.rows] = d.code(cell)
	}
}

// end closes the row at hand.
func (s *sheet) end() { s.rows++ }

// undo takes the row at hand back.
func (s *sheet) undo() {
	for _, d := range s.columns {
		d.codes = d.codes[:min(len(d.codes), s.rows)]
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
	columns := make([]*Column, len(s.columns))
	for i, d := range s.columns {
		switch {
		case d.failed:
			d = d.again(s.each)
		case d.left:
			columns[i] = d.later(s.rows, s.each)
			continue
		}
		d.pad(s.rows)
		columns[i] = d.column()
	}
	return columns
}

// draft is a column in the making: a dictionary of words, found by a hash table. The text of words is kept in large pieces,
// so that a million distinct words cost some hundred allocations.
type draft struct {
	name  string
	words []string
	slots []uint64 // upper half: hash; lower half: code + 1, or 0 for a free slot
	codes []uint32
	seed  maphash.Seed
	blank int             // code of the blank word, -1 before it appears
	piece strings.Builder // text of the latest words; it is left for a new one before it would grow and so move them
	other bool            // there are words beyond ASCII

	cells   []cells // where its cells stand
	typed   bool    // some cells do not stand in a file of rows with delimiters
	tried   bool    // it is decided whether the column is read later
	left    bool    // it is
	damaged string  // what is known of its words then
	folded  bool    // its first words are objects
	times   []int64 // by row, while all cells are times
	zoned   byte    // of these: withZone or withoutZone
	failed  bool    // a later cell was none

	question string
}

func newDraft(name string, seed maphash.Seed) *draft {
	return &draft{name: name, seed: seed, blank: -1}
}

func (d *draft) pad(rows int) {
	if d.times != nil {
		for len(d.times) < rows {
			d.times = append(d.times, NoTime)
		}
		return
	}
	for len(d.codes) < rows {
		d.codes = append(d.codes, d.code(nil))
	}
}

// take appends the cells that stand in one column of parts. rows is how many the draft will have. It gives false when the rest
// need not be taken, as the column is read later.
func (d *draft) take(column int, list []part, rows int) bool {
	for i := range list {
		p := &list[i]
		if d.times != nil {
			if !d.takeTimes(p, column, rows) {
				return false
			}
			continue
		}
		d.pad(p.first)
		n := len(p.ends)
		if cap(d.codes) < len(d.codes)+n {
			d.codes = slices.Grow(d.codes, max(rows-len(d.codes), n))
		}
		if cap(d.words) < len(d.words)+n && len(d.words) > len(d.codes)/8 { // many are new: expect that of the rest
			more := min(rows-len(d.words), 3*len(d.words)) + n
			d.words = slices.Grow(d.words, more)
			d.grow(len(d.words) + more)
		}
		at := 0
		for _, end := range p.ends {
			var cell []byte
			if at+column < end {
				cell = p.cells[at+column]
			}
			d.codes = append(d.codes, d.code(cell))
			at = end
		}
	}
	if !d.tried && len(d.codes) >= triedRows {
		d.leave()
	}
	return !d.left || d.times != nil
}

// code gives the code of a word, a new one when the word is new.
func (d *draft) code(word []byte) uint32 {
	if len(word) == 0 {
		if d.blank < 0 {
			d.blank = int(d.add(nil))
		}
		return uint32(d.blank)
	}
	if 4*len(d.words) >= 3*len(d.slots) {
		d.grow(max(32, len(d.slots)))
	}
	hash := maphash.Bytes(d.seed, word) >> 32
	mask := uint64(len(d.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := d.slots[i]
		if slot == 0 {
			code := d.add(word)
			d.slots[i] = hash<<32 | uint64(code+1)
			return code
		}
		if slot>>32 == hash {
			if code := uint32(slot) - 1; d.words[code] == string(word) {
				return code
			}
		}
	}
}

func (d *draft) add(word []byte) uint32 {
	if d.piece.Len()+len(word) > d.piece.Cap() {
		size := min(max(1<<10, 2*d.piece.Cap()), 1<<18)
		d.piece.Reset()
		d.piece.Grow(max(size, len(word)))
	}
	for i := 0; i < len(word) && !d.other; i++ {
		d.other = word[i] >= utf8.RuneSelf
	}
	start := d.piece.Len()
	d.piece.Write(word)
	d.words = append(d.words, d.piece.String()[start:])
	return uint32(len(d.words) - 1)
}

// grow makes the slots enough for so many words.
func (d *draft) grow(words int) {
	size := 1 << bits.Len(uint(words+words/3))
	if size <= len(d.slots) {
		return
	}
	old := d.slots
	d.slots = make([]uint64, size)
	mask := uint64(len(d.slots) - 1)
	for _, slot := range old {
		if slot == 0 {
			continue
		}
		i := slot >> 32 & mask
		for d.slots[i] != 0 {
			i = (i + 1) & mask
		}
		d.slots[i] = slot
	}
}

// column gives the finished column. Words are brought to one normal form here, where each is met once; two that become
// equal by that become one.
func (d *draft) column() *Column {
	c := &Column{Name: d.name, Question: d.question, Words: d.words, Codes: d.codes}
	if d.other {
		c.compose()
	}
	return c
}

// compose puts words into the normal form NFC.
func (c *Column) compose() {
	changed := false
	for i, word := range c.Words {
		if composed := source.NFC(word); composed != word {
			c.Words[i], changed = composed, true
		}
	}
	if !changed {
		return
	}
	codes := make(map[string]uint32, len(c.Words))
	again := make([]uint32, len(c.Words))
	words := c.Words[:0]
	for i, word := range c.Words {
		code, ok := codes[word]
		if !ok {
			code = uint32(len(words))
			codes[word] = code
			words = append(words, word)
		}
		again[i] = code
	}
	c.Words = words
	for row, code := range c.Codes {
		c.Codes[row] = again[code]
	}
}
