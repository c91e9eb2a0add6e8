package chart

import (
	"strconv"
	"strings"
)

// lineStep is the distance of two lines of a label in pixels.
const lineStep = 15

// SVG paints the figure. The picture has no viewBox: x is in percent and y in pixels, so it fills any width with text at its own size; paths
// cannot take percent and sit in nested, stretched pictures. Colours and sizes come from the classes of the style sheet.
func (f *Figure) SVG() []byte {
	p := brush{f: f, out: make([]byte, 0, 256+90*len(f.Marks))}
	p.open()
	p.marks()
	return append(p.out, "</svg>"...)
}

// brush writes SVG. With a width it writes pixels, without one percent.
type brush struct {
	f      *Figure
	out    []byte
	width  float64 // of the plot in pixels, 0 for a fluid picture
	left   float64 // where the plot begins, for a picture in pixels
	drop   float64 // where it begins from the top
	nested bool    // inside a stretched picture
	group  string
}

func (p *brush) open() {
	f := p.f
	p.add(`<svg class="ch`)
	if f.Rows {
		p.add(" rows")
	}
	if f.Form == "spark" {
		p.add(" sp")
	}
	if f.Against {
		p.add(" ltr")
	}
	if f.Gutter.Start > 0 {
		p.add(" gs-")
		p.out = strconv.AppendInt(p.out, int64(f.Gutter.Start), 10)
	}
	if f.Gutter.End > 0 {
		p.add(" ge-")
		p.out = strconv.AppendInt(p.out, int64(f.Gutter.End), 10)
	}
	p.add(`" width="100%" height="`)
	p.out = strconv.AppendInt(p.out, int64(f.Height), 10)
	p.add(`" role="img" aria-label="`)
	p.text(f.Name)
	p.add(`">`)
	p.pattern()
}

// pattern defines the hatching of losses under a name that no other figure of the page has.
func (p *brush) pattern() {
	for i := range p.f.Marks {
		if p.f.Marks[i].Hatched {
			p.add(`<defs><pattern id="lost-`)
			p.text(p.f.ID)
			p.add(`" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="lost" d="M0 0V6"/></pattern></defs>`)
			return
		}
	}
}

func (p *brush) marks() {
	for i := range p.f.Marks {
		m := &p.f.Marks[i]
		if p.width > 0 && strings.Contains(m.Class, "narrow") {
			continue // a picture for download is as wide as a desk
		}
		stretched := (m.Shape == Line || m.Shape == Band) && p.width == 0
		if p.nested && (!stretched || m.Group != p.group) {
			p.add("</svg>")
			p.nested = false
		}
		if m.Group != p.group {
			if p.group != "" {
				p.add("</g>")
			}
			if m.Group != "" {
				p.add(`<g class="`)
				p.add(m.Group)
				p.add(`">`)
			}
			p.group = m.Group
		}
		if stretched && !p.nested {
			p.add(`<svg width="100%" height="`)
			p.out = strconv.AppendInt(p.out, int64(p.f.Height), 10)
			p.add(`" viewBox="0 0 1000 `)
			p.out = strconv.AppendInt(p.out, int64(p.f.Height), 10)
			p.add(`" preserveAspectRatio="none" aria-hidden="true">`)
			p.nested = true
		}
		p.mark(m)
	}
	if p.nested {
		p.add("</svg>")
	}
	if p.group != "" {
		p.add("</g>")
	}
}

func (p *brush) mark(m *Mark) {
	switch m.Shape {
	case Line, Band:
		p.path(m)
	case Bar:
		p.bar(m)
	case Dot:
		p.add("<circle")
		p.x(" cx", m.X)
		p.y(" cy", m.Y)
		p.number(` r="`, m.R)
		p.add(`"`)
		p.opacity(m)
		p.class(m.Class)
	case Square, Triangle:
		p.sign(m)
	case Rule:
		p.add("<line")
		p.x(" x1", m.X)
		p.x(" x2", m.X2)
		p.y(" y1", m.Y)
		p.y(" y2", m.Y2)
		p.class(m.Class)
	case Words:
		p.words(m)
	case Leader:
		p.leader(m)
	}
}

func (p *brush) path(m *Mark) {
	p.add("<path")
	if m.Shape == Line && p.width == 0 {
		p.add(` vector-effect="non-scaling-stroke"`)
	}
	p.add(` class="`)
	p.add(m.Class)
	p.add(`" d="`)
	for i, v := range m.Points {
		if i == 0 {
			p.add("M")
		} else {
			p.add("L")
		}
		x := p.mirror(v.X)
		if p.width == 0 {
			p.digits(x * 10)
		} else {
			p.digits(p.left + x/100*p.width)
		}
		p.add(" ")
		p.digits(v.Y + p.drop)
	}
	if m.Shape == Band {
		p.add("Z")
	}
	p.add(`"/>`)
}

func (p *brush) bar(m *Mark) {
	x0, x1 := p.mirror(m.X), p.mirror(m.X2)
	if x0 > x1 {
		x0, x1 = x1, x0
	}
	p.add("<rect")
	p.across(" x", x0, p.left)
	p.y(" y", min(m.Y, m.Y2))
	p.across(" width", x1-x0, 0)
	p.number(` height="`, abs(m.Y2-m.Y))
	p.add(`"`)
	if m.R > 0 {
		p.number(` rx="`, m.R)
		p.add(`"`)
	}
	p.opacity(m)
	if m.Hatched {
		p.add(` fill="url(#lost-`)
		p.text(p.f.ID)
		p.add(`)"`)
	}
	p.class(m.Class)
}

func (p *brush) words(m *Mark) {
	p.add("<text")
	two := m.Second != "" || m.Below != nil
	if !two {
		p.x(" x", m.X)
		p.y(" y", m.Y)
		p.shift(m.Shift)
	}
	switch {
	case m.Anchor == Middle:
		p.add(` text-anchor="middle"`)
	case (m.Anchor == End) != p.f.RTL: // the default, start, is left out
		p.add(` text-anchor="end"`)
	}
	if m.Class != "" {
		p.add(` class="`)
		p.add(m.Class)
		if m.Halo {
			p.add(" h")
		}
		p.add(`"`)
	} else if m.Halo {
		p.add(` class="h"`)
	}
	if m.Halo {
		p.add(` paint-order="stroke"`)
	}
	p.add(">")
	if m.Full != "" {
		p.add("<title>")
		p.text(m.Full)
		p.add("</title>")
	}
	if two {
		p.lineOf(m, m.Y, m.Text, m.Runs)
		p.lineOf(m, m.Y+lineStep, m.Second, m.Below)
	} else {
		p.runs(m.Text, m.Runs)
	}
	p.add("</text>")
}

// lineOf writes one of two lines.
func (p *brush) lineOf(m *Mark, y float64, text string, runs []Run) {
	p.add("<tspan")
	p.x(" x", m.X)
	p.y(" y", y)
	p.shift(m.Shift)
	p.add(">")
	p.runs(text, runs)
	p.add("</tspan>")
}

func (p *brush) shift(by float64) {
	if by == 0 {
		return
	}
	if p.f.RTL {
		by = -by
	}
	p.number(` dx="`, by)
	p.add(`"`)
}

// runs writes a line. From right to left it is put in isolates, since the picture itself stays left to right.
func (p *brush) runs(text string, runs []Run) {
	if p.f.RTL {
		mark := "\u2066"
		if speaks(text) {
			mark = "\u2067"
		}
		for _, r := range runs {
			if speaks(r.Text) {
				mark = "\u2067"
			}
		}
		p.add(mark)
	}
	p.text(text)
	for i, r := range runs {
		if i > 0 || text != "" {
			p.add("\u00a0 ")
		}
		if r.Class == "" {
			p.add("<tspan>")
		} else {
			p.add(`<tspan class="`)
			p.add(r.Class)
			p.add(`">`)
		}
		p.text(r.Text)
		p.add("</tspan>")
	}
	if p.f.RTL {
		p.add("\u2069")
	}
}

// leader is drawn in pixels off a place in percent, so it sits in a small picture of its own.
func (p *brush) leader(m *Mark) {
	reach := m.R
	if p.f.RTL {
		reach = -reach
	}
	p.add("<svg")
	p.x(" x", m.X)
	p.y(" y", m.Y)
	p.add(` width="1" height="1" overflow="visible" aria-hidden="true"><path class="`)
	p.add(m.Class)
	p.number(`" fill="none" d="M0 0L`, reach)
	p.number(" ", m.Y2-m.Y)
	p.add(`"/></svg>`)
}

// sign is drawn in pixels around a place in percent.
func (p *brush) sign(m *Mark) {
	p.add("<svg")
	p.x(" x", m.X)
	p.y(" y", m.Y)
	p.add(` width="1" height="1" overflow="visible" aria-hidden="true"><path class="`)
	p.add(m.Class)
	p.number(`" d="M`, -m.R)
	p.number(" ", -m.R)
	p.number("H", m.R)
	if m.Shape == Square {
		p.number("V", m.R)
		p.number("H", -m.R)
	} else {
		p.number("L0 ", m.R)
	}
	p.add(`Z"/></svg>`)
}

func (p *brush) opacity(m *Mark) {
	if m.Opacity > 0 {
		p.number(` fill-opacity="`, m.Opacity)
		p.add(`"`)
	}
}

func (p *brush) class(c string) {
	if c != "" {
		p.add(` class="`)
		p.add(c)
		p.add(`"`)
	}
	p.add("/>")
}

func (p *brush) mirror(x float64) float64 {
	if p.f.RTL {
		return 100 - x
	}
	return x
}

// x writes a position that is mirrored.
func (p *brush) x(name string, v float64) { p.across(name, p.mirror(v), p.left) }

// across writes a position or a width.
func (p *brush) across(name string, v, left float64) {
	p.add(name)
	p.add(`="`)
	if p.width > 0 {
		p.digits(left + v/100*p.width)
		p.add(`"`)
		return
	}
	p.digits(v)
	p.add(`%"`)
}

func (p *brush) y(name string, v float64) {
	p.add(name)
	p.number(`="`, v+p.drop)
	p.add(`"`)
}

func (p *brush) number(before string, v float64) {
	p.add(before)
	p.digits(v)
}

// digits writes a number rounded to two decimals, without trailing zeros.
func (p *brush) digits(v float64) {
	n := int64(v*100 + .5)
	if v < 0 {
		n = -int64(-v*100 + .5)
	}
	if n < 0 {
		p.out = append(p.out, '-')
		n = -n
	}
	p.out = strconv.AppendInt(p.out, n/100, 10)
	if n %= 100; n != 0 {
		p.out = append(p.out, '.', byte('0'+n/10))
		if n%10 != 0 {
			p.out = append(p.out, byte('0'+n%10))
		}
	}
}

func (p *brush) add(s string) { p.out = append(p.out, s...) }

// text writes text that others wrote: escaped for elements and attributes, without the controls that XML forbids and without
// the marks that would turn the direction of what follows.
func (p *brush) text(s string) {
	for _, r := range clean(s) {
		switch r {
		case '<':
			p.add("&lt;")
		case '>':
			p.add("&gt;")
		case '&':
			p.add("&amp;")
		case '"':
			p.add("&quot;")
		case '\'':
			p.add("&#39;")
		default:
			p.out = appendRune(p.out, r)
		}
	}
}

// clean drops control characters, overrides and embeddings of direction, and isolates that are never closed; spaces of any kind but
// the no-break one become plain.
func clean(s string) string {
	depth := 0
	for _, r := range s {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			depth++
		case r == '\u2069' && depth > 0:
			depth--
		}
	}
	keep := depth == 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r >= '\u202a' && r <= '\u202e', r >= 0xfffe && r&0xfffe == 0xfffe:
			return -1
		case r >= '\u2066' && r <= '\u2069' && !keep:
			return -1
		}
		return r
	}, s)
}
