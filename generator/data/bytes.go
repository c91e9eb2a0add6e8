package data

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"strings"

	"cxgen/generator/source"
)

const saveAs = `open it in a spreadsheet and save it as "CSV UTF-8"`

// formats that are neither text nor a workbook, by how they begin.
var formats = []struct{ magic, text, hint string }{
	{oldMagic, "this is an old Excel file (.xls)", "open it in a spreadsheet and save it as .xlsx or as \"CSV UTF-8\""},
	{"PAR1", "this is a Parquet file, not text", "export it as CSV"},
	{"%PDF", "this is a PDF, not a table", "ask for the figures as CSV"},
	{"\x28\xb5\x2f\xfd", "this file is packed with zstd", "unpack it first, or pack it with gzip"},
	{"BZh", "this file is packed with bzip2", "unpack it first, or pack it with gzip"},
	{"\xfd7zXZ", "this file is packed with xz", "unpack it first, or pack it with gzip"},
}

const (
	zipMagic  = "PK\x03\x04"
	gzipMagic = "\x1f\x8b"
	oldMagic  = "\xd0\xcf\x11\xe0"
)

// room gives how many bytes a packed file may unpack to. Tables shrink to a tenth or a thirtieth when they are packed; what
// shrinks to less than a fiftieth was made to fill a memory.
func room(packed int) int { return 32<<20 + 50*packed }

// roomOfBook is room for a workbook, whose XML takes longer to read.
func roomOfBook(packed int) int { return 8<<20 + 50*packed }

// raw gives the bytes of a file as they were before they were packed.
func raw(f *source.File) (*source.File, bool, []source.Problem) {
	if !bytes.HasPrefix(f.Text, []byte(gzipMagic)) {
		return f, false, nil
	}
	broken := func(err error) []source.Problem {
		return []source.Problem{source.Errorf(f.Cut(0, 0), "this file is packed with gzip and cannot be unpacked: %v", err).
			WithHint("it may be cut off; export or copy it again")}
	}
	in, err := gzip.NewReader(bytes.NewReader(f.Text))
	if err != nil {
		return nil, true, broken(err)
	}
	most := room(len(f.Text))
	text, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	switch {
	case err != nil:
		return nil, true, broken(err)
	case len(text) > most:
		return nil, true, []source.Problem{source.Errorf(f.Cut(0, 0), "this file unpacks to more than fifty times its size").
			WithHint("no table does; unpack it yourself if it is meant: gunzip FILE.gz")}
	}
	return &source.File{Path: f.Path, Text: text, Sum: f.Sum}, true, nil
}

// format tells a file's kind by its name, without the ending of a packed one: "csv" for all that has delimiters.
func format(name string) string {
	switch ext := strings.ToLower(path.Ext(unpackedName(name))); ext {
	case ".csv", ".tsv", ".tab", ".txt":
		return "csv"
	case ".json", ".ndjson", ".toml", ".xlsx":
		return ext[1:]
	case ".jsonl":
		return "ndjson"
	case ".xlsm":
		return "xlsx"
	}
	return ""
}

// IsTable tells by a file's name whether it is a table by itself. Others may be read as one when they are named: a .txt holds notes
// as often as cells.
func IsTable(name string) bool {
	switch strings.ToLower(path.Ext(unpackedName(name))) {
	case ".txt", ".tab":
		return false
	}
	return format(name) != ""
}

// BareName gives a file's name without what tells its format: answers.csv.gz → answers.
func BareName(name string) string {
	name = unpackedName(name)
	return strings.TrimSuffix(name, path.Ext(name))
}

func unpackedName(name string) string {
	if strings.EqualFold(path.Ext(name), ".gz") {
		return name[:len(name)-len(".gz")]
	}
	return name
}

// locked is the name of the part that holds a workbook with a password ([MS-OFFCRYPTO] 2.3), in UTF-16.
const locked = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"

// foreign tells that a file is neither a table in text nor a workbook.
func foreign(f *source.File) (source.Problem, bool) {
	for _, format := range formats {
		switch {
		case !bytes.HasPrefix(f.Text, []byte(format.magic)):
		case format.magic == oldMagic && bytes.Contains(f.Text, []byte(locked)):
			return source.Errorf(f.Cut(0, 0), "this workbook is locked with a password").
				WithHint("open it in a spreadsheet, take the password off, and save it as .xlsx or as \"CSV UTF-8\""), true
		default:
			return source.Errorf(f.Cut(0, 0), "%s", format.text).WithHint("%s", format.hint), true
		}
	}
	if isMarkup(f.Text) {
		return source.Errorf(f.Cut(0, 0), "this is a web page or other markup, whatever its name says").
			WithHint("some tools and shops export it as .xls; open it in a spreadsheet and save it as .xlsx or as \"CSV UTF-8\". Or is it the page of a login that has run out?"), true
	}
	return source.Problem{}, false
}

// isMarkup tells whether a file begins as HTML, as XML, or as a web page in a mail do.
func isMarkup(text []byte) bool {
	text = bytes.TrimLeft(withoutMark(text), " \t\r\n")
	start := strings.ToLower(string(text[:min(len(text), 20)]))
	for _, one := range []string{"<!doctype", "<html", "<head", "<meta", "<style", "<table", "<body", "<?xml", "<!--", "mime-version:"} {
		if strings.HasPrefix(start, one) {
			return true
		}
	}
	return false
}

func emptyFile(f *source.File) source.Problem {
	return source.Errorf(f.Cut(0, 0), "this file is empty").
		WithHint("a table needs a header at least: one line with the names of the columns")
}
