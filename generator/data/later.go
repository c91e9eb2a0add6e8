package data

import (
	"math"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/source"
)

const (
	triedRows  = 1 << 14 // rows after which a column may be left for later
	triedWords = 1000
)

// later is a column of which the words are read when they are first asked for: a text that differs in many rows, as ids and
// comments do, or times, of which only the instants are kept. Few reports ask for such words, and they take more room than the
// files.
type later struct {
	once    sync.Once
	read    func() (words []string, codes []uint32)
	damaged string  // one of its first words that a spreadsheet has shortened
	times   []int64 // by row, of a column of times: Unix seconds
	local   bool    // until the column is judged: they are of a clock at the table's place
	folded  bool    // its first words are objects
}

// opened gives a column with its words.
func (c *Column) opened() *Column {
	if c.later != nil {
		c.later.once.Do(func() {
			c.Words, c.Codes = c.later.read()
			if c.later.times != nil {
				c.Times = make([]int64, len(c.Words))
				for row, code := range c.Codes {
					c.Times[code] = c.later.times[row]
				}
			}
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
		again.later = &later{damaged: c.later.damaged, times: slices.Clone(c.later.times), local: c.later.local, read: func() ([]string, []uint32) {
			c.opened()
			return c.Words, c.Codes
		}}
	}
	return again
}

// moments makes a column of times of one whose words are left for later.
func (c *Column) moments(zone *clock, at source.Span) []source.Problem {
	c.Kind = Time
	times, far := c.later.times, false
	for row, moment := range times {
		if moment == NoTime {
			continue
		}
		if c.later.local {
			times[row] = zone.instant(moment)
		}
		far = far || isFar(times[row])
	}
	if far {
		return c.opened().farAway(at)
	}
	return nil
}

// cells are the place of a column in a file: behind its header.
type cells struct {
	in     *scanner // at the first row
	width  int      // cells of the header
	column int      // which of them
	row    int      // of the table
}

// leave decides whether a column is left for later. Its first words must be many, and either such that it cannot be one of
// numbers or times however it goes on, or times of one form.
func (d *draft) leave() {
	d.tried = true
	if d.typed || len(d.codes) > 4*len(d.words) {
		return
	}
	if d.date() {
		d.left = true
		d.words, d.slots, d.codes = nil, nil, nil
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
	d.left, d.folded = true, areObjects(d.words[:min(len(d.words), triedWords)])
	d.words, d.slots, d.codes = nil, nil, nil
}

// date takes the words so far as times, if all are, and tells so.
func (d *draft) date() bool {
	times := make([]int64, len(d.words))
	for i, word := range d.words {
		at, ok := d.time(word)
		if !ok {
			return false
		}
		times[i] = at
	}
	if d.zoned == 0 { // nothing but blanks
		return false
	}
	d.times = make([]int64, len(d.codes), cap(d.codes))
	for row, code := range d.codes {
		d.times[row] = times[code]
	}
	return true
}

// Whether the times of a column have a zone. They must all have one or none, since the zone of those without is not known yet.
const (
	withZone    = 1
	withoutZone = 2
)

// time reads a cell of a column of times: a stamp of the form 2026-03-31 14:05 or 2026-03-31T14:05:00Z, a day, or a blank. The Persian
// calendar has days of the same form, so years before 1600 are left to those who know the calendar.
func (d *draft) time(cell string) (int64, bool) {
	var local clock
	at, ok := local.parse(cell)
	if !ok {
		return NoTime, IsMissing(cell)
	}
	zoned := byte(withoutZone)
	if len(cell) > len("2026-03-31 14") && strings.ContainsAny(cell[len("2026-03-31 14"):], "Zz+-U") {
		zoned = withZone
	}
	if d.zoned == 0 {
		d.zoned = zoned
	}
	return at, zoned == d.zoned && at > firstTime
}

var firstTime = days(1600, 1, 1) * day

// takeTimes appends the times of cells. When a cell is none, nothing was said for sure: the column is read again as it is.
func (d *draft) takeTimes(p *part, column, rows int) bool {
	d.pad(p.first)
	if cap(d.times) < len(d.times)+len(p.ends) {
		d.times = slices.Grow(d.times, max(rows-len(d.times), len(p.ends)))
	}
	at := 0
	for _, end := range p.ends {
		moment := int64(NoTime)
		if at+column < end && len(p.cells[at+column]) > 0 {
			var ok bool
			if moment, ok = d.time(string(p.cells[at+column])); !ok {
				d.failed = true
				return false
			}
		}
		d.times = append(d.times, moment)
		at = end
	}
	return true
}

// later gives a column that was left, of so many rows.
func (d *draft) later(rows int, each Each) *Column {
	if d.times != nil {
		d.pad(rows)
	}
	return &Column{Name: d.name, Question: d.question, later: &later{damaged: d.damaged, times: d.times, local: d.zoned == withoutZone, folded: d.folded, read: func() ([]string, []uint32) {
		again := d.again(each)
		again.pad(rows)
		c := again.column()
		return c.Words, c.Codes
	}}}
}

// again reads a column that was left.
func (d *draft) again(each Each) *draft {
	again := newDraft(d.name, d.seed)
	again.tried, again.typed, again.cells, again.question = true, d.typed, d.cells, d.question
	for _, at := range d.cells {
		in := *at.in
		p := parts{scanner: &in, width: at.width, rows: at.row, most: math.MaxInt, size: partBytes}
		p.read(each, []int{at.column}, again.take)
	}
	return again
}
