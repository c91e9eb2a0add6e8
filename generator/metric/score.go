package metric

import (
	"math"
	"strconv"
	"strings"

	"cxgen/generator/data"
)

// fate is what becomes of an answer: it is used, or dropped for one reason.
type fate uint8

const (
	used fate = iota
	missing
	invalid
	outOfScale
	noWeight
	noDate
	duplicate
	ignored // a word that stands for no answer by definition: "offered"
	outside // the row is not part of the query: another period
)

// clean takes out direction marks, turns no-break spaces into spaces and foreign digits into ASCII ones.
func clean(cell string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r == '٫': // Arabic decimal separator
			return '.'
		case r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return ' '
		case r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff':
			return -1
		case r == '−':
			return '-'
		}
		return r
	}, cell))
}

// score reads the number that an answer starts with: "10 - Extremely likely", "9/10", "۱۰". What follows the number must be
// plainly a label, so that "9-10", "7 8", "7%" and "10th" are invalid (specification §0.4). top is the number that "/10" has
// to name.
func score(cell string, decimal byte, top int) (float64, fate) {
	if data.IsMissing(cell) {
		return 0, missing
	}
	text := clean(cell)
	if text == "" { // nothing but marks
		return 0, missing
	}
	end := 0
	if text[0] == '-' || text[0] == '+' {
		end++
	}
	start := end
	end = skipDigits(text, end)
	if end == start {
		return 0, invalid
	}
	number := text[:end]
	if end+1 < len(text) && text[end] == decimal && isDigit(text[end+1]) {
		whole := end
		end = skipDigits(text, end+1)
		number = text[:whole] + "." + text[whole+1:end]
	}
	if !isLabel(text[end:], top) {
		return 0, invalid
	}
	value, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, invalid
	}
	return value, used
}

// isLabel tells whether what follows a number is a label, and not the rest of some other thing.
func isLabel(rest string, top int) bool {
	text := strings.TrimLeft(rest, " ")
	if text == "" {
		return true
	}
	if after, is := strings.CutPrefix(text, "/"); is {
		return strings.TrimSpace(after) == strconv.Itoa(top)
	}
	for _, mark := range []string{"-", "–", "—", ":", "=", "("} {
		if after, is := strings.CutPrefix(text, mark); is {
			after = strings.TrimLeft(after, " ")
			return after != "" && !isDigit(after[0])
		}
	}
	return len(text) < len(rest) && !isDigit(text[0])
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func skipDigits(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

// option reads an answer on a scale of whole numbers. It gives the place of the answer on the scale, 0 for the lowest.
func option(cell string, decimal byte, low, high int) (int, fate) {
	value, fate := score(cell, decimal, high)
	switch {
	case fate != used:
		return 0, fate
	case value != math.Trunc(value):
		return 0, invalid
	case value < float64(low) || value > float64(high):
		return 0, outOfScale
	}
	return int(value) - low, used
}
