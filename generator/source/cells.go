package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cell is a character of a line as a terminal shows it.
type cell struct {
	text  string // harmless: nothing that a terminal obeys
	at    int    // offset of the character in the line
	width int    // columns of the terminal: 0 for an accent, 2 for 한
	run   int    // number of the run of right-to-left text that it belongs to, from 1
}

const tabWidth = 4

// cellsOf gives a line as a terminal shows it. What a terminal would obey and what would not be seen is shown by a sign or its number.
func cellsOf(line []byte) []cell {
	cells := make([]cell, 0, len(line))
	column, before := 0, rune(0)
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRune(line[at:])
		c := cell{text: string(line[at : at+size]), at: at, width: 1}
		switch {
		case r == utf8.RuneError && size == 1:
			c.text = fmt.Sprintf(`\x%02X`, line[at])
			c.width = len(c.text)
		case r == '\t':
			c.width = tabWidth - column%tabWidth
			c.text = strings.Repeat(" ", c.width)
		case r < ' ':
			c.text = string('␀' + r)
		case r == 0x7F:
			c.text = "␡"
		case unicode.Is(unicode.Zs, r):
			c.text = " "
			if r == '\u3000' {
				c.width, c.text = 2, "  "
			}
		case unicode.In(r, unicode.Mn, unicode.Me, joining), before == zeroWidthJoiner && unicode.Is(wide, r):
			c.width = 0
		case !unicode.IsPrint(r):
			c.text = fmt.Sprintf("<U+%04X>", r)
			c.width = len(c.text)
		case unicode.Is(wide, r):
			c.width = 2
		}
		column += c.width
		before = r
		cells = append(cells, c)
		at += size
	}
	markRuns(cells, line)
	return cells
}

// markRuns numbers the runs of right-to-left text: from a letter of such a script to the last one, or the last digit after it,
// before a letter of another. Terminals that know of direction show a run in reverse, others do not; all show it in the same columns.
func markRuns(cells []cell, line []byte) {
	run, first, last := 0, -1, -1
	for i := range cells {
		r, _ := utf8.DecodeRune(line[cells[i].at:])
		switch {
		case unicode.IsDigit(r):
			if first >= 0 {
				last = i
			}
		case unicode.Is(rightward, r):
			if first < 0 {
				first = i
				run++
			}
			last = i
		case unicode.IsLetter(r):
			first = -1
		}
		for j := last; first >= 0 && j >= first && cells[j].run == 0; j-- {
			cells[j].run = run
		}
	}
}

// harmless gives text in one line without anything that a terminal obeys, at most so many characters of it.
func harmless(text string, most int) string {
	var b strings.Builder
	for i, c := range cellsOf([]byte(text[:min(len(text), most*utf8.UTFMax)])) {
		if i == most {
			b.WriteString("…")
			break
		}
		if text[c.at] == '\t' {
			c.text = " "
		}
		b.WriteString(c.text)
	}
	return b.String()
}

// Fit gives text in one line of exactly so many columns of a terminal, without anything that a terminal obeys: cut with …, or filled with
// spaces, which stand before it when right is set. A mark behind right-to-left text keeps it from changing places with its neighbours.
func Fit(text string, columns int, right bool) string {
	cut := text
	if len(text) > 8*columns {
		cut = text[:runeStart([]byte(text), 8*columns)]
	}
	whole := len(cut) == len(text) && Width(text) <= columns
	var b strings.Builder
	width, rightward := 0, false
	for _, c := range cellsOf([]byte(cut)) {
		if cut[c.at] == '\t' {
			c.text, c.width = " ", 1
		}
		if !whole && width+c.width > columns-1 {
			break
		}
		rightward = rightward || c.run > 0
		b.WriteString(c.text)
		width += c.width
	}
	if !whole {
		b.WriteString("…")
		width++
	}
	if rightward {
		b.WriteString("\u200e")
	}
	space := strings.Repeat(" ", max(0, columns-width))
	if right {
		return space + b.String()
	}
	return b.String() + space
}

// Width gives how many columns of a terminal text takes in one line.
func Width(text string) (columns int) {
	for _, c := range cellsOf([]byte(text)) {
		if text[c.at] == '\t' {
			c.width = 1
		}
		columns += c.width
	}
	return columns
}

const zeroWidthJoiner = '\u200D'

// joining holds what shows as part of the character before it, though it is no mark: the joiners, the vowels and finals of Korean
// syllables that come apart (as in macOS file names), the colours of skin.
var joining = &unicode.RangeTable{
	R16: []unicode.Range16{{0x1160, 0x11FF, 1}, {0x200C, 0x200D, 1}},
	R32: []unicode.Range32{{0x1F3FB, 0x1F3FF, 1}},
}

// rightward holds the scripts that are written from right to left (Unicode, DerivedBidiClass: R and AL).
var rightward = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0590, 0x065F, 1}, {0x066D, 0x06EF, 1}, {0x06FA, 0x08FF, 1}, {0xFB1D, 0xFDFF, 1}, {0xFE70, 0xFEFE, 1},
	},
	R32: []unicode.Range32{{0x10800, 0x10FFF, 1}, {0x1E800, 0x1EFFF, 1}},
}

// wide holds the characters of two columns (Unicode, East Asian Width: W and F, without the rarest).
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, {0x231A, 0x231B, 1}, {0x2329, 0x232A, 1}, {0x23E9, 0x23EC, 1}, {0x23F0, 0x23F0, 1}, {0x23F3, 0x23F3, 1},
		{0x25FD, 0x25FE, 1}, {0x2614, 0x2615, 1}, {0x2648, 0x2653, 1}, {0x267F, 0x267F, 1}, {0x2693, 0x2693, 1}, {0x26A1, 0x26A1, 1},
		{0x26AA, 0x26AB, 1}, {0x26BD, 0x26BE, 1}, {0x26C4, 0x26C5, 1}, {0x26CE, 0x26CE, 1}, {0x26D4, 0x26D4, 1}, {0x26EA, 0x26EA, 1},
		{0x26F2, 0x26F3, 1}, {0x26F5, 0x26F5, 1}, {0x26FA, 0x26FA, 1}, {0x26FD, 0x26FD, 1}, {0x2705, 0x2705, 1}, {0x270A, 0x270B, 1},
		{0x2728, 0x2728, 1}, {0x274C, 0x274C, 1}, {0x274E, 0x274E, 1}, {0x2753, 0x2755, 1}, {0x2757, 0x2757, 1}, {0x2795, 0x2797, 1},
		{0x27B0, 0x27B0, 1}, {0x27BF, 0x27BF, 1}, {0x2B1B, 0x2B1C, 1}, {0x2B50, 0x2B50, 1}, {0x2B55, 0x2B55, 1}, {0x2E80, 0x303E, 1},
		{0x3041, 0x3247, 1}, {0x3250, 0x4DBF, 1}, {0x4E00, 0xA4CF, 1}, {0xA960, 0xA97C, 1}, {0xAC00, 0xD7A3, 1}, {0xF900, 0xFAFF, 1},
		{0xFE10, 0xFE19, 1}, {0xFE30, 0xFE6B, 1}, {0xFF01, 0xFF60, 1}, {0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{
		{0x16FE0, 0x18CFF, 1}, {0x1B000, 0x1B2FF, 1}, {0x1F004, 0x1F004, 1}, {0x1F0CF, 0x1F0CF, 1}, {0x1F18E, 0x1F18E, 1},
		{0x1F191, 0x1F19A, 1}, {0x1F200, 0x1F320, 1}, {0x1F32D, 0x1F335, 1}, {0x1F337, 0x1F37C, 1}, {0x1F37E, 0x1F393, 1},
		{0x1F3A0, 0x1F3CA, 1}, {0x1F3CF, 0x1F3D3, 1}, {0x1F3E0, 0x1F3F0, 1}, {0x1F3F4, 0x1F3F4, 1}, {0x1F3F8, 0x1F43E, 1},
		{0x1F440, 0x1F440, 1}, {0x1F442, 0x1F4FC, 1}, {0x1F4FF, 0x1F53D, 1}, {0x1F54B, 0x1F54E, 1}, {0x1F550, 0x1F567, 1},
		{0x1F57A, 0x1F57A, 1}, {0x1F595, 0x1F596, 1}, {0x1F5A4, 0x1F5A4, 1}, {0x1F5FB, 0x1F64F, 1}, {0x1F680, 0x1F6C5, 1},
		{0x1F6CC, 0x1F6CC, 1}, {0x1F6D0, 0x1F6D2, 1}, {0x1F6D5, 0x1F6D7, 1}, {0x1F6DC, 0x1F6DF, 1}, {0x1F6EB, 0x1F6EC, 1},
		{0x1F6F4, 0x1F6FC, 1}, {0x1F7E0, 0x1F7EB, 1}, {0x1F7F0, 0x1F7F0, 1}, {0x1F90C, 0x1F93A, 1}, {0x1F93C, 0x1F945, 1},
		{0x1F947, 0x1F9FF, 1}, {0x1FA70, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1},
	},
}
