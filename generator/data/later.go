package data

import (
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cxgen/generator/source"
)

const (
	triedRows  = 1 << 14 // rows after which a column may be left for later
	triedWords = 1000
)

// later is a column of which the cells are read when they are first asked for: a text that differs in many rows, as ids and
// comments do; times, of which only the instants are kept; and any column of a table of very many rows. Few reports ask for such
// cells, and they take more room than the files.
type later struct {
	draft *draft // where they stand
	each  Each

	once  sync.Once
	done  atomic.Bool // they are read
	known bool        // the words are, and only their codes are not

	damaged string // one of its first words that a spreadsheet has shortened
	folded  bool   // its first words are objects

	timed bool           // it is a column of times
	tz    *time.Location // they are of a clock at that place; nil for instants
	timer sync.Once
	times []int64 // by row: Unix seconds
}

// opened gives a column with its words.
func (c *Column) opened() *Column {
	if l := c.later; l != nil {
		l.once.Do(func() {
			made := l.draft.again(l.each, asWords).column()
			if !l.known {
				c.Words = made.Words
			}
			if c.Codes = made.Codes; l.timed {
				c.Times = l.timesOf(c.Words)
			}
			l.done.Store(true)
		})
	}
	return c
}

// timesOf gives the times of words.
func (l *later) timesOf(words []string) []int64 {
	d := newDraft("", l.draft.seed)
	times := make([]int64, len(words))
	for i, word := range words {
		times[i], _ = d.time(word)
	}
	return l.instants(times)
}

// instants turns times of a clock into Unix seconds.
func (l *later) instants(times []int64) []int64 {
	if l.tz != nil {
		zone := clock{tz: l.tz}
		for i, at := range times {
			if at != NoTime {
				times[i] = zone.instant(at)
			}
		}
	}
	return times
}

// byRow gives the times of the rows.
func (l *later) byRow() []int64 {
	l.timer.Do(func() {
		if l.times == nil {
			l.times = l.instants(l.draft.again(l.each, asTimes).times)
		}
	})
	return l.times
}

// named gives a column under another name.
func (c *Column) named(name string) *Column {
	again := &Column{Name: name, Kind: c.Kind, Words: c.Words, Codes: c.Codes, Numbers: c.Numbers, Times: c.Times,
		Question: c.Question, Doubt: c.Doubt, dating: c.dating}
	if l := c.later; l != nil && !l.done.Load() {
		again.later = &later{draft: l.draft, each: l.each, known: l.known, damaged: l.damaged, folded: l.folded, timed: l.timed, tz: l.tz, times: slices.Clone(l.times)}
	}
	return again
}

// moments makes a column of times of one whose words are left for later.
func (c *Column) moments(tz *time.Location, at source.Span) []source.Problem {
	c.Kind = Time
	l := c.later
	if l.draft.zoned == withoutZone {
		l.tz = tz
	}
	l.times = l.instants(l.times)
	for _, end := range l.instants(slices.Clone(l.draft.span[:])) {
		if end != NoTime && isFar(end) {
			return c.opened().farAway(at)
		}
	}
	return nil
}

// decide chooses the form of a draft by its first words. If it is not to be words they must be many, and either such that it
// cannot be a column of numbers or times however it goes on, or times of one form.
func (d *draft) decide() {
	d.tried = true
	if d.typed || d.rows > 4*len(d.words) {
		return
	}
	if d.date() {
		d.form = asTimes
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
	d.leave()
}

// leave makes a draft one of text.
func (d *draft) leave() {
	for _, word := range d.words {
		if d.damaged == "" && isDamaged(word) {
			d.damaged = strings.Clone(word)
		}
	}
	d.form, d.folded = asText, areObjects(d.words[:min(len(d.words), triedWords)])
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
	d.times = make([]int64, len(d.codes), max(len(d.codes), cap(d.codes)))
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
	d.stretch(at)
	return at, zoned == d.zoned && at > firstTime
}

// stretch makes a time one of the span.
func (d *draft) stretch(at int64) {
	if d.span[0] == NoTime || at < d.span[0] {
		d.span[0] = at
	}
	d.span[1] = max(d.span[1], at)
}

var firstTime = days(1600, 1, 1) * day

// takeTimes appends the times of cells. When a cell is none, nothing was said for sure: the column is read again as it is.
func (d *draft) takeTimes(p *part, column, rows int) bool {
	if cap(d.times) < len(d.times)+len(p.ends) {
		d.times = slices.Grow(d.times, max(rows-len(d.times), len(p.ends)))
	}
	at := 0
	for _, end := range p.ends {
		moment := int64(NoTime)
		if at+column < end && len(p.cells[at+column]) > 0 {
			var ok bool
			if moment, ok = d.time(string(p.cells[at+column])); !ok {
				d.form, d.times = asFailed, nil
				return false
			}
		}
		d.times = append(d.times, moment)
		at = end
	}
	return true
}

// later gives a column that was left.
func (d *draft) later(each Each) *Column {
	c := &Column{Name: d.name, Question: d.question}
	l := &later{draft: d, each: each, damaged: d.damaged, folded: d.folded, timed: d.form == asTimes}
	switch {
	case d.form == asWords:
		c, l.known = d.column(), true
	case !d.loose:
		l.times = d.times
	}
	d.words, d.slots, d.codes, d.times = nil, nil, nil, nil
	c.later = l
	return c
}

// again reads a column that was left.
func (d *draft) again(each Each, as form) *draft {
	again := newDraft(d.name, d.seed)
	again.tried, again.typed, again.cells, again.question, again.form = true, d.typed, d.cells, d.question, as
	for _, at := range d.cells {
		p := parts{rowsOf: *at.in, most: math.MaxInt, size: partBytes, each: each}
		if err := p.read([]int{at.column}, again.take); err != nil {
			at.in.lost(err)
			again.rows, again.codes, again.times = 0, nil, nil
			break
		}
	}
	again.pad(d.rows)
	return again
}
