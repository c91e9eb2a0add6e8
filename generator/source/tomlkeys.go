package source

import (
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// tomlKeys finds the places of the keys in TOML text, which the library does not tell. It trusts that the text is right where the
// library accepts it, stops where it makes no sense, and never fails.
type tomlKeys struct {
	f       *File
	base    int // offset of text in f
	text    string
	at      int // offset in text
	keys    *Keys
	entries map[string]int  // how many headers [[path]] there were
	tables  map[string]bool // the headers [path]

	deep  []Problem // where the text lies too deep
	twice []Problem // keys that are given again
	vague bool      // a name is empty or has a dot in it: paths may coincide that are not the same
}

// segment is a part of a dotted key.
type segment struct {
	name string
	at   Span
}

func (k *tomlKeys) scan() {
	table, depth := "", 0
	for k.blank() && len(k.deep) == 0 {
		before := k.at
		if k.text[k.at] == '[' {
			table, depth = k.header()
		} else {
			k.pair(table, depth)
		}
		if k.at == before {
			return
		}
	}
}

// header reads [a.b] or [[a.b]] and gives the path of the table that it opens.
func (k *tomlKeys) header() (path string, depth int) {
	if k.tables == nil {
		k.entries, k.tables = map[string]int{}, map[string]bool{}
	}
	k.at++
	list := k.skip("[")
	segments := k.segments()
	for i, s := range segments {
		path = below(path, s.name)
		depth++
		if i == len(segments)-1 {
			switch {
			case list:
				k.entries[path]++
			case k.tables[path] || k.entries[path] > 0:
				k.again(path, s)
			}
			k.tables[path] = !list
		}
		k.keys.Add(path, s.at, s.at)
		if n := k.entries[path]; n > 0 {
			path = below(path, strconv.Itoa(n-1))
			depth++
			k.keys.Add(path, s.at, s.at)
		}
	}
	if depth > deepest {
		k.deep = append(k.deep, tooDeep(segments[len(segments)-1].at))
	}
	k.skip("]")
	k.skip("]")
	return path, depth
}

// pair reads key = value in the table at path.
func (k *tomlKeys) pair(path string, depth int) {
	segments := k.segments()
	if len(segments) == 0 {
		return
	}
	for _, s := range segments[:len(segments)-1] {
		path = below(path, s.name)
		k.keys.Add(path, s.at, s.at)
	}
	key := segments[len(segments)-1]
	path = below(path, key.name)
	if depth+len(segments) > deepest {
		k.deep = append(k.deep, tooDeep(segments[0].at))
		return
	}
	k.spaces()
	if !k.skip("=") {
		return
	}
	k.spaces()
	if k.keys.Has(path) {
		k.again(path, key)
	}
	k.keys.Add(path, key.at, key.at) // before those inside the value
	k.keys.ends(path, k.value(path, depth+len(segments)))
}

// again notes that the key at path was given before.
func (k *tomlKeys) again(path string, s segment) {
	k.twice = append(k.twice, Errorf(s.at, "%q is given twice", s.name).With(Note{k.keys.Name(path), "first given here"}))
}

// value reads the value at path and gives its place.
func (k *tomlKeys) value(path string, depth int) Span {
	start := k.at
	if depth > deepest {
		at := k.span(start, start+1)
		k.deep = append(k.deep, tooDeep(at))
		return at
	}
	switch rest := k.text[k.at:]; {
	case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, `'''`):
		return k.lines(rest[:3])
	case strings.HasPrefix(rest, `"`), strings.HasPrefix(rest, `'`):
		return k.quoted()
	case strings.HasPrefix(rest, "["):
		k.at++
		for i := 0; k.blank() && !k.skip("]"); i++ {
			before := k.at
			entry := below(path, strconv.Itoa(i))
			at := k.value(entry, depth+1)
			k.keys.Add(entry, at, at)
			k.blank()
			if !k.skip(",") && k.at == before || len(k.deep) > 0 {
				break
			}
		}
	case strings.HasPrefix(rest, "{"):
		k.at++
		for k.blank() && !k.skip("}") {
			before := k.at
			k.pair(path, depth)
			k.blank()
			if !k.skip(",") && k.at == before || len(k.deep) > 0 {
				break
			}
		}
	default: // a number, a date or a word; a date may have a space in it
		n := strings.IndexAny(rest, ",]}#\r\n")
		if n < 0 {
			n = len(rest)
		}
		k.at += len(strings.TrimRight(rest[:n], " \t"))
	}
	return k.span(start, k.at)
}

// quoted reads "text" or 'text' and gives the place between the quotes.
func (k *tomlKeys) quoted() Span {
	quote := k.text[k.at]
	k.at++
	start := k.at
	for k.at < len(k.text) && k.text[k.at] != quote && k.text[k.at] != '\n' {
		if quote == '"' && k.text[k.at] == '\\' {
			k.at++
		}
		k.at++
	}
	k.at = min(k.at, len(k.text))
	at := k.span(start, k.at)
	k.skip(string(quote))
	return at
}

// lines reads text in three quotes and gives the place between them, from the first line that counts.
func (k *tomlKeys) lines(quotes string) Span {
	k.at += len(quotes)
	if !k.skip("\n") {
		k.skip("\r\n")
	}
	start := k.at
	for k.at < len(k.text) && !strings.HasPrefix(k.text[k.at:], quotes) {
		if quotes == `"""` && k.text[k.at] == '\\' {
			k.at++
		}
		k.at++
	}
	k.at = min(k.at, len(k.text))
	// Up to two quotes before the closing ones belong to the text.
	for range 2 {
		if strings.HasPrefix(k.text[k.at:], quotes+quotes[:1]) {
			k.at++
		}
	}
	at := k.span(start, k.at)
	k.skip(quotes)
	return at
}

// segments reads a dotted key.
func (k *tomlKeys) segments() (all []segment) {
	for {
		k.spaces()
		start := k.at
		var s segment
		switch {
		case k.at < len(k.text) && (k.text[k.at] == '"' || k.text[k.at] == '\''):
			s.at = k.quoted()
			s.name = unescape(k.text[start:k.at])
		default:
			n := strings.IndexAny(k.text[k.at:], " \t\r\n.=[]{},#\"'")
			if n < 0 {
				n = len(k.text) - k.at
			}
			if n == 0 {
				return all
			}
			k.at += n
			s.at = k.span(start, k.at)
			s.name = k.text[start:k.at]
		}
		k.vague = k.vague || s.name == "" || strings.Contains(s.name, ".")
		all = append(all, s)
		k.spaces()
		if len(all) > deepest || !k.skip(".") {
			return all
		}
	}
}

// unescape gives the text of a quoted key.
func unescape(quoted string) string {
	if quoted[0] == '"' && strings.Contains(quoted, `\`) {
		var pair struct{ Key string }
		if _, err := toml.Decode("Key = "+quoted, &pair); err == nil {
			return pair.Key
		}
	}
	return strings.Trim(quoted, quoted[:1])
}

// blank passes over space, ends of lines and comments. It tells whether there is something behind them.
func (k *tomlKeys) blank() bool {
	for k.at < len(k.text) {
		switch k.text[k.at] {
		case ' ', '\t', '\r', '\n':
			k.at++
		case '#':
			n := strings.IndexByte(k.text[k.at:], '\n')
			if n < 0 {
				n = len(k.text) - k.at
			}
			k.at += n
		default:
			return true
		}
	}
	return false
}

func (k *tomlKeys) spaces() {
	for k.at < len(k.text) && (k.text[k.at] == ' ' || k.text[k.at] == '\t') {
		k.at++
	}
}

// skip passes over what, if it stands here.
func (k *tomlKeys) skip(what string) bool {
	if !strings.HasPrefix(k.text[k.at:], what) {
		return false
	}
	k.at += len(what)
	return true
}

func (k *tomlKeys) span(start, end int) Span {
	return k.f.Span(k.base+start, k.base+min(end, len(k.text)))
}
