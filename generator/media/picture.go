package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"cxgen/generator/source"
)

// Picture is what a page must know of a picture to leave room for it.
type Picture struct {
	Type          string // png jpeg gif webp svg
	Width, Height int    // as painted, in px
}

// Measure reads the type and size of a picture from its content, whatever its name says. It reads no pixels.
func Measure(f *source.File) (Picture, []source.Problem) {
	if isSVG(f.Text) {
		return measureSVG(f)
	}
	p, err := measure(f.Text)
	if err != nil {
		return Picture{}, []source.Problem{source.Errorf(f.Span(0, 0), "unreadable picture: %v", err).
			WithHint("save it again as png, jpeg, gif, webp or svg")}
	}
	return p, nil
}

func measure(text []byte) (Picture, error) {
	switch {
	case len(text) == 0:
		return Picture{}, fmt.Errorf("the file is empty")
	case bytes.HasPrefix(text, []byte("\x89PNG")):
		return measured("png", text, png.DecodeConfig)
	case bytes.HasPrefix(text, []byte("\xff\xd8")):
		p, err := measured("jpeg", text, jpeg.DecodeConfig)
		if turned(text) {
			p.Width, p.Height = p.Height, p.Width
		}
		return p, err
	case bytes.HasPrefix(text, []byte("GIF8")):
		return measured("gif", text, gif.DecodeConfig)
	case bytes.HasPrefix(text, []byte("RIFF")) && len(text) >= 12 && string(text[8:12]) == "WEBP":
		return measureWebP(text[12:])
	}
	return Picture{}, fmt.Errorf("it is none of the known kinds")
}

func measured(kind string, text []byte, read func(io.Reader) (image.Config, error)) (Picture, error) {
	c, err := read(bytes.NewReader(text))
	if err == nil && (c.Width <= 0 || c.Height <= 0) {
		err = fmt.Errorf("it has no size")
	}
	if err != nil {
		return Picture{}, fmt.Errorf("damaged %s: %w", kind, err)
	}
	return Picture{kind, c.Width, c.Height}, nil
}

// measureWebP reads the first chunk after the file header.
// Source: RFC 9649 (WebP), RFC 6386 §9.1 (VP8 frame header).
func measureWebP(text []byte) (Picture, error) {
	damaged := fmt.Errorf("damaged webp")
	if len(text) < 18 {
		return Picture{}, damaged
	}
	body, little := text[8:], binary.LittleEndian
	switch string(text[:4]) {
	case "VP8 ": // a frame tag, a start code, two sizes of 14 bits
		if string(body[3:6]) != "\x9d\x01\x2a" {
			return Picture{}, damaged
		}
		return sized("webp", int(little.Uint16(body[6:])&0x3fff), int(little.Uint16(body[8:])&0x3fff))
	case "VP8L": // a signature, two sizes of 14 bits, each less one
		if body[0] != 0x2f {
			return Picture{}, damaged
		}
		bits := little.Uint32(body[1:])
		return sized("webp", int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1)
	case "VP8X": // four bytes of flags, two sizes of 24 bits, each less one
		return sized("webp", int(little.Uint32(body[4:])&0xffffff)+1, int(little.Uint32(body[6:])>>8)+1)
	}
	return Picture{}, damaged
}

func sized(kind string, width, height int) (Picture, error) {
	if width <= 0 || height <= 0 {
		return Picture{}, fmt.Errorf("damaged %s: it has no size", kind)
	}
	return Picture{kind, width, height}, nil
}

// turned tells whether a JPEG is lying on its side: cameras write the pixels as the sensor has them, with a note how to turn
// them (Exif tag 0x0112), and browsers follow it. Orientations 5 to 8 swap width and height.
func turned(text []byte) bool {
	for at := 2; at+4 <= len(text) && text[at] == 0xff; {
		size := int(binary.BigEndian.Uint16(text[at+2:]))
		segment := text[at+4 : min(len(text), at+2+max(size, 2))]
		if text[at+1] == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00\x00")) {
			return orientation(segment[6:]) >= 5
		}
		if text[at+1] == 0xda { // pixels follow
			break
		}
		at += 2 + size
	}
	return false
}

// orientation reads tag 0x0112 from the first directory of a TIFF header. It is 1 when there is none.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	first := order.Uint32(tiff[4:])
	if uint64(first)+2 > uint64(len(tiff)) {
		return 1
	}
	directory := tiff[first:]
	for entry := range int(order.Uint16(directory)) {
		at := 2 + 12*entry
		if at+12 > len(directory) {
			break
		}
		if order.Uint16(directory[at:]) == 0x0112 {
			if turn := order.Uint16(directory[at+8:]); turn <= 8 {
				return turn
			}
			break
		}
	}
	return 1
}
