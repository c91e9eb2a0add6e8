package generator_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cxgen/generator"
)

// order is a sink that notes in which order pages and files come.
type order struct {
	generator.Held
	came []string
}

func (o *order) Put(p string, text []byte) error {
	o.came = append(o.came, p)
	return o.Held.Put(p, text)
}

// TestUrgent asks for pages while a site is built: what somebody waits for comes first, then what changed.
func TestUrgent(t *testing.T) {
	fsys := corpus(40)
	fsys["static/a.txt"] = &fstest.MapFile{Data: []byte("a")}
	urgent := make(chan string, 9)
	for _, p := range []string{"nowhere/at/all", "static.txt", "products/page-9/index.html", "a.txt", "reports/page-2/", "products/page-9/picture.svg", "index.html"} {
		urgent <- p
	}
	out := &order{}
	b := &generator.Builder{Options: generator.Options{Now: today, Workers: 1, Urgent: urgent}}
	if r, err := b.Build(context.Background(), fsys, out); err != nil || len(r.Problems) > 0 {
		t.Fatal(err, r.Problems)
	}
	// "static.txt" is nowhere, but beside the first page
	if want := "index.html products/page-9/index.html a.txt reports/page-2/index.html guides/index.html"; strings.Join(out.came[:5], " ") != want {
		t.Errorf("first came %s, want %s", out.came[:5], want)
	}
	if n := len(out.came); n != len(slices.Compact(slices.Sorted(slices.Values(out.came)))) || n < 44 {
		t.Errorf("of %d files some came twice, or are missing", n)
	}

	edited := strings.Replace(string(fsys["content/segments/page-7.md"].Data), "\n## ", "\nEdited.\n\n## ", 1)
	fsys["content/segments/page-7.md"] = &fstest.MapFile{Data: []byte(edited), ModTime: today}
	words := strings.Replace(string(fsys["site.toml"].Data), "Corpus", "Corpora", 1)
	fsys["site.toml"] = &fstest.MapFile{Data: []byte(words), ModTime: today}
	urgent <- "guides/page-4/index.html"
	out.came = nil
	if r, err := b.Build(context.Background(), fsys, out); err != nil || len(r.Problems) > 0 {
		t.Fatal(err, r.Problems)
	}
	if want := "guides/page-4/index.html segments/page-7/index.html"; strings.Join(out.came[:2], " ") != want {
		t.Errorf("after an edit first came %s, want %s", out.came[:2], want)
	}
}

// TestStages names the stages of a build as far as it came.
func TestStages(t *testing.T) {
	names := func(fsys fstest.MapFS) string {
		r, err := (&generator.Builder{}).Build(context.Background(), fsys, &generator.Held{})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		var took time.Duration
		for _, s := range r.Stages {
			took += s.Took
			all = append(all, s.Name)
		}
		if took <= 0 {
			t.Error("it took no time")
		}
		return strings.Join(all, " ")
	}
	if got := names(corpus(2)); got != "read parse data link render write" {
		t.Error(got)
	}
	if got := names(fstest.MapFS{"content/a.md": {Data: []byte("a")}}); got != "read" {
		t.Error(got)
	}
}
