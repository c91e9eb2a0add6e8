package generator

import (
	"sync"

	"cxgen/generator/source"
)

// lost are files of tables that cannot be read again, or are no more what they were. A table is read in parts, when its cells are
// needed; so this can be found at any time of a build, and what the build computed is then worth nothing.
type lost struct {
	mu       sync.Mutex
	problems []source.Problem
}

func (l *lost) tell(p source.Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.problems = append(l.problems, p)
}

// take gives what was told since it was last asked.
func (l *lost) take() []source.Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	told := l.problems
	l.problems = nil
	return told
}
