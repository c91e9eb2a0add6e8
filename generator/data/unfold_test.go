package data

import (
	"fmt"
	"strings"
	"testing"
)

// TestUnfold makes columns of objects in cells.
func TestUnfold(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"members": {"id,p\n1,\"{\"\"a\"\":1,\"\"b\"\":{\"\"c\"\":\"\"x\"\"},\"\"d\"\":[1,2],\"\"e\"\":null}\"\n2,\n3,\"{\"\"a\"\":2.5,\"\"f\"\":true}\"\n",
			"3 rows, decimal .\nid (numbers) |1 = 1 |2 = 2 |3 = 3\n" + `p (text) |{"a":1,"b":{"c":"x"},"d":[1,2],"e":null} | |{"a":2.5,"f":true}` +
				"\np.a (numbers) |1 = 1 | = NaN |2.5 = 2.5\np.b.c (text) |x | |\np.d (text) |[1,2] | |\np.e (text) | | |\np.f (text) | | |true\n"},
		"a name that is taken": {"p,p.a\n\"{\"\"a\"\":1}\",7\n", "1 rows, decimal .\np (text) |{\"a\":1}\np.a (numbers) |7 = 7\n"},
		"no objects":           {"p\n{name}\n{}\n", "2 rows, decimal .\np (text) |{name} |{}\n"},
		"lists":                {"p\n\"[1,2]\"\n", "1 rows, decimal .\np (text) |[1,2]\n"},
		"an object and a note": {"p\n\"{\"\"a\"\":1}\"\nnone today\n", "2 rows, decimal .\np (text) |{\"a\":1} |none today\n"},
	} {
		t.Run(name, func(t *testing.T) {
			table, problems := read(t, "f.csv", test.text, Def{})
			if got := describe(table, problems); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestUnfoldLater reads objects so many and so different that their column is left for later.
func TestUnfoldLater(t *testing.T) {
	var b strings.Builder
	b.WriteString("user,properties\n")
	const rows = 3 * triedRows
	for i := range rows {
		fmt.Fprintf(&b, "u%d,\"{\"\"n\"\":%d,\"\"plan\"\":\"\"%s\"\"}\"\n", i%7, i, []string{"free", "pro"}[i%2])
	}
	table, problems := read(t, "f.csv", b.String(), Def{})
	if problems != nil {
		t.Fatal(problems)
	}
	n, plan := table.Column("properties.n"), table.Column("properties.plan")
	if n == nil || plan == nil || n.Kind != Number || len(plan.Words) != 2 {
		t.Fatal(table.Names())
	}
	for row := range rows {
		if n.Numbers[n.Codes[row]] != float64(row) || plan.Cell(row) != []string{"free", "pro"}[row%2] {
			t.Fatalf("row %d: %s, %s", row, n.Cell(row), plan.Cell(row))
		}
	}
}

// TestUnfoldBounds leaves objects folded that have a key of their own in each row.
func TestUnfoldBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("p,q\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "\"{\"\"k%d\"\":1}\",1\n", i)
	}
	table, problems := read(t, "f.csv", b.String(), Def{})
	if len(table.Names()) != 2 || len(problems) != 1 || problems[0].Text != `the objects in column "p" have too many different keys; they stay as they are` {
		t.Errorf("%d columns, %v", len(table.Names()), problems)
	}
}
