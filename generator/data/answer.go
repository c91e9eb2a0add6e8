package data

import (
	"strconv"
	"strings"
)

// ParseAnswer reads the number that an answer begins with: "10 - Extremely likely", "9/10", "۱۰". What follows the number must
// plainly be a label, so that "9-10", "7 8", "7%" and "10th" are no answers (metric specification, §0.4). top is the number that
// "/10" has to name, or 0 where any will do.
func ParseAnswer(cell string, decimal byte, top int) (float64, bool) {
	text := strings.ReplaceAll(strings.TrimSpace(plain(cell)), "\u066b", ".")
	start := 0
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		start++
	}
	end := skipDigits(text, start)
	if end == start {
		return 0, false
	}
	number := text[:end]
	of := decimal == '/' && top > 0 && isLabel(text[end:], top) // "9/10" is an answer, where / is the decimal mark as well
	if !of && end+1 < len(text) && text[end] == decimal && isDigit(text[end+1]) {
		whole := end
		end = skipDigits(text, end+1)
		number = text[:whole] + "." + text[whole+1:end]
	}
	if !isLabel(text[end:], top) {
		return 0, false
	}
	value, err := strconv.ParseFloat(number, 64)
	return value, err == nil
}

// isLabel tells whether what follows a number is a label, and not the rest of some other thing.
func isLabel(rest string, top int) bool {
	text := strings.TrimLeft(rest, " ")
	if text == "" {
		return true
	}
	if after, is := strings.CutPrefix(text, "/"); is {
		after = strings.TrimSpace(after)
		if top == 0 {
			return after != "" && skipDigits(after, 0) == len(after)
		}
		return after == strconv.Itoa(top)
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
