package generator_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"cxgen/generator"
	"cxgen/generator/source"
)

var update = flag.Bool("update", false, "rewrite what the tests expect")

// today is the day of every build in these tests.
var today = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// folder makes a file system of the files of an archive.
func folder(files []txtar.File) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return fsys
}

// build builds a site in memory and gives its files and its problems as a terminal shows them.
func build(t *testing.T, b *generator.Builder, fsys fs.FS, out *generator.Held) (map[string][]byte, *generator.Result, string) {
	t.Helper()
	if b.Now.IsZero() {
		b.Now = today
	}
	result, err := b.Build(context.Background(), fsys, out)
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := source.Print(&said, result.Problems, source.Paint{}); err != nil {
		t.Fatal(err)
	}
	return out.Files(), result, said.String()
}

// TestSite builds the sites in testdata/site. An archive holds a site and, under want/, what is to come of it: want/problems
// is all that the build says; any other file lists lines that must stand in the file of that name, or, after "! ", must not.
func TestSite(t *testing.T) {
	archives, err := filepath.Glob("testdata/site/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var given, want []txtar.File
			for _, f := range archive.Files {
				if strings.HasPrefix(f.Name, "want/") {
					want = append(want, f)
				} else {
					given = append(given, f)
				}
			}
			files, _, said := build(t, &generator.Builder{}, folder(given), &generator.Held{})
			changed := false
			for i, f := range want {
				p := strings.TrimPrefix(f.Name, "want/")
				if p == "problems" {
					if said != string(f.Data) && *update {
						want[i].Data, changed = []byte(said), true
					} else if said != string(f.Data) {
						t.Errorf("problems:\n%s\nwant:\n%s", said, f.Data)
					}
					continue
				}
				expect(t, p, files, string(f.Data))
			}
			if changed {
				archive.Files = append(given, want...)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// expect checks the lines about one file.
func expect(t *testing.T, p string, files map[string][]byte, lines string) {
	t.Helper()
	text, ok := files[p]
	if strings.TrimSpace(lines) == "absent" {
		if ok {
			t.Errorf("%s should not be there", p)
		}
		return
	}
	if !ok {
		t.Errorf("%s is missing; there are %s", p, strings.Join(slices.Sorted(maps.Keys(files)), " "))
		return
	}
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if not, ok := strings.CutPrefix(line, "! "); ok {
			if bytes.Contains(text, []byte(not)) {
				t.Errorf("%s has %q", p, not)
			}
		} else if line != "" && !bytes.Contains(text, []byte(line)) {
			t.Errorf("%s lacks %q:\n%s", p, line, text)
		}
	}
}

// TestEdit makes the edits in testdata/edit. An archive holds a site, then edits: a file edit/N/work lists what is made again
// ("page PATH", "parse 1", "answer 2" …), the other files of edit/N are written over the site's, empty ones removed.
func TestEdit(t *testing.T) {
	archives, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var given []txtar.File
			edits := map[string][]*txtar.File{}
			for i, f := range archive.Files {
				if rest, ok := strings.CutPrefix(f.Name, "edit/"); ok {
					step, _, _ := strings.Cut(rest, "/")
					edits[step] = append(edits[step], &archive.Files[i])
				} else {
					given = append(given, f)
				}
			}
			fsys, b, out := folder(given), &generator.Builder{}, &generator.Held{}
			_, _, said := build(t, b, fsys, out)
			if said != "" {
				t.Fatal(said)
			}
			changed := false
			for _, step := range slices.Sorted(maps.Keys(edits)) {
				var want *txtar.File
				for _, f := range edits[step] {
					p := strings.TrimPrefix(f.Name, "edit/"+step+"/")
					switch {
					case p == "work":
						want = f
					case len(f.Data) == 0:
						delete(fsys, p)
					default:
						fsys[p] = &fstest.MapFile{Data: f.Data, Mode: 0o644, ModTime: today}
					}
				}
				files, result, said := build(t, b, fsys, out)
				got := said + work(result)
				if got != string(want.Data) && *update {
					want.Data, changed = []byte(got), true
				} else if got != string(want.Data) {
					t.Errorf("edit %s made again:\n%s\nwant:\n%s", step, got, want.Data)
				}
				if said == "" {
					same(t, files, fsys)
				}
			}
			if changed {
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// work lists what a build computed anew.
func work(r *generator.Result) string {
	var lines strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(r.Work)) {
		if !strings.HasPrefix(kind, "page ") {
			fmt.Fprintf(&lines, "%s %d\n", kind, r.Work[kind])
		}
	}
	for _, p := range slices.Sorted(slices.Values(r.Made)) {
		fmt.Fprintf(&lines, "page %s\n", p)
	}
	return lines.String()
}

// same checks the law "never stale": the files equal those of a new builder, byte for byte.
func same(t *testing.T, got map[string][]byte, fsys fs.FS) {
	t.Helper()
	want, _, _ := build(t, &generator.Builder{Options: generator.Options{Workers: 1}}, fsys, &generator.Held{})
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if !bytes.Equal(got[p], want[p]) {
			t.Errorf("%s is stale:\n%s\nwant:\n%s", p, clip(got[p]), clip(want[p]))
		}
	}
	for p := range got {
		if _, ok := want[p]; !ok {
			t.Errorf("%s should be gone", p)
		}
	}
}

func clip(text []byte) []byte { return text[:min(len(text), 4000)] }
