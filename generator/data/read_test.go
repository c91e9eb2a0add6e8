package data

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"cxgen/generator/source"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata want")

// TestRead reads the tables of testdata/read: in each case the files below data/ and, in metrics.toml, the table's entry.
func TestRead(t *testing.T) {
	cases, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var (
				def   Def
				keys  source.Keys
				files []*source.File
				want  *txtar.File
			)
			for i, file := range archive.Files {
				switch f := source.NewFile(file.Name, file.Data); file.Name {
				case "metrics.toml":
					var problems []source.Problem
					if keys, problems = source.Decode(f, 0, len(f.Text), source.TOML, &def); len(problems) > 0 {
						t.Fatal(problems)
					}
				case "want":
					want = &archive.Files[i]
				default:
					files = append(files, f)
				}
			}
			table, problems := Read("t", files, def, nil, keys.Value, nil)
			got := describe(table, problems)
			if *update && want != nil {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want == nil || got != string(want.Data) {
				t.Errorf("got:\n%s", got)
			}
		})
	}
}

// describe writes a table and its problems as the cases want them: a line for a column with its cells.
func describe(t *Table, problems []source.Problem) string {
	var b strings.Builder
	if t != nil {
		fmt.Fprintf(&b, "%d rows, decimal %c\n", t.Rows, t.Decimal)
		for _, c := range t.Columns() {
			fmt.Fprintf(&b, "%s (%s)", c.Name, c.Kind)
			if strings.HasPrefix(c.Name, "Q") && c.Question != "" {
				fmt.Fprintf(&b, " [%s]", c.Question)
			}
			for row := range t.Rows {
				fmt.Fprintf(&b, " |%s", strings.ReplaceAll(c.Cell(row), "\n", `\n`))
				switch c.Kind {
				case Number:
					fmt.Fprintf(&b, " = %v", c.Numbers[c.Codes[row]])
				case Time:
					if at := c.Times[c.Codes[row]]; at != NoTime {
						fmt.Fprintf(&b, " = %s", time.Unix(at, 0).UTC().Format("060102 150405Z"))
					}
				}
			}
			if c.Doubt != nil {
				fmt.Fprintf(&b, " doubt: %s [%s]", c.Doubt.Text, c.Doubt.Hint)
			}
			b.WriteString("\n")
		}
		for _, d := range t.Dropped {
			if d.Line == 0 {
				fmt.Fprintf(&b, "dropped %d: %s: %s\n", d.Count, d.Reason, d.Row)
				continue
			}
			fmt.Fprintf(&b, "dropped %d, first %s:%d: %s\n", d.Count, d.File, d.Line, d.Reason)
		}
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "%s: %s: %s [%s] <%s>\n", p.Where(), p.Level, p.Text, p.Hint, p.At.Text())
	}
	return b.String()
}

// read reads one file.
func read(t *testing.T, name, text string, def Def) (*Table, []source.Problem) {
	t.Helper()
	return Read("t", []*source.File{source.NewFile(name, []byte(text))}, def, nil, nil, nil)
}

const (
	saveXLS  = `open it in a spreadsheet and save it as .xlsx or as "CSV UTF-8"`
	saveXLSX = `open it in a spreadsheet and save it again as .xlsx or as "CSV UTF-8"`
)

// guessed is the warning of an encoding that was found by its letters.
func guessed(encoding, word string) string {
	return fmt.Sprintf("f.csv: warning: this file is not UTF-8; it is read as %s, which makes words such as %q of it "+
		"[if they are right, write encoding = %q below the table in data/metrics.toml; else name another encoding there] <>\n", encoding, word, encoding)
}

// TestBytes reads files whose bytes no text file can show.
func TestBytes(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"byte order mark": {"\ufeffa,b\n1,2\n", "1 rows, decimal .\na (numbers) |1 = 1\nb (numbers) |2 = 2\n"},
		"line breaks of all systems": {"a,b\r\n1,2\r3,4\n\r\n5,\"x\r\ny\"\r", "3 rows, decimal .\n" +
			`a (numbers) |1 = 1 |3 = 3 |5 = 5` + "\n" + `b (text) |2 |4 |x\ny` + "\n"},
		"no last line break":                     {"a,b\n1,", "1 rows, decimal .\na (numbers) |1 = 1\nb (text) |\n"},
		"no-break spaces and marks of direction": {"n\u200f;m\n\u200e1\u00a0234,5 ;\u00a0a\u00a0\n", "1 rows, decimal ,\nn (numbers) |\u200e1\u00a0234,5 = 1234.5\nm (text) |a\n"},
		"headers and words composed":             {"Cafe\u0301,x\nre\u0301,1\nr\u00e9,2\n", "2 rows, decimal .\nCaf\u00e9 (text) |r\u00e9 |r\u00e9\nx (numbers) |1 = 1 |2 = 2\n"},
		"nothing":                                {"", "f.csv: error: this file is empty [a table needs a header at least: one line with the names of the columns] <>\n"},
		"a mark only":                            {"\ufeff \n", "f.csv: error: this file is empty [a table needs a header at least: one line with the names of the columns] <>\n"},
		"zero byte":                              {"a,b\n1,\x00\n", "f.csv:2:3: error: a zero byte stands here: this file is not text [" + saveAs + "] <\x00>\n"},
		"utf-16 without a mark":                  {"a\x00,\x00b\x00\n\x001\x00,\x002\x00", "1 rows, decimal .\na (numbers) |1 = 1\nb (numbers) |2 = 2\n"},
		"utf-16":                                 {"\xff\xfea\x00\n\x00\xcc\x06", "1 rows, decimal .\na (text) |ی\n"},
		"windows-1252":                           {"name\nJos\xe9\n", "1 rows, decimal .\nname (text) |José\n" + guessed("windows-1252", "José")},
		"xlsx":                                   {"PK\x03\x04...", "f.csv: error: this Excel file cannot be read: it is no whole zip file: zip: not a valid zip file [" + saveXLSX + "] <>\n"},
		"xls":                                    {"\xd0\xcf\x11\xe0\xa1", "f.csv: error: this is an old Excel file (.xls) [" + saveXLS + "] <>\n"},
		"gzip":                                   {"\x1f\x8b\x08", "f.csv: error: this file is packed with gzip and cannot be unpacked: unexpected EOF [it may be cut off; export or copy it again] <>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			table, problems := read(t, "f.csv", test.text, Def{})
			if got := describe(table, problems); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestNoFile asks for a table that has neither files nor rows.
func TestNoFile(t *testing.T) {
	at := source.NewFile("metrics.toml", []byte("[tables.t]\n")).Span(8, 9)
	table, problems := Read("t", nil, Def{}, nil, func(string) source.Span { return at }, nil)
	if table != nil || len(problems) != 1 || problems[0].At != at || problems[0].Text != `table "t" has no file` {
		t.Error(problems)
	}
}

// TestLongRow reads a file that is one line of 200 MB, and one whose header is a million delimiters.
func TestLongRow(t *testing.T) {
	if testing.Short() {
		t.Skip("reads much")
	}
	for name, test := range map[string]struct{ text, want string }{
		"200 MB":         {"a,b\n" + strings.Repeat("x", 200<<20), "this row is longer than 16 MB"},
		"200 MB header":  {strings.Repeat("abc,", 50<<20), "this row is longer than 16 MB"},
		"open quote":     {"a,b\n1,\"x" + strings.Repeat("\n1,2", 5<<20), "the quote that opens here is never closed"},
		"million commas": {strings.Repeat("x,", 500_000) + "\n1", "the header has more than 16384 columns"},
		"ragged":         {strings.Repeat("a,", 9_000) + "\n" + strings.Repeat("1\n", 1_000_000), "most rows have far fewer cells than the header"},
	} {
		t.Run(name, func(t *testing.T) {
			f := source.NewFile("f.csv", []byte(test.text))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			table, problems := Read("t", []*source.File{f}, Def{Delimiter: ","}, nil, nil, nil)
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 200<<20 {
				t.Errorf("took %d MB of memory", took>>20)
			}
			if table != nil {
				t.Fatal("a table came of it")
			}
			last := problems[len(problems)-1]
			if last.Text != test.want {
				t.Errorf("got %q", last.Text)
			}
			if n := len(last.At.File.Text); n > 2000 {
				t.Errorf("the place keeps %d bytes", n)
			}
		})
	}
}

// TestManyRows compares a large file with what was written into it.
func TestManyRows(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("id,score,note\n")
	const rows = 100_000
	for i := range rows {
		fmt.Fprintf(&b, "c%d,%d,\"n%d, \"\"x\"\"\"\n", i, i%11, i%7)
	}
	table, problems := read(t, "f.csv", b.String(), Def{})
	if problems != nil || table.Rows != rows {
		t.Fatal(problems, table.Rows)
	}
	id, score, note := table.Columns()[0], table.Columns()[1], table.Columns()[2]
	if len(id.Words) != rows || len(score.Words) != 11 || len(note.Words) != 7 {
		t.Errorf("words: %d %d %d", len(id.Words), len(score.Words), len(note.Words))
	}
	for i := range rows {
		if id.Cell(i) != fmt.Sprintf("c%d", i) || score.Numbers[score.Codes[i]] != float64(i%11) || note.Cell(i) != fmt.Sprintf(`n%d, "x"`, i%7) {
			t.Fatalf("row %d: %s %s %s", i, id.Cell(i), score.Cell(i), note.Cell(i))
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a;b\r\n\"x;\"\"y\"\"\";2,5\r\n", "sep=|\na|b\n1|2|3\n", "\"", "a\n\"b\"c\"\n", ",,\n,,\n", "\ufeffa\tb\n\t\n", "t\n2026-02-30\n۱۴\n",
	} {
		f.Add([]byte(seed), "csv")
	}
	f.Add([]byte(`[{"a":1,"b":{"c":[1,2]}},{"a":"\u00e9"}]`), "json")
	f.Add([]byte(`{"rows":[{"a":1e3}]}`), "json")
	f.Add([]byte("{\"a\":null}\n\n{\"b\":true}\r\n"), "ndjson")
	f.Add([]byte("[[r]]\na = 1\nb = 2026-03-01\n[[r]]\nb = 2026-03-01T10:00:00\n"), "toml")
	f.Fuzz(func(t *testing.T, text []byte, format string) {
		if format != "json" && format != "ndjson" && format != "toml" {
			format = "csv"
		}
		start := time.Now()
		file := source.NewFile("f."+format, text)
		table, problems := Read("t", []*source.File{file}, Def{}, time.UTC, nil, nil)
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("took %s", took)
		}
		for _, p := range problems {
			if p.Text == "" || p.At.File == nil || p.At.File.Path != file.Path || p.At.File == file {
				t.Errorf("problem %+v", p)
			}
		}
		if table == nil {
			if !source.Fatal(problems) {
				t.Error("no table and no error")
			}
			return
		}
		names := map[string]bool{}
		for _, c := range table.Columns() {
			if names[c.Name] || c.Name == "" {
				t.Errorf("name %q", c.Name)
			}
			names[c.Name] = true
			if len(c.Codes) != table.Rows {
				t.Errorf("%d codes, %d rows", len(c.Codes), table.Rows)
			}
			for _, code := range c.Codes {
				if int(code) >= len(c.Words) {
					t.Fatalf("code %d of %d words", code, len(c.Words))
				}
			}
			words := map[string]bool{}
			for _, word := range c.Words {
				if words[word] {
					t.Errorf("word %q twice", word)
				}
				words[word] = true
			}
			if c.Kind == Number && len(c.Numbers) != len(c.Words) || c.Kind == Time && len(c.Times) != len(c.Words) {
				t.Error("values do not fit the words")
			}
		}
	})
}
