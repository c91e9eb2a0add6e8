package source

import (
	"fmt"
	"slices"
	"strings"
)

// DidYouMean gives a hint for a word that is none of the known ones: `did you mean "nps"?` when one is close,
// else `known are: a, b, c` with at most eight of them, else "".
func DidYouMean(word string, among []string) string {
	if close, ok := Closest(word, among); ok {
		return fmt.Sprintf("did you mean %q?", close)
	}
	known := slices.Compact(slices.Sorted(slices.Values(among)))
	if len(known) == 0 {
		return ""
	}
	const most = 8
	if len(known) > most {
		return "known are: " + strings.Join(known[:most], ", ") + ", …"
	}
	return "known are: " + strings.Join(known, ", ")
}

// Closest gives the one among the known words that word is most likely a slip of: a letter too many, one missing, one wrong,
// two exchanged, other capitals. About one slip in three letters is forgiven. Of equally close words it is the first by alphabet.
func Closest(word string, among []string) (string, bool) {
	letters := []rune(strings.ToLower(NFC(word)))
	if len(letters) > longest {
		return "", false
	}
	best, least := "", -1
	for _, known := range slices.Sorted(slices.Values(among)) {
		other := []rune(strings.ToLower(NFC(known)))
		if len(other) > longest {
			continue
		}
		longer := max(len(letters), len(other))
		slips := distance(letters, other)
		if slips > max(1, longer/3) || slips == longer {
			continue
		}
		if least < 0 || slips < least {
			best, least = known, slips
		}
	}
	return best, least >= 0
}

// longest is the number of letters from which on words are not compared: nobody slips in a name that long, and files may hold anything.
const longest = 100

// distance counts the slips between two words: optimal string alignment, that is Levenshtein's distance with exchanged neighbours as one
// (L. Boytsov, Indexing methods for approximate dictionary searching, 2011).
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
