package metric

import (
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

// Amounts of several currencies are added up as they stand, so the author is told.
func TestCurrencies(t *testing.T) {
	table := readTable(t, "order,amount,fee,plain,country\n1,€10,$1,1,DE\n2,12.50 EUR,2 USD,2,DE\n3,$5,$3,3,US\n4,,n/a,x,US\n", time.UTC)
	for _, c := range []struct{ settings, want string }{
		{`kind = "order_value"`, `the amounts in column "amount" of table "t" are in EUR and $, and are added up as they stand`},
		{"kind = \"sum\"\ncolumn = \"amount\"", `EUR and $`},
		{"kind = \"ratio\"\ncolumn = \"plain\"\nper = \"amount\"", `EUR and $`},
		{"kind = \"order_value\"\nwhere = \"country = 'DE'\"", ""},
		{"kind = \"order_value\"\nwhere = \"country = 'DE'\"\nunit = \"EUR\"", ""},
		{"kind = \"order_value\"\nwhere = \"country = 'DE'\"\nunit = \"USD\"", `are in EUR, and the metric's unit is USD`},
		{"kind = \"order_value\"\nwhere = \"country = 'US'\"\nunit = \"CAD\"", ""},
		{"kind = \"order_value\"\namount = \"plain\"\nunit = \"CAD\"", ""},
		{"kind = \"count\"\ncolumn = \"amount\"", ""},
	} {
		defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+c.settings+"\n")))
		for _, p := range append(problems, defs.Check(defs.Metric("m"), table)...) {
			if p.Level != source.Warning || c.want == "" || !strings.Contains(p.Text, c.want) || p.Hint == "" {
				t.Errorf("%s: %s: %s = %s", c.settings, p.Where(), p.Text, p.Hint)
			}
			c.want = ""
		}
		if c.want != "" {
			t.Errorf("%s: nothing was said", c.settings)
		}
	}
}
