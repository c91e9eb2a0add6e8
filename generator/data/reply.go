package data

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"io"
)

// mostKept is the most bytes that a kept reply may have when it is unpacked.
const mostKept = 2 << 30

// Keep packs a reply, to be used again where the warehouse cannot be asked.
func (r *Reply) Keep() ([]byte, error) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if err := gob.NewEncoder(z).Encode(r); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(packed.Bytes())
	return append(packed.Bytes(), sum[:]...), nil
}

// KeptReply unpacks a reply. It gives an error for anything that Keep did not pack.
func KeptReply(packed []byte) (*Reply, error) {
	end := len(packed) - sha256.Size
	if end < 0 || sha256.Sum256(packed[:end]) != [sha256.Size]byte(packed[end:]) {
		return nil, errors.New("the kept reply is damaged")
	}
	z, err := gzip.NewReader(bytes.NewReader(packed[:end]))
	if err != nil {
		return nil, err
	}
	r := &Reply{}
	if err := gob.NewDecoder(io.LimitReader(z, mostKept)).Decode(r); err != nil {
		return nil, err
	}
	for _, c := range r.Columns {
		if len(c.Codes) != r.Rows {
			return nil, errors.New("the kept reply is damaged")
		}
		for _, code := range c.Codes {
			if int(code) >= len(c.Words) {
				return nil, errors.New("the kept reply is damaged")
			}
		}
	}
	return r, nil
}
