package locale

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// order is the alphabet of a language.
type order struct {
	sync.Mutex // a Collator keeps its place in the two texts it compares
	*collate.Collator
}

func newOrder(tag language.Tag) *order { return &order{Collator: collate.New(tag)} }

// Sort puts items in the alphabetical order of the language.
func (l *Locale) Sort(items []string) { slices.SortStableFunc(items, l.Compare) }

// SortBy puts items in the alphabetical order of a text of each, as Compare has it. Items with the same text stay in their order.
// Of each text a key is made once, so long lists cost less than by comparing.
func SortBy[T any](l *Locale, items []T, text func(T) string) {
	type keyed struct {
		rank, at  int
		key, text string
		item      T
	}
	all := make([]keyed, len(items))
	var keys collate.Buffer
	for i, item := range items {
		t := text(item)
		l.order.Lock()
		key := l.order.KeyFromString(&keys, t)
		l.order.Unlock()
		all[i] = keyed{l.rank(t), i, string(key), t, item}
		keys.Reset()
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.key, b.key), strings.Compare(a.text, b.text), cmp.Compare(a.at, b.at))
	})
	for i := range all {
		items[i] = all[i].item
	}
}

// Compare tells whether a stands before (-1) or after (+1) b in the order of the language. It is 0 for equal texts only.
func (l *Locale) Compare(a, b string) int {
	if by := l.rank(a) - l.rank(b); by != 0 {
		return by / max(by, -by)
	}
	l.order.Lock()
	by := l.order.CompareString(a, b)
	l.order.Unlock()
	if by == 0 {
		return strings.Compare(a, b)
	}
	return by
}

// rank puts texts that do not begin with a letter first, then those in the language's scripts, then the rest. The tables of
// x/text leave the order of scripts out. It is 0 for all texts where the language names no scripts.
func (l *Locale) rank(s string) int {
	first, _ := utf8.DecodeRuneInString(s)
	if len(l.facts.Scripts) == 0 || !unicode.IsLetter(first) {
		return 0
	}
	for i, script := range l.facts.Scripts {
		if unicode.Is(unicode.Scripts[script], first) {
			return i + 1
		}
	}
	return len(l.facts.Scripts) + 1
}
