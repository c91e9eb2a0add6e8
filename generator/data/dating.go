package data

import (
	"strings"
	"time"
	"unicode/utf8"
)

// dating is how the cells of one column are read as times. It is decided once for all cells, never for each.
type dating struct {
	order   string // of day and month: "dmy" or "mdy"; "" where every cell tells it by itself
	persian bool   // years from 1300 to 1499 are those of the Persian calendar
	digits  bool   // cells of nothing but digits are times: 20240131, Unix seconds, milliseconds, microseconds
	periods bool   // cells are periods, which begin on a day: 2024-01, Jan 2024, 2024-Q1, 2024-W05, 2024
}

// moment is a cell that could be a time, before it is known which number is the day.
type moment struct {
	first, second, year int // as they stand, where the year comes last
	ordered             bool
	month, date         int // where the year comes first, or the month has a name
	seconds             int64
	offset              int64
	zoned               bool // offset holds; else the time is local
}

// read gives the Unix seconds of a cell.
func (d dating) read(s string, zone *clock) (int64, bool) {
	if at, ok := zone.parse(s); ok && !(d.persian && isPersianYear(s)) {
		return at, true
	}
	if d.digits {
		if at, ok := readDigits(s, zone); ok {
			return at, true
		}
	}
	m, ok := readMoment(s)
	if !ok && d.periods {
		m, ok = readPeriod(s)
	}
	if !ok {
		return 0, false
	}
	return d.place(m, zone)
}

// place finds the instant of a moment.
func (d dating) place(m moment, zone *clock) (int64, bool) {
	month, date := m.month, m.date
	if !m.ordered {
		switch d.order {
		case "dmy":
			date, month = m.first, m.second
		case "mdy":
			month, date = m.first, m.second
		default:
			return 0, false
		}
	}
	n, ok := d.day(m.year, month, date)
	if !ok {
		return 0, false
	}
	local := n*day + m.seconds
	if m.zoned {
		return local - m.offset, true
	}
	return zone.instant(local), true
}

// day gives the number of a day from 1970-01-01.
func (d dating) day(year, month, date int) (int64, bool) {
	if month < 1 || month > 12 || date < 1 {
		return 0, false
	}
	if d.persian && 1300 <= year && year < 1500 {
		if date > persianMonth(year, month) {
			return 0, false
		}
		return persianDay(year, month, date), true
	}
	if date > daysIn(year, month) {
		return 0, false
	}
	return days(year, month, date), true
}

func isPersianYear(s string) bool {
	s = strings.TrimSpace(plain(s))
	return len(s) >= 4 && s[0] == '1' && (s[1] == '3' || s[1] == '4')
}

// readDigits reads a cell of digits: eight are a day, ten Unix seconds, thirteen milliseconds, sixteen microseconds. Seconds may
// have a fraction. Only times from 2000 to 2099 are taken, so that numbers of orders and the like are none.
func readDigits(s string, zone *clock) (int64, bool) {
	s = strings.TrimSpace(plain(s))
	whole, fraction, _ := strings.Cut(s, ".")
	if strings.Trim(fraction, "0123456789") != "" || fraction != "" && len(whole) != 10 {
		return 0, false
	}
	n, ok := int64(0), len(whole) >= 8 && len(whole) <= 16
	for i := 0; i < len(whole) && ok; i++ {
		ok = whole[i]-'0' <= 9
		n = n*10 + int64(whole[i]-'0')
	}
	if !ok {
		return 0, false
	}
	switch len(whole) {
	case 8:
		year, month, date := int(n/10000), int(n/100%100), int(n%100)
		if year < 1900 || year > 2099 || month < 1 || month > 12 || date < 1 || date > daysIn(year, month) {
			return 0, false
		}
		return zone.instant(days(year, month, date) * day), true
	case 10:
	case 13:
		n /= 1e3
	case 16:
		n /= 1e6
	default:
		return 0, false
	}
	return n, n >= days(2000, 1, 1)*day && n < days(2100, 1, 1)*day
}

// readMoment reads a cell of the forms that exports have: three numbers with / . or - between them, the year first or last; or
// with the name of an English month; then a time of day, also with AM and PM in several languages; then a zone.
func readMoment(s string) (m moment, ok bool) {
	if len(s) > 64 || len(s) < 6 {
		return m, false
	}
	s = withoutWeekday(marked(strings.TrimSpace(plain(s))))
	if s, ok = m.readDate(s); !ok {
		return m, false
	}
	rest := strings.TrimLeft(s, " ,")
	if rest == "" {
		return m, rest == s || strings.Trim(s, " ,") == ""
	}
	if len(rest) == len(s) { // something must part the date from the time
		if rest[0] != 'T' && rest[0] != 't' {
			return m, false
		}
		rest = rest[1:]
	}
	return m, m.readTime(rest)
}

// marked writes the signs that Korean and Japanese dates have behind their numbers as the marks that others have between them:
// 2024年1月31日 17時05分 is 2024/1/31 17:05.
func marked(s string) string {
	if !strings.ContainsAny(s, "年년") {
		return s
	}
	s = strings.NewReplacer("年", "/", "년", "/", "月", "/", "월", "/", "日", " ", "일", " ", "時", ":", "시", ":", "分", ":", "분", ":", "秒", "", "초", "").Replace(s)
	return strings.Trim(strings.NewReplacer("/ ", "/", ": ", ":", "  ", " ").Replace(s), " :")
}

// withoutWeekday cuts the English name of a day off the start: "Wed, 31 Jan 2024" and "Wed Jan 31 2024".
func withoutWeekday(s string) string {
	word, rest, found := strings.Cut(s, " ")
	word = strings.ToLower(strings.TrimSuffix(word, ","))
	if !found || len(word) < 3 || !strings.Contains("mon tue wed thu fri sat sun", word[:3]) {
		return s
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if full := strings.ToLower(day.String()); word == full || word == full[:3] {
			return rest
		}
	}
	return s
}

// readDate reads the date at the start of s.
func (m *moment) readDate(s string) (rest string, ok bool) {
	if s != "" && s[0]-'0' > 9 {
		return m.readMonthFirst(s)
	}
	a, width, s := number(s)
	mark, s := dateMark(s)
	if width == 0 || width > 4 {
		return s, false
	}
	if mark == ' ' || mark == '-' { // 25 Jan 2018, 25-Jan-2018
		if month, after := monthName(s); month > 0 && width <= 2 {
			after = strings.TrimLeft(after, " .,-")
			year, digits, after := number(after)
			m.ordered, m.date, m.month = true, a, month
			return after, m.fullYear(year, digits)
		}
	}
	if mark == 0 || mark == ' ' {
		return s, false
	}
	b, second, s := number(s)
	again, s := dateMark(s)
	c, third, s := number(s)
	if again != mark || second == 0 || second > 2 || third == 0 || third > 4 {
		return s, false
	}
	if mark == '.' && (s == "." || strings.HasPrefix(s, ". ")) { // 2021. 3. 4. 오후 5:12
		s = s[1:]
	}
	switch {
	case width == 4 && third <= 2:
		m.ordered, m.year, m.month, m.date = true, a, b, c
		return s, true
	case width <= 2 && (third == 4 || third == 2):
		m.first, m.second = a, b
		return s, m.fullYear(c, third)
	}
	return s, false
}

// readMonthFirst reads Jan 25, 2018.
func (m *moment) readMonthFirst(s string) (string, bool) {
	month, s := monthName(s)
	if month == 0 {
		return s, false
	}
	date, width, s := number(strings.TrimLeft(s, " ."))
	after := strings.TrimLeft(s, " ,")
	year, digits, rest := number(after)
	if width == 0 || width > 2 || after == s || digits != 4 {
		return s, false
	}
	m.ordered, m.month, m.date, m.year = true, month, date, year
	return rest, true
}

// readPeriod reads a cell that names a period, as its first day: 2024-01 and 2024/01, Jan 2024, 2024-Q1 and Q1 2024, 2024-W05 (ISO 8601),
// 2024.
func readPeriod(s string) (m moment, ok bool) {
	s = marked(strings.TrimSpace(plain(s)))
	m = moment{ordered: true, month: 1, date: 1}
	if month, rest := monthName(s); month > 0 {
		year, width, rest := number(strings.TrimLeft(rest, " .,-/"))
		m.month, m.year = month, year
		return m, width == 4 && rest == ""
	}
	upper := strings.ToUpper(s)
	if strings.HasPrefix(upper, "Q") && len(s) == len("Q1 2024") { // as 2024-Q1
		upper = upper[3:] + "-" + upper[:2]
	}
	year, width, rest := number(upper)
	m.year = year
	if width != 4 {
		return m, false
	}
	rest = strings.TrimLeft(strings.TrimRight(rest, "/ "), "-/. ")
	if rest == "" {
		return m, true
	}
	kind := rest[0]
	n, width, end := number(strings.TrimLeft(rest, "QW"))
	if width == 0 || width > 2 || end != "" {
		return m, false
	}
	switch {
	case kind == 'Q' && n >= 1 && n <= 4:
		m.month = 3*n - 2
		return m, true
	case kind == 'W' && n >= 1 && n <= 53:
		first := days(year, 1, 4)                    // is in the first week
		monday := first - (first+3)%7 + 7*int64(n-1) // 1970-01-01 was a Thursday
		m.year, m.month, m.date = civil(monday)
		return m, true
	}
	m.month = n
	return m, isDigit(kind) && n >= 1 && n <= 12
}

func (m *moment) fullYear(year, digits int) bool {
	if digits == 2 {
		year += 2000
	}
	m.year = year
	return digits == 2 || digits == 4
}

// number reads the digits at the start of s.
func number(s string) (n, width int, rest string) {
	for width < len(s) && width < 5 && s[width]-'0' <= 9 {
		n = n*10 + int(s[width]-'0')
		width++
	}
	return n, width, s[width:]
}

// dateMark reads what stands between the numbers of a date: / . - or a space, the first two with a space after them.
func dateMark(s string) (mark byte, rest string) {
	if s == "" {
		return 0, s
	}
	switch s[0] {
	case '/', '-', ' ':
		return s[0], s[1:]
	case '.':
		return s[0], strings.TrimPrefix(s[1:], " ")
	}
	return 0, s
}

const months = "janfebmaraprmayjunjulaugsepoctnovdec"

// monthName reads an English month, whole or by its first three letters.
func monthName(s string) (month int, rest string) {
	n := 0
	for n < len(s) && 'a' <= s[n]|0x20 && s[n]|0x20 <= 'z' {
		n++
	}
	if n < 3 {
		return 0, s
	}
	word := strings.ToLower(s[:n])
	at := strings.Index(months, word[:3])
	if at < 0 || at%3 != 0 {
		return 0, s
	}
	month = at/3 + 1
	if full := strings.ToLower(time.Month(month).String()); n > 3 && word != full && word != "sept" {
		return 0, s
	}
	return month, s[n:]
}

// halves are the words for the two halves of the day.
var halves = []struct {
	word  string
	later bool // after noon
}{
	{"am", false}, {"pm", true}, {"a.m.", false}, {"p.m.", true},
	{"ق.ظ", false}, {"ب.ظ", true}, {"ق.ظ.", false}, {"ب.ظ.", true}, {"قبل‌ازظهر", false}, {"بعدازظهر", true}, {"قبل از ظهر", false}, {"بعد از ظهر", true},
	{"ص", false}, {"م", true}, {"오전", false}, {"오후", true}, {"午前", false}, {"午後", true}, {"上午", false}, {"下午", true},
	{"öö", false}, {"ös", true}, {"vorm.", false}, {"nachm.", true},
}

// cutHalf takes the word for a half of the day off the start of s: 1 for the first, 2 for the second, 0 for none.
func cutHalf(s string) (half int, rest string) {
	longest := 0
	lower := strings.ToLower(s)
	for _, h := range halves {
		if len(h.word) > longest && len(h.word) <= len(s) && strings.HasPrefix(lower, h.word) {
			if next, _ := utf8.DecodeRuneInString(s[len(h.word):]); len(s) > len(h.word) && next != ' ' && next-'0' > 9 {
				continue
			}
			longest, half = len(h.word), 1
			if h.later {
				half = 2
			}
		}
	}
	return half, strings.TrimLeft(s[longest:], " ")
}

// readTime reads a time of day and what follows it to the end.
func (m *moment) readTime(s string) bool {
	half, s := cutHalf(s)
	hour, width, s := number(s)
	if width == 0 || width > 2 {
		return false
	}
	if s == "" || s[0] != ':' {
		return false
	}
	padded := "00" + s
	seconds, s, ok := clockTime(padded)
	if !ok {
		return false
	}
	s = strings.TrimLeft(s, " ")
	if half == 0 {
		half, s = cutHalf(s)
	}
	switch {
	case half > 0 && hour > 12, hour > 23:
		return false
	case half > 0:
		hour %= 12
		if half == 2 {
			hour += 12
		}
	}
	m.seconds = int64(hour)*3600 + seconds
	return m.readZone(s)
}

// readZone reads Z, UTC, GMT+1, GMT+3:30, +0330.
func (m *moment) readZone(s string) bool {
	if s == "" {
		return true
	}
	m.zoned = true
	named := false
	for _, name := range []string{"UTC", "GMT", "Z", "z"} {
		if rest, found := strings.CutPrefix(s, name); found {
			s, named = rest, true
			break
		}
	}
	if s == "" {
		return named
	}
	if named && len(s) > 1 && (s[0] == '+' || s[0] == '-') && (len(s) == 2 || s[2] == ':') { // one digit of hours
		s = s[:1] + "0" + s[1:]
	}
	var ok bool
	m.offset, ok = parseOffset(s)
	return ok
}

// persianDay gives the number of a day of the Persian calendar from 1970-01-01, for years from 1210 to 1634, in which the cycle of
// eight leap years in 33 is not broken (K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74, 1996).
func persianDay(year, month, date int) int64 {
	const first = -50690 // 1 Farvardin 1210
	n := year - 1210
	past := 365*n + n/33*8 + (n%33+3)/4 + 30*(month-1) + min(month-1, 6) + date - 1
	return int64(first + past)
}

func persianMonth(year, month int) int {
	switch {
	case month <= 6:
		return 31
	case month <= 11 || persianDay(year+1, 1, 1)-persianDay(year, 12, 1) == 30:
		return 30
	}
	return 29
}

// isDate tells whether a cell is a date in any form.
func isDate(s string) bool {
	if _, ok := ParseTime(s, nil); ok {
		return true
	}
	_, ok := readMoment(s)
	return ok
}
