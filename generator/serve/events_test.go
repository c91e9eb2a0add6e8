package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// watcher is a browser that looks at a page.
type watcher struct {
	*testing.T
	said chan hears
}

// hears is what a browser is told.
type hears struct {
	Sum      string
	Lead     string
	Other    []string
	Problems struct {
		Errors, Warnings int
		Site             bool
		Problems         []problem
	}
}

// look looks at a page until the test ends.
func (d *desk) look(page string) *watcher {
	d.Helper()
	w := &watcher{d.T, make(chan hears, 100)}
	ctx, stop := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", d.at+eventsPath+"?page="+page, nil)
	d.check(err)
	answer, err := http.DefaultClient.Do(r)
	d.check(err)
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		d.Errorf("type %s", got)
	}
	d.Cleanup(func() { stop(); answer.Body.Close() })
	go func() {
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var one hears
				if err := json.Unmarshal([]byte(text), &one); err != nil {
					d.Error(err)
				}
				w.said <- one
			}
		}
	}()
	return w
}

// next is what the browser is told next.
func (w *watcher) next() hears {
	w.Helper()
	select {
	case one := <-w.said:
		return one
	case <-time.After(patience):
		w.Fatal("nothing is told")
		return hears{}
	}
}

// sum is the sum that a page has as it is served.
func (d *desk) sum(at string) string {
	d.Helper()
	_, body := d.ask("GET", at)
	_, rest, _ := strings.Cut(body, `data-sum="`)
	sum, _, _ := strings.Cut(rest, `"`)
	return sum
}

// TestEvents looks at pages while the site is edited. Only who looks at a page that is made anew is told of it.
func TestEvents(t *testing.T) {
	d := lay(t, tea, func(o *Options) { o.Navigate = true })
	d.sound()
	about, kettle, later := d.look("/about/"), d.look("/kettle/"), d.look("/fa/later/")
	first := about.next()
	if first.Sum != d.sum("/about/") || first.Sum == "" || first.Lead != "" || len(first.Problems.Problems) != 0 || !first.Problems.Site {
		t.Errorf("at first: %+v", first)
	}
	kettle.next()
	if none := later.next(); none.Sum != d.sum("/fa/later/") || none.Sum == "" {
		t.Errorf("of no page: %+v, not %s", none, d.sum("/fa/later/"))
	}

	d.write("content/about.md", "# About\n\nWe sell coffee.\n")
	for now := about.next(); now.Lead == ""; now = about.next() {
		if now.Sum == first.Sum {
			t.Errorf("of an edited page: %+v", now)
		}
	}
	if now := kettle.next(); now.Lead != "/about/" || now.Sum != d.sum("/kettle/") {
		t.Errorf("of another page: %+v", now)
	}
	if now := d.look("/kettle/").next(); now.Lead != "" {
		t.Errorf("who comes later is led, too: %+v", now)
	}

	d.write("content/fa/later.md", "# دیرتر\n")
	for d.ask("GET", "/fa/later/"); ; {
		if now := later.next(); now.Sum == d.sum("/fa/later/") && now.Lead == "/fa/later/" {
			break
		}
	}

	d.write("content/kettle.md", "# Kettle\n\n<b>{{nps value}}</b> & \"more\"\n")
	mistake := kettle.next()
	for mistake.Problems.Errors == 0 {
		mistake = kettle.next()
	}
	p := mistake.Problems.Problems[0]
	if mistake.Problems.Errors != 1 || mistake.Problems.Warnings != 1 || !mistake.Problems.Site || p.Level != "error" || p.Where != "content/kettle.md:3:6" || p.Text != `unknown metric "nps"` || len(p.Hints) == 0 {
		t.Errorf("a problem: %+v", mistake)
	}
	if want := (line{Number: 3, Before: "<b>{{", Marked: "nps", After: ` value}}</b> & "more"`}); len(p.Lines) != 3 || p.Lines[2] != want {
		t.Errorf("lines: %+v", p.Lines)
	}
	if want := "vscode://file" + strings.ReplaceAll(d.path("content/kettle.md"), "\\", "/") + ":3:6"; p.Open != want {
		t.Errorf("opens %s, not %s", p.Open, want)
	}
	if mistake.Sum != d.sum("/kettle/") {
		t.Errorf("the page is %s, not %s", mistake.Sum, d.sum("/kettle/"))
	}
	if len(mistake.Other) > 0 {
		t.Errorf("a broken build made %v", mistake.Other)
	}
	d.write("static/pictures/leaf.svg", `<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>`)
	d.write("content/kettle.md", tea["content/kettle.md"])
	for now := kettle.next(); !slices.Contains(now.Other, "/pictures/leaf.svg"); now = kettle.next() {
	}
	d.write("content/kettle.md", "{{nps value}}")
	for now := kettle.next(); now.Problems.Errors == 0; now = kettle.next() {
	}
	d.write("content/kettle.md", tea["content/kettle.md"])
	for now := kettle.next(); now.Problems.Errors > 0; now = kettle.next() {
	}
}

// TestNoSiteYet begins with a site that cannot be built. A page without anything waits for it.
func TestNoSiteYet(t *testing.T) {
	d := lay(t, map[string]string{"site.toml": "titel = \"Tea\"\n", "content/_index.md": "# Welcome\n"}, nil)
	d.broken()
	answer, body := d.ask("GET", "/about/")
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.HasSuffix(body, `<script src="/.cxgen/live.js" data-sum="" defer></script>`) {
		t.Errorf("%s %s", answer.Status, body)
	}
	w := d.look("/")
	if now := w.next(); now.Problems.Errors != 1 || now.Problems.Site || now.Sum != "" || now.Problems.Problems[0].Where != "site.toml:1:1" {
		t.Errorf("%+v", now)
	}
	d.write("site.toml", "title = \"Tea\"\n")
	for now := w.next(); now.Problems.Errors > 0 || now.Sum != d.sum("/"); now = w.next() {
	}
}

// TestFault has the program fail within a build. The server goes on, and says so.
func TestFault(t *testing.T) {
	failing := true
	d := lay(t, tea, func(o *Options) {
		said := o.Built
		o.Built = func(b Built) { failing = false; b.Fault, b.Problems = nil, nil; said(b) }
		o.Build.Progress = func(stage string, done, total int) {
			if failing {
				panic("a fault for a test")
			}
		}
	})
	d.broken()
	w := d.look("/")
	if now := w.next(); now.Problems.Errors != 1 || !strings.Contains(now.Problems.Problems[0].Text, "a fault for a test") {
		t.Errorf("%+v", now)
	}
	d.write("content/about.md", "# About\n\nIt goes on.\n")
	d.shows("/about/", "It goes on.")
}

// TestFirstPage asks for a page before the site is built: it is made first, and answered before the others are made.
func TestFirstPage(t *testing.T) {
	site := map[string]string{}
	for name, text := range tea {
		site[name] = text
	}
	for _, c := range "abcdefghijklmnop" {
		site["content/"+string(c)+".md"] = "# " + string(c) + "\n"
	}
	begin, answered := make(chan bool), make(chan bool)
	rendered, late := 0, false
	d := lay(t, site, func(o *Options) {
		o.Build.Workers = 1
		o.Build.Progress = func(stage string, done, total int) {
			switch {
			case stage == "parse" && done == 0:
				<-begin
			case stage == "render" && done > 0:
				if rendered++; rendered == 4 { // some pages were taken up before anybody asked
					select {
					case <-answered:
					case <-time.After(patience):
						late = true
					}
				}
			}
		}
	})
	go func() {
		for wanted := 0; wanted == 0; time.Sleep(time.Millisecond) {
			d.shelf.mu.Lock()
			wanted = d.shelf.wanted["p/index.html"]
			d.shelf.mu.Unlock()
		}
		close(begin)
	}()
	if answer, body := d.ask("GET", "/p/"); answer.StatusCode != 200 || !strings.Contains(body, "<h1>p</h1>") {
		t.Errorf("%s %.300s", answer.Status, body)
	}
	if n := d.shelf.shown.Load().builds; n != 0 {
		t.Errorf("the page came after %d builds", n)
	}
	close(answered)
	if b := d.sound(); late || b.Pages < 16 {
		t.Errorf("the page came only after the others; %d pages", b.Pages)
	}
}
