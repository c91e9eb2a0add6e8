package main

import (
	"fmt"
	"io"
	"strings"
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
	poll           time.Duration
	open, navigate bool
}

func serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:     "serve",
		Aliases: []string{"server"},
		Short:   "Show the site in a browser, up to date with every save",
		Long: `Show the site in a browser, up to date with every save. Nothing is written: the site is held in memory.

A browser takes over what an edit changes and keeps its place. A mistake is shown over the last good page, and here.`,
		Example: "  cxgen serve --open\n  cxgen serve --source shop --port 8080 --drafts --navigate --editor zed",
		Args:    f.words,
		RunE:    func(c *cobra.Command, _ []string) error { return f.serve(c) },
	}
	f.siteFlags.add(c)
	flags := c.Flags()
	flags.IntVarP(&f.port, "port", "p", 1313, "`port`; when it is taken, the next that is free; 0 for any")
	flags.StringVar(&f.bind, "bind", "localhost", "`name` or address to answer at; 0.0.0.0 lets everybody in your network read the site")
	flags.BoolVarP(&f.open, "open", "O", false, "open a browser")
	flags.BoolVarP(&f.navigate, "navigate", "N", false, "lead the browser to the page that is edited")
	flags.DurationVar(&f.poll, "poll", 0, "look for changes every `interval`, such as 700ms, for network drives that do not tell of them")
	flags.Lookup("poll").NoOptDefVal = "500ms"
	flags.StringVar(&f.editor, "editor", "vscode", "`editor` that a click on a problem opens: a name such as cursor, zed, idea, or an address with {file} {line} {column}")
	also(c, "openBrowser", "open")
	also(c, "navigateToChanged", "navigate")
	return c
}

// words takes the interval of "--poll 700ms", which stands by itself since the flag may go without one.
func (f *serveFlags) words(c *cobra.Command, words []string) error {
	if c.Flags().Changed("poll") && len(words) == 1 {
		if poll, err := time.ParseDuration(words[0]); err == nil {
			f.poll = poll
			return nil
		}
	}
	return noWords(c, words)
}

func (f *serveFlags) serve(c *cobra.Command) error {
	...
}
