package generator_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// review is what a buyer said about the goods, two weeks after they came.
type review struct {
	of    *sale
	at    time.Time
	stars int
	text  string
	said  []string // name, place and text in each language
}

// review deals stars among the buyers of each product, and puts the written reviews to buyers of the same kind.
func (s *shop) review(written [][]string) {
	for _, product := range []struct {
		name  string
		stars []int // how many gave 5, 4, 3, 2, 1
	}{
		{"kettle", []int{318, 71, 15, 4, 4}},
		{"teapot", []int{152, 45, 11, 4, 2}},
		{"sencha", []int{331, 43, 9, 3, 2}},
		{"lahijan", []int{196, 78, 20, 7, 4}},
		{"cup", []int{92, 48, 17, 6, 4}},
		{"sampler", []int{180, 51, 13, 4, 3}},
	} {
		n := 0
		for _, k := range product.stars {
			n += k
		}
		start := len(s.reviews)
		for _, a := range s.buyersOf(product.name, n) {
			s.reviews = append(s.reviews, review{of: a, at: a.delivered.AddDate(0, 0, 14)})
		}
		deal(index(s.reviews[start:]), product.stars, func(r *review, k int) { r.stars = 5 - k })
	}
	slices.SortStableFunc(s.reviews, func(a, b review) int { return a.at.Compare(b.at) })
	for i, row := range written {
		s.place(row, i%3)
	}
}

// said are the columns of what people wrote, in the languages of the site.
var said = []string{"name", "place", "text", "name_fa", "place_fa", "text_fa", "name_ko", "place_ko", "text_ko"}

// place gives a written review to one of the latest buyers whom it fits: by stars always, by kind and region if there is one.
func (s *shop) place(row []string, skip int) {
	for strict := range 3 {
		var fit []*review
		for _, r := range slices.Backward(index(s.reviews)) {
			kind := "returning"
			switch {
			case r.of.customer.office:
				kind = "office"
			case r.of.first:
				kind = "first"
			}
			if r.text == "" && r.of.customer.office == (row[2] == "office") && r.of.product == row[0] && strconv.Itoa(r.stars) == row[1] &&
				(strict > 0 || kind == row[2]) && (strict > 1 || r.of.region == row[3]) {
				fit = append(fit, r)
			}
		}
		if len(fit) > 0 {
			r := fit[min(skip, len(fit)-1)]
			r.text, r.said = row[6], row[4:]
			return
		}
	}
}

// buyersOf chooses n orders of a product, in blocks of new and returning customers; of the sampler's buyers, eleven are offices.
func (s *shop) buyersOf(product string, n int) []*sale {
	var offices, others []*sale
	for _, a := range s.sales {
		switch {
		case a.product != product || a.delivered.AddDate(0, 0, 14).After(lastDay):
		case a.customer.office:
			offices = append(offices, a)
		default:
			others = append(others, a)
		}
	}
	s.by(others, func(a *sale) string { return fmt.Sprint(a.first) })
	offices = offices[:min(11, len(offices))]
	if product != "sampler" {
		offices = nil
	}
	chosen := offices
	deal(others, quota(len(others), float64(n-len(offices)), float64(len(others)-n+len(offices))), func(a *sale, k int) {
		if k == 0 {
			chosen = append(chosen, a)
		}
	})
	return chosen
}

// index gives pointers to the elements.
func index[T any](of []T) []*T {
	at := make([]*T, len(of))
	for i := range of {
		at[i] = &of[i]
	}
	return at
}

// claim asks the reviewers whether what a product page says is true for them.
func (s *shop) claim() {
	for _, c := range []struct {
		product, question string
		asked, yes        int
	}{
		{"kettle", "taste", 402, 366}, {"kettle", "wait", 398, 334}, {"kettle", "pour", 405, 381},
		{"teapot", "drip", 209, 199}, {"teapot", "warm", 206, 173}, {"teapot", "clean", 207, 186},
		{"sencha", "sweet", 379, 345}, {"sencha", "second", 371, 316}, {"sencha", "again", 381, 354},
		{"lahijan", "smell", 291, 274}, {"lahijan", "plain", 296, 263}, {"lahijan", "again", 300, 264},
		{"cup", "hold", 163, 150}, {"cup", "size", 161, 129}, {"cup", "stack", 158, 147},
		{"sampler", "favourite", 246, 219}, {"sampler", "heat", 241, 200}, {"sampler", "tin", 238, 112},
	} {
		var asked []*review
		office := 0
		for _, r := range index(s.reviews) {
			if r.of.product != c.product {
				continue
			}
			if r.of.customer.office {
				if office++; c.question == "tin" && office > 3 {
					continue
				}
			}
			asked = append(asked, r)
		}
		slices.SortStableFunc(asked, func(a, b *review) int {
			return cmp.Or(cmp.Compare(fmt.Sprint(!a.of.customer.office, a.of.first), fmt.Sprint(!b.of.customer.office, b.of.first)))
		})
		var answered []*review
		deal(asked, quota(len(asked), float64(c.asked), float64(len(asked)-c.asked)), func(r *review, k int) {
			if k == 0 || r.of.customer.office {
				answered = append(answered, r)
			}
		})
		answered = answered[:min(c.asked, len(answered))]
		deal(answered, []int{c.yes, len(answered) - c.yes}, func(r *review, k int) {
			s.claims = append(s.claims, []string{day(r.at), r.of.customer.id, c.product, c.question, []string{"yes", "no"}[k]})
		})
	}
	slices.SortStableFunc(s.claims, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
}

// talk makes the help desk's log since June 2026: who wrote when, about what, and how many seconds passed until a person answered.
func (s *shop) talk() {
	for m := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC); m.Before(lastDay); m = m.AddDate(0, 1, 0) {
		var slots []time.Time
		for d := m; d.Before(m.AddDate(0, 1, 0)) && !d.After(lastDay); d = d.AddDate(0, 0, 1) {
			if d == workdays(d, 0) {
				for range 9 {
					slots = append(slots, d.Add(9*time.Hour+time.Duration(s.dice.IntN(9*60))*time.Minute))
				}
			}
		}
		// Half of all wait at most nine minutes, and a few wait long.
		deal(slots, quota(len(slots), 8, 12, 16, 22, 16, 12, 8, 6), func(at time.Time, k int) {
			seconds := []int{1, 3, 6, 9, 12, 17, 28, 55}[k]*60 + s.dice.IntN(60)
			if k == 3 {
				seconds = 9 * 60
			}
			topic := pick(s.dice, []string{"delivery", "delivery", "return", "choosing", "choosing", "care", "payment"})
			s.talks = append(s.talks, []string{at.Format("2006-01-02T15:04"), topic, strconv.Itoa(seconds)})
		})
	}
	slices.SortStableFunc(s.talks, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

// tables gives everything as files.
func (s *shop) tables() []sheet {
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	answers := [][]string{{"date", "customer", "channel", "device", "product", "region", "score", "satisfaction", "comment"}}
	for _, a := range slices.SortedStableFunc(slices.Values(s.sales), func(a, b *sale) int { return a.asked.Compare(b.asked) }) {
		if !a.answered {
			continue
		}
		satisfaction := ""
		if a.satisfaction > 0 {
			satisfaction = strconv.Itoa(a.satisfaction)
		}
		answers = append(answers, []string{day(a.asked), a.customer.id, a.channel, a.device, a.product, a.region,
			strconv.Itoa(a.score), satisfaction, a.comment})
	}
	orders := [][]string{{"order", "customer", "placed", "promised", "delivered", "on_time", "channel", "product", "plan", "amount", "returned"}}
	for i, a := range s.sales {
		orders = append(orders, []string{strconv.Itoa(200001 + i), a.customer.id, day(a.placed), day(a.promised), day(a.delivered),
			yes(!a.late), a.channel, a.product, a.plan, fmt.Sprintf("%d.%02d", a.cents/100, a.cents%100), yes(a.returned)})
	}
	customers := [][]string{{"customer", "orders", "days_since_last_order", "kind", "region"}}
	for _, b := range s.buyers {
		kind := "home"
		if b.office {
			kind = "office"
		}
		last := slices.MaxFunc(b.sales, func(x, y *sale) int { return x.placed.Compare(y.placed) }).placed
		customers = append(customers, []string{b.id, strconv.Itoa(len(b.sales)), strconv.Itoa(int(lastDay.Sub(last).Hours() / 24)), kind, b.region})
	}
	events := [][]string{{"customer", "time", "event", "device", "channel"}}
	for _, v := range s.journey {
		events = append(events, []string{v.customer, v.at.Format("2006-01-02T15:04:05"), v.step, v.device, v.channel})
	}
	reviews := [][]string{append([]string{"date", "customer", "product", "stars"}, said...)}
	for _, r := range s.reviews {
		if r.said == nil {
			r.said = make([]string, len(said))
		}
		reviews = append(reviews, append([]string{day(r.at), r.of.customer.id, r.of.product, strconv.Itoa(r.stars)}, r.said...))
	}
	claims := append([][]string{{"date", "customer", "product", "question", "answer"}}, s.claims...)
	talks := append([][]string{{"opened", "topic", "waited"}}, s.talks...)
	return append(s.year, []sheet{{"answers.csv", answers}, {"orders.csv", orders}, {"customers.csv", customers}, {"events.csv", events},
		{"reviews.csv", reviews}, {"claims.csv", claims}, {"talks.csv", talks}}...)
}
