//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// shop lays a small site of so many pages into a folder that everybody may enter.
func shop(t *testing.T, pages int) string {
	t.Helper()
	dir := t.TempDir()
	lay(t, filepath.Join(dir, "site.toml"), "title = \"Shop\"\n")
	lay(t, filepath.Join(dir, "content/_index.md"), "# Welcome\n")
	for i := range pages {
		lay(t, filepath.Join(dir, fmt.Sprintf("content/p%d.md", i)), "# Page\n")
	}
	return dir
}

func lay(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestInterrupted stops a build with Ctrl+C: nothing is published, and nothing is left behind.
func TestInterrupted(t *testing.T) {
	dir := shop(t, 3000)
	var said bytes.Buffer
	c := cxgen(dir, "build")
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	stage := filepath.Join(dir, "public/.cxgen/stage/p1")
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(time.Millisecond) {
		if _, err := os.Lstat(stage); err == nil {
			break
		}
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Skip("no signals here:", err)
	}
	c.Wait()
	if code := c.ProcessState.ExitCode(); code != stopped || !strings.HasSuffix(said.String(), "Stopped. Nothing was published.\n") {
		t.Errorf("exit code %d: %s", code, &said)
	}
	if _, err := os.Lstat(filepath.Join(dir, "public")); err == nil {
		t.Error("the folder of the result is left")
	}
}

// TestWithoutRights builds as a user who may not read the site, or not write the result.
func TestWithoutRights(t *testing.T) {
	dir := shop(t, 1)
	for at := dir; at != filepath.Dir(os.TempDir()) && len(at) > 1; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err != nil || info.Mode()&0o1 == 0 {
			os.Chmod(at, 0o755)
		}
	}
	// The test program itself may lie where that user cannot go.
	program := filepath.Join(dir, "cxgen")
	text, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	build := func(args ...string) (int, string) {
		c := cxgen(dir, append([]string{"build"}, args...)...)
		c.Path = program
		if os.Geteuid() == 0 {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		said, err := c.CombinedOutput()
		if c.ProcessState == nil {
			t.Skip("cannot be another user:", err)
		}
		return c.ProcessState.ExitCode(), string(said)
	}
	free := filepath.Join(dir, "free")
	for _, c := range []struct {
		name   string
		change func() error
		code   int
		said   string
	}{
		{"a page", func() error { return os.Chmod(filepath.Join(dir, "content/p0.md"), 0) }, problems, "content/p0.md: error: cannot be read: permission denied"},
		{"a folder of pages", func() error { return os.Chmod(filepath.Join(dir, "content"), 0) }, problems, "content: error: cannot be read: permission denied"},
		{"the site", func() error { return os.Chmod(dir, 0o311) }, failure, "permission denied"},
	} {
		if err := os.Mkdir(free, 0o777); err != nil {
			t.Fatal(err)
		}
		os.Chmod(free, 0o777)
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if code, said := build("-d", "free"); code != c.code || !strings.Contains(said, c.said) {
			t.Errorf("%s: exit code %d: %s", c.name, code, said)
		}
		for _, p := range []string{"", "content", "content/p0.md"} {
			os.Chmod(filepath.Join(dir, p), 0o755)
		}
		os.RemoveAll(free)
	}
	os.Mkdir(filepath.Join(dir, "public"), 0o555)
	if code, said := build(); code != failure || !strings.Contains(said, "permission denied") {
		t.Errorf("the result: exit code %d: %s", code, said)
	}
	os.Mkdir(filepath.Join(dir, "fixed"), 0o555)
	if code, said := build("-d", "fixed/public"); code != failure || !strings.Contains(said, "permission denied") {
		t.Errorf("a new folder: exit code %d: %s", code, said)
	}
}

// TestSaidToAFullDisk writes what the program says to a device that takes nothing.
func TestSaidToAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	dir := shop(t, 0)
	for _, args := range [][]string{{"version"}, {"build"}, {"build", "--json"}} {
		c := cxgen(dir, args...)
		c.Stdout = full
		c.Run()
		if code := c.ProcessState.ExitCode(); code != failure {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
}

// grow repeats a text at the end of a file until it is so large. It does so piece by piece: what the parent of a program held
// counts as held by the program.
func grow(t *testing.T, name, text string, size int) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	piece := strings.Repeat(text, 1<<20/len(text))
	for written := 0; written < size; written += len(piece) {
		if _, err := f.WriteString(piece); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLargeData builds with a table of 200 MB in one line, and one of usual lines. The program holds a file of data once, and
// what it makes of it.
func TestLargeData(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	const size = 200 << 20
	for _, c := range []struct{ name, head, row, said string }{
		{"one line", "a", ",1234567", "data/answers.csv:1:1: warning: this row is longer than 16 MB"},
		{"rows", "time,score,comment\n", "2026-01-10 10:00:00,9,a comment of a usual length that people write\n", ""},
	} {
		dir := shop(t, 0)
		lay(t, filepath.Join(dir, "data/answers.csv"), c.head)
		grow(t, filepath.Join(dir, "data/answers.csv"), c.row, size)
		var said bytes.Buffer
		program := cxgen(dir, "build", "--quiet")
		program.Stderr = &said
		if err := program.Run(); err != nil || !strings.HasPrefix(said.String(), c.said) || c.said == "" && said.Len() > 0 {
			t.Errorf("%s: %v: %.200s", c.name, err, &said)
		}
		most := program.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // kB on Linux, bytes on macOS
		if runtime.GOOS == "linux" && most > 2*size>>10 {
			t.Errorf("%s: the program held %d MB", c.name, most>>10)
		}
		t.Logf("%s: %d MB at most", c.name, most>>10)
	}
}

// TestWatchOnAFullDisk watches while the disk of the result is full: what is wrong is said, the last good site stays, and the next
// save after there is room publishes everything. It needs the right to mount.
func TestWatchOnAFullDisk(t *testing.T) {
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted: %s", out)
	}
	defer exec.Command("umount", disk).Run()
	dir := shop(t, 2)
	var said said
	c := cxgen(dir, "build", "--watch", "-d", filepath.Join(disk, "public"))
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Wait()
	defer c.Process.Signal(os.Interrupt)
	until := func(what string, holds func() bool) {
		t.Helper()
		for limit := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(limit) {
				t.Fatalf("not %s; it said:\n%s", what, &said)
			}
		}
	}
	page := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(disk, "public", name, "index.html"))
		return string(text)
	}
	until("watching", func() bool { return strings.Contains(said.String(), "Watching") })

	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o644); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal("the disk takes more than it has:", err)
	}
	was := page("p0")
	lay(t, filepath.Join(dir, "content/p0.md"), "# Saved while it was full\n")
	until("telling", func() bool {
		return strings.Contains(said.String(), "no space left on device\nThe disk is full: make room and try again") && strings.Contains(said.String(), "The next save builds again.")
	})
	if page("p0") != was || !strings.Contains(was, "<h1>Page</h1>") {
		t.Errorf("the last good page is not there:\n%s", page("p0"))
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	lay(t, filepath.Join(dir, "content/p1.md"), "# Saved when there was room\n")
	until("publishing", func() bool {
		return strings.Contains(page("p0"), "<h1>Saved while it was full</h1>") && strings.Contains(page("p1"), "<h1>Saved when there was room</h1>")
	})
}
