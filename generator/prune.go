package generator

import (
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

// prune writes the rules that can match on a page that has some names, without the custom properties that nothing uses.
func prune(rules []rule, has func(name string) bool) string {
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
func withoutFonts(rules []rule, has func(name string) bool) []rule {
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

func writeRules(b []byte, rules []rule, has func(name string) bool) []byte {
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
				if slices.ContainsFunc(s.names, func(n string) bool { return !has(n) }) {
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
