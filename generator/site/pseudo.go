package site

import (
	"regexp"
	"strings"

	"cxgen/generator/locale"
)

// pseudoTongues makes two languages that nobody speaks, to find what cannot be translated: in the first every interface word
// is long and accented, in the second the page is mirrored and its words run backwards. What stays plain is not a word of the
// theme; what is cut or overlaps has no room for a longer language.
func (s *Site) pseudoTongues() []*Tongue {
	root := s.tongues[0]
	make := func(lang, prefix, name, dir string, change func(string) string) *Tongue {
		words := map[string]string{}
		for key, word := range root.words {
			words[key] = between(word, change)
		}
		l, _ := locale.New(root.Lang, words) // a language that is there already
		l.Lang, l.Name, l.Dir = lang, name, dir
		t := &Tongue{Locale: l, Language: root.Language, Prefix: prefix, words: words, pseudo: true, menus: map[string][]*Node{}}
		t.Title, t.Description = root.Title, root.Description
		return t
	}
	return []*Tongue{
		make("en-XA", "xa/", "[Ḷöñĝ]", "ltr", long),
		make("ar-XB", "xb/", "[Mirrored]", "rtl", backwards),
	}
}

// hold is what must stay as it is in interface words: holes, and marks without letters.
var hold = regexp.MustCompile(`\{[^}]*\}`)

// between changes what stands between the holes of a word.
func between(word string, change func(string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range hold.FindAllStringIndex(word, -1) {
		b.WriteString(change(word[last:at[0]]))
		b.WriteString(word[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(change(word[last:]))
	return b.String()
}

var accents = strings.NewReplacer("a", "áá", "e", "éé", "i", "íí", "o", "óó", "u", "úú", "A", "ÁÁ", "E", "ÉÉ", "I", "ÍÍ", "O", "ÓÓ", "U", "ÚÚ",
	"c", "ç", "n", "ñ", "s", "š", "y", "ý", "t", "ţ", "l", "ļ", "r", "ř", "C", "Ç", "N", "Ñ", "S", "Š", "T", "Ţ")

// long makes letters accented and vowels double: about a third longer, as German is.
func long(text string) string { return accents.Replace(text) }

// backwards lets text run from right to left.
func backwards(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r > ' ' }) {
		return text
	}
	return "\u202e" + text + "\u202c"
}
