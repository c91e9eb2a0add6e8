package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"cxgen/generator/source"
)

const xmlHint = "open it in a browser to see what is wrong, or save it again as plain SVG"

// reader reads the XML of an SVG file, token by token, and knows where it is.
type reader struct {
	file  *source.File
	xml   *xml.Decoder
	begin int // length of a byte order mark
	at    int // where the last token began
}

func newReader(f *source.File) *reader {
	text, _ := bytes.CutPrefix(f.Text, []byte("\ufeff"))
	// Entities stay undefined: a document that defines some is refused, and encoding/xml calls the others a mistake.
	return &reader{file: f, xml: xml.NewDecoder(bytes.NewReader(text)), begin: len(f.Text) - len(text)}
}

// next gives the next token, and nil at the end.
func (r *reader) next() (xml.Token, []source.Problem) {
	r.at = r.offset()
	token, err := r.xml.Token()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		var syntax *xml.SyntaxError
		text := err.Error()
		if errors.As(err, &syntax) {
			text = syntax.Msg
		}
		return nil, r.problem("damaged drawing: "+text, xmlHint)
	}
	if directive, ok := token.(xml.Directive); ok && bytes.ContainsRune(directive, '[') {
		return nil, r.problem("a drawing must not define entities", "save it again as plain SVG, without a document type")
	}
	return token, nil
}

func (r *reader) offset() int { return r.begin + int(r.xml.InputOffset()) }

// span is the last token.
func (r *reader) span() source.Span { return r.file.Span(r.at, r.offset()) }

func (r *reader) problem(text, hint string) []source.Problem {
	return []source.Problem{source.Errorf(r.span(), "%s", text).WithHint("%s", hint)}
}

// root reads up to the svg element.
func (r *reader) root() (xml.StartElement, []source.Problem) {
	for {
		token, problems := r.next()
		if problems != nil {
			return xml.StartElement{}, problems
		}
		switch t := token.(type) {
		case nil:
			return xml.StartElement{}, r.problem("damaged drawing: there is no svg element", xmlHint)
		case xml.StartElement:
			if t.Name.Local != "svg" || !ours(t.Name) {
				return xml.StartElement{}, r.problem("not a drawing: it begins with <"+t.Name.Local+">", xmlHint)
			}
			return t, nil
		}
	}
}

// ours tells whether a name is one of SVG, and not of an editor's own vocabulary.
func ours(name xml.Name) bool { return name.Space == "" || name.Space == "http://www.w3.org/2000/svg" }

// isSVG tells whether a file looks like a drawing, damaged or not.
func isSVG(text []byte) bool {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	return bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<svg"))
}

func measureSVG(f *source.File) (Picture, []source.Problem) {
	r := newReader(f)
	root, problems := r.root()
	if problems != nil {
		return Picture{}, problems
	}
	frame, problems := r.frame(root)
	return frame.Picture, problems
}

// frame is the outer side of a drawing.
type frame struct {
	Picture
	viewBox string
}

// frame reads the size of a drawing from its width and height, and from its viewBox what they do not tell.
func (r *reader) frame(root xml.StartElement) (frame, []source.Problem) {
	width, height := length(attr(root, "width")), length(attr(root, "height"))
	f := frame{viewBox: strings.Join(strings.FieldsFunc(attr(root, "viewBox"), func(c rune) bool { return strings.ContainsRune(" ,\t\r\n", c) }), " ")}
	if box := strings.Fields(f.viewBox); len(box) == 4 && length(box[2]) > 0 && length(box[3]) > 0 && isNumber(box[0]) && isNumber(box[1]) {
		w, h := length(box[2]), length(box[3])
		switch {
		case width == 0 && height == 0:
			width, height = w, h
		case width == 0:
			width = height * w / h
		case height == 0:
			height = width * h / w
		}
	} else if f.viewBox != "" {
		return frame{}, r.problem("the viewBox of a drawing has four numbers, and a size above zero", `give its svg element viewBox="0 0 WIDTH HEIGHT"`)
	} else if width > 0 && height > 0 {
		f.viewBox = "0 0 " + number(width) + " " + number(height)
	}
	if width <= 0 || height <= 0 {
		return frame{}, r.problem("the drawing has no size", `give its svg element viewBox="0 0 WIDTH HEIGHT"`)
	}
	f.Picture = Picture{"svg", max(1, int(math.Round(width))), max(1, int(math.Round(height)))}
	return f, nil
}

// attr gives an attribute without a name space.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// The units of CSS in px.
var units = [...]struct {
	name string
	px   float64
}{{"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"in", 96}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}}

// length reads a length in px. It is 0 for one that depends on its surroundings (%, em), and for what is none.
func length(s string) float64 {
	s = strings.TrimSpace(s)
	scale := 1.0
	for _, u := range units {
		if bare, ok := strings.CutSuffix(s, u.name); ok {
			s, scale = bare, u.px
			break
		}
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n*scale < 1e6) {
		return 0
	}
	return n * scale
}

func isNumber(s string) bool {
	n, err := strconv.ParseFloat(s, 64)
	return err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
