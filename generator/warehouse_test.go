package generator_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cxgen/generator"
)

// onDisk writes files into a folder of their own.
func onDisk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestDatabase builds one site twice: its answers stand in a CSV file, and in a file of SQLite. The pages are the same.
func TestDatabase(t *testing.T) {
	var lines strings.Builder
	lines.WriteString("who,day,channel,score\n")
	var rows [][]any
	for i := range 60 {
		row := []string{string(rune('a' + i%20)), "2026-0" + string(rune('1'+i%3)) + "-03 10:00", []string{"app", "web"}[i%2], []string{"9 - yes", "3", "10", "8", "1"}[i%5]}
		lines.WriteString(strings.Join(row, ",") + "\n")
		rows = append(rows, []any{row[0], row[1], row[2], row[3]})
	}
	site := func(table, csv string) string {
		files := map[string]string{
			"site.toml": "title = \"Shop\"\n",
			"data/metrics.toml": table + `
[metrics.nps]
kind = "nps"
table = "answers"
time = "day"
[metrics.way]
kind = "funnel"
table = "answers"
user = "who"
event = "channel"
time = "day"
steps = ["app", "web"]
`,
			"content/_index.md": "# Home\n\n{{nps value}} of {{nps n}}, {{nps value where channel = \"app\"}}, {{way n}}\n\n```chart\nmetric = \"nps\"\nby = \"month\"\n```\n\n```table\nmetric = \"nps\"\nby = \"channel\"\n```\n",
		}
		if csv != "" {
			files["data/answers.csv"] = csv
		}
		return onDisk(t, files)
	}
	inFile := site("", lines.String())
	inBase := site(`[connections.main]
url = "file:data/shop.sqlite"
[tables.answers]
connection = "main"
query = "select * from replies where score <> ''"
columns = { who = "customer", day = "at", channel = "channel", score = "score" }`, "")
	db, err := sql.Open("sqlite", filepath.Join(inBase, "data/shop.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("create table replies (customer text, at text, channel text, score text, secret text)"); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if _, err := db.Exec("insert into replies values (?, ?, ?, ?, 'hush')", row...); err != nil {
			t.Fatal(err)
		}
	}
	want, _, said := build(t, &generator.Builder{}, os.DirFS(inFile), &generator.Held{})
	if said != "" || len(want) == 0 {
		t.Fatal(said)
	}
	b := &generator.Builder{}
	got, result, said := build(t, b, os.DirFS(inBase), &generator.Held{})
	if said != "" {
		t.Fatal(said)
	}
	for name, text := range want {
		if string(got[name]) != string(text) {
			t.Errorf("%s differs", name)
		}
		if strings.Contains(string(got[name]), "hush") {
			t.Errorf("%s has a column that nobody asked for", name)
		}
	}
	if result.Work["relation"] != 1 {
		t.Errorf("asked %d times", result.Work["relation"])
	}
	if _, result, _ = build(t, b, os.DirFS(inBase), &generator.Held{}); result.Work["relation"] != 0 {
		t.Error("asked again though nothing changed")
	}
	if _, err := db.Exec("insert into replies values ('z', '2026-01-01', 'app', '9', '')"); err != nil {
		t.Fatal(err)
	}
	if _, result, _ = build(t, b, os.DirFS(inBase), &generator.Held{}); result.Work["relation"] != 1 {
		t.Error("not asked again though the file changed")
	}
}

// TestOffline builds from what a warehouse replied before: without asking it, with the date on the page, and only from what it packed.
func TestOffline(t *testing.T) {
	dir := onDisk(t, map[string]string{
		"site.toml": "title = \"Shop\"\n",
		"data/metrics.toml": `[connections.main]
url = "file:data/shop.sqlite"
[tables.answers]
connection = "main"
relation = "replies"
[metrics.nps]
kind = "nps"
table = "answers"
`,
		"content/_index.md": "# Home\n\n{{nps value}} of {{nps n}}\n\n```chart\nmetric = \"nps\"\nform = \"mix\"\n```\n",
	})
	base := filepath.Join(dir, "data/shop.sqlite")
	db, err := sql.Open("sqlite", base)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("create table replies (score integer); insert into replies values (9), (9), (9), (9), (9), (9), (3), (3)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	kept := filepath.Join(dir, ".cxgen")
	page := func(o generator.Options) (string, *generator.Result, string) {
		o.Now = today
		files, result, said := build(t, &generator.Builder{Once: true, Options: o}, os.DirFS(dir), &generator.Held{})
		return string(files["index.html"]), result, said
	}
	if _, _, said := page(generator.Options{Kept: kept, Offline: true}); !strings.Contains(said, "nothing is kept of table \"answers\"") {
		t.Errorf("nothing is kept, and it says %q", said)
	}
	asked, _, said := page(generator.Options{Kept: kept})
	if !strings.Contains(asked, "+50 (low base) of 8") || strings.Contains(asked, "Data of") {
		t.Fatal(said, asked)
	}
	if err := os.Remove(base); err != nil {
		t.Fatal(err)
	}
	offline, result, said := page(generator.Options{Kept: kept, Offline: true})
	if !strings.Contains(offline, "+50 (low base) of 8") || !strings.Contains(offline, "Data of 20 November 2026.") {
		t.Error(said, offline)
	}
	if left := strings.Join(result.Left, "\n"); !strings.Contains(left, "its rows are those of 20 November 2026, 09:00 UTC") {
		t.Errorf("it does not say of which day the rows are: %s", left)
	}
	names, _ := filepath.Glob(filepath.Join(kept, "reply-*"))
	if len(names) != 1 {
		t.Fatal(names)
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(names[0], text[:len(text)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, said := page(generator.Options{Kept: kept, Offline: true}); !strings.Contains(said, "nothing is kept") {
		t.Errorf("a damaged reply is taken: %q", said)
	}
}
