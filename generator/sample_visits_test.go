package generator_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// visit is one step of a visitor on the way to an order.
type visit struct {
	customer, step, device, channel string
	at                              time.Time
}

// trip is a visit that ends after so many steps.
type trip struct {
	depth           int // steps done: 1 looked only, 5 ordered
	device, channel string
	known           int // 0 nobody we know, 1 a customer with one order, 2 with more
}

// walk makes the journeys in the shop's own channels since June 2026. Each order of that time has its journey, and the quotas of
// those who left on the way are counted back from the orders. A customer's journeys lie at least 16 days apart, so that none
// passes for the continuation of another.
func (s *shop) walk() {
	first, end := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC)
	for m := first; m.Before(end); m = m.AddDate(0, 1, 0) {
		last := m.AddDate(0, 1, -1)
		if last.After(end) {
			last = end
		}
		orders := map[string]int{}
		for _, a := range s.sales {
			if a.channel != "Marketplace" && !a.placed.Before(m) && !a.placed.After(last) {
				orders[a.device]++
				s.step(a.customer.id, a.placed, trip{5, a.device, a.channel, 0})
			}
		}
		var trips []*trip
		for _, device := range []string{"Phone", "Computer"} {
			paid := .91 // share of those at the payment page who order
			if device == "Phone" {
				paid = .70
			}
			reached := float64(orders[device])
			for depth, share := range []float64{paid, .90, .76, .60} {
				before := math.Round(reached / share)
				for range int(before - reached) {
					trips = append(trips, &trip{depth: 4 - depth, device: device})
				}
				reached = before
			}
		}
		deal(trips, quota(len(trips), 45, 35, 20), func(t *trip, k int) { t.channel = []string{"Web shop", "Newsletter", "Social media"}[k] })
		s.dice.Shuffle(len(trips), func(i, j int) { trips[i], trips[j] = trips[j], trips[i] })
		slices.SortStableFunc(trips, func(a, b *trip) int {
			return cmp.Or(cmp.Compare(a.device, b.device), cmp.Compare(a.depth, b.depth))
		})
		deal(trips, quota(len(trips), 80, 8, 12), func(t *trip, k int) { t.known = k })
		days := int(last.Sub(m).Hours()/24) + 1
		for _, t := range trips {
			day := m.AddDate(0, 0, s.dice.IntN(days))
			id := ""
			if t.known > 0 {
				for id == "" {
					b := pick(s.dice, s.buyers)
					if (len(b.sales) == 1) == (t.known == 1) && b.sales[0].placed.Before(day) && b.free(day) {
						id = b.id
						b.visits = append(b.visits, day)
					}
				}
			}
			s.step(id, day, *t)
		}
	}
	slices.SortStableFunc(s.journey, func(a, b visit) int { return a.at.Compare(b.at) })
	strangers := map[string]string{}
	for i, v := range s.journey {
		if v.customer[0] == '?' {
			if strangers[v.customer] == "" {
				strangers[v.customer] = fmt.Sprintf("v%05d", 10000+len(strangers))
			}
			s.journey[i].customer = strangers[v.customer]
		}
	}
}

// step writes the steps of one trip down.
func (s *shop) step(customer string, day time.Time, t trip) {
	if customer == "" {
		customer = fmt.Sprint("?", len(s.journey))
	}
	at := day.Add(7*time.Hour + time.Duration(s.dice.IntN(14*3600))*time.Second)
	pause := [][2]int{{0, 0}, {90, 420}, {40, 150}, {50, 140}, {35, 80}} // seconds before a step: least, and up to so many more
	if t.device == "Phone" {
		pause[4] = [2]int{80, 240}
	}
	for i, step := range []string{"View", "Cart", "Address", "Payment", "Order"}[:t.depth] {
		at = at.Add(time.Duration(pause[i][0]+s.dice.IntN(pause[i][1]+1)) * time.Second)
		s.journey = append(s.journey, visit{customer, step, t.device, t.channel, at})
	}
}
