package generator

import (
	"bytes"
	"fmt"
	"sync"

	"cxgen/generator/source"
)

// Held is a Sink in memory, for tests: a committed site, and the one that is being made.
type Held struct {
	mu    sync.Mutex
	files map[string]held
	next  map[string]held
}

type held struct {
	text []byte
	sum  source.Sum
}

// Put takes a copy of a file.
func (h *Held) Put(p string, text []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	file := held{bytes.Clone(text), source.SumOf(text)}
	if other, twice := h.next[p]; twice && other.sum != file.sum {
		return fmt.Errorf("two things of the site want to be the file %s", p)
	}
	h.take(p, file)
	return nil
}

// Keep takes a file over from the committed site.
func (h *Held) Keep(p string, sum source.Sum) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	file, ok := h.files[p]
	if !ok || file.sum != sum {
		return ErrGone
	}
	h.take(p, file)
	return nil
}

func (h *Held) take(p string, file held) {
	if h.next == nil {
		h.next = make(map[string]held, len(h.files))
	}
	h.next[p] = file
}

// Commit shows what was put and kept.
func (h *Held) Commit() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.files, h.next = h.next, nil
	return nil
}

// Discard forgets what was put.
func (h *Held) Discard() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next = nil
	return nil
}

// Files gives the committed site: path → text. The texts must not be changed.
func (h *Held) Files() map[string][]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	texts := make(map[string][]byte, len(h.files))
	for p, file := range h.files {
		texts[p] = file.text
	}
	return texts
}
