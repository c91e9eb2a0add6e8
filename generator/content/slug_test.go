package content

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSlug(t *testing.T) {
	tests := []struct{ lang, text, want string }{
		{"fa", "گزارش رضایت مشتریان ۱۴۰۴", "گزارش-رضایت-مشتریان-1404"},
		{"fa", "می\u200cخواهیم بهتر شویم", "می-خواهیم-بهتر-شویم"},
		{"fa", "شاخص خالص ترویج\u200cکنندگان (NPS)", "شاخص-خالص-ترویج-کنندگان-nps"},
		{"fa", "كيفيت خدمات", "کیفیت-خدمات"},
		{"fa-IR", "نظرسنجي ٢٠٢٥", "نظرسنجی-2025"},
		{"fa", "مُشتَرِیان وَفادار", "مشتریان-وفادار"},
		{"fa", "«چرا» مشتری می\u200cرود؟", "چرا-مشتری-می-رود"},
		{"ko", "고객 만족도 보고서 2026", "고객-만족도-보고서-2026"},
		{"ko", "NPS란 무엇인가?", "nps란-무엇인가"},
		{"ko", "1분기 — 이탈률 12% 감소", "1분기-이탈률-12-감소"},
		{"en", "Customer Experience: Q1 2026 Report", "customer-experience-q1-2026-report"},
		{"en", "Don't lose your café customers!", "dont-lose-your-cafe-customers"},
		{"en", "Don’t ﬁnd Łódź, Ærø", "dont-find-lodz-aero"},
		{"de", "Größe & Übersicht", "groesse-uebersicht"},
		{"tr", "İstanbul Işık", "istanbul-isik"},
		{"ja", "顧客満足度レポート２０２６", "顧客満足度レポート2026"},
		{"ar", "تقرير رضا العملاء ٢٠٢٦", "تقرير-رضا-العملاء-2026"},
		{"hi", "ग्राहक संतुष्टि २०२६", "ग्राहक-संतुष्टि-2026"},
		{"en", "½ price for 2 ㎏ — Ⅻ", "1-2-price-for-2-kg-xii"},
		{"ja", "ｶﾀｶﾅ ﾊﾟ", "カタカナ-パ"},
		{"ko", "\u1112\u1161\u11ab글", "한글"}, // taken apart, as macOS does
		{"en", " -- a -- ", "a"},
		{"en", "!?", ""},
		{"en", "../../etc", "etc"},
		{"en", strings.Repeat("word ", 20), strings.Repeat("word-", 15) + "word"},
		{"en", strings.Repeat("x", 100), strings.Repeat("x", 80)},
		{"en", strings.Repeat("x", 80) + " y", strings.Repeat("x", 80)},
		{"ko", strings.Repeat("고객 ", 40), strings.TrimSuffix(strings.Repeat("고객-", 27), "-")},
	}
	for _, test := range tests {
		got := Slug(test.text, test.lang)
		if got != test.want {
			t.Errorf("%s: slug of %q is %q, want %q", test.lang, test.text, got, test.want)
		}
		if utf8.RuneCountInString(got) > maxAnchor {
			t.Errorf("%q is too long", got)
		}
	}
}

func TestIDs(t *testing.T) {
	var s ids
	for i, want := range []string{"a", "a-2", "a-3", "a-2-2", "b", "a-4"} {
		text := []string{"a", "a", "a", "a-2", "b", "a"}[i]
		if got := s.unique(text); got != want {
			t.Errorf("id %d is %q, want %q", i, got, want)
		}
	}
}

// TestPlainSlug compares the short way with the long one, on every pair of ASCII letters and signs.
func TestPlainSlug(t *testing.T) {
	for a := range byte(0x80) {
		for b := range byte(0x80) {
			text := string([]byte{'A', a, b, 'z', a})
			for _, lang := range []string{"en", "tr", "fa"} {
				if short, ok := plainSlug(text); !ok || short != slugOf(text, lang) {
					t.Fatalf("%q in %s is %q, want %q", text, lang, short, slugOf(text, lang))
				}
			}
		}
	}
	if _, ok := plainSlug("ä"); ok {
		t.Error("ä is not plain")
	}
}
