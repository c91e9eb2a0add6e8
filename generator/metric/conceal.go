package metric

import (
	"cmp"
	"slices"
	"strings"
)

// circle is the people, or rows, behind a published figure: a union of parts. Parts are disjoint.
type circle struct {
	name  string
	parts []int32 // ascending
	few   bool    // too few people for a figure, whatever the parts say
	note  bool    // told in passing, as in a note about rows: hidden before a figure is
	known bool    // told elsewhere: it cannot be hidden
}

// secrecy decides which circles must not be told, so that nothing about fewer than least people can be found out: not from a figure, nor
// by adding and subtracting figures (specification §0.8).
type secrecy struct {
	n       []int // people of each part
	circles []circle
	least   int
	alone   bool      // protect each small circle by itself, not what several have together
	figures [][]int32 // circles that stand in one figure, of which a reader can see that the hidden ones are what is left

	size   []int // people of each circle
	hidden []bool
}

// patience is how many rounds take away one figure of each proof; later rounds take all of it.
const patience = 60

// conceal tells which circles are hidden: the small ones, and the others by which something small could be computed.
//
// What can be computed is a question of linear algebra, since the number of people, and the sum behind a score, are added up over disjoint parts.
// As long as something small follows from the published circles, the smallest circle of its proof is hidden too; of equal ones the first by name.
// It is greedy: it may hide more than a cleverer choice would, and never less than is needed.
func (s *secrecy) conceal() []bool {
	s.size, s.hidden = make([]int, len(s.circles)), make([]bool, len(s.circles))
	for i, c := range s.circles {
		for _, part := range c.parts {
			s.size[i] += s.n[part]
		}
		s.hidden[i] = (c.few || s.small(s.size[i])) && !c.known
	}
	for round := 0; ; round++ {
		e := s.evidence()
		if !e.unmask(round >= patience) {
			s.restore(e)
			return s.hidden
		}
	}
}

func (s *secrecy) small(n int) bool { return n > 0 && n < s.least }

// evidence is what the published circles tell: parts that are in the same of them are never told apart, and make one class.
type evidence struct {
	*secrecy
	rows  []int32   // published circles, the smallest first
	class []int32   // part → class
	parts [][]int32 // class → parts
	count []int     // class → people
	in    [][]int32 // class → rows
	*system
}

func (s *secrecy) evidence() *evidence {
	e := &evidence{secrecy: s, class: make([]int32, len(s.n))}
	for i := range s.circles {
		if !s.hidden[i] && s.size[i] > 0 {
			e.rows = append(e.rows, int32(i))
		}
	}
	slices.SortStableFunc(e.rows, func(a, b int32) int { return cmp.Compare(s.size[a], s.size[b]) })
	// Each row splits the classes that it cuts through.
	type cut struct{ class, row int32 }
	fresh := map[cut]int32{}
	classes := int32(1)
	for row, i := range e.rows {
		for _, part := range s.circles[i].parts {
			at := cut{e.class[part], int32(row)}
			to, ok := fresh[at]
			if !ok {
				to = classes
				classes++
				fresh[at] = to
			}
			e.class[part] = to
		}
	}
	number := map[int32]int32{}
	for part := range e.class {
		if s.n[part] == 0 {
			e.class[part] = -1
			continue
		}
		to, ok := number[e.class[part]]
		if !ok {
			to = int32(len(number))
			number[e.class[part]] = to
			e.parts, e.count = append(e.parts, nil), append(e.count, 0)
		}
		e.class[part] = to
		e.parts[to] = append(e.parts[to], int32(part))
		e.count[to] += s.n[part]
	}
	e.in = make([][]int32, len(e.parts))
	for row, i := range e.rows {
		for _, part := range s.circles[i].parts {
			if c := e.class[part]; c >= 0 && e.parts[c][0] == part {
				e.in[c] = append(e.in[c], int32(row))
			}
		}
	}
	e.system = newSystem(len(e.rows), e.in)
	return e
}

// classes gives the classes that make a circle; false when it is not made of whole ones, so that nobody can compute it.
func (e *evidence) classes(i int) ([]int32, bool) {
	var list []int32
	sum := 0
	for _, part := range e.circles[i].parts {
		if c := e.class[part]; c >= 0 && e.parts[c][0] == part {
			list = append(list, c)
			sum += e.count[c]
		}
	}
	return list, sum == e.size[i]
}

// unmask looks for small circles that follow from the published ones, and hides a circle of each proof, or all. It tells whether it hid any.
func (e *evidence) unmask(all bool) bool {
	taken := map[int32]bool{} // rows that this call hid
	found := func(proof []int32) {
		if slices.ContainsFunc(proof, func(row int32) bool { return taken[row] }) {
			return // that proof is gone; others come to light in the next round
		}
		for _, row := range e.choose(proof, all) {
			taken[row] = true
			e.hidden[e.rows[row]] = true
		}
	}
	follows := func(classes ...int32) {
		if e.holds(classes) {
			found(e.proof(classes))
		}
	}
	for i := range e.circles {
		if e.hidden[i] && e.small(e.size[i]) {
			if classes, whole := e.classes(i); whole {
				follows(classes...)
			}
		}
	}
	if e.alone {
		return len(taken) > 0
	}
	twins := map[uint64][]int32{}
	for c, n := range e.count {
		if !e.small(n) {
			continue
		}
		follows(int32(c))
		// Two classes that only together follow have keys that add up to 0.
		for _, other := range twins[minus(e.key[c])] {
			if e.small(n + e.count[other]) {
				follows(int32(c), other)
			}
		}
		if e.key[c] != 0 {
			twins[e.key[c]] = append(twins[e.key[c]], int32(c))
		}
	}
	e.leftovers(follows)
	e.nested(follows)
	return len(taken) > 0
}

// leftovers looks at what the hidden circles of one figure come to together.
func (e *evidence) leftovers(follows func(classes ...int32)) {
	for _, figure := range e.figures {
		var classes []int32
		sum, whole := 0, true
		for _, i := range figure {
			if e.hidden[i] {
				list, ok := e.classes(int(i))
				classes, sum, whole = append(classes, list...), sum+e.size[i], whole && ok
			}
		}
		slices.Sort(classes)
		if distinct := len(slices.Compact(slices.Clone(classes))); whole && e.small(sum) && distinct == len(classes) {
			follows(classes...)
		}
	}
}

// nested looks for circles that hold all of another one and only a few people more. What is hidden, but follows, is as good as told.
func (e *evidence) nested(follows func(classes ...int32)) {
	of := make([][]int32, len(e.circles)) // circle → classes, of those that a reader knows
	in := make([][]int32, len(e.parts))   // class → circles
	for i := range e.circles {
		classes, whole := e.classes(i)
		if whole && len(classes) > 0 && (!e.hidden[i] || e.holds(classes)) {
			of[i] = classes
			for _, c := range classes {
				in[c] = append(in[c], int32(i))
			}
		}
	}
	for inner, classes := range of {
		if classes == nil {
			continue
		}
	outers:
		for _, outer := range in[classes[0]] {
			if !e.small(e.size[outer] - e.size[inner]) {
				continue
			}
			for _, c := range classes[1:] {
				if _, inside := slices.BinarySearch(in[c], outer); !inside {
					continue outers
				}
			}
			follows(slices.DeleteFunc(slices.Clone(of[outer]), func(c int32) bool { return slices.Contains(classes, c) })...)
		}
	}
}

// choose gives the row of a proof that is hidden, or all that can be.
func (e *evidence) choose(proof []int32, all bool) []int32 {
	rows := slices.DeleteFunc(slices.Clone(proof), func(row int32) bool { return e.circles[e.rows[row]].known })
	if all || len(rows) == 0 {
		return rows
	}
	return []int32{slices.MinFunc(rows, func(a, b int32) int {
		x, y := e.circles[e.rows[a]], e.circles[e.rows[b]]
		return cmp.Or(-compareBool(x.note, y.note), cmp.Compare(e.size[e.rows[a]], e.size[e.rows[b]]), strings.Compare(x.name, y.name), cmp.Compare(e.rows[a], e.rows[b]))
	})}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// restore shows again what was hidden in vain: large circles that follow from those that are shown.
func (s *secrecy) restore(e *evidence) {
	for i := range s.circles {
		if s.hidden[i] && !s.circles[i].few && !s.small(s.size[i]) {
			if classes, whole := e.classes(i); whole && e.holds(classes) {
				s.hidden[i] = false
			}
		}
	}
}
