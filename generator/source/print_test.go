package source

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// TestPrint reads the cases in testdata/print. The comment has a problem a paragraph: "error: text" or "warning: text", then lines
// "hint: …" and "note: …". The first place is marked «so» in a file, those of the notes ‹so›, in the order of the files.
func TestPrint(t *testing.T) {
	files, err := filepath.Glob("testdata/print/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var places, seconds []Span
			inputs := archive.Files[:0:0]
			for _, file := range archive.Files {
				if file.Name == "printed" {
					continue
				}
				inputs = append(inputs, file)
				p, s := marks(file)
				places, seconds = append(places, p...), append(seconds, s...)
			}
			next := func(list *[]Span) (at Span) {
				if len(*list) > 0 {
					at, *list = (*list)[0], (*list)[1:]
				}
				return at
			}
			var problems []Problem
			for line := range strings.Lines(string(archive.Comment)) {
				what, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
				switch what {
				case "error":
					problems = append(problems, Errorf(next(&places), "%s", text))
				case "warning":
					problems = append(problems, Warnf(next(&places), "%s", text))
				case "hint":
					last := &problems[len(problems)-1]
					last.Hint = strings.TrimPrefix(last.Hint+"\n"+text, "\n")
				case "note":
					last := &problems[len(problems)-1]
					*last = last.With(Note{At: next(&seconds), Text: text})
				}
			}
			var b bytes.Buffer
			if err := Print(&b, problems, Paint{}); err != nil {
				t.Fatal(err)
			}
			archive.Files = append(inputs, txtar.File{Name: "printed", Data: b.Bytes()})
			golden(t, name, archive)
		})
	}
}

// marks makes a file of a text with marked places.
func marks(file txtar.File) (places, seconds []Span) {
	f := &File{Path: file.Name}
	var starts []int
	var text []byte
	for _, r := range string(file.Data) {
		switch r {
		case '«', '‹':
			starts = append(starts, len(text))
		case '»':
			places = append(places, Span{f, starts[len(starts)-1], len(text)})
		case '›':
			seconds = append(seconds, Span{f, starts[len(starts)-1], len(text)})
		default:
			text = utf8.AppendRune(text, r)
		}
	}
	f.Text = text
	return places, seconds
}

// TestMark shows what stands in the excerpt and under it for texts that a golden file cannot hold, or not well.
func TestMark(t *testing.T) {
	for _, c := range []struct {
		name, text  string // the place is between ‹ and ›
		where       string
		shown, mark string
	}{
		{"plain", "metric = \"‹npss›\"", "1:11", `metric = "npss"`, `          ^^^^`},
		{"nothing", "a‹›b", "1:2", "ab", " ^"},
		{"end of line", "ab‹›\nc", "1:3", "ab", "  ^"},
		{"the newline itself", "ab‹\n›c", "1:3", "ab", "  ^"},
		{"CRLF", "ab‹\r\n›c", "1:3", "ab", "  ^"},
		{"tabs", "\ta\t‹b›", "1:4", "    a   b", "        ^"},
		{"Korean", "제목 = ‹고객›", "1:6", "제목 = 고객", "       ^^^^"},
		{"Korean in pieces", "\u1112\u1161\u11ab‹x›", "1:4", "\u1112\u1161\u11abx", "  ^"},
		{"accents in pieces", "cafe\u0301 ‹x›", "1:7", "cafe\u0301 x", "     ^"},
		{"only an accent", "e‹\u0301›", "1:2", "e\u0301", " ^"},
		{"emoji", "👍🏽 ‹x›", "1:4", "👍🏽 x", "   ^"},
		{"a family", "👨\u200d👩\u200d👧 ‹x›", "1:7", "👨\u200d👩\u200d👧 x", "   ^"},
		{"Persian before", "چای ‹x›", "1:5", "چای x", "    ^"},
		// Where it shows among the columns of its run depends on the terminal, so the whole run is marked.
		{"in Persian", "a چای ‹باران› b", "1:7", "a چای باران b", "  ^^^^^^^^^"},
		{"number in Persian", "a باران ‹5› b", "1:9", "a باران 5 b", "  ^^^^^^^"},
		{"Latin in Persian", "باران {‹nps›} چای", "1:8", "باران {nps} چای", "       ^^^"},
		{"escape", "a\x1b[31m‹b›", "1:7", "a␛[31mb", "      ^"},
		{"C1", "a\u009b31m‹b›", "1:6", "a<U+009B>31mb", "            ^"},
		{"delete", "\x7f‹b›", "1:2", "␡b", " ^"},
		{"not UTF-8", "caf\xe9 ‹b›", "1:6", `caf\xE9 b`, "        ^"},
		{"direction", "a\u202e‹b›", "1:3", "a<U+202E>b", "         ^"},
		{"unseen", "a\u200b‹b›", "1:3", "a<U+200B>b", "         ^"},
		{"special space", "a\u00a0‹b›", "1:3", "a b", "  ^"},
		{"byte order mark", "\ufeff‹a›", "1:1", "a", "^"},
		{"over lines", "ab‹c\nd›e", "1:3", "abc", "  ^"},
		{"long before", strings.Repeat("x", 1000) + "‹y›z", "1:1001", "…" + strings.Repeat("x", 33) + "yz", strings.Repeat(" ", 34) + "^"},
		{"long after", "‹y›" + strings.Repeat("x", 1000), "1:1", "y" + strings.Repeat("x", 99) + "…", "^"},
		{"long itself", "a‹" + strings.Repeat("x", 1000) + "›", "1:2", "a" + strings.Repeat("x", 99) + "…", " " + strings.Repeat("^", 99)},
		{"long and wide", strings.Repeat("한", 500) + "‹y›", "1:501", "…" + strings.Repeat("한", 16) + "y", strings.Repeat(" ", 33) + "^"},
	} {
		start, end := strings.Index(c.text, "‹"), strings.Index(c.text, "›")-len("‹")
		text := strings.NewReplacer("‹", "", "›", "").Replace(c.text)
		f := NewFile("f", []byte(text))
		want := "f:" + c.where + ": error: wrong\n    1 │ " + c.shown + "\n      │ " + c.mark + "\n"
		for kind, at := range map[string]Span{"in the file": f.Span(start, end), "cut": f.Cut(start, end)} {
			var b bytes.Buffer
			if err := Print(&b, []Problem{Errorf(at, "wrong")}, Paint{}); err != nil {
				t.Fatal(err)
			}
			got := b.String()
			if start > 0 && strings.HasPrefix(got, "f: ") {
				t.Errorf("%s, %s: no place", c.name, kind)
			}
			if got != want && !(start == 0 && end == 0) {
				t.Errorf("%s, %s:\n%swant\n%s", c.name, kind, got, want)
			}
		}
	}
}

func TestPaint(t *testing.T) {
	in := func(tag string) func(string) string {
		return func(s string) string { return "<" + tag + ">" + s + "</" + tag + ">" }
	}
	paint := Paint{Error: in("e"), Warning: in("w"), Dim: in("d"), Bold: in("b")}
	f := NewFile("f", []byte("abc"))
	var b bytes.Buffer
	problem := Warnf(f.Span(1, 2), "odd").WithHint("mend it").With(Note{f.Span(2, 3), "see"})
	if err := Print(&b, []Problem{problem}, paint); err != nil {
		t.Fatal(err)
	}
	want := "<b>f:1:2:</b> <w>warning:</w> odd\n" +
		"<d>    1 │</d> abc\n" +
		"<d>      │</d>  <w>^</w>\n" +
		"      <d>=</d> mend it\n" +
		"<b>f:1:3:</b> note: see\n" +
		"<d>    1 │</d> abc\n" +
		"<d>      │</d>   <b>^</b>\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestPrintTellsErrorsOfItsWriter(t *testing.T) {
	if err := Print(full{}, []Problem{{Text: "wrong"}}, Paint{}); err == nil {
		t.Error("no error")
	}
}

func FuzzPrint(f *testing.F) {
	f.Add([]byte("a\tb한 caf\xe9\x1b[31m\r\n\u202eچای 5\u200d"), 3, 9, "text\x1b", "hint\n\u009b")
	f.Add([]byte(strings.Repeat("한x\t", 300)), 600, 601, "", "")
	f.Add([]byte("\ufeffa\nb\r\nc"), 0, 0, "", "")
	f.Fuzz(func(t *testing.T, text []byte, start, end int, says, hint string) {
		file := NewFile("p\x1bath", text)
		whole, cut := file.Span(start, end), file.Cut(start, end)
		if len(cut.File.Text) > (cutContext+1)*(cutBefore+1)+cutAfter+utf8.UTFMax {
			t.Fatalf("the excerpt has %d bytes", len(cut.File.Text))
		}
		line, column := whole.Position()
		if l, c := cut.Position(); l != line || c != column {
			t.Fatalf("cut at %d:%d, not %d:%d", l, c, line, column)
		}
		for _, at := range []Span{whole, cut} {
			p := Problem{At: at, Text: says, Hint: hint, Also: []Note{{at, says}}}
			var b bytes.Buffer
			if err := Print(&b, []Problem{p, p}, Paint{}); err != nil {
				t.Fatal(err)
			}
			const most = 2 * (mostHints*mostText + 2*(mostPath+mostText) + 6*3*mostColumns) * 10
			if b.Len() > most {
				t.Fatalf("%d bytes", b.Len())
			}
			if !utf8.Valid(b.Bytes()) {
				t.Fatal("not UTF-8")
			}
			for _, r := range b.String() {
				if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
					t.Fatalf("%U in %q", r, b.String())
				}
			}
		}
	})
}
