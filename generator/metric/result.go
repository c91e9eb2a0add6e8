// Package metric computes customer experience metrics: counts first, figures from the counts second.
//
// It is given definitions, tables and a query, and gives a Result. It does not know files, pages or drawing.
// Formulas and rules follow the metric specification; each names its source.
package metric

import (
	"time"
)

// State tells whether a point may be shown.
type State uint8

const (
	Empty  State = iota // no base: value is undefined
	Shown               // value and interval are valid
	Hidden              // fewer than min_n answers, or hidden so that another group cannot be computed
	Open                // shown, but the period still runs, or its data end before it does: no verdict
)

// Verdict is what may be said about a change.
type Verdict uint8

const (
	NoVerdict Verdict = iota // nothing to compare
	Clear                    // p below 1-conf and both bases at least low_n
	Unclear                  // p at least 1-conf
	TooFew                   // either base below low_n
)

// Point is one figure with what is needed to trust it. Value, Low and High are 0 unless State is Shown or Open; a hidden point is
// zero throughout, also its N, since for a count the base is the figure.
type Point struct {
	Value, Low, High float64
	Interval         bool    // Low and High are valid
	Margin           float64 // half the width of an interval that was cut at ±100, as it was before; else 0
	N                int     // raw base
	LowBase          bool    // N below low_n
	State            State
	Change           *Change // against the compared period; nil when there is none
}

// Change is a difference with its interval, in the unit of the measure (current minus compared).
type Change struct {
	Delta, Low, High, P float64
	Tested              bool // Low, High and P are valid
	Adjusted            bool // P and Verdict allow for the number of comparisons in the result
	Verdict             Verdict
	Against             string // label of the compared period, "2026-09"
	AgainstN            int
}

// Measure names what a series holds.
type Measure string

const (
	Value         Measure = "value"          // the headline figure, in Result.Unit
	Promoters     Measure = "promoters"      // share of answers in percent
	Passives      Measure = "passives"       // share of answers in percent
	Detractors    Measure = "detractors"     // share of answers in percent
	Answers       Measure = "answers"        // count per option; Series.Option names the option
	OptionShare   Measure = "option_share"   // share of one option in percent; Series.Option names it
	Count         Measure = "count"          // entities at a funnel step
	FromStart     Measure = "from_start"     // share of the first step in percent
	FromPrevious  Measure = "from_previous"  // share of the previous step in percent
	DropOff       Measure = "drop_off"       // entities lost before this step
	MedianSeconds Measure = "median_seconds" // time from the previous step
)

// Measures of customers and orders. Those without a unit in their comment are counts.
const (
	Opening      Measure = "opening"        // customers at the start of a period
	Churned      Measure = "churned"        // of those, left during it; of churn_activity, not seen for too long
	New          Measure = "new"            // joined during it
	NewLost      Measure = "new_lost"       // joined and left within it
	Closing      Measure = "closing"        // customers at its end
	Retained     Measure = "retained"       // share that stayed, or came back, in percent
	Active       Measure = "active"         // seen recently
	GRR          Measure = "grr"            // gross revenue retention in percent
	NRR          Measure = "nrr"            // net revenue retention in percent
	GrossChurn   Measure = "gross_churn"    // revenue lost in percent
	Created      Measure = "created"        // carts or checkouts begun
	Completed    Measure = "completed"      // of those, ended in an order
	OpenUnits    Measure = "open_units"     // of those, may still be completed
	Sessions     Measure = "sessions"       // visits
	Bounces      Measure = "bounces"        // visits that ended at once
	Orders       Measure = "orders"         // orders
	Revenue      Measure = "revenue"        // their value, as money
	RevenueShare Measure = "revenue_share"  // of all revenue, in percent
	Median       Measure = "median"         // in the unit of the headline
	Q1           Measure = "q1"             // lower quartile, in the unit of the headline
	Q3           Measure = "q3"             // upper quartile, in the unit of the headline
	MedianDays   Measure = "median_days"    // delivered minus promised, in days
	MeanDaysLate Measure = "mean_days_late" // of the late ones, in days
	Share        Measure = "share"          // of the whole, in percent
)

// Measures of answers and comments.
const (
	Mean           Measure = "mean"             // mean answer, or mean money of a customer
	Net            Measure = "net"              // share of easy minus share of hard answers, -100 to 100
	Easy           Measure = "easy"             // share of easy answers in percent
	EmotionIndex   Measure = "emotion_index"    // -100 (all negative) to 100 (all positive)
	Company        Measure = "company"          // mean of those who work there
	Customer       Measure = "customer"         // mean of those who buy there
	Importance     Measure = "importance"       // relative weight in percent of R²
	Performance    Measure = "performance"      // mean answer over the rows of the model
	Correlation    Measure = "correlation"      // with the outcome, -1 to 1
	Mentions       Measure = "mentions"         // responses that mention a theme
	ThemeNPS       Measure = "theme_nps"        // of the responses that mention a theme
	Impact         Measure = "impact"           // nps of all minus nps without those that mention it, in points
	Sent           Measure = "sent"             // invitations
	Delivered      Measure = "delivered"        // of those, not returned
	Responses      Measure = "responses"        // of those, answered
	AnsweredShare  Measure = "answered_share"   // comments answered in percent
	OpenNow        Measure = "open_now"         // comments still open
	MedianToAnswer Measure = "median_to_answer" // seconds until the first answer
	MedianToClose  Measure = "median_to_close"  // seconds until closed
	OldestOpen     Measure = "oldest_open"      // age of the oldest open comment in seconds
	BenchmarkDelta Measure = "benchmark_delta"  // own value minus the benchmark's
)

// Unit tells how a value is printed.
type Unit string

const (
	Score    Unit = "score"    // signed integer, -100 to 100: NPS
	Percent  Unit = "percent"  // 0 to 100, value is already multiplied
	Plain    Unit = "plain"    // a number
	Whole    Unit = "whole"    // a count
	Seconds  Unit = "seconds"  // elapsed time
	Currency Unit = "currency" // money; Result.Currency has the code
)

// Series is one line of a result: a measure for one split group, a point per group of the result.
type Series struct {
	Measure Measure
	Unit    Unit
	Split   string // value of the split column, "" without a split
	Option  string // an answer option, for Answers and OptionShare
	Points  []Point
}

// Result answers a query. Groups run along the query's By: period labels ("2026-05"), values of a column, or steps of a funnel;
// one group "" when there is no By.
//
// Changes of a kind without a test (counts, sums, medians …) have no verdict. Excluded and Used count the rows of the periods that are
// shown; rows without a date are counted whatever the period.
type Result struct {
	Metric   *Metric
	By       string      // "", a period unit, a column, or "step"
	Starts   []time.Time // start of each period when By is a period unit, in the report's time zone
	Begins   time.Time   // when the data begin, if that is in the midst of the first period, which then is not whole; else zero
	Ends     time.Time   // when they end, if that is in the midst of the last period, which then is Open, though it may be over; else zero
	Groups   []string
	Series   []Series
	Total    *Point // over all groups of the query, when By is a column; of a funnel the overall conversion
	Target   *float64
	Currency string
	Excluded Excluded     // rows that were not used
	Withheld bool         // there are some, and how many would give a hidden group away
	Used     int          // rows that were; it is 0, and Excluded too, when they would give a hidden group away
	Hidden   []string     // names of the groups that are hidden
	Days     bool         // nobody asked for Period: it goes from the day of the first row to that of the last
	Period   [2]time.Time // what the query covers, half-open; zero when the metric has no time, or when the days would give a hidden group away
	Facts    []Fact
}

// Fact is a further number that belongs to a result.
//
// Of weighted metrics "n_eff", the effective base; of csat "mean"; of ces "mean", "net" and "easy_pct"; of rolling scores "rolling_periods", how many
// periods each figure stands for. Of key_drivers "n", the complete rows, "dropped" and "r_squared", 0 to 1; of themes "n" and the "nps" of all;
// of benchmark "benchmark" and "year", and of a single figure "status": 1 above, 0 within the margin, -1 below; of closed_loop the counts
// "opened", "answered", "closed" and "open".
//
// Of funnels "entered", "completed", "conversion", "conversion_low" and
// "conversion_high" in percent, "open" (entered, not done, and still within the window when the data ends), "median_total_seconds" of those
// who completed: these are left out when too few entered; and "window_seconds", and "skipped", the rows without user or time.
//
// Of churn_activity "inactivity_days"; of cohort_retention "bucket_days", about how long a bucket is, and 1 for "rolling", "on_or_after" and
// "recurring" where they hold; of cart_abandonment "orphan_purchases", of those who had no cart; of order_value "excluded_" with each status that is
// left out; of delivery the counts "on_time" (of them "early"), "late", "overdue" and "pending", and "median_days", "mean_days" and "mean_days_late"
// after the promised one; of rfm "customers" and "same_score_share", the share in percent of the most common score of any dimension; of clv "aov",
// "purchases_per_period", "margin" (a fraction; none when the value is one of revenue), "value_per_period" and "lifespan_periods"; of the transitions of a
// lifecycle "win_back_rate" in percent: the won back, of the separating and lost before.
type Fact struct {
	Name  string
	Value float64
}

// Excluded counts the rows that a metric could not use, by reason.
type Excluded struct {
	Missing, Invalid, OutOfScale, Duplicate, NoWeight, NoDate int

	Ignored int // words that are no answer by definition, such as "offered"
}

// Find gives the first series of a measure, or nil.
func (r *Result) Find(m Measure) *Series {
	for i := range r.Series {
		if r.Series[i].Measure == m {
			return &r.Series[i]
		}
	}
	return nil
}
