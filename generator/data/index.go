package data

import "sync"

// index lists the rows of each word of a column, so that a thousand pages that ask for one word each do not look at all rows
// a thousand times.
type index struct {
	ends []int32 // word → end of its rows
	rows []int32
}

func newIndex(c *Column) *index {
	x := &index{ends: make([]int32, len(c.Words)+1), rows: make([]int32, len(c.Codes))}
	for _, code := range c.Codes {
		x.ends[code+1]++
	}
	for i := range c.Words {
		x.ends[i+1] += x.ends[i]
	}
	for row, code := range c.Codes {
		x.rows[x.ends[code]] = int32(row)
		x.ends[code]++
	}
	return x
}

// of gives the rows of a word.
func (x *index) of(word int) []int32 {
	start := int32(0)
	if word > 0 {
		start = x.ends[word-1]
	}
	return x.rows[start:x.ends[word]]
}

// indexes are the indexes of a table's columns, each made when it is first of use.
type indexes struct {
	mu sync.Mutex
	of map[*Column]func() *index
}

func (all *indexes) index(c *Column) *index {
	all.mu.Lock()
	if all.of == nil {
		all.of = map[*Column]func() *index{}
	}
	x := all.of[c]
	if x == nil {
		x = sync.OnceValue(func() *index { return newIndex(c) })
		all.of[c] = x
	}
	all.mu.Unlock()
	return x()
}

// indexFrom is how many words a column has for each that is asked for, when an index is worth its memory.
const indexFrom = 64

// rowsOf gives the rows whose word in a column is flagged.
func (t *Table) rowsOf(c *Column, flags []bool) Rows {
	r := NewRows(t.Rows, false)
	asked := 0
	for _, flag := range flags {
		if flag {
			asked++
		}
	}
	switch {
	case asked == 0:
	case t.indexes != nil && asked*indexFrom <= len(flags):
		x := t.indexes.index(c)
		for word, flag := range flags {
			if flag {
				for _, row := range x.of(word) {
					r.Set(int(row))
				}
			}
		}
	default:
		for row, code := range c.Codes {
			if flags[code] {
				r.Set(row)
			}
		}
	}
	return r
}
