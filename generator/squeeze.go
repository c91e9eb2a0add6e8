package generator

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// squeezer makes a page small and finds out what stands on it, in one walk over its tags. White space that no browser shows
// goes, comments go, and letters that need no escape in their place stand for themselves; all else stays as it is written.
// It takes what any template may write: a tag that is not well formed passes unchanged.
type squeezer struct {
	out     []byte
	hashes  []string // of the scripts that stand in the page, as a Content-Security-Policy names them
	scripts *scripts

	number int              // of the page
	names  map[string]*name // of all pages so far

	omit  bool   // white space that comes next shows nothing
	space int    // where in out a space stands that goes when a block comes next; -1 when there is none
	raw   string // inside this element nothing is changed: pre svg math; "" outside
	depth int    // how many of them are open
	key   []byte // for looking up
}

// name is what a style can ask a page for: "element", ".class", "element.class", the page's ":lang(fa)" and "[dir=rtl]", and the
// words of scripts, which may make elements of their own.
type name struct {
	how  standing
	seen int // the number of the page where it stood last
}

// name gives what is known of a name.
func (s *squeezer) name(key []byte) *name {
	n := s.names[string(key)]
	if n == nil {
		n = &name{how: elements[string(key)]}
		s.names[string(key)] = n
	}
	return n
}

// has tells whether a name stands on the page.
func (s *squeezer) has(key string) bool {
	n := s.names[key]
	return n != nil && n.seen == s.number
}

// script is what is known of a script that stands in pages.
type script struct {
	hash  string
	words [][]byte
}

// reset makes a squeezer ready for the next page.
func (s *squeezer) reset() {
	if s.names == nil {
		s.names = map[string]*name{}
	}
	s.number++
	s.out, s.hashes, s.omit, s.space, s.raw, s.depth = s.out[:0], s.hashes[:0], true, -1, "", 0
}

// How elements stand in a page.
type standing byte

const (
	block  standing = 1 << iota // no white space shows around it
	object                      // it stands in the line like a letter
	opaque                      // its text is no markup
)

var elements = standings(map[standing]string{
	block: "address article aside blockquote br caption center col colgroup dd details dir div dl dt fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav noscript ol option p pre section style summary " +
		"table tbody td tfoot th thead title tr ul",
	object: "button canvas iframe img input meter object progress q rt select svg math textarea video wbr",
	opaque: "script style textarea title iframe xmp",
})

func standings(names map[standing]string) map[string]standing {
	m := map[string]standing{}
	for how, list := range names {
		for name := range strings.FieldsSeq(list) {
			m[name] |= how
		}
	}
	return m
}

// page squeezes a page into out.
func (s *squeezer) page(page []byte) {
	for len(page) > 0 {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			s.text(page)
			break
		}
		if i > 0 {
			s.text(page[:i])
			page = page[i:]
		}
		page = page[s.markup(page):]
	}
	if s.space >= 0 { // nothing comes after it
		s.out = slices.Delete(s.out, s.space, s.space+1)
	}
}

// markup takes what begins with < and gives its length.
func (s *squeezer) markup(page []byte) int {
	switch {
	case bytes.HasPrefix(page, []byte("<!--")):
		if end := bytes.Index(page[4:], []byte("-->")); end >= 0 {
			return 4 + end + 3
		}
		return len(page)
	case len(page) > 1 && page[1] == '!':
		end := bytes.IndexByte(page, '>') + 1
		if end == 0 {
			end = len(page)
		}
		s.out = append(s.out, page[:end]...)
		return end
	}
	at := 1
	closing := len(page) > 1 && page[1] == '/'
	if closing {
		at = 2
	}
	n := 0
	for at+n < len(page) && page[at+n] != '>' && page[at+n] != '/' && !isSpace(page[at+n]) {
		n++
	}
	if n == 0 || !isLetter(page[at]) {
		s.text(page[:1])
		return 1
	}
	end := tagEnd(page, at+n)
	if page[end-1] != '>' { // it never ends
		s.out = append(s.out, page...)
		return len(page)
	}
	s.key = lower(s.key[:0], page[at:at+n])
	known := s.name(s.key)
	s.around(known.how, closing)
	if closing {
		s.out = append(append(append(s.out, "</"...), page[at:at+n]...), '>')
		if string(s.key) == s.raw {
			if s.depth--; s.depth == 0 {
				s.raw = ""
			}
		}
		return end
	}
	known.seen = s.number
	s.open(page[at:at+n], page[at+n:end])
	if known.how&opaque != 0 && (!s.foreign() || string(s.key) == "script") {
		return end + s.opaque(page[:end], page[end:])
	}
	return end
}

// foreign tells whether the place is within a drawing or a formula.
func (s *squeezer) foreign() bool { return s.raw == "svg" || s.raw == "math" }

// around settles the white space before a tag, and says what comes of that behind it.
func (s *squeezer) around(how standing, closing bool) {
	switch {
	case how&object != 0:
		s.omit, s.space = false, -1
	case how&block != 0:
		if s.space >= 0 {
			s.out = slices.Delete(s.out, s.space, s.space+1)
		}
		s.omit, s.space = true, -1
	case !closing:
		s.space = -1
	}
}

// open writes an opening tag whose name is the key: tag is what stands behind the name, with the > at its end.
func (s *squeezer) open(name, tag []byte) {
	empty := bytes.HasSuffix(tag, []byte("/>")) && string(s.key) != "pre"
	if !empty && (s.raw == "" || string(s.key) == s.raw) {
		switch string(s.key) {
		case "pre", "svg", "math":
			s.raw = string(s.key)
			s.depth++
		}
	}
	s.out = append(append(s.out, '<'), name...)
	if len(tag) > 1 {
		s.attributes(tag)
	} else {
		s.out = append(s.out, tag...)
	}
}

// attributes writes what stands in a tag behind its name, and notes classes and, of the page itself, language and direction: a
// link to another language does not make the page one of it.
func (s *squeezer) attributes(tag []byte) {
	element := len(s.key)
	foreign := s.foreign() || string(s.key) == "svg" || string(s.key) == "math"
	for {
		rest := bytes.TrimLeft(tag, " \t\r\n\f")
		switch {
		case bytes.HasPrefix(rest, []byte("/>")) && !foreign: // it means nothing there
			rest = rest[1:]
			fallthrough
		case len(rest) == 0, rest[0] == '>', bytes.HasPrefix(rest, []byte("/>")):
			s.out = append(s.out, rest...)
			return
		case rest[0] == '/':
			tag = rest[1:]
			continue
		}
		n := 1
		for n < len(rest) && rest[n] != '=' && rest[n] != '>' && rest[n] != '/' && !isSpace(rest[n]) {
			n++
		}
		name := rest[:n]
		s.out = append(append(s.out, ' '), name...)
		if tag = rest[n:]; len(tag) == 0 || tag[0] != '=' {
			continue
		}
		var value []byte
		quote := byte(0)
		if tag = tag[1:]; len(tag) > 0 && (tag[0] == '"' || tag[0] == '\'') {
			quote = tag[0]
			end := bytes.IndexByte(tag[1:], quote)
			if end < 0 {
				s.out = append(append(s.out, '='), tag...)
				return
			}
			value, tag = tag[1:1+end], tag[end+2:]
		} else {
			end := bytes.IndexAny(tag, " \t\r\n\f>")
			if end < 0 {
				end = len(tag)
			}
			value, tag = tag[:end], tag[end:]
		}
		switch {
		case quote == 0:
			s.out = append(append(s.out, '='), value...)
		case len(value) > 0:
			if quote == '"' && bytes.IndexByte(value, '&') >= 0 && bytes.Contains(value, []byte("&#34;")) && !bytes.ContainsRune(value, '\'') && !bytes.Contains(value, []byte("&#39;")) {
				quote = '\'' // JSON needs fewer letters so
			}
			s.out = append(append(s.out, '='), quote)
			s.letters(value, quote)
			s.out = append(s.out, quote)
		}
		switch whole := string(s.key[:element]) == "html" || string(s.key[:element]) == "main"; {
		case string(name) == "class":
			for class := range bytes.FieldsSeq(value) {
				s.key = append(append(s.key[:element], '.'), class...)
				if known := s.name(s.key); known.seen != s.number {
					known.seen, s.name(s.key[element:]).seen = s.number, s.number
				}
			}
			s.key = s.key[:element]
		case string(name) == "lang" && whole:
			base, _, _ := bytes.Cut(value, []byte("-"))
			s.name([]byte(":lang(" + string(base) + ")")).seen = s.number
		case string(name) == "dir" && whole:
			s.name([]byte("[dir=" + string(value) + "]")).seen = s.number
		}
	}
}

// opaque writes the text of an element that is no markup, whose name is the key, and gives its length.
func (s *squeezer) opaque(tag, page []byte) int {
	end := closingTag(page, string(s.key))
	if string(s.key) == "script" && !bytes.Contains(tag, []byte("src=")) && !bytes.Contains(tag, []byte("ld+json")) {
		found := s.scripts.look(page[:end])
		if !slices.Contains(s.hashes, found.hash) {
			s.hashes = append(s.hashes, found.hash)
		}
		for _, w := range found.words {
			s.name(w).seen = s.number
		}
	}
	s.out = append(s.out, page[:end]...)
	return end
}

// text writes text between tags.
func (s *squeezer) text(text []byte) {
	if s.raw != "" {
		s.out = append(s.out, text...)
		return
	}
	for len(text) > 0 {
		n := 0
		for n < len(text) && (!isSpace(text[n]) || single(text, n)) {
			n++
		}
		if n > 0 {
			s.letters(text[:n], 0)
			s.omit, s.space = false, -1
			text = text[n:]
			continue
		}
		line := false
		for n < len(text) && isSpace(text[n]) {
			line = line || text[n] == '\n'
			n++
		}
		if text = text[n:]; s.omit {
			continue
		}
		s.omit, s.space = true, len(s.out)
		if line {
			s.out = append(s.out, '\n')
		} else {
			s.out = append(s.out, ' ')
		}
	}
}

// letters writes text or the value of an attribute with what was escaped for nothing: a quote stands for itself where the
// value is not in such quotes.
func (s *squeezer) letters(text []byte, quote byte) {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			s.out = append(s.out, text...)
			return
		}
		s.out = append(s.out, text[:i]...)
		text = text[i:]
		n, letter := 1, byte('&')
		for _, e := range escapes {
			if e.letter != quote && bytes.HasPrefix(text, []byte(e.text)) {
				n, letter = len(e.text), e.letter
				break
			}
		}
		s.out, text = append(s.out, letter), text[n:]
	}
}

// escapes are those of html/template and of Markdown that say nothing outside of quotes.
var escapes = []struct {
	text   string
	letter byte
}{{"&#39;", '\''}, {"&#34;", '"'}, {"&quot;", '"'}, {"&#43;", '+'}}

// tagEnd gives the place behind the > that ends a tag, past those in quotes of values.
func tagEnd(page []byte, at int) int {
	for at < len(page) {
		switch c := page[at]; c {
		case '>':
			return at + 1
		case '"', '\'':
			if page[at-1] == '=' {
				n := bytes.IndexByte(page[at+1:], c)
				if n < 0 {
					return at
				}
				at += n + 1
			}
		}
		at++
	}
	return at
}

// closingTag gives the place of </name, the end of the page when it is not closed.
func closingTag(page []byte, name string) int {
	for at := 0; ; {
		n := bytes.Index(page[at:], []byte("</"))
		if n < 0 {
			return len(page)
		}
		at += n
		if end := at + 2 + len(name); end <= len(page) && strings.EqualFold(string(page[at+2:end]), name) {
			return at
		}
		at += 2
	}
}

func isSpace(c byte) bool {
	return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f')
}

// single tells whether white space stands between two words as it shall.
func single(text []byte, at int) bool {
	return 0 < at && at+1 < len(text) && !isSpace(text[at+1]) && (text[at] == ' ' || text[at] == '\n')
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func lower(b, name []byte) []byte {
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// scripts remembers what is known of the scripts that stand in pages, since most stand in all.
type scripts struct {
	mu    sync.Mutex
	known map[string]script
}

var word = regexp.MustCompile(`[A-Za-z][\w-]*`)

// look gives the hash and the words of a script.
func (s *scripts) look(text []byte) script {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.known[string(text)]
	if !ok {
		found.hash = hash(string(text))
		for _, w := range word.FindAllString(string(text), -1) {
			found.words = append(found.words, []byte(w), []byte("."+w))
		}
		if s.known == nil {
			s.known = map[string]script{}
		}
		s.known[string(text)] = found
	}
	return found
}
