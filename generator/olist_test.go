package generator_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
)

// olistSite is a report over real orders: reviews with stars and comments of several lines, orders that never came.
const olistSite = `
-- site.toml --
title = "Olist"
base_url = "https://olist.example/"
tz = "America/Sao_Paulo"
-- data/metrics.toml --
[tables.reviews]
files = "olist_order_reviews_dataset.csv"
[tables.orders]
files = "olist_orders_dataset.csv"

[metrics.csat]
kind = "csat"
table = "reviews"
score = "review_score"
time = "review_creation_date"
scale = [1, 5]
title = "Satisfied"
question = "How many stars?"

[metrics.delivered]
kind = "count"
table = "orders"
time = "order_delivered_customer_date"
title = "Parcels delivered"
-- content/_index.md --
-- content/report.md --
+++
title = "August 2018"
kind = "report"
period = "2018-08"
compare = "previous"
+++
` + "```metrics\nshow = [\"csat\"]\n```\n" + `
## Stars

In July it was {{csat value at 2018-07}} of {{csat n at 2018-07}}, in August {{csat latest}} of {{csat n}}.

` + "```chart\nmetric = \"csat\"\nby = \"month\"\nid = \"by-month\"\n```\n```chart\nmetric = \"csat\"\nform = \"distribution\"\nid = \"shares\"\n```\n" + `
## Delivery

` + "```chart\ntable = \"delivery\"\nx = \"month\"\ny = [\"promised\", \"actual\"]\nid = \"days\"\ntitle = \"Days until the parcel comes\"\n```\n```chart\nmetric = \"delivered\"\nby = \"month\"\nid = \"delivered\"\n```\n"

// TestOlist builds a report from the files in the folder that CXGEN_DATASETS names, and counts two months by other means.
func TestOlist(t *testing.T) {
	dir := os.Getenv("CXGEN_DATASETS")
	if below := filepath.Join(dir, "olist"); dir != "" {
		if info, err := os.Stat(below); err == nil && info.IsDir() {
			dir = below
		}
	}
	files, _ := filepath.Glob(filepath.Join(dir, "olist_*.csv"))
	switch missing := dir == "" || len(files) == 0; {
	case missing && os.Getenv("CI") == "true":
		t.Fatalf("there are no olist_*.csv in CXGEN_DATASETS=%q", dir)
	case missing:
		t.Skip("needs the folder of real data: set CXGEN_DATASETS to the folder of the olist_*.csv")
	}
	site := txtar.Parse([]byte(strings.TrimPrefix(olistSite, "\n"))).Files
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		site = append(site, txtar.File{Name: "data/" + filepath.Base(name), Data: text})
	}
	orders := readRecords(t, filepath.Join(dir, "olist_orders_dataset.csv"))
	site = append(site, txtar.File{Name: "data/delivery.csv", Data: delivery(t, orders)})
	b := &generator.Builder{Options: generator.Options{Now: time.Date(2018, 10, 20, 9, 0, 0, 0, time.UTC)}}
	built, _, said := build(t, b, folder(site), &generator.Held{})
	if said != "" {
		t.Errorf("the build says of these files:\n%s", said)
	}
	p := readPage(t, built, "report/")

	reviews := readRecords(t, filepath.Join(dir, "olist_order_reviews_dataset.csv"))
	months := p.csv(t, "by-month")
	for _, label := range []string{"2018-07", "2018-08"} {
		month := only(reviews, in("review_creation_date", label))
		hits, n := share(month, func(r record) bool { return r["review_score"] >= "4" })
		if n < 100 {
			t.Fatalf("%s has %d reviews", label, n)
		}
		at := slices.IndexFunc(months, func(r map[string]string) bool { return r["period"] == label })
		near(t, label, number(t, months[at]["value"]), 100*float64(hits)/float64(n), 1e-9)
		near(t, label+" n", number(t, months[at]["n"]), float64(n), 0)
		p.says(t, fmt.Sprintf("%s of %d", percent(100*float64(hits)/float64(n), n), n))
	}
	used := 0.
	for _, month := range months {
		used += number(t, month["n"])
	}
	if until := only(reviews, func(r record) bool { return r["review_creation_date"] < "2018-09" }); int(used) != len(until) {
		t.Errorf("the months together have %v reviews, want %d: rows are lost", used, len(until))
	}

	august := only(reviews, in("review_creation_date", "2018-08"))
	for i, row := range p.csv(t, "shares") {
		n := len(only(august, of("review_score", strconv.Itoa(i+1))))
		near(t, row["option"]+" stars", number(t, row["answers"]), float64(n), 0)
		near(t, "share of "+row["option"], number(t, row["share"]), 100*float64(n)/float64(len(august)), 1e-9)
	}

	for i, row := range p.csv(t, "days") {
		promised, actual := days(t, orders, row["period"])
		near(t, row["period"]+" promised", number(t, row["promised value"]), rounded(promised, 10), 1e-9)
		near(t, row["period"]+" actual", number(t, row["actual value"]), rounded(actual, 10), 1e-9)
		month, err := time.Parse("2006-01", row["period"])
		if err != nil {
			t.Fatal(err)
		}
		want := []string{month.Format("January 2006"), fmt.Sprintf("%.1f", promised), fmt.Sprintf("%.1f", actual)}
		if got := p.table(t, "days")[i+1]; !slices.Equal(got, want) {
			t.Errorf("the table has %q, want %q", got, want)
		}
	}

	never := len(only(orders, of("order_delivered_customer_date", "")))
	if never < 1000 {
		t.Fatalf("%d orders without a day of delivery", never)
	}
	if text := p.element(t, "delivered"); !strings.Contains(text, "Some rows were left out") { // how many would tell the month that is hidden
		t.Errorf("the %d orders that never came are not mentioned: %s", never, text)
	}
}

// delivery makes a small table of the months of 2018: days until the promised day, and until the parcel came, on average.
func delivery(t *testing.T, orders []record) []byte {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write([]string{"month", "promised", "actual"})
	for _, month := range []string{"2018-03", "2018-04", "2018-05", "2018-06", "2018-07", "2018-08"} {
		promised, actual := days(t, orders, month)
		w.Write([]string{month, strconv.FormatFloat(promised, 'f', 1, 64), strconv.FormatFloat(actual, 'f', 1, 64)})
	}
	w.Flush()
	return out.Bytes()
}

// days gives the mean days of the parcels ordered in a month that came.
func days(t *testing.T, orders []record, month string) (promised, actual float64) {
	t.Helper()
	day := func(cell string) time.Time {
		at, err := time.Parse(time.DateTime, cell)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	came := only(only(orders, in("order_purchase_timestamp", month)), func(r record) bool { return r["order_delivered_customer_date"] != "" })
	for _, r := range came {
		placed := day(r["order_purchase_timestamp"])
		promised += day(r["order_estimated_delivery_date"]).Sub(placed).Hours() / 24 / float64(len(came))
		actual += day(r["order_delivered_customer_date"]).Sub(placed).Hours() / 24 / float64(len(came))
	}
	return promised, actual
}
