package serve

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cxgen/generator"
)

var today = time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)

// patience is how long a test waits for what must come. Nothing is measured with it.
const patience = 20 * time.Second

// tea is a small site in two languages.
var tea = map[string]string{
	"site.toml":                "title = \"Tea\"\nbase_url = \"https://tea.example/\"\n[languages.fa]\ntitle = \"چای\"\n",
	"content/_index.md":        "# Welcome\n",
	"content/about.md":         "# About\n\nWe sell tea.\n",
	"content/kettle.md":        "# Kettle\n\nIt is hot.\n",
	"content/fa/_index.md":     "# خوش آمدید\n",
	"content/fa/about.md":      "# درباره\n",
	"data/answers.csv":         "time,score\n2026-01-10,9\n2026-01-11,3\n2026-01-12,10\n2026-01-13,9\n2026-01-14,8\n2026-01-15,7\n",
	"static/hello.txt":         "hello\n",
	"static/pictures/leaf.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
}

// desk is a site on the disk, with a server for it.
type desk struct {
	*testing.T
	*Server
	dir    string
	builds chan Built
	at     string // address of the server
}

// lay lays a site on the disk, serves and watches it until the test ends. change may change what the server is told.
func lay(t *testing.T, files map[string]string, change func(*Options)) *desk {
	t.Helper()
	d := &desk{T: t, dir: t.TempDir(), builds: make(chan Built, 1000)}
	for name, text := range files {
		d.write(name, text)
	}
	o := Options{Folder: d.dir, Build: generator.Options{Now: today}, Editor: editors["vscode"], Built: func(b Built) {
		for _, p := range b.Problems {
			t.Logf("%s: %s", p.Where(), p.Text)
		}
		if b.Fault != nil {
			t.Errorf("the build of %v failed: %v", b.Changed, b.Fault)
		}
		d.builds <- b
	}, Said: func(text string) { t.Log(text) }}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	d.Server = s
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- s.Watch(ctx) }()
	server := httptest.NewServer(s)
	d.at = server.URL
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Error(err)
		}
		server.CloseClientConnections()
		server.Close()
	})
	return d
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d *desk) write(name, text string) {
	d.Helper()
	d.check(os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
	d.check(os.WriteFile(d.path(name), []byte(text), 0o644))
}

func (d *desk) check(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// ask sends a request; words are "Header: value".
func (d *desk) ask(method, at string, headers ...string) (*http.Response, string) {
	d.Helper()
	r, err := http.NewRequest(method, d.at+at, nil)
	d.check(err)
	r.Header.Set("Accept-Encoding", "identity")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if r.Header.Set(name, value); name == "Host" {
			r.Host = value
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	d.check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	d.check(err)
	return answer, string(body)
}

// built waits for a build of which something is true.
func (d *desk) built(what string, is func(Built) bool) Built {
	d.Helper()
	limit := time.After(patience)
	for {
		select {
		case b := <-d.builds:
			if is(b) {
				return b
			}
		case <-limit:
			d.Fatalf("no build came that is %s", what)
		}
	}
}

func (d *desk) sound() Built { return d.built("sound", func(b Built) bool { return b.Sound }) }

func (d *desk) broken() Built { return d.built("broken", func(b Built) bool { return !b.Sound }) }

// shows waits until a page holds a text.
func (d *desk) shows(at, text string) {
	d.Helper()
	var body string
	for limit := time.Now().Add(patience); time.Now().Before(limit); time.Sleep(2 * time.Millisecond) {
		if _, body = d.ask("GET", at); strings.Contains(body, text) {
			return
		}
	}
	d.Fatalf("%s does not come to hold %q:\n%.2000s", at, text, body[max(0, strings.Index(body, "<main")):])
}

// gone waits until there is nothing at an address.
func (d *desk) gone(at string) {
	d.Helper()
	for limit := time.Now().Add(patience); time.Now().Before(limit); time.Sleep(2 * time.Millisecond) {
		if answer, _ := d.ask("GET", at); answer.StatusCode == http.StatusNotFound {
			return
		}
	}
	d.Fatalf("%s stays", at)
}
