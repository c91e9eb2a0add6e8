package site

import (
	"strconv"
	"strings"
	"time"

	"cxgen/generator/data"
	"cxgen/generator/locale"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// query is a question to a metric, before its names are looked up.
type query struct {
	metric    *metric.Metric
	by, split string
	where     string
	period    string
	compare   string
	last      int
	place     func(key string) source.Span
}

type reply struct {
	result  *metric.Result
	mistake *metric.Mistake
	again   bool // looking up its rows has something to say
}

// answer asks a metric in the context of the page: its segment, its row, its period. It gives nil when it cannot be answered, and while the
// site only surveys what its pages ask.
func (c *composer) answer(q query) (*metric.Result, source.Sum) {
	table, ok := c.Tables[q.metric.Table]
	if !ok {
		return nil, source.Sum{} // reported with data/metrics.toml
	}
	if g := c.slot.Segment; g != nil && table.Column(g.Key) == nil {
		c.complain(source.Errorf(q.place("metric"), "the metric %q cannot be narrowed to the segment %q: its table %q has no column %q", q.metric.Name, g.Name, table.Name, g.Key).
			WithHint("add the column to the table, or leave the metric out of this page with ::: segment sections"))
		return nil, source.Sum{}
	}
	asked := c.request(q, table)
	if c.survey != nil {
		c.survey.requests = append(c.survey.requests, asked)
		return nil, source.Sum{}
	}
	plan := c.plans[table.Name]
	sum := plan.Sum()
	key := source.SumOf(asked.key[:], sum[:])
	got := c.Recall("answer", key, func() any {
		full, problems, ok := asked.full()
		if !ok {
			return reply{again: true}
		}
		full.Plan = plan
		r, mistake := metric.Answer(full)
		return reply{r, mistake, len(problems) > 0}
	}).(reply)
	if got.again { // with the place of this question: the same words may stand in others
		_, problems, _ := asked.full()
		c.complain(problems...)
	}
	if got.mistake != nil {
		c.complain(source.Errorf(q.place(got.mistake.Key), "%s", got.mistake.Text).WithHint("%s", got.mistake.Hint))
	}
	if got.result == nil {
		return nil, key
	}
	c.overlap(q, asked, got.result)
	c.personalGroups(q, table)
	return c.tongue.labels.named(got.result, q.split), source.SumOf(key[:], c.tongue.labelsSum[:])
}

// request is a query of a page. Its rows are looked up when it is asked for the first time.
type request struct {
	table    string
	metric   string
	by       string
	calendar locale.Calendar
	page     string     // that asks
	lang     string     // of the page
	name     string     // says the same whatever is in the table, so that edits of data do not change what is hidden for the sake of others
	key      source.Sum // equal requests have equal keys
	full     func() (full metric.Query, problems []source.Problem, ok bool)
}

func (c *composer) request(q query, table Table) request {
	def := q.metric.Sum()
	parts := [][]byte{def[:], table.Sum[:], []byte(q.by), []byte(q.split), []byte(q.where), []byte(q.period), []byte(q.compare),
		{byte(q.last), byte(q.last >> 8)}, []byte(c.today().Format(time.DateOnly)), []byte(c.Settings.TZ), []byte(c.Settings.Data.WeekStart), {byte(c.locale.Calendar)}}
	segment, row := c.slot.Segment, c.slot.Row
	if segment != nil {
		parts = append(parts, segment.sum[:])
	}
	narrowed := row != nil && row.where != ""
	if narrowed {
		parts = append(parts, []byte(row.path), []byte(row.where))
	}
	if row != nil && q.where != "" { // it may name fields of the row
		parts = append(parts, []byte(row.path))
	}
	name := []string{q.metric.Name, q.by, q.split, q.where, q.period, q.compare, strconv.Itoa(q.last), strconv.Itoa(int(c.locale.Calendar))}
	if segment != nil {
		name = append(name, "for "+segment.Name)
	}
	if narrowed || row != nil && q.where != "" {
		name = append(name, row.path, row.where)
	}
	return request{table.Name, q.metric.Name, q.by, c.locale.Calendar, c.node.URL, c.locale.Lang, strings.Join(name, "\x00"), source.SumOf(parts...), func() (metric.Query, []source.Problem, bool) {
		full := metric.Query{
			Metric: q.metric, Table: table.Table, By: q.by, Split: q.split, Period: q.period, Compare: q.compare,
			Last: q.last, Now: c.today(), TZ: c.Settings.zone, Calendar: c.locale.Calendar, Each: c.Each,
		}
		var problems, of []source.Problem
		var rows data.Rows
		if segment != nil {
			full.Where = append(full.Where, segment.rowsOf(table))
		}
		if narrowed {
			rows, problems = c.filter(row.where, c.node.Keys.Value("each.where"), table.Table, row)
			full.Where = append(full.Where, rows)
		}
		if q.where != "" {
			rows, of = c.filter(q.where, q.place("where"), table.Table, row)
			full.Where = append(full.Where, rows)
		}
		return full, append(problems, of...), len(of) == 0
	}}
}
