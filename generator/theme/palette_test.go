package theme

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// The palette of the teal brand is a drawn one: testdata/palette.txt is the designer's table.
func TestTealIsTheDrawnPalette(t *testing.T) {
	palette, problems := Brand{Color: "oklch(.44 .082 192)"}.Palette()
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	table, err := os.ReadFile("testdata/palette.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(table)) {
		f := strings.Fields(line)
		if len(f) != 9 {
			continue
		}
		rows++
		for i, dark := range []bool{false, true} {
			want, got := f[4+4*i], palette.Color(f[0], dark)
			if !near(got, want) {
				t.Errorf("%s, dark %v: %s, drawn as %s", f[0], dark, got, want)
			}
		}
	}
	if rows != 29 {
		t.Errorf("the table has %d rows", rows)
	}
}

// near tells whether two colours differ by at most one in each channel.
func near(a, b string) bool {
	if len(a) != 7 || len(b) != 7 {
		return false
	}
	for i := 1; i < 7; i += 2 {
		x, _ := strconv.ParseInt(a[i:i+2], 16, 32)
		y, _ := strconv.ParseInt(b[i:i+2], 16, 32)
		if x-y > 1 || y-x > 1 {
			return false
		}
	}
	return true
}

func TestEveryPairCanBeRead(t *testing.T) {
	brands := map[string]string{
		"teal": "", "plum": "#6b2a5b", "orange": "oklch(.66 .17 52)", "blue": "#1d4ed8", "grey": "#555555",
		"white": "#fff", "black": "#000", "yellow": "#ffe600", "lime": "#84cc16", "vivid": "oklch(.5 .37 300)", "red": "#b91c1c", "pink": "#f9a8d4",
	}
	for name, text := range brands {
		palette, problems := Brand{Color: text}.Palette()
		for _, m := range meetings {
			for _, dark := range []bool{false, true} {
				front, err := parseColor(palette.Color(m.color, dark))
				if err != nil {
					t.Fatal(name, m.color, err)
				}
				ground, err := parseColor(palette.Color(m.ground, dark))
				if err != nil {
					t.Fatal(name, m.ground, err)
				}
				if c := contrast(front, ground); c < m.least {
					t.Errorf("%s, dark %v: %s on %s has %.2f, needs %.1f", name, dark, m.color, m.ground, c, m.least)
				}
			}
		}
		moved := map[string]bool{"orange": true, "white": true, "yellow": true, "lime": true, "pink": true}[name]
		if (len(problems) > 0) != moved {
			t.Errorf("%s: problems %v", name, problems)
		}
	}
}

// As the designer tried it: this orange has to go from a lightness of .66 to .55.
func TestOrangeIsMoved(t *testing.T) {
	_, problems := Brand{Color: "oklch(.66 .17 52)"}.Palette()
	if len(problems) != 1 || !strings.Contains(problems[0].Hint, "from 0.66 to 0.5") {
		t.Errorf("problems: %v", problems)
	}
}

func TestBrandIsReadAndRefused(t *testing.T) {
	for _, good := range []string{"#0f766e", "#ABC", "oklch(.44 .082 192)", "oklch(44% .082 192deg)", " oklch( .44 .082 -168 ) "} {
		if _, err := parseColor(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"teal", "#12", "#12345g", "oklch(2 0 0)", "oklch(.4 .1)", "oklch(NaN 0 0)", "rgb(0,0,0)"} {
		if _, err := parseColor(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
		if _, problems := (Brand{Color: bad}).Palette(); len(problems) != 1 {
			t.Errorf("%q: %v", bad, problems)
		}
	}
}

func TestHexGoesThereAndBack(t *testing.T) {
	for _, hex := range []string{"#000000", "#ffffff", "#055f5d", "#ff0000", "#00ff00", "#0000ff", "#123456"} {
		c, err := parseColor(hex)
		if err != nil || c.hex() != hex {
			t.Errorf("%s became %s (%v)", hex, c.hex(), err)
		}
	}
}

// WCAG's own example figures: black on white has 21, #767676 on white just passes 4.5.
func TestContrast(t *testing.T) {
	black, _ := parseColor("#000")
	white, _ := parseColor("#fff")
	grey, _ := parseColor("#767676")
	if c := contrast(black, white); c != 21 {
		t.Errorf("black on white: %v", c)
	}
	if c := contrast(white, grey); c < 4.5 || c > 4.6 {
		t.Errorf("#767676 on white: %v", c)
	}
}

func TestAccentTurnsTheCompanion(t *testing.T) {
	plain, _ := Brand{Color: "#055f5d"}.Palette()
	turned, _ := Brand{Color: "#055f5d", Accent: "#7c3aed"}.Palette()
	if plain.Color("p5", false) == turned.Color("p5", false) {
		t.Error("pictures keep the companion")
	}
	if plain.Color("brand", false) != turned.Color("brand", false) {
		t.Error("the brand follows the accent")
	}
}
