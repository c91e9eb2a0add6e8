package chart

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// CSV writes the figure's numbers for machines and spreadsheets: UTF-8 as in RFC 4180, a line for the fields and one for each row, numbers
// unrounded with a point, nothing for what is undefined or hidden.
func (f *Figure) CSV() []byte {
	out := make([]byte, 0, 64*(len(f.Data.Rows)+1))
	for i, name := range f.Data.Fields {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendCell(out, name)
	}
	out = append(out, "\r\n"...)
	for _, row := range f.Data.Rows {
		if row.Raw == nil {
			continue
		}
		for i, v := range row.Raw {
			if i > 0 {
				out = append(out, ',')
			}
			switch v := v.(type) {
			case nil:
			case float64:
				out = strconv.AppendFloat(out, v, 'f', -1, 64)
			case int:
				out = strconv.AppendInt(out, int64(v), 10)
			default:
				out = appendCell(out, fmt.Sprint(v))
			}
		}
		out = append(out, "\r\n"...)
	}
	return out
}

// appendCell writes text. A text that a spreadsheet would take for a formula gets an apostrophe in front.
func appendCell(out []byte, s string) []byte {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		s = "'" + s
	}
	if !strings.ContainsAny(s, ",\"\r\n") {
		return append(out, s...)
	}
	out = append(out, '"')
	out = append(out, strings.ReplaceAll(s, `"`, `""`)...)
	return append(out, '"')
}

func appendRune(out []byte, r rune) []byte { return utf8.AppendRune(out, r) }

// speaks tells whether a text has letters, and so a direction of its own.
func speaks(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 0x2af && !(r >= '\u0660' && r <= '\u0669') && !(r >= '\u06f0' && r <= '\u06f9') && !(r >= '\u2000' && r <= '\u22ff') && r != '\u066a' && r != '\u066b' && r != '\u066c'
	})
}
