package data

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"cxgen/generator/source"
)

// settle decides the decimal mark of the table and the kind of every column.
func (t *Table) settle(def Def, files []*source.File, place func(string) source.Span, each Each) []source.Problem {
	problems := t.settleDecimal(def, files, place)
	found := make([][]source.Problem, len(t.columns))
	each.Over(len(t.columns), func(i int) { found[i] = t.columns[i].decide(t, def, whole(files)) })
	return append(problems, slices.Concat(found...)...)
}

// decide finds the kind of a column, of a file or made. at is the place of problems.
func (c *Column) decide(t *Table, def Def, at source.Span) []source.Problem {
	zone := clock{tz: t.TZ}
	switch {
	case c.later != nil && c.later.timed:
		return c.moments(t.TZ, at)
	case c.later != nil && !c.later.known:
		return c.damaged(at)
	case c.stamps(&zone):
		c.Kind = Time
		return nil
	case c.readNumbers(t.Decimal):
		c.Kind = Number
		return nil
	}
	found, problems := c.decideTimes(t, def, &zone, at)
	if !found {
		return append(problems, c.damaged(at)...)
	}
	c.Kind = Time
	return append(problems, c.farAway(at)...)
}

// readNumbers fills Numbers when every word that is not missing is a number and the words are no ids.
func (c *Column) readNumbers(decimal byte) bool {
	if decimal == '/' && c.areAnswers() {
		return false
	}
	numbers, ok := byWord(c.Words, math.NaN(), func(word string) (float64, bool) {
		v, ok := ParseNumber(word, decimal)
		return v, ok && !isID(word)
	})
	c.Numbers = numbers
	return ok
}

// byWord gives what read makes of every word, none for one that is missing. It fails where a word is neither, and where all are missing.
func byWord[V any](words []string, none V, read func(word string) (V, bool)) (values []V, ok bool) {
	for i, word := range words {
		v, is := read(word)
		switch {
		case is:
			ok = true
		case IsMissing(word):
			v = none
		default:
			return nil, false
		}
		if i == 0 {
			values = make([]V, 0, len(words))
		}
		values = append(values, v)
	}
	if !ok {
		return nil, false
	}
	return values, true
}

// isID tells whether digits name something rather than count it: they have a zero in front, are more than a number can
// hold exactly, follow letters without a space, as in SKU123, or are a telephone number, as in +49301234567.
func isID(word string) bool {
	word = strings.TrimSpace(plain(word))
	plus := strings.HasPrefix(word, "+")
	word = strings.TrimLeft(word, "+-")
	n := 0
	for n < len(word) && word[n]-'0' <= 9 {
		n++
	}
	if n == len(word) {
		return n > 15 || n > 1 && word[0] == '0' || n > 6 && plus
	}
	return len(word) > 3 && isCode(word[:3]) && word[3] != ' '
}

// damaged warns of long ids that a spreadsheet has turned into 1E+05 and so lost.
func (c *Column) damaged(at source.Span) []source.Problem {
	word := ""
	if c.later != nil && !c.later.known {
		word = c.later.damaged
	} else if i := slices.IndexFunc(c.Words, isDamaged); i >= 0 {
		word = c.Words[i]
	}
	if word == "" {
		return nil
	}
	return []source.Problem{source.Warnf(at, "column %q has values such as %q, which a spreadsheet has shortened", c.Name, word).
		WithHint("set the column's format to text in the spreadsheet, or export again without one")}
}

func isDamaged(word string) bool {
	if len(word) > 24 || !strings.Contains(word, "E+") {
		return false
	}
	mantissa, exponent, _ := strings.Cut(word, "E+")
	_, ok := ParseNumber(strings.ReplaceAll(mantissa, ",", "."), '.')
	return ok && exponent != "" && strings.Trim(exponent, "0123456789") == ""
}

// whole gives the place of the first file.
func whole(files []*source.File) source.Span {
	if len(files) == 0 {
		return source.Span{}
	}
	return files[0].Cut(0, 0)
}

// settleDecimal finds the decimal mark. There is one per table: columns that can only be read with one mark decide for
// those that can be read with either. Where none decides, a point is taken, unless cells are separated by semicolons or tabs,
// as they are where the comma is the decimal mark; then numbers such as 1.234 are a question to the author.
func (t *Table) settleDecimal(def Def, files []*source.File, place func(string) source.Span) []source.Problem {
	if def.Decimal != "" {
		t.Decimal = def.Decimal[0]
		return nil
	}
	if c := t.slashed(def); c != nil {
		t.Decimal = '/'
		return []source.Problem{source.Warnf(whole(files), "the numbers in column %q, such as %q, are read with / as the decimal mark", c.Name, c.Words[slices.IndexFunc(c.Words, isSlashed)]).
			WithHint("if that is right, %s; else decimal = \".\"", t.write(`decimal = "/"`))}
	}
	t.Decimal = '.'
	for _, o := range t.Origins {
		if o.Format != "csv" { // the others have numbers of their own, with a point
			return nil
		}
	}
	var point, comma, either *evidence
	for _, c := range t.columns {
		switch e := weigh(c); {
		case e.point != "" && e.comma != "":
			return []source.Problem{source.Warnf(whole(files), "column %q has numbers with a decimal point (%s) and with a decimal comma (%s); a point is taken",
				c.Name, e.point, e.comma).WithHint("write them all in one way; if the comma is right, %s", t.write(`decimal = ","`))}
		case e.point != "" && point == nil:
			point = &e
		case e.point == "" && e.comma != "" && comma == nil:
			comma = &e
		case e.point == "" && e.comma == "" && e.either != "" && either == nil:
			either = &e
		}
	}
	switch {
	case point != nil && comma != nil:
		return []source.Problem{source.Warnf(whole(files), "column %q has a decimal point (%s), column %q a decimal comma (%s); a point is taken",
			point.column, point.point, comma.column, comma.comma).WithHint("if that is wrong, %s", t.write(`decimal = ","`))}
	case comma != nil:
		t.Decimal = ','
	case point == nil && either != nil && t.commaLand():
		withPoint, _ := ParseNumber(either.either, '.')
		withComma, _ := ParseNumber(either.either, ',')
		at := place("")
		if at.IsZero() {
			at = whole(files)
		}
		return []source.Problem{source.Errorf(at, "column %q of table %q can be read in two ways: %s is %v with a decimal point, %v with a decimal comma",
			either.column, t.Name, either.either, withPoint, withComma).WithHint("%s, or %s", t.write(`decimal = "."`), `decimal = ","`)}
	}
	return nil
}

// slashed gives a column that shows that / is the decimal mark, as in Excel in Persian: 3/5 is 3.5. It has nothing but such numbers, which
// no date can be, and is not one of answers; and no number of the table is written in another way. nil where there is none, or nothing
// tells that the file is Persian.
func (t *Table) slashed(def Def) (found *Column) {
	persian := def.Lang == "fa" || slices.ContainsFunc(t.Names(), func(name string) bool {
		return strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
	})
	for _, c := range t.columns {
		persian, any, all := persian, false, true
		for i, word := range c.Words {
			if i == 1000 && !any {
				break
			}
			if isSlashed(word) {
				any = true
				persian = persian || strings.ContainsAny(word, "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")
			}
			if _, ok := ParseNumber(word, '/'); !ok && !IsMissing(word) {
				all = false
				if _, ok := ParseNumber(word, '.'); ok { // 3.5 stands in the same file
					return nil
				}
			}
		}
		if found == nil && persian && any && all && !c.areAnswers() {
			found = c
		}
	}
	return found
}

// isSlashed tells whether a cell is two whole numbers with a slash between them.
func isSlashed(word string) bool {
	before, after, found := strings.Cut(plain(word), "/")
	return found && before != "" && after != "" && len(word) < 40 && skipDigits(before, 0) == len(before) && skipDigits(after, 0) == len(after)
}

// areAnswers tells whether the cells of a column are answers of so many, all of as many: 3/5, 4/5, 5/5.
func (c *Column) areAnswers() bool {
	first, n := "", 0
	for _, word := range c.Words {
		if !isSlashed(word) {
			continue
		}
		_, of, _ := strings.Cut(plain(word), "/")
		if n++; n > 1 && of != first {
			return false
		}
		first = of
	}
	return n > 1
}

// write says where a setting of the table goes.
func (t *Table) write(line string) string {
	return fmt.Sprintf("write %s below [tables.%s] in data/metrics.toml", line, t.Name)
}

// evidence is what the words of a column say of the decimal mark; each is an example of a word, or "".
type evidence struct {
	column        string
	point, comma  string // words that are numbers with one mark only
	either        string // a word that is another number with the other mark
	words, number int
}

// weigh looks for the decimal mark of a column. A column of which less than half the words are numbers says nothing.
func weigh(c *Column) evidence {
	e := evidence{column: c.Name}
	for i, word := range c.Words {
		if i > 0 && i%1000 == 0 && 10*e.number < e.words {
			break // text, or dates: the rest would not change that
		}
		if IsMissing(word) {
			continue
		}
		e.words++
		v, withPoint := ParseNumber(word, '.')
		w, withComma := ParseNumber(word, ',')
		if !withPoint && !withComma {
			continue
		}
		e.number++
		switch {
		case !withComma && e.point == "":
			e.point = word
		case !withPoint && e.comma == "":
			e.comma = word
		case withPoint && withComma && v != w && e.either == "":
			e.either = word
		}
	}
	if 2*e.number < e.words || e.number == 0 {
		return evidence{column: c.Name}
	}
	return e
}

// commaLand tells whether a file separates its cells as programs do where the comma is the decimal mark.
func (t *Table) commaLand() bool {
	for _, o := range t.Origins {
		if o.Delimiter == ";" || o.Delimiter == "tab" {
			return true
		}
	}
	return false
}
