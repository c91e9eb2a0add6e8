package metric

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cxgen/generator/data"
)

// path is how far one entity came.
type path struct {
	user  uint32 // word of the user column
	depth int    // steps completed; 0 when it never entered
	times []int64
	group int // value of the breakdown; -1 when it belongs to none
}

// paths takes all entities through a funnel.
type paths struct {
	list           []path
	noUser, noTime int   // rows that were skipped
	used           int   // rows that were not
	end            int64 // the last instant of the table, which tells how far the data reaches
	groups         axis
	users          []string
	steps          int
}

// walk sorts the rows into journeys, shard by shard, and walks them. Entities come in the order of their first row in the table.
func (k *funnelKind) walk(q *question, from, to int64) (*paths, *Mistake) {
	masks, mistake := k.masks(q, k.Steps)
	if mistake != nil {
		return nil, mistake
	}
	bars, mistake := k.masks(q, k.excluded())
	if mistake != nil {
		return nil, mistake
	}
	users := q.Table.Column(k.User)
	p := &paths{users: users.Words, groups: q.splits, end: math.MinInt64, steps: len(k.Steps)}
	rows := make([]int32, len(users.Words)) // of each user
	for row, code := range users.Codes {
		at := q.time.at(row)
		p.end = max(p.end, at)
		switch {
		case q.only != nil && !q.only.Has(row):
		case users.Words[code] == "":
			p.noUser++
		case at == data.NoTime:
			p.noTime++
		default:
			p.used++
			rows[code]++
		}
	}
	list := shards(rows)
	found := make([][]path, len(list))
	q.Each.Over(len(list), func(i int) {
		s := list[i] // a copy, so that its rows are dropped with it
		s.fill(q, users, rows, func(row int) bool {
			return (q.only == nil || q.only.Has(row)) && users.Words[users.Codes[row]] != "" && q.time.at(row) != data.NoTime
		})
		w := walker{route: route{
			steps: len(k.Steps), order: k.Order, window: int64(k.Window),
			first: k.Entry == "first", strictTies: k.Ties == "strict", from: from, to: to, bars: k.bars(),
		}}
		var j journey
		var times []int64
		found[i] = make([]path, 0, s.end-s.first)
		for user := s.first; user < s.end; user++ {
			rows := s.of(user)
			if len(rows) == 0 {
				continue
			}
			j.at, j.mask, j.bars, j.row = j.at[:0], j.mask[:0], j.bars[:0], rows
			for _, row := range rows {
				j.at, j.mask = append(j.at, q.time.at(int(row))), append(j.mask, masks(int(row)))
				if k.Exclude != nil {
					j.bars = append(j.bars, bars(int(row)))
				}
			}
			a := w.best(j)
			one := path{user: user, depth: a.depth, group: -1}
			start := len(times)
			for _, event := range a.events[:a.depth] {
				times = append(times, j.at[event])
			}
			one.times = times[start:len(times):len(times)]
			if a.depth > 0 {
				one.group = k.attribute(p.groups, j, a)
			}
			found[i] = append(found[i], one)
		}
	})
	p.list = slices.Concat(found...)
	return p, nil
}

// masks gives a function that tells which steps a row's event matches.
func (k *funnelKind) masks(q *question, steps []step) (func(row int) uint32, *Mistake) {
	events := q.Table.Column(k.Event)
	byWord := make([]uint32, len(events.Words))
	for i, word := range events.Words {
		for s, step := range steps {
			if slices.Contains(step.Events, word) {
				byWord[i] |= 1 << s
			}
		}
	}
	conditions := make([]data.Rows, len(steps))
	conditional := false
	for s, step := range steps {
		rows, mistake := q.filter(step.where)
		if mistake != nil {
			return nil, mistake
		}
		conditions[s] = rows
		conditional = conditional || rows != nil
	}
	if !conditional {
		return func(row int) uint32 { return byWord[events.Codes[row]] }, nil
	}
	return func(row int) uint32 {
		mask := byWord[events.Codes[row]]
		for s, rows := range conditions {
			if rows != nil && !rows.Has(row) {
				mask &^= 1 << s
			}
		}
		return mask
	}, nil
}

// attribute gives the breakdown group of an attempt, -1 when it has none.
func (k *funnelKind) attribute(groups axis, j journey, a attempt) int {
	at := 0
	switch k.Attribution {
	case "first_step":
	case "last_step":
		at = a.depth - 1
	case "first_touch":
		for i, event := range a.events[:a.depth] {
			if groups.names[groups.group(int(j.row[event]))] != notSet {
				at = i
				break
			}
		}
	default: // step_N
		if at = k.attributed(); at >= a.depth {
			return -1
		}
	}
	return groups.group(int(j.row[a.events[at]]))
}

// attributed gives N-1 of the attribution step_N.
func (k *funnelKind) attributed() int {
	n, _ := strconv.Atoi(strings.TrimPrefix(k.Attribution, "step_"))
	return n - 1
}

// funnel is what the paths of a group of entities come to.
type funnel struct {
	Entered, Completed int
	Steps              []stepCount
	Total              float64 // median seconds from entry to completion, of those who completed
	Open               int     // entered, not completed, and still within the window when the data ends
}

// stepCount is how many came to a step, and how long it took them from the one before.
type stepCount struct {
	Count, DropOff int
	Median, Mean   float64 // seconds; only when Timed
	Timed          bool
}

// count sums the paths that belong.
func (p *paths) count(window int64, belongs func(path) bool) funnel {
	f := funnel{Steps: make([]stepCount, p.steps)}
	times := make([][]float64, p.steps)
	var totals []float64
	for _, one := range p.list {
		if one.depth == 0 || !belongs(one) {
			continue
		}
		for s := range one.depth {
			f.Steps[s].Count++
			if s > 0 {
				times[s] = append(times[s], float64(one.times[s]-one.times[s-1]))
			}
		}
		switch {
		case one.depth == p.steps:
			totals = append(totals, float64(one.times[p.steps-1]-one.times[0]))
		case window > 0 && one.times[0]+window > p.end:
			f.Open++
		}
	}
	f.Entered, f.Completed = f.Steps[0].Count, f.Steps[p.steps-1].Count
	for s := range f.Steps {
		step := &f.Steps[s]
		if s > 0 {
			step.DropOff = f.Steps[s-1].Count - step.Count
		}
		if step.Timed = len(times[s]) > 0; step.Timed {
			for _, t := range times[s] { // whole seconds: exact in any order
				step.Mean += t
			}
			step.Mean /= float64(len(times[s]))
			step.Median = median(times[s])
		}
	}
	if len(totals) > 0 {
		f.Total = median(totals)
	}
	return f
}

// conversion is the share of the entered that completed.
func (f funnel) conversion() proportion { return part(f.Completed, f.Entered) }

// fromStart is the share of the entered that came to a step, from 0.
func (f funnel) fromStart(step int) proportion { return part(f.Steps[step].Count, f.Entered) }

// fromPrevious is the share of those at the step before that came to a step; at the first step all of them.
func (f funnel) fromPrevious(step int) proportion {
	return part(f.Steps[step].Count, f.Steps[max(0, step-1)].Count)
}
