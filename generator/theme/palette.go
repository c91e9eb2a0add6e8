package theme

import (
	"math"
	"strings"

	"cxgen/generator/source"
)

// Brand is the one colour from which all others follow, written as #rrggbb or oklch(L C H).
type Brand struct {
	Color  string // "": teal
	Accent string // companion of the brand in pictures and stars; "": chosen to suit the brand
}

// Token is a colour with a role, as #rrggbb.
type Token struct{ Name, Light, Dark string }

// Palette is the colours of a theme, in a fixed order.
type Palette []Token

// Color gives a token's colour in light or dark surroundings, "" when there is no such token.
func (p Palette) Color(name string, dark bool) string {
	for _, t := range p {
		if t.Name == name {
			if dark {
				return t.Dark
			}
			return t.Light
		}
	}
	return ""
}

// css declares the tokens that rules use. Paper and light screens take the light set.
func (p Palette) css(rules string) string {
	var light, dark strings.Builder
	for _, t := range p {
		if !strings.Contains(rules, "var(--"+t.Name+")") && !strings.Contains(rules, "var(--"+t.Name+",") {
			continue
		}
		light.WriteString(";--" + t.Name + ":" + t.Light)
		if t.Dark != t.Light {
			dark.WriteString(";--" + t.Name + ":" + t.Dark)
		}
	}
	return ":root{color-scheme:light dark" + light.String() + "}@media screen and (prefers-color-scheme:dark){:root{" + strings.TrimPrefix(dark.String(), ";") + "}}\n"
}

// teal is the brand of a site that names none.
var teal = color{.44, .082, 192}

// Palette derives every colour from the brand, in light and dark, and checks all pairs that meet on a page: 4.5 to 1 for
// text, 3 to 1 for marks (WCAG 2.2, 1.4.3 and 1.4.11). A colour that fails is moved in lightness by hundredths until it
// passes; that of the brand itself is reported.
func (b Brand) Palette() (Palette, []source.Problem) {
	var problems []source.Problem
	brand, companion := teal, math.NaN()
	if b.Color != "" {
		c, err := parseColor(b.Color)
		if err != nil {
			problems = append(problems, source.Errorf(source.Span{}, "%v", err).WithHint(`write it as "#0f766e" or "oklch(.44 .082 192)"`))
		} else {
			brand = c
		}
	}
	if b.Accent != "" {
		c, err := parseColor(b.Accent)
		if err != nil {
			problems = append(problems, source.Errorf(source.Span{}, "%v", err).WithHint(`write it as "#b45309" or "oklch(.6 .13 72)"`))
		} else {
			companion = c.H
		}
	}
	asked := brand
	tones := newTones(brand, companion)
	if tones.settle("brand", false) {
		brand.L = tones.colors["brand"].light.L
		tones = newTones(brand, companion)
		p := source.Warnf(source.Span{}, "the brand colour %s has too little contrast; %s is used", asked.hex(), brand.hex())
		problems = append(problems, p.WithHint("its lightness was moved from %.2f to %.2f, so that links and buttons can be read", asked.L, brand.L))
	}
	var palette Palette
	for _, name := range tones.names {
		tones.settle(name, false)
		tones.settle(name, true)
		pair := tones.colors[name]
		palette = append(palette, Token{name, pair.light.hex(), pair.dark.hex()})
	}
	return palette, problems
}

// tones are the colours of a palette while they are found.
type tones struct {
	names  []string
	colors map[string]*pair
}

// pair is a colour in light and in dark surroundings.
type pair struct{ light, dark color }

// newTones lays out the colours. Letters are those of the table: H is the brand's hue; W its companion; P the warmer of the
// two, which tints paper and light ink; G is P held where stars look golden; k keeps a grey brand grey; v keeps a vivid one vivid.
func newTones(brand color, companion float64) *tones {
	const warm = 65
	H := brand.H
	W := companion
	if math.IsNaN(W) {
		W = math.Mod(H+240, 360)
		if other := math.Mod(H+120, 360); between(other, warm) < between(W, warm) {
			W = other
		}
	}
	P := H
	if between(W, warm) < between(H, warm) {
		P = W
	}
	G := min(max(P, 55), 90)
	k := min(1, brand.C/.08)
	v := min(1.7, brand.C/.082)

	t := &tones{colors: map[string]*pair{}}
	set := func(name string, light, dark color) {
		t.names = append(t.names, name)
		t.colors[name] = &pair{light, dark}
	}
	// Ground.
	set("paper", color{.987, .005 * k, P}, color{.178, .018 * k, H})
	set("sheet", color{.957, .013 * k, H}, color{.222, .024 * k, H})
	set("stage", color{.905, .034 * k, H}, color{.315, .048 * k, H})
	set("line", color{.83, .016 * k, H}, color{.37, .026 * k, H})
	set("edge", color{.58, .03 * k, H}, color{.60, .03 * k, H})
	set("ink", color{.245, .032 * k, H}, color{.95, .010 * k, P})
	set("soft", color{.455, .026 * k, H}, color{.765, .018 * k, P})
	set("brand", brand, color{.815, .088 * v, H})
	set("press", color{brand.L - .07, brand.C, H}, color{.87, .075 * v, H})
	set("on", color{.988, .006 * k, P}, color{.19, .03 * k, H})
	set("deep", color{.275, .05 * k, H}, color{.262, .046 * k, H})
	set("ondeep", color{.955, .012 * k, P}, color{.955, .010 * k, P})
	set("softdeep", color{.80, .026 * k, H}, color{.80, .02 * k, P})
	set("fill", color{brand.L + .06, brand.C + .01*k, H}, color{.76, .095 * v, H})
	set("haze", color{.76, .062 * v, H}, color{.44, .06 * v, H})
	set("warm", color{.60, .13 * k, G}, color{.80, .115 * k, G})
	// Pictures.
	set("p1", color{.47, .082 * v, H}, color{.60, .09 * v, H})
	set("p2", color{.385, .075 * v, H}, color{.50, .082 * v, H})
	set("p3", color{.72, .062 * v, H}, color{.74, .07 * v, H})
	set("p4", color{.965, .016 * k, P}, color{.93, .016 * k, P})
	set("p5", color{.70, .125 * k, W}, color{.76, .12 * k, W})
	set("p6", color{.33, .05 * k, H}, color{.41, .056 * k, H})
	set("w2", color{.61, .115 * k, W}, color{.66, .115 * k, W})
	set("deep2", color{.355, .06 * k, H}, color{.36, .056 * k, H})
	set("deepline", color{.44, .05 * k, H}, color{.46, .046 * k, H})
	set("d1", color{.70, .078 * v, H}, color{.70, .078 * v, H})
	set("d2", color{.57, .082 * v, H}, color{.57, .082 * v, H})
	set("d3", color{.86, .05 * v, H}, color{.86, .05 * v, H})
	set("d6", color{.185, .032 * k, H}, color{.185, .032 * k, H})
	// Reports and figures: what is not data follows the brand.
	set("grid", color{.905, .012 * k, H}, color{.315, .020 * k, H + 10})
	set("rule", color{.80, .016 * k, H}, color{.43, .022 * k, H + 10})
	set("ink2", color{.425, .024 * k, H + 12}, color{.80, .014 * k, H + 3})
	set("ink3", color{.52, .022 * k, H + 12}, color{.715, .016 * k, H + 5})
	set("bar", color{brand.L, brand.C, H}, color{.63, .085 * v, H - 3})
	set("band", color{.885, .035 * k, H}, color{.315, .042 * k, H - 1})
	set("head", color{.335, .062 * k, H}, color{.248, .04 * k, H + 3})
	set("head2", color{.362, .066 * k, H}, color{.272, .044 * k, H + 3})
	set("headink", color{.985, .006 * k, H}, color{.965, .01 * k, H})
	set("headink2", color{.875, .032 * k, H}, color{.80, .03 * k, H})
	set("on-mark", color{1, 0, H}, color{.17, .016 * k, H + 12})
	set("flat", color{.42, .02 * k, H + 12}, color{.83, .012 * k, H + 7})
	set("flatbg", color{.95, .008 * k, H}, color{.285, .018 * k, H + 10})
	// The names that figures know some of them by.
	set("page", *t.at("paper", false), *t.at("paper", true))
	set("accent", *t.at("brand", false), *t.at("brand", true))
	// Data: the same meaning on every site.
	set("pro", color{.475, .13, 250}, color{.73, .115, 246})
	set("pas", color{.655, .022, 228}, color{.55, .022, 228})
	set("det", color{.60, .165, 42}, color{.735, .145, 50})
	set("good", color{.43, .125, 250}, color{.84, .075, 243})
	set("goodbg", color{.945, .025, 245}, color{.30, .05, 250})
	set("bad", color{.47, .135, 40}, color{.84, .085, 58})
	set("badbg", color{.953, .028, 55}, color{.305, .05, 48})
	set("focus", color{.968, .02, 60}, color{.24, .028, 45})
	return t
}

const (
	forText = 4.5
	forMark = 3.0
)

// meeting is a colour on a ground, and the contrast that it needs there.
type meeting struct {
	color, ground string
	least         float64
}

// meetings are the pairs that occur on pages. The first of a pair is the one that is moved.
var meetings = []meeting{
	{"ink", "paper", forText}, {"ink", "sheet", forText}, {"soft", "paper", forText}, {"soft", "sheet", forText},
	{"brand", "paper", forText}, {"accent", "paper", forText}, {"accent", "sheet", forText}, {"brand", "sheet", forText}, {"on", "brand", forText}, {"on", "press", forText},
	{"ondeep", "deep", forText}, {"softdeep", "deep", forText}, {"d1", "deep", forMark},
	{"fill", "paper", forMark}, {"fill", "sheet", forMark}, {"warm", "paper", forMark}, {"warm", "sheet", forMark}, {"edge", "paper", forMark}, {"edge", "sheet", forMark},
	{"ink2", "paper", forText}, {"ink2", "sheet", forText}, {"ink3", "paper", forText}, {"ink3", "sheet", forText},
	{"headink", "head", forText}, {"headink", "head2", forText}, {"headink2", "head", forText}, {"headink2", "head2", forText},
	{"bar", "paper", forMark}, {"on-mark", "bar", forText}, {"on-mark", "brand", forText},
	{"pro", "paper", forMark}, {"pas", "paper", forMark}, {"det", "paper", forMark},
	{"good", "goodbg", forText}, {"good", "paper", forText}, {"bad", "badbg", forText}, {"bad", "paper", forText}, {"flat", "flatbg", forText}, {"flat", "paper", forText},
}

// settle moves the lightness of a colour until it stands out from all its grounds, and tells whether it had to.
func (t *tones) settle(name string, dark bool) bool {
	moved := false
	c := t.at(name, dark)
	for _, m := range meetings {
		if m.color != name {
			continue
		}
		ground := *t.at(m.ground, dark)
		step := -.01
		if ground.luminance() < .18 {
			step = .01
		}
		for contrast(*c, ground) < m.least && c.L+step >= 0 && c.L+step <= 1 {
			c.L += step
			moved = true
		}
	}
	return moved
}

func (t *tones) at(name string, dark bool) *color {
	if dark {
		return &t.colors[name].dark
	}
	return &t.colors[name].light
}
