package generator

import (
	"io/fs"
	"path"
	"strings"

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

// Address gives the address, below that of the site, of the page that a file makes: content/products/kettle.md → products/kettle/.
// ok is false for files that are no pages.
func Address(file string) (address string, ok bool) {
	if !strings.HasPrefix(file, "content/") || !strings.EqualFold(path.Ext(file), ".md") {
		return "", false
	}
	return pageURL(source.NFC(file)), true
}
