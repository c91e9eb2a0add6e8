package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator/serve"
	"cxgen/generator/source"
)

// serveFlags are what a user may say to serve.
type serveFlags struct {
	siteFlags
	bind, editor   string
	port           int
	poll           polling
	open, navigate bool
}

func serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:     "serve",
		Aliases: []string{"server"},
		Short:   "Show the site in a browser, up to date with every save",
		Long: `Show the site in a browser, up to date with every save. The site is held in memory; no page is written.

A browser takes over what an edit changes and keeps its place. A mistake is shown over the last good page, and here.`,
		Example: "  cxgen serve --open\n  cxgen serve --source shop --port 8080 --drafts --navigate --editor zed",
		RunE:    func(c *cobra.Command, _ []string) error { return f.serve(c) },
	}
	f.siteFlags.add(c)
	f.poll.add(c)
	flags := c.Flags()
	flags.IntVarP(&f.port, "port", "p", 1313, "`port`; where it is taken, the next that is free; 0 for any")
	flags.StringVar(&f.bind, "bind", "localhost", "`name` or address to answer at; with 0.0.0.0 everybody in your network can read the site")
	flags.BoolVarP(&f.open, "open", "O", false, "open a browser")
	flags.BoolVarP(&f.navigate, "navigate", "N", false, "lead the browser to the page that is edited")
	flags.StringVar(&f.editor, "editor", "vscode", "`editor` that a click on a problem opens: "+strings.Join(serve.Editors(), " ")+", or an address with {file} {line} {column}")
	also(c, "openBrowser", "open")
	also(c, "navigateToChanged", "navigate")
	return c
}

func (f *serveFlags) serve(c *cobra.Command) (err error) {
	options, err := f.options()
	if err != nil {
		return err
	}
	editor, err := serve.Editor(f.editor)
	if err != nil {
		return err
	}
	if err := f.there(); err != nil {
		return err
	}
	stop, err := profiled(f.profile)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, stop()) }()
	show := f.progress(c.ErrOrStderr(), false)
	options.Progress = show.step
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		options.Progress = lazily(show.step)
	}
	options.Workers = runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(options.Workers + 1) // so that an answer need not wait until a worker pauses
	t := &serving{out: c.OutOrStdout(), err: c.ErrOrStderr(), quiet: f.quiet, progress: show}
	s, err := serve.New(serve.Options{
		Folder: f.source, Build: options, Bind: f.bind, Port: f.port, Poll: f.poll.Duration, Open: f.open, Navigate: f.navigate, Editor: editor,
		Said: t.said, Ready: t.ready, Built: t.built,
	})
	if err == nil {
		err = s.Run(c.Context())
	}
	if err != nil {
		return failed{err}
	}
	return nil
}

// lazily lets garbage lie while the first page is on its way: what is read and parsed until then is needed anyhow.
func lazily(step func(stage string, done, total int)) func(stage string, done, total int) {
	percent, limit := debug.SetGCPercent(300), debug.SetMemoryLimit(1<<30)
	var rendering sync.Once
	return func(stage string, done, total int) {
		if stage == "render" {
			rendering.Do(func() {
				debug.SetGCPercent(percent)
				debug.SetMemoryLimit(limit)
			})
		}
		step(stage, done, total)
	}
}

// serving prints what a server tells.
type serving struct {
	out, err io.Writer
	quiet    bool
	progress *progress
	good     bool   // there was a sound build
	last     string // problems of the build before, as they were printed
}

func (s *serving) said(text string) {
	s.progress.done()
	fmt.Fprintln(s.err, text)
}

func (s *serving) ready(address string) {
	if !s.quiet {
		fmt.Fprintf(s.out, "The site is at %s\nCtrl+C ends it.\n", address)
	}
}

// built tells what a build came to: its problems when they are others than before, and a line.
func (s *serving) built(b serve.Built) {
	s.progress.end()
	var found strings.Builder
	source.Print(&found, b.Problems, paintFor(s.err))
	if b.Fault != nil {
		fmt.Fprintln(&found, "cxgen:", b.Fault)
	}
	if found.String() != s.last {
		io.WriteString(s.err, found.String())
	}
	mended := s.last != "" && found.Len() == 0
	s.last = found.String()
	if s.good = s.good || b.Sound; !b.Sound {
		stays := "There is no site to show until this is mended."
		if s.good {
			stays = "The last good site stays until this is mended."
		}
		fmt.Fprintln(s.err, stays)
		return
	}
	if s.quiet {
		return
	}
	took := b.Took.Round(time.Millisecond)
	if len(b.Changed) == 0 {
		fmt.Fprintf(s.out, "%s, %s in %v\n", plural(b.Pages, "page", "pages"), plural(b.Charts, "chart", "charts"), took)
		for _, left := range b.Left {
			fmt.Fprintf(s.out, "Left out: %s\n", left)
		}
		return
	}
	what := b.Changed[0]
	if more := len(b.Changed) - 1; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	if mended {
		what += ", mended"
	}
	fmt.Fprintf(s.out, "%s: %s made anew in %v\n", what, plural(len(b.Made), "page", "pages"), took)
}
