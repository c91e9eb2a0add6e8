package serve

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"cxgen/generator"
	"cxgen/generator/source"
)

// file is a file of the built site. It is never changed.
type file struct {
	text []byte
	sum  source.Sum
}

// name gives the sum of a file as text, "" for no file.
func (f file) name() string {
	if f.sum == (source.Sum{}) {
		return ""
	}
	return f.sum.String()
}

// state is what the last builds came to. It is never changed; the next build makes another one.
type state struct {
	files    map[string]file // of the last good build; nil: there was none yet
	base     string          // path of the address at which the site stands: "/" or "/shop/"
	builds   int             // how many builds ended
	other    []string        // what the last build made otherwise than the one before, without pages
	problems []byte          // of the last build, for browsers
	lead     string          // address of the page whose file was edited last
	leads    int             // how often there was one
}

// shelf is the sink of a server: the state that is shown, and what the build under way made of the next one. A file can be had as
// soon as it is made, before the rest is; a build that is discarded takes it back.
type shelf struct {
	shown  atomic.Pointer[state]
	urgent chan string // to the build: paths that somebody waits for

	mu     sync.Mutex
	fresh  map[string]file // put and kept by the build under way; nil: none is
	other  []string        // what of it was put otherwise than it is shown, without pages
	sound  bool            // the build under way was committed
	wanted map[string]int  // how many wait for a file, or look at it
	turned chan struct{}   // closed when something changed for them
}

func newShelf() *shelf {
	s := &shelf{urgent: make(chan string, 256), wanted: map[string]int{}, turned: make(chan struct{})}
	s.shown.Store(&state{base: "/"})
	return s
}

// begin begins a build. What somebody waits for or looks at is asked for first.
func (s *shelf) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh, s.other, s.sound = make(map[string]file, len(s.shown.Load().files)), nil, false
	for len(s.urgent) > 0 {
		<-s.urgent // what the last build did not get to
	}
	for p := range s.wanted {
		s.hurry(p)
	}
}

// hurry asks the build for a path. Where too much is asked for already, it comes in its turn.
func (s *shelf) hurry(p string) {
	select {
	case s.urgent <- p:
	default:
	}
}

// Put takes a copy of a file.
func (s *shelf) Put(p string, text []byte) error {
	f := file{bytes.Clone(text), source.SumOf(text)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other, twice := s.fresh[p]; twice && other.sum != f.sum {
		return fmt.Errorf("two things of the site want to be the file %s", p)
	}
	s.fresh[p] = f
	was, shown := s.shown.Load().files[p]
	if was.sum == f.sum {
		return nil
	}
	if shown && !isPage(p, text) {
		s.other = append(s.other, p)
	}
	if s.wanted[p] > 0 {
		s.turn()
	}
	return nil
}

// Keep takes a file over from the site that is shown.
func (s *shelf) Keep(p string, sum source.Sum) error {
	f, ok := s.shown.Load().files[p]
	if !ok || f.sum != sum {
		return generator.ErrGone
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fresh[p] = f
	return nil
}

// Commit keeps what was put and kept for the next state.
func (s *shelf) Commit() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sound = true
	return nil
}

// Discard does nothing more: end forgets what was not committed.
func (s *shelf) Discard() error { return nil }

// end ends a build and shows the state that it came to. next is told whether the build is sound.
func (s *shelf) end(next func(now state, sound bool) state) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := *s.shown.Load()
	now.builds++
	now.other = nil
	if s.sound {
		slices.Sort(s.other)
		now.files, now.other = s.fresh, slices.Compact(s.other)
	}
	now = next(now, s.sound)
	s.fresh, s.other, s.sound = nil, nil, false
	s.shown.Store(&now)
	s.turn()
}

// turn wakes all who wait or look on.
func (s *shelf) turn() {
	close(s.turned)
	s.turned = make(chan struct{})
}

// find gives the first of some paths that there is, without waiting, and a channel that is closed when that may have changed for
// a path that was wanted.
func (s *shelf) find(paths ...string) (string, file, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range paths {
		if f, ok := s.fresh[p]; ok {
			return p, f, s.turned
		}
		if f, ok := s.shown.Load().files[p]; ok {
			if s.fresh != nil {
				s.hurry(p)
			}
			return p, f, s.turned
		}
	}
	return "", file{}, s.turned
}

// want notes that somebody waits for files or looks at them, until the function that it gives is called.
func (s *shelf) want(paths ...string) (done func()) {
	note := func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, p := range paths {
			if s.wanted[p] += n; s.wanted[p] == 0 {
				delete(s.wanted, p)
			} else if n > 0 && s.fresh != nil {
				s.hurry(p)
			}
		}
	}
	note(1)
	return func() { note(-1) }
}

// wait gives the first of some paths that there is. Where there is none yet, it waits until one is made or the build ends.
func (s *shelf) wait(ctx context.Context, paths ...string) (string, file) {
	if p, f, _ := s.find(paths...); p != "" {
		return p, f
	}
	defer s.want(paths...)()
	for {
		p, f, turned := s.find(paths...)
		if p != "" || !s.building() {
			return p, f
		}
		select {
		case <-turned:
		case <-ctx.Done():
			return "", file{}
		}
	}
}

// building tells whether a build is under way, or the first one is yet to come.
func (s *shelf) building() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh != nil || s.shown.Load().builds == 0
}
