package main

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"

	"cxgen/generator/source"
)

// isTerminal tells whether a person watches what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// progress shows how far a build is: one line that changes on a terminal, and nothing but the start of long stages elsewhere.
type progress struct {
	out          io.Writer
	live, silent bool

	mu    sync.Mutex
	stage string
	shown int // percent
}

var stages = map[string]string{"read": "Reading files", "parse": "Reading pages", "data": "Reading tables", "render": "Making pages"}

func (p *progress) step(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.silent || total == 0 {
		return
	}
	percent := 100 * done / total
	if stage == p.stage && (percent == p.shown || !p.live) {
		return
	}
	if p.live && done == 0 {
		fmt.Fprintf(p.out, "\r\x1b[K%s …", stages[stage])
	} else if p.live {
		fmt.Fprintf(p.out, "\r\x1b[K%s … %d %%", stages[stage], percent)
	} else if stage != p.stage {
		fmt.Fprintf(p.out, "%s: %d\n", stages[stage], total)
	}
	p.stage, p.shown = stage, percent
}

// done takes the changing line away.
func (p *progress) done() {
	if p.live && !p.silent && p.stage != "" {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

// end takes the changing line away for good.
func (p *progress) end() {
	p.done()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.silent = true
}

// paintFor gives the colours for problems: none where nobody looks, or where NO_COLOR is set (no-color.org).
func paintFor(w io.Writer) source.Paint {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" {
		return source.Paint{}
	}
	in := func(code string) func(string) string {
		return func(text string) string { return "\x1b[" + code + "m" + text + "\x1b[0m" }
	}
	return source.Paint{Error: in("1;31"), Warning: in("1;33"), Dim: in("2"), Bold: in("1")}
}
