package data

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"cxgen/generator/source"
)

// Read makes one table of files, or of the rows that def holds. The files are taken in the order given; columns of the
// same name are one column.
//
// tz is the zone of stamps without an offset unless def names another; nil is UTC. place gives the place of the value of
// a key of the table's entry in metrics.toml ("delimiter", "columns.time", "rows.0.name", "" for the entry); it may be nil. The work is done
// with each.
//
// The table is nil when one of the problems is an error. Problems keep no file's text alive.
func Read(name string, files []*source.File, def Def, tz *time.Location, place func(key string) source.Span, each Each) (*Table, []source.Problem) {
	return readTable(name, files, def, tz, place, each, heldRows)
}

// filesAhead is how many files of a table are read side by side.
const filesAhead = 8

// readTable is Read; of columns with more rows than held, the rows are left for later.
func readTable(name string, files []*source.File, def Def, tz *time.Location, place func(key string) source.Span, each Each, held int) (*Table, []source.Problem) {
	if place == nil {
		place = func(string) source.Span { return source.Span{} }
	}
	if tz == nil {
		tz = time.UTC
	}
	problems, tz := def.check(tz, place)
	if source.Fatal(problems) {
		return nil, problems
	}

	if len(files) == 0 && len(def.Rows) == 0 {
		return nil, append(problems, source.Errorf(place("files"), "table %q has no file", name).
			WithHint("put one into data/, such as data/%s.csv, or name files here", name))
	}

	s := newSheet(each)
	s.held = held
	var has []map[int]bool // by file: its columns
	origins := make([]Origin, len(files))
	for i, f := range files {
		origins[i].File = f.Path
	}
	for first := 0; first < len(files); first += filesAhead {
		sheets := make([]*sheet, min(filesAhead, len(files)-first))
		found := make([][]source.Problem, len(sheets))
		each.Over(len(sheets), func(i int) {
			sheets[i] = newSheet(each)
			sheets[i].held, sheets[i].tell = held, def.Lost
			found[i] = readFile(files[first+i], def, sheets[i], &origins[first+i], place)
		})
		for i, file := range sheets {
			problems = append(problems, found[i]...)
			origins[first+i].Rows = file.rows
			s.add(file)
			has = append(has, s.here)
		}
		if s.tooSparse() {
			break
		}
	}
	if len(def.Rows) > 0 {
		if len(files) > 0 {
			problems = append(problems, source.Errorf(place("rows"), "table %q has rows here and in %s", name, files[0].Path).
				WithHint("keep one of the two"))
		}
		own := newSheet(each)
		own.size = 1000 * len(def.Rows)
		problems = append(problems, readMaps(def.Rows, def, own, "rows", place)...)
		s.add(own)
	}
	if !source.Fatal(problems) && s.tooSparse() {
		problems = append(problems, source.Errorf(whole(files), "the files of table %q have too few columns in common", name).
			WithHint("make tables of their own of files that hold different things"))
	}
	if source.Fatal(problems) {
		return nil, problems
	}

	problems = append(problems, s.gaps(files, has)...)
	t := &Table{Name: name, Rows: s.rows, Dropped: s.dropped, TZ: tz, columns: s.finish(), Origins: origins, indexes: &indexes{}}
	problems = append(problems, t.unfold(def, files, each)...)
	problems = append(problems, t.heed(def, s.zones, files, place)...)
	problems = append(problems, t.rename(def.Columns, files, place)...)
	problems = append(problems, t.settle(def, files, place, each)...)
	if source.Fatal(problems) {
		return nil, problems
	}
	return t, problems
}

// readFile reads a file by the format that its bytes tell, or else its name.
func readFile(f *source.File, def Def, into *sheet, origin *Origin, place func(string) source.Span) (problems []source.Problem) {
	if f.Text == nil && def.FS != nil {
		if left, problems := readLeft(f, def, into, origin); left {
			return problems
		}
		var err error
		if f, err = f.Again(def.FS); err != nil {
			return []source.Problem{into.lost(f, err)}
		}
	}
	f, origin.Packed, problems = raw(f)
	if problems != nil {
		return problems
	}
	into.size += len(f.Text)
	if p, wrong := foreign(f); wrong {
		return []source.Problem{p}
	}
	origin.Format = format(f.Path)
	if bytes.HasPrefix(f.Text, []byte(zipMagic)) {
		origin.Format = "xlsx"
		return readXLSX(f, def, into, origin, place)
	}
	if len(bytes.TrimSpace(withoutMark(f.Text))) == 0 {
		return []source.Problem{emptyFile(f)}
	}
	if origin.Format == "xlsx" {
		return []source.Problem{source.Errorf(f.Cut(0, 0), "this is no Excel file, whatever its name says").
			WithHint("give it the ending of what it is, such as .csv, or open it in a spreadsheet and save it as .xlsx")}
	}
	text, name, problems := decode(f, def)
	if source.Fatal(problems) {
		return problems
	}
	f, origin.Encoding = text, name
	into.persian = name == "windows-1256" && def.Lang == "fa"
	if zero := bytes.IndexByte(f.Text, 0); zero >= 0 {
		return append(problems, notText(f, zero))
	}
	if len(bytes.TrimSpace(withoutMark(f.Text))) == 0 {
		return []source.Problem{emptyFile(f)}
	}
	read := readNothing
	switch origin.Format {
	case "csv":
		read = readCSV
	case "json":
		read = readJSON
	case "ndjson":
		read = readNDJSON
	case "toml":
		read = readTOML
	}
	problems = append(problems, read(f, def, into, origin)...)
	if origin.Tool == "" && origin.Format != "csv" {
		problems = append(problems, into.recognise(f, def, origin)...)
	}
	return problems
}

// readLeft reads a file that stays where it stands, if it is such a one.
func readLeft(f *source.File, def Def, into *sheet, origin *Origin) (is bool, problems []source.Problem) {
	if def.Encoding != "" {
		return false, nil
	}
	from, err := leave(f, def.FS)
	if from == nil && err == nil {
		return false, nil
	}
	var head *source.File
	if err == nil {
		head, err = from.head()
	}
	if err != nil {
		return true, []source.Problem{into.lost(f, err)}
	}
	if _, wrong := foreign(head); wrong || len(bytes.TrimSpace(withoutMark(head.Text))) == 0 {
		return false, nil
	}
	into.size += from.size
	origin.Format, origin.Encoding = "csv", "utf-8"
	return true, readRows(head, from, def, into, origin)
}

// readNothing is for files that are no tables.
func readNothing(f *source.File, _ Def, _ *sheet, _ *Origin) []source.Problem {
	return []source.Problem{source.Errorf(f.Cut(0, 0), "files of this kind cannot be read as a table").
		WithHint("tables are .csv, .tsv, .xlsx, .json, .ndjson or .toml files, also packed with gzip: .csv.gz")}
}

// gaps warns of columns that some files of a table have and others lack.
func (s *sheet) gaps(files []*source.File, has []map[int]bool) (problems []source.Problem) {
	for i, f := range files {
		var missing []string
		for at, d := range s.columns {
			if !has[i][at] {
				missing = append(missing, d.name)
			}
		}
		if len(missing) > 0 {
			problems = append(problems, source.Warnf(f.Cut(0, 0), "this file lacks %s, which other files of the table have: %s",
				choose(len(missing), "column", "columns"), shortList(missing)).WithHint("the cells are read as blank"))
		}
	}
	return problems
}

// rename gives columns the names that metrics.toml has for them. A column may get two names; a column of the file that
// had the name before steps aside.
func (t *Table) rename(names map[string]string, files []*source.File, place func(string) source.Span) (problems []source.Problem) {
	if len(names) == 0 {
		return nil
	}
	var renamed []*Column
	of := map[*Column]*Column{} // renamed → as it stands in the file
	used := map[*Column]bool{}
	for _, here := range slices.Sorted(maps.Keys(names)) {
		there := headerName([]byte(names[here]))
		c := t.find(there)
		if c == nil {
			c = t.findPersian(there)
		}
		if c == nil {
			where := "the rows"
			if len(files) > 0 {
				where = files[0].Path
			}
			problems = append(problems, source.Errorf(place("columns."+here), "%s has no column %q", where, there).
				WithHint("%s", source.DidYouMean(there, t.Names())))
			continue
		}
		again := c.named(here)
		renamed = append(renamed, again)
		of[again], used[c] = c, true
	}
	// Columns stay where they were in the file; a second name for one comes right after the first.
	columns := make([]*Column, 0, len(t.columns))
	for _, c := range t.columns {
		if !used[c] {
			if _, taken := names[c.Name]; taken {
				name := c.Name + "_2"
				for n := 3; t.find(name) != nil || names[name] != ""; n++ {
					name = c.Name + "_" + string(rune('0'+n))
				}
				problems = append(problems, source.Warnf(place("columns."+c.Name), "the file has a column %q of its own, which is now called %q", c.Name, name).
					WithHint("choose another name here if you need both"))
				c.Name = name
			}
			columns = append(columns, c)
			continue
		}
		for _, again := range renamed {
			if of[again] == c {
				columns = append(columns, again)
			}
		}
	}
	t.columns = columns
	return problems
}

// findPersian finds a column whose name has the letters of Arabic where the name here has those of Persian, or the other way round.
func (t *Table) findPersian(name string) *Column {
	for _, c := range t.columns {
		if samePersian(c.Name) == samePersian(name) {
			return c
		}
	}
	return nil
}

// shortList names a few.
func shortList(names []string) string {
	const most = 5
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
