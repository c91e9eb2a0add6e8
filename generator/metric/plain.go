package metric

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"cxgen/generator/data"

	"github.com/shopspring/decimal"
)

// numbers are the rows of a column of numbers: sums, means, medians, extremes and given values.
type numbers struct {
	values []float64 // by word
	fates  []fate    // by word
	codes  []uint32
	exact  *exact
	finish func(r *numbers, p *placed) ([]estimate, *Mistake)
}

func (r *numbers) fate(row int) fate { return r.fates[r.codes[row]] }

func (r *numbers) tally(p *placed) ([]estimate, *Mistake) { return r.finish(r, p) }

// numbers reads a column; scale has its lowest and highest number, or nothing.
func (q *question) numbers(column string, scale []float64) *numbers {
	c := q.Table.Column(column)
	r := &numbers{values: c.AsNumbers(q.decimal()), fates: make([]fate, len(c.Words)), codes: c.Codes}
	for i, x := range r.values {
		switch {
		case math.IsNaN(x) && data.IsMissing(c.Words[i]):
			r.fates[i] = missing
		case math.IsNaN(x) || math.IsInf(x, 0):
			r.fates[i] = invalid
		case len(scale) == 2 && (x < scale[0] || x > scale[1]):
			r.fates[i] = outOfScale
		}
	}
	return r
}

// decimal is the mark before the fraction in the table's numbers.
func (q *question) decimal() byte {
	return cmp.Or(q.Table.Decimal, '.')
}

func (k *meanKind) read(q *question) (reading, *Mistake) {
	r := q.numbers(k.Column, k.Scale)
	r.exact = exactly(r.values)
	r.finish = (*numbers).means
	return r, nil
}

func (k *numberKind) read(q *question) (reading, *Mistake) {
	r := q.numbers(k.Column, k.Scale)
	switch k.name {
	case "sum":
		r.exact = exactly(r.values)
		r.finish = (*numbers).totals
	case "value":
		r.finish = func(r *numbers, p *placed) ([]estimate, *Mistake) { return r.single(p, q) }
	default:
		r.finish = func(r *numbers, p *placed) ([]estimate, *Mistake) { return r.ordered(p, k.name), nil }
	}
	return r, nil
}

// totals adds the numbers of each cell, in decimals.
func (r *numbers) totals(p *placed) ([]estimate, *Mistake) {
	sums, n := r.exact.sums(p, r.codes), p.bases()
	list := make([]estimate, p.cells)
	for cell := range list {
		list[cell] = number{Value: sums[cell].InexactFloat64(), N: n[cell], Defined: n[cell] > 0}
	}
	return list, nil
}

// means averages the numbers of each cell. Sums are exact; the squares about the mean are added in the order of the rows.
func (r *numbers) means(p *placed) ([]estimate, *Mistake) {
	sums, n := r.exact.sums(p, r.codes), p.bases()
	cells := make([]mean, p.cells)
	for i := range cells {
		if cells[i].N = n[i]; n[i] > 0 {
			cells[i].Eff = float64(n[i])
			cells[i].Mean = quotient(sums[i], decimal.NewFromInt(int64(n[i])))
		}
	}
	weighted := r.weigh(p, cells)
	least, most := make([]float64, p.cells), make([]float64, p.cells)
	seen := make([]int, p.cells)
	for row, cell := range p.all() {
		x := r.values[r.codes[row]]
		if seen[cell]++; seen[cell] == 1 || x < least[cell] {
			least[cell] = x
		}
		if seen[cell] == 1 || x > most[cell] {
			most[cell] = x
		}
		d := x - cells[cell].Mean
		w := 1.
		if weighted != nil && weighted[cell] > 0 {
			w = p.weight(row) / weighted[cell]
		}
		cells[cell].Variance += w * d * d
	}
	list := make([]estimate, p.cells)
	for i, a := range cells {
		switch {
		case a.N > 0 && least[i] == most[i]: // all the same: sums of weights may leave a rest
			a.Mean, a.Variance = least[i], 0
		case a.Eff > 1:
			a.Variance /= a.Eff - 1
		}
		list[i] = a
	}
	return list, nil
}

// weigh gives the cells their weighted means. For a cell of different weights it gives the mean weight, by which weights are
// divided so that they add to the effective base; 0 for a cell of equal ones, nil without weights.
func (r *numbers) weigh(p *placed, cells []mean) []float64 {
	if p.weights == nil {
		return nil
	}
	spreads, sums := make([]spread, p.cells), make([]float64, p.cells)
	for row, cell := range p.all() {
		w := p.weight(row)
		spreads[cell].add(w)
		sums[cell] += w * r.values[r.codes[row]]
	}
	divide := make([]float64, p.cells)
	for i, s := range spreads {
		if s.least < s.most {
			cells[i].Mean = sums[i] / s.sum
			cells[i].Eff = s.effective()
			divide[i] = s.sum / s.effective()
		}
	}
	return divide
}

// ordered gives the median, least or greatest number of each cell.
func (r *numbers) ordered(p *placed, what string) []estimate {
	list := make([]estimate, p.cells)
	for cell, values := range p.gather(func(row int) float64 { return r.values[r.codes[row]] }) {
		a := number{N: len(values), Defined: len(values) > 0}
		if a.Defined {
			switch what {
			case "min":
				a.Value = slices.Min(values)
			case "max":
				a.Value = slices.Max(values)
			default:
				a.Value = median(values)
			}
		}
		list[cell] = a
	}
	return list
}

// median sorts values and gives their middle, the mean of the two middle ones when they are even in number (type 7).
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// single gives the one number of each cell. Two numbers for one period are a mistake, except that without a period the
// latest is meant.
func (r *numbers) single(p *placed, q *question) ([]estimate, *Mistake) {
	list := make([]estimate, p.cells)
	rows := make([]int, p.cells)
	for i := range list {
		list[i], rows[i] = number{}, -1
	}
	for row, cell := range p.all() {
		if before := rows[cell]; before >= 0 {
			old, now := q.time.at(before), q.time.at(row)
			if q.time.of != nil || old == now {
				return nil, &Mistake{"metric", fmt.Sprintf("metric %q has several rows for one %s", q.Metric.Name, q.cellName()),
					"a value is one row a period; for rows to be added up or averaged use kind sum or mean"}
			}
			if now < old {
				continue
			}
		}
		rows[cell] = row
		list[cell] = number{Value: r.values[r.codes[row]], N: 1, Defined: true}
	}
	return list, nil
}

// countRows are rows, or the distinct values of a column in them.
type countRows struct {
	column *data.Column // nil for rows
	zero   bool         // none is a count, too
}

func (k *countKind) read(q *question) (reading, *Mistake) {
	r := &countRows{column: q.Table.Column(k.Column), zero: true}
	return r, nil
}

func (r *countRows) fate(row int) fate {
	if r.column != nil && data.IsMissing(r.column.Cell(row)) {
		return missing
	}
	return used
}

func (r *countRows) tally(p *placed) ([]estimate, *Mistake) {
	n := p.bases()
	counts := n
	if r.column != nil {
		counts = p.distinct(r.column.Codes)
	}
	list := make([]estimate, p.cells)
	for i := range list {
		list[i] = number{Value: float64(counts[i]), N: n[i], Defined: n[i] > 0 || r.zero}
	}
	return list, nil
}

// ratios divide one sum by another. A row counts when it has both numbers.
type ratios struct {
	top, bottom *numbers
	scale       decimal.Decimal
}

func (k *ratioKind) read(q *question) (reading, *Mistake) {
	r := &ratios{q.numbers(k.Column, nil), q.numbers(k.Per, nil), decimal.NewFromInt(1)}
	r.top.exact, r.bottom.exact = exactly(r.top.values), exactly(r.bottom.values)
	if q.Metric.Unit == Percent {
		r.scale = decimal.NewFromInt(100)
	}
	return r, nil
}

func (r *ratios) fate(row int) fate {
	if why := r.top.fate(row); why != used {
		return why
	}
	return r.bottom.fate(row)
}

func (r *ratios) tally(p *placed) ([]estimate, *Mistake) {
	top, bottom, n := r.top.exact.sums(p, r.top.codes), r.bottom.exact.sums(p, r.bottom.codes), p.bases()
	list := make([]estimate, p.cells)
	for i := range list {
		a := number{N: n[i]}
		if !bottom[i].IsZero() {
			a.Value, a.Defined = quotient(top[i].Mul(r.scale), bottom[i]), true
		}
		list[i] = a
	}
	return list, nil
}

// gather gives the values of each cell, in the order of the rows.
func (p *placed) gather(value func(row int) float64) [][]float64 {
	n := p.bases()
	lists := make([][]float64, p.cells)
	for i := range lists {
		lists[i] = make([]float64, 0, n[i])
	}
	for row, cell := range p.all() {
		lists[cell] = append(lists[cell], value(row))
	}
	return lists
}

// distinct counts the different words in each cell.
func (p *placed) distinct(codes []uint32) []int {
	pairs := make([]uint64, 0, len(p.of))
	for row, cell := range p.all() {
		pairs = append(pairs, uint64(cell)<<32|uint64(codes[row]))
	}
	slices.Sort(pairs)
	n := make([]int, p.cells)
	for _, pair := range slices.Compact(pairs) {
		n[pair>>32]++
	}
	return n
}
