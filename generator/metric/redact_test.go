package metric

import (
	"strings"
	"testing"
)

func TestRedact(t *testing.T) {
	for _, c := range []struct {
		names      string // with | between them
		text, want string
	}{
		// English
		{"", "Write to ana.pereira+shop@mail.example.com, please", "Write to […], please"},
		{"", "Call (021) 555-0142 or +44 20 7946 0958.", "Call […] or […]."},
		{"", "Ordered 2026-03-31, came 2.4.2026 18:30, paid 1,250,000 for 12 pots", "Ordered 2026-03-31, came 2.4.2026 18:30, paid 1,250,000 for 12 pots"},
		{"", "on 2026-03-31 0912 345 6789 answered", "on 2026-03-31 […] answered"},
		{"", "10/10, would buy 5 again (twice)", "10/10, would buy 5 again (twice)"},
		{"Ana Pereira", "Ana was kind; thanks, ANA PEREIRA! Anagrams and bananas stay.", "[…] was kind; thanks, […]! Anagrams and bananas stay."},
		{"Ana Pereira", "ana was kind", "ana was kind"}, // three letters need a capital
		{"Peter O'Neil|Li An", "Peters parcel, o'neil's too. An apple for an hour, Li.", "[…]s parcel, […]'s too. […] apple for an hour, […]."},
		{"J. Smith", "J was here, smith too", "J was here, […] too"},
		{"", "", ""},
		{"", "See https://shop.example/track?o=77&m=ana, or www.ana.example.", "See […], or […]."},
		{"", "I am @ana.p on instagram.com/ana.p (4.5/5)", "I am […] on […] (4.5/5)"},
		{"", "ana [at] mail.example, ana(at)mail.example, ana @ mail.example; see you @ 10.30", "[…], […], […]; see you @ 10.30"},
		{"", "Order #1042, NT-10452 and ORD2026113 came in 2026; the A4 box for 25000 too", "Order […], […] and […] came in 2026; the A4 box for 25000 too"},
		{"", "010_1234_5678 or 0912—345—6789", "[…] or […]"},
		// Persian
		{"", "ali\u200c@namaye.ir و ۰۹۱۲ـ۳۴۵ـ۶۷۸۹، سفارش #۱۰۴۲", "[…] و […]، سفارش […]"},
		{"", "شماره من ۰۹۱۲۳۴۵۶۷۸۹ است", "شماره من […] است"},
		{"", "با ٠٢١-٨٨٧٧٦٦٥٥ تماس بگیرید یا ali@namaye.ir", "با […] تماس بگیرید یا […]"},
		{"", "در ۱۴۰۵/۰۷/۱۳ رسید و ۱۲ روز طول کشید", "در ۱۴۰۵/۰۷/۱۳ رسید و ۱۲ روز طول کشید"},
		{"علی کریمی", "آقاي علي كريمي خوش‌برخورد بود؛ علیرضا نبود", "آقاي […] خوش‌برخورد بود؛ علیرضا نبود"},
		{"مریم", "مریم‌جان ممنون", "[…]‌جان ممنون"},
		// Korean
		{"", "010-1234-5678로 전화 주세요", "[…]로 전화 주세요"},
		{"김민수", "김민수 기사님이 친절했어요. 민수씨 감사합니다", "[…] 기사님이 친절했어요. […]씨 감사합니다"},
		{"", "문의: help@shop.kr", "문의: […]"},
		{"", "minji골뱅이naver.com, 가격은25000원", "[…], 가격은25000원"},
		// others
		{"山田太郎", "山田さんは親切でした", "[…]さんは親切でした"},
		{"", "電話０９０１２３４５６７８まで", "電話[…]まで"},
		{"Ahmet Yılmaz", "Ahmet'in paketi, YILMAZ adına", "[…]'in paketi, […] adına"},
		{"Groß", "Herr GROSS war da", "Herr […] war da"},
	} {
		var names []string
		if c.names != "" {
			names = strings.Split(c.names, "|")
		}
		if got := Redact(c.text, names); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("Call +44 20 7946 0958, ana@x.org", "Ana")
	f.Add("۰۹۱۲ ۳۴۵ ۶۷۸۹ علی", "علی")
	f.Add("(((2026-1-1((+1", "ß ß")
	f.Fuzz(func(t *testing.T, text, name string) {
		once := Redact(text, []string{name})
		if len(phones(once)) > 0 || len(addresses(once)) > 0 {
			t.Fatalf("%q leaves %q", text, once)
		}
	})
}
