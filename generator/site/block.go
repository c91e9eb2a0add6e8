package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// block is the body of a data block. Which keys a block may use is said in blockKeys.
type block struct {
	Title   string `toml:"title"`
	Caption string `toml:"caption"`
	Where   string `toml:"where"`
	Period  string `toml:"period"`
	ID      string `toml:"id"`

	Metric  string   `toml:"metric"`
	Table   string   `toml:"table"`
	X       string   `toml:"x"`
	Y       Strings  `toml:"y"`
	By      string   `toml:"by"`
	Split   string   `toml:"split"`
	Last    int      `toml:"last"`
	Form    string   `toml:"form"`
	Compare string   `toml:"compare"`
	Target  *float64 `toml:"target"`
	Height  int      `toml:"height"`
	Events  []event  `toml:"events"`

	Show  []string `toml:"show"`
	Spark *bool    `toml:"spark"`

	Columns []string `toml:"columns"`
	Sort    string   `toml:"sort"`
	Limit   int      `toml:"limit"`

	Touchpoints string    `toml:"touchpoints"`
	Stages      []stage   `toml:"stages"`
	Lanes       []laneRow `toml:"lanes"`

	State string `toml:"state"`

	Metrics Strings `toml:"metrics"`
	Most    int     `toml:"most"`

	Section string `toml:"section"`
	Tag     string `toml:"tag"`
	Product string `toml:"product"`
}

type event struct {
	At    time.Time `toml:"at"`
	Label string    `toml:"label"`
}

// Strings is one text or a list of texts.
type Strings []string

// Fill takes a text, or a list of texts.
func (s *Strings) Fill(v any) error {
	switch v := v.(type) {
	case string:
		*s = Strings{v}
	case []any:
		for _, e := range v {
			t, ok := e.(string)
			if !ok {
				return errNotText
			}
			*s = append(*s, t)
		}
	default:
		return errNotText
	}
	return nil
}

type plainError string

func (e plainError) Error() string { return string(e) }

const errNotText = plainError("wants a text, or a list of texts")

// blockKeys lists the keys of each data block, besides title caption where period id.
var blockKeys = map[string][]string{
	"chart":    {"metric", "table", "x", "y", "by", "split", "last", "form", "compare", "target", "height", "events", "sort", "limit"},
	"metrics":  {"show", "compare", "spark"},
	"table":    {"metric", "by", "split", "last", "table", "columns", "sort", "limit"},
	"pages":    {"section", "tag", "sort", "limit"},
	"products": {"section", "tag", "sort", "limit"},
	"reviews":  {"table", "product", "limit", "sort"},
	"journey":  {"touchpoints", "stages", "lanes", "compare", "target", "height"},
	"insight":  {"metrics", "by", "most", "compare"},
	"comments": {"table", "limit", "state"},
}

var commonKeys = []string{"title", "caption", "where", "period", "id"}

// asked is a data block in its place.
type asked struct {
	block
	name string
	keys source.Keys
	at   source.Span
}

// place gives the place of a key of the block, or of the block.
func (a asked) place(key string) source.Span {
	if at := a.keys.Value(key); !at.IsZero() {
		return at
	}
	return a.at
}

// data reads a data block and makes its part.
func (c *composer) data(b content.Block) (Part, bool) {
	a := asked{name: b.Name, at: b.At}
	allowed, known := blockKeys[b.Name]
	if !known {
		c.complain(source.Errorf(b.At, "the block %q is not known to this version", b.Name).
			WithHint("%s", source.DidYouMean(b.Name, sortedKeys(blockKeys))))
		return Part{}, false
	}
	var problems []source.Problem
	a.keys, problems = source.Decode(b.Text.File, b.Text.Start, b.Text.End, source.TOML, &a.block)
	allowed = append(slices.Clone(commonKeys), allowed...)
	for _, key := range a.keys.Paths() {
		if !strings.Contains(key, ".") && !slices.Contains(allowed, key) && slices.Contains(source.Fields(a.block), key) {
			problems = append(problems, source.Errorf(a.keys.Name(key), "the block %s has no key %q", b.Name, key).
				WithHint("%s", source.DidYouMean(key, allowed)))
		}
	}
	if len(problems) > 0 {
		c.complain(problems...)
		return Part{}, false
	}
	p := Part{Kind: b.Name, ID: a.ID}
	switch b.Name {
	case "chart":
		p.Figure = c.chart(a)
		return p, p.Figure != nil
	case "metrics":
		p.Tiles = c.tilesOf(a)
	case "table":
		p.Table = c.table(a)
		return p, p.Table != nil
	case "pages", "products":
		p.Cards = c.cards(a)
	case "reviews":
		p.Reviews = c.reviews(a)
		return p, p.Reviews != nil
	case "journey":
		p.Kind = "chart"
		p.Figure = c.journey(a)
		return p, p.Figure != nil
	case "comments":
		p.Comments = c.comments(a)
		return p, p.Comments != nil
	case "insight":
		p.Insight = c.insight(a)
		return p, p.Insight != nil
	}
	return p, true
}

// metric looks up the metric that a key names.
func (c *composer) metric(name string, at source.Span) *metric.Metric {
	if m := c.metrics[name]; m != nil {
		return m
	}
	p := source.Errorf(at, "unknown metric %q", name)
	known := sortedKeys(c.metrics)
	if best, ok := source.Closest(name, known); ok {
		p = p.WithHint("did you mean %q?", best)
		p.Also = append(p.Also, source.Note{At: c.Defs.Keys.Name("metrics." + best), Text: "it is defined here"})
	} else {
		p = p.WithHint("%s\ndefine it in data/metrics.toml", source.DidYouMean(name, known))
	}
	c.complain(p)
	return nil
}

// today is the day of the build, so that two builds of one day ask the same.
func (s *Site) today() time.Time {
	y, m, d := s.Now.In(s.Settings.zone).Date()
	return time.Date(y, m, d, 12, 0, 0, 0, s.Settings.zone)
}

// query completes a block's query from the page's header.
func (c *composer) query(a asked, m *metric.Metric) query {
	q := query{metric: m, by: a.By, split: a.Split, where: a.Where, period: a.Period, compare: a.Compare, last: a.Last, place: a.place}
	trend := metric.IsPeriod(q.by)
	if q.period == "" {
		if q.period = c.node.Header.Period; trend {
			q.period = until(q.period)
		}
	}
	if q.period != "" || trend {
		fallback(&q.compare, c.node.Header.Compare)
	}
	return q
}

// until is all time to the end of a period: a trend ends with its page's period.
func until(period string) string {
	first, last, found := strings.Cut(period, "..")
	if !found {
		last = first
	}
	if len(last) < len("2026") {
		return period
	}
	year := "1900"
	if last < year { // a Persian one, of 1300 to 1500
		year = "1300"
	}
	start := (year + "-01-01")[:min(len(last), len("1900-01-01"))]
	if strings.Contains(last, "Q") {
		start = year + "-Q1"
	}
	return start + ".." + last
}

// chart makes the figure of a chart block.
func (c *composer) chart(a asked) *FigureView {
	var result *metric.Result
	var key source.Sum
	switch {
	case a.Metric != "" && a.Table != "":
		c.complain(source.Errorf(a.place("table"), "a chart shows a metric or a table, not both").WithHint("remove metric or table"))
	case a.Metric != "":
		if m := c.metric(a.Metric, a.place("metric")); m != nil {
			result, key = c.answer(c.query(a, m))
		}
	case a.Table != "" && c.survey != nil: // rows are shown as they are
	case a.Table != "":
		result, key = c.plot(a)
	default:
		c.complain(source.Errorf(a.at, "this chart does not say what it shows").WithHint(`write metric = "nps", or table, x and y`))
	}
	if result == nil {
		return nil
	}
	spec := c.spec(a, result)
	for _, e := range a.Events {
		spec.Events = append(spec.Events, chart.Event{At: e.At, Label: e.Label})
	}
	return c.figure(a, result, key, spec)
}

// spec says to the drawing what the block and the metric's definition say.
func (c *composer) spec(a asked, r *metric.Result) chart.Spec {
	spec := chart.Spec{ID: c.figureID(a), Form: a.Form, Title: a.Title, Caption: a.Caption, Target: a.Target, Height: a.Height, Compare: a.Compare, Locale: c.locale}
	spec.TimeAxis = c.tongue.TimeAxis
	spec.By = c.tongue.labels.column(cmp.Or(a.By, a.X))
	if m := r.Metric; m != nil {
		spec.Measure, spec.Question = m.Title.In(c.locale.Lang), m.Question.In(c.locale.Lang)
		spec.MinN, spec.LowN, spec.Conf = m.MinN, m.LowN, m.Conf
		spec.Benchmarks = c.benchmarks(a, m)
	}
	return spec
}

// plot asks a table for two of its columns.
func (c *composer) plot(a asked) (*metric.Result, source.Sum) {
	table, rows, ok := c.rowsOf(a)
	if !ok {
		return nil, source.Sum{}
	}
	if a.X == "" || len(a.Y) == 0 {
		c.complain(source.Errorf(a.place("table"), "a chart of a table needs x and y").WithHint("x names the column of labels or times, y one or more columns of numbers"))
		return nil, source.Sum{}
	}
	r, mistake := metric.Plot(table.Table, a.X, a.Y, rows, a.Sort, a.Limit)
	if mistake != nil {
		c.complain(source.Errorf(a.place(mistake.Key), "%s", mistake.Text).WithHint("%s", mistake.Hint))
		return nil, source.Sum{}
	}
	return c.tongue.labels.named(r, ""), source.SumOf(c.tongue.labelsSum[:], table.Sum[:], []byte(a.X), []byte(strings.Join(a.Y, "\x00")), []byte(a.Where), []byte(a.Sort), []byte{byte(a.Limit), byte(a.Limit >> 8)},
		[]byte(c.today().Format(time.DateOnly)), []byte(c.path))
}

// rowsOf gives the table that a block names and the rows that it selects.
func (c *composer) rowsOf(a asked) (Table, data.Rows, bool) {
	table, ok := c.Tables[a.Table]
	if !ok {
		c.complain(c.unknownTable(a.Table, a.place("table")))
		return Table{}, nil, false
	}
	rows := data.NewRows(table.Rows, true)
	if g := c.slot.Segment; g != nil && table.Column(g.Key) != nil {
		rows = rows.And(g.rowsOf(table))
	}
	if a.Where != "" {
		chosen, problems := c.filter(a.Where, a.place("where"), table.Table, c.slot.Row)
		if len(problems) > 0 {
			c.complain(problems...)
			return Table{}, nil, false
		}
		rows = rows.And(chosen)
	}
	return table, rows, true
}
