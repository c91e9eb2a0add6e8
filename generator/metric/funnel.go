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

// entries are the instants at which attempts may begin, half-open.
type entries struct{ from, to int64 }

// walk takes all entities through the funnel, once for each set of entries. The rows of the table pass by; what is held of them are
// the trails of entities, in most blocks: if they do not fit, the table is walked through again for the rest. Entities come in the order
// of their first row.
func (k *funnelKind) walk(q *question, most int, when ...entries) ([]*paths, *Mistake) {
	signs, mistake := k.signs(q)
	if mistake != nil {
		return nil, mistake
	}
	all := make([]*paths, len(when))
	for i := range all {
		all[i] = &paths{groups: q.splits, steps: len(k.Steps)}
	}
	for first, again := uint32(0), true; again; {
		t := &trails{first: first, end: math.MaxUint32, most: most, barred: k.Exclude != nil, grouped: q.splits.of != nil}
		seen := paths{end: math.MinInt64}
		q.Table.Walk([]string{k.User, k.Event}, q.Metric.Time, q.zone(), func(s data.Stretch) {
			signs.learn(s.Words[1])
			seen.users = s.Words[0]
			for i, user := range s.Codes[0] {
				row, at := s.First+i, int64(data.NoTime)
				if s.Times != nil {
					at = s.Times[i]
				}
				seen.end = max(seen.end, at)
				switch {
				case q.only != nil && !q.only.Has(row):
				case seen.users[user] == "":
					seen.noUser++
				case at == data.NoTime:
					seen.noTime++
				default:
					seen.used++
					if one := t.of(user); one != nil {
						one.seen = true
						if steps, bars := signs.of(s.Codes[1][i], row); steps != 0 || bars != 0 || k.Order == "strict" {
							t.add(one, event{at, steps, bars, int32(q.splits.group(row))})
						}
					}
				}
			}
		})
		for i, list := range k.follow(q, t, when) {
			p := all[i]
			p.list = append(p.list, list...)
			p.users, p.end, p.used, p.noUser, p.noTime = seen.users, seen.end, seen.used, seen.noUser, seen.noTime
		}
		first, again = t.end, t.end < uint32(len(seen.users))
	}
	return all, nil
}

// follow takes entities along their trails, once for each set of entries.
func (k *funnelKind) follow(q *question, t *trails, when []entries) [][]path {
	lists := make([][]path, len(when)) // with a path for each entity, also for those of which there is no row
	for i := range lists {
		lists[i] = make([]path, len(t.list))
	}
	q.shards(len(t.list), func(from, to int) {
		w := walker{route: route{
			steps: len(k.Steps), order: k.Order, window: int64(k.Window),
			first: k.Entry == "first", strictTies: k.Ties == "strict", bars: k.bars(),
		}}
		var events []event
		var j journey
		var times []int64
		for i := from; i < to; i++ {
			events = t.read(t.list[i], events)
			j.take(events, t.barred)
			for s, e := range when {
				w.from, w.to = e.from, e.to
				a := w.best(j)
				one := path{user: t.first + uint32(i), depth: a.depth, group: -1}
				start := len(times)
				for _, event := range a.events[:a.depth] {
					times = append(times, j.at[event])
				}
				one.times = times[start:len(times):len(times)]
				if a.depth > 0 {
					one.group = k.attribute(q.splits, j, a)
				}
				lists[s][i] = one
			}
		}
	})
	for i, list := range lists {
		lists[i] = slices.DeleteFunc(list, func(p path) bool { return !t.list[p.user-t.first].seen })
	}
	return lists
}

// signs tell which steps and which exclusions of a funnel an event is.
type signs struct {
	words [2][]step      // steps, exclusions
	where [2][]data.Rows // the rows that satisfy their conditions, nil for all
	masks [][2]uint32    // by word of the column of events
}

func (k *funnelKind) signs(q *question) (*signs, *Mistake) {
	s := &signs{words: [2][]step{k.Steps, k.excluded()}}
	for i, steps := range s.words {
		for _, step := range steps {
			rows, mistake := q.filter(step.where)
			if mistake != nil {
				return nil, mistake
			}
			s.where[i] = append(s.where[i], rows)
		}
	}
	return s, nil
}

// learn takes new words of events.
func (s *signs) learn(words []string) {
	for _, word := range words[min(len(s.masks), len(words)):] {
		var masks [2]uint32
		for i, steps := range s.words {
			for n, step := range steps {
				if slices.Contains(step.Events, word) {
					masks[i] |= 1 << n
				}
			}
		}
		s.masks = append(s.masks, masks)
	}
}

// of gives the steps and the exclusions that the event of a row is, as bits.
func (s *signs) of(word uint32, row int) (steps, exclusions uint32) {
	masks := s.masks[word]
	for i, conditions := range s.where {
		if masks[i] == 0 {
			continue
		}
		for n, rows := range conditions {
			if rows != nil && !rows.Has(row) {
				masks[i] &^= 1 << n
			}
		}
	}
	return masks[0], masks[1]
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
			if groups.names[j.group[event]] != notSet {
				at = i
				break
			}
		}
	default: // step_N
		if at = k.attributed(); at >= a.depth {
			return -1
		}
	}
	return int(j.group[a.events[at]])
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
