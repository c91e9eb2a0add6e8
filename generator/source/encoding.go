package source

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// byteOrderMark is written by some editors, most of them on Windows, before the first character of a file.
const byteOrderMark = "\uFEFF"

// hasMark tells whether f starts with a byte order mark.
func (f *File) hasMark() bool {
	return f.line == 0 && f.column == 0 && bytes.HasPrefix(f.Text, []byte(byteOrderMark))
}

// Valid gives a problem at the first byte of f that is not UTF-8, if there is one.
func Valid(f *File) []Problem {
	if utf8.Valid(f.Text) {
		return nil
	}
	if bytes.HasPrefix(f.Text, []byte("\xff\xfe")) || bytes.HasPrefix(f.Text, []byte("\xfe\xff")) {
		return []Problem{Errorf(f.Span(0, 2), "this file is UTF-16, not UTF-8").WithHint("save the file as UTF-8")}
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(f.Text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return []Problem{Errorf(f.Span(at, at+1), "the byte 0x%02X is not UTF-8", f.Text[at]).WithHint("save the file as UTF-8")}
}

// NFC gives text with each accented letter as one character where there is one, so that the same word is the same bytes
// whichever system it was typed on (macOS file names, for one, come apart).
func NFC(text string) string { return norm.NFC.String(text) }

// NFKC composes text and replaces forms that differ in looks only: full width letters, ligatures, fractions.
func NFKC(text string) string { return norm.NFKC.String(text) }

// Decompose parts letters from their accents (NFKD).
func Decompose(text string) string { return norm.NFKD.String(text) }
