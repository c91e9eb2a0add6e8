package metric

import (
	"math"
)

// bounceRateKind is the share of visits that end at once. A row is a visit; or, with event, an event of which visits are made.
type bounceRateKind struct {
	common
	Method    string `toml:"method"`
	Engaged   span   `toml:"engaged"` // a longer visit is no bounce
	Pageviews string `toml:"pageviews"`
	Duration  string `toml:"duration"`
	KeyEvents string `toml:"key_events"`

	Event      string `toml:"event"`
	Session    string `toml:"session"`
	User       string `toml:"user"`
	Inactivity span   `toml:"inactivity"` // after this long without an event a new visit begins
	PageEvent  words  `toml:"page_event"`
	KeyEvent   words  `toml:"key_event"`
}

func (k *bounceRateKind) unit() Unit { return Percent }

func (k *bounceRateKind) when() string {
	if k.Event != "" {
		return "timestamp"
	}
	return ""
}

func (k *bounceRateKind) columns() []NamedColumn {
	if k.Event != "" {
		list := withOptional([]NamedColumn{{"event", k.Event}}, "session", k.Session)
		if k.Session == "" {
			list = append(list, NamedColumn{"user", k.User})
		}
		return list
	}
	list := []NamedColumn{{"pageviews", k.Pageviews}}
	if k.Method == "ga4" {
		list = withOptional(list, "duration", k.Duration)
		list = withOptional(list, "key_events", k.KeyEvents)
	}
	return list
}

func (k *bounceRateKind) check(complain complainer) {
	oneOf(complain, "method", k.Method, "ga4", "single_page")
	if k.Event == "" && (k.Session != "" || len(k.KeyEvent) > 0) {
		complain("kind", `add event = "event", the column that names the events`, "visits are made of events only with event")
	}
}

// visit is what is known of a visit.
type visit struct {
	views, keys float64
	seconds     float64
}

// bounced decides by the method (specification §6).
func (k *bounceRateKind) bounced(v visit) bool {
	if k.Method == "single_page" {
		return v.views <= 1
	}
	return v.seconds <= float64(k.Engaged) && v.keys < 1 && v.views < 2
}

// bouncing is the share of bounces.
type bouncing struct {
	proportion
	bounces int
}

func (e bouncing) against(previous estimate, conf float64) difference {
	return e.proportion.against(previous.(bouncing).proportion, conf)
}

const visitStayed, visitBounced = 0, 1

func bouncingOf(n []int) estimate {
	return bouncing{part(n[visitBounced], n[visitStayed]+n[visitBounced]), n[visitBounced]}
}

func (k *bounceRateKind) details() []detail {
	return []detail{
		{Sessions, Whole, func(e estimate) estimate { return countOf(e.base(), e.base()) }},
		{Bounces, Whole, func(e estimate) estimate { return countOf(e.(bouncing).bounces, e.base()) }},
	}
}

// read takes visits as rows. A blank cell is none: no views, no time, no key events.
func (k *bounceRateKind) read(q *question) (reading, *Mistake) {
	var columns [3]*numbers
	for i, name := range []string{k.Pageviews, word(k.Duration, "duration_seconds"), word(k.KeyEvents, "key_events")} {
		if q.Table.Column(name) != nil && (i == 0 || k.Method == "ga4") {
			columns[i] = q.numbers(name, []float64{0, math.MaxFloat64})
		}
	}
	choice := make([]int16, q.Table.Rows)
	for row := range choice {
		var values [3]float64
		for i, n := range columns {
			if n == nil {
				continue
			}
			switch why := n.fate(row); why {
			case used:
				values[i] = n.values[n.codes[row]]
			case missing:
			default:
				choice[row] = -int16(why)
			}
		}
		if choice[row] == 0 && k.bounced(visit{views: values[0], seconds: values[1], keys: values[2]}) {
			choice[row] = visitBounced
		}
	}
	return &ballots{
		options: []string{"stayed", "bounced"}, choice: choices{options: choice},
		result: func(b ballot) estimate { return bouncingOf(b.counts) },
	}, nil
}

// count makes visits of events: those of one session, or those of one user without a pause.
func (k *bounceRateKind) count(q *question) (*census, *Mistake) {
	if k.Event == "" {
		return nil, nil
	}
	c := q.newCensus(2, bouncingOf)
	views, keys := q.named(k.Event, k.PageEvent), q.named(k.Event, k.KeyEvent)
	by, pause := k.Session, int64(math.MaxInt64)
	if by == "" {
		by, pause = k.User, int64(k.Inactivity)
	}
	l := q.lives(by, endOfTime)
	c.excluded = l.excluded
	for who := range l.names {
		rows := l.of(who)
		for len(rows) > 0 {
			var v visit
			begun, end := q.time.at(int(rows[0])), 0
			for last := begun; end < len(rows); end++ {
				row := int(rows[end])
				at := q.time.at(row)
				if at-last > pause {
					break
				}
				last = at
				v.seconds = float64(at - begun)
				if views(row) {
					v.views++
				}
				if keys(row) {
					v.keys++
				}
			}
			if slot := q.time.slot(int(rows[0])); slot >= 0 {
				what := visitStayed
				if k.bounced(v) {
					what = visitBounced
				}
				c.add(q, int(slot), int(rows[0]), int(rows[0]), what)
				c.seen(q, rows[:end])
			}
			rows = rows[end:]
		}
	}
	return c, nil
}
