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
		{"ko", "2026년 5월 12일", "2026.\u00a05.\u00a012."},
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
		{"ko", monday, "week", "2026.\u00a010.\u00a05.", "10.\u00a05.", "2026년"},
		{"ko", october, "month", "2026년 10월", "10월", "2026년"},
		{"ko", october, "quarter", "2026년 4분기", "4분기", "2026년"},
		{"ko", on(2026, time.January, 1), "year", "2026년", "2026년", ""},
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

func TestPeriodLine(t *testing.T) {
	october := on(2026, time.October, 1)
	for _, c := range []struct{ lang, unit, want string }{
		{"en", "month", "Oct 2026"},
		{"en", "year", "2026"},
		{"fa", "month", "اکتبر ۲۰۲۶"},
		{"ko", "month", "2026년 10월"},
		{"ko", "quarter", "2026년 4분기"},
	} {
		start := october
		if c.unit == "year" {
			start = on(2026, time.January, 1)
		}
		if got := spoken(t, c.lang).PeriodLine(start, c.unit); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.unit, got, c.want)
		}
	}
}

func TestOtherCalendar(t *testing.T) {
	mehr, may := on(2026, time.September, 23), on(2026, time.May, 12)
	for _, c := range []struct {
		lang             string
		calendar         Calendar
		day, month, full string
	}{
		{"en", Persian, "22 Ordibehesht 1405", "Mehr 1405", "Tuesday, Ordibehesht 22, 1405"},
		{"ko", Persian, "1405년 오르디베헤슈트 22일", "1405년 메흐르", "1405년 오르디베헤슈트 22일 화요일"},
		{"ja", Persian, "1405年オルディーベヘシュト22日", "1405年メフル", "1405年オルディーベヘシュト22日火曜日"},
		{"fa", Gregorian, "۱۲ مهٔ ۲۰۲۶", "۲۳ سپتامبر ۲۰۲۶", "سه‌شنبه ۱۲ مهٔ ۲۰۲۶"},
	} {
		l := spoken(t, c.lang).In(c.calendar)
		month := l.Period(mehr, "month")
		if c.calendar == Gregorian {
			month = l.Period(mehr, "week")
		}
		if l.Date(may) != c.day || month != c.month || l.DateIn(may, Full) != c.full {
			t.Errorf("%s: %q %q %q, want %q %q %q", c.lang, l.Date(may), month, l.DateIn(may, Full), c.day, c.month, c.full)
		}
	}
	if fa := spoken(t, "fa"); fa.Calendar != Persian || fa.In(Gregorian).In(Persian).Date(may) != fa.Date(may) {
		t.Error("a locale lost its calendar")
	}
}

func TestLabel(t *testing.T) {
	for _, c := range []struct{ lang, label, want string }{
		{"fa", "1405-07", "مهر ۱۴۰۵"}, {"fa", "1405-Q3", "پاییز ۱۴۰۵"}, {"fa", "1405", "۱۴۰۵"}, {"fa", "2026-10", "اکتبر ۲۰۲۶"}, {"fa", "2026-10-05", "۱۳ مهر ۱۴۰۵"},
		{"fa", "1405-07-13", "۱۳ مهر ۱۴۰۵"}, {"fa", "all", "all"}, {"en", "2026-10", "October 2026"}, {"en", "2026-Q3", "Q3 2026"}, {"ko", "2026", "2026년"},
	} {
		if got := spoken(t, c.lang).Label(c.label); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.label, got, c.want)
		}
	}
}

func TestCalendar(t *testing.T) {
	day := on(2026, time.November, 14) // 23 Aban 1405
	for unit, want := range map[string][2]string{
		"day": {"2026-11-14", "2026-11-15"}, "week": {"2026-11-14", "2026-11-21"}, "month": {"1405-08", "1405-09"}, "quarter": {"1405-Q3", "1405-Q4"}, "year": {"1405", "1406"},
	} {
		first := Persian.First(day, unit)
		if got := [2]string{Persian.Label(first, unit), Persian.Label(Persian.Add(first, 1, unit), unit)}; got != want {
			t.Errorf("%s: %v, want %v", unit, got, want)
		}
	}
	for _, c := range []struct {
		in        Calendar
		day, want time.Time
		n         int
		unit      string
	}{
		{Persian, Persian.Day(1403, 12, 30), Persian.Day(1402, 12, 29), -1, "year"},
		{Persian, Persian.Day(1405, 6, 31), Persian.Day(1405, 7, 30), 1, "month"},
		{Persian, Persian.Day(1405, 1, 1), Persian.Day(1404, 10, 1), -1, "quarter"},
		{Gregorian, on(2024, time.February, 29), on(2023, time.February, 28), -1, "year"},
		{Gregorian, on(2026, time.January, 31), on(2026, time.February, 28), 1, "month"},
		{Gregorian, on(2026, time.January, 1), on(2025, time.December, 31), -1, "day"},
		{Gregorian, on(2026, time.January, 5), on(2026, time.January, 19), 2, "week"},
	} {
		if got := c.in.Add(c.day, c.n, c.unit); !got.Equal(c.want) {
			t.Errorf("%v %+d %s: %v, want %v", c.day, c.n, c.unit, got, c.want)
		}
	}
	// In Tehran a year begins at the midnight of its first day, wherever the clock is asked.
	tehran := time.FixedZone("", 3*3600+1800)
	if got, want := Persian.First(time.Date(2026, time.March, 21, 0, 0, 0, 0, tehran), "year"), on(2026, time.March, 21); !got.Equal(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		in       Calendar
		from, to time.Time
		want     string
	}{
		{Persian, on(2026, time.September, 23), on(2026, time.October, 23), "month"}, {Persian, on(2026, time.October, 1), on(2026, time.November, 1), ""},
		{Persian, on(2026, time.March, 21), on(2027, time.March, 21), "year"}, {Persian, on(2026, time.June, 22), on(2026, time.September, 23), "quarter"},
		{Gregorian, on(2026, time.October, 1), on(2026, time.November, 1), "month"}, {Gregorian, on(2026, time.February, 1), on(2027, time.February, 1), ""},
		{Gregorian, on(2026, time.October, 1), on(2026, time.October, 2), "day"}, {Gregorian, on(2026, time.February, 1), on(2026, time.May, 1), ""},
	} {
		if got := c.in.Span(c.from, c.to); got != c.want {
			t.Errorf("%v %v to %v: %q, want %q", c.in, c.from, c.to, got, c.want)
		}
	}
}

func TestSpans(t *testing.T) {
	tehran := time.FixedZone("", 3*3600+1800)
	at := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, tehran)
	}
	for _, c := range []struct {
		lang              string
		from, to          time.Time
		span, first, last string
	}{
		{"fa", at(2026, time.September, 23), at(2026, time.October, 23), "مهر ۱۴۰۵", "مهر ۱۴۰۵", "مهر ۱۴۰۵"},
		{"fa", at(2026, time.October, 1), at(2026, time.November, 1), "اکتبر ۲۰۲۶", "اکتبر ۲۰۲۶", "اکتبر ۲۰۲۶"},
		{"fa", at(2026, time.March, 21), at(2027, time.March, 21), "۱۴۰۵", "فروردین ۱۴۰۵", "اسفند ۱۴۰۵"},
		{"fa", at(2026, time.October, 1), at(2026, time.October, 2), "۹ مهر ۱۴۰۵", "", ""},
		{"fa", at(2026, time.October, 1), at(2026, time.October, 3), "", "", ""},
		{"en", at(2025, time.November, 1), at(2026, time.November, 1), "", "November 2025", "October 2026"},
		{"ko", at(2026, time.July, 1), at(2026, time.October, 1), "2026년 3분기", "2026년 7월", "2026년 9월"},
	} {
		l := spoken(t, c.lang)
		span, _ := l.Span(c.from, c.to)
		if first, last, _ := l.Months(c.from, c.to); span != c.span || first != c.first || last != c.last {
			t.Errorf("%s %v: %q %q %q, want %q %q %q", c.lang, c.from, span, first, last, c.span, c.first, c.last)
		}
	}
	fa := spoken(t, "fa")
	for unit, want := range map[string]time.Time{"day": at(2026, time.September, 24), "week": at(2026, time.September, 30), "month": at(2026, time.October, 23), "quarter": at(2026, time.December, 22)} {
		if got := fa.PeriodEnd(at(2026, time.September, 23), unit); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", unit, got, want)
		}
	}
	if got := fa.PeriodEnd(at(2026, time.October, 1), "month"); !got.Equal(at(2026, time.November, 1)) {
		t.Errorf("October ends %v", got)
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in          Calendar
		label, unit string
		first       time.Time
	}{
		{Persian, "1405", "year", on(2026, time.March, 21)}, {Persian, "1405-Q3", "quarter", on(2026, time.September, 23)},
		{Persian, "1405-07", "month", on(2026, time.September, 23)}, {Persian, "1403-12-30", "day", on(2025, time.March, 20)},
		{Persian, "2026-10", "month", on(2026, time.October, 1)}, {Gregorian, "2026-10-05", "day", on(2026, time.October, 5)},
		{Gregorian, "1405-07", "month", on(1405, time.July, 1)},
		{Persian, "1404-12-30", "", time.Time{}}, {Persian, "1405-13", "", time.Time{}}, {Persian, "1405-00", "", time.Time{}}, {Gregorian, "2026-02-29", "", time.Time{}},
		{Gregorian, "2026-Q5", "", time.Time{}}, {Gregorian, "2026-Q0", "", time.Time{}}, {Gregorian, "2026-1", "", time.Time{}}, {Gregorian, "", "", time.Time{}},
		{Gregorian, "2026-10-5x", "", time.Time{}}, {Gregorian, "+026", "", time.Time{}}, {Gregorian, "2026- 1", "", time.Time{}}, {Gregorian, "26", "", time.Time{}},
	} {
		first, unit, _, ok := c.in.Parse(c.label)
		if ok != (c.unit != "") || ok && (unit != c.unit || !first.Equal(c.first)) {
			t.Errorf("%v %q: %v %s %v, want %v %s", c.in, c.label, first, unit, ok, c.first, c.unit)
		}
	}
}

// What is written can be read.
func FuzzParse(f *testing.F) {
	for _, label := range []string{"2026", "1405-Q3", "2026-10", "1403-12-30", "0001-01-01", "2026-Q", "-"} {
		f.Add(label)
	}
	f.Fuzz(func(t *testing.T, label string) {
		for _, c := range []Calendar{Gregorian, Persian} {
			first, unit, in, ok := c.Parse(label)
			if !ok || in == Persian && unit == "day" { // days are labelled by their ISO date
				continue
			}
			if got := in.Label(first, unit); got != label {
				t.Errorf("%v: %q became %q", c, label, got)
			}
			if !in.First(first, unit).Equal(first) {
				t.Errorf("%v: %q begins on %v", c, label, first)
			}
		}
	})
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
