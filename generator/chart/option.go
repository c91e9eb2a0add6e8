package chart

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Option gives the figure as the option of an ECharts chart, as plain JSON: a series per Plot, with the numbers of the figure's table.
//
// What JSON cannot say is left to the theme's script: a colour "var:NAME" is the custom property --NAME of the page, a renderItem "band" or
// "interval" is a function of that script, and "table" holds the formatted rows that a tooltip shows. The tooltip is drawn on the
// canvas, since a strict content security policy forbids the styled HTML that ECharts makes otherwise.
func (f *Figure) Option() ([]byte, error) {
	c := charts.NewLine()
	trigger := "axis"
	if f.plots("cell") || f.plots("place") || f.plots("span") {
		trigger = "item"
	}
	c.SetGlobalOptions(
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: trigger}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(len(f.Plots) > 1 && !f.plots("cell")), Type: "scroll", Left: "0", Top: "0", Right: "56", TextStyle: &opts.TextStyle{Color: "var:ink2", FontSize: 13}}),
		charts.WithToolboxOpts(opts.Toolbox{Show: opts.Bool(true), Right: "0", Top: "0",
			Feature: &opts.ToolBoxFeature{SaveAsImage: &opts.ToolBoxFeatureSaveAsImage{Show: opts.Bool(true), Type: "png", Name: f.ID, Title: " "}}}),
		charts.WithGridOpts(opts.Grid{Left: "24", Right: "24", Top: "48", Bottom: "16", ContainLabel: opts.Bool(true)}),
		charts.WithAnimation(true),
	)
	c.Aria = &opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(true), Description: strings.TrimSpace(f.Title + ". " + f.Summary)}}
	f.axes(c)
	c.MultiSeries = nil
	for _, p := range f.Plots {
		c.MultiSeries = append(c.MultiSeries, f.series(p)...)
	}
	option := c.JSON()
	delete(option, "title") // the dialog has it
	delete(option, "color")
	option["table"] = f.table()
	out, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("option of figure %s: %w", f.ID, err)
	}
	return out, nil
}

// across tells whether values run along x and groups down y.
func (f *Figure) across() bool {
	return f.Rows && f.X.Kind == "number" || f.Form == "funnel" || f.Form == "bars" || f.Form == "mix" && f.X.Kind == "number"
}

// rows gives the rows that hold numbers.
func (f *Figure) rows() (all []Row) {
	for _, r := range f.Data.Rows {
		if r.Raw != nil {
			all = append(all, r)
		}
	}
	return all
}

// table gives the head and the formatted rows for tooltips.
func (f *Figure) table() map[string]any {
	rows := [][]string{}
	for _, r := range f.rows() {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = clean(c)
			if i > 0 && (f.RTL || f.Against) { // its direction is not that of the words before it
				cells[i] = "\u2068" + cells[i] + "\u2069"
			}
		}
		rows = append(rows, cells)
	}
	table := map[string]any{"head": f.Data.Head, "rows": rows}
	if f.Form == "heatmap" || f.Form == "flow" {
		table["whole"] = 100 // what the deepest tint stands for
	}
	return table
}

func (f *Figure) axes(c *charts.Line) {
	names := f.X.Names
	for _, r := range f.rows() {
		if f.X.Names != nil {
			break
		}
		name := r.Cells[0]
		if f.Form == "funnel" && f.Data.Fields[0] == "group" {
			name += " · " + r.Cells[1]
		}
		names = append(names, clean(name))
	}
	label := &opts.AxisLabel{Show: opts.Bool(true), Color: "var:ink3", FontSize: 12, HideOverlap: opts.Bool(true)}
	units := *label
	value := f.Y
	if f.across() {
		value = f.X
	}
	if value.Unit == "%" {
		units.Formatter = "{value}%"
	}
	grid := &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var:line"}}
	line := &opts.AxisLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "var:ink3"}}
	limit := func(a Axis) (low, high any) {
		if a.Max > a.Min && f.Form != "funnel" && f.Form != "bars" && f.Form != "distribution" && f.Form != "histogram" {
			return a.Min, a.Max
		}
		return nil, nil
	}
	if f.Form == "mix" {
		value.Min, value.Max = 0, 100
		units.Formatter = "{value}%"
	}
	low, high := limit(value)
	switch {
	case f.plots("cell"):
		var columns []string
		for _, p := range f.Plots {
			columns = append(columns, p.Name)
		}
		c.XAxisList[0] = opts.XAxis{Type: "category", Data: columns, AxisLabel: label, AxisLine: line, Inverse: mirrored(f.RTL), Position: "top"}
		c.YAxisList[0] = opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true), AxisLabel: label, AxisLine: line, Position: f.side()}
		return
	case f.plots("place"):
		across := units
		across.Formatter = ""
		left, right := limit(f.X)
		c.XAxisList[0] = opts.XAxis{Type: "value", Min: left, Max: right, AxisLabel: &across, SplitLine: grid, Inverse: mirrored(f.RTL)}
		c.YAxisList[0] = opts.YAxis{Type: "value", Min: low, Max: high, AxisLabel: &units, SplitLine: grid, Position: f.side()}
		return
	}
	if f.across() {
		label.Width, label.Overflow = 120, "truncate"
		c.XAxisList[0] = opts.XAxis{Type: "value", Min: low, Max: high, AxisLabel: &units, SplitLine: grid, Inverse: mirrored(f.RTL)}
		c.YAxisList[0] = opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true), AxisLabel: label, AxisLine: line, Position: f.side()}
		return
	}
	c.XAxisList[0] = opts.XAxis{Type: "category", Data: names, AxisLabel: label, AxisLine: line, Inverse: mirrored(f.RTL)}
	c.YAxisList[0] = opts.YAxis{Type: "value", Min: low, Max: high, AxisLabel: &units, SplitLine: grid, Position: f.side()}
	if f.Form == "trend" {
		c.YAxisList = append(c.YAxisList, opts.YAxis{Type: "value", Show: opts.Bool(false), Min: 0, Max: f.most() * 6})
	}
	if len(names) > 12 {
		charts.WithDataZoomOpts(opts.DataZoom{Type: "inside"}, opts.DataZoom{Type: "slider"})(&c.BaseConfiguration)
		c.GridList[0].Bottom = "64"
	}
}

// plots tells whether a figure is made of plots of a kind.
func (f *Figure) plots(kind string) bool { return len(f.Plots) > 0 && f.Plots[0].Kind == kind }

// most is the greatest base, so that the bars of bases stay low.
func (f *Figure) most() float64 {
	most := 1.0
	for _, p := range f.Plots {
		if !p.Second {
			continue
		}
		for _, r := range f.rows() {
			if n, ok := r.Raw[p.Value].(int); ok {
				most = max(most, float64(n))
			}
		}
	}
	return most
}

// mirrored is nil unless it is true: false is what ECharts takes anyway.
func mirrored(rtl bool) types.Bool {
	if !rtl {
		return nil
	}
	return opts.Bool(true)
}

func (f *Figure) side() string {
	if f.RTL {
		return "right"
	}
	return ""
}

// token names a colour of the page.
func token(name string) string { return "var:" + name }

// series turns a plot into one series, or two of one name where a part of it is dashed.
func (f *Figure) series(p Plot) []charts.SingleSeries {
	rows := f.rows()
	data := make([]any, len(rows))
	s := charts.SingleSeries{Name: p.Name, ItemStyle: &opts.ItemStyle{Color: token(p.Color)}}
	switch p.Kind {
	case "band", "interval":
		for i, r := range rows {
			data[i] = []any{i, r.Raw[p.Low], r.Raw[p.High]}
			if f.across() {
				data[i] = []any{r.Raw[p.Low], r.Raw[p.High], i}
			}
		}
		s.Type, s.RenderItem, s.Data = types.ChartCustom, types.FuncStr(p.Kind), data
		s.Encode = &opts.Encode{X: 0, Y: []int{1, 2}}
		if f.across() {
			s.Encode = &opts.Encode{X: []int{0, 1}, Y: 2}
		}
		return []charts.SingleSeries{s}
	case "cell":
		for i, r := range rows {
			data[i] = []any{p.At, i, r.Raw[p.Value]}
		}
		s.Type, s.RenderItem, s.Data = types.ChartCustom, types.FuncStr(p.Kind), data
		s.Encode = &opts.Encode{X: 0, Y: 1}
		return []charts.SingleSeries{s}
	case "span":
		for i, r := range rows {
			item := map[string]any{"value": []any{r.Raw[p.Low], r.Raw[p.High], i, r.Raw[p.Value]}}
			if i < len(p.Colors) {
				item["itemStyle"] = map[string]any{"color": token(p.Colors[i])}
			}
			data[i] = item
		}
		s.Type, s.RenderItem, s.Data = types.ChartCustom, types.FuncStr(p.Kind), data
		s.Encode = &opts.Encode{X: []int{0, 1}, Y: 2}
		return []charts.SingleSeries{s}
	case "place":
		for i, r := range rows {
			data[i] = map[string]any{"value": []any{r.Raw[p.Value], r.Raw[p.At]}, "name": r.Cells[0]}
		}
		s.Type, s.SymbolSize, s.Data = types.ChartScatter, 15, data
		s.Label = &opts.Label{Show: opts.Bool(true), Position: "top", Formatter: "{b}", Color: "var:ink"}
		return []charts.SingleSeries{s}
	case "dot":
		for i, r := range rows {
			item := map[string]any{"value": []any{r.Raw[p.Value], i}}
			if i < len(p.Hollow) && p.Hollow[i] {
				item["itemStyle"] = map[string]any{"color": token("page"), "borderColor": token("ink3"), "borderWidth": 2}
			}
			data[i] = item
		}
		s.Type, s.SymbolSize, s.Data = types.ChartScatter, 13, data
		s.MarkLines = f.targets(p)
		return []charts.SingleSeries{s}
	case "line":
		return f.lineSeries(p, s, rows)
	}
	s.Type, s.Stack = types.ChartBar, p.Stack
	if p.Second {
		s.YAxisIndex = 1
	}
	for i, r := range rows {
		item := map[string]any{"value": r.Raw[p.Value]}
		look := map[string]any{}
		if i < len(p.Colors) {
			look["color"] = token(p.Colors[i])
		}
		if p.Opacity > 0 {
			look["opacity"] = p.Opacity
		}
		if i < len(p.Dashed) && p.Dashed[i] {
			look["opacity"] = .4
		}
		if p.Hatch {
			look["decal"] = map[string]any{"color": token("det"), "dashArrayX": []int{1, 0}, "dashArrayY": []int{2, 4}, "rotation": -.785}
			look["color"] = token("page")
			look["borderColor"], look["borderWidth"] = token("det"), 1
		}
		if len(look) > 0 {
			item["itemStyle"] = look
		}
		data[i] = item
	}
	s.Data = data
	return []charts.SingleSeries{s}
}

// lineSeries draws the whole periods solid, and dashed the way to a first one that is not whole, and to the one that still runs.
func (f *Figure) lineSeries(p Plot, s charts.SingleSeries, rows []Row) []charts.SingleSeries {
	solid, dashed := make([]any, len(rows)), make([]any, len(rows))
	runs := false
	for i, r := range rows {
		if i < len(p.Dashed) && p.Dashed[i] && r.Raw[p.Value] != nil {
			dashed[i], runs = r.Raw[p.Value], true
			if i > 0 {
				dashed[i-1] = rows[i-1].Raw[p.Value]
			} else if len(rows) > 1 {
				dashed[1] = rows[1].Raw[p.Value]
			}
			continue
		}
		solid[i] = r.Raw[p.Value]
	}
	s.Type, s.Symbol, s.SymbolSize, s.Data = types.ChartLine, "circle", 7, solid
	s.LineStyle = &opts.LineStyle{Color: token(p.Color), Width: 2.5}
	if p.Level {
		s.Symbol = "none"
		s.LineStyle = &opts.LineStyle{Color: token(p.Color), Width: 1, Type: "dashed"}
	}
	s.MarkLines = f.targets(p)
	all := []charts.SingleSeries{s}
	if runs {
		s.Data, s.MarkLines = dashed, nil
		s.LineStyle = &opts.LineStyle{Color: token(p.Color), Width: 2.5, Type: "dashed"}
		s.Symbol = "emptyCircle"
		all = append(all, s)
	}
	return all
}

// targets draws the levels of a plot as dotted lines.
func (f *Figure) targets(p Plot) *opts.MarkLines {
	if len(p.Target) == 0 {
		return nil
	}
	m := &opts.MarkLines{MarkLineStyle: opts.MarkLineStyle{Symbol: []string{"none", "none"}, Label: &opts.Label{Show: opts.Bool(false)},
		LineStyle: &opts.LineStyle{Color: token("ink2"), Width: 1.5, Type: "dotted"}}}
	for _, v := range p.Target {
		if f.across() {
			m.Data = append(m.Data, opts.MarkLineNameXAxisItem{XAxis: v})
		} else {
			m.Data = append(m.Data, opts.MarkLineNameYAxisItem{YAxis: v})
		}
	}
	return m
}
