package metric

import (
	"fmt"
	"math"
	"slices"

	"cxgen/generator/data"
)

// driversKind asks what an outcome goes along with: how important each driver is for it, and how well each is done.
type driversKind struct {
	common
	Outcome      string    `toml:"outcome"`
	Drivers      []string  `toml:"drivers"`
	Scale        []float64 `toml:"scale"` // of the drivers; without it every number counts, also the -99 of a tool
	OutcomeScale []float64 `toml:"outcome_scale"`
	Correlation  string    `toml:"correlation"`
}

func (k *driversKind) structure() structure { return structure{word: "driver", always: true} }

func (k *driversKind) unit() Unit { return Percent }

func (k *driversKind) columns() []NamedColumn {
	list := []NamedColumn{{"outcome", k.Outcome}}
	for i, name := range k.Drivers {
		list = append(list, NamedColumn{fmt.Sprintf("drivers.%d", i), name})
	}
	return list
}

// rowsPerDriver is how many complete rows each driver of a model needs.
const rowsPerDriver = 10

// mostDrivers is the most drivers of one model.
const mostDrivers = 40

func (k *driversKind) check(complain complainer) {
	if k.Outcome == "" {
		complain("kind", `for example outcome = "score"`, "key_drivers needs outcome: the column that the drivers are to explain")
	}
	if len(k.Drivers) < 2 || len(k.Drivers) > mostDrivers {
		complain("kind", `for example drivers = ["speed", "price", "support"]`, "key_drivers needs from 2 to %d drivers, columns of numbers", mostDrivers)
	}
	for i, name := range k.Drivers {
		if name == k.Outcome || slices.Contains(k.Drivers[:i], name) {
			complain(fmt.Sprintf("drivers.%d", i), "each column stands once, as the outcome or as a driver", "%q stands twice", name)
		}
	}
	checkScale(complain, k.Scale)
	if s := k.OutcomeScale; s != nil && (len(s) != 2 || s[0] >= s[1]) {
		complain("outcome_scale", "for example [0, 10]", "outcome_scale wants its lowest and its highest number")
	}
	oneOf(complain, "correlation", k.Correlation, "pearson", "spearman")
}

// inspect finds drivers that say nothing of their own.
func (k *driversKind) inspect(t *data.Table, warn complainer) {
	q := &question{Query: Query{Metric: &Metric{kind: k}, Table: t}}
	rows := k.read(q)
	complete := rows.first(t.Rows, enoughToTell)
	d := rows.sample(complete)
	if len(complete) == enoughToTell && slices.ContainsFunc(d.without, func(why absence) bool { return why != present }) {
		complete = rows.first(t.Rows, t.Rows) // what differs in some rows differs in all
		d = rows.sample(complete)
	}
	for i, why := range d.without {
		key := fmt.Sprintf("drivers.%d", i)
		switch {
		case len(complete) < 2:
		case why == constant:
			warn(key, "remove it: what never changes explains nothing", "the driver %q has the same number in all complete rows of table %q", k.Drivers[i], t.Name)
		case why == collinear:
			warn(key, "remove it, or make one driver of those that ask the same", "the driver %q says nothing that the drivers before it do not say: it is left out of the model", k.Drivers[i])
		}
	}
}

// enoughToTell is how many complete rows mostly show that each driver says something of its own.
const enoughToTell = 10_000

// first lists the first complete rows of a table, at most so many.
func (r *complete) first(rows, most int) (list []int) {
	for row := range rows {
		if len(list) == most {
			break
		}
		if r.fate(row) == used {
			list = append(list, row)
		}
	}
	return list
}

// complete is a reading of the rows that have all numbers of a model; others are dropped (listwise deletion).
type complete struct {
	columns []*numbers // the outcome, then the drivers
	ranked  bool
}

func (k *driversKind) read(q *question) *complete {
	r := &complete{columns: []*numbers{q.rated(k.Outcome, k.OutcomeScale)}, ranked: k.Correlation == "spearman"}
	for _, name := range k.Drivers {
		r.columns = append(r.columns, q.rated(name, k.Scale))
	}
	return r
}

// rated reads a column of numbers in which answers may carry labels: "5 - Very good".
func (q *question) rated(column string, scale []float64) *numbers {
	r := q.numbers(column, scale)
	top := 0
	if len(scale) == 2 {
		top = int(scale[1])
	}
	for i, word := range q.Table.Column(column).Words {
		if r.fates[i] != invalid {
			continue
		}
		x, why := score(word, q.decimal(), top)
		if why == used && len(scale) == 2 && (x < scale[0] || x > scale[1]) {
			why = outOfScale
		}
		if r.fates[i] = why; why == used {
			r.values = slices.Clone(r.values) // the table's own, perhaps
			r.values[i] = x
		}
	}
	return r
}

// fate is that of the first number that is not there.
func (r *complete) fate(row int) fate {
	for _, c := range r.columns {
		if why := c.fate(row); why != used {
			return why
		}
	}
	return used
}

// tally only counts: a model is made by answer.
func (r *complete) tally(p *placed) ([]estimate, *Mistake) {
	list := make([]estimate, p.cells)
	for i, n := range p.bases() {
		list[i] = number{N: n}
	}
	return list, nil
}

// sample takes the numbers of some rows.
func (r *complete) sample(rows []int) *drivers {
	columns := make([][]float64, len(r.columns))
	for i, c := range r.columns {
		columns[i] = make([]float64, len(rows))
		for j, row := range rows {
			columns[i][j] = c.values[c.codes[row]]
		}
	}
	return newDrivers(columns, r.ranked)
}

// rowsOf lists the rows of a slot.
func (p *placed) rowsOf(slot, perSlot int) (rows []int) {
	for row, cell := range p.all() {
		if int(cell)/perSlot == slot {
			rows = append(rows, row)
		}
	}
	return rows
}

func (k *driversKind) answer(q *question) (*Result, *Mistake) {
	read := k.read(q)
	a, mistake := q.answerOf(read)
	if mistake != nil {
		return nil, mistake
	}
	m := q.Metric
	d := read.sample(a.rowsOf(a.from, 1))
	d.solve(m.MinN)
	d.secret = d.secret || a.hidden[a.from]
	var before *drivers
	if a.against >= 0 && !a.open(a.against) {
		if before = read.sample(a.rowsOf(a.against, 1)); before.n < m.MinN || a.secretWas {
			before = nil
		}
	}
	point := func(value float64, defined bool) Point {
		return q.point(number{Value: value, N: d.n, Defined: defined && d.n > 0}, d.secret, q.open(q.from))
	}
	r := &Result{Metric: m, By: q.By, Target: m.Target, Groups: k.Drivers, Series: []Series{
		{Measure: Importance, Unit: Percent}, {Measure: Performance, Unit: Plain}, {Measure: Correlation, Unit: Plain},
	}}
	low, high := d.whiskers(m.Conf)
	for i := range k.Drivers {
		importance := point(100*d.importance[i], !math.IsNaN(d.importance[i]))
		if importance.State == Shown || importance.State == Open {
			importance.Low, importance.High, importance.Interval = 100*low[i], 100*high[i], true
		}
		performance := point(d.mean(i).Mean, true)
		if before != nil {
			performance.Change = q.change(performance, d.mean(i), before.mean(i), q.time.slots[q.against].Label)
		}
		for j, p := range []Point{importance, performance, point(d.correlation[i], !math.IsNaN(d.correlation[i]))} {
			r.Series[j].Points = append(r.Series[j].Points, p)
		}
	}
	a.account(r)
	if d.secret {
		r.Hidden = k.Drivers
		return r, nil
	}
	r.Facts = []Fact{{"n", float64(d.n)}, {"dropped", float64(r.Excluded.all())}}
	if !math.IsNaN(d.rSquared) {
		r.Facts = append(r.Facts, Fact{"r_squared", d.rSquared})
	}
	return r, nil
}

// all counts the rows that were not used.
func (e Excluded) all() int {
	return e.Missing + e.Invalid + e.OutOfScale + e.Duplicate + e.NoWeight + e.NoDate + e.Ignored
}
