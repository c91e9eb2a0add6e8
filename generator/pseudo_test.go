package generator_test

import (
	"bytes"
	"strings"
	"testing"

	"cxgen/generator"
)

// TestPseudo builds a site with the two languages that nobody speaks: no interface word of the theme is left plain in the first,
// and the second is mirrored. A bracket would be a word that is missing.
func TestPseudo(t *testing.T) {
	fsys := corpus(8)
	files, _, said := build(t, &generator.Builder{Options: generator.Options{Pseudo: true}}, fsys, &generator.Held{})
	if said != "" {
		t.Fatal(said)
	}
	long, mirrored := files["xa/guides/page-0/index.html"], files["xb/guides/page-0/index.html"]
	for _, want := range []string{`lang="en-XA" dir="ltr"`, "Škííp ţóó", "Page 0 on"} {
		if !bytes.Contains(long, []byte(want)) {
			t.Errorf("the long page lacks %q:\n%s", want, clip(long))
		}
	}
	if bytes.Contains(long, []byte("Skip to")) {
		t.Error("a word stays plain")
	}
	if !bytes.Contains(mirrored, []byte(`lang="ar-XB" dir="rtl"`)) || !bytes.Contains(mirrored, []byte("\u202eSkip to")) {
		t.Errorf("the page is not mirrored:\n%s", clip(mirrored))
	}
	for name, text := range files {
		if strings.HasSuffix(name, ".html") && (bytes.Contains(text, []byte("[site.")) || bytes.Contains(text, []byte("[chart.")) || bytes.Contains(text, []byte("[theme."))) {
			t.Errorf("%s lacks a word", name)
		}
	}
}
