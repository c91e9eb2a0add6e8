package data

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"cxgen/generator/source"
)

// postgres starts a server of its own and gives its address. Without PostgreSQL on the machine the test is skipped.
func postgres(t *testing.T) string {
	t.Helper()
	bin := ""
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin"); len(found) > 0 {
		bin = found[len(found)-1]
	} else if at, err := exec.LookPath("initdb"); err == nil {
		bin = filepath.Dir(at)
	} else {
		t.Skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
	}
	dir, err := os.MkdirTemp("", "pg") // short, since a socket's path must be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	as := func(cmd *exec.Cmd) *exec.Cmd { // the server refuses to run as root
		if os.Getuid() != 0 {
			return cmd
		}
		nobody, err := user.Lookup("nobody")
		if err != nil {
			t.Skip("PostgreSQL does not run as root, and there is no user nobody")
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		gid, _ := strconv.Atoi(nobody.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		return cmd
	}
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("s3cr3t-word"), 0o644); err != nil {
		t.Fatal(err)
	}
	made := as(exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "reader", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--locale=C", "-N"))
	made.Dir = dir
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	server := as(exec.Command(filepath.Join(bin, "postgres"), "-D", filepath.Join(dir, "data"), "-p", strconv.Itoa(port), "-k", dir, "-h", "127.0.0.1", "-c", "fsync=off"))
	server.Dir = dir
	var log bytes.Buffer
	server.Stdout, server.Stderr = &log, &log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(syscall.SIGINT)
		server.Wait()
	})
	address := fmt.Sprintf("postgres://reader:s3cr3t-word@127.0.0.1:%d/postgres", port)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 100 {
		if err = db.Ping(); err == nil {
			return address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the server does not start: %v\n%s", err, log.String())
	return ""
}

// answersCSV are the rows that every source of the tests below holds.
const answersCSV = `customer,at,channel,score,paid,note
c1,2026-03-01T09:30:00Z,app,9,12.50,fine
c1,2026-03-01T22:00:00Z,app,9,12.50,
c2,2026-03-31T23:30:00Z,web,10 - sure,0,"it's ""ok"""
c3,2026-04-01T00:00:00Z,,n/a,3,نظر
c4,2026-04-02T12:00:00Z,store,3,-1.25,
c5,,web,11,,
`

// rowsText gives a table as text, its rows in order.
func rowsText(t *Table) string {
	var lines []string
	for row := range t.Rows {
		var line []string
		for _, c := range t.Columns() {
			line = append(line, c.Cell(row))
		}
		lines = append(lines, strings.Join(line, "|"))
	}
	slices.Sort(lines)
	kinds := ""
	for _, c := range t.Columns() {
		kinds += c.Name + " " + c.Kind.String() + "|"
	}
	return kinds + "\n" + strings.Join(lines, "\n")
}

// table asks a warehouse for a table. The reply is packed and unpacked on its way.
func (w *Warehouse) table(name string, def Def, use Use, tz *time.Location, place func(string) source.Span) (*Table, []source.Problem) {
	r, problems := w.Ask(context.Background(), name, def, use, tz, place)
	if r == nil {
		return nil, problems
	}
	packed, err := r.Keep()
	if err == nil {
		r, err = KeptReply(packed)
	}
	if err != nil {
		return nil, []source.Problem{source.Errorf(source.Span{}, "%v", err)}
	}
	return r.Table(name, def, tz, place)
}

// Whatever Keep did not pack is refused.
func TestKeptReply(t *testing.T) {
	good, err := (&Reply{Rows: 2, Columns: []Replied{{"a", []string{"x", "y"}, []uint32{1, 0}}}}).Keep()
	if err != nil {
		t.Fatal(err)
	}
	if r, err := KeptReply(good); err != nil || r.Columns[0].Words[1] != "y" {
		t.Fatal(r, err)
	}
	for i := range good {
		if _, err := KeptReply(good[:i]); err == nil {
			t.Errorf("the first %d bytes are taken", i)
		}
		bad := slices.Clone(good)
		bad[i] ^= 4
		if _, err := KeptReply(bad); err == nil {
			t.Errorf("a change at %d is not seen", i)
		}
	}
	for _, r := range []*Reply{{Rows: 3, Columns: []Replied{{"a", []string{"x"}, []uint32{0}}}}, {Rows: 1, Columns: []Replied{{"a", []string{"x"}, []uint32{1}}}}} {
		packed, _ := r.Keep()
		if _, err := KeptReply(packed); err == nil {
			t.Error("a reply that does not fit together is taken")
		}
	}
}

func TestPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a server")
	}
	address := postgres(t)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`CREATE SCHEMA survey`,
		`CREATE TABLE survey.answers (customer text, at timestamptz, channel text, score text, paid numeric, note text)`,
		`INSERT INTO survey.answers VALUES ('c1', '2026-03-01T09:30:00Z', 'app', '9', 12.50, 'fine'), ('c1', '2026-03-01T22:00:00Z', 'app', '9', 12.50, NULL),
			('c2', '2026-03-31T23:30:00Z', 'web', '10 - sure', 0, 'it''s "ok"'), ('c3', '2026-04-01T00:00:00Z', '', 'n/a', 3, 'نظر'),
			('c4', '2026-04-02T12:00:00Z', 'store', '3', -1.25, NULL), ('c5', NULL, 'web', '11', NULL, NULL)`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	env := func(name string) string {
		return map[string]string{"DB": address, "BAD": "nonsense", "WRONG": strings.Replace(address, "s3cr3t-word", "other-word", 1)}[name]
	}
	w, problems := OpenWarehouse("main", Connection{URL: "env:DB", Timeout: "2s"}, env, nil, nowhere)
	if w == nil {
		t.Fatal(problems)
	}
	defer w.Close()

	file, problems := read(t, "answers.csv", answersCSV, Def{})
	if source.Fatal(problems) {
		t.Fatal(problems)
	}
	for _, def := range []Def{{Relation: "survey.answers"}, {Query: "select * from survey.answers;\n"}} {
		got, problems := w.table("answers", def, Use{}, nil, nowhere)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if got, want := rowsText(got), rowsText(file); got != want {
			t.Errorf("the rows differ:\n%s\n\nwanted\n%s", got, want)
		}
	}

	tehran, _ := time.LoadLocation("Asia/Tehran")
	counted, problems := w.table("answers", Def{Relation: "survey.answers", Columns: map[string]string{"day": "at", "channel": "channel", "score": "score"}}, Use{Counted: true}, tehran, nowhere)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	// 22:00 and 23:30 in UTC are the next day in Tehran.
	want := "channel text|day dates|score text|\n" + strings.Join([]string{"app|2026-03-01|9", "app|2026-03-02|9", "store|2026-04-02|3", "web|2026-04-01|10 - sure", "web||11", "|2026-04-01|n/a"}, "\n")
	if got := rowsText(counted); got != want {
		t.Errorf("counted:\n%s\n\nwanted\n%s", got, want)
	}
	for text, fails := range map[string]bool{`day >= 2026-04-01`: false, `day = "2026-04-01"`: false, `day >= 2026-04-01T12:00`: true, `day = "2026-04-01 12:00"`: true} {
		f, _ := ParseFilter(text, source.Span{})
		if _, problems := f.Select(counted, Env{TZ: tehran}); source.Fatal(problems) != fails {
			t.Errorf("%s gives %v", text, problems)
		}
	}
	two, _ := w.table("answers", Def{Relation: "survey.answers", Columns: map[string]string{"score": "score"}}, Use{Counted: true}, nil, nowhere)
	if got, want := rowsText(two), "score text|\n10 - sure\n11\n3\n9\n9\nn/a"; got != want {
		t.Errorf("counted by score:\n%s\n\nwanted\n%s", got, want)
	}
	ordered, _ := w.table("answers", Def{Relation: "survey.answers", Columns: map[string]string{"who": "customer", "score": "score"}}, Use{Entity: "who"}, nil, nowhere)
	var order []string
	for row := range ordered.Rows {
		order = append(order, ordered.Column("who").Cell(row))
	}
	if got := strings.Join(order, " "); got != "c1 c1 c2 c3 c4 c5" {
		t.Errorf("the customers come as %s", got)
	}

	text := "select score,\n  chanel from survey.answers"
	at := source.NewFile("data/metrics.toml", []byte(`query = """`+text+`"""`)).Span(11, 11+len(text))
	for _, test := range []struct {
		def  Def
		c    Connection
		text string
		at   string
	}{
		{Def{Query: text}, Connection{URL: "env:DB"}, `column "chanel" does not exist`, "c"},
		{Def{Relation: "survey.answer"}, Connection{URL: "env:DB"}, `relation "survey.answer" does not exist`, ""},
		{Def{Query: "delete from survey.answers returning *"}, Connection{URL: "env:DB"}, "syntax error", ""},
		{Def{Query: "with gone as (delete from survey.answers returning *) select * from gone"}, Connection{URL: "env:DB"}, "must be at the top level", ""},
		{Def{Query: "select 1 as a; drop table survey.answers"}, Connection{URL: "env:DB"}, "syntax error", ""},
		{Def{Query: "select setval('survey.s', 1)"}, Connection{URL: "env:DB"}, "does not exist", ""},
		{Def{Query: "select pg_sleep(10), 1 as n"}, Connection{URL: "env:DB", Timeout: "1s"}, "longer than 1s", ""},
		{Def{Query: "select 1 as a, 2 as a"}, Connection{URL: "env:DB"}, `two columns of the result are called "a"`, ""},
		{Def{Relation: "survey.answers", Columns: map[string]string{"x": "y"}}, Connection{URL: "env:DB"}, `the result has no column "y"`, ""},
		{Def{Relation: "survey.answers"}, Connection{URL: "env:WRONG"}, "refused the user or the password", ""},
	} {
		place := func(key string) source.Span {
			if key == "query" && test.def.Query == text {
				return at
			}
			return source.Span{}
		}
		w, problems := OpenWarehouse("main", test.c, env, nil, nowhere)
		if w == nil {
			t.Fatal(problems)
		}
		table, problems := w.table("answers", test.def, Use{}, nil, place)
		w.Close()
		if table != nil || len(problems) != 1 || !strings.Contains(problems[0].Text, test.text) || test.at != "" && problems[0].At.Text() != test.at {
			t.Errorf("%+v gives %v, wanted %q at %q", test.def, problems, test.text, test.at)
		}
		for _, p := range problems {
			if said := p.Text + p.Hint; strings.Contains(said, "s3cr3t") || strings.Contains(said, "other-word") || strings.Contains(said, "reader") || strings.Contains(said, "127.0.0.1") {
				t.Errorf("a secret is told: %s", said)
			}
		}
	}
	var left int
	if err := db.QueryRow("select count(*) from survey.answers").Scan(&left); err != nil || left != 6 {
		t.Errorf("%d rows are left: %v", left, err)
	}
}

func TestSQLite(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "data", "a shop.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`CREATE TABLE answers (customer TEXT, at TIMESTAMP, channel TEXT, score, paid TEXT, note TEXT)`,
		`INSERT INTO answers VALUES ('c1', '2026-03-01T09:30:00Z', 'app', 9, '12.50', 'fine'), ('c1', '2026-03-01T22:00:00Z', 'app', 9, '12.50', NULL),
			('c2', '2026-03-31T23:30:00Z', 'web', '10 - sure', 0, 'it''s "ok"'), ('c3', '2026-04-01T00:00:00Z', '', 'n/a', 3, 'نظر'),
			('c4', '2026-04-02T12:00:00Z', 'store', 3, '-1.25', NULL), ('c5', NULL, 'web', 11, NULL, NULL)`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	if err := os.WriteFile(filepath.Join(dir, "data", "no.sqlite"), []byte("this is none"), 0o644); err != nil {
		t.Fatal(err)
	}
	file, _ := read(t, "answers.csv", answersCSV, Def{})
	w, problems := OpenWarehouse("main", Connection{URL: "file:data/a shop.sqlite"}, nil, os.DirFS(dir), nowhere)
	if w == nil {
		t.Fatal(problems)
	}
	defer w.Close()
	got, problems := w.table("answers", Def{Relation: "answers"}, Use{}, nil, nowhere)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got, want := rowsText(got), rowsText(file); got != want {
		t.Errorf("the rows differ:\n%s\n\nwanted\n%s", got, want)
	}
	counted, problems := w.table("answers", Def{Query: "select channel, score from answers", Columns: map[string]string{"channel": "channel"}}, Use{Counted: true}, nil, nowhere)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if got, want := rowsText(counted), "channel text|\n\napp\napp\nstore\nweb\nweb"; got != want {
		t.Errorf("counted:\n%s\n\nwanted\n%s", got, want)
	}
	for _, query := range []string{"delete from answers", "drop table answers", "select * from nothing"} {
		if table, problems := w.table("answers", Def{Query: query}, Use{}, nil, nowhere); table != nil || len(problems) != 1 {
			t.Errorf("%s gives %v %v", query, table, problems)
		}
	}
	for url, text := range map[string]string{
		"file:data/gone.sqlite": "there is no file", "file:../x": "there is no file", "file:data/no.sqlite": "not a database",
		"postgres://reader:word@host/db": "does not belong into a file", "env:NOWHERE": "the environment has no NOWHERE",
	} {
		w, problems := OpenWarehouse("main", Connection{URL: url}, func(string) string { return "" }, os.DirFS(dir), nowhere)
		if w != nil {
			_, problems = w.table("answers", Def{Relation: "answers"}, Use{}, nil, nowhere)
			w.Close()
		}
		if len(problems) != 1 || !strings.Contains(problems[0].Text, text) || strings.Contains(problems[0].Text, "word") {
			t.Errorf("%s gives %v, wanted %q", url, problems, text)
		}
	}
}
