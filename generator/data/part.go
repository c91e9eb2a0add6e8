package data

import "bytes"

const (
	partBytes  = 128 << 10 // of a file that one worker splits at a time: its cells stay in the processor's cache
	partsAhead = 16        // how many of them are split side by side
)

// part is a stretch of a file, split into cells. Where it starts may be a guess, as it is split before what stands in front
// of it: whether a row starts there is known when the part before has ended.
type part struct {
	from, end int // its rows start in [from, end)
	to        int // the start of the row after them

	first       int      // row in the sheet
	cells       [][]byte // of all rows
	ends        []int    // row → end of its cells
	short, wide counted  // rows with fewer and with more cells than the header
	ragged      int      // rows before the last short one
	strays      counted
	fault       fault
	where       int  // of the fault
	cut         bool // its last row goes on behind the page

	row   [][]byte // room for the row at hand
	extra []byte   // and for cells that are not as they stand in the text
}

// parts reads the rows of a body behind its header. Stretches of it are split into cells side by side; then, in their order,
// they are coded column by column, also side by side, while the next ones are split. So the table is the one that a single
// reader makes.
type parts struct {
	rowsOf
	most int // rows that the table can have where some are short
	size int // bytes of a part
	each Each
	done func() // is called when all columns have taken some rows; may be nil

	rows   int // of the table so far
	strays counted
	fault  fault
	where  int // of the fault

	short, wide counted
	sparse      bool // there are more
}

// rowsOf is a body of rows with delimiters, behind its header.
type rowsOf struct {
	*body
	pos   int // of the first row, or of the next one
	delim byte
	width int // cells of the header
	row   int // of the table
}

// page is the stretch of a body at hand.
type page struct {
	text []byte
	at   int // where it begins in the body
	last bool
}

// read reads all rows and gives the parts of each column in turn to take, with the rows that the table can be expected to have;
// a column of which take wants no more is left out from there on.
func (p *parts) read(columns []int, take func(column int, list []part, rows int) (more bool)) error {
	in, err := p.begin()
	if err != nil {
		return err
	}
	start, n := p.pos, p.size*partsAhead
	p.rows = p.row
	var here, ahead page
	now, next := make([]part, partsAhead), make([]part, partsAhead)
	cut := func() (list []part) { // the next stretch
		if err == nil && p.fault == none && p.pos < p.body.size {
			ahead.at = p.pos
			ahead.text, err = in.stretch(p.pos, n)
			ahead.last = ahead.at+len(ahead.text) == p.body.size
		}
		if err != nil || p.fault != none || p.pos >= p.body.size {
			return nil
		}
		return next[:p.guess(ahead, next)]
	}
	list := cut()
	p.each.Over(len(list), func(i int) { p.split(ahead, &list[i]) })
	for len(list) > 0 {
		before := p.pos
		now, next, here = next, now, ahead
		done := p.join(here, list)
		if p.sparse {
			break
		}
		if p.pos == before && p.fault == none { // a row is longer than the stretch
			n *= 2
			done, now, next = nil, next, now
		}
		expected := p.row + int(float64(p.rows-p.row)*float64(p.body.size-start)/float64(max(1, p.pos-start)))
		list = cut()
		more := make([]bool, len(columns))
		p.each.Over(len(columns)+len(list), func(i int) {
			if i < len(columns) {
				more[i] = take(columns[i], done, expected)
			} else {
				p.split(ahead, &list[i-len(columns)])
			}
		})
		if p.done != nil {
			p.done()
		}
		left := columns[:0]
		for i, column := range columns {
			if more[i] {
				left = append(left, column)
			}
		}
		columns = left
	}
	if gone := in.end(); err == nil {
		err = gone
	}
	return err
}

// guess cuts a page into parts and gives their number. A part starts behind a line end before which the quotes are even
// in number. Where that is wrong the part is split again.
func (p *parts) guess(in page, list []part) (n int) {
	all := in.at + len(in.text)
	for from := in.at; n < len(list) && from < all; n++ {
		end := in.outside(from, min(from+p.size, all), p.size)
		list[n].from, list[n].end = from, end
		from = end
	}
	return n
}

// outside gives the start of a line soon after end, outside of the quotes that open after from.
func (in page) outside(from, end, size int) int {
	from, end = from-in.at, end-in.at
	quotes := bytes.Count(in.text[from:end], []byte{'"'})
	for limit := min(end+size, len(in.text)); end < limit; {
		line := bytes.IndexByte(in.text[end:limit], '\n') + 1
		if line == 0 {
			break
		}
		quotes += bytes.Count(in.text[end:end+line], []byte{'"'})
		if end += line; quotes%2 == 0 {
			break
		}
	}
	return in.at + end
}

// split reads the rows that start in a part. The last one of a page may go on in the next: it is read there.
func (p *parts) split(text page, one *part) {
	in := newScanner(text.text, one.from-text.at, p.delim)
	in.cells, in.extra = one.row, one.extra[:0]
	one.cells, one.ends = one.cells[:0], one.ends[:0]
	one.ragged, one.short, one.wide, one.cut = 0, counted{}, counted{}, false
	one.strays = counted{}
	for in.pos+text.at < one.end && in.next() {
		cells := in.cells
		if in.pos == len(in.text) && !text.last {
			break
		}
		one.strays = in.strays
		if allBlank(cells) {
			continue
		}
		if len(cells) > p.width {
			if !allBlank(cells[p.width:]) {
				one.wide.count(text.at + in.start)
				continue
			}
			cells = cells[:p.width]
		}
		if len(cells) < p.width {
			one.short.count(text.at + in.start)
			one.ragged = len(one.ends)
		}
		one.cells = append(one.cells, cells...)
		one.ends = append(one.ends, len(one.cells))
	}
	one.row, one.extra = in.cells, in.extra
	one.to, one.fault, one.where = text.at+in.pos, in.fault, text.at+in.where
	if one.cut = !text.last && (in.pos == len(in.text) || in.fault == unclosed && len(in.text)-in.where < longest); one.cut {
		one.to, one.fault = text.at+in.start, none
	}
	if !one.cut {
		one.strays = in.strays
	}
	one.strays.first += text.at
}

// join takes over parts that were split, in their order and as far as they are whole. One that does not start where the part
// before it ended is split anew.
func (p *parts) join(text page, list []part) []part {
	for i := range list {
		one := &list[i]
		if p.pos >= one.end {
			one.ends = one.ends[:0] // a row of the part before reaches beyond it
			continue
		}
		if p.pos != one.from {
			one.from = p.pos
			p.split(text, one)
		}
		p.short.add(one.short)
		if one.short.n > 0 && p.rows+one.ragged > p.most {
			p.sparse = true
			return nil
		}
		one.first = p.rows
		p.rows += len(one.ends)
		p.pos = one.to
		p.wide.add(one.wide)
		p.strays.add(one.strays)
		if p.fault, p.where = one.fault, one.where; p.fault != none || one.cut {
			return list[:i+1]
		}
	}
	return list
}
