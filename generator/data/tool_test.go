package data

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cxgen/generator/source"
)

// TestTools reads a file of each tool, written by the tool's documentation; what should come of it stands beside it.
func TestTools(t *testing.T) {
	names, err := filepath.Glob("testdata/tools/*")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	known := map[string]bool{}
	for _, name := range names {
		if filepath.Ext(name) == ".want" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(name, filepath.Ext(name)) + ".want")
			if err != nil && !*update {
				t.Fatal(err)
			}
			got, tool := describeTool(filepath.Base(name), text, Def{})
			got += proposed(filepath.Base(name), text)
			if *update {
				must(os.WriteFile(strings.TrimSuffix(name, filepath.Ext(name))+".want", []byte(got), 0o644))
			}
			if known[tool] = true; got != string(want) {
				t.Errorf("got:\n%s", got)
			}
		})
	}
	for _, name := range toolNames() {
		if !known[name] {
			t.Errorf("no file of %s", name)
		}
	}
}

// proposed gives what the columns of a file may be, and what is to know of it.
func proposed(name string, text []byte) string {
	table, _ := Read("t", []*source.File{source.NewFile(name, text)}, Def{}, nil, nil, nil)
	if table == nil {
		return ""
	}
	var b strings.Builder
	for _, r := range table.Roles() {
		fmt.Fprintf(&b, "role %s: %s\n", r.Name, r.Column)
	}
	for _, note := range table.Notes() {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	return b.String()
}

func describeTool(name string, text []byte, def Def) (description, tool string) {
	table, problems := Read("t", []*source.File{source.NewFile(name, text)}, def, nil, nil, nil)
	if table == nil {
		return describe(table, problems), ""
	}
	o := table.Origins[0]
	return fmt.Sprintf("tool %s, %s, %s, %q, %d header rows, %s\n", o.Tool, o.Format, o.Encoding, o.Delimiter, o.Headers, table.TZ) + describe(table, problems), o.Tool
}

// TestSurveyMonkeyBook reads the workbook that SurveyMonkey gives beside the CSV: headers of a question run over several cells.
func TestSurveyMonkeyBook(t *testing.T) {
	packed := book(t, func(x *excelize.File) {
		rows := [][]any{
			{"RespondentID", "CollectorID", "StartDate", "EndDate", "IP Address", "Email Address", "First Name", "LastName", "Custom Data", "Which did you use?", nil, "Anything else?"},
			{nil, nil, nil, nil, nil, nil, nil, nil, nil, "Shop", "Web", "Open-Ended Response"},
			{"10000000001", "7", "01/25/2018 09:50:02 AM", "01/25/2018 09:57:15 AM", nil, nil, nil, nil, nil, "Shop", nil, "No"},
		}
		for i, row := range rows {
			must(x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		}
		must(x.MergeCell("Sheet1", "J1", "K1"))
	})
	got, _ := describeTool("f.xlsx", packed, Def{})
	for _, want := range []string{
		"tool surveymonkey, xlsx, , \"\", 2 header rows, UTC\n1 rows,",
		"\nEndDate (dates) |01/25/2018 09:57:15 AM = 180125 095715Z\n",
		"\nWhich did you use? - Shop (text) |Shop\nWhich did you use? - Web (text) |\nAnything else? (text) |No\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestSource lets metrics.toml have the last word about the tool.
func TestSource(t *testing.T) {
	const text = "Number,User,Date Submitted,Country,Device\n1,a,2024-01-31,DE,phone\n"
	for source, want := range map[string]string{"": "hotjar", "none": "", "typeform": "typeform"} {
		if _, got := describeTool("f.csv", []byte(text), Def{Source: source}); got != want {
			t.Errorf("source %q: tool %q, not %q", source, got, want)
		}
	}
	got, _ := describeTool("f.csv", []byte("Question,\nA,B\n1,2\n"), Def{HeaderRows: 2})
	if want := "Question - A (numbers) |1 = 1\nQuestion - B (numbers) |2 = 2\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%s", got)
	}
}

// TestRivals asks the author where the headers are those of two tools.
func TestRivals(t *testing.T) {
	text := []byte("event,distinct_id,time,timestamp\na,b,1,2\n")
	table, problems := Read("t", []*source.File{source.NewFile("f.csv", text)}, Def{}, nil, nil, nil)
	want := "f.csv: error: this file could come from PostHog or from Mixpanel [write source = \"posthog\" or source = \"mixpanel\", or source = \"none\" below the table in data/metrics.toml] <>\n"
	if got := describe(table, problems); got != want {
		t.Errorf("got %s", got)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]struct {
		bare  string
		table bool
	}{
		"answers.csv": {"answers", true}, "2026/a.b.CSV.gz": {"2026/a.b", true}, "x.xlsx": {"x", true}, "x.jsonl": {"x", true},
		"notes.txt": {"notes", false}, "x.gz": {"x", false}, "x.docx": {"x", false}, "x": {"x", false},
	} {
		if bare, table := BareName(name), IsTable(name); bare != want.bare || table != want.table {
			t.Errorf("%s: %q, %v", name, bare, table)
		}
	}
}
