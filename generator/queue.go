package generator

import (
	"maps"
	"path"
	"slices"
	"sync"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// queue is the order in which a site's slots and its own files are made. An index below the number of slots is a slot, one above
// it a file.
type queue struct {
	slots  []site.Slot
	files  []ownFile
	urgent <-chan string

	mu    sync.Mutex
	taken []bool
	first []int          // to be taken before the others
	next  int            // of the others
	at    map[string]int // path of a file, or of a slot with a slash at its end; made when the first one is urgent
}

// ownFile is a file that the site publishes as it is.
type ownFile struct {
	path string
	*source.File
}

// newQueue puts the pages whose files changed before the others.
func newQueue(s *site.Site, changed map[string]bool, urgent <-chan string) *queue {
	q := &queue{slots: s.Slots, urgent: urgent}
	for _, files := range []map[string]*source.File{s.Files, s.Static} {
		for _, at := range slices.Sorted(maps.Keys(files)) {
			q.files = append(q.files, ownFile{at, files[at]})
		}
	}
	q.taken = make([]bool, q.size())
	for i, slot := range q.slots {
		if len(changed) > 0 && slot.Node.File != nil && changed[slot.Node.File.Path] {
			q.first = append(q.first, i)
		}
	}
	return q
}

func (q *queue) size() int { return len(q.slots) + len(q.files) }

// take gives what is to be made now, size when there is nothing more.
func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for p, more := q.wanted(); more; p, more = q.wanted() {
		if i, ok := q.find(p); ok && !q.taken[i] {
			q.taken[i] = true
			return i
		}
	}
	for {
		i := q.next
		if len(q.first) > 0 {
			i, q.first = q.first[0], q.first[1:]
		} else if q.next < q.size() {
			q.next++
		} else {
			return q.size()
		}
		if !q.taken[i] {
			q.taken[i] = true
			return i
		}
	}
}

// wanted gives a path that somebody waits for, if there is one.
func (q *queue) wanted() (string, bool) {
	select {
	case p, open := <-q.urgent:
		return p, open
	default:
		return "", false
	}
}

// find gives the file at a path, else the slot of the page that stands there or that it goes with.
func (q *queue) find(p string) (int, bool) {
	if q.at == nil {
		q.at = make(map[string]int, q.size())
		for i, slot := range q.slots {
			q.at[slot.Path()] = i
		}
		for i, f := range q.files {
			q.at[f.path] = len(q.slots) + i
		}
	}
	if i, ok := q.at[p]; ok {
		return i, true
	}
	dir := path.Dir(p) + "/"
	if dir == "./" {
		dir = ""
	}
	i, ok := q.at[dir]
	return i, ok
}
