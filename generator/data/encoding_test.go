package data

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"cxgen/generator/source"
)

// TestGuess writes sentences in the encodings that their languages had, and reads them without being told.
func TestGuess(t *testing.T) {
	for _, test := range []struct{ encoding, lang, text string }{
		{"windows-1252", "", "Die Lieferung kam spät, die Schachtel war geöffnet. Größe stimmt nicht."},
		{"windows-1252", "", "Très bien, mais la livraison a été retardée à Besançon."},
		{"windows-1252", "de", "Mañana llega el envío, señor Núñez."},
		{"windows-1250", "", "Przesyłka przyszła późno, ale obsługa była świetna, dziękuję. Żałuję tylko, że pudełko było źle zamknięte."},
		{"windows-1250", "", "Zboží přišlo pozdě, krabice byla otevřená. Děkuji, příště zkusím jiný obchod. Šťastné dítě."},
		{"windows-1251", "", "Посылка пришла поздно, но качество отличное"},
		{"windows-1254", "", "Kargo geç geldi, müşteri hizmetleri çok ilgisizdi. Değişim için bir hafta beklediğim oldu. Ağır ve kırık çıktı."},
		{"windows-1256", "", "التوصيل كان سريعا والمنتج ممتاز"},
		{"windows-1256", "fa", "ارسال سريع بود ولي بسته باز شده بود"},
		{"windows-1256", "fa", "كيفيت"},
		{"windows-1254", "tr", "İyi"},
		{"euc-kr", "ko", "배송이 빨라서 만족합니다"},
		{"shift_jis", "ja", "配送が遅いです"},
		{"windows-1252", "ko", "José"},
		{"euc-kr", "", "날짜,만족도,의견\n2024-01-31,5,배송이 빨라서 좋았어요\n"},
		{"euc-kr", "en", "뷁, 별로"}, // of the letters that cp949 has more than EUC-KR
		{"shift_jis", "", "日付,満足度,ご意見\n2024/01/31,5,配送が早くて良かったです\n"},
		{"windows-1256", "fa", "تاريخ;امتياز;كانال\n1403/07/14;9;فروشگاه يك\n"},
	} {
		if got := guess(encoded(t, test.encoding, test.text), test.lang); got != test.encoding {
			t.Errorf("%q in a report in %q is read as %s, not %s", test.text, test.lang, got, test.encoding)
		}
	}
}

// TestEncodings reads the same table in every way that its bytes may stand in a file.
func TestEncodings(t *testing.T) {
	const text = "نام,امتیاز\nسارا,۹\nعلی,۱۰\n"
	const want = "2 rows, decimal .\nنام (text) |سارا |علی\nامتیاز (numbers) |۹ = 9 |۱۰ = 10\n"
	for name, test := range map[string]struct {
		bytes []byte
		def   Def
	}{
		"utf-8":                    {[]byte(text), Def{}},
		"utf-8 with a mark":        {[]byte("\ufeff" + text), Def{}},
		"utf-16le with a mark":     {encoded(t, "utf-16le", "\ufeff"+text), Def{}},
		"utf-16be with a mark":     {encoded(t, "utf-16be", "\ufeff"+text), Def{}},
		"utf-16le, named":          {encoded(t, "utf-16le", text), Def{Encoding: "UTF-16LE"}},
		"utf-16be, named":          {encoded(t, "utf-16be", "\ufeff"+text), Def{Encoding: "utf-16be"}},
		"utf-16le without a mark":  {encoded(t, "utf-16le", text), Def{}},
		"utf-16be without a mark":  {encoded(t, "utf-16be", text), Def{}},
		"packed":                   {packed([]byte(text)), Def{}},
		"packed utf-16":            {packed(encoded(t, "utf-16le", "\ufeff"+text)), Def{}},
		"utf-8, named":             {[]byte(text), Def{Encoding: "utf8"}},
		"old Macintosh line ends":  {[]byte(strings.ReplaceAll(text, "\n", "\r")), Def{}},
		"line ends of all systems": {[]byte("نام,امتیاز\r\nسارا,۹\rعلی,۱۰\n"), Def{}},
	} {
		t.Run(name, func(t *testing.T) {
			table, problems := Read("t", []*source.File{source.NewFile("f.csv", test.bytes)}, test.def, nil, nil, nil)
			if got := describe(table, problems); got != want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestPersianLetters reads what windows-1256 makes of Persian: names are in its letters, what people wrote stays as it stands.
func TestPersianLetters(t *testing.T) {
	text := encoded(t, "windows-1256", "امتياز,كانال\n9,يك\n")
	table, problems := Read("t", []*source.File{source.NewFile("f.csv", text)}, Def{Lang: "fa", Encoding: "windows-1256"}, nil, nil, nil)
	if got, want := describe(table, problems), "1 rows, decimal .\nامتیاز (numbers) |9 = 9\nکانال (text) |يك\n"; got != want {
		t.Errorf("got %s", got)
	}
	filter, _ := ParseFilter(`کانال = "یک"`, source.Span{})
	if rows, problems := filter.Select(table, Env{}); rows.Count() != 1 || problems != nil {
		t.Errorf("found %d rows: %v", rows.Count(), problems)
	}
}

// encoded writes text in an encoding.
func encoded(t *testing.T, name, text string) []byte {
	t.Helper()
	e, err := htmlindex.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func packed(text []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(text)
	w.Close()
	return b.Bytes()
}

func FuzzEncoding(f *testing.F) {
	for _, text := range []string{"a,b\n1,Jos\xe9\n", "\xff\xfea\x00\n\x001\x00", "\xfe\xff\x00a", "a\x00b\x00", "\xff\xfe\x00\x00a\x00\x00\x00", "\x1f\x8b\x08\x00", "\xef\xbb\xbf\n", "PK\x03\x04"} {
		for _, encoding := range []string{"", "windows-1256", "utf-16le", "shift_jis"} {
			f.Add([]byte(text), encoding, "fa")
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, encoding, lang string) {
		table := soundly(t, "f.csv", text, Def{Encoding: encoding, Lang: lang})
		if table == nil {
			return
		}
		for _, c := range table.Columns() {
			for _, word := range append(c.Words, c.Name) {
				if !utf8.ValidString(word) {
					t.Fatalf("%q is not UTF-8", word)
				}
			}
		}
		table.Roles()
	})
}
