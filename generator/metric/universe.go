package metric

import (
	"slices"
	"strings"
)

// universe is all that is published about the same rows or users. Every published figure cuts them further into atoms: those
// that are in the same figures throughout.
type universe struct {
	least   int
	atom    []int32  // row or user → atom
	from    []origin // atom → where it comes from; atom 0 is in no figure
	parts   int32
	circles []circle // of parts
	ids     []uint64
	byID    map[uint64]int // circle
	figures [][]int32      // see secrecy.figures
	heads   []int32        // see coverage.heads
	stale   bool           // a bridge hides more than was decided
}

// origin is the atom that an atom was cut from, and the part that cut it.
type origin struct{ atom, part int32 }

// mostDense is how large the table of atoms and parts may be for each row before a map takes its place.
const mostDense = 8

func newUniverse(space int) *universe {
	return &universe{atom: make([]int32, space), from: []origin{{}}, byID: map[uint64]int{}}
}

// add cuts the atoms by the parts of a coverage. It gives the number of each of its circles, -1 for one that is known.
func (u *universe) add(c coverage) []int32 {
	u.least = max(u.least, c.least)
	if u.heads == nil {
		u.heads = slices.Clone(c.heads)
	}
	for row, n := range c.heads {
		u.heads[row] = max(u.heads[row], n)
	}
	atoms, parts := len(u.from), len(c.sums)
	var number func(atom, part int32) *int32
	if atoms*parts <= mostDense*len(c.of)+1<<16 {
		dense := make([]int32, atoms*parts)
		number = func(atom, part int32) *int32 { return &dense[int(atom)*parts+int(part)] }
	} else {
		sparse := map[origin]*int32{}
		number = func(atom, part int32) *int32 {
			at := sparse[origin{atom, part}]
			if at == nil {
				at = new(int32)
				sparse[origin{atom, part}] = at
			}
			return at
		}
	}
	for i, part := range c.of {
		if part < 0 {
			continue
		}
		unit := c.units[i]
		to := number(u.atom[unit], part)
		if *to == 0 {
			*to = int32(len(u.from))
			u.from = append(u.from, origin{u.atom[unit], u.parts + part})
		}
		u.atom[unit] = *to
	}
	var figure, numbers []int32
	for _, one := range c.circles {
		if one.known {
			numbers = append(numbers, -1)
			continue
		}
		id := c.id(one)
		if i, known := u.byID[id]; known {
			figure, numbers = append(figure, int32(i)), append(numbers, int32(i))
			same := &u.circles[i]
			same.note = same.note && one.note
			same.few = same.few || one.few
			if strings.Compare(one.name, same.name) < 0 {
				same.name = one.name
			}
			continue
		}
		figure, numbers = append(figure, int32(len(u.circles))), append(numbers, int32(len(u.circles)))
		u.byID[id] = len(u.circles)
		u.ids = append(u.ids, id)
		moved := one
		moved.parts = nil
		for _, part := range one.parts {
			moved.parts = append(moved.parts, u.parts+part)
		}
		u.circles = append(u.circles, moved)
	}
	u.figures = append(u.figures, figure)
	u.parts += int32(parts)
	return numbers
}

// decide tells of each circle whether it is hidden.
func (u *universe) decide() []bool {
	s := secrecy{least: u.least, n: make([]int, len(u.from)), figures: u.figures}
	for unit, atom := range u.atom {
		if u.heads == nil {
			s.n[atom]++
		} else {
			s.n[atom] += int(u.heads[unit])
		}
	}
	s.n[0] = 0
	inside := make([][]int32, u.parts) // part → atoms
	for atom, n := range s.n {
		if n == 0 {
			continue
		}
		for at := int32(atom); at != 0; at = u.from[at].atom {
			inside[u.from[at].part] = append(inside[u.from[at].part], int32(atom))
		}
	}
	for _, one := range u.circles {
		moved := one
		moved.parts = nil
		for _, part := range one.parts {
			moved.parts = append(moved.parts, inside[part]...)
		}
		s.circles = append(s.circles, moved)
	}
	return s.conceal()
}
