package generator

import (
	"reflect"
	"testing"

	"cxgen/generator/source"
)

// FuzzPast reads what may stand in a cache. Whoever can write one can make its sum, so what follows the sum is given.
func FuzzPast(f *testing.F) {
	sum := source.SumOf([]byte("x"))
	sound := past{frame: sum, pages: map[string]*made{
		"":             {key: sum, files: []written{{"feed.xml", sum}}},
		"a/index.html": {page: sum, key: sum, files: []written{{"a/index.html", sum}, {"a/b.csv", sum}}, assets: []string{"explore.js"}, charts: 2, terms: "some words", said: source.SumOf([]byte("some words"))},
	}}
	head := len(cacheHead) + len(source.Sum{})
	f.Add(sound.text("1")[head:])
	f.Add([]byte("\x011"))
	f.Add([]byte{1, '1', 255, 255, 255, 255, 255, 255, 255, 255, 127})
	f.Fuzz(func(t *testing.T, body []byte) {
		sum := source.SumOf(body)
		found, ok := parsePast(append(append([]byte(cacheHead), sum[:]...), body...), "1")
		if !ok {
			return
		}
		again, ok := parsePast(found.text("1"), "1")
		if !ok || !reflect.DeepEqual(again, found) {
			t.Errorf("%v came back as %v", found, again)
		}
	})
}

func TestPast(t *testing.T) {
	sum := source.SumOf([]byte("x"))
	p := past{frame: sum, pages: map[string]*made{
		"a/index.html": {page: sum, files: []written{{"a/index.html", sum}}, assets: []string{"explore.js"}, charts: 2, terms: "some words", said: source.SumOf([]byte("some words"))},
		"b/index.html": {page: sum, problems: []source.Problem{{Text: "has a place"}}},
	}}
	got, ok := parsePast(p.text("1"), "1")
	delete(p.pages, "b/index.html")
	if !ok || !reflect.DeepEqual(got, p) {
		t.Errorf("%v came back as %v", p, got)
	}
	if _, ok := parsePast(p.text("1"), "2"); ok {
		t.Error("another program's past was taken")
	}
}
