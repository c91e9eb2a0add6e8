package source

func readYAML(f *File, base int, text string, keys Keys) (map[string]any, []Problem) {
	return nil, []Problem{unreadable(f, base, YAML)}
}
