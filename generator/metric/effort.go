package metric

import "fmt"

// cesKind asks how easy something was, on a scale whose upper end is easy unless Reverse.
type cesKind struct {
	common
	weighted
	rolling
	Score    string `toml:"score"`
	Scale    []int  `toml:"scale"`
	EasyMin  *int   `toml:"easy_min"` // the lowest answer that counts as easy
	HardMax  *int   `toml:"hard_max"` // the highest answer that counts as hard
	Reverse  bool   `toml:"reverse"`  // 1 is easy: answers are turned round before anything is counted
	Headline string `toml:"headline"`
}

func (k *cesKind) unit() Unit {
	switch k.Headline {
	case "mean":
		return Plain
	case "net":
		return Score
	}
	return Percent
}

func (k *cesKind) columns() []NamedColumn { return []NamedColumn{{"score", k.Score}} }

func (k *cesKind) check(complain complainer) {
	k.rolls(complain)
	oneOf(complain, "headline", k.Headline, "easy_pct", "mean", "net")
	if len(k.Scale) != 2 || k.Scale[0] >= k.Scale[1] || k.Scale[1]-k.Scale[0] > longestScale {
		complain("scale", "for example [1, 7]", "scale wants its lowest and its highest number")
		k.Scale = []int{1, 7}
	}
	low, high := k.Scale[0], k.Scale[1]
	if easy := k.easyFrom(); easy <= low || easy > high {
		complain("easy_min", "5 is usual on a scale of seven", "easy_min must be from %d to %d on this scale", low+1, high)
	} else if hard := k.hardTo(); hard < low || hard >= easy {
		complain("hard_max", fmt.Sprintf("it lies below easy_min, which is %d", easy), "hard_max must be from %d to %d", low, easy-1)
	}
}

// easyFrom gives the lowest easy answer: by default the first one above the middle, 5 of 7 and 4 of 5.
func (k *cesKind) easyFrom() int {
	if k.EasyMin != nil {
		return *k.EasyMin
	}
	return (k.Scale[0]+k.Scale[1])>>1 + 1
}

// hardTo gives the highest hard answer: by default as far from the lower end as easyFrom is from the upper one, if that is not easy.
func (k *cesKind) hardTo() int {
	if k.HardMax != nil {
		return *k.HardMax
	}
	return min(k.Scale[0]+k.Scale[1]-k.easyFrom(), k.easyFrom()-1)
}

func (k *cesKind) read(q *question) (reading, *Mistake) {
	return &ballots{
		options: optionNames(k.Scale[0], k.Scale[1]),
		choice:  q.numbered(k.Score, k.Scale[0], k.Scale[1]),
		result:  k.effort,
	}, nil
}

// effort is a customer effort score of a cell by the three schools: the share of easy answers (CES 2.0), the mean answer, and the
// share of easy answers minus that of hard ones.
type effort struct {
	easy     proportion
	mean     mean
	net      nps // hard answers in the place of detractors, easy ones in that of promoters
	headline string
}

func (k *cesKind) effort(b ballot) estimate {
	value := func(option int) int {
		if k.Reverse {
			return k.Scale[1] - option
		}
		return k.Scale[0] + option
	}
	a := effort{headline: k.Headline, mean: b.mean(func(option int) float64 { return float64(value(option)) })}
	a.net = b.net(adjustedWald, func(option int) int {
		switch v := value(option); {
		case v >= k.easyFrom():
			return 2
		case v <= k.hardTo():
			return 0
		}
		return 1
	})
	a.easy = proportion{P: a.net.Shares[2], Eff: b.eff, N: b.n}
	return a
}

// chosen is the estimate that the metric has as its headline.
func (a effort) chosen() estimate {
	switch a.headline {
	case "mean":
		return a.mean
	case "net":
		return a.net
	}
	return a.easy
}

func (a effort) base() int                  { return a.mean.N }
func (a effort) figure(conf float64) figure { return a.chosen().figure(conf) }

// against compares shares by Newcombe's interval, means by Welch's test, and net scores as Net Promoter Scores are.
func (a effort) against(previous estimate, conf float64) difference {
	return a.chosen().against(previous.(effort).chosen(), conf)
}

// details are the schools that are not the headline.
func (k *cesKind) details() []detail {
	all := map[string]detail{
		"easy_pct": {Easy, Percent, func(e estimate) estimate { return e.(effort).easy }},
		"mean":     {Mean, Plain, func(e estimate) estimate { return e.(effort).mean }},
		"net":      {Net, Score, func(e estimate) estimate { return e.(effort).net }},
	}
	var list []detail
	for _, name := range []string{"easy_pct", "mean", "net"} {
		if name != k.Headline {
			list = append(list, all[name])
		}
	}
	return list
}
