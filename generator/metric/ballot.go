package metric

import (
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/data"
)

// ballots are answers to a question with options, counted by option: NPS, CSAT and shares.
type ballots struct {
	options []string
	choice  choices
	result  func(b ballot) estimate
}

func (r *ballots) fate(row int) fate {
	if c := r.choice.of(row); c < 0 {
		return fate(-c)
	}
	return used
}

// choices are the option of each row, or minus the fate of a row without one.
type choices struct {
	options []int16 // by word, or by row without codes
	codes   []uint32
	good    data.Rows // without options: the rows with option 1, others have 0
}

func (c *choices) of(row int) int {
	switch {
	case c.codes != nil:
		return int(c.options[c.codes[row]])
	case c.options != nil:
		return int(c.options[row])
	case c.good.Has(row):
		return 1
	}
	return 0
}

// choose gives every row the option of its word. Each word is read once, however many rows carry it.
func choose(c *data.Column, read func(word string) (int, fate)) choices {
	options := make([]int16, len(c.Words))
	for i, word := range c.Words {
		option, why := read(word)
		if why != used {
			option = -int(why)
		}
		options[i] = int16(option)
	}
	return choices{options: options, codes: c.Codes}
}

// numbered reads answers on a scale of whole numbers.
func (q *question) numbered(column string, low, high int) choices {
	return choose(q.Table.Column(column), func(word string) (int, fate) { return option(word, q.decimal(), low, high) })
}

// worded reads answers that are words: an option for each list of them.
func (q *question) worded(column string, options ...words) choices {
	return choose(q.Table.Column(column), func(word string) (int, fate) {
		if data.IsMissing(word) {
			return 0, missing
		}
		for i, list := range options {
			if slices.ContainsFunc(list, func(one string) bool { return strings.EqualFold(word, one) }) {
				return i, used
			}
		}
		return 0, invalid
	})
}

func optionNames(low, high int) []string {
	var names []string
	for v := low; v <= high; v++ {
		names = append(names, strconv.Itoa(v))
	}
	return names
}

func (k *npsKind) read(q *question) (reading, *Mistake) {
	if k.inWords() {
		r := &ballots{options: []string{"detractors", "passives", "promoters"}, result: k.score}
		r.choice = q.worded(k.Score, k.Detractor, k.Passive, k.Promoter)
		return r, nil
	}
	b := k.Breaks
	return &ballots{
		options: optionNames(b[0], b[3]),
		choice:  q.numbered(k.Score, b[0], b[3]),
		result:  k.score,
	}, nil
}

// score sums the options into detractors, passives and promoters.
func (k *npsKind) score(b ballot) estimate {
	return b.net(npsMethod(k.CI), func(option int) int {
		if k.inWords() {
			return option
		}
		switch value := k.Breaks[0] + option; {
		case value <= k.Breaks[1]:
			return 0
		case value <= k.Breaks[2]:
			return 1
		}
		return 2
	})
}

func (k *csatKind) read(q *question) (reading, *Mistake) {
	r := &ballots{result: k.satisfied}
	if k.Positive == nil {
		r.options = optionNames(k.Scale[0], k.Scale[1])
		r.choice = q.numbered(k.Score, k.Scale[0], k.Scale[1])
		return r, nil
	}
	r.options = append(append(r.options, k.Negative...), k.Positive...)
	r.choice = choose(q.Table.Column(k.Score), func(word string) (int, fate) {
		same := func(other string) bool { return fold(other) == fold(word) }
		switch i := slices.IndexFunc(r.options, same); {
		case data.IsMissing(word):
			return 0, missing
		case i >= 0:
			return i, used
		case slices.ContainsFunc(k.Ignored, same):
			return 0, ignored
		}
		return 0, invalid
	})
	return r, nil
}

// satisfaction is a share of satisfied answers with their mean; words have no mean.
type satisfaction struct {
	proportion
	Positive int // answers, not weighted
	Mean     float64
	HasMean  bool
}

func (a satisfaction) against(previous estimate, conf float64) difference {
	return a.proportion.against(previous.(satisfaction).proportion, conf)
}

func (k *csatKind) satisfied(b ballot) estimate {
	a := satisfaction{proportion: proportion{N: b.n, Eff: b.eff}, HasMean: k.Positive == nil && b.n > 0}
	good := 0.
	for i, n := range b.counts {
		positive := i >= len(k.Negative)
		if k.Positive == nil {
			value := k.Scale[0] + i
			if k.Reverse {
				value = k.Scale[1] - i
			}
			a.Mean += float64(value) * b.weight(i)
			positive = value >= k.positiveFrom()
		}
		if positive {
			a.Positive += n
			good += b.weight(i)
		}
	}
	if b.n == 0 {
		return a
	}
	a.Mean /= b.total
	a.P = good / b.total
	if a.Positive == a.N { // sums of weights in another order may leave a rest
		a.P = 1
	}
	return a
}

func (k *shareKind) read(q *question) (reading, *Mistake) {
	good, mistake := q.filter(k.good)
	if mistake != nil {
		return nil, mistake
	}
	r := &ballots{options: []string{"", "good"}, choice: choices{good: good}}
	r.result = func(b ballot) estimate {
		a := proportion{N: b.n, Eff: b.eff}
		if b.n > 0 {
			a.P = b.weight(1) / b.total
		}
		return a
	}
	return r, nil
}

// ballot is the answers of one cell, by option.
type ballot struct {
	counts []int
	sums   []float64 // of weights; nil when all weights are equal, so that equal weights give exactly what none give
	total  float64   // sum of weights, or of counts
	eff    float64   // effective base (Kish 1965)
	each   float64   // the weight of each answer, where all are equal
	n      int
}

// weight gives the weight of an option: its share is weight / total.
func (b ballot) weight(option int) float64 {
	if b.sums != nil {
		return b.sums[option]
	}
	return float64(b.counts[option])
}

// net sums the options into detractors, passives and promoters: 0, 1 or 2 of an option.
func (b ballot) net(method npsMethod, side func(option int) int) nps {
	a := nps{Eff: b.eff, Method: method}
	n := [3]*int{&a.Detractors, &a.Passives, &a.Promoters}
	for i, count := range b.counts {
		*n[side(i)] += count
		a.Shares[side(i)] += b.weight(i)
	}
	for i := range a.Shares {
		if b.total > 0 {
			a.Shares[i] /= b.total
		}
		if b.n > 0 && *n[i] == b.n { // sums of weights in another order may leave a rest
			a.Shares[i] = 1
		}
	}
	return a
}

// mean averages the values of the options. Weights are scaled so that they add to the effective base.
func (b ballot) mean(value func(option int) float64) mean {
	a := mean{N: b.n, Eff: b.eff}
	if b.n == 0 {
		return a
	}
	for i, n := range b.counts {
		if n == b.n { // all the same: sums of weights in another order may leave a rest
			a.Mean = value(i)
			return a
		}
		a.Mean += b.weight(i) * value(i)
	}
	a.Mean /= b.total
	for i := range b.counts {
		d := value(i) - a.Mean
		a.Variance += b.weight(i) * b.eff / b.total * d * d
	}
	if a.Eff > 1 {
		a.Variance /= a.Eff - 1
	}
	return a
}

// count gives the ballot of each cell.
func (r *ballots) count(p *placed) []ballot {
	k := len(r.options)
	counts := p.count(k, r.choice.of)
	list := make([]ballot, p.cells)
	for i := range list {
		b := &list[i]
		b.counts = counts[i*k : (i+1)*k]
		for _, n := range b.counts {
			b.n += n
		}
		b.total, b.eff, b.each = float64(b.n), float64(b.n), 1
	}
	if p.weights != nil {
		r.weigh(p, list)
	}
	return list
}

// weigh adds the weights, one row after the other: floats add up to the same only in the same order.
func (r *ballots) weigh(p *placed, list []ballot) {
	k := len(r.options)
	sums := make([]float64, p.cells*k)
	spread := make([]spread, p.cells)
	for row, cell := range p.all() {
		w := p.weight(row)
		sums[int(cell)*k+r.choice.of(row)] += w
		spread[cell].add(w)
	}
	for i := range list {
		s := spread[i]
		if list[i].each = s.least; s.least < s.most {
			list[i].sums, list[i].total, list[i].eff = sums[i*k:(i+1)*k], s.sum, s.effective()
		}
	}
}

func (r *ballots) tally(p *placed) ([]estimate, *Mistake) { return r.results(r.count(p)), nil }

func (r *ballots) results(list []ballot) []estimate {
	estimates := make([]estimate, len(list))
	for i, b := range list {
		estimates[i] = r.result(b)
	}
	return estimates
}

// spread is the sum and the range of the weights in a cell.
type spread struct{ sum, squares, least, most float64 }

func (s *spread) add(w float64) {
	if s.sum == 0 || w < s.least {
		s.least = w
	}
	s.most = max(s.most, w)
	s.sum += w
	s.squares += w * w
}

// effective is Kish's effective base (Kish 1965).
func (s spread) effective() float64 { return s.sum * s.sum / s.squares }
