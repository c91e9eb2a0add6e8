package serve

import (
	"context"
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
)

// corpus lays a site of n pages in four sections on the disk, about 400 words each with tags, links, a list and a table.
func corpus(b *testing.B, n int) string {
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
	put("site.toml", "title = \"Corpus\"\n[build]\nlist_size = 25\n[[menu]]\npage = \"guides/\"\n[[menu]]\npage = \"products/\"\n")
	put("content/_index.md", "+++\ntitle = \"Home\"\n+++\nWelcome.\n")
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
		put(fmt.Sprintf("content/%s/page-%d.md", sections[i%4], i), t.String())
	}
	return dir
}

// fetch asks until an answer holds a text.
func fetch(b *testing.B, at, text string) {
	for limit := time.Now().Add(patience); ; {
		answer, err := http.Get(at)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if strings.Contains(string(body), text) {
			return
		}
		if time.Now().After(limit) {
			b.Fatalf("%s does not come to hold %q", at, text)
		}
		time.Sleep(time.Millisecond)
	}
}

// BenchmarkSave saves a page of a site of 1,000 and of 10,000 pages, and asks for it until the new bytes are served. Between two
// saves is a pause, as people make it.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := corpus(b, n)
			built := make(chan Built, 1000)
			s, err := New(Options{Folder: dir, Built: func(b Built) { built <- b }})
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
			time.Sleep(2 * settled)
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				name := fmt.Sprintf("guides/page-%d", i*400%n)
				text, err := os.ReadFile(filepath.Join(dir, "content", name+".md"))
				if err != nil {
					b.Fatal(err)
				}
				mark := fmt.Sprintf("saved %d times", i)
				time.Sleep(2 * settled)
				b.StartTimer()
				began := time.Now()
				if err := os.WriteFile(filepath.Join(dir, "content", name+".md"), append(text, "\n"+mark+"\n"...), 0o644); err != nil {
					b.Fatal(err)
				}
				fetch(b, server.URL+"/"+name+"/", mark)
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
			stop()
			if err := <-over; err != nil {
				b.Fatal(err)
			}
			server.Close()
		})
	}
}

// BenchmarkFirstPage begins to serve a site of 1,000 and of 10,000 pages and asks for one of them at once.
func BenchmarkFirstPage(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := corpus(b, n)
			for b.Loop() {
				s, err := New(Options{Folder: dir, Build: generator.Options{Now: today}})
				if err != nil {
					b.Fatal(err)
				}
				ctx, stop := context.WithCancel(context.Background())
				over := make(chan error)
				go func() { over <- s.Watch(ctx) }()
				server := httptest.NewServer(s)
				fetch(b, fmt.Sprintf("%s/guides/page-%d/", server.URL, n/2/4*4), "<h1")
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
