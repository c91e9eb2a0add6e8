package content

import (
	"bytes"

	"cxgen/generator/source"
)

// arabic are letters that Persian keyboards of old type in place of Persian ones. They look alike, but are not found, sorted or
// drawn as the same.
var arabic = map[string]string{"ي": "ی", "ى": "ی", "ك": "ک"}

// letters warns of Arabic letters in a Persian page, once, at the first of them.
func (p *Page) letters(f *source.File) []source.Problem {
	if p.Lang != "fa" {
		return nil
	}
	first, which := -1, ""
	for letter := range arabic {
		if at := bytes.Index(f.Text, []byte(letter)); at >= 0 && (first < 0 || at < first) {
			first, which = at, letter
		}
	}
	if first < 0 {
		return nil
	}
	return []source.Problem{source.Warnf(f.Cut(first, first+len(which)), "the Arabic letter %q stands in a Persian page", which).
		WithHint("write %q, and switch the keyboard to Persian", arabic[which])}
}
