package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// write writes a value as its place on the page asks.
type write func(out []byte, v reflect.Value) []byte

// splitEscapers takes the commands from a pipeline that html/template has put at its end, and gives their names.
func splitEscapers(commands []*parse.CommandNode) (rest []*parse.CommandNode, escapers string) {
	for len(commands) > 1 {
		last := len(commands) - 1
		name, ok := strings.CutPrefix(commands[last].String(), "_html_template_")
		if !ok {
			break
		}
		commands, escapers = commands[:last], strings.TrimSpace(name+" "+escapers)
	}
	return commands, escapers
}

// inText is the name of what escapes text between tags.
const inText = "htmlescaper"

// written gives the write that does what some functions of html/template do one after the other (escape.go there), nil when
// it does not know them.
func written(escapers string) write {
	switch escapers {
	case inText:
		return func(out []byte, v reflect.Value) []byte {
			text, t := textOf(v)
			if t == htmlType {
				return append(out, text...)
			}
			return escaped(out, text)
		}
	case "rcdataescaper", "attrescaper": // in a title; in quotes
		return func(out []byte, v reflect.Value) []byte {
			text, t := textOf(v)
			if t == htmlType {
				panic(unknown{})
			}
			return escaped(out, text)
		}
	case "urlfilter urlnormalizer attrescaper": // a whole address
		return func(out []byte, v reflect.Value) []byte {
			text, t := textOf(v)
			if t != urlType && !followed(text) {
				text = "#ZgotmplZ"
			}
			return escaped(out, address(text, true))
		}
	case "urlnormalizer attrescaper": // the middle of an address
		return func(out []byte, v reflect.Value) []byte {
			text, _ := textOf(v)
			return escaped(out, address(text, true))
		}
	case "urlescaper attrescaper": // behind its ? or #
		return func(out []byte, v reflect.Value) []byte {
			text, t := textOf(v)
			return escaped(out, address(text, t == urlType))
		}
	case "jsvalescaper": // in a script
		return func(out []byte, v reflect.Value) []byte {
			text, t := textOf(v)
			if t != scriptType {
				panic(unknown{})
			}
			return append(out, text...)
		}
	}
	return nil
}

var (
	htmlType   = reflect.TypeFor[template.HTML]()
	urlType    = reflect.TypeFor[template.URL]()
	scriptType = reflect.TypeFor[template.JS]()
)

// textOf gives the text of a value, and its type when it is a text.
func textOf(v reflect.Value) (string, reflect.Type) {
	if !v.IsValid() {
		return "", nil
	}
	t := v.Type()
	switch {
	case v.Kind() == reflect.String && t.NumMethod() == 0:
		return v.String(), t
	case t == intType:
		return strconv.FormatInt(v.Int(), 10), nil
	case v.Kind() == reflect.Bool && t.NumMethod() == 0, v.Kind() == reflect.Float64 && t.NumMethod() == 0:
		return fmt.Sprint(v.Interface()), nil
	}
	panic(unknown{})
}

// escaped writes text so that none of its letters is taken for markup, neither between tags nor in quotes.
func escaped(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		var as string
		switch text[i] {
		case '"':
			as = "&#34;"
		case '&':
			as = "&amp;"
		case '\'':
			as = "&#39;"
		case '+':
			as = "&#43;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		case 0:
			as = "\uFFFD"
		default:
			continue
		}
		out = append(append(out, text[from:i]...), as...)
		from = i + 1
	}
	return append(out, text[from:]...)
}

// followed tells whether an address is of a kind that leads to a page or a letter and does nothing else.
func followed(address string) bool {
	scheme, _, found := strings.Cut(address, ":")
	return !found || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

// address writes as %xx what cannot stand in an address. In a whole one its signs mean what they mean, and %xx stays.
func address(text string, whole bool) string {
	var b strings.Builder
	from := 0
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~", c) >= 0,
			whole && strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0,
			whole && c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
		default:
			b.WriteString(text[from:i])
			fmt.Fprintf(&b, "%%%02x", c)
			from = i + 1
		}
	}
	if from == 0 {
		return text
	}
	return b.String() + text[from:]
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
