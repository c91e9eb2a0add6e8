package metric

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/data"
)

func TestPlot(t *testing.T) {
	table := readTable(t, "month,promised,actual,note\n2026-02-01,5,6.5,x\n2026-01-01,4,,y\n2026-03-01,6,5,z\n", time.UTC)
	r, mistake := Plot(table, "month", []string{"promised", "actual"}, nil, "", 0)
	if mistake != nil {
		t.Fatal(mistake)
	}
	if !slices.Equal(r.Groups, []string{"2026-01-01", "2026-02-01", "2026-03-01"}) || len(r.Starts) != 3 || r.By != "month" {
		t.Errorf("%v %v", r.Groups, r.Starts)
	}
	if got := r.Series[0].Split + ": " + sketch(&r.Series[0]) + ", " + r.Series[1].Split + ": " + sketch(&r.Series[1]); got != "promised: 4/0 5/0 6/0, actual: - 6.5/0 5/0" {
		t.Errorf("got %s", got)
	}
	r, _ = Plot(table, "note", []string{"actual"}, nil, "-actual", 2)
	if !slices.Equal(r.Groups, []string{"x", "z"}) || r.Starts != nil {
		t.Errorf("%v", r.Groups)
	}
	rows := data.NewRows(3, false)
	rows.Set(2)
	if r, _ = Plot(table, "note", []string{"actual"}, rows, "", 0); !slices.Equal(r.Groups, []string{"z"}) {
		t.Errorf("%v", r.Groups)
	}
	twice := readTable(t, "a,b\nx,1\nx,2\n", time.UTC)
	for _, c := range []struct {
		table     *data.Table
		x, y      string
		sort      string
		key, text string
	}{
		{table, "mont", "actual", "", "x", `did you mean "month"?`},
		{table, "month", "actul", "", "y", `did you mean "actual"?`},
		{table, "month", "note", "", "y", "not a number"},
		{table, "month", "actual", "nope", "sort", "no column"},
		{twice, "a", "b", "", "x", "several rows"},
	} {
		_, mistake := Plot(c.table, c.x, []string{c.y}, nil, c.sort, 0)
		if mistake == nil || mistake.Key != c.key || !strings.Contains(mistake.Text+" "+mistake.Hint, c.text) {
			t.Errorf("%+v: %+v", c, mistake)
		}
	}
}
