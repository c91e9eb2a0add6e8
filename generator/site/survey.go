package site

import (
	"slices"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// survey is what a page asks of the tables.
type survey struct {
	requests []request
	groups   []metric.Group
}

// Plan decides which figures the pages hide, once for all of them: what one page tells must not give away what another one hides.
// It asks every page what it will ask, without answering. The site is not changed; the result is it with its plans.
func (s *Site) Plan() *Site {
	surveys := make([]survey, len(s.Slots))
	s.Each.Over(len(s.Slots), func(i int) { surveys[i] = s.survey(s.Slots[i]) })
	planned := *s
	planned.plans, planned.overlaps = map[string]*metric.Plan{}, map[string]*trends{}
	requests, groups := map[string][]request{}, map[string][]metric.Group{}
	for _, one := range surveys {
		for _, r := range one.requests {
			requests[r.table] = append(requests[r.table], r)
		}
		for _, g := range one.groups {
			groups[g.Table.Name] = append(groups[g.Table.Name], g)
		}
	}
	for name, table := range s.Tables {
		requests[name], groups[name] = distinct(requests[name], groups[name])
		planned.plans[name] = s.plan(table, requests[name], groups[name])
		planned.overlaps[name] = s.trends(table, requests[name], groups[name])
	}
	return &planned
}

// hides tells whether figures about a group are hidden.
func (c *composer) hides(g metric.Group) bool {
	if c.survey != nil {
		c.survey.groups = append(c.survey.groups, g)
		return true
	}
	return c.plans[g.Table.Name].Hides(g)
}

// distinct leaves each question and each group once, in the order of their names.
func distinct(requests []request, groups []metric.Group) ([]request, []metric.Group) {
	slices.SortStableFunc(requests, func(a, b request) int { return strings.Compare(a.name, b.name) })
	requests = slices.CompactFunc(requests, func(a, b request) bool { return a.key == b.key })
	slices.SortStableFunc(groups, func(a, b metric.Group) int { return strings.Compare(a.Name, b.Name) })
	groups = slices.CompactFunc(groups, func(a, b metric.Group) bool { return a.Name == b.Name })
	return requests, groups
}

// plan decides for one table.
func (s *Site) plan(table Table, requests []request, groups []metric.Group) *metric.Plan {
	parts := [][]byte{table.Sum[:]}
	for _, r := range requests {
		parts = append(parts, r.key[:])
	}
	for _, g := range groups {
		parts = append(parts, []byte(g.Name))
	}
	return s.Recall("plan", source.SumOf(parts...), func() any {
		queries := make([]metric.Query, 0, len(requests))
		for _, r := range requests {
			if full, _, ok := r.full(); ok {
				queries = append(queries, full)
			}
		}
		return metric.NewPlan(queries, groups)
	}).(*metric.Plan)
}

// survey finds what a page asks. Most pages ask nothing, and are not even read.
func (s *Site) survey(slot Slot) survey {
	n := slot.Node
	asks := n.File != nil && n.Asks()
	if !asks && !s.rated && !strings.Contains(n.Title, "{{") {
		return survey{}
	}
	c := s.composer(slot)
	c.survey, c.view = &survey{}, &View{Has: map[string]bool{}}
	if asks {
		body, _ := c.Body(n.Page)
		c.inspect(body.Blocks)
	}
	c.title()
	if s.rated { // stars stand on the cards of products
		c.others()
		if n.Kind == "list" {
			c.list()
		}
	}
	return *c.survey
}

// inspect goes through the blocks of a page as parts does, and makes nothing of them.
func (c *composer) inspect(blocks []content.Block) {
	for _, b := range blocks {
		switch b.Kind {
		case "prose":
			for _, hole := range b.Holes {
				c.value(hole.Text, hole.At)
			}
		case "data":
			c.data(b)
		case "section":
			if b.Name == "segment" && !c.inSegment(b) {
				continue
			}
			if b.Attrs["metric"] != "" {
				c.measure(b)
			}
			c.inspect(b.Inner)
		}
	}
}
