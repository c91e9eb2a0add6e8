// Package theme loads layouts, components, styles and words, and executes them on what it is handed.
//
// It is given the files of one or more layers (the default theme, and a site's own above it). It gives back pages, style
// sheets, interface words and the colours that follow from a brand colour. It knows neither pages nor data: a view is `any`
// to it, and templates only format what is in it.
//
//	layouts/NAME.html         a whole page; its dot is the view
//	layouts/parts/*.html      what layouts share, called with {{template "layouts/parts/head.html" .}}
//	components/NAME.html      one part of a page, called with {{component "NAME" .}}; its dot is the part
//	components/NAME.css       its style
//	styles/base.css           the style of every page; styles/LAYOUT.css that of one layout
//	words/LANG.toml           interface words
//	assets/*                  files that the site publishes, and scripts that layouts inline with {{script "NAME.js"}}
package theme

import (
	"html/template"
	"io"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"

	"cxgen/generator/source"
)

// Theme is a set of layouts, components, styles and words. It is never changed after Load and may be used by many at once.
type Theme struct {
	files    map[string]*source.File // by path in the theme
	lexicons []*source.File          // words of all layers, in their order
	paths    []string                // sorted
	pages    *template.Template      // every template, not yet executed; nil when there are none
	stencils map[string]*stencil     // of the templates by name
	home     map[string]*source.File // name of a template → the file that it stands in
	inlined  map[string]bool         // assets that a template puts into the page
	words    map[string]map[string]string
	needs    map[string][]string // a template's file → the files of the templates that it calls by name

	lock sync.Mutex
	free []*desk // kept for the life of the theme
}

// Load makes a theme of layers of files, whose paths are from the root of the site (themes/NAME/layouts/page.html) or from the
// theme's folder. A file of a later layer takes the place of the file with its path in an earlier one; of words, only those that
// it holds. The theme is usable in its sound parts even when there are problems.
func Load(layers ...[]*source.File) (*Theme, []source.Problem) {
	t := &Theme{files: map[string]*source.File{}, home: map[string]*source.File{}, needs: map[string][]string{}, inlined: map[string]bool{}}
	for _, layer := range layers {
		for _, f := range layer {
			p := inTheme(f.Path)
			if path.Dir(p) == "words" && path.Ext(p) == ".toml" {
				t.lexicons = append(t.lexicons, f)
			}
			t.files[p] = f
		}
	}
	for p := range t.files {
		t.paths = append(t.paths, p)
	}
	slices.Sort(t.paths)

	problems := t.loadWords()
	problems = append(problems, t.loadTemplates()...)
	problems = append(problems, t.checkImports()...)
	return t, problems
}

// inTheme gives the path of a file in its theme: themes/NAME/layouts/page.html is layouts/page.html.
func inTheme(p string) string {
	p = path.Clean(p)
	if rest, ok := strings.CutPrefix(p, "themes/"); ok {
		_, p, _ = strings.Cut(rest, "/")
	}
	return p
}

// Page writes the page that a layout makes of a view, or nothing when there is a problem.
func (t *Theme) Page(w io.Writer, layout string, view any) []source.Problem {
	name := "layouts/" + layout + ".html"
	if t.home[name] == nil {
		p := source.Errorf(source.Span{}, "the theme has no layout %q", layout)
		p.Hint = source.DidYouMean(layout, t.Layouts())
		return []source.Problem{p}
	}
	d := t.desk()
	defer t.leave(d)
	d.out = d.out[:0]
	err := d.draw(name, reflect.ValueOf(view))
	if err == nil {
		_, err = w.Write(d.out)
	}
	if err != nil {
		return []source.Problem{t.translate(err)}
	}
	return nil
}

// Has tells whether the theme draws a component.
func (t *Theme) Has(component string) bool { return t.files["components/"+component+".html"] != nil }

// Components lists the components by name.
func (t *Theme) Components() []string { return t.names("components/") }

// Layouts lists the layouts by name.
func (t *Theme) Layouts() []string { return t.names("layouts/") }

// names lists the templates that stand right in a folder, without folder and ending.
func (t *Theme) names(folder string) []string {
	var names []string
	for _, p := range t.paths {
		name, ok := strings.CutSuffix(strings.TrimPrefix(p, folder), ".html")
		if ok && strings.HasPrefix(p, folder) && !strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	return names
}

// Asset is a file that the site publishes.
type Asset struct {
	Name string // from assets/
	*source.File
}

// Assets lists the files that the site publishes, in the order of their names: all below assets/ but the scripts that
// templates put into the page, and what explains them (texts of licences stay, notes in Markdown go).
func (t *Theme) Assets() []Asset {
	var assets []Asset
	for _, p := range t.paths {
		name, ok := strings.CutPrefix(p, "assets/")
		if ok && !t.inlined[name] && path.Ext(p) != ".md" && !strings.HasPrefix(path.Base(p), ".") {
			assets = append(assets, Asset{name, t.files[p]})
		}
	}
	return assets
}
