package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

// visits is the table that conditions are tried on; rows are named by their id.
const visits = `id,channel,score,paid,time,promised,delivered,Order date,zip,note,month
a,app,9,12.50,2026-03-01 10:00,2026-03-05,2026-03-04,2026-02-27,01067,fine,2026-02
b,web,6,0,2026-03-31 23:30,2026-04-01,2026-04-03,2026-03-30,80331,,2026-03
c,,10,,2026-04-01 00:00,2026-04-02,,,00123,n/a,2026-04
d,store,n/a,3,,,2026-04-01,2026-04-01,123,none,2026-04
e,app,0,-1,2026-12-31 12:00,2026-12-31,2026-12-31,2026-12-01,,"it's ""ok""",2026-12
`

var visitor = map[string]string{"id": "b", "channel": "app", "limit": "6", "since": "2026-04-01", "none": ""}

func env() Env {
	return Env{
		Row: func(name string) (string, bool) { v, ok := visitor[name]; return v, ok },
		Now: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC),
	}
}

func TestFilter(t *testing.T) {
	table, problems := read(t, "visits.csv", visits, Def{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, test := range []struct{ text, want string }{
		{`channel = "app"`, "ae"},
		{`channel = 'app'`, "ae"},
		{`"app" = channel`, "ae"},
		{`channel != "app"`, "bcd"}, // the blank one too
		{`not channel = "app"`, "bcd"},
		{`channel in ["app", "web"]`, "abe"},
		{`channel not in ["app", 'web',]`, "cd"},
		{`channel = empty`, "c"},
		{`channel is empty`, "c"},
		{`channel != empty`, "abde"},
		{`channel IS NOT Empty`, "abde"},
		{`channel = ""`, "c"},
		{`note = empty`, "bcd"},
		{`note = "none"`, "d"},
		{`note = 'it''s "ok"'`, "e"},
		{`note = "it's ""ok"""`, "e"},

		{`score >= 9`, "ac"},
		{`9 <= score`, "ac"},
		{`score < 6`, "e"},
		{`score <= 6`, "be"},
		{`score > 9`, "c"},
		{`score = 9.0`, "a"},
		{`score = "9"`, "a"},
		{`score != 9`, "bcde"},
		{`score in [9, 10]`, "ac"},
		{`paid = 12.5`, "a"},
		{`paid < 0`, "e"},
		{`paid = -1`, "e"},
		{`not paid >= 0`, "ce"},

		{`time >= 2026-03-01`, "abce"},
		{`time > 2026-03-01`, "bce"}, // a day is a whole day
		{`time <= 2026-03-31`, "ab"},
		{`time < 2026-03-31`, "a"},
		{`time = 2026-03-31`, "b"},
		{`time = 2026-03`, "ab"},
		{`time > 2026-03`, "ce"},
		{`time = 2026-03-01T10:00`, "a"},
		{`time >= 2026-04-01T02:00+02:00`, "ce"},
		{`time = "2026-03-31"`, "b"},
		{`time in [2026-03-01, 2026-12]`, "ae"},
		{`time = empty`, "d"},
		{`month >= 2026-04`, "cde"},
		{`month = 2026-03`, "b"},

		{`time in last 1 day`, "c"},
		{`time in last 2 days`, "bc"},
		{`time last 31 days`, "bc"},
		{`time in last 32 days`, "abc"},
		{`time in last 1 week`, "bc"},
		{`time in last 1 month`, "bc"},
		{`time = last 2 months`, "abc"},
		{`time not in last 1 year`, "de"},

		{`delivered > promised`, "b"},
		{`delivered <= promised`, "ae"},
		{`delivered = promised`, "e"},
		{`delivered != promised`, "abcd"},
		{"`Order date` > 2026-03-01", "bde"},

		{`zip = "00123"`, "c"},
		{`zip = 123`, "d"}, // 00123 is another id
		{`zip = 01067`, "a"},

		{`id = row.id`, "b"},
		{`row.id = id`, "b"},
		{`channel = row.channel and not id = row.id`, "ae"},
		{`score > row.limit`, "ac"},
		{`row.limit >= score`, "be"},
		{`time >= row.since`, "ce"},
		{`channel = row.none`, ""},
		{`channel in [row.channel, "web"]`, "abe"},

		{`channel = "app" or channel = "web" and score > 8`, "ae"},
		{`(channel = "app" or channel = "web") and score > 8`, "a"},
		{`not (channel = "app" or score > 8)`, "bd"},
		{`not not channel = "app"`, "ae"},
		{`channel="app"and score>8`, "a"},
	} {
		f, problems := ParseFilter(test.text, source.Span{})
		if f == nil {
			t.Errorf("%s: %s", test.text, problems[0].Text)
			continue
		}
		rows, problems := f.Select(table, env())
		if got := ids(table, rows); got != test.want || len(problems) > 0 {
			t.Errorf("%s: %q %v, want %q", test.text, got, problems, test.want)
		}
		again, _ := ParseFilter(f.String(), source.Span{})
		if again == nil || again.String() != f.String() {
			t.Errorf("%s: the canonical text %s is not", test.text, f)
			continue
		}
		if rows, _ := again.Select(table, env()); ids(table, rows) != test.want {
			t.Errorf("%s: the canonical text %s selects other rows", test.text, f)
		}
	}
}

func ids(t *Table, rows Rows) string {
	var b strings.Builder
	for row := range rows.All() {
		b.WriteString(t.Column("id").Cell(row))
	}
	return b.String()
}

// TestFilterProblems holds conditions with mistakes; ^ stands under the place that the problem names.
func TestFilterProblems(t *testing.T) {
	table, _ := read(t, "visits.csv", visits, Def{})
	for _, test := range []struct{ text, place, want string }{
		{`chanel = "app"`,
			`^^^^^^`, `table "t" has no column "chanel"; did you mean "channel"?`},
		{`channel = app`,
			`          ^^^`, `table "t" has no column "app"; if it is text, put it in quotes: "app"`},
		{`channel > 5`,
			`          ^`, `column "channel" holds text, not numbers; if it is text, put it in quotes: "5"`},
		{`channel = 5`,
			`          ^`, `column "channel" holds text, not numbers; if it is text, put it in quotes: "5"`},
		{`channel < "b"`,
			`          ^^^`, `text has no order that < could mean; compare with a number or a date, or use = and in`},
		{`time > 5`,
			`       ^`, `column "time" holds dates, not numbers; write a date, such as 2026-03-01`},
		{`score > 2026-03-01`,
			`        ^^^^^^^^^^`, `column "score" holds numbers, not dates; compare it with a number`},
		{`channel in last 3 days`,
			`           ^^^^^^^^^^^`, `column "channel" holds text, not dates; cells with dates are written 2026-03-01 or 2026-03-01 14:30`},
		{`time > 2026-02-30`,
			`       ^^^^^^^^^^`, `"2026-02-30" is not a date of the calendar; dates are written 2026-03-01, with a time 2026-03-01T14:30`},
		{`score > 1,5`,
			`         ^`, `unexpected "," where and, or, or the end should follow; `},
		{`score > 5x`,
			`        ^^`, `"5x" is neither a number nor a date; numbers are written 12.5, dates 2026-03-01; text stands in quotes`},
		{`score == 5`,
			`      ^^`, `unexpected "==" where = != < <= > >= or in should follow; write = once`},
		{`score > 5 && paid > 1`,
			`          ^^`, `unexpected "&&" where and, or, or the end should follow; write and`},
		{`channel = “app”`,
			`          ^`, `unexpected "“" where a text in quotes, a number, a date or empty should follow; use straight quotes: "…" or '…'`},
		{`channel = "app`,
			`          ^`, `the quote that opens here is never closed; close it with "`},
		{`(score > 5`,
			`         ^`, `the condition ends where ) should follow; `},
		{`score >`,
			`      ^`, `the condition ends where a text in quotes, a number, a date or empty should follow; `},
		{`channel in []`,
			`            ^`, `this list is empty; name at least one value, or write = empty to find blank cells`},
		{`channel in [app]`,
			`            ^^^`, `a list holds texts, numbers and dates, no columns; text stands in quotes`},
		{`time in last ninety days`,
			`             ^^^^^^`, `a whole number should follow last; write last 90 days`},
		{`time in last 90 hours`,
			`                ^^^^^`, `days, weeks, months or years should follow last 90; write last 90 days`},
		{`score > empty`,
			`        ^^^^^`, `empty has no order; write = empty or != empty`},
		{`time > last 3 days`,
			`       ^^^^^^^^^^^`, `last cannot follow >; write time in last 3 days`},
		{`"a" = "a"`,
			`^^^`, `this comparison has no column; name a column on the left; text stands in quotes, names do not`},
		{`id = row.nothing`,
			`     ^^^^^^^^^^^`, `the row has no field "nothing"; fields of the row are the columns of the table named in each`},
		{`Order date > 2026-03-01`,
			`      ^^^^`, "unexpected \"date\" where = != < <= > >= or in should follow; text stands in quotes; a name of several words in backticks: `Order date`"},
		{`id > promised`,
			`     ^^^^^^^^`, `column "id" holds text, column "promised" dates; only numbers and dates have an order`},
		{`channel = "App"`,
			`          ^^^^^`, `column "channel" has no cell "App"; did you mean "app"?`},
		{``, ``, `this condition is empty; write one, such as channel = "app", or leave the key out`},
		{strings.Repeat("(", 200), strings.Repeat(" ", 101) + "^", `too many brackets inside each other; write the condition in a simpler way`},
	} {
		file := source.NewFile("page.md", []byte(`where = '`+test.text+`'`))
		at := file.Span(len(`where = '`), len(file.Text)-1)
		f, problems := ParseFilter(test.text, at)
		if f != nil {
			_, problems = f.Select(table, env())
		}
		if len(problems) != 1 {
			t.Errorf("%s: %v", test.text, problems)
			continue
		}
		p := problems[0]
		if got := p.Text + "; " + p.Hint; got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.text, got, test.want)
		}
		start := len(`where = '`) + len(test.text) - len(strings.TrimLeft(test.text, " "))
		place := ""
		if p.At.Start >= start {
			place = strings.Repeat(" ", len([]rune(string(file.Text[start:p.At.Start])))) + strings.Repeat("^", len([]rune(p.At.Text())))
		}
		if place != test.place {
			t.Errorf("%s\n%s got\n%s want", test.text, place, test.place)
		}
	}
}

func TestFilterFindsAllProblems(t *testing.T) {
	table, _ := read(t, "visits.csv", visits, Def{})
	f, _ := ParseFilter(`chanel = "app" and scor > 5 or row.x = id`, source.Span{})
	if _, problems := f.Select(table, env()); len(problems) != 3 {
		t.Error(problems)
	}
	if _, problems := f.Select(table, Env{}); len(problems) != 3 || problems[2].Text != "there is no row here" {
		t.Error(problems)
	}
	// The text stands in the file with escapes: the place is all of it.
	file := source.NewFile("page.md", []byte(`where = "a = \"x\""`))
	at := file.Span(9, len(file.Text)-1)
	f, _ = ParseFilter(`a = "x"`, at)
	if _, problems := f.Select(table, Env{}); len(problems) != 1 || problems[0].At != at {
		t.Error(problems)
	}
}

func TestFilterOfMixedColumns(t *testing.T) {
	table, _ := read(t, "f.csv", "id,amount,time\na,5,2026-01-01\nb,12,x\nc,about 7,2026-02-01\nd,,\n", Def{})
	for text, want := range map[string]string{
		`amount > 5`: "b", `amount <= 5`: "a", `amount = "about 7"`: "c", `time >= 2026-01-15`: "c", `time != 2026-01-01`: "bcd",
	} {
		f, _ := ParseFilter(text, source.Span{})
		if rows, problems := f.Select(table, env()); ids(table, rows) != want || len(problems) > 0 {
			t.Errorf("%s: %q %v, want %q", text, ids(table, rows), problems, want)
		}
	}
}

func TestFilterOfEmptyTable(t *testing.T) {
	table, _ := read(t, "f.csv", "a,b\n", Def{})
	for _, text := range []string{`a > 5`, `a = "x"`, `a in last 3 days`, `a = b`, `not a = 1`} {
		f, _ := ParseFilter(text, source.Span{})
		if rows, problems := f.Select(table, env()); rows.Count() != 0 || len(problems) > 0 {
			t.Errorf("%s: %v", text, problems)
		}
	}
}

func TestFilterUses(t *testing.T) {
	f, _ := ParseFilter("a = row.x and (`b c` = \"1\" or a in last 3 days) and not d < e", source.Span{})
	if got, want := fmt.Sprint(f.Columns()), "[a b c d e]"; got != want {
		t.Errorf("columns %s", got)
	}
	if !f.UsesRow() || !f.UsesNow() {
		t.Error("uses")
	}
	f, _ = ParseFilter(`a = "row.x"`, source.Span{})
	if f.UsesRow() || f.UsesNow() {
		t.Error("uses")
	}
	var none *Filter
	if none.String() != "" || none.Columns() != nil || none.UsesRow() {
		t.Error("the nil filter")
	}
	if rows, _ := none.Select(&Table{Rows: 70}, Env{}); rows.Count() != 70 {
		t.Error("the nil filter has no rows")
	}
}

func TestLast(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	now := time.Date(2026, 3, 30, 22, 30, 0, 0, time.UTC) // 31 March in Berlin
	for _, test := range []struct {
		n          int
		unit, want string
	}{
		{1, "day", "2026-03-31"}, {90, "day", "2026-01-01"}, {2, "week", "2026-03-18"}, {1, "month", "2026-03-01"}, {13, "month", "2025-03-01"}, {1, "year", "2025-04-01"},
	} {
		from, to := lastRange(now, berlin, test.n, test.unit)
		if got := time.Unix(from, 0).In(berlin).Format("2006-01-02 15:04"); got != test.want+" 00:00" {
			t.Errorf("last %d %s starts %s, want %s", test.n, test.unit, got, test.want)
		}
		if got := time.Unix(to, 0).In(berlin).Format("2006-01-02 15:04"); got != "2026-04-01 00:00" {
			t.Errorf("last %d %s ends %s", test.n, test.unit, got)
		}
	}
}

func TestRows(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 200} {
		all, odd := NewRows(n, true), NewRows(n, false)
		var want []int
		for row := 1; row < n; row += 2 {
			odd.Set(row)
			want = append(want, row)
		}
		if all.Count() != n || odd.Count() != len(want) || odd.Not(n).Count() != n-len(want) {
			t.Errorf("%d: counts %d %d %d", n, all.Count(), odd.Count(), odd.Not(n).Count())
		}
		if got := slices.Collect(odd.All()); !slices.Equal(got, want) {
			t.Errorf("%d: %v", n, got)
		}
		if got := all.And(odd); !slices.Equal(got, odd) || odd.And(odd.Not(n)).Count() != 0 || odd.Or(odd.Not(n)).Count() != n {
			t.Errorf("%d: sets", n)
		}
		if odd.Has(0) || n > 1 && !odd.Has(1) || odd.Has(1000) {
			t.Errorf("%d: has", n)
		}
	}
}

func TestMatching(t *testing.T) {
	table, _ := read(t, "visits.csv", visits, Def{})
	if got := ids(table, table.Matching("channel", map[string]bool{"app": true, "store": true, "x": true})); got != "ade" {
		t.Errorf("got %q", got)
	}
	if got := table.Matching("chanel", map[string]bool{"app": true}).Count(); got != 0 {
		t.Errorf("got %d rows", got)
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		`channel = "app" and (score <= 6 or note != empty)`, `time in last 90 days and not channel in ["DE", 'A''T', 5, 2026-03]`,
		"`Order date` >= 2026-03-01T10:00 or row.id = id", `delivered > promised`, `((((`, `not not not`, `a = "`, `zip = 007`, `is last in`, `é = “x”`, `row.` + "`a b`" + ` != zip`,
	} {
		f.Add(seed)
	}
	table, _ := Read("t", []*source.File{source.NewFile("visits.csv", []byte(visits))}, Def{}, nil, nil, nil)
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("page.md", []byte("where = "+text))
		filter, problems := ParseFilter(text, file.Span(8, len(file.Text)))
		if filter == nil {
			if len(problems) == 0 {
				t.Fatal("no filter and no problem")
			}
			return
		}
		rows, problems := filter.Select(table, env())
		for _, p := range problems {
			if p.At.Start < 8 || p.At.End > len(file.Text) || p.At.Start >= p.At.End {
				t.Errorf("place %d:%d", p.At.Start, p.At.End)
			}
		}
		if rows.Count() > table.Rows {
			t.Errorf("%d rows", rows.Count())
		}
		again, problems := ParseFilter(filter.String(), source.Span{})
		if again == nil {
			t.Fatalf("%s: %s", filter, problems[0].Text)
		}
		if again.String() != filter.String() {
			t.Fatalf("%s became %s", filter, again)
		}
		if other, _ := again.Select(table, env()); !slices.Equal(other, rows) {
			t.Fatalf("%s selects other rows", filter)
		}
	})
}

// TestIndex selects by columns with few and with many words: what an index gives is what looking at each row gives.
func TestIndex(t *testing.T) {
	var b strings.Builder
	b.WriteString("few,many\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "f%d,m%d\n", i%7, i*i%1009)
	}
	table, _ := Read("t", []*source.File{source.NewFile("t.csv", []byte(b.String()))}, Def{}, nil, nil, nil)
	for text, is := range map[string]func(i int) bool{
		`few = "f3"`:                      func(i int) bool { return i%7 == 3 },
		`many = "m4"`:                     func(i int) bool { return i*i%1009 == 4 },
		`many in ["m0", "m1", "m25"]`:     func(i int) bool { n := i * i % 1009; return n == 0 || n == 1 || n == 25 },
		`many != "m4"`:                    func(i int) bool { return i*i%1009 != 4 },
		`many = "m4" and not few = "f1"`:  func(i int) bool { return i*i%1009 == 4 && i%7 != 1 },
		`many = "none of them, not even"`: func(i int) bool { return false },
	} {
		f, problems := ParseFilter(text, source.Span{})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		rows, _ := f.Select(table, Env{})
		for i := range table.Rows {
			if rows.Has(i) != is(i) {
				t.Fatalf("%s: row %d", text, i)
			}
		}
	}
	if len(table.indexes.of) != 1 {
		t.Errorf("%d indexes", len(table.indexes.of))
	}
}
