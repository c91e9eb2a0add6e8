package metric

import (
	"math"
	"testing"
)

// What is printed behind ± is half the width of the interval before it is cut at 100 (specification §1).
func TestMarginIsNotCut(t *testing.T) {
	for _, c := range []struct{ detractors, promoters int }{{0, 40}, {40, 0}, {20, 20}} {
		f := npsOf(c.detractors, 0, c.promoters, adjustedWald).figure(.95)
		n := 43.
		p, d := (float64(c.promoters)+.75)/n, (float64(c.detractors)+.75)/n
		want := 100 * 1.959963984540054 * math.Sqrt((p+d-(p-d)*(p-d))/n)
		cut := math.Abs(100*(p-d))+want > 100
		if got := max(f.Margin, (f.High-f.Low)/2); math.Abs(got-want) > 1e-9 || cut != (f.Margin > 0) {
			t.Errorf("%d and %d: ±%v, want ±%v", c.detractors, c.promoters, got, want)
		}
	}
}
