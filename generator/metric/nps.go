package metric

import "math"

// npsMethod is how the interval of a Net Promoter Score is made.
type npsMethod string

const (
	adjustedWald npsMethod = "adjusted_wald" // the default: never of zero width (Rocks 2016)
	wald         npsMethod = "wald"
	scoreTest    npsMethod = "score" // Tango's iterated score test (Tango 1998)
)

// nps is the mix of detractors, passives and promoters of a cell.
type nps struct {
	Detractors, Passives, Promoters int        // answers, not weighted
	Shares                          [3]float64 // detractors, passives, promoters by weight; they add to 1
	Eff                             float64    // effective base; equals the raw one without weights
	Method                          npsMethod
}

// npsOf gives the score of plain counts.
func npsOf(detractors, passives, promoters int, method npsMethod) nps {
	a := nps{Detractors: detractors, Passives: passives, Promoters: promoters, Method: method}
	if n := float64(a.base()); n > 0 {
		a.Shares = [3]float64{float64(detractors) / n, float64(passives) / n, float64(promoters) / n}
		a.Eff = n
	}
	return a
}

func (a nps) base() int { return a.Detractors + a.Passives + a.Promoters }

// score is promoters minus detractors in points, -100 to 100.
func (a nps) score() float64 {
	if a.Eff == float64(a.base()) && a.Eff > 0 { // one division, so that 5 of 10 less 3 of 10 is 20 and not 19.999…
		return 100 * float64(a.Promoters-a.Detractors) / a.Eff
	}
	return 100 * (a.Shares[2] - a.Shares[0])
}

// variance is that of one answer on the scale -1, 0, 1.
func (a nps) variance() float64 { return npsVariance(a.Shares[0], a.Shares[2]) }

func npsVariance(d, p float64) float64 { return max(0, p+d-(p-d)*(p-d)) }

// se is the standard error in points.
func (a nps) se() float64 { return 100 * math.Sqrt(a.variance()/a.Eff) }

// adjusted adds 3/4 detractor, 3/2 passive and 3/4 promoter (Rocks 2016; MeasuringU). The results are on the scale -1 to 1.
func (a nps) adjusted() (score, variance, n float64) {
	n = a.Eff + 3
	d := (a.Shares[0]*a.Eff + .75) / n
	p := (a.Shares[2]*a.Eff + .75) / n
	return p - d, npsVariance(d, p), n
}

// interval gives the limits, within ±100, and half the width before they were cut, in points.
func (a nps) interval(conf float64) (low, high, margin float64) {
	z := quantile(conf)
	middle, variance, n := a.adjusted()
	switch a.Method {
	case wald:
		middle, variance, n = a.score()/100, a.variance(), a.Eff
	case scoreTest:
		low, high = a.scoreLimits(z)
		return 100 * low, 100 * high, 50 * (high - low)
	}
	margin = 100 * z * math.Sqrt(variance/n)
	return max(-100, 100*middle-margin), min(100, 100*middle+margin), margin
}

// scoreLimits finds the differences between promoters and detractors that a score test just does not reject.
// The restricted estimate is Tango's (1998), whose paired table has the same likelihood as promoters against detractors.
func (a nps) scoreLimits(z float64) (low, high float64) {
	n := a.Eff
	b, c := a.Shares[2]*n, a.Shares[0]*n
	statistic := func(delta float64) float64 {
		B := -b - c + (2*n-b+c)*delta
		C := -c * delta * (1 - delta)
		q := (math.Sqrt(max(0, B*B-8*n*C)) - B) / (4 * n)
		variance := n * (2*q + delta*(1-delta))
		if distance := b - c - n*delta; variance > 0 {
			return distance / math.Sqrt(variance)
		} else if distance != 0 {
			return math.Copysign(math.Inf(1), distance)
		}
		return 0
	}
	solve := func(from, to, target float64) float64 { // the statistic falls as delta grows
		for range 100 {
			middle := (from + to) / 2
			if statistic(middle) > target {
				from = middle
			} else {
				to = middle
			}
		}
		return (from + to) / 2
	}
	estimate := a.score() / 100
	return solve(-1, estimate, z), solve(estimate, 1, -z)
}

func (a nps) figure(conf float64) figure {
	if a.base() == 0 {
		return figure{}
	}
	low, high, margin := a.interval(conf)
	f := figure{Value: a.score(), Low: low, High: high, Interval: true, Defined: true}
	if low == -100 || high == 100 {
		f.Margin = margin
	}
	return f
}

func (a nps) against(previous estimate, conf float64) difference {
	method := a.Method
	if method == scoreTest { // has no form for two samples
		method = adjustedWald
	}
	return compareNPS(a, previous.(nps), method, conf)
}

// compareNPS gives current minus previous in points. Delta is the raw difference; the interval, within ±200, and the test are
// those of the adjusted Wald method, or of Wald's (Rocks 2016).
func compareNPS(current, previous nps, method npsMethod, conf float64) difference {
	if current.base() == 0 || previous.base() == 0 {
		return difference{}
	}
	m1, v1, n1 := current.adjusted()
	m2, v2, n2 := previous.adjusted()
	if method == wald {
		m1, v1, n1 = current.score()/100, current.variance(), current.Eff
		m2, v2, n2 = previous.score()/100, previous.variance(), previous.Eff
	}
	d := difference{Defined: true, Tested: true, Delta: current.score() - previous.score()}
	d.SE = 100 * math.Sqrt(v1/n1+v2/n2)
	middle, margin := 100*(m1-m2), quantile(conf)*d.SE
	d.Low, d.High = max(-200, middle-margin), min(200, middle+margin)
	switch {
	case d.SE > 0:
		d.Z, d.HasZ = middle/d.SE, true
		d.P = twoSided(d.Z)
	case middle == 0:
		d.P = 1
	}
	return d
}

// details are the shares of the three groups.
func (k *npsKind) details() []detail {
	share := func(measure Measure, group int) detail {
		return detail{measure, Percent, func(e estimate) estimate {
			a := e.(nps)
			return number{Value: proportion{P: a.Shares[group], Eff: a.Eff}.percent(), N: a.base(), Defined: a.base() > 0}
		}}
	}
	return []detail{share(Detractors, 0), share(Passives, 1), share(Promoters, 2)}
}
