package data

import (
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"cxgen/generator/source"
)

// Use tells what a table of a warehouse is for, so that no more than that is asked for.
type Use struct {
	Counted bool   // only how many rows have the same cells matters, and of stamps the day
	Entity  string // the column that names the customer: rows come in its order
}

// countName is the column with the number of rows that a counted row stands for.
const countName = "\x00count"

// Reply is what a warehouse replied: raw cells, before anything is made of them. Its fields are public to be kept.
type Reply struct {
	Asked   time.Time
	Counted bool
	Rows    int
	Columns []Replied
}

// Replied is a column of a reply.
type Replied struct {
	Name  string
	Words []string
	Codes []uint32
}

// Sum identifies the rows.
func (r *Reply) Sum() source.Sum {
	var all [][]byte
	for _, c := range r.Columns {
		codes := make([]byte, 0, 4*len(c.Codes))
		for _, code := range c.Codes {
			codes = binary.LittleEndian.AppendUint32(codes, code)
		}
		all = append(all, []byte(c.Name), codes)
		for _, word := range c.Words {
			all = append(all, []byte(word))
		}
	}
	return source.SumOf(all...)
}

// Ask asks for the rows of a table. Counted, the engine groups the rows by their raw cells, so that only counts travel.
//
// tz and place are as for Read. Columns that def does not name stay behind, if it names any.
func (w *Warehouse) Ask(ctx context.Context, name string, def Def, use Use, tz *time.Location, place func(key string) source.Span) (*Reply, []source.Problem) {
	problems, tz := def.check(tz, place)
	switch {
	case def.Query == "" && def.Relation == "", def.Query != "" && def.Relation != "":
		problems = append(problems, source.Errorf(place("connection"), "table %q needs a query or a relation, one of the two", name).
			WithHint(`for example relation = "public.answers"`))
	case def.Files != "" || len(def.Rows) > 0:
		problems = append(problems, source.Errorf(place("connection"), "table %q comes from a connection, so it has neither files nor rows of its own", name).
			WithHint("keep one of them"))
	}
	if source.Fatal(problems) {
		return nil, problems
	}
	ctx, cancel := context.WithTimeout(ctx, w.timeout+5*time.Second) // the engine ends a query by itself, and says so
	defer cancel()
	s := newSheet(nil)
	problem, err := w.fill(ctx, s, def, use, tz, place)
	switch {
	case err != nil:
		return nil, append(problems, w.problem(err, name, def, place))
	case problem.Text != "":
		return nil, append(problems, problem)
	}
	r := &Reply{Counted: use.Counted, Rows: s.rows}
	for _, c := range s.finish() {
		r.Columns = append(r.Columns, Replied{c.Name, c.Words, c.Codes})
	}
	return r, nil
}

// Table reads the cells of a reply as Read does those of files.
func (r *Reply) Table(name string, def Def, tz *time.Location, place func(key string) source.Span) (*Table, []source.Problem) {
	problems, tz := def.check(tz, place)
	t := &Table{Name: name, Rows: r.Rows, TZ: tz, indexes: &indexes{}}
	for _, c := range r.Columns {
		t.columns = append(t.columns, &Column{Name: c.Name, Words: c.Words, Codes: c.Codes})
	}
	def.Decimal = "."
	problems = append(problems, t.rename(def.Columns, nil, place)...)
	problems = append(problems, t.settle(def, nil, place, nil)...)
	if r.Counted && !source.Fatal(problems) {
		problems = append(problems, t.repeat(Def{Count: countName}, place)...)
		for _, c := range t.columns {
			c.days = c.Kind == Time
		}
	}
	if source.Fatal(problems) {
		return nil, problems
	}
	return t, problems
}

// fill asks for the rows and puts their cells into the sheet.
func (w *Warehouse) fill(ctx context.Context, s *sheet, def Def, use Use, tz *time.Location, place func(string) source.Span) (source.Problem, error) {
	tx, err := w.begin(ctx)
	if err != nil {
		return source.Problem{}, err
	}
	defer tx.Rollback()
	columns, err := w.describe(ctx, tx, def)
	if err != nil {
		return source.Problem{}, err
	}
	columns, problem := chosen(columns, def, place)
	if problem.Text != "" {
		return problem, nil
	}
	rows, err := tx.QueryContext(ctx, w.question(columns, def, use, tz))
	if err != nil {
		return source.Problem{}, err
	}
	defer rows.Close()

	s.here = map[int]bool{}
	var at []int
	for _, c := range columns {
		at = append(at, s.place(headerName([]byte(c.name))))
	}
	if use.Counted {
		at = append(at, s.place(countName))
		columns = append(columns, described{countName, "INT8"})
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return source.Problem{}, err
		}
		for i, v := range values {
			s.put(at[i], cell(v, columns[i], use.Counted))
		}
		s.end()
	}
	return source.Problem{}, rows.Err()
}

// chosen gives the columns that the table's entry names, all when it names none.
func chosen(columns []described, def Def, place func(string) source.Span) ([]described, source.Problem) {
	var names []string
	for _, c := range columns {
		names = append(names, headerName([]byte(c.name)))
	}
	for i, name := range names {
		if slices.Index(names, name) < i {
			return nil, source.Errorf(place("query"), "two columns of the result are called %q", name).WithHint("give them different names with AS")
		}
	}
	if len(def.Columns) == 0 {
		return columns, source.Problem{}
	}
	var wanted []described
	for _, here := range slices.Sorted(maps.Keys(def.Columns)) {
		at := slices.Index(names, headerName([]byte(def.Columns[here])))
		if at < 0 {
			return nil, source.Errorf(place("columns."+here), "the result has no column %q", def.Columns[here]).
				WithHint("%s", source.DidYouMean(def.Columns[here], names))
		}
		if !slices.Contains(wanted, columns[at]) {
			wanted = append(wanted, columns[at])
		}
	}
	return wanted, source.Problem{}
}

// question is the query for the rows, in an order that is always the same.
func (w *Warehouse) question(columns []described, def Def, use Use, tz *time.Location) string {
	var cells, order []string
	entity := def.Columns[use.Entity]
	if entity == "" {
		entity = use.Entity
	}
	for i, c := range columns {
		cells = append(cells, w.expression(c, use.Counted, tz))
		if number := strconv.Itoa(i + 1); headerName([]byte(c.name)) == headerName([]byte(entity)) {
			order = slices.Insert(order, 0, number)
		} else {
			order = append(order, number)
		}
	}
	group := ""
	if use.Counted {
		group = " GROUP BY " + strings.Join(order, ", ")
		cells = append(cells, "COUNT(*)")
	}
	return "SELECT " + strings.Join(cells, ", ") + " FROM " + from(def) + group + " ORDER BY " + strings.Join(order, ", ")
}

// problem makes a problem of what the engine says. Where it points into the author's query, so does the problem.
func (w *Warehouse) problem(err error, table string, def Def, place func(string) source.Span) source.Problem {
	key := "relation"
	if def.Query != "" {
		key = "query"
	}
	at := place(key)
	var server *pgconn.PgError
	if errors.As(err, &server) && server.Position > 0 && def.Query != "" {
		start := strings.Index(at.Text(), def.Query)
		in := []rune(def.Query)
		if offset := int(server.Position) - 1 - len("SELECT * FROM ("); start >= 0 && 0 <= offset && offset < len(in) {
			from := at.Start + start + len(string(in[:offset]))
			at = at.File.Span(from, from+len(string(in[offset:offset+1])))
		}
	}
	return source.Errorf(at, "table %q cannot be read from the connection %q: %s", table, w.name, w.said(err)).
		WithHint("try the query in a client of the database; cxgen asks for rows only, and writes nothing")
}
