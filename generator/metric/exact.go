package metric

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// exact adds the numbers of a column without rounding: as integers of a millionth, in 128 bits. A number is taken as the
// shortest decimal that reads as it, which is what stood in the file.
type exact struct {
	numbers []float64 // by word
}

// exactly prepares the numbers of words; NaN for words without one.
func exactly(numbers []float64) *exact { return &exact{numbers} }

const (
	places     = 6
	millionths = 1e6
)

// fixed gives a number in millionths, or false when it has more decimal places or is too large. Below 2^33 floats are less than
// a millionth apart, so no two decimals of six places read as the same one.
func fixed(x float64) (int64, bool) {
	if x == math.Trunc(x) && math.Abs(x) < 1e12 {
		return int64(x) * millionths, true
	}
	n := math.Round(x * millionths)
	return int64(n), math.Abs(n) < 8e15 && n/millionths == x
}

// amount is a sum: 128 bits of millionths, and the numbers that do not fit.
type amount struct {
	high int64
	low  uint64
	rest decimal.Decimal
}

func (t *amount) add(x float64) {
	n, ok := fixed(x)
	if !ok {
		t.rest = t.rest.Add(decimal.NewFromFloat(x))
		return
	}
	t.merge(amount{n >> 63, uint64(n), decimal.Decimal{}})
}

func (t *amount) merge(other amount) {
	var carry uint64
	t.low, carry = bits.Add64(t.low, other.low, 0)
	t.high += other.high + int64(carry)
	if !other.rest.IsZero() {
		t.rest = t.rest.Add(other.rest)
	}
}

func (t amount) decimal() decimal.Decimal {
	whole := new(big.Int).Lsh(big.NewInt(t.high), 64)
	whole.Add(whole, new(big.Int).SetUint64(t.low))
	return t.rest.Add(decimal.NewFromBigInt(whole, -places))
}

// sums adds the numbers of the rows in each cell.
func (e *exact) sums(p *placed, codes []uint32) []decimal.Decimal {
	totals := sum(p, 1, func(into []amount, row int, cell int32) { into[cell].add(e.numbers[codes[row]]) }, func(into, other []amount) {
		for i := range other {
			into[i].merge(other[i])
		}
	})
	sums := make([]decimal.Decimal, len(totals))
	for i, t := range totals {
		sums[i] = t.decimal()
	}
	return sums
}
