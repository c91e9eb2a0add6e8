package data

import (
	"iter"
	"math/bits"
)

// Rows is a set of rows of one table, a bit for each. Sets are made with room for all rows of their table.
type Rows []uint64

// NewRows makes a set for a table of n rows: with all of them, or empty.
func NewRows(n int, all bool) Rows {
	r := make(Rows, (n+63)/64)
	if all {
		for i := range r {
			r[i] = ^uint64(0)
		}
		if n%64 != 0 {
			r[len(r)-1] = 1<<(n%64) - 1
		}
	}
	return r
}

// Has tells whether a row is in the set.
func (r Rows) Has(row int) bool { return row>>6 < len(r) && r[row>>6]>>(row&63)&1 == 1 }

// Set puts a row into the set.
func (r Rows) Set(row int) { r[row>>6] |= 1 << (row & 63) }

// And gives the rows that are in both sets.
func (r Rows) And(other Rows) Rows {
	both := make(Rows, len(r))
	for i := range min(len(r), len(other)) {
		both[i] = r[i] & other[i]
	}
	return both
}

// Or gives the rows that are in either set.
func (r Rows) Or(other Rows) Rows {
	if len(other) > len(r) {
		r, other = other, r
	}
	either := make(Rows, len(r))
	copy(either, r)
	for i := range other {
		either[i] |= other[i]
	}
	return either
}

// Not gives the rows of a table of n rows that are not in the set.
func (r Rows) Not(n int) Rows {
	rest := NewRows(n, true)
	for i := range min(len(r), len(rest)) {
		rest[i] &^= r[i]
	}
	return rest
}

// Count gives the number of rows in the set.
func (r Rows) Count() int {
	n := 0
	for _, word := range r {
		n += bits.OnesCount64(word)
	}
	return n
}

// All gives the rows of the set in their order.
func (r Rows) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range r {
			for ; word != 0; word &= word - 1 {
				if !yield(i<<6 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// Matching gives the rows whose cell in a column is one of the keys; none where there is no such column.
func (t *Table) Matching(column string, keys map[string]bool) Rows {
	c := t.Column(column)
	if c == nil {
		return NewRows(t.Rows, false)
	}
	flags := make([]bool, len(c.Words))
	for i, word := range c.Words {
		flags[i] = keys[word]
	}
	return t.rowsOf(c, flags)
}
