package source

import "strings"

// Keys holds the places of the keys of settings by their dotted path; elements of a list are counted from 0:
// "menu.0.page", "brand.color". A key that has a dot in its own name is joined like any other.
type Keys struct {
	Names  map[string]Span // the key itself; of an element of a list: the element, or the header [[menu]] that begins it
	Values map[string]Span // what stands after it; of a text: what stands between the quotes
}

// Name gives the place of the key at path or, where it has none, that of its nearest parent. Without any it is nowhere.
func (k Keys) Name(path string) Span { return nearest(k.Names, path) }

// Value gives the place of the value at path or, where it has none, that of its nearest parent. Without any it is nowhere.
func (k Keys) Value(path string) Span { return nearest(k.Values, path) }

func nearest(places map[string]Span, path string) Span {
	for {
		if at, ok := places[path]; ok {
			return at
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return places[""]
		}
		path = path[:dot]
	}
}

// add notes a key; the first place of a path wins.
func (k Keys) add(path string, name, value Span) {
	if _, ok := k.Names[path]; !ok {
		k.Names[path] = name
	}
	if _, ok := k.Values[path]; !ok {
		k.Values[path] = value
	}
}

// below gives the path of a key inside the table or list at path.
func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
