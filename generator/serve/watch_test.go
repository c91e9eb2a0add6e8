package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// everyWay runs a test with the system's bell, and with looking.
func everyWay(t *testing.T, test func(t *testing.T, change func(*Options))) {
	t.Run("told", func(t *testing.T) { test(t, nil) })
	t.Run("poll", func(t *testing.T) { test(t, func(o *Options) { o.Poll = 20 * time.Millisecond }) })
}

// TestSave saves a page: it alone is made anew.
func TestSave(t *testing.T) {
	everyWay(t, func(t *testing.T, change func(*Options)) {
		d := lay(t, tea, change)
		d.sound()
		d.write("content/about.md", "# About\n\nWe sell coffee.\n")
		if b := d.sound(); len(b.Made) != 1 || b.Made[0] != "/about/" || len(b.Changed) != 1 || b.Changed[0] != "content/about.md" {
			t.Errorf("made %v after %v", b.Made, b.Changed)
		}
		if _, body := d.ask("GET", "/about/"); !strings.Contains(body, "We sell coffee.") {
			t.Errorf("%.2000s", body)
		}
	})
}

// TestSaveInOneTick saves a text of the same length with the same time, as two saves within one tick of a disk's clock do.
func TestSaveInOneTick(t *testing.T) {
	d := lay(t, tea, nil)
	d.sound()
	was, err := os.Stat(d.path("content/about.md"))
	d.check(err)
	d.write("content/about.md", "# About\n\nWe sell cup.\n"[:len(tea["content/about.md"])])
	d.check(os.Chtimes(d.path("content/about.md"), was.ModTime(), was.ModTime()))
	d.shows("/about/", "We sell cup.")
}

// TestFolders makes folders, fills them, moves them and takes them away.
func TestFolders(t *testing.T) {
	everyWay(t, func(t *testing.T, change func(*Options)) {
		d := lay(t, tea, change)
		d.sound()
		d.write("content/one/two/three/page.md", "# Deep\n")
		d.shows("/one/two/three/page/", "<h1>Deep</h1>")
		d.write("content/one/two/three/page.md", "# Deeper\n")
		d.shows("/one/two/three/page/", "<h1>Deeper</h1>")
		d.check(os.Rename(d.path("content/one/two"), d.path("content/one/four")))
		d.shows("/one/four/three/page/", "<h1>Deeper</h1>")
		d.gone("/one/two/three/page/")
		d.write("content/one/four/three/page.md", "# Moved\n")
		d.shows("/one/four/three/page/", "<h1>Moved</h1>")
		d.check(os.RemoveAll(d.path("content/one")))
		d.gone("/one/four/three/page/")
		d.write("content/one/four/three/page.md", "# Again\n")
		d.shows("/one/four/three/page/", "<h1>Again</h1>")
		d.check(os.Remove(d.path("content/about.md")))
		d.gone("/about/")
		d.write("static/new/file.txt", "a new file")
		d.shows("/new/file.txt", "a new file")
		d.write("themes/default/words/en.toml", "[theme]\nskip = \"Past the menu\"\n")
		d.shows("/", "Past the menu")
		d.check(os.RemoveAll(d.path("themes")))
		d.shows("/", "Skip to")
	})
}

// TestTakenAway takes away what a site cannot be without, and puts it back. Meanwhile the last good site stays.
func TestTakenAway(t *testing.T) {
	everyWay(t, func(t *testing.T, change func(*Options)) {
		d := lay(t, tea, change)
		d.sound()
		away := filepath.Join(t.TempDir(), "away")
		for _, name := range []string{"content", "site.toml", ""} {
			d.check(os.Rename(d.path(name), away))
			if b := d.broken(); len(b.Problems) == 0 {
				t.Errorf("without %q: %+v", name, b)
			}
			if answer, body := d.ask("GET", "/about/"); answer.StatusCode != 200 || !strings.Contains(body, "We sell tea.") {
				t.Errorf("without %q: %s", name, answer.Status)
			}
			d.check(os.Rename(away, d.path(name)))
			d.sound()
			d.write("content/about.md", "# About\n\nBack again: "+name+".\n")
			d.shows("/about/", "Back again: "+name+".")
			d.write("content/about.md", tea["content/about.md"])
			d.shows("/about/", "We sell tea.")
		}
	})
}

// TestBrokenSaves saves what cannot be built: the last good page stays, and goes on when it is mended.
func TestBrokenSaves(t *testing.T) {
	site := map[string]string{"data/metrics.toml": "[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\nscore = \"score\"\ntime = \"time\"\n", "content/score.md": "# Score\n\nIt is {{nps value}} of {{nps n}}.\n"}
	for name, text := range tea {
		site[name] = text
	}
	d := lay(t, site, nil)
	d.sound()
	d.shows("/score/", "It is +33 (low base) of 6.")
	for name, text := range map[string]string{
		"content/score.md":  "# Score\n\nIt is {{npss value}}.\n",
		"data/metrics.toml": "[metrics.nps\n",
		"data/answers.csv":  "time,sco",
		"site.toml":         "title = \"Tea\nbase",
	} {
		d.write(name, text)
		if b := d.broken(); len(b.Problems) == 0 || b.Fault != nil {
			t.Errorf("%s: %+v", name, b)
		}
		if answer, body := d.ask("GET", "/score/"); answer.StatusCode != 200 || !strings.Contains(body, "It is +33 (low base) of 6.") {
			t.Errorf("%s: %s %.3000s", name, answer.Status, body)
		}
		d.write(name, site[name])
		d.sound()
	}
	// A table that is written row by row, by a program that takes its time.
	f, err := os.Create(d.path("data/answers.csv"))
	d.check(err)
	for _, piece := range strings.SplitAfter(site["data/answers.csv"], "-") {
		_, err := f.WriteString(piece)
		d.check(err)
		time.Sleep(15 * time.Millisecond)
	}
	_, err = f.WriteString("2026-01-16,10\n")
	d.check(err)
	d.check(f.Close())
	d.shows("/score/", "of 7.")
}

// TestStorms changes much at once, and again and again.
func TestStorms(t *testing.T) {
	everyWay(t, func(t *testing.T, change func(*Options)) {
		site := map[string]string{}
		for name, text := range tea {
			site[name] = text
		}
		for i := range 1000 {
			site[fmt.Sprintf("content/many/p%d.md", i)] = fmt.Sprintf("# Page %d\n", i)
		}
		d := lay(t, site, change)
		d.sound()
		// Editors write beside the file and move it into place.
		for i := range 50 {
			d.write("content/.about.md.swp", "x")
			d.write("content/about.md~", tea["content/about.md"])
			d.write("content/4913", "x")
			d.check(os.Remove(d.path("content/4913")))
			d.write("content/about.md.new", fmt.Sprintf("# About\n\nSaved %d times.\n", i))
			d.check(os.Rename(d.path("content/about.md.new"), d.path("content/about.md")))
		}
		d.shows("/about/", "Saved 49 times.")
		for i := range 1000 {
			d.write(fmt.Sprintf("content/many/p%d.md", i), fmt.Sprintf("# Changed %d\n", i))
		}
		for _, i := range []int{0, 500, 999} {
			d.shows(fmt.Sprintf("/many/p%d/", i), fmt.Sprintf("<h1>Changed %d</h1>", i))
		}
		now := time.Now()
		for i := range 1000 {
			d.check(os.Chtimes(d.path(fmt.Sprintf("content/many/p%d.md", i)), now, now))
		}
		d.check(os.RemoveAll(d.path("content/many")))
		d.write("content/last.md", "# Last\n")
		d.shows("/last/", "<h1>Last</h1>")
		d.gone("/many/p7/")
	})
}

// TestLinkedFolder watches a folder of pages that is a link to elsewhere.
func TestLinkedFolder(t *testing.T) {
	d := lay(t, map[string]string{"site.toml": "title = \"Tea\"\n"}, nil)
	elsewhere := t.TempDir()
	d.check(os.WriteFile(filepath.Join(elsewhere, "_index.md"), []byte("# Linked\n"), 0o644))
	if err := os.Symlink(elsewhere, d.path("content")); err != nil {
		t.Skip(err)
	}
	d.shows("/", "<h1>Linked</h1>")
	d.check(os.WriteFile(filepath.Join(elsewhere, "_index.md"), []byte("# Changed\n"), 0o644))
	d.shows("/", "<h1>Changed</h1>")
}

// TestIdle looks whether anything is built where nothing changed.
func TestIdle(t *testing.T) {
	d := lay(t, tea, nil)
	d.sound()
	now := time.Now()
	d.check(os.Chtimes(d.path("content/about.md"), now, now)) // touched
	d.write("public/index.html", "not the site's")
	d.write(".git/index", "not the site's")
	time.Sleep(3 * settled)
	for len(d.builds) > 0 {
		if b := <-d.builds; len(b.Made) > 0 || len(b.Changed) != 1 || b.Changed[0] != "content/about.md" {
			t.Errorf("%v made %v", b.Changed, b.Made)
		}
	}
}
