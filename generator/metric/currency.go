package metric

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// amountKeys name columns whose numbers are added up or averaged, and so may be money.
var amountKeys = []string{"amount", "column", "per", "revenue", "aov", "opening", "churned", "contraction", "expansion"}

// mixed finds amounts of several currencies in one column, which would be added up as they stand, and those of another currency than
// the metric's.
func (d *Defs) mixed(m *Metric, t *data.Table) (problems []source.Problem) {
	if m.Kind == "count" {
		return nil
	}
	for _, c := range m.kind.columns() {
		if !slices.Contains(amountKeys, c.Key) {
			continue
		}
		found := m.currencies(t, t.Column(c.Column))
		at := d.Keys.Value("metrics." + m.Name + "." + c.Key)
		switch {
		case len(found) > 1:
			problems = append(problems, source.Warnf(at, "the amounts in column %q of table %q are in %s, and are added up as they stand", c.Column, t.Name, strings.Join(found, " and ")).
				WithHint("show one currency at a time with where, or convert the amounts before"))
		case len(found) == 1 && m.Currency != "" && len(found[0]) == len(m.Currency) && m.Currency != found[0]: // a sign may stand for several
			problems = append(problems, source.Warnf(at, "the amounts in column %q of table %q are in %s, and the metric's unit is %s", c.Column, t.Name, found[0], m.Currency).
				WithHint("write unit = %q, or convert the amounts before", found[0]))
		}
	}
	return problems
}

// currencies lists those of the amounts in a column, as they first stand in the rows of the metric, at most three.
func (m *Metric) currencies(t *data.Table, c *data.Column) (list []string) {
	marks := make([]string, len(c.Words)) // by word
	any := false
	for i, x := range c.AsNumbers(cmp.Or(t.Decimal, '.')) {
		if math.IsNaN(x) {
			continue
		}
		marks[i] = data.CurrencyOf(c.Words[i])
		any = any || marks[i] != ""
	}
	if !any {
		return nil
	}
	var only data.Rows
	if where := m.kind.keys().where; where != nil && !where.UsesNow() {
		only, _ = where.Select(t, data.Env{})
	}
	for row, code := range c.Codes {
		mark := marks[code]
		if mark == "" || only != nil && !only.Has(row) || slices.Contains(list, mark) {
			continue
		}
		if list = append(list, mark); len(list) == 3 {
			break
		}
	}
	return list
}
