package metric

import "slices"

// mostCounts is how many numbers one worker counts in for itself: beyond it one worker counts alone, which takes less memory.
const mostCounts = 1 << 16

// sum counts the used rows. Stretches of them are counted side by side, each into numbers of its own, which are then added in
// the order of the rows. size is how many numbers there are for each cell.
func sum[T any](p *placed, size int, add func(into []T, row int, cell int32), merge func(into, other []T)) []T {
	n := p.cells * size
	if n > mostCounts || len(p.of) <= batch {
		all := make([]T, n)
		for row, cell := range p.all() {
			add(all, row, cell)
		}
		return all
	}
	rows, cells := slices.Collect(slices.Chunk(p.rows, batch)), slices.Collect(slices.Chunk(p.of, batch))
	parts := make([][]T, len(cells))
	p.each.Over(len(cells), func(i int) {
		parts[i] = make([]T, n)
		for at, cell := range cells[i] {
			if cell >= 0 {
				add(parts[i], int(rows[i][at]), cell)
			}
		}
	})
	for _, part := range parts[1:] {
		merge(parts[0], part)
	}
	return parts[0]
}

// count counts the used rows of each cell by what they have: a number from 0 to size-1.
func (p *placed) count(size int, what func(row int) int) []int {
	return sum(p, size, func(into []int, row int, cell int32) { into[int(cell)*size+what(row)]++ }, func(into, other []int) {
		for i, n := range other {
			into[i] += n
		}
	})
}

// bases counts the used rows of each cell.
func (p *placed) bases() []int { return p.count(1, func(int) int { return 0 }) }
