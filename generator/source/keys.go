package source

import (
	"slices"
	"strings"
)

// Keys holds the places of the keys of settings by their dotted path; elements of a list are counted from 0:
// "menu.0.page", "brand.color". A key that has a dot in its own name is joined like any other. There are as many Keys as pages,
// so they are small: offsets instead of spans, and a map only above many keys. The zero Keys has none.
type Keys struct {
	file *File
	all  []place        // in the order in which they were met
	at   map[string]int // path → index in all; nil while they are few
}

// place is where a key stands.
type place struct {
	path        string
	name, value [2]int32 // the key itself, and what stands after it
}

// few keys are found by looking at each.
const few = 24

// Name gives the place of the key at path or, where it has none, that of its nearest parent; of an element of a list it is the
// element, or the header [[menu]] that begins it. Without any it is nowhere.
func (k Keys) Name(path string) Span {
	if p := k.nearest(path); p != nil {
		return k.span(p.name)
	}
	return Span{}
}

// Value gives the place of what stands after the key at path (of a text, what stands between the quotes) or, where it has none,
// that of its nearest parent. Without any it is nowhere.
func (k Keys) Value(path string) Span {
	if p := k.nearest(path); p != nil {
		return k.span(p.value)
	}
	return Span{}
}

// Has tells whether the key at path itself has a place.
func (k Keys) Has(path string) bool { return k.find(path) != nil }

// Paths lists the paths of all keys, sorted.
func (k Keys) Paths() []string {
	paths := make([]string, len(k.all))
	for i, p := range k.all {
		paths[i] = p.path
	}
	slices.Sort(paths)
	return paths
}

// Add notes the places of a key, which are in one file for all keys. The first places of a path stay.
func (k *Keys) Add(path string, name, value Span) {
	if k.find(path) != nil {
		return
	}
	k.file = name.File
	if k.at != nil {
		k.at[path] = len(k.all)
	}
	k.all = append(k.all, place{path, offsets(name), offsets(value)})
	if len(k.all) == few {
		k.at = make(map[string]int, 2*few)
		for i, p := range k.all {
			k.at[p.path] = i
		}
	}
}

// ends notes the value of a key whose name was noted before what is inside its value.
func (k *Keys) ends(path string, value Span) {
	if p := k.find(path); p != nil {
		p.value = offsets(value)
	}
}

func (k Keys) find(path string) *place {
	if k.at != nil {
		if i, ok := k.at[path]; ok {
			return &k.all[i]
		}
		return nil
	}
	for i := range k.all {
		if k.all[i].path == path {
			return &k.all[i]
		}
	}
	return nil
}

func (k Keys) nearest(path string) *place {
	for {
		if p := k.find(path); p != nil {
			return p
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return k.find("")
		}
		path = path[:dot]
	}
}

func (k Keys) span(at [2]int32) Span { return k.file.Span(int(at[0]), int(at[1])) }

func offsets(s Span) [2]int32 { return [2]int32{int32(s.Start), int32(s.End)} }

// below gives the path of a key inside the table or list at path.
func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
