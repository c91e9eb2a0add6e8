package data

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cxgen/generator/source"
)

// ParseFilter reads a condition (see Filter for the language). at is the place of the text in its file; problems point to
// the very word where the text stands there as it is, and to all of it where the file has it in another form (with escapes).
// The filter is nil when there are problems.
func ParseFilter(text string, at source.Span) (*Filter, []source.Problem) {
	f := &Filter{at: at, base: strings.Index(at.Text(), text)}
	p := parser{filter: f, tokens: tokens(text)}
	if p.peek().kind == theEnd {
		return nil, []source.Problem{source.Errorf(at, "this condition is empty").WithHint("write one, such as channel = \"app\", or leave the key out")}
	}
	f.root = p.or(0)
	if p.problem == nil && p.peek().kind != theEnd {
		p.unexpected("and, or, or the end")
	}
	if p.problem != nil {
		return nil, []source.Problem{*p.problem}
	}
	return f, nil
}

// deepestFilter is how many brackets and nots may stand inside each other.
const deepestFilter = 100

// parser goes down the grammar, one function a rule. After the first problem every rule gives up.
type parser struct {
	filter  *Filter
	tokens  []token
	pos     int
	problem *source.Problem
}

func (p *parser) peek() token { return p.tokens[p.pos] }

func (p *parser) take() token {
	t := p.tokens[p.pos]
	if t.kind != theEnd {
		p.pos++
	}
	return t
}

// word takes the next token if it is that word.
func (p *parser) word(word string) bool {
	if t := p.peek(); t.kind == aName && strings.EqualFold(t.text, word) {
		p.pos++
		return true
	}
	return false
}

// sign takes the next token if it is that sign.
func (p *parser) sign(sign string) bool {
	if t := p.peek(); t.kind == aSign && t.text == sign {
		p.pos++
		return true
	}
	return false
}

func (p *parser) fail(at extent, text, hint string) {
	if p.problem == nil {
		problem := source.Errorf(p.filter.span(at), "%s", text).WithHint("%s", hint)
		p.problem = &problem
	}
}

// unexpected tells that the next token is not what the grammar wants, with a remedy for what people write in other languages.
func (p *parser) unexpected(wanted string) {
	t := p.peek()
	switch t.kind {
	case theEnd:
		p.fail(extent{max(t.at.start-1, 0), t.at.end}, "the condition ends where "+wanted+" should follow", "")
		return
	case openQuote:
		p.fail(extent{t.at.start, t.at.start + 1}, "the quote that opens here is never closed", "close it with "+t.text)
		return
	}
	hint := ""
	switch t.text {
	case "==":
		hint = "write = once"
	case "<>":
		hint = "write !="
	case "&&":
		hint = "write and"
	case "||":
		hint = "write or"
	case "!":
		hint = "write not"
	case "“", "”", "„", "‘", "’", "«", "»":
		hint = `use straight quotes: "…" or '…'`
	case "*", "%":
		hint = "there are no wildcards; list the texts: in [\"a\", \"b\"]"
	}
	if hint == "" && t.kind == aName {
		hint = "text stands in quotes; a name of several words in backticks: `Order date`"
	}
	p.fail(t.at, "unexpected "+strconv.Quote(p.source(t))+" where "+wanted+" should follow", hint)
}

// source gives a token as it can be shown.
func (p *parser) source(t token) string {
	if len(t.text) > 40 {
		return source.NFC(string([]rune(t.text)[:min(30, len([]rune(t.text)))])) + "…"
	}
	return t.text
}

func (p *parser) or(depth int) *clause { return p.joined("or", func() *clause { return p.and(depth) }) }
func (p *parser) and(depth int) *clause {
	return p.joined("and", func() *clause { return p.not(depth) })
}

// joined reads parts with a word between them.
func (p *parser) joined(word string, part func() *clause) *clause {
	first := part()
	if p.problem != nil {
		return nil
	}
	all := &clause{op: word, parts: []*clause{first}}
	for p.word(word) {
		next := part()
		if p.problem != nil {
			return nil
		}
		all.parts = append(all.parts, next)
	}
	if len(all.parts) == 1 {
		return first
	}
	var flat []*clause // a and (b and c) is a and b and c
	for _, part := range all.parts {
		if part.op == word {
			flat = append(flat, part.parts...)
		} else {
			flat = append(flat, part)
		}
	}
	all.parts = flat
	return all
}

func (p *parser) not(depth int) *clause {
	if depth > deepestFilter {
		p.fail(p.peek().at, "too many brackets inside each other", "write the condition in a simpler way")
		return nil
	}
	if p.word("not") {
		inner := p.not(depth + 1)
		if p.problem != nil {
			return nil
		}
		return negate(inner)
	}
	if p.sign("(") {
		inner := p.or(depth + 1)
		if p.problem == nil && !p.sign(")") {
			p.unexpected(")")
		}
		return inner
	}
	return p.comparison()
}

func negate(c *clause) *clause {
	if c.op == "not" {
		return c.parts[0]
	}
	return &clause{op: "not", parts: []*clause{c}}
}

// comparison reads operand, sign, operand, and the forms with in, is and last.
func (p *parser) comparison() *clause {
	left := p.operand("a column")
	if p.problem != nil {
		return nil
	}
	c := &clause{op: "=", left: left}
	negated := false
	switch {
	case p.word("is"):
		negated = p.word("not")
		if !p.word("empty") {
			p.unexpected("empty")
			return nil
		}
		c.right = []operand{{kind: anEmpty, at: p.tokens[p.pos-1].at}}
	case p.peek().kind == aName && strings.EqualFold(p.peek().text, "last"):
		c.right = []operand{p.operand("a number of days")}
	case p.word("not"):
		negated = true
		if !p.word("in") {
			p.unexpected("in")
			return nil
		}
		p.list(c)
	case p.word("in"):
		p.list(c)
	default:
		t := p.peek()
		if t.kind != aSign || !slices.Contains([]string{"=", "!=", "<", "<=", ">", ">="}, t.text) {
			p.unexpected("= != < <= > >= or in")
			return nil
		}
		c.op = p.take().text
		c.right = []operand{p.operand("a text in quotes, a number, a date or empty")}
	}
	if p.problem != nil {
		return nil
	}
	p.orient(c)
	c.at = extent{left.at.start, p.tokens[p.pos-1].at.end}
	if p.problem != nil {
		return nil
	}
	if negated && c.op == "=" {
		c.op, negated = "!=", false
	}
	if negated {
		return negate(c)
	}
	return c
}

// list reads what follows in: a list in brackets, or last 90 days.
func (p *parser) list(c *clause) {
	if !p.sign("[") {
		if t := p.peek(); t.kind == aName && strings.EqualFold(t.text, "last") {
			c.right = []operand{p.operand("")}
			return
		}
		p.unexpected("[ or last")
		return
	}
	c.op = "in"
	for !p.sign("]") {
		c.right = append(c.right, p.operand("a text in quotes, a number or a date"))
		if p.problem != nil {
			return
		}
		if o := c.right[len(c.right)-1]; o.kind == aColumn || o.kind == aLast {
			p.fail(o.at, "a list holds texts, numbers and dates, no columns", "text stands in quotes")
			return
		}
		if !p.sign(",") && !(p.peek().kind == aSign && p.peek().text == "]") {
			p.unexpected(", or ]")
			return
		}
	}
	if len(c.right) == 0 {
		p.fail(p.tokens[p.pos-1].at, "this list is empty", "name at least one value, or write = empty to find blank cells")
	}
}

// orient puts the column of a comparison on its left, and refuses what cannot be compared.
func (p *parser) orient(c *clause) {
	if c.left.kind != aColumn && len(c.right) == 1 && c.right[0].kind == aColumn && c.op != "in" {
		c.left, c.right[0] = c.right[0], c.left
		turned := map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}
		if op, ok := turned[c.op]; ok {
			c.op = op
		}
	}
	if c.left.kind != aColumn {
		p.fail(c.left.at, "this comparison has no column", "name a column on the left; text stands in quotes, names do not")
		return
	}
	ordered := c.op != "=" && c.op != "!=" && c.op != "in"
	for _, o := range c.right {
		if ordered && o.kind == anEmpty {
			p.fail(o.at, "empty has no order", "write = empty or != empty")
		}
		if ordered && o.kind == aLast {
			p.fail(o.at, "last cannot follow "+c.op, "write "+c.left.String()+" in "+o.String())
		}
	}
}

// operand reads a name, a text, a number, a date, empty, or last N days.
func (p *parser) operand(wanted string) operand {
	t := p.peek()
	switch t.kind {
	case quotedText:
		p.take()
		return operand{kind: aText, text: source.NFC(t.text), at: t.at}
	case quotedName:
		p.take()
		return operand{kind: aColumn, text: headerName([]byte(t.text)), at: t.at}
	case digitsOrDate:
		p.take()
		return p.literal(t)
	case aName:
		switch word := strings.ToLower(t.text); word {
		case "empty":
			p.take()
			return operand{kind: anEmpty, at: t.at}
		case "last":
			p.take()
			return p.last(t)
		case "and", "or", "not", "in", "is":
			p.unexpected(wanted)
			return operand{}
		}
		p.take()
		if name, ok := strings.CutPrefix(t.text, "row."); ok {
			if name == "" && p.peek().kind == quotedName && p.peek().at.start == t.at.end {
				quoted := p.take()
				return operand{kind: aRow, text: headerName([]byte(quoted.text)), at: extent{t.at.start, quoted.at.end}}
			}
			return operand{kind: aRow, text: source.NFC(name), at: t.at}
		}
		return operand{kind: aColumn, text: headerName([]byte(t.text)), at: t.at}
	}
	p.unexpected(wanted)
	return operand{}
}

// literal reads a number or a date.
func (p *parser) literal(t token) operand {
	if _, ok := ParseNumber(t.text, '.'); ok && !strings.Contains(t.text, ",") {
		return operand{kind: aNumber, text: t.text, at: t.at}
	}
	if _, _, ok := dateRange(t.text, time.UTC); ok {
		return operand{kind: aDate, text: t.text, at: t.at}
	}
	if _, ok := ParseNumber(t.text[:1], '.'); ok && strings.Count(t.text, "-") == 2 {
		p.fail(t.at, strconv.Quote(t.text)+" is not a date of the calendar", "dates are written 2026-03-01, with a time 2026-03-01T14:30")
	} else {
		p.fail(t.at, strconv.Quote(t.text)+" is neither a number nor a date", "numbers are written 12.5, dates 2026-03-01; text stands in quotes")
	}
	return operand{}
}

// last reads what follows the word last.
func (p *parser) last(word token) operand {
	t := p.peek()
	n, err := strconv.Atoi(t.text)
	if t.kind != digitsOrDate || err != nil || n < 1 || n > 100_000 {
		p.fail(t.at, "a whole number should follow last", "write last 90 days")
		return operand{}
	}
	p.take()
	u := p.peek()
	unit := strings.TrimSuffix(strings.ToLower(u.text), "s")
	if u.kind != aName || !slices.Contains([]string{"day", "week", "month", "year"}, unit) {
		p.fail(u.at, "days, weeks, months or years should follow last "+t.text, "write last "+t.text+" days")
		return operand{}
	}
	p.take()
	return operand{kind: aLast, n: n, text: unit, at: extent{word.at.start, u.at.end}}
}
