package serve

import (
	"net/http"
	"path"
	"strings"
)

// types are the types of files by the end of their names. The program brings its own list, since that of the system differs from
// machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".map": "application/json; charset=utf-8", ".webmanifest": "application/manifest+json; charset=utf-8",
	".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".tsv": "text/tab-separated-values; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".vtt": "text/vtt; charset=utf-8",
	".svg": "image/svg+xml; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf", ".otf": "font/otf",
	".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav",
	".pdf": "application/pdf", ".zip": "application/zip", ".wasm": "application/wasm",
}

// typeOf gives the type of a file by its name, and of one whose name says nothing by what is in it.
func typeOf(name string, text []byte) string {
	if t := types[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return http.DetectContentType(text)
}

// isPage tells whether a file is a page.
func isPage(name string, text []byte) bool { return typeOf(name, text) == types[".html"] }

// small tells whether files of a type get much smaller when they are compressed.
func small(kind string) bool {
	return strings.Contains(kind, "charset") || kind == "font/ttf" || kind == "font/otf" || kind == "application/wasm"
}
