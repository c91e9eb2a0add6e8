package locale

import (
	"strings"
	"unicode"
)

// particle chooses between two forms of a Korean particle, "을/를": the first follows a word that ends with a consonant, the second one that
// ends with a vowel. Of "으로/로" the second also follows an ㄹ. Digits and Latin letters count as they are read out. Brackets and signs at the
// end are passed over. Where nobody can know, both are written: "을(를)". It is "" for no particles.
func particle(word, particles string) string {
	closed, open, ok := strings.Cut(particles, "/")
	if !ok {
		return particles
	}
	end, known := final(word)
	switch {
	case !known:
		return closed + "(" + open + ")"
	case end == none, end == rieul && closed == "으"+open:
		return open
	}
	return closed
}

// The consonants at the end of a syllable, by their place in its code: none is a vowel, rieul is ㄹ, and the others do not differ.
const none, rieul, other = 0, 8, 1

// final tells with what a word ends when it is spoken.
func final(word string) (end int, known bool) {
	runes := []rune(word)
	for i := len(runes) - 1; i >= 0; i-- {
		switch r := unicode.ToUpper(runes[i]); {
		case '가' <= r && r <= '힣':
			return int(r-'가') % 28, true // 28 finals of each pair of first consonant and vowel
		case r == '%':
			return none, true // 퍼센트
		case '0' <= r && r <= '9':
			return [...]int{other, rieul, none, other, none, none, other, rieul, rieul, none}[r-'0'], true // 영 일 이 삼 사 오 육 칠 팔 구
		case r == 'L' || r == 'R':
			return rieul, true // 엘, 알
		case r == 'M' || r == 'N':
			return other, true // 엠, 엔
		case 'A' <= r && r <= 'Z':
			return none, true
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return none, false
		}
	}
	return none, false
}
