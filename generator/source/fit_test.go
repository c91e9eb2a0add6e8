package source

import "testing"

func TestFit(t *testing.T) {
	for _, test := range []struct {
		text    string
		columns int
		right   bool
		want    string
	}{
		{"abc", 5, false, "abc  "},
		{"abc", 5, true, "  abc"},
		{"abcde", 5, false, "abcde"},
		{"abcdef", 5, false, "abcd…"},
		{"만족합니다", 10, false, "만족합니다"},
		{"만족합니다", 8, false, "만족합… "},
		{"سلام", 6, false, "سلام\u200e  "},
		{"می‌شود", 5, true, "می‌شود\u200e"},
		{"a\nb\x1b[31m", 9, false, "a␊b␛[31m "},
		{"", 2, false, "  "},
	} {
		if got := Fit(test.text, test.columns, test.right); got != test.want {
			t.Errorf("Fit(%q, %d, %v) = %q, want %q", test.text, test.columns, test.right, got, test.want)
		}
	}
}
