package generator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"cxgen/generator"
	"cxgen/generator/source"
)

// restless is a file system that lists files which are not there, or are not as they were, when they are opened.
type restless struct {
	fstest.MapFS
	opened func(name string) error // nil: the file is there
}

func (r restless) Open(name string) (fs.File, error) {
	if err := r.opened(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return r.MapFS.Open(name)
}

func (r restless) ReadFile(name string) ([]byte, error) {
	if err := r.opened(name); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return r.MapFS.ReadFile(name)
}

func smallSite() fstest.MapFS {
	return fstest.MapFS{
		"site.toml":         {Data: []byte("title = \"Shop\"\n")},
		"content/_index.md": {Data: []byte("# Welcome\n")},
		"content/about.md":  {Data: []byte("# About\n")},
		"data/metrics.toml": {Data: []byte("[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\nscore = \"score\"\ntime = \"date\"\n")},
		"data/answers.csv":  {Data: []byte("date,score\n2026-10-01,9\n")},
	}
}

func TestFileGoesWhileItIsRead(t *testing.T) {
	for _, c := range []struct {
		name, file string
		times      int // how often it is there before it is gone
		err        error
		said       string
	}{
		{"a page gone since it was listed", "content/about.md", 0, fs.ErrNotExist, ""},
		{"a page that may not be read", "content/about.md", 0, fs.ErrPermission, "content/about.md: error: cannot be read: permission denied\n      = give yourself"},
		{"settings gone", "site.toml", 0, fs.ErrNotExist, "site.toml: error: there is no such file"},
		{"a table gone between its sum and its rows", "data/answers.csv", 1, fs.ErrNotExist, "data/answers.csv: error: the file changed while it was read\n      = build again"},
		{"a table on a failing disk", "data/answers.csv", 1, syscall.EIO, "data/answers.csv: error: cannot be read: input/output error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			left := c.times
			fsys := restless{smallSite(), func(name string) error {
				if name != c.file {
					return nil
				}
				left--
				if left < 0 {
					return c.err
				}
				return nil
			}}
			b, out := &generator.Builder{}, &generator.Held{}
			files, _, said := build(t, b, fsys, out)
			if !strings.HasPrefix(said, c.said) || c.said == "" && said != "" {
				t.Fatalf("it says %q, want %q", said, c.said)
			}
			if (len(files) > 0) != (c.said == "") {
				t.Error("published:", len(files) > 0)
			}
			// When the file is back nothing is remembered of the trouble.
			left = 1 << 30
			files, _, said = build(t, b, fsys, out)
			if said != "" || files["about/index.html"] == nil {
				t.Error("with the file back:", said)
			}
			same(t, files, smallSite())
		})
	}
}

func TestTableChangesWhileItIsRead(t *testing.T) {
	fsys := smallSite()
	reads := 0
	moving := restless{fsys, func(name string) error {
		if name == "data/answers.csv" {
			if reads++; reads == 2 {
				fsys[name] = &fstest.MapFile{Data: []byte("date,score\n2026-10-01,1\n")}
			}
		}
		return nil
	}}
	b, out := &generator.Builder{}, &generator.Held{}
	if _, _, said := build(t, b, moving, out); !strings.Contains(said, "changed while it was read") {
		t.Errorf("it says %q", said)
	}
	fsys["data/answers.csv"] = smallSite()["data/answers.csv"]
	files, _, said := build(t, b, moving, out)
	if said != "" {
		t.Error(said)
	}
	same(t, files, smallSite())
}

// TestTableChangesWhileItIsUsed changes a large file at every time at which a build opens it: either the build has seen only the one or
// the other, or it says so and publishes nothing. With the file back, nothing is remembered of the trouble.
func TestTableChangesWhileItIsUsed(t *testing.T) {
	events := func(last string) []byte {
		var b strings.Builder
		b.WriteString("user,event,time\n")
		for i := range 40_000 {
			event := []string{"view", "cart", last}[i%3]
			fmt.Fprintf(&b, "u%d,%s,2026-01-%02d %02d:%02d:%02d\n", i/3, event, 1+i/2000, i/100%20, i/60%60, i%60)
		}
		return []byte(b.String())
	}
	site := func(text []byte) fstest.MapFS {
		return fstest.MapFS{
			"site.toml":         {Data: []byte("title = \"Shop\"\n")},
			"content/_index.md": {Data: []byte("# Welcome\n\n```chart\nmetric = \"funnel\"\n```\n")},
			"data/metrics.toml": {Data: []byte("[metrics.funnel]\nkind = \"funnel\"\ntable = \"events\"\ntime = \"time\"\nsteps = [\"view\", \"cart\", \"order\"]\n")},
			"data/events.csv":   {Data: text},
		}
	}
	one, other := events("order"), events("other")
	opens, change := 0, 0
	try := func(b *generator.Builder, fsys fstest.MapFS, out *generator.Held) (map[string][]byte, string) {
		opens = 0
		files, _, said := build(t, b, restless{fsys, func(name string) error {
			if name == "data/events.csv" {
				if opens++; opens == change {
					fsys[name] = &fstest.MapFile{Data: other, ModTime: time.Unix(1e9, 0)}
				}
			}
			return nil
		}}, out)
		return files, said
	}
	want, said := try(&generator.Builder{}, site(one), &generator.Held{})
	if n := opens; said != "" || n < 6 {
		t.Fatal(n, "times:", said)
	}
	never := opens + 1
	for change = 2; change < never; change++ {
		b, out, fsys := &generator.Builder{}, &generator.Held{}, site(one)
		if files, said := try(b, fsys, out); !strings.Contains(said, "changed while it was read") || len(files) > 0 {
			t.Errorf("changed at opening %d: %d files, it says %q", change, len(files), said)
		}
		fsys["data/events.csv"] = &fstest.MapFile{Data: one}
		at := change
		change = never
		files, said := try(b, fsys, out)
		if change = at; said != "" || !bytes.Equal(files["index.html"], want["index.html"]) {
			t.Errorf("with the file back after opening %d it says %q", at, said)
		}
	}
}

func TestWhatIsNotRead(t *testing.T) {
	dir := t.TempDir()
	for p, f := range smallSite() {
		writeFile(t, filepath.Join(dir, p), string(f.Data))
	}
	for _, p := range []string{"content/.draft.md", "content/about.md~", "content/.git/x.md", "data/.~lock.csv", "static/.git/x", "static/.DS_Store", "static/.cxgen/manifest.json"} {
		writeFile(t, filepath.Join(dir, p), "")
	}
	for _, p := range []string{"static/.well-known/security.txt", "static/.nojekyll", "static/a.txt"} {
		writeFile(t, filepath.Join(dir, p), "x")
	}
	for link, to := range map[string]string{"content/loop": ".", "content/link.md": "about.md", "content/nowhere.md": "nothing", "static/passwd": "/etc/passwd"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	files, result, said := build(t, &generator.Builder{}, os.DirFS(dir), &generator.Held{})
	if said != "" || result.Pages != 2 {
		t.Fatal(result.Pages, said)
	}
	for _, p := range []string{".well-known/security.txt", ".nojekyll", "a.txt"} {
		if files[p] == nil {
			t.Error(p, "is missing")
		}
	}
	for p := range files {
		if strings.Contains(p, "git") || strings.Contains(p, "cxgen") || strings.Contains(p, "DS_Store") || strings.Contains(p, "passwd") {
			t.Error(p, "is there")
		}
	}
	left := strings.Join(result.Left, "\n")
	for _, p := range []string{"content/loop", "content/link.md", "content/nowhere.md", "static/passwd"} {
		if !strings.Contains(left, p+": a link") {
			t.Errorf("%s is not said to be left out: %s", p, left)
		}
	}
}

func TestFolderThatIsAFile(t *testing.T) {
	for _, root := range []string{"content", "data", "static", "themes"} {
		fsys := fstest.MapFS{"site.toml": {Data: []byte("title = \"Shop\"\n")}, root: {Data: []byte("x")}}
		if _, _, said := build(t, &generator.Builder{}, fsys, &generator.Held{}); !strings.HasPrefix(said, root+": error: this is a file, and should be a folder") {
			t.Error(said)
		}
	}
}

// TestStopped stops a build at every stage: nothing is published, and the stage is cleared.
func TestStopped(t *testing.T) {
	fsys := smallSite()
	for i := range 50 {
		fsys[fmt.Sprintf("content/p%d.md", i)] = &fstest.MapFile{Data: []byte("# Page\n")}
	}
	for _, at := range []string{"read", "parse", "data", "render"} {
		root := filepath.Join(t.TempDir(), "public")
		if err := publish(root, edition{"index.html": "old"}); err != nil {
			t.Fatal(err)
		}
		folder, err := generator.OpenFolder(root)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		b := &generator.Builder{Options: generator.Options{Now: today, Progress: func(stage string, _, _ int) {
			if stage == at {
				stop()
			}
		}}}
		if _, err := b.Build(ctx, fsys, folder); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %s: %v", at, err)
		}
		stop()
		equal(t, standing(t, root), edition{"index.html": "old"})
		if _, err := os.Lstat(filepath.Join(root, ".cxgen/stage")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("stopped at %s: a stage is left", at)
		}
	}
}

func TestSumFrom(t *testing.T) {
	for _, text := range []string{"", "a", strings.Repeat("abc", 100_000)} {
		sum, err := source.SumFrom(strings.NewReader(text), int64(len(text)))
		if err != nil || sum != source.SumOf([]byte(text)) {
			t.Errorf("%d bytes: %v, %v", len(text), sum, err)
		}
	}
}
