package chart

import "strings"

// Style is how a picture looks that leaves the site and its style sheet.
type Style struct {
	Font   string            // CSS font family; "" for the reader's own
	Colors map[string]string // of the tokens that Tokens lists: "accent" → "#005c5b"
}

// Tokens lists the colours that pictures and interactive charts use, by their names in the style sheet.
func Tokens() []string {
	return []string{"page", "line", "rule", "ink", "ink2", "ink3", "accent", "fill", "band", "pro", "pas", "det", "good", "bad", "on-mark", "focus"}
}

// fileWidth is the width of a picture for download in pixels.
const fileWidth = 720

// fileMargin is the ground around it.
const fileMargin = 24

// fileRules are the classes of the drawing as the theme's style sheet has them. Tokens stand as var(--name) and are replaced by
// their colours, since few programs that open an SVG know custom properties.
const fileRules = `text{font-family:FONT;font-size:12.5px;fill:var(--ink2)}
.tk{fill:var(--ink3);font-size:12px}.b{font-weight:650;fill:var(--ink)}.m{font-weight:550;fill:var(--ink);font-size:13px}
.big{font-size:17px;font-weight:700;fill:var(--ink)}.h{stroke:var(--page);stroke-width:4px;stroke-linejoin:round}.h tspan{stroke:inherit}
.title{font-size:20px;font-weight:650;fill:var(--ink)}.sub{font-size:14px;fill:var(--ink3)}.src{font-size:13px;fill:var(--ink3)}
.grid{stroke:var(--line)}.base{stroke:var(--ink3)}.tgt{stroke:var(--ink2);stroke-dasharray:2 4;stroke-linecap:round;stroke-width:1.5}
.evl{stroke:var(--ink3);stroke-width:1}.band{fill:var(--band)}
.ln{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}.run{stroke-dasharray:4 5;stroke-linecap:butt}
.l2{stroke:var(--ink)}.l3{stroke:var(--pas)}.thin{stroke-width:1.5}.so{stroke:var(--line);stroke-width:1.5}.le{stroke-width:1}
.ci{stroke:var(--accent);stroke-width:6;stroke-linecap:round;opacity:.32}
.dot{fill:var(--accent);stroke:var(--page);stroke-width:2}.hol{fill:var(--page);stroke:var(--accent);stroke-width:2}
.dot.d2{fill:var(--ink)}.dot.d3{fill:var(--pas)}.hol.d2{stroke:var(--ink)}.hol.d3{stroke:var(--pas)}
.low .dot{fill:var(--page);stroke:var(--ink3)}.low .ci{stroke:var(--ink3)}
.fpro{fill:var(--pro)}.fpas{fill:var(--pas)}.fdet{fill:var(--det)}.spro{stroke:var(--pro)}.spas{stroke:var(--pas)}.sdet{stroke:var(--det)}
.tpro{fill:var(--good)}.tdet{fill:var(--bad)}.inv{fill:var(--on-mark)}.ghost{fill:none;stroke-width:1;stroke-dasharray:3 3}
.nb{fill:var(--pas)}.bar1{fill:var(--fill)}.lost{stroke:var(--det);stroke-width:1.5}.lostbox{stroke:var(--det);stroke-width:1}
.pend{stroke:var(--ink3);stroke-width:1;stroke-dasharray:2 3;fill:none}
.cell{fill:var(--fill);stroke:var(--fill)}.whisk{stroke:var(--rule);stroke-width:2}
.qf{fill:var(--focus)}.ring{stroke:var(--page);stroke-width:2}.mid{stroke:var(--ink);stroke-width:2}.hair{stroke-dasharray:1 3}`

// sheetOf fills the rules with colours. What is no colour or font, and might end the rule or the element, is left out.
func (s Style) sheetOf() string {
	pairs := []string{"FONT", safe(s.Font, "system-ui,sans-serif")}
	for _, t := range Tokens() {
		pairs = append(pairs, "var(--"+t+")", safe(s.Colors[t], "currentColor"))
	}
	return strings.NewReplacer(pairs...).Replace(fileRules)
}

func safe(value, otherwise string) string {
	odd := strings.ContainsFunc(value, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune(" #%.,()-_\"", r)
	})
	if value == "" || odd {
		return otherwise
	}
	return value
}

// File paints the figure as a picture that stands alone: 720 px wide, with its finding, its measure and its source line, and a style of
// its own.
func (f *Figure) File(style Style) []byte {
	inner := float64(fileWidth - 2*fileMargin)
	p := &brush{f: f, out: make([]byte, 0, 4096+110*len(f.Marks)), width: inner - float64(f.Gutter.Start+f.Gutter.End), left: fileMargin + float64(f.Gutter.Start)}
	if f.RTL {
		p.left = fileMargin + float64(f.Gutter.End)
	}
	title := lines(f.Title, face{20, true}, inner, "title", 26)
	sub := lines(f.Sub, face{14, false}, inner, "sub", 20)
	source := lines(f.Source, face{13, false}, inner, "src", 18)
	p.drop = fileMargin + tall(title) + tall(sub) + 16
	below := p.drop + float64(f.Height) + 16
	height := below + tall(source) + fileMargin - 4

	p.add(`<svg xmlns="http://www.w3.org/2000/svg" width="720" height="`)
	p.digits(height)
	p.add(`" viewBox="0 0 720 `)
	p.digits(height)
	p.add(`" role="img" aria-label="`)
	p.text(f.Name)
	p.add(`"><title>`)
	p.text(f.Title)
	p.add(`</title><desc>`)
	p.text(f.Summary)
	p.add("</desc><style>")
	p.add(style.sheetOf())
	p.add(`</style><rect width="720" height="`)
	p.digits(height)
	p.add(`" fill="`)
	p.add(safe(strings.ReplaceAll(style.Colors["page"], `"`, ""), "#fff"))
	p.add(`"/>`)
	p.pattern()
	p.prose(title, fileMargin)
	p.prose(sub, fileMargin+tall(title))
	p.marks()
	p.prose(source, below-4)
	return append(p.out, "</svg>\n"...)
}

// line is one line of prose in a picture.
type line struct {
	text, class string
	height      float64
}

func tall(all []line) (sum float64) {
	for _, l := range all {
		sum += l.height
	}
	return sum
}

// lines breaks a text at its spaces. What is set apart in its direction stays so on both sides of a break.
func lines(s string, f face, room float64, class string, height float64) (all []line) {
	var now string
	var open []rune // isolates that the words so far have opened
	for word := range strings.FieldsSeq(s) {
		if now != "" && f.width(now+" "+word) > room {
			all = append(all, line{now + strings.Repeat("\u2069", len(open)), class, height})
			now = string(open) + word
		} else {
			now = strings.TrimPrefix(now+" "+word, " ")
		}
		for _, r := range word {
			switch {
			case r >= '\u2066' && r <= '\u2068':
				open = append(open, r)
			case r == '\u2069' && len(open) > 0:
				open = open[:len(open)-1]
			}
		}
	}
	if now != "" {
		all = append(all, line{f.fit(now, room), class, height})
	}
	return all
}

func (p *brush) prose(all []line, top float64) {
	for _, l := range all {
		top += l.height
		p.add("<text")
		p.number(` y="`, top-6)
		if p.f.RTL {
			p.number(`" text-anchor="end" x="`, fileWidth-fileMargin)
		} else {
			p.number(`" x="`, fileMargin)
		}
		p.add(`" class="`)
		p.add(l.class)
		p.add(`">`)
		p.runs(l.text, nil)
		p.add("</text>")
	}
}
