package metric

import (
	"fmt"
	"slices"
	"strings"

	"cxgen/generator/data"
	"cxgen/generator/source"
)

// touchpointsKind is a journey: how satisfied people were at each touchpoint, and how they felt.
type touchpointsKind struct {
	common
	weighted
	Touchpoint   string   `toml:"touchpoint"`
	Satisfaction string   `toml:"satisfaction"`
	Emotion      string   `toml:"emotion"` // "" for none
	Scale        []int    `toml:"scale"`
	Order        []string `toml:"order_list"` // the journey; touchpoints that it lacks are left out
	Positive     words    `toml:"positive_words"`
	Neutral      words    `toml:"neutral_words"`
	Negative     words    `toml:"negative_words"`
	Headline     string   `toml:"headline"`
	TopBoxes     int      `toml:"top_boxes"`
}

func (k *touchpointsKind) structure() structure {
	return structure{word: "touchpoint", column: k.Touchpoint, periods: true, columns: true, splits: true}
}

func (k *touchpointsKind) unit() Unit {
	if k.Headline == "top_box" {
		return Percent
	}
	return Plain
}

func (k *touchpointsKind) columns() []NamedColumn {
	list := []NamedColumn{{"touchpoint", k.Touchpoint}, {"satisfaction", k.Satisfaction}}
	if k.Emotion != "" {
		list = append(list, NamedColumn{"emotion", k.Emotion})
	}
	return list
}

func (k *touchpointsKind) check(complain complainer) {
	oneOf(complain, "headline", k.Headline, "mean", "top_box")
	if len(k.Scale) != 2 || k.Scale[0] >= k.Scale[1] || k.Scale[1]-k.Scale[0] > longestScale {
		complain("scale", "for example [1, 5]", "scale wants its lowest and its highest number")
		k.Scale = []int{1, 5}
	}
	if most := k.Scale[1] - k.Scale[0]; k.TopBoxes < 1 || k.TopBoxes > most {
		complain("top_boxes", "2 is usual on a scale of five", "top_boxes must be from 1 to %d on this scale", most)
	}
	for i, name := range k.Order {
		if strings.TrimSpace(name) == "" || slices.Contains(k.Order[:i], name) {
			complain("order_list", "name each touchpoint once, in the order in which customers meet them", "order_list has %q twice or a blank name", name)
			break
		}
	}
}

// stops is the axis of the touchpoints in their order, declared or that of their first rows. The second result tells which words
// of the column are none: nil when the axis says all.
func (k *touchpointsKind) stops(t *data.Table) (axis, []fate) {
	c := t.Column(k.Touchpoint)
	a := axis{names: k.Order, of: make([]int32, len(c.Words)), codes: c.Codes}
	if k.Order == nil {
		a.names = []string{}
	}
	fates := make([]fate, len(c.Words))
	for word, name := range c.Words {
		at := slices.Index(a.names, name)
		switch {
		case data.IsMissing(name):
			fates[word], at = missing, 0
		case at < 0 && k.Order != nil:
			fates[word], at = ignored, 0
		case at < 0:
			a.names = append(a.names, name)
			at = len(a.names) - 1
		}
		a.of[word] = int32(at)
	}
	return a, fates
}

// inspect finds touchpoints that the journey leaves out.
func (k *touchpointsKind) inspect(t *data.Table, warn complainer) {
	if k.Order == nil {
		return
	}
	words := t.Column(k.Touchpoint).Words
	for _, name := range words {
		if data.IsMissing(name) || slices.Contains(k.Order, name) {
			continue
		}
		hint := "add it, or its rows are left out"
		if near, ok := source.Closest(name, k.Order); ok && !slices.Contains(words, near) {
			hint = fmt.Sprintf("did you mean %q by %q?", name, near)
		}
		warn("order_list", hint, "order_list lacks %q, which table %q has", name, t.Name)
	}
}

// stopped is a reading of the rows that stand for a touchpoint.
type stopped struct {
	reading
	fates []fate // by word
	codes []uint32
}

func (r stopped) fate(row int) fate {
	if why := r.fates[r.codes[row]]; why != used {
		return why
	}
	return r.reading.fate(row)
}

// satisfaction reads the answers.
func (k *touchpointsKind) satisfaction(q *question) *ballots {
	low, high := k.Scale[0], k.Scale[1]
	return &ballots{
		options: optionNames(low, high),
		choice:  q.numbered(k.Satisfaction, low, high),
		result: func(b ballot) estimate {
			top := b.net(adjustedWald, func(option int) int {
				if low+option > high-k.TopBoxes {
					return 2
				}
				return 0
			})
			a := effort{mean: b.mean(func(option int) float64 { return float64(low + option) }),
				easy: proportion{P: top.Shares[2], Eff: b.eff, N: b.n}}
			if k.Headline == "mean" {
				a.headline = "mean"
			}
			return a
		},
	}
}

// details is the mean where it is not the headline.
func (k *touchpointsKind) details() []detail {
	if k.Headline == "mean" {
		return nil
	}
	return []detail{{Mean, Plain, func(e estimate) estimate { return e.(effort).mean }}}
}

// emotions reads the words for feelings, in any case; others are ignored.
func (k *touchpointsKind) emotions(q *question) *ballots {
	kinds := [][]string{k.Negative, k.Neutral, k.Positive}
	return &ballots{
		options: []string{"negative", "neutral", "positive"},
		choice: choose(q.Table.Column(k.Emotion), func(word string) (int, fate) {
			if data.IsMissing(word) {
				return 0, missing
			}
			for i, words := range kinds {
				if slices.ContainsFunc(words, func(w string) bool { return fold(w) == fold(word) }) {
					return i, used
				}
			}
			return 0, ignored
		}),
		result: func(b ballot) estimate { return b.net(adjustedWald, func(option int) int { return option }) },
	}
}

// tour is the answers and feelings at the touchpoints, and how many rows each has. Each of the three has a base of its own.
type tour struct{ satisfaction, emotion, volume *answer }

func (k *touchpointsKind) count(q *question) (t tour, mistake *Mistake) {
	stops, fates := k.stops(q.Table)
	if q.own {
		q.groups = stops
	}
	if q.Split == k.Touchpoint {
		q.splits = stops
	}
	read := func(values reading) *answer {
		own := *q // each reading shows the periods of its own rows
		a, m := own.answerOf(stopped{values, fates, stops.codes})
		if m != nil {
			mistake = m
		}
		return a
	}
	t.satisfaction = read(k.satisfaction(q))
	t.volume = read(&countRows{})
	if k.Emotion != "" {
		t.emotion = read(k.emotions(q))
	}
	return t, mistake
}

func (k *touchpointsKind) answer(q *question) (*Result, *Mistake) {
	t, mistake := k.count(q)
	if mistake != nil {
		return nil, mistake
	}
	a := t.satisfaction
	r := a.result()
	if t.emotion != nil {
		a.beside(r, t.emotion, EmotionIndex, Plain)
	}
	a.beside(r, t.volume, Count, Whole)
	return r, a.sum(r)
}

// beside adds the headline figure of another reading of the same question, with its own base.
func (a *answer) beside(r *Result, other *answer, measure Measure, unit Unit) {
	for _, s := range a.split {
		line := Series{Measure: measure, Unit: unit, Split: a.splits.names[s]}
		for _, position := range a.positions {
			line.Points = append(line.Points, other.value(position, s))
		}
		r.Series = append(r.Series, line)
	}
}
