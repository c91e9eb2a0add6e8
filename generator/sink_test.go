package generator_test

import (
	"fmt"
	"syscall"
	"testing"
	"testing/fstest"

	"cxgen/generator"
)

// narrow is a sink with room for so many files, as a full disk is. A commit takes room, too.
type narrow struct {
	generator.Held
	room int
}

func (n *narrow) take() error {
	if n.room--; n.room < 0 {
		return syscall.ENOSPC
	}
	return nil
}

func (n *narrow) Put(p string, text []byte) error {
	if err := n.take(); err != nil {
		return err
	}
	return n.Held.Put(p, text)
}

func (n *narrow) Commit() error {
	if err := n.take(); err != nil {
		return err
	}
	return n.Held.Commit()
}

// TestFullSink runs out of room after each number of files. The site before stands as it was; and the same builder makes, as soon
// as there is room, what a new one makes.
func TestFullSink(t *testing.T) {
	site := func(title string) fstest.MapFS {
		fsys := fstest.MapFS{"site.toml": {Data: []byte("title = \"" + title + "\"\n")}, "content/_index.md": {Data: []byte("# Welcome\n")}}
		for i := range 5 {
			fsys[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "# Page %d of %s\n", i, title)}
		}
		for _, f := range fsys {
			f.ModTime = today.AddDate(0, 0, len(title))
		}
		return fsys
	}
	ended := false
	for room := 0; !ended; room++ {
		b, out := &generator.Builder{Options: generator.Options{Now: today, Workers: 1}}, &narrow{room: 1000}
		if _, err := b.Build(t.Context(), site("Old"), out); err != nil {
			t.Fatal(err)
		}
		was := out.Files()
		out.room = room
		_, err := b.Build(t.Context(), site("Newer"), out)
		if ended = err == nil; !ended {
			equalFiles(t, out.Files(), was)
		}
		out.room = 1000
		if _, err := b.Build(t.Context(), site("Newer"), out); err != nil {
			t.Fatal(err)
		}
		fresh := &generator.Held{}
		if _, err := (&generator.Builder{Options: generator.Options{Now: today}}).Build(t.Context(), site("Newer"), fresh); err != nil {
			t.Fatal(err)
		}
		equalFiles(t, out.Files(), fresh.Files())
		if room > 100 || t.Failed() {
			t.Fatalf("with room for %d files", room)
		}
	}
}

func equalFiles(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	for p, text := range want {
		if string(got[p]) != string(text) {
			t.Errorf("%s is\n%.500s\ninstead of\n%.500s", p, got[p], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files instead of %d", len(got), len(want))
	}
}
