package data

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is an .xlsx file (ECMA-376): a zip of XML. Only what tells cells is read, as a stream, and never more of it than the
// file's size allows.
//
// It is read here rather than by a spreadsheet library because a cell's style, which alone tells a date from a number, is to be
// had as the rows go by, without holding the sheet.
type workbook struct {
	zip     *zip.Reader
	left    int64 // bytes that may still be unpacked
	sheets  []worksheet
	base    int64    // Unix seconds of the serial number 0
	leap    bool     // serial numbers count a 29 February 1900, which never was
	strings []string // that cells share
	dates   []bool   // by style: the number is a day or a time
}

// worksheet is a sheet of a workbook.
type worksheet struct {
	name, part string
	hidden     bool
}

var (
	errBomb    = errors.New("it unpacks to more than fifty times its size, which no table does")
	errDeclare = errors.New("its XML declares entities, which no spreadsheet writes")
)

// openWorkbook reads everything of a workbook but its cells.
func openWorkbook(packed []byte) (*workbook, error) {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("it is no whole zip file: %w", err)
	}
	w := &workbook{zip: z, left: int64(roomOfBook(len(packed)))}
	main, err := w.main()
	if err != nil {
		return nil, err
	}
	parts, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	if err := w.book(main, parts); err != nil {
		return nil, err
	}
	for _, part := range parts {
		switch {
		case strings.HasSuffix(part, "sharedStrings.xml"):
			err = w.shared(part)
		case strings.HasSuffix(part, "styles.xml"):
			err = w.styles(part)
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// part opens a part of the zip as XML. done must be called.
func (w *workbook) part(name string) (x *xml.Decoder, done func() error, err error) {
	for _, f := range w.zip.File {
		if !strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, nil, err
		}
		if f.UncompressedSize64 > uint64(max(w.left, 0)) { // no part gives more than the zip says of it
			in.Close()
			return nil, nil, errBomb
		}
		x = xml.NewDecoder(&limited{in, w})
		x.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
			return nil, fmt.Errorf("its XML is in %s, not UTF-8", label)
		}
		return x, in.Close, nil
	}
	return nil, nil, fmt.Errorf("its part %q is missing", name)
}

// limited reads until what the workbook may unpack to is used up.
type limited struct {
	io.Reader
	of *workbook
}

func (l *limited) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if l.of.left -= int64(n); l.of.left < 0 {
		return 0, errBomb
	}
	return n, err
}

// each reads a part, token by token.
func (w *workbook) each(name string, take func(x *xml.Decoder, t xml.Token) error) error {
	x, done, err := w.part(name)
	if err != nil {
		return err
	}
	defer done()
	for {
		t, err := x.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return inPart(name, err)
		}
		if _, declares := t.(xml.Directive); declares {
			return errDeclare
		}
		if err := take(x, t); err != nil {
			return err
		}
	}
}

func inPart(name string, err error) error {
	if errors.Is(err, errBomb) {
		return errBomb
	}
	return fmt.Errorf("%s: %w", name, err)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// main gives the name of the part that lists the sheets.
func (w *workbook) main() (name string, err error) {
	for _, f := range w.zip.File {
		if strings.TrimPrefix(f.Name, "/") == "xl/workbook.xml" {
			return "xl/workbook.xml", nil
		}
	}
	err = w.each("_rels/.rels", func(_ *xml.Decoder, t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && strings.HasSuffix(attr(e, "Type"), "/officeDocument") {
			name = strings.TrimPrefix(attr(e, "Target"), "/")
		}
		return nil
	})
	if err != nil || !strings.HasSuffix(name, ".xml") {
		return "", w.stranger()
	}
	return name, nil
}

// noBook is the error of a zip file that holds something else than a workbook.
type noBook struct{ is, hint string }

func (e noBook) Error() string { return "it is " + e.is }

// stranger tells by its parts what such a file is.
func (w *workbook) stranger() error {
	for _, f := range w.zip.File {
		switch name := strings.TrimPrefix(f.Name, "/"); {
		case strings.HasSuffix(name, ".iwa"), name == "Index.zip":
			return noBook{"a file of Numbers", "in Numbers: File, Export To, CSV or Excel"}
		case name == "content.xml":
			return noBook{"an OpenDocument file (.ods)", "open it in a spreadsheet and save it as .xlsx or as \"CSV UTF-8\""}
		case name == "xl/workbook.bin":
			return noBook{"a binary workbook (.xlsb)", "open it in a spreadsheet and save it as .xlsx or as \"CSV UTF-8\""}
		case strings.HasPrefix(name, "word/"), strings.HasPrefix(name, "ppt/"):
			return noBook{"a document or slides, not a workbook", "copy its table into a spreadsheet and save that as .xlsx"}
		}
	}
	return noBook{"a zip file without a workbook in it", "unpack it, and put the files in it into data/"}
}

// relations gives the parts that a part refers to, by their ids.
func (w *workbook) relations(of string) (map[string]string, error) {
	parts := map[string]string{}
	dir, file := path.Split(of)
	err := w.each(dir+"_rels/"+file+".rels", func(_ *xml.Decoder, t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(dir, target)
			}
			parts[attr(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	return parts, err
}

// book reads the list of sheets and how days are counted.
func (w *workbook) book(name string, parts map[string]string) error {
	w.base, w.leap = days(1899, 12, 30)*day, true
	return w.each(name, func(_ *xml.Decoder, t xml.Token) error {
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "workbookPr":
			if on := attr(e, "date1904"); on == "1" || on == "true" {
				w.base, w.leap = days(1904, 1, 1)*day, false
			}
		case e.Name.Local == "sheet":
			if part := parts[attr(e, "id")]; part != "" && !strings.Contains(part, "chartsheet") {
				state := attr(e, "state")
				w.sheets = append(w.sheets, worksheet{attr(e, "name"), part, state == "hidden" || state == "veryHidden"})
			}
		}
		return nil
	})
}

// shared reads the texts that cells refer to by number. Furigana beside a text is not part of it.
func (w *workbook) shared(name string) error {
	var text strings.Builder
	in, phonetic := false, false
	return w.each(name, func(_ *xml.Decoder, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				in = true
			case "rPh":
				phonetic = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				in = false
			case "rPh":
				phonetic = false
			case "si":
				w.strings = append(w.strings, unescaped(text.String()))
				text.Reset()
			}
		case xml.CharData:
			if in && !phonetic {
				text.Write(t)
			}
		}
		return nil
	})
}

// unescaped gives text whose control characters are written _x000D_, as spreadsheets do.
func unescaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for {
		i := strings.Index(text, "_x")
		if i < 0 || len(text) < i+7 {
			break
		}
		code, err := strconv.ParseUint(text[i+2:i+6], 16, 16)
		if err != nil || text[i+6] != '_' {
			b.WriteString(text[:i+2])
			text = text[i+2:]
			continue
		}
		b.WriteString(text[:i])
		if code != '\r' {
			b.WriteRune(rune(code))
		}
		text = text[i+7:]
	}
	return b.String() + text
}

// styles finds the styles that show a number as a day or a time.
func (w *workbook) styles(name string) error {
	codes := map[int]string{}
	in := false
	return w.each(name, func(_ *xml.Decoder, t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "numFmt":
				if id, err := strconv.Atoi(attr(t, "numFmtId")); err == nil {
					codes[id] = attr(t, "formatCode")
				}
			case "cellXfs":
				in = true
			case "xf":
				if in {
					id, _ := strconv.Atoi(attr(t, "numFmtId"))
					code, own := codes[id]
					w.dates = append(w.dates, own && isDateFormat(code) || !own && isDateID(id))
				}
			}
		case xml.EndElement:
			if t.Name.Local == "cellXfs" {
				in = false
			}
		}
		return nil
	})
}

// isDateID tells whether a built-in format shows a day or a time (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are those of
// East Asian systems).
func isDateID(id int) bool {
	return 14 <= id && id <= 22 || 27 <= id && id <= 36 || 45 <= id && id <= 47 || 50 <= id && id <= 58
}

// isDateFormat tells whether a format of the file's own shows a day or a time: it has letters of one, outside of quotes,
// brackets and escapes. Elapsed time in brackets, [h]:mm, is a duration and stays a number.
func isDateFormat(code string) bool {
	found := false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"':
			if n := strings.IndexByte(code[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return false
			}
			if inside := strings.ToLower(code[i+1 : i+n]); inside != "" && strings.Trim(inside, "hms") == "" {
				return false
			}
			i += n
		case ';':
			return found
		case 'd', 'D', 'm', 'M', 'y', 'Y', 'h', 'H', 's', 'S':
			found = true
		case 'g', 'G':
			if strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				i += len("general") - 1
			}
		case '0', '#', '?':
			if !found { // a number; in a date, zeros are fractions of a second
				return false
			}
		}
	}
	return found
}

// stamp writes a serial number as a day, as a day with its time, or, below 1, as a time of day.
func (w *workbook) stamp(serial float64) string {
	if serial < 0 || serial >= 2958466 { // 10000-01-01
		return ""
	}
	seconds := int64(serial*day + .5)
	if seconds < day {
		return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	at := w.base + seconds
	if w.leap && serial < 60 {
		at += day
	}
	year, month, date := civil(at / day)
	if at < 0 && at%day != 0 {
		year, month, date = civil(at/day - 1)
	}
	text := fmt.Sprintf("%04d-%02d-%02d", year, month, date)
	if rest := seconds % day; rest != 0 {
		text += fmt.Sprintf(" %02d:%02d:%02d", rest/3600, rest/60%60, rest%60)
	}
	return text
}

// civil gives the day of the Gregorian calendar by its number from 1970-01-01 (H. Hinnant, civil_from_days).
func civil(n int64) (year, month, date int) {
	n += 719468
	era := n / 146097
	if n < 0 {
		era = (n - 146096) / 146097
	}
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	date, month, year = int(doy-(153*mp+2)/5+1), int(mp+3), int(yoe+era*400)
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, date
}
