package locale

import "testing"

func TestGlue(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"ko", "비율은 97%입니다.", "비율은 97%\u2060입니다."},
		{"ko", "“결제”까지 216명(37%)이 갔습니다.", "“결제”\u2060까지 216명\u2060(37%)\u2060이 갔습니다."},
		{"ko", "97% 도착 (5점 만점)", "97% 도착 (5점 만점)"},
		{"ko", `<a title="고객(9점)은">고객(9점)</a>은`, `<a title="고객(9점)은">고객` + "\u2060" + `(9점)</a>은`},
		{"ko", "2025년 11월~2026년 10월", "2025년 11월\u2060~2026년 10월"},
		{"ko", "값은 €42.23 ±€2.74입니다", "값은 €42.23 ±\u2060€2.74입니다"},
		{"ko", "<code>unit</code>을 <b>값</b>을", "<code>unit</code>\u2060을 <b>값</b>을"},
		{"en", "97%입니다", "97%입니다"},
		{"fa", "“a”가", "“a”가"},
	} {
		if got := spoken(t, c.lang).Glue(c.in); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.lang, c.in, got, c.want)
		}
	}
}
