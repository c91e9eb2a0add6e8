package source

import (
	"cmp"
	"fmt"
	"slices"
)

// Level tells whether a problem stops the build.
type Level uint8

const (
	Error   Level = iota // nothing is published
	Warning              // the site is published all the same; fatal under --strict
)

// String gives the word that stands before a problem's text.
func (l Level) String() string {
	if l == Warning {
		return "warning"
	}
	return "error"
}

// Problem is a mistake of the site's author: what is wrong, where, and how to mend it.
type Problem struct {
	Level Level
	At    Span
	Text  string // one line, in lower case, without a full stop: `unknown metric "npss"`
	Hint  string // the remedy, a sentence a line: `did you mean "nps"?`
	Also  []Note
}

// Note is a second place that helps to understand a problem.
type Note struct {
	At   Span
	Text string
}

// Errorf makes a problem that stops the build.
func Errorf(at Span, format string, args ...any) Problem {
	return Problem{Level: Error, At: at, Text: fmt.Sprintf(format, args...)}
}

// Warnf makes a problem with which the site is published all the same.
func Warnf(at Span, format string, args ...any) Problem {
	return Problem{Level: Warning, At: at, Text: fmt.Sprintf(format, args...)}
}

// WithHint gives p with a remedy.
func (p Problem) WithHint(format string, args ...any) Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

// With gives p with one more place. It leaves p as it was.
func (p Problem) With(note Note) Problem {
	p.Also = append(slices.Clip(p.Also), note)
	return p
}

// Where gives the place as "path:line:column", the path alone for a file as a whole, and "" for nowhere.
func (p Problem) Where() string { return where(p.At) }

func where(at Span) string {
	if at.IsZero() {
		return ""
	}
	if at.whole() {
		return at.File.Path
	}
	line, column := at.Position()
	return fmt.Sprintf("%s:%d:%d", at.File.Path, line, column)
}

// Sort gives the problems in the order of path, place and text, each once.
func Sort(problems []Problem) []Problem {
	type placed struct {
		Problem
		path         string
		line, column int
	}
	// Positions, not offsets, are compared: one place may be in the file, another in an excerpt of it.
	all := make([]placed, len(problems))
	for i, p := range problems {
		all[i].Problem = p
		if !p.At.IsZero() {
			all[i].path = p.At.File.Path
			all[i].line, all[i].column = p.At.Position()
		}
	}
	order := func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(a.path, b.path),
			cmp.Compare(a.line, b.line),
			cmp.Compare(a.column, b.column),
			cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Level, b.Level),
		)
	}
	slices.SortStableFunc(all, order)
	all = slices.CompactFunc(all, func(a, b placed) bool { return order(a, b) == 0 })
	sorted := make([]Problem, len(all))
	for i, p := range all {
		sorted[i] = p.Problem
	}
	return sorted
}

// Fatal tells whether one of the problems stops the build.
func Fatal(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == Error })
}
