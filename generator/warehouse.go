package generator

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"time"

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
		asked    time.Time
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
		demand := use(name, defs)
		wanted, err := json.Marshal([]any{def, demand, in.Settings.TZ, connection.URL})
		if err != nil {
			panic(err) // settings are plain values
		}
		reply, problems := b.reply(ctx, fsys, name, source.SumOf(wanted), in, demand, place)
		if reply == nil {
			return answered{problems: problems}
		}
		t, problems := reply.Table(name, def, in.Settings.Zone(), place)
		rows := reply.Sum()
		return answered{t, source.SumOf(sum[:], rows[:]), reply.Asked, problems}
	}).(answered)
	if got.table == nil {
		b.memory.forget("relation", sum)
	}
	table := site.Table{Table: got.table, Sum: got.sum}
	if b.Offline {
		table.Asked = got.asked
	}
	return table, got.problems
}

// reply gets the rows of a table from its warehouse and keeps them; offline it takes those that were kept.
func (b *Builder) reply(ctx context.Context, fsys fs.FS, name string, wanted source.Sum, in *site.Input, demand data.Use, place func(string) source.Span) (*data.Reply, []source.Problem) {
	def := in.Defs.Tables[name]
	if b.Offline {
		reply, err := b.kept(wanted)
		if err != nil {
			return nil, []source.Problem{source.Errorf(place("connection"), "nothing is kept of table %q for a build that asks no warehouse", name).
				WithHint("build once without --offline; what is kept stands in .cxgen, and is asked anew when the table's entry changes")}
		}
		return reply, nil
	}
	w, problems := data.OpenWarehouse(def.Connection, in.Defs.Connections[def.Connection], b.variable, fsys, func(key string) source.Span {
		return in.Defs.Keys.Value("connections." + def.Connection + "." + key)
	})
	if w == nil {
		return nil, problems
	}
	defer w.Close()
	reply, problems := w.Ask(ctx, name, def, demand, in.Settings.Zone(), place)
	if reply != nil {
		reply.Asked = b.Now
		b.keep(wanted, reply)
	}
	return reply, problems
}

// replyName is the name of a kept reply in the folder for them.
func replyName(wanted source.Sum) string { return "reply-" + wanted.String()[:16] }

// keep leaves a reply for builds that cannot ask. That it cannot be written is no fault of this one.
func (b *Builder) keep(wanted source.Sum, reply *data.Reply) {
	if b.Kept == "" || os.MkdirAll(b.Kept, 0o755) != nil {
		return
	}
	root, err := openCache(b.Kept)
	if err != nil {
		return
	}
	defer root.Close()
	if packed, err := reply.Keep(); err == nil && replace(root, replyName(wanted), packed) == nil {
		ignore(root)
	}
}

// kept gives the reply that was kept last.
func (b *Builder) kept(wanted source.Sum) (*data.Reply, error) {
	root, err := openCache(b.Kept)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	packed, err := root.ReadFile(replyName(wanted))
	if err != nil {
		return nil, err
	}
	return data.KeptReply(packed)
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
