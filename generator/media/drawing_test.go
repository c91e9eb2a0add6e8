package media

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cxgen/generator/source"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the cases expect")

// TestDrawing holds the drawings of testdata/drawing beside what pages get of them.
func TestDrawing(t *testing.T) {
	cases, err := filepath.Glob("testdata/drawing/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			c, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			svg, _, problems := Drawing(source.NewFile("in.svg", c.Files[0].Data), "f1")
			checkDrawing(t, string(svg))
			gotSVG, gotProblems := string(svg), listed(problems)
			if gotSVG != "" {
				gotSVG += "\n"
			}
			if *update {
				c.Files[1].Data, c.Files[2].Data = []byte(gotSVG), []byte(gotProblems)
				if err := os.WriteFile(path, txtar.Format(c), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want := string(c.Files[1].Data); gotSVG != want {
				t.Errorf("drawing:\n%s\nwant:\n%s", gotSVG, want)
			}
			if want := string(c.Files[2].Data); gotProblems != want {
				t.Errorf("problems:\n%s\nwant:\n%s", gotProblems, want)
			}
		})
	}
}

func listed(problems []source.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%s: %s: %s\n\t%s\n", p.Where(), p.Level, p.Text, p.Hint)
	}
	return b.String()
}

func TestNamed(t *testing.T) {
	svg, _, _ := Drawing(source.NewFile("a.svg", []byte(`<svg viewBox="0 0 1 2"><g class="x"/></svg>`)), "a")
	for _, c := range []struct{ name, want string }{
		{"", `<svg viewBox="0 0 1 2" width="1" height="2" aria-hidden="true"><g class="x"/></svg>`},
		{`A "pot" <b>`, `<svg viewBox="0 0 1 2" width="1" height="2" role="img" aria-label="A &#34;pot&#34; &lt;b&gt;"><g class="x"/></svg>`},
	} {
		if got := string(Named(svg, c.name)); got != c.want {
			t.Errorf("%q: %s\nwant %s", c.name, got, c.want)
		}
	}
}

func FuzzDrawing(f *testing.F) {
	cases, _ := filepath.Glob("testdata/drawing/*.txtar")
	for _, path := range cases {
		c, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(c.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		svg, size, problems := Drawing(source.NewFile("a.svg", text), "f1")
		checkDrawing(t, string(svg))
		if svg != "" && (size.Width <= 0 || size.Height <= 0 || source.Fatal(problems)) {
			t.Errorf("size %v, problems %v", size, problems)
		}
		if again, _, _ := Drawing(source.NewFile("a.svg", []byte(svg)), "f2"); svg != "" && again == "" {
			t.Errorf("a drawing that came out does not go in: %s", svg)
		}
	})
}

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	handler = regexp.MustCompile(`(?i)^on|:on`)
)

// checkDrawing fails when a drawing is not well-formed or could do more than be seen.
func checkDrawing(t *testing.T, svg string) {
	t.Helper()
	lower := strings.ToLower(svg)
	for _, bad := range []string{"<script", "<style", "<!", "<?", "\x00"} {
		if strings.Contains(lower, bad) {
			t.Errorf("there is %q in %s", bad, svg)
		}
	}
	for _, tag := range tags.FindAllString(lower, -1) {
		if strings.Contains(tag, "javascript:") {
			t.Errorf("bad tag %s", tag)
		}
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in %q", err, svg)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !drawn[e.Name.Local] {
			t.Errorf("there is <%s> in %s", e.Name.Local, svg)
		}
		seen := map[string]bool{}
		for _, a := range e.Attr {
			name, value := a.Name.Local, a.Value
			if a.Name.Space != "" || seen[name] || name == "style" || handler.MatchString(name) {
				t.Errorf("bad attribute %s in %s", name, svg)
			}
			seen[name] = true
			if name == "href" && !strings.HasPrefix(value, "#f") || name == "id" && !strings.HasPrefix(value, "f") ||
				strings.Contains(strings.ToLower(value), "url(") && name != "aria-label" && !strings.Contains(value, "url(#f") {
				t.Errorf("bad value %s=%q", name, value)
			}
		}
	}
}
