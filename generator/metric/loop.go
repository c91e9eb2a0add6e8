package metric

import (
	"slices"

	"cxgen/generator/data"
)

// loopKind follows what became of comments: whether somebody answered, whether the matter was closed, and how long that took. A row is a
// comment; its time is when it was opened.
type loopKind struct {
	common
	Opened   string `toml:"opened"`
	Answered string `toml:"answered"`
	Closed   string `toml:"closed"`
	State    string `toml:"state"`         // a column that says whether a comment is closed; "" where the time of closing does
	Done     words  `toml:"closed_states"` // what it says then
	Owner    string `toml:"owner"`
	Theme    string `toml:"theme"`
	AsOf     moment `toml:"as_of"`
}

func (k *loopKind) unit() Unit   { return Percent }
func (k *loopKind) when() string { return k.Opened }

func (k *loopKind) columns() []NamedColumn {
	list := []NamedColumn{{"opened", k.Opened}, {"answered", k.Answered}, {"closed", k.Closed}}
	for _, c := range []NamedColumn{{"state", k.State}, {"owner", k.Owner}, {"theme", k.Theme}} {
		if c.Column != "" {
			list = append(list, c)
		}
	}
	return list
}

func (k *loopKind) check(complain complainer) {
	if k.State != "" && len(k.Done) == 0 {
		complain("closed_states", `for example closed_states = ["closed", "solved"]`, "state needs closed_states: the words for closed comments")
	}
}

// called gives the columns that By and Split may call by what they are.
func (k *loopKind) called() map[string]string {
	return map[string]string{"owner": k.Owner, "theme": k.Theme}
}

// comment is what became of one comment. Times are -1 where something has not happened.
type comment struct {
	fate              fate
	answered, closed  bool
	toAnswer, toClose int64 // seconds
	age               int64 // seconds since it was opened
}

// comments is a reading of what became of comments.
type comments struct {
	of func(row int) comment
}

func (r *comments) fate(row int) fate { return r.of(row).fate }

func (k *loopKind) read(q *question) (reading, *Mistake) {
	column := func(name string) (at func(row int) int64, why func(row int) fate) {
		codes, times := q.instants(name)
		words := q.Table.Column(name).Words
		return func(row int) int64 { return times[codes[row]] }, func(row int) fate {
			switch {
			case data.IsMissing(words[codes[row]]):
				return missing
			case times[codes[row]] == data.NoTime:
				return invalid
			}
			return used
		}
	}
	opened, isOpened := column(k.Opened)
	answered, isAnswered := column(k.Answered)
	closed, isClosed := column(k.Closed)
	says := k.says(q.Table)
	limit := k.AsOf.at(q)
	now := limit
	if now == data.NoTime {
		now = k.today(q)
	}
	later := func(at int64) bool { return limit != data.NoTime && at > limit }
	return &comments{func(row int) comment {
		c := comment{fate: isOpened(row), toAnswer: -1, toClose: -1}
		start := opened(row)
		switch {
		case c.fate != used:
			return c
		case isAnswered(row) == invalid || isClosed(row) == invalid:
			return comment{fate: invalid}
		case later(start):
			return comment{fate: ignored}
		}
		if c.age = max(0, now-start); isAnswered(row) == used && !later(answered(row)) {
			c.answered, c.toAnswer = true, answered(row)-start
		}
		if isClosed(row) == used && !later(closed(row)) {
			c.closed, c.toClose = true, closed(row)-start
		}
		if c.answered && c.toAnswer < 0 || c.closed && c.toClose < 0 { // before it was opened
			return comment{fate: invalid}
		}
		if done, known := says(row); known && done != c.closed { // closed without a time, or opened again
			c.closed, c.toClose = done, -1
		}
		return c
	}}, nil
}

// says tells what the state of a row says: whether the comment is closed, and whether it says anything.
func (k *loopKind) says(t *data.Table) func(row int) (done, known bool) {
	c := t.Column(k.State)
	if c == nil {
		return func(int) (bool, bool) { return false, false }
	}
	done := make([]bool, len(c.Words))
	for i, word := range c.Words {
		done[i] = slices.ContainsFunc(k.Done, func(other string) bool { return fold(other) == fold(word) })
	}
	return func(row int) (bool, bool) { return done[c.Codes[row]], !data.IsMissing(c.Cell(row)) }
}

// today is the day of the build, or the last instant of the data.
func (k *loopKind) today(q *question) int64 {
	if !q.Now.IsZero() {
		return q.Now.Unix()
	}
	last := int64(data.NoTime)
	for _, name := range []string{k.Opened, k.Answered, k.Closed} {
		_, times := q.instants(name)
		_, end := extent(times)
		last = max(last, end)
	}
	return last
}

// loop is what became of the comments of a cell.
type loop struct {
	n, answered, closed int
	toAnswer, toClose   number // medians of those that came so far, in seconds
	oldest              number // age of the oldest open one, in seconds
}

func (a loop) base() int                  { return a.n }
func (a loop) share() proportion          { return part(a.closed, a.n) }
func (a loop) figure(conf float64) figure { return a.share().figure(conf) }
func (a loop) against(previous estimate, conf float64) difference {
	return a.share().against(previous.(loop).share(), conf)
}

func (a loop) facts(int) []Fact {
	return []Fact{{"opened", float64(a.n)}, {"answered", float64(a.answered)}, {"closed", float64(a.closed)}, {"open", float64(a.n - a.closed)}}
}

func (r *comments) tally(p *placed) ([]estimate, *Mistake) {
	loops := make([]loop, p.cells)
	answers, closings := make([][]float64, p.cells), make([][]float64, p.cells)
	for row, cell := range p.all() {
		c, a := r.of(row), &loops[cell]
		a.n++
		if c.answered {
			a.answered++
			answers[cell] = append(answers[cell], float64(c.toAnswer))
		}
		switch {
		case c.closed:
			a.closed++
		case !a.oldest.Defined || float64(c.age) > a.oldest.Value:
			a.oldest = number{Value: float64(c.age), Defined: true}
		}
		if c.closed && c.toClose >= 0 {
			closings[cell] = append(closings[cell], float64(c.toClose))
		}
	}
	list := make([]estimate, p.cells)
	for i, a := range loops {
		a.toAnswer, a.toClose, a.oldest.N = medianOf(answers[i]), medianOf(closings[i]), a.n-a.closed
		list[i] = a
	}
	return list, nil
}

func medianOf(values []float64) number {
	if len(values) == 0 {
		return number{}
	}
	return number{Value: median(values), N: len(values), Defined: true}
}

func (k *loopKind) details() []detail {
	of := func(measure Measure, unit Unit, figure func(a loop) estimate) detail {
		return detail{measure, unit, func(e estimate) estimate { return figure(e.(loop)) }}
	}
	return []detail{
		of(AnsweredShare, Percent, func(a loop) estimate { return part(a.answered, a.n) }),
		of(OpenNow, Whole, func(a loop) estimate { return number{float64(a.n - a.closed), a.n, a.n > 0} }),
		of(MedianToAnswer, Seconds, func(a loop) estimate { return a.toAnswer }),
		of(MedianToClose, Seconds, func(a loop) estimate { return a.toClose }),
		of(OldestOpen, Seconds, func(a loop) estimate { return a.oldest }),
	}
}
