package metric

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

const tourSettings = `kind = "touchpoints"
time = "date"
emotion = "mood"
low_n = 1
order_list = ["Search", "Checkout", "Call", "Delivery", "Return"]
`

func TestTouchpoints(t *testing.T) {
	// January. Search: 6 fives and 4 threes, mean 4.2; 5 glad, 5 without a word. Checkout: 6 twos, 7 cross, of whom one gave no rating.
	// Delivery: 3 answers. Return: 5 answers. Nobody called. "Chekout" is none of the journey.
	table := readTable(t, "date,touchpoint,satisfaction,mood,channel\n"+
		rows(5, "2026-01-02,Search,5,Positive,web")+"2026-01-02,Search,5,,web\n"+rows(4, "2026-01-02,Search,3,?,app")+
		rows(6, "2026-01-03,Checkout,2,negative,web")+"2026-01-03,Checkout,,NEGATIVE,web\n"+
		rows(3, "2026-01-04,Delivery,1,negative,web")+rows(5, "2026-01-04,Return,4,neutral,web")+rows(9, "2026-01-04,Chekout,1,negative,web")+
		rows(10, "2026-02-02,Search,3,positive,web")+rows(10, "2026-02-02,Checkout,2,,web")+"2026-02-02,Checkout,7,,web\n", time.UTC)
	m := defineMetric(t, tourSettings)
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "touchpoint", Period: "2026-01"})
	if want := []string{"Search", "Checkout", "Call", "Delivery", "Return"}; !slices.Equal(r.Groups, want) {
		t.Errorf("groups %v", r.Groups)
	}
	// Delivery is hidden, and of the others the smallest, since the total is shown.
	for measure, want := range map[Measure]string{
		Value: "4.2/10 2/6 - # #", EmotionIndex: "100/5 -100/7 - # #", Count: "10/10 7/7 - # #",
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	if r.Total == nil || r.Total.N != 24 || r.Excluded != (Excluded{Missing: 1, Ignored: 9}) || !slices.Equal(r.Hidden, []string{"Delivery", "Return"}) {
		t.Errorf("total %+v, %+v, hidden %v", r.Total, r.Excluded, r.Hidden)
	}
	if p := r.Find(Value).Points[0]; !p.Interval || !(p.Low < 4.2 && p.High > 4.2) {
		t.Errorf("%+v", p)
	}

	r = mustAnswer(t, Query{Metric: m, Table: table, By: "touchpoint", Period: "2026-02", Compare: "previous"})
	if c := r.Find(Value).Points[0].Change; c == nil || !near(c.Delta, -1.2) || c.Verdict != Clear {
		t.Errorf("%+v", c)
	}
	if c := r.Find(EmotionIndex).Points[0].Change; c == nil || c.Delta != 0 {
		t.Errorf("%+v", c)
	}
	if got := sketch(r.Find(EmotionIndex)); got != "100/10 - - - -" {
		t.Errorf("emotion %s", got)
	}

	r = mustAnswer(t, Query{Metric: m, Table: table, By: "month", Split: "touchpoint"})
	var got []string
	for _, s := range r.Series {
		if s.Measure == Value {
			got = append(got, s.Split+" "+sketch(&s))
		}
	}
	if want := "Search 4.2/10 3/10|Checkout 2/6 2/10|Delivery # -|Return # -"; strings.Join(got, "|") != want {
		t.Errorf("by month: %s", strings.Join(got, "|"))
	}
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table}).Find(Value)); got != "2.886/44" { // (42 + 12 + 3 + 20 + 30 + 20) / 44
		t.Errorf("over all: %s", got)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "touchpoint", Split: "channel", Period: "2026-01"})
	if got := sketch(&r.Series[0]) + "|" + sketch(&r.Series[1]); r.Series[0].Split != "app" || got != "# - - - -|# 2/6 - # 4/5" {
		t.Errorf("split %s: %s", r.Series[0].Split, got)
	}

	top := defineMetric(t, tourSettings+"headline = \"top_box\"\ntop_boxes = 1\n")
	r = mustAnswer(t, Query{Metric: top, Table: table, By: "touchpoint", Period: "2026-01"})
	if got := sketch(r.Find(Value)) + "|" + sketch(r.Find(Mean)); got != "60/10 0/6 - # #|4.2/10 2/6 - # #" || r.Find(Value).Unit != Percent {
		t.Errorf("top boxes: %s", got)
	}
}

func TestTouchpointsInTheirOrder(t *testing.T) {
	table := readTable(t, "touchpoint,satisfaction\n"+rows(6, "Search,5")+rows(6, "Checkout,2")+rows(6, "Delivery,4")+",5\n", time.UTC)
	m := defineMetric(t, "kind = \"touchpoints\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "touchpoint"})
	if !slices.Equal(r.Groups, []string{"Search", "Checkout", "Delivery"}) || r.Find(EmotionIndex) != nil || r.Excluded.Missing != 1 {
		t.Errorf("groups %v, %+v", r.Groups, r.Excluded)
	}
	for _, q := range []Query{{By: "touchpoint", Split: "touchpoint"}, {By: "touchpint"}, {By: "month"}} {
		q.Metric, q.Table = m, table
		if _, mistake := Answer(q); mistake == nil {
			t.Errorf("%+v is no mistake", q)
		}
	}
	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\nkind = \"touchpoints\"\ntable = \"t\"\norder_list = [\"Search\", \"Chekout\", \"Delivery\"]\n")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if found := defs.Check(defs.Metrics[0], table); len(found) != 1 || found[0].Level != source.Warning || found[0].Text != `order_list lacks "Checkout", which table "t" has` ||
		!strings.Contains(found[0].Hint, `did you mean "Checkout" by "Chekout"?`) {
		t.Errorf("%+v", found)
	}
	empty := readTable(t, "touchpoint,satisfaction\n", time.UTC)
	if r := mustAnswer(t, Query{Metric: m, Table: empty, By: "touchpoint"}); len(r.Groups) != 0 {
		t.Errorf("groups %v", r.Groups)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"  Late  Courier ": "late courier", "كيفيت ٢٠۲۵": "کیفیت 2025", "می‌رود": "می رود", "مُشتَرِی": "مشتری", "\u2068NPS\u2069": "nps",
		"IŞIK": "işik", "ışık": "işik", "Straße": "strasse", "ＤＨＬ": "dhl", "배송 지연": "배송 지연",
	} {
		if got := fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
