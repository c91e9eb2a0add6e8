package locale

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

var words = map[string]string{
	"answers.one": "{count} answer from {who}", "answers.other": "{count} answers from {who}",
	"hello": "Hello {who}, {who}!", "plain": "{count} only",
}

func spoken(t *testing.T, lang string) *Locale {
	t.Helper()
	l, err := New(lang, words)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestNew(t *testing.T) {
	for _, c := range []struct{ lang, dir, name string }{{"en", "ltr", "English"}, {"fa", "rtl", "فارسی"}, {"ko", "ltr", "한국어"}} {
		if l := spoken(t, c.lang); l.Lang != c.lang || l.Dir != c.dir || l.Name != c.name {
			t.Errorf("%s: %q %q %q", c.lang, l.Lang, l.Dir, l.Name)
		}
	}
	for _, lang := range []string{"xx", "", "../en", "house/en"} {
		if _, err := New(lang, nil); err == nil || !strings.Contains(err.Error(), "ar, de, en, ") {
			t.Errorf("%q: %v, want the languages that there are", lang, err)
		}
	}
}

// Adding a language is adding two files: this tells whether they say all that is needed.
func TestFacts(t *testing.T) {
	for _, lang := range Languages() {
		f, err := readFacts(lang)
		if err != nil {
			t.Fatal(err)
		}
		n := f.Number
		if len([]rune(n.Digits)) != 10 || n.Decimal == "" || n.Primary == 0 || n.Secondary == 0 || slices.Contains([]affix{n.Plus, n.Neg, n.Pct, n.PctNeg}, affix{}) {
			t.Errorf("%s: number %+v", lang, n)
		}
		if f.Name == "" || f.Script == "" || f.Dir != "ltr" && f.Dir != "rtl" || f.Reading <= 0 || f.Quarter == "" ||
			slices.Contains(f.List[:], "") || slices.Contains(f.Quotes[:], "") || len(f.Compact) == 0 {
			t.Errorf("%s: %+v", lang, f)
		}
		if _, ok := CalendarOf(f.Calendar); !ok {
			t.Errorf("%s: calendar %q", lang, f.Calendar)
		}
		for _, unit := range []string{"second", "minute", "hour", "day"} {
			if f.Units[unit]["other"] == "" {
				t.Errorf("%s: no words for a %s", lang, unit)
			}
		}
		for _, unit := range []string{"second", "minute", "hour", "day", "week", "month", "quarter", "year"} {
			if f.Relative[unit].Past["other"] == "" || f.Relative[unit].Future["other"] == "" {
				t.Errorf("%s: no words for a %s ago", lang, unit)
			}
		}
		for _, row := range f.Compact {
			if _, ok := row.Forms["other"]; !ok || row.Exp < 3 {
				t.Errorf("%s: compact %+v", lang, row)
			}
		}
		for _, c := range []calendarFacts{f.Dates.Gregory, f.Dates.Persian} {
			if len(c.Months.Format) != 12 || len(c.Months.Abbr) != 12 || len(c.Months.Standalone) != 12 || len(c.Quarters) != 4 || len(c.Weekdays.Wide) != 7 {
				t.Errorf("%s: calendar %+v", lang, c)
			}
			for _, key := range []string{"short", "medium", "long", "full", "yMMMM", "MMMd", "y"} {
				if c.Patterns[key] == "" {
					t.Errorf("%s: no pattern %q", lang, key)
				}
			}
		}
		for _, of := range []rules{f.Plural.Cardinal, f.Plural.Ordinal} {
			for category, condition := range of {
				for _, relation := range strings.Split(strings.ReplaceAll(condition, " or ", " and "), " and ") {
					if _, ok := compare(relation, decimal{whole: "1"}); !ok || !slices.Contains([]string{"zero", "one", "two", "few", "many"}, category) {
						t.Errorf("%s: %s: %q is no rule", lang, category, relation)
					}
				}
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	en, fa, ko := spoken(t, "en"), spoken(t, "fa"), spoken(t, "ko")
	for _, c := range []struct{ name, got, want string }{
		{"grouped", en.Number(1234567.891, -1), "1,234,567.891"},
		{"short", en.Number(999, 0), "999"},
		{"half up", en.Number(0.125, 2), "0.13"},
		{"half of the shortest decimal", en.Number(1.005, 2), "1.01"},
		{"half away from zero", en.Number(-2.5, 0), "−3"},
		{"carried", en.Number(999.95, 1), "1,000.0"},
		{"never minus nothing", en.Number(-0.04, 1), "0.0"},
		{"negative zero", en.Number(math.Copysign(0, -1), -1), "0"},
		{"tiny", en.Number(1e-7, 2), "0.00"},
		{"large", en.Number(1e21, 0), "1,000,000,000,000,000,000,000"},
		{"not a number", en.Number(math.NaN(), 0), "–"},
		{"infinite", en.Percent(math.Inf(-1), 0), "–"},
		{"fa", fa.Number(1234567.891, 1), "۱٬۲۳۴٬۵۶۷٫۹"},
		{"fa minus", fa.Number(-42, 0), "\u200e−۴۲"},
		{"ko", ko.Number(-1000, 0), "−1,000"},

		{"plus", en.Signed(43, 0), "+43"},
		{"minus", en.Signed(-5.4, 0), "−5"},
		{"rounded to nothing", en.Signed(-0.4, 0), "0"},
		{"rounded to nothing, decimals", en.Signed(0.04, 1), "0"},
		{"fa plus", fa.Signed(43, 0), "\u200e+۴۳"},

		{"percent", en.Percent(37.55, 1), "37.6%"},
		{"percent less", en.Percent(-5, 0), "−5%"},
		{"percent fa", fa.Percent(78, 0), "۷۸٪"},
		{"percent fa less", fa.Percent(-5, 0), "\u200e−۵٪"},
		{"percent ko", ko.Percent(45.67, 1), "45.7%"},

		{"margin", en.Margin(-4.2, 0), "±4"},
		{"margin fa", fa.Margin(2.7, 1), "±۲٫۷"},

		{"compact nothing", en.Compact(0), "0"},
		{"compact small", en.Compact(999.4), "999.4"},
		{"compact K", en.Compact(1234), "1.2K"},
		{"compact rolls", en.Compact(999960), "1M"},
		{"compact does not roll", en.Compact(999940), "999.9K"},
		{"compact less", en.Compact(-2.5e9), "−2.5B"},
		{"compact enormous", en.Compact(1e18), "1,000,000T"},
		{"compact fa", fa.Compact(1234567), "۱٫۲\u00a0میلیون"},
		{"compact ko, ten thousands", ko.Compact(12345), "1.2만"},
		{"compact ko rolls", ko.Compact(99999999), "1억"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct{ lang, amount, code, want string }{
		{"en", "89.00", "EUR", "€89"},
		{"en", "89.5", "EUR", "€89.50"},
		{"en", "1289.995", "USD", "$1,290"},
		{"en", "-9.99", "GBP", "−£9.99"},
		{"en", "39000", "KRW", "₩39,000"},
		{"en", "2500000", "IRT", "2,500,000\u00a0toman"},
		{"en", "12.50", "XTS", "XTS\u00a012.50"},
		{"en", "-12", "XTS", "−XTS\u00a012"},
		{"en", "free", "EUR", "free EUR"},
		{"en", "", "EUR", "EUR"},
		{"en", "123456789012345678901234567890.10", "EUR", "€123,456,789,012,345,678,901,234,567,890.10"},
		{"fa", "3980000", "IRT", "۳٬۹۸۰٬۰۰۰\u00a0تومان"},
		{"fa", "2500000", "IRR", "۲٬۵۰۰٬۰۰۰\u00a0ریال"},
		{"fa", "1234.50", "USD", "\u200e$۱٬۲۳۴٫۵۰"},
		{"ko", "129000", "KRW", "129,000원"},
		{"ko", "19.90", "USD", "US$19.90"},
	} {
		if got := spoken(t, c.lang).Money(c.amount, c.code); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.lang, c.amount, c.code, got, c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	const m, h, d = 60, 3600, 86400
	en := spoken(t, "en")
	for seconds, want := range map[float64]string{
		0: "0 s", 0.04: "0 s", 0.42: "0.4 s", 4.25: "4.3 s", 9.96: "10 s", 42.4: "42 s", 59.7: "1 min", 60: "1 min",
		130: "2 min 10 s", 9 * m: "9 min", 9*m + 59.6: "10 min", 35*m + 20: "35 min", 59*m + 40: "1 h",
		65 * m: "1 h 5 min", 2 * h: "2 h", 9*h + 59*m + 40: "10 h", 18*h + 10*m: "18 h", 23*h + 40*m: "1 day",
		24 * h: "1 day", 38.4 * h: "1.6 days", 3.2 * d: "3.2 days", 9.97 * d: "10 days", 115.7 * d: "116 days",
		-130: "−2 min 10 s", math.Inf(1): "–",
	} {
		if got := en.Duration(seconds); got != want {
			t.Errorf("%v s: %q, want %q", seconds, got, want)
		}
	}
	for lang, want := range map[string]string{"fa": "۲ دقیقه و ۱۰ ثانیه", "ko": "2분 10초"} {
		if got := spoken(t, lang).Duration(130); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got, want := spoken(t, "fa").Duration(3.2*d), "۳٫۲ روز"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMinutes(t *testing.T) {
	en := spoken(t, "en")
	for words, want := range map[int]int{-1: 0, 0: 0, 1: 1, 230: 1, 344: 1, 346: 2, 1610: 7} {
		if got := en.Minutes(words); got != want {
			t.Errorf("%d words: %d minutes, want %d", words, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    float64
		want string
	}{
		{"en", 0, "other"}, {"en", 1, "one"}, {"en", 1.5, "other"}, {"en", 2, "other"}, {"en", -1, "one"}, {"en", math.NaN(), "other"},
		{"fa", 0, "one"}, {"fa", 0.5, "one"}, {"fa", 1, "one"}, {"fa", 2, "other"}, {"fa", 10000001, "other"},
		{"ko", 1, "other"}, {"ko", 5, "other"},
	} {
		if got := spoken(t, c.lang).Plural(c.n); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.lang, c.n, got, c.want)
		}
	}
}

func TestSay(t *testing.T) {
	en, fa := spoken(t, "en"), spoken(t, "fa")
	for _, c := range []struct{ got, want string }{
		{en.Say("answers", "count", 1, "who", "Ines"), "1 answer from Ines"},
		{en.Say("answers", "count", 1204, "who", "{count}"), "1,204 answers from {count}"},
		{en.Say("answers", "count", 2.50, "who", "all"), "2.5 answers from all"},
		{en.Say("answers", "count", uint8(1), "who", "Tom"), "1 answer from Tom"},
		{en.Say("answers", "count", "many", "who", "Tom"), "many answers from Tom"},
		{en.Say("answers", "count", 3), "3 answers from {who}"},
		{en.Say("answers"), "{count} answers from {who}"},
		{en.Say("hello", "who", "<b>"), "Hello <b>, <b>!"},
		{en.Say("hello", "who"), "Hello {who}, {who}!"},
		{en.Say("plain", "count", 1), "1 only"},
		{en.Say("chart.target", "count", 1), "[chart.target]"},
		{fa.Say("hello", "who", "C++"), "Hello \u2068C++\u2069, \u2068C++\u2069!"},
		{fa.Say("hello", "who", "مریم"), "Hello مریم, مریم!"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if !en.Has("answers") || !en.Has("plain") || en.Has("chart.target") {
		t.Error("Has does not tell what can be said")
	}
	mine := map[string]string{"a": "before"}
	l, err := New("en", mine)
	if err != nil {
		t.Fatal(err)
	}
	if mine["a"] = "after"; l.Say("a") != "before" {
		t.Error("a Locale changed with the map that it was made of")
	}
}

func TestIsolate(t *testing.T) {
	fa := spoken(t, "fa")
	for s, want := range map[string]bool{
		"": false, "مشتری": false, "ترویج\u200cکنندگان ما": false, "۳۱۲": true, "۲٬۵۰۰ تومان": true,
		"C++": true, "+98 21": true, "\u200e−۱۲٪": true, "۷۸٪": true, "8-10": true, "چای Nami": true,
	} {
		if got := fa.Isolate(s) == "\u2068"+s+"\u2069"; got != want || !got && fa.Isolate(s) != s {
			t.Errorf("%q: isolated %v, want %v", s, got, want)
		}
	}
	list := fa.Isolate("ماه ۱") + " (" + fa.Isolate("۹۰٪") + ")، " + fa.Isolate("ماه ۳") + " (" + fa.Isolate("۸۲٪") + ")"
	if got := fa.Isolate(list); got != "\u2067"+list+"\u2069" {
		t.Errorf("a list of isolated parts runs as %q", got)
	}
	span := fa.Isolate("۹") + "–" + fa.Isolate("۱۰")
	if got := fa.Isolate(span); got != "\u2068"+span+"\u2069" {
		t.Errorf("a range of numbers runs as %q", got)
	}
	en := spoken(t, "en")
	for s, want := range map[string]bool{"": false, "Nami": false, "-12%": false, "+98 21": false, "각": false, "چای": true, "Nami چای": true, "٤٢": true, "שלום": true} {
		if got := en.Isolate(s) == "\u2068"+s+"\u2069"; got != want {
			t.Errorf("en %q: isolated %v, want %v", s, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct {
		lang  string
		items []string
		want  string
	}{
		{"en", nil, ""}, {"en", []string{"a"}, "a"}, {"en", []string{"a", "b"}, "a and b"}, {"en", []string{"a", "b", "c", "d"}, "a, b, c, and d"},
		{"fa", []string{"قیمت", "کیفیت", "پشتیبانی"}, "قیمت،\u200f کیفیت، و پشتیبانی"},
		{"ko", []string{"가격", "품질", "지원"}, "가격, 품질 및 지원"},
	} {
		if got := spoken(t, c.lang).List(c.items); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.lang, c.items, got, c.want)
		}
	}
}

func TestParticle(t *testing.T) {
	for _, c := range []struct{ word, particles, want string }{
		{"고객", "을/를", "을"}, {"만족도", "을/를", "를"}, {"NPS", "이/가", "가"}, {"CSAT", "은/는", "는"}, {"Email", "은/는", "은"}, {"CRM", "이/가", "이"},
		{"서울", "으로/로", "로"}, {"부산", "으로/로", "으로"}, {"2026", "과/와", "과"}, {"12", "이/가", "가"}, {"7", "으로/로", "로"}, {"3", "으로/로", "으로"},
		{"12%", "은/는", "는"}, {"“고객”", "이/가", "이"}, {"12명", "이/가", "이"}, {"高橋", "을/를", "을(를)"}, {"چای", "이/가", "이(가)"}, {"", "이/가", "이(가)"}, {"고객", "", ""},
	} {
		if got := particle(c.word, c.particles); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.word, c.particles, got, c.want)
		}
	}
	ko, err := New("ko", map[string]string{"rose": "{what:이/가} {n} 올랐습니다"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := ko.Say("rose", "what", "만족도", "n", 1200), "만족도가 1,200 올랐습니다"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"fa", "كيفيت ٢٠٢٥", "کیفیت 2025"}, {"fa", "مُشتَرِیان", "مشتریان"}, {"fa", "می\u200cرود", "می\u200cرود"}, {"fa", "\u2068NPS\u2069 ۴۲", "nps 42"},
		{"ar", "كيفيت", "كيفيت"}, {"ar", "أحمد", "احمد"}, {"tr", "IŞIK", "ışık"}, {"en", "IŞIK", "işik"}, {"ja", "ｶﾀｶﾅ１２", "カタカナ12"}, {"de", "Straße", "straße"},
	} {
		if got := spoken(t, c.lang).Fold(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestTerms(t *testing.T) {
	for lang, c := range map[string]struct {
		text string
		want []string
	}{
		"fa": {"مشتری می\u200cرود، مشتری", []string{"مشتری", "میرود", "می", "رود"}},
		"ko": {"만족도를 NPS", []string{"만족도를", "만족", "족도", "도를", "nps"}},
		"en": {"Don't (re)open A-1", []string{"don", "t", "re", "open", "a", "1"}},
		"hi": {"ग्राहक", []string{"ग्राहक"}},
	} {
		if got := spoken(t, lang).Terms(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", lang, got, c.want)
		}
	}
}

func TestQuotes(t *testing.T) {
	for lang, want := range map[string]string{"en": "“a”", "fa": "«a»", "ko": "“a”", "de": "„a“", "ja": "「a」"} {
		l := spoken(t, lang)
		if outer, inner := l.Quotes(); l.Quote("a") != want || outer[0]+"a"+outer[1] != want || inner == outer {
			t.Errorf("%s: %q, want %q", lang, l.Quote("a"), want)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{spoken(t, "en").Relative(-1, "day"), "yesterday"}, {spoken(t, "en").RelativeNumber(-1, "day"), "1 day ago"},
		{spoken(t, "en").Relative(-1.5, "hour"), "1.5 hours ago"}, {spoken(t, "fa").Relative(-5, "minute"), "۵ دقیقه پیش"},
		{spoken(t, "ar").Relative(-2, "week"), "قبل أسبوعين"}, {spoken(t, "de").Relative(0, "year"), "dieses Jahr"},
		{spoken(t, "en").Relative(math.NaN(), "day"), "–"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestStandard(t *testing.T) {
	en := spoken(t, "en")
	if got := en.Standard().Number(-4, 0) + " " + en.Number(-4, 0) + " " + en.Money("-4", "USD") + " " + en.Standard().Money("-4", "USD"); got != "-4 −4 −$4 -$4" {
		t.Errorf("%q", got)
	}
}

func TestSort(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"12", "apple", "Apple", "eclair", "éclair", "zebra", "Zoo"},
		"fa": {"آبادان", "اصفهان", "بوشهر", "پاریس", "چالوس", "ژرف", "کرمان", "گرگان", "وان", "هرمز", "یزد"},
		"ko": {"12", "가", "각", "각시", "값", "나비", "하", "漢", "ABC"},
	} {
		l := spoken(t, lang)
		var all sync.WaitGroup
		for range 4 { // at once: a collator alone would mix the texts up
			all.Go(func() {
				got := slices.Clone(want)
				slices.Reverse(got)
				if l.Sort(got); !slices.Equal(got, want) {
					t.Errorf("%s: %v, want %v", lang, got, want)
				}
			})
		}
		all.Wait()
	}
	if en := spoken(t, "en"); en.Compare("a", "a") != 0 || en.Compare("a", "b") != -1 || en.Compare("a\u0301", "á") == 0 {
		t.Error("Compare is 0 for equal texts only")
	}
}

// Values are rounded half away from zero as they are, and not as sums and differences of floats leave them.
func TestHalves(t *testing.T) {
	l := spoken(t, "en")
	half := func(times, of int) string { // times/of, times ≥ 0
		return fmt.Sprint((2*times + of) / (2 * of))
	}
	for n := 1; n <= 200; n++ {
		for x := range n + 1 {
			share := float64(x) / float64(n)
			if got, want := l.Percent(100*share, 0), half(100*x, n)+"%"; got != want {
				t.Fatalf("%d of %d: %s, want %s", x, n, got, want)
			}
			if other := float64(n/3) / float64(n); share > other {
				if got, want := l.Number(100*(share-other), 0), half(100*(x-n/3), n); got != want {
					t.Fatalf("%d less %d of %d: %s, want %s", x, n/3, n, got, want)
				}
			}
		}
	}
	for v, want := range map[float64]string{57.55 - 50.1: "7.5", -(57.55 - 50.1): "−7.5", .05: "0.1", -.05: "−0.1", -.04: "0.0", 999.95: "1,000.0", 1000.05: "1,000.1", 1e15: "1,000,000,000,000,000.0"} {
		if got := l.Number(v, 1); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}
