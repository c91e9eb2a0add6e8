package serve

import (
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// editors are the addresses under which editors open a file at a place.
var editors = map[string]string{
	"vscode":   "vscode://file{file}:{line}:{column}",
	"vscodium": "vscodium://file{file}:{line}:{column}",
	"cursor":   "cursor://file{file}:{line}:{column}",
	"windsurf": "windsurf://file{file}:{line}:{column}",
	"zed":      "zed://file{file}:{line}:{column}",
	"idea":     "idea://open?file={file}&line={line}&column={column}",
	"sublime":  "subl://open?url=file://{file}&line={line}&column={column}",
	"textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
	"macvim":   "mvim://open?url=file://{file}&line={line}&column={column}",
	"emacs":    "emacs://open?url=file://{file}&line={line}&column={column}",
	"none":     "",
}

// Editors are the names that Editor knows.
func Editors() []string { return slices.Sorted(maps.Keys(editors)) }

// Editor gives the address that opens a file in an editor: that of an editor by its name, or one of the user's own, such as
// "nvim://open?file={file}&line={line}". {file} is the whole path with a slash before it, {line} and {column} count from 1.
func Editor(name string) (string, error) {
	if address, known := editors[name]; known {
		return address, nil
	}
	scheme, _, ok := strings.Cut(name, "://")
	if !ok || scheme == "" || !strings.Contains(name, "{file}") {
		return "", fmt.Errorf("--editor %q is none of %s, and no address with {file} such as nvim://open?file={file}&line={line}", name, strings.Join(Editors(), " "))
	}
	return name, nil
}

// open gives the address that opens a place of a file below root; "" when no editor is to be opened.
func open(editor, root, file string, line, column int) string {
	if editor == "" {
		return ""
	}
	at := filepath.ToSlash(filepath.Join(root, filepath.FromSlash(file)))
	if !strings.HasPrefix(at, "/") {
		at = "/" + at // C:/site
	}
	at = strings.NewReplacer("&", "%26", "+", "%2B", "=", "%3D").Replace((&url.URL{Path: at}).EscapedPath())
	return strings.NewReplacer("{file}", at, "{line}", strconv.Itoa(max(line, 1)), "{column}", strconv.Itoa(max(column, 1))).Replace(editor)
}
