package generator

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/site"
	"cxgen/generator/source"
)

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
		if def.Files == "" && len(w.files) > 1 {
			result.add(namesakes(name, w.files[0], w.files[1]))
		}
		all = append(all, w)
	}
	first := map[string]*source.File{}
	for _, f := range files {
		if name := tableName(f.Path); !taken[f.Path] && name != "" {
			if _, defined := defs.Tables[name]; defined {
				continue
			}
			if other := first[name]; other != nil {
				result.add(lenient(name, defs, namesakes(name, other, f)))
				continue
			}
			first[name] = f
			all = append(all, wanted{name, []*source.File{f}})
		} else if name == "" && !taken[f.Path] && !isDatabase(f.Path) {
			result.Left = append(result.Left, f.Path+": not a table that cxgen reads; save it as CSV (or XLSX, JSON, NDJSON, TOML)")
		}
	}
	return all
}

// namesakes is the problem of two files that are the same table by their names.
func namesakes(table string, first, second *source.File) []source.Problem {
	p := source.Errorf(second.Span(0, 0), "%s is the table %q, too", first.Path, table)
	return []source.Problem{p.WithHint("rename one of them, or write into data/metrics.toml: [tables.%s] files = %q", table, strings.TrimPrefix(second.Path, "data/"))}
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
