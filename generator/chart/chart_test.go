package chart

import (
	"bufio"
	"flag"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// language gives a locale with the theme's words of figures. Persian and Korean take the English words: what is tested is the drawing.
func language(t testing.TB, tag string) *locale.Locale {
	t.Helper()
	if l, ok := languages.Load(tag); ok {
		return l.(*locale.Locale)
	}
	file, err := os.Open("../../themes/default/words/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	words, table := map[string]string{}, ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "[") {
			table = strings.Trim(line, "[]")
		}
		if key, value, ok := strings.Cut(line, " = "); ok && table == "chart" {
			if words["chart."+key], err = strconv.Unquote(value); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
	}
	l, err := locale.New(tag, words)
	if err != nil {
		t.Fatal(err)
	}
	languages.Store(tag, l)
	return l
}

var languages sync.Map // reading one takes longer than drawing

func month(year, m int) time.Time { return time.Date(year, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }

// months gives the starts and labels of n months from November 2024 on.
func months(n int) (starts []time.Time, labels []string) {
	for i := range n {
		starts = append(starts, month(2024, 11+i))
		labels = append(labels, starts[i].Format("2006-01"))
	}
	return starts, labels
}

// score gives a shown point of an nps.
func score(v, low, high float64, n int) metric.Point {
	return metric.Point{Value: v, Low: low, High: high, Interval: true, N: n, State: metric.Shown, LowBase: n < 30}
}

// twoYears is the trend of the mock-up: 24 whole months with a gap in August 2025, and one that runs.
func twoYears() *metric.Result {
	values := []float64{31.8, 31.9, 32.8, 31, 20, 16.1, 21.8, 25.8, 28.2, 0, 28.3, 27.3, 30.8, 32.4, 32.2, 32.4, 32.8, 33.8, 37.1, 38.1, 40.1, 40.5, 41, 42.9, 44.8}
	ns := []int{220, 232, 256, 232, 240, 236, 243, 240, 248, 0, 262, 260, 266, 290, 298, 265, 274, 278, 283, 294, 297, 306, 312, 312, 145}
	r := &metric.Result{Metric: &metric.Metric{Name: "NPS", Kind: "nps"}, By: "month"}
	r.Starts, r.Groups = months(25)
	s := metric.Series{Measure: metric.Value, Unit: metric.Score}
	var pro, pas, det []metric.Point
	for i, v := range values {
		p := score(v, v-10, v+9, ns[i])
		switch i {
		case 9:
			p = metric.Point{}
		case 23:
			p.Change = &metric.Change{Delta: 15.6, P: .01, Tested: true, Verdict: metric.Clear, Against: "2025-10", AgainstN: 260}
		case 24:
			p.State = metric.Open
		}
		s.Points = append(s.Points, p)
		d := 26 - v/4
		if i == 9 {
			d, v = 0, 0
		}
		share := func(x float64) metric.Point { return metric.Point{Value: x, N: ns[i], State: p.State} }
		det, pro, pas = append(det, share(d)), append(pro, share(d+v)), append(pas, share(100-2*d-v))
	}
	r.Series = []metric.Series{s, {Measure: metric.Promoters, Unit: metric.Percent, Points: pro}, {Measure: metric.Passives, Unit: metric.Percent, Points: pas}, {Measure: metric.Detractors, Unit: metric.Percent, Points: det}}
	target := 45.0
	r.Target = &target
	return r
}

// begun is a trend whose data begin on 12 November 2024 and whose last month still runs.
func begun() *metric.Result {
	r := twoYears()
	r.Begins, r.Target = month(2024, 11).AddDate(0, 0, 11), nil
	r.Series = r.Series[:1]
	return r
}

// panels are two published figures, one inside and one outside the interval of the latest month.
func panels() []metric.Benchmark {
	return []metric.Benchmark{
		{Name: "panel", Value: 36, Source: metric.Texts{"en": "Retail panel, n = 12,000", "fa": "پانل خرده‌فروشی"}, Year: 2025, Region: "EU"},
		{Name: "leaders", Value: 58, Source: metric.Texts{"": "League table"}, Year: 2024},
	}
}

// channels is the dots of the mock-up.
func channels() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "NPS", Kind: "nps"}, By: "channel",
		Groups: []string{"B2B desk", "Marketplaces", "Messenger", "Mobile app", "Phone", "Store pick-up", "Web shop"},
		Period: [2]time.Time{month(2026, 10), month(2026, 11)}, Hidden: []string{"Messenger", "Phone"}}
	r.Series = []metric.Series{{Measure: metric.Value, Unit: metric.Score, Points: []metric.Point{
		score(27.8, -10.2, 57.9, 18), score(24.4, -.5, 46, 41), {State: metric.Hidden, N: 3}, score(43.6, 26.1, 57.9, 78), {State: metric.Hidden, N: 8},
		score(57.9, 32.4, 74.9, 38), score(46.8, 33.3, 58.2, 126)}}}
	total := score(42.9, 34, 51, 312)
	r.Total = &total
	return r
}

// checkout is the funnel of the mock-up.
func checkout() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Checkout", Kind: "funnel"}, By: "step", Groups: []string{"Basket", "Address", "Delivery", "Payment", "Order"},
		Period: [2]time.Time{month(2026, 10), month(2026, 11)}, Facts: []metric.Fact{{Name: "window_seconds", Value: 604800}, {Name: "open", Value: 31}}}
	counts, seconds := []float64{2180, 1460, 1301, 1126, 968}, []float64{0, 130, 220, 75, 50}
	var count, start, previous, drop, median []metric.Point
	for i, c := range counts {
		shown := func(v float64) metric.Point { return metric.Point{Value: v, N: 2180, State: metric.Shown} }
		before := counts[max(0, i-1)]
		count, start, previous, drop = append(count, shown(c)), append(start, shown(c/2180*100)), append(previous, shown(c/before*100)), append(drop, shown(before-c))
		if i == 0 {
			median = append(median, metric.Point{})
			continue
		}
		median = append(median, shown(seconds[i]))
	}
	r.Series = []metric.Series{{Measure: metric.Count, Unit: metric.Whole, Points: count}, {Measure: metric.FromStart, Unit: metric.Percent, Points: start},
		{Measure: metric.FromPrevious, Unit: metric.Percent, Points: previous}, {Measure: metric.DropOff, Unit: metric.Whole, Points: drop}, {Measure: metric.MedianSeconds, Unit: metric.Seconds, Points: median}}
	return r
}

// answers is an nps without groups: 0 to 10 with their counts.
func answers() *metric.Result {
	counts := []int{6, 2, 4, 5, 7, 12, 11, 34, 50, 68, 113}
	r := &metric.Result{Metric: &metric.Metric{Name: "NPS", Kind: "nps"}, Groups: []string{""}, Period: [2]time.Time{month(2026, 10), month(2026, 11)},
		Excluded: metric.Excluded{Missing: 4, OutOfScale: 2}}
	total := 312.0
	share := func(n float64) []metric.Point {
		return []metric.Point{{Value: n / total * 100, N: 312, State: metric.Shown}}
	}
	r.Series = []metric.Series{{Measure: metric.Value, Unit: metric.Score, Points: []metric.Point{score(42.95, 34, 51, 312)}},
		{Measure: metric.Promoters, Unit: metric.Percent, Points: share(181)}, {Measure: metric.Passives, Unit: metric.Percent, Points: share(84)}, {Measure: metric.Detractors, Unit: metric.Percent, Points: share(47)}}
	for i, n := range counts {
		r.Series = append(r.Series, metric.Series{Measure: metric.Answers, Unit: metric.Whole, Option: strconv.Itoa(i), Points: []metric.Point{{Value: float64(n), N: 312, State: metric.Shown}}},
			metric.Series{Measure: metric.OptionShare, Unit: metric.Percent, Option: strconv.Itoa(i), Points: share(float64(n))})
	}
	return r
}

// stars is a csat with five options by month.
func stars(n int) *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Satisfied customers", Kind: "csat"}, By: "month"}
	r.Starts, r.Groups = months(n)
	for k, share := range []float64{4, 6, 12, 30, 48} {
		s := metric.Series{Measure: metric.OptionShare, Unit: metric.Percent, Option: strconv.Itoa(k + 1)}
		for range n {
			s.Points = append(s.Points, metric.Point{Value: share, N: 500, State: metric.Shown})
		}
		r.Series = append(r.Series, s)
	}
	return r
}

// sales is a plain table by a column.
func sales() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Revenue", Kind: "sum"}, By: "channel", Groups: []string{"Shop", "App", "Phone"}, Currency: "EUR"}
	s := metric.Series{Measure: metric.Value, Unit: metric.Currency}
	for _, v := range []float64{12400.5, 18250, 950} {
		s.Points = append(s.Points, metric.Point{Value: v, N: int(v / 40), State: metric.Shown})
	}
	r.Series = []metric.Series{s}
	return r
}

// split is a trend of k lines.
func split(k int) *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "NPS", Kind: "nps"}, By: "month"}
	r.Starts, r.Groups = months(12)
	names := []string{"Web shop", "Mobile app", "Store pick-up in the old town", "Marketplaces", "B2B desk", "Phone", "Messenger", "Letters"}
	for j := range k {
		s := metric.Series{Measure: metric.Value, Unit: metric.Score, Split: names[j]}
		for i := range 12 {
			v := 30 + float64(j*3) + float64(i%3)
			s.Points = append(s.Points, score(v, v-12, v+12, 60-j))
		}
		r.Series = append(r.Series, s)
	}
	return r
}

// moves are the events of the mock-up.
func moves() []Event {
	return []Event{{month(2025, 3), "Warehouse move"}, {month(2026, 5), "Two-day delivery"}}
}

// example is a figure that tests look at.
type example struct {
	name string
	r    *metric.Result
	s    Spec
}

// cases are the figures that most tests look at.
func cases() []example {
	return append(kinds(), []example{
		{"trend", twoYears(), Spec{Events: moves(), Measure: "Net Promoter Score", Question: "How likely are you to recommend us?"}},
		{"begun", begun(), Spec{}},
		{"benchmark", twoYears(), Spec{Benchmarks: panels()}},
		{"mix", twoYears(), Spec{Form: "mix"}},
		{"dots", channels(), Spec{By: "Channel"}},
		{"funnel", checkout(), Spec{}},
		{"distribution", answers(), Spec{}},
		{"stars", stars(6), Spec{Form: "mix"}},
		{"bars", sales(), Spec{By: "Channel"}},
		{"table", table(), Spec{}},
		{"dates", dates(), Spec{}},
		{"columns", plain(), Spec{}},
		{"split", split(6), Spec{}},
		{"crowd", split(8), Spec{}},
		{"empty", &metric.Result{Metric: &metric.Metric{Name: "NPS", Kind: "nps"}, Groups: []string{""}, Series: []metric.Series{{Measure: metric.Value, Unit: metric.Score, Points: make([]metric.Point, 1)}}}, Spec{}},
	}...)
}

func draw(t testing.TB, r *metric.Result, s Spec, lang string) *Figure {
	t.Helper()
	s.Locale = language(t, lang)
	if s.ID == "" {
		s.ID = "figure"
	}
	f, mistake := New(r, s)
	if mistake != nil {
		t.Fatal(mistake, mistake.Hint)
	}
	return f
}

// table is a plain table: one column by another, in the order of its author.
func table() *metric.Result {
	return &metric.Result{By: "promise", Groups: []string{"1 day", "2 days", "3 days"}, Series: []metric.Series{{Measure: metric.Value, Unit: metric.Plain, Split: "actual days",
		Points: []metric.Point{{Value: 1.4, State: metric.Shown}, {Value: 2.1, State: metric.Shown}, {Value: 2.75, State: metric.Shown}}}}}
}

// plain is a table with two columns of numbers, one cell of which is blank and one below zero.
func plain() *metric.Result {
	r := table()
	r.Series = append(r.Series, metric.Series{Measure: metric.Value, Unit: metric.Plain, Split: "difference",
		Points: []metric.Point{{Value: .4, State: metric.Shown}, {}, {Value: -.25, State: metric.Shown}}})
	return r
}

// dates is a column of numbers by irregular dates.
func dates() *metric.Result {
	r := table()
	r.By, r.Groups = "day of count", []string{"2026-01-05", "2026-01-06", "2026-02-24"}
	for _, g := range r.Groups {
		at, _ := time.Parse(time.DateOnly, g)
		r.Starts = append(r.Starts, at)
	}
	return r
}
