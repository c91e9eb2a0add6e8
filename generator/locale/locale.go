// Package locale writes numbers, dates and sentences the way a language does.
//
// It is handed the interface words of the theme and knows neither pages nor tables. A language is two files: data/TAG.json, cut from CLDR
// by data/cut.mjs, and data/house/TAG.json, what this house writes otherwise or in addition. No line of Go names a language.
package locale

import (
	"fmt"
	"maps"
	"strings"

	"golang.org/x/text/language"
)

// Locale is one language with the interface words in it. It does not change, and may be used from many goroutines at once.
type Locale struct {
	Lang     string   // language tag: "fa"
	Dir      string   // "ltr" or "rtl"
	Name     string   // the language's own name: "فارسی"
	Script   string   // "Arab", "Kore", "Latn": whether letters have capitals, slant and may be spaced out
	Calendar Calendar // the one that dates are written in

	facts    facts
	words    map[string]string
	tag      language.Tag
	order    *order
	standard bool
}

// New gives the locale of lang with the interface words of the theme, by key. The error of an unknown language names the known ones.
func New(lang string, words map[string]string) (*Locale, error) {
	known, err := readFacts(lang)
	if err != nil {
		return nil, fmt.Errorf("unknown language %q: there are %s", lang, strings.Join(Languages(), ", "))
	}
	calendar, ok := CalendarOf(known.Calendar)
	if !ok {
		calendar = Gregorian
	}
	tag := language.Make(lang)
	return &Locale{
		Lang: lang, Dir: known.Dir, Name: known.Name, Script: known.Script, Calendar: calendar,
		facts: known, words: maps.Clone(words), tag: tag, order: newOrder(tag),
	}, nil
}

// In gives the same language with its dates in another calendar.
func (l *Locale) In(c Calendar) *Locale {
	other := *l
	other.Calendar = c
	return &other
}

// Standard gives the same language with the minus that CLDR prescribes, in many languages the hyphen of a keyboard, so that texts are the
// same as those of a browser. This house writes a true minus, as wide as a plus.
func (l *Locale) Standard() *Locale {
	other := *l
	other.standard = true
	return &other
}

// negative writes digits as less than nothing, with what stands around them in the language.
func (l *Locale) negative(around affix, digits string) string {
	if !l.standard {
		around[0] = strings.ReplaceAll(around[0], "-", "−")
	}
	return around.around(digits)
}
