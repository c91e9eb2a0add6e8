package source

// Keys holds the places of the keys of settings by their dotted path: "menu.0.page", "brand.color".
type Keys struct {
	Names  map[string]Span // the key itself
	Values map[string]Span // what stands after it
}
