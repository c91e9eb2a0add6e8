package content

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"cxgen/generator/source"
)

func bodyOf(text string) (*Body, []source.Problem) {
	f := source.NewFile("content/x.md", []byte(text))
	p, _ := Parse(f, "x/", "en")
	return p.Body(f, Options{})
}

// TestDepth nests sections to the limit and one deeper.
func TestDepth(t *testing.T) {
	nested := func(n int) string {
		return strings.Repeat("::: a\n", n) + "text\n" + strings.Repeat(":::\n", n) + "after\n"
	}
	body, problems := bodyOf(nested(maxDepth))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	depth, b := 0, body.Blocks[0]
	for b.Kind == "section" {
		depth++
		b = b.Inner[0]
	}
	if depth != maxDepth || b.HTML != "<p>text</p>\n" || len(body.Blocks) != 2 {
		t.Errorf("%d deep, then %+v", depth, b)
	}

	body, problems = bodyOf(nested(maxDepth + 1))
	if len(problems) != 1 || problems[0].Where() != "content/x.md:33:1" {
		t.Errorf("problems are %v", problems)
	}
	if len(body.Blocks) != 2 {
		t.Errorf("%d blocks at the top", len(body.Blocks))
	}
	if _, problems = bodyOf(nested(10000)); len(problems) != 10000-maxDepth {
		t.Errorf("%d problems", len(problems))
	}
}

// TestPatience reads what makes a careless reader slow.
func TestPatience(t *testing.T) {
	for _, piece := range []string{"{{", "[", "![", "*a ", "\"a ", "> ", "- ", "`", "<a ", "{{a}}", "# {#a}\n", "{", "a@b.c ", "[a](b) ", "[^1]", "|a", "':' "} {
		bodyOf(strings.Repeat(piece, 2000))
	}
}

// TestMark writes a page whose author tries to write a mark.
func TestMark(t *testing.T) {
	body, _ := bodyOf("[a](b)\n")
	forged := body.Links[0].Mark
	body, _ = bodyOf("[a](b) " + forged + " &#99;xgen-link-0.\n")
	if strings.Count(string(body.Blocks[0].HTML), body.Links[0].Mark) != 1 {
		t.Errorf("the mark %s stands not once in %s", body.Links[0].Mark, body.Blocks[0].HTML)
	}
	f := source.NewFile("x.md", []byte("![a](b)"))
	p, _ := Parse(f, "", "en")
	body, _ = p.Body(f, Options{Mark: "mine-"})
	if !strings.HasPrefix(body.Links[0].Mark, "mine-") || !strings.Contains(string(body.Blocks[0].HTML), `<img src="`+body.Links[0].Mark+`" alt=`) {
		t.Errorf("mark is %s in %s", body.Links[0].Mark, body.Blocks[0].HTML)
	}
}

// TestTogether reads many pages at once and finds what it finds one by one.
func TestTogether(t *testing.T) {
	text := func(i int) string {
		return fmt.Sprintf("# Page %d\n\n\"Quoted\" {{nps%d}} [a](/%d/).[^1]\n\n::: a {n=%d}\n<b>x</b> https://x.example/%d\n:::\n\n[^1]: Note\n", i, i, i, i, i)
	}
	var wait sync.WaitGroup
	for i := range 100 {
		wait.Go(func() {
			f := source.NewFile("x.md", []byte(text(i)))
			p, _ := Parse(f, "", "en")
			first, problems := p.Body(f, Options{})
			second, again := p.Body(f, Options{})
			if !reflect.DeepEqual(first, second) || !reflect.DeepEqual(problems, again) {
				t.Errorf("page %d differs", i)
			}
			if first.Headings[0].Text != fmt.Sprintf("Page %d", i) || len(first.Links) != 2 || first.Blocks[0].Holes[0].Text != fmt.Sprintf("nps%d", i) {
				t.Errorf("page %d is %+v", i, first)
			}
		})
	}
	wait.Wait()
}

func TestWords(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"one two\nthree\n", 3},
		{"**one**two *three*\n", 2},
		{"# one\n\n- two\n- three\n\n> four\n", 4},
		{"가나다 라마 {{nps}}명\n", 3},
		{"`code` and\n\n    code block\n", 2},
		{"::: a\none\n:::\n```chart\nx = 1\n```\n", 1},
		{"| a | b |\n|---|---|\n| c | d e |\n", 5},
	}
	for _, test := range tests {
		if body, _ := bodyOf(test.text); body.Words != test.want {
			t.Errorf("%q has %d words, want %d", test.text, body.Words, test.want)
		}
	}
}
