package locale

import (
	"embed"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed data/*.json data/house/*.json data/NOTICE
var files embed.FS

// facts are what the files of a language say.
type facts struct {
	Name, Script, Dir, Calendar string
	Scripts                     []string // those that stand before Latin in order
	Number                      struct {
		Digits, Decimal, Group       string
		Primary, Secondary, MinGroup int // digits in the last group and in the others; digits before the first group
		Plus, Neg, Pct, PctNeg       affix
	}
	Currency map[string]currency // by code; "KRW:unit" is the form for prose, where it differs
	Compact  []compact
	Dates    struct{ Gregory, Persian calendarFacts }
	Units    map[string]forms // "{n} min" by unit
	And      string           // between two units
	Relative map[string]struct{ Past, Future, Auto forms }
	List     [3]string // between two; between the first of many; before the last of many

	Quarter string    // "{q} {y}"
	Quotes  [4]string // around a quotation, and around one within it
	Reading int       // words a minute
	Plural  struct{ Cardinal, Ordinal rules }
	Fold    map[string]string // letters that are another one in keys and in searching
}

// affix is what stands before and after a number.
type affix [2]string

func (a affix) around(s string) string { return a[0] + s + a[1] }

// forms are words by plural category; "other" is always there.
type forms map[string]string

func (f forms) of(category string) string {
	if words, ok := f[category]; ok {
		return words
	}
	return f["other"]
}

type currency struct {
	Frac     int // digits of the minor unit
	Pos, Neg affix
}

// compact is how numbers from 10^Exp are shortened: divided by 10^Scale, with a word by plural category.
type compact struct {
	Exp, Scale int
	Forms      map[string]affix
}

type calendarFacts struct {
	Months struct {
		Format, Abbr []string // beside a day
		Standalone   []string
	}
	Weekdays struct{ Wide []string } // from Sunday
	Patterns map[string]string       // "{d} {MMMM} {y}" by name
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
	known := facts{Quarter: "{q} {y}", And: " ", Reading: 200}
	if !slices.Contains(Languages(), lang) {
		return facts{}, fs.ErrNotExist
	}
	for _, name := range []string{"data/" + lang + ".json", "data/house/" + lang + ".json"} {
		text, err := files.ReadFile(name)
		if err != nil {
			return facts{}, err
		}
		if err := json.Unmarshal(text, &known); err != nil {
			return facts{}, err
		}
	}
	known.Dates.Persian.complete(known.Dates.Gregory)
	return known, nil
}

// complete takes over what one calendar of a language leaves to the other: the way dates are written.
func (c *calendarFacts) complete(other calendarFacts) {
	if len(c.Weekdays.Wide) == 0 {
		c.Weekdays = other.Weekdays
	}
	if len(c.Quarters) == 0 {
		c.Quarters = other.Quarters
	}
	own := c.Patterns
	c.Patterns = maps.Clone(other.Patterns)
	maps.Copy(c.Patterns, own)
}
