package source

import (
	"bytes"
	"strings"
	"testing"
)

func TestPosition(t *testing.T) {
	f := NewFile("f", []byte("\ufeffa\r\n한b\n\nc\xff\xffd"))
	for _, c := range []struct{ offset, line, column int }{
		{3, 1, 1}, {4, 1, 2}, {6, 2, 1}, {9, 2, 2}, {10, 2, 3}, {11, 3, 1}, {12, 4, 1}, {15, 4, 4}, {16, 4, 5}, {99, 4, 5}, {-1, 1, 1},
	} {
		if line, column := f.Span(c.offset, c.offset).Position(); line != c.line || column != c.column {
			t.Errorf("%d is %d:%d, want %d:%d", c.offset, line, column, c.line, c.column)
		}
	}
	if line, column := (Span{}).Position(); line != 0 || column != 0 || !(Span{}).IsZero() {
		t.Error("nowhere has a position")
	}
}

func TestCut(t *testing.T) {
	long := "one\ntwo\nthree\n" + strings.Repeat("한", 1<<20) + "HERE" + strings.Repeat(",", 1<<20) + "\nlast\n"
	f := NewFile("f", []byte(long))
	start := strings.Index(long, "HERE")
	at := f.Cut(start, start+4)
	if n := len(at.File.Text); n > 510 {
		t.Errorf("keeps %d bytes", n)
	}
	if line, column := at.Position(); line != 4 || column != 1<<20+1 {
		t.Errorf("at %d:%d", line, column)
	}
	if at.Text() != "HERE" || at.File.Path != "f" || at.File.Sum != f.Sum {
		t.Errorf("is %q in %s", at.Text(), at.File.Path)
	}

	// A short line keeps the two before it, and prints like the original.
	for _, word := range []string{"one", "two", "three", "last"} {
		start := strings.Index(long, word)
		whole, cut := f.Span(start, start+len(word)), f.Cut(start, start+len(word))
		var a, b bytes.Buffer
		if err := Print(&a, []Problem{Errorf(whole, "x")}, Paint{}); err != nil {
			t.Fatal(err)
		}
		if err := Print(&b, []Problem{Errorf(cut, "x")}, Paint{}); err != nil {
			t.Fatal(err)
		}
		if word != "last" && a.String() != b.String() {
			t.Errorf("%s:\n%sis cut to\n%s", word, &a, &b)
		}
		if cut.Text() != word {
			t.Errorf("%s is cut to %q", word, cut.Text())
		}
	}

	// An excerpt can be cut again.
	again := at.File.Cut(at.Start, at.End)
	if line, column := again.Position(); line != 4 || column != 1<<20+1 || again.Text() != "HERE" {
		t.Errorf("cut again it is %q at %d:%d", again.Text(), line, column)
	}

	if whole := f.Cut(0, 0); (Problem{At: whole}).Where() != "f" {
		t.Errorf("the file as a whole is cut to %s", Problem{At: whole}.Where())
	}
}

func TestValid(t *testing.T) {
	for _, c := range []struct{ text, where, says string }{
		{"한국 \ufffd", "", ""},
		{"a\ncaf\xe9", "f:2:4", "the byte 0xE9 is not UTF-8"},
		{"\xff\xfea\x00", "f:1:1", "this file is UTF-16, not UTF-8"},
	} {
		problems := Valid(NewFile("f", []byte(c.text)))
		if c.says == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || problems[0].Where() != c.where || problems[0].Text != c.says {
			t.Errorf("%q: %v", c.text, problems)
		}
	}
}

func TestNFC(t *testing.T) {
	if got := NFC("\u1112\u1161\u11ab e\u0301"); got != "한 é" {
		t.Errorf("%q", got)
	}
}
