package site

import (
	"regexp"
	"slices"
	"strings"

	"cxgen/generator/chart"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// fields are what a value in prose can ask of a metric.
var fields = []string{"value", "latest", "change", "verdict", "n", "margin", "low", "high", "target"}

var holeForm = regexp.MustCompile(`^(\S+)\s+(\S+)(?:\s+at\s+(\S+))?(?:\s+where\s+(.+))?$`)

// value gives the text for a hole: {{site.title}}, {{row.name}}, or {{METRIC FIELD [at PERIOD] [where EXPR]}}.
func (c *composer) value(hole string, at source.Span) (string, []source.Problem) {
	part := func(s string) source.Span { // the place of a part of the hole
		if i := strings.Index(at.Text(), s); i >= 0 && s != "" {
			return at.File.Span(at.Start+i, at.Start+i+len(s))
		}
		return at
	}
	if space, name, ok := strings.Cut(hole, "."); ok && !strings.ContainsAny(hole, " \t") {
		switch {
		case hole == "site.title":
			return c.tongue.Title, nil
		case hole == "page.title":
			return c.node.Title, nil
		case space == "row" && c.slot.Row == nil:
			return "", []source.Problem{source.Errorf(at, "this page has no row").WithHint("{{row.…}} is for pages with each = { table = …, path = … }")}
		case space == "row":
			if v, ok := c.slot.Row.value(name); ok {
				return v, nil
			}
			return "", []source.Problem{unknownColumn(name, c.slot.Row.table, part(name))}
		}
		return "", []source.Problem{source.Errorf(at, "unknown name %q", hole).WithHint("%s", source.DidYouMean(hole, []string{"site.title", "page.title", "row.NAME"}))}
	}
	m := holeForm.FindStringSubmatch(hole)
	if m == nil {
		p := source.Errorf(at, "cannot read the value {{%s}}", hole)
		return "", []source.Problem{p.WithHint("write {{METRIC FIELD}}, for example {{nps latest}}; then at PERIOD or where EXPRESSION may follow")}
	}
	name, field, period, where := m[1], m[2], m[3], m[4]
	if !slices.Contains(fields, field) {
		return "", []source.Problem{source.Errorf(part(field), "unknown field %q", field).WithHint("%s", source.DidYouMean(field, fields))}
	}
	before := len(c.problems)
	defer func() { c.problems = c.problems[:before] }()
	def := c.figured(name, part(name))
	if def == nil {
		return "", slices.Clone(c.problems[before:])
	}
	a := asked{at: at}
	a.Period, a.Where = period, where
	q := c.query(a, def)
	q.place = func(key string) source.Span {
		return part(map[string]string{"where": where, "period": period, "metric": name}[key])
	}
	changes := field == "change" || field == "verdict"
	if changes || field == "latest" {
		fallback(&q.compare, "previous")
	}
	// The latest month, or what changed in it; all other fields belong together and to all time. A funnel runs along its steps.
	if (changes || field == "latest") && q.period == "" && def.Time != "" && def.Kind != "funnel" {
		q.by, q.last = "month", 2
	}
	r, _ := c.answer(q)
	if r == nil {
		return "", slices.Clone(c.problems[before:])
	}
	return c.read(r, field), nil
}

// read prints one field of a result's last point that is not of a running period.
func (c *composer) read(r *metric.Result, field string) string {
	undefined := c.locale.Say("site.undefined")
	p, unit := headline(r)
	print := chart.NewPrint(r, c.locale)
	switch {
	case field == "target" && r.Target != nil:
		return print.Value(*r.Target, unit, 0)
	case p.State == metric.Hidden && field == "n":
		return c.locale.Say("site.withheld") // not even that it is small: it may be hidden for the sake of another one
	case p.State == metric.Hidden:
		return c.locale.Say("site.too_few_to_show")
	case field == "n":
		return c.locale.Number(float64(p.N), 0)
	case p.State == metric.Empty:
		return undefined
	}
	switch field {
	case "value", "latest":
		return c.marked(r, p, print.Value(p.Value, unit, p.N))
	case "verdict":
		if p.Change != nil && p.Change.Verdict != metric.NoVerdict {
			return c.locale.Say(map[metric.Verdict]string{
				metric.Clear: "site.verdict_clear", metric.Unclear: "site.verdict_unclear", metric.TooFew: "site.verdict_too_few",
			}[p.Change.Verdict])
		}
	case "change":
		if p.Change != nil {
			return c.marked(r, p, print.Delta(p.Change.Delta, unit, p.N))
		}
	case "margin":
		if m := print.Margin(p, unit); m != "" {
			return m
		}
	case "low":
		if p.Interval {
			return print.Value(p.Low, unit, p.N)
		}
	case "high":
		if p.Interval {
			return print.Value(p.High, unit, p.N)
		}
	}
	return undefined
}

// marked marks a number in prose that rests on few answers (specification §0.8).
func (c *composer) marked(r *metric.Result, p metric.Point, number string) string {
	if c.lowBase(r, p) == "" {
		return number
	}
	return c.locale.Say("site.low_base_short", "value", number)
}

var hole = regexp.MustCompile(`\{\{\s*([^{}]+?)\s*\}\}`)

// fill replaces the holes of a header's text.
func (c *composer) fill(text string, at source.Span) (string, []source.Problem) {
	var problems []source.Problem
	filled := hole.ReplaceAllStringFunc(text, func(h string) string {
		v, found := c.value(strings.Trim(h, "{} "), at)
		problems = append(problems, found...)
		return v
	})
	return filled, problems
}
