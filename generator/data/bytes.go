package data

import (
	"bytes"
	"unicode/utf8"

	"cxgen/generator/source"
)

const saveAs = `open it in a spreadsheet and save it as "CSV UTF-8"`

// formats that a spreadsheet or a packer writes, by how they begin.
var formats = []struct{ magic, text, hint string }{
	{"PK\x03\x04", "this is an Excel or zip file, not text", saveAs},
	{"\xd0\xcf\x11\xe0", "this is an old Excel file, not text", saveAs},
	{"\x1f\x8b", "this file is packed with gzip", "unpack it first: gunzip FILE.gz"},
	{"PAR1", "this is a Parquet file, not text", "export it as CSV"},
	{"%PDF", "this is a PDF, not a table", "ask for the figures as CSV"},
	{"\xff\xfe", "this file is UTF-16, not UTF-8", saveAs},
	{"\xfe\xff", "this file is UTF-16, not UTF-8", saveAs},
}

// unreadable tells why the bytes of a file cannot be text in UTF-8.
func unreadable(f *source.File) (source.Problem, bool) {
	for _, format := range formats {
		if bytes.HasPrefix(f.Text, []byte(format.magic)) {
			return source.Errorf(f.Cut(0, 0), "%s", format.text).WithHint("%s", format.hint), true
		}
	}
	if at := bytes.IndexByte(f.Text, 0); at >= 0 {
		head := f.Text[:min(len(f.Text), 4096)]
		if 10*bytes.Count(head, []byte{0}) > 3*len(head) {
			return source.Errorf(f.Cut(0, 0), "this file is UTF-16, not UTF-8").WithHint("%s", saveAs), true
		}
		return source.Errorf(f.Cut(at, at+1), "a zero byte stands here: this file is not text").WithHint("%s", saveAs), true
	}
	if at := invalid(f.Text); at >= 0 {
		return source.Errorf(f.Cut(at, at+1), "the byte 0x%02X is not UTF-8", f.Text[at]).WithHint("%s", saveAs), true
	}
	if len(bytes.TrimSpace(withoutMark(f.Text))) == 0 {
		return emptyFile(f), true
	}
	return source.Problem{}, false
}

func emptyFile(f *source.File) source.Problem {
	return source.Errorf(f.Cut(0, 0), "this file is empty").
		WithHint("a table needs a header at least: one line with the names of the columns")
}

// invalid gives the offset of the first byte that is not UTF-8, or -1.
func invalid(text []byte) int {
	const piece = 1 << 16
	for at := 0; at < len(text); {
		end := min(len(text), at+piece)
		for end < len(text) && end > at+1 && !utf8.RuneStart(text[end]) {
			end--
		}
		if utf8.Valid(text[at:end]) {
			at = end
			continue
		}
		for at < end {
			r, size := utf8.DecodeRune(text[at:end])
			if r == utf8.RuneError && size <= 1 {
				return at
			}
			at += size
		}
	}
	return -1
}

// withoutMark gives text without the byte order mark that Excel and others put before it.
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) }
