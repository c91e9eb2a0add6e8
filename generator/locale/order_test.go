package locale

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSortBy sorts texts of several scripts by their keys and by comparing: that is one order.
func TestSortBy(t *testing.T) {
	letters := []rune("abcÀéßzZ 0129-.,آبپچگیئه‌ًé나가힣あアー漢字çğıİş👍\u0301")
	r := rand.New(rand.NewPCG(1, 2))
	for _, lang := range []string{"en", "fa", "ko", "ar", "tr", "de", "ja"} {
		l, err := New(lang, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			texts := make([]string, 40)
			for i := range texts {
				text := make([]rune, r.IntN(5))
				for j := range text {
					text[j] = letters[r.IntN(len(letters))]
				}
				texts[i] = string(text)
			}
			want, got := slices.Clone(texts), texts
			l.Sort(want)
			SortBy(l, got, func(s string) string { return s })
			if !slices.Equal(want, got) {
				t.Fatalf("%s:\n%q\n%q", lang, got, want)
			}
		}
	}
}
