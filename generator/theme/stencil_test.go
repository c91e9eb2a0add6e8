package theme

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"testing"
)

// shelf is data of many types.
type shelf struct {
	Text, Empty, Sharp, Far, Script string
	HTML                            template.HTML
	URL                             template.URL
	JS                              template.JS
	Named                           named
	Told                            told
	Pointed                         pointedTold
	Yes, No                         bool
	Number, Zero                    int
	Small                           int8
	Share                           float64
	Any, None                       any
	Inner, Nil                      *shelf
	List                            []string
	Shelves                         []shelf
	Mixed                           []any
	Words                           map[string]string
	Deep                            map[string]any
	Counted                         map[int]string
	Bytes                           []byte
	Array                           [2]int
	Call                            func() string
	embedded
	*Lost
	hidden string
}

type (
	named    string
	embedded struct{ Below string }
	Lost     struct{ Gone string }
)

type told int

func (told) String() string { return "<told>" }

type pointedTold string

func (*pointedTold) String() string { return "<pointed>" }

func (s *shelf) Method() string          { return "<method>" }
func (s shelf) Given(text string) string { return text + "!" }

func fullShelf() *shelf {
	inner := shelf{Text: "inner", Number: 4, Words: map[string]string{"a": "ä"}}
	return &shelf{
		Text: "a & b", Sharp: "<i>\"'+&amp;\x00\xff\u2028\U0010ffff`=%41% é</i>", Far: "https://example.com/a b?c=d&e='f'#g%zz%20é(1)", Script: "javascript:alert(1)",
		HTML: "<b>bold</b>", URL: "tel:+49 1", JS: "let a = '<'", Named: "n<", Told: 3, Pointed: "p<", Yes: true, Number: 12, Small: 5, Share: 62.5, Any: "any<", Inner: &inner,
		List: []string{"x<", "", "z"}, Shelves: []shelf{inner, {}}, Mixed: []any{"m<", 7, nil, template.HTML("<hr>"), true, 1e21, &inner},
		Words: map[string]string{"a": "A<", "data": "javascript:1"}, Deep: map[string]any{"text": "deep<", "nil": nil, "list": []any{1, "2"}, "map": map[string]any{"x": "y"}, "shelf": inner},
		Counted: map[int]string{1: "one"}, Bytes: []byte("b<"), Array: [2]int{1, 2}, Call: func() string { return "called" }, embedded: embedded{"below"}, hidden: "h",
	}
}

// values name everything on the shelf that can be printed.
var values = strings.Fields(".Text .Empty .Sharp .Far .Script .HTML .URL .JS .Named .Told .Pointed .Yes .Number .Zero .Small .Share .Any .None .Inner .Nil .List .Words .Deep.text .Deep.nil " +
	".Deep.none .Deep.list .Deep.map.x .Deep.map.y .Deep.shelf.Text .Words.a .Words.none .Counted .Bytes .Array .Call .Below .Gone .hidden .Method .Inner.Text .Inner.Words.a .Nil.Text .None.x . $ $.Text " +
	"nil true 7 1.5 0x10 'a' \"s<\"")

// places are where a value may stand on a page, as %s.
var places = []string{
	"<p>%s</p>", `<p title="%s">`, "<p title='%s'>", "<p title=%s>", "<title>%s</title>", "<textarea>%s</textarea>", `<a href="%s">`, "<a href='%s'>", "<a href=%s>", `<a href="/x/%s">`, `<a href="?q=%s">`,
	`<a href="#%s">`, `<img src="%s">`, `<img srcset="%s">`, "<script>%s</script>", `<script>"%s"</script>`, `<script type="application/ld+json">%s</script>`, `<p onclick="f(%s)">`, "<style>p{color:%s}</style>",
	`<p style="color:%s">`, "<p %s>", "<!-- %s -->", `<svg width="%s%%"><path d="%s"/></svg>`, `<meta http-equiv="refresh" content="0;url=%s">`,
}

// actions are templates of all sorts, right and wrong ones.
var actions = []string{
	`{{if .Text}}a{{else if .Yes}}b{{else}}c{{end}}`, `{{with .Inner}}{{.Text}}{{$.Text}}{{else}}none{{end}}`, `{{with .Nil}}a{{else with .Text}}{{.}}{{end}}`, `{{range .List}}[{{.}}]{{else}}none{{end}}`,
	`{{range $x := .List}}{{$x}}{{end}}`, `{{range $i, $x := .List}}{{$i}}{{$x}}{{.}}{{end}}`, `{{range .Nil}}a{{else}}b{{end}}`, `{{range .None}}a{{else}}b{{end}}`, `{{range .Mixed}}({{.}}){{end}}`, `{{range .Words}}{{.}}{{end}}`,
	`{{range 3}}{{.}}{{end}}`, `{{range .Array}}{{.}}{{end}}`, `{{range .Text}}{{.}}{{end}}`, `{{range .Shelves}}{{.Text}}{{range .Words}}{{.}}{{end}}{{end}}`, `{{range .List}}{{if .}}{{continue}}{{end}}{{break}}{{end}}`, `{{range .Empty}}a{{end}}`,
	`{{$x := 1}}{{if .Yes}}{{$x = 2}}{{$y := .Text}}{{$y}}{{end}}{{$x}}`, `{{$x := 1}}{{if .Yes}}{{$x := 2}}{{$x}}{{end}}{{$x}}`, `{{if $x := .Text}}{{$x}}{{else}}{{$x}}{{end}}`, `{{with $x := .Empty}}a{{else}}[{{$x}}]{{end}}`,
	`{{if .No}}{{$x := 1}}{{else}}{{$x}}{{end}}`, `{{$x := .Text}}{{if .No}}{{$x := 1}}{{else}}{{$x}}{{end}}`, `{{$x := .None}}{{$x.y}}`, `{{$x := ""}}{{range $x = .List}}{{end}}{{$x}}`, `{{range $i, $x := .List}}{{end}}{{range .List}}{{$.Number}}{{end}}`,
	`{{and .Text .Number}} {{and .Text .Empty .Number}} {{or .Empty .Number}} {{or .Empty .Zero}} {{or .None .Nil}} {{not .Text}} {{not .None}} {{.Text | or .Empty}} {{.Text | and .Yes}}`, `{{and}}`, `{{not}}`, `{{not 1 2}}`,
	`{{eq .Text "a & b"}} {{eq .Number 12}} {{eq .Number 1 2 12}} {{ne .Text .Empty}} {{ne .Number .Small}} {{eq .Any "any<"}}`, `{{eq .Text 1}}`, `{{eq .Text}}`, `{{eq .Yes true}}`, `{{eq .Share 62.5}}`, `{{eq .None nil}}`, `{{eq .None .Text}}`, `{{ne .Named .Text}}`,
	`{{eq .Deep.text "deep<"}}`, `{{eq .List .List}}`, `{{lt 1 2}} {{le .Number 12}} {{gt 1 2}} {{ge .Number 13}}`, `{{lt "a" "b"}}`, `{{lt 1 "b"}}`, `{{len .List}} {{len .Text}} {{len .Words}}`, `{{len .Number}}`, `{{len .Nil}}`, `{{len .None}}`, `{{if le (len .List) 8}}few{{end}}`,
	`{{index .Words "a"}} {{index .Words "none"}} {{index .List 1}} {{index .Deep "text"}} {{index .Counted 1}} {{index .Mixed 3}}`, `{{index .List 9}}`, `{{index .List -1}}`, `{{index .List "a"}}`, `{{index .Words 1}}`, `{{index .Words .Named}}`, `{{index .None 1}}`,
	`{{index .Nil 1}}`, `{{index .Text 1}}`, `{{index .Shelves 0 1}}`, `{{index .Words}}`, `{{(index .Shelves 0).Text}}`, `{{"a" | index .Words}}`, `{{with index .Words "a"}}{{.}}{{end}}`, `{{with or .Empty (index .Words "a")}}{{.}}{{end}}`,
	`{{printf "%s %d %.1f %v" .Text .Number .Share .None}}`, `{{printf "%d" .Text}}`, `{{printf .Number}}`, `{{.Share | printf "%.1f"}}`, `{{print .Text 1}}`, `{{println}}`, `{{html .Text}}`, `{{.Text | html}}`, `{{.Text | urlquery}}`, `{{js .Text}}`, `{{slice .Text 1}}`, `{{call .Call}}`,
	`{{link .Text}} {{link "sms:1"}}`, `<a href="{{link "TEL:+1"}}">`, `<a href="{{link .Script}}">`, `{{link .Named}}`, `{{link .None}}`, `{{link .Any}}`, `{{link 1}}`, `{{json .Words}} {{json nil}} {{json .None}} {{json .List}}`, `<p data-x="{{json .Words}}">`, `{{json .Call}}`, `{{.Words | json}}`,
	`{{percent 4 5}} {{percent .Share 100}} {{percent .Number .Share}} {{percent .Text 1}} {{percent .None 1}}`, `{{percent 4.7 5}}`, `{{percent 1}}`, `{{range notches 3}}{{.}} {{end}}`, `{{notches .Small}}`, `{{notches .Share}}`, `{{notches .Any}}`,
	`<script>{{script "a.js"}}</script>`, `{{script "a.js"}}`, `<script>{{script .Text}}</script>`, `<script>{{json .Words}}</script>`, `{{component "note" .}}`, `{{component "note" .Text}}`, `{{component .Text .}}`, `{{component "none" .}}`, `{{component "note" nil}}`, `{{component .Number .}}`,
	`{{range .Shelves}}{{component "note" .}}{{end}}`, `{{range .Mixed}}{{component "bare" .}}{{end}}`, `{{. | component "note"}}`, `{{$x := component "note" .}}{{$x}}`, `{{len (component "note" .)}}`, `{{component "wrong" .}} after`, `<p title="{{component "note" .}}">`, `{{component "odd" .}} {{component "note" .}}`,
	`{{template "t" .}} {{template "t"}} {{template "t" .Inner}}`, `<p title="{{template "t" .}}">`, `<script>{{template "t" .}}</script>`, `<title>{{template "t" .}}</title>`, `{{template "odd"}}`, `{{template "t" $x := .Text}}{{$x}}`, `{{block "b" .Text}}{{.}}{{end}}`,
	`{{.Given "x"}}`, `{{.Given}}`, `{{.Text 1}}`, `{{.Words.a 1}}`, `{{"x" | .Given}}`, `{{.Method}}`, `{{.Inner.Method}}`, `{{range .Shelves}}{{.Method}}{{end}}`, `{{.Nowhere}}`, `{{.Inner.Nowhere.Far}}`, `{{.Text.Far}}`, `{{.Counted.x}}`, `{{(.Inner).Text}}`, `{{(.Text)}}`, `{{1 | 2}}`, `{{/* nothing */}}`, `{{- .Text -}} x`,
}

// both draws the layout "page" by its stencil and by html/template, and tells whether the stencil was left.
func both(t *testing.T, page string, view any) (left bool) {
	t.Helper()
	files := layer(map[string]string{
		"layouts/page.html": page, "layouts/parts/t.html": `{{define "t"}}t{{with .}}{{if $.Text}}{{.Text}}{{end}}{{end}}{{end}}{{define "odd"}}{{println}}{{end}}`, "assets/a.js": "// a\nlet b = 1\n",
		"components/note.html": `<b>{{with .}}{{.Text}}{{end}}</b>`, "components/bare.html": `<i>{{.}}</i>`, "components/wrong.html": `w{{index .List 99}}`, "components/odd.html": `{{print .Text}}{{component "note" .}}`,
	})
	draw := func(th *Theme) string {
		var out bytes.Buffer
		if problems := th.Page(&out, "page", view); len(problems) > 0 {
			return list(problems)
		}
		return out.String()
	}
	cut, problems := Load(files)
	if len(problems) > 0 {
		return false
	}
	plain, _ := Load(files)
	plain.WithoutStencils()
	want := draw(plain)
	for range 2 { // the second time it is known what is left
		if got := draw(cut); got != want {
			t.Errorf("%s\nstencil:       %q\nhtml/template: %q", page, got, want)
		}
	}
	return slices.Contains(cut.Left(), "layouts/page.html")
}

func TestStencilsDrawWhatHTMLTemplateDraws(t *testing.T) {
	for _, page := range actions {
		both(t, page, fullShelf())
		both(t, page, *fullShelf())
		both(t, page, nil)
	}
	for _, place := range places {
		for _, v := range values {
			both(t, strings.ReplaceAll(strings.ReplaceAll(place, "%s", "{{"+v+"}}"), "%%", "%"), fullShelf())
		}
	}
}

// What is common in templates is drawn by stencils, or all of this is for nothing.
func TestStencilsAreEnough(t *testing.T) {
	known := []string{".Text", ".Empty", ".Sharp", ".Far", ".Script", ".Number", ".Any", ".None", ".Words.a", ".Deep.text", ".Inner.Text"}
	for _, place := range []string{"<p>%s</p>", `<p title="%s">`, "<title>%s</title>", `<a href="%s">`, `<a href="/x/%s">`, `<a href="#%s">`} {
		for _, v := range known {
			if page := fmt.Sprintf(place, "{{"+v+"}}"); both(t, page, fullShelf()) {
				t.Errorf("%s is left to html/template", page)
			}
		}
	}
}

// FuzzStencil: whatever a template is and is given, it is drawn the same both ways.
func FuzzStencil(f *testing.F) {
	for _, page := range actions {
		f.Add(page, "a")
	}
	for i, place := range places {
		f.Add(strings.ReplaceAll(place, "%s", "{{.Text}}{{"+values[i]+"}}"), "<&'\"+ :/?#%41")
	}
	f.Fuzz(func(t *testing.T, page, text string) {
		view := fullShelf()
		view.Text, view.Any, view.Words["x"], view.Call = text, text, text, nil
		both(t, page, view)
	})
}
