package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator"
)

// siteFlags are what a user may say to every command that makes the site.
type siteFlags struct {
	source, baseURL, now, profile                  string
	drafts, future, pseudo, strict, quiet, offline bool
}

func (f *siteFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVarP(&f.source, "source", "s", ".", "`folder` of the site")
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "`address` of the site, in place of base_url in site.toml")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "include drafts")
	flags.BoolVarP(&f.future, "future", "F", false, "include pages that are to be published later")
	flags.StringVar(&f.now, "now", "", "build as if it were this `day`: 2026-10-31 or 2026-10-31T09:00:00Z")
	flags.BoolVar(&f.pseudo, "pseudo", false, "add a language of long, accented words and a mirrored one, to find what cannot be translated")
	flags.BoolVar(&f.strict, "strict", false, "let warnings stop the build")
	flags.BoolVar(&f.offline, "offline", false, "ask no warehouse; take what it replied to the last build")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print problems only")
	flags.StringVar(&f.profile, "profile", "", "write cpu.pprof and heap.pprof into this `folder`, for go tool pprof")
	also(c, "baseURL", "base-url")
	also(c, "buildDrafts", "drafts")
	also(c, "buildFuture", "future")
}

// also lets a flag have a name that users of Hugo know.
func also(c *cobra.Command, hugo, name string) {
	flag := *c.Flags().Lookup(name)
	flag.Name, flag.Shorthand, flag.Usage, flag.Hidden = hugo, "", "the same as --"+name, true
	c.Flags().AddFlag(&flag)
}

// options are what the builder is told. Without --now its time is for whoever builds to fill in.
func (f *siteFlags) options() (generator.Options, error) {
	o := generator.Options{BaseURL: f.baseURL, Drafts: f.drafts, Future: f.future, Strict: f.strict, Pseudo: f.pseudo, Version: version(), Env: os.Getenv, Offline: f.offline, Kept: filepath.Join(f.source, ".cxgen")}
	if f.now == "" {
		return o, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, f.now); err == nil {
			o.Now = t
			return o, nil
		}
	}
	return o, misused{fmt.Errorf("--now %q is not a day: write 2026-10-31 or 2026-10-31T09:00:00Z", f.now)}
}

// there makes sure that there is a folder of the site.
func (f *siteFlags) there() error {
	if _, err := os.ReadDir(f.source); errors.Is(err, fs.ErrNotExist) {
		return misused{fmt.Errorf("there is no folder %q; name the folder of the site with --source", f.source)}
	} else if info, wrong := os.Stat(f.source); wrong == nil && !info.IsDir() {
		return misused{fmt.Errorf("%s is a file; name the folder of the site with --source", f.source)}
	} else if err != nil {
		return failed{err}
	}
	return nil
}

// progress shows how far a build is, unless only problems are wanted.
func (f *siteFlags) progress(w io.Writer, silent bool) *progress {
	return &progress{out: w, live: isTerminal(w), silent: f.quiet || silent}
}

// polling is the flag --poll, which may stand alone, with =700ms, or with 700ms behind it.
type polling struct{ time.Duration }

func (p *polling) add(c *cobra.Command) {
	c.Flags().DurationVar(&p.Duration, "poll", 0, "look for changes every `interval` (500ms if none is named), for network drives that do not tell of them")
	c.Flags().Lookup("poll").NoOptDefVal = "500ms"
	c.Args = p.words
}

func (p *polling) words(c *cobra.Command, words []string) error {
	if len(words) == 1 && c.Flags().Changed("poll") {
		if every, err := time.ParseDuration(words[0]); err == nil {
			p.Duration, words = every, nil
		}
	}
	if p.Duration < 0 || p.Duration == 0 && c.Flags().Changed("poll") {
		return fmt.Errorf("--poll %v is no interval: write --poll 700ms", p.Duration)
	}
	return noWords(c, words)
}
