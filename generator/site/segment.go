package site

import (
	"sync"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// Segment is a group of customers that pages can be written for.
type Segment struct {
	SegmentSettings
	sum  source.Sum                  // of its definition and its table
	rows map[string]func() data.Rows // of a table by its name: those with a Key that is in the segment
}

// rowsOf gives the rows of a table that belong to the segment. They are looked for once, however many pages ask.
func (g *Segment) rowsOf(t Table) data.Rows { return g.rows[t.Name]() }

func (s *Site) linkSegments() []source.Problem {
	var problems []source.Problem
	for i, g := range s.Settings.Segments {
		at := func(key string) source.Span { return s.Settings.keys.Value(index("segments", i, key)) }
		table, ok := s.Tables[g.Table]
		if !ok {
			problems = append(problems, s.unknownTable(g.Table, at("table")))
			continue
		}
		key := table.Column(g.Key)
		if key == nil {
			problems = append(problems, unknownColumn(g.Key, table.Table, at("key")))
			continue
		}
		rows := data.NewRows(table.Rows, true)
		if g.Where != "" {
			var found []source.Problem
			if rows, found = s.filter(g.Where, at("where"), table.Table, nil); len(found) > 0 {
				problems = append(problems, found...)
				continue
			}
		}
		members := map[string]bool{}
		for row := range table.Rows {
			if rows.Has(row) && key.Cell(row) != "" {
				members[key.Cell(row)] = true
			}
		}
		if len(g.Title) == 0 {
			g.Title = metric.Texts{"": titleOf(g.Name)}
		}
		theirs := map[string]func() data.Rows{}
		for _, t := range s.Tables {
			theirs[t.Name] = sync.OnceValue(func() data.Rows { return t.Matching(g.Key, members) })
		}
		s.segments = append(s.segments, &Segment{g, source.SumOf([]byte(g.Name), []byte(g.Where), []byte(g.Key), table.Sum[:]), theirs})
	}
	return problems
}

func (s *Site) segment(name string) *Segment {
	for _, g := range s.segments {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// filter reads a where expression and gives the rows of a table that satisfy it.
func (s *Site) filter(text string, at source.Span, table *data.Table, row *Row) (data.Rows, []source.Problem) {
	f, problems := data.ParseFilter(text, at)
	if len(problems) > 0 {
		return nil, problems
	}
	return f.Select(table, data.Env{Row: row.value, Now: s.Now, TZ: s.Settings.zone})
}

func (s *Site) unknownTable(name string, at source.Span) source.Problem {
	hint := "a table is a file in data/ or an entry in data/metrics.toml"
	if near := source.DidYouMean(name, sortedKeys(s.Tables)); near != "" {
		hint = near + "\n" + hint
	}
	return source.Errorf(at, "unknown table %q", name).WithHint("%s", hint)
}

func unknownColumn(name string, table *data.Table, at source.Span) source.Problem {
	return source.Errorf(at, "the table %q has no column %q", table.Name, name).WithHint("%s", source.DidYouMean(name, table.Names()))
}

func (s *Site) unknownSegment(name string, at source.Span) source.Problem {
	var known []string
	for _, g := range s.segments {
		known = append(known, g.Name)
	}
	p := source.Errorf(at, "unknown segment %q", name)
	if len(known) == 0 {
		return p.WithHint("define it in site.toml under [[segments]]")
	}
	return p.WithHint("%s", source.DidYouMean(name, known))
}
