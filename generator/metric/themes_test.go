package metric

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestThemes(t *testing.T) {
	// January, of 60 responses: 20 promoters speak of service; 12 detractors of delivery, 4 of them also of price; 3 passives of
	// packing; 25 passives of nothing.
	table := readTable(t, "date,shop,score,themes\n"+rows(10, "2026-01-01,a,9,Service")+rows(10, "2026-01-01,b,10,service ; Service;")+
		rows(8, "2026-01-02,a,3,delivery")+rows(4, "2026-01-02,a,2,delivery;price")+rows(3, "2026-01-03,a,8,packing")+rows(25, "2026-01-03,b,7,")+
		"2026-01-03,b,,service\n2026-01-03,b,11,service\n"+
		rows(20, "2025-12-02,a,3,delivery")+rows(20, "2025-12-02,a,9,service"), time.UTC)
	m := defineMetric(t, "kind = \"themes\"\ntime = \"date\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01", Compare: "previous"})
	if want := []string{"Service", "delivery", "packing", "price"}; !slices.Equal(r.Groups, want) {
		t.Errorf("groups %v", r.Groups)
	}
	// All: 20 of 60 promoters, 12 detractors: 13.3. Without service: -12 of 40: impact 43.3. Without delivery 20 of 48: -28.3.
	for measure, want := range map[Measure]string{Value: "33.33/60 20/60 # #", Mentions: "20/20* 12/12* # #", ThemeNPS: "100/20* -100/12* # #", Impact: "43.33/20* -28.33/12* # #"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	if c := r.Find(Value).Points[1].Change; c == nil || !near(c.Delta, -30) || c.Verdict != Clear || c.Against != "2025-12" {
		t.Errorf("%+v", c)
	}
	if c := r.Find(ThemeNPS).Points[0].Change; c == nil || c.Delta != 0 || c.Verdict != TooFew {
		t.Errorf("%+v", c)
	}
	if !slices.Equal(r.Hidden, []string{"packing", "price"}) || r.Excluded != (Excluded{Missing: 1, OutOfScale: 1}) || r.Used != 60 {
		t.Errorf("hidden %v, %+v", r.Hidden, r.Excluded)
	}
	if want := []Fact{{"n", 60}, {"nps", 40. / 3}}; !slices.EqualFunc(r.Facts, want, func(a, b Fact) bool { return a.Name == b.Name && near(a.Value, b.Value) }) {
		t.Errorf("facts %v", r.Facts)
	}

	r = mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	var got []string
	for _, s := range r.Series {
		if s.Measure == Value || s.Measure == ThemeNPS {
			got = append(got, s.Split+" "+sketch(&s))
		}
	}
	if want := "Service 50/40 33.33/60|Service 100/20* 100/20*|delivery 50/40 20/60|delivery -100/20* -100/12*|packing 0/40 #|packing - #|price 0/40 #|price - #"; strings.Join(got, "|") != want {
		t.Errorf("by month: %s", strings.Join(got, "|"))
	}

	// By shop: both have ten that speak of service, and all of a's delivery. All of a's speak of service, delivery or packing: without the one of
	// them and without that of packing, the other one tells nothing; and b's service would tell a's, since that of both is known.
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "theme", Split: "shop", Period: "2026-01"})
	got = nil
	for _, s := range r.Series {
		if s.Measure == Value {
			got = append(got, s.Split+" "+sketch(&s))
		}
	}
	if want := "a 48/25* # # #|b 0/35 # 0/35 0/35"; strings.Join(got, "|") != want {
		t.Errorf("by shop: %s", strings.Join(got, "|"))
	}
	for _, q := range []Query{{By: "shop"}, {By: "month", Split: "shop"}, {By: "theme", Split: "themes"}} {
		q.Metric, q.Table = m, table
		if _, mistake := Answer(q); mistake == nil {
			t.Errorf("%+v is no mistake", q)
		}
	}
}

func TestThemesAreHidden(t *testing.T) {
	m := defineMetric(t, "kind = \"themes\"\nmin_n = 5\n")
	for _, c := range []struct{ name, csv, nps string }{
		// 12 + 7 + 3 are all: who speaks of c could be found by subtraction, so b goes too.
		{"a partition", rows(12, "9,a") + rows(7, "9,b") + rows(3, "0,c"), "100/12* # #"},
		{"a partition with many who say nothing", rows(12, "9,a") + rows(7, "9,b") + rows(3, "0,c") + rows(9, "5,"), "100/12* 100/7* #"},
		{"several at once", rows(12, "9,a") + rows(7, "9,a;b") + rows(3, "0,c") + rows(9, "0,"), "100/19* 100/7* #"},
		{"all but a few", rows(40, "9,a") + rows(2, "0,"), "#"},
		{"nobody is left", rows(40, "9,a"), "100/40"},
		{"too few at all", rows(4, "9,a"), "#"},
	} {
		r := mustAnswer(t, Query{Metric: m, Table: readTable(t, "score,themes\n"+c.csv, time.UTC)})
		if got := sketch(r.Find(ThemeNPS)); got != c.nps {
			t.Errorf("%s: %s, want %s", c.name, got, c.nps)
		}
		if c.name == "nobody is left" && sketch(r.Find(Impact)) != "-" {
			t.Errorf("impact without anybody left: %s", sketch(r.Find(Impact)))
		}
	}
}

func TestThemesOfComments(t *testing.T) {
	table := readTable(t, `comment
"The courier was LATE, two days late!"
"Chocolate melted"
"Couriers are friendly"
"پيك دیر آمد"
"پیک‌ها مهربان بودند"
"배송이 너무 늦었어요"
"配送が遅い"
"Kargo GEÇİKTİ"
"Die Lieferverzögerung war ärgerlich"

"Nothing to say"
`, time.UTC)
	m := defineMetric(t, `kind = "themes"
score = ""
min_n = 1
words = { delivery = ["courier*", "پیک", "배송", "配送", "kargo", "*verzögerung"], delay = ["late", "دیر", "늦", "遅", "geçikti"], price = ["expensive"] }
`)
	r := mustAnswer(t, Query{Metric: m, Table: table})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Mentions)) + ": " + sketch(r.Find(Value)); got != "delivery delay price: 8/8* 5/5* 0/0*: 80/10* 50/10* 0/10*" || r.Find(ThemeNPS) != nil {
		t.Errorf("got %s", got)
	}
	if r.Used != 10 || r.Excluded.Missing != 0 { // a blank line is no row
		t.Errorf("used %d, %+v", r.Used, r.Excluded)
	}
	for settings, want := range map[string]string{
		"comment = \"text\"\n":                    "comment needs words",
		"words = { a = [] }\n":                    `the theme "a" has no words`,
		"words = { a = [\"*\"] }\n":               `a word of the theme "a" is blank`,
		"themes = \"x\"\nwords = { a = \"b\" }\n": "either a column or found by words",
		"breaks = [1]\n":                          "breaks wants four rising numbers",
	} {
		if got := problemsOf("kind = \"themes\"\n" + settings); !strings.Contains(got, want) {
			t.Errorf("%s: %s", settings, got)
		}
	}
}

func TestKeywords(t *testing.T) {
	for _, c := range []struct {
		word, text string
		want       bool
	}{
		{"late", "Too late.", true}, {"late", "chocolate", false}, {"late", "lately", false}, {"late*", "lately", true}, {"*late", "chocolate", true},
		{"late", "chocolate, and late", true}, {"customer  service", "Customer service!", true}, {"پست‌چی", "پست چی", true}, {"ارسال", "ارسال‌شان", true},
		{"پیک", "پیکان", false}, {"배송", "빠른배송이", true}, {"送料", "送料無料", true}, {"café", "Café", true}, {"STRASSE", "straße", true},
	} {
		if got := newKeyword(c.word).in(fold(c.text)); got != c.want {
			t.Errorf("%q in %q: %v", c.word, c.text, got)
		}
	}
}
