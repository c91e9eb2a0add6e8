package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

const funnelSettings = "kind = \"funnel\"\nsteps = [\"view\", \"cart\", \"order\"]\nwindow = \"1d\"\n"

// visits writes n users who come to the given depth, a minute a step, on a day of January 2026.
func visits(prefix string, n, depth, day int, channel string) string {
	var b strings.Builder
	for i := range n {
		for s, event := range []string{"view", "cart", "order"}[:depth] {
			fmt.Fprintf(&b, "%s%d,2026-01-%02dT10:%02d:00Z,%s,%s\n", prefix, i, day, (s+1)*(s+1), event, channel)
		}
	}
	return b.String()
}

const funnelHead = "user,timestamp,event,channel\n"

func TestFunnelAnswer(t *testing.T) {
	table := readTable(t, funnelHead+visits("a", 20, 3, 5, "web")+visits("b", 12, 2, 5, "web")+visits("c", 8, 1, 5, "app")+",2026-01-05,view,web\nx,,view,web\n"+
		visits("late", 10, 2, 6, "app"), time.UTC)
	r := mustAnswer(t, Query{Metric: defineMetric(t, funnelSettings), Table: table, By: "month"})
	if r.By != "step" || !slices.Equal(r.Groups, []string{"view", "cart", "order"}) {
		t.Errorf("by %q, groups %v", r.By, r.Groups)
	}
	for measure, want := range map[Measure]string{
		Count:         "50/50 42/50 20/50",
		FromStart:     "100/50 84/50 40/50",
		FromPrevious:  "100/50 84/50 47.62/42",
		DropOff:       "0/50 8/50 22/42",
		MedianSeconds: "- 180/42 300/20*",
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	// The data ends on 6 January at 10:04: of the window of one day, those of the 5th have nothing left.
	low, high := wilson(.4, 50, .95)
	want := []Fact{{"skipped", 2}, {"window_seconds", 86400}, {"entered", 50}, {"completed", 20}, {"conversion", 40}, {"conversion_low", 100 * low},
		{"conversion_high", 100 * high}, {"open", 10}, {"median_total_seconds", 480}}
	if !slices.Equal(r.Facts, want) {
		t.Errorf("got  %v\nwant %v", r.Facts, want)
	}
	if r.Total == nil || r.Total.Value != 40 || r.Total.N != 50 || r.Excluded != (Excluded{Missing: 1, NoDate: 1}) {
		t.Errorf("total %+v, excluded %+v", r.Total, r.Excluded)
	}
	if want := [2]time.Time{time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 7, 0, 0, 0, 0, time.UTC)}; !r.Period[0].Equal(want[0]) || !r.Period[1].Equal(want[1]) {
		t.Errorf("covers %v", r.Period)
	}
}

func TestFunnelOfAPeriod(t *testing.T) {
	table := readTable(t, funnelHead+visits("a", 20, 3, 5, "web")+visits("b", 20, 1, 5, "web")+visits("c", 30, 3, 6, "web")+visits("d", 10, 1, 6, "web"), time.UTC)
	m := defineMetric(t, funnelSettings)
	r := mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01-06", Compare: "previous"})
	if got := sketch(r.Find(FromStart)); got != "100/40 75/40 75/40" {
		t.Errorf("got %s", got)
	}
	// 30 of 40 against 20 of 40: z = .25 / sqrt(.625 · .375 · 2/40) = 2.3094
	c := r.Find(FromStart).Points[2].Change
	if c == nil || !near(c.Delta, 25) || c.Verdict != Clear || c.Against != "2026-01-05" || math.Abs(c.P-.0209213) > 1e-6 {
		t.Errorf("change %+v", c)
	}
	if r.Total.Change == nil || *r.Total.Change != *c || r.Find(FromStart).Points[0].Change != nil {
		t.Errorf("total %+v", r.Total)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01-06", Compare: "previous", Now: time.Date(2026, 1, 6, 20, 0, 0, 0, time.UTC)})
	if p := r.Find(FromStart).Points[2]; p.State != Open || p.Change != nil {
		t.Errorf("%+v", p)
	}
}

func TestFunnelGroupsAreHidden(t *testing.T) {
	m := defineMetric(t, funnelSettings)
	table := readTable(t, funnelHead+visits("a", 20, 3, 5, "web")+visits("b", 3, 3, 5, "tv")+visits("c", 8, 1, 5, "app")+visits("d", 6, 1, 5, ""), time.UTC)
	r := mustAnswer(t, Query{Metric: m, Table: table, Split: "channel"})
	var got []string
	for _, s := range r.Series {
		if s.Measure == Count {
			got = append(got, s.Split+": "+sketch(&s))
		}
	}
	if want := []string{"app: 8/8* 0/8* 0/8*", "tv: # # #", "web: 20/20* 20/20* 20/20*", "(not set): # # #"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if !slices.Equal(r.Hidden, []string{"tv", "(not set)"}) {
		t.Errorf("hidden %q", r.Hidden)
	}
	r = mustAnswer(t, Query{Metric: m, Table: readTable(t, funnelHead+visits("b", 3, 3, 5, "tv"), time.UTC)})
	for _, s := range r.Series {
		if got := sketch(&s); got != "# # #" {
			t.Errorf("%s: %s", s.Measure, got)
		}
	}
	if !slices.Equal(r.Facts, []Fact{{"window_seconds", 86400}}) || r.Total.State != Hidden || r.Total.N != 0 {
		t.Errorf("facts %v, total %+v", r.Facts, r.Total)
	}
}

func TestFunnelOfManyGroups(t *testing.T) {
	csv := funnelHead
	for i := range 10 {
		csv += visits(fmt.Sprint("u", i, "x"), 10+i%5, 2, 5, fmt.Sprint("g", i))
	}
	r := mustAnswer(t, Query{Metric: defineMetric(t, funnelSettings), Table: readTable(t, csv, time.UTC), Split: "channel"})
	var got []string
	for _, s := range r.Series {
		if s.Measure == Count {
			got = append(got, fmt.Sprintf("%s %v", s.Split, s.Points[0].Value))
		}
	}
	if want := []string{"g1 11", "g2 12", "g3 13", "g4 14", "g7 12", "g8 13", "g9 14", "other 31"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestFunnelSteps(t *testing.T) {
	table := readTable(t, "user,timestamp,event,value\nu,2026-01-01,add,10\nu,2026-01-02,add,60\nu,2026-01-03,pay,60\n", time.UTC)
	m := defineMetric(t, "kind = \"funnel\"\nmin_n = 1\nsteps = [{ event = \"add\", where = \"value > 50\", name = \"Large cart\" }, [\"pay\", \"order\"]]\n")
	r := mustAnswer(t, Query{Metric: m, Table: table})
	if !slices.Equal(r.Groups, []string{"Large cart", "pay / order"}) || sketch(r.Find(MedianSeconds)) != "- 8.64e+04/1*" {
		t.Errorf("%v %s", r.Groups, sketch(r.Find(MedianSeconds)))
	}
}

// slow follows the specification to the letter (§7.1), event by event.
func slow(w route, j journey, entry int) (times []int64) {
	limit := int64(math.MaxInt64)
	if w.window > 0 {
		limit = j.at[entry] + w.window
	}
	taken := map[int]bool{entry: true}
	times = []int64{j.at[entry]}
	last := entry
	for step := 1; step < w.steps; step++ {
		found := -1
		if w.order == "ordered" {
			for i := range j.at {
				later := j.at[i] > j.at[last] || j.at[i] == j.at[last] && !w.strictTies
				if later && !taken[i] && j.mask[i]>>step&1 == 1 && j.at[i] <= limit && (found < 0 || j.at[i] < j.at[found]) {
					found = i
				}
			}
		} else {
			for i := last + 1; i < len(j.at); i++ {
				if j.mask[i]>>step&1 == 1 {
					if j.at[i] <= limit && (j.at[i] > j.at[last] || !w.strictTies) {
						found = i
					}
					break
				}
				if j.mask[i]>>(step-1)&1 == 0 {
					break
				}
			}
		}
		if found < 0 {
			break
		}
		taken[found] = true
		times = append(times, j.at[found])
		last = found
	}
	return times
}

// slowAny gives the most steps that any choice of events inside the window can serve.
func slowAny(w route, j journey, anchor int) int {
	var inside []uint32
	for i := range j.at {
		if j.at[i] >= j.at[anchor] && (w.window == 0 || j.at[i] <= j.at[anchor]+w.window) {
			inside = append(inside, j.mask[i])
		}
	}
	var most func(step int, used uint64) int
	most = func(step int, used uint64) int {
		if step == w.steps {
			return 0
		}
		best := most(step+1, used)
		for i, mask := range inside {
			if mask>>step&1 == 1 && used>>i&1 == 0 {
				best = max(best, 1+most(step+1, used|1<<i))
			}
		}
		return best
	}
	return most(0, 0)
}

func TestWalkerAgainstTheLetter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 20_000 {
		w := walker{route: route{
			steps: 2 + random.IntN(3), order: []string{"ordered", "strict", "any"}[round%3], window: int64(random.IntN(8)),
			first: random.IntN(2) == 0, strictTies: random.IntN(3) == 0, from: int64(random.IntN(3)), to: 4 + int64(random.IntN(10)),
		}}
		var j journey
		for range random.IntN(9) {
			j.at = append(j.at, int64(random.IntN(12)))
			few, many := uint32(random.IntN(1<<w.steps)), uint32(random.IntN(1<<w.steps))
			j.mask = append(j.mask, few&many) // each step with a chance of a quarter
		}
		slices.Sort(j.at)
		var want []int64
		depth := 0
		for i, at := range j.at {
			if at < w.from || at >= w.to || j.mask[i] == 0 || w.order != "any" && j.mask[i]&1 == 0 {
				continue
			}
			if w.order == "any" {
				depth = max(depth, slowAny(w.route, j, i))
			} else if times := slow(w.route, j, i); len(times) > len(want) {
				want = times
				depth = len(times)
			}
			if w.first {
				break
			}
		}
		a := w.best(j)
		var got []int64
		for _, event := range a.events[:a.depth] {
			got = append(got, j.at[event])
		}
		if a.depth != depth || w.order != "any" && !slices.Equal(got, want) {
			t.Fatalf("%+v %v %v: got %v, want %v (%d)", w.route, j.at, j.mask, got, want, depth)
		}
	}
}

func TestWalkerOnOneBusyUser(t *testing.T) {
	var j journey
	for i := range 200_000 { // a robot that looks and never buys; quadratic work would take minutes
		j.at, j.mask = append(j.at, int64(i)), append(j.mask, 1)
	}
	for _, order := range []string{"ordered", "strict", "any"} {
		w := walker{route: route{steps: 5, order: order, from: math.MinInt64, to: math.MaxInt64}}
		start := time.Now()
		if depth := w.best(j).depth; depth != 1 {
			t.Errorf("%s: depth %d", order, depth)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", order, took)
		}
	}
}

func TestFunnelExclusions(t *testing.T) {
	csv := "user,timestamp,event,value\n"
	for i, path := range []string{
		"view cart order",                  // straight through
		"view cart refund order",           // the refund comes between cart and order
		"view refund cart order",           // between view and cart
		"refund view cart order",           // before
		"view cart order refund",           // after
		"view cart refund view cart order", // the second attempt is clean
		"view cart refund",                 // never ordered
	} {
		for j, event := range strings.Fields(path) {
			csv += fmt.Sprintf("u%d,2026-01-01T10:%02d:00Z,%s,%d\n", i, j, event, 10*i)
		}
	}
	table := readTable(t, csv, time.UTC)
	for exclude, want := range map[string]string{
		``:                     "7/7 7/7 6/7",
		`exclude = ["refund"]`: "7/7 5/7 4/7", // users 1 and 2 end at the view; user 6 keeps its cart
		`exclude = [{ event = "refund", between = ["cart", "order"] }]`:                           "7/7 7/7 5/7",
		`exclude = [{ event = "refund", between = ["view", "cart"] }]`:                            "7/7 6/7 5/7",
		`exclude = [{ event = ["refund", "chargeback"], where = "value = 20" }]`:                  "7/7 6/7 5/7",
		"order = \"strict\"\nexclude = [{ event = \"refund\", between = [\"cart\", \"order\"] }]": "7/7 6/7 4/7",
	} {
		m := defineMetric(t, "kind = \"funnel\"\nmin_n = 1\nlow_n = 1\nsteps = [\"view\", \"cart\", \"order\"]\n"+exclude+"\n")
		if got := sketch(mustAnswer(t, Query{Metric: m, Table: table}).Find(Count)); got != want {
			t.Errorf("%s: got %s, want %s", exclude, got, want)
		}
	}
	for settings, want := range map[string]string{
		`exclude = [{ event = "refund", between = ["cart", "pay"] }]`:   `the funnel has no step "pay"`,
		`exclude = [{ event = "refund", between = ["order", "cart"] }]`: "between wants two steps in their order",
		`exclude = [{ event = "refund", between = "cart" }]`:            "wants between = with the names of two steps",
		"order = \"any\"\nexclude = [\"refund\"]":                       "steps in any order have no between",
		`exclude = [{ event = "refund", where = "value >" }]`:           "",
	} {
		_, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\nkind = \"funnel\"\ntable = \"t\"\nsteps = [\"view\", \"cart\", \"order\"]\n"+settings+"\n")))
		if len(problems) != 1 || !strings.Contains(problems[0].Text, want) {
			t.Errorf("%s: %+v", settings, problems)
		}
	}
}
