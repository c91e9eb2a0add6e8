package generator

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"cxgen/generator/source"
)

// What stands in the cache folder: a past, and what keeps version control from taking it in.
const (
	cacheName  = "pages"
	ignoreName = ".gitignore"
	cacheHead  = "cxgen pages 1\n"
)

// recollect takes up the past that a build left in the cache folder. A cache that is not there, cannot be read, is damaged, or
// was left by another program is no past at all; and what it says of a file counts only when the sink has that file.
func (b *Builder) recollect() {
	if b.Cache == "" || b.past.pages != nil {
		return
	}
	root, err := openCache(b.Cache)
	if err != nil {
		return
	}
	defer root.Close()
	text, err := root.ReadFile(cacheName)
	if err != nil {
		return
	}
	b.past, _ = parsePast(text, b.Version)
}

// record leaves the past in the cache folder. That it cannot be written there, on a disk that is full or read-only, is no fault.
func (b *Builder) record() {
	if b.Cache == "" {
		return
	}
	if err := os.MkdirAll(b.Cache, 0o755); err != nil {
		return
	}
	root, err := openCache(b.Cache)
	if err != nil {
		return
	}
	defer root.Close()
	if replace(root, cacheName, b.past.text(b.Version)) == nil {
		ignore(root)
	}
}

// replace writes a file whole, or leaves the one that is there.
func replace(root *os.Root, name string, text []byte) error {
	root.Remove(name + ".new")
	f, err := root.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = root.Rename(name+".new", name)
	}
	if err != nil {
		root.Remove(name + ".new")
	}
	return err
}

// ignore keeps the folder out of version control.
func ignore(root *os.Root) {
	if _, err := root.Lstat(ignoreName); errors.Is(err, fs.ErrNotExist) {
		replace(root, ignoreName, []byte("*\n"))
	}
}

// openCache opens the cache folder, which may come with a site from elsewhere: it is no link, and no link in it leads out.
func openCache(folder string) (*os.Root, error) {
	if info, err := os.Lstat(filepath.Clean(folder)); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, fs.ErrInvalid
	}
	return os.OpenRoot(folder)
}

// text is a past as it stands in the cache: a head, the sum of all that follows, the version of the program, the frame, and what
// each page made. Pages with problems are left out, so that the next build finds their places again.
func (p *past) text(version string) []byte {
	var w recorder
	w.string(version)
	w.sum(p.frame)
	for _, target := range slices.Sorted(maps.Keys(p.pages)) {
		page := p.pages[target]
		if len(page.problems) > 0 {
			continue
		}
		w.string(target)
		w.sum(page.page)
		w.sum(page.key)
		w.number(len(page.files))
		for _, f := range page.files {
			w.string(f.path)
			w.sum(f.sum)
		}
		w.number(len(page.assets))
		for _, name := range page.assets {
			w.string(name)
		}
		w.number(page.charts)
		w.string(page.terms)
	}
	sum := source.SumOf(w)
	return slices.Concat([]byte(cacheHead), sum[:], w)
}

// parsePast reads what text wrote, false when it is not exactly that.
func parsePast(text []byte, version string) (past, bool) {
	r, ok := bytes.CutPrefix(text, []byte(cacheHead))
	if !ok || len(r) < len(source.Sum{}) {
		return past{}, false
	}
	p := player{text: r}
	if sum := p.sum(); sum != source.SumOf(p.text) || p.string() != version {
		return past{}, false
	}
	found := past{frame: p.sum(), pages: map[string]*made{}}
	for len(p.text) > 0 && !p.broken {
		target := p.string()
		page := &made{page: p.sum(), key: p.sum()}
		for range p.number() {
			page.files = append(page.files, written{p.string(), p.sum()})
		}
		for range p.number() {
			page.assets = append(page.assets, p.string())
		}
		page.charts, page.terms = p.number(), p.string()
		page.said = source.SumOf([]byte(page.terms))
		found.pages[target] = page
	}
	if p.broken {
		return past{}, false
	}
	return found, true
}

// recorder appends values in a form that a player reads.
type recorder []byte

func (w *recorder) number(n int)     { *w = binary.AppendUvarint(*w, uint64(n)) }
func (w *recorder) sum(s source.Sum) { *w = append(*w, s[:]...) }
func (w *recorder) string(s string) {
	w.number(len(s))
	*w = append(*w, s...)
}

// player reads what a recorder wrote. Once it is broken it gives nothing more.
type player struct {
	text   []byte
	broken bool
}

func (p *player) take(n int) []byte {
	if p.broken || n > len(p.text) {
		p.text, p.broken = nil, true
		return nil
	}
	taken := p.text[:n]
	p.text = p.text[n:]
	return taken
}

// number reads a number. Everything that is counted takes a byte at least, so none is greater than what is left.
func (p *player) number() int {
	n, size := binary.Uvarint(p.text)
	if size <= 0 || n > uint64(len(p.text)) {
		p.text, p.broken = nil, true
		return 0
	}
	p.take(size)
	return int(n)
}

func (p *player) string() string { return string(p.take(p.number())) }

func (p *player) sum() (s source.Sum) {
	copy(s[:], p.take(len(s)))
	return s
}
