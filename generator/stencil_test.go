package generator_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"cxgen/generator"
	"cxgen/themes"
)

// TestExampleIsTheSameByHTMLTemplate builds the example with the default theme, in whose every template stands something that
// prints nothing and that the theme's stencils do not know, so that html/template draws all. Each file must be as it is by stencils.
func TestExampleIsTheSameByHTMLTemplate(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the example")
	}
	odd := `{{if false}}{{println}}{{end`
	begins := regexp.MustCompile(`(\{\{-? *define "[^"]*" *(-?)\}\})`)
	fsys := fstest.MapFS{}
	add := func(prefix string, from fs.FS) {
		err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(from, name)
			if prefix == "themes/" && strings.HasSuffix(name, ".html") {
				text = []byte(odd + "}}" + begins.ReplaceAllString(string(text), "$1"+odd+" $2}}"))
			}
			fsys[prefix+name] = &fstest.MapFile{Data: text}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add("content/", os.DirFS("../content"))
	add("data/", os.DirFS("../data"))
	add("themes/", themes.FS)
	settings, err := os.ReadFile("../site.toml")
	if err != nil {
		t.Fatal(err)
	}
	fsys["site.toml"] = &fstest.MapFile{Data: settings}

	out := &generator.Held{}
	b := &generator.Builder{Options: generator.Options{Now: today}}
	if result, err := b.Build(context.Background(), fsys, out); err != nil || len(result.Problems) > 0 {
		t.Fatal(err, result.Problems)
	}
	want := built(t)
	if len(out.Files()) != len(want) {
		t.Errorf("%d files, by stencils %d", len(out.Files()), len(want))
	}
	for name, text := range out.Files() {
		if !bytes.Equal(text, want[name]) {
			t.Errorf("%s differs", name)
		}
	}
}
