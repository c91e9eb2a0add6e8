package source

import (
	"errors"
	"io/fs"
)

// ErrChanged is a file that is no more what it was when its sum was taken.
var ErrChanged = errors.New("the file changed while it was read")

// Again reads a file whose sum is known and whose text is not held. The error is ErrChanged when it has another sum now, or is gone.
func (f *File) Again(fsys fs.FS) (*File, error) {
	text, err := fs.ReadFile(fsys, f.Path)
	if err == nil && SumOf(text) != f.Sum || errors.Is(err, fs.ErrNotExist) {
		err = ErrChanged
	}
	return &File{Path: f.Path, Text: text, Sum: f.Sum}, err
}

// Changed is the problem of ErrChanged.
func (f *File) Changed() Problem {
	return Errorf(f.Cut(0, 0), "%v", ErrChanged).WithHint("build again when it is complete")
}
