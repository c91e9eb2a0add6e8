package content

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
	base, _, _ := strings.Cut(lang, "-")
	var b strings.Builder
	hyphen := false
	put := func(s string) {
		if hyphen && b.Len() > 0 {
			b.WriteByte('-')
		}
		hyphen = false
		b.WriteString(s)
	}
	for _, r := range text {
		if r >= 0xff01 && r <= 0xff5e { // full width
			r -= 0xff01 - '!'
		}
		switch {
		case r < utf8.RuneSelf:
			switch {
			case r >= 'A' && r <= 'Z' && !(r == 'I' && turkic(base)):
				put(string(r + 'a' - 'A'))
				continue
			case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == 'I':
				put(string(unicode.ToLower(r)))
				continue
			case r != '\'':
				hyphen = true
			}
			continue
		case dropped(r):
			continue
		}
		r = unicode.ToLower(r)
		switch {
		case base == "fa" && persian[r] != 0:
			put(string(persian[r]))
		case unicode.Is(unicode.Nd, r):
			put(digit(r))
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
			if latin, ok := latinBy[base][r]; ok {
				put(latin)
			} else if latin, ok := plainLatin[r]; ok {
				put(latin)
			} else {
				put(string(r))
			}
		default:
			hyphen = true
		}
	}
	return shorten(b.String())
}

func turkic(base string) bool { return base == "tr" || base == "az" }

// dropped tells whether r leaves no trace: combining accents, tatweel, the zero-width joiner, Arabic vowel signs, the soft hyphen, apostrophes.
func dropped(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x64b && r <= 0x652 || strings.ContainsRune("\u0640\u200d\u0654\u0670\u00ad’‘ʼ", r)
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
const zeros = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០᠐"

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

// plainLatin spells Latin letters without accents. Letters with an accent are made from pairs: the letter, then its base.
var plainLatin = func() map[rune]string {
	m := map[rune]string{
		'ß': "ss", 'æ': "ae", 'ø': "o", 'œ': "oe", 'đ': "d", 'ł': "l", 'þ': "th", 'ð': "d", 'ı': "i", 'ŉ': "n", 'ĳ': "ij",
		'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ª': "a", 'º': "o", '²': "2", '³': "3", '¹': "1",
	}
	for _, group := range strings.Fields(accents) {
		base, _ := utf8.DecodeRuneInString(group)
		for _, r := range group[utf8.RuneLen(base):] {
			m[r] = string(base)
		}
	}
	return m
}()

// accents holds the small Latin letters that Unicode composes of a letter and marks, each group after its letter.
const accents = `
aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ
bḃḅḇ
cçćĉċčḉ
dďḋḍḏḑḓ
eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ
fḟ
gĝğġģǧǵḡ
hĥȟḣḥḧḩḫẖ
iìíîïĩīĭįǐȉȋḭḯỉị
jĵǰ
kķǩḱḳḵ
lĺļľḷḹḻḽ
mḿṁṃ
nñńņňǹṅṇṉṋ
oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ
pṕṗ
rŕŗřȑȓṙṛṝṟ
sśŝşšſșṡṣṥṧṩẛ
tţťțṫṭṯṱẗ
uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự
vṽṿ
wŵẁẃẅẇẉẘ
xẋẍ
yýÿŷȳẏẙỳỵỷỹ
zźżžẑẓẕ
`
