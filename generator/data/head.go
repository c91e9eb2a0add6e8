package data

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"cxgen/generator/source"
)

// head is what the first rows of a file say of its columns.
type head struct {
	above     int // rows above it: titles and notes
	tool      *tool
	rivals    []*tool // more than one that could have written the file
	rows      int     // of the header
	names     []string
	questions []string // by column, where the header has names and questions; else nil
	zone      string   // of the stamps, where the header tells it
}

// headOf reads the header. top holds the first rows that are not blank, mostTop of them where the file has them.
func headOf(top [][]string, def Def) head {
	if len(top) == 0 {
		return head{}
	}
	h := head{rows: max(1, def.HeaderRows)}
	if def.HeaderRows == 0 {
		h.above = titles(top)
		top = top[h.above:]
	}
	h.tool, h.rivals = detect(top[0], def.Source)
	if h.tool != nil && def.HeaderRows == 0 {
		h.rows = h.tool.headerRows(top)
	}
	h.rows = min(h.rows, len(top))
	h.names = top[0]
	switch {
	case h.tool != nil && h.tool.questions && h.rows > 1:
		h.questions = fit(top[1], len(h.names))
	case h.rows > 1:
		h.names = joined(top[:h.rows])
	}
	if h.tool != nil {
		h.zone = h.tool.zone
		for _, row := range top[1:h.rows] {
			for _, cell := range row {
				if _, after, found := strings.Cut(cell, `"timeZone":"`); found {
					h.zone, _, _ = strings.Cut(after, `"`)
				}
			}
		}
	}
	return h
}

// mostTop is how many rows are looked at to find the header.
const mostTop = 16

// titles counts the rows above the header in which somebody wrote what the file is: they have one cell each, and below them comes a row of
// three names at least. Programs put such lines there, too, with # before them.
func titles(top [][]string) int {
	for n, row := range top {
		filled, names := 0, true
		for _, cell := range row {
			if cell == "" {
				continue
			}
			filled++
			_, number := ParseNumber(cell, '.')
			names = names && !number && !isDate(cell)
		}
		switch {
		case filled == 1 || filled > 0 && strings.HasPrefix(row[0], "#") && len(row[0]) > 1:
		case filled > 2 && names && n+1 < len(top):
			return n
		default:
			return 0
		}
	}
	return 0
}

// warnOfTitles tells that rows stand above the header, which begins at line.
func (h head) warnOfTitles(line source.Span) []source.Problem {
	if h.above == 0 || len(h.names) == 0 {
		return nil
	}
	return []source.Problem{source.Warnf(line, "%s above the header and %s left out: the header is the row that begins with %q",
		choose(h.above, "line stands", "lines stand"), isAre(h.above), h.names[0]).WithHint("if it is another row, take the lines above it out of the file")}
}

// cells gives the names as cells.
func (h head) cells() [][]byte {
	cells := make([][]byte, len(h.names))
	for i, name := range h.names {
		cells[i] = []byte(name)
	}
	return cells
}

// tell notes what the header told.
func (h head) tell(o *Origin, into *sheet) {
	o.Headers = h.rows
	if h.tool != nil {
		o.Tool = h.tool.name
	}
	into.zones = append(into.zones, h.zone)
}

// doubt is the problem of a file that several tools could have written.
func (h head) doubt(f *source.File) []source.Problem { return rivalry(f, h.rivals) }

func rivalry(f *source.File, rivals []*tool) []source.Problem {
	if len(rivals) == 0 {
		return nil
	}
	var titles, lines []string
	for _, t := range rivals {
		titles = append(titles, t.title)
		lines = append(lines, fmt.Sprintf("source = %q", t.name))
	}
	return []source.Problem{source.Errorf(f.Cut(0, 0), "this file could come from %s", strings.Join(titles, " or from ")).
		WithHint("write %s, or source = %q below the table in data/metrics.toml", strings.Join(lines, " or "), noTool)}
}

// headerRows tells how many rows of a file are its header: as many as the tool writes, but no row that has data already, as in a
// file from which somebody took the others out.
func (t *tool) headerRows(top [][]string) int {
	rows := min(max(1, t.headers), len(top))
	for n := 1; n < rows; n++ {
		if t.hasData(top[0], top[n]) {
			return n
		}
	}
	return rows
}

// hasData tells whether a row has a date in the column of the time.
func (t *tool) hasData(names, row []string) bool {
	for i, name := range names {
		if i < len(row) && t.role(normal(name)) == "time" {
			if isDate(row[i]) {
				return true
			}
		}
	}
	return false
}

// joined makes one name of several header cells: a question and the option below it. A cell that is blank in the first row goes
// on with the question on its left; labels that say nothing are left out.
func joined(rows [][]string) []string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	names := make([]string, width)
	last := ""
	for i := range names {
		for n, row := range rows {
			cell := ""
			if i < len(row) {
				cell = withoutTags(row[i])
			}
			if n == 0 {
				if cell == "" {
					cell = last
				}
				last = cell
			}
			switch label := normal(cell); {
			case cell == "", n > 0 && (label == "response" || label == "open-ended response"):
			case names[i] == "":
				names[i] = cell
			default:
				names[i] += " - " + cell
			}
		}
	}
	return names
}

// withoutTags gives a header without the HTML that some tools let authors write.
func withoutTags(cell string) string {
	if !strings.ContainsAny(cell, "<&") {
		return cell
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(cell, "<")
		b.WriteString(before)
		if !found {
			break
		}
		first := rune(' ')
		if rest != "" {
			first = rune(rest[0])
		}
		end := strings.IndexByte(rest, '>')
		if end < 0 || first != '/' && first != '!' && !unicode.IsLetter(first) {
			b.WriteByte('<') // less than
			cell = rest
			continue
		}
		b.WriteByte(' ')
		cell = rest[end+1:]
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

func fit(row []string, width int) []string {
	own := make([]string, width)
	copy(own, row)
	return own
}

// normal gives a header as headers are compared: in lower case, with single spaces and without quotes around it.
func normal(name string) string {
	name = headerName([]byte(name))
	if len(name) > 1 && name[0] == '"' && name[len(name)-1] == '"' {
		name = name[1 : len(name)-1]
	}
	return strings.ToLower(strings.TrimSpace(name))
}
