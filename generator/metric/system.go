package metric

import (
	"math/bits"
	"slices"
)

// prime is 2⁶¹-1. Sums of published counts are solved modulo it, which is exact and fast; what follows from the counts in fractions
// follows also here, but for fractions with this prime below the line, which sums of counts do not have.
const prime = 1<<61 - 1

func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return plus(high<<3|low>>61, low&prime)
}

func plus(a, b uint64) uint64 {
	if a += b; a >= prime {
		a -= prime
	}
	return a
}

func minus(a uint64) uint64 {
	if a == 0 {
		return 0
	}
	return prime - a
}

// inverse is a to the power of prime-2 (Fermat).
func inverse(a uint64) uint64 {
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = times(result, a)
		}
		a = times(a, a)
	}
	return result
}

// scramble gives a number that looks random, and is the same in every build (splitmix64).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// entry is a place of a sparse vector.
type entry struct {
	at    int32
	value uint64
}

// stair is a column that is independent of the ones before it: column minus the sum of times·earlier stair. Its first entry is where no earlier
// stair begins.
type stair struct {
	column int
	rest   []entry
	used   []entry // earlier stairs (their numbers), and how often each was taken away
	unit   uint64  // inverse of the first entry
}

// system is the equations that a reader can set up. A row is a published count, a column is a part of the people: the count is
// the sum of its parts. Rows are numbered from the smallest count to the largest, so that columns stay sparse while they are solved.
type system struct {
	rows    int
	columns [][]int32 // the rows that a part is in, ascending
	stairs  []stair
	begins  []int32  // row → stair that begins there, -1 for none
	key     []uint64 // a random solution of: the parts of every row add up to 0
}

// newSystem solves the system.
func newSystem(rows int, columns [][]int32) *system {
	s := &system{rows: rows, columns: columns, begins: make([]int32, rows), key: make([]uint64, len(columns))}
	for i := range s.begins {
		s.begins[i] = -1
	}
	rest := make([]uint64, rows)
	var v, next []entry
	for c, column := range columns {
		v = v[:0]
		for _, row := range column {
			v = append(v, entry{row, 1})
		}
		var used []entry
		for len(v) > 0 && s.begins[v[0].at] >= 0 {
			number := s.begins[v[0].at]
			e := &s.stairs[number]
			k := times(v[0].value, e.unit)
			used = append(used, entry{number, k})
			next = subtract(next[:0], v, e.rest, k)
			v, next = next, v
		}
		if len(v) > 0 {
			s.begins[v[0].at] = int32(len(s.stairs))
			s.stairs = append(s.stairs, stair{c, slices.Clone(v), used, inverse(v[0].value)})
			continue
		}
		s.key[c] = scramble(uint64(c)) % prime
		for _, row := range column {
			rest[row] = plus(rest[row], minus(s.key[c]))
		}
	}
	s.solve(rest)
	return s
}

// subtract appends v - k·w to the terms of to.
func subtract(to, v, w []entry, k uint64) []entry {
	k = minus(k)
	for len(v) > 0 || len(w) > 0 {
		switch {
		case len(w) == 0 || len(v) > 0 && v[0].at < w[0].at:
			to, v = append(to, v[0]), v[1:]
		case len(v) == 0 || w[0].at < v[0].at:
			to, w = append(to, entry{w[0].at, times(k, w[0].value)}), w[1:]
		default:
			if sum := plus(v[0].value, times(k, w[0].value)); sum != 0 {
				to = append(to, entry{v[0].at, sum})
			}
			v, w = v[1:], w[1:]
		}
	}
	return to
}

// solve gives the independent columns their keys, such that what they add to the rows is rest.
func (s *system) solve(rest []uint64) {
	share := make([]uint64, len(s.stairs))
	for _, number := range s.begins {
		if number < 0 {
			continue
		}
		e := &s.stairs[number]
		k := times(rest[e.rest[0].at], e.unit)
		share[number] = k
		for _, t := range e.rest {
			rest[t.at] = plus(rest[t.at], minus(times(k, t.value)))
		}
	}
	for i := len(s.stairs) - 1; i >= 0; i-- {
		s.key[s.stairs[i].column] = share[i]
		for _, t := range s.stairs[i].used {
			share[t.at] = plus(share[t.at], minus(times(share[i], t.value)))
		}
	}
}

// holds tells whether the sum of some columns' parts follows from the rows. It never misses one that does; that it takes one for following
// that does not would be a chance of 1 in prime.
func (s *system) holds(columns []int32) bool {
	sum := uint64(0)
	for _, c := range columns {
		sum = plus(sum, s.key[c])
	}
	return sum == 0
}

// proof gives rows from which the sum of some columns' parts follows, when it does.
func (s *system) proof(columns []int32) []int32 {
	wanted := map[int]bool{}
	for _, c := range columns {
		wanted[int(c)] = true
	}
	of := make([]uint64, len(s.stairs)) // the sum that the rows must give in each stair
	for i := range s.stairs {
		if wanted[s.stairs[i].column] {
			of[i] = 1
		}
		for _, t := range s.stairs[i].used {
			of[i] = plus(of[i], minus(times(t.value, of[t.at])))
		}
	}
	factor := make([]uint64, s.rows)
	var rows []int32
	for row := s.rows - 1; row >= 0; row-- {
		if s.begins[row] < 0 {
			continue
		}
		e := &s.stairs[s.begins[row]]
		sum := of[s.begins[row]]
		for _, t := range e.rest[1:] {
			sum = plus(sum, minus(times(factor[t.at], t.value)))
		}
		if factor[row] = times(sum, e.unit); factor[row] != 0 {
			rows = append(rows, int32(row))
		}
	}
	return rows
}
