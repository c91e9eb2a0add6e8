package site

import (
	"encoding/json"
	"html/template"
	"strings"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// figureData is a figure as machines read it, in figures.json beside the page.
type figureData struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Measure string   `json:"measure"`
	Summary string   `json:"summary"`
	Source  string   `json:"source,omitempty"`
	Columns []string `json:"columns"`
	Rows    [][]any  `json:"rows"`
}

// figureID gives the anchor of a figure: the author's, or one made of what it shows.
func (c *composer) figureID(a asked) string {
	if a.ID != "" {
		if c.ids[a.ID] {
			c.complain(source.Errorf(a.place("id"), "the id %q is already taken on this page", a.ID).WithHint("choose another"))
		}
		return c.unique(a.ID)
	}
	words := []string{a.Metric, a.Table, a.X, strings.Join(a.Y, " "), a.By, a.Split, a.Form}
	return c.unique(content.Slug(strings.Join(strings.Fields(strings.Join(words, " ")), " "), c.locale.Lang))
}

// sketch is a drawn figure, remembered by what was drawn.
type sketch struct {
	figure  *chart.Figure
	svg     []byte
	mistake *metric.Mistake
}

// figure draws a result and puts its files beside the page.
func (c *composer) figure(a asked, r *metric.Result, key source.Sum, spec chart.Spec) *FigureView {
	asked, _ := json.Marshal(a.block)
	words := c.Theme.WordsSum()
	got := c.Recall("figure", source.SumOf(key[:], words[:], asked, []byte(spec.ID), []byte(c.locale.Lang)), func() any {
		f, mistake := chart.New(r, spec)
		if mistake != nil {
			return sketch{mistake: mistake}
		}
		return sketch{figure: f, svg: f.SVG()}
	}).(sketch)
	if got.mistake != nil {
		c.complain(source.Errorf(a.place(got.mistake.Key), "%s", got.mistake.Text).WithHint("%s", got.mistake.Hint))
		return nil
	}
	f := got.figure
	v := &FigureView{
		ID: spec.ID, Title: f.Title, Sub: f.Sub, Form: f.Form, SVG: template.HTML(got.svg), Name: f.Name,
		Summary: f.Summary, Source: f.Source, Method: f.Method, Level: 3,
		Keys:    f.Keys,
		Lanes:   f.Lanes,
		Wide:    f.Wide,
		CSV:     spec.ID + ".csv",
		Drawn:   spec.ID + ".svg",
		Explore: spec.ID + ".js",
		Table:   tableOf(f.Data, f.Sub),
	}
	if f.Caption != "" {
		v.Summary = chart.Prose(f.Caption, f.Summary)
	}
	name := a.Table
	if r.Metric != nil {
		name = r.Metric.Table
	}
	if asked := c.Tables[name].Asked; !asked.IsZero() {
		v.Source = chart.Prose(v.Source, c.locale.Say("site.as_of", "date", c.locale.Date(asked.In(c.Settings.zone))))
	}
	c.view.Has["figure"] = true
	c.outputs = append(c.outputs,
		Output{c.path + v.CSV, func() ([]byte, error) { return f.CSV(), nil }},
		Output{c.path + v.Drawn, func() ([]byte, error) { return f.File(c.pictures), nil }},
		Output{c.path + v.Explore, func() ([]byte, error) {
			option, err := f.Option()
			if err != nil {
				return nil, err
			}
			return []byte("cxgenFigure(" + quote(spec.ID) + "," + string(option) + ")\n"), nil
		}},
	)
	numbers := figureData{spec.ID, f.Title, f.Sub, f.Summary, f.Source, f.Data.Fields, [][]any{}}
	for _, row := range f.Data.Rows {
		if row.Raw != nil {
			numbers.Rows = append(numbers.Rows, row.Raw)
		}
	}
	c.figures = append(c.figures, numbers)
	return v
}

// figuresFile puts the numbers of all figures of the page into one file.
func (c *composer) figuresFile() {
	if len(c.figures) == 0 {
		return
	}
	text, err := json.MarshalIndent(c.figures, "", " ")
	c.exact(text)
	c.outputs = append(c.outputs, Output{c.path + "figures.json", func() ([]byte, error) { return text, err }})
}

// exact puts a file beside the page into the sum of its view, since it may change when nothing of the page does: numbers stand
// in it as they were computed, cells as they were written.
func (c *composer) exact(text []byte) {
	sum := source.SumOf(text)
	c.view.exact = append(c.view.exact, sum[:]...)
}

func tableOf(g chart.Grid, caption string) TableView {
	t := TableView{Caption: caption, Head: g.Head, Number: g.Number}
	for _, row := range g.Rows {
		t.Rows = append(t.Rows, row.Cells)
	}
	return t
}

func quote(s string) string {
	q, _ := json.Marshal(s)
	return string(q)
}
