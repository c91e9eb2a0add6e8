package theme

import (
	"encoding/json"
	"html/template"
	"strconv"
	"strings"
)

// functions are what templates may call beside the built-in ones. They only format.
//
//	{{component .Kind .}}      draws a part with components/KIND.html
//	{{link .Href}}             an address that the author gave: the web, mail, telephone and short messages are let through
//	{{script "filter.js"}}     the text of an asset, inside a script element
//	{{json .Variants}}         a value as JSON, for data attributes
//	{{percent 4.7 5}}          "94": a share of a whole, with at most one digit after the point
//	{{notches 5}}              20 40 60 80 100: where a line of so many parts is notched
func (d *desk) functions() template.FuncMap {
	return template.FuncMap{
		"component": d.component,
		"link":      link,
		"script":    d.theme.script,
		"json":      asJSON,
		"percent":   percent,
		"notches":   notches,
	}
}

// link lets through addresses that are relative or of a kind that a reader can follow; the template engine refuses the others.
func link(address string) any {
	scheme, _, ok := strings.Cut(address, ":")
	if ok && (strings.EqualFold(scheme, "tel") || strings.EqualFold(scheme, "sms")) {
		return template.URL(address)
	}
	return address
}

func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// percent gives part of whole in percent, held within 0 and 100. The numbers may be integers or floats.
func percent(part, whole any) string {
	p, w := number(part), number(whole)
	if w == 0 {
		return "0"
	}
	v := min(max(100*p/w, 0), 100)
	return strconv.FormatFloat(float64(int(v*10+.5))/10, 'f', -1, 64)
}

func number(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	case string:
		f, _ := strconv.ParseFloat(v, 64)
		return f
	}
	return 0
}

func notches(n int) []string {
	places := make([]string, 0, max(n, 0))
	for i := range n {
		places = append(places, percent(i+1, n))
	}
	return places
}
