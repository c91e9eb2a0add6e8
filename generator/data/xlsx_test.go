package data

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cxgen/generator/source"
)

// book writes a workbook with another program's library.
func book(t *testing.T, fill func(x *excelize.File)) []byte {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	fill(x)
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBook(packed []byte, def Def) string {
	table, problems := Read("t", []*source.File{source.NewFile("f.xlsx", packed)}, def, nil, nil, nil)
	return describe(table, problems)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// TestCells reads cells of every type.
func TestCells(t *testing.T) {
	for name, old := range map[string]bool{"1900": false, "1904": true} {
		t.Run(name, func(t *testing.T) {
			packed := book(t, func(x *excelize.File) {
				must(x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}))
				style := func(s excelize.Style) int {
					id, err := x.NewStyle(&s)
					must(err)
					return id
				}
				own := func(code string) int { return style(excelize.Style{CustomNumFmt: &code}) }
				must(x.SetSheetRow("Sheet1", "A2", &[]any{"Day", "Moment", "Own", "Money", "Share", "Id", "Yes", "Text", "Length"}))
				at := time.Date(2024, 1, 31, 14, 30, 0, 0, time.UTC)
				for row, day := range []time.Time{at, at.AddDate(0, 1, -2)} {
					cell := func(column string, v any, style int) {
						name := fmt.Sprintf("%s%d", column, row+3)
						must(x.SetCellValue("Sheet1", name, v))
						if style > 0 {
							must(x.SetCellStyle("Sheet1", name, name, style))
						}
					}
					cell("A", day.Truncate(24*time.Hour), style(excelize.Style{NumFmt: 14}))
					cell("B", day, style(excelize.Style{NumFmt: 22}))
					cell("C", day, own(`[$-409]d\-mmm\-yy;@`))
					cell("D", 1234.5+float64(row), own(`#,##0.00\ "dollars"`))
					cell("E", .3-float64(row)*.2, style(excelize.Style{NumFmt: 10}))
					cell("F", "0010"+fmt.Sprint(row), 0)
					cell("G", row == 0, 0)
					cell("H", "één\nتوضیح <b>", 0)
					cell("I", 1.25, own("[h]:mm"))
				}
			})
			want := `2 rows, decimal .
Day (dates) |2024-01-31 = 240131 000000Z |2024-02-29 = 240229 000000Z
Moment (dates) |2024-01-31 14:30:00 = 240131 143000Z |2024-02-29 14:30:00 = 240229 143000Z
Own (dates) |2024-01-31 14:30:00 = 240131 143000Z |2024-02-29 14:30:00 = 240229 143000Z
Money (numbers) |1234.5 = 1234.5 |1235.5 = 1235.5
Share (numbers) |0.3 = 0.3 |0.1 = 0.1
Id (text) |00100 |00101
Yes (text) |true |false
Text (text) |één\nتوضیح <b> |één\nتوضیح <b>
Length (numbers) |1.25 = 1.25 |1.25 = 1.25
`
			if got := readBook(packed, Def{}); got != want {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// TestStamps writes serial numbers as spreadsheets show them (ECMA-376, 18.17.4.1).
func TestStamps(t *testing.T) {
	old := workbook{base: days(1899, 12, 30) * day, leap: true}
	mac := workbook{base: days(1904, 1, 1) * day}
	for _, test := range []struct {
		of     workbook
		serial float64
		want   string
	}{
		{old, 1, "1900-01-01"}, {old, 59, "1900-02-28"}, {old, 61, "1900-03-01"}, {old, 45322.5, "2024-01-31 12:00:00"},
		{old, 45322.999999, "2024-02-01"}, {old, .75, "18:00:00"}, {old, 2958465, "9999-12-31"}, {old, 2958466, ""}, {old, -1, ""},
		{mac, 1, "1904-01-02"}, {mac, 43860.25, "2024-01-31 06:00:00"},
	} {
		if got := test.of.stamp(test.serial); got != test.want {
			t.Errorf("%v is %q, not %q", test.serial, got, test.want)
		}
	}
}

// TestSheets chooses the sheet.
func TestSheets(t *testing.T) {
	packed := book(t, func(x *excelize.File) {
		for _, name := range []string{"Empty", "Answers", "Codes", "Secret"} {
			x.NewSheet(name)
			if name != "Empty" {
				must(x.SetSheetRow(name, "B3", &[]any{name, "n"}))
				must(x.SetSheetRow(name, "B4", &[]any{"x", 1}))
			}
		}
		must(x.SetSheetVisible("Secret", false))
	})
	for sheet, want := range map[string]string{
		"":        `f.xlsx: error: this workbook has 2 sheets with cells: "Answers", "Codes" [say which one is the table: sheet = "Answers" below it in data/metrics.toml] <>` + "\n",
		"answers": "1 rows, decimal .\ncolumn_1 (text) |\nAnswers (text) |x\nn (numbers) |1 = 1\n",
		"Secret":  "1 rows, decimal .\ncolumn_1 (text) |\nSecret (text) |x\nn (numbers) |1 = 1\n",
		"Answer":  `nowhere: error: f.xlsx has no sheet "Answer" [did you mean "Answers"?] <>` + "\n",
		"Empty":   "f.xlsx: error: this file is empty [a table needs a header at least: one line with the names of the columns] <>\n",
	} {
		if got := strings.Replace(readBook(packed, Def{Sheet: sheet}), ": error: f.xlsx has", "nowhere: error: f.xlsx has", 1); got != want {
			t.Errorf("sheet %q: %s", sheet, got)
		}
	}
}

// TestFormulas reads the stored results of formulas, and says where there is none.
func TestFormulas(t *testing.T) {
	packed := book(t, func(x *excelize.File) {
		must(x.SetSheetRow("Sheet1", "A1", &[]any{"a", "sum"}))
		must(x.SetSheetRow("Sheet1", "A2", &[]any{1}))
		must(x.SetSheetRow("Sheet1", "A3", &[]any{2, 7}))
		must(x.SetCellFormula("Sheet1", "B2", "A2*2"))
		must(x.SetCellFormula("Sheet1", "A4", `HYPERLINK("http://example.com","x")`))
	})
	got := readBook(packed, Def{})
	want := `2 rows, decimal .
a (numbers) |1 = 1 |2 = 2
sum (numbers) | = NaN |7 = 7
f.xlsx: warning: 2 cells hold formulas without a stored result, the first in B2; they are read as blank [open the file in a spreadsheet and save it: that stores the results] <>
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestErrorCells reads results that are errors as blank, and says so.
func TestErrorCells(t *testing.T) {
	small := book(t, func(x *excelize.File) { must(x.SetSheetRow("Sheet1", "A1", &[]any{"a"})) })
	got := readBook(rezipped(t, small, "xl/worksheets/sheet1.xml", func(string) string {
		return `<worksheet><sheetData><row><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>` +
			`<row><c r="A2"><f>1/0</f><v>1.5</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>` +
			`<row><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="b"><v>1</v></c></row></sheetData></worksheet>`
	}), Def{})
	want := "2 rows, decimal .\na (numbers) |1.5 = 1.5 | = NaN\nb (text) | |true\n" +
		"f.xlsx: warning: 2 cells have an error for a value, the first #DIV/0! in B2; they are read as blank [correct the formulas in the spreadsheet, or leave the rows out] <>\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// rezipped gives a workbook with one part written anew.
func rezipped(t *testing.T, packed []byte, part string, text func(old string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	must(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		in, err := f.Open()
		must(err)
		var old bytes.Buffer
		old.ReadFrom(in)
		out, err := w.Create(f.Name)
		must(err)
		if f.Name == part {
			old = *bytes.NewBufferString(text(old.String()))
		}
		out.Write(old.Bytes())
	}
	must(w.Close())
	return b.Bytes()
}

// zipped makes a zip file of empty parts.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range parts {
		_, err := w.Create(part)
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// modest gives a zip file that says of a part that it has a hundred bytes.
func modest(file []byte, part string) []byte {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	must(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		in, err := f.OpenRaw()
		must(err)
		h := f.FileHeader
		if h.Name == part {
			h.UncompressedSize64 = 100
		}
		out, err := w.CreateRaw(&h)
		must(err)
		_, err = io.Copy(out, in)
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// TestHostile reads files that were made to hurt, or could. Each ends in a problem, or is read well, within its bounds.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads much")
	}
	small := book(t, func(x *excelize.File) {
		must(x.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"}))
		must(x.SetSheetRow("Sheet1", "A2", &[]any{1, "x"}))
	})
	const sheet1 = "xl/worksheets/sheet1.xml"
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">` + func() string {
		var b strings.Builder
		for i := range 9 {
			fmt.Fprintf(&b, `<!ENTITY lol%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&lol%s;", map[bool]string{true: "", false: fmt.Sprint(i)}[i == 0]), 10))
		}
		return b.String()
	}() + `]><worksheet><sheetData><row><c t="inlineStr"><is><t>&lol9;</t></is></c></row></sheetData></worksheet>`
	for name, test := range map[string]struct {
		file string
		text []byte
		want string // what the description begins with, or, after …, holds
	}{
		"cells that are formulas": {"f.csv", []byte("a,b\n=1+1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n@SUM(A1),+cmd|' /C calc'!A0\n"),
			"2 rows, decimal .\na (text) |=1+1 |@SUM(A1)\nb (text) |=HYPERLINK(\"http://x\",\"y\") |+cmd|' /C calc'!A0\n"},
		"a number of ten million digits": {"f.csv", []byte("a,b\n" + strings.Repeat("9", 10_000_000) + ",2\n"), "1 rows, decimal .\na (text) |9999"},
		"a number of a thousand million digits": {"f.csv.gz", packed(append([]byte("a,b\n"), bytes.Repeat([]byte("9"), 1e8)...)),
			"f.csv.gz: error: this file unpacks to more than fifty times its size"},
		"1e1000000000 in JSON":         {"f.json", []byte(`[{"a":1e1000000000,"b":1},{"a":-1E999999999}]`), "2 rows, decimal .\na (text) |1e1000000000 |-1E999999999\n"},
		"10,000 columns":               {"f.csv", []byte(strings.Repeat("c,", 9_999) + "c\n" + strings.Repeat("1,", 9_999) + "1\n"), "1 rows, decimal .\nc (numbers) |1 = 1\nc_2 (numbers)"},
		"100,000 columns":              {"f.csv", []byte(strings.Repeat("c,", 99_999) + "c\n"), "f.csv:1:1: error: the header has more than 16384 columns"},
		"a quote that is never closed": {"f.csv", []byte("a,b\n1,\"x\n" + strings.Repeat("2,3\n", 1_000_000)), "f.csv:2:3: error: the quote that opens here is never closed"},
		"a bomb in gzip":               {"f.csv.gz", packed(bytes.Repeat([]byte("a,b\n"), 50<<20)), "f.csv.gz: error: this file unpacks to more than fifty times its size"},
		"a bomb in a workbook": {"f.xlsx", rezipped(t, small, sheet1, func(string) string {
			return `<worksheet><sheetData><row><c><v>1</v></c></row>` + strings.Repeat(" ", 200<<20) + `</sheetData></worksheet>`
		}), "f.xlsx: error: this Excel file cannot be read: it unpacks to more than fifty times its size"},
		"a bomb of shared texts": {"f.xlsx", rezipped(t, small, "xl/sharedStrings.xml", func(string) string {
			return `<sst>` + strings.Repeat("<si><t>x</t></si>", 20<<20) + `</sst>`
		}), "f.xlsx: error: this Excel file cannot be read: it unpacks to more than fifty times its size"},
		"a million cells far to the right": {"f.xlsx", rezipped(t, small, sheet1, func(string) string {
			return `<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row>` + strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 20_000) + `</sheetData></worksheet>`
		}), "f.xlsx: error: this Excel file cannot be read: most of its rows have far fewer cells than the header"},
		"a cell beyond the last column": {"f.xlsx", rezipped(t, small, sheet1, func(string) string {
			return `<worksheet><sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>`
		}), "f.xlsx: error: this Excel file cannot be read: it has more than 16384 columns"},
		"a billion laughs":                  {"f.xlsx", rezipped(t, small, sheet1, func(string) string { return laughs }), "f.xlsx: error: this Excel file cannot be read: its XML declares entities"},
		"XML that breaks off":               {"f.xlsx", rezipped(t, small, sheet1, func(old string) string { return old[:len(old)-40] + "<c" }), "f.xlsx: error: this Excel file cannot be read: xl/worksheets/sheet1.xml: XML syntax error"},
		"a zip without a workbook":          {"f.xlsx", rezipped(t, small, "", nil)[:0], "f.xlsx: error: this file is empty"},
		"half a workbook":                   {"f.xlsx", small[:len(small)/2], "f.xlsx: error: this Excel file cannot be read: it is no whole zip file"},
		"text by the name of a workbook":    {"f.xlsx", []byte("<html><table><tr><td>1"), "f.xlsx: error: this is a web page or other markup, whatever its name says [some tools"},
		"a web page by the name of a table": {"f.csv", []byte("\ufeff \n<!DOCTYPE html><title>Sign in</title>"), "f.csv: error: this is a web page or other markup"},
		"a table of a shop as old Excel":    {"f.xls", []byte("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"), "f.xls: error: this is a web page or other markup"},
		"a spreadsheet of XML":              {"f.xls", []byte("<?xml version=\"1.0\"?><Workbook>"), "f.xls: error: this is a web page or other markup"},
		"notes by the name of a workbook":   {"f.xlsx", []byte("a,b\n1,2\n"), "f.xlsx: error: this is no Excel file, whatever its name says"},
		"old Excel by another name":         {"f.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504)), "f.xlsx: error: this is an old Excel file (.xls)"},
		"a workbook with a password": {"f.xlsx", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 504)), encoded(t, "utf-16le", "EncryptedPackage")...),
			"f.xlsx: error: this workbook is locked with a password [open it in a spreadsheet, take the password off"},
		"Numbers":              {"f.numbers", zipped("Index/Document.iwa", "Metadata/Properties.plist"), "f.numbers: error: this is no Excel file: it is a file of Numbers [in Numbers: File, Export To, CSV or Excel]"},
		"OpenDocument":         {"f.xlsx", zipped("mimetype", "content.xml"), "f.xlsx: error: this is no Excel file: it is an OpenDocument file (.ods)"},
		"a binary workbook":    {"f.xlsx", zipped("_rels/.rels", "xl/workbook.bin"), "f.xlsx: error: this is no Excel file: it is a binary workbook (.xlsb)"},
		"a letter":             {"f.xlsx", zipped("word/document.xml"), "f.xlsx: error: this is no Excel file: it is a document or slides"},
		"a zip of tables":      {"f.csv", zipped("a.csv", "b.csv"), "f.csv: error: this is no Excel file: it is a zip file without a workbook in it [unpack it"},
		"a zip without a part": {"f.xlsx", zipped("xl/workbook.xml"), "f.xlsx: error: this Excel file cannot be read: its part \"xl/_rels/workbook.xml.rels\" is missing"},
		"a bomb that hides its size": {"f.xlsx", modest(rezipped(t, small, sheet1, func(string) string {
			return `<worksheet><sheetData><row><c><v>1</v></c></row>` + strings.Repeat(" ", 200<<20) + `</sheetData></worksheet>`
		}), sheet1), "f.xlsx: error: this Excel file cannot be read: xl/worksheets/sheet1.xml: zip: not a valid zip file"},
		"a file of one line":      {"f.csv", bytes.Repeat([]byte("x"), 100<<20), "f.csv:1:1: error: this row is longer than 16 MB"},
		"zeros":                   {"f.csv", bytes.Repeat([]byte{0}, 1000), "f.csv:1:1: error: a zero byte stands here: this file is not text"},
		"UTF-16 without a mark":   {"f.csv", encoded(t, "utf-16le", "a,b\n1,Zoë\n"), "1 rows, decimal .\na (numbers) |1 = 1\nb (text) |Zoë\n"},
		"half a UTF-16 character": {"f.csv", append(encoded(t, "utf-16le", "a,b\n1,2\n"), '3'), "2 rows"},
		"mixed line ends":         {"f.csv", []byte("a,b\r\n1,2\r3,4\n5,6\n\r7,8\r\r\n"), "4 rows, decimal .\na (numbers) |1 = 1 |3 = 3 |5 = 5 |7 = 7\nb (numbers) |2 = 2 |4 = 4 |6 = 6 |8 = 8\n"},
		"headers twice":           {"f.csv", []byte("a,a,A,a_2\n1,2,3,4\n"), "1 rows, decimal .\na (numbers) |1 = 1\na_3 (numbers) |2 = 2\nA (numbers) |3 = 3\na_2 (numbers) |4 = 4\nf.csv:1:1: warning: two columns are called \"a\"; the second is read as \"a_3\""},
		"0 bytes":                 {"f.csv", nil, "f.csv: error: this file is empty"},
		"0 bytes of a workbook":   {"f.xlsx", nil, "f.xlsx: error: this file is empty"},
		"gzip that breaks off":    {"f.csv.gz", packed([]byte("a,b\n1,2\n"))[:20], "f.csv.gz: error: this file is packed with gzip and cannot be unpacked: unexpected EOF"},
		"gzip of nothing":         {"f.csv.gz", packed(nil), "f.csv.gz: error: this file is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			f := source.NewFile(test.file, test.text)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			table, problems := Read("t", []*source.File{f}, Def{}, nil, nil, nil)
			runtime.ReadMemStats(&after)
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 1500 {
				t.Errorf("took %d MB of memory, all in all", took)
			}
			if got := describe(table, problems); !strings.HasPrefix(got, test.want) {
				t.Errorf("got  %.400q\nwant %q", got, test.want)
			}
			if table == nil && !source.Fatal(problems) {
				t.Error("neither a table nor an error")
			}
		})
	}
}

func FuzzXLSX(f *testing.F) {
	for _, sheet := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row><c r="A2" s="1"><v>45322.5</v></c></row></sheetData></worksheet>`,
		`<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>9</v></c></row><row><c t="b"><v>1</v></c><c><f>1+1</f></c></row></sheetData></worksheet>`,
		`<worksheet><row><c r="AZ1"><v>1e400</v></c></row>`, `<!DOCTYPE x>`, `<c/><row/></row>`,
	} {
		f.Add(sheet, `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`, `<sst><si><t>x_x000D_</t></si></sst>`, true)
	}
	f.Fuzz(func(t *testing.T, sheet, styles, shared string, old bool) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, part := range [][2]string{
			{"xl/workbook.xml", fmt.Sprintf(`<workbook><workbookPr date1904="%v"/><sheets><sheet name="S" id="1"/></sheets></workbook>`, old)},
			{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="1" Target="s.xml"/><Relationship Id="2" Target="styles.xml"/><Relationship Id="3" Target="sharedStrings.xml"/></Relationships>`},
			{"xl/s.xml", sheet}, {"xl/styles.xml", styles}, {"xl/sharedStrings.xml", shared},
		} {
			out, err := w.Create(part[0])
			must(err)
			out.Write([]byte(part[1]))
		}
		must(w.Close())
		soundly(t, "f.xlsx", b.Bytes(), Def{})
		soundly(t, "f.xlsx", b.Bytes()[:b.Len()-b.Len()/9], Def{})
	})
}

// soundly reads a file and makes sure that a table or an error comes of it, and that the table is sound.
func soundly(t *testing.T, name string, text []byte, def Def) *Table {
	t.Helper()
	table, problems := Read("t", []*source.File{source.NewFile(name, text)}, def, nil, nil, nil)
	if table == nil {
		if !source.Fatal(problems) {
			t.Error("neither a table nor an error")
		}
		return nil
	}
	for _, c := range table.Columns() {
		if len(c.Codes) != table.Rows {
			t.Errorf("%d codes, %d rows", len(c.Codes), table.Rows)
		}
		for _, code := range c.Codes {
			if int(code) >= len(c.Words) {
				t.Fatalf("code %d of %d words", code, len(c.Words))
			}
		}
		if len(c.AsTimes(nil)) != len(c.Words) || c.Kind == Number && len(c.Numbers) != len(c.Words) {
			t.Error("values do not fit the words")
		}
	}
	return table
}
