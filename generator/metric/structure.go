package metric

import (
	"fmt"
	"slices"
	"strings"

	"cxgen/generator/source"
)

// structured is a kind with groups of its own, which are no values of a column that a query could name: touchpoints in their
// order, items, drivers, themes.
type structured interface{ structure() structure }

// structure says along what the figures of such a kind may run.
type structure struct {
	word    string   // what By calls its own groups: "driver"
	also    []string // further ways to group that are the kind's own: "grid"
	column  string   // the column that holds them, by which By may call them too; "" for none
	always  bool     // there is no figure over all groups: without By, the groups are meant
	periods bool     // By may be a period
	columns bool     // By may be a column
	splits  bool     // Split may be a column
	last    bool     // Last counts the kind's own groups
}

// along decides whether the figures run along the kind's own groups.
func (q *question) along(s structure) *Mistake {
	kind := q.Metric.Kind
	q.counts = s.last
	switch {
	case q.By == s.word, q.By != "" && q.By == s.column, q.By == "" && s.always:
		q.By, q.own = s.word, true
	case slices.Contains(s.also, q.By):
		q.own = true
	case q.By == "", IsPeriod(q.By) && s.periods, !IsPeriod(q.By) && s.columns:
	default:
		may := append([]string{s.word}, s.also...)
		if s.periods {
			may = append(may, units...)
		}
		hint := fmt.Sprintf("by can be %s", strings.Join(may, ", "))
		if near, ok := source.Closest(q.By, may); ok {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		return &Mistake{"by", fmt.Sprintf("%s cannot be shown by %q", kind, q.By), hint}
	}
	if q.Split == s.word && s.column != "" {
		q.Split = s.column
	}
	switch {
	case q.Split == "":
	case q.own && q.Split == s.column:
		return &Mistake{"split", fmt.Sprintf("split and by are both %q", s.word), "remove one of the two"}
	case !s.splits:
		return &Mistake{"split", fmt.Sprintf("%s cannot be split by %q", kind, q.Split), `remove split, or show one group at a time with where`}
	}
	return nil
}
