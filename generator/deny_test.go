package generator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cxgen/generator"
)

// soul is a customer of the site of TestDenySite.
type soul struct {
	place string
	month int
	rank  int // 3 fares badly, 9 well; all that the customer says and does follows from it
	trait int
}

// souls are 80 customers, three of them in the place "fax" and seven in "mail".
func souls() (list []soul) {
	for _, place := range []struct {
		name    string
		n, from int
	}{{"web", 40, 0}, {"app", 30, 0}, {"mail", 7, 1}, {"fax", 3, 0}} {
		for i := range place.n {
			list = append(list, soul{place.name, 4 + i%3, []int{3, 9, 6, 1, 10, 4, 0, 8}[(i+place.from)%8], i / 2 % 4})
		}
	}
	return list
}

// confessions are the metrics of the site with what each is shown by, besides all.
var confessions = []struct{ name, settings, by string }{
	{"nps", `kind = "nps"`, "place month"},
	{"csat", "kind = \"csat\"\nscore = \"stars\"", "place month"},
	{"ces", "kind = \"ces\"\nscore = \"effort\"", "place month"},
	{"stops", "kind = \"touchpoints\"\ntouchpoint = \"stop\"\nsatisfaction = \"stars\"\nemotion = \"mood\"", "touchpoint place"},
	{"gap", "kind = \"perception_gap\"\nrating = \"stars\"", "item"},
	{"drivers", "kind = \"key_drivers\"\noutcome = \"score\"\ndrivers = [\"speed\", \"price\"]", "driver"},
	{"themes", "kind = \"themes\"\nmin_n = 5", "theme month"},
	{"loop", "kind = \"closed_loop\"", "place month"},
	{"worth", "kind = \"order_value\"", "place month"},
	{"promise", `kind = "delivery"`, "place days"},
	{"money", "kind = \"mean\"\ncolumn = \"amount\"", "place month"},
	{"middle", "kind = \"median\"\ncolumn = \"amount\"", "place"},
	{"fans", "kind = \"share\"\ngood = \"score > 8\"", "place month"},
	{"compared", "kind = \"benchmark\"\nof = \"nps\"\nvalue = 10\nsource = \"Somebody\"\nyear = 2025", "place"},
	{"way", "table = \"visits\"\nkind = \"funnel\"\nsteps = [\"page_view\", \"add_to_cart\", \"purchase\"]", "-"},
	{"back", "table = \"returns\"\nkind = \"cohort_retention\"", "cohort"},
	{"carts", "table = \"visits\"\nkind = \"cart_abandonment\"", "place month"},
	{"bounces", "table = \"visits\"\nkind = \"bounce_rate\"\nmethod = \"single_page\"\nevent = \"event\"\nsession = \"session\"\npage_event = [\"page_view\", \"purchase\"]", "place month"},
	{"gone", "table = \"orders\"\nkind = \"churn_activity\"\ninactivity = \"30d\"", "place month"},
	{"phases", "table = \"orders\"\nkind = \"lifecycle\"", "place month"},
	{"buyers", "table = \"orders\"\nkind = \"rfm\"\ncuts = { r = [500], f = [1, 2, 3], m = [5000] }\nsegments = [{ name = \"often\", where = \"f > 2\" }]", "segment grid"},
	{"asked", "table = \"counts\"\nkind = \"response_rate\"", "place"},
	{"value", "table = \"counts\"\nkind = \"clv\"\nrevenue = \"revenue\"\norders = \"orders\"\ncustomers = \"customers\"\nchurn = 0.2", "place"},
}

// confessional is the site: a page for every metric in three languages, for all and for a segment that is all but the fax, with charts of all
// customers, of all but the fax, and by what there is, tiles, and values in prose.
func confessional(list []soul, least int) fstest.MapFS {
	files := fstest.MapFS{}
	put := func(name, text string) { files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("site.toml", fmt.Sprintf("title = \"Shop\"\nbase_url = \"https://shop.example/\"\nlanguage = \"en\"\n[data]\nmin_n = %d\n[languages.fa]\ntitle = \"فروشگاه\"\n[languages.ko]\ntitle = \"가게\"\n"+
		"[[segments]]\nname = \"most\"\ntable = \"customers\"\nwhere = \"place != 'fax'\"\nkey = \"customer\"\n", least))
	var answers, customers, orders, visits, returns, counts strings.Builder
	answers.WriteString("customer,place,date,score,stars,effort,stop,mood,themes,speed,price,amount,item,side,opened,answered,closed,promised,delivered\n")
	customers.WriteString("customer,place\n")
	orders.WriteString("customer,place,date,amount\n")
	visits.WriteString("customer,user,session,place,timestamp,event\n")
	returns.WriteString("customer,user,place,timestamp\n")
	counts.WriteString("customer,place,sent,bounced,responses,revenue,orders,customers\n")
	for i, s := range list {
		date := func(day int) string { return fmt.Sprintf("2026-%02d-%02d", s.month, day) }
		who := fmt.Sprintf("c%02d,%s", i, s.place)
		when := func(is bool, text string) string { return map[bool]string{true: text}[is] }
		fmt.Fprintf(&customers, "%s\n", who)
		fmt.Fprintf(&answers, "%s,%s,%d,%d,%d,%s,%s,%s,%d,%d,%d,%s,%s,%s,%s,%s,%s,%s\n", who, date(10), s.rank, 1+s.rank*4/10, 1+s.rank*6/10,
			[]string{"order", "delivery"}[s.trait%2], []string{"negative", "neutral", "positive"}[s.rank/4], []string{"price", "price;speed", "speed"}[s.trait%3], 1+s.rank%5, 1+(s.rank*i)%5,
			10+7*s.rank, []string{"goods", "parcel"}[s.trait%2], []string{"company", "customer"}[s.trait/2], date(10), date(11), when(s.rank > 4, date(11+s.rank)), date(14), date(10+s.rank))
		last := date(20)
		if s.rank > 5 {
			last = fmt.Sprintf("2026-09-%02d", 1+s.month)
		}
		fmt.Fprintf(&orders, "%s,%s,%d\n%s,%s,%d\n", who, date(10), 10+s.rank, who, last, 5*s.rank)
		if s.trait == 1 {
			fmt.Fprintf(&orders, "%s,%s,50\n", who, date(15))
		}
		fmt.Fprintf(&returns, "c%02d,u%02d,%s,%s\n", i, i, s.place, date(10))
		if s.rank > 5 {
			fmt.Fprintf(&returns, "c%02d,u%02d,%s,2026-%02d-10\n", i, i, s.place, s.month+1)
		}
		event := func(hour int, name string) {
			fmt.Fprintf(&visits, "c%02d,u%02d,s%02d,%s,%sT%02d:00:00Z,%s\n", i, i, i, s.place, date(10), hour, name)
		}
		if event(8, "page_view"); s.rank > 2 {
			event(9, "add_to_cart")
		}
		if s.rank > 5 {
			event(10, "purchase")
		}
		fmt.Fprintf(&counts, "%s,1,0,%d,%d,1,1\n", who, s.rank/6, 10*s.rank)
	}
	for name, b := range map[string]*strings.Builder{"answers": &answers, "customers": &customers, "orders": &orders, "visits": &visits, "returns": &returns, "counts": &counts} {
		put("data/"+name+".csv", b.String())
	}
	metrics := ""
	for _, m := range confessions {
		settings := m.settings
		if !strings.HasPrefix(settings, "table") && m.name != "compared" {
			settings = "table = \"answers\"\n" + settings
			if !slices.Contains([]string{"gap", "drivers", "loop", "promise"}, m.name) {
				settings += "\ntime = \"date\""
			}
		}
		if least == 1 {
			settings = strings.Replace(settings, "min_n = 5", "min_n = 1", 1)
		}
		metrics += "[metrics." + m.name + "]\n" + settings + "\n"
		text := "+++\ntitle = \"Page\"\nsegments = [\"most\"]\n+++\n"
		along := slices.Contains([]string{"item", "driver", "theme", "cohort", "segment", "-"}, strings.Fields(m.by)[0])
		if !along && m.name != "phases" && m.name != "compared" {
			text += fmt.Sprintf("{{%s n}} people: {{%s value}}. Most: {{%s n where place != \"fax\"}}, {{%s value where place != \"fax\"}}.\n\n```metrics\nshow = [%q]\n```\n", m.name, m.name, m.name, m.name, m.name)
		}
		for _, by := range strings.Fields(m.by) {
			for _, where := range []string{"", "\nwhere = \"place != 'fax'\""} {
				keys := fmt.Sprintf("by = %q", by) + where
				if by == "-" {
					keys = where
				}
				text += fmt.Sprintf("\n```chart\nmetric = %q\n%s\n```\n", m.name, keys)
			}
		}
		for _, lang := range []string{"", "fa/", "ko/"} {
			put("content/"+lang+m.name+".md", text)
		}
	}
	put("data/metrics.toml", metrics)
	return files
}

// TestDenySite lets one customer of the fax and one of the mail, who fare differently, change places. No byte of the site may differ: no picture,
// sentence, title, download, index or script. So nobody can tell how the one at the fax fares, by whatever they read and compute.
func TestDenySite(t *testing.T) {
	first := souls()
	second := slices.Clone(first)
	a := slices.IndexFunc(first, func(s soul) bool { return s.place == "fax" && s.rank == 3 && s.month == 4 && s.trait == 0 })
	b := slices.IndexFunc(first, func(s soul) bool { return s.place == "mail" && s.rank == 9 && s.month == 4 && s.trait == 0 })
	second[a].place, second[b].place = "mail", "fax"
	made := func(list []soul, least int) map[string][]byte {
		files, _, said := build(t, &generator.Builder{}, confessional(list, least), &generator.Held{})
		if strings.Contains(said, "error: ") || len(files) < 100 {
			t.Fatal(said)
		}
		return files
	}
	before, after := made(first, 5), made(second, 5)
	for name, text := range before {
		if string(after[name]) != string(text) {
			t.Errorf("%s tells who was exchanged: %s", name, parting(string(text), string(after[name])))
		}
	}
	if testing.Short() {
		return
	}
	differ := map[string]bool{}
	open, other := made(first, 1), made(second, 1)
	for name, text := range open {
		if string(other[name]) != string(text) {
			differ[strings.Split(strings.TrimPrefix(strings.TrimPrefix(name, "fa/"), "ko/"), "/")[0]] = true
		}
	}
	for _, m := range confessions {
		if !differ[m.name] {
			t.Errorf("when nothing is hidden, the page of %s tells nothing", m.name)
		}
	}
}

// parting shows where two texts begin to differ.
func parting(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	piece := func(s string) string { return s[max(0, min(at, len(s))-100):min(at+60, len(s))] }
	return "\n\t" + piece(a) + "\n\t" + piece(b)
}
