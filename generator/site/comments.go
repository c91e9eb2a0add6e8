package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// CommentsView is comments with what became of them.
type CommentsView struct {
	ID, Title string
	State     string // shown hidden empty
	Head      CommentsHead
	Rows      []Comment
}

// CommentsHead names the columns; "" for one that the table does not have.
type CommentsHead struct{ Score, Text, Theme, Owner, State, Opened string }

// Comment is one of them, without what would tell who wrote it.
type Comment struct {
	Score, Mood  string // "4 of 10"; p, z or n
	Text         string
	Theme, Owner string
	State, Stage string // as the table has it; new, doing or done
	Opened       string
}

// mostComments is how many comments are shown unless the author says otherwise.
const mostComments = 5

// comments shows the newest comments of a table that allows it: redacted, where at least ten wrote, and only of themes that at least ten
// wrote about (specification §0.8).
func (c *composer) comments(a asked) *CommentsView {
	if a.Table == "" {
		c.complain(source.Errorf(a.at, "this block does not say where the comments are").WithHint(`write table = "feedback"`))
		return nil
	}
	table, rows, ok := c.rowsOf(a)
	if !ok {
		return nil
	}
	def := c.Defs.Tables[a.Table]
	words := c.spoken(table, def.Publish)
	if words == nil {
		c.complain(source.Errorf(a.place("table"), "the table %q does not say that its comments may be published", a.Table).
			WithHint("if they may, name their column in data/metrics.toml: [tables.%s] publish = [\"comment\"], and names = [\"…\"] for columns of names", a.Table))
		return nil
	}
	columns := c.loop(a.Table)
	opened := table.Column(columns["opened"])
	if rows, ok = c.within(a, rows, opened); !ok {
		return nil
	}
	state, theme := table.Column(columns["state"]), table.Column(columns["theme"])
	least := max(leastWords, c.Settings.Data.MinN)
	themes := map[string]int{}
	var chosen []int
	for row := range rows.All() {
		chosen = append(chosen, row)
		for _, t := range themesOf(theme, row) {
			themes[t]++
		}
	}
	v := &CommentsView{ID: a.ID, Title: a.Title, State: "shown"}
	switch n := len(chosen); {
	case n == 0:
		v.State = "empty"
	case n < least: // how many there are is not told: it would tell more than the comments
		v.State = "hidden"
	}
	if v.State != "shown" {
		return v
	}
	if a.State != "" && state != nil && !slices.Contains(state.Words, a.State) {
		c.complain(source.Errorf(a.place("state"), "no comment of the table %q is in the state %q", a.Table, a.State).WithHint("%s", source.DidYouMean(a.State, state.Words)))
		return nil
	}
	names, keys := namesOf(table, def.Names), c.keysOf(table)
	slices.SortStableFunc(chosen, func(x, y int) int { return strings.Compare(cell(opened, y), cell(opened, x)) })
	for _, row := range chosen {
		small := slices.ContainsFunc(themesOf(theme, row), func(t string) bool { return themes[t] < least })
		if data.IsMissing(words.Cell(row)) || small || a.State != "" && cell(state, row) != a.State {
			continue
		}
		if v.Rows = append(v.Rows, c.comment(table, columns, words.Cell(row), append(keys.of(row), names...), row)); len(v.Rows) == cmp.Or(a.Limit, mostComments) {
			break
		}
	}
	say := func(key string, column *data.Column) string {
		if column == nil {
			return ""
		}
		return c.locale.Say("site.comment_" + key)
	}
	v.Head = CommentsHead{say("score", table.Column("score")), c.locale.Say("site.comment_text"), say("theme", theme), say("owner", table.Column(columns["owner"])), say("state", state), say("opened", opened)}
	return v
}

// loop gives the columns of a table of comments: as a metric of the kind closed_loop or themes names them, else by the usual names.
func (c *composer) loop(table string) map[string]string {
	columns := map[string]string{"opened": "opened", "state": "state", "owner": "owner", "theme": "theme"}
	for _, name := range sortedKeys(c.metrics) {
		m := c.metrics[name]
		if m.Table != table || m.Kind != "closed_loop" && m.Kind != "themes" {
			continue
		}
		for _, column := range m.Columns() {
			switch key := strings.TrimSuffix(column.Key, "s"); key {
			case "opened", "state", "owner", "theme":
				columns[key] = column.Column
			}
		}
	}
	return columns
}

// spoken gives the column of texts: that of the language, "comment_fa", before the common one, and only if it may be published.
func (c *composer) spoken(table Table, allowed []string) *data.Column {
	for _, name := range allowed {
		if own := name + "_" + c.locale.Lang; slices.Contains(allowed, own) && table.Column(own) != nil {
			return table.Column(own)
		}
		if table.Column(name) != nil {
			return table.Column(name)
		}
	}
	return nil
}

// within keeps the rows of the block's or the page's period.
func (c *composer) within(a asked, rows data.Rows, opened *data.Column) (data.Rows, bool) {
	period := cmp.Or(a.Period, c.node.Header.Period)
	if period == "" || opened == nil {
		return rows, true
	}
	start, end, ok := metric.ParsePeriod(period, c.locale.Calendar, c.Settings.zone)
	if !ok {
		c.complain(source.Errorf(a.place("period"), "%q is no period", period).WithHint(`write a year, a quarter, a month, a day or a range, as "2026-10" or "2025-11..2026-10"`))
		return rows, false
	}
	times := opened.AsTimes(c.Settings.zone)
	inside := data.NewRows(len(opened.Codes), false)
	for row, code := range opened.Codes {
		if at := times[code]; at != data.NoTime && at >= start.Unix() && at < end.Unix() {
			inside.Set(row)
		}
	}
	return rows.And(inside), true
}

func cell(column *data.Column, row int) string {
	if column == nil {
		return ""
	}
	return column.Cell(row)
}

// themesOf splits the themes of a row.
func themesOf(column *data.Column, row int) (themes []string) {
	for t := range strings.SplitSeq(cell(column, row), ";") {
		if t = strings.TrimSpace(t); t != "" {
			themes = append(themes, t)
		}
	}
	return themes
}

// namesOf collects the names of people that a table holds.
func namesOf(table Table, columns []string) (names []string) {
	for _, name := range columns {
		if column := table.Column(name); column != nil {
			for _, word := range column.Words {
				if !data.IsMissing(word) {
					names = append(names, word)
				}
			}
		}
	}
	return names
}

// keys are the columns that tell customers and orders apart.
type keys []*data.Column

// keysOf finds them: those by which segments are made, which a metric's definition names, or whose headers say so.
func (c *composer) keysOf(table Table) (list keys) {
	are := map[string]bool{}
	for _, role := range table.Roles() {
		switch role.Name {
		case "customer", "respondent", "user", "order":
			are[role.Column] = true
		}
	}
	for _, name := range sortedKeys(c.metrics) {
		if m := c.metrics[name]; m.Table == table.Name {
			are[m.Entity()], are[m.DedupeBy] = true, true
		}
	}
	for _, column := range table.Columns() {
		if are[column.Name] || c.isKey(column.Name) {
			list = append(list, column)
		}
	}
	return list
}

// shortestKey is how long a key must be to be looked for in words: "12" is also a number of days.
const shortestKey = 4

// of gives the keys of a row.
func (k keys) of(row int) (list []string) {
	for _, column := range k {
		if cell := column.Cell(row); utf8.RuneCountInString(cell) >= shortestKey && !data.IsMissing(cell) {
			list = append(list, cell)
		}
	}
	return list
}

// comment makes one comment.
func (c *composer) comment(table Table, columns map[string]string, text string, names []string, row int) Comment {
	labels := c.tongue.labels
	v := Comment{Text: metric.Redact(text, names), State: labels.value(columns["state"], cell(table.Column(columns["state"]), row)),
		Owner: labels.value(columns["owner"], cell(table.Column(columns["owner"]), row)), Stage: "doing"}
	switch strings.ToLower(cell(table.Column(columns["state"]), row)) {
	case "new", "open", "":
		v.Stage = "new"
	case "closed", "solved", "done", "resolved":
		v.Stage = "done"
	}
	var themes []string
	for _, t := range themesOf(table.Column(columns["theme"]), row) {
		themes = append(themes, labels.value(columns["theme"], t))
	}
	v.Theme = c.joined(themes)
	if score := table.Column("score"); score != nil {
		if n, err := strconv.Atoi(score.Cell(row)); err == nil {
			_, high, _ := score.Whole()
			high = max(high, 5)
			if high > 5 {
				high = 10
			}
			v.Score = c.locale.Say("site.score_of", "value", c.locale.Number(float64(n), 0), "high", c.locale.Number(high, 0))
			v.Mood = map[bool]string{true: "p", false: "z"}[float64(n) >= .9*high || high == 5 && n == 4]
			if float64(n) <= .6*high && !(high == 5 && n == 3) {
				v.Mood = "n"
			}
		}
	}
	if opened := table.Column(columns["opened"]); opened != nil {
		if at := opened.AsTimes(c.Settings.zone)[opened.Codes[row]]; at != data.NoTime {
			v.Opened = c.locale.DateShort(time.Unix(at, 0).In(c.Settings.zone))
		}
	}
	return v
}
