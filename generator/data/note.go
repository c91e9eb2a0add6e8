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

// Candidate is a tool that may have written a table, though it lacks too many of the tool's columns to be sure.
type Candidate struct {
	Title, Source string
	Has, Of       int // columns
}

// Candidates gives the tools of whose columns half are there, the likeliest first, for a table of which no tool is known.
func (t *Table) Candidates() []Candidate {
	if slices.ContainsFunc(t.Origins, func(o Origin) bool { return o.Tool != "" }) {
		return nil
	}
	var names []string
	for _, name := range t.Names() {
		names = append(names, normal(name))
	}
	var all []Candidate
	for i := range tools {
		tool := &tools[i]
		n := tool.matches(names)
		known := slices.ContainsFunc(all, func(c Candidate) bool { return c.Source == tool.name })
		if n > 2 && 2*n >= len(tool.must) && !known {
			all = append(all, Candidate{ToolTitle(tool.name), tool.name, n, len(tool.must)})
		}
	}
	slices.SortStableFunc(all, func(a, b Candidate) int { return b.Has*a.Of - a.Has*b.Of })
	return all
}
