package data

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// timeWords are words of headers that say when something happened.
var timeWords = []string{"time", "date", "timestamp", "created", "updated", "submitted", "created_at", "updated_at", "event_date", "event_timestamp",
	"event_time", "properties.time", "day", "at", "تاریخ", "زمان", "datum", "zeit", "fecha", "tarih", "날짜", "일시", "日付", "日時", "التاريخ"}

// periodWords are words of headers that say in which period something happened.
var periodWords = []string{"period", "month", "week", "quarter", "monat", "woche", "quartal", "mois", "semaine", "trimestre", "mes", "semana", "mese",
	"ay", "hafta", "çeyrek", "ماه", "هفته", "فصل", "دوره", "الشهر", "شهر", "الأسبوع", "월", "주", "분기", "月", "年月", "週", "四半期"}

// saysTime tells whether a header says that the column is about time.
func saysTime(name string) bool {
	name = strings.ToLower(name)
	for _, word := range timeWords {
		if name == word || len(word) > 2 && (strings.HasSuffix(name, "_"+word) || strings.HasSuffix(name, " "+word) || strings.HasSuffix(name, "."+word) ||
			strings.HasPrefix(name, word+" ") || strings.HasPrefix(name, word+"_")) || strings.HasSuffix(name, "_"+word) {
			return true
		}
	}
	return false
}

// decideTimes decides how the cells of a column are dates, over all of them, and fills Times when each one that is not missing is.
// When the cells are dates and nothing tells the day from the month, Doubt says so, and the column stays text.
func (c *Column) decideTimes(t *Table, def Def, zone *clock, at source.Span) (found bool, problems []source.Problem) {
	c.dating.persian = def.persian()
	e := c.evidence()
	if e.moments == 0 {
		c.dating.periods = saysTime(c.Name) || slices.Contains(periodWords, normal(c.Name))
		if found = c.readTimes(zone); !found {
			c.dating.periods = false
		}
		return found, nil
	}
	c.dating.order = def.DateOrder
	if def.DateOrder == "ymd" {
		c.dating.order = ""
	}
	if def.DateOrder == "" && e.open > 0 {
		switch {
		case e.dmy > e.mdy:
			c.dating.order = "dmy"
		case e.mdy > e.dmy:
			c.dating.order = "mdy"
		case e.word == "" && e.dmy == 0: // 3/3/2026 and the like: the same day in both orders
			c.dating.order = "dmy"
		case 10*e.moments >= 9*e.words: // a column of dates, and not of versions or house numbers
			c.Doubt = e.doubt(c, t, at)
		}
	}
	losers, example, other := e.mdy, e.mdyWord, e.dmyWord
	names := "the month first"
	if c.dating.order == "mdy" {
		losers, example, other, names = e.dmy, e.dmyWord, e.mdyWord, "the day first"
	}
	if c.dating.order != "" && losers > 0 {
		hint := "write them all in one way"
		if other != "" {
			hint = fmt.Sprintf("others, such as %q, are written in the other order; write them all in one way", other)
		}
		problems = append(problems, source.Warnf(at, "column %q has %s with %s, such as %q, that are read as no date",
			c.Name, choose(losers, "different date", "different dates"), names, example).WithHint("%s", hint))
	}
	found = c.readTimes(zone)
	if !found && losers > 0 && 10*losers <= e.words { // the strays are blanks of a column of dates
		c.Times = c.AsTimes(t.TZ)
		found = true
	}
	return found, problems
}

// dateEvidence is what the words of a column say of the order of day and month.
type dateEvidence struct {
	words, moments   int
	open             int // words of which the order is not told
	dmy, mdy         int // words that are dates in one order only
	dmyWord, mdyWord string
	word             string // one that is a date in both orders, and differs
}

func (c *Column) evidence() (e dateEvidence) {
	var iso clock
	for i, word := range c.Words {
		if i == 2000 && e.moments == 0 {
			break // text: the rest would not change that
		}
		if _, ok := iso.parse(word); ok { // nothing to decide
			e.words++
			e.moments++
			continue
		}
		if IsMissing(word) {
			continue
		}
		e.words++
		m, ok := readMoment(word)
		if !ok {
			continue
		}
		e.moments++
		if m.ordered {
			continue
		}
		e.open++
		_, dmy := c.dating.day(m.year, m.second, m.first)
		_, mdy := c.dating.day(m.year, m.first, m.second)
		switch {
		case dmy && mdy && m.first != m.second && e.word == "":
			e.word = word
		case dmy && !mdy:
			if e.dmy++; e.dmyWord == "" {
				e.dmyWord = word
			}
		case mdy && !dmy:
			if e.mdy++; e.mdyWord == "" {
				e.mdyWord = word
			}
		}
	}
	return e
}

// doubt is the problem of a column that can be read in two ways.
func (e dateEvidence) doubt(c *Column, t *Table, at source.Span) *source.Problem {
	word := e.word
	if e.dmy > 0 { // as many dates say the one as the other
		p := source.Errorf(at, "the dates in column %q of table %q are written in both orders: %q and %q", c.Name, t.Name, e.dmyWord, e.mdyWord).
			WithHint("%s, or date_order = \"mdy\"; the others are then read as no date", t.write(`date_order = "dmy"`))
		return &p
	}
	show := func(order string) string {
		d := c.dating
		d.order = order
		at, _ := d.read(word, &clock{})
		return time.Unix(at, 0).UTC().Format("2 January 2006")
	}
	p := source.Errorf(at, "the dates in column %q of table %q can be read in two ways: %q is %s with the day first, %s with the month first",
		c.Name, t.Name, word, show("dmy"), show("mdy")).
		WithHint("%s, or date_order = \"mdy\"", t.write(`date_order = "dmy"`))
	return &p
}

// stamps fills Times when the header says time and every cell that is not missing is a day or an instant in digits.
func (c *Column) stamps(zone *clock) bool {
	if !saysTime(c.Name) {
		return false
	}
	c.dating.digits = true
	for _, word := range c.Words {
		if _, ok := readDigits(word, zone); !ok && !IsMissing(word) {
			c.dating.digits = false
			return false
		}
	}
	return c.readTimes(zone)
}

// AsTimes gives the Unix seconds of every word, NoTime where it is no time, whatever the column's kind: a column of
// dates with one stray note is Text, yet its dates can be used; and so can numbers such as 20240131 or 1700000000, where each
// of them is a day or an instant from 2000 to 2099, or all of them are years of that time.
func (c *Column) AsTimes(tz *time.Location) []int64 {
	if c.Kind == Time {
		return c.Times
	}
	times := make([]int64, len(c.Words))
	zone := clock{tz: tz}
	d := c.dating
	d.digits = true
	d.periods = d.periods || c.areYears()
	for i, word := range c.Words {
		at, ok := d.read(word, &zone)
		switch {
		case ok:
		case c.Kind == Number && !IsMissing(word):
			d.digits = false // one number that is no time: none of them is
			for j := range times {
				times[j] = NoTime
			}
			return times
		default:
			at = NoTime
		}
		times[i] = at
	}
	return times
}

// areYears tells whether a column of numbers has nothing but years.
func (c *Column) areYears() bool {
	low, high, ok := c.Whole()
	return ok && c.Kind == Number && (low >= 2000 && high < 2100 || c.dating.persian && low >= 1300 && high < 1500)
}

// readTimes fills Times when every word that is not missing is a time.
func (c *Column) readTimes(zone *clock) bool {
	times, ok := byWord(c.Words, NoTime, func(word string) (int64, bool) { return c.dating.read(word, zone) })
	c.Times = times
	return ok
}

func isFar(at int64) bool { return at < days(2000, 1, 1)*day || at >= days(2100, 1, 1)*day }

// farAway warns of dates that are hardly meant.
func (c *Column) farAway(at source.Span) []source.Problem {
	for i, when := range c.Times {
		if when != NoTime && isFar(when) {
			hint := "is the year right?"
			if !c.dating.persian && isPersianYear(c.Words[i]) {
				hint = `are they years of the Persian calendar? Then write calendar = "persian" below the table in data/metrics.toml`
			}
			return []source.Problem{source.Warnf(at, "column %q has dates outside 2000 to 2099, such as %q", c.Name, c.Words[i]).WithHint("%s", hint)}
		}
	}
	return nil
}
