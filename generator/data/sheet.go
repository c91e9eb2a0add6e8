package data

import (
	"bytes"
	"hash/maphash"
	"slices"

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
}

func newSheet() *sheet { return &sheet{places: map[string]int{}, seed: maphash.MakeSeed()} }

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
		s.columns = append(s.columns, &draft{name: name, seed: s.seed, blank: -1})
	}
	s.here[at] = true
	return at
}

// put writes a cell of the row at hand; a later cell of the same column wins.
func (s *sheet) put(at int, cell []byte) {
	d := s.columns[at]
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

// tooSparse tells whether the columns would hold far more blanks than the files have bytes. In a table every cell is
// written with a byte at least; without this limit a small file of ragged rows could fill any memory.
func (s *sheet) tooSparse() bool { return s.rows*len(s.columns) > 16*s.size+1<<20 }

// drop notes rows that are left out.
func (s *sheet) drop(d Drop) { s.dropped = append(s.dropped, d) }

// finish gives the columns, all of equal length.
func (s *sheet) finish() []*Column {
	columns := make([]*Column, len(s.columns))
	for i, d := range s.columns {
		d.pad(s.rows)
		columns[i] = d.column()
	}
	return columns
}

// draft is a column in the making: its words one after the other in one piece of memory, found again by a hash table.
// A million distinct words so cost a handful of allocations.
type draft struct {
	name  string
	arena []byte
	ends  []int    // of word i in arena
	slots []uint64 // upper half: hash; lower half: code + 1, or 0 for a free slot
	codes []uint32
	seed  maphash.Seed
	blank int // code of the blank word, -1 before it appears
}

func (d *draft) pad(rows int) {
	for len(d.codes) < rows {
		d.codes = append(d.codes, d.code(nil))
	}
}

// code gives the code of a word, a new one when the word is new.
func (d *draft) code(word []byte) uint32 {
	if len(word) == 0 {
		if d.blank < 0 {
			d.blank = int(d.add(nil))
		}
		return uint32(d.blank)
	}
	if 4*len(d.ends) >= 3*len(d.slots) {
		d.grow()
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
			if code := uint32(slot) - 1; bytes.Equal(d.word(code), word) {
				return code
			}
		}
	}
}

func (d *draft) add(word []byte) uint32 {
	d.arena = append(d.arena, word...)
	d.ends = append(d.ends, len(d.arena))
	return uint32(len(d.ends) - 1)
}

func (d *draft) word(code uint32) []byte {
	start := 0
	if code > 0 {
		start = d.ends[code-1]
	}
	return d.arena[start:d.ends[code]]
}

func (d *draft) grow() {
	old := d.slots
	d.slots = make([]uint64, max(64, 2*len(old)))
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
	text := string(d.arena)
	d.arena, d.slots = nil, nil
	c := &Column{Name: d.name, Words: make([]string, len(d.ends)), Codes: slices.Clip(d.codes)}
	ascii, start := true, 0
	for i, end := range d.ends {
		c.Words[i] = text[start:end]
		start = end
	}
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < 0x80
	}
	if !ascii {
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
