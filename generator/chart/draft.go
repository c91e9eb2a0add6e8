package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// draft is a figure in the making. A form fills marks, data, finding and summary; finish writes the lines that all forms share.
type draft struct {
	r     *metric.Result
	s     Spec
	l     *locale.Locale
	f     *Figure
	sheet sheet
	name  string // of the metric
	group string // of the column of the groups
	every string // unit of the periods: day, week, month, quarter or year; "" when groups are no periods

	finding string   // the title when the author gives none
	summary []string // sentences
	source  []string // sentences that the form adds to those about n
	method  []string // sentences that the form adds
}

// own are the groups that belong to a kind of metric and are no column.
var own = []string{"transition", "stay", "cohort", "segment", "touchpoint", "theme", "driver", "item"}

func begin(r *metric.Result, s Spec, form string) *draft {
	d := &draft{r: r, s: s, l: s.Locale, name: s.Measure, group: s.By}
	if d.name == "" && r.Metric != nil {
		d.name = r.Metric.Name
	}
	if d.name == "" {
		d.name = d.list(splits(r))
	}
	if d.group == "" || d.group == r.By && slices.Contains(own, r.By) {
		d.group = r.By
		if slices.Contains(own, r.By) {
			d.group = d.say("group_" + r.By)
		}
	}
	if len(r.Starts) > 0 {
		d.every = unitOf(r)
	}
	if s.Target == nil {
		d.s.Target = r.Target
	}
	d.f = &Figure{ID: s.ID, Form: form, RTL: s.Locale.Dir == "rtl", Caption: s.Caption}
	if d.f.RTL && s.TimeAxis == "ltr" && metric.IsPeriod(r.By) {
		d.f.RTL, d.f.Against = false, true
	}
	return d
}

// list joins readings and names: as in a table, without the word that a sentence would have before the last.
func (d *draft) list(items []string) string { return strings.Join(items, d.say("comma")) }

// splits gives the names of the series of values: the columns, for a plain table.
func splits(r *metric.Result) (names []string) {
	for _, s := range r.Series {
		if s.Measure == metric.Value && s.Split != "" {
			names = append(names, s.Split)
		}
	}
	return names
}

// unitOf gives the unit of the periods. A column of dates has no unit of its own: it is the largest that its dates are starts of.
func unitOf(r *metric.Result) string {
	if slices.Contains([]string{"day", "week", "month", "quarter", "year"}, r.By) {
		return r.By
	}
	unit := "year"
	for _, at := range r.Starts {
		switch {
		case at.Day() != 1:
			return "day"
		case at.Month() != time.January:
			unit = "month"
		}
	}
	return unit
}

// say gives words of the table chart.
func (d *draft) say(key string, args ...any) string { return d.l.Say("chart."+key, args...) }

func (d *draft) paint(m ...Mark) { d.f.Marks = append(d.f.Marks, m...) }

// nothing tells whether there is no point that may be shown.
func (d *draft) nothing() bool {
	for _, s := range d.r.Series {
		if slices.ContainsFunc(s.Points, seen) {
			return false
		}
	}
	return true
}

func seen(p metric.Point) bool { return p.State == metric.Shown || p.State == metric.Open }

// blank is the figure of a result without a point to show.
func (d *draft) blank() {
	d.f.Height = 56
	key := "empty"
	if d.hides() {
		key = "all_hidden"
	}
	d.finding = d.say("title_"+key, "metric", d.name)
	d.summary = append(d.summary, d.say(key, "min", d.minN()))
	d.paint(Mark{Shape: Rule, Class: "base", Y: 40, X2: 100, Y2: 40}, Mark{Shape: Words, Class: "tk", X: 50, Y: 28, Text: d.say("nothing"), Anchor: Middle})
	d.f.Data = Grid{Head: []string{d.name}, Number: []bool{true}, Fields: []string{"value"}}
}

func (d *draft) hides() bool {
	for _, s := range d.r.Series {
		if slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.State == metric.Hidden }) {
			return true
		}
	}
	return false
}

// finish writes what all forms share.
func (d *draft) finish() *Figure {
	f := d.f
	f.Gutter = d.sheet.gutter
	f.Title, f.Sub = cmp.Or(d.s.Title, d.finding), cmp.Or(d.s.Sub, d.sub())
	f.Name = f.Title
	if d.r.Find(metric.BenchmarkDelta) != nil && f.Form != "trend" {
		v := d.r.Find(metric.Value)
		if len(v.Points) == 1 {
			d.beside(v.Points[0], v.Unit)
		}
		d.published(v.Unit)
	}
	f.Summary = Prose(d.summary...)
	f.Source = Prose(append(d.bases(), d.source...)...)
	f.Method = Prose(append(d.how(), d.method...)...)
	if len(f.Data.Number) == 0 {
		f.Data.Number = make([]bool, len(f.Data.Head))
		for i := range f.Data.Number {
			f.Data.Number[i] = i > 0
		}
	}
	return f
}

// Prose joins sentences: with a space, but none after the full stop of Chinese and Japanese.
func Prose(sentences ...string) string {
	var b strings.Builder
	for _, s := range sentences {
		if s == "" {
			continue
		}
		if b.Len() > 0 && !strings.HasSuffix(b.String(), "。") {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	return b.String()
}

// value prints a value of a unit. n is its base: shares have one decimal from 1,000 answers on.
func (d *draft) value(v float64, unit metric.Unit, n int) string {
	switch unit {
	case metric.Score:
		return d.l.Signed(v, 0)
	case metric.Percent:
		if n >= 1000 {
			return d.l.Percent(v, 1)
		}
		return d.l.Percent(v, 0)
	case metric.Whole:
		return d.l.Number(v, 0)
	case metric.Seconds:
		return d.l.Duration(v)
	case metric.Currency:
		if v != math.Trunc(v) { // €44.00 beside €43.30
			return d.l.MoneyUnit(strconv.FormatFloat(v, 'f', -1, 64), d.r.Currency)
		}
		return d.l.Money(strconv.FormatFloat(v, 'f', -1, 64), d.r.Currency)
	}
	return d.l.Number(v, d.decimals(v))
}

// decimals gives the places that a plain number needs: two significant ones after a leading zero, one below 100, none above.
func (d *draft) decimals(v float64) int {
	switch v = abs(v); {
	case v == float64(int64(v)) && d.whole():
		return 0
	case v < 1 && v > 0:
		return 2
	case v < 100:
		return 1
	}
	return 0
}

// whole tells whether all values of the result are whole numbers, so that none needs a decimal.
func (d *draft) whole() bool {
	for _, s := range d.r.Series {
		if s.Measure == metric.Value && slices.ContainsFunc(s.Points, func(p metric.Point) bool { return p.Value != float64(int64(p.Value)) }) {
			return false
		}
	}
	return true
}

// margin prints half the width of an interval, "" where it would mislead: below 30 answers an interval is too lopsided for a "±".
func (d *draft) margin(p metric.Point, unit metric.Unit) string {
	if !p.Interval || p.N < 30 {
		return ""
	}
	half := max(p.Margin, (p.High-p.Low)/2)
	switch unit {
	case metric.Plain:
		return d.l.Margin(half, places(half, max(1, d.decimals(p.Value))))
	case metric.Currency:
		return "±" + d.value(half, unit, p.N)
	case metric.Percent:
		if p.N >= 1000 {
			return d.l.Margin(half, places(half, 1))
		}
	}
	return d.l.Margin(half, places(half, 0))
}

// places gives the decimals of a number: those it has by rule, and more as long as it would be printed as 0 without being it.
func places(v float64, rule int) int {
	for v != 0 && rule < 4 && abs(v) < .5/math.Pow10(rule) {
		rule++
	}
	return rule
}

// interval prints the limits: "+18 to +36".
func (d *draft) interval(p metric.Point, unit metric.Unit) string {
	if !p.Interval || !seen(p) {
		return locale.Nothing
	}
	return d.say("range", "low", d.value(p.Low, unit, p.N), "high", d.value(p.High, unit, p.N))
}

// points prints the size of a difference after a sign, or after none.
func (d *draft) points(sign string, delta float64, unit metric.Unit, n int) string {
	size := d.size(delta, unit, n)
	switch {
	case unit != metric.Score && unit != metric.Percent:
		return sign + size
	case size == d.l.Number(1, 0):
		return d.say("point", "n", sign+size)
	}
	return d.say("points", "n", sign+size)
}

// none tells whether a difference in points is printed as 0 by rule.
func (d *draft) none(delta float64, unit metric.Unit, n int) bool {
	switch {
	case unit == metric.Percent && n >= 1000:
		return abs(delta) < .05
	case unit == metric.Score || unit == metric.Percent:
		return abs(delta) < .5
	}
	return delta == 0
}

// size prints the size of a difference, without a sign and without the word for points.
func (d *draft) size(delta float64, unit metric.Unit, n int) string {
	delta = abs(delta)
	switch {
	case unit == metric.Percent && n >= 1000:
		return d.l.Number(delta, places(delta, 1))
	case unit == metric.Score || unit == metric.Percent:
		return d.l.Number(delta, places(delta, 0))
	}
	return d.value(delta, unit, n)
}

// cell prints a point for the table.
func (d *draft) cell(p metric.Point, unit metric.Unit) string {
	switch p.State {
	case metric.Hidden:
		return d.few()
	case metric.Empty:
		return locale.Nothing
	}
	return d.value(p.Value, unit, p.N)
}

// few is what stands for a hidden point: "n<5".
func (d *draft) few() string { return d.say("few", "min", d.minN()) }

// raw gives a point's numbers for machines: value, low, high and n, with nil for what is undefined or hidden.
func raw(p metric.Point) (value, low, high, n any) {
	if !seen(p) {
		if p.State == metric.Empty {
			n = p.N
		}
		return nil, nil, nil, n
	}
	value, n = p.Value, p.N
	if p.Interval {
		low, high = p.Low, p.High
	}
	return value, low, high, n
}

// partial tells whether a group is a period that is not whole: it still runs, or the data begin in it.
func (d *draft) partial(s *metric.Series, i int) bool {
	return s.Points[i].State == metric.Open || d.late(s, i)
}

// late tells whether a group is the first period and the data begin in the midst of it.
func (d *draft) late(s *metric.Series, i int) bool {
	return i == 0 && !d.r.Begins.IsZero() && s.Points[0].State == metric.Shown
}

// begun says of the first period that it is not whole, where it is drawn.
func (d *draft) begun(lines ...*metric.Series) {
	for _, s := range lines {
		if d.late(s, 0) {
			d.source = append(d.source, d.say("begun", "period", d.l.Period(d.r.Starts[0], d.every), "date", d.l.Date(d.r.Begins)))
			return
		}
	}
}

// unfinished says of a period why it is not whole: the data end in it, or it runs.
func (d *draft) unfinished(runs string, i int) string {
	period := d.l.Period(d.r.Starts[i], d.every)
	if i == len(d.r.Groups)-1 && !d.r.Ends.IsZero() {
		return d.say("ended", "period", period, "date", d.l.Date(d.r.Ends))
	}
	return d.say(runs, "period", period)
}

// rowState names the state of a point for machines.
func (d *draft) rowState(s *metric.Series, i int) string {
	if d.late(s, i) {
		return "partial"
	}
	return state(s.Points[i])
}

// state names a point's state for machines.
func state(p metric.Point) string {
	switch p.State {
	case metric.Shown:
		if p.LowBase {
			return "low base"
		}
		return "shown"
	case metric.Open:
		return "open"
	case metric.Hidden:
		return "hidden"
	}
	return "empty"
}

// nCell prints a base.
func (d *draft) nCell(p metric.Point) string {
	if p.State == metric.Hidden {
		return d.few()
	}
	n := d.l.Number(float64(p.N), 0)
	if p.LowBase && seen(p) && d.based() {
		return d.say("n_cell_low", "n", n)
	}
	return n
}

// fact gives a further number of the result.
func (d *draft) fact(name string) (float64, bool) {
	for _, f := range d.r.Facts {
		if f.Name == name {
			return f.Value, true
		}
	}
	return 0, false
}

// minN is the limit below which groups are hidden.
func (d *draft) minN() int {
	v, _ := d.fact("min_n")
	return cmp.Or(d.s.MinN, int(v), 5)
}

// lowN is the limit below which a base is called low.
func (d *draft) lowN() int {
	v, _ := d.fact("low_n")
	return cmp.Or(d.s.LowN, int(v), 30)
}

// level is the confidence in percent.
func (d *draft) level() string {
	v, _ := d.fact("conf")
	return d.l.Percent(cmp.Or(d.s.Conf, v, .95)*100, -1)
}

// period prints a label of a period such as "2026-10" in the language; a label that is none is given back.
func (d *draft) period(label string) string {
	if first, last, ok := strings.Cut(label, ".."); ok {
		return d.say("range", "low", d.period(first), "high", d.period(last))
	}
	if i := slices.Index(d.r.Groups, label); i >= 0 && i < len(d.r.Starts) {
		return d.l.Period(d.r.Starts[i], d.every)
	}
	return d.l.Label(label)
}

// periods gives short names of all periods: "Oct 2026".
func (d *draft) periods() (names []string) {
	for _, start := range d.r.Starts {
		names = append(names, d.l.PeriodLine(start, d.every))
	}
	return names
}

// covered prints what time the query covers: "October 2026", "from 1 May to 12 June 2026", "" when it has none.
func (d *draft) covered() string {
	from, to := d.r.Period[0], d.r.Period[1]
	if from.IsZero() || to.IsZero() {
		return ""
	}
	if d.r.Days && d.l.Calendar.Span(from, to) == "" && !d.l.Calendar.Whole(from, to) { // days that happen to be months of another calendar
		return d.say("range", "low", d.l.DateShort(from), "high", d.l.DateShort(to.Add(-time.Nanosecond)))
	}
	if text, ok := d.l.Span(from, to); ok {
		return text
	}
	if first, last, ok := d.l.Months(from, to); ok {
		return d.say("range", "low", first, "high", last)
	}
	return d.say("range", "low", d.l.DateShort(from), "high", d.l.DateShort(to.Add(-time.Nanosecond)))
}
