package source

import (
	"errors"
	"time"

	"github.com/BurntSushi/toml"
)

// readTOML parses text, which stands at base in f, and notes the places of its keys.
func readTOML(f *File, base int, text string, keys Keys) (tree map[string]any, problems []Problem) {
	places := tomlKeys{f: f, base: base, text: text, keys: keys, entries: map[string]int{}}
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
	if _, err := toml.Decode(text, &tree); err != nil {
		return nil, []Problem{translateTOML(f, base, text, err)}
	}
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
	return Errorf(f.Span(base+start, base+end), "%s", parse.Message)
}

// plainTable makes the library's values plain: lists are []any, and a time without a zone is in UTC.
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
