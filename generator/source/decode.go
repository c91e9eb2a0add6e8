package source

// Syntax is how settings are written.
type Syntax uint8

const (
	TOML Syntax = iota
	YAML
)

// Decode reads f.Text[start:end] into the struct or map that into points to, by its `toml` tags, strictly: a key that the
// struct lacks, a value of a wrong type and a key given twice are problems with their place and a suggestion. All are reported at once.
// It gives the places of all keys, also of those below maps and lists, even when there are problems.
func Decode(f *File, start, end int, syntax Syntax, into any) (Keys, []Problem) {
	panic("being written")
}
