package chart

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of text as the style sheet paints them, in pixels. None is under 12.
const (
	tickSize  = 12
	plainSize = 12.5
	nameSize  = 13
	bigSize   = 17
)

// face is a size and whether it is painted in a heavy weight, which is about 6 % wider.
type face struct {
	size float64
	bold bool
}

// faceOf gives the face of a text class. The first word that says something about it wins.
func faceOf(class string) face {
	for word := range strings.FieldsSeq(class) {
		switch word {
		case "tk":
			return face{tickSize, false}
		case "m":
			return face{nameSize, true}
		case "b":
			return face{plainSize, true}
		case "big":
			return face{bigSize, true}
		}
	}
	return face{plainSize, false}
}

// latin holds the advance widths of U+0020 to U+007E in thousandths of the size, measured on a wide face (Noto Sans), so that
// text in the system faces of phones and desktops, which run narrower, never needs more.
const latinFirst = ' '

var latin = [...]uint16{
	260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, // space to /
	572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434, // 0 to ?
	899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 620, 521, 907, 760, 781, // @ to O
	605, 781, 622, 549, 556, 731, 600, 930, 586, 567, 572, 329, 372, 329, 572, 444, // P to _
	281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, // ` to o
	615, 615, 413, 479, 361, 618, 508, 786, 529, 508, 470, 381, 551, 381, 572, // p to ~
}

// advance gives the width of a rune in thousandths of the size; scripts outside Latin by rule.
func advance(r rune) int {
	switch {
	case r >= latinFirst && int(r-latinFirst) < len(latin):
		return int(latin[r-latinFirst])
	case r < ' ', r == '\u200c', r == '\u200d', r >= '\u200e' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u00ad',
		unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x2e80 && r <= 0x9fff, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xff00 && r <= 0xff60, r >= 0x1100 && r <= 0x11ff, r >= 0x20000 && r <= 0x3ffff:
		return 1000 // Chinese, Japanese, Korean
	case unicode.Is(unicode.Arabic, r):
		return 550
	case r >= 0x1f000 && r <= 0x1faff:
		return 1350 // pictographs
	case unicode.IsUpper(r):
		return 720
	case r < 0x0250: // Latin with marks
		return 600
	default:
		return 650
	}
}

// width measures one line of text in pixels.
func (f face) width(s string) float64 {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	w := float64(sum) * f.size / 1000
	if f.bold {
		w *= 1.06
	}
	return w
}

// fit shortens a text to at most room pixels, with an ellipsis where something is gone.
func (f face) fit(s string, room float64) string {
	if f.width(s) <= room {
		return s
	}
	room -= f.width("…")
	end := 0
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		if f.width(s[:next]) > room {
			break
		}
		end = next
	}
	for end < len(s) && end > 0 { // a mark belongs to the letter before it
		if r, _ := utf8.DecodeRuneInString(s[end:]); !unicode.Is(unicode.Mn, r) {
			break
		}
		_, size := utf8.DecodeLastRuneInString(s[:end])
		end -= size
	}
	return strings.TrimRight(s[:end], " -–,;:،") + "…"
}

// wrap breaks a text into at most two lines of at most room pixels, evenly where it can; what does not fit is shortened.
func (f face) wrap(s string, room float64) (first, second string) {
	if f.width(s) <= room {
		return s, ""
	}
	best, least := -1, 0.0
	for i, r := range s {
		if !breaks(s, i, r) {
			continue
		}
		a, b := f.width(strings.TrimRight(s[:i], " ")), f.width(strings.TrimLeft(s[i:], " "))
		if a > room || a == 0 {
			continue
		}
		if worst := max(a, b); best < 0 || worst < least {
			best, least = i, worst
		}
	}
	if best < 0 {
		return f.fit(s, room), ""
	}
	return strings.TrimRight(s[:best], " "), f.fit(strings.TrimLeft(s[best:], " "), room)
}

// breaks tells whether a line may end before the rune at i: at spaces, after hyphens and slashes, and between Chinese, Japanese
// and Korean characters. Korean is kept together at its spaces when it has any, which wrap prefers by evenness.
func breaks(s string, i int, r rune) bool {
	if r == ' ' {
		return i > 0
	}
	if i == 0 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if before == '-' || before == '/' || before == '‑' {
		return true
	}
	if strings.Contains(s, " ") && r >= 0xac00 {
		return false
	}
	return advance(r) == 1000 && advance(before) == 1000
}

// box is a place in pixels that something is painted on.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(c box) bool {
	return b.x0 < c.x1 && c.x0 < b.x1 && b.y0 < c.y1 && c.y0 < b.y1
}

// phone is the width of a figure on the narrowest screen, 320 px, in pixels. Positions in percent only move apart on wider ones, so what
// does not touch here touches nowhere.
const phone = 288

// desk is the width of a full figure on the narrowest screen that shows marks of class "wide", 640 px.
const desk = 588

// sheet keeps what is painted where, at the width of a phone unless it has another.
type sheet struct {
	gutter Gutter
	taken  []box
	room   float64 // width of the figure in pixels, 0 for a phone
}

// width of the plot in pixels.
func (s *sheet) width() float64 { return cmp.Or(s.room, phone) - float64(s.gutter.Start+s.gutter.End) }

// at gives the pixel of a percent.
func (s *sheet) at(x float64) float64 { return x / 100 * s.width() }

// free tells whether a box meets nothing and stays within the figure.
func (s *sheet) free(b box) bool {
	if b.x0 < -float64(s.gutter.Start)-2 || b.x1 > s.width()+float64(s.gutter.End)+2 {
		return false
	}
	for _, t := range s.taken {
		if b.meets(t) {
			return false
		}
	}
	return true
}

func (s *sheet) take(b box) { s.taken = append(s.taken, b) }

// A line reaches so far above and below its baseline, in parts of its size, in the taller faces.
const ascent, descent = 1, .25

// of gives the box of a text mark of one or two lines.
func (s *sheet) of(m Mark) box {
	f := faceOf(m.Class)
	w := max(f.width(m.Text)+runsWidth(m.Runs), f.width(m.Second)+runsWidth(m.Below))
	x := s.at(m.X) + m.Shift
	switch m.Anchor {
	case Middle:
		x -= w / 2
	case End:
		x -= w
	}
	b := box{x - 2, m.Y - f.size*ascent, x + w + 2, m.Y + f.size*descent}
	if m.Second != "" || m.Below != nil {
		b.y1 += lineStep
	}
	return b
}

// runsWidth measures pieces of a line with the space between them.
func runsWidth(runs []Run) (w float64) {
	for i, r := range runs {
		if i > 0 {
			w += runGap
		}
		w += faceOf(r.Class).width(r.Text)
	}
	return w
}

// runGap is the width of the two spaces between pieces of a line.
const runGap = 8

// line takes the place of a path, in pieces small enough that a label fits beside a steep one.
func (s *sheet) line(points []Place) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		x0, x1 := s.at(a.X), s.at(b.X)
		steps := max(1, int(max(x1-x0, abs(b.Y-a.Y))/4))
		for k := range steps + 1 {
			t := float64(k) / float64(steps)
			x, y := x0+(x1-x0)*t, a.Y+(b.Y-a.Y)*t
			s.take(box{x - 2, y - 2, x + 2, y + 2})
		}
	}
}

// first gives the first of the candidates that is free, and takes its place.
func (s *sheet) first(candidates ...Mark) (Mark, bool) {
	for _, m := range candidates {
		if b := s.of(m); s.free(b) {
			s.take(b)
			return m, true
		}
	}
	return Mark{}, false
}

func abs(v float64) float64 { return max(v, -v) }
