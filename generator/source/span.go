package source

import (
	"bytes"
	"unicode/utf8"
)

// Span is a range of bytes in a file. The zero Span is nowhere. An empty span at the very start is the file as a whole:
// it has a path, but neither line nor excerpt.
type Span struct {
	File       *File
	Start, End int
}

// Span gives the range [start, end) of f.
func (f *File) Span(start, end int) Span { return Span{f, start, end} }

// IsZero tells whether s is nowhere.
func (s Span) IsZero() bool { return s.File == nil }

// Text gives the bytes of s as text.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	s = s.clamp()
	return string(s.File.Text[s.Start:s.End])
}

// Position gives the line and the column where s starts, both from 1, in the whole file even when s is in an excerpt.
// A column counts characters (code points; a byte that is not UTF-8 counts as one). Nowhere has the position 0, 0.
func (s Span) Position() (line, column int) {
	if s.File == nil {
		return 0, 0
	}
	s = s.clamp()
	if bytes.HasSuffix(s.File.Text[:s.Start], []byte{'\r'}) && bytes.HasPrefix(s.File.Text[s.Start:], []byte{'\n'}) {
		s.Start-- // both are the end of the line
	}
	before := s.File.Text[:s.Start]
	lines := bytes.Count(before, []byte{'\n'})
	from := bytes.LastIndexByte(before, '\n') + 1
	column = 1 + utf8.RuneCount(before[from:])
	if from == 0 {
		column += s.File.column
		if s.File.hasMark() && s.Start >= len(byteOrderMark) {
			column--
		}
	}
	return s.File.line + lines + 1, column
}

// clamp moves the ends of s into its file, so that a wrong span can never stop the printing of a problem.
func (s Span) clamp() Span {
	s.Start = min(max(s.Start, 0), len(s.File.Text))
	s.End = min(max(s.End, s.Start), len(s.File.Text))
	return s
}

// whole tells whether s means its file as a whole.
func (s Span) whole() bool {
	return s.Start == 0 && s.End == 0 && s.File.line == 0 && s.File.column == 0
}

const (
	cutContext = 2   // lines before the place that an excerpt keeps
	cutBefore  = 200 // bytes of its line before the place
	cutAfter   = 300 // bytes of its line from the place on
)

// Cut gives the place [start, end) in a small copy that holds just its line, two lines before it, and of long lines only what
// stands around the place. A problem with such a place prints as it would with f, yet lets the text of f be dropped.
// A place of several lines ends with its first line.
func (f *File) Cut(start, end int) Span {
	at := f.Span(start, end).clamp()
	if at.whole() {
		return Span{File: &File{Path: f.Path, Sum: f.Sum}}
	}
	from, to := f.lineAt(at.Start)
	excerpt := &File{Path: f.Path, Sum: f.Sum, open: f.open && to == len(f.Text)}
	if to-at.Start > cutAfter {
		to = runeStart(f.Text, at.Start+cutAfter)
		excerpt.open = true
	}
	if at.Start-from > cutBefore {
		from = min(runeStart(f.Text, at.Start-cutBefore), to)
	} else {
		for range cutContext {
			if from == 0 {
				break
			}
			above, _ := f.lineAt(from - 1)
			if from-above > cutBefore {
				break
			}
			from = above
		}
	}
	line, column := f.Span(from, from).Position()
	excerpt.line, excerpt.column = line-1, column-1
	if from == 0 {
		excerpt.column = f.column
	}
	excerpt.Text = bytes.Clone(f.Text[from:to])
	return excerpt.Span(min(at.Start, to)-from, min(at.End, to)-from)
}

// Head gives f with only the first n bytes of its text, copied, so that the rest can be dropped. Places in them stay what they are.
func (f *File) Head(n int) *File {
	head := &File{Path: f.Path, Text: bytes.Clone(f.Text[:n]), Sum: f.Sum, line: f.line, column: f.column}
	head.open = f.open && n == len(f.Text) || n < len(f.Text) && !bytes.HasSuffix(head.Text, []byte{'\n'})
	return head
}

// lineAt gives the bounds of the line around the offset at, without its end of line.
func (f *File) lineAt(at int) (start, end int) {
	start = bytes.LastIndexByte(f.Text[:at], '\n') + 1
	end = len(f.Text)
	if n := bytes.IndexByte(f.Text[at:], '\n'); n >= 0 {
		end = at + n
		if end > start && f.Text[end-1] == '\r' {
			end--
		}
	}
	return start, end
}

// runeStart moves at back to the start of the character it lies in.
func runeStart(text []byte, at int) int {
	for i := at; i >= 0 && i > at-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			return i
		}
	}
	return at
}
