package locale

import (
	"math"
	"strconv"
	"strings"
)

// Nothing is written where there is no number: for NaN and the infinities.
const Nothing = "–"

// Number writes v with a fixed count of decimals, or with as many as it has when decimals is negative, rounded half away from zero.
func (l *Locale) Number(v float64, decimals int) string {
	if !isFinite(v) {
		return Nothing
	}
	return l.signed(fixed(v, decimals), affix{}, l.facts.Number.Neg)
}

// Between writes v with at least least and at most most decimals: "4", "4.25".
func (l *Locale) Between(v float64, least, most int) string {
	if !isFinite(v) {
		return Nothing
	}
	return l.signed(decimalOf(v).between(least, most), affix{}, l.facts.Number.Neg)
}

// Signed writes v as Number does, with a plus before what is more than zero once it is rounded.
func (l *Locale) Signed(v float64, decimals int) string {
	if !isFinite(v) {
		return Nothing
	}
	d := fixed(v, decimals)
	if d.isZero() {
		return l.digits(d.trim())
	}
	return l.signed(d, l.facts.Number.Plus, l.facts.Number.Neg)
}

// Sign writes the sign that stands before v in Signed: "+", "−" or "". In a language that runs leftwards a mark keeps it left of the digits.
func (l *Locale) Sign(v float64) string {
	switch {
	case v > 0:
		return l.facts.Number.Plus.around("")
	case v < 0:
		return l.negative(l.facts.Number.Neg, "")
	}
	return ""
}

// Percent writes v, which is out of 100, with the percent sign.
func (l *Locale) Percent(v float64, decimals int) string {
	if !isFinite(v) {
		return Nothing
	}
	return l.signed(fixed(v, decimals), l.facts.Number.Pct, l.facts.Number.PctNeg)
}

// Share writes v, which is out of 1, in percent with at least least and at most most decimals: 0.456 is "46%".
func (l *Locale) Share(v float64, least, most int) string {
	if !isFinite(v) {
		return Nothing
	}
	return l.signed(decimalOf(v).shift(2).between(least, most), l.facts.Number.Pct, l.facts.Number.PctNeg)
}

// signed writes d with what the language puts around numbers that are less than zero, and around others.
func (l *Locale) signed(d decimal, pos, neg affix) string {
	if !d.neg {
		return pos.around(l.digits(d))
	}
	return l.negative(neg, l.digits(d))
}

// Margin writes the distance to both sides of a value: "±4".
func (l *Locale) Margin(v float64, decimals int) string {
	if !isFinite(v) {
		return Nothing
	}
	return "±" + l.digits(fixed(math.Abs(v), decimals))
}

// Compact writes v in few characters, with at most one decimal: "1.2K".
func (l *Locale) Compact(v float64) string {
	if !isFinite(v) {
		return Nothing
	}
	d := decimalOf(v)
	short, form := d.round(1).trim(), affix{}
	for exp := len(d.whole) - 1; ; exp++ {
		row, ok := l.compact(exp)
		if !ok {
			break
		}
		short = d.shift(-row.Scale).round(1).trim()
		if len(short.whole)-1+row.Scale > exp { // 999,960 rounds up into the next row
			continue
		}
		if form, ok = row.Forms[l.plural(short)]; !ok {
			form = row.Forms["other"]
		}
		break
	}
	text := form.around(l.grouped(short, 2))
	if short.neg {
		return l.negative(l.facts.Number.Neg, text)
	}
	return text
}

// compact finds the row of numbers from 10^exp.
func (l *Locale) compact(exp int) (found compact, ok bool) {
	for _, row := range l.facts.Compact {
		if row.Exp <= exp {
			found, ok = row, true
		}
	}
	return found, ok
}

// fixed gives the decimals that are to be written. What sums and differences of shares leave in the last bits is no part of them:
// 57.55 − 50.1 is 7.45, which has one decimal 7.5, and not 7.449999999999996.
func fixed(v float64, decimals int) decimal {
	switch {
	case decimals < 0:
		return decimalOf(v)
	case math.Abs(v) < 1000:
		d, _ := parseDecimal(strconv.FormatFloat(v, 'f', 12, 64))
		return d.round(decimals)
	}
	return decimalOf(v).round(decimals)
}

// digits writes the digits of d in groups, without a sign.
func (l *Locale) digits(d decimal) string { return l.grouped(d, l.facts.Number.MinGroup) }

// grouped is digits with at least minimum digits before the first group mark.
func (l *Locale) grouped(d decimal, minimum int) string {
	n := &l.facts.Number
	var b strings.Builder
	for i, left := 0, len(d.whole); left > 0; i, left = i+1, left-1 {
		if past := left - n.Primary; i > 0 && past >= 0 && past%n.Secondary == 0 && len(d.whole) >= n.Primary+minimum {
			b.WriteString(n.Group)
		}
		b.WriteByte(d.whole[i])
	}
	if d.part != "" {
		b.WriteString(n.Decimal)
		b.WriteString(d.part)
	}
	return l.own(b.String())
}

// own replaces the digits of ASCII by those of the language.
func (l *Locale) own(s string) string {
	if l.facts.Number.Digits == "0123456789" {
		return s
	}
	digits := []rune(l.facts.Number.Digits)
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return digits[r-'0']
		}
		return r
	}, s)
}
