package locale

import "time"

// The years in which the 33-year cycle of leap years is broken.
// Source: K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74 (1996), as used by jalaali-js.
var breaks = [...]int{-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178}

// The Jalali years for which the rule agrees with the astronomers (1921 to 2122).
const firstJalali, lastJalali = 1300, 1500

// jalali gives the date in the Iranian calendar of the day that t's clock shows. It is sure for the years 1300 to 1500.
func jalali(t time.Time) (year, month, day int) {
	gregorianYear, gregorianMonth, gregorianDay := t.Date()
	today := time.Date(gregorianYear, gregorianMonth, gregorianDay, 0, 0, 0, 0, time.UTC)
	year = gregorianYear - 621
	if today.Before(nowruz(year)) {
		year--
	}
	past := int((today.Unix() - nowruz(year).Unix()) / (24 * 60 * 60))
	if past < 6*31 {
		return year, past/31 + 1, past%31 + 1
	}
	past -= 6 * 31
	return year, past/30 + 7, past%30 + 1
}

// isJalali tells whether the Iranian date of a day is sure.
func isJalali(t time.Time) bool {
	year, _, _ := jalali(t)
	return firstJalali <= year && year <= lastJalali
}

// nowruz gives the first day of a Jalali year. Before the first break and after the last the cycle is never broken.
func nowruz(year int) time.Time {
	leaps, before, jump := -14, breaks[0], 0
	for _, at := range breaks[1:] {
		jump = at - before
		if year < at {
			break
		}
		leaps += jump/33*8 + jump%33/4
		before = at
	}
	n := year - before
	cycles := floor(n, 33)
	leaps += cycles*8 + (n-33*cycles+3)/4
	if jump%33 == 4 && jump-n == 4 {
		leaps++
	}
	gregorianYear := year + 621
	gregorianLeaps := floor(gregorianYear, 4) - (floor(gregorianYear, 100)+1)*3/4 - 150
	return time.Date(gregorianYear, time.March, 20+leaps-gregorianLeaps, 0, 0, 0, 0, time.UTC)
}

// floor divides downwards.
func floor(a, b int) int {
	if a < 0 {
		return -((b - 1 - a) / b)
	}
	return a / b
}
