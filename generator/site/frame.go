package site

import (
	"maps"
	"slices"
	"time"

	"cxgen/generator/content"
	"cxgen/generator/locale"
	"cxgen/generator/source"
)

// Frame identifies everything of an input but the bodies of its pages, and the day. Of the bodies it holds what they ask of the
// data, since what one page publishes may decide what another one has to hide. Two inputs with one Frame are linked to the same
// Site, and a page whose file is the same, too, has the same View.
func (in *Input) Frame() source.Sum {
	s := &Site{Input: *in}
	b := make([]byte, 0, 64*len(in.Pages)+4096)
	text := func(t string) {
		b = append(append(b, t...), 0)
	}
	sum := func(s source.Sum) { b = append(b, s[:]...) }
	text(in.Settings.BaseURL) // the file says it, or an option
	sum(in.Sum)
	text(s.today().Format(time.DateOnly))
	for _, on := range []bool{in.Drafts, in.Future, in.Pseudo} {
		if on {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	sum(in.Theme.Whole())
	for _, name := range sortedKeys(in.Tables) {
		text(name)
		sum(in.Tables[name].Sum)
		text(in.Tables[name].Asked.Format(time.RFC3339))
	}
	for _, files := range []map[string]*source.File{in.Files, in.Static} {
		for _, name := range sortedKeys(files) {
			text(name)
			sum(files[name].Sum)
		}
		b = append(b, 0)
	}
	readers := in.readers()
	asked := make([]source.Sum, len(in.Pages))
	in.Each.Over(len(in.Pages), func(i int) {
		if p := in.Pages[i]; p.Asks() {
			body, _ := in.Body(p)
			asked[i] = source.SumOf(asks(body.Blocks, nil)...)
		}
	})
	for i, p := range in.Pages {
		sum(asked[i])
		sum(p.Frame())
		for _, r := range readers {
			minutes := r.Minutes(p.Words())
			b = append(b, byte(minutes), byte(minutes>>8))
		}
		text(s.leaveOut(p))
	}
	return source.SumOf(b)
}

// asks appends to parts what blocks may ask of the data.
func asks(blocks []content.Block, parts [][]byte) [][]byte {
	for _, b := range blocks {
		switch b.Kind {
		case "prose":
			for _, hole := range b.Holes {
				parts = append(parts, []byte(hole.Text))
			}
		case "data":
			parts = append(parts, []byte(b.Name), []byte(b.Text.Text()))
		case "section":
			parts = append(parts, []byte(b.Name))
			for _, key := range sortedKeys(b.Attrs) {
				parts = append(parts, []byte(key), []byte(b.Attrs[key]))
			}
			parts = append(asks(b.Inner, append(parts, []byte("{"))), []byte("}"))
		}
	}
	return parts
}

// readers are the languages of the site, each with its own speed of reading.
func (in *Input) readers() (all []*locale.Locale) {
	for _, lang := range append(slices.Sorted(maps.Keys(in.Settings.Languages)), in.Settings.Language) {
		if l, err := locale.New(lang, nil); err == nil {
			all = append(all, l)
		}
	}
	return all
}

// Renew gives the Site of an input that has the Frame of the one that s was linked from: only bodies of pages differ.
func (s *Site) Renew(in Input) *Site {
	next := *s
	next.Pages, next.Body, next.Recall = in.Pages, in.Body, in.Recall
	next.bodies = map[string]*content.Page{}
	for i, p := range in.Pages {
		if p != s.linked[i] {
			next.bodies[p.File.Path] = p
		}
	}
	return &next
}

// PageOf gives the page whose body a slot shows, nil when nobody wrote one.
func (s *Site) PageOf(slot Slot) *content.Page {
	n := slot.Node
	if n.File == nil {
		return nil
	}
	if p := s.bodies[n.File.Path]; p != nil {
		return p
	}
	return n.Page
}
