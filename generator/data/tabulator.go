package data

import (
	"bytes"
	"errors"

	"cxgen/generator/source"
)

// tabulator makes a table of rows of cells that come one by one: first those of the header, then those of the data.
type tabulator struct {
	file   *source.File
	def    Def
	into   *sheet
	origin *Origin
	size   func() int // bytes read so far

	top      [][]string
	held     [][][]byte // the same rows, as long as it is open which of them are the header
	at       []int
	told     bool // the header is known
	problems []source.Problem
	wide     int // rows
}

// errDoubt ends reading when the header asks the author a question.
var errDoubt = errors.New("the header is in doubt")

// row takes a row.
func (t *tabulator) row(cells [][]byte) error {
	if allBlank(cells) {
		return nil
	}
	if t.told {
		return t.data(cells)
	}
	t.held = append(t.held, cloned(cells))
	t.top = append(t.top, texts(cells))
	if len(t.held) < mostTop {
		return nil
	}
	return t.begin()
}

// begin reads the header, and the rows behind it that were held.
func (t *tabulator) begin() error {
	t.told = true
	h := headOf(t.top, t.def)
	if t.problems = h.doubt(t.file); t.problems != nil {
		return errDoubt
	}
	h.tell(t.origin, t.into)
	t.at, t.problems = columnsOf(h.cells(), t.file.Cut(0, 0), t.into)
	t.problems = append(t.problems, h.warnOfTitles(t.file.Cut(0, 0))...)
	t.into.ask(t.at, h.questions)
	for _, cells := range t.held[min(h.above+h.rows, len(t.held)):] {
		if err := t.data(cells); err != nil {
			return err
		}
	}
	t.held, t.top = nil, nil
	return nil
}

func (t *tabulator) data(cells [][]byte) error {
	if len(cells) > len(t.at) {
		if !allBlank(cells[len(t.at):]) {
			t.wide++
			return nil
		}
		cells = cells[:len(t.at)]
	}
	for i, cell := range cells {
		t.into.put(t.at[i], cell)
	}
	t.into.end()
	if t.into.sparseBeyond(t.size()) {
		return errSparse
	}
	return nil
}

// finish ends the table.
func (t *tabulator) finish() []source.Problem {
	if !t.told {
		if len(t.held) == 0 {
			return []source.Problem{emptyFile(t.file)}
		}
		if err := t.begin(); err != nil && err != errDoubt {
			t.problems = append(t.problems, source.Errorf(t.file.Cut(0, 0), "this file cannot be read: %v", err))
		}
	}
	if t.wide > 0 {
		t.into.drop(Drop{Reason: "more cells than the header", Count: t.wide, File: t.file.Path})
		t.problems = append(t.problems, source.Warnf(t.file.Cut(0, 0), "%s more cells than the header and %s left out",
			choose(t.wide, "row has", "rows have"), isAre(t.wide)).WithHint("give every column a name"))
	}
	return t.problems
}

func cloned(cells [][]byte) [][]byte {
	own := make([][]byte, len(cells))
	for i, cell := range cells {
		own[i] = bytes.Clone(cell)
	}
	return own
}

func texts(cells [][]byte) []string {
	own := make([]string, len(cells))
	for i, cell := range cells {
		own[i] = string(cell)
	}
	return own
}
