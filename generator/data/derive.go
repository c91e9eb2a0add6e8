package data

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"cxgen/generator/source"
)

// derivation makes a column of other columns, as it stands in derive:
//
//	wait = "days from placed to delivered"    also hours, minutes, seconds
//	size = "amount in bands [20, 50, 100]"    a band begins with its number
//	shop = 'store before "-"'                 or after: around the first mark in the cell
//	good = "score >= 9 or stars = 5"          any condition of the where language: yes or no
//
// Days are days of the calendar in the table's zone, so that late evening to early morning is one day; hours, minutes and
// seconds are elapsed time. A cell that cannot be read gives a blank one; a blank cell satisfies conditions as Filter says.
type derivation struct {
	*Filter           // of a condition; else it tells where parts of the text stand
	form    string    // days hours minutes seconds, bands, before after, or "" for a condition
	columns []operand // that it is made of
	cuts    []float64 // of bands: where each but the first begins
	mark    string    // of before and after
}

// elapsed is the length of what stands before from, in seconds.
var elapsed = map[string]float64{"days": day, "hours": 3600, "minutes": 60, "seconds": 1}

// parseDerivation reads the text of a derived column. at is its place, as for ParseFilter.
func parseDerivation(text string, at source.Span) (*derivation, []source.Problem) {
	d := &derivation{Filter: &Filter{at: at, base: strings.Index(at.Text(), text)}}
	p := parser{filter: d.Filter, tokens: tokens(text)}
	second := token{}
	if len(p.tokens) > 1 {
		second = p.tokens[1]
	}
	word := func(words ...string) bool {
		return second.kind == aName && slices.Contains(words, strings.ToLower(second.text))
	}
	bands := word("in") && p.tokens[2].kind == aName && strings.EqualFold(p.tokens[2].text, "bands")
	switch first := p.peek(); {
	case first.kind == aName && word("from") && elapsed[strings.ToLower(first.text)] > 0:
		d.form = strings.ToLower(p.take().text)
		p.take()
		d.columns = append(d.columns, p.columnOperand())
		if p.problem == nil && !p.word("to") {
			p.unexpected("to and the column with the later time")
		}
		d.columns = append(d.columns, p.columnOperand())
	case bands:
		d.form = "bands"
		d.columns = append(d.columns, p.columnOperand())
		p.take()
		p.take()
		d.cuts = p.cuts()
	case word("before", "after"):
		d.columns = append(d.columns, p.columnOperand())
		d.form = strings.ToLower(p.take().text)
		if t := p.peek(); t.kind == quotedText && t.text != "" {
			d.mark = source.NFC(p.take().text)
		} else {
			p.unexpected("the mark in quotes")
		}
	default:
		var problems []source.Problem
		d.Filter, problems = ParseFilter(text, at)
		if problems == nil && d.UsesRow() {
			problems = append(problems, source.Errorf(at, "a column has no row to refer to").WithHint("row.NAME works on pages with each = { table = … }"))
		}
		return d, hinted(problems)
	}
	if p.problem == nil && p.peek().kind != theEnd {
		p.unexpected("the end")
	}
	if p.problem != nil {
		return nil, hinted([]source.Problem{*p.problem})
	}
	return d, nil
}

// hinted adds to each problem what a derived column can be.
func hinted(problems []source.Problem) []source.Problem {
	for i := range problems {
		problems[i].Hint = strings.TrimPrefix(problems[i].Hint+"\na derived column is one of: days from a to b; a in bands [20, 50]; a before \"-\"; a condition", "\n")
	}
	return problems
}

// columnOperand reads the name of a column.
func (p *parser) columnOperand() operand {
	if p.problem != nil {
		return operand{}
	}
	o := p.operand("a column")
	if p.problem == nil && o.kind != aColumn {
		p.fail(o.at, "a column should stand here", "names of columns have no quotes, or backticks: `Order date`")
	}
	return o
}

// cuts reads the numbers at which bands begin: rising, in square brackets.
func (p *parser) cuts() (cuts []float64) {
	if !p.sign("[") {
		p.unexpected("[ and the numbers at which bands begin")
	}
	for p.problem == nil {
		o := p.operand("a number")
		v, ok := ParseNumber(o.text, '.')
		switch {
		case p.problem != nil:
		case o.kind != aNumber || !ok:
			p.fail(o.at, "a number should stand here", "write in bands [20, 50, 100]")
		case len(cuts) > 0 && v <= cuts[len(cuts)-1]:
			p.fail(o.at, "the numbers of bands must rise", "write in bands [20, 50, 100]")
		}
		cuts = append(cuts, v)
		if p.problem == nil && p.sign("]") {
			break
		}
		if p.problem == nil && !p.sign(",") {
			p.unexpected(", or ]")
		}
	}
	return cuts
}

// names lists the columns that a derivation reads.
func (d *derivation) names() []string {
	if d.form == "" {
		return d.Columns()
	}
	var names []string
	for _, o := range d.columns {
		names = append(names, o.text)
	}
	return names
}

// derive makes the column name of t. now is the day of the build, for conditions with last.
func (d *derivation) derive(t *Table, def Def, name string, now time.Time) (*Column, []source.Problem) {
	s := selection{filter: d.Filter, table: t, env: Env{Now: now, TZ: t.zone()}}
	var c *Column
	switch d.form {
	case "":
		rows, problems := d.Select(t, s.env)
		if source.Fatal(problems) {
			return nil, problems
		}
		c = byRow(t.Rows, func(row int) string {
			if rows.Has(row) {
				return "yes"
			}
			return "no"
		})
		c.Name = name
		return c, problems
	case "before", "after":
		if of := s.column(d.columns[0], false); of != nil {
			c = of.mapped(d.around)
			c.Name = name
			s.problems = append(s.problems, c.decide(t, def, d.at)...)
		}
	case "bands":
		if of := s.column(d.columns[0], false); of != nil {
			c = s.bands(d, of)
		}
	default:
		from, to := s.column(d.columns[0], false), s.column(d.columns[1], false)
		if from != nil && to != nil {
			c = s.between(d, from, to)
		}
	}
	if source.Fatal(s.problems) {
		return nil, s.problems
	}
	c.Name = name
	return c, s.problems
}

// zone is where stamps without an offset are at home.
func (t *Table) zone() *time.Location {
	if t.TZ == nil {
		return time.UTC
	}
	return t.TZ
}

// around gives what stands before or after the first mark of a cell. Without a mark all of it stands before.
func (d *derivation) around(word string) string {
	before, after, _ := strings.Cut(word, d.mark)
	if d.form == "after" {
		return strings.TrimSpace(after)
	}
	return strings.TrimSpace(before)
}

// bands puts numbers into bands. A band is a number, that of its beginning, with a name: so bands are in their order.
func (s *selection) bands(d *derivation, of *Column) *Column {
	numbers := slices.Clone(of.AsNumbers(s.table.Decimal))
	for i, word := range of.Words {
		if of.Kind == Text && isID(word) {
			numbers[i] = math.NaN()
		}
	}
	if of.Kind == Time || !of.mostly(func(i int) bool { return !math.IsNaN(numbers[i]) }) {
		s.fail(d.columns[0], "bands are made of a column of numbers", "column %q holds %s, not numbers", of.Name, of.Kind)
		return nil
	}
	whole := !slices.ContainsFunc(slices.Concat(numbers, d.cuts), func(v float64) bool { return v != math.Trunc(v) && !math.IsNaN(v) })
	names := bandNames(d.cuts, whole)
	band := map[string]float64{"": math.NaN()}
	for i, name := range names {
		band[name] = math.Inf(-1)
		if i > 0 {
			band[name] = d.cuts[i-1]
		}
	}
	at := -1
	c := of.mapped(func(string) string {
		at++
		if v := numbers[at]; !math.IsNaN(v) {
			below, found := slices.BinarySearch(d.cuts, v)
			if found {
				below++
			}
			return names[below]
		}
		return ""
	})
	c.Kind = Number
	for _, word := range c.Words {
		c.Numbers = append(c.Numbers, band[word])
	}
	return c
}

// bandNames names the bands: <20, 20–49, ≥50 of whole numbers, and <20, 20–<50, ≥50 of others.
func bandNames(cuts []float64, whole bool) []string {
	write := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	names := []string{"<" + write(cuts[0])}
	for i, from := range cuts[:len(cuts)-1] {
		switch to := cuts[i+1]; {
		case whole && to-from == 1:
			names = append(names, write(from))
		case whole:
			names = append(names, write(from)+"–"+write(to-1))
		default:
			names = append(names, write(from)+"–<"+write(to))
		}
	}
	return append(names, "≥"+write(cuts[len(cuts)-1]))
}

// between measures the time from one column to another.
func (s *selection) between(d *derivation, from, to *Column) *Column {
	starts, ok1 := s.times(from, d.columns[0])
	ends, ok2 := s.times(to, d.columns[1])
	if !ok1 || !ok2 {
		return nil
	}
	for i, c := range []*Column{from, to} {
		if c.days && d.form != "days" {
			s.needsStamps(c, d.columns[i])
			return nil
		}
	}
	unit, zone := elapsed[d.form], s.table.zone()
	made := map[[2]uint32]string{}
	c := byRow(s.table.Rows, func(row int) string {
		pair := [2]uint32{from.Codes[row], to.Codes[row]}
		word, known := made[pair]
		if !known {
			a, b := starts[pair[0]], ends[pair[1]]
			switch {
			case a == NoTime || b == NoTime:
			case d.form == "days":
				word = strconv.FormatInt(dayOf(b, zone)-dayOf(a, zone), 10)
			default:
				word = strconv.FormatFloat(float64(b-a)/unit, 'f', -1, 64)
			}
			made[pair] = word
		}
		return word
	})
	c.Kind = Number
	for _, word := range c.Words {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil {
			v = math.NaN()
		}
		c.Numbers = append(c.Numbers, v)
	}
	return c
}

// dayOf gives the day of the calendar, counted from 1970.
func dayOf(at int64, zone *time.Location) int64 {
	year, month, date := time.Unix(at, 0).In(zone).Date()
	return days(year, int(month), date)
}

// byRow makes a column of what cell gives for each row.
func byRow(rows int, cell func(row int) string) *Column {
	c := &Column{Codes: make([]uint32, rows)}
	codes := map[string]uint32{}
	for row := range c.Codes {
		word := cell(row)
		code, known := codes[word]
		if !known {
			code = uint32(len(c.Words))
			codes[word] = code
			c.Words = append(c.Words, word)
		}
		c.Codes[row] = code
	}
	return c
}

// mapped makes a column of what change gives for each word, in the order of the words.
func (c *Column) mapped(change func(word string) string) *Column {
	changed := make([]string, len(c.Words))
	for i, word := range c.Words {
		changed[i] = change(word)
	}
	return byRow(len(c.Codes), func(row int) string { return changed[c.Codes[row]] })
}
