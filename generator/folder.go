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
	"time"

	"cxgen/generator/source"
)

// Where a folder keeps what it needs to know of itself, below its root.
const (
	ownName      = ".cxgen"
	stageName    = ownName + "/stage"
	journalName  = ownName + "/journal.json"
	manifestName = ownName + "/manifest.json"
)

// ErrForeign is in the errors of a Folder that would have to touch what it did not write.
var ErrForeign = errors.New("cxgen did not write it")

// Folder is a Sink on a disk. What is put waits in a stage beside its place; Commit moves it in. A program that is killed
// before the journal is written has changed nothing; one killed after it is finished by the next OpenFolder. Each file is
// always wholly old or wholly new. It takes one build: for the next it is opened again. Only files that a Folder wrote are ever removed or replaced, and no link inside it is followed.
type Folder struct {
	root  string
	fresh []string          // folders that were not there when it was opened: the root, and those above it
	was   map[string]string // path → sum: what the last commit left here
	since time.Time         // when it did: what changed later was changed by someone else

	mu     sync.Mutex
	lock   *os.File // from the beginning of a build to its end; nil where there are no locks
	now    map[string]string
	staged []string
	reals  map[string]bool // folders that were looked at: whether they are folders and no links
	dirs   map[string]bool // folders of staged files, which stand in the stage: whether one stands in their place, too
}

// OpenFolder makes a Sink of a folder, and the folder where there is none. A commit that was cut off is finished first. The error
// is ErrForeign when the folder holds files already and cxgen did not write them. Until Commit or Discard nobody else can open it.
func OpenFolder(root string) (*Folder, error) {
	f := &Folder{root: root}
	if info, err := os.Stat(root); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file, not a folder; choose another with --destination", root)
	}
	for dir := filepath.Clean(root); missing(dir); dir = filepath.Dir(dir) {
		f.fresh = append(f.fresh, dir)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	var err error
	if f.lock, err = lock(root); err != nil {
		return nil, err
	}
	if err := f.open(); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// open finishes what another program left undone, and begins.
func (f *Folder) open() error {
	if info, err := os.Lstat(f.at(ownName)); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is in the way: %w; choose another folder with --destination", f.at(ownName), ErrForeign)
	}
	if err := f.finish(); err != nil {
		return err
	}
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return err
	}
	return f.begin()
}

func missing(name string) bool {
	_, err := os.Lstat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// begin reads what the last commit left.
func (f *Folder) begin() error {
	f.now, f.staged, f.dirs, f.reals, f.was = map[string]string{}, nil, map[string]bool{}, map[string]bool{}, map[string]string{}
	info, err := os.Stat(f.at(manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return f.empty()
	}
	if err != nil {
		return err
	}
	f.since = info.ModTime()
	if err := f.load(manifestName, &f.was); err != nil {
		return err
	}
	if !local(slices.Collect(maps.Keys(f.was))) {
		return f.damaged(manifestName)
	}
	return nil
}

// empty makes sure that nothing stands in a folder that cxgen did not write.
func (f *Folder) empty() error {
	entries, err := os.ReadDir(f.root)
	for _, e := range entries {
		if e.Name() != ownName && err == nil {
			return fmt.Errorf("the folder %s is not empty, and %w; empty it, or choose another with --destination", f.root, ErrForeign)
		}
	}
	return err
}

func (f *Folder) at(p string) string { return filepath.Join(f.root, filepath.FromSlash(p)) }

// Put stages a file. The same text as last time is only noted.
func (f *Folder) Put(p string, text []byte) error {
	if p == ownName || strings.HasPrefix(p, ownName+"/") || !fs.ValidPath(p) {
		return fmt.Errorf("the site cannot have a file %s", p)
	}
	sum := source.SumOf(text)
	if f.keep(p, sum, int64(len(text))) == nil {
		return nil
	}
	if err := f.claim(p, sum); err != nil {
		return err
	}
	err := os.WriteFile(f.at(path.Join(stageName, p)), text, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return errStageGone
	}
	return err
}

// claim notes that a file will be moved to p, and makes its folder in the stage.
func (f *Folder) claim(p string, sum source.Sum) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now == nil {
		return fmt.Errorf("the folder %s was closed; it takes one build each time that it is opened", f.root)
	}
	_, twice := f.now[p]
	if _, folder := f.dirs[p]; twice || folder {
		return fmt.Errorf("two things of the site want to be the file %s", p)
	}
	there, err := f.clearDir(path.Dir(p))
	if err == nil && there {
		err = f.clear(p)
	}
	if err != nil {
		return err
	}
	f.now[p] = sum.String()
	f.staged = append(f.staged, p)
	return nil
}

// clear makes sure that nothing foreign stands where a file shall stand. A folder may, when all in it was written by cxgen.
func (f *Folder) clear(p string) error {
	info, err := os.Lstat(f.at(p))
	_, ours := f.was[p]
	switch {
	case err != nil: // not there; if it is worse than that, the folder cannot be made
		return nil
	case info.Mode().IsRegular() && ours:
		return nil
	case !info.IsDir():
		return f.inTheWay(p)
	}
	return filepath.WalkDir(f.at(p), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		inside, err := filepath.Rel(f.root, name)
		if err != nil {
			return err
		}
		if inside = filepath.ToSlash(inside); f.was[inside] == "" || !d.Type().IsRegular() {
			return f.inTheWay(inside)
		}
		return nil
	})
}

// clearDir makes sure that a folder can stand at dir and above it, and makes it in the stage. It tells whether one stands there.
func (f *Folder) clearDir(dir string) (bool, error) {
	if there, known := f.dirs[dir]; known {
		return there, nil
	}
	if dir == "." {
		if err := os.MkdirAll(f.at(stageName), 0o755); err != nil {
			return false, err
		}
		f.dirs[dir] = true
		return true, nil
	}
	if _, file := f.now[dir]; file {
		return false, fmt.Errorf("the site wants %s to be a file and a folder", dir)
	}
	there, err := f.clearDir(path.Dir(dir))
	if err != nil {
		return false, err
	}
	if there {
		info, err := os.Lstat(f.at(dir))
		if err == nil && !info.IsDir() && (f.was[dir] == "" || !info.Mode().IsRegular()) {
			return false, f.inTheWay(dir)
		}
		there = err == nil && info.IsDir()
	}
	if err := os.Mkdir(f.at(path.Join(stageName, dir)), 0o755); errors.Is(err, fs.ErrNotExist) {
		return false, errStageGone
	} else if err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	f.dirs[dir] = there
	return there, nil
}

func (f *Folder) inTheWay(p string) error {
	return fmt.Errorf("%s is in the way: %w; move it, or choose another folder with --destination", f.at(p), ErrForeign)
}

// Keep notes that a file stays as the last commit left it, ErrGone when it is not there with that sum.
func (f *Folder) Keep(p string, sum source.Sum) error { return f.keep(p, sum, -1) }

// keep is Keep for a file of so many bytes, or -1 when that is not known.
func (f *Folder) keep(p string, sum source.Sum, size int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.was[p] != sum.String() || !f.real(path.Dir(p)) {
		return ErrGone
	}
	info, err := os.Lstat(f.at(p))
	if err != nil || !info.Mode().IsRegular() || info.ModTime().After(f.since) || size >= 0 && info.Size() != size {
		return ErrGone
	}
	f.now[p] = f.was[p]
	return nil
}

// real tells whether a folder, and each above it, is one and no link. It looks once in a build.
func (f *Folder) real(dir string) bool {
	if dir == "." {
		return true
	}
	is, known := f.reals[dir]
	if !known {
		info, err := os.Lstat(f.at(dir))
		is = err == nil && info.IsDir() && f.real(path.Dir(dir))
		f.reals[dir] = is
	}
	return is
}

// stands tells whether a file stands at p, in real folders.
func (f *Folder) stands(p string) bool {
	info, err := os.Lstat(f.at(p))
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if info, err := os.Lstat(f.at(dir)); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

// Commit moves everything that was staged into place: what pages ask for before the pages, and last goes what is left of the
// site before.
func (f *Folder) Commit() error {
	j := journal{Move: f.staged, Then: f.now}
	slices.SortFunc(j.Move, assetsFirst)
	for _, p := range slices.Sorted(maps.Keys(f.was)) {
		if _, stays := f.now[p]; !stays && f.stands(p) {
			j.Remove = append(j.Remove, p)
		}
	}
	if len(j.Move) == 0 && maps.Equal(f.was, f.now) {
		f.fresh = nil // an empty site is a site
		return f.Discard()
	}
	if err := f.begun(j); err != nil {
		return errors.Join(err, f.Discard())
	}
	defer f.close()
	j.ours = true
	return f.carryOut(j)
}

// Discard forgets what was staged.
func (f *Folder) Discard() error {
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return err
	}
	os.Remove(f.at(ownName)) // when it is empty, as those that follow
	for _, dir := range f.fresh {
		os.Remove(dir)
	}
	f.close()
	return nil
}

// close lets others open the folder.
func (f *Folder) close() {
	f.was, f.now = nil, nil
	if f.lock != nil {
		f.lock.Close()
		f.lock = nil
	}
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
		os.Remove(to + ".new")
		return err
	}
	return os.Rename(to+".new", to)
}

// load reads what write wrote.
func (f *Folder) load(p string, v any) error {
	text, err := os.ReadFile(f.at(p))
	if err != nil {
		return err
	}
	if json.Unmarshal(text, v) != nil {
		return f.damaged(p)
	}
	return nil
}

func (f *Folder) damaged(p string) error {
	return fmt.Errorf("%s is damaged, so that cxgen does not know which files in %s it wrote; delete the folder %s and build again", f.at(p), f.root, f.root)
}

// local tells whether paths lie in the folder and are none of those that it keeps for itself.
func local(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool {
		return !fs.ValidPath(p) || p == "." || p == ownName || strings.HasPrefix(p, ownName+"/")
	})
}
