package metric

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// Defs is what data/metrics.toml says.
type Defs struct {
	Tables      map[string]data.Def
	Connections map[string]data.Connection
	Metrics     []*Metric   // by name
	Keys        source.Keys // "tables.NAME.KEY", "metrics.NAME.KEY"
}

// Metric finds a metric by its name, or gives nil.
func (d *Defs) Metric(name string) *Metric {
	at, found := slices.BinarySearchFunc(d.Metrics, name, func(m *Metric, name string) int { return strings.Compare(m.Name, name) })
	if !found {
		return nil
	}
	return d.Metrics[at]
}

// House holds the site's own defaults for what a definition leaves open; zero values leave the defaults of the program.
type House struct {
	MinN, LowN int
	Week       string // "mon", "sun" or "sat"
}

// With gives the definitions with the site's defaults for min_n, low_n and week_start where they do not state their own.
func (d *Defs) With(h House) *Defs {
	out := *d
	out.Metrics = make([]*Metric, len(d.Metrics))
	for i, m := range d.Metrics {
		own := *m
		if own.given.MinN == nil && h.MinN > 0 && own.hides() {
			own.MinN, own.house = h.MinN, h.MinN
			if least := leastBase(own.Kind); least > leastBase("") { // what needs more care keeps it
				own.MinN = max(h.MinN, least)
			}
		}
		if own.given.LowN == nil && h.LowN > 0 && own.hides() {
			own.LowN = h.LowN
		}
		if day, ok := weekdays[h.Week]; ok && own.given.Week == "" {
			own.Week = day
		}
		own.identify()
		out.Metrics[i] = &own
	}
	for _, m := range out.Metrics {
		if k, ok := m.kind.(*benchmarkKind); ok {
			m.beside(out.Metric(k.Of))
		}
	}
	return &out
}

// Check gives the problems that show only beside the metric's table: columns that it lacks, conditions that do not fit.
func (d *Defs) Check(m *Metric, t *data.Table) []source.Problem {
	var problems []source.Problem
	_, follows := m.kind.(*benchmarkKind) // its columns are checked with the metric that has them
	for _, c := range m.Columns() {
		if follows {
			break
		}
		if kind, has := t.Kind(c.Column); !has {
			p := source.Errorf(d.Keys.Value("metrics."+m.Name+"."+c.Key), "table %q has no column %q", t.Name, c.Column)
			p.Hint = fixColumn(c, t)
			problems = append(problems, p)
		} else if kind == data.Time {
			continue
		} else if doubt := t.Doubt(c.Column); doubt != nil {
			problems = append(problems, doubt.With(source.Note{At: d.Keys.Value("metrics." + m.Name + "." + c.Key), Text: "metric " + m.Name + " needs it"}))
		}
	}
	if k, ok := m.kind.(*npsKind); ok && k.Breaks[3] == 10 && k.Breaks[0] == 0 && t.From("qualtrics") {
		if c := t.Column(k.Score); c != nil {
			if low, high, whole := c.Whole(); whole && low >= 1 && high == 11 {
				problems = append(problems, source.Errorf(d.Keys.Value("metrics."+m.Name+".score"), "the answers in column %q run up to 11, which a scale from 0 to 10 does not have", c.Name).
					WithHint("if 1 stands for 0, as in exports of numeric values, write breaks = [1, 7, 9, 11]; else export the answers as text"))
			}
		}
	}
	for _, c := range m.kind.conditions() {
		_, found := (*c.filter).Select(t, data.Env{})
		problems = append(problems, found...)
	}
	if k, ok := m.kind.(inspector); ok && len(problems) == 0 {
		k.inspect(t, func(key, hint, format string, args ...any) {
			problems = append(problems, source.Warnf(d.Keys.Value("metrics."+m.Name+"."+key), format, args...).WithHint("%s", hint))
		})
	}
	if !follows && !source.Fatal(problems) {
		problems = append(problems, d.mixed(m, t)...)
	}
	if kind, has := t.Kind(m.Time); !has || kind == data.Time || follows {
		return problems
	}
	if t.Doubt(m.Time) == nil {
		c := t.Column(m.Time)
		if word := undated(c, t); word != "" {
			problems = append(problems, source.Errorf(d.Keys.Value("metrics."+m.Name+".time"), "no cell of the column %q of table %q is a date: %q", c.Name, t.Name, word).
				WithHint("write dates as 2026-03-31 or 2026-03-31 14:05"))
		}
	}
	return problems
}

// inspector is a kind that may find something in its table of which the author should know.
type inspector interface {
	inspect(t *data.Table, warn complainer)
}

// undated gives the first filled cell of a column in which nothing is a date, "" where something is, or all is blank.
func undated(c *data.Column, t *data.Table) string {
	times := c.AsTimes(t.TZ)
	first := ""
	for i, word := range c.Words {
		if times[i] != data.NoTime {
			return ""
		}
		if first == "" && !data.IsMissing(word) {
			first = word
		}
	}
	return first
}

var weekdays = map[string]time.Weekday{"mon": time.Monday, "sun": time.Sunday, "sat": time.Saturday}

// Parse reads data/metrics.toml. It reports all mistakes at once and leaves out the metrics that have one.
func Parse(f *source.File) (*Defs, []source.Problem) {
	tree, keys, problems := source.Tree(f, 0, len(f.Text), source.TOML)
	defs := &Defs{Tables: map[string]data.Def{}, Keys: keys}
	if tree == nil {
		return defs, problems
	}
	table, _ := tree["metrics"].(map[string]any)
	names := slices.Sorted(maps.Keys(table))

	// The kind decides which keys a metric may have, so the whole file is decoded into a struct that is made for it.
	into, kinds := settings(names, table)
	_, problems = source.Decode(f, 0, len(f.Text), source.TOML, into.Addr().Interface())
	if tables, _ := into.Field(0).Interface().(map[string]data.Def); tables != nil {
		defs.Tables = tables
	}
	defs.Connections, _ = into.Field(2).Interface().(map[string]data.Connection)
	bad := metricsWith(problems, keys)
	for i, name := range names {
		complain := func(key, hint, format string, args ...any) {
			problems = append(problems, source.Errorf(keys.Value("metrics."+name+"."+key), format, args...).WithHint("%s", hint))
			bad[name] = true
		}
		switch {
		case !isName(name):
			at := keys.Name("metrics." + name)
			problems = slices.DeleteFunc(problems, func(p source.Problem) bool { return p.At == at })
			problems = append(problems, source.Errorf(at, "%q cannot name a metric", name).
				WithHint("use letters, digits, - and _, as in {{nps_stores value}}"))
		case kinds[i] == nil:
			problems = append(problems, unknownKind(keys, name, table[name])...)
		case !bad[name]:
			m := define(name, kinds[i], complain)
			for _, c := range kinds[i].conditions() {
				if found := c.parse(keys.Value("metrics." + name + "." + c.key)); found != nil {
					problems, bad[name] = append(problems, found...), true
				}
			}
			if !bad[name] {
				defs.Metrics = append(defs.Metrics, m)
			}
		}
	}
	defs.Metrics = defs.resolve(names, func(name, key, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(keys.Value("metrics."+name+"."+key), format, args...).WithHint("%s", hint))
	})
	return defs, source.Sort(problems)
}

// settings makes a struct with a field per metric, of the type of its kind, and gives the kinds in it; nil where the kind is
// not known.
func settings(names []string, table map[string]any) (reflect.Value, []kind) {
	fields := make([]reflect.StructField, len(names))
	kinds := make([]kind, len(names))
	for i, name := range names {
		fields[i] = field(fmt.Sprintf("M%d", i), name, reflect.TypeFor[any]())
		if settings, ok := table[name].(map[string]any); ok {
			word, _ := settings["kind"].(string)
			if kinds[i] = newKind(word); kinds[i] != nil {
				fields[i].Type = reflect.TypeOf(kinds[i]).Elem()
			}
		}
	}
	into := reflect.New(reflect.StructOf([]reflect.StructField{
		field("Tables", "tables", reflect.TypeFor[map[string]data.Def]()),
		field("Metrics", "metrics", reflect.StructOf(fields)),
		field("Connections", "connections", reflect.TypeFor[map[string]data.Connection]()),
	})).Elem()
	for i := range kinds {
		if kinds[i] != nil {
			at := into.Field(1).Field(i)
			at.Set(reflect.ValueOf(kinds[i]).Elem()) // the defaults
			kinds[i] = at.Addr().Interface().(kind)
		}
	}
	return into, kinds
}

// parse reads the expression of a condition, if there is one.
func (c condition) parse(at source.Span) (problems []source.Problem) {
	if c.text == "" {
		return nil
	}
	*c.filter, problems = data.ParseFilter(c.text, at)
	if problems == nil && (*c.filter).UsesRow() {
		problems = append(problems, source.Errorf(at, "a definition has no row").WithHint("conditions with row.NAME stand on pages with each = { table = … }"))
	}
	return problems
}

func field(name, key string, of reflect.Type) reflect.StructField {
	return reflect.StructField{Name: name, Type: of, Tag: reflect.StructTag("toml:" + strconv.Quote(key))}
}

// metricsWith gives the names of the metrics in whose settings one of the problems lies.
func metricsWith(problems []source.Problem, keys source.Keys) map[string]bool {
	places := map[source.Span]bool{}
	for _, p := range problems {
		places[p.At] = true
	}
	bad := map[string]bool{}
	for _, path := range keys.Paths() {
		parts := strings.SplitN(path, ".", 3)
		if len(parts) == 3 && parts[0] == "metrics" && (places[keys.Name(path)] || places[keys.Value(path)]) {
			bad[parts[1]] = true
		}
	}
	return bad
}

func unknownKind(keys source.Keys, name string, settings any) []source.Problem {
	table, ok := settings.(map[string]any)
	if !ok {
		return []source.Problem{source.Errorf(keys.Value("metrics."+name), "metric %q wants a table", name).
			WithHint(`write [metrics.%s] and below it kind = "nps", table = "answers"`, name)}
	}
	word, given := table["kind"]
	if !given {
		return []source.Problem{source.Errorf(keys.Name("metrics."+name), "metric %q lacks kind", name).
			WithHint("known are: %s", strings.Join(kindNames, ", "))}
	}
	return []source.Problem{source.Errorf(keys.Value("metrics."+name+".kind"), "unknown kind of metric %s", quoted(word)).
		WithHint("%s", choice(fmt.Sprint(word), kindNames))}
}

// choice is the hint for a word that is none of the allowed ones: the nearest, or all of them.
func choice(word string, allowed []string) string {
	if near, ok := source.Closest(word, allowed); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "known are: " + strings.Join(allowed, ", ")
}

// isName tells whether a word can name a metric: letters, digits, - and _, a letter first.
func isName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '_') {
			return false
		}
	}
	return name != ""
}

// define makes a metric of decoded settings.
func define(name string, k kind, complain complainer) *Metric {
	c := k.keys()
	m := &Metric{
		Name: name, Kind: c.Kind, Title: c.Title, Table: c.Table, Time: c.Time, Unit: k.unit(), Better: "higher", Target: c.Target,
		MinN: leastBase(c.Kind), LowN: 30, Conf: .95, Question: c.Question, Source: c.Source, Channel: c.Channel, Where: c.Where, Week: time.Monday,
		DedupeBy: c.DedupeBy, DedupeKeep: "last", kind: k, given: *c, house: leastBase(""),
	}
	if w, ok := k.(interface{ weight() string }); ok {
		m.Weight = w.weight()
	}
	if !m.hides() {
		m.MinN, m.LowN = 0, 0
	}
	if t, ok := k.(interface{ when() string }); ok && m.Time == "" {
		m.Time = t.when()
	}
	if c.Table == "" && c.Kind != "benchmark" {
		complain("kind", `for example table = "answers"`, "metric %q lacks table: the data that it is computed from", name)
	}
	if c.MinN != nil {
		m.MinN = *c.MinN
		if m.MinN < 0 {
			complain("min_n", "5 is usual, 10 for answers of employees", "min_n cannot be negative")
		}
	}
	if c.LowN != nil {
		m.LowN = *c.LowN
		if m.LowN < 0 {
			complain("low_n", "30 is usual", "low_n cannot be negative")
		}
	}
	if c.Conf != nil {
		m.Conf = *c.Conf
		if m.Conf < .5 || m.Conf > .9999 {
			complain("conf", "0.95 is usual", "conf must lie between 0.5 and 0.9999")
		}
	}
	if c.Better != "" {
		m.Better = c.Better
		oneOf(complain, "better", c.Better, "higher", "lower")
	}
	if c.DedupeKeep != "" {
		m.DedupeKeep = c.DedupeKeep
		oneOf(complain, "dedupe_keep", c.DedupeKeep, "last", "first")
	}
	if c.Week != "" {
		day, ok := weekdays[c.Week]
		if m.Week = day; !ok {
			oneOf(complain, "week_start", c.Week, "mon", "sun", "sat")
		}
	}
	if c.Unit != "" {
		m.setUnit(c.Unit, complain)
	}
	k.check(complain)
	m.Scale = scaleOf(k)
	m.identify()
	return m
}

// setUnit takes the unit of the file: a word, or the code of a currency. Scores and shares have their own.
func (m *Metric) setUnit(word string, complain complainer) {
	switch u := Unit(word); {
	case u == m.Unit:
	case m.Unit == Score || m.Unit == Percent:
		complain("unit", "leave it out", "the unit of %s is always %s", m.Kind, m.Unit)
	case u == Percent || u == Plain || u == Whole || u == Seconds:
		m.Unit = u
	case len(word) == 3 && strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		m.Unit, m.Currency = Currency, word
	default:
		complain("unit", "known are: plain, whole, percent, seconds, or a currency like EUR", "unknown unit %q", word)
	}
}

func scaleOf(k kind) [2]float64 {
	switch k := k.(type) {
	case *npsKind:
		return [2]float64{float64(k.Breaks[0]), float64(k.Breaks[3])}
	case *cesKind:
		return [2]float64{float64(k.Scale[0]), float64(k.Scale[1])}
	case *touchpointsKind:
		return [2]float64{float64(k.Scale[0]), float64(k.Scale[1])}
	case *gapKind:
		return [2]float64{float64(k.Scale[0]), float64(k.Scale[1])}
	case *csatKind:
		if len(k.Scale) == 2 {
			return [2]float64{float64(k.Scale[0]), float64(k.Scale[1])}
		}
	case *meanKind:
		if len(k.Scale) == 2 {
			return [2]float64{k.Scale[0], k.Scale[1]}
		}
	case *numberKind:
		if len(k.Scale) == 2 {
			return [2]float64{k.Scale[0], k.Scale[1]}
		}
	}
	return [2]float64{}
}

// identify sums everything that a result depends on.
func (m *Metric) identify() {
	text, err := json.Marshal([]any{m, m.kind})
	if err != nil {
		panic(err) // settings are plain values
	}
	m.sum = source.SumOf(text)
}
