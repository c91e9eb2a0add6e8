package data

import (
	"math"
	"testing"
	"time"
)

func TestParseNumber(t *testing.T) {
	for _, test := range []struct {
		text    string
		decimal byte
		want    float64
		ok      bool
	}{
		{"0", '.', 0, true},
		{"-0", '.', 0, true},
		{"-€0.00", '.', 0, true},
		{"-12.5", '.', -12.5, true},
		{"+7", '.', 7, true},
		{"0.1", '.', 0.1, true},
		{"123456789012.345", '.', 123456789012.345, true},
		{"1234567890123456789", '.', 1234567890123456789, true},
		{".5", '.', 0.5, true},
		{" 9 ", '.', 9, true},
		{"1,234,567.89", '.', 1234567.89, true},
		{"1.234.567,89", ',', 1234567.89, true},
		{"1 234,5", ',', 1234.5, true},
		{"1\u202f234,5", ',', 1234.5, true},
		{"1'234.50", '.', 1234.5, true},
		{"3,5", ',', 3.5, true},
		{"۱٬۲۳۴٫۵", '.', 1234.5, true},
		{"١٢", ',', 12, true},
		{"\u200f۷\u200f", '.', 7, true},
		{"−5", '.', -5, true},
		{"€ 1.50", '.', 1.5, true},
		{"12,50 €", ',', 12.5, true},
		{"-$3", '.', -3, true},
		{"$-3", '.', -3, true},
		{"USD 3", '.', 3, true},
		{"3EUR", '.', 3, true},

		{"", '.', 0, false},
		{".", '.', 0, false},
		{"-", '.', 0, false},
		{"5.", '.', 0, false},
		{"1.2.3", '.', 0, false},
		{"1,23", '.', 0, false},
		{"1234,567", '.', 0, false},
		{"0,123", '.', 0, false},
		{"1,234.567,8", '.', 0, false},
		{"1,234'567", '.', 0, false},
		{"3.5", ',', 0, false},
		{"1e5", '.', 0, false},
		{"1E+05", '.', 0, false},
		{"NaN", '.', 0, false},
		{"inf", '.', 0, false},
		{"Inf", '.', 0, false},
		{"7%", '.', 0, false},
		{"0x10", '.', 0, false},
		{"--5", '.', 0, false},
		{"- -5", '.', 0, false},
		{"10:30", '.', 0, false},
		{"1_000", '.', 0, false},
		{"EUR", '.', 0, false},
		{"2026-03-01", '.', 0, false},
	} {
		got, ok := ParseNumber(test.text, test.decimal)
		if got != test.want || ok != test.ok || got == 0 && math.Signbit(got) { // 0 has no sign
			t.Errorf("ParseNumber(%q, %c) = %v, %v; want %v, %v", test.text, test.decimal, got, ok, test.want, test.ok)
		}
	}
}

func TestParseTime(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	tehran := zone(t, "Asia/Tehran")
	for _, test := range []struct {
		text string
		tz   *time.Location
		want string // UTC, "" for no time
	}{
		{"2026-03-01", nil, "2026-03-01T00:00:00Z"},
		{"2026-03-01", berlin, "2026-02-28T23:00:00Z"},
		{"2026-07-01", tehran, "2026-06-30T20:30:00Z"},
		{"2026-03-01 14:30", nil, "2026-03-01T14:30:00Z"},
		{"2026-03-01T14:30:15.999Z", berlin, "2026-03-01T14:30:15Z"},
		{"2026-03-01T14:30:15+03:30", berlin, "2026-03-01T11:00:15Z"},
		{"2026-03-01T14:30:15-0800", nil, "2026-03-01T22:30:15Z"},
		{"2026-03-01T14:30+02", nil, "2026-03-01T12:30:00Z"},
		{"2024-01-31 10:15:00 +0100", nil, "2024-01-31T09:15:00Z"},
		{"2024-01-31 10:15:00 UTC", berlin, "2024-01-31T10:15:00Z"},
		{"\u200e۲۰۲۶-۰۳-۰۱ ۱۴:۳۰", nil, "2026-03-01T14:30:00Z"},
		{"2024-02-29", nil, "2024-02-29T00:00:00Z"},
		{"2000-02-29", nil, "2000-02-29T00:00:00Z"},
		{"1969-12-31T23:59:59Z", nil, "1969-12-31T23:59:59Z"},
		// A clock change leaves 02:30 out, and shows 02:30 twice.
		{"2026-03-29 01:59:59", berlin, "2026-03-29T00:59:59Z"},
		{"2026-03-29 02:00", berlin, "2026-03-29T01:00:00Z"},
		{"2026-03-29 02:30", berlin, "2026-03-29T01:30:00Z"},
		{"2026-03-29 03:00", berlin, "2026-03-29T01:00:00Z"},
		{"2026-10-25 01:59:59", berlin, "2026-10-24T23:59:59Z"},
		{"2026-10-25 02:00", berlin, "2026-10-25T00:00:00Z"},
		{"2026-10-25 02:30", berlin, "2026-10-25T00:30:00Z"},
		{"2026-10-25 03:00", berlin, "2026-10-25T02:00:00Z"},

		{"2026-02-30", nil, ""},
		{"2026-02-29", nil, ""},
		{"1900-02-29", nil, ""},
		{"2026-13-01", nil, ""},
		{"2026-00-10", nil, ""},
		{"2026-04-31T10:00", nil, ""},
		{"2026-03-01T24:00", nil, ""},
		{"2026-03-01T10:60", nil, ""},
		{"2026-03-01T10:00:60", nil, ""},
		{"2026-03-01T10", nil, ""},
		{"2026-03-01T10:00:", nil, ""},
		{"2026-03-01T10:00:00.", nil, ""},
		{"2026-03-01T10:00+1", nil, ""},
		{"2026-03-01T10:00+01:", nil, ""},
		{"2026-03-01x", nil, ""},
		{"2026-3-1", nil, ""},
		{"01.03.2026", nil, ""},
		{"20260301", nil, ""},
		{"", nil, ""},
		{"-", nil, ""},
	} {
		at, ok := ParseTime(test.text, test.tz)
		got := ""
		if ok {
			got = time.Unix(at, 0).UTC().Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("ParseTime(%q, %v) = %q, want %q", test.text, test.tz, got, test.want)
		}
	}
}

// TestClock compares the clock, which remembers a stretch, with the standard library at every hour of three years.
func TestClock(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "Asia/Tehran", "America/New_York", "Asia/Seoul", "Australia/Lord_Howe", "Africa/Casablanca"} {
		tz := zone(t, name)
		c := clock{tz: tz}
		for local := days(2020, 1, 1) * day; local < days(2023, 1, 1)*day; local += 30 * 60 {
			at := c.instant(local)
			back := time.Unix(at, 0).In(tz)
			_, offset := back.Zone()
			if at+int64(offset) != local {
				// Only a time that does not exist may move, and forward.
				if moved := at + int64(offset) - local; moved <= 0 || moved > 3600 {
					t.Fatalf("%s: %s became %s", name, time.Unix(local, 0).UTC(), back)
				}
				continue
			}
			// No earlier instant shows the same time.
			earlier := time.Unix(at-3600, 0).In(tz)
			if _, o := earlier.Zone(); at-3600+int64(o) == local {
				t.Fatalf("%s: %s has an earlier instant", name, back)
			}
		}
	}
}

func TestIsMissing(t *testing.T) {
	for _, word := range []string{"", " ", "\u200f", "\u00a0", "NA", "n/a", "#N/A", "Null", "none", "NaN", "-", "–", "—", ".", "Prefer not to say"} {
		if !IsMissing(word) {
			t.Errorf("%q is not missing", word)
		}
	}
	for _, word := range []string{"0", "no", "inf", "--", "n", "nothing", "پاسخ", "a"} {
		if IsMissing(word) {
			t.Errorf("%q is missing", word)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	tz, err := time.LoadLocation(name)
	if err != nil {
		t.Skip("no time zone data on this machine:", err)
	}
	return tz
}
