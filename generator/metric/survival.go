package metric

import (
	"math"
	"slices"
	"strconv"
	"time"

	"cxgen/generator/data"
)

// monthDays is how many days a month of a stay has, counted from its own start.
const monthDays = 30

// lasting is how long one stay lasted as far as it is known: its days, and whether it ended then or is only seen so far.
type lasting struct {
	row, days int
	ended     bool
}

func (k *churnKind) structure() structure {
	return structure{word: "stay", periods: true, columns: true, splits: true}
}

func (k *churnKind) answer(q *question) (*Result, *Mistake) {
	if q.own {
		return k.survival(q)
	}
	_, r, mistake := q.whole()
	return r, mistake
}

// survival is the share of customers that are still there so many months after their start, by the estimate of Kaplan and Meier (1958): stays that
// last count as long as they are seen (specification §4). A period means the stays that began in it, followed to its end. The groups are months of 30 days.
//
// A share is told only where enough stays are still watched, and where enough have come to their end, or to the end of the data, since the one before it: else the
// fate of a few could be worked out from two of them.
func (k *churnKind) survival(q *question) (*Result, *Mistake) {
	if q.Split != "" {
		return nil, &Mistake{"split", "how long customers stay cannot be split", "remove split, or show one group at a time with where"}
	}
	all, excluded := k.lastings(q)
	m, least := q.Metric, max(q.Metric.MinN, 1)
	months := 0
	for _, s := range all {
		months = max(months, s.days/monthDays)
	}
	curve := estimateSurvival(all)
	who := gathering{kind: "how long customers stayed", space: q.Table.Rows, names: []string{"0"}}
	shown := []int{0} // the months that are told
	since := 0        // stays whose end lies after the last of them
	next := 0         // the first stay that is longer than the month at hand
	for month := 1; month <= months; month++ {
		for ; next < len(all) && all[next].days <= month*monthDays; next++ {
			since++
			who.add(all[next].row, len(shown)-1)
		}
		if since >= least && len(all)-next >= least {
			shown, since = append(shown, month), 0
			who.names = append(who.names, strconv.Itoa(month))
		}
	}
	for _, s := range all[next:] {
		if s.days > 0 {
			who.add(s.row, len(shown)-1)
		}
	}
	hidden, secret := q.among(who)
	if mistake := q.covered(); mistake != nil {
		return nil, mistake
	}
	r := &Result{Metric: m, By: q.By, Groups: []string{}, Target: m.Target}
	line := Series{Measure: Retained, Unit: Percent}
	for i, known := 0, true; i < len(shown) && len(all) > 0; i++ {
		known = known && !secret && (i == 0 || !hidden[i-1]) && len(all) >= least
		r.Groups = append(r.Groups, strconv.Itoa(shown[i]))
		line.Points = append(line.Points, q.point(curve.at(shown[i]*monthDays), !known, false))
	}
	r.Series = []Series{line}
	q.account(r, len(all), excluded, [2]time.Time{}, secret || slices.Contains(hidden, true))
	if q.within != nil {
		r.Period = [2]time.Time{q.within.Start, q.within.End}
	}
	if half := slices.IndexFunc(line.Points, func(p Point) bool { return p.State == Shown && p.Value <= 50 }); half > 0 {
		r.Facts = append(r.Facts, Fact{"half_months", float64(shown[half])})
	}
	return r, nil
}

// lastings gives the stays that began in the query's period, the shortest first. They are followed to the end of it, of the data, or to the day of the build.
func (k *churnKind) lastings(q *question) ([]lasting, Excluded) {
	_, ends := q.instants(k.End)
	_, firstEnd := extent(ends)
	_, until := extent(q.time.times)
	until = max(until, firstEnd)
	if !q.Now.IsZero() {
		until = min(until, q.Now.Unix())
	}
	if q.within != nil {
		until = min(until, q.within.End.Unix()-1)
	}
	var all []lasting
	excluded := k.stays(q, func(row int, s stay) {
		if s.from > until || q.within != nil && !q.within.has(s.from) {
			return
		}
		l := lasting{row: row, ended: s.to != data.NoTime && s.to <= until}
		to := until
		if l.ended {
			to = s.to
		}
		l.days = q.day(to) - q.day(s.from)
		all = append(all, l)
	})
	slices.SortStableFunc(all, func(a, b lasting) int { return a.days - b.days })
	return all, excluded
}

// survivals is the estimate as steps: the share that is left after each day on which a stay ended, with Greenwood's sum.
type survivals struct {
	days      []int
	left, sum []float64
	all       []lasting
}

// estimateSurvival makes the steps from stays that are sorted by their days. A stay that is only seen for so many days is watched on the last of them.
func estimateSurvival(all []lasting) (s survivals) {
	s.all = all
	left, sum := 1., 0.
	for i := 0; i < len(all); {
		day, watched, ended := all[i].days, float64(len(all)-i), 0.
		for ; i < len(all) && all[i].days == day; i++ {
			if all[i].ended {
				ended++
			}
		}
		if ended == 0 {
			continue
		}
		left *= 1 - ended/watched
		sum += ended / (watched * (watched - ended)) // infinite when the last one leaves: then nothing is left
		s.days, s.left, s.sum = append(s.days, day), append(s.left, left), append(s.sum, sum)
	}
	return s
}

// at gives the share that is left after so many days, of the stays that are still watched then.
func (s survivals) at(day int) estimate {
	ended, _ := slices.BinarySearchFunc(s.all, day, func(l lasting, day int) int { return l.days - day })
	e := surviving{P: 1, n: len(s.all) - ended}
	for i := len(s.days) - 1; i >= 0; i-- {
		if s.days[i] <= day {
			e.P, e.sum = s.left[i], s.sum[i]
			break
		}
	}
	return e
}

// surviving is the share that is left, with Greenwood's sum for its variance.
type surviving struct {
	P, sum float64
	n      int
}

func (s surviving) base() int { return s.n }

// figure has the limits of the log-minus-log transformation, which stay between 0 and 1 (Kalbfleisch and Prentice 1980).
func (s surviving) figure(conf float64) figure {
	f := figure{Value: 100 * s.P, Defined: s.n > 0}
	if s.P > 0 && s.P < 1 {
		wide := math.Exp(quantile(conf) * math.Sqrt(s.sum) / math.Abs(math.Log(s.P)))
		f.Low, f.High, f.Interval = 100*math.Pow(s.P, wide), 100*math.Pow(s.P, 1/wide), true
	}
	return f
}

func (s surviving) against(estimate, float64) difference { return difference{} }
