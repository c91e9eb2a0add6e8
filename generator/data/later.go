package data

import (
	"math"
	"strings"
	"sync"
)

const (
	triedRows  = 1 << 14 // rows after which a column may be left for later
	triedWords = 1000
)

// later is a column that is read when it is first asked for: a text that differs in many rows, as ids and comments do. Few
// reports ask for it, and its words take more room than its files.
type later struct {
	once    sync.Once
	read    func() (words []string, codes []uint32)
	damaged string // one of its first words that a spreadsheet has shortened
}

// opened gives a column with its words.
func (c *Column) opened() *Column {
	if c.later != nil {
		c.later.once.Do(func() {
			c.Words, c.Codes = c.later.read()
			c.later.read = nil // and with it the texts of the files
		})
	}
	return c
}

// named gives a column under another name.
func (c *Column) named(name string) *Column {
	again := &Column{Name: name, Kind: c.Kind, Words: c.Words, Codes: c.Codes, Numbers: c.Numbers, Times: c.Times,
		Question: c.Question, Doubt: c.Doubt, dating: c.dating}
	if c.later != nil {
		again.later = &later{damaged: c.later.damaged, read: func() ([]string, []uint32) {
			c.opened()
			return c.Words, c.Codes
		}}
	}
	return again
}

// cells are the place of a column in a file: behind its header.
type cells struct {
	in     *scanner // at the first row
	width  int      // cells of the header
	column int      // which of them
	row    int      // of the table
}

// leave decides whether a column is left for later. Its first words must be many, and such that it cannot be one of numbers or
// times however it goes on.
func (d *draft) leave() {
	d.tried = true
	if d.typed || len(d.codes) > 4*len(d.words) {
		return
	}
	numbers, text := 0, false
	for _, word := range d.words[:min(len(d.words), triedWords)] {
		_, point := ParseNumber(word, '.')
		_, comma := ParseNumber(word, ',')
		switch {
		case point || comma:
			numbers++
		case !isDate(word) && !IsMissing(word):
			text = true
		}
	}
	if !text || 10*numbers > triedWords {
		return
	}
	for _, word := range d.words {
		if d.damaged == "" && isDamaged(word) {
			d.damaged = strings.Clone(word)
		}
	}
	d.left = true
	d.words, d.slots, d.codes = nil, nil, nil
}

// later gives a column that was left, of so many rows.
func (d *draft) later(rows int, each Each) *Column {
	return &Column{Name: d.name, Question: d.question, later: &later{damaged: d.damaged, read: func() ([]string, []uint32) {
		again := d.again(each)
		again.pad(rows)
		c := again.column()
		return c.Words, c.Codes
	}}}
}

// again reads a column that was left.
func (d *draft) again(each Each) *draft {
	again := newDraft(d.name, d.seed)
	again.tried, again.typed = true, d.typed
	for _, at := range d.cells {
		in := *at.in
		p := parts{scanner: &in, width: at.width, rows: at.row, most: math.MaxInt, size: partBytes}
		p.read(each, []int{at.column}, again.take)
	}
	return again
}
