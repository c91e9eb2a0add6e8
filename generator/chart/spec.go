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
	Events              []Event
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

// Forms lists what a figure can be drawn as.
func Forms() []string {
	return []string{"trend", "mix", "distribution", "dots", "funnel", "bars"}
}

// New draws a result. A form that does not exist, or that does not suit the result, is a mistake of the key "form".
func New(r *metric.Result, s Spec) (*Figure, *metric.Mistake) {
	form := s.Form
	if form == "" {
		form = choose(r)
	}
	if !slices.Contains(Forms(), form) {
		return nil, &metric.Mistake{Key: "form", Text: fmt.Sprintf("unknown form %q", form), Hint: suggestion(form)}
	}
	if why := unsuited(form, r); why != "" {
		return nil, &metric.Mistake{Key: "form", Text: fmt.Sprintf("the form %q does not suit this metric", form), Hint: why}
	}
	d := begin(r, s, form)
	switch {
	case d.nothing():
		d.blank()
	case form == "trend":
		d.trend()
	case form == "mix":
		d.mix()
	case form == "distribution":
		d.distribution()
	case form == "dots":
		d.dots()
	case form == "funnel":
		d.funnel()
	default:
		d.bars()
	}
	return d.finish(), nil
}

// choose gives the form that says most about a result.
func choose(r *metric.Result) string {
	switch {
	case r.By == "step":
		return "funnel"
	case len(r.Starts) > 0:
		return "trend"
	case r.By != "":
		if v := r.Find(metric.Value); v != nil && slices.ContainsFunc(v.Points, func(p metric.Point) bool { return p.Interval }) {
			return "dots"
		}
		return "bars"
	case r.Find(metric.Answers) != nil || r.Find(metric.OptionShare) != nil:
		return "distribution"
	case r.Find(metric.Promoters) != nil:
		return "mix"
	}
	return "bars"
}

// unsuited says what a form needs that a result has not, as a remedy; "" when it suits.
func unsuited(form string, r *metric.Result) string {
	value := r.Find(metric.Value) != nil
	switch form {
	case "trend":
		if len(r.Starts) == 0 || !value {
			return `a trend runs over time: add by = "month"`
		}
	case "mix":
		if r.Find(metric.Promoters) == nil && r.Find(metric.OptionShare) == nil {
			return "a mix needs answers with options, as nps and csat have"
		}
	case "distribution":
		if r.Find(metric.Answers) == nil && r.Find(metric.OptionShare) == nil {
			return "a distribution needs answers with options, as nps and csat have"
		}
		if r.By != "" {
			return `a distribution is of all answers: leave out by, or take the form "mix"`
		}
	case "dots":
		if r.By == "" || !value {
			return "dots stand for groups: add by with the name of a column"
		}
	case "bars":
		if !value {
			return "bars need a metric with one value for each group"
		}
	case "funnel":
		if r.By != "step" || r.Find(metric.Count) == nil {
			return "a funnel needs a metric of the kind funnel"
		}
	}
	if form != "funnel" && r.By == "step" {
		return `leave out form, or take "funnel"`
	}
	return ""
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
