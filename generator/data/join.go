package data

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// Join says which other table adds its columns: to each row those of the other table's row with the same key.
type Join struct {
	Table string `toml:"table"`
	Key   string `toml:"key"` // a column that both tables have, by the names they have here
}

// Extend gives t in the shape that def says, with the columns that it joins and derives; t itself is not changed. other is the joined table, itself extended;
// it may be nil when def joins none. now is the day of the build. place is as for Read.
func Extend(t *Table, def Def, other *Table, now time.Time, place func(key string) source.Span) (*Table, []source.Problem) {
	extended := *t
	extended.become(slices.Clone(t.columns), t.Rows)
	problems := extended.shape(def, place)
	if source.Fatal(problems) {
		return nil, problems
	}
	if def.Join != nil {
		if found := extended.join(*def.Join, other, place); source.Fatal(found) {
			return nil, append(problems, found...)
		}
	}
	problems = append(problems, extended.derive(def, now, place)...)
	if source.Fatal(problems) {
		return nil, problems
	}
	return &extended, problems
}

// join adds the columns of the other table. A name that is taken gets the other table's name in front: orders.amount.
func (t *Table) join(j Join, other *Table, place func(string) source.Span) []source.Problem {
	here, there := t.Column(j.Key), other.Column(j.Key)
	for _, side := range []struct {
		column *Column
		table  *Table
	}{{here, t}, {there, other}} {
		if side.column == nil {
			return []source.Problem{source.Errorf(place("join.key"), "table %q has no column %q to join by", side.table.Name, j.Key).
				WithHint("%s\nboth tables need the column; columns = { %s = \"…\" } gives it this name", source.DidYouMean(j.Key, side.table.Names()), j.Key)}
		}
	}
	rowOf := make(map[string]uint32, other.Rows)
	for row := range other.Rows {
		word := plain(there.Cell(row))
		if IsMissing(word) {
			continue
		}
		if _, twice := rowOf[word]; twice {
			return []source.Problem{source.Errorf(place("join"), "table %q has several rows with %s = %q, so it cannot say which one belongs to a row of table %q",
				other.Name, j.Key, there.Cell(row), t.Name).WithHint("join by a column that has each value once, such as the number of the order")}
		}
		rowOf[word] = uint32(row)
	}
	match := make([]int, len(here.Words)) // word → row of the other table, or -1
	found := false
	for i, word := range here.Words {
		row, ok := rowOf[plain(word)]
		if match[i] = -1; ok {
			match[i], found = int(row), true
		}
	}
	for _, c := range other.Columns() {
		if c.Name == j.Key {
			continue
		}
		added := c.beside(here, match)
		if t.find(added.Name) != nil {
			added.Name = other.Name + "." + c.Name
		}
		t.columns = append(t.columns, added)
	}
	if !found && t.Rows > 0 && other.Rows > 0 {
		return []source.Problem{source.Errorf(place("join"), "no %s of table %q is in table %q", j.Key, t.Name, other.Name).
			WithHint("they have %s such as %q and %q: is it the same thing, written in the same way?", j.Key, firstWord(here), firstWord(there))}
	}
	return nil
}

func firstWord(c *Column) string {
	for _, word := range c.Words {
		if !IsMissing(word) {
			return word
		}
	}
	return ""
}

// beside gives the column c of another table for the rows of a key column, where match gives the row of each word. Rows
// without a match have a blank cell.
func (c *Column) beside(key *Column, match []int) *Column {
	added := *c
	blank := slices.Index(c.Words, "")
	if blank < 0 && slices.Contains(match, -1) {
		blank = len(c.Words)
		added.Words = append(slices.Clip(c.Words), "")
		if c.Numbers != nil {
			added.Numbers = append(slices.Clip(c.Numbers), math.NaN())
		}
		if c.Times != nil {
			added.Times = append(slices.Clip(c.Times), NoTime)
		}
	}
	added.Codes = make([]uint32, len(key.Codes))
	for row, word := range key.Codes {
		if there := match[word]; there >= 0 {
			added.Codes[row] = c.Codes[there]
		} else {
			added.Codes[row] = uint32(blank)
		}
	}
	return &added
}

// derive adds the derived columns, each after those that it is made of.
func (t *Table) derive(def Def, now time.Time, place func(string) source.Span) []source.Problem {
	texts := def.Derive
	var problems []source.Problem
	open := map[string]bool{} // begun, and not done yet
	done := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		at := place("derive." + name)
		switch {
		case done[name]:
			return
		case open[name]:
			problems = append(problems, source.Errorf(at, "the derived column %q is made of itself", name).WithHint("name columns of the file"))
			return
		case t.Column(name) != nil:
			problems = append(problems, source.Errorf(at, "table %q has a column %q already", t.Name, name).WithHint("give the derived column another name"))
			return
		}
		open[name] = true
		defer func() { open[name], done[name] = false, true }()
		d, found := parseDerivation(texts[name], at)
		if problems = append(problems, found...); source.Fatal(found) {
			return
		}
		for _, needed := range d.names() {
			if _, derived := texts[needed]; derived {
				if add(needed); source.Fatal(problems) {
					return
				}
			}
		}
		c, found := d.derive(t, def, name, now)
		if problems = append(problems, found...); !source.Fatal(found) {
			t.columns = append(t.columns, c)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		add(name)
	}
	return problems
}

// Extends tells whether Extend has anything to do.
func (def Def) Extends() bool {
	return def.Long != nil || def.Count != "" || def.Reach != "" || def.Join != nil || len(def.Derive) > 0
}

// UsesNow tells whether derived columns depend on the day of the build.
func (def Def) UsesNow() bool {
	for _, text := range def.Derive {
		if slices.ContainsFunc(tokens(text), func(t token) bool { return t.kind == aName && strings.EqualFold(t.text, "last") }) {
			return true
		}
	}
	return false
}

// JoinOrder gives the names of tables so that each stands behind the table that it joins, and the problems of joins that lead
// nowhere or in a circle.
func JoinOrder(names []string, defs map[string]Def, place func(table, key string) source.Span) ([]string, []source.Problem) {
	var order []string
	var problems []source.Problem
	state := map[string]int{} // 1: begun, 2: done
	var visit func(name string)
	visit = func(name string) {
		if state[name] == 2 {
			return
		}
		state[name] = 1
		if j := defs[name].Join; j != nil {
			switch {
			case j.Table == "" || j.Key == "":
				problems = append(problems, source.Errorf(place(name, "join"), "join needs a table and a key").WithHint(`for example join = { table = "orders", key = "order" }`))
			case !slices.Contains(names, j.Table):
				problems = append(problems, source.Errorf(place(name, "join.table"), "unknown table %q", j.Table).WithHint("%s", source.DidYouMean(j.Table, names)))
			case state[j.Table] == 1:
				problems = append(problems, source.Errorf(place(name, "join"), "%s", circle(name, j.Table)).WithHint("let one of them stand alone"))
			default:
				visit(j.Table)
			}
		}
		state[name] = 2
		order = append(order, name)
	}
	for _, name := range names {
		visit(name)
	}
	return order, problems
}

func circle(name, other string) string {
	if name == other {
		return fmt.Sprintf("table %q joins itself", name)
	}
	return fmt.Sprintf("the tables %q and %q join each other in a circle", name, other)
}
