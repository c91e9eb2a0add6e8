package locale

import "strings"

// Money writes an amount, given in decimal digits ("89.00"), in a currency by its ISO 4217 code; IRT is the toman. The minor unit
// is left out when it is zero. An unknown currency is written as its code; an amount that is no number is given back as it is.
func (l *Locale) Money(amount, code string) string {
	d, ok := parseDecimal(strings.TrimSpace(amount))
	if !ok {
		return strings.TrimSpace(amount + " " + code)
	}
	c, ok := l.facts.Currency[code+":unit"]
	if !ok {
		c, ok = l.facts.Currency[code]
	}
	if !ok {
		name := affix{code + "\u00a0", ""}
		c = currency{Frac: 2, Pos: name, Neg: affix{l.facts.Number.Neg[0] + name[0], l.facts.Number.Neg[1]}}
	}
	d = d.round(c.Frac)
	if strings.Trim(d.part, "0") == "" {
		d.part = ""
	}
	if d.neg {
		return c.Neg.around(l.digits(d))
	}
	return c.Pos.around(l.digits(d))
}
