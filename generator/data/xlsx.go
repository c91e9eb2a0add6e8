package data

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"cxgen/generator/source"
)

// readXLSX reads a sheet of a workbook: the one that def names, else the only one that is not empty.
func readXLSX(f *source.File, def Def, into *sheet, origin *Origin, place func(string) source.Span) []source.Problem {
	bad := func(err error) []source.Problem {
		hint := "open it in a spreadsheet and save it again as .xlsx or as \"CSV UTF-8\""
		if other, is := errors.AsType[noBook](err); is {
			return []source.Problem{source.Errorf(f.Cut(0, 0), "this is no Excel file: %v", other).WithHint("%s", other.hint)}
		}
		return []source.Problem{source.Errorf(f.Cut(0, 0), "this Excel file cannot be read: %v", err).WithHint("%s", hint)}
	}
	w, err := openWorkbook(f.Text)
	if err != nil {
		return bad(err)
	}
	for _, s := range w.sheets {
		origin.Sheets = append(origin.Sheets, s.name)
	}
	s, p, err := w.choose(f, def, place)
	if err != nil {
		return bad(err)
	}
	if p.Text != "" {
		return []source.Problem{p}
	}
	origin.Sheet = s.name
	budget := w.left
	g := grid{workbook: w, mark: def.mark()}
	t := tabulator{file: f, def: def, into: into, origin: origin, size: func() int { return int(budget - w.left) }}
	if err := g.rows(s.part, t.row); err == errDoubt {
		return t.problems
	} else if err != nil {
		return bad(err)
	}
	problems := t.finish()
	if g.formulas > 0 {
		problems = append(problems, source.Warnf(f.Cut(0, 0), "%s formulas without a stored result, the first in %s; they are read as blank",
			choose(g.formulas, "cell holds", "cells hold"), g.first).WithHint("open the file in a spreadsheet and save it: that stores the results"))
	}
	if g.errors > 0 {
		problems = append(problems, source.Warnf(f.Cut(0, 0), "%s an error for a value, the first %s; they are read as blank",
			choose(g.errors, "cell has", "cells have"), g.wrong).WithHint("correct the formulas in the spreadsheet, or leave the rows out"))
	}
	return problems
}

// choose finds the sheet to read. A mistake of the author's is a problem with a text.
func (w *workbook) choose(f *source.File, def Def, place func(string) source.Span) (chosen worksheet, p source.Problem, err error) {
	var names []string
	var full []worksheet
	for _, s := range w.sheets {
		names = append(names, s.name)
		if def.Sheet != "" {
			if strings.EqualFold(s.name, def.Sheet) {
				return s, p, nil
			}
			continue
		}
		if s.hidden {
			continue
		}
		empty, err := w.empty(s.part)
		if err != nil {
			return chosen, p, err
		}
		if !empty {
			full = append(full, s)
		}
	}
	switch {
	case def.Sheet != "":
		return chosen, source.Errorf(place("sheet"), "%s has no sheet %q", f.Path, def.Sheet).WithHint("%s", source.DidYouMean(def.Sheet, names)), nil
	case len(full) == 0:
		return chosen, emptyFile(f), nil
	case len(full) > 1:
		names = nil
		for _, s := range full {
			names = append(names, fmt.Sprintf("%q", s.name))
		}
		return chosen, source.Errorf(f.Cut(0, 0), "this workbook has %d sheets with cells: %s", len(full), shortList(names)).
			WithHint("say which one is the table: sheet = %q below it in data/metrics.toml", full[0].name), nil
	}
	return full[0], p, nil
}

// empty tells whether a sheet has no cell with a value.
func (w *workbook) empty(part string) (bool, error) {
	budget := w.left
	g := grid{workbook: w}
	found := errors.New("found")
	err := g.rows(part, func(cells [][]byte) error {
		if allBlank(cells) {
			return nil
		}
		return found
	})
	w.left = budget
	if err == found {
		return false, nil
	}
	return true, err
}

// grid reads the cells of a sheet.
type grid struct {
	*workbook
	mark     byte // of numbers, where it is not a point
	cells    [][]byte
	formulas int    // without a result
	first    string // cell of the first of them
	errors   int    // results such as #DIV/0!
	wrong    string // the first of them, and where it stands
}

const mostRows = 1 << 20 // of a sheet

// rows gives the rows of a sheet, one after the other. Cells are good until the next row.
func (g *grid) rows(part string, take func(cells [][]byte) error) error {
	var (
		c     cellXML
		value []byte
		text  bool // value is being read
		count int
	)
	return g.each(part, func(_ *xml.Decoder, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				g.cells = g.cells[:0]
			case "c":
				c = cellXML{ref: attr(t, "r"), kind: attr(t, "t"), style: attr(t, "s"), column: len(g.cells)}
				if n, ok := columnNumber(c.ref); ok {
					c.column = n
				}
				if c.column >= widest {
					return fmt.Errorf("it has more than %d columns", widest)
				}
				value = value[:0]
			case "f":
				c.formula = true
			case "v", "t":
				text = true
			case "rPh":
				c.phonetic = true
			}
		case xml.CharData:
			if text && !c.phonetic {
				if value = append(value, t...); len(value) > longest {
					return fmt.Errorf("its cell %s is longer than %d MB", c.ref, longest>>20)
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				text = false
			case "rPh":
				c.phonetic = false
			case "c":
				for len(g.cells) <= c.column {
					g.cells = append(g.cells, nil)
				}
				g.cells[c.column] = trim(g.cell(c, value))
			case "row":
				if count++; count > mostRows {
					return fmt.Errorf("it has more than %d rows", mostRows)
				}
				return take(g.cells)
			}
		}
		return nil
	})
}

// cellXML is what a cell's element says of it.
type cellXML struct {
	ref, kind, style  string
	column            int
	formula, phonetic bool
}

// cell writes a cell as text.
func (g *grid) cell(c cellXML, value []byte) []byte {
	if len(value) == 0 {
		if c.formula {
			if g.formulas == 0 {
				g.first = c.ref
			}
			g.formulas++
		}
		return nil
	}
	switch c.kind {
	case "s":
		n, err := strconv.Atoi(string(bytes.TrimSpace(value)))
		if err != nil || n < 0 || n >= len(g.strings) {
			return nil
		}
		return []byte(g.strings[n])
	case "str", "inlineStr":
		return []byte(unescaped(string(value)))
	case "b":
		return strconv.AppendBool(nil, value[0] == '1')
	case "d":
		return bytes.Clone(value)
	case "e":
		if g.errors == 0 {
			g.wrong = fmt.Sprintf("%s in %s", value, c.ref)
		}
		g.errors++
		return nil
	}
	v, err := strconv.ParseFloat(string(bytes.TrimSpace(value)), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return bytes.Clone(value)
	}
	if n, err := strconv.Atoi(c.style); err == nil && n >= 0 && n < len(g.dates) && g.dates[n] {
		if stamp := g.stamp(v); stamp != "" {
			return []byte(stamp)
		}
	}
	if v != 0 && (math.Abs(v) >= 1e21 || math.Abs(v) < 1e-9) {
		return bytes.Clone(value)
	}
	// Spreadsheets store 15 digits and a rest of binary noise: 0.30000000000000004 is 0.3.
	if short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err == nil {
		v = short
	}
	number := objects{mark: g.mark}
	return bytes.Clone(number.number(strconv.AppendFloat(nil, v, 'f', -1, 64)))
}

// columnNumber reads the letters of a cell's name: "C7" is in column 2.
func columnNumber(ref string) (n int, ok bool) {
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n, ok = n*26+int(c-'A')+1, true
	}
	return n - 1, ok
}
