package source

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the cases in testdata want")

// settings has a field of every kind.
type settings struct {
	Title  string         `toml:"title"`
	Order  int            `toml:"order"`
	Small  uint8          `toml:"small"`
	Share  float64        `toml:"share"`
	Draft  bool           `toml:"draft"`
	Date   time.Time      `toml:"date"`
	Tags   []string       `toml:"tags"`
	Kind   word           `toml:"kind"`
	Brand  *brand         `toml:"brand"`
	Menu   []brand        `toml:"menu"`
	Texts  map[string]int `toml:"texts"`
	Params map[string]any `toml:"params"`
	Owners owners         `toml:"owners"`
	common
	Untold string
}

type word string

type brand struct {
	Color string `toml:"color"`
	Icon  string `toml:"icon"`
}

type common struct {
	Period string `toml:"period"`
}

// owners is a text or a list of texts.
type owners []string

func (o *owners) Fill(v any) error {
	switch v := v.(type) {
	case string:
		*o = owners{v}
		return nil
	case []any:
		for _, name := range v {
			if text, ok := name.(string); ok {
				*o = append(*o, text)
				continue
			}
			return errors.New("wants texts in its list")
		}
		return nil
	}
	return errors.New("wants a text or a list of texts")
}

// TestDecode reads the cases in testdata/decode: settings in a file in.toml, in.yaml or in.md (front matter, with its rule lines), and
// the struct as JSON, the places and the problems that come of them.
func TestDecode(t *testing.T) {
	files, err := filepath.Glob("testdata/decode/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := archive.Files[0]
			text := in.Data
			if strings.Contains(string(archive.Comment), "CRLF") {
				text = []byte(strings.ReplaceAll(string(text), "\n", "\r\n"))
			}
			if strings.Contains(string(archive.Comment), "byte order mark") {
				text = append([]byte(byteOrderMark), text...)
			}
			start, end, syntax := 0, len(text), TOML
			switch rule := string(text[:min(3, len(text))]); rule {
			case "---", "+++":
				start, end = 4, strings.LastIndex(string(text), rule)
				if rule == "---" {
					syntax = YAML
				}
			}
			if strings.HasSuffix(in.Name, ".yaml") {
				syntax = YAML
			}
			f := NewFile(in.Name, text)
			var into settings
			keys, problems := Decode(f, start, end, syntax, &into)
			values, err := json.MarshalIndent(into, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			var places, printed strings.Builder
			for _, path := range keys.Paths() {
				line, column := keys.Name(path).Position()
				fmt.Fprintf(&places, "%s\t%d:%d\t%s\t= %q\n", path, line, column, keys.Name(path).Text(), keys.Value(path).Text())
			}
			if err := Print(&printed, problems, Paint{}); err != nil {
				t.Fatal(err)
			}
			archive.Files = append(archive.Files[:1:1],
				txtar.File{Name: "struct", Data: append(values, '\n')},
				txtar.File{Name: "places", Data: []byte(places.String())},
				txtar.File{Name: "problems", Data: []byte(printed.String())})
			golden(t, name, archive)
		})
	}
}

// golden compares an archive with its file, or rewrites the file.
func golden(t *testing.T, name string, archive *txtar.Archive) {
	t.Helper()
	got := txtar.Format(archive)
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, want)
	}
}

// TestMistakes has a mistake a line for what is often written wrong, and what is said of it.
func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		syntax    Syntax
		text      string
		place     string
		says, how string
	}{
		{TOML, "title = Hello world # x\n", "1:9", "a text needs quotes", `write "Hello world"`},
		{TOML, "tags = [red, blue]\n", "1:9", "a text needs quotes", `write "red"`},
		{TOML, "draft = True\n", "1:9", "True is not a value", "write true, or put a text in quotes"},
		{TOML, "draft = no\n", "1:9", "no is not a value", "write false, or put a text in quotes"},
		{TOML, "color = #fff\n", "1:9", "a value is missing here: # begins a comment", `put a text that begins with # in quotes: "#fff"`},
		{TOML, "title = “x”\n", "1:9", "“ is not a quote that TOML knows", `write "…"`},
		{TOML, "title =\n", "1:8", "a value is missing here", `a text stands in quotes; an empty one is ""`},
		{TOML, "title = \"abc\norder = 1\n", "1:13", "the text has no closing quote on its line", `close it here, or put a text of several lines between """ and """`},
		{TOML, "title\n", "1:6", "a key needs = and a value after it", `write key = "value"`},
		{TOML, "title: \"x\"\n", "1:6", "TOML has = after a key, not :", `write key = "value"`},
		{TOML, "title\u00a0= 1\n", "1:6", "this is not a plain space but U+00A0", "replace it by a plain space"},
		{TOML, "제목 = 1\n", "1:1", "a key with a character like 제 needs quotes", `write "key" = "value"`},
		{TOML, "my key = 1\n", "1:4", "a key needs = after it", "join the words of a key with _, or put it in quotes"},
		{TOML, "a = 1\na = 2\n", "2:1", `"a" is given twice`, ""},
		{TOML, "a.b = 1\na = 2\n", "2:1", `"a" is given twice`, ""}, // the library overlooks it
		{TOML, "[a]\n[b]\n[a]\n", "3:2", `"a" is given twice`, ""},
		{TOML, "[[a]]\n[a]\n", "2:2", `"a" is given twice`, ""},
		{TOML, "a = []\n[[a]]\n", "2:3", "this is given twice", "keep one of them"},
		{TOML, "[a\n", "1:3", "the name of a table is not closed", "write [name], or [[name]] for one of several"},
		{TOML, "a = [1 2]\n", "1:8", "a list is not closed before this, or a comma is missing", `write [1, 2] or ["a", "b"]`},
		{TOML, "a = {b = 1\n", "1:11", "a table in braces is not closed before this, or a comma is missing", "write { a = 1, b = 2 }"},
		{TOML, "a = \"C:\\data\"\n", "1:8", `\d means nothing in a text`, `write \\ for a backslash, or put the text in single quotes`},
		{TOML, "a = 2026-13-41\n", "1:5", "2026-13-41 is not a date", "write it like 2026-05-12 or 2026-05-12T09:30:00Z; a text needs quotes"},
		{TOML, "a = 012\n", "1:5", "a number cannot begin with 0", `a code needs quotes: "012"`},
		{TOML, "a = 5 %\n", "1:7", "something is left after the value", "a line holds one key and one value; a text needs quotes"},
		{TOML, "a = .5\n", "1:5", "a number has digits on both sides of its point", "write it like 0.5"},
		{TOML, "a = 99999999999999999999\n", "1:5", "the number 99999999999999999999 is too large", ""},
		{TOML, "a = nan\n", "1:5", "a wants a number, not nan", ""},
		{TOML, "a = [1, -inf]\n", "1:9", "an entry of a wants a number, not -inf", ""},
		{TOML, "a = \"x\x01\"\n", "1:7", "a control character stands here", "remove it"},
		{TOML, "a = " + strings.Repeat("[", 40) + strings.Repeat("]", 40), "1:37", "tables and lists lie in one another more than 32 deep", ""},
		{TOML, strings.Repeat("a.", 40) + "b = 1", "1:1", "tables and lists lie in one another more than 32 deep", ""},

		{YAML, "title: It's: x\n", "1:8", "a text with a colon and a space in it needs quotes", `write "It's: x"`},
		{YAML, "a: 1\n b: 2\n", "1:4", "the next line is indented, so it goes on with this text", "begin it in the same column as the key before it"},
		{YAML, "a:\n\tb: 1\n", "2:1", "a tab cannot indent a line of YAML", "indent with spaces"},
		{YAML, "a: 'x\n", "1:4", "the text has no closing quote", "close it with '"},
		{YAML, "a: [1\n", "1:4", "a list is not closed, or a comma is missing", "write [a, b]"},
		{YAML, "a: {b: 1\nc: 2\n", "2:1", "a table in braces is not closed, or a comma is missing", "write {a: 1, b: 2}"},
		{YAML, "a: @x\n", "1:4", "a text cannot begin with @", "put it in quotes"},
		{YAML, "a: 1\nb\n", "2:1", "a key needs a colon and a value after it", "write key: value, with a space after the colon"},
		{YAML, "title:x\n", "1:1", "settings are keys with values, not text", "write key: value, with a space after the colon"},
		{YAML, "- a\n", "1:1", "settings are keys with values, not a list", "write key: value, with a space after the colon"},
		{YAML, "a: - b\n", "1:4", "a list begins on a line of its own", "write - and a space before each entry, an entry a line"},
		{YAML, "a:\n  b: 1\n c: 2\n", "3:2", "this does not go with the lines before it", "check how far it is indented; a text may need quotes"},
		{YAML, "a: 1\n# 한국\nb: {a: 1, a: 2}\n", "3:11", `"a" is given twice`, ""},
		{YAML, "a: &x 1\nb: *x\n", "1:4", "&x stands for something else, which is not read here", "write it out where it is needed; a text that begins with & needs quotes"},
		{YAML, "title: *New*\n", "1:8", "*New* stands for something else, which is not read here", "write it out where it is needed; a text that begins with * needs quotes"},
		{YAML, "<<: {a: 1}\n", "1:1", "<<: stands for something else, which is not read here", "write it out where it is needed; a text that begins with < needs quotes"},
		{YAML, "a: !!str x\n", "1:4", "the tag !!str is not read here", "leave it out, or put a text that begins with ! in quotes"},
		{YAML, "? a\n: b\n", "1:1", "a key with ? before it is not read here", "write key: value"},
		{YAML, "a: 1\n---\nb: 1\n", "2:1", "settings end here, and others begin", "leave out the line ---"},
		{YAML, "a: .nan\n", "1:4", "a wants a number, not .nan", ""},
		{YAML, "a: " + strings.Repeat("[", 40) + strings.Repeat("]", 40), "1:35", "tables and lists lie in one another more than 32 deep", ""},
	} {
		f := NewFile("f", []byte(c.text))
		_, _, problems := Tree(f, 0, len(c.text), c.syntax)
		if len(problems) != 1 {
			t.Errorf("%s %q: %d problems: %v", c.syntax, c.text, len(problems), problems)
			continue
		}
		p := problems[0]
		if place := strings.TrimPrefix(p.Where(), "f:"); place != c.place || p.Text != c.says || p.Hint != c.how {
			t.Errorf("%s %q:\n got %s %s = %s\nwant %s %s = %s", c.syntax, c.text, place, p.Text, p.Hint, c.place, c.says, c.how)
		}
	}
}

func TestTree(t *testing.T) {
	want := map[string]any{
		"text": "a\nb\n", "whole": int64(10), "hex": int64(255), "decimal": 0.5, "on": true,
		"date":  time.Date(2026, 5, 12, 0, 0, 0, 0, time.UTC),
		"stamp": time.Date(2026, 5, 12, 9, 30, 0, 0, time.UTC),
		"zoned": time.Date(2026, 5, 12, 9, 30, 0, 0, time.FixedZone("", 9*3600)),
		"list":  []any{int64(1), "x", map[string]any{"a": int64(1)}},
		"table": map[string]any{"b": map[string]any{"c": "2026-05-12"}},
	}
	for syntax, text := range map[Syntax]string{
		TOML: `text = """
a
b
"""
whole = 10
hex = 0xFF
decimal = 0.5
on = true
date = 2026-05-12
stamp = 2026-05-12 09:30:00
zoned = 2026-05-12T09:30:00+09:00
list = [1, "x", {a = 1}]
table.b = {c = "2026-05-12"}
`,
		YAML: `text: |
  a
  b
whole: 010
hex: 0xFF
decimal: 0.5
on: true
date: 2026-05-12
stamp: 2026-05-12 09:30:00
zoned: 2026-05-12T09:30:00+09:00
list:
  - 1
  - x
  - {a: 1}
table:
  b:
    c: "2026-05-12"
`,
	} {
		tree, _, problems := Tree(NewFile("f", []byte(text)), 0, len(text), syntax)
		if len(problems) > 0 {
			t.Errorf("%s: %v", syntax, problems)
		}
		for key := range want {
			if !same(tree[key], want[key]) {
				t.Errorf("%s: %s is %#v, want %#v", syntax, key, tree[key], want[key])
			}
		}
		if len(tree) != len(want) {
			t.Errorf("%s: %d keys", syntax, len(tree))
		}
	}
}

// same compares values, times by instant and offset.
func same(a, b any) bool {
	if t, ok := a.(time.Time); ok {
		u, ok := b.(time.Time)
		return ok && t.Format(time.RFC3339Nano) == u.Format(time.RFC3339Nano)
	}
	return reflect.DeepEqual(a, b)
}

func TestDecodeKeepsDefaults(t *testing.T) {
	shared := &brand{Color: "red"}
	into := settings{Title: "before", Order: 5, Texts: map[string]int{"a": 1}, Brand: shared}
	text := "order = 6\ntexts.b = 2\nbrand.icon = \"a.svg\"\n"
	if _, problems := Decode(NewFile("f", []byte(text)), 0, len(text), TOML, &into); len(problems) > 0 {
		t.Fatal(problems)
	}
	if into.Title != "before" || into.Order != 6 || into.Texts["a"] != 1 || into.Texts["b"] != 2 {
		t.Errorf("%+v", into)
	}
	if *into.Brand != (brand{"red", "a.svg"}) || shared.Icon != "" {
		t.Errorf("brand is %+v, and what was shared %+v", into.Brand, shared)
	}
}

func TestFields(t *testing.T) {
	want := "brand date draft kind menu order owners params period share small tags texts title"
	if got := strings.Join(Fields(&settings{}), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if Fields(1) != nil || Fields(nil) != nil {
		t.Error("what is no struct has no fields")
	}
}

func TestKeysFallBack(t *testing.T) {
	text := "[[menu]]\npage = \"a\"\n"
	_, keys, _ := Tree(NewFile("f", []byte(text)), 0, len(text), TOML)
	for path, want := range map[string]string{
		"menu.0.page": "page", "menu.0.name": "menu", "menu.7": "menu", "title": "",
	} {
		if got := keys.Name(path).Text(); got != want {
			t.Errorf("%s is at %q, want %q", path, got, want)
		}
	}
	if (Keys{}).Name("a") != (Span{}) {
		t.Error("without keys there is a place")
	}
}

func FuzzDecode(f *testing.F) {
	files, _ := filepath.Glob("testdata/decode/*.txtar")
	for _, name := range files {
		if archive, err := txtar.ParseFile(name); err == nil {
			f.Add(archive.Files[0].Data, 0, 0)
		}
	}
	f.Add([]byte("a = \"x\"\n\"b.c\" = [{d = 1}, [1]]\n[[e.f]]\n[e.f.g]\nh.i = '''\n'''\n"), 0, 0)
	f.Add([]byte("a: {b: [c, 'd']}\ne:\n- |\n  f\n- g: 2026-05-12\n"), 0, 0)
	f.Fuzz(func(t *testing.T, text []byte, start, cut int) {
		file := NewFile("f", text)
		end := len(text) - cut
		start, end = min(max(start, 0), len(text)), min(max(end, 0), len(text))
		end = max(start, end)
		for _, syntax := range []Syntax{TOML, YAML} {
			tree, keys, problems := Tree(file, start, end, syntax)
			within := func(at Span) {
				if at.File != file || at.Start < start || at.End > end || at.Start > at.End {
					t.Fatalf("%s: place [%d, %d) outside [%d, %d)", syntax, at.Start, at.End, start, end)
				}
			}
			for _, path := range keys.Paths() {
				within(keys.Name(path))
				within(keys.Value(path))
			}
			for _, p := range problems {
				within(p.At)
			}
			if tree == nil && len(problems) == 0 {
				t.Fatalf("%s: neither a tree nor a problem", syntax)
			}
			everyKey(tree, "", func(path string) {
				if !keys.Has(path) {
					t.Fatalf("%s: no place for %q", syntax, path)
				}
			})
			var into settings
			if _, problems := Decode(file, start, end, syntax, &into); len(problems) == 0 && math.IsNaN(into.Share) {
				t.Fatal("nan was let in without a problem")
			}
		}
	})
}

func everyKey(v any, path string, see func(path string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, v := range v {
			see(below(path, key))
			everyKey(v, below(path, key), see)
		}
	case []any:
		for i, v := range v {
			path := below(path, fmt.Sprint(i))
			see(path)
			everyKey(v, path, see)
		}
	}
}
