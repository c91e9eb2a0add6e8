package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"cxgen/generator"
)

// TestPort begins at a port that is taken, and goes to the next; both ends of localhost are answered.
func TestPort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var said []string
	say := func(text string) { said = append(said, text) }
	listeners, err := listen("localhost", portOf(taken), say)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range listeners {
		defer l.Close()
		if portOf(l) <= portOf(taken) || portOf(l) != portOf(listeners[0]) {
			t.Errorf("port %d after %d", portOf(l), portOf(taken))
		}
	}
	if want := fmt.Sprintf("Port %d is not free", portOf(taken)); len(said) != 1 || !strings.HasPrefix(said[0], want) || !strings.HasSuffix(said[0], fmt.Sprintf("so the site is at %d.", portOf(listeners[0]))) {
		t.Errorf("said %q", said)
	}
	if _, err := listen("nowhere.invalid", 1313, say); err == nil || !strings.Contains(err.Error(), "nowhere.invalid:1313") {
		t.Error("bound to a name that is nowhere:", err)
	}
	said = nil
	all, err := listen("0.0.0.0", 0, say)
	if err != nil {
		t.Fatal(err)
	}
	all[0].Close()
	if len(said) != 1 || !strings.HasPrefix(said[0], "Everybody in your network can read this site") {
		t.Errorf("said %q", said)
	}
	if at := addressOf("0.0.0.0", all[0]); at != fmt.Sprintf("http://localhost:%d", portOf(all[0])) {
		t.Error(at)
	}
	for bound, only := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "shop.localhost": true, "0.0.0.0": false, "::": false, "192.168.1.5": false, "shop.example": false} {
		if local(bound) != only {
			t.Errorf("%s: %v", bound, !only)
		}
	}
}

// TestRun runs a server as the program does: it tells its address, opens a browser, answers, and ends while browsers look on.
func TestRun(t *testing.T) {
	d := &desk{T: t, dir: t.TempDir()}
	for name, text := range tea {
		d.write(name, text)
	}
	opened := filepath.Join(t.TempDir(), "opened")
	if runtime.GOOS == "linux" {
		bin := t.TempDir()
		d.check(os.WriteFile(filepath.Join(bin, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" > "+opened+".new && mv "+opened+".new "+opened+"\n"), 0o755))
		t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	}
	ready := make(chan string, 1)
	s, err := New(Options{Folder: d.dir, Build: generator.Options{Now: today}, Open: runtime.GOOS == "linux", Ready: func(address string) { ready <- address }})
	d.check(err)
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- s.Run(ctx) }()
	d.at = strings.TrimSuffix(<-ready, "/")
	if answer, body := d.ask("GET", "/about/"); answer.StatusCode != 200 || !strings.Contains(body, "We sell tea.") {
		t.Errorf("%s %.300s", answer.Status, body)
	}
	d.look("/").next()
	if runtime.GOOS == "linux" {
		for limit := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
			if text, err := os.ReadFile(opened); err == nil {
				if strings.TrimSpace(string(text)) != d.at+"/" {
					t.Errorf("opened %s", text)
				}
				break
			} else if time.Now().After(limit) {
				t.Fatal("no browser was opened")
			}
		}
	}
	stop()
	select {
	case err := <-over:
		d.check(err)
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
	if _, err := http.Get(d.at); err == nil {
		t.Error("it still answers")
	}
}

func TestEditor(t *testing.T) {
	for name, want := range map[string]string{
		"vscode":                              "vscode://file/home/me/my%20shop/caf%C3%A9%23%3F%26%25.md:7:3",
		"zed":                                 "zed://file/home/me/my%20shop/caf%C3%A9%23%3F%26%25.md:7:3",
		"sublime":                             "subl://open?url=file:///home/me/my%20shop/caf%C3%A9%23%3F%26%25.md&line=7&column=3",
		"none":                                "",
		"nvim://open?file={file}&line={line}": "nvim://open?file=/home/me/my%20shop/caf%C3%A9%23%3F%26%25.md&line=7",
	} {
		address, err := Editor(name)
		if got := open(address, "/home/me/my shop", "café#?&%.md", 7, 3); err != nil || got != want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for _, name := range []string{"notepad", "", "x://no-file", "://{file}"} {
		if _, err := Editor(name); err == nil || !strings.Contains(err.Error(), "vscode") {
			t.Errorf("%q: %v", name, err)
		}
	}
}
