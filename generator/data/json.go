package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"cxgen/generator/source"
)

// deepest is how far objects inside a row become columns of their own ("properties.plan"); what lies deeper stays JSON.
const deepest = 4

// readJSON reads an array of objects, or an object that holds exactly one.
func readJSON(f *source.File, def Def, into *sheet, _ *Origin) []source.Problem {
	text := withoutMark(f.Text)
	base := len(f.Text) - len(text)
	if isLines(text) {
		return readNDJSON(f, def, into, nil)
	}
	if p, wrong := syntax(f, text, base); wrong {
		return []source.Problem{p}
	}
	in := objects{file: f, text: f.Text, pos: base, into: into, mark: def.mark()}
	in.space()
	if in.text[in.pos] == '{' {
		arrays := in.arrays()
		if len(arrays) != 1 {
			return []source.Problem{source.Errorf(f.Cut(in.pos, in.pos+1), "this object holds %s, and a table needs exactly one",
				choose(len(arrays), "array", "arrays")).WithHint(`write [ {…}, {…} ] or { "rows": [ {…}, {…} ] }`)}
		}
		in.pos = arrays[0]
	}
	if in.text[in.pos] != '[' {
		return []source.Problem{source.Errorf(f.Cut(in.pos, in.pos+1), "this is no list of rows").WithHint(`write [ {…}, {…} ]`)}
	}
	for in.element() {
		if p, wrong := in.row(); wrong {
			return []source.Problem{p}
		}
	}
	return nil
}

// isLines tells whether text has one object a line, whatever the name of its file says: the first line is an object, and more follows.
func isLines(text []byte) bool {
	first, rest, _ := bytes.Cut(bytes.TrimSpace(text[:min(len(text), longest)]), []byte("\n"))
	return len(first) > 0 && first[0] == '{' && len(bytes.TrimSpace(rest)) > 0 && json.Valid(first)
}

// readNDJSON reads one object a line.
func readNDJSON(f *source.File, def Def, into *sheet, origin *Origin) []source.Problem {
	at := len(f.Text) - len(withoutMark(f.Text))
	if rest := bytes.TrimSpace(f.Text[at:]); len(rest) > 0 && rest[0] == '[' { // it has rows of its own
		return readJSON(f, def, into, origin)
	}
	for at < len(f.Text) {
		end := len(f.Text)
		if n := bytes.IndexByte(f.Text[at:], '\n'); n >= 0 {
			end = at + n
		}
		if end-at > longest {
			return []source.Problem{source.Errorf(f.Cut(at, at+1), "this row is longer than %d MB", longest>>20).WithHint("is it really NDJSON, with one row a line?")}
		}
		line := f.Text[at:end]
		if len(bytes.TrimSpace(line)) > 0 {
			if p, wrong := syntax(f, line, at); wrong {
				return []source.Problem{p}
			}
			in := objects{file: f, text: f.Text[:end], pos: at, into: into, mark: def.mark()}
			in.space()
			if p, wrong := in.row(); wrong {
				return []source.Problem{p}
			}
		}
		at = end + 1
	}
	return nil
}

// syntax tells whether text, which stands at base in f, is not JSON.
func syntax(f *source.File, text []byte, base int) (source.Problem, bool) {
	if json.Valid(text) {
		return source.Problem{}, false
	}
	at := base
	var wrong *json.SyntaxError
	message := "this is not JSON"
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &wrong) {
		at = base + min(max(int(wrong.Offset)-1, 0), len(text))
		message = "this is not JSON: " + wrong.Error()
	}
	return source.Errorf(f.Cut(at, at+1), "%s", message).WithHint("a comma too many, or a quote too few?"), true
}

// objects walks over text that is known to be JSON.
type objects struct {
	file *source.File
	text []byte
	pos  int
	into *sheet
	mark byte   // of numbers in this table, where it is not a point
	buf  []byte // a cell that is not as it stands in the text
	name []byte // of the column, with the names of the objects around it
}

func (o *objects) space() {
	for o.pos < len(o.text) {
		switch o.text[o.pos] {
		case ' ', '\t', '\n', '\r':
			o.pos++
		default:
			return
		}
	}
}

// element moves to the next element of the array at hand, or to its end and gives false.
func (o *objects) element() bool {
	if o.text[o.pos] == ']' {
		return false
	}
	o.pos++ // [ or the comma
	o.space()
	return o.text[o.pos] != ']'
}

// after moves over the space behind an element or member and tells whether another follows; it leaves pos on the comma.
func (o *objects) after() bool {
	o.space()
	return o.pos < len(o.text) && o.text[o.pos] == ','
}

// row reads an object as a row. It leaves pos on the comma or bracket behind it.
func (o *objects) row() (source.Problem, bool) {
	if o.text[o.pos] != '{' {
		return source.Errorf(o.file.Cut(o.pos, o.pos+1), "a row must be an object").WithHint(`write {"column": value, …}`), true
	}
	start, blank := o.pos, true
	o.name = o.name[:0]
	o.object(deepest, &blank)
	if !blank {
		o.into.end()
	} else {
		o.into.undo()
	}
	if len(o.into.columns) > widest || o.into.tooSparse() {
		return source.Errorf(o.file.Cut(start, start+1), "the rows have too many different keys for a table").
			WithHint("rows of a table have the same keys; values belong behind the colon"), true
	}
	o.space()
	return source.Problem{}, false
}

// object reads the members of an object into cells of the row at hand.
func (o *objects) object(depth int, blank *bool) {
	o.pos++ // {
	o.space()
	if o.text[o.pos] == '}' {
		o.pos++
		return
	}
	prefix := len(o.name)
	for {
		o.space()
		o.name = append(o.name[:prefix], o.string()...)
		o.space()
		o.pos++ // :
		o.space()
		if o.text[o.pos] == '{' && depth > 1 {
			o.name = append(o.name, '.')
			o.object(depth-1, blank)
		} else if o.text[o.pos] != '[' || !o.params(blank) {
			o.cell(o.value(), blank)
		}
		more := o.after()
		o.pos++ // , or }
		if !more {
			return
		}
	}
}

// cell writes a cell of the column at hand.
func (o *objects) cell(cell []byte, blank *bool) {
	if cell = trim(cell); len(cell) > 0 {
		*blank = false
	}
	o.into.put(o.column(), cell)
}

// params reads a list of keys with values, as Google Analytics writes the parameters of an event, into columns of the keys'
// names: [{"key": "page", "value": {"string_value": "/"}}, …]. It gives false, and stays, at any other list.
func (o *objects) params(blank *bool) bool {
	back := o.pos
	raw := o.skip()
	var list []struct {
		Key   *string         `json:"key"`
		Value json.RawMessage `json:"value"`
	}
	known := bytes.HasPrefix(raw, []byte("[{")) && bytes.Contains(raw, []byte(`"key"`)) && json.Unmarshal(raw, &list) == nil
	for _, p := range list {
		known = known && p.Key != nil && len(p.Value) > 0
	}
	if !known {
		o.pos = back
		return false
	}
	prefix := len(o.name)
	for _, p := range list {
		o.name = append(append(o.name[:prefix], '.'), *p.Key...)
		in := objects{text: p.Value, mark: o.mark}
		if p.Value[0] == '{' {
			in.filled()
		}
		o.cell(in.value(), blank)
	}
	o.name = o.name[:prefix]
	return true
}

// filled moves to the first member of an object that is not null; where there is none it stays.
func (o *objects) filled() {
	back := o.pos
	for o.pos++; ; o.pos++ {
		o.space()
		if o.text[o.pos] != '"' {
			break // an object of nothing
		}
		o.skipString()
		o.space()
		o.pos++ // :
		o.space()
		if o.text[o.pos] != 'n' {
			return
		}
		o.skip()
		if !o.after() {
			break
		}
	}
	o.pos = back
}

// column gives the place of the column of the member at hand.
func (o *objects) column() int {
	if at, ok := o.into.places[string(o.name)]; ok && o.into.here[at] {
		return at
	}
	name := headerName(o.name)
	if name == "" {
		name = "column"
	}
	return o.into.place(name)
}

// string reads a string.
func (o *objects) string() []byte {
	start := o.pos
	escaped := o.skipString()
	if !escaped {
		return o.text[start+1 : o.pos-1]
	}
	var s string
	json.Unmarshal(o.text[start:o.pos], &s) // it is known to be JSON
	return []byte(s)
}

func (o *objects) skipString() (escaped bool) {
	for o.pos++; o.text[o.pos] != '"'; o.pos++ {
		if o.text[o.pos] == '\\' {
			escaped = true
			o.pos++
		}
	}
	o.pos++
	return escaped
}

// value reads a value as a cell: null is blank, lists and deep objects are JSON.
func (o *objects) value() []byte {
	if o.text[o.pos] == '"' {
		return o.string()
	}
	raw := o.skip()
	switch c := raw[0]; {
	case c == 'n':
		return nil
	case c == '-' || '0' <= c && c <= '9':
		return o.number(raw)
	case c == '[' || c == '{':
		var compact bytes.Buffer
		json.Compact(&compact, raw)
		return compact.Bytes()
	}
	return raw
}

// number writes a number as a cell, without an exponent and with the decimal mark of the table.
func (o *objects) number(raw []byte) []byte {
	if bytes.IndexByte(raw, 'e') >= 0 || bytes.IndexByte(raw, 'E') >= 0 {
		v, err := strconv.ParseFloat(string(raw), 64)
		if err != nil {
			return raw // beyond what a number can be: stays text
		}
		o.buf = strconv.AppendFloat(o.buf[:0], v, 'f', -1, 64)
		raw = o.buf
	}
	if o.mark != 0 {
		if dot := bytes.IndexByte(raw, '.'); dot >= 0 {
			raw = slices.Clone(raw)
			raw[dot] = o.mark
		}
	}
	return raw
}

// skip moves over a value and gives its bytes.
func (o *objects) skip() []byte {
	start, depth := o.pos, 0
	for o.pos < len(o.text) {
		switch o.text[o.pos] {
		case '"':
			o.skipString()
			if depth == 0 {
				return o.text[start:o.pos]
			}
			continue
		case '[', '{':
			depth++
		case ']', '}':
			if depth == 0 {
				return o.text[start:o.pos]
			}
			if depth--; depth == 0 {
				o.pos++
				return o.text[start:o.pos]
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return o.text[start:o.pos]
			}
		}
		o.pos++
	}
	return o.text[start:o.pos]
}

// wrappers is how many objects may stand around the rows: {"data": {"responses": [ … ]}}.
const wrappers = 3

// arrays gives the places of the arrays of rows that an object holds, or an object in it where it has none itself; where there are
// no rows at all, of any arrays. It stays where it is.
func (o *objects) arrays() []int {
	back := o.pos
	defer func() { o.pos = back }()
	var rows [wrappers][]int
	any := o.within(0, &rows)
	for _, at := range rows {
		if len(at) > 0 {
			return at
		}
	}
	return any
}

// within adds the arrays of rows of the object at hand, by how deep they lie, and gives the places of all that it has itself.
func (o *objects) within(depth int, rows *[wrappers][]int) (any []int) {
	o.pos++
	o.space()
	if o.text[o.pos] == '}' {
		o.pos++
		return nil
	}
	for {
		o.space()
		o.skipString()
		o.space()
		o.pos++ // :
		o.space()
		switch at := o.pos; {
		case o.text[at] == '[':
			any = append(any, at)
			o.pos++
			if o.space(); o.text[o.pos] == '{' {
				rows[depth] = append(rows[depth], at)
			}
			o.pos = at
			o.skip()
		case o.text[at] == '{' && depth+1 < wrappers:
			o.within(depth+1, rows)
		default:
			o.skip()
		}
		more := o.after()
		o.pos++
		if !more {
			return any
		}
	}
}
