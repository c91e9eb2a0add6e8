package site

import (
	"slices"
	"strings"

	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// labels are what columns and their values are called in a language: content/LANG/labels.toml, a table per column, and the
// names of the columns themselves in the table columns.
type labels map[string]map[string]string

// labelsFile is the name of the file beside a language's pages.
const labelsFile = "labels.toml"

// linkLabels reads the labels of each language.
func (s *Site) linkLabels() []source.Problem {
	var problems []source.Problem
	for _, t := range s.tongues {
		if f := s.Files[t.Prefix+labelsFile]; f != nil {
			_, found := source.Decode(f, 0, len(f.Text), source.TOML, &t.labels)
			problems = append(problems, found...)
			t.labelsSum = f.Sum
			delete(s.Files, f.Path[len("content/"):]) // it is not a file of a page
		}
	}
	return problems
}

// column gives the name of a column.
func (l labels) column(name string) string {
	if label := l["columns"][name]; label != "" {
		return label
	}
	return name
}

// value gives the name of a value of a column.
func (l labels) value(column, value string) string {
	if label := l[column][value]; label != "" {
		return label
	}
	return value
}

// groupColumn gives the column that the groups of a result are values of. Some kinds have a word of their own for it; the drivers of a model
// are columns themselves.
func (l labels) groupColumn(r *metric.Result) string {
	if r.Metric == nil {
		return r.By
	}
	key := r.By
	switch key {
	case "driver":
		return "columns"
	case "step":
		key = "event"
	case "theme":
		key = "themes"
	}
	for _, c := range r.Metric.Columns() {
		if c.Key == key {
			return c.Column
		}
	}
	return r.By
}

// named puts the names that a language has for groups, splits and steps into a result.
func (l labels) named(r *metric.Result, split string) *metric.Result {
	if len(l) == 0 || r == nil {
		return r
	}
	by := l.groupColumn(r)
	of := func(value string) string {
		if label := l.value(by, value); label != value || split == "" {
			return label
		}
		return l.value(split, value)
	}
	named := *r
	named.Groups = slices.Clone(r.Groups)
	for i, g := range named.Groups {
		named.Groups[i] = l.value(by, g)
	}
	named.Series = slices.Clone(r.Series)
	for i := range named.Series {
		s := &named.Series[i]
		if split != "" {
			s.Split = l.value(split, s.Split)
		} else {
			s.Split = l.column(s.Split) // lines of a plain table are its columns
		}
	}
	named.Hidden = slices.Clone(r.Hidden)
	for i, h := range named.Hidden {
		parts := strings.Split(h, " · ")
		for k := range parts {
			parts[k] = of(parts[k])
		}
		named.Hidden[i] = strings.Join(parts, " · ")
	}
	return &named
}
