package locale

import (
	"fmt"
	"reflect"
	"strings"
)

// Say gives the interface words of key with its holes filled: args are names and values in turn, and {name} stands for the value.
// Numbers are written in the digits of the language. A Korean particle that depends on the value stands in its hole, {name:을/를}. When there is an argument "count", the plural form key.one, key.other … that
// fits it is taken. A key without words is given back in brackets, and a hole without a value stays as it is.
func (l *Locale) Say(key string, args ...any) string {
	words, ok := l.find(key, args)
	if !ok {
		return "[" + key + "]"
	}
	return l.Glue(fill(words, func(name string) (string, bool) {
		name, particles, _ := strings.Cut(name, ":")
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == name {
				value := l.value(args[i+1])
				return l.Isolate(value) + particle(value, particles), true
			}
		}
		return "", false
	}))
}

// fill puts values into the {holes} of a pattern. A hole without a value stays, and a hole in a value is none.
func fill(pattern string, value func(name string) (string, bool)) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(pattern, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		if text, ok := value(name); ok && closed {
			b.WriteString(text)
			pattern = after
		} else {
			b.WriteByte('{')
			pattern = rest
		}
	}
}

// Has tells whether there are words for key, in one form or in several.
func (l *Locale) Has(key string) bool {
	_, ok := l.find(key, nil)
	return ok
}

func (l *Locale) find(key string, args []any) (words string, ok bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if n, isNumber := float(args[i+1]); args[i] == "count" && isNumber {
			if words, ok = l.words[key+"."+l.Plural(n)]; ok {
				return words, true
			}
		}
	}
	if words, ok = l.words[key]; !ok {
		words, ok = l.words[key+".other"]
	}
	return words, ok
}

// value writes an argument of Say.
func (l *Locale) value(v any) string {
	if n, ok := float(v); ok {
		return l.Number(n, -1)
	}
	return fmt.Sprint(v)
}

func float(v any) (n float64, ok bool) {
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return 0, false
}

// List joins items as a sentence does: "a, b and c".
func (l *Locale) List(items []string) string {
	n := len(items)
	switch n {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return items[0] + l.facts.List[0] + items[1]
	}
	return strings.Join(items[:n-1], l.facts.List[1]) + l.facts.List[2] + items[n-1]
}

// Quote puts a text between the quotation marks of the language.
func (l *Locale) Quote(s string) string { return l.facts.Quotes[0] + s + l.facts.Quotes[1] }

// Quotes gives the marks around a quotation, and those around one within it.
func (l *Locale) Quotes() (outer, inner [2]string) {
	q := l.facts.Quotes
	return [2]string{q[0], q[1]}, [2]string{q[2], q[3]}
}
