package generator_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"cxgen/generator"
	"cxgen/generator/source"
)

// edition is what stands in a folder: path → text.
type edition map[string]string

// publish puts an edition into a folder and commits it.
func publish(root string, e edition) error {
	f, err := generator.OpenFolder(root)
	if err != nil {
		return err
	}
	for p, text := range e {
		if err := f.Put(p, []byte(text)); err != nil {
			return errors.Join(err, f.Discard())
		}
	}
	return f.Commit()
}

// standing reads what stands in a folder, without what it keeps for itself.
func standing(t *testing.T, root string) edition {
	t.Helper()
	e := edition{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		p, _ := filepath.Rel(root, name)
		switch {
		case p == ".cxgen":
			return fs.SkipDir
		case d.IsDir():
			if left, err := os.ReadDir(name); err == nil && len(left) == 0 {
				e[p+"/"] = "empty"
			}
			return nil
		}
		text, err := os.ReadFile(name)
		e[p] = string(text)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return e
}

func equal(t *testing.T, got, want edition) {
	t.Helper()
	for p, text := range want {
		if got[p] != text {
			t.Errorf("%s is %.40q, want %.40q", p, got[p], text)
		}
	}
	for p := range got {
		if _, ok := want[p]; !ok {
			t.Errorf("%s should not be there", p)
		}
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFolderChanges(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new edition
	}{
		{"new text", edition{"index.html": "1"}, edition{"index.html": "2"}},
		{"page goes, with its folders", edition{"index.html": "1", "a/b/c/index.html": "1"}, edition{"index.html": "1"}},
		{"page becomes a folder", edition{"a": "1"}, edition{"a/index.html": "2", "a/b/x.css": "2"}},
		{"folder becomes a page", edition{"a/index.html": "1", "a/b/c/x.css": "1", "z": "1"}, edition{"a": "2", "z": "1"}},
		{"nothing is left", edition{"index.html": "1", "a/index.html": "1"}, edition{}},
		{"names", edition{"سلام دنیا/index.html": "1"}, edition{"커피/100% #1?.html": "2", "a b/☕.css": "2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "public")
			for _, e := range []edition{c.old, c.new, c.new, c.old} {
				if err := publish(root, e); err != nil {
					t.Fatal(err)
				}
				equal(t, standing(t, root), e)
			}
		})
	}
}

func TestFolderLeavesForeignFilesAlone(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	if err := publish(root, edition{"a/index.html": "1", "b/index.html": "1"}); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(root, "a/note.txt"), "mine")
	writeFile(t, filepath.Join(root, "CNAME"), "mine")
	if err := publish(root, edition{"b/index.html": "2"}); err != nil {
		t.Fatal(err)
	}
	want := edition{"a/note.txt": "mine", "CNAME": "mine", "b/index.html": "2"}
	equal(t, standing(t, root), want)
	for _, next := range []edition{
		{"b/index.html": "3", "CNAME": "3"},              // where a file stands
		{"b/index.html": "3", "CNAME/index.html": "3"},   // below a file
		{"b/index.html": "3", "a": "3"},                  // where a folder stands that holds one
		{"b/index.html": "3", "a/note.txt/x/y.html": ""}, // far below one
	} {
		err := publish(root, next)
		if !errors.Is(err, generator.ErrForeign) || !strings.Contains(err.Error(), "is in the way") {
			t.Errorf("%v: error %v", next, err)
		}
		equal(t, standing(t, root), want)
	}
}

func TestFolderThatIsNotOurs(t *testing.T) {
	root := t.TempDir()
	writeFile(t, filepath.Join(root, "thesis.doc"), "mine")
	if err := publish(root, edition{"index.html": "1"}); !errors.Is(err, generator.ErrForeign) {
		t.Error(err)
	}
	equal(t, standing(t, root), edition{"thesis.doc": "mine"})
	if err := publish(filepath.Join(root, "thesis.doc"), nil); err == nil || !strings.Contains(err.Error(), "is a file, not a folder") {
		t.Error(err)
	}
}

func TestFolderFollowsNoLink(t *testing.T) {
	outside, root := t.TempDir(), filepath.Join(t.TempDir(), "public")
	if err := publish(root, edition{"a/index.html": "1", "b/index.html": "1", "c.html": "1"}); err != nil {
		t.Fatal(err)
	}
	mine := edition{"index.html": "1", "c.html": "1"}
	for p, text := range mine {
		writeFile(t, filepath.Join(outside, p), text)
	}
	link := func(to, from string) {
		t.Helper()
		if err := os.RemoveAll(filepath.Join(root, from)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, filepath.Join(root, from)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	link(outside, "a")
	link(filepath.Join(outside, "c.html"), "c.html")
	// The same text, another text: both would be written through the link.
	for _, text := range []string{"1", "2"} {
		if err := publish(root, edition{"a/index.html": text}); !errors.Is(err, generator.ErrForeign) {
			t.Error(err)
		}
		if err := publish(root, edition{"c.html": text}); !errors.Is(err, generator.ErrForeign) {
			t.Error(err)
		}
	}
	// Removal.
	if err := publish(root, edition{"b/index.html": "2"}); err != nil {
		t.Error(err)
	}
	equal(t, standing(t, outside), mine)
	if _, err := os.Lstat(filepath.Join(root, "a")); err != nil {
		t.Error("the link is gone:", err)
	}
}

// A journal and a stage may come with a folder from elsewhere.
func TestFolderTrustsNoJournal(t *testing.T) {
	outside, root := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(outside, "mine"), "mine")
	writeFile(t, filepath.Join(root, ".cxgen/stage/a/new"), "theirs")
	if err := os.Symlink(outside, filepath.Join(root, "a")); err != nil {
		t.Skip("no links here:", err)
	}
	for _, journal := range []string{
		`{"move":["a/new"]}`, `{"remove":["a/mine"], "move":["a/new"]}`, `{"remove":["../` + filepath.Base(outside) + `/mine"]}`,
		`{"then":{"../x":""}}`, `{"move":["/x"]}`, `{"move":[""]}`, `{"move":["."]}`, `{"move":[".cxgen/journal.json"]}`, `{"move":`, ``,
	} {
		writeFile(t, filepath.Join(root, ".cxgen/journal.json"), journal)
		if _, err := generator.OpenFolder(root); err == nil {
			t.Error("no error for", journal)
		}
		equal(t, standing(t, outside), edition{"mine": "mine"})
	}
}

func TestFolderWithADamagedManifest(t *testing.T) {
	for _, text := range []string{"", "{", `["index.html"]`, `{"../index.html": "0"}`, `{"/index.html": "0"}`} {
		root := filepath.Join(t.TempDir(), "public")
		if err := publish(root, edition{"index.html": "1"}); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(root, ".cxgen/manifest.json"), text)
		err := publish(root, edition{"index.html": "2"})
		if err == nil || !strings.Contains(err.Error(), "manifest.json is damaged") || !strings.Contains(err.Error(), "delete the folder") {
			t.Errorf("%q: error %v", text, err)
		}
		equal(t, standing(t, root), edition{"index.html": "1"})
	}
}

func TestFolderMendsWhatWasChangedByHand(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	e := edition{"index.html": "12345", "a.css": "12345", "b.css": "12345"}
	if err := publish(root, e); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Minute)
	writeFile(t, filepath.Join(root, "index.html"), "54321")
	if err := os.Chtimes(filepath.Join(root, "index.html"), later, later); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(root, "a.css"), "1")
	if err := os.Remove(filepath.Join(root, "b.css")); err != nil {
		t.Fatal(err)
	}
	if err := publish(root, e); err != nil {
		t.Fatal(err)
	}
	equal(t, standing(t, root), e)
}

func TestFolderRefuses(t *testing.T) {
	for _, c := range []struct {
		puts [2]string
		want string
	}{
		{[2]string{"a", "a"}, "two things of the site want to be the file a"},
		{[2]string{"a", "a/b"}, "a to be a file and a folder"},
		{[2]string{"a/b", "a"}, "the file a"},
		{[2]string{"x", ".cxgen/manifest.json"}, "cannot have a file"},
		{[2]string{"x", "../y"}, "cannot have a file"},
	} {
		for _, standing := range []edition{nil, {c.puts[0]: ""}} { // the first is new, or it is there already
			root := filepath.Join(t.TempDir(), "public")
			if err := publish(root, standing); err != nil {
				t.Fatal(err)
			}
			f, err := generator.OpenFolder(root)
			if err != nil {
				t.Fatal(err)
			}
			err = f.Put(c.puts[0], nil)
			if err == nil {
				err = f.Put(c.puts[1], nil)
			}
			if err == nil {
				err = f.Commit()
			} else if err := f.Discard(); err != nil {
				t.Error(err)
			}
			if c.puts[0] == c.puts[1] && standing != nil {
				continue // the same text as last time, noted twice
			}
			if err == nil || !strings.Contains(err.Error(), c.want) && !strings.Contains(err.Error(), "a file and a folder") {
				t.Errorf("%v with %v: %v", c.puts, standing, err)
			}
			if err := publish(root, edition{"z": "1"}); err != nil {
				t.Errorf("%v: the folder is of no use any more: %v", c.puts, err)
			}
		}
	}
}

func TestFolderDiscard(t *testing.T) {
	above := filepath.Join(t.TempDir(), "out")
	f, err := generator.OpenFolder(filepath.Join(above, "shop/public"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Put("a/b.html", nil), f.Discard()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(above); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder is left:", err)
	}
}

// Two builds of the same folder: the second has to wait.
func TestFolderOpenedTwice(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	first, err := generator.OpenFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Put("index.html", []byte("2")); err != nil {
		t.Fatal(err)
	}
	if _, err := generator.OpenFolder(root); err == nil && (runtime.GOOS == "linux" || runtime.GOOS == "darwin") {
		t.Error("opened twice")
	} else if err != nil && !strings.Contains(err.Error(), "another build") {
		t.Error(err)
	}
	if err := first.Commit(); err != nil {
		t.Error(err)
	}
	if err := first.Put("index.html", []byte("3")); err == nil {
		t.Error("two builds for one opening")
	}
	equal(t, standing(t, root), edition{"index.html": "2"})
	if err := publish(root, edition{"a.css": "3"}); err != nil {
		t.Error(err)
	}
	equal(t, standing(t, root), edition{"a.css": "3"})
}

// Where there are no locks, or when somebody tidies up: what was staged is gone.
func TestFolderMissesItsStage(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	old := edition{"index.html": "1"}
	if err := publish(root, old); err != nil {
		t.Fatal(err)
	}
	f, err := generator.OpenFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Put("index.html", []byte("2")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(root, ".cxgen/stage")); err != nil {
		t.Fatal(err)
	}
	if err := f.Put("a.css", []byte("2")); err == nil {
		t.Error("staged into nothing")
	}
	if err := f.Commit(); err == nil || !strings.Contains(err.Error(), "another build") {
		t.Error(err)
	}
	equal(t, standing(t, root), old)
}

// editions are two sites with much in common, each file of which tells whole from half.
func editions() (old, new edition) {
	old, new = edition{}, edition{}
	text := func(name, of string) string { return strings.Repeat(of+" "+name+"\n", 2000) + "end " + of }
	for i := range 60 {
		page := fmt.Sprintf("p%d/index.html", i)
		old[page], new[page] = text(page, "old"), text(page, "new")
		asset := fmt.Sprintf("assets/%d.css", i)
		old[asset] = text(asset, "same")
		if i%2 == 0 {
			new[asset] = old[asset]
		}
		new[fmt.Sprintf("new/%d.css", i)] = "new"
	}
	old["turn"], new["turn/index.html"] = "old", "new"
	old["back/a/index.html"], new["back"] = "old", "new"
	return old, new
}

// TestFolderKilled kills a program that publishes, at 40 moments. The next OpenFolder gives the old site or the new one.
func TestFolderKilled(t *testing.T) {
	if root := os.Getenv("CXGEN_TEST_PUBLISH"); root != "" {
		_, next := editions()
		if err := publish(root, next); err != nil {
			t.Fatal(err)
		}
		return
	}
	if testing.Short() {
		t.Skip("starts 40 programs")
	}
	old, next := editions()
	start := func(root string) *exec.Cmd {
		c := exec.Command(os.Args[0], "-test.run=^TestFolderKilled$")
		c.Env = append(os.Environ(), "CXGEN_TEST_PUBLISH="+root)
		return c
	}
	random := rand.New(rand.NewPCG(1, 2))
	outcomes := map[string]int{}
	for range 40 {
		root := filepath.Join(t.TempDir(), "public")
		if err := publish(root, old); err != nil {
			t.Fatal(err)
		}
		c := start(root)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		moment := []string{".cxgen/stage", ".cxgen/stage/new", ".cxgen/journal.json", "new", "p9/index.html"}[random.IntN(5)]
		ended := make(chan struct{})
		go func() {
			c.Wait()
			close(ended)
		}()
		wait(filepath.Join(root, moment), ended, time.Duration(random.IntN(4000))*time.Microsecond)
		c.Process.Kill()
		<-ended
		// Before it is opened again, each file is whole.
		for p, text := range standing(t, root) {
			if was, will := old[p], next[p]; text != was && text != will && text != "empty" {
				t.Fatalf("%s is neither old nor new: %.60q", p, text)
			}
		}
		killed := c.ProcessState.Sys().(syscall.WaitStatus).Signaled()
		_, journal := os.Lstat(filepath.Join(root, ".cxgen/journal.json"))
		f, err := generator.OpenFolder(root)
		if err != nil {
			t.Fatal(err)
		}
		got := standing(t, root)
		if got["p0/index.html"] == old["p0/index.html"] {
			equal(t, got, old)
			outcomes["old"]++
		} else {
			equal(t, got, next)
			outcomes["new"]++
		}
		if killed && journal == nil {
			outcomes["finished by the next"]++
		}
		if err := f.Discard(); err != nil {
			t.Fatal(err)
		}
		if err := publish(root, next); err != nil {
			t.Fatal(err)
		}
		equal(t, standing(t, root), next)
		if _, err := os.Lstat(filepath.Join(root, ".cxgen/stage")); err == nil {
			t.Error("a stage is left")
		}
	}
	t.Log(outcomes)
}

// wait returns a while after a file is there, or when a program has ended.
func wait(name string, ended chan struct{}, while time.Duration) {
	for {
		if _, err := os.Lstat(name); err == nil {
			break
		}
		select {
		case <-ended:
			return
		case <-time.After(20 * time.Microsecond):
		}
	}
	time.Sleep(while)
}

// TestFolderCutOffAnywhere copies a folder before and after each step of a commit and opens the copies: the journal of the
// commit is at hand, so each state between is made by doing the first n of its moves by hand.
func TestFolderCutOffAnywhere(t *testing.T) {
	old := edition{"a.css": "old", "turn": "old", "back/index.html": "old", "back/x/y.css": "old", "gone/index.html": "old", "index.html": "old"}
	next := edition{"a.css": "new", "turn/index.html": "new", "back": "new", "index.html": "new"}
	journal := `{"move":["a.css","back","index.html","turn/index.html"],"remove":["back/index.html","back/x/y.css","gone/index.html","turn"],"then":{`
	for p, text := range next {
		journal += fmt.Sprintf("%q:%q,", p, source.SumOf([]byte(text)))
	}
	journal = strings.TrimSuffix(journal, ",") + "}}"
	steps := []func(root string) error{
		func(root string) error { return os.Remove(filepath.Join(root, "back/index.html")) },
		func(root string) error { return os.RemoveAll(filepath.Join(root, "back")) },
		func(root string) error { return os.Remove(filepath.Join(root, "turn")) },
		func(root string) error {
			return os.Rename(filepath.Join(root, ".cxgen/stage/a.css"), filepath.Join(root, "a.css"))
		},
		func(root string) error {
			return os.Rename(filepath.Join(root, ".cxgen/stage/back"), filepath.Join(root, "back"))
		},
		func(root string) error { return os.Mkdir(filepath.Join(root, "turn"), 0o755) },
		func(root string) error {
			return os.Rename(filepath.Join(root, ".cxgen/stage/turn/index.html"), filepath.Join(root, "turn/index.html"))
		},
		func(root string) error { return os.Remove(filepath.Join(root, "gone/index.html")) },
		func(root string) error { return os.Remove(filepath.Join(root, "gone")) },
	}
	for n := range len(steps) + 1 {
		root := filepath.Join(t.TempDir(), "public")
		if err := publish(root, old); err != nil {
			t.Fatal(err)
		}
		for p, text := range next {
			writeFile(t, filepath.Join(root, ".cxgen/stage", p), text)
		}
		writeFile(t, filepath.Join(root, ".cxgen/journal.json"), journal)
		for _, step := range steps[:n] {
			if err := step(root); err != nil {
				t.Fatal(err)
			}
		}
		if err := publish(root, next); err != nil {
			t.Fatalf("after %d steps: %v", n, err)
		}
		equal(t, standing(t, root), next)
	}
}

// TestFolderOnAFullDisk needs the right to mount.
func TestFolderOnAFullDisk(t *testing.T) {
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted: %s", out)
	}
	defer exec.Command("umount", disk).Run()
	root := filepath.Join(disk, "public")
	old := edition{"index.html": "old", "a/index.html": "old"}
	if err := publish(root, old); err != nil {
		t.Fatal(err)
	}
	big := edition{"index.html": "new", "a/index.html": "new"}
	for i := range 20 {
		big[fmt.Sprintf("%d.css", i)] = strings.Repeat("x", 30_000)
	}
	if err := publish(root, big); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	equal(t, standing(t, root), old)
	if err := publish(root, edition{"index.html": "newer"}); err != nil {
		t.Error("room was not given back:", err)
	}
	equal(t, standing(t, root), edition{"index.html": "newer"})
}

// BenchmarkFolder publishes 10,000 pages: new, the same, all other.
func BenchmarkFolder(b *testing.B) {
	site := func(text string) edition {
		e := edition{}
		for i := range 10_000 {
			e[fmt.Sprintf("section%d/page%d/index.html", i%100, i)] = strings.Repeat(text, 1000)
		}
		return e
	}
	one, other := site("a"), site("b")
	for b.Loop() {
		root := filepath.Join(b.TempDir(), "public")
		for _, step := range []struct {
			name string
			e    edition
		}{{"new", one}, {"same", one}, {"other", other}, {"none", edition{}}} {
			began := time.Now()
			if err := publish(root, step.e); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/"+step.name)
		}
	}
}
