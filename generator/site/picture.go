package site

import (
	"fmt"
	"html"
	"html/template"
	"path"
	"slices"
	"strings"

	"cxgen/generator/content"
	"cxgen/generator/media"
	"cxgen/generator/source"
)

// drawing gives a picture of the settings as an inline drawing, empty when none is set.
func (c *composer) drawing(written string, at source.Span, id string) template.HTML {
	if written == "" {
		return ""
	}
	t, ok := c.find("/"+strings.TrimPrefix(written, "/"), c.tongue.home)
	if !ok || t.file == nil {
		c.complain(c.noFile(written, at))
		return ""
	}
	d, _, ok := c.inline(t.file, id)
	if !ok {
		return template.HTML(fmt.Sprintf(`<img src="%s" alt="">`, html.EscapeString(c.to(t.path))))
	}
	return d
}

// drawn is a picture that was read: inline when it is an SVG drawing that allows it.
type drawn struct {
	html     template.HTML
	picture  media.Picture
	inline   bool
	problems []source.Problem
}

// inline gives an SVG file as a drawing to put into the page, under an id. Of any other picture it gives the size.
func (c *composer) inline(f *source.File, id string) (template.HTML, media.Picture, bool) {
	drawing := strings.HasSuffix(strings.ToLower(f.Path), ".svg")
	if !drawing {
		id = f.Path // it is the same on all pages
	}
	d := c.Recall("picture", source.SumOf([]byte(id), f.Sum[:]), func() any {
		if drawing {
			svg, size, problems := media.Drawing(f, id)
			return drawn{svg, size, svg != "", problems}
		}
		p, problems := media.Measure(f)
		return drawn{picture: p, problems: problems}
	}).(drawn)
	c.complain(d.problems...)
	return d.html, d.picture, d.inline
}

// picture gives a picture that an author named: as a drawing, or as a file with its size.
func (c *composer) picture(written, alt string, at source.Span) (template.HTML, *Picture) {
	t, ok := c.find(written, c.node)
	if !ok || t.file == nil {
		c.complain(c.noFile(written, at))
		return "", nil
	}
	d, size, inline := c.inline(t.file, c.unique(content.Slug(strings.TrimSuffix(path.Base(t.path), path.Ext(t.path)), c.locale.Lang)))
	if inline {
		return media.Named(d, alt), nil
	}
	return "", &Picture{Src: c.to(t.path), Alt: alt, Width: size.Width, Height: size.Height}
}

func (c *composer) noFile(written string, at source.Span) source.Problem {
	var near []string
	for name := range c.Files {
		if path.Ext(name) == path.Ext(written) {
			near = append(near, "/"+name)
		}
	}
	slices.Sort(near)
	if best, ok := source.Closest(written, near); ok {
		return source.Errorf(at, "there is no file %q", written).WithHint("did you mean %q?", best)
	}
	return source.Errorf(at, "there is no file %q", written).WithHint("put it beside the page, or name it from the root: /pictures/pot.svg")
}
