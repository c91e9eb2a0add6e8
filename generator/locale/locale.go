// Package locale writes numbers, dates and sentences the way a language does.
//
// It is handed the interface words of the theme and knows neither pages nor tables. A language is two files: data/TAG.json,
// cut from CLDR, and data/house/TAG.json, what this house writes otherwise or in addition. No line of Go names a language.
package locale

import (
	"fmt"
	"maps"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Locale is one language with the interface words in it. It does not change, and may be used from many goroutines at once.
type Locale struct {
	Lang string // language tag: "fa"
	Dir  string // "ltr" or "rtl"
	Name string // the language's own name: "فارسی"

	facts facts
	words map[string]string
	tag   language.Tag

	order    *collate.Collator
	ordering sync.Mutex // a Collator keeps its place in the two texts it compares
}

// New gives the locale of lang with the interface words of the theme, by key. The error of an unknown language names the known ones.
func New(lang string, words map[string]string) (*Locale, error) {
	known, err := readFacts(lang)
	if err != nil {
		return nil, fmt.Errorf("unknown language %q: there are %s", lang, strings.Join(Languages(), ", "))
	}
	tag := language.Make(lang)
	return &Locale{
		Lang: lang, Dir: known.Dir, Name: known.Name,
		facts: known, words: maps.Clone(words), tag: tag, order: collate.New(tag),
	}, nil
}
