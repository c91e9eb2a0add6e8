package metric

import (
	"strings"
	"testing"
)

func TestOption(t *testing.T) {
	for _, c := range []struct {
		cell string
		want int
		why  fate
	}{
		{"10", 10, used}, {"0", 0, used}, {"9.0", 9, used}, {"010", 10, used}, {" 7 ", 7, used},
		{"10 - Extremely likely", 10, used}, {"10- Extremely likely", 10, used}, {"10 – sehr", 10, used}, {"0: never", 0, used}, {"3 = so", 3, used},
		{"9 (good)", 9, used}, {"9(good)", 9, used}, {"8 Likely", 8, used}, {"9/10", 9, used}, {"9 / 10", 9, used}, {"10\u00a0Extremely", 10, used},
		{"۱۰", 10, used}, {"٦", 6, used}, {"\u200f۹\u200f", 9, used}, {"۹ - خوب", 9, used},
		{"9-10", 0, invalid}, {"9 - 10", 0, invalid}, {"7 8", 0, invalid}, {"7%", 0, invalid}, {"1O", 0, invalid}, {"10th", 0, invalid}, {"8.5", 0, invalid},
		{"4/5", 0, invalid}, {"9/10/11", 0, invalid}, {"abc", 0, invalid}, {"9,5", 0, invalid}, {"1e1", 0, invalid}, {"+", 0, invalid}, {"8.", 0, invalid},
		{"11", 0, outOfScale}, {"-1", 0, outOfScale}, {"-99", 0, outOfScale}, {"−99", 0, outOfScale}, {"99999999999999999999999", 0, outOfScale},
		{"", 0, missing}, {"N/A", 0, missing}, {"–", 0, missing}, {"Prefer not to say", 0, missing}, {strings.Repeat("\u200f", 70), 0, missing},
	} {
		if got, why := option(c.cell, '.', 0, 10); got != c.want || why != c.why {
			t.Errorf("%q: got %d %d, want %d %d", c.cell, got, why, c.want, c.why)
		}
	}
	if got, why := option("9,0", ',', 0, 10); got != 9 || why != used {
		t.Errorf("decimal comma: %d %d", got, why)
	}
}
