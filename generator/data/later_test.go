package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/source"
)

// TestTimesLater reads columns of times whose words are left: the instants are those of the words, and where one of the last cells
// makes the column another one, it is that.
func TestTimesLater(t *testing.T) {
	const rows = 2 * triedRows
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	stamp := func(layout string) func(i int) string {
		start := time.Date(2025, 10, 25, 0, 0, 0, 0, time.UTC) // the clock goes back in the night after
		return func(i int) string { return start.Add(time.Duration(i*7) * time.Second).Format(layout) }
	}
	with := func(cell func(i int) string, at int, other string) func(i int) string {
		return func(i int) string {
			if i == at {
				return other
			}
			return cell(i)
		}
	}
	for name, test := range map[string]struct {
		cell func(i int) string
		kind Kind
		left bool
		far  bool
	}{
		"local":            {stamp("2006-01-02 15:04:05"), Time, true, false},
		"zoned":            {stamp("2006-01-02T15:04:05Z"), Time, true, false},
		"offset":           {stamp("2006-01-02T15:04:05.5-0700"), Time, true, false},
		"blanks":           {with(stamp("2006-01-02 15:04:05"), rows-2, "n/a"), Time, true, false},
		"far":              {with(stamp("2006-01-02 15:04:05"), rows-2, "1970-01-01 00:00:00"), Time, true, true},
		"a note":           {with(stamp("2006-01-02 15:04:05"), rows-2, "soon"), Text, false, false},
		"one with a zone":  {with(stamp("2006-01-02 15:04:05"), rows-2, "2026-01-01T10:00:00+03:30"), Time, false, false},
		"one without":      {with(stamp("2006-01-02T15:04:05Z"), 5, "2026-01-01 10:00"), Time, false, false},
		"a Persian year":   {with(stamp("2006-01-02 15:04:05"), rows-2, "1404-01-01 10:00"), Time, false, true},
		"another calendar": {with(stamp("2006-01-02 15:04:05"), rows-2, "31.12.2025 10:00"), Time, false, false},
	} {
		var b strings.Builder
		b.WriteString("n,at\n")
		for i := range rows {
			fmt.Fprintf(&b, "%d,%s\n", i%3, test.cell(i))
		}
		without := source.NewFile("u.csv", []byte("n\n1\n2\n"))
		table, problems := Read("t", []*source.File{source.NewFile("t.csv", []byte(b.String())), without}, Def{}, berlin, nil, crowd)
		if table == nil || slices.ContainsFunc(problems, func(p source.Problem) bool { return strings.Contains(p.Text, "outside 2000") }) != test.far {
			t.Fatal(name, problems)
		}
		if kind, _ := table.Kind("at"); kind != test.kind || (table.find("at").later != nil) != test.left {
			t.Errorf("%s: %s, left %v", name, kind, table.find("at").later != nil)
			continue
		}
		times, codes := table.Instants("at", berlin)
		c := table.Column("at")
		if test.left != (codes == nil) || len(c.Codes) != rows+2 {
			t.Errorf("%s: %d codes, %d rows", name, len(codes), len(c.Codes))
		}
		for row, word := range c.Codes {
			want, ok := ParseTime(test.cell(min(row, rows-1)), berlin)
			if row >= rows || !ok && c.Words[word] != "31.12.2025 10:00" {
				want = NoTime
			} else if !ok {
				want = time.Date(2025, 12, 31, 10, 0, 0, 0, berlin).Unix()
			}
			got := times[row%len(times)]
			if codes != nil {
				got = times[codes[row]]
			}
			if got != want || c.Kind == Time && c.Times[word] != want {
				t.Fatalf("%s: row %d, %q, is %d, not %d", name, row, c.Words[word], got, want)
			}
		}
	}
}
