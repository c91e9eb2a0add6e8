package data

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestPersianDays compares days of the Persian calendar with those that an almanac has, and counts on from each to the next.
func TestPersianDays(t *testing.T) {
	for date, want := range map[[3]int]string{
		{1300, 1, 1}: "1921-03-21", {1357, 11, 22}: "1979-02-11", {1378, 10, 11}: "2000-01-01", {1399, 12, 30}: "2021-03-20", {1403, 1, 1}: "2024-03-20",
		{1403, 12, 30}: "2025-03-20", {1404, 1, 1}: "2025-03-21", {1408, 12, 30}: "2030-03-20", {1436, 12, 29}: "2058-03-19",
	} {
		if got := time.Unix(persianDay(date[0], date[1], date[2])*day, 0).UTC().Format(time.DateOnly); got != want {
			t.Errorf("%v is %s, not %s", date, got, want)
		}
	}
	next := persianDay(1300, 1, 1)
	for year := 1300; year < 1500; year++ {
		for month := 1; month <= 12; month++ {
			for date := 1; date <= persianMonth(year, month); date++ {
				if got := persianDay(year, month, date); got != next {
					t.Fatalf("%d-%d-%d is day %d, not %d", year, month, date, got, next)
				}
				next++
			}
		}
	}
}

// FuzzDateOrder writes dates in an order, and reads them in it, or not at all.
func FuzzDateOrder(f *testing.F) {
	f.Add(int64(0), int64(86400*30), "/", true)
	f.Add(int64(1), int64(86400*400), ".", false)
	f.Fuzz(func(t *testing.T, from, step int64, mark string, dayFirst bool) {
		if mark != "/" && mark != "." && mark != "-" || step <= 0 || step > 1<<30 || from < 0 || from > 1<<31 {
			return
		}
		layout, order := "01"+mark+"02"+mark+"2006", "mdy"
		if dayFirst {
			layout, order = "02"+mark+"01"+mark+"2006", "dmy"
		}
		var b strings.Builder
		b.WriteString("day,x\n")
		var days []time.Time
		for i := range int64(20) {
			at := time.Unix(from+i*step, 0).UTC().Truncate(24 * time.Hour)
			days = append(days, at)
			fmt.Fprintf(&b, "%s,\n", at.Format(layout))
		}
		table := soundly(t, "f.csv", []byte(b.String()), Def{})
		c := table.Column("day")
		if c.Doubt != nil {
			table = soundly(t, "f.csv", []byte(b.String()), Def{DateOrder: order})
			c = table.Column("day")
		}
		for row, want := range days {
			if c.Kind != Time || c.Times[c.Codes[row]] != want.Unix() {
				t.Fatalf("%s (%s): %v", c.Cell(row), order, c.Kind)
			}
		}
	})
}

// FuzzMoment reads any cell.
func FuzzMoment(f *testing.F) {
	for _, text := range []string{"2021/03/04 5:12:33 PM GMT+1", "4 Mar 2021", "1403/07/14", "20240131", "1706700000123", "오후 5:12", "3.3.33 3:3", "1/1/1T1:1Z+1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, order := range []string{"", "dmy", "mdy"} {
			d := dating{order: order, persian: order == "dmy", digits: order == "mdy"}
			if at, ok := d.read(text, &clock{}); ok && (at < -1<<36 || at > 1<<38) {
				t.Errorf("%q is %d", text, at)
			}
		}
	})
}
