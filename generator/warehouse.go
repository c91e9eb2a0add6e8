package generator

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/site"
	"cxgen/generator/source"
)

// relation asks a warehouse for a table. What it answered is remembered until the definitions change, or the file of an embedded
// database: nobody rings when the rows of a server change.
func (b *Builder) relation(ctx context.Context, fsys fs.FS, name string, f *files, in *site.Input) (site.Table, []source.Problem) {
	type answered struct {
		table    *data.Table
		sum      source.Sum // of what the warehouse replied, so that what is remembered of other rows is not taken
		problems []source.Problem
	}
	defs := in.Defs
	def := defs.Tables[name]
	place := func(key string) source.Span {
		if at := defs.Keys.Value("tables." + name + "." + key); !at.IsZero() {
			return at
		}
		return defs.Keys.Name("tables." + name)
	}
	connection, known := defs.Connections[def.Connection]
	if !known {
		return site.Table{}, []source.Problem{source.Errorf(place("connection"), "there is no connection %q", def.Connection).
			WithHint("write [connections.%s] and below it url = \"env:DATABASE_URL\"", def.Connection)}
	}
	sums := [][]byte{[]byte(name), []byte(in.Settings.TZ), f.metrics.Sum[:]}
	for _, file := range f.data {
		if "file:"+file.Path == connection.URL {
			sums = append(sums, file.Sum[:])
		}
	}
	sum := source.SumOf(sums...)
	got := b.memory.recall("relation", sum, func() any {
		w, problems := data.OpenWarehouse(def.Connection, connection, b.variable, fsys, func(key string) source.Span {
			return defs.Keys.Value("connections." + def.Connection + "." + key)
		})
		if w == nil {
			return answered{problems: problems}
		}
		defer w.Close()
		reply, problems := w.Ask(ctx, name, def, use(name, defs), in.Settings.Zone(), place)
		if reply == nil {
			return answered{problems: problems}
		}
		packed, err := reply.Keep()
		if err != nil {
			return answered{problems: []source.Problem{source.Errorf(place("connection"), "what the warehouse replied for table %q cannot be packed: %v", name, err)}}
		}
		t, problems := reply.Table(name, def, in.Settings.Zone(), place)
		return answered{t, source.SumOf(sum[:], packed), problems}
	}).(answered)
	if got.table == nil {
		b.memory.forget("relation", sum)
	}
	return site.Table{Table: got.table, Sum: got.sum}, got.problems
}

// distant tells whether rows of the site come from where no file tells of a change.
func distant(f *files, defs *metric.Defs) bool {
	for _, def := range defs.Tables {
		connection, known := defs.Connections[def.Connection]
		if known && !slices.ContainsFunc(f.data, func(file *source.File) bool { return "file:"+file.Path == connection.URL }) {
			return true
		}
	}
	return false
}

// variable looks up a variable of the environment.
func (b *Builder) variable(name string) string {
	if b.Env == nil {
		return ""
	}
	return b.Env(name)
}

// use tells what the metrics of a table need of it.
func use(table string, defs *metric.Defs) data.Use {
	u := data.Use{Counted: !defs.Tables[table].Stamps}
	asked := false
	for _, m := range defs.Metrics {
		if m.Table != table {
			continue
		}
		asked = true
		u.Counted = u.Counted && m.Adds()
		if entity := m.Entity(); entity != "" {
			u.Entity = entity
		}
	}
	u.Counted = u.Counted && asked
	return u
}

// isDatabase tells whether a file is read through a connection, and so is no table by itself.
func isDatabase(path string) bool {
	for _, end := range []string{".sqlite", ".sqlite3", ".db"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}
