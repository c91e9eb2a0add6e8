package generator

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode"

	"cxgen/generator/data"
	"cxgen/generator/locale"
	"cxgen/generator/metric"
	"cxgen/generator/site"
	"cxgen/generator/source"
)

// Look is a table as it was understood, and what could be made of it.
type Look struct {
	Name     string
	Table    *data.Table // nil when it cannot be read
	Files    []string
	Defined  bool // data/metrics.toml has an entry for it
	Problems []source.Problem
	Roles    []data.Role
	Settings string  // lines for data/metrics.toml that name its columns by their roles, and define the offers
	Offers   []Offer // metrics that it could feed
}

// Offer is a metric that a table could feed, with the value that it would have.
type Offer struct {
	Name, Kind string
	Value      string // as the report would print it in English; "" where there is none, or too few answers
	N          int    // answers, customers or rows behind it
	Why        string // why there is no value
}

// Tables reads all tables of the site in fsys, and gives the values of the metrics of the one that is called closely, if there is one.
// With an error among the problems of its settings there are none.
func (b *Builder) Tables(ctx context.Context, fsys fs.FS, closely string) ([]Look, *Result, error) {
	result := &Result{}
	files, err := b.read(ctx, fsys, result)
	if err != nil || b.fatal(result.Problems) {
		return nil, result, err
	}
	settings, problems := site.ParseSettings(files.settings)
	if result.add(problems); b.fatal(problems) {
		return nil, result, nil
	}
	in := site.Input{Now: b.Now, Settings: settings}
	if err := b.tables(ctx, fsys, files, &in, result); err != nil {
		return nil, result, err
	}
	result.Problems = source.Sort(result.Problems)
	var looks []Look
	for _, w := range wantedTables(files.data, in.Defs, &Result{}) {
		_, defined := in.Defs.Tables[w.name]
		look := Look{Name: w.name, Defined: defined, Table: in.Tables[w.name].Table}
		if look.Table != nil {
			look.Roles = look.Table.Roles()
			look.doubts()
			for _, m := range in.Defs.Metrics {
				if w.name == closely && m.Table == w.name {
					look.Offers = append(look.Offers, b.worth(m, look.Table, settings.Zone()))
				}
			}
		}
		paths := map[string]bool{}
		for _, f := range w.files {
			paths[f.Path] = true
			look.Files = append(look.Files, f.Path)
		}
		for _, p := range result.Problems {
			if p.At.File != nil && paths[p.At.File.Path] {
				look.Problems = append(look.Problems, p)
			}
		}
		if w.name == closely && !defined && look.Table != nil {
			b.offer(&look, w.files, fsys, settings.Zone(), settings.Language)
		}
		looks = append(looks, look)
	}
	result.add(b.lost.take())
	slices.SortFunc(looks, func(a, b Look) int { return cmp.Compare(a.Name, b.Name) })
	return looks, result, nil
}

// Home gives the time zone and the language of the site in fsys: UTC and none where there is no site.
func (b *Builder) Home(fsys fs.FS) (*time.Location, string) {
	text, err := fs.ReadFile(fsys, "site.toml")
	if err != nil {
		return time.UTC, ""
	}
	settings, problems := site.ParseSettings(source.NewFile("site.toml", text))
	if source.Fatal(problems) {
		return time.UTC, ""
	}
	return settings.Zone(), settings.Language
}

// LookAt reads one file as a table, whether a site has it or not, and finds what could be made of it. tz is the zone of stamps without an
// offset, lang the language of the report; both may be left out.
func (b *Builder) LookAt(file *source.File, tz *time.Location, lang string) Look {
	name := strings.TrimPrefix(data.BareName(file.Path), "data/")
	table, problems := data.Read(name, []*source.File{file}, data.Def{Lang: lang}, tz, nil, b.side)
	look := Look{Name: name, Files: []string{file.Path}, Table: table, Problems: problems}
	if table != nil {
		look.doubts()
		b.offer(&look, []*source.File{file}, nil, tz, lang)
	}
	return look
}

// doubts adds what stops metrics that use a column, as warnings: no metric may need it.
func (l *Look) doubts() {
	for _, name := range l.Table.Names() {
		if doubt := l.Table.Doubt(name); doubt != nil {
			p := *doubt
			p.Level = source.Warning
			l.Problems = append(l.Problems, p)
		}
	}
}

// offer finds what a table could feed. The lines to paste are tried: they are what the values are computed with.
// fsys is where they stand when they come without text.
func (b *Builder) offer(look *Look, files []*source.File, fsys fs.FS, tz *time.Location, lang string) {
	look.Roles = look.Table.Roles()
	p := proposal{Look: look}
	p.write()
	look.Settings = p.lines.String()
	defs, problems := metric.Parse(source.NewFile("data/metrics.toml", []byte(look.Settings)))
	if source.Fatal(problems) {
		look.Problems = append(look.Problems, problems...)
		return
	}
	def := defs.Tables[look.Name]
	def.Lang, def.FS, def.Lost = lang, fsys, b.lost.tell
	table, problems := data.Read(look.Name, files, def, tz, nil, b.side)
	if table != nil {
		var more []source.Problem
		table, more = data.Extend(table, def, nil, b.Now, func(string) source.Span { return source.Span{} })
		problems = append(problems, more...)
	}
	if table == nil {
		look.Problems = append(look.Problems, problems...)
		return
	}
	for _, name := range p.offers {
		look.Offers = append(look.Offers, b.worth(defs.Metric(name), table, tz))
	}
}

// worth gives the value of a metric over all its rows.
func (b *Builder) worth(m *metric.Metric, t *data.Table, tz *time.Location) Offer {
	o := Offer{Name: m.Name, Kind: m.Kind}
	r, mistake := metric.Answer(metric.Query{Metric: m, Table: t, Now: b.Now, TZ: cmp.Or(tz, time.UTC)})
	switch {
	case mistake != nil:
		o.Why = mistake.Text
	case r.Total != nil:
		o.show(*r.Total, m)
	case len(r.Series) > 0 && len(r.Series[0].Points) > 0:
		o.show(r.Series[0].Points[0], m)
	}
	return o
}

// show writes a point, as a report in English would.
func (o *Offer) show(p metric.Point, m *metric.Metric) {
	english, err := locale.New("en", nil)
	if err != nil {
		panic(err) // it is in the program
	}
	switch p.State {
	case metric.Hidden:
		o.Why = fmt.Sprintf("from fewer than %d", m.MinN)
		return
	case metric.Empty:
		o.Why = "no answers"
		return
	}
	o.N = p.N
	switch m.Unit {
	case metric.Score:
		o.Value = english.Signed(p.Value, 0)
	case metric.Percent:
		o.Value = english.Number(p.Value, 1) + "%"
	default:
		o.Value = english.Between(p.Value, 0, 2)
	}
}

// proposal writes lines for data/metrics.toml.
type proposal struct {
	*Look
	lines  strings.Builder
	offers []string // names of metrics
}

func (p *proposal) write() {
	fmt.Fprintf(&p.lines, "[tables.%s]\n", key(p.Name))
	file := p.Table.Origins[0]
	if base := strings.TrimPrefix(file.File, "data/"); len(p.Table.Origins) == 1 {
		fmt.Fprintf(&p.lines, "files = %s\n", quoted(base[strings.LastIndexByte(base, '/')+1:]))
	}
	if file.Tool != "" {
		fmt.Fprintf(&p.lines, "source = %s\n", quoted(file.Tool))
	}
	if file.Encoding != "" && file.Encoding != "utf-8" {
		fmt.Fprintf(&p.lines, "encoding = %s\n", quoted(file.Encoding))
	}
	if p.Table.Decimal == '/' {
		p.lines.WriteString("decimal = \"/\"\n")
	}
	if file.Sheet != "" {
		fmt.Fprintf(&p.lines, "sheet = %s\n", quoted(file.Sheet))
	}
	doubt := false
	counted, fates := p.counted()
	p.Roles = slices.DeleteFunc(p.Roles, func(r data.Role) bool { return slices.Contains(counted, r.Column) })
	var pairs []string
	for _, r := range p.Roles {
		if r.Name != r.Column {
			pairs = append(pairs, key(r.Name)+" = "+quoted(r.Column))
		}
		doubt = doubt || r.Name == "time" && p.Table.Doubt(r.Column) != nil
	}
	if doubt {
		p.lines.WriteString("# date_order = \"dmy\"   or \"mdy\": nothing in the file tells; then give the metrics time = \"time\"\n")
	}
	if len(pairs) > 0 {
		fmt.Fprintf(&p.lines, "columns = { %s }\n", strings.Join(pairs, ", "))
	}
	count, step := p.counts()
	switch {
	case counted != nil:
		fmt.Fprintf(&p.lines, "long = { columns = [%s], name = \"answer\", value = \"n\" }   # counts: a row stands for many answers\ncount = \"n\"\n", list(counted))
	case step != "":
		fmt.Fprintf(&p.lines, "count = %s   # a row stands for so many people\nreach = %s\n", quoted(count), quoted(step))
	case count != "":
		fmt.Fprintf(&p.lines, "count = %s   # a row stands for so many answers\n", quoted(count))
	}
	when := ""
	if p.role("time") != nil && !doubt {
		when = "time = \"time\"\n"
	}
	switch {
	case fates == "nps":
		p.metric("nps", "nps", fmt.Sprintf("score = \"answer\"\n%sdetractor_values = [%s]\npassive_values = [%s]\npromoter_values = [%s]\n",
			when, quoted(counted[0]), quoted(counted[1]), quoted(counted[2])))
		return
	case fates == "csat":
		last := len(counted) - 1
		p.metric("csat", "csat", fmt.Sprintf("score = \"answer\"\n%spositive_values = [%s]\nnegative_values = [%s]\n", when, quoted(counted[last]), list(counted[:last])))
		return
	case step != "":
		p.reach(step, when)
		return
	}
	p.scores(when)
	p.long(when)
	if user, event := p.role("user"), p.role("event"); user != nil && event != nil && when != "" {
		p.funnel(event)
	}
	if amount := p.role("amount"); amount != nil && amount.Kind == data.Number {
		settings := "column = \"amount\"\n" + when
		if order := p.role("order"); order != nil && repeated(order, amount) {
			settings += "dedupe_by = \"order\"   # the total stands in each row of an order\n"
		}
		p.metric("revenue", "sum", settings)
	}
	if p.role("order") != nil {
		p.metric("orders", "count", "column = \"order\"\n"+when)
	}
	if len(p.offers) == 0 {
		p.metric("rows", "count", when)
	}

}

func (p *proposal) metric(name, kind, settings string) {
	fmt.Fprintf(&p.lines, "\n[metrics.%s]\nkind = %s\ntable = %s\n%s", key(name), quoted(kind), quoted(p.Name), settings)
	p.offers = append(p.offers, name)
}

// role gives the column of a role.
func (p *proposal) role(name string) *data.Column {
	for _, r := range p.Roles {
		if r.Name == name {
			return p.Table.Column(r.Column)
		}
	}
	return nil
}

// scores offers metrics of answers.
func (p *proposal) scores(when string) {
	score := p.role("score")
	if score == nil {
	} else if low, high, whole := score.Whole(); whole {
		settings := "score = \"score\"\n" + when
		if high == 11 && low >= 1 {
			settings += "breaks = [1, 7, 9, 11]\n"
		}
		p.metric("nps", "nps", settings)
	} else if p.Table.Origins[0].Tool == "zendesk" {
		p.metric("csat", "csat", "score = \"score\"\n"+when+"positive_values = [\"good\", \"good_with_comment\"]\n"+
			"negative_values = [\"bad\", \"bad_with_comment\"]\nignore_values = [\"offered\", \"unoffered\"]\n")
	}
	if p.role("thumbs") != nil {
		p.metric("thumbs_up", "share", "good = \"thumbs = 1\"\n"+when)
	}
	for _, one := range []struct{ role, name, kind string }{{"satisfaction", "csat", "csat"}, {"effort", "ces", "ces"}} {
		c := p.role(one.role)
		if c == nil {
			continue
		}
		_, high, _ := c.Whole()
		top := 5
		if high > 5 {
			top = 7
		}
		if high > 7 {
			top = 10
		}
		p.metric(one.name, one.kind, fmt.Sprintf("score = %q\n%sscale = [1, %d]\n", one.role, when, top))
	}
}

// repeated tells whether one order has an amount in more than one row, and the same in all.
func repeated(order, amount *data.Column) bool {
	first := make([]string, len(order.Words))
	again := false
	for row, code := range order.Codes {
		switch cell := amount.Cell(row); {
		case data.IsMissing(cell) || data.IsMissing(order.Words[code]):
		case first[code] == "":
			first[code] = cell
		case first[code] != cell:
			return false // they are parts of it
		default:
			again = true
		}
	}
	return again
}

// long offers metrics of a table that has a row for each answer: question, answer.
func (p *proposal) long(when string) {
	question, answer := p.Table.Long()
	if question == nil || len(p.offers) > 0 {
		return
	}
	numbers := answer.AsNumbers(p.Table.Decimal)
	for i, word := range question.Words {
		low, high, whole := 1e9, -1e9, true
		for row, code := range question.Codes {
			if v := numbers[answer.Codes[row]]; int(code) == i && v == v {
				low, high, whole = min(low, v), max(high, v), whole && v == float64(int(v))
			}
		}
		name := slug(word)
		where := fmt.Sprintf("where = '%s = \"%s\"'\n", column(question.Name), strings.ReplaceAll(word, `"`, `""`))
		if word == "" || strings.ContainsAny(word, "'\n") || name == "" || slices.Contains(p.offers, name) {
			continue
		}
		settings := "score = " + quoted(answer.Name) + "\n" + when + where
		switch {
		case !whole || low > high:
		case low >= 0 && high > 7 && high <= 10:
			p.metric(name, "nps", settings)
		case low >= 1 && high <= 5:
			p.metric(name, "csat", settings)
		case low >= 1 && high <= 7:
			p.metric(name, "ces", settings)
		}
	}
}

// counted gives the columns of a table that counts answers by what they were, the worst first, and the kind of the metric that they
// make; nil where it does not.
func (p *proposal) counted() (columns []string, kind string) {
	for _, set := range []struct {
		kind  string
		words []string
	}{
		{"nps", []string{"detractors", "passives", "promoters"}},
		{"csat", []string{"dissatisfied", "neutral", "satisfied"}}, {"csat", []string{"negative", "neutral", "positive"}},
		{"csat", []string{"dissatisfied", "satisfied"}}, {"csat", []string{"bad", "good"}},
	} {
		var names []string
		for _, word := range set.words {
			for _, name := range p.Table.Names() {
				if low, _, whole := p.Table.Column(name).Whole(); strings.EqualFold(name, word) && whole && low >= 0 {
					names = append(names, name)
				}
			}
		}
		if len(names) == len(set.words) {
			return names, set.kind
		}
	}
	return nil, ""
}

// counts gives the column that says for how many answers or people a row stands, and, in a funnel counted elsewhere, the column of its
// steps; "" where there is none.
func (p *proposal) counts() (count, step string) {
	taken := map[string]bool{}
	answers := false
	for _, r := range p.Roles {
		taken[r.Column] = true
		answers = answers || r.Name == "score" || r.Name == "satisfaction" || r.Name == "effort"
	}
	for _, name := range p.Table.Names() {
		low, _, whole := p.Table.Column(name).Whole()
		switch word := strings.ToLower(name); {
		case slices.Contains([]string{"step", "stage", "schritt", "stufe", "étape", "etapa", "مرحله", "گام", "단계", "ステップ", "adım"}, word) && p.Table.Column(name).Kind == data.Text:
			step = name
		case !taken[name] && whole && low >= 0 && slices.Contains([]string{"n", "count", "counts", "answers", "responses", "respondents", "people", "users", "visitors", "anzahl", "nombre",
			"réponses", "número", "تعداد", "العدد", "개수", "건수", "인원", "件数", "人数", "adet"}, word):
			count = name
		}
	}
	if step != "" && (p.role("user") != nil || p.role("time") == nil) {
		step = "" // a funnel needs a time
	}
	if count == "" || step == "" && !answers {
		return "", ""
	}
	return count, step
}

// reach offers a funnel that was counted elsewhere. Its steps come as the rows have them.
func (p *proposal) reach(step, when string) {
	var steps []string
	for _, word := range p.Table.Column(step).Words {
		if !data.IsMissing(word) {
			steps = append(steps, word)
		}
	}
	if len(steps) > 1 {
		p.metric("steps", "funnel", "event = "+quoted(step)+"\n"+when+"steps = ["+list(steps)+"]   # put them in their order\n")
	}
}

// list writes texts of TOML with commas between them.
func list(texts []string) string {
	var all []string
	for _, text := range texts {
		all = append(all, quoted(text))
	}
	return strings.Join(all, ", ")
}

// funnel offers one of the most frequent events, in the order of how many there are.
func (p *proposal) funnel(event *data.Column) {
	counts := make([]int, len(event.Words))
	for _, code := range event.Codes {
		counts[code]++
	}
	order := make([]int, 0, len(counts))
	for i, word := range event.Words {
		if !data.IsMissing(word) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	if len(order) < 2 {
		return
	}
	var steps []string
	for _, i := range order[:min(len(order), 5)] {
		steps = append(steps, quoted(event.Words[i]))
	}
	p.metric("steps", "funnel", "user = \"user\"\nevent = \"event\"\ntime = \"time\"\nsteps = ["+strings.Join(steps, ", ")+"]   # put them in their order\n")
}

// key writes a key of TOML.
func key(name string) string {
	if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "" {
		return name
	}
	return quoted(name)
}

// quoted writes a text of TOML.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// column writes the name of a column in the where language.
func column(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '_' }) < 0 {
		return name
	}
	return "`" + name + "`"
}

// slug makes the name of a metric of a text.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r) && b.Len() > 0:
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
		if b.Len() > 40 {
			break
		}
	}
	return strings.Trim(b.String(), "_")
}
