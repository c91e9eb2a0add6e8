package metric

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"cxgen/generator/source"
)

const driverSettings = "kind = \"key_drivers\"\ntime = \"date\"\noutcome = \"score\"\ndrivers = [\"speed\", \"price\", \"both\", \"same\"]\nscale = [1, 5]\noutcome_scale = [0, 10]\n"

// square is a design in which speed and price have nothing to do with each other, the outcome is 5 + 2 speed + price about their
// middles, and both is speed and price together: 40 complete rows.
func square(date string) string {
	csv := ""
	for _, speed := range []int{2, 4} {
		for _, price := range []int{2, 4} {
			csv += rows(10, fmt.Sprintf("%s,%d,%d - label,%d,%g,3", date, 2+2*(speed-2)+price-2, speed, price, float64(speed+price)/2))
		}
	}
	return csv
}

func TestDrivers(t *testing.T) {
	table := readTable(t, "date,score,speed,price,both,same\n"+square("2026-01-01")+"2026-01-01,5,,3,3,3\n2026-01-01,5,-99,3,3,3\n2026-01-01,5,4,x,3,3\n2026-01-01,11,3,3,3,3\n"+
		rows(40, "2025-12-01,5,2,3,2.5,3"), time.UTC)
	m := defineMetric(t, driverSettings)
	r := mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01", Compare: "previous", By: "driver"})
	for measure, want := range map[Measure]string{Importance: "80/40 20/40 - -", Performance: "3/40 3/40 3/40 3/40", Correlation: "0.8944/40 0.4472/40 0.9487/40 -"} {
		if got := sketch(r.Find(measure)); got != want {
			t.Errorf("%s: %s, want %s", measure, got, want)
		}
	}
	if p := r.Find(Importance).Points[0]; !p.Interval || p.Low > 80 || p.Low < 60 || p.High < 80 || p.High > 95 {
		t.Errorf("%+v", p)
	}
	if want := []Fact{{"n", 40}, {"dropped", 4}, {"r_squared", 1}}; !slices.EqualFunc(r.Facts, want, func(a, b Fact) bool { return a.Name == b.Name && near(a.Value, b.Value) }) {
		t.Errorf("facts %v", r.Facts)
	}
	if r.Excluded != (Excluded{Missing: 1, Invalid: 1, OutOfScale: 2}) || !slices.Equal(r.Groups, []string{"speed", "price", "both", "same"}) {
		t.Errorf("%+v %v", r.Excluded, r.Groups)
	}
	if c := r.Find(Performance).Points[0].Change; c == nil || c.Delta != 1 || c.Verdict != Clear || c.Against != "2025-12" {
		t.Errorf("%+v", c)
	}
	if again := mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01", Compare: "previous", By: "driver"}); !reflect.DeepEqual(r, again) {
		t.Error("the same question has another answer")
	}

	// Fewer than min_n rows, or than ten for each driver of the model.
	for _, c := range []struct {
		settings, want string
	}{
		{"min_n = 41", "# # # #"}, {"min_n = 40", "80/40 20/40 - -"},
	} {
		got := sketch(mustAnswer(t, Query{Metric: defineMetric(t, driverSettings+c.settings+"\n"), Table: table, Period: "2026-01"}).Find(Importance))
		if got != c.want {
			t.Errorf("%s: %s", c.settings, got)
		}
	}
	m = defineMetric(t, driverSettings+"min_n = 5\nwhere = \"speed = 2 and price = 2\"\n")
	if got := sketch(mustAnswer(t, Query{Metric: m, Table: table, Period: "2026-01"}).Find(Importance)); got != "- - - -" { // nothing varies
		t.Errorf("constant: %s", got)
	}
	for _, q := range []Query{{By: "month"}, {By: "speed"}, {Split: "speed"}} {
		q.Metric, q.Table = m, table
		if _, mistake := Answer(q); mistake == nil {
			t.Errorf("%+v is no mistake", q)
		}
	}

	defs, problems := Parse(source.NewFile("data/metrics.toml", []byte("[metrics.m]\ntable = \"t\"\n"+driverSettings)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var found []string
	for _, p := range defs.Check(defs.Metrics[0], table) {
		found = append(found, p.At.Text()+": "+p.Text)
	}
	if want := []string{`both: the driver "both" says nothing that the drivers before it do not say: it is left out of the model`,
		`same: the driver "same" has the same number in all complete rows of table "t"`}; !slices.Equal(found, want) {
		t.Errorf("found %q", found)
	}
}

// A driver that differs only after very many rows is no constant.
func TestDriverThatDiffersLate(t *testing.T) {
	csv := "score,a,b\n" + rows(enoughToTell/2, "1,2,3\n2,1,3")
	settings := "[metrics.m]\ntable = \"t\"\nkind = \"key_drivers\"\noutcome = \"score\"\ndrivers = [\"a\", \"b\"]\n"
	for late, want := range map[string]int{"": 1, "1,1,3\n": 1, "1,1,4\n": 0} {
		defs := parseDefs(t, settings)
		if found := defs.Check(defs.Metrics[0], readTable(t, csv+late, time.UTC)); len(found) != want {
			t.Errorf("%q: %+v", late, found)
		}
	}
}

func TestTenRowsPerDriver(t *testing.T) {
	csv := "score,a,b,c,d\n"
	for i := range 39 {
		csv += fmt.Sprintf("%d,%d,%d,%d,%d\n", i%11, i%5, i%3, i%7, i%2)
	}
	settings := "kind = \"key_drivers\"\noutcome = \"score\"\ndrivers = [\"a\", \"b\", \"c\", \"d\"]\n"
	r := mustAnswer(t, Query{Metric: defineMetric(t, settings), Table: readTable(t, csv, time.UTC)})
	if got := sketch(r.Find(Importance)); got != "# # # #" || len(r.Facts) != 0 {
		t.Errorf("39 rows for four drivers: %s, facts %v", got, r.Facts)
	}
	r = mustAnswer(t, Query{Metric: defineMetric(t, settings), Table: readTable(t, csv+"3,3,2,2,1\n", time.UTC)})
	if strings.Contains(sketch(r.Find(Importance)), "#") {
		t.Error("40 rows are enough for four drivers")
	}
}

// Of two drivers, the square root of their correlations is [[a b] [b a]] with a² + b² = 1 and 2ab their correlation.
func TestRelativeWeights(t *testing.T) {
	for _, c := range [][3]float64{{.6, .5, .3}, {-.4, .2, .7}, {0, .6, .6}, {.9, .8, .75}} {
		rho, r1, r2 := c[0], c[1], c[2]
		a, b := (math.Sqrt(1+rho)+math.Sqrt(1-rho))/2, (math.Sqrt(1+rho)-math.Sqrt(1-rho))/2
		det := a*a - b*b
		beta1, beta2 := (a*r1-b*r2)/det, (a*r2-b*r1)/det
		want := []float64{a*a*beta1*beta1 + b*b*beta2*beta2, b*b*beta1*beta1 + a*a*beta2*beta2}
		got := relativeWeights(mat.NewSymDense(3, []float64{1, r1, r2, r1, 1, rho, r2, rho, 1}), []int{1, 2})
		if !near(got[0], want[0]) || !near(got[1], want[1]) {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
		if r2Of := (r1*r1 + r2*r2 - 2*rho*r1*r2) / (1 - rho*rho); !near(got[0]+got[1], r2Of) { // R² of two predictors
			t.Errorf("%v: R² %v, want %v", c, got[0]+got[1], r2Of)
		}
	}
}

func TestSpearman(t *testing.T) {
	if got := ranks([]float64{5, 1, 5, 9}); !slices.Equal(got, []float64{2.5, 1, 2.5, 4}) {
		t.Errorf("ranks %v", got)
	}
	csv := "score,a,b\n"
	for i := range 40 {
		csv += fmt.Sprintf("%d,%d,%d\n", i*i, i, i%3)
	}
	table := readTable(t, csv, time.UTC)
	settings := "kind = \"key_drivers\"\noutcome = \"score\"\ndrivers = [\"a\", \"b\"]\n"
	pearson := mustAnswer(t, Query{Metric: defineMetric(t, settings), Table: table})
	spearman := mustAnswer(t, Query{Metric: defineMetric(t, settings+"correlation = \"spearman\"\n"), Table: table})
	if p := pearson.Find(Correlation).Points[0].Value; !(p < .98 && p > .95) {
		t.Errorf("pearson %v", p)
	}
	if p := spearman.Find(Correlation).Points[0].Value; !near(p, 1) {
		t.Errorf("spearman %v", p)
	}
	if a, b := pearson.Find(Importance).Points[0], spearman.Find(Importance).Points[0]; a.Value != b.Value || a.Low != b.Low {
		t.Errorf("importance is that of the linear model: %+v %+v", a, b)
	}
}

// A thousand parts give the whiskers that single rows give.
func TestWhiskersOfManyRows(t *testing.T) {
	columns := [][]float64{nil, nil, nil}
	state := uint32(1)
	next := func() float64 { state = state*1664525 + 1013904223; return float64(state>>16) / 65536 }
	for range 4000 {
		a, b := next(), next()
		columns[0], columns[1], columns[2] = append(columns[0], a+b/2+2*next()), append(columns[1], a), append(columns[2], b)
	}
	half := func(n int) float64 {
		d := newDrivers([][]float64{columns[0][:n], columns[1][:n], columns[2][:n]}, false)
		d.solve(1)
		low, high := d.whiskers(.95)
		return (high[0] - low[0]) / 2
	}
	if one, four := half(1000), half(4000); !(four < .65*one && four > .35*one) { // half as wide
		t.Errorf("1,000 rows ±%v, 4,000 rows ±%v", one, four)
	}
}

func BenchmarkDrivers(b *testing.B) {
	const n, k = 100_000, 8
	columns := make([][]float64, k+1)
	state := uint32(1)
	for i := range columns {
		columns[i] = make([]float64, n)
		for j := range columns[i] {
			state = state*1664525 + 1013904223
			columns[i][j] = float64(state >> 24 % 11)
		}
	}
	for b.Loop() {
		d := newDrivers(columns, false)
		d.solve(30)
		d.whiskers(.95)
	}
}
