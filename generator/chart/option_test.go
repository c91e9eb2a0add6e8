package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// option reads what a figure gives to ECharts.
type option struct {
	Series []struct {
		Name, Type, RenderItem string
		Data                   []any
	}
	Table struct {
		Head []string
		Rows [][]string
	}
}

// numbers gives the value of a datum that a reader would see, and its limits for bands and intervals.
func numbers(datum any) []any {
	switch v := datum.(type) {
	case map[string]any:
		return numbers(v["value"])
	case []any:
		return v
	}
	return []any{datum}
}

// TestOptionEqualsTable finds every number of every plot in the series of the option, in the row of the table it came from.
func TestOptionEqualsTable(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) {
			f := draw(t, c.r, c.s, "en")
			text, err := f.Option()
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "function") || strings.Contains(string(text), "__f__") {
				t.Error("the option holds code")
			}
			var o option
			if err := json.Unmarshal(text, &o); err != nil {
				t.Fatal(err)
			}
			if c.name != "empty" && len(f.Plots) == 0 {
				t.Fatal("nothing is plotted")
			}
			rows := f.rows()
			if len(o.Table.Rows) != len(rows) {
				t.Errorf("%d rows for tooltips, want %d", len(o.Table.Rows), len(rows))
			}
			for _, p := range f.Plots {
				for i, row := range rows {
					for _, column := range columns(p) {
						want, found := row.Raw[column], false
						for _, s := range o.Series {
							if s.Name != p.Name || i >= len(s.Data) {
								continue
							}
							for _, got := range numbers(s.Data[i]) {
								found = found || same(got, want)
							}
						}
						if !found {
							t.Errorf("%s, row %d: %v is in no series", p.Name, i, want)
						}
					}
				}
			}
		})
	}
}

func columns(p Plot) []int {
	if p.Kind == "band" || p.Kind == "interval" {
		return []int{p.Low, p.High}
	}
	return []int{p.Value}
}

func same(got, want any) bool {
	switch want := want.(type) {
	case nil:
		return got == nil
	case int:
		return got == float64(want)
	case float64:
		v, ok := got.(float64)
		return ok && math.Abs(v-want) < 1e-9
	}
	return false
}
