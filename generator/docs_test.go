package generator_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cxgen/generator/metric"
	"cxgen/generator/source"
)

var tomlFence = regexp.MustCompile("(?s)```toml\n(.*?)```")

// TestDocumentedMetrics reads every definition that the documentation shows, in every language: it must be one that works.
func TestDocumentedMetrics(t *testing.T) {
	found := 0
	said := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), "content", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(p, "docs/") {
			return err
		}
		text, err := os.ReadFile("../" + p)
		if err != nil {
			return err
		}
		for _, kind := range metric.Kinds() {
			if strings.Contains(string(text), "`"+kind+"`") || strings.Contains(string(text), `"`+kind+`"`) {
				said[kind] = true
			}
		}
		for _, fence := range tomlFence.FindAllSubmatch(text, -1) {
			found++
			text := fence[1]
			if strings.Contains(string(text), `of = "nps"`) { // the metric that is compared stands on a page of its own
				text = slices.Concat(text, []byte("[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\n"))
			}
			_, problems := metric.Parse(source.NewFile(p, text))
			for _, problem := range problems {
				t.Errorf("%s: %s %s\n%s", p, problem.Text, problem.Hint, fence[1])
			}
		}
		return nil
	})
	if err != nil || found < 60 {
		t.Fatal(found, "definitions", err)
	}
	for _, kind := range metric.Kinds() {
		if !said[kind] {
			t.Errorf("no page of the documentation mentions the kind %s", kind)
		}
	}
}
