package metric

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"cxgen/generator/data"
)

// mostSteps is the most steps that a funnel can have: which steps an event matches is kept as bits.
const mostSteps = 32

// step is one step of a funnel: an event, any of several, or an event with a condition.
type step struct {
	Name   string // as shown
	Events []string
	Where  string

	where *data.Filter
}

// Fill reads "cart", ["cart", "basket"], or { event = "cart", where = "value > 50", name = "Large cart" }.
func (s *step) Fill(v any) error {
	table, ok := v.(map[string]any)
	if !ok {
		table = map[string]any{"event": v}
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		switch text, isText := table[key].(string); {
		case key == "event":
			var events words
			if events.Fill(table[key]) != nil || len(events) == 0 {
				return errors.New("wants the name of an event, or a list of names")
			}
			s.Events = events
		case key == "where" && isText:
			s.Where = text
		case key == "name" && isText:
			s.Name = text
		default:
			return errors.New("wants nothing but event, where and name")
		}
	}
	if len(s.Events) == 0 {
		return errors.New("wants an event")
	}
	if s.Name == "" {
		s.Name = strings.Join(s.Events, " / ")
	}
	return nil
}
