package metric

// estimate is what the answers of one cell (a period, a group, a split) come to.
type estimate interface {
	base() int // answers, not weighted
	figure(conf float64) figure
	against(previous estimate, conf float64) difference // previous is of the same kind
}

// figure is a value with its interval, in the unit of the metric. Value counts only when it is Defined. Margin is half the width of
// an interval that was cut at the ends of its scale, as it was before; 0 where nothing was cut.
type figure struct {
	Value, Low, High  float64
	Margin            float64
	Interval, Defined bool
}

// difference is current minus previous. Low, High and P count only when it is Tested.
type difference struct {
	Delta, Low, High, P, Z, SE float64
	Defined, Tested, HasZ      bool
}

func (d difference) times(k float64) difference {
	d.Delta, d.Low, d.High, d.SE = k*d.Delta, k*d.Low, k*d.High, k*d.SE
	return d
}

// number is an estimate without a test: a count, a sum, a median.
type number struct {
	Value   float64
	N       int
	Defined bool
}

// countOf is a count of a part of a base; of no base it is not defined.
func countOf(x, base int) number { return number{float64(x), base, base > 0} }

// untested marks estimates without a test, whose changes have no verdict.
func (a number) untested() {}

func (a number) base() int { return a.N }

func (a number) figure(float64) figure { return figure{Value: a.Value, Defined: a.Defined} }

func (a number) against(previous estimate, _ float64) difference {
	b := previous.(number)
	return difference{Defined: a.Defined && b.Defined, Delta: a.Value - b.Value}
}
