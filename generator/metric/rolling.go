package metric

import "slices"

// rolling are the keys of kinds whose figures along periods may be those of several periods together.
type rolling struct {
	Rolling int `toml:"rolling"` // periods; 0 for single ones
}

const longestWindow = 60

func (r *rolling) rolls(complain complainer) {
	if r.Rolling != 0 && (r.Rolling < 2 || r.Rolling > longestWindow) {
		complain("rolling", "3 makes each month that of the last three", "rolling must be from 2 to %d periods", longestWindow)
	}
}

func (r *rolling) window() int { return max(1, r.Rolling) }

// window is how many periods each figure stands for.
func (q *question) window() int {
	if k, ok := q.Metric.kind.(interface{ window() int }); ok && q.running {
		return k.window()
	}
	return 1
}

// roll puts the answers of each period together with those of the periods before it, not their scores (specification §1). Where the
// data does not reach back so far, there is no figure.
func roll(votes []ballot, window, perSlot int) []ballot {
	list := make([]ballot, len(votes))
	for i := range votes {
		if i/perSlot < window-1 {
			list[i] = ballot{counts: make([]int, len(votes[i].counts))}
			continue
		}
		list[i] = votes[i]
		for back := 1; back < window; back++ {
			list[i] = list[i].plus(votes[i-back*perSlot])
		}
	}
	return list
}

// plus puts the answers of two cells together.
func (b ballot) plus(other ballot) ballot {
	switch {
	case b.n == 0:
		return other
	case other.n == 0:
		return b
	}
	all := ballot{counts: slices.Clone(b.counts), n: b.n + other.n, each: b.each}
	for i, n := range other.counts {
		all.counts[i] += n
	}
	all.total, all.eff = float64(all.n), float64(all.n)
	if b.sums == nil && other.sums == nil && b.each == other.each {
		return all
	}
	sum, squares := 0., 0.
	all.sums = make([]float64, len(all.counts))
	for _, part := range []ballot{b, other} {
		unit := 1.
		if part.sums == nil {
			unit = part.each
		}
		for i := range part.counts {
			all.sums[i] += unit * part.weight(i)
		}
		whole := unit * part.total
		sum += whole
		squares += whole * whole / part.eff
	}
	all.total, all.eff = sum, sum*sum/squares
	return all
}
