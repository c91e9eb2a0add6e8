package metric

import (
	"errors"

	"github.com/shopspring/decimal"
)

// clvKind is what a customer is worth. Its terms are numbers, or columns of a table with one row a period or group.
type clvKind struct {
	common
	Method string `toml:"method"`
	Timing string `toml:"timing"`

	Revenue   string `toml:"revenue"`   // columns whose rows add up: revenue / orders is the order value,
	Orders    string `toml:"orders"`    // orders / customers the purchases of a period
	Customers string `toml:"customers"` // also the base below which the value is hidden

	AOV             term `toml:"aov"`
	Purchases       term `toml:"purchases_per_period"`
	Margin          term `toml:"margin"`
	Lifespan        term `toml:"lifespan_periods"`
	Churn           term `toml:"churn"`
	Retention       term `toml:"retention"`
	Discount        term `toml:"discount"`
	AcquisitionCost term `toml:"acquisition_cost"`
}

// term is a number, or the column that holds it.
type term struct {
	Number *float64
	Column string
}

// Fill reads a number, or the name of a column.
func (t *term) Fill(v any) error {
	switch v := v.(type) {
	case float64:
		t.Number = &v
		return nil
	case int64:
		x := float64(v)
		t.Number = &x
		return nil
	case string:
		if v != "" {
			t.Column = v
			return nil
		}
	}
	return errors.New("wants a number, or the name of a column")
}

func (t term) given() bool { return t.Number != nil || t.Column != "" }

// terms lists the terms with their keys, in the order in which their columns are read.
func (k *clvKind) terms() []struct {
	key string
	*term
} {
	return []struct {
		key string
		*term
	}{
		{"aov", &k.AOV}, {"purchases_per_period", &k.Purchases}, {"margin", &k.Margin}, {"lifespan_periods", &k.Lifespan},
		{"churn", &k.Churn}, {"retention", &k.Retention}, {"discount", &k.Discount}, {"acquisition_cost", &k.AcquisitionCost},
	}
}

func (k *clvKind) unit() Unit  { return Plain }
func (k *clvKind) hides() bool { return k.Customers != "" }

func (k *clvKind) columns() (list []NamedColumn) {
	list = withOptional(list, "revenue", k.Revenue)
	list = withOptional(list, "orders", k.Orders)
	list = withOptional(list, "customers", k.Customers)
	for _, t := range k.terms() {
		list = withOptional(list, t.key, t.Column)
	}
	return list
}

func (k *clvKind) check(complain complainer) {
	oneOf(complain, "method", k.Method, "lifespan", "retention")
	oneOf(complain, "timing", k.Timing, "immediate", "end")
	if !k.AOV.given() && (k.Revenue == "" || k.Orders == "") {
		complain("kind", `for example revenue = "revenue" and orders = "orders", the names of their columns`, "clv needs aov, the value of an order, or revenue and orders")
	}
	if !k.Purchases.given() && (k.Orders == "" || k.Customers == "") {
		complain("kind", `for example orders = "orders" and customers = "customers", the names of their columns`, "clv needs purchases_per_period, or orders and customers")
	}
	if k.Method == "lifespan" && !k.Lifespan.given() && !k.Churn.given() {
		complain("kind", `for example churn = 0.2, of the same period as the purchases`, "clv by lifespan needs lifespan_periods or churn")
	}
	if k.Method == "retention" && !k.Retention.given() && !k.Churn.given() {
		complain("kind", `for example retention = 0.8, of the same period as the purchases`, "clv by retention needs retention or churn")
	}
}

func (k *clvKind) read(q *question) (reading, *Mistake) {
	names := []string{k.Revenue, k.Orders, k.Customers}
	alone := false // whether a row must stand alone: rates do not add up
	for _, t := range k.terms() {
		names = append(names, t.Column)
		alone = alone || t.Column != ""
	}
	r := q.sums(names...)
	r.snapshot, r.alone = alone, alone
	r.finish = func(sum []decimal.Decimal, rows int) estimate {
		if rows == 0 {
			return worth{}
		}
		return k.worth(sum, rows)
	}
	return r, nil
}

// worth is what a customer is worth, and the figures on the way.
type worth struct {
	number
	aov, purchases, margin, perPeriod, lifespan                float64
	hasAOV, hasPurchases, hasMargin, hasPerPeriod, hasLifespan bool
}

// worth computes it (specification §9; Gupta and Lehmann 2003 for retention).
func (k *clvKind) worth(sum []decimal.Decimal, rows int) (w worth) {
	w.N = rows
	if k.Customers != "" {
		w.N = int(sum[2].IntPart())
	}
	value := func(i int, t term, otherwise float64) float64 {
		switch {
		case t.Column != "":
			return sum[3+i].InexactFloat64()
		case t.Number != nil:
			return *t.Number
		}
		return otherwise
	}
	if w.aov, w.hasAOV = value(0, k.AOV, 0), true; !k.AOV.given() {
		w.aov, w.hasAOV = quotient(sum[0], sum[1]), !sum[1].IsZero()
	}
	if w.purchases, w.hasPurchases = value(1, k.Purchases, 0), true; !k.Purchases.given() {
		w.purchases, w.hasPurchases = quotient(sum[1], sum[2]), !sum[2].IsZero()
	}
	churn := value(4, k.Churn, 0)
	if k.Method == "lifespan" {
		if w.lifespan, w.hasLifespan = value(3, k.Lifespan, 0), true; !k.Lifespan.given() {
			if w.hasLifespan = churn > 0; w.hasLifespan {
				w.lifespan = 1 / churn
			}
		}
	}
	if !w.hasAOV || !w.hasPurchases {
		return w
	}
	w.margin, w.hasMargin = value(2, k.Margin, 1), k.Margin.given()
	w.perPeriod, w.hasPerPeriod = w.aov*w.purchases*w.margin, true
	discount, cost := value(6, k.Discount, 0), value(7, k.AcquisitionCost, 0)
	if k.Method == "lifespan" {
		w.Value, w.Defined = w.perPeriod*w.lifespan-cost, w.hasLifespan
		return w
	}
	retention := value(5, k.Retention, 1-churn)
	first := 1 + discount
	if k.Timing == "end" {
		first = retention
	}
	if divisor := 1 + discount - retention; divisor > 1e-12 { // 1 + 0.1 - 1.1 is not 0 in binary
		w.Value, w.Defined = w.perPeriod*first/divisor-cost, true
	}
	if !w.Defined {
		w.Value = 0
	}
	return w
}

func (w worth) against(previous estimate, conf float64) difference {
	return w.number.against(previous.(worth).number, conf)
}

func (w worth) facts(int) (list []Fact) {
	for _, f := range []struct {
		name  string
		value float64
		has   bool
	}{
		{"aov", w.aov, w.hasAOV}, {"purchases_per_period", w.purchases, w.hasPurchases}, {"margin", w.margin, w.hasMargin},
		{"value_per_period", w.perPeriod, w.hasPerPeriod}, {"lifespan_periods", w.lifespan, w.hasLifespan},
	} {
		if f.has {
			list = append(list, Fact{f.name, f.value})
		}
	}
	return list
}
