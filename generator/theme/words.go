package theme

import (
	"fmt"
	"maps"
	"path"
	"strings"

	"cxgen/generator/source"
)

// fallback is the language whose words stand in for those that another language lacks.
const fallback = "en"

// Words gives the interface words of a language by their dotted keys: "theme.skip", and for a table of plural forms
// "theme.minutes.one" and "theme.minutes.other". Words that the language lacks are English. The map is not to be changed.
func (t *Theme) Words(lang string) map[string]string {
	if words := t.words[lang]; words != nil {
		return words
	}
	if base, _, ok := strings.Cut(lang, "-"); ok && t.words[base] != nil {
		return t.words[base]
	}
	return t.words[fallback]
}

// WordsSum identifies the interface words of all languages.
func (t *Theme) WordsSum() source.Sum {
	var sums [][]byte
	for _, f := range t.lexicons {
		sums = append(sums, []byte(f.Path), f.Sum[:])
	}
	return source.SumOf(sums...)
}

// loadWords reads words/*.toml.
func (t *Theme) loadWords() []source.Problem {
	var problems []source.Problem
	t.words = map[string]map[string]string{fallback: {}}
	for _, f := range t.lexicons {
		tree := map[string]any{}
		_, wrong := source.Decode(f, 0, len(f.Text), source.TOML, &tree)
		problems = append(problems, wrong...)
		lang := strings.TrimSuffix(path.Base(f.Path), ".toml")
		if t.words[lang] == nil {
			t.words[lang] = map[string]string{}
		}
		flatten(t.words[lang], "", tree)
	}
	for lang, words := range t.words {
		if lang != fallback {
			whole := maps.Clone(t.words[fallback])
			maps.Copy(whole, words)
			t.words[lang] = whole
		}
	}
	return problems
}

func flatten(into map[string]string, prefix string, tree map[string]any) {
	for key, v := range tree {
		if table, ok := v.(map[string]any); ok {
			flatten(into, prefix+key+".", table)
			continue
		}
		into[prefix+key] = fmt.Sprint(v)
	}
}
