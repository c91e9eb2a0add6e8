package data

import (
	"math"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

const parcels = `order,amount,placed,delivered,store,price
1,19,2026-03-28 23:30,2026-03-29 00:15,BER-01,9.5
2,20,2026-03-28,2026-04-02,BER-02,20
3,49,,2026-04-02,HAM,50
4,100,2026-03-28 23:30,n/a,,x
`

// derived gives the cells of a derived column, joined by |, and the column.
func derived(t *testing.T, def Def, how string) (string, *Column, []source.Problem) {
	t.Helper()
	table, problems := read(t, "parcels.csv", parcels, def)
	if source.Fatal(problems) {
		t.Fatal(problems)
	}
	def.Derive = map[string]string{"new": how}
	at := source.NewFile("data/metrics.toml", []byte(how)).Span(0, len(how))
	extended, problems := Extend(table, def, nil, time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC), func(string) source.Span { return at })
	if extended == nil {
		return "", nil, problems
	}
	c := extended.Column("new")
	var cells []string
	for row := range extended.Rows {
		cells = append(cells, c.Cell(row))
	}
	return strings.Join(cells, "|"), c, problems
}

func TestDerive(t *testing.T) {
	for _, test := range []struct {
		how, want string
		kind      Kind
	}{
		{"days from placed to delivered", "1|5||", Number}, // 45 minutes across midnight are a day of the calendar
		{"Days FROM delivered TO placed", "-1|-5||", Number},
		{"hours from placed to delivered", "0.75|120||", Number},
		{"minutes from placed to delivered", "45|7200||", Number},
		{"seconds from placed to delivered", "2700|432000||", Number},
		{"amount in bands [20, 50, 100]", "<20|20–49|20–49|≥100", Number},
		{"amount in bands [20, 21, 49]", "<20|20|≥49|≥49", Number},
		{"price in bands [10, 20]", "<10|≥20|≥20|", Number}, // a note among numbers has no band
		{"price in bands [9.5, 20.5]", "9.5–<20.5|9.5–<20.5|≥20.5|", Number},
		{`store before "-"`, "BER|BER|HAM|", Text},
		{`store after "-"`, "01|02||", Text}, // numbers of stores are names
		{`placed before " "`, "2026-03-28|2026-03-28||2026-03-28", Time},
		{`amount > 19 and store != empty`, "no|yes|yes|no", Text},
		{`placed in last 10 days`, "yes|yes|no|yes", Text},
	} {
		got, c, problems := derived(t, Def{}, test.how)
		if got != test.want || len(problems) > 0 {
			t.Errorf("%s\n gives %s\nwanted %s %v", test.how, got, test.want, problems)
		} else if c.Kind != test.kind {
			t.Errorf("%s gives %v, wanted %v", test.how, c.Kind, test.kind)
		}
	}
}

// Days are those of the table's zone, and hours are elapsed time: on the night of the change of the clocks they are fewer.
func TestDeriveInZone(t *testing.T) {
	for how, want := range map[string]string{
		"days from placed to delivered":  "1|5||",
		"hours from placed to delivered": "0.75|119||",
	} {
		if got, _, _ := derived(t, Def{TZ: "Europe/Berlin"}, how); got != want {
			t.Errorf("%s gives %s, wanted %s", how, got, want)
		}
	}
}

// Bands sort and compare as the numbers at which they begin.
func TestBandsAreNumbers(t *testing.T) {
	_, c, _ := derived(t, Def{}, "amount in bands [20, 50, 100]")
	want := map[string]float64{"<20": math.Inf(-1), "20–49": 20, "≥100": 100}
	for i, word := range c.Words {
		if c.Numbers[i] != want[word] {
			t.Errorf("%s is %v, wanted %v", word, c.Numbers[i], want[word])
		}
	}
}

func TestDeriveMistakes(t *testing.T) {
	for _, test := range []struct{ how, at, text string }{
		{"days from placed", "d", "the condition ends where to and the column with the later time should follow"},
		{"days from plced to delivered", "plced", `table "t" has no column "plced"`},
		{"days from amount to delivered", "amount", `column "amount" holds numbers, not dates`},
		{"store in bands [1]", "store", `column "store" holds text, not numbers`},
		{"amount in bands []", "]", `unexpected "]" where a number should follow`},
		{"amount in bands [5, 5]", "5", "the numbers of bands must rise"},
		{"amount in bands [5 6]", "6", `unexpected "6" where , or ] should follow`},
		{"amount in bands 5", "5", `unexpected "5" where [ and the numbers at which bands begin should follow`},
		{"store before x", "x", `unexpected "x" where the mark in quotes should follow`},
		{`store before ""`, `""`, `unexpected "" where the mark in quotes should follow`},
		{"amount > row.limit", "amount > row.limit", "a column has no row to refer to"},
		{"amount minus 5", "minus", `unexpected "minus" where = != < <= > >= or in should follow`},
		{"new > 5", "new > 5", `the derived column "new" is made of itself`},
		{"", "", "this condition is empty"},
	} {
		_, c, problems := derived(t, Def{}, test.how)
		if c != nil || len(problems) != 1 || problems[0].Text != test.text || problems[0].Hint == "" || problems[0].At.Text() != test.at {
			t.Errorf("%q gives %v (at %q), wanted %q at %q", test.how, problems, place(problems), test.text, test.at)
		}
	}
}

func place(problems []source.Problem) string {
	if len(problems) == 0 {
		return ""
	}
	return problems[0].At.Text()
}

func TestJoin(t *testing.T) {
	csv := func(name, text string) *Table {
		table, problems := read(t, name+".csv", text, Def{})
		if source.Fatal(problems) {
			t.Fatal(problems)
		}
		table.Name = name
		return table
	}
	orders := csv("orders", "order,amount,day\n1,5.5,2026-01-01\n2,8,2026-01-02\n3,9,\n")
	answers := csv("answers", "order,score,amount\n2,9,a\n۱,3,b\n,8,c\n7,1,d\n2,10,e\n")
	for _, test := range []struct{ column, want string }{
		{"order", "2|۱||7|2"},
		{"score", "9|3|8|1|10"},
		{"amount", "a|b|c|d|e"}, // the table's own
		{"orders.amount", "8|5.5|||8"},
		{"day", "2026-01-02|2026-01-01|||2026-01-02"},
		{"late", "no|yes|no|no|no"},
	} {
		joined, problems := Extend(answers, Def{Join: &Join{"orders", "order"}, Derive: map[string]string{"late": "orders.amount < 6"}}, orders, time.Time{}, nowhere)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var cells []string
		for row := range joined.Rows {
			cells = append(cells, joined.Column(test.column).Cell(row))
		}
		if got := strings.Join(cells, "|"); got != test.want {
			t.Errorf("%s is %s, wanted %s", test.column, got, test.want)
		}
	}
	if len(answers.Columns()) != 3 {
		t.Error("the table itself was changed")
	}
	twice := csv("orders", "order,amount\n2,5\n2,8\n")
	apart := csv("orders", "order,amount\nA1,5\n")
	keyless := csv("orders", "number,amount\n1,5\n")
	for want, other := range map[string]*Table{
		`table "orders" has several rows with order = "2", so it cannot say which one belongs to a row of table "answers"`: twice,
		`no order of table "answers" is in table "orders"`:                                                                 apart,
		`table "orders" has no column "order" to join by`:                                                                  keyless,
	} {
		if _, problems := Extend(answers, Def{Join: &Join{"orders", "order"}}, other, time.Time{}, nowhere); len(problems) != 1 || problems[0].Text != want || problems[0].Hint == "" {
			t.Errorf("got %v, wanted %s", problems, want)
		}
	}
}

func TestJoinOrder(t *testing.T) {
	nowhere := func(string, string) source.Span { return source.Span{} }
	join := func(table string) Def { return Def{Join: &Join{table, "id"}} }
	order, problems := JoinOrder([]string{"a", "b", "c"}, map[string]Def{"a": join("b"), "b": join("c")}, nowhere)
	if strings.Join(order, "") != "cba" || len(problems) > 0 {
		t.Error(order, problems)
	}
	for want, defs := range map[string]map[string]Def{
		`table "a" joins itself`:                             {"a": join("a")},
		`the tables "b" and "a" join each other in a circle`: {"a": join("b"), "b": join("a")},
		`unknown table "d"`:                                  {"a": join("d")},
		`join needs a table and a key`:                       {"a": {Join: &Join{Table: "b"}}},
	} {
		if _, problems := JoinOrder([]string{"a", "b"}, defs, nowhere); len(problems) != 1 || problems[0].Text != want {
			t.Errorf("got %v, wanted %s", problems, want)
		}
	}
}

// nowhere places nothing.
func nowhere(string) source.Span { return source.Span{} }

// TestMadeDates makes a column of dates that can be read in two ways: it is decided as that of a file would be.
func TestMadeDates(t *testing.T) {
	const text = "at\n03/04/2026 | shop\n05/06/2026 | web\n"
	for order, want := range map[string]Kind{"": Text, "dmy": Time, "mdy": Time} {
		def := Def{DateOrder: order, Derive: map[string]string{"day": `at before "|"`}}
		table, problems := read(t, "t.csv", text, def)
		if source.Fatal(problems) {
			t.Fatal(problems)
		}
		made, problems := Extend(table, def, nil, time.Time{}, func(string) source.Span { return source.Span{} })
		kind, _ := made.Kind("day")
		if kind != want || (made.Doubt("day") != nil) != (order == "") || len(problems) > 0 {
			t.Errorf("order %q: %s, doubt %v, %v", order, kind, made.Doubt("day"), problems)
		}
		if order == "mdy" && made.Column("day").Times[0] != days(2026, 3, 4)*day {
			t.Errorf("the day is %d", made.Column("day").Times[0])
		}
	}
}
