package site

import (
	"slices"
	"sync"

	"cxgen/generator/locale"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// trends are what pages ask of one table along the months, quarters or years of more than one calendar. Such periods overlap: what lies between the
// end of one and the end of the other can be computed, and where few people do, figures are hidden that either calendar alone would show.
type trends struct {
	requests []request
	alone    map[locale.Calendar]func() *metric.Plan // what would be hidden without the trends of other calendars
}

// ofCalendar tells whether a request runs along periods that differ from calendar to calendar.
func ofCalendar(by string) bool { return by == "month" || by == "quarter" || by == "year" }

// trends finds the trends of a table, nil where they share a calendar.
func (s *Site) trends(table Table, requests []request, groups []metric.Group) *trends {
	t := &trends{alone: map[locale.Calendar]func() *metric.Plan{}}
	for _, r := range requests {
		if ofCalendar(r.by) {
			t.requests = append(t.requests, r)
			t.alone[r.calendar] = nil
		}
	}
	if len(t.alone) < 2 {
		return nil
	}
	for calendar := range t.alone {
		t.alone[calendar] = sync.OnceValue(func() *metric.Plan {
			own := slices.DeleteFunc(slices.Clone(requests), func(r request) bool { return ofCalendar(r.by) && r.calendar != calendar })
			return s.plan(table, own, groups)
		})
	}
	return t
}

// overlap warns where periods are hidden for the sake of those of another calendar.
func (c *composer) overlap(q query, asked request, result *metric.Result) {
	t := c.overlaps[asked.table]
	if t == nil || len(result.Hidden) == 0 || !ofCalendar(asked.by) {
		return
	}
	full, _, ok := asked.full()
	if !ok {
		return
	}
	full.Plan = t.alone[asked.calendar]()
	alone, mistake := metric.Answer(full)
	if mistake != nil || len(alone.Hidden) >= len(result.Hidden) {
		return
	}
	same := func(r request) bool { return r.calendar != asked.calendar && r.metric == asked.metric }
	at := slices.IndexFunc(t.requests, same)
	if at < 0 {
		at = slices.IndexFunc(t.requests, func(r request) bool { return r.calendar != asked.calendar })
	}
	other := t.requests[at]
	here := asked
	if here.calendar == locale.Gregorian {
		here = other
	}
	c.complain(source.Warnf(q.place("by"), "%ss of %q on the page /%s are hidden only because the page /%s shows it by the %s calendar: few people lie between the ends of both",
		asked.by, asked.metric, c.node.URL, other.page, other.calendar).
		WithHint("write calendar = \"gregorian\" under [languages.%s] in site.toml, so that both pages have the same %ss, or show one of them by = \"week\"", here.lang, asked.by))
}
