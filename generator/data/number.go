package data

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ParseNumber reads a whole cell as a number: digits (also Persian and Arabic ones) with an optional sign, with the mark
// decimal ('.', ',' or '/') before a fraction, optionally in groups of three, with a currency sign or a code of three capitals
// at one end, and in brackets where accountants write what is negative. Exponents, percent signs and the words NaN and Inf are not numbers.
func ParseNumber(s string, decimal byte) (float64, bool) {
	if v, ok := simpleNumber(s, decimal); ok {
		return v, true
	}
	if len(s) > 100 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if 'a' <= s[i] && s[i] <= 'z' || s[i] == ':' {
			return 0, false
		}
	}
	s = strings.TrimSpace(plain(s))
	s, bracketed := cutBrackets(s)
	s, negative, signed := cutSign(s)
	s, _ = cutCurrency(s)
	if !signed {
		s, negative, _ = cutSign(s)
	}
	s, ok := ungroup(s, decimal)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, false
	}
	if bracketed && (signed || negative) {
		return 0, false
	}
	if (negative || bracketed) && v != 0 {
		v = -v
	}
	return v, true
}

// cutBrackets takes the brackets off (12.50).
func cutBrackets(s string) (rest string, found bool) {
	if len(s) > 2 && s[0] == '(' && s[len(s)-1] == ')' {
		return strings.TrimSpace(s[1 : len(s)-1]), true
	}
	return s, false
}

// simpleNumber reads what nearly all numbers are: a sign, at most 15 digits, one mark. Such a number is the quotient of
// two integers that are exact as floats, hence correctly rounded.
func simpleNumber(s string, decimal byte) (float64, bool) {
	digits := s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
	}
	if len(digits) == 0 || len(digits) > 16 {
		return 0, false
	}
	whole, mark := int64(0), -1
	for i := 0; i < len(digits); i++ {
		switch c := digits[i]; {
		case c-'0' <= 9:
			whole = whole*10 + int64(c-'0')
		case c == decimal && mark < 0 && i > 0 && i < len(digits)-1:
			mark = i
		default:
			return 0, false
		}
	}
	v := float64(whole)
	if mark >= 0 {
		v /= powers[len(digits)-1-mark]
	} else if len(digits) > 15 {
		return 0, false
	}
	if s[0] == '-' && v != 0 { // 0 has no sign
		v = -v
	}
	return v, true
}

var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

func cutSign(s string) (rest string, negative, found bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return strings.TrimLeft(s[1:], " "), s[0] == '-', true
	}
	return s, false, false
}

// cutCurrency takes a currency sign or a code of three capitals off one end.
func cutCurrency(s string) (rest, mark string) {
	if r, size := utf8.DecodeRuneInString(s); unicode.Is(unicode.Sc, r) {
		return strings.TrimLeft(s[size:], " "), s[:size]
	}
	if r, size := utf8.DecodeLastRuneInString(s); unicode.Is(unicode.Sc, r) {
		return strings.TrimRight(s[:len(s)-size], " "), s[len(s)-size:]
	}
	if len(s) > 3 {
		if isCode(s[:3]) {
			return strings.TrimLeft(s[3:], " "), s[:3]
		}
		if isCode(s[len(s)-3:]) {
			return strings.TrimRight(s[:len(s)-3], " "), s[len(s)-3:]
		}
	}
	return s, ""
}

// signs are the codes of currency signs that stand for one currency only.
var signs = map[string]string{"€": "EUR", "£": "GBP", "₩": "KRW", "₺": "TRY", "₹": "INR", "₽": "RUB", "﷼": "IRR"}

// CurrencyOf gives the code of the currency that stands in a cell at one end of its number, or the sign where several have it ("$"); ""
// for none.
func CurrencyOf(cell string) string {
	if n := len(cell); n > 0 && cell[0]-'0' <= 9 && cell[n-1]-'0' <= 9 { // as most are
		return ""
	}
	s, _ := cutBrackets(strings.TrimSpace(plain(cell)))
	s, _, _ = cutSign(s)
	_, mark := cutCurrency(s)
	if code, ok := signs[mark]; ok {
		return code
	}
	return mark
}

func isCode(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// ungroup gives digits with a point before the fraction, or false when s is anything but digits in proper groups.
func ungroup(s string, decimal byte) (string, bool) {
	out := make([]byte, 0, len(s))
	var group rune // the mark between groups
	run := 0       // digits since the last mark
	fraction := false
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			out = append(out, byte(r))
			run++
		case fraction:
			return "", false
		case r == rune(decimal), r == '\u066b':
			if group != 0 && run != 3 {
				return "", false
			}
			out, run, fraction = append(out, '.'), 0, true
		case isGroup(r):
			first := group == 0
			if run == 0 || run > 3 || !first && (r != group || run != 3) {
				return "", false
			}
			if first && s[0] == '0' { // 0.123 can only be a fraction
				return "", false
			}
			group, run = r, 0
		default:
			return "", false
		}
	}
	if run == 0 || group != 0 && !fraction && run != 3 {
		return "", false
	}
	return string(out), true
}

func isGroup(r rune) bool {
	switch r {
	case ',', '.', ' ', '\'', '\u2019', '\u066c':
		return true
	}
	return false
}

// AsNumbers gives the number of every word, NaN where it is none, whatever the column's kind: a column of numbers with
// one stray note is Text, yet its numbers can be used.
func (c *Column) AsNumbers(decimal byte) []float64 {
	if c.Kind == Number {
		return c.Numbers
	}
	numbers := make([]float64, len(c.Words))
	for i, word := range c.Words {
		v, ok := ParseNumber(word, decimal)
		if !ok {
			v = math.NaN()
		}
		numbers[i] = v
	}
	return numbers
}
