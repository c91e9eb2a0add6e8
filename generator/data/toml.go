package data

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"cxgen/generator/source"
)

// readTOML reads a file with one array of tables: [[stores]] …
func readTOML(f *source.File, def Def, into *sheet, _ *Origin) []source.Problem {
	var tree map[string]any
	keys, problems := source.Decode(f, 0, len(f.Text), source.TOML, &tree)
	if len(problems) > 0 {
		return cutAll(problems)
	}
	var lists []string
	for key, value := range tree {
		if _, ok := value.([]any); ok {
			lists = append(lists, key)
		}
	}
	if len(lists) != 1 || len(tree) != 1 {
		return []source.Problem{source.Errorf(f.Cut(0, 0), "a table in TOML is one list of rows, and this file holds %s",
			choose(len(tree), "key", "keys")).WithHint("write each row as [[rows]] with a line for each column below it")}
	}
	list := tree[lists[0]].([]any)
	rows := make([]map[string]any, len(list))
	for i, value := range list {
		row, ok := value.(map[string]any)
		if !ok {
			at := keys.Value(fmt.Sprintf("%s.%d", lists[0], i))
			return cutAll([]source.Problem{source.Errorf(at, "a row must be a table").WithHint("write each row as [[%s]] with a line for each column below it", lists[0])})
		}
		rows[i] = row
	}
	return readMaps(rows, def, into, lists[0], keys.Value)
}

// readMaps reads rows that were decoded already. They stand below the key path; place gives the places of keys, by which
// the columns get the order in which they were written.
func readMaps(rows []map[string]any, def Def, into *sheet, path string, place func(string) source.Span) []source.Problem {
	var problems []source.Problem
	for i, row := range rows {
		names := slices.Sorted(maps.Keys(row))
		at := func(name string) source.Span { return place(fmt.Sprintf("%s.%d.%s", path, i, name)) }
		slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(at(a).Start, at(b).Start) })
		blank := true
		for _, name := range names {
			cell, ok := cellOf(row[name], at(name), def)
			if !ok {
				problems = append(problems, source.Errorf(at(name), "a cell must be a text, a number, a date or true or false").
					WithHint("write lists as one text, with ; between the items"))
				continue
			}
			cell = trim(cell)
			blank = blank && len(cell) == 0
			into.put(into.place(headerName([]byte(name))), cell)
		}
		if blank {
			into.undo()
		} else {
			into.end()
		}
	}
	return cutAll(problems)
}

// cellOf writes a decoded value as a cell.
func cellOf(value any, at source.Span, def Def) ([]byte, bool) {
	switch v := value.(type) {
	case string:
		return []byte(v), true
	case bool:
		return strconv.AppendBool(nil, v), true
	case int64:
		return strconv.AppendInt(nil, v, 10), true
	case int:
		return strconv.AppendInt(nil, int64(v), 10), true
	case float64:
		number := objects{mark: def.mark()}
		return number.number(strconv.AppendFloat(nil, v, 'f', -1, 64)), true
	case json.Number:
		return []byte(v), true
	case time.Time:
		// The text as it was written still knows whether it is local time.
		if text := at.Text(); text != "" {
			if _, ok := ParseTime(text, time.UTC); ok {
				return []byte(text), true
			}
		}
		return []byte(v.Format(time.RFC3339)), true
	}
	return nil, false
}

// cutAll makes problems independent of the text of their files.
func cutAll(problems []source.Problem) []source.Problem {
	for i, p := range problems {
		if !p.At.IsZero() {
			problems[i].At = p.At.File.Cut(p.At.Start, p.At.End)
		}
	}
	return problems
}
