package metric

import (
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// exact adds the numbers of a column without rounding: as integers of one decimal exponent, in 128 bits. A number is taken
// as the shortest decimal that reads as it, which is what stood in the file.
type exact struct {
	exponent int32
	scaled   []int64                    // word → number · 10^-exponent
	rest     map[uint32]decimal.Decimal // the numbers that do not fit
}

// mostPlaces is how many decimal places fit beside sums of money of any size.
const mostPlaces = 6

// exactly prepares the numbers of words; NaN for words without one.
func exactly(numbers []float64) *exact {
	e := &exact{scaled: make([]int64, len(numbers)), rest: map[uint32]decimal.Decimal{}}
	decimals := make([]decimal.Decimal, len(numbers))
	for i, x := range numbers {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			decimals[i] = decimal.NewFromFloat(x)
			e.exponent = min(e.exponent, max(-mostPlaces, decimals[i].Exponent()))
		}
	}
	for i, d := range decimals {
		shifted := d.Shift(-e.exponent)
		if shifted.IsInteger() && shifted.BigInt().IsInt64() {
			e.scaled[i] = shifted.IntPart()
		} else {
			e.rest[uint32(i)] = d
		}
	}
	return e
}

// sums adds the numbers of the rows in each cell.
func (e *exact) sums(p *placed, codes []uint32) []decimal.Decimal {
	high, low := make([]int64, p.cells), make([]uint64, p.cells)
	rest := make([]decimal.Decimal, p.cells)
	for row, cell := range p.cell {
		if cell < 0 {
			continue
		}
		v := e.scaled[codes[row]]
		var carry uint64
		low[cell], carry = bits.Add64(low[cell], uint64(v), 0)
		high[cell] += v>>63 + int64(carry)
		if len(e.rest) > 0 {
			if d, ok := e.rest[codes[row]]; ok {
				rest[cell] = rest[cell].Add(d)
			}
		}
	}
	for cell := range rest {
		whole := new(big.Int).Lsh(big.NewInt(high[cell]), 64)
		whole.Add(whole, new(big.Int).SetUint64(low[cell]))
		rest[cell] = rest[cell].Add(decimal.NewFromBigInt(whole, e.exponent))
	}
	return rest
}
