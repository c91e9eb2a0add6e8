package source

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Paint holds what colours a piece of text for a terminal. A nil function leaves it plain; so the zero Paint is for files and pipes.
type Paint struct {
	Error   func(string) string // the word "error" and the mark under the place
	Warning func(string) string // the same of a warning
	Dim     func(string) string // line numbers and what frames them
	Bold    func(string) string // the place
}

// What a problem shows at most, so that no file, however broken, can flood a terminal.
const (
	mostPath    = 500 // characters
	mostText    = 400 // characters of the text, a note, a line of the hint
	mostHints   = 6   // lines of a hint
	mostNotes   = 6
	mostColumns = 100 // of an excerpt
	gutter      = 5   // columns of a line number
)

// Print writes the problems as they are read in a terminal: each with its place, an excerpt with a mark under the place,
// the remedy, and the other places that belong to it.
//
//	content/q3.md:14:11: error: unknown metric "npss"
//	   13 │ by     = "month"
//	   14 │ metric = "npss"
//	      │           ^^^^
//	      = did you mean "nps"?
func Print(w io.Writer, problems []Problem, paint Paint) error {
	for i, p := range problems {
		var b strings.Builder
		if i > 0 {
			b.WriteByte('\n')
		}
		p.print(&b, paint)
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func (p Problem) print(b *strings.Builder, paint Paint) {
	strong := paint.Error
	if p.Level == Warning {
		strong = paint.Warning
	}
	head(b, p.At, paint)
	fmt.Fprintf(b, "%s %s\n", paint.with(strong, p.Level.String()+":"), harmless(p.Text, mostText))
	excerpt(b, p.At, paint, strong)
	if p.Hint != "" {
		for i, line := range strings.Split(p.Hint, "\n") {
			if i == mostHints {
				break
			}
			if line == "" {
				continue // a hint that had nothing to suggest
			}
			fmt.Fprintf(b, "%*s %s %s\n", gutter, "", paint.with(paint.Dim, "="), harmless(line, mostText))
		}
	}
	for i, note := range p.Also {
		if i == mostNotes {
			fmt.Fprintf(b, "%d more\n", len(p.Also)-i)
			break
		}
		head(b, note.At, paint)
		fmt.Fprintf(b, "note: %s\n", harmless(note.Text, mostText))
		excerpt(b, note.At, paint, paint.Bold)
	}
}

// head writes the place that begins a line.
func head(b *strings.Builder, at Span, paint Paint) {
	if place := where(at); place != "" {
		fmt.Fprintf(b, "%s ", paint.with(paint.Bold, harmless(place, mostPath)+":"))
	}
}

func (Paint) with(colour func(string) string, text string) string {
	if colour == nil {
		return text
	}
	return colour(text)
}

// excerpt writes the line of a place with up to two before it, and a mark under the place.
func excerpt(b *strings.Builder, at Span, paint Paint, strong func(string) string) {
	lines := at.lines()
	if len(lines) == 0 {
		return
	}
	last := lines[len(lines)-1]
	wide := max(gutter, len(strconv.Itoa(last.number)))
	row := func(number, text string) {
		line := fmt.Sprintf("%s %s", paint.with(paint.Dim, fmt.Sprintf("%*s │", wide, number)), text)
		b.WriteString(strings.TrimRight(line, " "))
		b.WriteByte('\n')
	}
	for _, v := range lines {
		row(strconv.Itoa(v.number), v.before+v.marked+v.after)
	}
	row("", strings.Repeat(" ", last.column)+paint.with(strong, strings.Repeat("^", last.width)))
}

// Line is a line of an excerpt as it is shown: nothing in it is obeyed by a terminal, and of a long line only a part is there.
type Line struct {
	Number                int
	Before, Marked, After string // the place and what stands around it; lines above the place are all Before
}

// Excerpt gives the line of s with up to two before it. The last one holds the place. There are none when s is nowhere, or a
// file as a whole.
func (s Span) Excerpt() []Line {
	var all []Line
	for _, v := range s.lines() {
		all = append(all, Line{v.number, v.before, v.marked, v.after})
	}
	return all
}

// lines gives what is seen of the line of a place and of up to two before it.
func (s Span) lines() []view {
	if s.IsZero() || s.whole() || len(s.File.Text) == 0 {
		return nil
	}
	s = s.clamp()
	f := s.File
	from, to := f.lineAt(s.Start)
	v := viewOf(f, from, to, s)
	v.number, _ = s.Position()
	lines := []view{v}
	for start := from; start > 0 && !v.left && len(lines) <= cutContext; {
		first, last := f.lineAt(start - 1)
		if first == 0 && f.column > 0 {
			break // an excerpt that begins in the middle of this line
		}
		above := viewOf(f, first, last, f.Span(first, first))
		above.before, above.marked, above.after = above.before+above.marked+above.after, "", ""
		above.number = v.number - len(lines)
		lines = append(lines, above)
		start = first
	}
	slices.Reverse(lines)
	return lines
}

// view is what is seen of a line.
type view struct {
	number                int
	before, marked, after string // the place and what stands around it
	left                  bool   // something before it is not seen
	column                int    // of the mark, from 0
	width                 int    // of the mark, at least 1
}

// viewOf gives the line [from, to) of f, or as much of it as fits around the place at.
func viewOf(f *File, from, to int, at Span) view {
	const lead, rest = 4 * mostColumns, 8 * mostColumns // bytes: no more of a line is looked at
	v := view{left: from == 0 && f.column > 0}
	right := to == len(f.Text) && f.open
	if from == 0 && f.hasMark() {
		from = min(len(byteOrderMark), to)
	}
	if at.Start-from > lead {
		from, v.left = runeStart(f.Text, at.Start-lead), true
	}
	if to-at.Start > rest {
		to, right = runeStart(f.Text, at.Start+rest), true
	}
	cells := cellsOf(f.Text[from:to])
	first, last := marked(cells, at.Start-from, at.End-from, to-from)

	// Where the place would lie too far to the right, begin so that it has a third of the view before it.
	begin, room := 0, mostColumns
	if columns(cells[:last]) > room && columns(cells[:first]) > room/3 {
		for columns(cells[begin:first]) > room/3 {
			begin++
		}
		for begin < first && cells[begin].width == 0 {
			begin++
		}
		v.left = begin > 0 || v.left
	}
	var before, marked, after strings.Builder
	if v.left {
		before.WriteString("…")
		v.column++
	}
	used := 0
	for i := begin; i < len(cells); i++ {
		c := cells[i]
		if used+c.width > room {
			right = true
			break
		}
		used += c.width
		switch {
		case i < first:
			before.WriteString(c.text)
			v.column += c.width
		case i < last:
			marked.WriteString(c.text)
			v.width += c.width
		default:
			after.WriteString(c.text)
		}
	}
	if right {
		after.WriteString("…")
	}
	v.before, v.marked, v.after, v.width = before.String(), marked.String(), after.String(), max(v.width, 1)
	return v
}

// marked gives the cells of the place [start, end) in a line of so many bytes, and the whole of each run of right-to-left text
// that it touches, since where among the columns of the run it lies depends on the terminal.
func marked(cells []cell, start, end, length int) (first, last int) {
	if start >= length {
		return len(cells), len(cells)
	}
	for first+1 < len(cells) && cells[first+1].at <= start {
		first++
	}
	for last = first; last < len(cells) && cells[last].at < end; {
		last++
	}
	if last == first {
		return first, last
	}
	for first > 0 && cells[first].run > 0 && cells[first-1].run == cells[first].run {
		first--
	}
	for last < len(cells) && cells[last-1].run > 0 && cells[last].run == cells[last-1].run {
		last++
	}
	return first, last
}

func columns(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}
