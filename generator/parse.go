package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/metric"
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

// tables reads data/metrics.toml and all tables.
func (b *Builder) tables(ctx context.Context, fsys fs.FS, f *files, in *site.Input, result *Result) error {
	metrics := f.metrics
	if metrics == nil {
		metrics = source.NewFile("data/metrics.toml", nil)
	}
	in.Sum = source.SumOf(f.settings.Sum[:], metrics.Sum[:])
	defs, problems := metric.Parse(metrics)
	result.add(problems)
	defs = defs.With(metric.House{MinN: in.Settings.Data.MinN, LowN: in.Settings.Data.LowN, Week: in.Settings.Data.WeekStart})
	in.Defs = defs

	wanted := wantedTables(f.data, defs, result)
	b.told("data", 0, len(wanted))
	tables := make([]site.Table, len(wanted))
	found := make([][]source.Problem, len(wanted))
	err := each(ctx, b.Workers, len(wanted), func(i int) error {
		if defs.Tables[wanted[i].name].Connection != "" {
			tables[i], found[i] = b.relation(ctx, fsys, wanted[i].name, f, in)
		} else {
			tables[i], found[i] = b.table(fsys, wanted[i], in.Settings, defs, metrics)
		}
		return nil
	})
	if err != nil {
		return err
	}
	in.Tables = map[string]site.Table{}
	broken := map[string]bool{}
	for i, w := range wanted {
		result.add(lenient(w.name, defs, found[i]))
		if tables[i].Table != nil {
			in.Tables[w.name] = tables[i]
			if asked := tables[i].Asked; !asked.IsZero() {
				result.Left = append(result.Left, fmt.Sprintf("table %q: the warehouse was not asked; its rows are those of %s", w.name, asked.UTC().Format("2 January 2006, 15:04 UTC")))
			}
		} else {
			broken[w.name] = true
		}
	}
	b.extend(wanted, in, broken, result)
	dated := map[string]bool{}
	for _, m := range defs.Metrics {
		if t, ok := in.Tables[m.Table]; ok {
			result.add(defs.Check(m, t.Table))
			if column := m.Table + "\x00" + m.Time; m.Time != "" && !dated[column] {
				dated[column] = true
				at := defs.Keys.Value("metrics." + m.Name + ".time")
				if at.IsZero() {
					at = defs.Keys.Name("metrics." + m.Name)
				}
				result.add(ahead(t.Table, m.Time, in.Now, at))
			}
		} else if !broken[m.Table] {
			var known []string
			for _, w := range wanted {
				known = append(known, w.name)
			}
			result.add([]source.Problem{source.Errorf(defs.Keys.Value("metrics."+m.Name+".table"), "unknown table %q", m.Table).
				WithHint("%s\na table is a file in data/ or an entry [tables.%s] here", source.DidYouMean(m.Table, known), m.Table)})
		}
	}
	return nil
}

// ahead warns of rows that are dated after today. A day more is allowed, for clocks and zones.
func ahead(t *data.Table, column string, now time.Time, at source.Span) []source.Problem {
	if now.IsZero() {
		return nil
	}
	rows, last := t.Ahead(column, now.AddDate(0, 0, 1))
	if rows == 0 {
		return nil
	}
	return []source.Problem{source.Warnf(at, "table %q has dates after today in column %q: %d, the last is %s", t.Name, column, rows, last.Format(time.DateOnly)).
		WithHint("are the year and the order of day and month right? If so, leave the rows out with where, or build as of a later day: --now")}
}

// extend adds the columns that tables join and derive. A table whose columns cannot be made is broken.
func (b *Builder) extend(wanted []wanted, in *site.Input, broken map[string]bool, result *Result) {
	type extended struct {
		table    *data.Table
		problems []source.Problem
	}
	defs := in.Defs
	place := func(table, key string) source.Span { return defs.Keys.Value("tables." + table + "." + key) }
	names := make([]string, len(wanted))
	for i, w := range wanted {
		names[i] = w.name
	}
	order, problems := data.JoinOrder(names, defs.Tables, place)
	result.add(problems)
	if source.Fatal(problems) {
		return
	}
	for _, name := range order {
		def, t := defs.Tables[name], in.Tables[name]
		def.Lang = in.Settings.Language
		if !def.Extends() || t.Table == nil {
			continue
		}
		var other site.Table
		if def.Join != nil {
			if other = in.Tables[def.Join.Table]; other.Table == nil {
				broken[name] = true
				delete(in.Tables, name)
				continue
			}
		}
		sums := [][]byte{t.Sum[:], other.Sum[:]}
		if def.UsesNow() {
			sums = append(sums, []byte(b.Now.In(in.Settings.Zone()).Format(time.DateOnly)))
		}
		sum := source.SumOf(sums...)
		got := b.memory.recall("extend", sum, func() any {
			table, problems := data.Extend(t.Table, def, other.Table, b.Now, func(key string) source.Span { return place(name, key) })
			return extended{table, problems}
		}).(extended)
		result.add(got.problems)
		if in.Tables[name] = (site.Table{Table: got.table, Sum: sum, Asked: t.Asked}); got.table == nil {
			broken[name] = true
			delete(in.Tables, name)
		}
	}
}

// wanted is a table before it is read.
type wanted struct {
	name  string
	files []*source.File
}

// wantedTables lists the tables of the site: those that data/metrics.toml defines, and each further file in data/.
func wantedTables(files []*source.File, defs *metric.Defs, result *Result) []wanted {
	var all []wanted
	taken := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(defs.Tables)) {
		def := defs.Tables[name]
		w := wanted{name: name}
		if def.Connection != "" {
			all = append(all, w)
			continue
		}
		if def.Query != "" || def.Relation != "" {
			result.add([]source.Problem{source.Errorf(defs.Keys.Name("tables."+name), "the table %q does not say which connection to ask", name).
				WithHint(`add connection = "main", and [connections.main] with its url`)})
			continue
		}
		for _, f := range files {
			p := strings.TrimPrefix(f.Path, "data/")
			matched, err := path.Match(def.Files, p)
			if err != nil {
				result.add([]source.Problem{source.Errorf(defs.Keys.Value("tables."+name+".files"), "%q is not a pattern of file names", def.Files).
					WithHint(`for example "answers.csv" or "answers/*.csv"`)})
				break
			}
			if matched || def.Files == "" && def.Rows == nil && tableName(f.Path) == name {
				w.files = append(w.files, f)
				taken[f.Path] = true
			}
		}
		if len(w.files) == 0 && def.Rows == nil {
			place, hint := "tables."+name+".files", "put the file into data/, or correct the name; * stands for any letters"
			if def.Files == "" {
				place, hint = "tables."+name, "put "+name+".csv into data/, or name the file: files = \"…\""
			}
			result.add([]source.Problem{source.Errorf(defs.Keys.Value(place), "the table %q has no file", name).WithHint("%s", hint)})
			continue
		}
		all = append(all, w)
	}
	for _, f := range files {
		if name := tableName(f.Path); !taken[f.Path] && name != "" {
			if _, defined := defs.Tables[name]; !defined {
				all = append(all, wanted{name, []*source.File{f}})
			}
		} else if name == "" && !taken[f.Path] && !isDatabase(f.Path) {
			result.Left = append(result.Left, f.Path+": not a table that cxgen reads; save it as CSV (or XLSX, JSON, NDJSON, TOML)")
		}
	}
	return all
}

// lenient makes warnings of the problems of a file that nobody called a table; a page that uses it all the same says so.
func lenient(table string, defs *metric.Defs, problems []source.Problem) []source.Problem {
	_, defined := defs.Tables[table]
	if defined || slices.ContainsFunc(defs.Metrics, func(m *metric.Metric) bool { return m.Table == table }) {
		return problems
	}
	problems = slices.Clone(problems)
	for i := range problems {
		problems[i].Level = source.Warning
	}
	return problems
}

// tableName is the name of the table that a file makes by itself, "" for a file that is no table.
func tableName(p string) string {
	if p = strings.TrimPrefix(p, "data/"); data.IsTable(p) {
		return data.BareName(p)
	}
	return ""
}

// table reads one table, or remembers it. The texts of its files are not held.
func (b *Builder) table(fsys fs.FS, w wanted, settings *site.Settings, defs *metric.Defs, metrics *source.File) (site.Table, []source.Problem) {
	type read struct {
		table    *data.Table
		problems []source.Problem
	}
	sums := [][]byte{[]byte(w.name), []byte(settings.TZ), []byte(settings.Language)}
	if _, defined := defs.Tables[w.name]; defined {
		sums = append(sums, metrics.Sum[:])
	}
	for _, f := range w.files {
		sums = append(sums, []byte(f.Path), f.Sum[:])
	}
	sum := source.SumOf(sums...)
	got := b.memory.recall("table", sum, func() any {
		def := defs.Tables[w.name]
		def.Lang, def.FS, def.Lost = settings.Language, fsys, b.lost.tell
		t, problems := data.Read(w.name, w.files, def, settings.Zone(), func(key string) source.Span {
			if key == "" {
				return defs.Keys.Name("tables." + w.name)
			}
			return defs.Keys.Value("tables." + w.name + "." + key)
		}, b.side)
		return read{t, problems}
	}).(read)
	return site.Table{Table: got.table, Sum: sum}, got.problems
}

// whole gives the file of a page with all of its text: as it was read or, when that is not held, read again.
func (b *Builder) whole(fsys fs.FS, f *source.File) (*source.File, []source.Problem) {
	if s, ok := b.stats[f.Path]; ok {
		return s.file, nil
	}
	text, err := fs.ReadFile(fsys, f.Path)
	switch {
	case err == nil && source.SumOf(text) == f.Sum:
		return &source.File{Path: f.Path, Text: text, Sum: f.Sum}, nil
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return nil, []source.Problem{source.Errorf(f.Span(0, 0), "the file changed while it was read").WithHint("build again when it is complete")}
	}
	return nil, []source.Problem{unreadable(f.Path, err)}
}
