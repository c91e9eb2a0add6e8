package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
	"modernc.org/sqlite/vfs"

	"cxgen/generator/source"
)

// Connection is an entry [connections.NAME] of metrics.toml: where a warehouse is.
type Connection struct {
	URL     string `toml:"url"`     // "env:NAME", the variable that holds a URL of PostgreSQL, or "file:data/shop.sqlite"
	Timeout string `toml:"timeout"` // the longest that one query may take, "60s" by default
}

// Warehouse is an open connection. It reads only: every query runs in a transaction that cannot write, and has an end.
type Warehouse struct {
	name     string
	db       *sql.DB
	embedded bool     // SQLite
	secrets  []string // what must never be said
	timeout  time.Duration
	close    []func() error
}

// OpenWarehouse opens the connection name. env looks up the variables of the environment, fsys holds the files of the site. place
// gives the place of a key of the connection. Nothing of the URL is ever part of a problem.
func OpenWarehouse(name string, c Connection, env func(string) string, fsys fs.FS, place func(key string) source.Span) (*Warehouse, []source.Problem) {
	w := &Warehouse{name: name, timeout: 60 * time.Second}
	wrong := func(key, hint, format string, args ...any) (*Warehouse, []source.Problem) {
		return nil, []source.Problem{source.Errorf(place(key), format, args...).WithHint("%s", hint)}
	}
	if c.Timeout != "" {
		d, err := time.ParseDuration(c.Timeout)
		if err != nil || d < time.Second || d > time.Hour {
			return wrong("timeout", `write timeout = "60s"; from one second to one hour`, "%q is no length of time for a query", c.Timeout)
		}
		w.timeout = d
	}
	if file, ok := strings.CutPrefix(c.URL, "file:"); ok {
		return w.openFile(file, fsys, func(hint, format string, args ...any) (*Warehouse, []source.Problem) {
			return wrong("url", hint, format, args...)
		})
	}
	variable, ok := strings.CutPrefix(c.URL, "env:")
	if !ok {
		return wrong("url", `write url = "env:DATABASE_URL" and put the address into that variable of the environment, or url = "file:data/shop.sqlite"`,
			"the address of a database does not belong into a file")
	}
	address := env(variable)
	if address == "" {
		return wrong("url", fmt.Sprintf("set it before you start: %s=postgres://…; or build from kept results with --offline", variable), "the environment has no %s", variable)
	}
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		return wrong("url", "it looks like postgres://user:password@host:5432/database", "what %s holds is no address of PostgreSQL", variable)
	}
	w.secrets = []string{address, config.Password, config.User, config.Host, config.Database}
	if u, err := url.Parse(address); err == nil && u.User != nil {
		coded := u.User.String()
		w.secrets = append(w.secrets, coded, u.Host)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		return wrong("url", "it looks like postgres://user:password@host:5432/database", "what %s holds is no address of PostgreSQL", variable)
	}
	w.db = db
	w.close = append(w.close, db.Close)
	return w, nil
}

// openFile opens a file of SQLite among the files of the site. It is read through fsys, so nothing can be written.
func (w *Warehouse) openFile(file string, fsys fs.FS, wrong func(hint, format string, args ...any) (*Warehouse, []source.Problem)) (*Warehouse, []source.Problem) {
	if info, err := fs.Stat(fsys, file); err != nil || info.IsDir() {
		return wrong("the path starts at the folder of the site", "there is no file %q", file)
	}
	name, files, err := vfs.New(fsys)
	if err != nil {
		return wrong("save the data as CSV instead", "files of SQLite cannot be read on this system")
	}
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(file)+"?vfs="+name+"&mode=ro&immutable=1")
	if err != nil {
		return wrong("is it a file of SQLite 3?", "%q cannot be opened", file)
	}
	w.db, w.embedded = db, true
	w.close = append(w.close, db.Close, files.Close)
	return w, nil
}

// Close ends the connection.
func (w *Warehouse) Close() {
	for _, end := range w.close {
		end() // the results are read already
	}
}

// described is a column as the engine describes it.
type described struct {
	name string
	kind string // the engine's word in upper case: TIMESTAMPTZ, DATE, INT8 …
}

// from gives what stands behind FROM: the table's query, or its relation.
func from(def Def) string {
	if def.Query != "" {
		return "(" + strings.TrimRight(strings.TrimSpace(def.Query), "; \n\t") + "\n) AS cxgen"
	}
	parts := strings.Split(def.Relation, ".")
	for i, part := range parts {
		parts[i] = quoted(part)
	}
	return strings.Join(parts, ".")
}

// quoted gives a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// describe asks for the columns, without rows.
func (w *Warehouse) describe(ctx context.Context, tx *sql.Tx, def Def) ([]described, error) {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+from(def)+" LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]described, len(types))
	for i, t := range types {
		columns[i] = described{t.Name(), strings.ToUpper(t.DatabaseTypeName())}
	}
	return columns, rows.Err()
}

// begin opens a transaction that reads only and in which no query runs longer than the connection allows.
func (w *Warehouse) begin(ctx context.Context) (*sql.Tx, error) {
	tx, err := w.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: !w.embedded})
	if err != nil || w.embedded {
		return tx, err
	}
	if _, err := tx.ExecContext(ctx, "SET LOCAL statement_timeout = "+strconv.FormatInt(w.timeout.Milliseconds(), 10)); err != nil {
		tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// expression gives a column as it is asked for. Text comes as the cell that a file would have; stamps come as such, and by the
// day of the zone where only days count.
func (w *Warehouse) expression(c described, days bool, zone *time.Location) string {
	name := quoted(c.name)
	switch {
	case w.embedded:
		return "CAST(" + name + " AS TEXT)"
	case c.kind == "DATE":
		return name
	case c.kind == "TIMESTAMP" && days:
		return "date_trunc('day', " + name + ")"
	case c.kind == "TIMESTAMPTZ" && days:
		return "date_trunc('day', " + name + " AT TIME ZONE '" + strings.ReplaceAll(zone.String(), "'", "") + "')"
	case c.kind == "TIMESTAMP" || c.kind == "TIMESTAMPTZ":
		return name
	}
	return "CAST(" + name + " AS text)"
}

// cell gives a value as the cell of a file.
func cell(v any, c described, days bool) []byte {
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return trim(v)
	case string:
		return trim([]byte(v))
	case int64:
		return strconv.AppendInt(nil, v, 10)
	case float64:
		return strconv.AppendFloat(nil, v, 'f', -1, 64)
	case bool:
		return strconv.AppendBool(nil, v)
	case time.Time:
		switch {
		case c.kind == "DATE" || days:
			return []byte(v.Format(time.DateOnly))
		case c.kind == "TIMESTAMPTZ":
			return []byte(v.UTC().Format(time.RFC3339Nano))
		}
		return []byte(v.Format("2006-01-02T15:04:05.999999999"))
	}
	return []byte(fmt.Sprint(v))
}

// said gives the message of an engine without anything of the connection's URL.
func (w *Warehouse) said(err error) string {
	text := err.Error()
	var server *pgconn.PgError
	var network net.Error
	switch {
	case errors.As(err, &server) && server.Code == "57014":
		return fmt.Sprintf("the query took longer than %v", w.timeout)
	case errors.As(err, &server) && (server.Code == "28P01" || server.Code == "28000"):
		return "the database refused the user or the password"
	case errors.As(err, &server):
		text = server.Message
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return "the database did not answer in time"
	case w.embedded:
	case errors.As(err, new(*pgconn.ConnectError)):
		return "no connection to the database"
	}
	for _, secret := range w.secrets {
		if len(secret) > 2 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}
