package metric

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// follows solves with fractions whether the target is a sum of multiples of the rows.
func follows(rows [][]int, target []int) bool {
	var m [][]*big.Rat
	for _, row := range append(slices.Clone(rows), target) {
		line := make([]*big.Rat, len(row))
		for i, v := range row {
			line[i] = big.NewRat(int64(v), 1)
		}
		m = append(m, line)
	}
	t, rest := m[len(m)-1], m[:len(m)-1]
	for column := range target {
		pivot := slices.IndexFunc(rest, func(row []*big.Rat) bool { return row[column].Sign() != 0 })
		if pivot < 0 {
			continue
		}
		p := rest[pivot]
		rest = slices.Delete(slices.Clone(rest), pivot, pivot+1)
		for _, row := range append(slices.Clone(rest), t) {
			if row[column].Sign() == 0 {
				continue
			}
			k := new(big.Rat).Quo(row[column], p[column])
			for i := range row {
				row[i] = new(big.Rat).Sub(row[i], new(big.Rat).Mul(k, p[i]))
			}
		}
	}
	return !slices.ContainsFunc(t, func(v *big.Rat) bool { return v.Sign() != 0 })
}

// TestConceal publishes random circles and tries every small set of parts: none may follow from what is shown.
func TestConceal(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 17))
	hid, shown, vain := 0, 0, 0
	for round := range 400 {
		parts := 2 + dice.IntN(6)
		s := secrecy{least: 5}
		for range parts {
			s.n = append(s.n, []int{1, 2, 3, 4, 7, 12, 30}[dice.IntN(7)])
		}
		masks := map[int]bool{}
		for range 1 + dice.IntN(8) {
			masks[1+dice.IntN(1<<parts-1)] = true
		}
		for mask := range 1 << parts {
			if masks[mask] {
				c := circle{name: fmt.Sprint(mask)}
				for part := range parts {
					if mask>>part&1 == 1 {
						c.parts = append(c.parts, int32(part))
					}
				}
				s.circles = append(s.circles, c)
			}
		}
		vector := func(list []int32) []int {
			v := make([]int, parts)
			for _, part := range list {
				v[part] = 1
			}
			return v
		}
		hidden := s.conceal()
		var rows [][]int
		for i, c := range s.circles {
			if !hidden[i] {
				shown++
				rows = append(rows, vector(c.parts))
			} else {
				hid++
			}
		}
		for i, c := range s.circles {
			if hidden[i] && follows(rows, vector(c.parts)) {
				t.Errorf("round %d: the hidden circle %v of %v follows from %v", round, c.parts, s.n, rows)
			}
			if !hidden[i] && s.size[i] < s.least {
				t.Errorf("round %d: %v of %v is shown", round, c.parts, s.n)
			}
		}
		for mask := 1; mask < 1<<parts; mask++ {
			var list []int32
			n := 0
			for part := range parts {
				if mask>>part&1 == 1 {
					list = append(list, int32(part))
					n += s.n[part]
				}
			}
			if n < s.least && follows(rows, vector(list)) {
				t.Errorf("round %d: %v of %v follows from %v", round, list, s.n, rows)
			}
		}
		// The counter-test: without the decision something of this kind does follow, in many rounds.
		for _, c := range s.circles {
			if n := 0; !slices.ContainsFunc(c.parts, func(part int32) bool { n += s.n[part]; return n >= s.least }) {
				vain++
			}
		}
	}
	if hid < 200 || shown < 200 || vain < 100 {
		t.Errorf("a weak test: %d hidden, %d shown, %d small", hid, shown, vain)
	}
}
