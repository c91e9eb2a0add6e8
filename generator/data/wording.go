package data

import (
	"bytes"
	"fmt"

	"cxgen/generator/source"
)

// cutLine gives the place of the line at an offset, or of the head of a long one.
func cutLine(f *source.File, at int) source.Span {
	end := min(len(f.Text), at+200)
	if n := bytes.IndexAny(f.Text[at:end], "\r\n"); n > 0 {
		end = at + n
	}
	return f.Cut(at, end)
}

// choose gives a count with the words that fit it: "1 row has", "2 rows have".
func choose(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// delimiterName gives a delimiter as metrics.toml names it, "" for none.
func delimiterName(delim byte) string {
	switch delim {
	case noDelimiter:
		return ""
	case '\t':
		return "tab"
	case ' ':
		return "space"
	}
	return string(rune(delim))
}

// named gives a delimiter as people call it.
func named(delim byte) string {
	switch delim {
	case '\t':
		return "a tab"
	case ',':
		return "a comma"
	case ';':
		return "a semicolon"
	}
	return fmt.Sprintf("%q", string(rune(delim)))
}
