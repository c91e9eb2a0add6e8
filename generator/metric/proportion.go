package metric

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// quantile gives z for a two-sided interval: 1.96 for 0.95.
func quantile(conf float64) float64 { return distuv.UnitNormal.Quantile(1 - (1-conf)/2) }

// twoSided gives the p-value of a standard normal z.
func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// wilson gives the score interval of a share p of n answers; n may be an effective base (Wilson 1927).
// It is exactly 0 below when p is 0 and exactly 1 above when p is 1.
func wilson(p, n, conf float64) (low, high float64) {
	z := quantile(conf)
	middle := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	low, high = (middle-half)/scale, (middle+half)/scale
	if p <= 0 {
		low = 0
	}
	if p >= 1 {
		high = 1
	}
	return low, high
}

// proportion is a share of a base. N is the raw base and Eff the effective one, which differ when answers have weights.
type proportion struct {
	P, Eff float64
	N      int
}

// part gives the proportion x of n.
func part(x, n int) proportion {
	if n == 0 {
		return proportion{}
	}
	return proportion{P: float64(x) / float64(n), Eff: float64(n), N: n}
}

func (a proportion) base() int { return a.N }

// percent is the share out of 100: of a count it is one division, so that 23 of 40 are 57.5 and not 57.49999999999999.
func (a proportion) percent() float64 {
	if x := math.Round(a.P * a.Eff); a.Eff > 0 && x/a.Eff == a.P {
		return 100 * x / a.Eff
	}
	return 100 * a.P
}

// figure is in percent.
func (a proportion) figure(conf float64) figure {
	if a.N == 0 {
		return figure{}
	}
	low, high := wilson(a.P, a.Eff, conf)
	return figure{Value: a.percent(), Low: 100 * low, High: 100 * high, Interval: true, Defined: true}
}

func (a proportion) against(previous estimate, conf float64) difference {
	b := previous.(proportion)
	d := compareProportions(a, b, conf).times(100)
	if d.Defined {
		d.Delta = a.percent() - b.percent()
	}
	return d
}

// compareProportions gives current minus previous with Newcombe's hybrid score interval (Newcombe 1998, method 10) and the
// p-value of the pooled two-proportion z test without continuity correction; Z is not valid when the pooled variance is 0.
func compareProportions(current, previous proportion, conf float64) difference {
	if current.N == 0 || previous.N == 0 {
		return difference{}
	}
	p1, p2 := current.P, previous.P
	l1, u1 := wilson(p1, current.Eff, conf)
	l2, u2 := wilson(p2, previous.Eff, conf)
	d := difference{Defined: true, Tested: true, Delta: p1 - p2}
	d.Low = d.Delta - math.Hypot(p1-l1, u2-p2)
	d.High = d.Delta + math.Hypot(u1-p1, p2-l2)
	pooled := (p1*current.Eff + p2*previous.Eff) / (current.Eff + previous.Eff)
	variance := pooled * (1 - pooled) * (1/current.Eff + 1/previous.Eff)
	if variance <= 0 {
		d.P = 1
		return d
	}
	d.Z, d.HasZ = d.Delta/math.Sqrt(variance), true
	d.P = twoSided(d.Z)
	return d
}
