package generator_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"cxgen/generator"
)

// truths are the metric vectors that TestTruth puts on pages: the case, and what its page holds beside it. The site writes
// the case's CSV as it stands; only data/metrics.toml says what its columns mean.
var truths = []struct{ metric, name, settings, block string }{
	{"nps", "nps_out_of_scale_missing", `kind = "nps"`, `form = "distribution"`},
	{"nps", "nps_250_random", `kind = "nps"`, `form = "distribution"`},
	{"nps_trend", "trend_month_gap", "kind = \"nps\"\ntime = \"date\"", `by = "month"`},
	{"nps_trend", "trend_month_timezone", "kind = \"nps\"\ntime = \"date\"", `by = "month"`},
	{"nps_trend", "trend_month_120", "kind = \"nps\"\ntime = \"date\"", `by = "month"`},
	{"nps_groups", "groups_complementary", "kind = \"nps\"\nmin_n = 3", `by = "team"`},
	{"csat", "csat_rows", "kind = \"csat\"\nscale = [1, 5]", `form = "distribution"`},
	{"funnel", "funnel_step_times", "kind = \"funnel\"\nuser = \"user\"\ntime = \"timestamp\"\nwindow = \"604800s\"\nsteps = [\"sign up\", \"play movie\", \"buy\"]", ``},
}

// truth is a case of the metric vectors.
type truth struct {
	Name      string
	Input     struct{ CSV string }
	Expected  map[string]any
	Tolerance float64
}

// TestTruth builds a site from the CSV of metric vectors and finds the numbers that they expect in the page's text, in the
// figure's table, in its CSV and in figures.json. The time zone is that of the one case that names one; the others do not mind.
func TestTruth(t *testing.T) {
	site := []txtar.File{
		{Name: "site.toml", Data: []byte("title = \"Truth\"\nbase_url = \"https://truth.example/\"\ntz = \"Europe/Berlin\"\n[data]\nmin_n = 1\nlow_n = 1\n")},
		{Name: "content/_index.md"},
	}
	var metrics strings.Builder
	cases := map[string]truth{}
	for _, at := range truths {
		c := readTruth(t, at.metric, at.name)
		cases[at.name] = c
		fmt.Fprintf(&metrics, "[metrics.%s]\ntable = %q\ntitle = %q\n%s\n", at.name, at.name, at.name, at.settings)
		site = append(site, txtar.File{Name: "data/" + at.name + ".csv", Data: []byte(c.Input.CSV)}, txtar.File{
			Name: "content/" + at.name + ".md",
			Data: fmt.Appendf(nil, "+++\ntitle = %q\n+++\nIt is {{%[2]s value}} of {{%[2]s n}}, {{%[2]s low}} to {{%[2]s high}}.\n%[3]s\n```chart\nmetric = %[1]q\nid = \"figure\"\n%[4]s\n```\n",
				at.name, at.name, months(c), at.block),
		})
	}
	site = append(site, txtar.File{Name: "data/metrics.toml", Data: []byte(metrics.String())})
	files, _, said := build(t, &generator.Builder{}, folder(site), &generator.Held{})
	if said != "" {
		t.Fatal(said)
	}
	for _, at := range truths {
		c := cases[at.name]
		t.Run(at.name, func(t *testing.T) {
			p := readPage(t, files, at.name+"/")
			switch at.metric {
			case "nps":
				p.wantAnswers(t, c, "nps", func(option int) string {
					return []string{"detractors", "passives", "promoters"}[max(0, min(2, (option-5)/2))]
				})
			case "csat":
				p.wantAnswers(t, c, "csat", func(option int) string {
					if option >= 4 {
						return "positive"
					}
					return ""
				})
			case "nps_trend":
				p.wantTrend(t, c)
			case "nps_groups":
				p.wantGroups(t, c)
			case "funnel":
				p.wantFunnel(t, c)
			}
		})
	}
}

func readTruth(t *testing.T, metric, name string) truth {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("metric", "testdata", "vectors", metric+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []truth
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(c truth) bool { return c.Name == name })
	if i < 0 || all[i].Input.CSV == "" {
		t.Fatalf("there is no vector %q with a CSV", name)
	}
	return all[i]
}

// months asks for the figures of each period of a trend in prose.
func months(c truth) string {
	var lines strings.Builder
	periods, _ := c.Expected["periods"].([]any)
	for _, p := range periods {
		fmt.Fprintf(&lines, "In %[2]s it is {{%[1]s value at %[2]s}} of {{%[1]s n at %[2]s}}, a change of {{%[1]s change at %[2]s}}.\n", c.Name, p.(map[string]any)["period"])
	}
	return lines.String()
}

// wantAnswers checks a page with a figure of all answers. part names the share that an answer counts in.
func (p page) wantAnswers(t *testing.T, c truth, headline string, part func(option int) string) {
	t.Helper()
	n := int(c.number(t, "n"))
	show := score
	if headline == "csat" {
		show = func(v float64) string { return percent(v, n) }
	}
	p.says(t, fmt.Sprintf("It is %s of %d, %s to %s.", show(c.number(t, headline)), n, show(c.number(t, "ci_low")), show(c.number(t, "ci_high"))))
	for key, reason := range map[string]string{"missing": "blank", "invalid": "not", "out_of_scale": "scale"} {
		if left, _ := c.Expected["excluded"].(map[string]any)[key].(float64); left > 0 {
			p.says(t, fmt.Sprintf("%.0f ", left), reason)
		}
	}
	counted := map[string]float64{}
	rows := p.table(t, "figure")
	for i, row := range p.csv(t, "figure") {
		option, err := strconv.Atoi(row["option"])
		if err != nil {
			t.Fatal(row)
		}
		counted[part(option)] += number(t, row["answers"])
		near(t, "share of "+row["option"], number(t, row["share"]), 100*number(t, row["answers"])/float64(n), c.Tolerance)
		if want := []string{row["option"], percent(number(t, row["share"]), n), row["answers"]}; !slices.Equal(rows[i+1], want) {
			t.Errorf("the table has %q, the CSV %q", rows[i+1], want)
		}
	}
	for name, count := range counted {
		if name != "" && count != c.number(t, name) {
			t.Errorf("%s: the CSV has %v, want %v", name, count, c.number(t, name))
		}
	}
}

func (p page) wantTrend(t *testing.T, c truth) {
	t.Helper()
	raw, rows := p.csv(t, "figure"), p.table(t, "figure")
	periods := c.Expected["periods"].([]any)
	if len(raw) != len(periods) || len(rows) != len(periods)+1 {
		t.Fatalf("%d rows in the CSV, %d in the table, want %d periods", len(raw), len(rows)-1, len(periods))
	}
	for i, e := range periods {
		want := truth{Name: c.Name, Expected: e.(map[string]any)}
		label := want.Expected["period"].(string)
		if raw[i]["period"] != label {
			t.Errorf("period %q, want %q", raw[i]["period"], label)
		}
		n, change := int(want.number(t, "n")), "–"
		if d, ok := want.Expected["delta"].(float64); ok {
			change = score(d) + " points"
		}
		near(t, label+" n", number(t, raw[i]["n"]), float64(n), 0)
		if want.Expected["nps"] == nil {
			for _, key := range []string{"value", "low", "high"} {
				if raw[i][key] != "" {
					t.Errorf("%s: %s is %q, want none", label, key, raw[i][key])
				}
			}
			p.says(t, fmt.Sprintf("In %s it is – of %d, a change of –.", label, n))
			if rows[i+1][1] != "–" {
				t.Errorf("%s: the table has %q, want –", label, rows[i+1][1])
			}
			continue
		}
		for key, field := range map[string]string{"nps": "value", "ci_low": "low", "ci_high": "high"} {
			near(t, label+" "+key, number(t, raw[i][field]), want.number(t, key), c.Tolerance)
		}
		p.says(t, fmt.Sprintf("In %s it is %s of %d, a change of %s.", label, score(want.number(t, "nps")), n, change))
		cells := []string{score(want.number(t, "nps")), score(want.number(t, "ci_low")) + " to " + score(want.number(t, "ci_high")), strconv.Itoa(n)}
		if !slices.Equal(rows[i+1][1:], cells) {
			t.Errorf("%s: the table has %q, want %q", label, rows[i+1][1:], cells)
		}
	}
}

func (p page) wantGroups(t *testing.T, c truth) {
	t.Helper()
	total := truth{Name: c.Name, Expected: c.Expected["total"].(map[string]any)}
	p.says(t, fmt.Sprintf("It is %s of %.0f,", score(total.number(t, "nps")), total.number(t, "n")))
	shown := map[string]map[string]string{}
	for _, row := range p.csv(t, "figure") {
		shown[row["group"]] = row
	}
	for name, e := range c.Expected["groups"].(map[string]any) {
		want := truth{Name: c.Name, Expected: e.(map[string]any)}
		row, ok := shown[name]
		inTable := slices.ContainsFunc(p.table(t, "figure"), func(row []string) bool { return row[0] == name })
		if want.Expected["suppressed"] == true {
			if ok || inTable {
				t.Errorf("group %s should be hidden, but is %v", name, row)
			}
			continue
		}
		for key, field := range map[string]string{"nps": "value", "ci_low": "low", "ci_high": "high", "n": "n"} {
			near(t, name+" "+key, number(t, row[field]), want.number(t, key), c.Tolerance)
		}
		cells := []string{name, score(want.number(t, "nps")), score(want.number(t, "ci_low")) + " to " + score(want.number(t, "ci_high")), fmt.Sprint(want.number(t, "n"))}
		if !slices.ContainsFunc(p.table(t, "figure"), func(row []string) bool { return slices.Equal(row, cells) }) {
			t.Errorf("the table lacks %q: %q", cells, p.table(t, "figure"))
		}
	}
}

func (p page) wantFunnel(t *testing.T, c truth) {
	t.Helper()
	entered := int(c.number(t, "entered"))
	p.says(t, fmt.Sprintf("It is %s of %d, %s to %s.", percent(100*c.number(t, "conversion"), entered), entered,
		percent(100*c.number(t, "ci_low"), entered), percent(100*c.number(t, "ci_high"), entered)))
	p.says(t, fmt.Sprintf("%.0f of %d got from", c.number(t, "completed"), entered))
	raw, rows := p.csv(t, "figure"), p.table(t, "figure")
	steps := c.Expected["steps"].([]any)
	if len(raw) != len(steps) || len(rows) != len(steps)+1 {
		t.Fatalf("%d rows in the CSV, %d in the table, want %d steps", len(raw), len(rows)-1, len(steps))
	}
	for i, e := range steps {
		want := truth{Name: c.Name, Expected: e.(map[string]any)}
		near(t, "count", number(t, raw[i]["count"]), want.number(t, "count"), 0)
		near(t, "drop_off", number(t, raw[i]["drop_off"]), want.number(t, "drop_off"), 0)
		near(t, "from_start", number(t, raw[i]["from_start"]), 100*want.number(t, "from_start"), 100*c.Tolerance)
		near(t, "from_previous", number(t, raw[i]["from_previous"]), 100*want.number(t, "from_previous"), 100*c.Tolerance)
		if want.Expected["median_seconds"] != nil {
			near(t, "median_seconds", number(t, raw[i]["median_seconds"]), want.number(t, "median_seconds"), c.Tolerance)
		} else if raw[i]["median_seconds"] != "" {
			t.Errorf("median of step %d is %q, want none", i+1, raw[i]["median_seconds"])
		}
		cells := []string{fmt.Sprint(want.number(t, "count")), percent(100*want.number(t, "from_start"), entered), percent(100*want.number(t, "from_previous"), entered)}
		if !slices.Equal(rows[i+1][1:4], cells) {
			t.Errorf("step %d: the table has %q, want %q", i+1, rows[i+1], cells)
		}
	}
}

func (c truth) number(t *testing.T, key string) float64 {
	t.Helper()
	v, ok := c.Expected[key].(float64)
	if !ok {
		t.Fatalf("%s expects no number %q", c.Name, key)
	}
	return v
}

// page is a built page as a reader sees it, with the files beside it.
type page struct {
	path  string // of the page: "reports/2026-10/"
	root  *html.Node
	text  string // all that is written on it, single spaces between words
	files map[string][]byte
}

func readPage(t *testing.T, files map[string][]byte, path string) page {
	t.Helper()
	text, ok := files[path+"index.html"]
	if !ok {
		t.Fatalf("there is no page %s", path)
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return page{path, root, written(root), files}
}

// says checks that the page has these texts.
func (p page) says(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.text, text) {
			t.Errorf("%s does not say %q:\n%s", p.path, text, p.text)
		}
	}
}

// table gives the cells of the first table inside the element with an id.
func (p page) table(t *testing.T, id string) [][]string {
	t.Helper()
	n := find(p.root, func(n *html.Node) bool { return attribute(n, "id") == id })
	if n != nil {
		n = find(n, func(n *html.Node) bool { return n.Data == "table" })
	}
	if n == nil {
		t.Fatalf("%s has no table in #%s", p.path, id)
	}
	return cells(n)
}

// csv gives the rows of a figure's CSV by their fields, after a look whether figures.json has the same ones.
func (p page) csv(t *testing.T, id string) []map[string]string {
	t.Helper()
	text, ok := p.files[p.path+id+".csv"]
	if !ok {
		t.Fatalf("there is no %s%s.csv", p.path, id)
	}
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var figures []struct {
		ID      string
		Columns []string
		Rows    [][]any
	}
	if err := json.Unmarshal(p.files[p.path+"figures.json"], &figures); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(figures, func(f struct {
		ID      string
		Columns []string
		Rows    [][]any
	}) bool {
		return f.ID == id
	})
	if at < 0 || !slices.Equal(figures[at].Columns, lines[0]) || len(figures[at].Rows) != len(lines)-1 {
		t.Fatalf("figures.json has other rows than %s.csv: %v", id, figures)
	}
	var rows []map[string]string
	for i, line := range lines[1:] {
		row := map[string]string{}
		for k, cell := range line {
			row[lines[0][k]] = cell
			switch v := figures[at].Rows[i][k].(type) {
			case nil:
				if cell != "" {
					t.Errorf("%s: figures.json has nothing where the CSV has %q", id, cell)
				}
			case float64:
				near(t, id+" "+lines[0][k]+" in figures.json", v, number(t, cell), 1e-9*math.Abs(v))
			default:
				if fmt.Sprint(v) != strings.TrimPrefix(cell, "'") {
					t.Errorf("%s: figures.json has %v where the CSV has %q", id, v, cell)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// written gives the text of an element without scripts and styles.
func written(n *html.Node) string {
	var words []string
	for n := range n.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			words = append(words, n.Data)
		} else if n.Type == html.ElementNode && !slices.Contains([]string{"a", "b", "em", "strong"}, n.Data) {
			words = append(words, " ")
		}
	}
	text := strings.Map(func(r rune) rune { // marks of direction say nothing
		if r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, strings.Join(words, ""))
	return strings.Join(strings.Fields(text), " ")
}

// cells gives the texts of a table.
func cells(table *html.Node) (rows [][]string) {
	for n := range table.Descendants() {
		switch n.Data {
		case "tr":
			rows = append(rows, nil)
		case "td", "th":
			rows[len(rows)-1] = append(rows[len(rows)-1], written(n))
		}
	}
	return rows
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range n.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Errorf("%q is no number", text)
	}
	return v
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// score prints as the specification says in §0.2: a signed whole number, half away from zero. A float just beside a half is the half.
func score(v float64) string {
	switch whole := rounded(v, 1); {
	case whole > 0:
		return fmt.Sprintf("+%.0f", whole)
	case whole < 0:
		return fmt.Sprintf("−%.0f", -whole)
	}
	return "0"
}

// percent prints a share: whole per cent, one decimal from 1,000 answers on.
func percent(v float64, n int) string {
	if n >= 1000 {
		return fmt.Sprintf("%.1f%%", rounded(v, 10))
	}
	return fmt.Sprintf("%.0f%%", rounded(v, 1))
}

func rounded(v, unit float64) float64 {
	return math.Round(v*unit+math.Copysign(1e-9, v)) / unit
}
