package generator

import (
	"maps"
	"sync"

	"cxgen/generator/source"
)

// memory remembers what pure functions gave, by the sum of their input. What a build did not ask for is forgotten after it.
type memory struct {
	mu    sync.Mutex
	build int // how many ended
	known map[remembered]*once
	made  map[string]int // by the build under way
}

type remembered struct {
	kind string
	key  source.Sum
}

type once struct {
	sync.Once
	value any
	asked int // the build that asked for it last
}

// recall gives what make gave for key, and calls it when nobody did before. Two callers at once share one call.
func (m *memory) recall(kind string, key source.Sum, make func() any) any {
	at := remembered{kind, key}
	m.mu.Lock()
	if m.known == nil {
		m.known = map[remembered]*once{}
	}
	if m.made == nil {
		m.made = map[string]int{}
	}
	o := m.known[at]
	if o == nil {
		o = &once{}
		m.known[at] = o
		m.made[kind]++
	}
	o.asked = m.build
	m.mu.Unlock()
	o.Do(func() { o.value = make() })
	return o.value
}

// forget makes the next build ask again.
func (m *memory) forget(kind string, key source.Sum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, remembered{kind, key})
}

// turn ends a build and tells how often each function was called in it. Nothing is forgotten after a build that did not ask for
// all that its site needs: one that failed, or that could keep pages without looking at them.
func (m *memory) turn(whole bool) map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if whole {
		maps.DeleteFunc(m.known, func(_ remembered, o *once) bool { return o.asked != m.build })
	}
	made := m.made
	m.build, m.made = m.build+1, nil
	return made
}
