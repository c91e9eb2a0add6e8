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

// hide decides which cells are not shown: the small ones, and those by which a small one could be found in the total of its groups
// or of its splits. Periods have no total in a result, so a small period alone hides no other one.
func (a *answer) hide() {
	n := make([]int, len(a.estimates))
	for i, e := range a.estimates {
		n[i] = e.base()
	}
	a.hidden = small(n, a.Metric.MinN)
	groups, splits := len(a.groups.names), len(a.splits.names)
	for slot := range len(n) / max(1, a.perSlot) {
		for again := true; again; {
			again = false
			if splits > 1 {
				for g := range groups {
					line := make([]int, splits)
					for s := range splits {
						line[s] = a.in(slot, g, s)
					}
					again = complement(n, a.splits.names, a.hidden, line, a.Metric.MinN) || again
				}
			}
			if groups > 1 {
				for s := range splits {
					line := make([]int, groups)
					for g := range groups {
						line[g] = a.in(slot, g, s)
					}
					again = complement(n, a.groups.names, a.hidden, line, a.Metric.MinN) || again
				}
			}
		}
	}
}

// hiddenNames lists what is hidden: a group or split as a whole, or one cell of the two as "group · split".
func (a *answer) hiddenNames() []string {
	var names []string
	whole := map[int]bool{} // splits that are hidden wherever they have answers
	if a.Split != "" {
		for _, s := range a.split {
			if whole[s] = a.allHidden(a.positions, []int{s}); whole[s] {
				names = append(names, a.splits.names[s])
			}
		}
	}
	for _, position := range a.positions {
		if a.Split == "" || a.By != "" && a.allHidden([]int{position}, a.split) {
			if cell, _ := a.at(position, 0); (a.Split != "" || a.hidden[cell]) && a.By != "" {
				names = append(names, a.label(position))
			}
			continue
		}
		for _, s := range a.split {
			if cell, _ := a.at(position, s); a.hidden[cell] && !whole[s] {
				names = append(names, a.label(position)+" · "+a.splits.names[s])
			}
		}
	}
	return names
}

// allHidden tells whether of these cells all that have answers are hidden, and there is one.
func (a *answer) allHidden(positions, splits []int) bool {
	found := false
	for _, position := range positions {
		for _, s := range splits {
			cell, _ := a.at(position, s)
			if a.estimates[cell].base() > 0 && !a.hidden[cell] {
				return false
			}
			found = found || a.hidden[cell]
		}
	}
	return found
}
