package site

import "testing"

func TestRials(t *testing.T) {
	for tomans, want := range map[string]string{"4900000": "49000000", "12.5": "125", "12.50": "125.0", "1": "10"} {
		if got := rials(tomans); got != want {
			t.Errorf("%s tomans are %s rials, not %s", tomans, want, got)
		}
	}
}

func TestPlainText(t *testing.T) {
	for prose, want := range map[string]string{
		"<p>One <a href=\"x\">link</a>, then</p>\n<p>two &amp; three</p>": "One link, then two & three",
		"<ul><li>a</li><li>b</li></ul>":                                   "a b",
		"<p>x<sub>1</sub>\u00a0<code>y</code>z<br>a<bdo>b</bdo>":          "x1\u00a0yz a b",
		"a &lt;b> &amp;lt; <c":                                            "a <b> &lt; <c",
	} {
		if got := plainText(prose); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
