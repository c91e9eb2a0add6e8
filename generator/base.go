package generator

import (
	"io/fs"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// Base gives the address that the site in fsys is to have, with a slash at its end, as the options or site.toml say it.
func (b *Builder) Base(fsys fs.FS) string {
	text, _ := fs.ReadFile(fsys, "site.toml")
	settings, _ := site.ParseSettings(source.NewFile("site.toml", text)) // Build tells its problems
	if b.BaseURL != "" {
		settings.SetBase(b.BaseURL)
	}
	return settings.BaseURL
}
