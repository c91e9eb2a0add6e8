package metric

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// absence tells why a driver is not in a model.
type absence uint8

const (
	present   absence = iota
	constant          // it has the same number in all rows
	collinear         // it is a sum of multiples of drivers before it
)

// drivers is a linear model of an outcome: how much of it each driver explains. Numbers that are not defined are NaN.
type drivers struct {
	columns     [][]float64 // the outcome, then the drivers: one number a row
	n           int
	without     []absence // by driver
	correlation []float64 // with the outcome
	importance  []float64 // share of R², 0 to 1
	rSquared    float64
	secret      bool // too few rows
}

// newDrivers finds which drivers can be in the model, and how each goes along with the outcome by itself.
func newDrivers(columns [][]float64, ranked bool) *drivers {
	k := len(columns) - 1
	d := &drivers{columns: columns, n: len(columns[0]), without: make([]absence, k), rSquared: math.NaN()}
	for range k {
		d.correlation, d.importance = append(d.correlation, math.NaN()), append(d.importance, math.NaN())
	}
	if d.n == 0 {
		return d
	}
	given := columns
	if ranked {
		given = make([][]float64, len(columns))
		for i, c := range columns {
			given[i] = ranks(c)
		}
	}
	r := momentsOf(given).correlations()
	for i := range k {
		if !isConstant(columns[0]) && !isConstant(columns[i+1]) {
			d.correlation[i] = r.At(0, i+1)
		}
	}
	if ranked {
		r = momentsOf(columns).correlations()
	}
	var kept []int
	for i := range k {
		switch {
		case isConstant(columns[i+1]):
			d.without[i] = constant
		case explained(r, i+1, kept) > 1-1e-9:
			d.without[i] = collinear
		default:
			kept = append(kept, i+1)
		}
	}
	return d
}

func (d *drivers) mean(driver int) mean { return meanOf(d.columns[driver+1]) }

// kept lists the columns of the drivers in the model.
func (d *drivers) kept() (columns []int) {
	for i, why := range d.without {
		if why == present {
			columns = append(columns, i+1)
		}
	}
	return columns
}

// solve computes the model, unless there are too few rows for anything to be shown.
func (d *drivers) solve(least int) {
	kept := d.kept()
	d.secret = d.n > 0 && d.n < max(least, rowsPerDriver*len(kept))
	if d.secret || d.n == 0 || len(kept) == 0 || isConstant(d.columns[0]) {
		return
	}
	weights := relativeWeights(momentsOf(d.columns).correlations(), kept)
	d.rSquared = total(weights)
	for i, column := range kept {
		if d.rSquared > 0 {
			d.importance[column-1] = weights[i] / d.rSquared
		}
	}
}

// relativeWeights gives how much of the variance of column 0 each of the given columns explains, by relative weights (Johnson 2000): the
// columns are turned into uncorrelated ones that are as near to them as can be, whose shares of R² are plain, and these shares are given
// back by how near each is to each. They add to R² of the linear model.
func relativeWeights(r *mat.SymDense, columns []int) []float64 {
	k := len(columns)
	among, with := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for i, a := range columns {
		with.SetVec(i, r.At(0, a))
		for j, b := range columns[:i+1] {
			among.SetSym(i, j, r.At(a, b))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(among, true) {
		return make([]float64, k)
	}
	var v mat.Dense
	eigen.VectorsTo(&v)
	values := eigen.Values(nil)
	root, inverse := mat.NewDense(k, k, nil), mat.NewDense(k, k, nil) // V Δ^½ V' and its inverse
	for i := range k {
		for j := range k {
			for e, value := range values {
				if value > 1e-10 { // in a resample, a column may be the copy of another
					both := v.At(i, e) * v.At(j, e)
					root.Set(i, j, root.At(i, j)+both*math.Sqrt(value))
					inverse.Set(i, j, inverse.At(i, j)+both/math.Sqrt(value))
				}
			}
		}
	}
	var beta mat.VecDense
	beta.MulVec(inverse, with)
	weights := make([]float64, k)
	for i := range k {
		for j := range k {
			x := root.At(i, j) * beta.AtVec(j)
			weights[i] += x * x
		}
	}
	return weights
}

// explained is the share of the variance of a column that others explain.
func explained(r *mat.SymDense, column int, others []int) float64 {
	k := len(others)
	if k == 0 {
		return 0
	}
	among, with := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
	for i, a := range others {
		with.SetVec(i, r.At(column, a))
		for j, b := range others[:i+1] {
			among.SetSym(i, j, r.At(a, b))
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(among) {
		return 1
	}
	var beta mat.VecDense
	if chol.SolveVecTo(&beta, with) != nil && chol.Cond() > 1e12 {
		return 1
	}
	return mat.Dot(&beta, with)
}

// The whiskers of importance come from this many resamples, always the same ones.
const resamples = 1000

// mostParts bounds the work of a resample: more rows than that are first put together at random into so many parts, which are then
// drawn like rows.
const mostParts = 1000

// whiskers gives the limits of each importance by the percentiles of a bootstrap (Efron 1979); 0 where there is none.
func (d *drivers) whiskers(conf float64) (low, high []float64) {
	low, high = make([]float64, len(d.importance)), make([]float64, len(d.importance))
	if !(d.rSquared > 0) {
		return low, high
	}
	kept := d.kept()
	random := rand.New(rand.NewPCG(1964, 2000))
	parts := d.parts(random)
	drawn := make([][]float64, len(kept)) // driver → importance in each resample
	sum := newMoments(len(d.columns))
	for range resamples {
		sum.clear()
		for range parts {
			sum.add(parts[random.IntN(len(parts))])
		}
		weights := relativeWeights(sum.correlations(), kept)
		if all := total(weights); all > 0 {
			for i, w := range weights {
				drawn[i] = append(drawn[i], w/all)
			}
		}
	}
	for i, column := range kept {
		slices.Sort(drawn[i])
		value := d.importance[column-1]
		low[column-1] = min(value, percentile(drawn[i], (1-conf)/2))
		high[column-1] = max(value, percentile(drawn[i], (1+conf)/2))
	}
	return low, high
}

// parts sums up the rows, one by one or put together at random.
func (d *drivers) parts(random *rand.Rand) []*moments {
	middle := make([]float64, len(d.columns)) // about which squares lose no digits
	for i, c := range d.columns {
		middle[i] = meanOf(c).Mean
	}
	parts := make([]*moments, min(d.n, mostParts))
	for i := range parts {
		parts[i] = newMoments(len(d.columns))
	}
	row := make([]float64, len(d.columns))
	for i, r := range random.Perm(d.n) {
		for j, c := range d.columns {
			row[j] = c[r] - middle[j]
		}
		parts[i%len(parts)].take(row)
	}
	return parts
}

// moments are the sums of columns and of their products, which add up.
type moments struct {
	n      float64
	sums   []float64
	square []float64 // of columns i ≥ j at i(i+1)/2 + j
}

func newMoments(columns int) *moments {
	return &moments{sums: make([]float64, columns), square: make([]float64, columns*(columns+1)/2)}
}

// momentsOf sums up whole columns, about their means.
func momentsOf(columns [][]float64) *moments {
	m := newMoments(len(columns))
	middle := make([]float64, len(columns))
	for i, c := range columns {
		middle[i] = meanOf(c).Mean
	}
	row := make([]float64, len(columns))
	for r := range columns[0] {
		for i, c := range columns {
			row[i] = c[r] - middle[i]
		}
		m.take(row)
	}
	return m
}

func (m *moments) take(row []float64) {
	m.n++
	at := 0
	for i, x := range row {
		m.sums[i] += x
		for _, y := range row[:i+1] {
			m.square[at] += x * y
			at++
		}
	}
}

func (m *moments) add(other *moments) {
	m.n += other.n
	for i, x := range other.sums {
		m.sums[i] += x
	}
	for i, x := range other.square {
		m.square[i] += x
	}
}

func (m *moments) clear() {
	m.n = 0
	clear(m.sums)
	clear(m.square)
}

// correlations gives Pearson's correlations; a column without variance goes along with none.
func (m *moments) correlations() *mat.SymDense {
	k := len(m.sums)
	r := mat.NewSymDense(k, nil)
	covariance := func(i, j int) float64 { return m.square[i*(i+1)/2+j] - m.sums[i]*m.sums[j]/m.n }
	deviation := make([]float64, k)
	for i := range k {
		r.SetSym(i, i, 1)
		if v := covariance(i, i); v > 1e-12*m.square[i*(i+1)/2+i] { // less is what rounding leaves
			deviation[i] = math.Sqrt(v)
		}
		for j := range i {
			if both := deviation[i] * deviation[j]; both > 0 {
				r.SetSym(i, j, max(-1, min(1, covariance(i, j)/both)))
			}
		}
	}
	return r
}

// ranks gives the place of each value in their order, equal ones the middle of their places.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	list := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			list[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return list
}

func isConstant(values []float64) bool {
	return len(values) == 0 || slices.Min(values) == slices.Max(values)
}

func total(values []float64) (sum float64) {
	for _, x := range values {
		sum += x
	}
	return sum
}

// percentile gives the value below which a share of the sorted ones lies (type 7).
func percentile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}
