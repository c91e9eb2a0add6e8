package generator

import "testing"

func TestPrune(t *testing.T) {
	for _, c := range []struct{ sheet, page, want string }{
		{`.a{x:1}.b{x:2}.a .b,.a{x:3}`, `<p class="a">`, `.a{x:1}.a{x:3}`},
		{`p{x:1}ul li{x:2}p>b+i{x:3}`, `<p><b></b><i></i></p>`, `p{x:1}p>b+i{x:3}`},
		{`@media print{.b{x:1}@page{margin:1px}}@media(min-width:1px){.b{x:2}}`, `<p>`, `@media print{@page{margin:1px}}`},
		{`p:not(.gone):is(.x,.y)::before{content:"}.a{"}`, `<p>`, `p:not(.gone):is(.x,.y)::before{content:"}.a{"}`},
		{`.made{x:1}dialog{x:2}.never{x:3}`, `<script>d.createElement("dialog").className="made"</script>`, `.made{x:1}dialog{x:2}`},
		{`:root{--a:1;--b:var(--c);--c:2;--d:3}p{x:var(--b);y:var(--a,4)}`, `<p>`, `:root{--a:1;--b:var(--c);--c:2}p{x:var(--b);y:var(--a,4)}`},
		{`:root{--x:1;--y:var(--x)}`, `<p>`, `:root{}`},
		{`:lang(fa) p{x:1}:lang(ko){x:2}[dir=rtl] p{x:3}[hidden]{x:4}`, `<html lang="ko-KR" dir=ltr><p>`, `:lang(ko){x:2}[hidden]{x:4}`},
		{`svg.m{x:1}svg.n i{x:2}p.m.o{x:3}`, `<svg class=n><i></i></svg><p class="m o">`, `svg.n i{x:2}p.m.o{x:3}`},
		{`:lang(fa) p{x:1}`, `<html lang="en"><p><a lang="fa">`, ``},
		{`a[href$=".b"],.b{x:1}`, `<a>`, `a[href$=".b"]{x:1}`},
		{`@font-face{font-family:x}@font-face{font-family:z}@import "y";p{font-family:x,y}:lang(fa){font-family:z}`, `<p>`, `@font-face{font-family:x}@import "y";p{font-family:x,y}`},
		{`.a{x:1`, `<p class=a>`, `.a{x:1}`},
	} {
		s := squeezer{scripts: &scripts{}}
		s.reset()
		s.page([]byte(c.page))
		if got := prune(readSheet(c.sheet), s.has); got != c.want {
			t.Errorf("%s on %s:\n%s\nwant:\n%s", c.sheet, c.page, got, c.want)
		}
	}
}
