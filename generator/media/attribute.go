package media

import (
	"encoding/xml"
	"iter"
	"regexp"
	"slices"
	"strings"
)

func set(names string) map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(names) {
		m[name] = true
	}
	return m
}

var (
	// drawn are the elements that may stay.
	drawn = set(`svg g defs symbol use path rect circle ellipse line polyline polygon clipPath pattern mask
		linearGradient radialGradient stop title desc text tspan`)

	// holdsText are the elements whose text is kept.
	holdsText = set(`title desc text tspan`)

	// shaping are the attributes that may stay, besides painting, id and href.
	shaping = set(`class lang transform viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height d points pathLength
		dx dy rotate textLength lengthAdjust offset gradientUnits gradientTransform spreadMethod
		patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits`)

	// painting are the properties that may stay, as attributes or in a style attribute.
	painting = set(`fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
		stroke-dasharray stroke-dashoffset color opacity display visibility overflow clip-path clip-rule mask mask-type
		stop-color stop-opacity font-family font-size font-weight font-style letter-spacing word-spacing text-anchor dominant-baseline
		alignment-baseline baseline-shift paint-order vector-effect shape-rendering text-rendering color-interpolation transform-origin`)

	// computing are the functions that may stand in a value.
	computing = set(`matrix translate translatex translatey scale scalex scaley rotate skewx skewy var calc min max clamp
		rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark`)
)

var (
	function  = regexp.MustCompile(`([\p{L}\p{N}_-]*)\s*\(`)
	reference = regexp.MustCompile(`(?i)\burl\(\s*["']?#([\p{L}\p{N}_.:-]+)["']?\s*\)`)
	plainID   = regexp.MustCompile(`^[\p{L}\p{N}_.:-]+$`)
)

// attributes writes what may stay of the attributes of e, each once, except for those named.
func (p *pen) attributes(e xml.StartElement, except ...string) {
	seen := except
	write := func(name, value string) {
		if !slices.Contains(seen, name) {
			seen = append(seen, name)
			p.attribute(name, value)
		}
	}
	// A style attribute is forbidden by the page's security policy, and wins over attributes.
	for property, value := range declarations(attr(e, "style")) {
		if value, ok := p.value(value); ok && painting[property] {
			write(property, value)
		} else if !strings.HasPrefix(property, "-") {
			p.leave(property)
		}
	}
	for _, a := range e.Attr {
		name, value := a.Name.Local, strings.Join(strings.Fields(a.Value), " ")
		id, isReference := strings.CutPrefix(value, "#")
		switch {
		case name == "href" && isReference && plainID.MatchString(id):
			write("href", "#"+p.prefix+id)
		case name == "href":
			p.leave("href")
		case a.Name.Space != "" || name == "style" || quiet(name):
			// Editors' own notes, and what was read already.
		case name == "id" && plainID.MatchString(value):
			write("id", p.prefix+value)
		case shaping[name] || painting[name]:
			if value, ok := p.value(value); ok {
				write(name, value)
			} else {
				p.leave(name)
			}
		default:
			p.leave(name)
		}
	}
}

// quiet tells whether an attribute changes nothing that is seen, so that nobody need hear that it is gone.
func quiet(name string) bool {
	switch name {
	case "xmlns", "version", "baseProfile", "role", "focusable":
		return true
	}
	return strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "aria-")
}

// value gives a value with its references prefixed, unless it may reach outside of the drawing. A backslash could spell "url" otherwise,
// and a comment could hide it.
func (p *pen) value(s string) (string, bool) {
	if strings.Contains(s, `\`) || strings.Contains(s, "/*") || strings.Contains(strings.ToLower(s), "javascript:") {
		return "", false
	}
	inner := reference.ReplaceAllString(s, " ")
	for _, found := range function.FindAllStringSubmatch(inner, -1) {
		if name := strings.ToLower(found[1]); name != "" && !computing[name] {
			return "", false
		}
	}
	return reference.ReplaceAllString(s, "url(#"+strings.ReplaceAll(p.prefix, "$", "$$")+"$1)"), true
}

// declarations gives the properties and values of a style attribute in order. Of a property that is there twice the last counts, so
// the order is from the last to the first.
func declarations(style string) iter.Seq2[string, string] {
	return func(yield func(property, value string) bool) {
		for _, declaration := range slices.Backward(strings.Split(style, ";")) {
			property, value, ok := strings.Cut(declaration, ":")
			if !ok {
				continue
			}
			value, _, _ = strings.Cut(value, "!important")
			if !yield(strings.ToLower(strings.TrimSpace(property)), strings.Join(strings.Fields(value), " ")) {
				return
			}
		}
	}
}
