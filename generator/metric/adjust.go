package metric

import (
	"cmp"
	"slices"
)

// fewComparisons is how many tests of one result are taken as they are.
const fewComparisons = 5

// adjust raises the p-values of comparisons that stand side by side, when they are many: of a hundred segments that did not change, five
// would be clear at 95% (specification §0.11). Along periods, each period's segments stand side by side; the periods themselves are
// one story, each told once.
func (r *Result) adjust() {
	families := map[Measure][][]*Change{} // by point of time, or one
	for _, s := range r.Series {
		lists := families[s.Measure]
		if lists == nil {
			lists = make([][]*Change, max(1, len(r.Starts)))
			families[s.Measure] = lists
		}
		for i, p := range s.Points {
			if p.Change != nil && p.Change.Tested {
				at := min(i, len(lists)-1)
				lists[at] = append(lists[at], p.Change)
			}
		}
	}
	for _, lists := range families {
		for _, list := range lists {
			if len(list) > fewComparisons {
				benjaminiHochberg(list, 1-r.Metric.Conf)
			}
		}
	}
}

// benjaminiHochberg gives each change the smallest false discovery rate at which it is still found, in the place of its p-value, and
// the verdict that follows (Benjamini and Hochberg 1995).
func benjaminiHochberg(list []*Change, alpha float64) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *Change) int { return cmp.Compare(b.P, a.P) })
	least := 1.
	for i, c := range list {
		rank := len(list) - i
		least = min(least, c.P*float64(len(list))/float64(rank))
		c.P, c.Adjusted = least, true
		if c.Verdict == Clear && c.P >= alpha {
			c.Verdict = Unclear
		}
	}
}
