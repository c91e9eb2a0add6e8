package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cxgen/generator"
	"cxgen/generator/data"
	"cxgen/generator/source"
)

// dataFlags are what a user may say to data.
type dataFlags struct {
	source string
	json   bool
}

func dataCommand() *cobra.Command {
	var f dataFlags
	c := &cobra.Command{
		Use:   "data [FILE|TABLE]",
		Short: "Show what a data file was understood as, and what could be made of it",
		Long: `Show what a data file was understood as: its tool, its encoding, its columns and what they are, what was left out and why,
and the metrics that it could feed, with lines to paste into data/metrics.toml. The file may lie anywhere.

Without a name: the tables of the site.`,
		Example: "  cxgen data\n  cxgen data answers\n  cxgen data ~/Downloads/export.csv",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(c *cobra.Command, words []string) error { return f.data(c, words) },
	}
	c.Flags().StringVarP(&f.source, "source", "s", ".", "`folder` of the site")
	c.Flags().BoolVar(&f.json, "json", false, "print the result as JSON")
	return c
}

func (f *dataFlags) data(c *cobra.Command, words []string) error {
	b := &generator.Builder{Once: true, Options: generator.Options{Now: time.Now(), Version: version(), Env: os.Getenv}}
	site := os.DirFS(f.source)
	if len(words) == 0 {
		if f.source != "." {
			if err := (&siteFlags{source: f.source}).there(); err != nil {
				return err
			}
		}
		looks, result, err := b.Tables(c.Context(), site, "")
		if err != nil {
			return failed{err}
		}
		return f.list(c, looks, result.Problems)
	}
	look, err := f.look(c, b, site, words[0])
	if err != nil {
		return err
	}
	out := c.OutOrStdout()
	if f.json {
		err = encode(out, jsonLook(look))
	} else if err = source.Print(c.ErrOrStderr(), look.Problems, paintFor(c.ErrOrStderr())); err == nil && look.Table != nil {
		err = printLook(out, look, paintFor(out))
	}
	if err != nil {
		return failed{err}
	}
	if look.Table == nil {
		return exit(problems)
	}
	return nil
}

// look finds what a word names: a table of the site, a file in its data/, or any other file.
func (f *dataFlags) look(c *cobra.Command, b *generator.Builder, site fs.FS, word string) (generator.Look, error) {
	if table := f.tableOf(site, word); table != "" {
		looks, result, err := b.Tables(c.Context(), site, table)
		if err != nil {
			return generator.Look{}, failed{err}
		}
		for _, look := range looks {
			if look.Name == table || slices.Contains(look.Files, "data/"+table) {
				return look, nil
			}
		}
		if source.Fatal(result.Problems) {
			return generator.Look{Problems: result.Problems}, nil
		}
		if _, err := os.Stat(word); err != nil {
			var names []string
			for _, look := range looks {
				names = append(names, look.Name)
			}
			return generator.Look{}, misused{fmt.Errorf("there is no file and no table %q; %s", word, source.DidYouMean(word, names))}
		}
	}
	text, err := os.ReadFile(word)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return generator.Look{}, misused{fmt.Errorf("there is no file %q, and no site here whose table it could be", word)}
	case err != nil:
		if info, wrong := os.Stat(word); wrong == nil && info.IsDir() {
			return generator.Look{}, misused{fmt.Errorf("%s is a folder; name one of its files", word)}
		}
		return generator.Look{}, failed{err}
	}
	tz, lang := b.Home(site)
	return b.LookAt(source.NewFile(filepath.ToSlash(filepath.Base(word)), text), tz, lang), nil
}

// tableOf gives the name of the table that a word may name in the site: itself, or, of a file within data/, the file's. "" where
// there is no site, or the word is a file elsewhere.
func (f *dataFlags) tableOf(site fs.FS, word string) string {
	if _, err := fs.Stat(site, "site.toml"); err != nil {
		return ""
	}
	if _, err := os.Stat(word); err != nil {
		return word
	}
	within, err := resolved(filepath.Join(f.source, "data"))
	if err != nil {
		return ""
	}
	file, err := resolved(word)
	if err != nil {
		return ""
	}
	rest, is := strings.CutPrefix(file, within+string(filepath.Separator))
	if !is || !data.IsTable(rest) {
		return ""
	}
	return data.BareName(filepath.ToSlash(rest))
}
