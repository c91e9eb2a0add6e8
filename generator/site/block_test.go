package site

import "testing"

// A trend ends with its page's period and begins with all time, in the calendar and the unit of the period.
func TestUntil(t *testing.T) {
	for period, want := range map[string]string{
		"2026-10":          "1900-01..2026-10",
		"2026":             "1900..2026",
		"2026-Q3":          "1900-Q1..2026-Q3",
		"2026-10-05":       "1900-01-01..2026-10-05",
		"2025-11..2026-10": "1900-01..2026-10",
		"1405-07":          "1300-01..1405-07",
		"1405":             "1300..1405",
		"1405-Q3":          "1300-Q1..1405-Q3",
		"1405-07-30":       "1300-01-01..1405-07-30",
		"1404-08..1405-07": "1300-01..1405-07",
	} {
		if got := until(period); got != want {
			t.Errorf("%s: %s, want %s", period, got, want)
		}
	}
}
