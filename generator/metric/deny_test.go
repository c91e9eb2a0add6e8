package metric

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/locale"
)

// soul is a customer of TestDeny: where, when and of which kind they are, and how they fare.
type soul struct {
	place, kind string
	month       int // of 2026
	trait       int // 0 to 3: what they are asked about
	rank        int // 0 to 10: all that they say and do follows from it
}

// souls are 83 customers: 3 in the place "fax" and 7 in "mail", 3 in February and 6 in March, 2 of an odd kind.
func souls() (list []soul) {
	add := func(n, from int, s soul) {
		for i := range n {
			if s.trait, s.rank = i/2%4, []int{3, 9, 6, 1, 10, 4, 0, 8}[(i+from)%8]; s.month > 0 {
				list = append(list, s)
				continue
			}
			one := s
			one.month = []int{1, 4, 5}[i%3]
			list = append(list, one)
		}
	}
	add(32, 0, soul{place: "web", kind: "plain"})
	add(30, 0, soul{place: "app", kind: "plain"})
	add(7, 1, soul{place: "mail", kind: "plain"})
	add(3, 0, soul{place: "fax", kind: "plain"})
	add(3, 0, soul{place: "web", kind: "plain", month: 2})
	add(6, 1, soul{place: "web", kind: "plain", month: 3})
	add(2, 0, soul{place: "web", kind: "odd", month: 1})
	return list
}

// exchanges are second worlds: in each, one of a small group who fares badly and one of another group who fares well have changed places.
// Whoever knows a figure about a group with only one of them sees it.
func exchanges(t *testing.T, list []soul) map[string][]soul {
	exchange := func(change func(a, b *soul), first, second func(s soul) bool) []soul {
		other := slices.Clone(list)
		for i, a := range list {
			for k, b := range list {
				if first(a) && second(b) && a.rank == 3 && b.rank == 9 && a.trait == b.trait {
					change(&other[i], &other[k])
					return other
				}
			}
		}
		t.Fatal("nobody can be exchanged")
		return nil
	}
	return map[string][]soul{
		"place": exchange(func(a, b *soul) { a.place, b.place = b.place, a.place },
			func(s soul) bool { return s.place == "fax" && s.month == 1 }, func(s soul) bool { return s.place == "mail" && s.month == 1 }),
		"month": exchange(func(a, b *soul) { a.month, b.month = b.month, a.month },
			func(s soul) bool { return s.month == 2 }, func(s soul) bool { return s.month == 3 }),
		"kind": exchange(func(a, b *soul) { a.kind, b.kind = b.kind, a.kind },
			func(s soul) bool { return s.kind == "odd" }, func(s soul) bool { return s.kind == "plain" && s.place == "web" && s.month == 1 }),
	}
}

// tablesOf writes what the customers say and do in tables of all shapes.
func tablesOf(list []soul) map[string]string {
	var answers, talks, stays, orders, visits, figures strings.Builder
	answers.WriteString("customer,place,kind,date,score,stars,effort,stop,mood,themes,speed,price,amount,qty,item,side,promised,delivered\n")
	talks.WriteString("customer,place,kind,opened,answered,closed\n")
	stays.WriteString("customer,place,kind,start,end\n")
	orders.WriteString("customer,place,kind,date,amount\n")
	visits.WriteString("user,session,place,kind,timestamp,event,again\n")
	figures.WriteString("place,kind,month,start,end,new,opening,churned,contraction,expansion,customers,sent,bounced,responses,carts,purchases,revenue,orders\n")
	type cell struct {
		place, kind string
		month       int
	}
	counts := map[cell]struct{ n, high, sum int }{}
	var cells []cell
	for i, s := range list {
		date := func(day int) string { return fmt.Sprintf("2026-%02d-%02d", s.month, day) }
		when := func(is bool, text string) string { return map[bool]string{true: text}[is] }
		who := fmt.Sprintf("c%02d,%s,%s", i, s.place, s.kind)
		fmt.Fprintf(&answers, "%s,%s,%d,%d,%d,%s,%s,%s,%d,%d,%d,%d,%s,%s,%s,%s\n", who, date(10), s.rank, 1+s.rank*4/10, 1+s.rank*6/10,
			[]string{"order", "delivery"}[s.trait%2], []string{"negative", "neutral", "positive"}[s.rank/4], []string{"price", "price;speed", "speed"}[s.trait%3],
			1+s.rank%5, 1+(s.rank*i)%5, 10+s.rank*7, 1+s.rank%3, []string{"goods", "parcel"}[s.trait%2], []string{"company", "customer"}[s.trait/2], date(14), date(10+s.rank))
		fmt.Fprintf(&talks, "%s,%s,%sT1%d:00:00,%s\n", who, date(10), date(10), s.rank%10, when(s.rank > 4, date(11+s.rank)))
		fmt.Fprintf(&stays, "%s,2025-06-10,%s\n", who, when(s.rank < 5, date(10)))
		for k := range 1 + s.rank%3 {
			fmt.Fprintf(&orders, "%s,%s,%d\n", who, date(10+k), 10+s.rank*5+k)
		}
		last := date(20)
		if s.rank > 5 {
			last = fmt.Sprintf("2026-06-%02d", 1+s.month)
		}
		fmt.Fprintf(&orders, "%s,%s,%d\n", who, last, s.rank)
		event := func(session string, month, hour int, name string) {
			again := map[string]string{"s": "no", "t": "yes"}[session]
			fmt.Fprintf(&visits, "u%02d,%s%02d,%s,%s,2026-%02d-10T%02d:00:00Z,%s,%s\n", i, session, i, s.place, s.kind, month, hour, name, again)
		}
		if event("s", s.month, 8, "page_view"); s.rank > 2 {
			event("s", s.month, 9, "add_to_cart")
		}
		if s.rank > 5 {
			event("s", s.month, 10+s.rank, "purchase")
			event("t", s.month+1, 8, "page_view")
		}
		c := cell{s.place, s.kind, s.month}
		n, known := counts[c]
		if !known {
			cells = append(cells, c)
		}
		if n.n, n.sum = n.n+1, n.sum+s.rank; s.rank > 5 {
			n.high++
		}
		counts[c] = n
	}
	slices.SortFunc(cells, func(a, b cell) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	for _, c := range cells {
		n := counts[c]
		fmt.Fprintf(&figures, "%s,%s,2026-%02d-01,%d,%d,0,%d,%d,%d,%d,%d,%d,0,%d,%d,%d,%d,%d\n", c.place, c.kind, c.month,
			n.n, n.high, 1000*n.n, 10*n.sum, 2*n.sum, 5*n.sum, n.n, n.n, n.high, n.n, n.high, 10*n.sum, n.n)
	}
	return map[string]string{"answers": answers.String(), "talks": talks.String(), "stays": stays.String(), "orders": orders.String(),
		"visits": visits.String(), "figures": figures.String()}
}

// deniable lists the kinds that are about people, with what is asked of each: its groups, by "-" for none; "quarter" and "fa" are the quarter of
// the small months in both calendars. Of each, all are also asked without the fax, and of the plain kind.
var deniable = []struct{ table, settings, asks, exchanges string }{
	{"answers", `kind = "nps"` + "\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", `kind = "enps"` + "\ntime = \"date\"\nmin_n = 5", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"nps\"\ntime = \"date\"\nrolling = 2", "- place month quarter fa", "place kind"},
	{"answers", "kind = \"csat\"\nscore = \"stars\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"ces\"\nscore = \"effort\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"touchpoints\"\ntouchpoint = \"stop\"\nsatisfaction = \"stars\"\nemotion = \"mood\"\ntime = \"date\"", "- touchpoint place month quarter fa", "place month kind"},
	{"answers", "kind = \"perception_gap\"\nrating = \"stars\"", "item", "place kind"},
	{"answers", "kind = \"key_drivers\"\noutcome = \"score\"\ndrivers = [\"speed\", \"price\"]", "driver", "place kind"},
	{"answers", "kind = \"themes\"\ntime = \"date\"\nmin_n = 5", "theme month quarter fa", "place month kind"},
	{"talks", "kind = \"closed_loop\"", "- place month quarter fa", "place month kind"},
	{"visits", "kind = \"funnel\"\nsteps = [\"page_view\", \"add_to_cart\", \"purchase\"]", "- split quarter", "place kind"},
	{"visits", "kind = \"cohort_retention\"", "cohort fa", "place kind"},
	{"visits", "kind = \"cohort_retention\"\nmode = \"rolling\"\ncohort = \"recurring\"\nstart_event = \"add_to_cart\"", "cohort fa", "place kind"},
	{"visits", "kind = \"cart_abandonment\"", "- place month quarter fa", "place month kind"},
	{"visits", "kind = \"bounce_rate\"\nmethod = \"single_page\"\nevent = \"event\"\nsession = \"session\"\npage_event = [\"page_view\", \"purchase\"]\nwhere = \"again = 'no'\"", "- place month quarter fa", "place month kind"},
	{"stays", "kind = \"churn\"", "month quarter fa", "place kind"},
	{"orders", "kind = \"churn_activity\"\ninactivity = \"30d\"", "- place month quarter fa", "place kind"},
	{"orders", "kind = \"lifecycle\"", "- place month quarter fa transition", "place kind"},
	{"orders", "kind = \"rfm\"\ncuts = { r = [500], f = [1, 2, 3], m = [5000] }\nsegments = [{ name = \"often\", where = \"f > 2\" }]", "segment grid", "place kind"},
	{"answers", "kind = \"order_value\"\ntime = \"date\"", "- place month quarter fa", "place kind"},
	{"answers", "kind = \"delivery\"", "- place days month quarter fa", "place kind"},
	{"answers", "kind = \"sum\"\ncolumn = \"amount\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"mean\"\ncolumn = \"amount\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"median\"\ncolumn = \"amount\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"share\"\ngood = \"score > 6\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"answers", "kind = \"ratio\"\ncolumn = \"amount\"\nper = \"qty\"\ntime = \"date\"", "- place month quarter fa", "place month kind"},
	{"figures", "kind = \"response_rate\"\ntime = \"month\"", "- place month quarter", "place month kind"},
	{"figures", "kind = \"retention_simple\"\ntime = \"month\"\n", "month", "place kind"},
	{"figures", "kind = \"revenue_retention\"\ncustomers = \"customers\"\ntime = \"month\"", "month", "place kind"},
	{"figures", "kind = \"clv\"\nrevenue = \"revenue\"\norders = \"orders\"\ncustomers = \"customers\"\nchurn = 0.2\ntime = \"month\"", "- place month quarter", "place month kind"},
	{"figures", "kind = \"cart_abandonment\"\ncarts = \"carts\"\npurchases = \"purchases\"\ntime = \"month\"", "- place month quarter", "place month kind"},
}

// inquiry is a question of a site, with a name.
type inquiry struct {
	name string
	Query
}

// asksOf lists all that a site asks about a metric.
func asksOf(t *testing.T, settings string, table *data.Table, asks string) (list []inquiry) {
	t.Helper()
	if strings.Count(settings, "min_n") > 1 {
		settings = strings.Replace(settings, "min_n = 5", "", 1)
	}
	m := defineMetric(t, settings)
	places := map[string]bool{"web": true, "app": true, "mail": true}
	for _, by := range strings.Fields(asks) {
		for _, among := range []struct {
			name string
			rows []data.Rows
		}{{"", nil}, {"no fax", []data.Rows{table.Matching("place", places)}}, {"plain", []data.Rows{table.Matching("kind", map[string]bool{"plain": true})}}} {
			q := Query{Metric: m, Table: table, By: by, Where: among.rows, Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)}
			switch by {
			case "-":
				q.By = ""
			case "quarter":
				q.By, q.Period = "", "2026-Q1"
			case "split":
				q.By, q.Split = "", "place"
			case "fa":
				q.By, q.Calendar = "month", locale.Persian
			case "transition":
				q.Period = "2026-03"
			}
			if m.Along() != "" && (by == "fa" || by == "quarter") {
				q.By = m.Along()
			}
			list = append(list, inquiry{m.Kind + " " + by + " " + among.name, q})
		}
	}
	return list
}

// tell gives the answers within a plan of all the questions.
func tell(t *testing.T, asks []inquiry) (said []string) {
	t.Helper()
	var all []Query
	for _, a := range asks {
		all = append(all, a.Query)
	}
	plan := NewPlan(all, nil)
	for _, a := range asks {
		a.Plan = plan
		text, err := json.Marshal(mustAnswer(t, a.Query))
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, string(text))
	}
	return said
}

// apart shows where two texts begin to differ.
func apart(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	piece := func(s string) string { return s[max(0, min(at, len(s))-100):min(at+40, len(s))] }
	return "\n\t" + piece(a) + "\n\t" + piece(b)
}

// TestDeny lets somebody of a small group change places with somebody of another one who fares differently. Nothing that a site says, in
// whatever way it asks, may differ between the two worlds: then nobody can tell how the one of the small group fares, by no computation at all.
// Each kind is asked alone, and then with all others of its table.
func TestDeny(t *testing.T) {
	before := souls()
	worlds := exchanges(t, before)
	deny := func(t *testing.T, change string, asks func(t *testing.T, world []soul, least string) []inquiry) {
		list := asks(t, before, "")
		said, other := tell(t, list), tell(t, asks(t, worlds[change], ""))
		shown := false
		for i := range said {
			if said[i] != other[i] {
				t.Errorf("an exchange of %s is seen in %q: %s", change, list[i].name, apart(said[i], other[i]))
			}
			shown = shown || strings.Contains(said[i], `"State":1`)
		}
		if !shown {
			t.Error("everything is hidden")
		}
		if least := "min_n = 1\n"; slices.Equal(tell(t, asks(t, before, least)), tell(t, asks(t, worlds[change], least))) {
			t.Errorf("an exchange of %s is not seen when nothing is hidden", change)
		}
	}
	for _, c := range deniable {
		t.Run(strings.Fields(strings.ReplaceAll(c.settings, `"`, ""))[2], func(t *testing.T) {
			for _, change := range strings.Fields(c.exchanges) {
				deny(t, change, func(t *testing.T, world []soul, least string) []inquiry {
					return asksOf(t, c.settings+"\n"+least, readTable(t, tablesOf(world)[c.table], time.UTC), c.asks)
				})
			}
		})
	}
	if testing.Short() {
		return
	}
	for _, name := range []string{"answers", "orders", "visits", "figures"} {
		for _, change := range []string{"place", "kind"} {
			t.Run(name+" "+change, func(t *testing.T) {
				deny(t, change, func(t *testing.T, world []soul, least string) (list []inquiry) {
					table := readTable(t, tablesOf(world)[name], time.UTC)
					for _, c := range deniable {
						if c.table == name {
							list = append(list, asksOf(t, c.settings+"\n"+least, table, c.asks)...)
						}
					}
					return list
				})
			})
		}
	}
}

// TestDenyMoves shows the phases of customers at the end of a month, and how they moved in it. Three were won back before; what became of them
// must not be found as what is left when the others are taken from all.
func TestDenyMoves(t *testing.T) {
	world := func(wonBackOrders, existingOrders int) string {
		var csv strings.Builder
		csv.WriteString("customer,date\n")
		add := func(name string, n, buy int, dates ...string) {
			for i := range n {
				for _, date := range dates {
					fmt.Fprintf(&csv, "%s%d,%s\n", name, i, date)
				}
				if i < buy {
					fmt.Fprintf(&csv, "%s%d,2026-03-10\n", name, i)
				}
			}
		}
		add("w", 3, wonBackOrders, "2025-06-01", "2025-12-15") // won back at the end of February
		add("e", 8, existingOrders, "2025-11-01", "2025-12-15")
		add("n", 30, 10, "2026-02-20")
		return csv.String()
	}
	said := func(csv, settings string) []string {
		m, table := defineMetric(t, "kind = \"lifecycle\"\n"+settings), readTable(t, csv, time.UTC)
		q := Query{Metric: m, Table: table, Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
		months, moves := q, q
		months.By, moves.By, moves.Period = "month", "transition", "2026-03"
		return tell(t, []inquiry{{"months", months}, {"moves", moves}})
	}
	if a, b := said(world(1, 4), ""), said(world(2, 3), ""); !slices.Equal(a, b) {
		t.Errorf("who was won back and bought again is seen: %s", apart(a[1], b[1]))
	}
	if a, b := said(world(1, 4), "min_n = 1\n"), said(world(2, 3), "min_n = 1\n"); slices.Equal(a, b) {
		t.Error("when nothing is hidden, nothing is seen")
	}
}

// TestDenyBetween scores customers as of two days. Two orders between them must not be what is left of the money of both.
func TestDenyBetween(t *testing.T) {
	said := func(before, first, second int, settings string) []string {
		var csv strings.Builder
		fmt.Fprintf(&csv, "customer,date,amount\nc3,2026-01-20,%d\n", before)
		for i := range 60 {
			fmt.Fprintf(&csv, "c%d,2026-0%d-10,%d\n", i, 1+i%3, 20+i*7%50)
		}
		fmt.Fprintf(&csv, "c3,2026-04-02,%d\nc4,2026-04-05,%d\n", first, second)
		m := defineMetric(t, "kind = \"rfm\"\ncuts = { r = [500], f = [10], m = [5000] }\nsegments = [{ name = \"late\", where = \"recency_days < 60\" }]\n"+settings)
		table := readTable(t, csv.String(), time.UTC)
		var all []inquiry
		for _, period := range []string{"2026-03", "2026-04"} {
			for _, by := range []string{"segment", "grid"} {
				all = append(all, inquiry{by + period, Query{Metric: m, Table: table, By: by, Period: period, Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}})
			}
		}
		return tell(t, all)
	}
	if a, b := said(10, 10, 90, ""), said(40, 40, 30, ""); !slices.Equal(a, b) {
		t.Errorf("what was bought between two days is seen: %s", apart(strings.Join(a, "\n"), strings.Join(b, "\n")))
	} else if !strings.Contains(strings.Join(a, ""), `"State":1`) {
		t.Error("everything is hidden")
	}
	if a, b := said(10, 10, 90, "min_n = 1\n"), said(40, 40, 30, "min_n = 1\n"); slices.Equal(a, b) {
		t.Error("when nothing is hidden, nothing is seen")
	}
}

// TestDenyBlanks asks two metrics about the same answers, of which one also counts the customers who gave none. The smallest place that could be
// hidden beside the small one is another to each: both must hide both.
func TestDenyBlanks(t *testing.T) {
	world := func(fax, post, mail int) string {
		var csv strings.Builder
		csv.WriteString("customer,place,kind,score\n")
		add := func(place string, n, blank, promoters int) {
			for i := range n + blank {
				score := map[bool]string{true: "10", false: "3"}[i < promoters]
				if i >= n {
					score = ""
				}
				fmt.Fprintf(&csv, "%s%d,%s,plain,%s\n", place, i, place, score)
			}
		}
		add("app", 30, 1, 12)
		add("fax", 3, 0, fax)
		add("mail", 7, 1, mail)
		add("post", 6, 3, post)
		add("web", 40, 3, 20)
		return csv.String()
	}
	said := func(csv string) []string {
		table := readTable(t, csv, time.UTC)
		var all []inquiry
		for _, settings := range []string{`kind = "nps"`, "kind = \"share\"\ngood = \"score > 8\"", "kind = \"mean\"\ncolumn = \"score\"\nscale = [0, 10]"} {
			for _, a := range asksOf(t, settings+"\n", table, "- place") {
				if a.Where == nil {
					all = append(all, a)
				}
			}
		}
		return tell(t, all)
	}
	first := said(world(1, 3, 3))
	if post, mail := said(world(2, 2, 3)), said(world(2, 3, 2)); !slices.Equal(first, post) && !slices.Equal(first, mail) {
		t.Errorf("the fax is seen beside the post, %s\nand beside the mail: %s", apart(strings.Join(first, "\n"), strings.Join(post, "\n")), apart(strings.Join(first, "\n"), strings.Join(mail, "\n")))
	}
}
