package data

import (
	"bytes"
	"strings"
)

// noDelimiter separates the cells of a file with one column: it occurs in no text.
const noDelimiter = byte(0)

const (
	sampleRows  = 50
	sampleBytes = 1 << 20
)

// delimiter finds the byte between the cells of text and where its rows start. A line "sep=;", as spreadsheets write it, is
// obeyed and skipped; given, from metrics.toml, comes before it. Without either each candidate is tried on the first rows:
// the one that makes most columns wins among those that make the same number in every row, or else the one by which most
// rows agree with the header. Marks in the header alone say nothing, as questions have commas in them; a file in which less
// than half of the rows agree has one column.
func delimiter(text []byte, given string, tabs bool) (delim byte, from int) {
	line, _, _ := bytes.Cut(text[:min(len(text), 16)], []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if len(line) == 5 && strings.EqualFold(string(line[:4]), "sep=") {
		delim, from = line[4], len(line)
	}
	switch {
	case given != "":
		return givenDelimiter(given), from
	case delim != 0:
		return delim, from
	case tabs:
		return '\t', from
	}
	best, bestColumns, bestAgree := noDelimiter, 1, 0
	for _, candidate := range []byte(",;\t|") {
		columns, agree, rows := try(text, candidate, 0)
		// Where rows are ragged, half of them must agree with the header, or the marks are part of text.
		if columns < 2 || 2*agree < rows {
			continue
		}
		score := agree * 1000 / rows
		if score > bestAgree || score == bestAgree && columns > bestColumns {
			best, bestColumns, bestAgree = candidate, columns, score
		}
	}
	if best != noDelimiter {
		return best, from
	}
	// Lines of a title have no delimiter. Below them nearly all rows must agree.
	for _, candidate := range []byte(",;\t|") {
		columns, agree, rows := try(text, candidate, mostTop)
		if columns > 2 && columns > bestColumns && rows > 1 && 10*agree >= 9*rows {
			best, bestColumns = candidate, columns
		}
	}
	return best, from
}

// try counts the columns that a delimiter makes of the header, and the rows that agree with it. The header may have so many rows of one
// cell above it.
func try(text []byte, delim byte, above int) (columns, agree, rows int) {
	whole := len(text) <= sampleBytes
	in := newScanner(text[:min(len(text), sampleBytes)], 0, delim)
	for rows < sampleRows && in.next() {
		if len(in.cells) == 1 && len(in.cells[0]) == 0 {
			continue
		}
		if rows == 0 && above > 0 && (len(in.cells) == 1 || len(in.cells[0]) > 1 && in.cells[0][0] == '#') {
			above--
			continue
		}
		if !whole && in.pos == len(in.text) && rows > 0 {
			break
		}
		if rows++; rows == 1 {
			columns = len(in.cells)
		}
		if len(in.cells) >= columns && allBlank(in.cells[columns:]) {
			agree++
		}
	}
	return columns, agree, max(rows, 1)
}

// givenDelimiter reads the setting of metrics.toml, 0 when it names no delimiter.
func givenDelimiter(given string) byte {
	switch given {
	case "tab", `\t`:
		return '\t'
	case "space":
		return ' '
	}
	if len(given) != 1 || given[0] >= 0x80 || strings.ContainsAny(given, "\"\r\n\x00") {
		return 0
	}
	return given[0]
}
