package generator_test

// The sample data of the example site, data/*.csv, come from here: `go test ./generator -run TestSample -update` writes them
// again, and without -update the test says whether the files still are what this program makes.
//
// Nothing here rolls free dice for a rate. Rates are quotas, dealt out so that each block of like rows (a channel, a kind of
// customer, a device, a region) gets its share to within one row; chance only decides who and when. So the effects below are in
// the data, and no others are:
//
//   - From 4 May 2026 parcels take two working days, where they took four. NPS climbs from the high twenties to the low forties
//     by August, in every channel alike (rise): clear against a year before, never from one month to the next.
//   - On phones 30 in 100 visitors who reach the payment page leave there, on computers 9 in 100. All other steps lose the same.
//   - The marketplace scores nearly fifty points of NPS below every other channel, before and after May. Its customers are as
//     satisfied with the goods as all others.
//   - The Azores and Madeira give three and two answers a month: fewer than five, so they must stay hidden. So must three answers
//     of offices about the sampler.
//
// Satisfaction (86 in 100), punctuality (97 in 100), the mix of goods, and the minutes until a person answers stay flat.

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestSample(t *testing.T) {
	shop := openShop(readWritten(t, "reviews"), readWritten(t, "comments"), readWritten(t, "feedback"))
	for _, table := range shop.tables() {
		path := filepath.Join("..", "data", table.name)
		if *update {
			if err := os.WriteFile(path, table.text(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, table.text()) {
			t.Errorf("%s is not what this test makes: run it with -update, or take the edit back", path)
		}
	}
}

// readWritten reads what people wrote: the only part of the sample that is not generated.
func readWritten(t *testing.T, name string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "sample", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// sheet is a table on its way to a file.
type sheet struct {
	name string
	rows [][]string
}

func (s sheet) text() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.WriteAll(s.rows) // a Buffer takes all
	return out.Bytes()
}

// sale is an order with all that followed from it.
type sale struct {
	customer                    *buyer
	first                       bool // the customer's only order
	channel, device, region     string
	placed, promised, delivered time.Time
	late, returned              bool
	product, plan               string
	cents                       int
	asked                       time.Time // when the customer answered or, mostly, would have
	answered                    bool
	score, satisfaction         int // satisfaction 0: left blank
	comment                     string
}

// buyer is a customer with his days of order or visit, which lie far enough apart for no funnel window to hold two.
type buyer struct {
	id     string
	region string
	office bool
	sales  []*sale
	visits []time.Time
}

// free says whether the buyer has neither ordered nor visited near that day.
func (b *buyer) free(day time.Time) bool {
	near := func(t time.Time) bool { return math.Abs(t.Sub(day).Hours()) < 16*24 }
	return !slices.ContainsFunc(b.sales, func(s *sale) bool { return near(s.placed) }) && !slices.ContainsFunc(b.visits, near)
}

// shop is the sample as a whole.
type shop struct {
	dice    *rand.Rand
	sales   []*sale
	buyers  []*buyer
	journey []visit
	reviews []review
	claims  [][]string
	talks   [][]string
	year    []sheet // the tables of the report about customers
}

func openShop(reviews, comments, feedback [][]string) *shop {
	s := &shop{dice: rand.New(rand.NewPCG(2026, 1114))}
	for month, answers := range []int{ // November 2024 to 14 November 2026
		252, 268, 259, 246, 263, 258, 270, 266, 272, 264, 288, 300, 296, 305, 297, 284, 299, 292, 301, 298, 304, 296, 306, 312, 146,
	} {
		s.sell(month, answers, true)
		s.sell(month, answers*19/20, false)
	}
	slices.SortStableFunc(s.sales, func(a, b *sale) int { return a.placed.Compare(b.placed) })
	s.name()
	s.supplyOffices()
	s.comment(comments)
	s.walk()
	s.review(reviews)
	s.claim()
	s.talk()
	stays, sent := s.subscribe()
	s.year = []sheet{{"boxes.csv", stays}, {"sent.csv", sent}, {"touchpoints.csv", s.touch()}, {"statements.csv", s.state()}, {"ratings.csv", s.value()},
		{"feedback.csv", s.feed(feedback)}, {"help.csv", s.help()}}
	return s
}

// month gives the first day of a month of the sample; 0 is November 2024.
func month(i int) time.Time { return time.Date(2024, time.Month(11+i), 1, 0, 0, 0, 0, time.UTC) }

// rise is what two-day delivery did to NPS in every channel, in points.
func rise(m int) float64 {
	may := 18
	if m < may {
		return 0
	}
	return []float64{6, 11, 14, 15, 15, 16, 16}[m-may]
}

// sway lets a rate move a little from month to month, by up to two points: too little to be called a change.
func sway(m int) float64 {
	return []float64{0, -1.5, 1, 2, -.5, -2, 1.5, .5, -1, 2, -1.5, 0}[m%12]
}

// sell makes the orders whose answers fall into a month.
func (s *shop) sell(m, n int, answered bool) {
	sales := make([]*sale, n)
	for i := range sales {
		sales[i] = &sale{answered: answered}
	}
	days := 0 // of the month that the sample covers
	for d := month(m); d.Before(month(m+1)) && d.Before(lastDay.AddDate(0, 0, 1)); d = d.AddDate(0, 0, 1) {
		days++
	}

	channels := quota(n, 38, 30, 17, 15)
	deal(sales, channels, func(a *sale, k int) { a.channel = []string{"Web shop", "Newsletter", "Social media", "Marketplace"}[k] })
	s.by(sales, func(a *sale) string { return a.channel })
	deal(sales, quota(n, 40, 60), func(a *sale, k int) { a.first = k == 0 })
	s.by(sales, func(a *sale) string { return fmt.Sprint(a.channel, a.first) })
	small := []int{3, 2}
	if days < 20 {
		small = []int{1, 1}
	}
	regions := append(quota(n-small[0]-small[1], 34, 24, 19, 12, 11), small...)
	deal(sales, regions, func(a *sale, k int) {
		a.region = []string{"Portugal", "Spain", "France", "Germany", "Ireland", "Azores", "Madeira"}[k]
	})
	s.by(sales, func(a *sale) string { return fmt.Sprint(a.channel, a.first, a.region) })
	deal(sales, quota(n, 54, 46), func(a *sale, k int) { a.device = []string{"Phone", "Computer"}[k] })

	s.by(sales, func(a *sale) string { return fmt.Sprint(a.channel, a.first) })
	deal(sales, quota(n, 26, 22, 16, 15, 11, 10), func(a *sale, k int) {
		a.product = []string{"sencha", "lahijan", "kettle", "sampler", "teapot", "cup"}[k]
	})
	s.by(sales, func(a *sale) string { return a.product })
	deal(sales, quota(n, 31, 54, 15), func(a *sale, k int) {
		tins := []int{1, 2, 3}[k]
		switch a.product {
		case "kettle":
			a.plan, a.cents = []string{"kettle", "teas", "table"}[k], []int{8900, 10400, 18900}[k]
		case "teapot":
			a.cents = 6400
		case "cup":
			a.cents = 3800
		case "sampler":
			a.cents = 2400
		case "sencha":
			a.cents = 1400 * tins
		case "lahijan":
			a.cents = 1100 * tins
		}
	})
	s.by(sales, func(*sale) string { return "" })
	deal(sales, quota(n, 98, 2), func(a *sale, k int) { a.returned = k == 1 })
	s.by(sales, func(a *sale) string { return fmt.Sprint(a.channel, a.first) })
	deal(sales, quota(n, 97+.25*sway(m+6+m/12), 3-.25*sway(m+6+m/12)), func(a *sale, k int) { a.late = k == 1 })

	s.rate(sales, m)
	for i, day := range s.dice.Perm(n) {
		s.send(sales[i], month(m).AddDate(0, 0, day*days/n))
	}
	s.sales = append(s.sales, sales...)
}

// rate gives each order its two answers.
func (s *shop) rate(sales []*sale, m int) {
	s.by(sales, func(a *sale) string { return fmt.Sprint(a.channel, a.first, a.region, a.device) })
	for i, channel := range []string{"Web shop", "Newsletter", "Social media", "Marketplace"} {
		part := slices.DeleteFunc(slices.Clone(sales), func(a *sale) bool { return a.channel != channel })
		nps := []float64{34, 35, 33, -14}[i] + rise(m) + sway(m)
		deal(part, quota(len(part), 35+nps/2, 30, 35-nps/2), func(a *sale, k int) { a.score = k })
	}
	for _, a := range sales { // from group to score
		a.score = pick(s.dice, [][]int{{9, 9, 9, 9, 10, 10, 10, 10, 10}, {7, 7, 8, 8, 8}, {0, 0, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6}}[a.score])
	}
	s.by(sales, func(a *sale) string { return fmt.Sprint(a.region, a.first, a.channel, a.device) })
	deal(sales, quota(len(sales), 2, 2, 4, 7.5-.7*sway(m+3+m/12), 37, 47.5+.7*sway(m+3+m/12)), func(a *sale, k int) { a.satisfaction = k })
}

// send works back from the day of the answer to the day of the order.
func (s *shop) send(a *sale, asked time.Time) {
	a.asked = asked
	a.delivered = workdays(asked.AddDate(0, 0, -3-s.dice.IntN(6)), 0)
	switch {
	case a.late:
		a.promised = workdays(a.delivered, -1-s.dice.IntN(3))
	case s.dice.IntN(10) < 3:
		a.promised = workdays(a.delivered, 1)
	default:
		a.promised = a.delivered
	}
	a.placed = workdays(a.promised, -2)
	if a.placed.Before(twoDays) {
		a.placed = workdays(a.promised, -4)
	}
	if a.placed.Weekday() == time.Monday && a.placed != twoDays && s.dice.IntN(2) == 0 { // ordered at the weekend
		a.placed = a.placed.AddDate(0, 0, -1-s.dice.IntN(2))
	}
}

// name gives each order its customer: an own one for a first order, otherwise one of the region's who has been quiet for a while.
func (s *shop) name() {
	pools := map[string][]*buyer{}
	size := map[string]int{}
	for _, a := range s.sales {
		if !a.first {
			size[a.region] += 1
		}
	}
	for _, a := range s.sales {
		if a.first {
			a.customer = &buyer{region: a.region}
			a.customer.sales = append(a.customer.sales, a)
			continue
		}
		var chosen *buyer
		if pool := pools[a.region]; len(pool) > 0 && s.dice.IntN(size[a.region]/4+1) < 2*len(pool) {
			for range 20 {
				if b := pick(s.dice, pool); b.free(a.placed) {
					chosen = b
					break
				}
			}
		}
		if chosen == nil {
			chosen = &buyer{region: a.region}
			pools[a.region] = append(pools[a.region], chosen)
		}
		chosen.sales = append(chosen.sales, a)
		a.customer = chosen
	}
	// Whoever came once only must come again, or he would count as new: his order goes to another customer of the region.
	for _, a := range s.sales {
		if a.first || len(a.customer.sales) > 1 {
			continue
		}
		for _, b := range pools[a.region] {
			if b != a.customer && len(b.sales) > 0 && b.free(a.placed) {
				a.customer.sales = nil
				a.customer = b
				b.sales = append(b.sales, a)
				slices.SortStableFunc(b.sales, func(x, y *sale) int { return x.placed.Compare(y.placed) })
				break
			}
		}
	}
	for _, a := range s.sales {
		if a.customer.id == "" {
			s.buyers = append(s.buyers, a.customer)
			a.customer.id = fmt.Sprintf("c%05d", 10000+len(s.buyers))
		}
	}
}

// supplyOffices makes offices of some customers who order often, and sees to it that they have bought samplers for the meeting
// room: they swap goods with somebody of the same month and channel, so that no other count moves.
func (s *shop) supplyOffices() {
	offices := 0
	for _, b := range s.buyers {
		if offices == 36 {
			break
		}
		if b.region != "Portugal" || len(b.sales) < 4 {
			continue
		}
		b.office = true
		offices++
		if offices > 14 {
			continue
		}
		a := b.sales[len(b.sales)-1]
		for _, other := range s.sales {
			if other.product == "sampler" && a.product != "sampler" && !other.first && !other.customer.office &&
				other.channel == a.channel && other.asked.Format("2006-01") == a.asked.Format("2006-01") {
				a.product, other.product = other.product, a.product
				a.plan, other.plan = other.plan, a.plan
				a.cents, other.cents = other.cents, a.cents
				break
			}
		}
	}
}

// comment puts each written comment to an answer of its group, latest first.
func (s *shop) comment(written [][]string) {
	group := func(a *sale) string {
		switch {
		case a.score >= 9:
			return "promoter"
		case a.score >= 7:
			return "passive"
		}
		return "detractor"
	}
	for i, row := range written {
		skip := i%7 + 1
		for _, a := range slices.Backward(s.sales) {
			if a.answered && a.comment == "" && group(a) == row[0] && (row[1] == "" || row[1] == a.channel) && (row[2] == "" || row[2] == a.device) {
				if skip--; skip == 0 {
					a.comment = row[3]
					break
				}
			}
		}
	}
}

// lastDay is the day of the exports; twoDays the first day of two-day delivery.
var (
	lastDay = time.Date(2026, 11, 14, 0, 0, 0, 0, time.UTC)
	twoDays = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
)

// workdays goes so many working days on, or back; with 0 to the nearest working day not after the day.
func workdays(day time.Time, n int) time.Time {
	weekend := func() bool { return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday }
	for weekend() {
		day = day.AddDate(0, 0, -1)
	}
	step := 1
	if n < 0 {
		step = -1
	}
	for ; n != 0; n -= step {
		for day = day.AddDate(0, 0, step); weekend(); day = day.AddDate(0, 0, step) {
		}
	}
	return day
}

// quota shares n out in proportion to weights, by largest remainder.
func quota(n int, weights ...float64) []int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	parts, rest := make([]int, len(weights)), make([]int, len(weights))
	left := n
	for i, w := range weights {
		parts[i] = int(float64(n) * w / total)
		left -= parts[i]
		rest[i] = i
	}
	over := func(i int) float64 { return float64(n)*weights[i]/total - float64(parts[i]) }
	slices.SortStableFunc(rest, func(a, b int) int { return cmp.Compare(over(b), over(a)) })
	for _, i := range rest[:left] {
		parts[i]++
	}
	return parts
}

// deal gives each item a class, as often as parts says and as evenly along the items as can be: the class that is most overdue.
func deal[T any](items []T, parts []int, give func(T, int)) {
	given := make([]int, len(parts))
	for i, item := range items {
		due, most := 0, math.Inf(-1)
		for k, part := range parts {
			if d := float64(part)*(float64(i)+.5)/float64(len(items)) - float64(given[k]); given[k] < part && d > most {
				due, most = k, d
			}
		}
		given[due]++
		give(item, due)
	}
}

// by brings the orders into blocks of like ones, in chance order within a block.
func (s *shop) by(sales []*sale, key func(*sale) string) {
	s.dice.Shuffle(len(sales), func(i, j int) { sales[i], sales[j] = sales[j], sales[i] })
	slices.SortStableFunc(sales, func(a, b *sale) int { return cmp.Compare(key(a), key(b)) })
}

func pick[T any](dice *rand.Rand, from []T) T { return from[dice.IntN(len(from))] }
