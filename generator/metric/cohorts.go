package metric

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"cxgen/generator/data"
)

// cohortRetentionKind is how many of those who began in one period came back later. A row is an event of a user.
type cohortRetentionKind struct {
	common
	User        string  `toml:"user"`
	Event       string  `toml:"event"`
	StartEvent  words   `toml:"start_event"`  // makes a member; any by default
	ReturnEvent words   `toml:"return_event"` // is a return; any by default
	Unit        string  `toml:"unit"`
	Mode        string  `toml:"mode"`
	Type        string  `toml:"type"`
	Cohort      string  `toml:"cohort"`
	Brackets    [][]int `toml:"brackets"` // first and last unit of each bucket
	Periods     int     `toml:"periods"`  // the most buckets
	AsOf        moment  `toml:"as_of"`    // nothing from then on is known
}

func (k *cohortRetentionKind) unit() Unit { return Percent }

func (k *cohortRetentionKind) columns() []NamedColumn {
	list := withOptional([]NamedColumn{{"user", k.User}}, "event", k.Event)
	if k.Event == "" && (k.StartEvent != nil || k.ReturnEvent != nil) {
		list = append(list, NamedColumn{"event", usualEvent})
	}
	return list
}

// usualEvent is the column of events that a definition need not name.
const usualEvent = "event"

func (k *cohortRetentionKind) check(complain complainer) {
	oneOf(complain, "unit", k.Unit, units...)
	oneOf(complain, "mode", k.Mode, "calendar", "rolling")
	oneOf(complain, "type", k.Type, "on", "on_or_after")
	oneOf(complain, "cohort", k.Cohort, "first", "recurring")
	if k.Mode == "rolling" && rollingDays[k.Unit] == 0 {
		complain("mode", `take unit = "month", which has 30 days then, or mode = "calendar"`, "a %s has no fixed length to roll by", k.Unit)
	}
	for _, b := range k.Brackets {
		if len(b) != 2 || b[0] < 0 || b[1] < b[0] || b[1] > longestList {
			complain("brackets", "for example [[1, 3], [4, 7]]", "brackets want pairs of a first and a last unit")
			break
		}
	}
	if k.Periods < 0 {
		complain("periods", "leave it out to show all", "periods cannot be negative")
	}
	onceEach(complain, k.DedupeBy)
}

func (k *cohortRetentionKind) structure() structure {
	return structure{word: "cohort", always: true, last: true}
}

// rollingDays are the lengths of units that begin with each member's own start (as in Mixpanel and Amplitude).
var rollingDays = map[string]int64{"day": 1, "week": 7, "month": 30}

// cohort is those who began in one period.
type cohort struct {
	period
	size     int
	retained []int  // by bucket, of those that have begun
	complete []bool // whether all of the bucket lies in the past

	first, last int64   // starts of its earliest and latest member
	members     []int32 // words of the user column
}

// retentions are the cohorts of a question, from the first to the last that has members.
type retentions struct {
	cohorts []cohort
	lives   *lives
	rows    int
}

// cohorting is the making of cohorts.
type cohorting struct {
	*cohortRetentionKind
	q        *question
	calendar calendar
	isStart  func(row int) bool
	isReturn func(row int) bool
	length   int64 // of a rolling unit, in seconds; 0 in calendar mode
	begun    int64 // a bucket is there when it starts before this
	over     int64 // and complete when it ends by this
	units    []int // in which one member came back, rising
}

// start is a member of a cohort: the slot, and the instant of its own start.
type start struct {
	slot int
	at   int64
}

// mostCohorts is the most of one result; beside as many buckets, more are no figures that anybody reads.
const mostCohorts = 2000

func (k *cohortRetentionKind) count(q *question) (*retentions, *Mistake) {
	until, explicit := int64(endOfTime), k.AsOf.at(q)
	if explicit != data.NoTime {
		until = explicit
	} else if !q.Now.IsZero() {
		until = q.Now.Unix()
	}
	if q.within != nil {
		until = min(until, q.within.End.Unix())
	}
	c := cohorting{cohortRetentionKind: k, q: q, calendar: calendar{k.Unit, q.Metric.Week, q.TZ, q.Calendar}, over: until}
	c.isStart, c.isReturn = k.matches(q, k.StartEvent), k.matches(q, k.ReturnEvent)
	if k.Mode == "rolling" {
		c.length = rollingDays[k.Unit] * 24 * 60 * 60
	}
	l := q.lives(k.User, until-1)
	r := &retentions{lives: l}
	if len(l.rows) == 0 {
		return r, nil
	}
	c.begun = l.last + 1
	if explicit != data.NoTime && q.within == nil {
		c.begun = explicit
	}
	first := q.time.at(int(l.rows[0]))
	for _, row := range l.rows {
		first = min(first, q.time.at(int(row)))
	}
	slots := c.calendar.between(first, max(l.last, c.begun-1))
	if slots == nil || len(slots) > mostCohorts {
		return nil, &Mistake{"metric", fmt.Sprintf("metric %q has more than %d cohorts, from %s to %s", q.Metric.Name, mostCohorts, q.date(first), q.date(l.last)),
			"is a date mistyped? Otherwise take a longer unit, or where to leave early rows out"}
	}
	line := timeline{slots: slots, times: q.time.times, codes: q.time.codes}
	line.sort()
	r.cohorts = c.make(l, line)
	r.rows = len(l.rows)
	return r, nil
}

// matches gives a function that tells which rows have one of some events; all have, where none is named.
func (k *cohortRetentionKind) matches(q *question, events words) func(row int) bool {
	if events == nil {
		return func(int) bool { return true }
	}
	return q.named(word(k.Event, usualEvent), events)
}

// make counts the members of each cohort and how many of them came back in each bucket.
func (c *cohorting) make(l *lives, line timeline) []cohort {
	cohorts := make([]cohort, len(line.slots))
	for i, p := range line.slots {
		cohorts[i] = cohort{period: p, first: endOfTime, last: data.NoTime}
	}
	// How many buckets a cohort has depends on its earliest member, so all are found before any return is counted.
	members := make([][]start, len(l.names))
	for user := range l.names {
		members[user] = c.starts(l.of(user), line)
		for _, s := range members[user] {
			own := &cohorts[s.slot]
			own.size++
			own.members = append(own.members, int32(user))
			own.first, own.last = min(own.first, s.at), max(own.last, s.at)
		}
	}
	from, to := -1, -1
	for i := range cohorts {
		if cohorts[i].size > 0 {
			if to = i; from < 0 {
				from = i
			}
		}
	}
	if from < 0 {
		return nil
	}
	for i := from; i <= to; i++ {
		c.lay(cohorts, i)
	}
	for user := range l.names {
		rows := l.of(user)
		for _, s := range members[user] {
			c.follow(&cohorts[s.slot], s, rows, line)
		}
	}
	return cohorts[from : to+1]
}

// starts gives the memberships of one user: one, or one in every period with a start event.
func (c *cohorting) starts(rows []int32, line timeline) (list []start) {
	for _, row := range rows {
		if !c.isStart(int(row)) {
			continue
		}
		slot := int(line.slot(int(row)))
		if n := len(list); n > 0 && (c.Cohort == "first" || list[n-1].slot == slot) {
			continue
		}
		list = append(list, start{slot, line.at(int(row))})
	}
	return list
}

// bucket gives the first and the last unit of a bucket; false when there is no such bucket.
func (c *cohorting) bucket(i int) (first, last int, ok bool) {
	switch {
	case len(c.Brackets) > 0:
		if i >= len(c.Brackets) {
			return 0, 0, false
		}
		return c.Brackets[i][0], c.Brackets[i][1], true
	case c.Periods > 0 && i >= c.Periods:
		return 0, 0, false
	}
	return i, i, true
}

// lay gives a cohort its buckets: those that have begun for one of its members.
func (c *cohorting) lay(cohorts []cohort, i int) {
	own := &cohorts[i]
	for b := 0; ; b++ {
		first, last, ok := c.bucket(b)
		if !ok || c.starting(cohorts, i, first) >= c.begun {
			return
		}
		own.retained = append(own.retained, 0)
		own.complete = append(own.complete, c.ending(cohorts, i, last) <= c.over)
	}
}

// starting gives the instant at which a unit begins for the earliest member of a cohort.
func (c *cohorting) starting(cohorts []cohort, i, unit int) int64 {
	if c.length > 0 {
		first := cohorts[i].first
		if cohorts[i].size == 0 {
			first = cohorts[i].Start.Unix()
		}
		return first + int64(unit)*c.length
	}
	if i+unit < len(cohorts) {
		return cohorts[i+unit].Start.Unix()
	}
	return c.later(cohorts, i+unit).Start.Unix()
}

// ending gives the instant at which a unit is over for all members of a cohort.
func (c *cohorting) ending(cohorts []cohort, i, unit int) int64 {
	if c.length > 0 {
		if cohorts[i].size == 0 {
			return data.NoTime
		}
		return cohorts[i].last + int64(unit+1)*c.length
	}
	if i+unit < len(cohorts) {
		return cohorts[i+unit].End.Unix()
	}
	return c.later(cohorts, i+unit).End.Unix()
}

// later gives a period after those that the data reaches.
func (c *cohorting) later(cohorts []cohort, i int) period {
	n := len(cohorts)
	return c.calendar.from(c.calendar.of.Add(cohorts[n-1].period.first, i-n+1, c.Unit))
}

// follow counts in which buckets a member came back. Returns before its start do not count. Of single units the first is the cohort itself.
func (c *cohorting) follow(own *cohort, s start, rows []int32, line timeline) {
	c.units = c.units[:0]
	for _, row := range rows {
		at, unit := line.at(int(row)), int(line.slot(int(row)))-s.slot
		if c.length > 0 {
			unit = int((at - s.at) / c.length)
		}
		if at < s.at || unit < 0 || !c.isReturn(int(row)) {
			continue
		}
		if n := len(c.units); n == 0 || c.units[n-1] != unit {
			c.units = append(c.units, unit)
		}
	}
	for b := range own.retained {
		first, last, _ := c.bucket(b)
		at, _ := slices.BinarySearch(c.units, first)
		back := at < len(c.units) && (c.Type == "on_or_after" || c.units[at] <= last)
		if back || b == 0 && len(c.Brackets) == 0 {
			own.retained[b]++
		}
	}
}

// widestOf gives the most buckets of some cohorts.
func widestOf(cohorts []cohort) (n int) {
	for _, c := range cohorts {
		n = max(n, len(c.retained))
	}
	return n
}

// average gives, for every bucket, the share of all members of complete cells that came back: not the mean of the shares.
func average(cohorts []cohort, counts func(i int) bool) []proportion {
	list := make([]proportion, widestOf(cohorts))
	for b := range list {
		back, size := 0, 0
		for i, c := range cohorts {
			if b < len(c.retained) && c.complete[b] && counts(i) {
				back, size = back+c.retained[b], size+c.size
			}
		}
		list[b] = part(back, size)
	}
	return list
}

// answer gives a series per cohort and one, without a split, for their average. A period means the cohorts up to its end, or those that begin in it
// when it is longer than their unit. The average is of the cohorts that are shown, so no hidden one can be computed from it.
func (k *cohortRetentionKind) answer(q *question) (*Result, *Mistake) {
	found, mistake := k.count(q)
	if mistake != nil {
		return nil, mistake
	}
	m, cohorts := q.Metric, found.cohorts
	if q.within != nil && len(cohorts) > 0 {
		if c := (calendar{k.Unit, m.Week, q.TZ, q.Calendar}); c.around(q.within.Start.Unix()).End.Before(q.within.End) {
			cohorts = slices.DeleteFunc(cohorts, func(c cohort) bool { return c.Start.Before(q.within.Start) })
		}
	}
	if q.Last > 0 {
		cohorts = cohorts[max(0, len(cohorts)-q.Last):]
	}
	r := &Result{Metric: m, By: q.By, Groups: []string{}, Target: m.Target}
	buckets := widestOf(cohorts)
	for b := range buckets {
		label := strconv.Itoa(b)
		if len(k.Brackets) > 0 {
			label = fmt.Sprintf("%d–%d", k.Brackets[b][0], k.Brackets[b][1])
		}
		r.Groups = append(r.Groups, label)
	}
	hidden := make([]bool, len(cohorts))
	for i, c := range cohorts {
		own := gathering{kind: k.matter(q, c), space: len(found.lives.names), names: []string{c.Label}, units: c.members, of: make([]int32, c.size)}
		few, _ := q.among(own)
		if hidden[i] = few[0]; hidden[i] {
			r.Hidden = append(r.Hidden, c.Label)
		}
		line := Series{Measure: Retained, Unit: Percent, Split: c.Label}
		for b := range buckets {
			p := Point{N: c.size}
			if b < len(c.retained) || hidden[i] {
				p = q.point(part(at(c.retained, b), c.size), hidden[i], b < len(c.complete) && !c.complete[b])
			}
			line.Points = append(line.Points, p)
		}
		r.Series = append(r.Series, line)
	}
	if mistake := q.covered(); mistake != nil {
		return nil, mistake
	}
	q.account(r, found.rows, found.lives.excluded, [2]time.Time{}, len(r.Hidden) > 0)
	if n := len(cohorts); n > 0 {
		r.Period = [2]time.Time{cohorts[0].Start, cohorts[n-1].End}
	}
	line := Series{Measure: Retained, Unit: Percent}
	for _, p := range average(cohorts, func(i int) bool { return !hidden[i] }) {
		line.Points = append(line.Points, q.point(p, false, false))
	}
	r.Series = append(r.Series, line)
	r.Facts = k.facts()
	if first := min(1, buckets-1); first >= 0 {
		if len(k.Brackets) > 0 {
			first = 0
		}
		total := line.Points[first]
		r.Total = &total
	}
	return r, nil
}

// matter names what is told of the members of a cohort: when they came back. In units of their own, that does not depend on the cohort.
func (k *cohortRetentionKind) matter(q *question, c cohort) string {
	switch {
	case k.Cohort != "first":
		return fmt.Sprint("came back after ", c.Start.Unix(), " to ", c.End.Unix())
	case k.Mode == "rolling":
		return "came back"
	}
	return fmt.Sprint("came back in calendar ", q.Calendar)
}

// at gives an entry of a list, 0 beyond its end.
func at(list []int, i int) int {
	if i < len(list) {
		return list[i]
	}
	return 0
}

// unitDays is about how long the units are; of rolling ones it is exact.
var unitDays = map[string]float64{"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}

func (k *cohortRetentionKind) facts() []Fact {
	list := []Fact{{"bucket_days", unitDays[k.Unit]}}
	for _, f := range []struct {
		name string
		is   bool
	}{{"rolling", k.Mode == "rolling"}, {"on_or_after", k.Type == "on_or_after"}, {"recurring", k.Cohort == "recurring"}} {
		if f.is {
			list = append(list, Fact{f.name, 1})
		}
	}
	return list
}
