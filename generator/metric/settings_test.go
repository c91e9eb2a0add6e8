package metric

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"cxgen/generator/source"
)

// least are definitions that say no more than each kind needs.
var least = map[string]string{
	"key_drivers": "outcome = \"score\"\ndrivers = [\"x\", \"y\"]\n", "benchmark": "of = \"nps\"\nvalue = 38\nyear = 2025\nsource = \"Panel\"\n",
	"funnel": "steps = [\"view\", \"order\"]\n", "churn_activity": "inactivity = \"90d\"\n",
	"clv": "revenue = \"x\"\norders = \"y\"\ncustomers = \"n\"\nchurn = 0.2\n",
	"sum": "column = \"x\"\n", "mean": "column = \"x\"\n", "median": "column = \"x\"\n", "min": "column = \"x\"\n", "max": "column = \"x\"\n",
	"share": "good = \"x > 1\"\n", "ratio": "column = \"x\"\nper = \"y\"\n", "value": "column = \"x\"\nsource = \"Panel\"\n",
	"bounce_rate": "pageviews = \"x\"\n", "cart_abandonment": "time = \"date\"\nunit = \"customer\"\n",
}

// settingsOf lists the keys that a kind may have.
func settingsOf(kind string) (keys []string) {
	var collect func(t reflect.Type)
	collect = func(t reflect.Type) {
		for i := range t.NumField() {
			if f := t.Field(i); f.Anonymous {
				collect(f.Type)
			} else if key := f.Tag.Get("toml"); key != "" {
				keys = append(keys, key)
			}
		}
	}
	collect(reflect.TypeOf(newKind(kind)).Elem())
	return keys
}

// TestAnySettings gives every key of every kind values of every type. Whatever is wrong must be told where it stands and with a
// remedy, and what is not wrong must be answered without a panic.
func TestAnySettings(t *testing.T) {
	values := []string{"true", "3", "0", "-1", "1.5", "-0.0", "1e300", "inf", "nan", `""`, `" "`, `"x"`, `"score"`, `"no such"`, `"90d"`, `"0d"`, `"-1d"`, `"99999999999d"`, "[]", "[1]",
		"[1, 5]", "[5, 1]", "[1, 1]", "[0, 100000000]", "[1, 2, 3, 4]", `["x"]`, `["x", "x"]`, `["score", 3]`, `[["x"], ["y"]]`, "[[1, 3], [4, 7]]", "[[3, 1]]", `{}`, `{ a = 1 }`, `{ en = "x" }`,
		`{ event = "x" }`, `[{ event = "view" }, { event = "order", where = "x >" }]`, `{ r = [1, 2], f = [2, 1] }`, `[{ name = "best", where = "r = 5" }]`, "2026-01-01", "2026-01-01T10:00:00Z", `"2026-02-30"`, `"x > 1"`,
		`"x >"`, `"day"`, `"EUR"`}
	table := readTable(t, `score,x,y,n,w,date,timestamp,customer,user,session,event,start,end,new,opening,churned,contraction,expansion,sent,responses,promised,delivered,amount,item,side,rating,touchpoint,satisfaction,themes,opened,answered,closed,comment
9,1,2,3,1,2026-01-01,2026-01-01,a,a,s,view,2026-01-01,2026-02-01,1,100,1,1,1,10,5,2026-01-01,2026-01-02,10,i,company,4,t,5,a;b,2026-01-01,2026-01-02,2026-01-03,late
0,2,3,4,0,2026-02-01,2026-02-01,a,a,s,order,2026-01-01,,2,100,1,1,1,10,5,2026-01-01,,-5,i,customer,3,t,4,,2026-01-01,,,
,x,,5,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
`, time.UTC)
	for _, kind := range Kinds() {
		base := "table = \"t\"\n"
		if kind == "benchmark" {
			base = ""
		}
		sound := parsed(t, kind, base+least[kind])
		if len(sound) > 0 {
			t.Errorf("%s: the least definition is wrong: %s", kind, sound)
		}
		for _, key := range settingsOf(kind) {
			if key == "kind" || key == "table" {
				continue
			}
			rest := strings.Join(slices.DeleteFunc(strings.Split(least[kind], "\n"), func(line string) bool { return strings.HasPrefix(line, key+" =") }), "\n")
			for i, value := range values {
				if testing.Short() && i%4 != len(key)%4 {
					continue
				}
				settings := fmt.Sprintf("%s%s%s = %s\n", base, rest, key, value)
				text := "[metrics.nps]\nkind = \"nps\"\ntable = \"t\"\n[metrics.m]\nkind = \"" + kind + "\"\n" + settings
				file := source.NewFile("data/metrics.toml", []byte(text))
				defs, problems := Parse(file)
				m := defs.Metric("m")
				if (m == nil) != source.Fatal(problems) {
					t.Errorf("%s: %s = %s: the metric is there: %v, but the problems are %v", kind, key, value, m != nil, problems)
				}
				if m != nil {
					problems = append(problems, defs.Check(m, table)...)
				}
				for _, p := range problems {
					if p.At.File == nil || p.At.Start == 0 || p.At.End < p.At.Start || p.Text == "" || strings.HasSuffix(p.Text, ".") || unicode.IsUpper(rune(p.Text[0])) {
						t.Errorf("%s: %s = %s: %s: %s = %s", kind, key, value, p.Where(), p.Text, p.Hint)
					}
					if p.Hint == "" && !strings.Contains(p.Text, "wants") && !strings.Contains(p.Text, "should follow") { // which says what to write
						t.Errorf("%s: %s = %s: %s: %s has no remedy", kind, key, value, p.Where(), p.Text)
					}
				}
				if m == nil || source.Fatal(problems) {
					continue
				}
				for _, q := range []Query{{}, {By: "month"}, {Period: "2026-01", Compare: "previous"}, {By: "item"}, {By: "customer", Split: "event"}} {
					q.Metric, q.Table = m, table
					r, mistake := Answer(q)
					switch {
					case mistake != nil && (mistake.Text == "" || mistake.Hint == ""):
						t.Errorf("%s: %s = %s: %+v", kind, key, value, mistake)
					case mistake == nil:
						r.finite(t, fmt.Sprintf("%s: %s = %s", kind, key, value))
					}
				}
			}
		}
	}
}

// parsed gives the problems of one metric of a kind.
func parsed(t *testing.T, kind, settings string) string {
	t.Helper()
	_, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.nps]\nkind = \"nps\"\ntable = \"t\"\n[metrics.m]\nkind = \""+kind+"\"\n"+settings)))
	var list []string
	for _, p := range problems {
		list = append(list, p.Text)
	}
	return strings.Join(list, "; ")
}

// finite checks that a result has no number that cannot be printed, and none where there is no figure.
func (r *Result) finite(t *testing.T, of string) {
	t.Helper()
	check := func(where string, list ...float64) {
		for _, x := range list {
			if x-x != 0 {
				t.Errorf("%s: %s is %v", of, where, x)
			}
		}
	}
	point := func(where string, p Point) {
		check(where, p.Value, p.Low, p.High)
		if p.State == Empty && p.Value != 0 || p.State == Hidden && p != (Point{State: Hidden}) {
			t.Errorf("%s: %s is %+v", of, where, p)
		}
		if p.Interval && !(p.Low <= p.High) {
			t.Errorf("%s: %s runs from %v to %v", of, where, p.Low, p.High)
		}
		if c := p.Change; c != nil {
			check(where, c.Delta, c.Low, c.High, c.P)
			if c.P < 0 || c.P > 1 {
				t.Errorf("%s: %s has p = %v", of, where, c.P)
			}
		}
	}
	for _, s := range r.Series {
		if len(s.Points) != len(r.Groups) {
			t.Errorf("%s: %s has %d points of %d", of, s.Measure, len(s.Points), len(r.Groups))
		}
		for i, p := range s.Points {
			point(fmt.Sprintf("%s %s %d", s.Measure, s.Split, i), p)
		}
	}
	if r.Total != nil {
		point("the total", *r.Total)
	}
	for _, f := range r.Facts {
		check(f.Name, f.Value)
	}
}
