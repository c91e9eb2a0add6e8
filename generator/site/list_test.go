package site

import (
	"slices"
	"testing"
)

// TestNumbered lists which pages of a list are linked from one of them.
func TestNumbered(t *testing.T) {
	for _, c := range []struct {
		number, pages int
		want          []int
	}{
		{1, 0, nil},
		{1, 1, nil},
		{2, 3, []int{1, 2, 3}},
		{9, 9, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{1, 12, []int{1, 2, 3, 11, 12}},
		{50, 1000, []int{1, 40, 48, 49, 50, 51, 52, 60, 150, 1000}},
	} {
		if got := numbered(c.number, c.pages); !slices.Equal(got, c.want) {
			t.Errorf("page %d of %d links to %v, want %v", c.number, c.pages, got, c.want)
		}
	}
}
