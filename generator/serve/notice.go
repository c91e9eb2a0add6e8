package serve

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cxgen/generator/source"
)

// most is how many problems a browser shows; the terminal shows all.
const most = 50

// notice is what a browser shows of a build's problems.
type notice struct {
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Site     bool      `json:"site"` // a good build is shown beneath
	Problems []problem `json:"problems"`
}

// problem is a source.Problem as a browser shows it.
type problem struct {
	Level string `json:"level"`
	place
	Text  string   `json:"text"`
	Hints []string `json:"hints,omitempty"`
	Also  []note   `json:"also,omitempty"`
}

type note struct {
	place
	Text string `json:"text"`
}

// place is where a problem is, with the lines there.
type place struct {
	Where string `json:"where,omitempty"` // content/q3.md:14:10
	Open  string `json:"open,omitempty"`  // address that opens an editor there
	Lines []line `json:"lines,omitempty"`
}

type line struct {
	Number int    `json:"n"`
	Before string `json:"before,omitempty"`
	Marked string `json:"marked,omitempty"`
	After  string `json:"after,omitempty"`
}

// noticeOf makes what a browser shows of problems: errors first.
func (s *Server) noticeOf(problems []source.Problem, site bool) []byte {
	n := notice{Site: site, Problems: []problem{}}
	problems = slices.SortedStableFunc(slices.Values(problems), func(a, b source.Problem) int { return cmp.Compare(a.Level, b.Level) })
	for _, p := range problems {
		if p.Level == source.Error {
			n.Errors++
		} else {
			n.Warnings++
		}
		if len(n.Problems) == most {
			continue
		}
		q := problem{Level: p.Level.String(), place: s.placeOf(p.At), Text: p.Text}
		q.Hints = strings.FieldsFunc(p.Hint, func(r rune) bool { return r == '\n' })
		for _, also := range p.Also {
			q.Also = append(q.Also, note{s.placeOf(also.At), also.Text})
		}
		n.Problems = append(n.Problems, q)
	}
	text, _ := json.Marshal(n) // cannot fail: text and numbers
	return text
}

func (s *Server) placeOf(at source.Span) place {
	if at.IsZero() {
		return place{}
	}
	p := place{Where: source.Problem{At: at}.Where()}
	row, column := at.Position()
	if _, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(at.File.Path))); err == nil { // else it is in the program, or gone
		p.Open = open(s.Editor, s.root, at.File.Path, cmp.Or(row, 1), cmp.Or(column, 1))
	}
	for _, l := range at.Excerpt() {
		p.Lines = append(p.Lines, line{l.Number, l.Before, l.Marked, l.After})
	}
	return p
}
