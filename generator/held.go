package generator

import (
	"bytes"
	"fmt"
	"maps"
	"sync"

	"cxgen/generator/source"
)

// Held is a Sink in memory: a committed site, and the one that is being made.
type Held struct {
	mu    sync.Mutex
	files map[string][]byte
	next  map[string][]byte
}

// Put takes a copy of a file.
func (h *Held) Put(p string, text []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.next == nil {
		h.next = map[string][]byte{}
	}
	if other, twice := h.next[p]; twice && !bytes.Equal(other, text) {
		return fmt.Errorf("two things of the site want to be the file %s", p)
	}
	h.next[p] = append([]byte(nil), text...)
	return nil
}

// Keep takes a file over from the committed site.
func (h *Held) Keep(p string, sum source.Sum) error {
	h.mu.Lock()
	text, ok := h.files[p]
	h.mu.Unlock()
	if !ok || source.SumOf(text) != sum {
		return ErrGone
	}
	return h.Put(p, text)
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
	return maps.Clone(h.files)
}
