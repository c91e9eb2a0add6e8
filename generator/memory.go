package generator

import (
	"sync"

	"cxgen/generator/source"
)

// memory remembers what pure functions gave, by the sum of their input. What a build did not ask for is forgotten after it.
type memory struct {
	mu       sync.Mutex
	old, now map[remembered]*once
	made     map[string]int
}

type remembered struct {
	kind string
	key  source.Sum
}

type once struct {
	sync.Once
	value any
}

// recall gives what make gave for key, and calls it when nobody did before. Two callers at once share one call.
func (m *memory) recall(kind string, key source.Sum, make func() any) any {
	at := remembered{kind, key}
	m.mu.Lock()
	if m.now == nil {
		m.now, m.made = map[remembered]*once{}, map[string]int{}
	}
	o := m.now[at]
	if o == nil {
		if o = m.old[at]; o == nil {
			o = &once{}
			m.made[kind]++
		}
		m.now[at] = o
	}
	m.mu.Unlock()
	o.Do(func() { o.value = make() })
	return o.value
}

// forget makes the next build ask again.
func (m *memory) forget(kind string, key source.Sum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.now, remembered{kind, key})
	delete(m.old, remembered{kind, key})
}

// turn ends a build and tells how often each function was called in it. Nothing is forgotten after a build that did not ask for
// all that its site needs: one that failed, or that could keep pages without looking at them.
func (m *memory) turn(whole bool) map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !whole {
		for at, o := range m.old {
			if m.now == nil {
				m.now = map[remembered]*once{}
			}
			if m.now[at] == nil {
				m.now[at] = o
			}
		}
	}
	made := m.made
	m.old, m.now, m.made = m.now, nil, nil
	return made
}
