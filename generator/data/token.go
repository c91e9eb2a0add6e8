package data

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is the smallest part of a condition that means something.
type token struct {
	kind tokenKind
	text string // what it says: of quoted ones without quotes
	at   extent
}

type tokenKind uint8

const (
	theEnd tokenKind = iota
	aName            // also and, or, in …
	quotedName
	quotedText
	digitsOrDate
	aSign
	unknownSign
	openQuote
)

// tokens cuts a condition into tokens, the last of which is theEnd.
func tokens(text string) []token {
	var all []token
	for pos := 0; ; {
		pos += len(text[pos:]) - len(strings.TrimLeftFunc(text[pos:], unicode.IsSpace))
		if pos == len(text) {
			return append(all, token{kind: theEnd, at: extent{pos, pos}})
		}
		t, end := nextToken(text, pos)
		t.at = extent{pos, end}
		all = append(all, t)
		pos = end
	}
}

// nextToken reads the token at pos and gives its end.
func nextToken(text string, pos int) (t token, end int) {
	rest := text[pos:]
	first, size := utf8.DecodeRuneInString(rest)
	switch {
	case first == '"' || first == '\'':
		return quotedToken(text, pos, quotedText)
	case first == '`':
		return quotedToken(text, pos, quotedName)
	case isNameStart(first):
		n := len(rest) - len(strings.TrimLeftFunc(rest, isNamePart))
		return token{kind: aName, text: rest[:n]}, pos + n
	case '0' <= first && first <= '9', first == '-' && len(rest) > 1 && '0' <= rest[1] && rest[1] <= '9':
		n := 1
		for n < len(rest) && rest[n] < utf8.RuneSelf && (isNameStart(rune(rest[n])) || strings.IndexByte("0123456789.:-+", rest[n]) >= 0) {
			n++
		}
		return token{kind: digitsOrDate, text: rest[:n]}, pos + n
	}
	for _, sign := range [...]string{"<=", ">=", "!=", "==", "<>", "&&", "||", "=", "<", ">", "(", ")", "[", "]", ","} {
		if strings.HasPrefix(rest, sign) {
			return token{kind: aSign, text: sign}, pos + len(sign)
		}
	}
	return token{kind: unknownSign, text: string(first)}, pos + size
}

// quotedToken reads text in quotes; a quote written twice is one that belongs to the text.
func quotedToken(text string, pos int, kind tokenKind) (t token, end int) {
	quote := text[pos : pos+1]
	var said strings.Builder
	for at := pos + 1; ; {
		n := strings.Index(text[at:], quote)
		if n < 0 {
			return token{kind: openQuote, text: quote}, len(text)
		}
		said.WriteString(text[at : at+n])
		at += n + 1
		if !strings.HasPrefix(text[at:], quote) {
			return token{kind: kind, text: said.String()}, at
		}
		said.WriteString(quote)
		at++
	}
}

func isNameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) && r != utf8.RuneError }

// isNamePart also takes the marks that letters of many scripts carry, and the joiners of Persian.
func isNamePart(r rune) bool {
	return isNameStart(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '.' || r == '-' || r == '\u200c' || r == '\u200d'
}

// isBareName tells whether a name needs no backticks.
func isBareName(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if !isNameStart(first) || strings.TrimLeftFunc(name, isNamePart) != "" {
		return false
	}
	switch strings.ToLower(name) {
	case "and", "or", "not", "in", "is", "last", "empty":
		return false
	}
	return true
}
