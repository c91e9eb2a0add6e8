package data

import (
	"fmt"
	"slices"
	"strings"
)

// Notes gives what surprises in the files of the tool that wrote the table, and how many of their responses are not complete.
func (t *Table) Notes() []string {
	for _, o := range t.Origins {
		tool := toolNamed(o.Tool)
		if tool == nil {
			continue
		}
		var notes []string
		if tool.note != "" {
			notes = append(notes, tool.note)
		}
		if note := t.partial(tool.whole); note != "" {
			notes = append(notes, note)
		}
		return notes
	}
	return nil
}

// partial counts the responses that are not complete, and says how to leave them out.
func (t *Table) partial(whole dropRule) string {
	at := slices.IndexFunc(t.columns, func(c *Column) bool { return normal(c.Name) == whole.column })
	if at < 0 {
		return ""
	}
	c := t.columns[at].opened()
	complete, parts := "", 0
	for _, code := range c.Codes {
		switch word := c.Words[code]; {
		case slices.Contains(whole.words, strings.ToLower(word)):
			complete = word
		case !IsMissing(word):
			parts++
		}
	}
	if parts == 0 || complete == "" {
		return ""
	}
	if c.Kind != Number {
		complete = `"` + complete + `"`
	}
	name := c.Name
	if !isBareName(name) {
		name = "`" + name + "`"
	}
	return fmt.Sprintf("%s not complete; to leave them out: where = '%s = %s'", choose(parts, "response is", "responses are"), name, complete)
}
