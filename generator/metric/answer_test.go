package metric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/locale"
	"cxgen/generator/source"
)

// define parses the settings of one metric named m.
func defineMetric(t testing.TB, settings string) *Metric {
	t.Helper()
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+settings)))
	for _, p := range problems {
		t.Fatalf("%s: %s (%s)", p.Where(), p.Text, p.Hint)
	}
	return defs.Metrics[0]
}

func readTable(t testing.TB, csv string, tz *time.Location) *data.Table {
	t.Helper()
	table, problems := data.Read("t", []*source.File{source.NewFile("data/t.csv", []byte(csv))}, data.Def{}, tz, nil, nil)
	if table == nil {
		t.Fatalf("%+v", problems)
	}
	return table
}

func mustAnswer(t testing.TB, q Query) *Result {
	t.Helper()
	r, mistake := Answer(q)
	if mistake != nil {
		t.Fatalf("%s: %s (%s)", mistake.Key, mistake.Text, mistake.Hint)
	}
	return r
}

// rows writes n equal lines.
func rows(n int, line string) string { return strings.Repeat(line+"\n", n) }

const npsSettings = "kind = \"nps\"\ntime = \"date\"\n"

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// sketch writes the points of a series shortly: value and n, with o for open, # for hidden, - for empty, * for a low base.
func sketch(s *Series) string {
	var parts []string
	for _, p := range s.Points {
		text := fmt.Sprintf("%.4g/%d", p.Value, p.N)
		switch p.State {
		case Hidden:
			text = "#"
		case Empty:
			text = "-"
		case Open:
			text = "o" + text
		}
		if p.LowBase {
			text += "*"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func TestAnswerAlongMonths(t *testing.T) {
	// January 30 promoters and 10 detractors: 50. February: nothing. March: 4 answers, fewer than min_n. April: 40 of 40: 100.
	// May: 20 promoters, 20 passives: 50. June still runs.
	table := readTable(t, "date,score\n"+rows(30, "2026-01-10,10")+rows(10, "2026-01-11,3")+rows(4, "2026-03-01,9")+
		rows(40, "2026-04-30,9")+rows(20, "2026-05-01,9")+rows(20, "2026-05-31,8")+rows(6, "2026-06-02,0"), time.UTC)
	now := time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)
	r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table, By: "month", Now: now})
	if want := []string{"2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"}; !slices.Equal(r.Groups, want) {
		t.Errorf("groups %v", r.Groups)
	}
	value := r.Find(Value)
	if got, want := sketch(value), "50/40 - # 100/40 50/40 o-100/6*"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for i, p := range value.Points {
		if (p.Change != nil) != (i == 4) {
			t.Errorf("point %d: change %+v", i, p.Change)
		}
	}
	// By hand: current 20/40 + .75 promoters of 43, previous 40.75 of 43 promoters and .75 detractors.
	p1, d1, p2, d2 := 20.75/43, .75/43, 40.75/43, .75/43
	v1, v2 := p1+d1-(p1-d1)*(p1-d1), p2+d2-(p2-d2)*(p2-d2)
	z := ((p1 - d1) - (p2 - d2)) / math.Sqrt(v1/43+v2/43)
	c := value.Points[4].Change
	if !near(c.Delta, -50) || c.Against != "2026-04" || c.AgainstN != 40 || c.Verdict != Clear || !c.Tested || !near(c.P, math.Erfc(math.Abs(z)/math.Sqrt2)) {
		t.Errorf("change %+v, z %v", c, z)
	}
	if got := sketch(r.Find(Promoters)); got != "75/40 - # 100/40 50/40 o0/6*" {
		t.Errorf("promoters %s", got)
	}
	if got := sketch(r.Find(Detractors)); got != "25/40 - # 0/40 0/40 o100/6*" {
		t.Errorf("detractors %s", got)
	}
	if !slices.Equal(r.Hidden, []string{"2026-03"}) || r.Used != 0 || r.Total != nil {
		t.Errorf("hidden %v, used %d, total %v", r.Hidden, r.Used, r.Total)
	}
	tens := 0.
	for _, s := range r.Series {
		if s.Measure == Answers && s.Option == "10" {
			tens = s.Points[0].Value
		}
	}
	if tens != 30 {
		t.Errorf("tens in January: %v", tens)
	}

	last := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table, By: "month", Now: now, Last: 2})
	if got := sketch(last.Find(Value)); got != "50/40 o-100/6*" || last.Find(Value).Points[0].Change == nil || last.Used != 46 {
		t.Errorf("last two: %s, used %d", got, last.Used)
	}
	if want := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC); !last.Period[1].Equal(want) {
		t.Errorf("covers %v", last.Period)
	}
}

func TestVerdicts(t *testing.T) {
	month := func(date string, promoters, detractors int) string {
		return rows(promoters, date+",10") + rows(detractors, date+",0")
	}
	for _, c := range []struct {
		name, csv string
		want      Verdict
	}{
		{"clear", month("2026-01-01", 30, 30) + month("2026-02-01", 55, 5), Clear},
		{"no clear change", month("2026-01-01", 30, 30) + month("2026-02-01", 32, 28), Unclear},
		{"too few before", month("2026-01-01", 1, 28) + month("2026-02-01", 60, 0), TooFew},
		{"too few now", month("2026-01-01", 0, 60) + month("2026-02-01", 29, 0), TooFew},
		{"just enough", month("2026-01-01", 0, 30) + month("2026-02-01", 30, 0), Clear},
		{"equal", month("2026-01-01", 30, 0) + month("2026-02-01", 30, 0), Unclear},
	} {
		table := readTable(t, "date,score\n"+c.csv, time.UTC)
		r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table, Period: "2026-02", Compare: "previous"})
		change := r.Series[0].Points[0].Change
		if change == nil || change.Verdict != c.want || change.Against != "2026-01" {
			t.Errorf("%s: %+v", c.name, change)
		}
	}
}

func TestCompareYear(t *testing.T) {
	table := readTable(t, "date,score\n"+rows(30, "2025-03-02,10")+rows(30, "2026-02-02,5")+rows(30, "2026-03-31,8"), time.UTC)
	m := defineMetric(t, npsSettings)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month", Compare: "year", Period: "2026"})
	if got := sketch(r.Find(Value)); got != "-100/30 0/30" {
		t.Errorf("got %s", got)
	}
	p := r.Find(Value).Points
	if p[0].Change != nil || p[1].Change == nil || p[1].Change.Against != "2025-03" || p[1].Change.Delta != -100 {
		t.Errorf("%+v %+v", p[0].Change, p[1].Change)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-Q1", Compare: "year"})
	if c := r.Series[0].Points[0].Change; c == nil || c.Against != "2025-Q1" || c.Delta != -150 || r.Used != 60 {
		t.Errorf("%+v", c)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-03", Compare: "2025-03"})
	if c := r.Series[0].Points[0].Change; c == nil || c.Delta != -100 {
		t.Errorf("%+v", c)
	}
	// The running period has no verdict, whatever it is compared with.
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-03", Compare: "year", Now: time.Date(2026, 3, 31, 23, 0, 0, 0, time.UTC)})
	if p := r.Series[0].Points[0]; p.State != Open || p.Change != nil {
		t.Errorf("%+v", p)
	}
}

func TestGroupsAreHidden(t *testing.T) {
	m := defineMetric(t, npsSettings)
	for _, c := range []struct{ name, csv, groups, want, hidden string }{
		{"the small one and the next", rows(3, "a,9") + rows(6, "b,9") + rows(7, "c,9"), "a b c", "# # 100/7*", "a b"},
		{"ties by name", rows(3, "z,9") + rows(6, "y,9") + rows(6, "x,9"), "x y z", "# 100/6* #", "x z"},
		{"two small ones with enough together", rows(3, "a,9") + rows(3, "b,9") + rows(7, "c,9"), "a b c", "# # 100/7*", "a b"},
		{"two small ones with too few together", rows(2, "a,9") + rows(2, "b,9") + rows(7, "c,9") + rows(8, "d,9"), "a b c d", "# # # 100/8*", "a b c"},
		{"none", rows(5, "a,9") + rows(5, "b,0"), "a b", "100/5* -100/5*", ""},
		{"blank ones are a group, at the end", rows(5, ",9") + rows(5, "b,0"), "b (not set)", "-100/5* 100/5*", ""},
		{"numbers in their order", rows(5, "10,9") + rows(5, "9,0"), "9 10", "-100/5* 100/5*", ""},
	} {
		r := mustAnswer(t, Query{Metric: m, Table: readTable(t, "team,score,date\n"+strings.ReplaceAll(c.csv, "\n", ",2026-01-01\n"), time.UTC), By: "team"})
		if got := strings.Join(r.Groups, " "); got != c.groups {
			t.Errorf("%s: groups %s", c.name, got)
		}
		if got := sketch(r.Find(Value)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if got := sketch(r.Find(Promoters)); strings.Count(got, "#") != strings.Count(c.want, "#") {
			t.Errorf("%s: promoters %s", c.name, got)
		}
		if got := strings.Join(r.Hidden, " "); got != c.hidden {
			t.Errorf("%s: hidden %q", c.name, got)
		}
		for _, s := range r.Series {
			for _, p := range s.Points {
				if p.State == Hidden && (p != Point{State: Hidden}) {
					t.Errorf("%s: a hidden point tells %+v", c.name, p)
				}
			}
		}
		if r.Total == nil || r.Total.N != r.Used {
			t.Errorf("%s: total %+v", c.name, r.Total)
		}
	}
}

func TestSplits(t *testing.T) {
	m := defineMetric(t, npsSettings)
	// In January phone has 3 answers: it is hidden, and so is the smaller of the others. In February all are shown.
	table := readTable(t, "date,channel,score\n"+rows(3, "2026-01-01,phone,0")+rows(6, "2026-01-01,web,9")+rows(8, "2026-01-02,app,9")+
		rows(5, "2026-02-01,phone,0")+rows(6, "2026-02-01,web,9")+rows(8, "2026-02-02,app,9"), time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month", Split: "channel"})
	var got []string
	for _, s := range r.Series {
		got = append(got, s.Split+": "+sketch(&s))
	}
	if want := []string{"app: 100/8* 100/8*", "phone: # -100/5*", "web: # 100/6*"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if want := []string{"2026-01 · phone", "2026-01 · web"}; !slices.Equal(r.Hidden, want) {
		t.Errorf("hidden %q", r.Hidden)
	}
	if r.Series[1].Points[1].Change != nil || r.Series[0].Points[1].Change == nil {
		t.Error("a change against a hidden point tells it")
	}

	// By a column and a split, a hidden cell could be found in its row and in its column: a square of four is hidden.
	table = readTable(t, "date,team,channel,score\n"+rows(3, "2026-01-01,a,x,0")+rows(6, "2026-01-01,a,y,9")+rows(9, "2026-01-01,a,z,9")+
		rows(7, "2026-01-01,b,x,0")+rows(8, "2026-01-01,b,y,9")+rows(9, "2026-01-01,b,z,9")+
		rows(9, "2026-01-01,c,x,0")+rows(9, "2026-01-01,c,y,9")+rows(9, "2026-01-01,c,z,9"), time.UTC)
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "team", Split: "channel"})
	got = nil
	for _, s := range r.Series {
		got = append(got, s.Split+": "+sketch(&s))
	}
	if want := []string{"x: # # -100/9*", "y: # # 100/9*", "z: 100/9* 100/9* 100/9*"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestNarrowing(t *testing.T) {
	table := readTable(t, "date,channel,customer,score\n"+rows(10, "2026-01-01,web,1,9")+rows(10, "2026-01-01,web,2,0")+rows(10, "2026-01-01,app,1,7"), time.UTC)
	m := defineMetric(t, npsSettings+"where = \"channel = 'web'\"\n")
	segment := table.Matching("customer", map[string]bool{"1": true})
	r := mustAnswer(t, Query{Metric: m, Table: table, Where: []data.Rows{segment, nil}})
	if got := sketch(r.Find(Value)); got != "100/10*" || r.Used != 10 {
		t.Errorf("got %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "channel"})
	if !slices.Equal(r.Groups, []string{"web"}) {
		t.Errorf("groups %v: those that the condition leaves out are no groups", r.Groups)
	}
	if _, mistake := Answer(Query{Metric: defineMetric(t, npsSettings+"where = \"chanel = 'web'\"\n"), Table: table}); mistake == nil || mistake.Key != "metric" ||
		!strings.Contains(mistake.Text, `no column "chanel"`) {
		t.Errorf("%+v", mistake)
	}
}

func TestWeights(t *testing.T) {
	csv := "date,score,w\n" + rows(7, "2026-01-01,10,0.1") + rows(5, "2026-01-01,7,0.1") + rows(3, "2026-01-01,2,0.1")
	table := readTable(t, csv, time.UTC)
	plain := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table})
	equal := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"weight = \"w\"\n"), Table: table})
	if a, b := plain.Series[0].Points[0], equal.Series[0].Points[0]; a != b {
		t.Errorf("equal weights give %+v, none %+v", b, a)
	}
	if !slices.Equal(equal.Facts, []Fact{{"n_eff", 15}}) {
		t.Errorf("facts %v", equal.Facts)
	}
	table = readTable(t, "date,score,w\n"+rows(6, "2026-01-01,10,3")+rows(6, "2026-01-01,0,1")+"2026-01-01,5,0\n2026-01-01,5,\n2026-01-01,5,x\n", time.UTC)
	r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"weight = \"w\"\n"), Table: table})
	if p := r.Series[0].Points[0]; !near(p.Value, 50) || p.N != 12 || r.Excluded.NoWeight != 3 {
		t.Errorf("%+v %+v", p, r.Excluded)
	}
	if want := 24. * 24 / (6*9 + 6); !near(r.Facts[0].Value, want) { // Kish
		t.Errorf("n_eff %v, want %v", r.Facts[0].Value, want)
	}
	mean := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"mean\"\ncolumn = \"score\"\nweight = \"w\"\n"), Table: table})
	if p := mean.Series[0].Points[0]; !near(p.Value, 7.5) || p.N != 12 {
		t.Errorf("%+v", p)
	}
}

func TestUnanimousGroupHasAnInterval(t *testing.T) {
	table := readTable(t, "date,score\n"+rows(10, "2026-01-01,10"), time.UTC)
	p := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings), Table: table}).Series[0].Points[0]
	if p.Value != 100 || p.High != 100 || !(p.Low < 60) || !p.Interval { // 47.5, as in the vectors
		t.Errorf("%+v", p)
	}
}

func TestDedupe(t *testing.T) {
	table := readTable(t, "who,date,score\na,2026-01-01,0\na,2026-02-01,10\n,2026-01-01,9\n,2026-01-01,9\nb,2026-02-01,x\nb,2026-01-01,7\nc,,3\nc,2026-01-01,8\n", time.UTC)
	settings := npsSettings + "min_n = 1\ndedupe_by = \"who\"\n"
	r := mustAnswer(t, Query{Metric: defineMetric(t, settings), Table: table})
	// a: 10; two without a name: 9 and 9; b: 7, since its last answer is not valid; c: 8, since the other has no date.
	if p := r.Series[0].Points[0]; p.N != 5 || p.Value != 60 || r.Excluded != (Excluded{Invalid: 1, Duplicate: 2}) {
		t.Errorf("%+v %+v", p, r.Excluded)
	}
	r = mustAnswer(t, Query{Metric: defineMetric(t, settings+"dedupe_keep = \"first\"\n"), Table: table})
	if p := r.Series[0].Points[0]; p.N != 5 || p.Value != 20 {
		t.Errorf("%+v", p)
	}
	// A month and the trend agree: in January, a's answer is not the one that is kept.
	r = mustAnswer(t, Query{Metric: defineMetric(t, settings), Table: table, Period: "2026-01"})
	if p := r.Series[0].Points[0]; p.N != 4 || p.Value != 50 {
		t.Errorf("%+v", p)
	}
}

func TestClockChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	// 31 March 2024 has 23 hours in Berlin, from 23:00Z to 22:00Z.
	table := readTable(t, "date,score\n2024-03-30T22:59:59Z,0\n2024-03-30T23:00:00Z,10\n2024-03-31T21:59:59Z,10\n2024-03-31T22:00:00Z,0\n", berlin)
	r := mustAnswer(t, Query{Metric: defineMetric(t, npsSettings+"min_n = 1\n"), Table: table, By: "day", TZ: berlin})
	if got := sketch(r.Find(Value)); got != "-100/1* 100/2* -100/1*" {
		t.Errorf("got %s in %v", got, r.Groups)
	}
	if length := r.Starts[2].Sub(r.Starts[1]); length != 23*time.Hour {
		t.Errorf("31 March has %v", length)
	}
	// Where midnight does not exist, the day begins after the gap.
	beirut, err := time.LoadLocation("Asia/Beirut")
	if err != nil {
		t.Fatal(err)
	}
	if got := midnight(locale.Gregorian.Day(2022, 3, 27), beirut).Format(time.RFC3339); got != "2022-03-27T01:00:00+03:00" {
		t.Errorf("27 March 2022 in Beirut begins at %s", got)
	}
	havana, err := time.LoadLocation("America/Havana")
	if err != nil {
		t.Fatal(err)
	}
	if got := midnight(locale.Gregorian.Day(2023, 11, 5), havana).Format(time.RFC3339); got != "2023-11-05T00:00:00-04:00" {
		t.Errorf("midnight that comes twice: %s", got)
	}
}

func TestPlainKinds(t *testing.T) {
	table := readTable(t, "date,shop,amount,orders,who\n2026-01-01,a,0.1,1,x\n2026-01-02,a,0.2,1,x\n2026-01-03,b,0.30,2,y\n2026-01-04,b,,3,\n2026-02-01,a,-5,1,z\n", time.UTC)
	for _, c := range []struct {
		settings string
		by, want string
		n        int
	}{
		{"kind = \"count\"", "", "5/5", 5},
		{"kind = \"count\"\ncolumn = \"who\"", "", "3/4", 4},
		{"kind = \"count\"", "month", "4/4 1/1", 5},
		{"kind = \"sum\"\ncolumn = \"amount\"\nunit = \"EUR\"\nwhere = \"date < 2026-02-01\"", "", "0.6/3", 3},
		{"kind = \"sum\"\ncolumn = \"amount\"", "shop", "-4.7/3 0.3/1", 4},
		{"kind = \"mean\"\ncolumn = \"orders\"", "shop", "1/3 2.5/2", 5},
		{"kind = \"median\"\ncolumn = \"orders\"", "", "1/5", 5},
		{"kind = \"median\"\ncolumn = \"amount\"", "", "0.15/4", 4},
		{"kind = \"min\"\ncolumn = \"amount\"", "", "-5/4", 4},
		{"kind = \"max\"\ncolumn = \"amount\"", "", "0.3/4", 4},
		{"kind = \"share\"\ngood = \"shop = 'a'\"", "", "60/5", 5},
		{"kind = \"ratio\"\ncolumn = \"amount\"\nper = \"orders\"", "month", "0.15/3 -5/1", 4},
	} {
		m := defineMetric(t, c.settings+"\ntime = \"date\"\nmin_n = 1\nlow_n = 1\n")
		r := mustAnswer(t, Query{Metric: m, Table: table, By: c.by})
		if got := sketch(r.Find(Value)); got != c.want || r.Used != c.n {
			t.Errorf("%s by %q: got %s of %d, want %s of %d", c.settings, c.by, got, r.Used, c.want, c.n)
		}
	}
	// Exactly, not nearly: 0.1 + 0.2 + 0.3 is 0.6000000000000001 in binary.
	m := defineMetric(t, "kind = \"sum\"\ncolumn = \"amount\"\nunit = \"EUR\"\nmin_n = 1\nwhere = \"date < 2026-02-01\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table})
	if p := r.Series[0].Points[0]; p.Value != .6 || r.Currency != "EUR" || r.Series[0].Unit != Currency || r.Excluded.Missing != 1 {
		t.Errorf("%+v %+v", p, r.Excluded)
	}
	// Welch's test of a change of means.
	r = mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"mean\"\ncolumn = \"v\"\ntime = \"date\"\nmin_n = 1\nlow_n = 2\n"), Period: "2026-02", Compare: "previous",
		Table: readTable(t, "date,v\n2026-01-01,4\n2026-01-01,5\n2026-01-01,5\n2026-01-01,3\n2026-01-01,6\n2026-02-01,5\n2026-02-01,6\n2026-02-01,7\n2026-02-01,7\n2026-02-01,6\n2026-02-01,5\n2026-02-01,4\n", time.UTC)})
	if c := r.Series[0].Points[0].Change; c == nil || math.Abs(c.P-.1275464075479372) > 1e-9 || c.Verdict != Unclear { // R's t.test
		t.Errorf("%+v", c)
	}
}

func TestExactSums(t *testing.T) {
	// 2^53 + 1 cent-like amounts of very different sizes; binary floats lose the small ones.
	table := readTable(t, "v\n9007199254740992\n0.01\n0.02\n-9007199254740992\n0.000000001\n", time.UTC)
	r := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"sum\"\ncolumn = \"v\"\nmin_n = 1\n"), Table: table})
	if got := r.Series[0].Points[0].Value; got != .030000001 {
		t.Errorf("got %v", got)
	}
}

func TestGivenValue(t *testing.T) {
	m := defineMetric(t, "kind = \"value\"\ncolumn = \"v\"\ntime = \"month\"\nsource = \"Benchmark 2026\"\n")
	table := readTable(t, "month,v\n2026-01-01,30\n2026-02-01,32.5\n2026-03-01,31\n", time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if got := sketch(r.Find(Value)); got != "30/1 32.5/1 31/1" {
		t.Errorf("got %s", got)
	}
	if c := r.Find(Value).Points[1].Change; c == nil || c.Delta != 2.5 || c.Tested || c.Verdict != NoVerdict {
		t.Errorf("%+v", c)
	}
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table}).Find(Value)); got != "31/1" {
		t.Errorf("the latest: %s", got)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "quarter"}); mistake == nil || mistake.Key != "metric" {
		t.Errorf("several rows of a quarter: %+v", mistake)
	}
}

func TestCSATAnswer(t *testing.T) {
	table := readTable(t, "stars,shop\n"+rows(6, "5,a")+rows(3, "4,a")+rows(1, "1,a")+rows(4, "2,b")+rows(6, "5,b")+rows(2, "-99,b"), time.UTC)
	r := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"csat\"\nscore = \"stars\"\n"), Table: table, By: "shop"})
	if got := sketch(r.Find(Value)); got != "90/10* 60/10*" || r.Excluded.OutOfScale != 2 {
		t.Errorf("got %s %+v", got, r.Excluded)
	}
	if got := sketch(&r.Series[len(r.Series)-1]); got != "60/10* 60/10*" {
		t.Errorf("five stars: %s", got)
	}
	if r.Total.Value != 75 || len(r.Facts) != 1 || !near(r.Facts[0].Value, 4.05) {
		t.Errorf("total %+v, facts %v", r.Total, r.Facts)
	}
}

func TestMistakes(t *testing.T) {
	table := readTable(t, "date,channel,score\n2026-01-01,web,9\n", time.UTC)
	timed := defineMetric(t, npsSettings)
	timeless := defineMetric(t, "kind = \"nps\"\n")
	for _, c := range []struct {
		query     Query
		key, text string
	}{
		{Query{Metric: timed, By: "chanel"}, "by", `table "t" has no column "chanel" did you mean "channel"?`},
		{Query{Metric: timed, By: "mont"}, "by", `table "t" has no column "mont" did you mean "month"?`},
		{Query{Metric: timed, Split: "x"}, "split", `table "t" has no column "x"`},
		{Query{Metric: timed, By: "channel", Split: "channel"}, "split", "both"},
		{Query{Metric: timeless, By: "month"}, "by", "has no time"},
		{Query{Metric: timeless, Period: "2026"}, "period", "has no time"},
		{Query{Metric: timed, Period: "2026-13"}, "period", "is not a period"},
		{Query{Metric: timed, Period: "2026-1"}, "period", "is not a period"},
		{Query{Metric: timed, Period: "2026-02-30"}, "period", "is not a period"},
		{Query{Metric: timed, Period: "2026-05..2026-01"}, "period", "ends before it begins write 2026-01..2026-05"},
		{Query{Metric: timed, Period: "2026-05..2026-Q3"}, "period", "begins with a month and ends with a quarter"},
		{Query{Metric: timed, Compare: "previous"}, "compare", "no period to compare"},
		{Query{Metric: timed, Compare: "2025", By: "month"}, "compare", "cannot be"},
		{Query{Metric: timed, Compare: "2026", Period: "2026-05"}, "compare", "overlap"},
		{Query{Metric: timed, Compare: "last", Period: "2026-05"}, "compare", "is not a period"},
		{Query{Metric: timed, Last: 3}, "last", "counts periods"},
		{Query{Metric: timed, Last: -1, By: "month"}, "last", "negative"},
		{Query{Metric: timed, By: "year", Period: "2026-05"}, "by", "no year begins in 2026-05"},
		{Query{Metric: defineMetric(t, "kind = \"csat\"\nscore = \"scor\"\n")}, "metric", `did you mean score = "score"?`},
	} {
		c.query.Table = table
		_, mistake := Answer(c.query)
		if mistake == nil || mistake.Key != c.key || !strings.Contains(mistake.Text+" "+mistake.Hint, c.text) {
			t.Errorf("%+v: %+v", c.query, mistake)
		}
	}
	far := readTable(t, "date,score\n0026-01-01,9\n2026-01-01,9\n", time.UTC)
	if _, mistake := Answer(Query{Metric: timed, Table: far, By: "day"}); mistake == nil || mistake.Key != "by" || !strings.Contains(mistake.Text, "0026-01-01") {
		t.Errorf("%+v", mistake)
	}
}

func TestEmptyTable(t *testing.T) {
	table := readTable(t, "date,channel,score\n", time.UTC)
	m := defineMetric(t, npsSettings)
	for _, q := range []Query{{}, {By: "month"}, {By: "channel"}, {By: "month", Split: "channel"}, {Period: "2026"}, {By: "week", Period: "2026", Compare: "year", Last: 5}} {
		q.Metric, q.Table = m, table
		r := mustAnswer(t, q)
		for _, s := range r.Series {
			for _, p := range s.Points {
				if p != (Point{}) {
					t.Errorf("%+v: %+v", q, p)
				}
			}
		}
	}
}

// Months, quarters and years of the Persian calendar, at the clock of Tehran. 1403 is a leap year and ends on 20 March 2025; 1 Mehr 1405 is
// 23 September 2026.
func TestPersianPeriods(t *testing.T) {
	tehran, err := time.LoadLocation("Asia/Tehran")
	if err != nil {
		t.Fatal(err)
	}
	rows := "date,score\n2025-03-20T20:29:59Z,0\n2025-03-20T20:30:00Z,10\n2025-03-25,10\n2026-03-20T12:00,0\n2026-03-21,10\n2026-09-22T20:29:59Z,0\n2026-09-23,10\n2026-10-22,10\n2026-10-23,0\n"
	table := readTable(t, rows, tehran)
	m := defineMetric(t, npsSettings+"min_n = 1\n")
	for _, c := range []struct {
		by, period, compare string
		groups              []string
		values              string
	}{
		{"year", "", "", []string{"1403", "1404", "1405"}, "-100/1* 33.33/3* 20/5*"},
		{"quarter", "1405", "", []string{"1405-Q1", "1405-Q2", "1405-Q3"}, "100/1* -100/1* 33.33/3*"},
		{"month", "1405-06..1405-08", "", []string{"1405-06", "1405-07", "1405-08"}, "-100/1* 100/2* -100/1*"},
		{"day", "1405-07", "", nil, ""},
		{"", "1405-07", "", []string{""}, "100/2*"},
		{"", "1405-07", "previous", []string{""}, "100/2*"},
		{"", "2026-09", "", []string{""}, "0/2*"}, // a Gregorian month is still one
		{"", "1403-12-30", "", []string{""}, "-100/1*"},
	} {
		r := mustAnswer(t, Query{Metric: m, Table: table, By: c.by, Period: c.period, Compare: c.compare, TZ: tehran, Calendar: locale.Persian})
		if c.groups == nil {
			if len(r.Groups) != 30 || r.Groups[0] != "2026-09-23" || r.Groups[29] != "2026-10-22" {
				t.Errorf("days of Mehr: %v", r.Groups)
			}
			continue
		}
		if got := sketch(r.Find(Value)); got != c.values || !slices.Equal(r.Groups, c.groups) {
			t.Errorf("%+v: %s in %v", c, got, r.Groups)
		}
		if c.compare == "previous" {
			if change := r.Find(Value).Points[0].Change; change == nil || change.Against != "1405-06" || change.Delta != 200 {
				t.Errorf("%+v", change)
			}
		}
		if c.by == "year" && !r.Starts[2].Equal(time.Date(2026, time.March, 21, 0, 0, 0, 0, tehran)) {
			t.Errorf("1405 begins at %v", r.Starts[2])
		}
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, Period: "1405-13", TZ: tehran, Calendar: locale.Persian}); mistake == nil || !strings.Contains(mistake.Hint, "1405-07") {
		t.Errorf("%+v", mistake)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, Period: "1405-01..2026-10", TZ: tehran, Calendar: locale.Persian}); mistake == nil || mistake.Text != `"1405-01..2026-10" begins in one calendar and ends in another` {
		t.Errorf("%+v", mistake)
	}
}

func FuzzPeriod(f *testing.F) {
	for _, text := range []string{"2026", "2026-Q3", "2026-10", "2026-10-05", "2025-11..2026-10", "2024-02-29", "9999", "1405-07", "1403-12-30", "1405-Q3..2026-Q4", "0001-01..0001-02", "2026-Q5", ".."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []locale.Calendar{locale.Gregorian, locale.Persian} {
			start, end, ok := ParsePeriod(text, c, time.UTC)
			if ok && !start.Before(end) {
				t.Fatalf("%q: %v to %v", text, start, end)
			}
			if s, mistake := readStretch("period", text, c, time.UTC); mistake == nil {
				if p := s.previous().period(); !p.End.Equal(start) {
					t.Fatalf("%q: the period before ends %v", text, p.End)
				}
				s.yearBefore().period()
			}
		}
	})
}

// BenchmarkMillion answers a Net Promoter Score by month from a million answers.
func BenchmarkMillion(b *testing.B) {
	const n = 1_000_000
	score := &data.Column{Name: "score", Kind: data.Number, Codes: make([]uint32, n)}
	date := &data.Column{Name: "date", Kind: data.Time, Codes: make([]uint32, n)}
	table := data.NewTable("t", score, date)
	for i := range 11 {
		score.Words, score.Numbers = append(score.Words, fmt.Sprint(i)), append(score.Numbers, float64(i))
	}
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for i := range n {
		score.Codes[i], date.Codes[i] = uint32(i*7919%11), uint32(i)
		date.Words, date.Times = append(date.Words, ""), append(date.Times, start+int64(i)*100)
	}
	m := defineMetric(b, npsSettings)
	b.ReportAllocs()
	for b.Loop() {
		if _, mistake := Answer(Query{Metric: m, Table: table, By: "month"}); mistake != nil {
			b.Fatal(mistake)
		}
	}
}
