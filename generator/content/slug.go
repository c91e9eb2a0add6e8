package content

import (
	"strings"
	"unicode"

	"cxgen/generator/source"
)

// maxAnchor is the length of an anchor in characters.
const maxAnchor = 80

// anchor makes an id of a heading's text: its slug, with a letter at the beginning.
func anchor(text, lang string) string {
	id := Slug(text, lang)
	switch {
	case id == "":
		return "s"
	case id[0] >= '0' && id[0] <= '9':
		return "s-" + id
	}
	return id
}

// Slug makes a part of an address of text: "Gift sets" → "gift-sets". Letters of every script stay, in lower case; digits of every script become
// 0-9; accents of Latin letters and vowel signs of Arabic ones go; the rest, the zero-width non-joiner among it, becomes a hyphen. Some
// languages spell it in their own way: ä is ae in German. It is at most 80 characters long, and "" for a text without letters and digits.
func Slug(text, lang string) string {
	if slug, ok := plainSlug(text); ok {
		return slug
	}
	return slugOf(text, lang)
}

// slugOf makes the slug of a text in any script.
func slugOf(text, lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	text = source.NFKC(text)
	if base == "tr" || base == "az" {
		text = strings.ToLowerSpecial(unicode.TurkishCase, text)
	} else {
		text = strings.ToLower(text)
	}
	var b strings.Builder
	hyphen := false
	for _, r := range source.NFC(text) {
		if dropped(r) {
			continue
		}
		part := letter(r, base)
		if part == "" {
			hyphen = true
			continue
		}
		if hyphen && b.Len() > 0 {
			b.WriteByte('-')
		}
		hyphen = false
		b.WriteString(part)
	}
	return shorten(b.String())
}

// plainSlug makes the slug of an ASCII text, which is the same in every language; false for other texts, and those to be cut.
func plainSlug(text string) (string, bool) {
	if len(text) > maxAnchor {
		return "", false
	}
	b := make([]byte, 0, maxAnchor)
	hyphen := false
	for i := range len(text) {
		c := text[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		case c == '\'':
			continue
		case c >= 0x80:
			return "", false
		default:
			hyphen = true
			continue
		}
		if hyphen && len(b) > 0 {
			b = append(b, '-')
		}
		hyphen = false
		b = append(b, c)
	}
	return string(b), true
}

// letter gives what becomes of a small letter, mark or digit, and "" for everything else.
func letter(r rune, base string) string {
	switch {
	case 'a' <= r && r <= 'z':
		return string(r)
	case base == "fa" && persian[r] != 0:
		return string(persian[r])
	case unicode.Is(unicode.Nd, r):
		return digit(r)
	case unicode.Is(unicode.Latin, r):
		if spelled, ok := latinBy[base][r]; ok {
			return spelled
		}
		if spelled, ok := plainLatin[r]; ok {
			return spelled
		}
		return strings.Map(func(r rune) rune {
			if unicode.IsMark(r) {
				return -1
			}
			return r
		}, source.Decompose(string(r)))
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
		return string(r)
	}
	return ""
}

// dropped tells whether r leaves no trace: combining accents, tatweel, the zero-width joiner, Arabic vowel signs, the soft hyphen, apostrophes.
func dropped(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x64b && r <= 0x652 || strings.ContainsRune("\u0640\u200d\u0654\u0670\u00ad'’‘ʼ", r)
}

// shorten cuts an id at a hyphen when it is too long.
func shorten(id string) string {
	n := 0
	for i := range id {
		if n++; n <= maxAnchor {
			continue
		}
		if id[i] == '-' {
			return id[:i]
		}
		if hyphen := strings.LastIndexByte(id[:i], '-'); hyphen > 0 {
			return id[:hyphen]
		}
		return id[:i]
	}
	return id
}

// zeros are the noughts of the scripts that have digits of their own; nine more follow each.
const zeros = "0٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐"

func digit(r rune) string {
	for _, zero := range zeros {
		if r >= zero && r < zero+10 {
			return string('0' + r - zero)
		}
	}
	return string(r)
}

// persian folds the Arabic forms of letters that Persian writes otherwise.
var persian = map[rune]rune{'ي': 'ی', 'ى': 'ی', 'ك': 'ک', 'ة': 'ه', 'ۀ': 'ه', 'ە': 'ه'}

// latinBy holds letters that a language spells otherwise without its accents.
var latinBy = map[string]map[rune]string{
	"de": {'ä': "ae", 'ö': "oe", 'ü': "ue"},
}

// plainLatin holds letters that are spelled without an accent in another way than by dropping it.
var plainLatin = map[rune]string{'ß': "ss", 'æ': "ae", 'ø': "o", 'œ': "oe", 'đ': "d", 'ł': "l", 'þ': "th", 'ð': "d", 'ı': "i"}
