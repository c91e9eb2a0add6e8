package theme_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"cxgen/generator/source"
	"cxgen/generator/theme"
	"cxgen/themes"
)

// defaultTheme loads the theme that is inside the program.
func defaultTheme(t testing.TB) *theme.Theme {
	t.Helper()
	th, problems := theme.Load(defaultFiles(t))
	for _, p := range problems {
		t.Errorf("%s: %s %s", p.Where(), p.Text, p.Hint)
	}
	return th
}

func defaultFiles(t testing.TB) []*source.File {
	t.Helper()
	root, err := fs.Sub(themes.FS, "default")
	if err != nil {
		t.Fatal(err)
	}
	var files []*source.File
	err = fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, path)
		files = append(files, source.NewFile(path, text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// item is a part, a view or any other thing that a template is given, by the names of its fields.
type item = map[string]any

func part(kind string, fields item, inner ...item) item {
	p := item{"Kind": kind, "ID": "", "HTML": template.HTML(""), "Attrs": map[string]string{}, "Href": "#a", "Href2": "#b", "Alt": "", "Inner": inner, "First": true, "Title": "", "Lead": template.HTML(""), "Words": map[string]string{}}
	for k, v := range fields {
		p[k] = v
	}
	return p
}

func prose(html string) item { return part("prose", item{"HTML": template.HTML(html)}) }

func attrs(pairs ...string) item {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return item{"Attrs": m}
}

func measured(state string, fields item) item {
	fields["Measure"] = item{"State": state, "Value": "91", "Of": "of 100", "Base": "402 answers", "Margin": "±3", "Fill": 91.0, "Low": 88.0, "High": 94.0, "Ticks": 10}
	return fields
}

// every holds each component at least once.
func every() []item {
	table := item{"Caption": "Scores", "Head": []string{"Month", "NPS"}, "Rows": [][]string{{"Oct", "+43"}}, "Foot": []string{"n 312"}, "CSV": "t.csv", "ID": "t", "Title": "Scores"}
	figure := func(level int) item {
		return part("chart", item{"Figure": item{"ID": "f", "Title": "It rose", "Sub": "NPS", "Form": "trend", "SVG": template.HTML("<svg></svg>"), "Summary": "Up.", "Source": "n 312", "Method": "Asked.", "Table": table, "Wide": true, "CSV": "f.csv", "Drawn": "f.svg", "Explore": "f.js", "Level": level}})
	}
	comments := func(state string) item {
		return part("comments", item{"Comments": item{"ID": "c", "Title": "Comments", "State": state, "Head": item{"Score": "Score", "Text": "Comment", "Theme": "Theme", "Owner": "Owner", "State": "State", "Opened": "Opened"},
			"Rows": []item{{"Score": "4 of 10", "Mood": "n", "Text": "Late.", "Theme": "delivery", "Owner": "Ines", "State": "open", "Stage": "new", "Opened": "12 May"}}}})
	}
	journey := figure(3)
	drawnFigure := journey["Figure"].(item)
	drawnFigure["Keys"] = []item{{"Number": "1", "Name": "Search", "Text": "4.1"}}
	drawnFigure["Lanes"] = []item{{"Number": "1", "Name": "Search", "Mood": "p", "Feeling": "Pleased +48", "Quote": "Quick.", "Notes": []string{"Web"}}, {"Number": "2", "Name": "Wait", "Mood": "n", "Feeling": "", "Quote": "", "Notes": []string{}}}
	tile := func(state, tone string) item {
		return item{"Title": "NPS", "Value": "+43", "Margin": "±8", "State": state, "Spark": template.HTML("<svg></svg>"), "Verdict": "Up 16, clear", "Tone": tone, "N": "n 312", "Target": "Target +45", "LowBase": ""}
	}
	reviews := func(state string) item {
		return part("reviews", item{"Reviews": item{"State": state, "Title": "What buyers say", "Mean": "4.7", "Stars": 4.7, "Of": 5, "Base": "412 answers", "Alt": "4.7 of 5 stars", "Spread": []item{{"Label": "5 stars", "Fill": 78.0, "Count": "316"}}, "Quotes": []item{{"Stars": 4, "Alt": "4 of 5 stars", "Text": "Pours well.", "By": "Tom"}}}})
	}
	card := item{"Href": "k/", "Title": "Kettle", "Kind": "product", "Description": "It stops.", "Date": item{"ISO": "2026-05-12", "Text": "12 May"}, "Reading": "4 minutes", "Drawing": template.HTML(""), "Tags": []string{"a", "b"}, "Price": "€89", "Badge": "New", "Rating": "4.7 of 5", "Measure": nil}
	drawn := item{"Drawing": template.HTML("<svg></svg>"), "Alt": "A kettle"}
	return []item{
		part("hero", measured("shown", attrs("cta", "Order", "more", "See", "price", "€69", "was", "€89", "until", "30 June", "proof", "2 in 100.", "greet", "Welcome back,")), prose("<h1>Heat</h1>"), part("trust", nil, prose("<ul><li>Fast</li></ul>"))),
		part("hero", measured("hidden", attrs("look", "deep", "cta", "Swap")), prose("<h1>Swap</h1>")),
		part("hero", measured("shown", attrs("look", "shelf", "label", "parcels on time")), prose("<h1>Shelf</h1>")),
		part("features", nil, prose("<h2>Three</h2>"), part("feature", measured("shown", attrs("title", "Sweet", "label", "say so"))), part("feature", attrs("value", "40 of 64", "fill", "62.5")), prose("<p>402 answered.</p>")),
		part("steps", nil, part("step", drawn, prose("<p>Fill.</p>"))),
		reviews("shown"), reviews("hidden"), reviews("empty"),
		part("reviews", attrs("more", "All"), prose("<h2>Said</h2>"), reviews("shown"), part("quote", attrs("stars", "4", "by", "Tom"), prose("<p>Good.</p>"))),
		part("stats", nil, part("stat", measured("shown", attrs())), part("stat", measured("empty", attrs()))), part("stat", attrs("value", "5 times", "fill", "20", "from", "Invesp")),
		part("pricing", nil, part("plan", measured("shown", attrs("title", "Kettle", "price", "€89", "cta", "Order", "pick", "true")))),
		part("delivery", nil, part("promise", measured("hidden", attrs("title", "Two days")))),
		part("faq", nil, prose("<h2>Asked</h2>"), part("question", attrs("title", "Hob?"), prose("<p>No.</p>")), part("question", attrs("title", "Lime?"))),
		part("greeter", nil, part("way", attrs("title", "Tea"))), part("contact", nil, part("way", attrs("title", "Call"), prose("<p>9 to 18</p>"))),
		part("note", attrs("title", "Try", "cta", "Go", "look", "careful")), part("offer", attrs("title", "Swap", "price", "€69")), part("cta", measured("shown", attrs("cta", "Order")), prose("<h2>Now</h2>")), part("cta", attrs("look", "plain", "cta", "Order")),
		part("columns", nil, part("card", attrs("title", "Card")), part("persona", attrs("title", "Ines"))), part("tabs", nil, part("tab", attrs("title", "One"))), part("compare", nil), part("logos", nil), part("gallery", nil),
		part("form", attrs("title", "Write", "name", "Name", "email", "Mail", "text", "Text", "method", "post")),
		part("metrics", item{"Tiles": item{"Tiles": []item{tile("shown", "good"), tile("shown", "bad"), tile("shown", "flat"), tile("hidden", "")}, "Note": "Clear means clear."}}),
		part("insight", item{"Insight": item{"ID": "i", "Title": "What changed", "Items": []item{{"Text": "It rose.", "Tone": "good", "Up": true}, {"Text": "It stayed.", "Tone": "flat", "Up": false}}, "Note": "Clear means clear."}}),
		comments("shown"), comments("hidden"), comments("empty"),
		part("table", item{"Table": table}), journey, figure(2), figure(3), figure(4), part("products", item{"Cards": []item{card}}), part("pages", item{"Cards": []item{card}}),
		part("chapter", item{"ID": "c", "Title": "Trend", "Lead": template.HTML("Two years.")}, figure(3), prose("<p>x</p>"), part("method", nil, part("term", attrs("title", "Asked"), prose("<p>All.</p>")))),
	}
}

func view(layout string) item {
	ref := item{"Href": "a/", "Title": "A", "Lang": "en", "Dir": "ltr", "Current": true}
	day := item{"ISO": "2026-05-12", "Text": "12 May"}
	body := every()
	return item{
		"Layout": layout, "Kind": layout, "Lang": "en", "Dir": "ltr", "Title": "T & T", "PageTitle": "T & T · Nami", "Description": "D", "NoIndex": true, "Canonical": "https://nami.example/a/", "Image": "https://nami.example/a.png", "Icon": "icon.svg", "Feed": "feed.xml",
		"Site": item{"Title": "Nami", "Description": "", "Home": "./", "Logo": template.HTML("<svg></svg>"), "LogoDark": template.HTML("<svg></svg>")},
		"Date": day, "Updated": day, "Author": "Ines", "Reading": "4 minutes", "Tags": []item{ref}, "Category": ref, "Menu": []item{ref}, "Foot": []item{ref}, "Trail": []item{ref}, "Translations": []item{ref}, "Pages": []item{ref},
		"Others": []item{}, "Cards": []item{}, "Headings": []item{{"ID": "c", "Text": "Trend"}}, "Shown": "3 things", "Empty": false,
		"Chips":    []item{{"Key": "", "Title": "All", "Href": "./", "Count": 3, "Current": true, "Group": "category"}, {"Key": "a", "Title": "Gifts", "Href": "tags/a/", "Count": 2, "Current": false, "Group": "tag"}},
		"Segment":  item{"Name": "returning", "Title": "Returning", "All": "../../", "Why": "You ordered twice."},
		"Variants": []item{{"Name": "returning", "Href": "for/returning/", "Match": []string{"visited"}}},
		"Product":  item{"Price": "€89", "Availability": "In stock", "Delivery": "Two days", "Returns": "Sixty days"},
		"Report":   item{"Period": "October", "Compared": "with 2025", "Until": "14 November", "Finding": "It rose.", "Sample": true, "Shape": "M0 0L1 1Z"},
		"Opening":  body[:1], "Body": body[1:], "Closing": []item{},
		"Words": map[string]string{}, "Data": template.HTML(""), "Has": map[string]bool{"figure": true}, "Head": template.HTML("<style></style>"), "Assets": map[string]string{"explore.js": "explore.1.js"},
		"Paper": "#fff", "PaperDark": "#000", "Drawing": template.HTML(""), "Picture": nil, "Alt": "",
	}
}

// Every layout draws every component, prints no value that it does not have, and needs nothing that a strict policy forbids.
func TestEveryLayoutDrawsEveryComponent(t *testing.T) {
	th := defaultTheme(t)
	forbidden := regexp.MustCompile(`ZgotmplZ|<no value>| style=| on[a-z]+="|src="http|&lt;nil&gt;|%!`)
	for _, layout := range th.Layouts() {
		var page bytes.Buffer
		for _, p := range th.Page(&page, layout, view(layout)) {
			t.Errorf("%s: %s: %s %s", layout, p.Where(), p.Text, p.Hint)
		}
		if found := forbidden.FindString(page.String()); found != "" {
			t.Errorf("%s: prints %q", layout, found)
		}
		for _, wanted := range []string{"<h1>", `<main id="main"`, `href="#main"`, "T &amp; T · Nami", `rel="canonical"`, "data-variants", "</html>"} {
			if !strings.Contains(page.String(), wanted) {
				t.Errorf("%s: has no %s", layout, wanted)
			}
		}
	}
	drawn := map[string]bool{}
	var walk func([]item)
	walk = func(parts []item) {
		for _, p := range parts {
			drawn[p["Kind"].(string)] = true
			walk(p["Inner"].([]item))
		}
	}
	walk(every())
	for _, name := range th.Components() {
		if !drawn[name] {
			t.Errorf("the component %s is not tried", name)
		}
	}
}

// The theme's templates are drawn by their stencils, which draw what html/template draws.
func TestNothingIsLeftToHTMLTemplate(t *testing.T) {
	th, plain := defaultTheme(t), defaultTheme(t)
	plain.WithoutStencils()
	for _, layout := range th.Layouts() {
		var page, same bytes.Buffer
		if problems := th.Page(&page, layout, view(layout)); len(problems) > 0 {
			t.Error(problems)
		}
		if problems := plain.Page(&same, layout, view(layout)); len(problems) > 0 {
			t.Error(problems)
		}
		if page.String() != same.String() {
			t.Errorf("%s: drawn by its stencil\n%s\nby html/template\n%s", layout, page.String(), same.String())
		}
	}
	if left := th.Left(); len(left) > 0 {
		t.Errorf("left to html/template: %q", left)
	}
}

// Templates may use only what views have, and the keys and lanes of figures in them; both are declared in other rooms.
func TestTemplatesUseFieldsThatViewsHave(t *testing.T) {
	fields := map[string]bool{}
	for _, name := range []string{"../site/view.go", "../site/insight.go", "../site/comments.go", "../chart/figure.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						fields[name.Name] = true
					}
				}
			}
			return true
		})
	}
	used := regexp.MustCompile(`[ (|$]\.([A-Z][A-Za-z0-9]*)(?:\.([A-Z][A-Za-z0-9]*))?`)
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	comment := regexp.MustCompile(`(?s)\{\{-?[ ]?/\*.*?\*/ ?-?\}\}`)
	for _, f := range defaultFiles(t) {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		for _, a := range action.FindAllString(comment.ReplaceAllString(string(f.Text), ""), -1) {
			for _, m := range used.FindAllStringSubmatch(" "+strings.TrimPrefix(a, "{{")+" ", -1) {
				for _, name := range m[1:] {
					if name != "" && !fields[name] {
						t.Errorf("%s uses .%s, which no view has: %s", f.Path, name, a)
					}
				}
			}
		}
	}
}

// Style sheets are whole: every colour that they use is declared, every brace closed. How small they are on a page is tested
// with the example site.
func TestStylesAreWhole(t *testing.T) {
	th := defaultTheme(t)
	landing := []string{"hero", "trust", "features", "feature", "steps", "step", "reviews", "pricing", "plan", "delivery", "promise", "faq", "question", "cta", "prose"}
	for layout, parts := range map[string][]string{"landing": landing, "report": {"chapter", "chart", "metrics", "table", "prose", "method"}, "article": {"prose", "note", "stat", "chart"}} {
		css, problems := th.Style(layout, parts, theme.Brand{})
		if len(problems) > 0 {
			t.Error(problems)
		}
		for _, m := range regexp.MustCompile(`var\(--([a-z][a-z0-9]*)[),]`).FindAllStringSubmatch(css, -1) {
			if !strings.Contains(css, "--"+m[1]+":") && m[1] != "gs" && m[1] != "ge" {
				t.Errorf("%s: the colour --%s is used but not declared", layout, m[1])
			}
		}
		if strings.Count(css, "{") != strings.Count(css, "}") {
			t.Errorf("%s: braces do not match", layout)
		}
	}
}

func TestInlinedScriptsAreSmall(t *testing.T) {
	for _, f := range defaultFiles(t) {
		limit, ok := map[string]int{"assets/segment.js": 1400, "assets/filter.js": 800, "assets/disk.js": 320}[f.Path] // with comments
		if ok && len(f.Text) > limit {
			t.Errorf("%s has %d bytes", f.Path, len(f.Text))
		}
	}
}

// BenchmarkPage draws a page with every component on it, by stencils and by html/template.
func BenchmarkPage(b *testing.B) {
	v := view("landing")
	for _, by := range []string{"stencils", "html"} {
		b.Run(by, func(b *testing.B) {
			th := defaultTheme(b)
			if by == "html" {
				th.WithoutStencils()
			}
			var page bytes.Buffer
			for b.Loop() {
				page.Reset()
				if problems := th.Page(&page, "landing", v); len(problems) > 0 {
					b.Fatal(problems)
				}
			}
		})
	}
}
