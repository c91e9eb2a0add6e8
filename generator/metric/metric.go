package metric

import (
	"slices"
	"time"

	"cxgen/generator/source"
)

// Metric is one definition: [metrics.NAME] of data/metrics.toml.
type Metric struct {
	Name     string
	Kind     string
	Title    Texts
	Table    string   // name of the table that it is computed from
	Time     string   // column that says when; "" when the metric has no time
	Unit     Unit     // of the headline figure
	Currency string   // code of three letters when Unit is Currency
	Better   string   // "higher" or "lower"
	Target   *float64 // in Unit
	MinN     int      // fewer answers than this are hidden
	LowN     int      // fewer than this are shown as a low base
	Conf     float64  // confidence of intervals and verdicts, 0.95
	Question Texts    // what was asked
	Source   Texts    // where a figure comes from that was computed elsewhere
	Channel  string   // by which answers are asked for, "" where it is not said
	Scale    [2]float64
	Where    string       // which rows count, in the where language
	Week     time.Weekday // the day that weeks start on

	Weight     string // column of weights
	DedupeBy   string // column that names the respondent
	DedupeKeep string // "last" or "first"

	Benchmarks []Benchmark // published figures that all its rows may be set beside, by name; of a benchmark itself its own

	kind  kind
	given common // what stands in the file
	house int    // the site's own min_n
	sum   source.Sum
}

// Sum identifies the definition: two metrics of equal sums give equal results for equal tables and queries.
func (m *Metric) Sum() source.Sum { return m.sum }

// Columns gives the columns that the definition names, each with the key that names it, without those of where expressions.
func (m *Metric) Columns() []NamedColumn {
	list := m.kind.columns()
	for _, c := range []NamedColumn{{"time", m.Time}, {"weight", m.Weight}, {"dedupe_by", m.DedupeBy}} {
		if c.Column != "" {
			list = append(list, c)
		}
	}
	return list
}

// Entity gives the column that names the customer of a metric about customers, "" for a metric about answers.
func (m *Metric) Entity() string {
	for _, c := range m.kind.columns() {
		if c.Key == "user" || c.Key == "customer" {
			return c.Column
		}
	}
	return ""
}

// Adds tells whether rows with the same cells on the same day may come as one row and their number: what the metric counts adds
// up, and neither who answered matters to it nor the time of day.
func (m *Metric) Adds() bool {
	switch m.Kind {
	case "nps", "enps", "csat", "ces", "touchpoints", "perception_gap", "themes", "share", "count", "sum", "mean", "median", "min", "max", "ratio":
		return m.DedupeBy == ""
	}
	return false
}

// UsesNow tells whether the figures depend on the day of the build beyond which period still runs.
func (m *Metric) UsesNow() bool {
	if k, ok := m.kind.(*benchmarkKind); ok && k.base.UsesNow() {
		return true
	}
	return slices.ContainsFunc(m.kind.conditions(), func(c condition) bool { return (*c.filter).UsesNow() })
}

// Basis is the metric whose figures these are: of a benchmark the metric that is set beside it, else m itself.
func (m *Metric) Basis() *Metric {
	if k, ok := m.kind.(*benchmarkKind); ok {
		return k.base
	}
	return m
}

// Along tells what the figures of a metric run along even when nothing is asked: "theme", "driver", "cohort" … It is "" for a metric that
// has a figure over all, which a tile or a sentence may show.
func (m *Metric) Along() string {
	if k, ok := m.kind.(structured); ok && k.structure().always {
		return k.structure().word
	}
	return ""
}

// NamedColumn is a column of a metric's table and the key of the definition that names it.
type NamedColumn struct{ Key, Column string }

// protects is the number of people of whom fewer must not be told apart, which is MinN, but where that is the size that a model needs.
func (m *Metric) protects() int {
	if m.Kind == "key_drivers" && m.given.MinN == nil {
		return m.house
	}
	return m.MinN
}

// hides tells whether small groups are hidden: the base of a value is not people but one figure.
func (m *Metric) hides() bool {
	if k, ok := m.kind.(interface{ hides() bool }); ok {
		return k.hides()
	}
	return m.Kind != "value"
}
