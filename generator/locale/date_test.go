package locale

import (
	"testing"
	"time"
)

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func TestDate(t *testing.T) {
	may := on(2026, time.May, 12)
	for _, c := range []struct {
		lang, long, short string
	}{
		{"en", "12 May 2026", "12 May 2026"},
		{"fa", "۲۲ اردیبهشت ۱۴۰۵", "۲۲ اردیبهشت ۱۴۰۵"},
		{"ko", "2026년 5월 12일", "2026. 5. 12."},
	} {
		if l := spoken(t, c.lang); l.Date(may) != c.long || l.DateShort(may) != c.short {
			t.Errorf("%s: %q %q, want %q %q", c.lang, l.Date(may), l.DateShort(may), c.long, c.short)
		}
	}
	november := on(2026, time.November, 14)
	if l := spoken(t, "en"); l.Date(november) != "14 November 2026" || l.DateShort(november) != "14 Nov 2026" {
		t.Errorf("%q %q", l.Date(november), l.DateShort(november))
	}
	// The day is the one that the clock shows, wherever it hangs.
	evening := time.Date(2026, time.May, 12, 23, 30, 0, 0, time.FixedZone("", -8*3600))
	if got := spoken(t, "en").Date(evening); got != "12 May 2026" {
		t.Errorf("%q", got)
	}
	// Where the Iranian calendar is not sure, the Gregorian one is written.
	if got := spoken(t, "fa").Date(on(1900, time.March, 1)); got != "۱ مارس ۱۹۰۰" {
		t.Errorf("%q", got)
	}
}

func TestPeriod(t *testing.T) {
	october, monday, mehr, nowruz := on(2026, time.October, 1), on(2026, time.October, 5), on(2026, time.September, 23), on(2026, time.March, 21)
	for _, c := range []struct {
		lang                    string
		start                   time.Time
		unit, long, short, year string
	}{
		{"en", monday, "day", "5 Oct 2026", "5 Oct", "2026"},
		{"en", monday, "week", "5 Oct 2026", "5 Oct", "2026"},
		{"en", october, "month", "October 2026", "Oct", "2026"},
		{"en", on(2026, time.July, 1), "quarter", "Q3 2026", "Q3", "2026"},
		{"en", on(2026, time.January, 1), "year", "2026", "2026", ""},
		{"ko", monday, "week", "2026. 10. 5.", "10. 5.", "2026"},
		{"ko", october, "month", "2026년 10월", "10월", "2026"},
		{"ko", october, "quarter", "2026년 4분기", "4분기", "2026"},
		{"ko", on(2026, time.January, 1), "year", "2026년", "2026", ""},
		{"fa", monday, "week", "۱۳ مهر ۱۴۰۵", "۱۳ مهر", "۱۴۰۵"},
		{"fa", october, "month", "اکتبر ۲۰۲۶", "اکتبر", "۲۰۲۶"},
		{"fa", october, "quarter", "سه‌ماههٔ چهارم ۲۰۲۶", "سه‌ماههٔ چهارم", "۲۰۲۶"},
		{"fa", on(2026, time.January, 1), "year", "۲۰۲۶", "۲۰۲۶", ""},
		{"fa", mehr, "month", "مهر ۱۴۰۵", "مهر", "۱۴۰۵"},
		{"fa", mehr, "quarter", "پاییز ۱۴۰۵", "پاییز", "۱۴۰۵"},
		{"fa", mehr, "year", "۲۰۲۶", "۲۰۲۶", ""}, // no year begins in autumn
		{"fa", nowruz, "year", "۱۴۰۵", "۱۴۰۵", ""},
	} {
		l := spoken(t, c.lang)
		short, year := l.PeriodShort(c.start, c.unit)
		if long := l.Period(c.start, c.unit); long != c.long || short != c.short || year != c.year {
			t.Errorf("%s %s: %q %q %q, want %q %q %q", c.lang, c.unit, long, short, year, c.long, c.short, c.year)
		}
	}
}

type date struct{ year, month, day int }

func dateIn(c Calendar, t time.Time) (d date) {
	d.year, d.month, d.day = c.Date(t)
	return d
}

func TestJalali(t *testing.T) {
	for day, want := range map[time.Time]date{
		on(2025, time.March, 20):    {1403, 12, 30},
		on(2025, time.March, 21):    {1404, 1, 1},
		on(2024, time.March, 20):    {1403, 1, 1},
		on(2021, time.March, 20):    {1399, 12, 30},
		on(2017, time.March, 20):    {1395, 12, 30},
		on(1979, time.February, 11): {1357, 11, 22},
		on(2030, time.March, 20):    {1408, 12, 30},
		on(2058, time.March, 19):    {1436, 12, 29},
		on(1925, time.March, 22):    {1304, 1, 2},
		on(2000, time.January, 1):   {1378, 10, 11},
		on(1921, time.March, 21):    {1300, 1, 1},
	} {
		if got := dateIn(Persian, day); got != want {
			t.Errorf("%v: %v, want %v", day.Format(time.DateOnly), got, want)
		}
		if got := Persian.Day(want.year, want.month, want.day); !got.Equal(day) {
			t.Errorf("%v: %v, want %v", want, got, day)
		}
	}
	for day, want := range map[time.Time]bool{on(1921, time.March, 20): false, on(1921, time.March, 21): true, on(2122, time.March, 20): true, on(2122, time.March, 21): false} {
		if isJalali(day) != want {
			t.Errorf("%v in reach: %v", day, !want)
		}
	}
}

// Every day that a file may hold follows the one before it: six months of 31 days, five of 30, one of 29 or 30.
func TestJalaliDayByDay(t *testing.T) {
	last := dateIn(Persian, on(1, time.January, 1))
	leaps := 0 // from 1300 to 1500
	for day := on(1, time.January, 2); day.Year() < 10000; day = day.AddDate(0, 0, 1) {
		got := dateIn(Persian, day)
		next := date{last.year, last.month, last.day + 1}
		switch {
		case last.month == 12 && last.day >= 29 && got.month == 1:
			if next = (date{last.year + 1, 1, 1}); last.day == 30 && isJalali(day.AddDate(0, 0, -1)) {
				leaps++
			}
		case last.month <= 6 && last.day == 31, last.month > 6 && last.month < 12 && last.day == 30:
			next = date{last.year, last.month + 1, 1}
		}
		if got != next || got.day > 31 || got.month > 6 && got.day > 30 {
			t.Fatalf("%v: %v after %v", day.Format(time.DateOnly), got, last)
		}
		last = got
	}
	if leaps < 48 || leaps > 49 { // 201 years with 8 leap years in 33
		t.Errorf("%d leap years", leaps)
	}
}
