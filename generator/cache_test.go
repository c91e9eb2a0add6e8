package generator_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cxgen/generator"
	"cxgen/generator/source"
)

// cachedBuild builds a folder into another as the program does, and tells which pages were made.
func cachedBuild(t *testing.T, root, public, cache, version string) []string {
	t.Helper()
	out, err := generator.OpenFolder(public)
	if err != nil {
		t.Fatal(err)
	}
	b := &generator.Builder{Once: true, Options: generator.Options{Now: today, Cache: cache, Version: version}}
	r, err := b.Build(context.Background(), os.DirFS(root), out)
	if err != nil || source.Fatal(r.Problems) {
		t.Fatal(err, r.Problems)
	}
	return r.Made
}

// TestCache builds again with what another program left: only what changed is made, and the result is that of a build without.
func TestCache(t *testing.T) {
	root := lay(t, corpus(30))
	public, cache := filepath.Join(t.TempDir(), "public"), filepath.Join(root, ".cxgen")
	fresh := func() {
		t.Helper()
		want := filepath.Join(t.TempDir(), "public")
		cachedBuild(t, root, want, "", "1")
		if got, want := standing(t, public), standing(t, want); !maps.Equal(got, want) {
			t.Fatal("the result is not that of a fresh build")
		}
	}
	made := func(version string, want int) {
		t.Helper()
		if got := cachedBuild(t, root, public, cache, version); len(got) != want && (want >= 0 || len(got) == 0) {
			t.Errorf("made %d pages, want %d: %s", len(got), want, got)
		}
		fresh()
	}
	edit := func(name, old, new string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(root, name), strings.Replace(string(text), old, new, 1))
	}
	all := len(cachedBuild(t, root, public, cache, "1"))
	made("1", 0)
	edit("content/guides/page-0.md", "\n## Part 1", "\nA word more.\n\n## Part 1")
	made("1", 1)
	edit("content/guides/page-4.md", "title = \"", "title = \"New: ")
	made("1", -1)
	made("2", all)
	made("2", 0)

	// A page that was changed or removed by hand is made again.
	writeFile(t, filepath.Join(public, "guides/page-8/index.html"), "changed")
	if err := os.Remove(filepath.Join(public, "guides/page-12/index.html")); err != nil {
		t.Fatal(err)
	}
	made("2", 2)
	if err := os.RemoveAll(public); err != nil {
		t.Fatal(err)
	}
	made("2", all)

	// What is broken, cut off or foreign counts for nothing.
	sound, err := os.ReadFile(filepath.Join(cache, "pages"))
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range [][]byte{nil, []byte("x"), sound[:len(sound)/2], sound[:20], append(slices.Clone(sound), 0), bytes.Replace(sound, []byte("guides"), []byte("guidez"), 1)} {
		writeFile(t, filepath.Join(cache, "pages"), string(broken))
		made("2", all)
		made("2", 0)
	}
	if text, err := os.ReadFile(filepath.Join(cache, ".gitignore")); err != nil || string(text) != "*\n" {
		t.Error("version control takes the cache in", err)
	}
}

// TestCacheElsewhere builds with caches that lead elsewhere or cannot be written: nothing is touched there, and the site is built.
func TestCacheElsewhere(t *testing.T) {
	root, victim := lay(t, corpus(2)), filepath.Join(t.TempDir(), "victim")
	writeFile(t, victim, "mine")
	cache := filepath.Join(root, ".cxgen")
	for _, prepare := range []func() error{
		func() error { return os.Symlink(filepath.Dir(victim), cache) },
		func() error { return os.WriteFile(cache, nil, 0o644) },
		func() error {
			if err := os.Mkdir(cache, 0o755); err != nil {
				return err
			}
			return os.Symlink(victim, filepath.Join(cache, "pages.new"))
		},
		func() error {
			if err := os.Mkdir(cache, 0o755); err != nil {
				return err
			}
			return os.Symlink(victim, filepath.Join(cache, "pages"))
		},
		func() error { return os.MkdirAll(filepath.Join(cache, "pages", "in the way"), 0o755) },
		func() error { return os.Mkdir(cache, 0o555) },
	} {
		if err := os.RemoveAll(cache); err != nil {
			t.Fatal(err)
		}
		if err := prepare(); err != nil {
			t.Skip(err)
		}
		public := filepath.Join(t.TempDir(), "public")
		cachedBuild(t, root, public, cache, "1")
		cachedBuild(t, root, public, cache, "1")
		if text, err := os.ReadFile(victim); err != nil || string(text) != "mine" {
			t.Errorf("the file elsewhere is now %q: %v", text, err)
		}
		if names, _ := os.ReadDir(filepath.Dir(victim)); len(names) != 1 {
			t.Errorf("there is more elsewhere: %v", names)
		}
	}
}
