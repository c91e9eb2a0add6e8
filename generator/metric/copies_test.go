package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestManyCopies compares the answers from a small table, which vectors vouch for, with those from hundreds of copies of it in a
// random order, counted by many hands: counts are so many times larger, and shares, scores, means and medians are the same.
func TestManyCopies(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads much")
	}
	const rows, copies = 300, 500 // more than two batches
	r := rand.New(rand.NewPCG(7, 31))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	header, settings := copiesHead, settingsOnCopies()
	var lines []string
	day := func(n int) string { return time.Date(2026, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	for i := range rows {
		x := r.IntN(5) + 1
		opened := r.IntN(60)
		lines = append(lines, strings.Join([]string{
			fmt.Sprintf("c%d-#", r.IntN(90)), day(r.IntN(120)) + fmt.Sprintf("T%02d:%02d:%02d", i/60, i%60, r.IntN(60)), pick("view", "add_to_cart", "purchase", "page_view"),
			pick("0", "3", "6", "7", "8", "9", "10", "", "11", "x", "10 - yes"), pick("1", "2", "3", "4", "5", "", "9"), pick("10", "19.99", "0.1", "-5", "", "x", "1000.25"),
			fmt.Sprint(1 + r.IntN(9)), pick("web", "app", "shop", ""), day(r.IntN(90)), pick("", day(90+r.IntN(60))), day(20 + r.IntN(20)), pick("", day(20+r.IntN(30))),
			pick("company", "customer"), pick("", "price", "price;late", "late", "staff"), day(opened), pick("", day(opened+r.IntN(9))), pick("", day(opened+9+r.IntN(9))),
			fmt.Sprint(x), fmt.Sprint(min(5, x+r.IntN(3))), pick("", "3", "40"), "2026-05-01",
		}, ","))
	}
	var many []string
	for copy := range copies {
		for _, line := range lines {
			many = append(many, strings.Replace(line, "#", fmt.Sprint(copy), 1))
		}
	}
	r.Shuffle(len(many), func(i, j int) { many[i], many[j] = many[j], many[i] })
	small := readTable(t, header+strings.ReplaceAll(strings.Join(lines, "\n"), "#", "0")+"\n", time.UTC)
	large := readTable(t, header+strings.Join(many, "\n")+"\n", time.UTC)

	for _, kind := range Kinds() {
		if kind == "value" || kind == "benchmark" { // one row, and no counts of its own
			continue
		}
		m := defineMetric(t, "kind = \""+kind+"\"\nmin_n = 1\n"+settings[kind])
		for _, q := range []Query{{}, {By: "channel"}, {Period: "2026-02"}, {By: "month"}} {
			q.Metric, q.Table = m, small
			want, mistake := Answer(q)
			if mistake != nil {
				continue // not every kind can be asked in every way
			}
			q.Table, q.Each = large, crowd
			got := mustAnswer(t, q)
			got.finite(t, kind)
			if len(got.Groups) != len(want.Groups) || got.Used != copies*want.Used || got.Excluded.all() != copies*want.Excluded.all() || len(got.Series) != len(want.Series) {
				t.Fatalf("%s by %q: groups %v, used %d, dropped %+v; of one copy %v, %d, %+v", kind, q.By, got.Groups, got.Used, got.Excluded, want.Groups, want.Used, want.Excluded)
			}
			shown := 0
			for i, s := range want.Series {
				for j, one := range s.Points {
					all := got.Series[i].Points[slices.Index(got.Groups, want.Groups[j])] // touchpoints come as they first stand
					times := 1.
					if s.Unit == Whole || s.Measure == Revenue || kind == "sum" {
						times = copies
					}
					if s.Measure == Q1 || s.Measure == Q3 {
						continue // between two values in proportion to their places
					}
					if all.State != one.State || all.N != copies*one.N || !near(all.Value/times, one.Value) {
						t.Errorf("%s by %q: %s %s of %s is %+v; of one copy %+v", kind, q.By, s.Measure, s.Split, want.Groups[j], all, one)
					}
					if one.State == Shown && one.Value != 0 {
						shown++
					}
				}
			}
			if q.By == "" && q.Period == "" && shown == 0 {
				t.Errorf("%s shows nothing", kind)
			}
		}
	}
}

// settingsOnCopies defines every kind that counts on the columns of copiesHead.
func settingsOnCopies() map[string]string {
	score, stars, who := "score = \"score\"\n", "scale = [1, 5]\n", "customer = \"who\"\ntime = \"at\"\n"
	return map[string]string{
		"nps": score, "enps": score, "csat": "score = \"stars\"\n" + stars, "ces": "score = \"stars\"\n" + stars,
		"touchpoints": "touchpoint = \"channel\"\nsatisfaction = \"stars\"\n", "perception_gap": "item = \"channel\"\nside = \"side\"\nrating = \"stars\"\n",
		"key_drivers": "outcome = \"score\"\ndrivers = [\"x\", \"y\"]\n", "themes": score, "closed_loop": "as_of = \"2026-06-01\"\n",
		"funnel":           "user = \"who\"\ntime = \"at\"\nsteps = [\"view\", \"add_to_cart\", \"purchase\"]\nwindow = \"90d\"\n",
		"cohort_retention": "user = \"who\"\ntime = \"at\"\n", "churn": "customer = \"who\"\n", "churn_activity": who + "inactivity = \"30d\"\n",
		"retention_simple": "start = \"n\"\nend = \"y\"\nnew = \"x\"\ntime = \"now\"\n", "revenue_retention": "opening = \"n\"\nchurned = \"x\"\ncontraction = \"x\"\nexpansion = \"y\"\ntime = \"now\"\n",
		"lifecycle": who + "event = \"event\"\norder = \"purchase\"\nas_of = \"2026-06-01\"\n", "rfm": who + "cuts = { r = [30, 60], f = [1, 3], m = [10, 100, 1000] }\nsegments = [{ name = \"best\", where = \"r = 3\" }]\n",
		"clv": "revenue = \"n\"\norders = \"x\"\ncustomers = \"y\"\nchurn = 0.2\n", "order_value": "time = \"at\"\n", "delivery": "as_of = \"2026-02-01\"\n",
		"cart_abandonment": "unit = \"who\"\ntime = \"at\"\nwindow = \"20d\"\n", "bounce_rate": "pageviews = \"x\"\nduration = \"seconds\"\n",
		"response_rate": "sent = \"n\"\nresponses = \"x\"\n", "count": "column = \"who\"\n", "sum": "column = \"amount\"\n", "mean": "column = \"amount\"\n",
		"median": "column = \"amount\"\n", "min": "column = \"amount\"\n", "max": "column = \"amount\"\n", "share": "good = \"x > 2\"\n", "ratio": "column = \"amount\"\nper = \"n\"\n",
	}
}

const copiesHead = "who,at,event,score,stars,amount,n,channel,start,end,promised,delivered,side,themes,opened,answered,closed,x,y,seconds,now\n"

// TestFewRows asks every kind about no rows, blank ones, one, and equal ones: no figure may be anything but a number, and nothing is
// said of what is not there.
func TestFewRows(t *testing.T) {
	full := "a,2026-02-01,purchase,9,5,10,2,web,2026-01-05,2026-02-20,2026-02-01,2026-02-03,company,price,2026-02-01,2026-02-02,2026-02-03,1,1,3,2026-05-01\n"
	other := "b,2026-02-03,view,0,1,-10,0,,2026-02-05,,2026-02-01,,customer,,2026-02-01,,,0,0,,2026-05-01\n"
	zero := "c,2026-02-03,view,0,1,0,0,web,2026-02-05,2026-02-05,2026-02-01,2026-02-01,customer,;,2026-02-01,2026-02-01,2026-02-01,0,0,0,2026-05-01\n"
	blank := "d,,,,,,,,,,,,,,,,,,,,\n"
	for name, rows := range map[string]string{
		"none": "", "blank": blank + blank, "one": full, "the other": other, "nothing": zero, "two": full + other, "equal": full + full + full, "zeros": zero + zero, "all": full + other + zero + blank,
	} {
		table := readTable(t, copiesHead+rows, time.UTC)
		for kind, settings := range settingsOnCopies() {
			for _, least := range []string{"min_n = 1\n", ""} {
				m := defineMetric(t, "kind = \""+kind+"\"\n"+least+settings)
				for _, q := range []Query{{}, {By: "channel"}, {By: "month"}, {Period: "2026-02", Compare: "previous"}, {By: "month", Period: "2026", Last: 2}, {By: "channel", Split: "side"}, {By: "grid"}, {By: "days"}, {By: "transition", Period: "2026-02"}} {
					q.Metric, q.Table, q.Now = m, table, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
					if r, mistake := Answer(q); mistake == nil {
						r.finite(t, fmt.Sprintf("%s of %s rows by %q", kind, name, q.By))
					} else if mistake.Text == "" || mistake.Hint == "" {
						t.Errorf("%s of %s rows: %+v", kind, name, mistake)
					}
				}
			}
		}
	}
}
