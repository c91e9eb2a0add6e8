package serve

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// bell rings when something may have changed in the folders of a disk. Before it is hung it never does.
type bell struct {
	disk    *disk
	rang    chan struct{} // holds one: it rang since it was last heard
	watcher *fsnotify.Watcher

	mu     sync.Mutex
	lost   bool  // some events, or the folder of the site itself
	broken error // a folder that cannot be watched
}

// hang hangs the bell in the folder of the site and, from now on, in every folder that is read in it.
func (b *bell) hang() {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		b.broken = err
		return
	}
	b.watcher = watcher
	b.add(b.disk.root)
	b.disk.watch = b.add
	go b.listen()
}

func (b *bell) takeDown() {
	if b.watcher != nil {
		b.watcher.Close()
	}
}

func (b *bell) add(folder string) {
	if err := b.watcher.Add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.broken = err
	}
}

// listen hears what the system tells until the bell is taken down.
func (b *bell) listen() {
	for {
		select {
		case e, open := <-b.watcher.Events:
			if !open {
				return
			}
			if filepath.Clean(e.Name) == b.disk.root && e.Has(fsnotify.Remove|fsnotify.Rename) {
				b.lose()
			} else if !b.disk.ring(e.Name, e.Op != fsnotify.Chmod) {
				continue
			}
		case _, open := <-b.watcher.Errors:
			if !open {
				return
			}
			b.lose()
		}
		select {
		case b.rang <- struct{}{}:
		default:
		}
	}
}

// hush waits until nothing rings for a moment.
func (b *bell) hush() {
	pause, end := time.NewTimer(silence), time.NewTimer(longest)
	defer pause.Stop()
	defer end.Stop()
	for {
		select {
		case <-b.rang:
			pause.Reset(silence)
		case <-pause.C:
			return
		case <-end.C:
			return
		}
	}
}

func (b *bell) lose() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = true
}

// found tells whether no event was lost, or the folder of the site is watched again.
func (b *bell) found() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = b.lost && b.watcher.Add(b.disk.root) != nil
	return !b.lost
}

// fault says why the bell cannot be relied on, nil when it can.
func (b *bell) fault() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.broken
}
