package metric

import (
	"math"

	"cxgen/generator/data"
)

// fate is what becomes of an answer: it is used, or dropped for one reason.
type fate uint8

const (
	used fate = iota
	missing
	invalid
	outOfScale
	noWeight
	noDate
	duplicate
	ignored // a word that stands for no answer by definition: "offered"
	outside // the row is not part of the query: another period
)

// score reads the number that an answer starts with. top is the number that "/10" has to name.
func score(cell string, decimal byte, top int) (float64, fate) {
	if data.IsMissing(cell) {
		return 0, missing
	}
	value, fits := data.ParseAnswer(cell, decimal, top)
	if !fits {
		return 0, invalid
	}
	return value, used
}

// option reads an answer on a scale of whole numbers. It gives the place of the answer on the scale, 0 for the lowest.
func option(cell string, decimal byte, low, high int) (int, fate) {
	value, fate := score(cell, decimal, high)
	switch {
	case fate != used:
		return 0, fate
	case value != math.Trunc(value):
		return 0, invalid
	case value < float64(low) || value > float64(high):
		return 0, outOfScale
	}
	return int(value) - low, used
}
