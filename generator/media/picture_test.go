package media

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"cxgen/generator/source"
)

func encoded(t *testing.T, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lying puts the note of a camera into a JPEG that its picture is to be turned by a quarter.
func lying(photo []byte, order binary.ByteOrder, mark string) []byte {
	var tiff []byte
	put16 := func(n uint16) { tiff = append(tiff, 0, 0); order.PutUint16(tiff[len(tiff)-2:], n) }
	put32 := func(n uint32) { tiff = append(tiff, 0, 0, 0, 0); order.PutUint32(tiff[len(tiff)-4:], n) }
	tiff = append(tiff, mark...)
	put16(42)
	put32(8)
	put16(1)      // one entry
	put16(0x0112) // orientation
	put16(3)      // a short
	put32(1)
	put16(6)
	put16(0)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(segment) + 2)}
	return slices.Concat(head, segment, photo[2:])
}

func TestMeasure(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 30, 20), palette.Plan9)
	asPNG := encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
	asJPEG := encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, nil) })
	asGIF := encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, img, nil) })
	huge := bytes.Clone(asGIF)
	copy(huge[6:], "\xff\xff\xff\xff") // 65535 × 65535 pixels would be 4 GB
	webp := func(chunk, body string) []byte {
		return slices.Concat([]byte("RIFF\x00\x00\x00\x00WEBP"), []byte(chunk), []byte("\x0a\x00\x00\x00"), unhex(t, body))
	}
	for _, c := range []struct {
		name          string
		text          []byte
		kind          string
		width, height int
	}{
		{"png", asPNG, "png", 30, 20},
		{"jpeg", asJPEG, "jpeg", 30, 20},
		{"jpeg of a phone held upright", lying(asJPEG, binary.BigEndian, "MM"), "jpeg", 20, 30},
		{"the same, little-endian", lying(asJPEG, binary.LittleEndian, "II"), "jpeg", 20, 30},
		{"gif", asGIF, "gif", 30, 20},
		{"huge gif", huge, "gif", 65535, 65535},
		{"lossy webp", webp("VP8 ", "000000 9d012a 5802 9041"), "webp", 600, 400}, // 0x0258; 0x0190 with scaling bits
		{"lossless webp", webp("VP8L", "2f 57c26300 0000000000"), "webp", 600, 400},
		{"extended webp", webp("VP8X", "00000000 570200 8f0100"), "webp", 600, 400},
		{"svg by viewBox", []byte(`<svg viewBox="0 0 28.4 22"/>`), "svg", 28, 22},
		{"svg by size", []byte("\ufeff\n<?xml version='1.0'?><svg width='1in' height='48pt'></svg>"), "svg", 96, 64},
		{"svg by width and shape", []byte(`<svg width="100" height="auto" viewBox="0 0 1000 500"/>`), "svg", 100, 50},
		{"svg by height and shape", []byte(`<svg width="100%" height="50px" viewBox="-5 -5 1000 500"/>`), "svg", 100, 50},
	} {
		got, problems := Measure(source.NewFile("a.bin", c.text))
		if want := (Picture{c.kind, c.width, c.height}); got != want || problems != nil {
			t.Errorf("%s: %v %v, want %v", c.name, got, problems, want)
		}
	}
	for name, text := range map[string][]byte{
		"empty":          nil,
		"text":           []byte("hello"),
		"cut png":        asPNG[:20],
		"cut jpeg":       asJPEG[:20],
		"cut gif":        asGIF[:9],
		"cut webp":       webp("VP8L", "2f"),
		"strange webp":   webp("XXXX", "00000000000000000000"),
		"lossy, no code": webp("VP8 ", "00000000000000000000"),
		"no size":        webp("VP8 ", "0000009d012a00000000"),
		"svg, bad box":   []byte(`<svg viewBox="0 0 0 10"/>`),
		"svg, no size":   []byte(`<svg/>`),
		"svg, cut":       []byte(`<svg viewBox="0 0`),
		"page":           []byte(`<html><svg viewBox="0 0 1 1"/></html>`),
		"infinite":       []byte(`<svg viewBox="0 0 1e999 NaN"/>`),
	} {
		got, problems := Measure(source.NewFile("a.png", text))
		if got != (Picture{}) || len(problems) != 1 || problems[0].Hint == "" || problems[0].At.File == nil {
			t.Errorf("%s: %v %v, want one problem with a remedy", name, got, problems)
		}
	}
}

func FuzzMeasure(f *testing.F) {
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x57\x02\x00\x8f\x01\x00"))
	f.Add(lying([]byte("\xff\xd8\xff\xda"), binary.BigEndian, "MM"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, problems := Measure(source.NewFile("a", text))
		if (p.Width > 0 && p.Height > 0 && p.Type != "") != (problems == nil) {
			t.Errorf("%v with %v", p, problems)
		}
	})
}
