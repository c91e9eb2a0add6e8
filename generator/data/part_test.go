package data

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"

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

// readIn reads a file in parts of a size. The columns are given as they stand in the sheet.
func readIn(t *testing.T, f *source.File, size int, each Each) (*Table, []source.Problem) {
	t.Helper()
	s := newSheet(each)
	s.part = size
	s.open(f)
	problems := readCSV(f, Def{}, s)
	return &Table{Rows: s.rows, Dropped: s.dropped, Decimal: '.', Columns: s.finish()}, problems
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
