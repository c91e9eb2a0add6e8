package source

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// readYAML parses text, which stands at base in f, and notes the places of its keys.
//
// Of YAML it reads what settings need: tables, lists, texts, numbers, dates. What lets a small text stand for a huge tree or
// for something else than it seems (anchors and their aliases, merging, tags, keys that are tables) is a problem.
func readYAML(f *File, base int, text string, keys *Keys) (tree map[string]any, problems []Problem) {
	y := newYAMLText(f, base, text, keys)
	defer func() {
		if recover() != nil {
			tree, problems = nil, []Problem{unreadable(f, base, YAML)}
		}
	}()
	tokens := lexer.Tokenize(y.text)
	if problems := y.check(tokens); problems != nil {
		return nil, problems
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, []Problem{y.translate(err)}
	}
	tree = map[string]any{}
	for _, document := range file.Docs {
		if document.Body == nil {
			continue
		}
		pairs, ok := pairsOf(document.Body)
		if !ok {
			if document.Body.Type() == ast.NullType || document.Body.Type() == ast.CommentType {
				continue
			}
			return nil, []Problem{Errorf(y.place(document.Body), "settings are keys with values, not %s", kind(y.value(document.Body, ""))).
				WithHint("write key: value, with a space after the colon")}
		}
		y.table(tree, pairs, "")
	}
	return tree, y.problems
}

// check looks for what is not read, before anything is built.
func (y *yamlText) check(tokens token.Tokens) []Problem {
	var columns []int // at which the open lists and tables stand
	flow, documents := 0, 0
	for i, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			word := y.text[y.offset(t):]
			if n := strings.IndexAny(word, " \t\n"); n >= 0 {
				word = word[:n]
			}
			return []Problem{Errorf(y.mark(t), "%s stands for something else, which is not read here", word).
				WithHint("write it out where it is needed; a text that begins with %s needs quotes", t.Value[:1])}
		case token.TagType:
			return []Problem{Errorf(y.mark(t), "the tag %s is not read here", t.Value).
				WithHint("leave it out, or put a text that begins with ! in quotes")}
		case token.MappingKeyType:
			return []Problem{Errorf(y.mark(t), "a key with ? before it is not read here").
				WithHint("write key: value")}
		case token.DocumentHeaderType:
			if documents++; documents > 1 || i > 0 && tokens[i-1].Type != token.CommentType {
				return []Problem{Errorf(y.mark(t), "settings end here, and others begin").
					WithHint("leave out the line ---")}
			}
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingValueType:
			column := t.Position.Column
			if t.Type == token.MappingValueType && i > 0 {
				column = tokens[i-1].Position.Column
			}
			for len(columns) > 0 && columns[len(columns)-1] > column {
				columns = columns[:len(columns)-1]
			}
			if flow == 0 && (len(columns) == 0 || columns[len(columns)-1] < column) {
				columns = append(columns, column)
			}
		}
		if flow+len(columns) > deepest {
			return []Problem{tooDeep(y.mark(t))}
		}
	}
	return nil
}

// table reads the pairs of a table at path.
func (y *yamlText) table(into map[string]any, pairs []*ast.MappingValueNode, path string) {
	for _, pair := range pairs {
		key := pair.Key.GetToken()
		name, at := key.Value, y.scalar(key)
		path := below(path, name)
		if _, ok := into[name]; ok {
			first := y.keys.Name(path)
			y.problems = append(y.problems, Errorf(at, "%q is given twice", name).
				With(Note{At: first, Text: "first given here"}))
			continue
		}
		y.keys.Add(path, at, y.after(pair, at))
		into[name] = y.value(pair.Value, path)
	}
}

// value makes the plain value of a node at path and notes the places below it.
func (y *yamlText) value(node ast.Node, path string) any {
	if pairs, ok := pairsOf(node); ok {
		table := map[string]any{}
		y.table(table, pairs, path)
		return table
	}
	switch n := node.(type) {
	case *ast.SequenceNode:
		list := make([]any, len(n.Values))
		for i, v := range n.Values {
			entry := below(path, strconv.Itoa(i))
			at := y.place(v)
			y.keys.Add(entry, at, at)
			list[i] = y.value(v, entry)
		}
		return list
	case *ast.StringNode:
		if n.Token.Type == token.StringType {
			return dateOr(n.Value)
		}
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	case *ast.BoolNode:
		return n.Value
	case *ast.IntegerNode:
		return y.whole(n)
	case *ast.FloatNode:
		return n.Value
	case *ast.InfinityNode:
		return n.Value
	case *ast.NanNode:
		return n.GetValue()
	}
	return nil
}

// whole reads a whole number. Unlike the library it takes 010 for ten, as YAML does since 2009.
func (y *yamlText) whole(n *ast.IntegerNode) any {
	digits := strings.ReplaceAll(n.Token.Value, "_", "")
	if i, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return i
	}
	if i, err := strconv.ParseInt(digits, 0, 64); err == nil {
		return i
	}
	y.problems = append(y.problems, Errorf(y.scalar(n.Token), "the number %s is too large", n.Token.Value))
	return nil
}

// dateOr gives a text without quotes that is a date, with or without a time, as such, and any other as it is.
func dateOr(text string) any {
	if t, ok := parseTime(text); ok {
		return t
	}
	return text
}

// pairsOf gives the pairs of a table.
func pairsOf(node ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := node.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// translate makes a problem of an error of the library.
func (y *yamlText) translate(err error) Problem {
	var known yaml.Error
	if !errors.As(err, &known) || known.GetToken() == nil {
		return unreadable(y.f, y.base, YAML)
	}
	t := known.GetToken()
	at := y.scalar(t)
	line, _, _ := strings.Cut(y.text[y.offset(t):], "\n")
	line = strings.TrimRight(line, " \t\r")

	message := known.GetMessage()
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(message, w) })
	}
	switch {
	case says("mapping value is not allowed") && strings.Contains(strings.TrimSpace(t.Origin), "\n"):
		return Errorf(at, "the next line is indented, so it goes on with this text").
			WithHint("begin it in the same column as the key before it")
	case says("mapping value is not allowed"):
		return Errorf(at, "a text with a colon and a space in it needs quotes").WithHint("write %q", line)
	case says("found character '\t'", "tab character"):
		return Errorf(at, "a tab cannot indent a line of YAML").WithHint("indent with spaces")
	case says("could not find end character"):
		return Errorf(at, "the text has no closing quote").WithHint("close it with %s", strings.TrimSpace(t.Origin)[:1])
	case says("']'"):
		return Errorf(at, "a list is not closed, or a comma is missing").WithHint("write [a, b]")
	case says("'}'"):
		return Errorf(at, "a table in braces is not closed, or a comma is missing").WithHint("write {a: 1, b: 2}")
	case says("reserved character", "directive"):
		first := strings.TrimSpace(t.Origin)
		return Errorf(at, "a text cannot begin with %s", first).WithHint("put it in quotes")
	case says("non-map value"):
		return Errorf(at, "a key needs a colon and a value after it").WithHint("write key: value, with a space after the colon")
	case says("unknown escape"):
		return Errorf(at, "this means nothing after a backslash").
			WithHint(`write \\ for a backslash, or put the text in single quotes`)
	case says("block sequence entries"):
		return Errorf(at, "a list begins on a line of its own").WithHint("write - and a space before each entry, an entry a line")
	case says("is not allowed in this context", "unexpected", "invalid key"):
		return Errorf(at, "this does not go with the lines before it").
			WithHint("check how far it is indented; a text may need quotes")
	}
	return Errorf(at, "%s", message)
}
