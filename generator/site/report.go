package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cxgen/generator/chart"
	"cxgen/generator/metric"
)

// report fills the head of a report and groups its parts into chapters.
func (c *composer) report() {
	h := c.node.Header
	v := &ReportView{Finding: text(h.Params["finding"]), Sample: h.Params["sample"] == true}
	if h.Period != "" {
		v.Period = c.period(h.Period)
	}
	for _, t := range c.tiles {
		if t.change != nil && v.Compared == "" {
			v.Compared = c.locale.Say("site.compared", "period", c.period(t.change.Against))
		}
	}
	if h.Updated.IsZero() {
		v.Until = ""
	} else {
		v.Until = c.locale.Say("site.data_until", "date", c.locale.Date(h.Updated))
	}
	if v.Finding == "" {
		v.Finding = c.finding()
	}
	v.Shape = c.shape()
	c.view.Report = v
	c.view.Body = chapters(c.view.Body)
	c.view.Headings = nil
	for _, p := range c.view.Body {
		if p.Kind == "chapter" {
			c.view.Headings = append(c.view.Headings, Head{ID: p.ID, Text: plainText(string(p.HTML))})
		}
	}
}

// period writes the label of a period.
func (c *composer) period(label string) string {
	return chart.NewPrint(&metric.Result{}, c.locale).Period(label)
}

// finding is one sentence from the tiles: what changed clearly, the largest change in its own error first; otherwise that
// nothing did, or where nothing was compared only the first figure.
func (c *composer) finding() string {
	var clear []told
	compared, judged := false, false
	for _, t := range c.tiles {
		compared = compared || t.change != nil && t.change.Verdict != metric.NoVerdict
		judged = judged || t.change != nil && (t.change.Verdict == metric.Clear || t.change.Verdict == metric.Unclear)
		if t.change != nil && t.change.Verdict == metric.Clear {
			clear = append(clear, t)
		}
	}
	slices.SortStableFunc(clear, func(a, b told) int { return cmp.Compare(a.change.P, b.change.P) })
	say := func(t told) string {
		key := "site.finding_up"
		if t.change.Delta < 0 {
			key = "site.finding_down"
		}
		return c.locale.Say(key, "metric", t.title, "value", t.value)
	}
	switch {
	case len(c.tiles) == 0:
		return ""
	case !compared:
		return c.locale.Say("site.finding_one", "first", c.locale.Say("chart.title_is", "metric", c.tiles[0].title, "value", c.tiles[0].value))
	case !judged:
		return c.locale.Say("site.finding_too_few", "metric", c.tiles[0].title, "value", c.tiles[0].value)
	case len(clear) == 0:
		return c.locale.Say("site.finding_none", "metric", c.tiles[0].title, "value", c.tiles[0].value)
	case len(clear) == 1:
		return c.locale.Say("site.finding_one", "first", say(clear[0]))
	case (clear[0].better) != (clear[1].better):
		return c.locale.Say("site.finding_but", "first", say(clear[0]), "second", say(clear[1]))
	}
	return c.locale.Say("site.finding_and", "first", say(clear[0]), "second", say(clear[1]))
}

// shape is the ornament of a report's head: the first tile's metric over its last two years, in a box of 1000 by 100.
func (c *composer) shape() string {
	for _, p := range c.view.Body {
		if p.Kind != "metrics" || len(p.Tiles.Tiles) == 0 {
			continue
		}
		return p.Tiles.shape
	}
	return ""
}

// shapeOf draws the outline of a trend's values down to the floor; gaps are bridged, since it is only an ornament.
func shapeOf(r *metric.Result) string {
	s := r.Find(metric.Value)
	if s == nil || len(s.Points) < 2 {
		return ""
	}
	var xs, ys []float64
	for i, p := range s.Points {
		if p.State == metric.Shown {
			xs = append(xs, 1000*float64(i)/float64(len(s.Points)-1))
			ys = append(ys, p.Value)
		}
	}
	if len(ys) < 2 || slices.Max(ys) == slices.Min(ys) {
		return ""
	}
	low, high := slices.Min(ys), slices.Max(ys)
	var path strings.Builder
	for i := range xs {
		fmt.Fprintf(&path, "%c%.4g %.4g", "ML"[min(i, 1)], xs[i], 85-65*(ys[i]-low)/(high-low))
	}
	fmt.Fprintf(&path, "L1000 100L0 100Z")
	return path.String()
}
