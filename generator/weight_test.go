package generator_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// TestWeight holds every page of the example to what a phone is asked to carry: 5 kB of style and 40 kB in all, packed.
func TestWeight(t *testing.T) {
	packed := func(text []byte) int {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		z.Write(text)
		z.Close()
		return b.Len()
	}
	pages := 0
	for name, text := range built(t) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		pages++
		_, rest, _ := bytes.Cut(text, []byte("<style>"))
		style, _, found := bytes.Cut(rest, []byte("</style>"))
		if n := packed(style); found && n > 4970 { // packers differ by some bytes
			t.Errorf("%s: %d bytes of style", name, n)
		}
		if n := packed(text); n > 40_000 {
			t.Errorf("%s: %d bytes", name, n)
		}
	}
	if pages < 40 {
		t.Fatalf("only %d pages", pages)
	}
}
