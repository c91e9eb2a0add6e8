package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator"
	"cxgen/generator/source"
)

// buildFlags are what a user may say to build.
type buildFlags struct {
	source, destination, baseURL, now           string
	drafts, future, strict, pseudo, json, quiet bool
}

func buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into a folder",
		Long: `Build the site into a folder that any static host can serve.

The result is complete or not touched at all: with a problem in the site nothing is published, and the last good site stays.`,
		Example: "  cxgen build\n  cxgen build --source shop --destination out --base-url https://shop.example/tea/",
		Args:    noWords,
		RunE:    func(c *cobra.Command, _ []string) error { return f.build(c) },
	}
	flags := c.Flags()
	flags.StringVarP(&f.source, "source", "s", ".", "`folder` of the site")
	flags.StringVarP(&f.destination, "destination", "d", "", "`folder` of the result (default \"public\" in the site)")
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "`address` of the site, in place of base_url in site.toml")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "include drafts")
	flags.BoolVarP(&f.future, "future", "F", false, "include pages that are to be published later")
	flags.StringVar(&f.now, "now", "", "build as if it were this `day`: 2026-10-31 or 2026-10-31T09:00:00Z")
	flags.BoolVar(&f.pseudo, "pseudo", false, "add a language of long, accented words and a mirrored one, to find what cannot be translated")
	flags.BoolVar(&f.strict, "strict", false, "let warnings stop the build")
	flags.BoolVar(&f.json, "json", false, "print the result as JSON")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print problems only")
	// Names that users of Hugo know.
	flags.StringVar(&f.baseURL, "baseURL", "", "the same as --base-url")
	flags.BoolVar(&f.drafts, "buildDrafts", false, "the same as --drafts")
	flags.BoolVar(&f.future, "buildFuture", false, "the same as --future")
	for _, name := range []string{"baseURL", "buildDrafts", "buildFuture"} {
		flags.MarkHidden(name)
	}
	return c
}

func (f *buildFlags) build(c *cobra.Command) error {
	began := time.Now()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // a build is short: a tenth less work for half as much memory again
	}
	now, err := f.time(began)
	if err != nil {
		return misused{err}
	}
	folder, err := f.open()
	if err != nil {
		return err
	}
	stderr := c.ErrOrStderr()
	show := &progress{out: stderr, live: isTerminal(stderr), silent: f.quiet || f.json}
	b := &generator.Builder{Once: true, Options: generator.Options{
		Now: now, BaseURL: f.baseURL, Drafts: f.drafts, Future: f.future, Strict: f.strict, Pseudo: f.pseudo, Version: version(), Progress: show.step,
	}}
	result, err := b.Build(c.Context(), os.DirFS(f.source), folder)
	show.done()
	if err != nil {
		return failed{err}
	}
	published := !source.Fatal(result.Problems) && !(f.strict && len(result.Problems) > 0)
	if err := f.print(c, outcome{result, published, f.destination, time.Since(began)}); err != nil {
		return failed{err}
	}
	if !published {
		return exit(problems)
	}
	return nil
}

// open makes sure that the folders of the site and of the result are there, or can be, and do not lie within each other.
func (f *buildFlags) open() (*generator.Folder, error) {
	if _, err := os.ReadDir(f.source); errors.Is(err, fs.ErrNotExist) {
		return nil, misused{fmt.Errorf("there is no folder %q; name the folder of the site with --source", f.source)}
	} else if info, wrong := os.Stat(f.source); wrong == nil && !info.IsDir() {
		return nil, misused{fmt.Errorf("%s is a file; name the folder of the site with --source", f.source)}
	} else if err != nil {
		return nil, failed{err}
	}
	if f.destination == "" {
		f.destination = filepath.Join(f.source, "public")
	}
	if err := apart(f.source, f.destination); err != nil {
		return nil, err
	}
	folder, err := generator.OpenFolder(f.destination)
	if err != nil {
		return nil, failed{err}
	}
	return folder, nil
}

// print tells the outcome as the flags want it.
func (f *buildFlags) print(c *cobra.Command, o outcome) error {
	if f.json {
		return o.json(c.OutOrStdout())
	}
	stderr := c.ErrOrStderr()
	if err := source.Print(stderr, o.Problems, paintFor(stderr)); err != nil {
		return err
	}
	if !o.published {
		return o.nothing(stderr, source.Fatal(o.Problems))
	}
	if f.quiet {
		return nil
	}
	return o.summary(c.OutOrStdout())
}

// time is the moment that the build takes for now.
func (f *buildFlags) time(now time.Time) (time.Time, error) {
	if f.now == "" {
		return now, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, f.now); err == nil {
			return t, nil
		}
	}
	return now, fmt.Errorf("--now %q is not a day: write 2026-10-31 or 2026-10-31T09:00:00Z", f.now)
}

// apart makes sure that the result does not land in what it is made of.
func apart(source, destination string) error {
	from, err := resolved(source)
	if err != nil {
		return failed{err}
	}
	to, err := resolved(destination)
	if err != nil {
		return failed{err}
	}
	if from == to {
		return misused{errors.New("the result cannot stand in the folder of the site itself; choose another with --destination")}
	}
	for _, name := range []string{"content", "data", "themes", "static"} {
		folder, err := resolved(filepath.Join(from, name))
		if err != nil {
			return failed{err}
		}
		if to == folder || strings.HasPrefix(to, folder+string(filepath.Separator)) {
			return misused{fmt.Errorf("the result cannot stand in %s, which the site is made of; choose another folder with --destination", name)}
		}
	}
	return nil
}

// resolved is the place that a path leads to, links followed as far as it is there.
func resolved(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := name; ; at = filepath.Dir(at) {
		if is, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(is, rest), nil
		}
		if at == filepath.Dir(at) {
			return name, nil
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}
