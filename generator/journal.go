package generator

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// journal is what a commit to a Folder still has to do. Doing it twice is the same as doing it once.
type journal struct {
	Move   []string          `json:"move"`
	Remove []string          `json:"remove"`
	Then   map[string]string `json:"then"` // the manifest when all is done

	ours bool // this program filled the stage just now, so that nothing else stands in it
}

// errBusy is what a build meets when another one has the folder.
var errBusy = errors.New("another build is writing to the same folder; build again when it is done")

// errStageGone is what a build meets when another one opens the folder meanwhile.
var errStageGone = errors.New("another build of the same folder ran at the same time; build again")

// assetsFirst orders paths so that pages come after all else, which they may ask for.
func assetsFirst(a, b string) int {
	page := func(p string) int {
		if isPage(p) {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(page(a), page(b)), strings.Compare(a, b))
}

func isPage(p string) bool { return strings.HasSuffix(p, ".html") }

// begun writes a journal: from here on the commit will be finished, if not by this program then by the next.
func (f *Folder) begun(j journal) error {
	for p := range j.Then {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if _, file := j.Then[dir]; file {
				return fmt.Errorf("the site wants %s to be a file and a folder", dir)
			}
		}
	}
	for _, p := range j.Move {
		if _, err := os.Lstat(f.at(path.Join(stageName, p))); err != nil {
			return errStageGone
		}
	}
	return f.write(journalName, j)
}

// finish carries out the journal of a commit that was cut off, if there is one.
func (f *Folder) finish() error {
	var j journal
	if err := f.load(journalName, &j); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	if info, err := os.Lstat(f.at(stageName)); err == nil && !info.IsDir() {
		return f.inTheWay(stageName)
	}
	if !local(j.Move) || !local(j.Remove) || !local(slices.Collect(maps.Keys(j.Then))) {
		return f.damaged(journalName)
	}
	return f.carryOut(j)
}

// carryOut does what a journal says, or what is left of it, and removes it.
func (f *Folder) carryOut(j journal) error {
	first, last := j.removals()
	for _, p := range first {
		if err := f.remove(p); err != nil {
			return err
		}
	}
	if err := f.moveIn(j); err != nil {
		return err
	}
	for _, p := range last {
		if err := f.remove(p); err != nil {
			return err
		}
	}
	if err := f.write(manifestName, j.Then); err != nil {
		return err
	}
	if err := os.RemoveAll(f.at(stageName)); err != nil {
		return err
	}
	if err := os.Remove(f.at(journalName)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removals parts what goes into what must go before anything is moved in, since a file becomes a folder or a folder a file, and the rest.
func (j journal) removals() (first, last []string) {
	files, folders := map[string]bool{}, map[string]bool{}
	for _, p := range j.Move {
		files[p] = true
		for dir := path.Dir(p); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, p := range j.Remove {
		inTheWay := folders[p]
		for dir := path.Dir(p); dir != "." && !inTheWay; dir = path.Dir(dir) {
			inTheWay = files[dir]
		}
		if inTheWay {
			first = append(first, p)
		} else {
			last = append(last, p)
		}
	}
	return first, last
}

// moveIn moves files from the stage to their places. One that is not in the stage any more has arrived already. A folder that is
// new comes with all that is in it at once, but none with pages before its turn.
func (f *Folder) moveIn(j journal) error {
	pages := map[string]bool{}
	for _, p := range j.Move {
		if isPage(p) {
			for dir := path.Dir(p); dir != "." && !pages[dir]; dir = path.Dir(dir) {
				pages[dir] = true
			}
		}
	}
	come := "" // the folder that came last
	made := map[string]bool{".": true}
	for _, p := range j.Move {
		if come != "" && strings.HasPrefix(p, come) {
			continue
		}
		if j.ours {
			if dir := f.newest(path.Dir(p), made); dir != "" && (isPage(p) || !pages[dir]) {
				if err := os.Rename(f.at(path.Join(stageName, dir)), f.at(dir)); err != nil {
					return err
				}
				come = dir + "/"
				continue
			}
		}
		if err := f.makeDir(path.Dir(p), made); err != nil {
			return err
		}
		staged := f.at(path.Join(stageName, p))
		if _, err := os.Lstat(staged); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if info, err := os.Lstat(f.at(p)); err == nil && info.IsDir() {
			if err := removeEmpty(f.at(p)); err != nil {
				return err
			}
		}
		if err := os.Rename(staged, f.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// newest gives the highest folder at or above dir that is not there yet, "" when all are.
func (f *Folder) newest(dir string, made map[string]bool) string {
	if made[dir] {
		return ""
	}
	if above := f.newest(path.Dir(dir), made); above != "" {
		return above
	}
	if missing(f.at(dir)) {
		return dir
	}
	return ""
}

// makeDir makes a folder and those above it, unless they were made before. It goes through no link.
func (f *Folder) makeDir(dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	if err := f.makeDir(path.Dir(dir), made); err != nil {
		return err
	}
	if err := os.Mkdir(f.at(dir), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := os.Lstat(f.at(dir)); err != nil {
		return err
	} else if !info.IsDir() {
		return f.inTheWay(dir)
	}
	made[dir] = true
	return nil
}

// remove removes a file, and the folders that are empty without it.
func (f *Folder) remove(p string) error {
	if f.stands(p) {
		if err := os.Remove(f.at(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if info, err := os.Lstat(f.at(dir)); err == nil && (!info.IsDir() || os.Remove(f.at(dir)) != nil) {
			break // it still holds something
		}
	}
	return nil
}

// removeEmpty removes a folder that holds nothing but folders.
func removeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := removeEmpty(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return os.Remove(dir)
}
