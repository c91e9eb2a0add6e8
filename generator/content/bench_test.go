package content

import (
	"os"
	"strings"
	"testing"

	"cxgen/generator/source"
)

// BenchmarkBody reads a page of 560 words: headings, paragraphs with links, a list, a table, code and a chart.
func BenchmarkBody(b *testing.B) {
	text, err := os.ReadFile("testdata/words.md")
	if err != nil {
		b.Fatal(err)
	}
	f := source.NewFile("content/words.md", text)
	p, problems := Parse(f, "words/", "en")
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	body, problems := p.Body(f, Options{})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	if body.Words < 500 || body.Words > 620 {
		b.Fatalf("the page has %d words", body.Words)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		p.Body(f, Options{})
	}
}

func BenchmarkParse(b *testing.B) {
	text := "+++\ntitle = \"Kettle\"\ndescription = \"Boils in four minutes\"\ndate = 2026-03-01\ntags = [\"tea\", \"kettle\"]\nkind = \"product\"\n" +
		"[product]\nsku = \"K1\"\nprice = \"89.00\"\ncurrency = \"EUR\"\n+++\n" + strings.Repeat("Some text.\n", 300)
	f := source.NewFile("content/kettle.md", []byte(text))
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := Parse(f, "kettle/", "en"); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
