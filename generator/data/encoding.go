package data

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/language"

	"cxgen/generator/source"
)

// decode gives a file's text in UTF-8, and the name of the encoding that it had. It is the one that def names, else the one
// that a mark at the start tells, else UTF-16 if zeros stand in every second place, else UTF-8 if the whole file is, else a guess
// by the letters that come of it, which is told.
func decode(f *source.File, def Def) (*source.File, string, []source.Problem) {
	switch {
	case def.Encoding != "":
		name, _ := htmlindex.Name(def.encoding())
		text, err := decoded(withoutMark(f.Text), name)
		if err != nil || bytes.Contains(text, []byte(string(utf8.RuneError))) && !bytes.Contains(f.Text, []byte(string(utf8.RuneError))) {
			return nil, name, []source.Problem{source.Errorf(f.Cut(0, 0), "this file is not %s, as metrics.toml says it is", name).
				WithHint("correct encoding, or leave it out to have it found")}
		}
		return again(f, text), name, nil
	case bytes.HasPrefix(f.Text, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(f.Text, []byte("\x00\x00\xfe\xff")):
		text, err := utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder().Bytes(f.Text)
		if err != nil {
			text = nil
		}
		return again(f, text), "utf-32", nil
	}
	if name := wide16(f.Text); name != "" {
		text, err := decoded(bytes.TrimPrefix(bytes.TrimPrefix(f.Text, []byte("\xff\xfe")), []byte("\xfe\xff")), name)
		if err != nil {
			text = nil
		}
		return again(f, text), name, nil
	}
	at := invalid(f.Text)
	if at < 0 {
		return f, "utf-8", nil
	}
	if zero := bytes.IndexByte(f.Text, 0); zero >= 0 {
		return nil, "", []source.Problem{notText(f, zero)}
	}
	name := guess(f.Text, def.Lang)
	text, err := decoded(f.Text, name)
	if err != nil {
		return nil, "", []source.Problem{source.Errorf(f.Cut(at, at+1), "the byte 0x%02X is not UTF-8", f.Text[at]).WithHint("%s", saveAs)}
	}
	decodedFile := again(f, text)
	return decodedFile, name, []source.Problem{source.Warnf(f.Cut(0, 0), "this file is not UTF-8; it is read as %s, which makes words such as %q of it", name, firstForeign(text)).
		WithHint("if they are right, write encoding = %q below the table in data/metrics.toml; else name another encoding there", name)}
}

func again(f *source.File, text []byte) *source.File {
	return &source.File{Path: f.Path, Text: text, Sum: f.Sum}
}

func notText(f *source.File, zero int) source.Problem {
	return source.Errorf(f.Cut(zero, zero+1), "a zero byte stands here: this file is not text").WithHint("%s", saveAs)
}

// wide16 gives the name of the UTF-16 that a file has by its mark, or by the zeros in every second place of its first 4 kB.
func wide16(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(text, []byte("\xfe\xff")):
		return "utf-16be"
	}
	head := text[:min(len(text), 4096)]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half == 0:
	case 10*zeros[1] > 3*half && zeros[1] > 10*zeros[0]:
		return "utf-16le"
	case 10*zeros[0] > 3*half && zeros[0] > 10*zeros[1]:
		return "utf-16be"
	// Scripts without zeros: only the marks between words and cells have them, all on the same side.
	case zeros[0] == 0 && zeros[1] > 1 && isText(head, "utf-16le"):
		return "utf-16le"
	case zeros[1] == 0 && zeros[0] > 1 && isText(head, "utf-16be"):
		return "utf-16be"
	}
	return ""
}

// isText tells whether bytes make sense in an encoding of two bytes: all of them are letters, digits, marks and space.
func isText(head []byte, name string) bool {
	text, err := decoded(head[:len(head)&^1], name)
	return err == nil && bytes.IndexFunc(text, func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) && !isJoiner(r)
	}) < 0
}

func isJoiner(r rune) bool { return isBidi(r) || r == '\u200c' || r == '\u200d' }

// decoded gives text in UTF-8.
func decoded(text []byte, name string) ([]byte, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("no encoding %q: %w", name, err)
	}
	return e.NewDecoder().Bytes(text)
}

// eightBit are the encodings that a file of bytes may have, the most frequent first, each with the letters beyond ASCII that
// its languages use most.
var eightBit = []struct {
	charmap *charmap.Charmap
	name    string
	letters string
	runs    bool // all letters are beyond ASCII, so they stand beside each other
}{
	{charmap.Windows1252, "windows-1252", "äöüßÄÖÜéèêëàâçÇñóíáúåÅøØôîïûœãõÉÈÀ", false},
	{charmap.Windows1250, "windows-1250", "čřšžěůČŘŠŽąęłńśźżćŁŚŻőűáéíóúýôäöü", false},
	{charmap.Windows1254, "windows-1254", "ğışçöüİĞŞÇÖÜâ", false},
	{charmap.Windows1251, "windows-1251", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфОЕАИНТСРВЛКМДПУ", true},
	{charmap.Windows1256, "windows-1256", "اليمنوترسبدهکكعفقحجشخصضطظغپچژگئءآأةىؤإ", true},
}

// eastAsian are the encodings of two bytes a letter that can be told without the language: text in another encoding seldom makes valid
// letters of them, and never so many of their own script.
var eastAsian = []script{
	{"shift_jis", unicode.Hiragana, unicode.Katakana, 30},
	{"euc-kr", unicode.Hangul, nil, 70},
}

// script is an encoding, and the share of letters in per cent that are of its own script.
type script struct {
	name     string
	own, too *unicode.RangeTable
	least    int
}

// made tells whether the encoding makes sense of the first lines of text.
func (s script) made(text []byte) bool {
	head := text[:min(len(text), 1<<15)]
	if n := bytes.LastIndexByte(head, '\n'); n > 0 {
		head = head[:n]
	}
	out, err := decoded(head, s.name)
	if err != nil {
		return false
	}
	own, all := 0, 0
	for _, r := range string(out) {
		switch {
		case r == utf8.RuneError:
			return false
		case r < utf8.RuneSelf:
		case r >= '\uff00': // narrow katakana are single bytes, which any text has
			all++
		case unicode.Is(s.own, r) || s.too != nil && unicode.Is(s.too, r):
			own++
			all++
		default:
			all++
		}
	}
	return all > 0 && 100*own >= s.least*all
}

// guess gives the most likely encoding of text that is not UTF-8. Each candidate is tried on the first words with bytes beyond
// ASCII and scored by how usual the letters are that it makes of them. The language of the report comes first where its usual
// encoding makes sense: a Persian or an Arabic report reads windows-1256, a Korean one the Korean encoding.
func guess(text []byte, lang string) string {
	sample := foreignBytes(text, 4000)
	if tag, err := language.Parse(lang); err == nil && lang != "" {
		name := htmlindex.LanguageDefault(tag)
		switch name {
		case "windows-1252":
		case "iso-8859-2":
			return "windows-1250"
		case "windows-1250", "windows-1251", "windows-1254", "windows-1256":
			return name
		default:
			if out, err := decoded(sample, name); err == nil && !bytes.ContainsRune(out, utf8.RuneError) {
				return name
			}
		}
	}
	for _, e := range eastAsian {
		if e.made(text) {
			return e.name
		}
	}
	best, most := "windows-1252", -1<<31
	for _, e := range eightBit {
		if score := usual(sample, e.charmap, e.letters, e.runs); score > most {
			best, most = e.name, score
		}
	}
	return best
}

// usual scores the letters that an encoding makes of bytes: two points for a usual one that stands as such letters do, a point
// off for one that stands otherwise, four for a sign within a word, ten for a byte that it does not have.
func usual(sample []byte, e encoding.Encoding, letters string, runs bool) (score int) {
	decoder := e.NewDecoder()
	for _, word := range bytes.Fields(sample) {
		out, err := decoder.Bytes(word)
		if err != nil {
			return -1 << 30
		}
		text := []rune(string(out))
		beyond := 0
		for _, r := range text {
			if r >= utf8.RuneSelf && unicode.IsLetter(r) {
				beyond++
			}
		}
		alone := beyond <= 2 || 2*beyond < len(text)
		for i, r := range text {
			switch {
			case r < utf8.RuneSelf:
			case r == utf8.RuneError || unicode.IsControl(r):
				score -= 10
			case !unicode.IsLetter(r) && r != '\u200c':
				if inside := i > 0 && i < len(text)-1 && unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1]); inside && r != '’' {
					score -= 4
				}
			case strings.ContainsRune(letters, r) && alone != runs:
				score += 2
			default:
				score--
			}
		}
	}
	return score
}

// foreignBytes gives the first words that have bytes beyond ASCII.
func foreignBytes(text []byte, most int) []byte {
	var words []byte
	for from := 0; from < len(text) && len(words) < most; {
		end := from
		beyond := false
		for end < len(text) && end-from < most && (text[end] >= utf8.RuneSelf || 'A' <= text[end]&^0x20 && text[end]&^0x20 <= 'Z') {
			beyond = beyond || text[end] >= utf8.RuneSelf
			end++
		}
		if beyond {
			words = append(append(words, text[from:end]...), ' ')
		}
		from = end + 1
	}
	return words
}

// firstForeign gives the first word beyond ASCII of decoded text.
func firstForeign(text []byte) string {
	at := bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsPrint(r)) })
	if at < 0 {
		return ""
	}
	start, end := at, at
	for start > 0 && at-start < 30 && unicode.IsLetter(rune(text[start-1])) && text[start-1] < utf8.RuneSelf {
		start--
	}
	for end < len(text) && end-at < 40 {
		r, size := utf8.DecodeRune(text[end:])
		if !unicode.IsLetter(r) && end > at {
			break
		}
		end += size
	}
	return string(text[start:end])
}

// invalid gives the offset of the first byte that is not UTF-8, or -1.
func invalid(text []byte) int {
	const piece = 1 << 16
	for at := 0; at < len(text); {
		end := min(len(text), at+piece)
		for end < len(text) && end > at+1 && !utf8.RuneStart(text[end]) {
			end--
		}
		if utf8.Valid(text[at:end]) {
			at = end
			continue
		}
		for at < end {
			r, size := utf8.DecodeRune(text[at:end])
			if r == utf8.RuneError && size <= 1 {
				return at
			}
			at += size
		}
	}
	return -1
}

// withoutMark gives text without the byte order mark that Excel and others put before it.
func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) }

// samePersian gives a word with the letters of Persian where a keyboard or an encoding had those of Arabic in their place, so
// that the same word is found however it was typed. What readers see stays as it is.
func samePersian(word string) string {
	if !strings.ContainsAny(word, "يىك") {
		return word
	}
	return strings.NewReplacer("ي", "ی", "ى", "ی", "ك", "ک").Replace(word)
}
