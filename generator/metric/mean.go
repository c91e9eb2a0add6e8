package metric

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// mean is an average with the sample variance (n-1) of its values. Eff is the effective base; without weights it equals N.
type mean struct {
	Mean, Variance, Eff float64
	N                   int
}

// meanOf averages plain numbers.
func meanOf(values []float64) mean {
	a := mean{N: len(values), Eff: float64(len(values))}
	if a.N == 0 {
		return a
	}
	if slices.Min(values) == slices.Max(values) { // the mean of three times 0.1 is not 0.1 in binary
		a.Mean = values[0]
		return a
	}
	for _, x := range values {
		a.Mean += x
	}
	a.Mean /= a.Eff
	for _, x := range values {
		a.Variance += (x - a.Mean) * (x - a.Mean)
	}
	if a.N > 1 {
		a.Variance /= a.Eff - 1
	}
	return a
}

func (a mean) base() int { return a.N }

// figure has Student's t interval from two answers on.
func (a mean) figure(conf float64) figure {
	f := figure{Value: a.Mean, Defined: a.N > 0}
	if a.N >= 2 && a.Eff > 1 {
		margin := student(a.Eff-1, conf) * math.Sqrt(a.Variance/a.Eff)
		f.Low, f.High, f.Interval = a.Mean-margin, a.Mean+margin, true
	}
	return f
}

func (a mean) against(previous estimate, conf float64) difference {
	d, _ := compareMeans(a, previous.(mean), conf)
	return d
}

// compareMeans gives current minus previous with Welch's t test (degrees of freedom by Satterthwaite, given as second
// result). With fewer than two answers on a side, or without any variance, there is a difference but no test.
func compareMeans(current, previous mean, conf float64) (difference, float64) {
	if current.N == 0 || previous.N == 0 {
		return difference{}, 0
	}
	d := difference{Defined: true, Delta: current.Mean - previous.Mean}
	if current.N < 2 || previous.N < 2 || current.Eff <= 1 || previous.Eff <= 1 {
		return d, 0
	}
	v1, v2 := current.Variance/current.Eff, previous.Variance/previous.Eff
	if v1+v2 <= 0 {
		return d, 0
	}
	df := (v1 + v2) * (v1 + v2) / (v1*v1/(current.Eff-1) + v2*v2/(previous.Eff-1))
	d.SE = math.Sqrt(v1 + v2)
	d.Z, d.HasZ, d.Tested = d.Delta/d.SE, true, true
	margin := student(df, conf) * d.SE
	d.Low, d.High = d.Delta-margin, d.Delta+margin
	d.P = 2 * distuv.StudentsT{Sigma: 1, Nu: df}.Survival(math.Abs(d.Z))
	return d, df
}

// student gives t for a two-sided interval.
func student(df, conf float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(1 - (1-conf)/2)
}
