package content

import (
	"testing"

	"cxgen/generator/source"
)

func TestLetters(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		line       int // 0: no warning
	}{
		{"fa", "# چای\n\nکتری‌ها می‌جوشند.\n", 0},
		{"fa", "# چای\n\nكتري\n", 3},
		{"fa", "+++\ntitle = \"چاي\"\n+++\n", 2},
		{"ar", "# شاي\n", 0},
		{"en", "# شاي\n", 0},
	} {
		_, problems := Parse(source.NewFile("content/a.md", []byte(c.text)), "a/", c.lang)
		line := 0
		if len(problems) > 0 {
			line, _ = problems[0].At.Position()
		}
		if line != c.line || len(problems) > 1 {
			t.Errorf("%s %q: a warning in line %d, want %d: %v", c.lang, c.text, line, c.line, problems)
		}
	}
}
