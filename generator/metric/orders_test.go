package metric

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

func TestOrderValue(t *testing.T) {
	csv := "order,day,channel,amount,status\n" +
		rows(10, "x,2026-01-10,email,10.10,paid") + rows(10, "x,2026-01-10,email,20.20,paid") + rows(10, "x,2026-02-01,ads,30,paid") +
		rows(5, "x,2026-02-01,ads,-3.03,refunded") + rows(2, "x,2026-02-01,tv,50,paid") + rows(6, "x,2026-02-02,,1,paid") +
		rows(3, "x,2026-02-02,ads,99,cancelled") + rows(2, "x,2026-02-02,ads,lots,paid") + "x,2026-02-02,ads,,paid\n"
	table := readTable(t, csv, time.UTC)
	m := defineMetric(t, "kind = \"order_value\"\ntime = \"day\"\nunit = \"EUR\"\nexclude_status = [\"cancelled\", \"void\"]\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "channel"})
	if got := strings.Join(r.Groups, " "); got != "ads email tv (not set)" || r.Currency != "EUR" {
		t.Fatalf("groups %s, currency %s", got, r.Currency)
	}
	// ads: 300 - 15.15 = 284.85 of 15; email: 303 of 20; tv two, hidden with the six without a channel, 100 + 6. All: 693.85 of 43.
	for measure, want := range map[Measure]string{
		Value:        "18.99/15* 15.15/20* # #",
		Median:       "30/15* 15.15/20* # #",
		Q1:           "-3.03/15* 10.1/20* # #",
		Q3:           "30/15* 20.2/20* # #",
		Orders:       "15/15* 20/20* # #",
		Revenue:      "284.9/15* 303/20* # #",
		RevenueShare: "41.05/15* 43.67/20* # #",
	} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if r.Find(Q1).Unit != Currency || r.Excluded != (Excluded{Missing: 1, Invalid: 2, Ignored: 3}) || !near(r.Total.Value, 693.85/43) {
		t.Errorf("unit %s, excluded %+v, total %+v", r.Find(Q1).Unit, r.Excluded, r.Total)
	}
	if !slices.Contains(r.Facts, Fact{"excluded_cancelled", 3}) || !slices.Contains(r.Facts, Fact{"excluded_void", 0}) {
		t.Errorf("facts %v", r.Facts)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if got := sketch(r.Find(Revenue)); got != "303/20* 390.9/23*" {
		t.Errorf("by month: %s", got)
	}
	if c := r.Series[0].Points[1].Change; c == nil || !c.Tested || !near(c.Delta, 390.85/23-15.15) {
		t.Errorf("change %+v", c)
	}
	if got := bySplit(mustAnswer(t, Query{Metric: m, Table: table, By: "month", Split: "channel"}), Value); got != "ads: - 18.99/15*\nemail: 15.15/20* -\ntv: - #\n(not set): - #" {
		t.Errorf("by month and channel: %s", got)
	}
}

const deliveryHead = "promised,delivered,carrier\n"

func TestDelivery(t *testing.T) {
	csv := deliveryHead + rows(20, "2026-01-10,2026-01-08,blue") + rows(10, "2026-01-10,2026-01-10,blue") + rows(10, "2026-01-10,2026-01-15,red") +
		rows(10, "2026-02-10,,red") + rows(5, "2026-02-20,2026-02-19,red") + rows(6, "2026-02-25,,red") + rows(3, ",2026-02-01,red") + "2026-02-01,soon,red\n"
	table := readTable(t, csv, time.UTC)
	m := defineMetric(t, "kind = \"delivery\"\nas_of = 2026-02-20\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	for measure, want := range map[Measure]string{Value: "75/40 33.33/15*", MedianDays: "-1/40 -1/5*", MeanDaysLate: "5/10* -"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if r.Excluded != (Excluded{NoDate: 0, Missing: 3, Invalid: 1}) {
		t.Errorf("excluded %+v", r.Excluded)
	}
	want := []Fact{{"on_time", 35}, {"early", 25}, {"late", 10}, {"overdue", 10}, {"median_days", -1}, {"mean_days", 5 / 45.}, {"mean_days_late", 5}, {"pending", 6}}
	if !slices.Equal(r.Facts, want) {
		t.Errorf("facts %v", r.Facts)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "carrier"})
	if got := sketch(r.Find(Value)); got != "100/30 20/25*" || !near(r.Total.Value, 3500/55.) {
		t.Errorf("got %s, total %+v", got, r.Total)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "days"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Count)); got != "-2 -1 0 +1 +2 +3 +4 +5: 20/45 5/45 10/45 0/45 0/45 0/45 0/45 10/45" {
		t.Errorf("got %s", got)
	}
	few := readTable(t, deliveryHead+rows(3, "2026-01-10,2026-01-08,blue"), time.UTC)
	r = mustAnswer(t, Query{Metric: m, Table: few, By: "days"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Count)); got != "0: #" || len(r.Facts) > 0 || len(r.Hidden) > 0 {
		t.Errorf("also how wide three orders spread is hidden: got %s, facts %v, hidden %q", got, r.Facts, r.Hidden)
	}
	far := readTable(t, deliveryHead+rows(9, "2026-01-10,2062-01-08,blue")+rows(9, "2026-01-10,2025-01-08,blue"), time.UTC)
	r = mustAnswer(t, Query{Metric: m, Table: far, By: "days"})
	if n := len(r.Groups); n != 2*widest+1 || r.Groups[0] != "≤ -30" || r.Groups[n-1] != "≥ +30" || r.Find(Count).Points[0].Value != 9 || r.Find(Count).Points[n-1].Value != 9 {
		t.Errorf("far days: %v", r.Groups)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, By: "days", Split: "carrier"}); mistake == nil || mistake.Key != "split" {
		t.Errorf("days by carrier: %v", mistake)
	}
	// Nothing says what day it is: what is not there is pending.
	if got := sketch(mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"delivery\"\n"), Table: table, Period: "2026-02"}).Find(Value)); got != "100/5*" {
		t.Errorf("without a day: %s", got)
	}
	now := time.Date(2026, 2, 10, 23, 0, 0, 0, time.UTC) // on the promised day itself nothing is overdue
	if got := sketch(mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"delivery\"\n"), Table: table, Period: "2026-02", Now: now}).Find(Value)); got != "o100/5*" {
		t.Errorf("on 10 February: %s", got)
	}
}

func TestRetentionCountedElsewhere(t *testing.T) {
	table := readTable(t, "month,region,start,end,new\n2026-01-01,north,100,110,20\n2026-01-01,south,100,90,10\n2026-02-01,north,110,300,20\n2026-02-01,south,90,95,10\n", time.UTC)
	m := defineMetric(t, "kind = \"retention_simple\"\ntime = \"month\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	// January: (200 - 30) / 200. February: (395 - 30) of 200 cannot be.
	for measure, want := range map[Measure]string{Value: "85/200 -", Opening: "200/200 200/200", Churned: "30/200 -", New: "30/200 30/200", Closing: "200/200 395/200"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, By: "region"}).Find(Value)); got != "- 94.44/90" {
		t.Errorf("without a period the last month is meant: %s", got)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, Period: "2026-Q1"}); mistake == nil || !strings.Contains(mistake.Text, "2026-01-01 and 2026-02-01") {
		t.Errorf("a quarter of two months: %v", mistake)
	}
}

func TestRevenueRetention(t *testing.T) {
	table := readTable(t, "month,opening,churned,contraction,expansion,accounts\n2026-01-01,1000.10,100.01,50,300,40\n2026-02-01,0,0,0,0,3\n", time.UTC)
	m := defineMetric(t, "kind = \"revenue_retention\"\ntime = \"month\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	// 850.09 and 1150.09 of 1000.10, and 150.01 lost.
	for measure, want := range map[Measure]string{Value: "115/1 -", GRR: "85/1 -", NRR: "115/1 -", GrossChurn: "15/1 -"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	m = defineMetric(t, "kind = \"revenue_retention\"\ntime = \"month\"\ncustomers = \"accounts\"\nheadline = \"grr\"\n")
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, By: "month"}).Find(Value)); got != "85/40 #" {
		t.Errorf("of three accounts nothing is shown: %s", got)
	}
}

func TestResponseRate(t *testing.T) {
	table := readTable(t, "wave,channel,sent,bounced,responses\n2026-01-01,mail,1000,40,192\n2026-01-01,sms,100,0,20\n2026-02-01,mail,100,10,95\n", time.UTC)
	m := defineMetric(t, "kind = \"response_rate\"\ntime = \"wave\"\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	for measure, want := range map[Measure]string{Value: "20/1060 -", Sent: "1100/1060 100/90", Delivered: "1060/1060 90/90", Responses: "212/1060 95/90"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: got %s, want %s", measure, got, want)
		}
	}
	plain := readTable(t, "sent,responses\n50,10\n", time.UTC)
	if got := sketch(mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"response_rate\"\n"), Table: plain}).Find(Value)); got != "20/50" {
		t.Errorf("without a column of returned ones: %s", got)
	}
}

func TestCustomerValue(t *testing.T) {
	table := readTable(t, "year,group,revenue,orders,customers,lost\n2025-01-01,old,120000,2400,800,0.25\n2026-01-01,old,90000,1500,500,0.2\n2026-01-01,young,3000,100,3,0\n", time.UTC)
	m := defineMetric(t, "kind = \"clv\"\ntime = \"year\"\nunit = \"EUR\"\nrevenue = \"revenue\"\norders = \"orders\"\ncustomers = \"customers\"\nchurn = \"lost\"\nmargin = 0.4\nacquisition_cost = 25\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "year", Where: nil, Period: "2025"})
	// 50 · 3 · 0.4 / 0.25 - 25
	if got := sketch(r.Find(Value)); got != "215/800" || r.Find(Value).Unit != Currency {
		t.Errorf("got %s", got)
	}
	want := []Fact{{"aov", 50}, {"purchases_per_period", 3}, {"margin", .4}, {"value_per_period", 60}, {"lifespan_periods", 4}}
	if !slices.Equal(r.Facts, want) {
		t.Errorf("facts %v", r.Facts)
	}
	r = mustAnswer(t, Query{Metric: m, Table: table, By: "group", Period: "2026"})
	if got := strings.Join(r.Groups, " ") + ": " + sketch(r.Find(Value)); !strings.HasPrefix(got, "old young: ") || !strings.HasSuffix(got, " #") {
		t.Errorf("three customers are too few: %s", got)
	}
	if _, mistake := Answer(Query{Metric: m, Table: table, Period: "2026"}); mistake == nil || !strings.Contains(mistake.Text, "several rows") {
		t.Errorf("two churn rates in one year: %v", mistake)
	}
	for settings, want := range map[string]string{
		"aov = 10\npurchases_per_period = 2\nchurn = 0":                                               "-",
		"aov = 10\npurchases_per_period = 2\nlifespan_periods = 3\nmargin = 0.5":                      "30/1*",
		"method = \"retention\"\naov = 10\npurchases_per_period = 1\nretention = 0.5":                 "20/1*",
		"method = \"retention\"\ntiming = \"end\"\naov = 10\npurchases_per_period = 1\nchurn = 0.5":   "10/1*",
		"method = \"retention\"\naov = 10\npurchases_per_period = 1\nretention = 1.1\ndiscount = 0.1": "-",
	} {
		m := defineMetric(t, "kind = \"clv\"\n"+settings+"\n")
		if got := strings.ReplaceAll(sketch(mustAnswer(t, Query{Metric: m, Table: readTable(t, "note\nx\n", time.UTC)}).Find(Value)), "/1", "/1*"); got != want {
			t.Errorf("%s: got %s, want %s", settings, got, want)
		}
	}
}

func TestMistakesOfCustomerKinds(t *testing.T) {
	for settings, want := range map[string]string{
		`kind = "churn_activity"`:                                           "churn_activity needs inactivity",
		"kind = \"churn_activity\"\ninactivity = \"5h\"":                    "wants a number of days",
		"kind = \"churn_activity\"\ninactivity = \"5d\"\nas_of = \"soon\"":  "as_of wants a day",
		"kind = \"churn\"\ndedupe_by = \"customer\"":                        "dedupe_by does not apply",
		"kind = \"churn\"\ntime = \"joined\"":                               "the time of churn is its start",
		"kind = \"cart_abandonment\"\ncarts = \"carts\"":                    "carts and purchases go together",
		"kind = \"bounce_rate\"\nmethod = \"ga3\"":                          `method cannot be "ga3"`,
		"kind = \"bounce_rate\"\nkey_event = \"signup\"":                    "visits are made of events only with event",
		"kind = \"cohort_retention\"\nunit = \"fortnight\"":                 `unit cannot be "fortnight"`,
		"kind = \"cohort_retention\"\nunit = \"year\"\nmode = \"rolling\"":  "a year has no fixed length",
		"kind = \"cohort_retention\"\nbrackets = [[3, 1]]":                  "brackets want pairs",
		"kind = \"lifecycle\"\nlapse = \"300d\"":                            "in rising order",
		"kind = \"revenue_retention\"\nheadline = \"arr\"":                  `headline cannot be "arr"`,
		"kind = \"clv\"\nmargin = 0.3":                                      "clv needs aov",
		"kind = \"clv\"\naov = 3\npurchases_per_period = 1":                 "clv by lifespan needs",
		"kind = \"clv\"\naov = true\npurchases_per_period = 1\nchurn = 0.1": "aov wants a number, or the name of a column",
		"kind = \"delivery\"\nunit = \"EUR\"":                               "the unit of delivery is always percent",
	} {
		_, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+settings+"\n")))
		if !slices.ContainsFunc(problems, func(p source.Problem) bool {
			return strings.Contains(p.Text, want) && (p.Hint != "" || strings.Contains(want, "wants"))
		}) {
			t.Errorf("%s: %+v", settings, problems)
		}
	}
}

// Rows that are in no figure belong to the time that is asked for also before the first and after the last period that has one.
func TestRowsAtTheEnds(t *testing.T) {
	table := readTable(t, deliveryHead+rows(20, "2026-01-10,2026-01-08,blue")+rows(4, "2026-03-10,,blue"), time.UTC)
	pending := func(period string) (n float64) {
		r := mustAnswer(t, Query{Metric: defineMetric(t, "kind = \"delivery\"\nas_of = 2026-02-20\n"), Table: table, By: "month", Period: period})
		for _, f := range r.Facts {
			if f.Name == "pending" {
				n = f.Value
			}
		}
		return n
	}
	if pending("") != 4 || pending("2026-01..2026-03") != 4 || pending("2026-01..2026-02") != 0 {
		t.Errorf("pending: %v, %v, %v", pending(""), pending("2026-01..2026-03"), pending("2026-01..2026-02"))
	}
	table = readTable(t, "date,amount,status\n"+rows(20, "2026-01-10,5,paid")+rows(9, "2026-02-01,x,paid")+rows(8, "2026-03-01,5,cancelled")+rows(7, "2025-06-01,,paid"), time.UTC)
	m := defineMetric(t, "kind = \"order_value\"\ntime = \"date\"\nexclude_status = [\"cancelled\"]\n")
	r := mustAnswer(t, Query{Metric: m, Table: table, By: "month"})
	if len(r.Groups) != 1 || r.Used != 20 || r.Excluded.Invalid != 9 || r.Excluded.Missing != 7 || !slices.Contains(r.Facts, Fact{"excluded_cancelled", 8}) {
		t.Errorf("groups %v, used %d, dropped %+v, facts %v", r.Groups, r.Used, r.Excluded, r.Facts)
	}
	if r = mustAnswer(t, Query{Metric: m, Table: table, By: "month", Last: 1}); r.Excluded.Missing != 0 || r.Excluded.Invalid != 9 {
		t.Errorf("of the last month: %+v", r.Excluded)
	}
}
