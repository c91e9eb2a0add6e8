package locale

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cxgen/generator/content"
)

// vector is one case of testdata/vectors.json: what the ICU of a browser writes.
type vector struct {
	ID, Kind, Locale string
	Input, Expected  json.RawMessage
	Options          struct {
		Least     *int   `json:"minimumFractionDigits"`
		Most      *int   `json:"maximumFractionDigits"`
		Notation  string `json:"notation"`
		Currency  string `json:"currency"`
		Display   string `json:"display"`
		Style     Style  `json:"style"`
		Calendar  string `json:"calendar"`
		Year      string `json:"year"`
		Month     string `json:"month"`
		Type      string `json:"type"`
		Unit      string `json:"unit"`
		Numeric   string `json:"numeric"`
		Mode      string `json:"mode"`
		MostChars int    `json:"max"`
	}
}

// TestVectors runs the file that CXGEN_LOCALE_VECTORS names, or else the one in testdata.
func TestVectors(t *testing.T) {
	path := os.Getenv("CXGEN_LOCALE_VECTORS")
	if path == "" {
		path = "testdata/vectors.json"
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Count   int
		Vectors []json.RawMessage
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 || file.Count != len(file.Vectors) {
		t.Fatalf("%d cases, want %d", len(file.Vectors), file.Count)
	}
	for _, raw := range file.Vectors {
		var v vector
		read := json.NewDecoder(strings.NewReader(string(raw)))
		if err := read.Decode(&v); err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		t.Run(v.ID+" "+v.Kind+" "+v.Locale, func(t *testing.T) {
			l, err := New(v.Locale, nil)
			if err != nil {
				t.Fatal(err)
			}
			v.run(t, l.Standard())
		})
	}
}

func (v *vector) run(t *testing.T, l *Locale) {
	switch v.Kind {
	case "number":
		v.is(t, l.Between(in[float64](t, v.Input), v.least(0), v.most(3)))
	case "percent":
		v.is(t, l.Share(in[float64](t, v.Input), v.least(0), v.most(0)))
	case "currency":
		amount := in[json.Number](t, v.Input).String()
		switch v.Options.Display {
		case "symbol":
			v.is(t, l.MoneySymbol(amount, v.Options.Currency))
		case "unit", "":
			v.is(t, l.MoneyUnit(amount, v.Options.Currency))
		default:
			t.Fatalf("no way to write money is called %q", v.Options.Display)
		}
	case "compact":
		v.is(t, l.Compact(in[float64](t, v.Input)))
	case "date":
		if v.Options.Calendar != "" {
			c, ok := CalendarOf(v.Options.Calendar)
			if !ok {
				t.Fatalf("no calendar %q", v.Options.Calendar)
			}
			l = l.In(c)
		}
		v.is(t, l.DateIn(v.date(t), v.Options.Style))
	case "month-year":
		v.is(t, l.Month(v.date(t)))
	case "jalali":
		var want struct{ Y, M, D int }
		if err := json.Unmarshal(v.Expected, &want); err != nil {
			t.Fatal(err)
		}
		if y, m, d := Persian.Date(v.date(t)); y != want.Y || m != want.M || d != want.D {
			t.Errorf("%d-%d-%d, want %+v", y, m, d, want)
		}
	case "plural":
		switch v.Options.Type {
		case "cardinal", "":
			v.is(t, l.Plural(in[float64](t, v.Input)))
		case "ordinal":
			v.is(t, l.Ordinal(in[int](t, v.Input)))
		default:
			t.Fatalf("no plural rules are called %q", v.Options.Type)
		}
	case "relative":
		switch v.Options.Numeric {
		case "auto":
			v.is(t, l.Relative(in[float64](t, v.Input), v.Options.Unit))
		case "always", "":
			v.is(t, l.RelativeNumber(in[float64](t, v.Input), v.Options.Unit))
		default:
			t.Fatalf("no relative time is called %q", v.Options.Numeric)
		}
	case "list":
		if v.Options.Type != "conjunction" {
			t.Fatalf("no list is called %q", v.Options.Type)
		}
		v.is(t, l.List(in[[]string](t, v.Input)))
	case "collate":
		items := in[[]string](t, v.Input)
		if l.Sort(items); !slices.Equal(items, in[[]string](t, v.Expected)) {
			t.Errorf("%q, want %s", items, v.Expected)
		}
	case "slug":
		if v.Options.Mode != "native" || v.Options.MostChars != 80 {
			t.Fatalf("slugs are native and of 80 characters, not %+v", v.Options)
		}
		v.is(t, content.Slug(in[string](t, v.Input), v.Locale))
	default:
		t.Fatalf("nothing here is a %q", v.Kind)
	}
}

func (v *vector) is(t *testing.T, got string) {
	t.Helper()
	if want := in[string](t, v.Expected); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func (v *vector) date(t *testing.T) time.Time {
	day, err := time.Parse(time.DateOnly, in[string](t, v.Input))
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// least and most are the decimals of a case, or else those that ICU takes.
func (v *vector) least(standard int) int {
	if v.Options.Least == nil {
		return standard
	}
	return *v.Options.Least
}

func (v *vector) most(standard int) int {
	if v.Options.Most == nil {
		return max(standard, v.least(0))
	}
	return *v.Options.Most
}

func in[T any](t *testing.T, raw json.RawMessage) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
