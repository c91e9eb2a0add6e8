package content

import (
	"fmt"
	"strings"
	"testing"

	"cxgen/generator/source"
)

// mistakes are pages with the problems they must give: line:column, the text of the place, level and what is said.
var mistakes = []struct {
	name, text string
	want       []string
}{
	{"front matter not closed", "+++\ntitle = \"x\"\n\ntext\n", []string{"1:1 +++ error front matter is not closed"}},
	{"yaml not closed, with a mark", "\ufeff---\r\ntitle: x\r\n", []string{"1:1 --- error front matter is not closed"}},
	{"unknown key", "+++\ntitle = \"x\"\ntitel = \"y\"\n+++\n", []string{`3:1 titel error unknown key "titel"`}},
	{"unknown kind", "+++\nkind = \"prodcut\"\n+++\n", []string{`2:9 prodcut error unknown kind "prodcut"`}},
	{"yaml kind", "---\ntitle: x\nkind: reprot\n---\n", []string{`3:7 reprot error unknown kind "reprot"`}},
	{"cascade on a page", "+++\n[cascade]\nkind = \"x\"\n+++\n", []string{
		"2:2 cascade error cascade has no page below it here", `3:9 x error unknown kind "x"`}},
	{"prices", "+++\n[product]\nprice = \"89,00\"\navailability = \"instock\"\n[[product.variants]]\nprice = \"1.\"\n[[product.variants]]\nprice = \"2.50\"\n+++\n", []string{
		`3:10 89,00 error "89,00" is not a price`, `4:17 instock error unknown availability "instock"`, `6:10 1. error "1." is not a price`}},
	{"aliases", "+++\naliases = [\"/old/\", \"../up\", \"https://x/\", \"\"]\n+++\n", []string{
		`2:22 ../up error "../up" is not a path of this site`, `2:31 https://x/ error "https://x/" is not a path of this site`, `2:45  error "" is not a path of this site`}},

	{"section not closed", "a\n\n::: hero {a=1}\ntext\n", []string{`3:1 ::: hero {a=1} error section "hero" is not closed`}},
	{"two not closed", "::: a\n::: b\n", []string{`1:1 ::: a error section "a" is not closed`, `2:1 ::: b error section "b" is not closed`}},
	{"inner closed only", "::: a\n::: b\n:::\n", []string{`1:1 ::: a error section "a" is not closed`}},
	{"stray closing line", "text\n:::\nmore\n", []string{"2:1 ::: error no section is open that this line could close"}},
	{"stray at the end", "::: a\n:::\n:::::", []string{"3:1 ::::: error no section is open that this line could close"}},
	{"no name", "::: {.x}\n:::\n", []string{"1:5 { error the section has no name"}},
	{"no name either", ":::!\n:::\n", []string{"1:4 ! error the section has no name"}},
	{"unexpected", "::: note[Title]\n:::\n", []string{`1:9 [ error unexpected "[Title]" after the name of the section`}},
	{"after the braces", "::: note {a=1} x\n:::\n", []string{`1:16 x error unexpected "x" after the name of the section`}},
	{"braces not closed", "::: note {a=1\n:::\n", []string{"1:10 { error the attributes are not closed"}},
	{"no value", "::: note {چای}\n:::\n", []string{`1:11 چای error attribute "چای" has no value`}},
	{"value missing", "::: note {a=}\n:::\n", []string{`1:13 } error the value of "a" is not complete`}},
	{"quote missing", "::: note {چ=\"x}\n:::\n", []string{`1:13 " error the value of "چ" is not complete`}},
	{"comma", "::: note {a=1, b=2}\n:::\n", []string{`1:14 , error unexpected ',' among the attributes`}},
	{"wrong sign", "::: note {a=1 ; b=2}\n:::\n", []string{`1:15 ; error unexpected ';' among the attributes`}},
	{"empty class", "::: note {. x=1}\n:::\n", []string{`1:11 . error no name after '.'`}},
	{"twice", "::: note {a=1 b=2 a=3 .x .y #i #j}\n:::\n", []string{`1:19 a error attribute "a" is given twice`, `1:32 # error attribute "id" is given twice`}},
	{"in a list", "- item\n\n  ::: note\n  x\n\nend\n", []string{"3:3 ::: note error a section cannot stand inside a list"}},
	{"in a quotation", "> ::: note\n> x\n> :::\n", []string{"1:3 ::: note error a section cannot stand inside a quotation"}},
	{"in a footnote", "x[^1]\n\n[^1]: a\n\n    ::: note\n", []string{"5:5 ::: note error a section cannot stand inside a footnote"}},

	{"data not closed", "::: a\n```chart\nx = 1\n:::\n", []string{"2:1 ```chart error the chart block is not closed"}},
	{"data in a list", "- item\n  ```chart\n  ```\n", []string{"2:3 ```chart error a chart block cannot stand inside a list"}},
	{"more after the name", "```chart wide\n```\n", []string{`1:10 wide warning "wide" after the name of the block has no effect`}},
	{"misspelt", "```chrat\nmetric = \"nps\"\n```\n", []string{"1:1 ```chrat warning \"chrat\" is not a data block, so it is shown as code"}},

	{"value not closed", "سلام {{nps latest\n}} and {{a\n", []string{
		"1:6 {{ error the value is not closed on its line", "2:8 {{ error the value is not closed on its line"}},
	{"once a line", "{{a {{b {{c\n", []string{"1:1 {{ error the value is not closed on its line"}},
	{"empty value", "a {{ }} b\n", []string{"1:3 {{ }} error there is no value between the braces"}},
	{"value in a picture", "![a {{b}}](c.png)\n", []string{"1:7 b error a value cannot stand in the text of a picture"}},
	{"value in an address", "[a]({{site.url}})\n", []string{"1:5 {{site.url}} error a value cannot stand in an address"}},

	{"value in a title", "[a](/b/ \"c {{d}}\")\n", []string{"1:5 /b/ error a value cannot stand in a title"}},

	{"heading id twice", "# A {#x}\n\n## B {#x}\n", []string{`3:8 x error id "x" is already taken on this page`}},
	{"heading attribute", "# A {#x onclick=\"y\"}\n", []string{`1:9 onclick error a heading has no attribute "onclick"`}},
	{"heading malformed", "# A {.x =}\n", []string{`1:9 = error unexpected '=' among the attributes`}},
	{"section takes an id", "::: a {#x}\n# B {#x}\n:::\n", []string{`2:7 x error id "x" is already taken on this page`}},
	{"footnote's id", "# A {#fn:1}\n", []string{"1:7 fn:1 error ids that begin with fn: belong to footnotes"}},
	{"empty heading", "##\n", []string{"1:1 ## warning the heading has no text"}},

	{"script", "[a](JavaScript:alert) <vbscript:x> [b](java&Tab;script:x)\n", []string{
		`1:5 JavaScript:alert error a link cannot lead to "JavaScript:alert"`,
		`1:24 vbscript:x error a link cannot lead to "vbscript:x"`,
		`1:40 java&Tab;script:x error a link cannot lead to "javascript:x"`}},
	{"data address", "[a](data:image/png;x) ![b](data:text/html,x)\n", []string{
		`1:5 data:image/png;x error a link cannot lead to "data:image/png;x"`,
		`1:28 data:text/html,x error a picture cannot lead to "data:text/html,x"`}},
	{"no address", "[a]()\n", []string{"1:3 ]() error the link has no address"}},
	{"html", "a <b>c</b>\n\n<div>\n</div>\n", []string{"1:3 <b> warning raw HTML is left out", "3:1 <div> warning raw HTML is left out"}},
}

func TestProblems(t *testing.T) {
	for _, test := range mistakes {
		t.Run(test.name, func(t *testing.T) {
			for _, end := range []string{"\n", "\r\n"} {
				text := strings.ReplaceAll(strings.ReplaceAll(test.text, "\r\n", "\n"), "\n", end)
				f := source.NewFile("content/x.md", []byte(text))
				p, problems := Parse(f, "x/", "en")
				_, more := p.Body(f, Options{})
				var got []string
				for _, problem := range append(problems, more...) {
					line, column := problem.At.Position()
					got = append(got, fmt.Sprintf("%d:%d %s %s %s", line, column, problem.At.Text(), problem.Level, problem.Text))
					if problem.Hint == "" {
						t.Errorf("no remedy for %q", problem.Text)
					}
				}
				if g, w := strings.Join(got, "\n"), strings.Join(test.want, "\n"); g != w {
					t.Errorf("with ends of line %q\ngot\n%s\nwant\n%s", end, g, w)
				}
			}
		})
	}
}
