package chart

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// Spec is what the author of a page says about a figure, and the language it is drawn in.
type Spec struct {
	ID                  string // unique on the page
	Form                string // one of Forms; "" chooses by what the result is
	Title, Sub, Caption string // the author's own; "" for the figure's
	Measure             string // name of the metric in the language; "" for the metric's own name
	By                  string // name of the column of the groups in the language; "" for its own name
	Question            string // what was asked, "" when it is not known
	Target              *float64
	Benchmarks          []metric.Benchmark // published figures that may stand beside the result, drawn as lines in trends
	Events              []Event
	Stages              []Stage
	Lanes               []JourneyRow
	Height              int     // pixels of the whole drawing; 0 for the form's own
	Compare             string  // "previous", "year" or a period, as in the query
	MinN, LowN          int     // the limits in force; 0 for 5 and 30
	TimeAxis            string  // "ltr" keeps time running from left to right in every language
	Conf                float64 // confidence of the intervals, 0 to 1; 0 for 0.95
	Locale              *locale.Locale
}

// Event is something that happened, drawn on a trend.
type Event struct {
	At    time.Time
	Label string
}

// form is a way to draw a result.
type form struct {
	name  string
	needs func(r *metric.Result) string // what it needs that a result has not, as a remedy; "" when it suits
	draw  func(d *draft)
}

var forms = []form{
	{"trend", needsTime, (*draft).trend},
	{"mix", needsOptions, (*draft).mix},
	{"distribution", needsAnswers, (*draft).distribution},
	{"dots", needsGroups, (*draft).dots},
	{"funnel", needsSteps, (*draft).funnel},
	{"bars", needsValues, (*draft).bars},
	{"heatmap", needsCohorts, (*draft).heatmap},
	{"curves", needsCohorts, (*draft).curves},
	{"journey", needsTouchpoints, (*draft).journey},
	{"dumbbell", needsSides, (*draft).dumbbell},
	{"quadrant", needsDrivers, (*draft).quadrant},
	{"waterfall", needsFlows, (*draft).waterfall},
	{"histogram", needsDays, (*draft).histogram},
	{"quartiles", needsQuartiles, (*draft).quartiles},
	{"grid", needsGrid, (*draft).grid},
	{"flow", needsMoves, (*draft).flow},
	{"survival", needsStays, (*draft).survival},
}

// Forms lists what a figure can be drawn as.
func Forms() (names []string) {
	for _, f := range forms {
		names = append(names, f.name)
	}
	return names
}

// New draws a result. A form that does not exist, or that does not suit the result, is a mistake of the key "form".
func New(r *metric.Result, s Spec) (*Figure, *metric.Mistake) {
	name := s.Form
	if name == "" {
		name = choose(r)
	}
	i := slices.IndexFunc(forms, func(f form) bool { return f.name == name })
	if i < 0 {
		return nil, &metric.Mistake{Key: "form", Text: fmt.Sprintf("unknown form %q", name), Hint: suggestion(name)}
	}
	if why := forms[i].needs(r); why != "" {
		return nil, &metric.Mistake{Key: "form", Text: fmt.Sprintf("the form %q does not suit this metric", name), Hint: why}
	}
	d := begin(r, s, name)
	if d.nothing() {
		d.blank()
	} else {
		forms[i].draw(d)
	}
	return d.finish(), nil
}

// choose gives the form that says most about a result.
func choose(r *metric.Result) string {
	for _, name := range []string{"funnel", "heatmap", "journey", "dumbbell", "quadrant", "histogram", "grid", "flow", "survival", "quartiles"} {
		i := slices.IndexFunc(forms, func(f form) bool { return f.name == name })
		if forms[i].needs(r) == "" {
			return name
		}
	}
	value := r.Find(metric.Value)
	switch {
	case len(r.Starts) > 0 && value == nil && phased(r):
		return "mix"
	case len(r.Starts) > 0:
		return "trend"
	case needsFlows(r) == "":
		return "waterfall"
	case r.By != "" && themed(r):
		return "bars"
	case len(splits(r)) > 1:
		return "bars"
	case r.By != "":
		if value != nil && slices.ContainsFunc(value.Points, func(p metric.Point) bool { return p.Interval }) {
			return "dots"
		}
		if value == nil && phased(r) {
			return "mix"
		}
		return "bars"
	case r.Find(metric.Answers) != nil || r.Find(metric.OptionShare) != nil:
		return "distribution"
	case r.Find(metric.Promoters) != nil:
		return "mix"
	}
	return "bars"
}

func needsTime(r *metric.Result) string {
	if len(r.Starts) == 0 || r.Find(metric.Value) == nil {
		return `a trend runs over time: add by = "month"`
	}
	return unstepped(r)
}

func needsOptions(r *metric.Result) string {
	if r.Find(metric.Promoters) == nil && r.Find(metric.OptionShare) == nil && !phased(r) {
		return "a mix needs answers with options, as nps and csat have, or the phases of a lifecycle"
	}
	return unstepped(r)
}

func needsAnswers(r *metric.Result) string {
	if r.Find(metric.Answers) == nil && r.Find(metric.OptionShare) == nil {
		return "a distribution needs answers with options, as nps and csat have"
	}
	if r.By != "" {
		return `a distribution is of all answers: leave out by, or take the form "mix"`
	}
	return ""
}

func needsGroups(r *metric.Result) string {
	if r.By == "" || r.Find(metric.Value) == nil {
		return "dots stand for groups: add by with the name of a column"
	}
	if len(splits(r)) > 1 {
		return `dots have one value for each group: take form = "bars", which shows every part of a split, or leave out split`
	}
	return unstepped(r)
}

func needsValues(r *metric.Result) string {
	if foremost(r) == nil {
		return "bars need a metric with one value for each group"
	}
	return unstepped(r)
}

func needsSteps(r *metric.Result) string {
	if r.By != "step" || r.Find(metric.Count) == nil {
		return "a funnel needs a metric of the kind funnel"
	}
	return ""
}

// unstepped refuses the steps of a funnel.
func unstepped(r *metric.Result) string {
	if r.By == "step" {
		return `leave out form, or take "funnel"`
	}
	return ""
}

// foremost gives the series that a result is about: its value, or what its kind puts first.
func foremost(r *metric.Result) *metric.Series {
	for _, m := range []metric.Measure{metric.Value, metric.Share, metric.Importance, metric.Count} {
		if s := r.Find(m); s != nil {
			return s
		}
	}
	return nil
}

// suggestion names the form that was meant, or all.
func suggestion(form string) string {
	best, least := "", 1+max(1, len(form)/3)
	for _, f := range Forms() {
		if d := distance(strings.ToLower(form), f); d < least {
			best, least = f, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "the forms are " + strings.Join(Forms(), ", ")
}

// distance counts the letters to change, add or remove to get from a to b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
