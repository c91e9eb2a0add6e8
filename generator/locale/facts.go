package locale

import (
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
)

//go:embed data/*.json data/house/*.json data/NOTICE
var files embed.FS

// facts are what the files of a language say.
type facts struct {
	Name, Dir, Calendar string
	Number              struct {
		Digits, Decimal, Group       string
		Primary, Secondary, MinGroup int // digits in the last group and in the others; digits before the first group
		Plus, Neg, Pct, PctNeg       affix
	}
	Currency map[string]currency // by code; "KRW:unit" is the form for prose, where it differs
	Compact  []compact
	Dates    struct{ Gregory, Persian calendarFacts }
	Quarter  string            // "{q} {y}"
	List     [3]string         // between two; between the first of many; before the last of many
	Duration map[string]string // "{n} min" by unit, "and" between two units
	Reading  int               // words a minute
	Scripts  []string          // scripts that stand before others in order, when the language says so
}

// affix is what stands before and after a number.
type affix [2]string

func (a affix) around(s string) string { return a[0] + s + a[1] }

type currency struct {
	Frac     int // digits of the minor unit
	Pos, Neg affix
}

// compact is how numbers from 10^Exp are shortened: divided by 10^Scale, with a word.
type compact struct {
	Exp, Scale int
	One, Other affix
}

type calendarFacts struct {
	Months   struct{ Format, Abbr []string }
	Patterns map[string]string // "{d} {MMMM} {y}" by name
	Quarters []string
}

// Languages lists the tags of the known languages in alphabetical order.
func Languages() []string {
	names, _ := fs.Glob(files, "data/*.json") // fails on a bad pattern only
	for i, name := range names {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(name, "data/"), ".json")
	}
	slices.Sort(names)
	return names
}

// readFacts lays the house rules over the facts of CLDR. It fails when there is no such language.
func readFacts(lang string) (facts, error) {
	var known facts
	for _, name := range []string{"data/" + lang + ".json", "data/house/" + lang + ".json"} {
		text, err := files.ReadFile(name)
		if err != nil {
			return facts{}, err
		}
		if err := json.Unmarshal(text, &known); err != nil {
			return facts{}, err
		}
	}
	known.trueMinus()
	return known, nil
}

// trueMinus replaces the hyphen that CLDR puts before negative numbers in many languages.
func (f *facts) trueMinus() {
	for _, a := range []*affix{&f.Number.Neg, &f.Number.PctNeg} {
		a[0] = strings.ReplaceAll(a[0], "-", "−")
	}
	for code, c := range f.Currency {
		c.Neg[0] = strings.ReplaceAll(c.Neg[0], "-", "−")
		f.Currency[code] = c
	}
}
