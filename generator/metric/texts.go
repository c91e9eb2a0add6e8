package metric

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Texts is a text of the site's author: one for all languages, under "", or one per language, under its tag.
type Texts map[string]string

// In gives the text in a language: its own, or that of the language without its region, else the one for all, else that of the first tag by alphabet, else "".
func (t Texts) In(lang string) string {
	if text, ok := t[lang]; ok {
		return text
	}
	if base, _, ok := strings.Cut(lang, "-"); ok && t[base] != "" {
		return t[base]
	}
	if text, ok := t[""]; ok {
		return text
	}
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		return t[tag]
	}
	return ""
}

// Fill reads a text, or a table with a text per language.
func (t *Texts) Fill(v any) error {
	switch v := v.(type) {
	case string:
		*t = Texts{"": v}
		return nil
	case map[string]any:
		texts := make(Texts, len(v))
		for tag, text := range v {
			s, ok := text.(string)
			if !ok {
				return errors.New(`wants a text per language like { en = "…", fa = "…" }`)
			}
			texts[tag] = s
		}
		*t = texts
		return nil
	}
	return errors.New(`wants a text, or a text per language like { en = "…", fa = "…" }`)
}

// span is a length of time in seconds, written like "90s", "15m", "2h", "7d", "2w".
type span int64

var spanUnits = map[byte]int64{'s': 1, 'm': 60, 'h': 60 * 60, 'd': 24 * 60 * 60, 'w': 7 * 24 * 60 * 60}

// Fill reads a length of time. A day has 24 hours here: windows are measured in physical seconds.
func (s *span) Fill(v any) error {
	text, _ := v.(string)
	var n int64
	var unit byte
	if k, err := fmt.Sscanf(text, "%d%c", &n, &unit); err == nil && k == 2 && n > 0 && n < 1e9 &&
		spanUnits[unit] > 0 && fmt.Sprintf("%d%c", n, unit) == text {
		*s = span(n * spanUnits[unit])
		return nil
	}
	return fmt.Errorf(`wants a length of time like "30m", "2h" or "7d", not %s`, quoted(v))
}

// words is one text or a list of texts.
type words []string

// Fill reads a text or a list of texts.
func (w *words) Fill(v any) error {
	switch v := v.(type) {
	case string:
		*w = words{v}
		return nil
	case []any:
		list := make(words, len(v))
		for i := range v {
			s, ok := v[i].(string)
			if !ok {
				return errors.New("wants a text or a list of texts")
			}
			list[i] = s
		}
		*w = list
		return nil
	}
	return errors.New("wants a text or a list of texts")
}

// quoted writes a value of the settings the way it stands there.
func quoted(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case time.Time:
		return v.Format(time.DateOnly)
	}
	return fmt.Sprint(v)
}
