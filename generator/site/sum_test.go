package site

import (
	"testing"
	"time"
)

// Whatever a template can print makes a difference, and the same makes none.
func TestSum(t *testing.T) {
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	seen := map[any]int{}
	for i, view := range []func() *View{
		func() *View { return &View{} },
		func() *View { return &View{Title: "a"} },
		func() *View { return &View{Title: "a", Description: "b"} },
		func() *View { return &View{Title: "ab"} },
		func() *View { return &View{PageTitle: "a"} },
		func() *View { return &View{NoIndex: true} },
		func() *View { return &View{Minutes: 1} },
		func() *View { return &View{Date: &Stamp{}} },
		func() *View { return &View{Tags: []Ref{{}}} },
		func() *View { return &View{Tags: []Ref{{}, {}}} },
		func() *View { return &View{Translations: []Translation{{Ref: Ref{Href: "a"}}}} },
		func() *View { return &View{Body: []Part{{Inner: []Part{{Kind: "a"}}}}} },
		func() *View { return &View{Body: []Part{{Inner: []Part{{ID: "a"}}}}} },
		func() *View { return &View{Body: []Part{{Measure: &Measure{Fill: .5}}}} },
		func() *View { return &View{Has: map[string]bool{"a": true}} },
		func() *View { return &View{Has: map[string]bool{"a": false}} },
		func() *View { return &View{Assets: map[string]string{"a": "b", "c": "d", "e": "f", "g": "h"}} },
		func() *View { return &View{Params: map[string]any{"a": nil}} },
		func() *View { return &View{Params: map[string]any{"a": ""}} },
		func() *View { return &View{Params: map[string]any{"a": 0}} },
		func() *View { return &View{Params: map[string]any{"a": int64(0)}} },
		func() *View { return &View{Params: map[string]any{"a": false}} },
		func() *View { return &View{Params: map[string]any{"a": []any{}}} },
		func() *View { return &View{Params: map[string]any{"a": []any{day, map[string]any{"b": 1.5}}}} },
		func() *View {
			return &View{Params: map[string]any{"a": []any{day.AddDate(0, 0, 1), map[string]any{"b": 1.5}}}}
		},
		func() *View { return &View{exact: []byte("a")} },
	} {
		sum := view().Sum()
		if other, twice := seen[sum]; twice {
			t.Errorf("views %d and %d have one sum", other, i)
		}
		if seen[sum] = i; view().Sum() != sum {
			t.Errorf("view %d has two sums", i)
		}
	}
	if (&View{Terms: "a", Words: map[string]string{"a": "b"}}).Sum() != (&View{}).Sum() {
		t.Error("what is in other sums makes a difference")
	}
}
