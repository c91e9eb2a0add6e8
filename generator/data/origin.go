package data

// Origin tells how a file of a table was read.
type Origin struct {
	File      string
	Format    string // "csv", "json", "ndjson", "toml" or "xlsx"
	Packed    bool   // with gzip
	Encoding  string // of text, by its name on the web: "utf-8", "windows-1256"
	Delimiter string // of csv: ",", ";", "|", "tab" …; "" for one column
	Sheet     string // of xlsx
	Sheets    []string
	Headers   int    // rows above the data; 0 where the format has names in each row
	Tool      string // name of the tool that wrote it, as for source in metrics.toml; "" when none is known
	Rows      int    // that came of it, without those dropped
}
