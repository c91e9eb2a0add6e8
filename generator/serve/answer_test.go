package serve

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cxgen/generator"
)

// TestAnswers asks for what a site has, and for what it has not.
func TestAnswers(t *testing.T) {
	d := lay(t, tea, nil)
	for _, c := range []struct {
		at     string
		status int
		kind   string // or, of a redirect, where it leads
		holds  string
	}{
		{"/", 200, "text/html; charset=utf-8", "<h1>Welcome</h1>"},
		{"/index.html", 200, "text/html; charset=utf-8", "<h1>Welcome</h1>"},
		{"/about/", 200, "text/html; charset=utf-8", "We sell tea."},
		{"/about/?q=1", 200, "text/html; charset=utf-8", "We sell tea."},
		{"/about", 302, "/about/", ""},
		{"/about?q=a%20b", 302, "/about/?q=a%20b", ""},
		{"/fa/about", 302, "/fa/about/", ""},
		{"/fa/", 200, "text/html; charset=utf-8", "خوش آمدید"},
		{"/hello.txt", 200, "text/plain; charset=utf-8", "hello"},
		{"/pictures/leaf.svg", 200, "image/svg+xml; charset=utf-8", "<svg"},
		{"/sitemap.xml", 200, "application/xml; charset=utf-8", "<urlset"},
		{"/fa/feed.xml", 200, "application/xml; charset=utf-8", "<feed"},
		{"/nope", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/nope/deeper/", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/fa/nope", 404, "text/html; charset=utf-8", `lang="fa"`},
		{"/fa/nope/deeper/x.png", 404, "text/html; charset=utf-8", `lang="fa"`},
		{"//evil.example/", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/../site.toml", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/%2e%2e/site.toml", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/about/..%2fsite.toml", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/content/about.md", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/data/answers.csv", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/.cxgen/", 404, "text/html; charset=utf-8", `lang="en"`},
		{"/.cxgen/live.js", 200, "text/javascript; charset=utf-8", "EventSource"},
	} {
		answer, body := d.ask("GET", c.at)
		kind := answer.Header.Get("Content-Type")
		if answer.StatusCode == http.StatusFound {
			kind, body = answer.Header.Get("Location"), ""
		}
		if answer.StatusCode != c.status || kind != c.kind || !strings.Contains(body, c.holds) {
			t.Errorf("%s: %d %s\n%.300s", c.at, answer.StatusCode, kind, body)
		}
		if got := answer.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control: %s", c.at, got)
		}
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		if answer, _ := d.ask(method, "/"); answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %s", method, answer.Status)
		}
	}
}

// TestSameAsBuilt compares everything that is served with what a build writes into a folder.
func TestSameAsBuilt(t *testing.T) {
	d := lay(t, tea, nil)
	d.sound()
	public := filepath.Join(t.TempDir(), "public")
	out, err := generator.OpenFolder(public)
	d.check(err)
	_, err = (&generator.Builder{Options: generator.Options{Now: today}}).Build(t.Context(), os.DirFS(d.dir), out)
	d.check(err)
	files := 0
	err = fs.WalkDir(os.DirFS(public), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(p, ".cxgen/") {
			return err
		}
		files++
		want, err := os.ReadFile(filepath.Join(public, p))
		_, got := d.ask("GET", "/"+p)
		rest, begins := strings.CutPrefix(got, string(want))
		if !begins || strings.HasSuffix(p, ".html") != (strings.HasPrefix(rest, `<script src="/.cxgen/live.js" data-sum="`) && strings.HasSuffix(rest, `" defer></script>`)) || !strings.HasSuffix(p, ".html") && rest != "" {
			t.Errorf("%s is not served as it is built, but with\n%.300s", p, rest)
		}
		return err
	})
	if err != nil || files < 10 {
		t.Error(files, err)
	}
}

// TestHost asks under many names. Only those that can be nothing but this machine are answered.
func TestHost(t *testing.T) {
	for bound, hosts := range map[string]map[string]int{
		"localhost": {
			"localhost": 200, "localhost:1313": 200, "LOCALHOST.": 200, "127.0.0.1:80": 200, "127.1.2.3": 200, "[::1]:1313": 200, "[::1]": 200, "shop.localhost:1313": 200,
			"evil.example": 403, "evil.example:1313": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403, "evillocalhost": 403, "192.168.1.5": 403, "10.0.0.1:1313": 403, "0.0.0.0": 403,
		},
		"shop.test": {"shop.test:1313": 200, "Shop.Test": 200, "localhost": 200, "other.test": 403},
		"0.0.0.0":   {"127.0.0.1": 200, "shop.test": 403, "192.0.2.1": 403},
	} {
		d := lay(t, tea, func(o *Options) { o.Bind = bound })
		for host, want := range hosts {
			for _, at := range []string{"/", "/.cxgen/live.js"} {
				if answer, body := d.ask("GET", at, "Host: "+host); answer.StatusCode != want || want == 403 && !strings.Contains(body, "cxgen does not answer under this name") {
					t.Errorf("bound to %s, asked as %s: %s %.200s", bound, host, answer.Status, body)
				}
			}
		}
	}
}

// TestParts asks for heads, for ranges, and for compressed answers.
func TestParts(t *testing.T) {
	long := strings.Repeat("0123456789", 1000)
	d := lay(t, map[string]string{"site.toml": tea["site.toml"], "content/_index.md": "# Welcome\n", "static/long.txt": long, "static/long.bin": "\x00" + long}, nil)
	answer, body := d.ask("HEAD", "/long.txt")
	if answer.StatusCode != 200 || body != "" || answer.ContentLength != 10000 || answer.Header.Get("Accept-Ranges") != "bytes" {
		t.Errorf("head: %s %v", answer.Status, answer.Header)
	}
	if answer, body = d.ask("GET", "/long.txt", "Range: bytes=5-9", "Accept-Encoding: gzip"); answer.StatusCode != 206 || body != "56789" || answer.Header.Get("Content-Range") != "bytes 5-9/10000" || answer.Header.Get("Content-Encoding") != "" {
		t.Errorf("range: %s %s %v", answer.Status, body, answer.Header)
	}
	if answer, _ = d.ask("GET", "/long.txt", "Range: bytes=20000-"); answer.StatusCode != 416 {
		t.Errorf("range beyond: %s", answer.Status)
	}
	for accept, packed := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "br": false, "identity": false} {
		answer, body := d.ask("GET", "/long.txt", "Accept-Encoding: "+accept)
		if answer.Header.Get("Vary") != "Accept-Encoding" || packed != (answer.Header.Get("Content-Encoding") == "gzip") {
			t.Errorf("accepting %q: %v", accept, answer.Header)
		}
		if packed {
			z, err := gzip.NewReader(strings.NewReader(body))
			d.check(err)
			text, err := io.ReadAll(z)
			d.check(err)
			body = string(text)
		}
		if body != long {
			t.Errorf("accepting %q: %.100s", accept, body)
		}
		head, none := d.ask("HEAD", "/long.txt", "Accept-Encoding: "+accept)
		if none != "" || head.Header.Get("Content-Encoding") != answer.Header.Get("Content-Encoding") || head.Header.Get("Content-Length") != answer.Header.Get("Content-Length") {
			t.Errorf("accepting %q: the head is %v, not %v", accept, head.Header, answer.Header)
		}
	}
	if answer, _ := d.ask("GET", "/long.bin", "Accept-Encoding: gzip"); answer.Header.Get("Content-Encoding") != "" || answer.Header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("binary: %v", answer.Header)
	}
	if answer, _ := d.ask("HEAD", "/nope"); answer.StatusCode != 404 || answer.ContentLength < 100 {
		t.Errorf("head of nothing: %s %d", answer.Status, answer.ContentLength)
	}
}

// TestBase serves a site whose address has a path.
func TestBase(t *testing.T) {
	d := lay(t, tea, func(o *Options) { o.Build.BaseURL = "https://tea.example/shop" })
	for at, leads := range map[string]string{"/": "/shop/", "/shop": "/shop/", "/shop/about": "/shop/about/"} {
		if answer, _ := d.ask("GET", at); answer.StatusCode != 302 || answer.Header.Get("Location") != leads {
			t.Errorf("%s leads to %s", at, answer.Header.Get("Location"))
		}
	}
	for at, status := range map[string]int{"/shop/": 200, "/shop/fa/about/": 200, "/about/": 404, "/shop/nope": 404, "/shopping/": 404} {
		if answer, _ := d.ask("GET", at); answer.StatusCode != status {
			t.Errorf("%s: %s", at, answer.Status)
		}
	}
	// The address may change while the site is served.
	e := lay(t, tea, nil)
	e.shows("/about/", "We sell tea.")
	e.write("site.toml", "title = \"Tea\"\nbase_url = \"https://tea.example/new/path/\"\n")
	e.shows("/new/path/about/", "We sell tea.")
}
