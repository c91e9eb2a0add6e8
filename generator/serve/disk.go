package serve

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// disk is the folder of a site, which remembers what it saw: a folder is listed once, and looked at again only where something
// rang. So a build of ten thousand pages asks the disk for nothing but the file that was saved.
//
// What rings is only a hint. look compares everything that was seen with what is there.
type disk struct {
	fs.FS
	root  string
	watch func(folder string) // told of each folder before it is read

	mu   sync.Mutex
	tops map[string]entry         // what was asked for by its name, also when it was not there
	dirs map[string][]fs.DirEntry // what was listed, by name
	rung map[string]bool          // what may have changed since; true: it was written, whatever its size and time say
}

func newDisk(root string) *disk {
	return &disk{FS: os.DirFS(root), root: root, watch: func(string) {}, tops: map[string]entry{}, dirs: map[string][]fs.DirEntry{}, rung: map[string]bool{}}
}

// Stat looks at a file or a folder.
func (d *disk) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(d.FS, name)
	d.mu.Lock()
	defer d.mu.Unlock()
	seen, known := d.tops[name]
	if !known {
		d.tops[name] = entry{info, 0}
	}
	if err != nil {
		return nil, err
	}
	return entry{info, seen.rang}, nil
}

// ReadDir lists a folder as it was last seen.
func (d *disk) ReadDir(name string) ([]fs.DirEntry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if seen, ok := d.dirs[name]; ok {
		return seen, nil
	}
	d.watch(d.at(name))
	seen, err := d.list(name)
	if err == nil {
		d.dirs[name] = seen
	}
	return seen, err
}

func (d *disk) at(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

// list reads a folder with the size and time of everything in it.
func (d *disk) list(name string) ([]fs.DirEntry, error) {
	found, err := fs.ReadDir(d.FS, name)
	if err != nil {
		return nil, err
	}
	seen := found[:0]
	for _, e := range found {
		if info, err := e.Info(); err == nil { // else it went between two looks
			seen = append(seen, entry{info, 0})
		}
	}
	return seen, nil
}

// entry is a file or folder as it was seen. Without a FileInfo it was not there.
type entry struct {
	fs.FileInfo
	rang int // how often
}

func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

// ModTime differs by a nanosecond for each time that the file rang: of two writes within one tick of the disk's clock that leave
// the size as it was, the second would not be seen otherwise.
func (e entry) ModTime() time.Time {
	return e.FileInfo.ModTime().Add(time.Duration(e.rang))
}

// is tells whether info shows what was seen. Of a folder only that it is one: what is in it tells the rest.
func (e entry) is(info fs.FileInfo) bool {
	if e.FileInfo == nil || info == nil {
		return e.FileInfo == nil && info == nil
	}
	if e.IsDir() || info.IsDir() {
		return e.IsDir() && info.IsDir()
	}
	return e.Size() == info.Size() && e.FileInfo.ModTime().Equal(info.ModTime()) && e.Mode() == info.Mode()
}

// ring notes that something may have changed at a path of the disk. It tells whether that may matter.
func (d *disk) ring(at string, written bool) bool {
	name, err := filepath.Rel(d.root, at)
	if err != nil {
		return false
	}
	name = filepath.ToSlash(name)
	d.mu.Lock()
	defer d.mu.Unlock()
	_, top := d.tops[name]
	_, folder := d.dirs[name]
	_, within := d.dirs[path.Dir(name)]
	if !top && !folder && !within {
		return false
	}
	d.rung[name] = d.rung[name] || written
	return true
}

// turn takes in what rang and gives the names of what changed, in order.
func (d *disk) turn() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	rung := d.rung
	d.rung = map[string]bool{}
	changed := map[string]bool{}
	for name, written := range rung {
		top, asked := d.tops[name]
		if _, folder := d.dirs[name]; folder && written {
			d.forget(name) // a folder moved, or another one in its place
			changed[name] = true
		}
		if asked {
			if info, _ := fs.Stat(d.FS, name); !top.is(info) || written && info != nil && !info.IsDir() {
				d.tops[name], changed[name] = entry{info, top.rang + 1}, true
			}
		} else if d.renew(name, written) {
			changed[name] = true
		}
	}
	return slices.Sorted(maps.Keys(changed))
}

// renew looks at one name in a folder that was listed, and tells whether it changed.
func (d *disk) renew(name string, written bool) bool {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	seen, ok := d.dirs[dir]
	if !ok {
		return false
	}
	i, had := slices.BinarySearchFunc(seen, base, func(e fs.DirEntry, base string) int { return strings.Compare(e.Name(), base) })
	info, err := os.Lstat(d.at(name))
	if err != nil && !had || err == nil && had && !written && seen[i].(entry).is(info) {
		return false // it came and went, or was only touched
	}
	seen = slices.Clone(seen) // a build may still walk through the old one
	switch {
	case err != nil:
		seen = slices.Delete(seen, i, i+1)
	case had:
		seen[i] = entry{info, seen[i].(entry).rang + 1}
	default:
		seen = slices.Insert(seen, i, fs.DirEntry(entry{info, 0}))
	}
	d.dirs[dir] = seen
	return true
}

// forget drops a folder and what is below it.
func (d *disk) forget(name string) {
	maps.DeleteFunc(d.dirs, func(n string, _ []fs.DirEntry) bool { return n == name || strings.HasPrefix(n, name+"/") })
}

// look compares everything that was seen with what is there, and gives the names of what changed, in order.
func (d *disk) look() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rung = map[string]bool{}
	changed := map[string]bool{}
	for name, was := range d.tops {
		if info, _ := fs.Stat(d.FS, name); !was.is(info) {
			d.tops[name], changed[name] = entry{info, was.rang}, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.dirs)) {
		was := d.dirs[name]
		d.watch(d.at(name))
		now, err := d.list(name)
		if err != nil {
			d.forget(name)
			changed[name] = true
			continue
		}
		if d.compare(name, was, now, changed) {
			d.dirs[name] = now
		}
	}
	return slices.Sorted(maps.Keys(changed))
}

// compare notes what differs between two listings of a folder, which are in the order of names, and tells whether anything does.
func (d *disk) compare(folder string, was, now []fs.DirEntry, changed map[string]bool) bool {
	differs := false
	note := func(e fs.DirEntry) {
		name := path.Join(folder, e.Name())
		d.forget(name)
		changed[name], differs = true, true
	}
	for i, j := 0, 0; i < len(was) || j < len(now); {
		switch {
		case j == len(now) || i < len(was) && was[i].Name() < now[j].Name():
			note(was[i])
			i++
		case i == len(was) || now[j].Name() < was[i].Name():
			note(now[j])
			j++
		default:
			before, after := was[i].(entry), now[j].(entry)
			now[j] = entry{after.FileInfo, before.rang}
			if !before.is(after.FileInfo) {
				note(now[j])
			}
			i++
			j++
		}
	}
	return differs
}
