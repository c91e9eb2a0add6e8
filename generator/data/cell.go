package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsMissing tells whether a cell says that there is no answer: it is blank, or one of the words that survey tools and
// spreadsheets write instead, in any case.
func IsMissing(s string) bool {
	if len(s) > 64 {
		return strings.TrimLeftFunc(s, func(r rune) bool { return isBidi(r) || unicode.IsSpace(r) }) == ""
	}
	s = strings.TrimSpace(plain(s))
	switch s {
	case "", "-", "–", "—", ".":
		return true
	}
	switch s[0] | 0x20 {
	case 'n', '#', 'p':
	default:
		return false
	}
	switch strings.ToLower(s) {
	case "na", "n/a", "#n/a", "null", "none", "nan", "prefer not to say":
		return true
	}
	return false
}

// plain gives a cell as numbers and dates are read: Persian and Arabic digits and the minus sign in ASCII, all spaces as
// plain ones, and without the invisible marks of writing direction.
func plain(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(plainRune, s)
		}
	}
	return s
}

func plainRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case r == '\u2212':
		return '-'
	case isBidi(r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// isBidi tells whether r is an invisible mark that directs or joins text and says nothing in a number, a date or a header.
func isBidi(r rune) bool {
	switch {
	case '\u200e' <= r && r <= '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u061c', r == '\ufeff':
		return true
	}
	return false
}

// trim takes white space off both ends of a cell, no-break spaces among it.
func trim(cell []byte) []byte {
	for len(cell) > 0 {
		r, size := rune(cell[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(cell)
		}
		if !unicode.IsSpace(r) && r != '\ufeff' {
			break
		}
		cell = cell[size:]
	}
	for len(cell) > 0 {
		r, size := rune(cell[len(cell)-1]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeLastRune(cell)
		}
		if !unicode.IsSpace(r) && r != '\ufeff' {
			break
		}
		cell = cell[:len(cell)-size]
	}
	return cell
}
