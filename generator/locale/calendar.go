package locale

import "time"

// civil is a day in some calendar.
type civil struct{ year, month, day int }

// gregorian is the day that t's clock shows.
func gregorian(t time.Time) civil {
	year, month, day := t.Date()
	return civil{year, int(month), day}
}

// The years in which the 33-year cycle of leap years is broken.
// Source: K. M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74 (1996), as used by jalaali-js.
var breaks = [...]int{-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178}

// The Jalali years for which the rule agrees with the astronomers.
const firstJalali, lastJalali = 1300, 1500

// jalali gives the day of t in the Iranian calendar. It is false outside of the years 1300 to 1500 (1921 to 2122).
func jalali(t time.Time) (civil, bool) {
	gregorianYear, gregorianMonth, gregorianDay := t.Date()
	today := time.Date(gregorianYear, gregorianMonth, gregorianDay, 0, 0, 0, 0, time.UTC)
	year := gregorianYear - 621
	if today.Before(nowruz(year)) {
		year--
	}
	if year < firstJalali || year > lastJalali {
		return civil{}, false
	}
	past := int(today.Sub(nowruz(year)).Hours()) / 24
	if past < 6*31 {
		return civil{year, past/31 + 1, past%31 + 1}, true
	}
	past -= 6 * 31
	return civil{year, past/30 + 7, past%30 + 1}, true
}

// nowruz gives the first day of a Jalali year between the first and the last break.
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
	leaps += n/33*8 + (n%33+3)/4
	if jump%33 == 4 && jump-n == 4 {
		leaps++
	}
	gregorianYear := year + 621
	gregorianLeaps := gregorianYear/4 - (gregorianYear/100+1)*3/4 - 150
	return time.Date(gregorianYear, time.March, 20+leaps-gregorianLeaps, 0, 0, 0, 0, time.UTC)
}
