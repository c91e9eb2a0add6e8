package data

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"cxgen/generator/source"
)

// TestParts reads files in parts of every size: the table and its problems are those of one part.
func TestParts(t *testing.T) {
	for name, text := range map[string]string{
		"plain":      "a,b\n1,2\n3,4\n\n5,6\n",
		"mark":       "\ufeffsep=;\na;b\n1;2\r\n3;4\r5;6",
		"quotes":     "a,b\n\"x\ny\",\"1\"\"2\"\n\"\n\n,,\n\",z\n\"\r\n\"\"\",\n",
		"strays":     "a,b\n\"x \" y\",1\nq\"uote,2\n\"a\" b\",3\n4,\"\n\"\n5\",6\n7,8\n",
		"ragged":     "a,b,c\n1\n1,2,3,4\n1,2,3,,\n1,2\n,,,5\n\n9,9,9\n",
		"open quote": "a,b\n1,2\n3,4\n5,\"6\n7,8\n9,10\n",
		"one column": "a\n1\n\n2\n\"3\n\"\n",
		"no rows":    "a,b\n\n",
		"long":       "a,b\n" + strings.Repeat("some words,\"a \"\"longer\"\" text\nof two lines\"\r\nshort\n", 30),
	} {
		f := source.NewFile("t.csv", []byte(text))
		want, problems := readIn(t, f, len(text)+1, nil)
		for size := 1; size <= min(len(text), 80); size++ {
			if got, found := readIn(t, f, size, crowd); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(found, problems) {
				t.Errorf("%s in parts of %d bytes\n%s\n%+v\nwant\n%s\n%+v", name, size, describe(got, found), found, describe(want, problems), problems)
			}
			if got, found := readLeftIn(t, f, size); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(found, problems) {
				t.Errorf("%s left where it stands, in parts of %d bytes\n%s\n%+v\nwant\n%s\n%+v", name, size, describe(got, found), found, describe(want, problems), problems)
			}
		}
	}
}

// TestPartsOfNoise does the same with files that nobody would write.
func TestPartsOfNoise(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		text := []byte("a,b\n")
		for range r.IntN(120) {
			text = append(text, ",,\"\"\"\n\n\r x1"[r.IntN(11)])
		}
		f := source.NewFile("t.csv", text)
		want, problems := readIn(t, f, len(text)+1, nil)
		size := 1 + r.IntN(40)
		if got, found := readIn(t, f, size, crowd); !reflect.DeepEqual(got, want) || !reflect.DeepEqual(found, problems) {
			t.Fatalf("%q in parts of %d bytes\n%s\nwant\n%s", text, size, describe(got, found), describe(want, problems))
		}
	}
}

// TestLater reads columns that are left until they are asked for, of one file, of two, and of files of two kinds: they are what
// they are in a table of few rows, where no column is left.
func TestLater(t *testing.T) {
	const rows = 3 * triedRows
	write := func(from int) *source.File {
		var b strings.Builder
		b.WriteString("id,score,note,at\n")
		for i := from; i < from+rows; i++ {
			fmt.Fprintf(&b, "c%d,%d,\"e\u0301 \"\"%d\"\"\r\n\",2026-01-01 00:%02d:%02d\n", i, i%11, i, i/60%60, i%60)
		}
		return source.NewFile(fmt.Sprintf("t%d.csv", from), []byte(b.String()))
	}
	other := source.NewFile("t.json", []byte(`[{"id":"c5","score":1,"note":"new"},{"id":"d","score":1}]`))
	for name, files := range map[string][]*source.File{
		"one": {write(0)}, "two": {write(0), write(rows / 2)}, "mixed": {write(0), other, write(5)}, "other first": {other, write(0)},
	} {
		table, problems := Read("t", files, Def{Columns: map[string]string{"who": "id", "id": "id"}}, nil, nil, crowd)
		if table == nil {
			t.Fatal(problems)
		}
		if left := table.find("note").later != nil; left != (name == "one" || name == "two") || table.find("at").Kind != Time {
			t.Errorf("%s: left %v, %s", name, left, table.find("at").Kind)
		}
		row := 0
		for _, f := range files {
			base := row
			single := newSheet(nil)
			single.size += len(f.Text)
			for _, d := range []string{"id", "score", "note", "at"} {
				single.columns[single.place(d)].tried = true
			}
			if problems := readFile(f, Def{}, single, &Origin{}, nil); source.Fatal(problems) {
				t.Fatal(problems)
			}
			for _, c := range single.finish() {
				got := []*Column{table.Column(c.Name)}
				if c.Name == "id" {
					got = append(got, table.Column("who"))
				}
				for i := range single.rows {
					row = base + i + 1
					for _, g := range got {
						if g.Cell(base+i) != c.Cell(i) {
							t.Fatalf("%s: row %d of %s is %q, not %q", name, base+i, g.Name, g.Cell(base+i), c.Cell(i))
						}
					}
				}
			}
		}
		if row != table.Rows {
			t.Errorf("%s: %d of %d rows", name, row, table.Rows)
		}
		for _, c := range table.Columns() {
			seen := map[string]bool{}
			for i, code := range c.Codes {
				if int(code) > len(seen) || int(code) == len(seen) == seen[c.Cell(i)] {
					t.Fatalf("%s: word %q of %s is not in the order of its first row", name, c.Cell(i), c.Name)
				}
				seen[c.Cell(i)] = true
			}
		}
	}
}

// readIn reads a file in parts of a size. The columns are given as they stand in the sheet.
func readIn(t *testing.T, f *source.File, size int, each Each) (*Table, []source.Problem) {
	t.Helper()
	s := newSheet(each)
	s.part = size
	s.size += len(f.Text)
	problems := readCSV(f, Def{}, s, &Origin{})
	return &Table{Rows: s.rows, Dropped: s.dropped, Decimal: '.', columns: s.finish()}, problems
}

// readLeftIn does the same with a file of which the text is not at hand.
func readLeftIn(t *testing.T, f *source.File, size int) (*Table, []source.Problem) {
	t.Helper()
	s := newSheet(crowd)
	s.part = size
	def := Def{FS: fstest.MapFS{f.Path: {Data: f.Text}}}
	left, problems := readLeft(&source.File{Path: f.Path, Sum: f.Sum}, def, s, &Origin{})
	if !left {
		t.Fatalf("%q is not left", f.Text)
	}
	return &Table{Rows: s.rows, Dropped: s.dropped, Decimal: '.', columns: s.finish()}, problems
}

// crowd calls for all at once, the last one first.
func crowd(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(n - 1 - i) })
	}
	all.Wait()
}

func BenchmarkCSV(b *testing.B) {
	const rows = 1_000_000
	f := source.NewFile("data/answers.csv", answers(rows))
	for name, each := range map[string]Each{"alone": nil, "together": crowd} {
		b.Run(fmt.Sprintf("rows=%d/%s", rows, name), func(b *testing.B) {
			b.SetBytes(int64(len(f.Text)))
			b.ReportAllocs()
			for b.Loop() {
				if t, _ := Read("answers", []*source.File{f}, Def{}, nil, nil, each); t == nil || t.Rows != rows {
					b.Fatal("not read")
				}
			}
		})
	}
}
