package data

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cxgen/generator/source"
)

// TestPlainText writes text in pieces of every size: what is wrong in it is found wherever the pieces end.
func TestPlainText(t *testing.T) {
	for text, plain := range map[string]bool{
		"": true, "a,b\n1,2\n": true, "é\u0301, ۱۰, 😀": true, "a\x00b": false, "caf\xe9": false, "\xe9t\xe9": false, "😀\xf0\x9f\x98": false, "\xc3\xc3\xa9": false,
	} {
		for size := 1; size <= len(text)+1; size++ {
			var p plainText
			for piece := range slices.Chunk([]byte(text), size) {
				p.Write(piece)
			}
			if got := !p.wrong && len(p.rest) == 0; got != plain {
				t.Errorf("%q in pieces of %d: %v", text, size, got)
			}
		}
	}
}

// logs makes files of events of one table, of several sizes and not all with the same columns.
func logs() (fstest.MapFS, []*source.File) {
	r := rand.New(rand.NewPCG(7, 8))
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	fsys := fstest.MapFS{}
	var files []*source.File
	for i, rows := range []int{3, triedRows + 100, 40, 2 * triedRows, 500, 0} {
		var b strings.Builder
		b.WriteString([]string{"user,event,time,score", "time,user,event,note", "event;user;time;amount"}[i%3] + "\n")
		for row := range rows {
			user, event := fmt.Sprintf("u-%d", r.IntN(9000)), []string{"view", "cart", "ordre\u0301", ""}[r.IntN(4)]
			at = at.Add(time.Duration(r.IntN(90)) * time.Second)
			stamp := at.Format(time.DateTime)
			switch i % 3 {
			case 0:
				fmt.Fprintf(&b, "%s,%s,%s,%d\n", user, event, stamp, r.IntN(11))
			case 1:
				fmt.Fprintf(&b, "%s,%s,%s,\"note \"\"%d\"\"\r\n\"\n", stamp, user, event, row)
			default:
				fmt.Fprintf(&b, "%s;%s;%s;%d,50\n", event, user, stamp, r.IntN(90))
			}
		}
		path := fmt.Sprintf("data/log%d.csv", i)
		fsys[path] = &fstest.MapFile{Data: []byte(b.String()), ModTime: at}
		files = append(files, source.NewFile(path, []byte(b.String())))
	}
	return fsys, files
}

// bare gives files without their text.
func bare(files []*source.File) (left []*source.File) {
	for _, f := range files {
		left = append(left, &source.File{Path: f.Path, Sum: f.Sum})
	}
	return left
}

// same compares tables cell by cell.
func same(t *testing.T, what string, got, want *Table) {
	t.Helper()
	if got.Rows != want.Rows || !slices.Equal(got.Names(), want.Names()) {
		t.Fatalf("%s: %d rows of %v, not %d of %v", what, got.Rows, got.Names(), want.Rows, want.Names())
	}
	for _, name := range want.Names() {
		c, other := want.Column(name), got.Column(name)
		times, codes := got.Instants(name, nil)
		if c.Kind != other.Kind || !slices.Equal(c.Words, other.Words) || !slices.Equal(c.Codes, other.Codes) || !slices.Equal(c.Times, other.Times) || len(c.Numbers) != len(other.Numbers) {
			t.Errorf("%s: other cells in %s", what, name)
		}
		for row, code := range c.Codes {
			if c.Kind == Time && (codes == nil && times[row] != c.Times[code] || codes != nil && times[codes[row]] != c.Times[code]) {
				t.Fatalf("%s: another time of %q", what, c.Words[code])
			}
		}
	}
}

// walked compares what a walk gives with the columns.
func walked(t *testing.T, what string, got, want *Table) {
	t.Helper()
	row := 0
	user, event, at := want.Column("user"), want.Column("event"), want.Column("time")
	got.Walk([]string{"user", "event"}, "time", nil, func(s Stretch) {
		if s.First != row || s.Rows == 0 || len(s.Codes[0]) != s.Rows || len(s.Codes[1]) != s.Rows || len(s.Times) != s.Rows {
			t.Fatalf("%s: %d rows from %d on, behind %d", what, s.Rows, s.First, row)
		}
		for i := range s.Rows {
			row++
			if s.Codes[0][i] != user.Codes[s.First+i] || s.Codes[1][i] != event.Codes[s.First+i] || s.Times[i] != at.Times[at.Codes[s.First+i]] {
				t.Fatalf("%s: other cells in row %d", what, s.First+i)
			}
		}
		if !slices.Equal(s.Words[0], user.Words[:len(s.Words[0])]) || !slices.Equal(s.Words[1], event.Words[:len(s.Words[1])]) {
			t.Fatalf("%s: other words", what)
		}
	})
	if row != want.Rows {
		t.Errorf("%s: %d rows, not %d", what, row, want.Rows)
	}
}

// TestLeft reads tables whose files are left where they stand, in any number of rows, one after the other and side by side: they are those
// of files at hand, which are read whole.
func TestLeft(t *testing.T) {
	fsys, files := logs()
	alone := func(files []*source.File) (*Table, []source.Problem) { // in turn, into one sheet
		s := newSheet(nil)
		for _, f := range files {
			s.size += len(f.Text)
			if problems := readFile(f, Def{}, s, &Origin{}, nil); source.Fatal(problems) {
				t.Fatal(problems)
			}
		}
		table := &Table{Name: "t", Rows: s.rows, columns: s.finish(), TZ: time.UTC, indexes: &indexes{}}
		return table, table.settle(Def{}, files, nil, nil)
	}
	for n := 1; n <= len(files); n++ {
		want, _ := alone(files[:n])
		for _, held := range []int{0, 5, triedRows, 1 << 20} {
			got, problems := readTable("t", bare(files[:n]), Def{FS: fsys}, time.UTC, nil, crowd, held)
			if got == nil {
				t.Fatal(problems)
			}
			what := fmt.Sprintf("%d files, %d rows held", n, held)
			walked(t, what+", walked", got, want)
			same(t, what, got, want)
			walked(t, what+", walked again", got, want)
		}
		first, problems := Read("t", files[:n], Def{}, time.UTC, nil, nil)
		second, again := Read("t", bare(files[:n]), Def{FS: fsys}, time.UTC, nil, crowd)
		same(t, fmt.Sprintf("%d files at hand", n), first, want)
		same(t, fmt.Sprintf("%d files left", n), second, want)
		if !reflect.DeepEqual(problems, again) {
			t.Errorf("%d files: %v, not %v", n, again, problems)
		}
	}
}

// TestLost changes files while their tables are in use. What is the same after all may be read again; of what is not, it is told.
func TestLost(t *testing.T) {
	fsys, files := logs()
	text := fsys[files[3].Path].Data
	for name, test := range map[string]struct {
		change func(f *fstest.MapFile)
		lost   string
	}{
		"nothing": {func(*fstest.MapFile) {}, ""},
		"touched": {func(f *fstest.MapFile) { f.ModTime = f.ModTime.Add(time.Second) }, ""},
		"grown":   {func(f *fstest.MapFile) { f.Data = append(slices.Clip(f.Data), "u,view,2026-01-01,3\n"...) }, "the file changed while it was read"},
		"one letter": {func(f *fstest.MapFile) {
			f.Data, f.ModTime = bytes.Replace(f.Data, []byte("view"), []byte("cart"), 1), f.ModTime.Add(time.Second)
		}, "the file changed while it was read"},
		"gone": {func(*fstest.MapFile) { delete(fsys, files[3].Path) }, "the file changed while it was read"},
	} {
		fsys[files[3].Path] = &fstest.MapFile{Data: text, ModTime: time.Unix(1e9, 0)}
		var lost []string
		table, problems := Read("t", bare(files[3:4]), Def{FS: fsys, Lost: func(p source.Problem) { lost = append(lost, p.Where()+": "+p.Text) }}, time.UTC, nil, nil)
		if table == nil || len(lost) > 0 {
			t.Fatal(name, problems, lost)
		}
		test.change(fsys[files[3].Path])
		table.Column("user")
		want := []string{files[3].Path + ": " + test.lost}
		if test.lost == "" {
			want = nil
		}
		if len(table.Column("user").Codes) != table.Rows || !slices.Equal(lost, want) {
			t.Errorf("%s: %d rows of %d, lost %q", name, len(table.Column("user").Codes), table.Rows, lost)
		}
		if table, _ := Read("t", bare(files[3:4]), Def{FS: fsys}, time.UTC, nil, nil); (table != nil) != (test.lost == "") {
			t.Errorf("%s: read anew", name)
		}
	}
}

// TestTogether asks for the same columns from many sides at once.
func TestTogether(t *testing.T) {
	fsys, files := logs()
	table, problems := readTable("t", bare(files), Def{FS: fsys}, time.UTC, nil, crowd, 100)
	want, _ := Read("t", files, Def{}, time.UTC, nil, nil)
	if table == nil || want == nil {
		t.Fatal(problems)
	}
	users, times := want.Column("user"), want.Column("time")
	crowd(12, func(i int) {
		switch i % 4 {
		case 0:
			table.Open("time", "user", "event")
		case 1:
			walked(t, "walked", table, want)
		case 2:
			if got := table.Column("user"); !slices.Equal(got.Codes, users.Codes) {
				t.Error("other codes")
			}
		default:
			at, _ := table.Instants("time", time.UTC)
			for row, code := range times.Codes {
				if at[row] != times.Times[code] {
					t.Error("another time")
					break
				}
			}
		}
	})
}
