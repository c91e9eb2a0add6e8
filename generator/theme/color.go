package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// color is a colour in OKLCH: lightness 0 to 1, chroma from 0 on, hue in degrees.
// The conversions are Björn Ottosson's (A perceptual color space for image processing, 2020).
type color struct{ L, C, H float64 }

// parseColor reads #rgb, #rrggbb or oklch(L C H), L as a number or in percent.
func parseColor(text string) (color, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || len(hex) != 6 {
			return color{}, fmt.Errorf("%q is not a colour", text)
		}
		return fromRGB([3]float64{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}), nil
	}
	inner, ok := strings.CutPrefix(text, "oklch(")
	inner, closed := strings.CutSuffix(inner, ")")
	fields := strings.Fields(inner)
	if !ok || !closed || len(fields) != 3 {
		return color{}, fmt.Errorf("%q is not a colour", text)
	}
	var v [3]float64
	for i, f := range fields {
		scale := 1.0
		if i == 0 && strings.HasSuffix(f, "%") {
			f, scale = strings.TrimSuffix(f, "%"), .01
		}
		n, err := strconv.ParseFloat(strings.TrimSuffix(f, "deg"), 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return color{}, fmt.Errorf("%q is not a colour", text)
		}
		v[i] = n * scale
	}
	if v[0] < 0 || v[0] > 1 || v[1] < 0 || v[1] > .5 {
		return color{}, fmt.Errorf("%q is not a colour: lightness is from 0 to 1, chroma from 0 to 0.5", text)
	}
	return color{v[0], v[1], math.Mod(math.Mod(v[2], 360)+360, 360)}, nil
}

// hex gives the colour as #rrggbb. A colour outside of sRGB loses chroma until it is inside.
func (c color) hex() string {
	rgb := c.rgb()
	var n [3]int
	for i, v := range rgb {
		n[i] = int(math.Round(v * 255))
	}
	return fmt.Sprintf("#%02x%02x%02x", n[0], n[1], n[2])
}

// rgb gives red, green and blue, each from 0 to 1, after the chroma is lowered into sRGB.
func (c color) rgb() [3]float64 {
	c.L = min(max(c.L, 0), 1)
	rgb, inside := c.linear()
	for !inside && c.C > 0 {
		const step = .002 // as the drawn palettes were made
		c.C = max(c.C-step, 0)
		rgb, inside = c.linear()
	}
	return encode(rgb)
}

// linear gives linear red, green and blue, and whether they are in sRGB.
func (c color) linear() (rgb [3]float64, inside bool) {
	a := c.C * math.Cos(c.H*math.Pi/180)
	b := c.C * math.Sin(c.H*math.Pi/180)
	l := cube(c.L + 0.3963377774*a + 0.2158037573*b)
	m := cube(c.L - 0.1055613458*a - 0.0638541728*b)
	s := cube(c.L - 0.0894841775*a - 1.2914855480*b)
	rgb = [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	}
	const slack = 1e-4
	for i, v := range rgb {
		if v < -slack || v > 1+slack {
			return rgb, false
		}
		rgb[i] = min(max(v, 0), 1)
	}
	return rgb, true
}

func fromRGB(rgb [3]float64) color {
	r, g, b := decode(rgb[0]), decode(rgb[1]), decode(rgb[2])
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	h := math.Mod(math.Atan2(y, x)*180/math.Pi+360, 360)
	return color{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(x, y), h}
}

func cube(v float64) float64 { return v * v * v }

// encode and decode are the transfer function of sRGB (IEC 61966-2-1).
func encode(rgb [3]float64) [3]float64 {
	for i, v := range rgb {
		if v <= 0.0031308 {
			rgb[i] = 12.92 * v
		} else {
			rgb[i] = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
	}
	return rgb
}

func decode(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// luminance is WCAG's relative luminance, of the colour as it is printed (8 bits a channel).
func (c color) luminance() float64 {
	rgb := c.rgb()
	for i, v := range rgb {
		rgb[i] = decode(math.Round(v*255) / 255)
	}
	return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]
}

// contrast is WCAG's contrast ratio, from 1 to 21.
func contrast(a, b color) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// between gives the distance of two hues in degrees, from 0 to 180.
func between(a, b float64) float64 {
	d := math.Abs(math.Mod(a-b, 360))
	return min(d, 360-d)
}
