package content

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cxgen/generator/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden reads each testdata/*.md and compares what comes of it with the .golden file beside it. A name like quotes.fa.md has a language.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lang := "en"
			if _, tag, ok := strings.Cut(name, "."); ok {
				lang = tag
			}
			got := read(name+".md", string(text), lang, Options{RawHTML: strings.HasPrefix(name, "rawhtml")})
			golden := strings.TrimSuffix(file, ".md") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; go test -update rewrites it\n%s", golden, difference(string(want), got))
			}
		})
	}
}

// read prints all that is found in a page.
func read(name, text, lang string, opt Options) string {
	f := source.NewFile(name, []byte(text))
	p, problems := Parse(f, "", lang)
	body, more := p.Body(f, opt)

	var out strings.Builder
	fmt.Fprintf(&out, "title %q, %d words\n", p.Header.Title, body.Words)
	printBlocks(&out, body, body.Blocks, "")
	for _, h := range body.Headings {
		fmt.Fprintf(&out, "heading %d #%s %q\n", h.Level, h.ID, h.Text)
	}
	for i, l := range body.Links {
		kind := "link"
		if l.Image {
			kind = "picture"
		}
		fmt.Fprintf(&out, "%s %d %q at %s %q\n", kind, i, l.To, place(l.At), l.At.Text())
	}
	for _, p := range append(problems, more...) {
		fmt.Fprintf(&out, "%s: %s: %s\n\t%s\n", p.Where(), p.Level, p.Text, p.Hint)
	}
	return out.String()
}

// printBlocks shows holes as {0|text} and marks as @0 in the HTML.
func printBlocks(out *strings.Builder, body *Body, blocks []Block, indent string) {
	for _, b := range blocks {
		fmt.Fprintf(out, "%s%s", indent, b.Kind)
		if b.Name != "" {
			fmt.Fprintf(out, " %s", b.Name)
		}
		fmt.Fprintf(out, " at %s\n", place(b.At))
		for _, key := range slices.Sorted(maps.Keys(b.Attrs)) {
			fmt.Fprintf(out, "%s  %s = %q at %s\n", indent, key, b.Attrs[key], place(b.Keys.Value(key)))
		}
		text := b.Text.Text()
		if b.Kind == "prose" {
			text = filled(b)
			for i, l := range body.Links {
				text = strings.ReplaceAll(text, l.Mark, fmt.Sprintf("@%d", i))
			}
		}
		if text != "" {
			text = strings.TrimSuffix(text, "\n")
			fmt.Fprintf(out, "%s  | %s\n", indent, strings.ReplaceAll(text, "\n", "\n"+indent+"  | "))
		}
		printBlocks(out, body, b.Inner, indent+"  ")
	}
}

// filled gives the HTML of b with its holes' texts in their places.
func filled(b Block) string {
	var out strings.Builder
	last := 0
	for i, h := range b.Holes {
		out.WriteString(string(b.HTML[last:h.Offset]))
		fmt.Fprintf(&out, "{%d|%s|%s}", i, h.Text, place(h.At))
		last = h.Offset
	}
	out.WriteString(string(b.HTML[last:]))
	return out.String()
}

func place(at source.Span) string {
	line, column := at.Position()
	return fmt.Sprintf("%d:%d", line, column)
}

// difference gives the first lines that are not the same.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	show := func(lines []string) string { return strings.Join(lines[min(i, len(lines)):min(i+5, len(lines))], "\n") }
	return fmt.Sprintf("line %d\n--- want\n%s\n--- got\n%s", i+1, show(w), show(g))
}
