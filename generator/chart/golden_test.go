package chart

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestGolden compares words, table and drawing of each case, in English and mirrored in Persian, with testdata/NAME.golden.
func TestGolden(t *testing.T) {
	for _, c := range cases() {
		for _, lang := range []string{"en", "fa"} {
			name := c.name
			if lang != "en" {
				name += "." + lang
			}
			t.Run(name, func(t *testing.T) {
				f := draw(t, c.r, c.s, lang)
				var b strings.Builder
				fmt.Fprintf(&b, "title: %s\nsub: %s\nsummary: %s\nsource: %s\nmethod: %s\n\n", f.Title, f.Sub, f.Summary, f.Source, f.Method)
				fmt.Fprintf(&b, "%s\n", strings.Join(f.Data.Head, " | "))
				for _, row := range f.Data.Rows {
					fmt.Fprintf(&b, "%s\n", strings.Join(row.Cells, " | "))
				}
				fmt.Fprintf(&b, "\n%s\n%s\n", f.CSV(), strings.ReplaceAll(string(f.SVG()), "><", ">\n<"))
				path := "testdata/" + name + ".golden"
				if *update {
					if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if string(want) != b.String() {
					t.Errorf("%s differs; go test -update rewrites it, then look at the difference\n%s", path, b.String())
				}
			})
		}
	}
}
