// Package source holds the files of a site, places in them, and the problems that are found there.
//
// It is given bytes with a path. It gives back spans, problems with an excerpt, and settings (TOML or YAML) decoded into a
// value with the place of every key. It knows nothing of pages, tables or terminal colours.
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Sum identifies bytes: the first half of their SHA-256.
type Sum [16]byte

// SumOf sums parts in order, each with its length, so that no two lists of parts give the same bytes.
func SumOf(parts ...[]byte) Sum {
	h := sha256.New()
	for _, p := range parts {
		h.Write(length(int64(len(p))))
		h.Write(p)
	}
	return Sum(h.Sum(nil)[:16])
}

// SumFrom gives what SumOf gives for one part, which is read from r and has so many bytes.
func SumFrom(r io.Reader, size int64) (Sum, error) {
	h := sha256.New()
	h.Write(length(size))
	_, err := io.Copy(h, r)
	return Sum(h.Sum(nil)[:16]), err
}

func length(n int64) []byte {
	return []byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), byte(n >> 32)}
}

// String gives the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// File is a file as it was read, or an excerpt of one (see Cut). It is never changed.
type File struct {
	Path string // slash-separated, from the root of the site
	Text []byte
	Sum  Sum // of the whole file, also in an excerpt

	// Where an excerpt stands in its file: what comes before Text.
	line   int  // whole lines
	column int  // characters of the line in which Text begins
	open   bool // the last line goes on after Text
}

// NewFile makes a File of text.
func NewFile(path string, text []byte) *File {
	return &File{Path: path, Text: text, Sum: SumOf(text)}
}

// After gives a part of f: some of its text, which begins a line and stands behind so many others.
func (f *File) After(lines int, text []byte) *File {
	return &File{Path: f.Path, Text: text, Sum: f.Sum, line: lines}
}
