package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCarts(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("session,timestamp,event,device\n")
	line := func(n int, name, at, event, device string) {
		for i := range n {
			fmt.Fprintf(&csv, "%s%d,%s,%s,%s\n", name, i, at, event, device)
		}
	}
	line(30, "a", "2026-01-10T10:00:00Z", "add_to_cart", "phone")
	line(10, "a", "2026-01-10T10:30:00Z", "purchase", "phone") // 30 minutes later: the last moment of the window
	line(5, "b", "2026-01-10T10:00:00Z", "purchase", "phone")  // no cart
	line(20, "c", "2026-02-03T10:00:00Z", "purchase", "desk")  // at the moment of the cart, in any order
	line(20, "c", "2026-02-03T10:00:00Z", "add_to_cart", "desk")
	line(3, "d", "2026-02-03T10:00:00Z", "add_to_cart", "tv")
	line(6, "e", "2026-02-03T10:00:00Z", "add_to_cart", "desk")
	line(6, "e", "2026-02-03T10:30:01Z", "purchase", "desk") // too late
	line(4, "f", "2026-02-03T10:10:00Z", "add_to_cart", "desk")
	table := readTable(t, csv.String(), time.UTC)
	m := defineMetric(t, "kind = \"cart_abandonment\"\nwindow = \"30m\"\n")

	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month", Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)})
	// The data ends at 10:30:01 on 3 February: the carts of 10:10 may still be completed.
	for measure, want := range map[Measure]string{Value: "66.67/30 31.03/29*", Created: "30/30 33/29*", Completed: "10/30 20/29*", OpenUnits: "0/30 4/29*"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if m.Better != "lower" || r.Series[0].Points[1].Change == nil || len(r.Facts) != 0 {
		t.Errorf("better %s, %+v, facts %v", m.Better, r.Series[0].Points[1], r.Facts)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "device"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Value)); got != "desk phone tv: # 66.67/30 #" {
		t.Errorf("got %s", got)
	}
	if !slices.Equal(r.Facts, []Fact{{"orphan_purchases", 5}}) || r.Total.N != 63 || !near(r.Total.Value, 100*33/63.) {
		t.Errorf("facts %v, total %+v", r.Facts, r.Total)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, Split: "device", By: "month"})
	if got := bySplit(r, Value); got != "desk: - #\nphone: 66.67/30 -\ntv: - #" {
		t.Errorf("got %s", got)
	}
}

func TestCartsOfCustomers(t *testing.T) {
	table := readTable(t, "user,at,step\nu,2026-01-30 10:00,begin_checkout\nu,2026-02-02 10:00,begin_checkout\nu,2026-02-20 10:00,paid\nv,2026-01-01 10:00,begin_checkout\n", time.UTC)
	m := defineMetric(t, "kind = \"cart_abandonment\"\nmin_n = 1\nlow_n = 1\nunit = \"user\"\nevent = \"step\"\ntime = \"at\"\ncart_event = \"begin_checkout\"\npurchase_event = [\"paid\", \"invoice\"]\n")
	// In January the checkout of u was completed in February; in February its second one was.
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, By: "month"}).Find(Completed)); got != "1/2 1/1" {
		t.Errorf("got %s", got)
	}
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table}).Find(Value)); got != "50/2" {
		t.Errorf("got %s", got)
	}
}

func TestCartsCountedElsewhere(t *testing.T) {
	table := readTable(t, "month,carts,orders\n2026-01-01,1000,298\n2026-02-01,100,120\n2026-03-01,0,0\n2026-04-01,,5\n", time.UTC)
	m := defineMetric(t, "kind = \"cart_abandonment\"\ncarts = \"carts\"\npurchases = \"orders\"\ntime = \"month\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if got := sketch(r.Find(Value)); got != "70.2/1000 - -" {
		t.Errorf("more orders than carts cannot be: got %s", got)
	}
	if got := sketch(r.Find(Created)); got != "1000/1000 100/100 -" {
		t.Errorf("created %s", got)
	}
}

func TestBounces(t *testing.T) {
	table := readTable(t, "date,pageviews,duration_seconds,key_events,source\n"+rows(12, "2026-01-01,1,10,0,ad")+rows(8, "2026-01-02,1,11,0,ad")+
		rows(5, "2026-02-01,1,,1,mail")+rows(5, "2026-02-01,2,0,0,mail")+rows(10, "2026-02-03,1,,,mail")+rows(2, "2026-02-03,x,1,1,mail"), time.UTC)
	ga4 := defineMetric(t, "kind = \"bounce_rate\"\ntime = \"date\"\n")
	r := mustAnswer(t, Query{Metric: ga4, Table: table, By: "month"})
	if got := sketch(r.Find(Value)) + " | " + sketch(r.Find(Bounces)) + " | " + sketch(r.Find(Sessions)); got != "60/20* 50/20* | 12/20* 10/20* | 20/20* 20/20*" || r.Excluded.Invalid != 2 {
		t.Errorf("got %s, %+v", got, r.Excluded)
	}
	single := defineMetric(t, "kind = \"bounce_rate\"\nmethod = \"single_page\"\n")
	if got := sketch(mustAnswer(t, Query{Metric: single, Table: table, By: "source"}).Find(Value)); got != "100/20* 75/20*" {
		t.Errorf("got %s", got)
	}
}

func TestBouncesOfEvents(t *testing.T) {
	// a: two visits, as 30 minutes and a second lie between; the first has two pages. b: one visit of 30 minutes without a page. c: ten seconds. d: a key event.
	csv := "user,timestamp,name\na,2026-01-01 10:00:00,page_view\na,2026-01-01 10:00:05,page_view\na,2026-01-01 10:30:06,page_view\n" +
		"b,2026-01-01 10:00:00,scroll\nb,2026-01-01 10:30:00,scroll\nc,2026-01-01 10:00:00,page_view\nc,2026-01-01 10:00:10,scroll\nd,2026-01-01 10:00:00,signup\n,2026-01-01 10:00:00,signup\n"
	m := defineMetric(t, "kind = \"bounce_rate\"\nmin_n = 1\nlow_n = 1\nevent = \"name\"\nkey_event = \"signup\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: readTable(t, csv, time.UTC)})
	if got := sketch(r.Find(Value)) + " " + sketch(r.Find(Bounces)); got != "40/5 2/5" || r.Excluded.Missing != 1 || r.Used != 8 {
		t.Errorf("got %s, %+v, used %d", got, r.Excluded, r.Used)
	}
	bySession := defineMetric(t, "kind = \"bounce_rate\"\nmin_n = 1\nlow_n = 1\nevent = \"name\"\nsession = \"user\"\n")
	if got := sketch(mustAnswer(t, Query{Metric: bySession, Table: readTable(t, csv, time.UTC)}).Find(Sessions)); got != "4/4" {
		t.Errorf("got %s", got)
	}
}
