package data

import (
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

// shaped reads a table and shapes it; its rows are joined by |.
func shaped(t *testing.T, text string, def Def) (string, []source.Problem) {
	t.Helper()
	table, problems := read(t, "t.csv", text, Def{})
	if source.Fatal(problems) {
		t.Fatal(problems)
	}
	table, problems = Extend(table, def, nil, time.Time{}, func(string) source.Span { return source.Span{} })
	if table == nil {
		return "", problems
	}
	lines := []string{strings.Join(table.Names(), ",")}
	for row := range table.Rows {
		var cells []string
		for _, c := range table.Columns() {
			cells = append(cells, c.Cell(row))
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, " | "), problems
}

func TestShape(t *testing.T) {
	for _, test := range []struct {
		name, text string
		def        Def
		want       string
	}{
		{"count", "month,score,n\n2026-01,9,2\n2026-01,3,0\n2026-02,10,1\n2026-02,7,\n", Def{Count: "n"},
			"month,score | 2026-01,9 | 2026-01,9 | 2026-02,10"},
		{"long", "who,speed,price\na,5,3\nb,,n/a\n", Def{Long: &Long{[]string{"price", "speed"}, "item", "rating"}},
			"who,item,rating | a,price,3 | a,speed,5 | b,price,n/a | b,speed,"},
		{"counts in columns", "month,detractors,promoters\n2026-01,1,2\n", Def{Long: &Long{[]string{"detractors", "promoters"}, "score", "n"}, Count: "n"},
			"month,score | 2026-01,detractors | 2026-01,promoters | 2026-01,promoters"},
		{"funnel", "month,device,step,n\n1,a,view,2\n1,a,cart,1\n1,b,view,1\n1,b,cart,1\n", Def{Count: "n", Reach: "step"},
			"month,device,step,user | 1,a,view,1\x1fa\x1f1 | 1,a,view,1\x1fa\x1f2 | 1,a,cart,1\x1fa\x1f1 | 1,b,view,1\x1fb\x1f1 | 1,b,cart,1\x1fb\x1f1"},
		{"then derived", "score,n\n9,2\n", Def{Count: "n", Derive: map[string]string{"good": "score >= 9"}},
			"score,good | 9,yes | 9,yes"},
	} {
		if got, problems := shaped(t, test.text, test.def); got != test.want || len(problems) > 0 {
			t.Errorf("%s\n gives %q %v\nwanted %q", test.name, got, problems, test.want)
		}
	}
}

func TestShapeMistakes(t *testing.T) {
	const text = "month,score,n\n2026-01,9,2\n2026-01,3,1.5\n"
	for want, def := range map[string]Def{
		`column "n" has "1.5", which is no count`:                                   {Count: "n"},
		`table "t" has no column "m"`:                                               {Count: "m"},
		`reach needs count: the column that says how many people reached each step`: {Reach: "score"},
		`long needs columns, and names for the two columns that they become`:        {Long: &Long{Columns: []string{"score"}, Name: "a", Value: "b"}},
		`table "t" has a column "month" already`:                                    {Long: &Long{[]string{"score", "n"}, "month", "b"}},
		`the column "n" is named twice`:                                             {Long: &Long{[]string{"n", "n"}, "a", "b"}},
	} {
		if got, problems := shaped(t, text, def); got != "" || len(problems) != 1 || problems[0].Text != want || problems[0].Hint == "" {
			t.Errorf("gives %q %v, wanted %q", got, problems, want)
		}
	}
	if _, problems := shaped(t, "score,n\n9,60000000\n", Def{Count: "n"}); len(problems) != 1 {
		t.Errorf("sixty million rows: %v", problems)
	}
}
