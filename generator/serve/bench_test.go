package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator"
	"cxgen/themes"
)

// corpus lays a site of n pages in four sections on the disk, about 400 words each with tags, links, a list and a table; with
// reports, on every tenth page a quote, a chart and two values of a table of answers, too.
func corpus(b *testing.B, n int, reports bool) string {
	b.Helper()
	dir, r := b.TempDir(), rand.New(rand.NewPCG(7, 11))
	words := strings.Fields("customer journey survey response channel onboarding renewal ticket queue agent segment checkout delivery return complaint " +
		"touchpoint store branch region cohort baseline benchmark score driver promoter detractor effort loyalty churn retention feedback comment theme")
	put := func(name, text string) {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	put("site.toml", "title = \"Corpus\"\n[build]\nlist_size = 25\n[brand]\ncolor = \"#0f766e\"\n[[menu]]\npage = \"guides/\"\n[[menu]]\npage = \"products/\"\n")
	put("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n")
	put("data/metrics.toml", "[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\nscore = \"score\"\ntime = \"time\"\n")
	var answers strings.Builder
	answers.WriteString("time,score,channel\n")
	for i := range 20_000 {
		fmt.Fprintf(&answers, "2025-%02d-%02d,%d,%s\n", 1+i%12, 1+i%28, r.IntN(11), []string{"app", "shop", "web"}[i%3])
	}
	put("data/answers.csv", answers.String())
	quote, err := themes.FS.ReadFile("default/components/quote.html")
	if err != nil {
		b.Fatal(err)
	}
	put("themes/default/components/quote.html", string(quote))
	sections := []string{"guides", "products", "reports", "segments"}
	for i := range n {
		var t strings.Builder
		fmt.Fprintf(&t, "+++\ntitle = \"Page %d on %s\"\ndate = 2024-%02d-%02d\ntags = [\"tag %d\", \"tag %d\"]\n+++\n\n", i, words[i%len(words)], 1+i%12, 1+i%28, i%200, i*7%200)
		for part := range 6 {
			fmt.Fprintf(&t, "## Part %d: %s\n\n", part, words[r.IntN(len(words))])
			for range 60 {
				t.WriteString(words[r.IntN(len(words))] + " ")
			}
			fmt.Fprintf(&t, "\n\nSee [page %d](/%s/page-%d/).\n\n- one\n- two\n\n", i/2, sections[i/2%4], i/2)
		}
		t.WriteString("| Line | Score |\n| --- | --: |\n| a | 12 |\n| b | 34 |\n")
		if reports && (i%40 == 4 || i%40 == 10 || i%40 == 23 || i%40 == 37) { // some in each section
			t.WriteString("\n::: quote\nTea in four minutes.\n:::\n\n```chart\nmetric = \"nps\"\nby = \"month\"\n```\n\nThe score is {{nps value}} of {{nps n}} answers.\n")
		}
		put(fmt.Sprintf("content/%s/page-%d.md", sections[i%4], i), t.String())
	}
	return dir
}

// browser has a page open.
type browser struct {
	*testing.B
	at   string // of the page
	told chan told
	sum  string // of the page as it is
}

// visit opens a page as a browser does, which listens to what it is told about it.
func visit(b *testing.B, server, page string) *browser {
	r := &browser{B: b, at: server + page, told: make(chan told, 100)}
	answer, err := http.Get(server + eventsPath + "?page=" + page)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { answer.Body.Close() })
	go func() {
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var t told
				if json.Unmarshal([]byte(text), &t) == nil {
					r.told <- t
				}
			}
		}
	}()
	r.sum = (<-r.told).Sum
	return r
}

// renews waits until the page is another one and gives it.
func (r *browser) renews() string {
	for {
		select {
		case t := <-r.told:
			if t.Sum != r.sum && t.Sum != "" {
				r.sum = t.Sum
				return r.read()
			}
		case <-time.After(patience):
			r.Fatalf("%s is not made anew", r.at)
		}
	}
}

func (r *browser) read() string {
	answer, err := http.Get(r.at)
	if err != nil {
		r.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		r.Fatal(err)
	}
	return string(body)
}

// BenchmarkSave saves something of a site of 1,000 and of 10,000 pages while a browser shows a page of it, until the browser has
// the new page: a paragraph, the title, a paragraph of a page with data, a row of these data, a component, a colour. Between two
// saves is a pause, as people make it. It tells how many pages one save made anew, and how long it took until all were.
func BenchmarkSave(b *testing.B) {
	for _, c := range []struct {
		name, page, file string
		edit             func(text string, i int) (edited, shows string)
	}{
		{"paragraph", "page-8", "content/guides/page-8.md", func(text string, i int) (string, string) {
			mark := fmt.Sprintf("Saved %d times.", i)
			return text + "\n" + mark + "\n", mark
		}},
		{"title", "page-8", "content/guides/page-8.md", func(text string, i int) (string, string) {
			mark := fmt.Sprintf("Title %d", i)
			return strings.Replace(text, "Page 8 on", mark+" on", 1), mark
		}},
		{"report", "page-4", "content/guides/page-4.md", func(text string, i int) (string, string) {
			mark := fmt.Sprintf("Saved %d times.", i)
			return text + "\n" + mark + "\n", mark
		}},
		{"row", "page-4", "data/answers.csv", func(text string, i int) (string, string) {
			return text + strings.Repeat("2025-12-31,10,app\n", i+1), fmt.Sprintf("of %s answers", "20,"+fmt.Sprintf("%03d", i+1))
		}},
		{"component", "page-4", "themes/default/components/quote.html", func(text string, i int) (string, string) {
			mark := fmt.Sprintf("times-%d", i)
			return strings.Replace(text, "<", fmt.Sprintf("<i id=%q></i><", mark), 1), mark
		}},
		{"color", "page-8", "site.toml", func(text string, i int) (string, string) {
			mark := fmt.Sprintf("#0f%04x", 0x7670+i%4096)
			return strings.Replace(text, "#0f766e", mark, 1), mark
		}},
	} {
		for _, n := range []int{1_000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				dir := corpus(b, n, true)
				built := make(chan Built, 1000)
				s, err := New(Options{Folder: dir, Build: generator.Options{Now: today}, Built: func(b Built) { built <- b }})
				if err != nil {
					b.Fatal(err)
				}
				ctx, stop := context.WithCancel(context.Background())
				over := make(chan error)
				go func() { over <- s.Watch(ctx) }()
				server := httptest.NewServer(s)
				if first := <-built; !first.Sound {
					b.Fatal(first.Problems, first.Fault)
				}
				page := visit(b, server.URL, "/guides/"+c.page+"/")
				file := filepath.Join(dir, filepath.FromSlash(c.file))
				text, err := os.ReadFile(file)
				if err != nil {
					b.Fatal(err)
				}
				var took, whole []time.Duration
				var made int
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					edited, shows := c.edit(string(text), i)
					time.Sleep(2 * settled)
					b.StartTimer()
					began := time.Now()
					if err := os.WriteFile(file, []byte(edited), 0o644); err != nil {
						b.Fatal(err)
					}
					if got := page.renews(); !strings.Contains(got, shows) {
						b.Fatalf("%s does not hold %q:\n%s", page.at, shows, got)
					}
					took = append(took, time.Since(began))
					b.StopTimer()
					last := <-built
					if !last.Sound {
						b.Fatal(last.Problems, last.Fault)
					}
					whole = append(whole, last.Took)
					made = len(last.Made)
					b.StartTimer()
				}
				ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
				slices.Sort(took)
				slices.Sort(whole)
				b.ReportMetric(ms(took[len(took)/2]), "median-ms")
				b.ReportMetric(ms(took[len(took)-1]), "worst-ms")
				b.ReportMetric(ms(whole[len(whole)/2]), "whole-ms")
				b.ReportMetric(float64(made), "pages-made")
				b.ReportMetric(0, "ns/op")
				stop()
				if err := <-over; err != nil {
					b.Fatal(err)
				}
				server.CloseClientConnections()
				server.Close()
			})
		}
	}
}

// BenchmarkFirstPage begins to serve a site of 1,000 and of 10,000 pages and asks for one of them at once.
func BenchmarkFirstPage(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := corpus(b, n, false)
			for b.Loop() {
				s, err := New(Options{Folder: dir, Build: generator.Options{Now: today}})
				if err != nil {
					b.Fatal(err)
				}
				ctx, stop := context.WithCancel(context.Background())
				over := make(chan error)
				go func() { over <- s.Watch(ctx) }()
				server := httptest.NewServer(s)
				page := &browser{B: b, at: fmt.Sprintf("%s/guides/page-%d/", server.URL, n/2/4*4)}
				if got := page.read(); !strings.Contains(got, "<h1") {
					b.Fatalf("%.1000s", got)
				}
				b.StopTimer()
				stop()
				if err := <-over; err != nil {
					b.Fatal(err)
				}
				server.Close()
				b.StartTimer()
			}
		})
	}
}
