package generator_test

// What the second report of the example is about: the tea box, the journey, the statements, the ratings, the feedback and the help. As in
// sample_test.go rates are quotas, and these are the only effects in them:
//
//   - Since 1 March 2026 a tea box can be paused. Before, 6 in 100 box customers left in a month, since then 3.5 in 100.
//   - Unpacking is the best moment of the journey, the first brew the worst; the payment page is below the rest. Nothing moves in time.
//   - Those who work with the tea think that it is easy to brew well and easy to choose; customers agree less. On the other
//     statements both agree.
//   - How brewing and delivery are rated decides most whether people recommend; brewing is rated low, delivery high.
//   - Who mentions brewing or the payment page scores low, who mentions delivery or taste high.
//
// How easy it was to get help does not change.

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// box is a stay as a customer of the tea box; a zero end has none yet.
type box struct {
	customer   string
	start, end time.Time
}

// subscribe lets customers take and leave the box, month by month. The boxes that went to those who took it in the last twelve months are
// listed, too: one a month until they leave, but for one in twelve that was paused.
func (s *shop) subscribe() (stays, sent [][]string) {
	var boxes []*box
	take := func(n int, at func(i int) time.Time) {
		for i := range n {
			boxes = append(boxes, &box{customer: s.buyers[(17+29*len(boxes))%len(s.buyers)].id, start: at(i)})
		}
	}
	take(900, func(i int) time.Time { return month(0).AddDate(0, 0, -1-i%180) })
	for m := range 24 {
		leaves := 6.
		if m >= 16 { // March 2026
			leaves = 3.5
		}
		var here []*box
		for _, b := range boxes {
			if b.end.IsZero() {
				here = append(here, b)
			}
		}
		s.dice.Shuffle(len(here), func(i, j int) { here[i], here[j] = here[j], here[i] })
		for i, b := range here[:int(math.Round(float64(len(here))*leaves/100))] {
			b.end = month(m).AddDate(0, 0, 1+i%27)
		}
		take(66+m%3, func(i int) time.Time { return month(m).AddDate(0, 0, i*27/70) })
	}
	stays, sent = [][]string{{"customer", "start", "end"}}, [][]string{{"customer", "sent"}}
	slices.SortStableFunc(boxes, func(a, b *box) int { return a.start.Compare(b.start) })
	for _, b := range boxes {
		end := ""
		if !b.end.IsZero() {
			end = day(b.end)
		}
		stays = append(stays, []string{b.customer, day(b.start), end})
	}
	for m := 12; m < 24; m++ {
		for i, b := range boxes {
			out := month(m).AddDate(0, 0, 2+i%24)
			if out.Before(b.start) {
				out = b.start
			}
			new := b.start.Before(month(m+1)) && !b.start.Before(month(m))
			paused := !new && m >= 16 && (i+5*m)%12 == 0
			if !b.start.Before(month(12)) && b.start.Before(month(m+1)) && (b.end.IsZero() || b.end.After(out) || new) && !paused {
				sent = append(sent, []string{b.customer, day(out)})
			}
		}
	}
	return stays, sent
}

// touch asks at each touchpoint of the journey, twelve a month from November 2025 to October 2026.
func (s *shop) touch() [][]string {
	rows := [][]string{{"date", "touchpoint", "satisfaction", "mood"}}
	stops := []struct {
		name         string
		satisfaction []float64 // 1 to 5
		mood         []float64 // negative, neutral, positive
	}{
		{"Search", []float64{2, 5, 14, 42, 37}, []float64{10, 40, 50}},
		{"Choose", []float64{4, 9, 22, 38, 27}, []float64{20, 46, 34}},
		{"Pay", []float64{9, 16, 26, 29, 20}, []float64{34, 44, 22}},
		{"Wait", []float64{3, 6, 13, 36, 42}, []float64{13, 42, 45}},
		{"Unpack", []float64{1, 1, 5, 24, 69}, []float64{3, 17, 80}},
		{"First brew", []float64{12, 23, 27, 24, 14}, []float64{48, 31, 21}},
		{"Everyday", []float64{2, 5, 15, 40, 38}, []float64{8, 40, 52}},
	}
	const months, each = 12, 12
	moods := []string{"negative", "neutral", "positive"}
	var all [][]string
	for _, stop := range stops {
		asked := make([][]string, months*each)
		for i := range asked {
			asked[i] = []string{day(month(12+i/each).AddDate(0, 0, 2*(i%each)+1)), stop.name, "", ""}
		}
		s.dice.Shuffle(each, func(i, j int) { asked[i], asked[j] = asked[j], asked[i] })
		deal(asked, quota(len(asked), stop.satisfaction...), func(row []string, k int) { row[2] = strconv.Itoa(k + 1) })
		slices.SortStableFunc(asked, func(a, b []string) int { return int(a[2][0]) - int(b[2][0]) })
		left := quota(len(asked), stop.mood...)
		k := 0
		for _, row := range asked { // who is satisfied is pleased
			for left[k] == 0 {
				k++
			}
			left[k]--
			row[3] = moods[k]
		}
		all = append(all, asked...)
	}
	slices.SortStableFunc(all, func(a, b []string) int {
		if a[0] < b[0] {
			return -1
		} else if a[0] > b[0] {
			return 1
		}
		return 0
	})
	return append(rows, all...)
}

// state lets the people who work with the tea and its customers rate the same statements.
func (s *shop) state() [][]string {
	rows := [][]string{{"date", "side", "statement", "rating"}}
	for _, of := range []struct {
		statement       string
		team, customers []float64 // 1 to 5
	}{
		{"Easy to choose", []float64{0, 0, 1, 5, 8}, []float64{3, 9, 26, 40, 22}},
		{"Easy to brew well", []float64{0, 0, 1, 4, 9}, []float64{12, 22, 29, 25, 12}},
		{"Comes when promised", []float64{0, 1, 2, 6, 5}, []float64{2, 5, 14, 38, 41}},
		{"Tastes as described", []float64{0, 0, 1, 5, 8}, []float64{1, 2, 8, 33, 56}},
		{"Somebody answers", []float64{0, 1, 3, 6, 4}, []float64{3, 7, 20, 38, 32}},
		{"Worth its price", []float64{0, 1, 4, 6, 3}, []float64{4, 10, 28, 38, 20}},
	} {
		for side, weights := range [][]float64{of.team, of.customers} {
			n, name := 14, "team"
			if side == 1 {
				n, name = 150, "customer"
			}
			for k, count := range quota(n, weights...) {
				for range count {
					rows = append(rows, []string{day(month(22).AddDate(0, 0, len(rows)%30)), name, of.statement, strconv.Itoa(k + 1)})
				}
			}
		}
	}
	s.dice.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
	return rows
}

// value asks what people think of six things, and whether they would recommend the shop.
func (s *shop) value() [][]string {
	rows := [][]string{{"date", "recommend", "choosing", "delivery", "taste", "brewing", "help", "price"}}
	const n = 420
	answers := make([][6]int, n)
	for c, weights := range [][]float64{
		{3, 8, 24, 40, 25}, // choosing
		{2, 4, 10, 30, 54}, // delivery
		{1, 2, 7, 30, 60},  // taste
		{12, 22, 28, 24, 14},
		{3, 7, 20, 38, 32},
		{4, 12, 30, 36, 18},
	} {
		s.dice.Shuffle(n, func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		deal(placesOf(answers), quota(n, weights...), func(a *[6]int, k int) { a[c] = k + 1 })
	}
	for i, a := range answers {
		v := 7.2 + .4*float64(a[0]-4) + 1.1*float64(a[1]-4) + .8*float64(a[2]-4) + float64(a[3]-3) + .55*float64(a[4]-4) + .6*float64(a[5]-3)
		v += 4 * (s.dice.Float64() + s.dice.Float64() - 1)
		row := []string{day(month(22).AddDate(0, 0, i*30/n)), strconv.Itoa(int(min(10, max(0, math.Round(v)))))}
		for _, x := range a {
			row = append(row, strconv.Itoa(x))
		}
		rows = append(rows, row)
	}
	return rows
}

// placesOf gives the places of the answers, so that they can be filled in.
func placesOf(all [][6]int) (places []*[6]int) {
	for i := range all {
		places = append(places, &all[i])
	}
	return places
}

// feed makes the feedback of a year: a score, what it is about, who looks after it and how far that has come, and for some of it the words.
func (s *shop) feed(written [][]string) [][]string {
	rows := [][]string{{"opened", "score", "themes", "owner", "state", "answered", "closed", "comment", "comment_fa", "comment_ko"}}
	type note struct {
		theme, owner string
		score        int
	}
	var notes []note
	const n = 336
	for k, count := range quota(n, 27, 26, 22, 11, 8, 6) {
		theme := []string{"Delivery", "Brewing", "Taste", "Payment page", "Packaging", "Price"}[k]
		part := make([]*note, count)
		for i := range part {
			part[i] = &note{theme: theme, owner: []string{"Tom", "Ines", "Ines", "Reza", "Tom", "Hana"}[k]}
		}
		// detractors, passives, promoters
		mix := [][]float64{{10, 20, 70}, {48, 34, 18}, {6, 22, 72}, {62, 24, 14}, {20, 30, 50}, {30, 40, 30}}[k]
		deal(part, quota(count, mix...), func(a *note, g int) { a.score = g })
		for _, a := range part {
			a.score = pick(s.dice, [][]int{{2, 3, 4, 5, 5, 6, 6}, {7, 7, 8, 8}, {9, 9, 10, 10}}[a.score])
			notes = append(notes, *a)
		}
	}
	s.dice.Shuffle(n, func(i, j int) { notes[i], notes[j] = notes[j], notes[i] })
	said := map[int][]string{}
	for _, w := range written {
		for i := n - 1; i >= 0; i-- {
			low := w[1] == "low"
			if a := notes[i]; said[i] == nil && a.theme == w[0] && (a.score <= 6) == low && (low || a.score >= 9) {
				said[i] = w[2:]
				break
			}
		}
	}
	for i, a := range notes {
		opened := month(12).AddDate(0, 0, i*364/n)
		themes := a.theme
		if i%9 == 4 && a.theme != "Taste" && a.score >= 9 {
			themes += "; Taste"
		}
		answered, closed, state := opened.AddDate(0, 0, 1+i%3), opened.AddDate(0, 0, 4+i%11), "closed"
		switch age := month(24).Sub(opened).Hours() / 24; {
		case age < 3:
			state, answered, closed = "new", time.Time{}, time.Time{}
		case age < 14 && i%2 == 0:
			state, closed = "answered", time.Time{}
		case age < 14 && i%3 == 0:
			state, answered, closed = "in progress", time.Time{}, time.Time{}
		}
		words := said[i]
		if words == nil {
			words = make([]string, 3)
		}
		rows = append(rows, append([]string{day(opened), strconv.Itoa(a.score), themes, a.owner, state, dayOr(answered), dayOr(closed)}, words...))
	}
	return rows
}

// dayOr writes a day, nothing for none.
func dayOr(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return day(t)
}

// help asks after a talk whether it was easy to get help, from 1 to 7.
func (s *shop) help() [][]string {
	rows := [][]string{{"date", "easy", "topic"}}
	const n = 432
	asked := make([][]string, n)
	for i := range asked {
		asked[i] = []string{day(month(12).AddDate(0, 0, i*364/n)), "", []string{"choosing", "delivery", "care", "payment", "return"}[i%5]}
	}
	deal(asked, quota(n, 3, 4, 6, 12, 19, 30, 26), func(row []string, k int) { row[1] = fmt.Sprint(k + 1) })
	return append(rows, asked...)
}
