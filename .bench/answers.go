//go:build ignore

// Answers writes the files of the benchmark .bench/answers and answers them with the program's own code:
//
//	go run .bench/answers.go make answers|events ROWS FILE [CUSTOMERS]
//	go run .bench/answers.go nps|funnel FILE
//
// It prints seconds of the clock, seconds of the processors and the most memory in MB, as answers.mjs does, then the figures.
package main

import (
	"bufio"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("see the top of .bench/answers.go")
	}
	switch what, rest := os.Args[1], os.Args[2:]; what {
	case "make":
		rows, err := strconv.Atoi(rest[1])
		check(err)
		f, err := os.Create(rest[2])
		check(err)
		out := bufio.NewWriterSize(f, 1<<20)
		switch rest[0] {
		case "answers":
			answers(out, rows)
		case "events":
			customers, err := strconv.Atoi(rest[3])
			check(err)
			events(out, rows, customers)
		}
		check(out.Flush())
		check(f.Close())
	case "nps":
		ask(rest[0], "kind = \"nps\"\ntime = \"time\"\n", metric.Query{By: "month", Split: "channel"})
	case "funnel":
		ask(rest[0], "kind = \"funnel\"\ntime = \"time\"\nsteps = [\"view\", \"cart\", \"checkout\", \"order\"]\nwindow = \"7d\"\n", metric.Query{})
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// answers writes a survey: distinct ids, customers who answer two or three times, times of two years, comments in every other row.
func answers(out *bufio.Writer, rows int) {
	r := rand.New(rand.NewPCG(1, 2))
	channels := []string{"app", "web", "store", "phone", "email"}
	words := []string{"late", "friendly", "delivery", "helpful", "slow", "again", "the", "courier", "box", "was", "open", "support", "answered", "quickly", "price", "too", "high", "works", "well"}
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	fmt.Fprintln(out, "response_id,customer,time,channel,score,comment")
	for i := range rows {
		at := start.Add(time.Duration(r.IntN(731*24*3600)) * time.Second)
		fmt.Fprintf(out, "r-%08d,c-%07d,%s,%s,%d,", i, r.IntN(max(1, rows*2/5)), at.Format("2006-01-02 15:04:05"), channels[r.IntN(5)], min(10, r.IntN(14)))
		if r.IntN(2) == 0 {
			quoted := r.IntN(8) == 0
			if quoted {
				out.WriteString(`"`)
			}
			for n := range 5 + r.IntN(9) {
				if n > 0 {
					out.WriteString(" ")
				}
				out.WriteString(words[r.IntN(len(words))])
			}
			if quoted {
				out.WriteString(`, and I said ""no"""`)
			}
		}
		out.WriteString("\n")
	}
}

// events writes a log in the order of time: customers see, fill a cart, go to the checkout and order.
func events(out *bufio.Writer, rows, customers int) {
	r := rand.New(rand.NewPCG(3, 4))
	names := []string{"view", "view", "view", "view", "search", "search", "cart", "cart", "checkout", "order"}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	step := 90 * 24 * time.Hour / time.Duration(rows)
	fmt.Fprintln(out, "user,event,time")
	for range rows {
		at = at.Add(step)
		fmt.Fprintf(out, "u-%07d,%s,%s\n", r.IntN(customers), names[r.IntN(len(names))], at.Format("2006-01-02 15:04:05"))
	}
}

// each works with all processors, as a build does.
func each(n int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
}

// ask reads a table and answers one query, as a build does.
func ask(path, settings string, q metric.Query) {
	begin := time.Now()
	debug.SetGCPercent(250) // as cxgen build does
	defs, problems := metric.Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+settings)))
	if len(problems) > 0 {
		log.Fatal(problems[0].Text)
	}
	dir, name := filepath.Split(path)
	f, err := os.Open(path)
	check(err)
	info, err := f.Stat()
	check(err)
	sum, err := source.SumFrom(f, info.Size())
	check(err)
	check(f.Close())
	table, problems := data.Read("t", []*source.File{{Path: name, Sum: sum}}, data.Def{FS: os.DirFS(filepath.Clean(dir))}, time.UTC, nil, each)
	for _, p := range problems {
		fmt.Println(p.Text)
	}
	q.Metric, q.Table, q.Each = defs.Metrics[0], table, each
	r, mistake := metric.Answer(q)
	if mistake != nil {
		log.Fatal(mistake.Text)
	}
	wall := time.Since(begin)
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	fmt.Printf("%.3f %.3f %d\n", wall.Seconds(), cpu.Seconds(), used.Maxrss>>10)
	print(r)
}

// print writes the figures as answers.mjs does: of a funnel one line, else a line for each channel and month.
func print(r *metric.Result) {
	if steps := r.Find(metric.Count); steps != nil {
		for i, p := range steps.Points {
			if i > 0 {
				fmt.Print(" ")
			}
			fmt.Print(p.Value)
		}
		fmt.Println()
		return
	}
	for _, s := range r.Series {
		for i, p := range s.Points {
			fmt.Printf("%s %s %d %.6f\n", s.Split, r.Groups[i], p.N, p.Value)
		}
	}
}
