package generator_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"cxgen/generator"
)

// TestCapitals points out what some disks would take for the same file.
func TestCapitals(t *testing.T) {
	fsys := fstest.MapFS{
		"site.toml":                 {Data: []byte("title = \"Shop\"\n")},
		"content/goods/Tea.md":      {Data: []byte("# Tea\n")},
		"content/goods/tea.md":      {Data: []byte("# Tea\n")},
		"content/goods/tea-pot.md":  {Data: []byte("# Pot\n")},
		"static/goods/picture.SVG":  {Data: []byte("<svg/>")},
		"content/goods/Picture.svg": {Data: []byte("<svg/>")},
	}
	_, r, said := build(t, &generator.Builder{}, fsys, &generator.Held{})
	for _, want := range []string{"the page /goods/tea/ differs from the page /goods/Tea/ in capitals only", "static/goods/picture.SVG differs from content/goods/Picture.svg in capitals only"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q was not said:\n%s", want, said)
		}
	}
	if len(r.Problems) != 2 || !published(r) {
		t.Error(r.Problems)
	}
}
