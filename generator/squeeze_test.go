package generator

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func squeezed(page string) string {
	s := squeezer{scripts: &scripts{}}
	s.reset()
	s.page([]byte(page))
	return string(s.out)
}

func TestSqueeze(t *testing.T) {
	for _, c := range []struct{ page, want string }{
		{"<!doctype html>\n<html>\n <head>\n<meta a>\n<link b> </head>\n<body>", "<!doctype html><html><head><meta a><link b></head><body>"},
		{"<p> a  b\n\t c </p>\n\n<p>d</p> ", "<p>a b\nc</p><p>d</p>"},
		{"<p>a <b>b </b> c<i> d </i></p>", "<p>a <b>b </b>c<i> d</i></p>"},
		{"<p>a <img src=x> b</p>", "<p>a <img src=x> b</p>"},
		{"<p>a <!-- b --> c</p><!-- d", "<p>a c</p>"},
		{"<p>a <span>b</span> <br> c", "<p>a <span>b</span><br>c"},
		{"<pre> a\n  <b> b </b>\n</pre> <p> c", "<pre> a\n  <b> b </b>\n</pre><p>c"},
		{"<textarea> a  b </textarea><title> a  b </title>", "<textarea> a  b </textarea><title> a  b </title>"},
		{"<p>a <svg  class='x'  viewBox=\"0 0\">\n <title> a </title><path d='M0' /> <svg/> </svg> b", "<p>a <svg class='x' viewBox=\"0 0\">\n <title> a </title><path d='M0'/> <svg/> </svg> b"},
		{"<script>if (a <b) { \"</p>  \" }</script>  <p>", "<script>if (a <b) { \"</p>  \" }</script><p>"},
		{`<a  href="x>y"` + "\n" + `class='' alt="&#34;&#39;&#43;&amp;&quot;" title='&#34;&#39;'>&#34;&#39;&#43;&amp;#39;&lt;&</a >`,
			`<a href="x>y" class alt="&#34;'+&amp;&quot;" title='"&#39;'>"'+&amp;#39;&lt;&</a>`},
		{`<p data-a="{&#34;b&#34;:1}">`, `<p data-a='{"b":1}'>`},
		{"<input disabled / value=a/><br /><hr/>", "<input disabled value=a/><br><hr>"},
		{"a < b <3 <", "a < b <3 <"},
		{"<p class=\"a", "<p class=\"a"},
		{"<script>a", "<script>a"},
		{"<SCRIPT>a</ScRiPt> <DIV> b </DIV>", "<SCRIPT>a</ScRiPt><DIV>b</DIV>"},
		{"</svg></pre> a", "</svg></pre>a"},
		{"", ""},
	} {
		if got := squeezed(c.page); got != c.want {
			t.Errorf("%q became\n%q, want\n%q", c.page, got, c.want)
		}
	}
}

// FuzzSqueeze squeezes what anybody may write. A browser must read the same elements, attributes and letters in the result, and
// squeezing it again changes nothing.
func FuzzSqueeze(f *testing.F) {
	for _, page := range []string{"<p class=\"a b\">x &amp; <b>y</b>\n", "<svg><path d=''/></svg>", "<pre> a </pre>", "<script>a</script>", "<a href='&quot;'>&#39;</a>", "<!--a-->b", "<textarea>\n a"} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		once := squeezed(page)
		if !wellFormed(page) {
			return // it must not crash; what it means is anybody's guess
		}
		if twice := squeezed(once); twice != once {
			t.Errorf("%q became\n%q, then\n%q", page, once, twice)
		}
		if got, want := meaning(t, once), meaning(t, page); got != want {
			t.Errorf("%q became %q:\n%s\nwant:\n%s", page, once, got, want)
		}
	})
}

// wellFormed tells whether a page is as templates write it: what they write is escaped, and so are the values of attributes.
func wellFormed(page string) bool {
	for i := range len(page) {
		name := strings.TrimPrefix(page[i+1:], "/")
		if page[i] == '<' && (name == "" || !isLetter(name[0])) || page[i] < ' ' && !isSpace(page[i]) || page[i] == '&' {
			return false
		}
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return true
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := z.Raw()
			if bytes.ContainsAny(raw[1:], "<`") || !bytes.HasSuffix(raw, []byte(">")) || bytes.Count(raw, []byte("=")) != bytes.Count(raw, []byte("=\"")) ||
				bytes.Count(raw, []byte("\"")) != 2*bytes.Count(raw, []byte("=\"")) || bytes.ContainsAny(raw, "'") || bytes.Contains(raw, []byte(" =")) {
				return false
			}
		}
	}
}

// meaning is what a browser reads: elements with their attributes, and letters without white space.
func meaning(t *testing.T, page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Skip(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(strings.Join(strings.Fields(n.Data), ""))
		case html.ElementNode:
			b.WriteString("<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key + "=" + a.Val)
			}
			b.WriteString(">")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type != html.TextNode {
			b.WriteString("/")
		}
	}
	walk(root)
	return b.String()
}
