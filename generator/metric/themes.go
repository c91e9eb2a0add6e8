package metric

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cxgen/generator/data"
)

// themesKind says what responses are about, and what the Net Promoter Score of those who speak of a theme is.
type themesKind struct {
	common
	Score   string           `toml:"score"` // "" for responses without a score
	Breaks  []int            `toml:"breaks"`
	Themes  string           `toml:"themes"`  // a column of themes, with semicolons between them
	Comment string           `toml:"comment"` // or a column of comments, in which words are looked for
	Words   map[string]words `toml:"words"`   // theme → words that stand for it
}

func (k *themesKind) structure() structure {
	return structure{word: "theme", column: k.Themes, always: true, periods: true, splits: true}
}

func (k *themesKind) unit() Unit { return Percent }

func (k *themesKind) columns() (list []NamedColumn) {
	if k.Score != "" {
		list = append(list, NamedColumn{"score", k.Score})
	}
	if k.Words != nil {
		return append(list, NamedColumn{"comment", k.Comment})
	}
	return append(list, NamedColumn{"themes", k.Themes})
}

func (k *themesKind) check(complain complainer) {
	checkBreaks(complain, &k.Breaks)
	switch {
	case k.Words == nil && k.Comment != "":
		complain("comment", `for example words = { delivery = ["late", "courier*"] }`, "comment needs words: which of them stand for which theme")
	case k.Words == nil && k.Themes == "":
		k.Themes = "themes"
	case k.Words != nil && k.Themes != "":
		complain("themes", "remove one of the two", "themes are either a column or found by words")
	case k.Words != nil && k.Comment == "":
		k.Comment = "comment"
	}
	for _, name := range slices.Sorted(maps.Keys(k.Words)) {
		for _, word := range k.Words[name] {
			if strings.Trim(fold(word), "* ") == "" {
				complain("words."+name, `for example ["late", "courier*"]`, "a word of the theme %q is blank", name)
			}
		}
		if len(k.Words[name]) == 0 {
			complain("words."+name, `for example ["late", "courier*"]`, "the theme %q has no words", name)
		}
	}
}

// mentions is a reading of responses by what they are about.
type mentions struct {
	*ballots          // scores as 0 detractor, 1 passive, 2 promoter; nil without scores
	names    []string // of the themes
	of       [][]int  // word of the column → its themes
	words    []string
	codes    []uint32
}

func (r *mentions) fate(row int) fate {
	if r.ballots != nil {
		return r.ballots.fate(row)
	}
	if data.IsMissing(r.words[r.codes[row]]) {
		return missing
	}
	return used
}

func (r *mentions) tally(p *placed) ([]estimate, *Mistake) {
	list := make([]estimate, p.cells)
	for i, n := range p.bases() {
		list[i] = number{N: n}
	}
	return list, nil
}

// side gives the group of a row's score.
func (r *mentions) side(row int) int {
	if r.ballots == nil {
		return 0
	}
	return r.choice.of(row)
}

func (k *themesKind) read(q *question) *mentions {
	r := &mentions{}
	if k.Score != "" {
		b := k.Breaks
		r.ballots = &ballots{choice: choose(q.Table.Column(k.Score), func(word string) (int, fate) {
			at, why := option(word, q.decimal(), b[0], b[3])
			switch value := b[0] + at; {
			case why != used:
				return 0, why
			case value <= b[1]:
				return 0, used
			case value <= b[2]:
				return 1, used
			}
			return 2, used
		})}
	}
	if k.Words != nil {
		r.find(q.Table.Column(k.Comment), k.Words)
	} else {
		r.list(q.Table.Column(k.Themes))
	}
	return r
}

// list reads cells that name themes. A theme is called as where it first stands, and counts once in a cell.
func (r *mentions) list(c *data.Column) {
	r.words, r.codes, r.of = c.Words, c.Codes, make([][]int, len(c.Words))
	known := map[string]int{}
	for word, cell := range c.Words {
		if data.IsMissing(cell) {
			continue
		}
		for name := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '؛' || r == '；' }) {
			key := fold(name)
			if key == "" {
				continue
			}
			theme, ok := known[key]
			if !ok {
				theme = len(r.names)
				known[key] = theme
				r.names = append(r.names, strings.TrimSpace(name))
			}
			if !slices.Contains(r.of[word], theme) {
				r.of[word] = append(r.of[word], theme)
			}
		}
	}
}

// find looks in comments for words that stand for themes.
func (r *mentions) find(c *data.Column, themes map[string]words) {
	r.words, r.codes, r.of = c.Words, c.Codes, make([][]int, len(c.Words))
	r.names = slices.Sorted(maps.Keys(themes))
	keys := make([][]keyword, len(r.names))
	for i, name := range r.names {
		for _, word := range themes[name] {
			keys[i] = append(keys[i], newKeyword(word))
		}
	}
	for word, comment := range c.Words {
		text := fold(comment)
		for theme := range keys {
			if slices.ContainsFunc(keys[theme], func(k keyword) bool { return k.in(text) }) {
				r.of[word] = append(r.of[word], theme)
			}
		}
	}
}

// talk is what the responses of one cell are about: answers by group of score, of all, and of those who mention each theme.
type talk struct {
	all [3]int
	by  [][3]int
}

func score3(n [3]int) nps { return npsOf(n[0], n[1], n[2], adjustedWald) }

// talks counts the responses of each cell.
func (r *mentions) talks(p *placed) []talk {
	list := make([]talk, p.cells)
	for i := range list {
		list[i].by = make([][3]int, len(r.names))
	}
	for row, cell := range p.all() {
		t, side := &list[cell], r.side(row)
		t.all[side]++
		for _, theme := range r.of[r.codes[row]] {
			t.by[theme][side]++
		}
	}
	return list
}

// theme is what the responses that mention a theme come to, beside those that do not.
type theme struct {
	share          proportion
	with, rest     nps
	impact         float64 // score of all minus that of the rest, in points
	hasImpact      bool
	few, fewOthers bool // who mention it, or who do not, are fewer than the least base
}

func (t talk) theme(i, least int) theme {
	all, with := score3(t.all), score3(t.by[i])
	rest := npsOf(all.Detractors-with.Detractors, all.Passives-with.Passives, all.Promoters-with.Promoters, adjustedWald)
	a := theme{share: part(with.base(), all.base()), with: with, rest: rest}
	if a.hasImpact = rest.base() > 0; a.hasImpact {
		a.impact = all.score() - rest.score()
	}
	a.few = with.base() > 0 && with.base() < least
	a.fewOthers = rest.base() > 0 && rest.base() < least
	return a
}

// themed is the answer to a question about themes.
type themed struct {
	*answer
	*mentions
	talks  []talk
	hidden [][]bool // cell → theme
}

func (k *themesKind) count(q *question) (*themed, *Mistake) {
	read := k.read(q)
	a, mistake := q.answerOf(read)
	if a == nil {
		return nil, mistake
	}
	t := &themed{answer: a, mentions: read, talks: read.talks(a.placed)}
	t.hideThemes()
	return t, mistake
}

// hideThemes decides which themes of which cells are hidden: those that few mention, or others by which the score of few could be computed. That
// of the others, who do not mention a theme, follows from that of all; where they are few the score of the theme is not told, only its share.
func (t *themed) hideThemes() {
	t.hidden = make([][]bool, len(t.talks))
	for cell := range t.talks {
		t.hidden[cell] = slices.Repeat([]bool{t.answer.hidden[cell]}, len(t.names))
	}
	c := coverage{kind: rowsOf(t.Table), space: t.Table.Rows, units: t.rows, of: slices.Clone(t.placed.of), least: t.Metric.MinN}
	if t.Plan != nil && t.Plan.cover != nil {
		c.base = t.base()
	}
	parts := t.combine(c.of)
	n := make([]int, len(parts))
	for _, part := range c.of {
		if part >= 0 {
			n[part]++
		}
	}
	type place struct{ cell, theme int }
	of := map[place][]int32{} // the parts that mention a theme
	for i, p := range parts {
		for _, theme := range p.themes {
			at := place{int(p.cell), theme}
			of[at] = append(of[at], int32(i))
		}
	}
	whole := make([]circle, len(t.talks))
	for i, p := range parts {
		whole[p.cell].parts = append(whole[p.cell].parts, int32(i))
	}
	var places []place
	_, cells := t.circles(t.placed.bases())
	for _, cell := range cells {
		if cell < 0 {
			continue
		}
		for theme, name := range t.names {
			at := place{cell, theme}
			is := t.talks[cell].theme(theme, t.Metric.MinN)
			switch {
			case is.few:
				t.hidden[cell][theme] = true
			case is.fewOthers:
				continue
			}
			if of[at] != nil {
				c.circles = append(c.circles, circle{name: fmt.Sprint(name, " · ", cell), parts: of[at], few: is.few})
				places = append(places, at)
			}
		}
	}
	if t.Plan == nil { // a result that stands alone does not know what is told of all, and of a theme in all splits: so it is taken as known
		for cell, all := range whole {
			if all.known = true; score3(t.talks[cell].all).base() >= t.Metric.MinN {
				c.circles = append(c.circles, all)
			}
		}
		for first := 0; first < len(t.talks) && len(t.splits.names) > 1; first += len(t.splits.names) {
			for theme := range t.names {
				all, size := circle{known: true}, 0
				for cell := first; cell < first+len(t.splits.names); cell++ {
					all.parts = append(all.parts, of[place{cell, theme}]...)
					size += score3(t.talks[cell].by[theme]).base()
				}
				if slices.Sort(all.parts); size >= t.Metric.MinN {
					c.circles = append(c.circles, all)
				}
			}
		}
	}
	for i, hidden := range t.conceals(c, n) {
		if i < len(places) && hidden {
			t.hidden[places[i].cell][places[i].theme] = true
		}
	}
}

// combination is responses of one cell that mention the same themes.
type combination struct {
	cell   int32
	themes []int
}

// combine gives every row, in place of its cell, the number of its combination.
func (t *themed) combine(of []int32) (list []combination) {
	words := make([]int32, len(t.mentions.of)) // word → number of its themes
	known := map[string]int32{}
	for word, themes := range t.mentions.of {
		key := fmt.Sprint(slices.Sorted(slices.Values(themes)))
		if _, ok := known[key]; !ok {
			known[key] = int32(len(known))
		}
		words[word] = known[key]
	}
	numbers := map[[2]int32]int32{}
	for i, cell := range of {
		if cell < 0 {
			continue
		}
		word := t.codes[t.rows[i]]
		key := [2]int32{cell, words[word]}
		number, ok := numbers[key]
		if !ok {
			number = int32(len(list))
			numbers[key] = number
			list = append(list, combination{cell, t.mentions.of[word]})
		}
		of[i] = number
	}
	return list
}

func (k *themesKind) answer(q *question) (*Result, *Mistake) {
	if q.Split != "" && IsPeriod(q.By) {
		return nil, &Mistake{"split", "along periods, themes are split by theme", `remove split, or by = "` + q.By + `"`}
	}
	t, mistake := k.count(q)
	if mistake != nil {
		return nil, mistake
	}
	r := &Result{Metric: q.Metric, By: q.By, Target: q.Metric.Target, Groups: []string{}}
	if q.running {
		t.alongPeriods(r)
	} else {
		t.alongThemes(r)
	}
	t.account(r)
	return r, nil
}

// order lists the themes of some cells: the most mentioned first, and those that are hidden last, by name.
func (t *themed) order(cells []int) []int {
	size := make([]int, len(t.names))
	var list []int
	for theme := range t.names {
		known := t.ofWords()
		for _, cell := range cells {
			n := score3(t.talks[cell].by[theme]).base()
			known = known || n > 0
			if !t.hidden[cell][theme] {
				size[theme] += n
			}
		}
		if known {
			list = append(list, theme)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		if size[a] != size[b] {
			return size[b] - size[a]
		}
		return strings.Compare(t.names[a], t.names[b])
	})
	return list
}

// ofWords tells whether the themes are declared: those that nobody mentions stay.
func (t *themed) ofWords() bool { return len(t.Metric.kind.(*themesKind).Words) > 0 }

// alongThemes makes themes the groups.
func (t *themed) alongThemes(r *Result) {
	var cells []int
	for _, s := range t.split {
		cells = append(cells, t.in(t.from, 0, s))
	}
	order := t.order(cells)
	for _, theme := range order {
		r.Groups = append(r.Groups, t.names[theme])
	}
	for _, s := range t.split {
		at := t.in(t.from, 0, s)
		r.add(t.lines(t.splits.names[s], len(order), func(i int) (theme, cell, slot int) { return order[i], at, t.from }))
		for _, theme := range order {
			switch name := t.names[theme]; {
			case t.hidden[at][theme] && t.Split != "":
				r.Hidden = append(r.Hidden, name+" · "+t.splits.names[s])
			case t.hidden[at][theme]:
				r.Hidden = append(r.Hidden, name)
			}
		}
	}
	if t.Split == "" && len(cells) == 1 {
		if all := score3(t.talks[cells[0]].all); all.base() >= t.Metric.MinN && !t.answer.hidden[cells[0]] {
			r.Facts = append(r.Facts, Fact{"n", float64(all.base())})
			if t.ballots != nil {
				r.Facts = append(r.Facts, Fact{"nps", all.score()})
			}
		}
	}
}

// alongPeriods makes periods the groups, and the most mentioned themes the splits.
func (t *themed) alongPeriods(r *Result) {
	var cells []int
	for _, slot := range t.positions {
		cells = append(cells, t.in(slot, 0, 0))
		r.Groups, r.Starts = append(r.Groups, t.time.slots[slot].Label), append(r.Starts, t.time.slots[slot].Start)
	}
	order := t.order(cells)
	for _, theme := range order[:min(len(order), mostGroups)] {
		r.add(t.lines(t.names[theme], len(cells), func(i int) (int, int, int) { return theme, cells[i], t.positions[i] }))
		for i, cell := range cells {
			if t.hidden[cell][theme] {
				r.Hidden = append(r.Hidden, fmt.Sprintf("%s · %s", r.Groups[i], t.names[theme]))
			}
		}
	}
}

func (r *Result) add(lines []Series) { r.Series = append(r.Series, lines...) }

// lines makes the series of points that are given by theme, cell and slot.
func (t *themed) lines(split string, points int, at func(i int) (theme, cell, slot int)) []Series {
	lines := []Series{{Measure: Value, Unit: Percent, Split: split}, {Measure: Mentions, Unit: Whole, Split: split}}
	if t.ballots != nil {
		lines = append(lines, Series{Measure: ThemeNPS, Unit: Score, Split: split}, Series{Measure: Impact, Unit: Score, Split: split})
	}
	least := t.Metric.MinN
	for i := range points {
		index, cell, slot := at(i)
		now, hidden, open := t.talks[cell].theme(index, least), t.hidden[cell][index], t.open(slot)
		secret := hidden || now.fewOthers // the score of all tells that of the others
		list := []Point{
			t.point(now.share, hidden, open), t.point(number{float64(now.with.base()), now.with.base(), now.share.N > 0}, hidden, open),
			t.point(now.with, secret, open), t.point(number{now.impact, now.with.base(), now.hasImpact && now.with.base() > 0}, secret, open),
		}
		if before := t.compared(slot); before >= 0 && !t.open(before) {
			other := cell + (before-slot)*t.perSlot
			if then := t.talks[other].theme(index, least); !t.hidden[other][index] {
				label := t.time.slots[before].Label
				list[0].Change = t.change(list[0], now.share, then.share, label)
				if !then.fewOthers {
					list[2].Change = t.change(list[2], now.with, then.with, label)
				}
			}
		}
		for j := range lines {
			lines[j].Points = append(lines[j].Points, list[j])
		}
	}
	return lines
}
