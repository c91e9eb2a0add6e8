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
	{"\xd0\xcf\x11\xe0", "this is an old Excel file (.xls)", "open it in a spreadsheet and save it as .xlsx or as \"CSV UTF-8\""},
	{"PAR1", "this is a Parquet file, not text", "export it as CSV"},
	{"%PDF", "this is a PDF, not a table", "ask for the figures as CSV"},
	{"\x28\xb5\x2f\xfd", "this file is packed with zstd", "unpack it first, or pack it with gzip"},
	{"BZh", "this file is packed with bzip2", "unpack it first, or pack it with gzip"},
	{"\xfd7zXZ", "this file is packed with xz", "unpack it first, or pack it with gzip"},
}

const (
	zipMagic  = "PK\x03\x04"
	gzipMagic = "\x1f\x8b"
)

// room gives how many bytes a packed file may unpack to. Tables shrink to a tenth or a thirtieth when they are packed; what
// shrinks to less than a fiftieth was made to fill a memory.
func room(packed int) int { return 32<<20 + 50*packed }

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

// foreign tells that a file is neither text nor a workbook.
func foreign(f *source.File) (source.Problem, bool) {
	for _, format := range formats {
		if bytes.HasPrefix(f.Text, []byte(format.magic)) {
			return source.Errorf(f.Cut(0, 0), "%s", format.text).WithHint("%s", format.hint), true
		}
	}
	return source.Problem{}, false
}

func emptyFile(f *source.File) source.Problem {
	return source.Errorf(f.Cut(0, 0), "this file is empty").
		WithHint("a table needs a header at least: one line with the names of the columns")
}
