package chart

import "math"

// scale maps values to pixels or percent.
type scale struct {
	min, max float64 // of the values
	from, to float64 // of the picture
	step     float64
}

func (s scale) at(v float64) float64 {
	if s.max == s.min {
		return (s.from + s.to) / 2
	}
	return s.from + (v-s.min)/(s.max-s.min)*(s.to-s.from)
}

// ticks gives the values of the steps between min and max.
func (s scale) ticks() []float64 {
	var all []float64
	for i := math.Ceil(s.min/s.step - 1e-9); i*s.step <= s.max+s.step*1e-9; i++ {
		v := i * s.step
		if v == 0 {
			v = 0 // not -0
		}
		all = append(all, v)
	}
	return all
}

// niceScale covers low to high with at most count steps of 1, 2, 2.5 or 5 times a power of ten. Bounds keep it inside what a value can be.
func niceScale(low, high float64, count int, bounds [2]float64) scale {
	if high <= low {
		pad := max(1, math.Abs(low)*.1)
		low, high = low-pad, high+pad
	}
	low, high = max(low, bounds[0]), min(high, bounds[1])
	if high <= low {
		low, high = bounds[0], bounds[1]
	}
	power := math.Pow(10, math.Floor(math.Log10((high-low)/float64(count))))
	for _, m := range []float64{1, 2, 2.5, 5, 10, 20, 25, 50, 100} {
		step := m * power
		s := scale{min: math.Floor(low/step+1e-9) * step, max: math.Ceil(high/step-1e-9) * step, step: step}
		if math.Round((s.max-s.min)/step) <= float64(count) {
			s.min, s.max = max(s.min, bounds[0]), min(s.max, bounds[1])
			return s
		}
	}
	return scale{min: low, max: high, step: high - low}
}

// span collects the least and the greatest of values.
type span struct {
	low, high float64
	any       bool
}

func (s *span) add(values ...float64) {
	for _, v := range values {
		if !s.any {
			s.low, s.high, s.any = v, v, true
		}
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
}
