package metric

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// exclusion is an event that ends an attempt at a funnel where it comes between two steps (specification §7.1, exclusion steps).
type exclusion struct {
	Step    step
	Between []string // the names of the two steps; the first and the last by default
}

// Fill reads "refund", or { event = "refund", where = "value > 50", between = ["cart", "order"] }.
func (e *exclusion) Fill(v any) error {
	table, ok := v.(map[string]any)
	if !ok {
		return e.Step.Fill(v)
	}
	rest := maps.Clone(table)
	if between, given := rest["between"]; given {
		delete(rest, "between")
		var names words
		if names.Fill(between) != nil || len(names) != 2 {
			return errors.New("wants between = with the names of two steps")
		}
		e.Between = names
	}
	return e.Step.Fill(rest)
}

// excluded gives the events of the exclusions.
func (k *funnelKind) excluded() (list []step) {
	for _, e := range k.Exclude {
		list = append(list, e.Step)
	}
	return list
}

// bars gives the steps between which the exclusions hold.
func (k *funnelKind) bars() (list []bar) {
	for _, e := range k.Exclude {
		b := bar{0, len(k.Steps) - 1}
		if e.Between != nil {
			b = bar{k.stepNamed(e.Between[0]), k.stepNamed(e.Between[1])}
		}
		list = append(list, b)
	}
	return list
}

// stepNamed gives the place of a step, -1 for none.
func (k *funnelKind) stepNamed(name string) int {
	return slices.IndexFunc(k.Steps, func(s step) bool { return s.Name == name })
}

func (k *funnelKind) checkExclusions(complain complainer) {
	if len(k.Exclude) > mostSteps {
		complain("exclude", "leave some out", "a funnel can have at most %d exclusions", mostSteps)
	}
	if k.Order == "any" && k.Exclude != nil {
		complain("exclude", `leave it out, or take order = "ordered"`, "steps in any order have no between")
	}
	var names []string
	for _, s := range k.Steps {
		names = append(names, s.Name)
	}
	for i, e := range k.Exclude {
		if e.Between == nil {
			continue
		}
		for _, name := range e.Between {
			if k.stepNamed(name) < 0 {
				complain(fmt.Sprintf("exclude.%d", i), choice(name, names), "the funnel has no step %q", name)
				return
			}
		}
		if k.stepNamed(e.Between[0]) >= k.stepNamed(e.Between[1]) {
			complain(fmt.Sprintf("exclude.%d", i), "name the earlier step first", "between wants two steps in their order")
		}
	}
}
