package metric

// small tells which groups have answers, but fewer than least. Groups without answers are empty, not hidden.
func small(n []int, least int) []bool {
	hidden := make([]bool, len(n))
	for i := range n {
		hidden[i] = n[i] > 0 && n[i] < least
	}
	return hidden
}

// complement hides one more cell of a line (the groups of a split, the splits of a group) when exactly one is hidden, since that
// one could be found by subtracting the others from the total: the smallest that is shown, and the first by name where sizes
// are equal (specification §0.8). The same happens while all hidden cells together have fewer answers than least, which would
// say too much about so few. names go with the places in the line. It tells whether it hid one.
func complement(n []int, names []string, hidden []bool, line []int, least int) bool {
	count, answers, next := 0, 0, -1
	for i, cell := range line {
		switch {
		case n[cell] == 0:
		case hidden[cell]:
			count++
			answers += n[cell]
		case next < 0 || n[cell] < n[line[next]] || n[cell] == n[line[next]] && names[i] < names[next]:
			next = i
		}
	}
	if next < 0 || count == 0 || count > 1 && answers >= least {
		return false
	}
	hidden[line[next]] = true
	return true
}
