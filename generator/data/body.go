package data

import (
	"bytes"
	"io"
	"io/fs"
	"sync"
	"time"
	"unicode/utf8"

	"cxgen/generator/source"
)

// headSize is how many bytes of a file are looked at to find its delimiter and its header.
const headSize = 4 << 20

// body is the text of a file of rows: at hand, or left where it stands and read whenever it is needed, a stretch at a time.
type body struct {
	file *source.File // with its text, or without
	fsys fs.FS        // where a file without text stands
	size int
	lost func(error) // is told when it cannot be read again

	mu   sync.Mutex
	time time.Time // of the file when its sum was taken
}

// bodyOf gives the body of a file whose text is at hand.
func bodyOf(f *source.File) *body { return &body{file: f, size: len(f.Text)} }

// leave gives the body of a file without text, which stays where it stands. It is nil for a file that must be at hand as a whole:
// one that is not plain text in UTF-8 with delimiters.
func leave(f *source.File, fsys fs.FS) (*body, error) {
	if format(f.Path) != "csv" || unpackedName(f.Path) != f.Path {
		return nil, nil
	}
	in, err := fsys.Open(f.Path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	was, err := in.Stat()
	if _, ok := in.(io.ReaderAt); err != nil || !ok {
		return nil, err
	}
	var plain plainText
	size := int(was.Size())
	sum, err := source.SumFrom(io.TeeReader(in, &plain), int64(size))
	switch {
	case err != nil:
		return nil, err
	case sum != f.Sum:
		return nil, source.ErrChanged
	case plain.wrong || len(plain.rest) > 0:
		return nil, nil
	}
	return &body{file: f, fsys: fsys, size: size, time: was.ModTime()}, nil
}

// plainText looks whether what is written to it is UTF-8 without zeros.
type plainText struct {
	wrong bool
	rest  []byte // of a character that is not whole yet
}

func (t *plainText) Write(text []byte) (int, error) {
	n := len(text)
	t.wrong = t.wrong || bytes.IndexByte(text, 0) >= 0
	for len(t.rest) > 0 && len(text) > 0 {
		t.rest, text = append(t.rest, text[0]), text[1:]
		if utf8.FullRune(t.rest) {
			t.wrong = t.wrong || !utf8.Valid(t.rest)
			t.rest = t.rest[:0]
		}
	}
	end := len(text)
	for i := end - 1; i >= max(0, end-utf8.UTFMax); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				end = i
			}
			break
		}
	}
	t.wrong = t.wrong || !utf8.Valid(text[:end])
	t.rest = append(t.rest, text[end:]...)
	return n, nil
}

// reading goes through a body once.
type reading struct {
	*body
	open  io.ReaderAt
	rooms [2][]byte // for stretches, in turns
	close func() error
}

// begin opens a body. It fails when the file is gone, or no more what it was.
func (b *body) begin() (*reading, error) {
	r := &reading{body: b, close: func() error { return nil }}
	if b.fsys == nil {
		return r, nil
	}
	f, err := b.fsys.Open(b.file.Path)
	if err != nil {
		return nil, err
	}
	if r.close = f.Close; b.changed(f) {
		f.Close()
		return nil, source.ErrChanged
	}
	r.open = f.(io.ReaderAt)
	return r, nil
}

// changed tells whether a file is no more what it was. One of another time is not, when its sum is the same.
func (b *body) changed(f fs.File) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, err := f.Stat()
	switch {
	case err != nil || now.Size() != int64(b.size):
		return true
	case now.ModTime().Equal(b.time):
		return false
	}
	if sum, err := source.SumFrom(f, now.Size()); err != nil || sum != b.file.Sum {
		return true
	}
	b.time = now.ModTime()
	return false
}

// stretch gives n bytes from an offset on, or as many as there are. They are good until the stretch after the next.
func (r *reading) stretch(at, n int) ([]byte, error) {
	n = min(n, r.size-at)
	if r.open == nil {
		return r.file.Text[at : at+n], nil
	}
	r.rooms[0], r.rooms[1] = r.rooms[1], r.rooms[0]
	if cap(r.rooms[0]) < n {
		r.rooms[0] = make([]byte, n)
	}
	text := r.rooms[0][:n]
	if read, err := r.open.ReadAt(text, int64(at)); read < n {
		if err == io.EOF {
			err = source.ErrChanged
		}
		return nil, err
	}
	return text, nil
}

// end closes a reading, and tells whether the file stayed what it was meanwhile.
func (r *reading) end() error {
	if err := r.close(); err != nil || r.fsys == nil {
		return err
	}
	again, err := r.begin()
	if err != nil {
		return err
	}
	return again.close()
}

// head gives the beginning of a body.
func (b *body) head() (*source.File, error) {
	r, err := b.begin()
	if err != nil {
		return nil, err
	}
	defer r.close()
	text, err := r.stretch(0, headSize)
	return again(b.file, text), err
}

// around gives the file as problems show it, and where in it the byte at an offset of the body is: of a file that is not at hand a
// part that holds the line.
func (b *body) around(at int) (*source.File, int) {
	if b.fsys == nil {
		return b.file, at
	}
	r, err := b.begin()
	if err != nil {
		return b.file, 0
	}
	defer r.close()
	const piece, behind = 1 << 20, 1 << 10
	lines, starts := 0, [3]int{} // of the line at hand and two before
	for from := 0; from < at; from += piece {
		text, err := r.stretch(from, min(piece, at-from))
		if err != nil {
			return b.file, 0
		}
		for i := 0; ; {
			n := bytes.IndexByte(text[i:], '\n') + 1
			if n == 0 {
				break
			}
			i += n
			lines, starts = lines+1, [3]int{starts[1], starts[2], from + i}
		}
	}
	text, err := r.stretch(starts[0], at+behind-starts[0])
	if err != nil {
		return b.file, 0
	}
	return b.file.After(max(0, lines-2), bytes.Clone(text)), at - starts[0]
}
