package generator

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/site"
	"cxgen/generator/source"
	"cxgen/generator/theme"
	"cxgen/themes"
)

// parse turns files into values: settings, the theme, pages, tables and definitions of metrics.
func (b *Builder) parse(ctx context.Context, fsys fs.FS, f *files, result *Result) (site.Input, error) {
	in := site.Input{Now: b.Now, Drafts: b.Drafts, Future: b.Future, Pseudo: b.Pseudo, Recall: b.memory.recall, Each: b.side, Files: byPath(f.media, "content/"), Static: byPath(f.static, "static/")}
	settings, problems := site.ParseSettings(f.settings)
	result.add(problems)
	if b.BaseURL != "" {
		if wrong := settings.SetBase(b.BaseURL); wrong != "" {
			result.add([]source.Problem{source.Errorf(source.Span{}, "--base-url %s", wrong).WithHint("write it in full: https://shop.example/")})
		}
	}
	in.Settings = settings

	texts := f.pages
	f.pages = nil // a page holds its header; so many texts are not held until the last body is read
	err := each(ctx, b.Workers, 2, func(i int) (err error) {
		if i == 0 {
			in.Theme, problems = b.theme(f, settings)
		} else {
			in.Pages, err = b.pages(ctx, texts, settings, result)
		}
		return err
	})
	result.add(problems)
	if err != nil {
		return in, err
	}
	options := content.Options{RawHTML: settings.Build.HTML}
	in.Body = func(p *content.Page) (*content.Body, []source.Problem) {
		read := func() any {
			whole, problems := b.whole(fsys, p.File)
			if len(problems) > 0 {
				return parsedBody{&content.Body{}, problems}
			}
			body, problems := p.Body(whole, options)
			return parsedBody{body, problems}
		}
		if b.Once && len(p.Header.Segments) == 0 && !p.Asks() {
			got := read().(parsedBody)
			return got.body, got.problems
		}
		got := b.memory.recall("body", source.SumOf(p.File.Sum[:], []byte(p.File.Path), []byte{flag(options.RawHTML)}), read).(parsedBody)
		return got.body, got.problems
	}
	result.begin("data")
	return in, b.tables(ctx, fsys, f, &in, result)
}

type parsedBody struct {
	body     *content.Body
	problems []source.Problem
}

func flag(on bool) byte {
	if on {
		return 1
	}
	return 0
}

func byPath(files []*source.File, root string) map[string]*source.File {
	m := make(map[string]*source.File, len(files))
	for _, f := range files {
		m[strings.TrimPrefix(f.Path, root)] = f
	}
	return m
}

// theme loads the default theme and, above it, the files of the site's own.
func (b *Builder) theme(f *files, settings *site.Settings) (*theme.Theme, []source.Problem) {
	type loaded struct {
		theme    *theme.Theme
		problems []source.Problem
	}
	var own []*source.File
	sums := [][]byte{[]byte(b.Version)}
	for _, file := range f.themes {
		if name, ok := strings.CutPrefix(file.Path, "themes/"+settings.Theme+"/"); ok {
			own = append(own, file)
			sums = append(sums, []byte(name), file.Sum[:])
		}
	}
	var missing []source.Problem
	if len(own) == 0 && settings.Theme != "default" {
		missing = append(missing, source.Errorf(settings.Place("theme"), "there is no theme %q", settings.Theme).
			WithHint("make the folder themes/%s, or leave theme out to use the one in the program", settings.Theme))
	}
	got := b.memory.recall("theme", source.SumOf(sums...), func() any {
		t, problems := theme.Load(embedded(), own)
		return loaded{t, problems}
	}).(loaded)
	return got.theme, append(missing, got.problems...)
}

// embedded gives the files of the theme in the program.
func embedded() []*source.File {
	var files []*source.File
	fs.WalkDir(themes.FS, "default", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(themes.FS, p)
		files = append(files, source.NewFile("themes/"+p, text))
		return err
	})
	return files
}

// pages reads the headers of all pages. It lets go of each text when it has read it.
func (b *Builder) pages(ctx context.Context, texts []*source.File, settings *site.Settings, result *Result) ([]*content.Page, error) {
	type parsed struct {
		page     *content.Page
		problems []source.Problem
	}
	b.told("parse", 0, len(texts))
	all := make([]parsed, len(texts))
	err := each(ctx, b.Workers, len(texts), func(i int) error {
		f := texts[i]
		texts[i] = nil
		all[i] = b.memory.recall("parse", source.SumOf(f.Sum[:], []byte(f.Path), []byte(settings.LanguageOf(f.Path))), func() any {
			if problems := source.Valid(f); len(problems) > 0 {
				return parsed{nil, problems}
			}
			p, problems := content.Parse(f, pageURL(source.NFC(f.Path)), settings.LanguageOf(f.Path))
			return parsed{p, problems}
		}).(parsed)
		return nil
	})
	var pages []*content.Page
	for _, p := range all {
		result.add(p.problems)
		if p.page != nil {
			pages = append(pages, p.page)
		}
	}
	return pages, err
}

// pageURL gives the address of a page by its path: content/products/kettle.md → products/kettle/.
func pageURL(p string) string {
	p = strings.TrimPrefix(p, "content/")
	dir, name := path.Split(strings.TrimSuffix(p, path.Ext(p)))
	switch name {
	case "index", "_index":
		return dir
	}
	return dir + name + "/"
}

// whole gives the file of a page with all of its text: as it was read or, when that is not held, read again.
func (b *Builder) whole(fsys fs.FS, f *source.File) (*source.File, []source.Problem) {
	if s, ok := b.stats[f.Path]; ok {
		return s.file, nil
	}
	whole, err := f.Again(fsys)
	switch {
	case errors.Is(err, source.ErrChanged):
		return nil, []source.Problem{f.Changed()}
	case err != nil:
		return nil, []source.Problem{unreadable(f.Path, err)}
	}
	return whole, nil
}
