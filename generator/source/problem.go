package source

// Level tells whether a problem stops the build.
type Level uint8

const (
	Error   Level = iota // nothing is published
	Warning              // the site is published all the same; fatal under --strict
)

// Problem is a mistake of the site's author: what is wrong, where, and how to mend it.
type Problem struct {
	Level Level
	At    Span
	Text  string // one line, in lower case, without a full stop: `unknown metric "npss"`
	Hint  string // the remedy: `did you mean "nps"?`
	Also  []Note
}

// Note is a second place that helps to understand a problem.
type Note struct {
	At   Span
	Text string
}
