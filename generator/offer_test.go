package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
	"cxgen/generator/source"
)

// pasted builds a site with a file and the lines that are offered for it, and gives the text of a page with the value of each offer.
func pasted(t *testing.T, name string, text []byte) (generator.Look, string) {
	t.Helper()
	b := &generator.Builder{Options: generator.Options{Now: today}}
	look := b.LookAt(source.NewFile(name, text), time.UTC, "en")
	if look.Table == nil || len(look.Offers) == 0 {
		t.Fatalf("nothing is offered: %v", look.Problems)
	}
	var page strings.Builder
	for i, o := range look.Offers {
		fmt.Fprintf(&page, "v%d {{%s value}} w\n\n", i, o.Name)
	}
	files, result, said := build(t, &generator.Builder{}, fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Shop\"\n")},
		"data/" + name:      {Data: text},
		"data/metrics.toml": {Data: []byte(look.Settings)},
		"content/_index.md": {Data: []byte(page.String())},
	}, &generator.Held{})
	if source.Fatal(result.Problems) {
		t.Fatalf("with the lines that are offered,\n%s\nthe site says:\n%s", look.Settings, said)
	}
	return look, string(files["index.html"])
}

// TestPaste pastes what is offered for the file of each tool into a site, which must build.
func TestPaste(t *testing.T) {
	names, err := filepath.Glob("data/testdata/tools/*")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if filepath.Ext(name) == ".want" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			pasted(t, filepath.Base(name), text)
		})
	}
}

// TestPasteValues pastes lines for files of which the values are known: they are offered, and stand on the page.
func TestPasteValues(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/offers.txtar")
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]string{}
	for line := range strings.Lines(string(archive.Comment)) {
		if name, want, found := strings.Cut(strings.TrimSpace(line), ": "); found {
			wanted[name] = want
		}
	}
	if len(wanted) != len(archive.Files) {
		t.Fatalf("%d files, %d wants", len(archive.Files), len(wanted))
	}
	for _, file := range archive.Files {
		t.Run(file.Name, func(t *testing.T) {
			look, page := pasted(t, file.Name, file.Data)
			var offered []string
			for i, o := range look.Offers {
				offered = append(offered, fmt.Sprintf("%s %s of %d", o.Name, o.Value, o.N))
				_, after, _ := strings.Cut(page, fmt.Sprintf("v%d ", i))
				shown, _, _ := strings.Cut(after, " w")
				if whole := strings.TrimSuffix(strings.TrimSuffix(o.Value, "%"), ".0"); !strings.Contains(shown, whole) {
					t.Errorf("%s is %s, and the page shows %q", o.Name, o.Value, shown)
				}
			}
			if got := strings.Join(offered, ", "); got != wanted[file.Name] {
				t.Errorf("got  %s\nwant %s", got, wanted[file.Name])
			}
		})
	}
}
