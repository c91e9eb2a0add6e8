package metric

import (
	"fmt"

	"cxgen/generator/data"

	"github.com/shopspring/decimal"
)

// sums are rows of figures that were counted elsewhere: columns of numbers, added up in each cell. A row counts when it has all of them.
type sums struct {
	*question
	columns  []*numbers // nil for a column that the table does not have, which stands for zeros
	snapshot bool       // rows of different moments cannot be added up
	alone    bool       // so cannot two rows
	finish   func(sum []decimal.Decimal, rows int) estimate
}

// sums reads columns; "" stands for none.
func (q *question) sums(names ...string) *sums {
	r := &sums{question: q}
	for _, name := range names {
		var n *numbers
		if name != "" && q.Table.Column(name) != nil {
			n = q.numbers(name, nil)
			n.exact = exactly(n.values)
		}
		r.columns = append(r.columns, n)
	}
	return r
}

func (r *sums) fate(row int) fate {
	for _, n := range r.columns {
		if n != nil {
			if why := n.fate(row); why != used {
				return why
			}
		}
	}
	return used
}

func (r *sums) tally(p *placed) ([]estimate, *Mistake) {
	if r.snapshot {
		var mistake *Mistake
		if p, mistake = r.latest(p); mistake != nil {
			return nil, mistake
		}
	}
	n := p.bases()
	table := make([][]decimal.Decimal, p.cells)
	for cell := range table {
		table[cell] = make([]decimal.Decimal, len(r.columns))
	}
	for i, column := range r.columns {
		if column == nil {
			continue
		}
		for cell, sum := range column.exact.sums(p, column.codes) {
			table[cell][i] = sum
		}
	}
	list := make([]estimate, p.cells)
	for cell := range list {
		if r.alone && n[cell] > 1 {
			if !r.pools(p) {
				return nil, &Mistake{"metric", fmt.Sprintf("metric %q has several rows for one %s", r.Metric.Name, r.cellName()),
					"rates do not add up: the table wants one row a period or group, or the rates as numbers in data/metrics.toml"}
			}
			n[cell] = 0 // there is no total
		}
		list[cell] = r.finish(table[cell], n[cell])
	}
	return list, nil
}

// heads tells which rows the figures of a question are made of, and how many people each row of the table stands for.
func (r *sums) heads(p *placed) (of *placed, heads []int32, mistake *Mistake) {
	if r.snapshot {
		if p, mistake = r.latest(p); mistake != nil {
			return nil, nil, mistake
		}
	}
	next := int32(-1)
	each, mistake := r.tally(p.moved(len(p.rows), func(int, int32) int32 { next++; return next }))
	if mistake != nil {
		return nil, nil, mistake
	}
	heads, next = make([]int32, r.Table.Rows), 0
	for row := range p.all() {
		heads[row] = int32(each[next].base())
		next++
	}
	return p, heads, nil
}

// latest leaves the rows of one moment in each cell: without a period the last one; in a period there may be only one, since customers at
// the start of two months are not customers at the start of both together.
func (r *sums) latest(p *placed) (*placed, *Mistake) {
	last := make([]int64, p.cells)
	for i := range last {
		last[i] = data.NoTime
	}
	for row, cell := range p.all() {
		at := r.time.at(row)
		if before := last[cell]; before != data.NoTime && before != at && r.time.of != nil && !r.pools(p) {
			return nil, &Mistake{"metric", fmt.Sprintf("metric %q has rows of several days, %s and %s, for one %s", r.Metric.Name, r.date(before), r.date(at), r.cellName()),
				"rates of several periods cannot be added up: ask for the unit in which the rows stand"}
		}
		last[cell] = max(last[cell], at)
	}
	return p.moved(p.cells, func(row int, cell int32) int32 {
		if r.time.at(row) != last[cell] {
			return -1
		}
		return cell
	}), nil
}

// pools tells whether cells were put together for a total.
func (r *sums) pools(p *placed) bool {
	return p.cells < max(1, len(r.time.slots))*r.perSlot()
}

// quotient divides two sums; by 0 it is 0, for callers that have checked. Floats come last: 0.15 / 6 is 0.025, and not
// 0.024999999999999998, which would be printed as another cent.
func quotient(a, b decimal.Decimal) float64 {
	if b.IsZero() {
		return 0
	}
	return a.DivRound(b, 30).InexactFloat64()
}
