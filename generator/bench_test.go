package generator_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cxgen/generator"
)

// corpus makes a site of n pages in four sections: about 560 words each, with headings, a list, a table, code, links and tags.
func corpus(n int) fstest.MapFS {
	r := rand.New(rand.NewPCG(7, 11))
	words := strings.Fields("customer journey survey response channel onboarding renewal ticket queue agent segment checkout delivery return complaint " +
		"touchpoint store branch region cohort baseline benchmark score driver promoter detractor effort loyalty churn retention feedback comment theme")
	sections := []string{"guides", "products", "reports", "segments"}
	sentence := func() string {
		picked := make([]string, 9+r.IntN(8))
		for i := range picked {
			picked[i] = words[r.IntN(len(words))]
		}
		picked[3] = "**" + picked[3] + "**"
		return strings.ToUpper(picked[0][:1]) + strings.Join(picked, " ")[1:] + "."
	}
	fsys := fstest.MapFS{"site.toml": {Data: []byte("title = \"Corpus\"\n[build]\nlist_size = 25\n[[menu]]\npage = \"guides/\"\n[[menu]]\npage = \"products/\"\n")}}
	fsys["content/_index.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Home\"\n+++\nWelcome.\n")}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "+++\ntitle = \"Page %d on %s\"\ndate = 2024-%02d-%02d\ndescription = \"%s\"\ntags = [\"tag %d\", \"tag %d\"]\n+++\n\n",
			i, words[i%len(words)], 1+i%12, 1+i%28, sentence(), i%200, (i*7)%200)
		for part := range 6 {
			fmt.Fprintf(&b, "## Part %d: %s\n\n", part, words[r.IntN(len(words))])
			for range 6 {
				b.WriteString(sentence() + " ")
			}
			fmt.Fprintf(&b, "\n\nSee [page %d](/%s/page-%d/).\n\n- one\n- two\n\n", i/2, sections[i/2%4], i/2)
		}
		b.WriteString("| Line | Score |\n| --- | --: |\n| a | 12 |\n| b | 34 |\n\n```sh\nexport A=1 # <b>\n```\n")
		fsys[fmt.Sprintf("content/%s/page-%d.md", sections[i%4], i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

// lay puts a site on the disk, as a user has it.
func lay(t testing.TB, fsys fstest.MapFS) string {
	t.Helper()
	root := t.TempDir()
	for name, f := range fsys {
		to := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// BenchmarkCold builds a site of 1,000, of 10,000 and, without -short, of 100,000 pages with the default theme into a fresh folder,
// from disk to disk, and tells how much memory that took at most.
func BenchmarkCold(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10_000 && testing.Short() {
				b.Skip("writes 2 GB")
			}
			site := os.DirFS(lay(b, corpus(n)))
			debug.FreeOSMemory() // what the corpus left
			most := peak()
			for b.Loop() {
				out := filepath.Join(b.TempDir(), "public")
				r := publishOnce(b, &generator.Builder{Once: true, Options: generator.Options{Now: today}}, site, out)
				b.ReportMetric(float64(r.Pages), "pages")
				b.StopTimer()
				if err := os.RemoveAll(out); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(most())/(1<<20), "peak-MiB")
		})
	}
}

// BenchmarkWarm builds a site of 1,000 and of 10,000 pages again, of which nothing changed, as a program does that has only the
// cache of the one before.
func BenchmarkWarm(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			site, out := os.DirFS(lay(b, corpus(n))), filepath.Join(b.TempDir(), "public")
			o := generator.Options{Now: today, Cache: b.TempDir()}
			publishOnce(b, &generator.Builder{Once: true, Options: o}, site, out)
			for b.Loop() {
				if r := publishOnce(b, &generator.Builder{Once: true, Options: o}, site, out); len(r.Made) > 0 {
					b.Fatal("made anew: ", r.Made)
				}
			}
		})
	}
}

// publishOnce builds once into a folder.
func publishOnce(b *testing.B, builder *generator.Builder, site fs.FS, folder string) *generator.Result {
	b.Helper()
	out, err := generator.OpenFolder(folder)
	if err != nil {
		b.Fatal(err)
	}
	r, err := builder.Build(context.Background(), site, out)
	if err != nil || len(r.Problems) > 0 {
		b.Fatal(err, r.Problems)
	}
	return r
}

// peak watches how many bytes of memory the program holds, until the function that it gives is called, which tells the most.
func peak() (most func() uint64) {
	end, over := make(chan bool), make(chan uint64)
	go func() {
		all := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for most, tick := uint64(0), time.Tick(5*time.Millisecond); ; {
			metrics.Read(all)
			most = max(most, all[0].Value.Uint64()-all[1].Value.Uint64())
			select {
			case <-tick:
			case <-end:
				over <- most
				return
			}
		}
	}()
	return func() uint64 {
		end <- true
		return <-over
	}
}

// BenchmarkEdit builds a site of 1,000 pages again after one paragraph changed. What other edits cost, at 10,000 pages, too, shows
// BenchmarkSave of the room serve.
func BenchmarkEdit(b *testing.B) {
	fsys := corpus(1_000)
	builder, out := &generator.Builder{Options: generator.Options{Now: today}}, &generator.Held{}
	if _, err := builder.Build(context.Background(), fsys, out); err != nil {
		b.Fatal(err)
	}
	page := fsys["content/guides/page-0.md"]
	text := string(page.Data)
	for i := 0; b.Loop(); i++ {
		fsys["content/guides/page-0.md"] = &fstest.MapFile{Data: []byte(text + fmt.Sprint("\n", i, "\n")), ModTime: today.AddDate(0, 0, i)}
		r, err := builder.Build(context.Background(), fsys, out)
		if err != nil || len(r.Made) != 1 {
			b.Fatal(err, r.Made, r.Problems)
		}
	}
}
