package source

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Syntax is how settings are written.
type Syntax uint8

const (
	TOML Syntax = iota
	YAML
)

// String gives the name of the syntax.
func (s Syntax) String() string {
	if s == YAML {
		return "YAML"
	}
	return "TOML"
}

// deepest is the number of tables and lists that may lie in one another: far more than anyone writes, and few enough
// that no file can exhaust the stack of a parser.
const deepest = 32

// Tree reads f.Text[start:end] into a tree of map[string]any, []any, string, int64, float64, bool, time.Time and, for an empty
// value in YAML, nil. Dates and times without a zone are in UTC. It gives the places of all keys. The tree is nil when the
// text cannot be read at all; numbers that are none (nan, inf) are problems too.
func Tree(f *File, start, end int, syntax Syntax) (map[string]any, Keys, []Problem) {
	at := f.Span(start, end).clamp()
	start, end = at.Start, at.End
	if start == 0 && f.hasMark() && end >= len(byteOrderMark) {
		start = len(byteOrderMark)
	}
	var keys Keys
	// A key that is missing is reported where the settings begin: in a file of settings that is the file as a whole.
	begin := f.Span(at.Start, at.Start)
	keys.Add("", begin, begin)

	text := string(f.Text[start:end])
	var tree map[string]any
	var problems []Problem
	if syntax == YAML {
		tree, problems = readYAML(f, start, text, &keys)
	} else {
		tree, problems = readTOML(f, start, text, &keys)
	}
	keys.all = slices.Clone(keys.all) // of their number: they stay
	return tree, keys, append(problems, notNumbers(tree, "", keys)...)
}

// notNumbers gives a problem for each nan and inf at or below v. Nothing that is counted, drawn or written as JSON can be one.
func notNumbers(v any, path string, keys Keys) (problems []Problem) {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			problems = append(problems, Errorf(keys.Value(path), "%s wants a number, not %s", called(path), keys.Value(path).Text()))
		}
	case []any:
		for i := range v {
			problems = append(problems, notNumbers(v[i], below(path, strconv.Itoa(i)), keys)...)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			problems = append(problems, notNumbers(v[key], below(path, key), keys)...)
		}
	}
	return problems
}

// called gives the name of the value at path for a sentence: its key, or "an entry of tags".
func called(path string) string {
	entry := false
	for path != "" {
		rest, last := "", path
		if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
			rest, last = path[:dot], path[dot+1:]
		}
		if _, err := strconv.Atoi(last); err != nil || rest == "" {
			if entry {
				return "an entry of " + last
			}
			return last
		}
		path, entry = rest, true
	}
	return "this"
}

// tooDeep is the problem of a value at more than the deepest level.
func tooDeep(at Span) Problem {
	return Errorf(at, "tables and lists lie in one another more than %d deep", deepest)
}

// unreadable is the problem of settings for which the library gives no better word.
func unreadable(f *File, base int, syntax Syntax) Problem {
	return Errorf(f.Span(base, base), "these settings cannot be read as %s", syntax)
}
