package generator

import (
	"slices"
	"strings"

	"cxgen/generator/site"
	"cxgen/generator/source"
	"cxgen/generator/theme"
)

// sheet is the style of a layout and the parts of a page.
type sheet struct {
	sum      source.Sum
	rules    []rule
	names    []string   // that the rules ask for
	theme    source.Sum // of the templates that a page with this sheet uses
	paper    [2]string
	problems []source.Problem
}

// style gives the style sheet for the layout and the parts of a page.
func (p *press) style(v *site.View) (sheet, []source.Problem) {
	kinds := kindsOf(nil, v.Opening, v.Body, v.Closing)
	if v.Kind == "list" {
		kinds = append(kinds, "pages", "products")
	}
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	brand := theme.Brand{Color: p.site.Settings.Brand.Color, Accent: p.site.Settings.Brand.Accent}
	s := p.memory.recall("style", source.SumOf([]byte(v.Layout), []byte(strings.Join(kinds, " ")), []byte(brand.Color), []byte(brand.Accent), p.theme[:]), func() any {
		text, problems := p.site.Theme.Style(v.Layout, kinds, brand)
		small, err := p.sheets.String("text/css", text)
		if err != nil {
			small = text
		}
		palette, _ := brand.Palette()
		rules := readSheet(small)
		return sheet{source.SumOf([]byte(small)), rules, namesIn(rules), p.site.Theme.Sum(v.Layout, kinds), [2]string{palette.Color("paper", false), palette.Color("paper", true)}, problems}
	}).(sheet)
	problems := slices.Clone(s.problems)
	for i := range problems {
		problems[i].At = p.site.Settings.Place("brand.color")
	}
	return s, problems
}

// kindsOf lists the kinds of parts, with those inside them.
func kindsOf(kinds []string, lists ...[]site.Part) []string {
	for _, parts := range lists {
		for _, part := range parts {
			kinds = append(kinds, part.Kind)
			kinds = kindsOf(kinds, part.Inner)
		}
	}
	return kinds
}

// fitted is a style sheet ready to be inlined.
type fitted struct {
	text string
	hash string // as a Content-Security-Policy names it
	asks bool   // for assets
}

// fit leaves out of a sheet what a page that has these names does not use, and names the theme's assets by their addresses from
// the page: a style asks for one by url(asset:NAME). Pages that use the same share the result.
func (p *press) fit(s sheet, has func(name string) bool, assets map[string]string) fitted {
	key := make([]byte, len(s.names))
	for i, name := range s.names {
		key[i] = flag(has(name))
	}
	f := p.memory.recall("fit", source.SumOf(s.sum[:], key), func() any {
		text := prune(s.rules, has)
		return fitted{text, hash(text), strings.Contains(text, "asset:")}
	}).(fitted)
	if f.asks {
		for name, at := range assets {
			f.text = strings.ReplaceAll(f.text, "asset:"+name, at)
		}
		f.hash = hash(f.text)
	}
	return f
}
