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
	mu    *sync.Mutex // of all columns of the table: who reads some does not read those that another reads

	done  atomic.Bool // they are read
	known bool        // the words are, and only their codes are not

	damaged string // one of its first words that a spreadsheet has shortened
	folded  bool   // its first words are objects

	timed bool           // it is a column of times
	tz    *time.Location // they are of a clock at that place; nil for instants
	dated atomic.Bool    // its times are held
	times []int64        // by row: Unix seconds
}

// opened gives a column with its words.
func (c *Column) opened() *Column {
	open([]*Column{c}, nil)
	return c
}

// open reads those columns that were left, and the instants of when, which may be nil, all in one reading of their files.
func open(columns []*Column, when *Column) {
	left := func(c *Column) bool { return c.later != nil && !c.later.done.Load() }
	if when != nil && (when.later == nil || !when.later.timed || when.later.dated.Load()) {
		when = nil
	}
	first := when
	if i := slices.IndexFunc(columns, left); i >= 0 {
		first = columns[i]
	}
	if first == nil {
		return
	}
	first.later.mu.Lock()
	defer first.later.mu.Unlock()
	var all []*Column
	var drafts []*draft
	var forms []form
	for _, c := range columns {
		if left(c) && !slices.Contains(all, c) {
			all, drafts, forms = append(all, c), append(drafts, c.later.draft), append(forms, asWords)
		}
	}
	if when != nil && !when.later.dated.Load() {
		all, drafts, forms = append(all, when), append(drafts, when.later.draft), append(forms, asTimes)
	}
	for i, made := range reread(drafts, forms, first.later.each) {
		c, l := all[i], all[i].later
		if forms[i] == asTimes {
			l.times = l.instants(made.times)
			l.dated.Store(true)
			continue
		}
		made := made.column()
		if !l.known {
			c.Words = made.Words
		}
		if c.Codes = made.Codes; l.timed {
			c.Times = l.timesOf(c.Words)
		}
		l.done.Store(true)
	}
}

// latest gives the last instant of a column of times, NoTime for none.
func (l *later) latest() int64 { return l.instants([]int64{l.draft.span[1]})[0] }

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

// named gives a column under another name.
func (c *Column) named(name string) *Column {
	again := &Column{Name: name, Kind: c.Kind, Words: c.Words, Codes: c.Codes, Numbers: c.Numbers, Times: c.Times,
		Question: c.Question, Doubt: c.Doubt, dating: c.dating}
	if l := c.later; l != nil && !l.done.Load() {
		again.later = &later{draft: l.draft, each: l.each, mu: l.mu, known: l.known, damaged: l.damaged, folded: l.folded, timed: l.timed, tz: l.tz, times: slices.Clone(l.times)}
		again.later.dated.Store(l.times != nil)
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
	for i := len("2026-03-31 14"); i < len(cell); i++ {
		switch cell[i] {
		case 'Z', 'z', '+', '-', 'U':
			zoned = withZone
		}
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
func (d *draft) later(each Each, mu *sync.Mutex) *Column {
	c := &Column{Name: d.name, Question: d.question}
	l := &later{draft: d, each: each, mu: mu, damaged: d.damaged, folded: d.folded, timed: d.form == asTimes}
	switch {
	case d.form == asWords:
		c, l.known = d.column(), true
	case !d.loose:
		l.times = d.times
		l.dated.Store(l.timed)
	}
	d.words, d.slots, d.codes, d.times = nil, nil, nil, nil
	c.later = l
	return c
}

// reread reads drafts that were left, each in a form, all in one reading of their files.
func reread(drafts []*draft, forms []form, each Each) []*draft {
	made := make([]*draft, len(drafts))
	var files []*rowsOf
	for i, d := range drafts {
		made[i] = newDraft(d.name, d.seed)
		made[i].tried, made[i].typed, made[i].cells, made[i].question, made[i].form = true, d.typed, d.cells, d.question, forms[i]
		files = d.files(files)
	}
	for _, in := range files {
		if err := through(in, made, each, nil); err != nil {
			in.lost(err)
			for _, d := range made {
				d.rows, d.codes, d.times = 0, nil, nil
			}
			break
		}
	}
	for i, d := range made {
		d.pad(drafts[i].rows)
	}
	return made
}

func (d *draft) again(each Each, as form) *draft { return reread([]*draft{d}, []form{as}, each)[0] }

// files adds to a list, in the order of their rows, the files in which cells of a draft stand.
func (d *draft) files(list []*rowsOf) []*rowsOf {
	for _, at := range d.cells {
		if !slices.Contains(list, at.in) {
			list = append(list, at.in)
		}
	}
	slices.SortFunc(list, func(a, b *rowsOf) int { return a.row - b.row })
	return list
}

// through reads the cells of drafts in one file. done is called with the number of the rows so far whenever all have taken some.
func through(in *rowsOf, drafts []*draft, each Each, done func(rows int)) error {
	var here []*draft
	var numbers, columns []int
	for _, d := range drafts {
		if at := slices.IndexFunc(d.cells, func(at cells) bool { return at.in == in }); at >= 0 {
			numbers, columns = append(numbers, len(here)), append(columns, d.cells[at].column)
			here = append(here, d)
		}
	}
	p := parts{rowsOf: *in, most: math.MaxInt, size: partBytes, each: each}
	if done != nil {
		p.done = func() { done(p.rows) }
	}
	return p.read(numbers, func(i int, list []part, rows int) bool {
		if done != nil {
			rows = 0 // they are not held
		}
		return here[i].take(columns[i], list, rows)
	})
}
