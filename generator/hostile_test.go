package generator_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"cxgen/generator"
)

// TestHostileText builds testdata/site/hostile.txtar, in which every text tries to be a script, and reads the pages as a browser
// does: no script of the author's runs, and each text is there to be read.
func TestHostileText(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/site/hostile.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, _, _ := build(t, &generator.Builder{}, folder(archive.Files), &generator.Held{})
	pages := 0
	var shown strings.Builder
	for name, text := range files {
		if !strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, ".svg") {
			continue
		}
		pages++
		root, err := html.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatal(name, err)
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
					t.Errorf("%s: %s has %s=%q", name, n.Data, a.Key, a.Val)
				}
			}
			if n.Type != html.TextNode {
				continue
			}
			if n.Parent.Data == "script" {
				if kind := attribute(n.Parent, "type"); kind != "application/ld+json" && strings.Contains(n.Data, "alert(") {
					t.Errorf("%s runs %s", name, n.Data)
				}
				continue
			}
			shown.WriteString(n.Data)
		}
	}
	if pages < 3 {
		t.Fatalf("only %d pages", pages)
	}
	for _, i := range []int{1, 2, 3, 4, 5, 7} {
		if want := fmt.Sprintf("<script>alert(%d)</script>", i); !strings.Contains(shown.String(), want) {
			t.Errorf("%s is not shown as text", want)
		}
	}
	if strings.Contains(shown.String(), "alert(8)") {
		t.Error("raw HTML of a page is there")
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
