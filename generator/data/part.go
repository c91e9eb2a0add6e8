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
	*scanner
	at   []int // cell of a row → place in the sheet
	into *sheet

	short, wide counted
	start, rows int // where the file's first row starts, and how many the sheet had before it
}

// read reads all rows. It gives false when the file has far fewer cells than its header promises.
func (p *parts) read() bool {
	p.start, p.rows = p.pos, p.into.rows
	now, next := make([]part, partsAhead), make([]part, partsAhead)
	ahead := p.guess(next)
	p.into.each.Over(ahead, func(i int) { p.split(&next[i]) })
	for ahead > 0 {
		now, next = next, now
		here, whole := p.join(now[:ahead])
		if !whole {
			return false
		}
		expected := p.expected()
		ahead = 0
		if p.fault == none {
			ahead = p.guess(next)
		}
		p.into.each.Over(len(p.at)+ahead, func(i int) {
			if i >= len(p.at) {
				p.split(&next[i-len(p.at)])
				return
			}
			for k := range here {
				one := &here[k]
				p.into.columns[p.at[i]].take(one, i, expected)
			}
		})
	}
	return true
}

// expected gives how many rows the sheet will have, by what was read so far.
func (p *parts) expected() int {
	done, all := max(1, p.pos-p.start), len(p.text)-p.start
	return p.rows + int(float64(p.into.rows-p.rows)*float64(all)/float64(done))
}

// guess cuts what follows into parts and gives their number. A part starts behind a line end before which the quotes are even
// in number. Where that is wrong the part is split again.
func (p *parts) guess(list []part) (n int) {
	for from := p.pos; n < len(list) && from < len(p.text); n++ {
		end := p.outside(from, min(from+p.into.part, len(p.text)))
		list[n].from, list[n].end = from, end
		from = end
	}
	return n
}

// outside gives the start of a line soon after end, outside of the quotes that open after from.
func (p *parts) outside(from, end int) int {
	quotes := bytes.Count(p.text[from:end], []byte{'"'})
	for limit := min(end+p.into.part, len(p.text)); end < limit; {
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
	width := len(p.at)
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
func (p *parts) join(list []part) (here []part, whole bool) {
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
		if one.short.n > 0 && p.into.sparse(p.into.rows+one.ragged) {
			p.short.add(one.short)
			return nil, false
		}
		one.first = p.into.rows
		p.into.rows += len(one.ends)
		p.pos = one.to
		p.short.add(one.short)
		p.wide.add(one.wide)
		p.strays.add(one.strays)
		if p.fault, p.where = one.fault, one.where; p.fault != none {
			return list[:i+1], true
		}
	}
	return list, true
}
