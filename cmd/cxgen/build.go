package main

import (
	"cmp"
	"context"
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
	"cxgen/generator/serve"
	"cxgen/generator/source"
)

// buildFlags are what a user may say to build.
type buildFlags struct {
	siteFlags
	destination string
	json, watch bool
	noCache     bool
	poll        polling
}

func buildCommand() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Build the site into a folder",
		Long: `Build the site into a folder that any static host can serve.

The result is complete or not touched at all: with a problem in the site nothing is published, and the last good site stays.`,
		Example: "  cxgen build\n  cxgen build --source shop --destination out --base-url https://shop.example/tea/",
		RunE:    func(c *cobra.Command, _ []string) error { return f.run(c) },
	}
	f.siteFlags.add(c)
	flags := c.Flags()
	flags.StringVarP(&f.destination, "destination", "d", "", "`folder` of the result (default \"public\" in the site)")
	flags.BoolVar(&f.json, "json", false, "print the result as JSON")
	flags.BoolVar(&f.noCache, "no-cache", false, "make everything anew, and leave nothing in .cxgen for the next build")
	flags.BoolVarP(&f.watch, "watch", "w", false, "build again whenever the site changes, until Ctrl+C")
	f.poll.add(c)
	return c
}

func (f *buildFlags) run(c *cobra.Command) (err error) {
	if f.poll.Duration != 0 && !f.watch {
		return errors.New("--poll is for --watch")
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(1600 << 20) // a site of 100,000 pages fits into 2 GB: garbage goes sooner
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(250) // a build holds little of what it makes: collecting less often is cheap
	}
	options, err := f.options()
	if err != nil {
		return err
	}
	stop, err := profiled(f.profile)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, stop()) }()
	if f.watch {
		return f.again(c, options)
	}
	if f.noCache {
		options.Kept = ""
	}
	if mark, ok := programMark(); ok && !f.noCache {
		options.Cache, options.Version = filepath.Join(f.source, ".cxgen"), options.Version+mark
	}
	return f.build(c, &generator.Builder{Once: true, Options: options}, os.DirFS(f.source))
}

// programMark tells apart programs of one version, as they are while cxgen itself is worked on; false when it cannot be known.
func programMark() (string, bool) {
	name, err := os.Executable()
	if err != nil {
		return "", false
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", false
	}
	return fmt.Sprintf(" of %d bytes at %d", info.Size(), info.ModTime().UnixNano()), true
}

// again builds, and builds again whenever the site changes. What goes wrong after the first time is said and no more.
func (f *buildFlags) again(c *cobra.Command, options generator.Options) error {
	b := &generator.Builder{Options: options}
	stderr := c.ErrOrStderr()
	say := func(text string) { fmt.Fprintln(stderr, text) }
	return serve.Watch(c.Context(), f.source, f.poll.Duration, say, func(ctx context.Context, fsys fs.FS, changed []string) error {
		err := f.build(c, b, fsys)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && !errors.As(err, new(exit)):
			if changed == nil {
				return err
			}
			complain(stderr, err)
			say("The next save builds again.")
			b = &generator.Builder{Options: options}
		}
		if changed == nil && !f.quiet && !f.json {
			say("Watching for changes. Ctrl+C ends it.")
		}
		return nil
	})
}

// build builds once.
func (f *buildFlags) build(c *cobra.Command, b *generator.Builder, fsys fs.FS) error {
	began := time.Now()
	if f.now == "" {
		b.Now = began
	}
	folder, err := f.open()
	if err != nil {
		return err
	}
	show := f.progress(c.ErrOrStderr(), f.json)
	b.Progress = show.step
	result, err := b.Build(c.Context(), fsys, folder)
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
	if err := f.there(); err != nil {
		return nil, err
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
