package locale

import "strings"

// Money writes an amount as a sentence does: with the unit behind it where people speak so ("39,000원", "۲٬۵۰۰٬۰۰۰ تومان"), and without
// the minor unit when that is zero ("$24"). The amount is given in decimal digits ("89.00"), the currency by its ISO 4217 code; IRT is the
// toman, ten rials, which ISO does not have. Nothing is converted. An unknown currency is written as its code; an amount that is no number
// is given back as it is.
func (l *Locale) Money(amount, code string) string {
	return l.money(amount, code, l.unitOf(code), func(d decimal) decimal {
		if strings.Trim(d.part, "0") == "" {
			d.part = ""
		}
		return d
	})
}

// MoneyUnit is Money with all digits of the minor unit.
func (l *Locale) MoneyUnit(amount, code string) string {
	return l.money(amount, code, l.unitOf(code), func(d decimal) decimal { return d })
}

// MoneySymbol is MoneyUnit with the currency as tables have it: "₩39,000".
func (l *Locale) MoneySymbol(amount, code string) string {
	return l.money(amount, code, code, func(d decimal) decimal { return d })
}

// unitOf gives the key of a currency's form for prose.
func (l *Locale) unitOf(code string) string {
	if _, ok := l.facts.Currency[code+":unit"]; ok {
		return code + ":unit"
	}
	return code
}

func (l *Locale) money(amount, code, key string, minor func(decimal) decimal) string {
	d, ok := parseDecimal(strings.TrimSpace(amount))
	if !ok {
		return strings.TrimSpace(amount + " " + code)
	}
	c, ok := l.facts.Currency[key]
	if !ok {
		name := affix{code + "\u00a0", ""}
		c = currency{Frac: 2, Pos: name, Neg: affix{l.facts.Number.Neg[0] + name[0], l.facts.Number.Neg[1]}}
	}
	return l.signed(minor(d.round(c.Frac)), c.Pos, c.Neg)
}
