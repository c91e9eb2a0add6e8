package data

import (
	"io/fs"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"

	"cxgen/generator/source"
)

// Def is a table's entry in metrics.toml. What is left out is found out.
type Def struct {
	Files      string            `toml:"files"`       // glob below data/; by default the file of the table's name
	Columns    map[string]string `toml:"columns"`     // name here → name in the file
	Source     string            `toml:"source"`      // the tool that wrote the files, or "none"
	Encoding   string            `toml:"encoding"`    // of text: "windows-1256", "utf-16le" … by its name on the web
	Delimiter  string            `toml:"delimiter"`   // one character, or "tab"
	Decimal    string            `toml:"decimal"`     // ".", "," or "/"
	DateOrder  string            `toml:"date_order"`  // "dmy", "mdy" or "ymd": of dates such as 3/4/2026
	Calendar   string            `toml:"calendar"`    // "gregorian" or "persian": of years such as 1403
	Sheet      string            `toml:"sheet"`       // of a workbook
	HeaderRows int               `toml:"header_rows"` // rows above the data
	TZ         string            `toml:"tz"`          // zone of stamps without an offset; the site's by default
	Rows       []map[string]any  `toml:"rows"`        // a small table written right here
	Connection string            `toml:"connection"`  // in place of files: a warehouse, [connections.NAME],
	Query      string            `toml:"query"`       // and what to ask it for,
	Relation   string            `toml:"relation"`    // or the name of one of its tables or views
	Stamps     bool              `toml:"stamps"`      // of a warehouse: the time of day matters
	Long       *Long             `toml:"long"`        // columns that become rows
	Count      string            `toml:"count"`       // the column that says for how many answers a row stands
	Reach      string            `toml:"reach"`       // of a counted funnel: the column of steps
	Join       *Join             `toml:"join"`        // another table whose columns are added
	Derive     map[string]string `toml:"derive"`      // columns made of others: name → how, see Extend
	Publish    []string          `toml:"publish"`     // columns of free text that pages may show, one comment at a time
	Names      []string          `toml:"names"`       // columns that hold names of people, which are taken out of such texts

	Lang string `toml:"-"` // language of the report: it tells which of several readings is likely

	// Where files stand of which the text is not given. Large ones are not held: they are read again where their cells are needed.
	FS   fs.FS                `toml:"-" json:"-"`
	Lost func(source.Problem) `toml:"-" json:"-"` // is told, at any time, that such a file cannot be read or is no more what it was; what was computed from it since is wrong
}

// mostHeaders is the most rows that a header can have.
const mostHeaders = 5

// check looks at the settings that can be judged without a file.
func (def Def) check(tz *time.Location, place func(string) source.Span) (problems []source.Problem, zone *time.Location) {
	wrong := func(key, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(place(key), format, args...).WithHint("%s", hint))
	}
	if def.Delimiter != "" && givenDelimiter(def.Delimiter) == 0 {
		wrong("delimiter", `a delimiter is one character: ",", ";", "|", or "tab"`, "%q cannot be a delimiter", def.Delimiter)
	}
	if def.Decimal != "" && def.Decimal != "." && def.Decimal != "," && def.Decimal != "/" {
		wrong("decimal", `write decimal = ".", decimal = "," or, in Persian files, decimal = "/"`, "%q is no decimal mark", def.Decimal)
	}
	if def.Encoding != "" && def.encoding() == nil {
		wrong("encoding", `encodings have names such as "utf-8", "utf-16le", "windows-1252", "windows-1256", "euc-kr"`, "unknown encoding %q", def.Encoding)
	}
	if def.Source != "" && def.Source != noTool && !knownTool(def.Source) {
		wrong("source", source.DidYouMean(def.Source, append(toolNames(), noTool)), "unknown tool %q", def.Source)
	}
	switch def.DateOrder {
	case "", "dmy", "mdy", "ymd":
	default:
		wrong("date_order", `write date_order = "dmy" for 31/12/2026, "mdy" for 12/31/2026, "ymd" for 2026/12/31`, "%q is no order of dates", def.DateOrder)
	}
	switch def.Calendar {
	case "", "gregorian", "persian":
	default:
		wrong("calendar", `write calendar = "persian" or calendar = "gregorian"`, "unknown calendar %q", def.Calendar)
	}
	if def.HeaderRows < 0 || def.HeaderRows > mostHeaders {
		wrong("header_rows", "leave it out for one row", "header_rows must be from 1 to %d", mostHeaders)
	}
	if def.TZ != "" {
		named, err := time.LoadLocation(def.TZ)
		if err != nil || def.TZ == "Local" {
			wrong("tz", `zones have names such as "Europe/Berlin", "Asia/Tehran", "UTC"`, "unknown time zone %q", def.TZ)
			return problems, tz
		}
		tz = named
	}
	return problems, tz
}

// encoding gives the encoding that is named, nil when there is none of that name.
func (def Def) encoding() encoding.Encoding {
	e, err := htmlindex.Get(strings.TrimSpace(def.Encoding))
	if err != nil {
		return nil
	}
	if name, err := htmlindex.Name(e); err != nil || name == "replacement" || name == "x-user-defined" {
		return nil
	}
	return e
}

// mark gives the decimal mark that is named, 0 for a point or none.
func (def Def) mark() byte {
	if def.Decimal == "" || def.Decimal == "." {
		return 0
	}
	return def.Decimal[0]
}

// persian tells whether years such as 1403 are those of the Persian calendar.
func (def Def) persian() bool {
	return def.Calendar == "persian" || def.Calendar == "" && def.Lang == "fa"
}
