package source

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Filler is a value that reads itself from a tree (see Tree): a text or a list of texts, a length of time, a text per language.
// The error of Fill completes a sentence that begins with the key: `wants a length of time like "3 days", not "soon"`.
type Filler interface {
	Fill(v any) error
}

// Decode reads f.Text[start:end] into the struct or map that into points to, by its `toml` tags, strictly: a key that the
// struct lacks, a value of a wrong type and a key given twice are problems with their place and a suggestion. All are reported at once.
// It gives the places of all keys, also of those below maps and lists, even when there are problems.
//
// The tags hold for both syntaxes. Fields without a tag are left alone, those of embedded structs belong to the outer one. What
// stands in into already stays where the text has no key for it. A time is a date or a date with a time, also in quotes;
// without a zone it is in UTC. Empty values of YAML count as not given.
func Decode(f *File, start, end int, syntax Syntax, into any) (Keys, []Problem) {
	return Shape(nil).Decode(f, start, end, syntax, into)
}

// Decode does what the function Decode does. It need not look at the structs of the shape again.
func (s Shape) Decode(f *File, start, end int, syntax Syntax, into any) (Keys, []Problem) {
	tree, keys, problems := Tree(f, start, end, syntax)
	if tree == nil {
		return keys, problems
	}
	d := decoding{shape: s, keys: keys, problems: problems}
	d.fill(reflect.ValueOf(into).Elem(), tree, "")
	return keys, Sort(d.problems)
}

type decoding struct {
	shape    Shape
	keys     Keys
	problems []Problem
}

var timeType = reflect.TypeFor[time.Time]()

// fill sets into to the value v at path.
func (d *decoding) fill(into reflect.Value, v any, path string) {
	if v == nil {
		return
	}
	if filler, ok := into.Addr().Interface().(Filler); ok {
		if err := filler.Fill(v); err != nil {
			d.problems = append(d.problems, Errorf(d.keys.Value(path), "%s %s", called(path), err))
		}
		return
	}
	if into.Type() == timeType {
		d.fillTime(into, v, path)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		target := reflect.New(into.Type().Elem())
		if !into.IsNil() {
			target.Elem().Set(into.Elem()) // others may share what it points to
		}
		d.fill(target.Elem(), v, path)
		into.Set(target)
	case reflect.Interface:
		into.Set(reflect.ValueOf(v))
	case reflect.Struct:
		if table, ok := v.(map[string]any); ok {
			d.fillStruct(into, table, path)
			return
		}
		d.wrong(path, "a table", v)
	case reflect.Map:
		if table, ok := v.(map[string]any); ok {
			d.fillMap(into, table, path)
			return
		}
		d.wrong(path, "a table", v)
	case reflect.Slice:
		if list, ok := v.([]any); ok {
			d.fillSlice(into, list, path)
			return
		}
		d.wrong(path, "a list", v)
	default:
		d.fillPlain(into, v, path)
	}
}

func (d *decoding) fillStruct(into reflect.Value, table map[string]any, path string) {
	fields := d.shape.fields(into.Type())
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := slices.IndexFunc(fields, func(f field) bool { return f.key == key })
		if at < 0 {
			d.unknown(into, key, path)
			continue
		}
		d.fill(into.FieldByIndex(fields[at].index), table[key], below(path, key))
	}
}

func (d *decoding) fillMap(into reflect.Value, table map[string]any, path string) {
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		entry := reflect.New(into.Type().Elem()).Elem()
		d.fill(entry, table[key], below(path, key))
		into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), entry)
	}
}

func (d *decoding) fillSlice(into reflect.Value, list []any, path string) {
	entries := reflect.MakeSlice(into.Type(), len(list), len(list))
	for i, v := range list {
		entry := below(path, strconv.Itoa(i))
		if v == nil {
			d.problems = append(d.problems, Errorf(d.keys.Value(entry), "%s is empty", called(entry)))
			continue
		}
		d.fill(entries.Index(i), v, entry)
	}
	into.Set(entries)
}

// fillPlain sets a text, a number or a switch.
func (d *decoding) fillPlain(into reflect.Value, v any, path string) {
	switch {
	case into.Kind() == reflect.String:
		if text, ok := v.(string); ok {
			into.SetString(text)
			return
		}
		d.wrong(path, "text", v)
	case into.Kind() == reflect.Bool:
		if on, ok := v.(bool); ok {
			into.SetBool(on)
			return
		}
		d.wrong(path, "true or false", v)
	case into.CanInt():
		n, ok := v.(int64)
		if !ok {
			d.wrong(path, "a whole number", v)
		} else if into.OverflowInt(n) {
			most := int64(1)<<(into.Type().Bits()-1) - 1
			d.outside(path, -most-1, uint64(most))
		} else {
			into.SetInt(n)
		}
	case into.CanUint():
		n, ok := v.(int64)
		if !ok {
			d.wrong(path, "a whole number", v)
		} else if n < 0 || into.OverflowUint(uint64(n)) {
			d.outside(path, 0, math.MaxUint64>>(64-into.Type().Bits()))
		} else {
			into.SetUint(uint64(n))
		}
	case into.CanFloat():
		switch n := v.(type) {
		case int64:
			into.SetFloat(float64(n))
		case float64:
			into.SetFloat(n)
		default:
			d.wrong(path, "a number", v)
		}
	default:
		panic("source: settings cannot be read into a " + into.Type().String())
	}
}

func (d *decoding) fillTime(into reflect.Value, v any, path string) {
	switch v := v.(type) {
	case time.Time:
		into.Set(reflect.ValueOf(v))
		return
	case string:
		if t, ok := parseTime(v); ok {
			into.Set(reflect.ValueOf(t))
			return
		}
		d.problems = append(d.problems, Errorf(d.keys.Value(path), "%s wants a date, not %q", called(path), v).WithHint("write it like 2026-05-12"))
		return
	}
	d.wrong(path, "a date", v)
}

// parseTime reads a date, with or without a time and a zone, as TOML and YAML write it.
func parseTime(text string) (time.Time, bool) {
	for _, form := range []string{
		time.DateOnly,
		time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00",
		"2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04", "2006-01-02 15:04",
	} {
		if t, err := time.Parse(form, text); err == nil {
			return plainTime(t), true
		}
	}
	return time.Time{}, false
}

// unknown notes that the struct into, at path, has no such key.
func (d *decoding) unknown(into reflect.Value, key, path string) {
	text := "unknown key %q"
	args := []any{key}
	if path != "" {
		text, args = "unknown key %q in %s", append(args, called(path))
	}
	p := Errorf(d.keys.Name(below(path, key)), text, args...)
	p.Hint = DidYouMean(key, Fields(into.Addr().Interface()))
	d.problems = append(d.problems, p)
}

// wrong notes that the value at path is of another kind than wanted.
func (d *decoding) wrong(path, wanted string, v any) {
	p := Errorf(d.keys.Value(path), "%s wants %s, not %s", called(path), wanted, kind(v))
	switch v := v.(type) {
	case int64, float64, bool, time.Time:
		if wanted == "text" {
			p = p.WithHint("put it in quotes: %q", d.keys.Value(path).Text())
		} else if wanted == "a list" {
			p = p.WithHint("put it in brackets: [%s]", d.keys.Value(path).Text())
		}
	case string:
		if wanted == "a list" {
			p = p.WithHint("put it in brackets: [%q]", v)
		} else if wanted == "true or false" && !unquoted(v, wanted) {
			p = p.WithHint("write true or false")
		} else if unquoted(v, wanted) {
			p = p.WithHint("leave out the quotes")
		}
	}
	d.problems = append(d.problems, p)
}

// unquoted tells whether text would be what is wanted if it had no quotes.
func unquoted(text, wanted string) bool {
	switch wanted {
	case "true or false":
		return text == "true" || text == "false"
	case "a whole number":
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	case "a number":
		_, err := strconv.ParseFloat(text, 64)
		return err == nil
	}
	return false
}

// outside notes a number that is too small or too large for its field.
func (d *decoding) outside(path string, least int64, most uint64) {
	at := d.keys.Value(path)
	p := Errorf(at, "%s cannot be %s", called(path), at.Text()).WithHint("write a number from %d to %d", least, most)
	d.problems = append(d.problems, p)
}

// kind names what v is.
func kind(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case int64:
		return "a whole number"
	case float64:
		return "a decimal number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date"
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "nothing"
}
