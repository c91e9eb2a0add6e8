package locale

import (
	"strconv"
	"strings"
)

// Plural gives the plural category of n as CLDR names it: "one", "few", "other" …
func (l *Locale) Plural(n float64) string {
	if !isFinite(n) {
		return "other"
	}
	return l.facts.Plural.Cardinal.category(decimalOf(n))
}

// Ordinal gives the category of the n-th: in English "one" for the 1st and the 21st, "two" for the 2nd …
func (l *Locale) Ordinal(n int) string { return l.facts.Plural.Ordinal.category(decimalOf(float64(n))) }

func (l *Locale) plural(d decimal) string { return l.facts.Plural.Cardinal.category(d) }

// rules are conditions by plural category, in the syntax of CLDR: "v = 0 and i % 10 = 2..4 and i % 100 != 12..14".
// Source: Unicode Technical Standard 35, part 3, "Language Plural Rules".
type rules map[string]string

// category gives the category whose condition d satisfies, or else "other".
func (r rules) category(d decimal) string {
	for _, name := range [...]string{"zero", "one", "two", "few", "many"} {
		if condition, ok := r[name]; ok && holds(condition, d) {
			return name
		}
	}
	return "other"
}

func holds(condition string, d decimal) bool {
	for either := range strings.SplitSeq(condition, " or ") {
		all := true
		for relation := range strings.SplitSeq(either, " and ") {
			is, _ := compare(relation, d)
			all = all && is
		}
		if all {
			return true
		}
	}
	return false
}

// compare decides a relation such as "n % 100 = 3..10,15". It is not ok when the relation cannot be read.
func compare(relation string, d decimal) (is, ok bool) {
	left, right, ok := strings.Cut(relation, "=")
	left, negated := strings.CutSuffix(left, "!")
	words := strings.Fields(left)
	if !ok || len(words) != 1 && (len(words) != 3 || words[1] != "%") {
		return false, false
	}
	value, whole, ok := d.operand(words[0])
	if !ok {
		return false, false
	}
	if len(words) == 3 {
		modulus, err := strconv.Atoi(words[2])
		if err != nil || modulus <= 0 {
			return false, false
		}
		value %= modulus
	}
	among := false
	for part := range strings.SplitSeq(right, ",") {
		low, high, isRange := strings.Cut(strings.TrimSpace(part), "..")
		if !isRange {
			high = low
		}
		from, err1 := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if err1 != nil || err2 != nil {
			return false, false
		}
		among = among || whole && from <= value && value <= to
	}
	return among != negated, true
}

// operand gives what plural rules look at: n the number, i its whole part, v and w how many decimals it has, with and without zeros at the
// end, f and t these decimals as a number, e its exponent in compact notation, which is never written. It is whole unless n has decimals.
func (d decimal) operand(name string) (value int, whole, ok bool) {
	trimmed := d.trim().part
	switch name {
	case "n":
		return small(d.whole), trimmed == "", true
	case "i":
		return small(d.whole), true, true
	case "v":
		return len(d.part), true, true
	case "w":
		return len(trimmed), true, true
	case "f":
		return small(d.part), true, true
	case "t":
		return small(trimmed), true, true
	case "e", "c":
		return 0, true, true
	}
	return 0, false, false
}

// small reads the last digits, as many as fit: plural rules look at the last ones, and whether there are more.
func small(digits string) (n int) {
	const most = 18
	for _, c := range digits[max(0, len(digits)-most):] {
		n = n*10 + int(c-'0')
	}
	if len(digits) > most && strings.Trim(digits[:len(digits)-most], "0") != "" {
		n += 1_000_000_000_000_000_000
	}
	return n
}
