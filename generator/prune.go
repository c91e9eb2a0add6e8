package generator

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// rule is a piece of a style sheet: selectors with declarations, or an at-rule that may hold other rules.
type rule struct {
	selectors []selector // empty for an at-rule
	at        string     // "@media print"
	body      string     // declarations
	inner     []rule     // of @media, @supports, @layer
}

// selector is one selector of a list and the names, ".class", "element" or "element.class", that must stand on a page for it to
// match.
type selector struct {
	text  string
	names []string
}

// readSheet reads a style sheet that was made small: no comments, no white space that means nothing.
func readSheet(text string) (rules []rule) {
	for text != "" {
		open := strings.IndexAny(text, "{;")
		if open < 0 {
			return rules
		}
		head := text[:open]
		if text[open] == ';' { // @import, @charset
			rules, text = append(rules, rule{at: head + ";"}), text[open+1:]
			continue
		}
		end := closing(text, open)
		body := text[open+1 : end]
		text = text[min(end+1, len(text)):]
		r := rule{body: body}
		switch {
		case strings.HasPrefix(head, "@media") || strings.HasPrefix(head, "@supports") || strings.HasPrefix(head, "@layer"):
			r.at, r.body, r.inner = head, "", readSheet(body)
		case strings.HasPrefix(head, "@"):
			r.at = head
		default:
			for _, s := range splitList(head) {
				r.selectors = append(r.selectors, selector{s, namesOf(s)})
			}
		}
		rules = append(rules, r)
	}
	return rules
}

// closing gives the place of the brace that closes the one at open, past braces in strings.
func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"', '\'':
			if n := strings.IndexByte(text[i+1:], text[i]); n >= 0 {
				i += n + 1
			}
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// splitList splits a list of selectors at its commas, but for those inside parentheses.
func splitList(list string) (parts []string) {
	depth, from := 0, 0
	for i, c := range list {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				parts, from = append(parts, list[from:i]), i+1
			}
		}
	}
	return append(parts, list[from:])
}

var (
	// What stands in brackets, in parentheses or in a name of a state does not have to be on the page.
	aside = regexp.MustCompile(`\[[^\]]*\]|::?[a-z-]+(\((?:[^()]|\([^()]*\))*\))?`)
	named = regexp.MustCompile(`(?:^|[\s>+~])[a-z][a-z0-9]*(?:\.[\w-]+)?|\.[\w-]+`)
	// Languages and directions are named as pages have them.
	spoken = regexp.MustCompile(`^:lang\(\w+\)|^\[dir=\w+\]|^html:lang\(\w+\)`)
)

func namesOf(selector string) []string {
	var names []string
	if l := spoken.FindString(selector); l != "" {
		names = append(names, strings.TrimPrefix(l, "html"))
	}
	for _, n := range named.FindAllString(aside.ReplaceAllString(selector, ""), -1) {
		names = append(names, strings.TrimLeft(n, " >+~"))
	}
	return names
}

// namesIn lists the names that rules ask for, sorted.
func namesIn(rules []rule) []string {
	var names []string
	for _, r := range rules {
		for _, s := range r.selectors {
			names = append(names, s.names...)
		}
		names = append(names, namesIn(r.inner)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// prune writes the rules that can match on a page with the given names, without the custom properties that nothing uses.
func prune(rules []rule, has map[string]bool) string {
	text := string(writeRules(nil, withoutFonts(rules, has), has))
	for {
		kept := property.ReplaceAllStringFunc(text, func(p string) string {
			name := p[1:strings.IndexByte(p, ':')]
			if strings.Contains(text, "var("+name+")") || strings.Contains(text, "var("+name+",") {
				return p
			}
			return p[:1]
		})
		if len(kept) == len(text) {
			return empty.ReplaceAllString(text, "$1$2$3")
		}
		text = kept
	}
}

// family is the name that @font-face gives a font.
var family = regexp.MustCompile(`font-family:"?([^;"}]+)`)

// withoutFonts leaves out the fonts that no rule for this page asks for.
func withoutFonts(rules []rule, has map[string]bool) []rule {
	isFont := func(r rule) bool { return r.at == "@font-face" }
	if !slices.ContainsFunc(rules, isFont) {
		return rules
	}
	others := slices.DeleteFunc(slices.Clone(rules), isFont)
	text := string(writeRules(nil, others, has))
	return slices.DeleteFunc(slices.Clone(rules), func(r rule) bool {
		name := family.FindStringSubmatch(r.body)
		return isFont(r) && (name == nil || !strings.Contains(text, name[1]))
	})
}

var (
	// property is a custom property with what stands before it.
	property = regexp.MustCompile(`[{;]--[\w-]+:[^;{}"']*`)
	// empty is what is left where properties were: "{;;;a" is "{a", ";;;a" is ";a", ";;;}" is "}".
	empty = regexp.MustCompile(`(\{);+|;*(})|;*(;)`)
)

func writeRules(b []byte, rules []rule, has map[string]bool) []byte {
	for _, r := range rules {
		from := len(b)
		switch {
		case r.inner != nil:
			b = append(append(b, r.at...), '{')
			empty := len(b)
			if b = writeRules(b, r.inner, has); len(b) == empty {
				b = b[:from]
				continue
			}
			b = append(b, '}')
		case r.at != "":
			b = append(b, r.at...)
			if r.at[len(r.at)-1] != ';' {
				b = append(append(append(b, '{'), r.body...), '}')
			}
		default:
			for _, s := range r.selectors {
				if slices.ContainsFunc(s.names, func(n string) bool { return !has[n] }) {
					continue
				}
				if len(b) > from {
					b = append(b, ',')
				}
				b = append(b, s.text...)
			}
			if len(b) > from {
				b = append(append(append(b, '{'), r.body...), '}')
			}
		}
	}
	return b
}

// namesOn collects the names that stand on a finished page: its elements and classes, its own language and direction, and every
// word of its scripts, which may make elements of their own.
func namesOn(page []byte, into map[string]bool) {
	for {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			return
		}
		page = page[i+1:]
		n := 0
		for n < len(page) && (page[n] >= 'a' && page[n] <= 'z' || page[n] >= '0' && page[n] <= '9' || page[n] >= 'A' && page[n] <= 'Z') {
			n++
		}
		if n == 0 {
			continue
		}
		element := page[:n]
		if !into[string(element)] {
			into[string(element)] = true
		}
		page = attributes(string(element), page[n:], into)
		if string(element) == "script" {
			shut := max(bytes.Index(page, []byte("</script>")), 0)
			for _, w := range word.FindAll(page[:shut], -1) {
				into[string(w)], into["."+string(w)] = true, true
			}
			page = page[shut:]
		}
	}
}

var word = regexp.MustCompile(`[A-Za-z][\w-]*`)

// attributes collects the classes of an element, of the page itself also language and direction, and gives what stands behind
// its tag. A link to another language does not make the page one of it.
func attributes(element string, tag []byte, into map[string]bool) []byte {
	for {
		tag = bytes.TrimLeft(tag, " \t\r\n/")
		if len(tag) == 0 || tag[0] == '>' {
			return tag
		}
		end := bytes.IndexAny(tag, "= \t\r\n>")
		if end <= 0 {
			return tag[min(1, len(tag)):]
		}
		name := tag[:end]
		if tag = tag[end:]; tag[0] != '=' {
			continue
		}
		var value []byte
		if tag = tag[1:]; len(tag) > 0 && (tag[0] == '"' || tag[0] == '\'') {
			end := bytes.IndexByte(tag[1:], tag[0])
			if end < 0 {
				return nil
			}
			value, tag = tag[1:end+1], tag[end+2:]
		} else {
			end := bytes.IndexAny(tag, " \t\r\n>")
			if end < 0 {
				return nil
			}
			value, tag = tag[:end], tag[end:]
		}
		switch whole := element == "html" || element == "main"; {
		case string(name) == "class":
			for class := range bytes.FieldsSeq(value) {
				into["."+string(class)] = true
				into[element+"."+string(class)] = true
			}
		case string(name) == "lang" && whole:
			base, _, _ := bytes.Cut(value, []byte("-"))
			into[":lang("+string(base)+")"] = true
		case string(name) == "dir" && whole:
			into["[dir="+string(value)+"]"] = true
		}
	}
}
