package metric

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// customerTables are tables of many rows for every kind that counts customers, visits and orders.
func customerTables() map[string]string {
	random := rand.New(rand.NewPCG(9, 10))
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	day := func(n int) string { return begin.AddDate(0, 0, random.IntN(n)).Format(time.DateOnly) }
	var stays, orders, visits, parcels, figures strings.Builder
	stays.WriteString("customer,start,end,place\n")
	orders.WriteString("customer,date,amount,place,event\n")
	visits.WriteString("user,session,timestamp,event,place\n")
	parcels.WriteString("promised,delivered,place\n")
	figures.WriteString("month,place,start,end,new,opening,churned,contraction,expansion,sent,bounced,responses,carts,purchases,revenue,orders,customers\n")
	places := []string{"north", "south"}
	for i := range 1500 {
		place := places[random.IntN(2)]
		end := ""
		if i%3 == 0 {
			end = begin.AddDate(0, 0, 100+random.IntN(80)).Format(time.DateOnly)
		}
		fmt.Fprintf(&stays, "c%d,%s,%s,%s\n", i, day(90), end, place)
		fmt.Fprintf(&orders, "c%d,%s,%d.%02d,%s,order\n", random.IntN(300), day(180), random.IntN(90), random.IntN(100), place)
		user := random.IntN(300)
		fmt.Fprintf(&visits, "u%d,s%d,%sT10:%02d:00Z,%s,%s\n", user, user, day(180), random.IntN(60), []string{"page_view", "add_to_cart", "purchase"}[random.IntN(3)], place)
		fmt.Fprintf(&parcels, "%s,%s,%s\n", day(125), begin.AddDate(0, 0, random.IntN(100)).Format(time.DateOnly), place)
	}
	for month := range 6 {
		for _, place := range places {
			fmt.Fprintf(&figures, "2026-%02d-01,%s,1000,1010,50,90000,4000,1500,9000,1000,40,200,500,150,9000,300,100\n", month+1, place)
		}
	}
	return map[string]string{"stays": stays.String(), "orders": orders.String(), "visits": visits.String(), "parcels": parcels.String(), "figures": figures.String()}
}

// TestPlanOfCustomerKinds asks every kind in every way, alone and within a plan of all questions: where every group is large, both say the same.
func TestPlanOfCustomerKinds(t *testing.T) {
	tables := customerTables()
	for _, c := range []struct{ table, settings, by string }{
		{"stays", `kind = "churn"`, "month place stay"},
		{"orders", "kind = \"churn_activity\"\ninactivity = \"30d\"", "month place -"},
		{"orders", `kind = "lifecycle"`, "month place transition -"},
		{"orders", `kind = "rfm"`, "segment grid -"},
		{"orders", "kind = \"order_value\"\ntime = \"date\"", "month place -"},
		{"visits", `kind = "cohort_retention"`, "cohort -"},
		{"visits", "kind = \"cohort_retention\"\ncohort = \"recurring\"\nmode = \"rolling\"", "cohort"},
		{"visits", "kind = \"cart_abandonment\"\nwindow = \"7d\"", "month place -"},
		{"visits", "kind = \"bounce_rate\"\nevent = \"event\"", "month place -"},
		{"visits", "kind = \"funnel\"\nsteps = [\"page_view\", \"purchase\"]", "-"},
		{"parcels", `kind = "delivery"`, "month place days -"},
		{"figures", "kind = \"retention_simple\"\ntime = \"month\"", "month place"},
		{"figures", "kind = \"revenue_retention\"\ntime = \"month\"", "month place"},
		{"figures", "kind = \"revenue_retention\"\ntime = \"month\"\ncustomers = \"customers\"", "month place"},
		{"figures", "kind = \"response_rate\"\ntime = \"month\"", "month place -"},
		{"figures", "kind = \"cart_abandonment\"\ntime = \"month\"\ncarts = \"carts\"\npurchases = \"purchases\"", "month place -"},
		{"figures", "kind = \"clv\"\ntime = \"month\"\nrevenue = \"revenue\"\norders = \"orders\"\ncustomers = \"customers\"\nchurn = 0.1", "month place -"},
	} {
		table := readTable(t, tables[c.table], time.UTC)
		m := defineMetric(t, c.settings+"\n")
		var queries []Query
		for _, by := range strings.Fields(c.by) {
			q := Query{Metric: m, Table: table, By: strings.Trim(by, "-"), Now: time.Date(2026, 6, 10, 12, 0, 0, 0, time.UTC)}
			if !IsPeriod(by) && by != "stay" { // nobody began in April
				q.Period, q.Compare = "2026-04", "previous"
			}
			queries = append(queries, q)
		}
		plan := NewPlan(queries, nil)
		for _, q := range queries {
			alone, err := json.Marshal(mustAnswer(t, q))
			if err != nil {
				t.Fatal(err)
			}
			q.Plan = plan
			planned, err := json.Marshal(mustAnswer(t, q))
			if err != nil {
				t.Fatal(err)
			}
			if string(alone) != string(planned) && !strings.Contains(c.settings, "rfm") {
				t.Errorf("%s by %q: alone\n%s\nplanned\n%s", c.settings, q.By, alone, planned)
			}
			if !strings.Contains(string(alone), `"State":1`) {
				t.Errorf("%s by %q shows nothing: %s", c.settings, q.By, alone)
			}
		}
	}
}
