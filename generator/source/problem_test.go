package source

import (
	"reflect"
	"testing"
)

func TestSort(t *testing.T) {
	a, b := NewFile("a", []byte("one\ntwo\nthree\n")), NewFile("b", []byte("one\n"))
	got := Sort([]Problem{
		Errorf(b.Span(0, 3), "x"),
		Errorf(a.Cut(8, 13), "y"), // an excerpt sorts by its place in the file, not in itself
		Errorf(a.Span(4, 7), "z"),
		Errorf(a.Span(8, 13), "x"),
		Errorf(a.Span(4, 7), "z"),
		Errorf(Span{}, "nowhere"),
		Warnf(a.Span(4, 7), "a"),
	})
	var texts []string
	for _, p := range got {
		texts = append(texts, p.Where()+" "+p.Text)
	}
	want := []string{" nowhere", "a:2:1 a", "a:2:1 z", "a:3:1 x", "a:3:1 y", "b:1:1 x"}
	if !reflect.DeepEqual(texts, want) {
		t.Errorf("got %q, want %q", texts, want)
	}
}

func TestFatal(t *testing.T) {
	if Fatal(nil) || Fatal([]Problem{Warnf(Span{}, "w")}) || !Fatal([]Problem{Warnf(Span{}, "w"), Errorf(Span{}, "e")}) {
		t.Error("an error is fatal, a warning is not")
	}
}

func TestWithLeavesTheProblem(t *testing.T) {
	p := Errorf(Span{}, "x").With(Note{Text: "1"})
	a, b := p.With(Note{Text: "2"}), p.With(Note{Text: "3"})
	if len(p.Also) != 1 || a.Also[1].Text != "2" || b.Also[1].Text != "3" {
		t.Error(p, a, b)
	}
}

func TestDidYouMean(t *testing.T) {
	few := []string{"nps", "csat", "ces"}
	many := []string{"title", "description", "kind", "date", "updated", "draft", "order", "tags", "image", "image_alt"}
	for _, c := range []struct {
		word  string
		among []string
		want  string
	}{
		{"npss", few, `did you mean "nps"?`},
		{"NPS", few, `did you mean "nps"?`},
		{"cas", few, `did you mean "ces"?`},
		{"xyz", few, "known are: ces, csat, nps"},
		{"", few, "known are: ces, csat, nps"},
		{"x", few, "known are: ces, csat, nps"},
		{"titel", many, `did you mean "title"?`},
		{"dsecritpion", many, `did you mean "description"?`},
		{"image-alt", many, `did you mean "image_alt"?`},
		{"cafe\u0301", []string{"caf\u00e9"}, `did you mean "café"?`},
		{"고갯", []string{"고객", "제품"}, `did you mean "고객"?`},
		{"quarterly", many, "known are: date, description, draft, image, image_alt, kind, order, tags, …"},
		{"ab", []string{"ac", "aa", "ad"}, `did you mean "aa"?`},
		{"x", nil, ""},
	} {
		if got := DidYouMean(c.word, c.among); got != c.want {
			t.Errorf("%q: got %s, want %s", c.word, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"ab", "ba", 1},
	} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
