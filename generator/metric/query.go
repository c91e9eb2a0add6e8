package metric

import (
	"time"

	"cxgen/generator/data"
	"cxgen/generator/locale"
)

// Query asks a metric for its figures.
type Query struct {
	Metric  *Metric
	Table   *data.Table
	By      string         // "", day, week, month, quarter, year, or a column; ignored by funnels, whose groups are their steps
	Split   string         // a second column: one series per value; of a funnel the breakdown
	Where   []data.Rows    // row sets that all must hold (where expressions, the segment, the row of a page)
	Period  string         // "2026-10", "2026-Q3", "2026", "2026-10-05", "2025-11..2026-10"; "" for all
	Compare string         // "previous", "year" (same period a year before), a period; "" and "none" for none, but along periods "" is "previous"
	Last    int            // keep the last n periods; 0 for all
	Now     time.Time      // decides which period still runs
	TZ      *time.Location // report time zone

	Each data.Each // by which the counting is done
	Plan *Plan     // which figures are hidden, site-wide; nil hides what this query alone would give away

	Calendar locale.Calendar // whose months, quarters and years By means; in the Persian one Period may be "1405-07" as well
}

// Mistake is a query or definition that cannot be answered. Key names the key that is wrong.
type Mistake struct {
	Key, Text, Hint string
}

func (m *Mistake) Error() string { return m.Text }
