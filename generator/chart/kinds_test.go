package chart

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cxgen/generator/metric"
)

func shown(v float64, n int) metric.Point {
	return metric.Point{Value: v, N: n, State: metric.Shown, LowBase: n < 30}
}

func between(v, low, high float64, n int) metric.Point {
	p := shown(v, n)
	p.Low, p.High, p.Interval = low, high, true
	return p
}

func series(m metric.Measure, u metric.Unit, points ...metric.Point) metric.Series {
	return metric.Series{Measure: m, Unit: u, Points: points}
}

func whole(m metric.Measure, values ...float64) metric.Series {
	s := metric.Series{Measure: m, Unit: metric.Whole}
	for _, v := range values {
		s.Points = append(s.Points, shown(v, int(v)))
	}
	return s
}

// cohorts is a triangle of n cohorts over n buckets: the fourth is small, the fifth empty, the last bucket of each runs.
func cohorts(n int) *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Retention", Kind: "cohort_retention"}, By: "cohort"}
	for j := range n + 1 {
		r.Groups = append(r.Groups, strconv.Itoa(j))
	}
	var sum, size [40]float64
	for c := range n {
		s := metric.Series{Measure: metric.Retained, Unit: metric.Percent, Split: time.Date(2025, time.Month(11+c), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")}
		people := 300 + 20*c
		if c == 4 {
			people = 0
		}
		for j := range n + 1 {
			v := float64(int(100*(.14+.01*float64(c%7))/(1+.12*float64(j-1))*100)) / 100
			p := metric.Point{Value: v, N: people, State: metric.Shown}
			switch {
			case j == 0:
				p.Value = 100
			case c+j == n:
				p.State = metric.Open
			}
			if c == 4 || c+j > n {
				p = metric.Point{}
			}
			if c == 3 {
				p = metric.Point{State: metric.Hidden}
			}
			if p.State == metric.Shown {
				sum[j], size[j] = sum[j]+p.Value*float64(people), size[j]+float64(people)
			}
			s.Points = append(s.Points, p)
		}
		r.Series = append(r.Series, s)
	}
	average := metric.Series{Measure: metric.Retained, Unit: metric.Percent}
	for j := range n + 1 {
		p := metric.Point{}
		if size[j] > 0 {
			p = metric.Point{Value: sum[j] / size[j], N: int(size[j]), State: metric.Shown}
		}
		average.Points = append(average.Points, p)
	}
	r.Series = append(r.Series, average)
	return r
}

// touchpoints is the journey of the mock-up.
func touchpoints() *metric.Result {
	target := 4.0
	r := &metric.Result{Metric: &metric.Metric{Name: "Satisfaction", Kind: "touchpoints"}, By: "touchpoint", Target: &target,
		Groups: []string{"Find", "Choose", "Buy", "Receive", "Use", "Maintain"}, Period: [2]time.Time{month(2026, 10), month(2026, 11)}}
	values := series(metric.Value, metric.Plain, between(4.2, 4.09, 4.31, 268), between(3.9, 3.77, 4.03, 262), between(3.4, 3.24, 3.56, 284),
		between(4.5, 4.41, 4.59, 281), between(3.2, 3.02, 3.38, 243), between(3.6, 3.36, 3.84, 96))
	moods := series(metric.EmotionIndex, metric.Plain, shown(48, 268), shown(22, 262), shown(-6, 284), shown(67, 281), shown(-31, 243), shown(4, 96))
	r.Series = []metric.Series{values, moods, whole(metric.Count, 268, 262, 284, 281, 243, 96)}
	return r
}

// manyTouchpoints is a journey whose names have no room on a phone, one of them hidden.
func manyTouchpoints() *metric.Result {
	r := touchpoints()
	r.Groups = []string{"Advert", "Search", "Product page", "Basket", "Payment page", "Delivery", "First use", "Care", "Help", "Return"}
	for k := range r.Series {
		for len(r.Series[k].Points) < len(r.Groups) {
			r.Series[k].Points = append(r.Series[k].Points, r.Series[k].Points[len(r.Series[k].Points)-3])
		}
		r.Series[k].Points[2] = metric.Point{State: metric.Hidden}
	}
	r.Series[0].Points[7].LowBase = true
	return r
}

// stations are the stages and lanes of that journey.
func stations() Spec {
	return Spec{Stages: []Stage{{"Before", []string{"Advert", "Search", "Product page"}}, {"Buying", []string{"Basket", "Payment page"}}, {"After", []string{"Delivery", "First use", "Care", "Help", "Return"}}},
		Lanes: []JourneyRow{{Quotes: true, Values: map[string]string{"First use": "Nobody says how hot."}}, {Title: "Owner", Values: map[string]string{"Delivery": "Logistics"}}}}
}

// gaps is the dumbbell of the mock-up, with one side missing and one item hidden.
func gaps() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Perception", Kind: "perception_gap"}, By: "item",
		Groups: []string{"Tastes as described", "On time", "Easy to return", "Easy to set up", "Quick support", "Fair price", "Kind people"}}
	r.Series = []metric.Series{
		series(metric.Value, metric.Plain, between(.1, -.4, .6, 284), between(-.3, -.8, .2, 284), between(1.1, .6, 1.6, 284), between(1.2, .7, 1.7, 284), between(.4, -.1, .9, 284), metric.Point{}, metric.Point{State: metric.Hidden}),
		series(metric.Company, metric.Plain, shown(4.5, 14), shown(4.2, 14), shown(4.6, 14), shown(4.4, 14), shown(4.3, 14), shown(4, 14), metric.Point{State: metric.Hidden}),
		series(metric.Customer, metric.Plain, shown(4.4, 284), shown(4.5, 284), shown(3.5, 284), shown(3.2, 284), shown(3.9, 284), metric.Point{}, metric.Point{State: metric.Hidden}),
	}
	return r
}

// drivers is the quadrant of the mock-up.
func drivers() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Recommending", Kind: "key_drivers"}, By: "driver",
		Groups: []string{"Delivery time", "Set-up help", "Product quality", "Checkout form", "Product pages", "Price", "Packaging", "Rewards"},
		Facts:  []metric.Fact{{Name: "n", Value: 284}, {Name: "r_squared", Value: .46}, {Name: "dropped", Value: 37}}}
	importance, performance := metric.Series{Measure: metric.Importance, Unit: metric.Percent}, metric.Series{Measure: metric.Performance, Unit: metric.Plain}
	for i, v := range []float64{22, 19, 15, 13, 11, 9, 6, 5} {
		importance.Points = append(importance.Points, between(v, v-3.1, v+3.1, 284))
		performance.Points = append(performance.Points, shown([]float64{4.5, 3.2, 4.6, 3.4, 3.9, 3.6, 4.3, 3.5}[i], 284))
	}
	r.Series = []metric.Series{importance, performance}
	return r
}

// mentioned is what comments are about.
func mentioned() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Themes", Kind: "themes"}, By: "theme", Groups: []string{"Delivery", "Taste", "Payment page", "Packaging", "Smell"}}
	r.Series = []metric.Series{
		series(metric.Value, metric.Percent, shown(31, 412), shown(28, 412), shown(12, 412), shown(9, 412), metric.Point{State: metric.Hidden}),
		series(metric.Mentions, metric.Whole, shown(128, 128), shown(115, 115), shown(49, 49), shown(37, 37), metric.Point{State: metric.Hidden}),
		series(metric.ThemeNPS, metric.Score, shown(52, 128), shown(61, 115), shown(-18, 49), shown(40, 37), metric.Point{State: metric.Hidden}),
		series(metric.Impact, metric.Plain, shown(2.1, 128), shown(3.4, 115), shown(-6.2, 49), shown(.1, 37), metric.Point{State: metric.Hidden}),
	}
	return r
}

// leaving is churn in one month.
func leaving() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Churn", Kind: "churn"}, Groups: []string{""}, Period: [2]time.Time{month(2026, 10), month(2026, 11)}}
	r.Series = []metric.Series{series(metric.Value, metric.Percent, between(3.1, 2.4, 4, 2140)), whole(metric.Opening, 2140), whole(metric.Churned, 66), whole(metric.New, 118), whole(metric.NewLost, 7), whole(metric.Closing, 2185)}
	return r
}

// worth is the order value by channel.
func worth() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Order value", Kind: "order_value"}, By: "channel", Groups: []string{"App", "Marketplace", "Phone", "Web shop"}, Currency: "EUR"}
	money := func(m metric.Measure, values ...float64) metric.Series {
		s := metric.Series{Measure: m, Unit: metric.Currency}
		for i, v := range values {
			s.Points = append(s.Points, shown(v, []int{310, 480, 22, 1210}[i]))
		}
		return s
	}
	share := series(metric.RevenueShare, metric.Percent, shown(15.2, 310), shown(17.1, 480), shown(1.7, 22), shown(66, 1210))
	r.Series = []metric.Series{money(metric.Value, 41.2, 29.9, 64.5, 45.9), money(metric.Median, 35, 24.9, 58, 38), money(metric.Q1, 22, 18.5, 40, 24), money(metric.Q3, 52, 36, 80, 59),
		whole(metric.Orders, 310, 480, 22, 1210), money(metric.Revenue, 12772, 14352, 1419, 55539), share}
	return r
}

// parcels is how many days parcels came off their promise.
func parcels() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "On time", Kind: "delivery"}, By: "days", Period: [2]time.Time{month(2026, 10), month(2026, 11)},
		Facts: []metric.Fact{{Name: "overdue", Value: 12}, {Name: "pending", Value: 31}}}
	s := metric.Series{Measure: metric.Count, Unit: metric.Whole}
	for i, v := range []float64{14, 60, 210, 540, 90, 42, 18, 9, 0, 6} {
		r.Groups = append(r.Groups, fmt.Sprintf("%+d", i-3))
		s.Points = append(s.Points, shown(v, int(v)))
	}
	r.Groups[3] = "0"
	r.Series = []metric.Series{s}
	total := between(83.3, 80.8, 85.5, 989)
	r.Total = &total
	return r
}

// phaseShares is the life cycle of customers over n months.
func phaseShares(n int) *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Life cycle", Kind: "lifecycle"}, By: "month"}
	r.Starts, r.Groups = months(n)
	for k, phase := range []string{"acquisition", "new", "existing", "separating", "lost", "won_back"} {
		share, count := metric.Series{Measure: metric.Share, Unit: metric.Percent, Split: phase}, metric.Series{Measure: metric.Count, Unit: metric.Whole, Split: phase}
		for i := range n {
			v, all := []float64{4, 12, 44, 13, 22, 5}[k], 900+60*i
			share.Points, count.Points = append(share.Points, shown(v, all)), append(count.Points, shown(v/100*float64(all), all))
		}
		r.Series = append(r.Series, share, count)
	}
	return r
}

// scores is the grid of recency and frequency.
func scores() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "RFM", Kind: "rfm"}, By: "grid", Groups: []string{"1", "2", "3", "4", "5"}, Currency: "EUR", Facts: []metric.Fact{{Name: "same_score_share", Value: 64}}}
	for f := range 5 {
		count, mean := metric.Series{Measure: metric.Count, Unit: metric.Whole, Split: strconv.Itoa(f + 1)}, metric.Series{Measure: metric.Mean, Unit: metric.Currency, Split: strconv.Itoa(f + 1)}
		for j := range 5 {
			p, m := shown(float64(40+37*((f*5+j*3)%7)), 60), shown(float64(30+40*f+5*j), 60)
			if f == 1 && j == 4 {
				p, m = metric.Point{State: metric.Hidden}, metric.Point{State: metric.Hidden}
			}
			if f == 3 && j == 0 {
				p, m = metric.Point{State: metric.Shown}, metric.Point{}
			}
			count.Points, mean.Points = append(count.Points, p), append(mean.Points, m)
		}
		r.Series = append(r.Series, count, mean)
	}
	return r
}

// efforts is a ces with seven answers.
func efforts() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Made it easy", Kind: "ces"}, Groups: []string{""}, Period: [2]time.Time{month(2026, 10), month(2026, 11)}}
	r.Series = []metric.Series{series(metric.Value, metric.Percent, between(71, 66, 76, 300))}
	for i, n := range []float64{9, 12, 18, 48, 60, 87, 66} {
		option := strconv.Itoa(i + 1)
		r.Series = append(r.Series, metric.Series{Measure: metric.Answers, Unit: metric.Whole, Option: option, Points: []metric.Point{shown(n, 300)}},
			metric.Series{Measure: metric.OptionShare, Unit: metric.Percent, Option: option, Points: []metric.Point{shown(n/3, 300)}})
	}
	return r
}

// kinds are the figures of the kinds that have forms of their own.
func kinds() []example {
	return []example{
		{"cohorts", cohorts(6), Spec{}},
		{"year", cohorts(12), Spec{}},
		{"curves", cohorts(6), Spec{Form: "curves"}},
		{"journey", touchpoints(), Spec{}},
		{"stages", manyTouchpoints(), stations()},
		{"gap", gaps(), Spec{}},
		{"drivers", drivers(), Spec{}},
		{"weights", drivers(), Spec{Form: "bars"}},
		{"themes", mentioned(), Spec{}},
		{"flows", leaving(), Spec{}},
		{"worth", worth(), Spec{By: "Channel"}},
		{"parcels", parcels(), Spec{}},
		{"phases", phaseShares(12), Spec{}},
		{"transitions", transitions(), Spec{}},
		{"stays", stays(), Spec{}},
		{"scores", scores(), Spec{}},
		{"efforts", efforts(), Spec{}},
	}
}

// transitions are the moves of a month between four phases; those of the lost are hidden.
func transitions() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Phases", Kind: "lifecycle"}, By: "transition", Groups: []string{"acquisition", "existing", "separating", "lost"},
		Period: [2]time.Time{month(2026, 10), month(2026, 11)}, Hidden: []string{"lost"}, Facts: []metric.Fact{{Name: "win_back_rate", Value: 12.5}}}
	bases := []float64{40, 200, 80}
	for to, counts := range [][]float64{{0, 0, 0}, {0, 130, 2}, {0, 70, 60}, {0, 0, 18}, {40, 0, 0}} {
		name := []string{"acquisition", "existing", "separating", "lost", "new"}[to]
		count, share := metric.Series{Measure: metric.Count, Unit: metric.Whole, Split: name}, metric.Series{Measure: metric.Share, Unit: metric.Percent, Split: name}
		for from, n := range counts {
			count.Points = append(count.Points, shown(n, int(bases[from])))
			share.Points = append(share.Points, shown(100*n/bases[from], int(bases[from])))
		}
		count.Points, share.Points = append(count.Points, metric.Point{State: metric.Hidden}), append(share.Points, metric.Point{State: metric.Hidden})
		r.Series = append(r.Series, count, share)
	}
	return r
}

// stays is how many are left of 400 after some months; the latest are hidden.
func stays() *metric.Result {
	r := &metric.Result{Metric: &metric.Metric{Name: "Tea box", Kind: "churn", Better: "lower"}, By: "stay", Groups: []string{"0", "1", "3", "6", "7", "9"}, Facts: []metric.Fact{{Name: "half_months", Value: 7}}}
	r.Series = []metric.Series{series(metric.Retained, metric.Percent, shown(100, 400), between(90, 86, 93, 320), between(72, 67, 77, 200), between(51, 45, 57, 90), between(46, 39, 53, 20), metric.Point{State: metric.Hidden})}
	return r
}

// TestSurvival says how long half of the customers stay, and draws no line through what is hidden.
func TestSurvival(t *testing.T) {
	f := draw(t, stays(), Spec{}, "en")
	if f.Title != "Half have left after 7 months" || f.Summary != "Still there: month 3 72%, month 6 51%." || !strings.Contains(f.Source, "Later months are hidden") {
		t.Errorf("%q, %q, %q", f.Title, f.Summary, f.Source)
	}
	for _, m := range f.Marks {
		if m.Shape == Line && (len(m.Points) != 9 || m.Points[8].X != 100) { // a place for the start, and two for each month that is told
			t.Errorf("%v", m.Points)
		}
	}
	if rows := f.Data.Rows; rows[5].Raw != nil || rows[4].Raw[1] != 46.0 {
		t.Errorf("%v", rows)
	}
	r := stays()
	r.Facts = nil
	if f := draw(t, r, Spec{}, "en"); f.Title != "46% are still there after 7 months" {
		t.Error(f.Title)
	}
}

// TestFlow sees who moved where, without those who are hidden.
func TestFlow(t *testing.T) {
	f := draw(t, transitions(), Spec{}, "en")
	if want := "Largest moves: Existing to Drifting away 70 (35%), Drifting away to Lost 18 (23%), Drifting away to Existing 2 (3%)."; f.Title != "13% of those drifting away or lost came back" || f.Summary != want {
		t.Errorf("%q, %q", f.Title, f.Summary)
	}
	if !strings.HasPrefix(f.Source, "n 320.") || !strings.Contains(f.Source, ": Lost.") {
		t.Errorf("customers are counted once for each phase: %q", f.Source)
	}
	if rows := f.Data.Rows; len(rows) != 4 || rows[3].Cells[0] != "1 group hidden" || rows[1].Cells[0] != "Existing" {
		t.Errorf("%v", rows)
	}
}

// TestChosenForm draws each kind in the form that says most about it.
func TestChosenForm(t *testing.T) {
	want := map[string]string{"cohorts": "heatmap", "journey": "journey", "gap": "dumbbell", "drivers": "quadrant", "themes": "bars", "flows": "waterfall",
		"worth": "quartiles", "parcels": "histogram", "phases": "mix", "transitions": "flow", "stays": "survival", "scores": "grid", "efforts": "distribution"}
	for _, k := range kinds() {
		if form := want[k.name]; form != "" && draw(t, k.r, k.s, "en").Form != form {
			t.Errorf("%s is drawn as %s, want %s", k.name, draw(t, k.r, k.s, "en").Form, form)
		}
	}
}

// TestQuadrantRefused holds back the quadrant where the drivers explain too little to act on.
func TestQuadrantRefused(t *testing.T) {
	r := drivers()
	r.Facts = []metric.Fact{{Name: "r_squared", Value: .149}}
	if f := draw(t, r, Spec{}, "en"); f.Form == "quadrant" {
		t.Error("a quadrant is drawn of a model that explains 15 %")
	}
	if _, mistake := New(r, Spec{Form: "quadrant", Locale: language(t, "en")}); mistake == nil || !strings.Contains(mistake.Hint, "bars") {
		t.Errorf("asked for, it is no mistake: %v", mistake)
	}
}

// TestSplitShownWhole draws every part of a split by a column, and refuses dots, which have room for one.
func TestSplitShownWhole(t *testing.T) {
	r := channels()
	web := r.Series[0]
	web.Split = "web"
	app := web
	app.Split = "app"
	app.Points = slices.Clone(web.Points)
	app.Points[0].Value = 12.3
	r.Series, r.Total = []metric.Series{web, app}, nil
	f := draw(t, r, Spec{}, "en")
	if f.Form != "bars" || !slices.Equal(f.Data.Head[1:], []string{"web", "app"}) {
		t.Errorf("a split is drawn as %s with the columns %v", f.Form, f.Data.Head)
	}
	if row := f.Data.Rows[0]; row.Raw[1] != 27.8 || row.Raw[2] != 12.3 {
		t.Errorf("the first row has %v", row.Raw)
	}
	if _, mistake := New(r, Spec{Form: "dots", Locale: language(t, "en")}); mistake == nil || !strings.Contains(mistake.Hint, "split") {
		t.Errorf("dots of a split are no mistake: %v", mistake)
	}
}

// TestHiddenKinds looks for the points that are hidden in everything that a figure says.
func TestHiddenKinds(t *testing.T) {
	for _, k := range kinds() {
		f := draw(t, k.r, k.s, "en")
		for i, g := range k.r.Groups {
			if s := foremost(k.r); s == nil || s.Points[i].State != metric.Hidden || k.r.By == "cohort" || k.r.By == "grid" {
				continue
			}
			for _, row := range f.Data.Rows {
				if row.Raw != nil && row.Raw[0] == g && slices.ContainsFunc(row.Raw, func(v any) bool { _, isNumber := v.(float64); return isNumber }) {
					t.Errorf("%s: the row of %s has numbers: %v", k.name, g, row.Raw)
				}
			}
		}
	}
	csv := string(draw(t, cohorts(6), Spec{}, "en").CSV())
	if !strings.Contains(csv, "\r\n2026-02,,,,,,,\r\n") {
		t.Errorf("a small cohort has numbers:\n%s", csv)
	}
}

// TestKindsUncrowded holds the words of each kind apart, in three scripts.
func TestKindsUncrowded(t *testing.T) {
	for _, k := range kinds() {
		for _, lang := range []string{"en", "fa", "ko"} {
			t.Run(k.name+"."+lang, func(t *testing.T) { uncrowded(t, draw(t, k.r, k.s, lang)) })
		}
	}
}
