package content

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"cxgen/generator/source"
)

// attributes are what stands in braces after a section's name or a heading's text: {key="value" key2='v' .class #id}.
type attributes struct {
	values map[string]string
	keys   source.Keys
}

func newAttributes() attributes {
	return attributes{values: map[string]string{}}
}

// attributes reads text, which begins with the opening brace and stands at the offset at of the file. It gives the number of bytes up to and
// with the closing brace. When something is malformed, it says so and gives what stood before that.
func (r *reading) attributes(text []byte, at int) (a attributes, n int, ok bool) {
	a = newAttributes()
	wrong := func(i int, hint, problem string, args ...any) (attributes, int, bool) {
		at := r.span(at+i, at+i+firstRune(text[i:]))
		r.say(source.Errorf(at, problem, args...).WithHint("%s", hint))
		return a, i, false
	}
	for i := 1; ; {
		i += len(text[i:]) - len(bytes.TrimLeft(text[i:], " \t"))
		if i == len(text) {
			return wrong(0, "end them with }", "the attributes are not closed")
		}
		switch c := text[i]; {
		case c == '}':
			return a, i + 1, true
		case c == '.' || c == '#':
			n := word(text[i+1:], " \t\"'={}.#")
			if n == 0 {
				return wrong(i, "write .class or #id", "no name after %q", c)
			}
			name, span := "class", r.span(at+i+1, at+i+1+n)
			if c == '#' {
				name = "id"
			}
			r.add(&a, name, string(text[i+1:i+1+n]), r.span(at+i, at+i+1), span)
			i += 1 + n
		default:
			name := len(text[i:]) - len(bytes.TrimLeftFunc(text[i:], isName))
			if name == 0 {
				char, _ := utf8.DecodeRune(text[i:])
				return wrong(i, `attributes look like key="value", .class or #id`, "unexpected %q among the attributes", char)
			}
			key := string(text[i : i+name])
			span := r.span(at+i, at+i+name)
			i += name
			if i == len(text) || text[i] != '=' {
				r.say(source.Errorf(span, "attribute %q has no value", key).WithHint(`write %s="…"`, key))
				return a, i, false
			}
			i++
			value, from, to, next, ok := attributeValue(text, i)
			if !ok {
				if i == len(text) {
					i--
				}
				return wrong(i, `put it in quotes, like `+key+`="…"`, "the value of %q is not complete", key)
			}
			r.add(&a, key, value, span, r.span(at+from, at+to))
			i = next
		}
	}
}

// add takes one attribute in; classes add up.
func (r *reading) add(a *attributes, key, value string, name, at source.Span) {
	if !a.keys.Has(key) {
		a.values[key] = value
		a.keys.Add(key, name, at)
		return
	}
	if key == "class" {
		a.values[key] += " " + value
		return
	}
	r.say(source.Errorf(name, "attribute %q is given twice", key).
		WithHint("keep one of them").
		With(source.Note{At: a.keys.Name(key), Text: "first here"}))
}

// attributeValue reads the value at i: text in quotes, where a backslash keeps a quote, or one word. It stands from from to to.
func attributeValue(text []byte, i int) (value string, from, to, next int, ok bool) {
	if i == len(text) {
		return "", i, i, i, false
	}
	quote := text[i]
	if quote != '"' && quote != '\'' {
		n := word(text[i:], " \t\"'={},;")
		return string(text[i : i+n]), i, i + n, i + n, n > 0
	}
	var b strings.Builder
	for j := i + 1; j < len(text); j++ {
		switch c := text[j]; {
		case c == quote:
			return b.String(), i + 1, j, j + 1, true
		case c == '\\' && j+1 < len(text) && (text[j+1] == quote || text[j+1] == '\\'):
			j++
			b.WriteByte(text[j])
		default:
			b.WriteByte(c)
		}
	}
	return "", i, i, i, false
}

// word gives how much of text stands before the first of the ends.
func word(text []byte, ends string) int {
	if n := bytes.IndexAny(text, ends); n >= 0 {
		return n
	}
	return len(text)
}
