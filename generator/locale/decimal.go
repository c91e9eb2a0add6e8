package locale

import (
	"math"
	"strconv"
	"strings"
)

// decimal is a number as digits: exact where a float64 is not.
type decimal struct {
	neg   bool
	whole string // without leading zeros, but at least "0"
	part  string // digits after the point
}

// decimalOf gives the shortest decimal that reads back as v, which must be finite. Rounding that, and not the binary value,
// is what people expect: 0.125 has two decimals 0.13, and 1.005 has 1.01.
func decimalOf(v float64) decimal {
	d, _ := parseDecimal(strconv.FormatFloat(v, 'f', -1, 64))
	return d
}

// parseDecimal reads an optional sign, digits, and optionally a point with digits.
func parseDecimal(s string) (d decimal, ok bool) {
	s, minus := strings.CutPrefix(s, "-")
	if !minus {
		s = strings.TrimPrefix(s, "+")
	}
	whole, part, _ := strings.Cut(s, ".")
	if whole+part == "" || strings.Trim(whole+part, "0123456789") != "" {
		return decimal{whole: "0"}, false
	}
	return decimal{minus, atLeastZero(whole), part}.positiveZero(), true
}

func atLeastZero(whole string) string {
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		return "0"
	}
	return whole
}

func (d decimal) isZero() bool { return d.whole == "0" && strings.Trim(d.part, "0") == "" }

func (d decimal) positiveZero() decimal {
	d.neg = d.neg && !d.isZero()
	return d
}

// round gives d with n decimals, half away from zero.
func (d decimal) round(n int) decimal {
	if len(d.part) <= n {
		d.part += strings.Repeat("0", n-len(d.part))
		return d
	}
	digits, up := []byte("0"+d.whole+d.part[:n]), d.part[n] >= '5'
	for i := len(digits) - 1; up; i-- {
		if up = digits[i] == '9'; up {
			digits[i] = '0'
		} else {
			digits[i]++
		}
	}
	at := len(digits) - n
	return decimal{d.neg, atLeastZero(string(digits[:at])), string(digits[at:])}.positiveZero()
}

// between gives d with at least least and at most most decimals.
func (d decimal) between(least, most int) decimal {
	d = d.round(max(least, most)).trim()
	return d.round(max(least, len(d.part)))
}

// shift multiplies d with 10^n. Unlike a multiplication of floats it is exact.
func (d decimal) shift(n int) decimal {
	if n < 0 {
		all := strings.Repeat("0", -n) + d.whole
		at := len(all) + n
		return decimal{d.neg, atLeastZero(all[:at]), all[at:] + d.part}
	}
	all := d.part + strings.Repeat("0", max(0, n-len(d.part)))
	return decimal{d.neg, atLeastZero(d.whole + all[:n]), all[n:]}
}

// trim drops zeros at the end of the decimals.
func (d decimal) trim() decimal {
	d.part = strings.TrimRight(d.part, "0")
	return d
}

func isFinite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
