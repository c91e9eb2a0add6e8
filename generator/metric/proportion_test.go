package metric

import (
	"math/big"
	"testing"
)

// A percentage is printed by its digits, so what arithmetic leaves in the last bit must not be in it: 23 of 40 are 57.5.
func TestPercentIsOneDivision(t *testing.T) {
	for n := 1; n <= 400; n++ {
		for x := range n + 1 {
			want, _ := new(big.Rat).SetFrac64(int64(100*x), int64(n)).Float64()
			if got := part(x, n).figure(.95).Value; got != want {
				t.Fatalf("%d of %d is %v, want %v", x, n, got, want)
			}
		}
	}
	d := part(23, 40).against(part(3, 40), .95)
	if d.Delta != 50 {
		t.Errorf("57.5 − 7.5 is %v", d.Delta)
	}
	if got := (proportion{P: .3, Eff: 2.5, N: 4}).percent(); got != 30 {
		t.Errorf("a weighted share of 0.3 is %v", got)
	}
}
