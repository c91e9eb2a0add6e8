package data

import (
	"encoding/json"
	"slices"
	"strings"

	"cxgen/generator/source"
)

// unfold makes columns of the members of objects that stand as JSON in the cells of one column, as in the column properties of event
// exports: properties.plan, properties.cart.items. The column itself stays.
func (t *Table) unfold(def Def, files []*source.File, each Each) (problems []source.Problem) {
	if !slices.ContainsFunc(t.Origins, func(o Origin) bool { return o.Format == "csv" || o.Format == "xlsx" }) {
		t.prune()
		return nil // the others have objects of their own
	}
	var columns []*Column
	for _, c := range t.columns {
		columns = append(columns, c)
		if !c.folded() {
			continue
		}
		words, codes := c.peek()
		members, ok := membersOf(c.Name, words, def, each)
		if !ok {
			problems = append(problems, source.Warnf(whole(files), "the objects in column %q have too many different keys; they stay as they are", c.Name).
				WithHint("columns are made of keys that many rows share"))
		}
		for _, m := range members {
			if t.find(m.Name) != nil || len(columns) >= widest {
				continue
			}
			again := make([]uint32, len(codes))
			for row, code := range codes {
				again[row] = m.Codes[code]
			}
			m.Codes = again
			columns = append(columns, m)
		}
	}
	t.columns = columns
	return problems
}

// prune leaves out columns that are blank in all rows because an object was null where other rows have its members: a where a.b is.
func (t *Table) prune() {
	t.columns = slices.DeleteFunc(t.columns, func(c *Column) bool {
		return c.later == nil && !slices.ContainsFunc(c.Words, func(word string) bool { return word != "" }) &&
			slices.ContainsFunc(t.columns, func(other *Column) bool { return other != nil && strings.HasPrefix(other.Name, c.Name+".") })
	})
}

// folded tells whether the cells of a column are objects.
func (c *Column) folded() bool {
	if c.later != nil && !c.later.known {
		return c.later.folded
	}
	return areObjects(c.Words)
}

// areObjects tells whether all words that are not missing are JSON objects, or lists as Google Analytics has them of parameters.
func areObjects(words []string) bool {
	any := false
	for _, word := range words {
		switch {
		case isObject(word):
			any = true
		case !IsMissing(word):
			return false
		}
	}
	return any
}

func isObject(word string) bool {
	return (strings.HasPrefix(word, "{") || strings.HasPrefix(word, "[{")) && json.Valid([]byte(word))
}

// peek gives the words of a column without keeping them.
func (c *Column) peek() (words []string, codes []uint32) {
	if l := c.later; l != nil && !l.done.Load() {
		made := l.draft.again(l.each, asWords).column()
		return made.Words, made.Codes
	}
	c.opened()
	return c.Words, c.Codes
}

// membersOf reads each word as a row. ok is false, and there are no columns, when they would hold far more blanks than words.
func membersOf(name string, words []string, def Def, each Each) (columns []*Column, ok bool) {
	into := newSheet(each)
	into.here = map[int]bool{}
	for _, word := range words {
		into.size += len(word)
	}
	for _, word := range words {
		if isObject(word) {
			in := objects{text: []byte(word + " "), into: into, name: []byte(name), mark: def.mark()}
			blank := false
			if word[0] == '[' {
				in.params(&blank)
			} else {
				in.name = append(in.name, '.')
				in.object(deepest, &blank)
			}
		}
		into.end()
		if len(into.columns) > widest || into.tooSparse() {
			return nil, false
		}
	}
	return into.finish(), true
}
