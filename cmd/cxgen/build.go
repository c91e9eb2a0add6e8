package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator"
	"cxgen/generator/source"
)

// buildFlags are what a user may say to build.
type buildFlags struct {
	source, destination, baseURL, now   string
	drafts, future, strict, json, quiet bool
}

func buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into a folder",
		Long: `Build the site into a folder that any static host can serve.

The result is complete or not touched at all: with a problem in the site nothing is published, and the last good site stays.`,
		Example: "  cxgen build\n  cxgen build --source shop --destination out --base-url https://shop.example/tea/",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return f.build(c) },
	}
	flags := c.Flags()
	flags.StringVarP(&f.source, "source", "s", ".", "folder of the site")
	flags.StringVarP(&f.destination, "destination", "d", "", `folder of the result (default "public" in the site)`)
	flags.StringVarP(&f.baseURL, "base-url", "b", "", "address of the site, in place of base_url in site.toml")
	flags.BoolVarP(&f.drafts, "drafts", "D", false, "include drafts")
	flags.BoolVarP(&f.future, "future", "F", false, "include pages that are to be published later")
	flags.StringVar(&f.now, "now", "", "build as if it were this day: 2026-10-31 or 2026-10-31T09:00:00Z")
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
	now, err := f.time(began)
	if err != nil {
		return err
	}
	if f.destination == "" {
		f.destination = filepath.Join(f.source, "public")
	}
	if err := apart(f.source, f.destination); err != nil {
		return err
	}
	if info, err := os.Stat(f.source); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s", f.source)
	}
	folder, err := generator.OpenFolder(f.destination)
	if err != nil {
		return failed{err}
	}
	stderr := c.ErrOrStderr()
	show := &progress{out: stderr, live: isTerminal(stderr), silent: f.quiet || f.json}
	b := &generator.Builder{Once: true, Options: generator.Options{
		Now: now, BaseURL: f.baseURL, Drafts: f.drafts, Future: f.future, Strict: f.strict, Version: version(), Progress: show.step,
	}}
	result, err := b.Build(c.Context(), os.DirFS(f.source), folder)
	show.done()
	if err != nil {
		return failed{err}
	}
	bad := source.Fatal(result.Problems) || f.strict && len(result.Problems) > 0
	if f.json {
		if err := printJSON(c.OutOrStdout(), result, time.Since(began), !bad); err != nil {
			return failed{err}
		}
	} else {
		if err := source.Print(stderr, result.Problems, paintFor(stderr)); err != nil {
			return failed{err}
		}
		if bad {
			fmt.Fprintf(stderr, "Nothing was published: %s.\n", count(result.Problems))
		} else if !f.quiet {
			f.summary(c.OutOrStdout(), result, time.Since(began))
		}
	}
	if bad {
		return exit(problems)
	}
	return nil
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
	from, err := filepath.Abs(source)
	if err != nil {
		return err
	}
	to, err := filepath.Abs(destination)
	if err != nil {
		return err
	}
	if from == to {
		return errors.New("the result cannot stand in the folder of the site itself; choose another with --destination")
	}
	for _, name := range []string{"content", "data", "themes", "static"} {
		folder := filepath.Join(from, name)
		if to == folder || strings.HasPrefix(to, folder+string(filepath.Separator)) {
			return fmt.Errorf("the result cannot stand in %s, which the site is made of; choose another folder with --destination", name)
		}
	}
	return nil
}

// summary says what was made, and what was left out.
func (f *buildFlags) summary(w io.Writer, r *generator.Result, took time.Duration) {
	fmt.Fprintf(w, "%s, %s, %s in %s: %s\n", plural(r.Pages, "page", "pages"), plural(r.Charts, "chart", "charts"),
		plural(r.Files, "file", "files"), took.Round(10*time.Millisecond), filepath.Clean(f.destination))
	for _, left := range r.Left {
		fmt.Fprintf(w, "Left out: %s\n", left)
	}
	if n := len(r.Problems); n > 0 {
		fmt.Fprintln(w, count(r.Problems)+" above.")
	}
}

func count(all []source.Problem) string {
	errors := 0
	for _, p := range all {
		if p.Level == source.Error {
			errors++
		}
	}
	var parts []string
	if errors > 0 {
		parts = append(parts, plural(errors, "error", "errors"))
	}
	if warnings := len(all) - errors; warnings > 0 {
		parts = append(parts, plural(warnings, "warning", "warnings"))
	}
	return strings.Join(parts, " and ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// printJSON prints a result for machines.
func printJSON(w io.Writer, r *generator.Result, took time.Duration, published bool) error {
	type problem struct {
		Level  string `json:"level"`
		File   string `json:"file,omitempty"`
		Line   int    `json:"line,omitempty"`
		Column int    `json:"column,omitempty"`
		Text   string `json:"text"`
		Hint   string `json:"hint,omitempty"`
	}
	out := struct {
		Published bool      `json:"published"`
		Pages     int       `json:"pages"`
		Charts    int       `json:"charts"`
		Files     int       `json:"files"`
		Seconds   float64   `json:"seconds"`
		Left      []string  `json:"left_out"`
		Problems  []problem `json:"problems"`
	}{published, r.Pages, r.Charts, r.Files, took.Seconds(), append([]string{}, r.Left...), []problem{}}
	for _, p := range r.Problems {
		q := problem{Level: "error", Text: p.Text, Hint: p.Hint}
		if p.Level == source.Warning {
			q.Level = "warning"
		}
		if p.At.File != nil {
			q.File = p.At.File.Path
			q.Line, q.Column = p.At.Position()
		}
		out.Problems = append(out.Problems, q)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
