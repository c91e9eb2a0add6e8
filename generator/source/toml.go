package source

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// readTOML parses text, which stands at base in f, and notes the places of its keys.
func readTOML(f *File, base int, text string, keys *Keys) (tree map[string]any, problems []Problem) {
	places := tomlKeys{f: f, base: base, text: text, keys: keys}
	places.scan()
	if len(places.deep) > 0 {
		return nil, places.deep[:1]
	}
	// The library panics where it finds itself in a state that it thought impossible.
	defer func() {
		if recover() != nil {
			tree, problems = nil, []Problem{unreadable(f, base, TOML)}
		}
	}()
	// It stops at the first key that is given twice, tells not where the first was, and overlooks some.
	var got any // the library's own map, which it need not copy into another
	_, err := toml.Decode(text, &got)
	if len(places.twice) > 0 && !places.vague && (err == nil || strings.Contains(err.Error(), "already")) {
		return nil, places.twice
	}
	if err != nil {
		return nil, []Problem{translateTOML(f, base, text, err)}
	}
	tree, _ = got.(map[string]any)
	return plainTable(tree), nil
}

// translateTOML makes a problem of an error of the library.
func translateTOML(f *File, base int, text string, err error) Problem {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return unreadable(f, base, TOML)
	}
	start := min(max(parse.Position.Start, 0), len(text))
	end := min(max(start+parse.Position.Len, start), len(text))
	found := text[start:end]
	if rest := strings.TrimLeft(found, " \t"); rest != "" {
		start, found = end-len(rest), rest
	}
	line, _, _ := strings.Cut(text[start:], "\n")
	line = strings.TrimRight(line, " \t\r")
	at := f.Span(base+start, base+end)

	message := parse.Message
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(message, w) })
	}
	switch {
	case says("expected value but found"), says("expected value") && found == "":
		return noValue(at, line)
	case says("expected '.' or '='", "expected key separator"):
		return noEquals(at, line)
	case says("already"):
		return Errorf(at, "this is given twice").WithHint("keep one of them")
	case says("strings cannot contain newlines", `expected '"'`, `expected "'"`):
		return Errorf(at, "the text has no closing quote on its line").
			WithHint(`close it here, or put a text of several lines between """ and """`)
	case says(`expected '"""'`, `expected "'''"`):
		return Errorf(at, "a text of several lines has no closing quotes").WithHint(`three of them close it`)
	case says("top-level item to end"):
		return Errorf(at, "something is left after the value").
			WithHint("a line holds one key and one value; a text needs quotes")
	case says("key name appears blank", "cannot start with a '.'"):
		return Errorf(at, "a key is missing here").WithHint(`write key = "value"`)
	case says("end table name", "table array name delimiter", "names cannot be empty"):
		return Errorf(at, "the name of a table is not closed").WithHint("write [name], or [[name]] for one of several")
	case says("array terminator"):
		return Errorf(at, "a list is not closed before this, or a comma is missing").WithHint(`write [1, 2] or ["a", "b"]`)
	case says("inline table terminator"):
		return Errorf(at, "a table in braces is not closed before this, or a comma is missing").WithHint(`write { a = 1, b = 2 }`)
	case says("unexpected comma"):
		return Errorf(at, "there is nothing before this comma").WithHint("leave it out")
	case says("invalid escape", "hexadecimal digits after"):
		at.Start += max(strings.LastIndexByte(found, '\\'), 0)
		return Errorf(at, "%s means nothing in a text", at.Text()).
			WithHint(`write \\ for a backslash, or put the text in single quotes`)
	case says("invalid datetime"):
		return Errorf(at, "%s is not a date", found).WithHint("write it like 2026-05-12 or 2026-05-12T09:30:00Z; a text needs quotes")
	case says("leading zeroes"):
		return Errorf(at, "a number cannot begin with 0").WithHint("a code needs quotes: %q", found)
	case says("start with a digit", "followed by one or more digits"):
		return Errorf(at, "a number has digits on both sides of its point").WithHint("write it like 0.5")
	case says("underscores must be"):
		return Errorf(at, "in a number _ stands between digits").WithHint("write it like 1_000")
	case says("out of range"):
		return Errorf(at, "the number %s is too large", found)
	case says("control characters"):
		// The place is that of the character before, or of the text.
		if i := strings.IndexFunc(text[start:], func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' }); i >= 0 {
			at = f.Span(base+start+i, base+start+i+1)
		}
		return Errorf(at, "a control character stands here").WithHint("remove it")
	case says("invalid UTF-8"):
		return Errorf(at, "this byte is not UTF-8").WithHint("save the file as UTF-8")
	}
	return Errorf(at, "%s", strings.ToLower(message[:1])+message[1:])
}

// noValue is the problem of a key after which the rest of the line is not a value.
func noValue(at Span, line string) Problem {
	word, _, _ := strings.Cut(line, " ")
	word = strings.TrimRight(word, ",]}")
	switch strings.ToLower(word) {
	case "true", "yes", "on":
		return Errorf(at, "%s is not a value", word).WithHint("write true, or put a text in quotes")
	case "false", "no", "off":
		return Errorf(at, "%s is not a value", word).WithHint("write false, or put a text in quotes")
	case "null", "nil", "none", "~":
		return Errorf(at, "%s is not a value", word).WithHint("leave the key out")
	case "":
		return Errorf(at, "a value is missing here").WithHint(`a text stands in quotes; an empty one is ""`)
	}
	switch r, _ := utf8.DecodeRuneInString(word); r {
	case '“', '”', '„', '«', '‘', '’', '「':
		return Errorf(at, "%c is not a quote that TOML knows", r).WithHint(`write "…"`)
	case '#':
		return Errorf(at, "a value is missing here: # begins a comment").WithHint("put a text that begins with # in quotes: %q", word)
	}
	// In a list the text ends before the next comma, elsewhere with its line.
	if text, _, _ := strings.Cut(line, " #"); !strings.ContainsAny(text, `,]}"`) {
		word = strings.TrimRight(text, " \t")
	}
	return Errorf(at, "a text needs quotes").WithHint("write %q", word)
}

// noEquals is the problem of a key that is followed by line instead of = and a value.
func noEquals(at Span, line string) Problem {
	r, _ := utf8.DecodeRuneInString(line)
	switch {
	case line == "" || r == '#':
		return Errorf(at, "a key needs = and a value after it").WithHint(`write key = "value"`)
	case r == ':':
		return Errorf(at, "TOML has = after a key, not :").WithHint(`write key = "value"`)
	case r != ' ' && unicode.Is(unicode.Zs, r):
		return Errorf(at, "this is not a plain space but U+%04X", r).WithHint("replace it by a plain space")
	case r >= utf8.RuneSelf && unicode.IsPrint(r):
		return Errorf(at, "a key with a character like %c needs quotes", r).WithHint(`write "key" = "value"`)
	}
	return Errorf(at, "a key needs = after it").WithHint("join the words of a key with _, or put it in quotes")
}

// plainTable makes the library's values plain: lists are []any, lines end in \n, and a time without a zone is in UTC.
func plainTable(table map[string]any) map[string]any {
	for key, v := range table {
		table[key] = plain(v)
	}
	return table
}

func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return plainTable(v)
	case []map[string]any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plainTable(v[i])
		}
		return list
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
		return v
	case string:
		return strings.ReplaceAll(v, "\r\n", "\n")
	case time.Time:
		return plainTime(v)
	}
	return v
}

// plainTime puts dates and times that have no zone into UTC. The library marks them by the name of a zone, whose
// offset, like that of a zone that happens to be the machine's own, would tell one machine from another.
func plainTime(t time.Time) time.Time {
	switch t.Location().String() {
	case "datetime-local", "date-local", "time-local":
		year, month, day := t.Date()
		hour, minute, second := t.Clock()
		return time.Date(year, month, day, hour, minute, second, t.Nanosecond(), time.UTC)
	}
	if _, offset := t.Zone(); offset != 0 {
		return t.In(time.FixedZone("", offset))
	}
	return t.UTC()
}
