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
	where       int // of the fault

	row   [][]byte // room for the row at hand
	extra []byte   // and for cells that are not as they stand in the text
}

// parts reads the rows of a file behind its header. Stretches of it are split into cells side by side; then, in their order,
// they are coded column by column, also side by side, while the next ones are split. So the table is the one that a single
// reader makes.
type parts struct {
	*scanner     // at the first row
	width    int // cells of the header
	rows     int // of the table so far
	most     int // rows that the table can have where some are short
	size     int // bytes of a part

	short, wide counted
	sparse      bool // there are more
}

// read reads all rows and gives the parts of each column in turn to take, with the rows that the table can be expected to have;
// a column of which take wants no more is left out from there on.
func (p *parts) read(each Each, columns []int, take func(column int, list []part, rows int) (more bool)) {
	start, before := p.pos, p.rows
	now, next := make([]part, partsAhead), make([]part, partsAhead)
	ahead := p.guess(next)
	each.Over(ahead, func(i int) { p.split(&next[i]) })
	for ahead > 0 {
		now, next = next, now
		here := p.join(now[:ahead])
		if p.sparse {
			return
		}
		expected := before + int(float64(p.rows-before)*float64(len(p.text)-start)/float64(max(1, p.pos-start)))
		if ahead = 0; p.fault == none {
			ahead = p.guess(next)
		}
		more := make([]bool, len(columns))
		each.Over(len(columns)+ahead, func(i int) {
			if i < len(columns) {
				more[i] = take(columns[i], here, expected)
			} else {
				p.split(&next[i-len(columns)])
			}
		})
		left := columns[:0]
		for i, column := range columns {
			if more[i] {
				left = append(left, column)
			}
		}
		columns = left
	}
}

// guess cuts what follows into parts and gives their number. A part starts behind a line end before which the quotes are even
// in number. Where that is wrong the part is split again.
func (p *parts) guess(list []part) (n int) {
	for from := p.pos; n < len(list) && from < len(p.text); n++ {
		end := p.outside(from, min(from+p.size, len(p.text)))
		list[n].from, list[n].end = from, end
		from = end
	}
	return n
}

// outside gives the start of a line soon after end, outside of the quotes that open after from.
func (p *parts) outside(from, end int) int {
	quotes := bytes.Count(p.text[from:end], []byte{'"'})
	for limit := min(end+p.size, len(p.text)); end < limit; {
		line := bytes.IndexByte(p.text[end:limit], '\n') + 1
		if line == 0 {
			break
		}
		quotes += bytes.Count(p.text[end:end+line], []byte{'"'})
		if end += line; quotes%2 == 0 {
			break
		}
	}
	return end
}

// split reads the rows that start in a part.
func (p *parts) split(one *part) {
	width := p.width
	in := scanner{text: p.text, pos: one.from, delim: p.delim, stop: p.stop, cells: one.row, extra: one.extra[:0]}
	one.cells, one.ends = one.cells[:0], one.ends[:0]
	one.ragged, one.short, one.wide = 0, counted{}, counted{}
	for in.pos < one.end && in.next() {
		cells := in.cells
		if allBlank(cells) {
			continue
		}
		if len(cells) > width {
			if !allBlank(cells[width:]) {
				one.wide.count(in.start)
				continue
			}
			cells = cells[:width]
		}
		if len(cells) < width {
			one.short.count(in.start)
			one.ragged = len(one.ends)
		}
		one.cells = append(one.cells, cells...)
		one.ends = append(one.ends, len(one.cells))
	}
	one.to, one.row, one.extra = in.pos, in.cells, in.extra
	one.strays, one.fault, one.where = in.strays, in.fault, in.where
}

// join takes over parts that were split, in their order and as far as they are whole. One that does not start where the part
// before it ended is split anew.
func (p *parts) join(list []part) []part {
	for i := range list {
		one := &list[i]
		if p.pos >= one.end {
			one.ends = one.ends[:0] // a row of the part before reaches beyond it
			continue
		}
		if p.pos != one.from {
			one.from = p.pos
			p.split(one)
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
		if p.fault, p.where = one.fault, one.where; p.fault != none {
			return list[:i+1]
		}
	}
	return list
}
