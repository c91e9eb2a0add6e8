package content

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"cxgen/generator/source"
)

func seed(f *testing.F) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, m := range mistakes {
		f.Add([]byte(m.text))
	}
}

func FuzzHeader(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		file := source.NewFile("content/x.md", text)
		p, problems := Parse(file, "x/", "en")
		if p.body < 0 || p.body > len(text) {
			t.Fatalf("body begins at %d of %d", p.body, len(text))
		}
		inside(t, file, problems)
		for _, path := range p.Keys.Paths() {
			insideSpan(t, file, p.Keys.Name(path))
			insideSpan(t, file, p.Keys.Value(path))
		}
	})
}

func FuzzBlocks(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		file := source.NewFile("content/x.md", text)
		p := &Page{Lang: "fa"}
		body, problems := p.Body(file, Options{})
		inside(t, file, problems)
		ids := map[string]bool{}
		for _, h := range body.Headings {
			if h.ID == "" || ids[h.ID] {
				t.Errorf("heading %q has the id %q", h.Text, h.ID)
			}
			ids[h.ID] = true
		}
		var html strings.Builder
		checkBlocks(t, file, body.Blocks, &html, 0)
		if strings.Contains(strings.ToLower(html.String()), "<script") || strings.Contains(html.String(), "style=\"") && !bytes.Contains(text, []byte("style=")) {
			t.Errorf("the author wrote HTML: %s", html.String())
		}
		for _, l := range body.Links {
			insideSpan(t, file, l.At)
			attribute := `href="` + l.Mark + `"`
			if l.Image {
				attribute = `src="` + l.Mark + `" alt="`
			}
			if strings.Count(html.String(), l.Mark) != 1 || !strings.Contains(html.String(), attribute) {
				t.Errorf("mark %s is not once in %s", l.Mark, html.String())
			}
			if l.To == "" || isDangerous(l.To, l.Image) {
				t.Errorf("link to %q", l.To)
			}
		}
		if p.Body(file, Options{RawHTML: true}); !bytes.Equal(file.Text, text) {
			t.Error("the file was changed")
		}
	})
}

// FuzzHoles puts text into a hole and around it.
func FuzzHoles(f *testing.F) {
	f.Add("nps latest", "Our score is ", "!")
	f.Add(`nps where a = "}}"`, "| a |\n|---|\n| ", " |")
	f.Add("a\\|b", "# *", "* {#x}")
	f.Add("میانگین", "[", "](/x/)")
	f.Fuzz(func(t *testing.T, inner, before, after string) {
		file := source.NewFile("content/x.md", []byte(before+"{{"+inner+"}}"+after))
		p := &Page{Lang: "en"}
		body, problems := p.Body(file, Options{})
		inside(t, file, problems)
		var html strings.Builder
		checkBlocks(t, file, body.Blocks, &html, 0)

		plain := !strings.ContainsAny(inner, "{}\"\r\n") && strings.TrimSpace(inner) == inner && inner != "" && utf8.ValidString(inner)
		if plain && before == "a " && after == " b" {
			want := "<p>a  b</p>\n"
			if b := body.Blocks[0]; string(b.HTML) != want || len(b.Holes) != 1 || b.Holes[0].Offset != 5 || b.Holes[0].Text != inner {
				t.Errorf("{{%s}} gives %+v", inner, b)
			}
		}
	})
}

func checkBlocks(t *testing.T, file *source.File, blocks []Block, html *strings.Builder, depth int) {
	if depth > maxDepth {
		t.Error("too deep")
	}
	for i, b := range blocks {
		insideSpan(t, file, b.At)
		html.WriteString(string(b.HTML))
		switch b.Kind {
		case "prose":
			if b.HTML == "" || i > 0 && blocks[i-1].Kind == "prose" {
				t.Error("prose is empty or beside prose")
			}
		case "data":
			insideSpan(t, file, b.Text)
		case "section":
			for key := range b.Attrs {
				insideSpan(t, file, b.Keys.Name(key))
				insideSpan(t, file, b.Keys.Value(key))
			}
		default:
			t.Errorf("kind %q", b.Kind)
		}
		last := 0
		for _, h := range b.Holes {
			insideSpan(t, file, h.At)
			if h.Offset < last || h.Offset > len(b.HTML) || h.Offset < len(b.HTML) && !utf8.RuneStart(b.HTML[h.Offset]) && utf8.Valid(file.Text) {
				t.Errorf("hole at %d of %q", h.Offset, b.HTML)
			}
			if strings.LastIndexByte(string(b.HTML[:h.Offset]), '<') > strings.LastIndexByte(string(b.HTML[:h.Offset]), '>') {
				t.Errorf("hole in a tag of %q", b.HTML)
			}
			if strings.ContainsAny(h.Text, "\r\n") || strings.TrimSpace(h.Text) != h.Text {
				t.Errorf("hole %q", h.Text)
			}
			last = h.Offset
		}
		checkBlocks(t, file, b.Inner, html, depth+1)
	}
}

func inside(t *testing.T, file *source.File, problems []source.Problem) {
	for _, p := range problems {
		insideSpan(t, file, p.At)
		for _, note := range p.Also {
			insideSpan(t, file, note.At)
		}
		if p.Text == "" {
			t.Errorf("a problem says nothing: %+v", p)
		}
	}
}

func insideSpan(t *testing.T, file *source.File, at source.Span) {
	if at.File == nil || at.File.Path != file.Path || at.Start < 0 || at.End < at.Start || at.End > len(at.File.Text) {
		t.Errorf("span %+v of a file of %d bytes", at, len(file.Text))
	}
}
