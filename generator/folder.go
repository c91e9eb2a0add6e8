package generator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/source"
)

// Where a folder keeps what it needs to know of itself, below its root.
const (
	stageName    = ".cxgen/stage"
	journalName  = ".cxgen/journal.json"
	manifestName = ".cxgen/manifest.json"
)

// Folder is a Sink on a disk. What is put waits in a stage beside its place; Commit moves it in. A program that is killed
// before the journal is written has changed nothing; one killed after it is finished by the next OpenFolder. Each file is
// always wholly old or wholly new. Only files that a Folder wrote are ever removed or replaced.
type Folder struct {
	root  string
	fresh bool              // the folder was not there when it was opened
	was   map[string]string // path → sum: what the last commit left here

	mu     sync.Mutex
	now    map[string]string
	staged []string
	dirs   map[string]bool
}

// journal is what a commit still has to do.
type journal struct {
	Move   []string          `json:"move"`
	Remove []string          `json:"remove"`
	Then   map[string]string `json:"then"` // the manifest when all is done
}

// OpenFolder makes a Sink of a folder, which need not exist. A commit that was cut off is finished first.
func OpenFolder(root string) (*Folder, error) {
	f := &Folder{root: root}
	if _, err := os.Lstat(root); errors.Is(err, fs.ErrNotExist) {
		f.fresh = true
	}
	if text, err := os.ReadFile(f.at(journalName)); err == nil {
		var j journal
		if err := json.Unmarshal(text, &j); err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", f.at(journalName), err)
		}
		if err := f.carryOut(j); err != nil {
			return nil, err
		}
	}
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return nil, err
	}
	return f, f.begin()
}

func (f *Folder) begin() error {
	f.now, f.staged, f.dirs, f.was = map[string]string{}, nil, map[string]bool{}, map[string]string{}
	text, err := os.ReadFile(f.at(manifestName))
	switch {
	case err == nil:
		return json.Unmarshal(text, &f.was)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	entries, err := os.ReadDir(f.root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if e.Name() != ".cxgen" && err == nil {
			return fmt.Errorf("the folder %s is not empty, and cxgen did not write it; empty it, or choose another with --destination", f.root)
		}
	}
	return err
}

func (f *Folder) at(p string) string { return filepath.Join(f.root, filepath.FromSlash(p)) }

// Put stages a file. The same text as last time is only noted.
func (f *Folder) Put(p string, text []byte) error {
	sum := source.SumOf(text)
	if f.Keep(p, sum) == nil {
		return nil
	}
	if err := f.claim(p, sum); err != nil {
		return err
	}
	to := f.at(path.Join(stageName, p))
	if err := f.makeDir(filepath.Dir(to)); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// claim notes that a file will be moved to p.
func (f *Folder) claim(p string, sum source.Sum) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, twice := f.now[p]; twice {
		return fmt.Errorf("two things of the site want to be the file %s", p)
	}
	if _, ours := f.was[p]; !ours {
		if _, err := os.Lstat(f.at(p)); err == nil {
			return fmt.Errorf("%s is in the way: cxgen did not write it; move it, or choose another folder with --destination", f.at(p))
		}
	}
	f.now[p] = sum.String()
	f.staged = append(f.staged, p)
	return nil
}

// Keep notes that a file stays as the last commit left it, ErrGone when it is not there with that sum.
func (f *Folder) Keep(p string, sum source.Sum) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.was[p] != sum.String() {
		return ErrGone
	}
	if info, err := os.Lstat(f.at(p)); err != nil || !info.Mode().IsRegular() {
		return ErrGone
	}
	f.now[p] = f.was[p]
	return nil
}

func (f *Folder) makeDir(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dirs[dir] {
		return nil
	}
	f.dirs[dir] = true
	return os.MkdirAll(dir, 0o755)
}

// Commit moves everything that was staged into place: what pages ask for before the pages, and last goes what is left of the
// site before.
func (f *Folder) Commit() error {
	j := journal{Move: f.staged, Then: f.now}
	slices.SortFunc(j.Move, func(a, b string) int {
		if x, y := strings.HasSuffix(a, ".html"), strings.HasSuffix(b, ".html"); x != y {
			if y {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	for _, p := range slices.Sorted(maps.Keys(f.was)) {
		if _, stays := f.now[p]; !stays {
			j.Remove = append(j.Remove, p)
		}
	}
	if len(j.Move) == 0 && len(j.Remove) == 0 && maps.Equal(f.was, f.now) {
		return f.begin()
	}
	if err := f.write(journalName, j); err != nil {
		return err
	}
	if err := f.carryOut(j); err != nil {
		return err
	}
	return f.begin()
}

// carryOut does what a journal says, or what is left of it, and removes it.
func (f *Folder) carryOut(j journal) error {
	made := map[string]bool{}
	for _, p := range j.Remove {
		// A page may become a folder, so that what goes must be gone first where it is in the way.
		if inTheWay(p, j.Move) {
			if err := os.Remove(f.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	for _, p := range j.Move {
		if dir := filepath.Dir(f.at(p)); !made[dir] {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			made[dir] = true
		}
		if err := os.Rename(f.at(path.Join(stageName, p)), f.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, p := range j.Remove {
		if err := os.Remove(f.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if os.Remove(f.at(dir)) != nil {
				break // it still holds something
			}
		}
	}
	if err := f.write(manifestName, j.Then); err != nil {
		return err
	}
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return err
	}
	return os.Remove(f.at(journalName))
}

// inTheWay tells whether a file stands where a path to be moved in needs a folder.
func inTheWay(p string, moves []string) bool {
	i, _ := slices.BinarySearch(moves, p+"/")
	return i < len(moves) && strings.HasPrefix(moves[i], p+"/") || slices.ContainsFunc(moves, func(m string) bool { return strings.HasPrefix(m, p+"/") })
}

// write puts a value into a file at once: no reader ever sees a half.
func (f *Folder) write(p string, v any) error {
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	to := f.at(p)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(to+".new", append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(to+".new", to)
}

// Discard forgets what was staged.
func (f *Folder) Discard() error {
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return err
	}
	os.Remove(f.at(".cxgen")) // when it is empty
	if f.fresh {
		os.Remove(f.root)
	}
	return f.begin()
}
