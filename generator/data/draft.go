package data

import (
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"cxgen/generator/source"
)

// draft is a column in the making: a dictionary of words, found by a hash table. The text of words is kept in large pieces,
// so that a million distinct words cost some hundred allocations.
type draft struct {
	name     string
	question string
	rows     int // so many of the table are known; codes and times are those of them, or of the last of them

	words []string
	slots []uint64 // upper half: hash; lower half: code + 1, or 0 for a free slot
	codes []uint32
	seed  maphash.Seed
	blank int             // code of the blank word, -1 before it appears
	piece strings.Builder // text of the latest words; it is left for a new one before it would grow and so move them
	other bool            // there are words beyond ASCII

	form  form
	tried bool    // the form is decided
	cells []cells // where its cells stand
	typed bool    // some cells do not stand in a file of rows with delimiters
	held  int     // rows; if there are more, codes and times are left for later
	loose bool    // they are

	damaged string   // what is known of the words of text
	folded  bool     // the first of them are objects
	times   []int64  // while all cells are times
	zoned   byte     // of these: withZone or withoutZone
	span    [2]int64 // the first and the last of them, NoTime for none
}

// form is what a draft keeps of its cells.
type form uint8

const (
	asWords  form = iota
	asTimes       // nothing but instants
	asText        // nothing: it is text that differs in many rows
	asFailed      // nothing: it began as times, and went on otherwise
)

// cells are the place of a column in a file.
type cells struct {
	in     *rowsOf
	column int // which of them
}

func newDraft(name string, seed maphash.Seed) *draft {
	return &draft{name: name, seed: seed, blank: -1, held: math.MaxInt, span: [2]int64{NoTime, NoTime}}
}

// stands notes where cells of a draft stand, and tells whether they need to be taken.
func (d *draft) stands(in *rowsOf, column int) bool {
	d.cells = append(d.cells, cells{in, column})
	if in.fsys == nil {
		d.held = math.MaxInt // what is at hand is smaller as codes than as text
	}
	return d.form == asWords || d.form == asTimes
}

// pad makes the rows up to a number blank that are not known yet.
func (d *draft) pad(rows int) {
	n := rows - d.rows
	if n <= 0 {
		return
	}
	d.rows = rows
	switch {
	case d.form == asWords:
		blank := d.code(nil)
		for range n {
			d.codes = append(d.codes, blank)
		}
	case d.form == asTimes:
		for range n {
			d.times = append(d.times, NoTime)
		}
	}
	d.drop()
}

// drop forgets the codes and times of rows when there are too many.
func (d *draft) drop() {
	if d.loose = d.loose || d.rows > d.held && !d.typed; d.loose {
		d.codes, d.times = d.codes[:0], d.times[:0]
	}
}

// take appends the cells that stand in one column of parts. rows is how many the draft will have. It gives false when the rest
// need not be taken, as the column is read later.
func (d *draft) take(column int, list []part, rows int) bool {
	if d.loose = d.loose || rows > d.held && !d.typed; d.loose {
		rows = 0 // nothing is kept of them
	}
	for i := range list {
		p := &list[i]
		n := len(p.ends)
		if n == 0 {
			continue
		}
		d.pad(p.first)
		d.rows += n
		if d.form == asTimes {
			if !d.takeTimes(p, column, rows) {
				return false
			}
			d.drop()
			continue
		}
		if cap(d.codes) < len(d.codes)+n {
			d.codes = slices.Grow(d.codes, max(rows-len(d.codes), n))
		}
		if cap(d.words) < len(d.words)+n && len(d.words) > d.rows/8 && rows > 0 { // many are new: expect that of the rest
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
		if !d.tried && d.rows >= triedRows {
			d.decide()
		}
		d.drop()
	}
	return d.form == asWords || d.form == asTimes
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
	if d.loose {
		c.Codes = nil
	}
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
