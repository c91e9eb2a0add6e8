package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"cxgen/generator"
	"cxgen/generator/source"
)

// outcome is what a build ended with.
type outcome struct {
	*generator.Result
	published   bool
	destination string
	took        time.Duration
}

// summary says what was made, and what was left out.
func (o outcome) summary(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s in %s: %s\n", plural(o.Pages, "page", "pages"), plural(o.Charts, "chart", "charts"),
		plural(o.Files, "file", "files"), o.took.Round(10*time.Millisecond), filepath.Clean(o.destination))
	for _, left := range o.Left {
		fmt.Fprintf(&b, "Left out: %s\n", left)
	}
	if len(o.Problems) > 0 {
		fmt.Fprintln(&b, count(o.Problems)+" above.")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// nothing says that nothing was published: because of errors, or of warnings only.
func (o outcome) nothing(w io.Writer, errors bool) error {
	why := ""
	if !errors {
		why = ", and --strict lets none pass"
	}
	_, err := fmt.Fprintf(w, "\nNothing was published: %s%s.\n", count(o.Problems), why)
	return err
}

// count says how many errors and warnings there are.
func count(all []source.Problem) string {
	errors := 0
	for _, p := range all {
		if p.Level == source.Error {
			errors++
		}
	}
	var parts []string
	if errors > 0 {
		parts = append(parts, plural(errors, "error", "errors"))
	}
	if warnings := len(all) - errors; warnings > 0 {
		parts = append(parts, plural(warnings, "warning", "warnings"))
	}
	return strings.Join(parts, " and ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// place is where a problem is, as machines read it. Line and Column count from 1; Column counts characters.
type place struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

func placeOf(at source.Span) place {
	if at.File == nil {
		return place{}
	}
	line, column := at.Position()
	return place{at.File.Path, line, column}
}

type note struct {
	place
	Text string `json:"text"`
}

type problem struct {
	Level string `json:"level"`
	place
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
	Also []note `json:"also,omitempty"`
}

// stage is how long a part of a build took.
type stage struct {
	Name    string  `json:"name"` // read parse data link render write
	Seconds float64 `json:"seconds"`
}

// json prints an outcome for machines: one object, with everything that there is to say.
func (o outcome) json(w io.Writer) error {
	out := struct {
		Published bool      `json:"published"`
		Pages     int       `json:"pages"`
		Charts    int       `json:"charts"`
		Files     int       `json:"files"`
		Seconds   float64   `json:"seconds"`
		Stages    []stage   `json:"stages"`
		Left      []string  `json:"left_out"`
		Problems  []problem `json:"problems"`
	}{o.published, o.Pages, o.Charts, o.Files, o.took.Seconds(), []stage{}, append([]string{}, o.Left...), []problem{}}
	for _, s := range o.Stages {
		out.Stages = append(out.Stages, stage{s.Name, s.Took.Seconds()})
	}
	for _, p := range o.Problems {
		out.Problems = append(out.Problems, jsonProblem(p))
	}
	return encode(w, out)
}

func jsonProblem(p source.Problem) problem {
	q := problem{Level: p.Level.String(), place: placeOf(p.At), Text: p.Text, Hint: p.Hint}
	for _, n := range p.Also {
		q.Also = append(q.Also, note{placeOf(n.At), n.Text})
	}
	return q
}

// encode prints a value as JSON.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
