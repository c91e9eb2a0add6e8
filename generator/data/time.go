package data

import (
	"strings"
	"time"
)

// ParseTime reads a whole cell as an ISO 8601 date or date-time and gives Unix seconds: T or a space between the two,
// seconds and a fraction (which is cut off) optional, Z, UTC or an offset at the end, else local to tz. A date alone is
// its first moment, 00:00 local. A day that no calendar has, such as 30 February, is not a time.
//
// A local time that a clock change leaves out is moved forward by the gap; of one that occurs twice the earlier is taken
// (metric specification, §0.7). A nil tz is UTC.
func ParseTime(s string, tz *time.Location) (int64, bool) {
	c := clock{tz: tz}
	return c.parse(s)
}

// clock turns local times of one zone into instants. It remembers the stretch between two clock changes, as the cells of
// a column are mostly near each other.
type clock struct {
	tz       *time.Location
	from, to int64 // local seconds for which offset holds
	offset   int64
}

const day = 24 * 60 * 60

// instant gives the Unix seconds of local time given as seconds since 1970 on a clock that never changes.
func (c *clock) instant(local int64) int64 {
	if c.tz == nil || c.tz == time.UTC {
		return local
	}
	if c.from <= local && local < c.to {
		return local - c.offset
	}
	// The offsets a day before and after bracket a change, if there is one near.
	before, start, _ := c.zone(local - day)
	after, _, end := c.zone(local + day)
	if before == after {
		c.from, c.to, c.offset = start+2*day, end-2*day, before
		return local - before
	}
	earliest, found := int64(0), false
	for _, offset := range [...]int64{before, after} {
		at := local - offset
		if now, _, _ := c.zone(at); now == offset && (!found || at < earliest) {
			earliest, found = at, true
		}
	}
	if !found {
		return local - before
	}
	return earliest
}

// zone gives the offset at an instant, and the instants between which it holds.
func (c *clock) zone(at int64) (offset, start, end int64) {
	t := time.Unix(at, 0).In(c.tz)
	_, seconds := t.Zone()
	from, to := t.ZoneBounds()
	start, end = -1<<62, 1<<62
	if !from.IsZero() {
		start = from.Unix()
	}
	if !to.IsZero() {
		end = to.Unix()
	}
	return int64(seconds), start, end
}

func (c *clock) parse(s string) (int64, bool) {
	if len(s) > 64 {
		return 0, false
	}
	if s != "" && 'A' <= s[0] && s[0] <= 'z' { // words need no closer look
		return 0, false
	}
	s = strings.TrimSpace(plain(s))
	if len(s) < len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	date, ok3 := digits(s[8:10])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || date < 1 || date > daysIn(year, month) {
		return 0, false
	}
	local := days(year, month, date) * day
	s = s[10:]
	if s == "" {
		return c.instant(local), true
	}
	if s[0] != 'T' && s[0] != 't' && s[0] != ' ' {
		return 0, false
	}
	seconds, s, ok := clockTime(s[1:])
	if !ok {
		return 0, false
	}
	local += seconds
	switch s = strings.TrimLeft(s, " "); s {
	case "":
		return c.instant(local), true
	case "Z", "z", "UTC":
		return local, true
	}
	offset, ok := parseOffset(s)
	return local - offset, ok
}

// clockTime reads hours, minutes and, if they are there, seconds and a fraction.
func clockTime(s string) (seconds int64, rest string, ok bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, s, false
	}
	hour, ok1 := digits(s[:2])
	minute, ok2 := digits(s[3:5])
	if !ok1 || !ok2 || hour > 23 || minute > 59 {
		return 0, s, false
	}
	seconds, s = int64(hour*60*60+minute*60), s[5:]
	if s == "" || s[0] != ':' {
		return seconds, s, true
	}
	if len(s) < 3 {
		return 0, s, false
	}
	second, ok := digits(s[1:3])
	if !ok || second > 59 {
		return 0, s, false
	}
	seconds, s = seconds+int64(second), s[3:]
	if s != "" && (s[0] == '.' || s[0] == ',') {
		i := 1
		for i < len(s) && s[i]-'0' <= 9 {
			i++
		}
		if i == 1 {
			return 0, s, false
		}
		s = s[i:]
	}
	return seconds, s, true
}

// parseOffset reads +03:30, +0330 or +03.
func parseOffset(s string) (seconds int64, ok bool) {
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	hour, ok := digits(s[1:3])
	if !ok || hour > 23 {
		return 0, false
	}
	minute := 0
	if rest := strings.TrimPrefix(s[3:], ":"); rest != "" {
		if minute, ok = digits(rest); !ok || len(rest) != 2 || minute > 59 {
			return 0, false
		}
	} else if len(s) > 3 {
		return 0, false
	}
	seconds = int64(hour*60*60 + minute*60)
	if s[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

func digits(s string) (n int, ok bool) {
	for i := 0; i < len(s); i++ {
		if s[i]-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// days counts the days from 1970-01-01 in the Gregorian calendar
// (H. Hinnant, chrono-compatible low-level date algorithms, days_from_civil).
func days(year, month, date int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	y := year - era*400
	doy := (153*(month-3)+2)/5 + date - 1
	return int64(era*146097 + y*365 + y/4 - y/100 + doy - 719468)
}
