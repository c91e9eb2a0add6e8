package chart

import (
	"testing"

	"cxgen/generator/metric"
)

// A sign stays left of its digits, in Persian inside of what is set apart from the words around it.
func TestDelta(t *testing.T) {
	for _, c := range []struct {
		lang  string
		delta float64
		unit  metric.Unit
		want  string
	}{
		{"en", 15.6, metric.Score, "+16 points"},
		{"en", -1, metric.Percent, "−1 point"},
		{"en", 0, metric.Score, "0 points"},
		{"en", -90, metric.Seconds, "−1 min 30 s"},
		{"fa", 20.9, metric.Score, "\u2068\u200e+۲۱\u2069 points"},
		{"fa", -3, metric.Percent, "\u2068\u200e−۳\u2069 points"},
	} {
		p := NewPrint(&metric.Result{Metric: &metric.Metric{}}, language(t, c.lang))
		if got := p.Delta(c.delta, c.unit, 300); got != c.want {
			t.Errorf("%s %g: %+q, want %+q", c.lang, c.delta, got, c.want)
		}
	}
}

// What a tooltip shows of a cell keeps its direction behind Persian words: a percent sign would wander to the left.
func TestTooltip(t *testing.T) {
	grid := Grid{Head: []string{"کانال", "سهم"}, Rows: []Row{{Cells: []string{"بازارگاه", "۴۶٪"}, Raw: []any{"", 46.}}}}
	for _, c := range []struct {
		figure Figure
		want   string
	}{
		{Figure{Data: grid, RTL: true}, "\u2068۴۶٪\u2069"},
		{Figure{Data: grid, Against: true}, "\u2068۴۶٪\u2069"},
		{Figure{Data: grid}, "۴۶٪"},
	} {
		rows := c.figure.table()["rows"].([][]string)
		if rows[0][0] != "بازارگاه" || rows[0][1] != c.want {
			t.Errorf("%+q", rows)
		}
	}
}
