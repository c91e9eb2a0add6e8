package chart

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cxgen/generator/metric"
)

// wellFormed reads a picture as XML.
func wellFormed(t *testing.T, picture []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(picture)))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, picture)
		}
	}
}

var percents = regexp.MustCompile(`="[\d.]+%"`)

// TestPicture holds each picture against the rules of the drawing: well formed, no style attributes, no scaled text, unique names.
func TestPicture(t *testing.T) {
	for _, c := range cases() {
		for _, lang := range []string{"en", "fa", "ko"} {
			t.Run(c.name+"."+lang, func(t *testing.T) {
				f := draw(t, c.r, c.s, lang)
				for _, picture := range [][]byte{f.SVG(), f.File(Style{Colors: map[string]string{"accent": "#005c5b"}})} {
					wellFormed(t, picture)
					text := string(picture)
					for _, bad := range []string{" style=", "NaN", "Inf", "[chart.", "transform="} {
						if strings.Contains(text, bad) {
							t.Errorf("the picture has %q", bad)
						}
					}
				}
				svg := string(f.SVG())
				if strings.Contains(svg[:strings.Index(svg, ">")], "viewBox") {
					t.Error("the drawing would be scaled")
				}
				if percents.Match(f.File(Style{})) {
					t.Error("the file has percents")
				}
				for _, text := range []string{f.Title, f.Sub, f.Summary, f.Source, f.Method, strings.Join(f.Data.Head, "")} {
					if strings.Contains(text, "[chart.") || strings.ContainsAny(text, "{}") {
						t.Errorf("words are missing in %q", text)
					}
				}
			})
		}
	}
}

// TestTextSize knows each class that text has, and that none is painted smaller than 12 px.
func TestTextSize(t *testing.T) {
	known := map[string]bool{"tk": true, "m": true, "b": true, "big": true, "h": true, "wide": true, "rl": true, "rv": true, "tpro": true, "tdet": true, "inv": true, "narrow": true}
	size := regexp.MustCompile(`font-size:([\d.]+)px`)
	for _, m := range size.FindAllStringSubmatch(fileRules, -1) {
		if px, _ := strconv.ParseFloat(m[1], 64); px < 12 {
			t.Errorf("a rule paints text at %v px", px)
		}
	}
	for _, c := range cases() {
		for _, m := range draw(t, c.r, c.s, "en").Marks {
			if m.Shape != Words {
				continue
			}
			if f := faceOf(m.Class); f.size < 12 {
				t.Errorf("%s: %q is painted at %v px", c.name, m.Text, f.size)
			}
			for class := range strings.FieldsSeq(m.Class) {
				if !known[class] {
					t.Errorf("%s: text has the unknown class %q", c.name, class)
				}
			}
		}
	}
}

// boxes gives where the words of a figure stand, in pixels, on a figure of the given width.
func boxes(f *Figure, width float64, wide bool) (all []box, texts []string) {
	s := sheet{gutter: f.Gutter}
	plot := width - float64(f.Gutter.Start+f.Gutter.End)
	for _, m := range f.Marks {
		if m.Shape != Words || !wide && strings.Contains(m.Class, "wide") || wide && strings.Contains(m.Class, "narrow") {
			continue
		}
		text := m.Text + m.Second
		for _, r := range append(m.Runs[:len(m.Runs):len(m.Runs)], m.Below...) {
			text += " " + r.Text
		}
		at := m.X
		m.X = 0
		b := s.of(m)
		b.x0, b.x1 = b.x0+at/100*plot+2, b.x1+at/100*plot-2
		b.y0, b.y1 = b.y0+1.5, b.y1-1.5 // lines of one label may stand as close as lines of prose
		all, texts = append(all, b), append(texts, text)
	}
	return all, texts
}

// uncrowded fails where words touch each other or leave the figure.
func uncrowded(t *testing.T, f *Figure) {
	t.Helper()
	for _, at := range []struct {
		width float64
		wide  bool
	}{{288, false}, {328, false}, {588, true}, {872, true}, {1120, true}} {
		all, texts := boxes(f, at.width, at.wide)
		for i, a := range all {
			if a.x0 < -float64(f.Gutter.Start)-9 || a.x1 > at.width-float64(f.Gutter.Start)+9 || a.y0 < -2 || a.y1 > float64(f.Height)+2 {
				t.Errorf("%v px: %q is cut: %v", at.width, texts[i], a)
			}
			for j, b := range all[:i] {
				if a.meets(b) {
					t.Errorf("%v px: %q touches %q", at.width, texts[i], texts[j])
				}
			}
		}
	}
}

var longNames = map[string][]string{
	"en": {"Customers who ordered for a friend at the old warehouse", "Marketplaces", "Pneumonoultramicroscopicsilicovolcanoconiosis", "A/B test 2026-Q3", "Web shop of the partners in the north"},
	"ko": {"온라인 쇼핑몰에서 처음으로 구매한 고객", "모바일앱", "오프라인매장에서직접수령을선택한단골고객그룹", "기업 고객", "해외 배송을 이용한 고객 전체"},
	"fa": {"مشتریانی که نخستین بار از فروشگاه اینترنتی خرید کرده‌اند", "اپلیکیشن", "تحویل حضوری در فروشگاه قدیمی شهر", "فروش سازمانی", "بازارگاه‌های همکار در شمال کشور"},
}

// TestCrowded draws every form with long names in three scripts: nothing is cut, nothing touches.
func TestCrowded(t *testing.T) {
	for lang, names := range longNames {
		t.Run("dots."+lang, func(t *testing.T) {
			r := channels()
			for i := range r.Groups {
				r.Groups[i] = names[i%len(names)] + strings.Repeat(" ", i/len(names))
			}
			f := draw(t, r, Spec{}, lang)
			uncrowded(t, f)
			for _, row := range f.Data.Rows[:5] {
				if strings.Contains(row.Cells[0], "…") {
					t.Errorf("the table shortens %q", row.Cells[0])
				}
			}
		})
		t.Run("bars."+lang, func(t *testing.T) {
			r := sales()
			copy(r.Groups, names)
			uncrowded(t, draw(t, r, Spec{}, lang))
		})
		t.Run("funnel."+lang, func(t *testing.T) {
			r := checkout()
			copy(r.Groups, names)
			f := draw(t, r, Spec{}, lang)
			uncrowded(t, f)
			if svg := string(f.SVG()); !strings.Contains(svg, "<title>"+names[0]) {
				t.Error("the whole of a shortened name is lost")
			}
		})
		t.Run("split."+lang, func(t *testing.T) {
			r := split(5)
			for i := range r.Series {
				r.Series[i].Split = names[i]
			}
			uncrowded(t, draw(t, r, Spec{}, lang))
		})
		t.Run("trend."+lang, func(t *testing.T) {
			var events []Event
			for i, name := range append(names, names...) {
				events = append(events, Event{month(2024, 12+2*i), name})
			}
			f := draw(t, twoYears(), Spec{Events: events}, lang)
			uncrowded(t, f)
			for _, name := range names {
				first, _, _ := strings.Cut(name, " ")
				if svg := string(f.SVG()); !strings.Contains(svg, first) && !strings.Contains(f.Source, name) {
					t.Errorf("the event %q is neither drawn nor told", name)
				}
			}
		})
		for _, c := range cases() {
			t.Run(c.name+"."+lang, func(t *testing.T) { uncrowded(t, draw(t, c.r, c.s, lang)) })
		}
	}
	for _, n := range []int{1, 2, 3, 7, 12, 13, 25, 60} {
		t.Run(fmt.Sprint("months.", n), func(t *testing.T) {
			r := twoYears()
			r.Starts, r.Groups = months(n)
			for i := range r.Series {
				points := r.Series[i].Points
				for len(points) < n {
					points = append(points, points[len(points)-2])
				}
				r.Series[i].Points = points[:n]
			}
			uncrowded(t, draw(t, r, Spec{}, "en"))
			uncrowded(t, draw(t, r, Spec{Form: "mix"}, "en"))
		})
	}
}

// TestMirror checks that a drawing from right to left is the other one seen in a mirror.
func TestMirror(t *testing.T) {
	f := draw(t, channels(), Spec{}, "en")
	ltr := string(f.SVG())
	f.RTL = true
	rtl := string(f.SVG())
	center := regexp.MustCompile(`cx="([\d.]+)%"`)
	a, b := center.FindAllStringSubmatch(ltr, -1), center.FindAllStringSubmatch(rtl, -1)
	if len(a) != 5 || len(b) != 5 {
		t.Fatalf("%d and %d dots, want 5", len(a), len(b))
	}
	for i := range a {
		x, _ := strconv.ParseFloat(a[i][1], 64)
		y, _ := strconv.ParseFloat(b[i][1], 64)
		if sum := x + y; sum < 99.98 || sum > 100.02 {
			t.Errorf("a dot at %v%% is mirrored to %v%%", x, y)
		}
	}
	if !strings.Contains(ltr, `<text x="0%" y="37" class="rl h"`) || !strings.Contains(rtl, `<text x="100%" y="37" text-anchor="end" class="rl h"`) {
		t.Error("the anchors are not swapped")
	}
	bars := regexp.MustCompile(`<rect x="(-?[\d.]+)%" y="[\d.]+" width="([\d.]+)%"`)
	g := draw(t, checkout(), Spec{}, "en")
	g.RTL = true
	for _, m := range bars.FindAllStringSubmatch(string(g.SVG()), -1) {
		x, _ := strconv.ParseFloat(m[1], 64)
		w, _ := strconv.ParseFloat(m[2], 64)
		if x < 0 || x+w > 100.02 {
			t.Errorf("a bar from %v%% of %v%% leaves the picture", x, w)
		}
	}
}

// hostile are texts that a table may hold.
var hostile = []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onload='x`, "a\u202eb", "\u2067open", "]]>", "&lt;", "a\x00b\x1f", "=1+1", "{value}", `</style><script>`, "\u2028"}

func TestHostile(t *testing.T) {
	for _, text := range hostile {
		held(t, text)
	}
}

// held draws a text wherever an author or a table may put one, and looks for what must not come through.
func held(t *testing.T, text string) {
	t.Helper()
	dots := channels()
	dots.Groups[0], dots.Hidden[0], dots.Metric.Name = text, text, text
	steps := checkout()
	steps.Groups[1] = text
	lines := split(3)
	lines.Series[1].Split = text
	for _, lang := range []string{"en", "fa"} {
		for _, f := range []*Figure{
			draw(t, dots, Spec{ID: "a", Title: text, Sub: text, By: text}, lang),
			draw(t, steps, Spec{ID: "b", Measure: text}, lang),
			draw(t, lines, Spec{ID: "c"}, lang),
			draw(t, twoYears(), Spec{ID: "d", Events: []Event{{month(2025, 6), text}}}, lang),
		} {
			for _, picture := range [][]byte{f.SVG(), f.File(Style{Font: text, Colors: map[string]string{"ink": text}})} {
				wellFormed(t, picture)
				for _, bad := range []string{"<script", "<img", "\u202e", "\x00", `onload='`} {
					if strings.Contains(string(picture), bad) {
						t.Errorf("%q comes through as %q", text, bad)
					}
				}
				if strings.Count(string(picture), "<style") > 1 || strings.Count(string(picture), "\u2067")+strings.Count(string(picture), "\u2066")+strings.Count(string(picture), "\u2068") != strings.Count(string(picture), "\u2069") {
					t.Errorf("%q leaves an isolate or a style open", text)
				}
			}
			out, err := f.Option()
			if err != nil || !json.Valid(out) || strings.Contains(string(out), "<") {
				t.Errorf("the option of %q: %v", text, err)
			}
		}
	}
}

func FuzzText(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { held(t, text) })
}

func TestCSV(t *testing.T) {
	f := &Figure{Data: Grid{Fields: []string{"group", "value", "n"}, Rows: []Row{
		{Raw: []any{"=SUM(A1)", -12.5, 3}}, {Raw: []any{`say "hi", you`, nil, nil}}, {Raw: []any{"-5", 1e21, 0}}, {Cells: []string{"2 groups hidden"}}, {Raw: []any{"+x\n", 0.1, 7}}}}}
	got := string(f.CSV())
	want := "group,value,n\r\n'=SUM(A1),-12.5,3\r\n\"say \"\"hi\"\", you\",,\r\n'-5,1000000000000000000000,0\r\n\"'+x\n\",0.1,7\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := csv.NewReader(strings.NewReader(got)).ReadAll(); err != nil {
		t.Error(err)
	}
}

// TestHidden looks for the count and the value of hidden groups everywhere.
func TestHidden(t *testing.T) {
	r := channels()
	r.Series[0].Points[2].Value, r.Series[0].Points[2].N = 77.125, 4
	r.Series[0].Points[4].Value, r.Series[0].Points[4].N = 66.125, 8889
	f := draw(t, r, Spec{}, "en")
	option, _ := f.Option()
	grid, _ := json.Marshal(f.Data)
	for _, out := range []string{string(f.SVG()), string(f.CSV()), string(option), string(grid), f.Summary} {
		for _, secret := range []string{"77.1", "+77", "66.1", "+66", "8889", "8,889", "Messenger", "Phone"} {
			if strings.Contains(out, secret) {
				t.Errorf("%q is shown in %s", secret, out)
			}
		}
	}
	if !strings.Contains(f.Source, "Messenger, Phone") {
		t.Errorf("the source line is silent about hidden groups: %q", f.Source)
	}
}

func TestShared(t *testing.T) { // several bars at the same end are all named, and none of them leads
	r := sales()
	r.Series[0].Points[0].Value = 18250
	f := draw(t, r, Spec{}, "en")
	if want := "Revenue by channel"; f.Title != want {
		t.Errorf("title %q, want %q", f.Title, want)
	}
	if want := "Most: Shop, App, €18,250. Least: Phone, €950."; !strings.Contains(f.Summary, want) {
		t.Errorf("summary %q, want %q", f.Summary, want)
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		form       string
		r          *metric.Result
		want, hint string
	}{
		{"", twoYears(), "trend", ""}, {"", channels(), "dots", ""}, {"", checkout(), "funnel", ""}, {"", answers(), "distribution", ""}, {"", sales(), "bars", ""},
		{"trand", twoYears(), "", `did you mean "trend"?`}, {"pie", twoYears(), "", "the forms are trend, mix, distribution, dots, funnel, bars"},
		{"trend", channels(), "", `a trend runs over time: add by = "month"`}, {"mix", sales(), "", "a mix needs answers with options, as nps and csat have"},
		{"dots", checkout(), "", "dots stand for groups"}, {"funnel", sales(), "", "a funnel needs a metric of the kind funnel"},
	} {
		f, mistake := New(c.r, Spec{Form: c.form, Locale: language(t, "en")})
		switch {
		case c.want != "" && (mistake != nil || f.Form != c.want):
			t.Errorf("form %q: got %v, want %s", c.form, f, c.want)
		case c.want == "" && (mistake == nil || mistake.Key != "form" || !strings.HasPrefix(mistake.Hint, c.hint)):
			t.Errorf("form %q: got the mistake %+v, want the hint %q", c.form, mistake, c.hint)
		}
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		change *metric.Change
		title  string
		second string
	}{
		{nil, "NPS is at +43", ""},
		{&metric.Change{Delta: 15.5, Verdict: metric.Clear, Against: "2025-10"}, "NPS rose to +43, clearly", "That is 16 points more than in October 2025, a clear change."},
		{&metric.Change{Delta: -1.4, Verdict: metric.Clear, Against: "2025-10"}, "NPS fell to +43, clearly", "That is 1 point less than in October 2025, a clear change."},
		{&metric.Change{Delta: 2, Verdict: metric.Unclear, Against: "2026-09"}, "NPS is at +43: no clear change", "which is no clear change."},
		{&metric.Change{Delta: 2, Verdict: metric.TooFew, Against: "2026-09"}, "NPS is at +43: too few answers to tell a change", "too few answers to tell."},
	} {
		r := twoYears()
		r.Series[0].Points[23].Change = c.change
		f := draw(t, r, Spec{}, "en")
		if f.Title != c.title || !strings.Contains(f.Summary, c.second) {
			t.Errorf("got %q, %q; want %q, %q", f.Title, f.Summary, c.title, c.second)
		}
	}
}

// TestPartialFirstPeriod sees that a first month that is not whole is drawn, tabled and exported as one.
func TestPartialFirstPeriod(t *testing.T) {
	f := draw(t, begun(), Spec{}, "en")
	if !strings.Contains(f.Source, "November 2024 is not whole, its data begin on 12 November 2024.") {
		t.Error(f.Source)
	}
	dashed := 0
	for _, m := range f.Marks {
		if strings.HasSuffix(m.Class, " run") {
			dashed++
		}
		if m.Class == "band" && m.Points[0].X == 0 {
			t.Error("the band begins in the month that is not whole")
		}
	}
	if first := f.Data.Rows[0]; dashed != 2 || first.Cells[0] != "November 2024 *" || first.Raw[5] != "partial" || !f.Plots[1].Dashed[0] {
		t.Errorf("%d dashed lines, %q, %v", dashed, first.Cells, first.Raw)
	}
	whole := draw(t, twoYears(), Spec{}, "en")
	if strings.Contains(whole.Source, "not whole") || whole.Data.Rows[0].Raw[5] != "shown" {
		t.Errorf("%q, %v", whole.Source, whole.Data.Rows[0].Raw)
	}
}

// TestBenchmarks sees published figures as lines with labels, columns, and sentences that say no more than the interval does.
func TestBenchmarks(t *testing.T) {
	f := draw(t, twoYears(), Spec{Benchmarks: panels()}, "en")
	for _, want := range []string{"The benchmark of +36 is within the margin.", "The interval lies below the benchmark of +58."} {
		if !strings.Contains(f.Summary, want) {
			t.Errorf("%q lacks %q", f.Summary, want)
		}
	}
	if want := "Benchmark +36: Retail panel, n = 12,000, EU, 2025. Benchmark +58: League table, 2024."; !strings.Contains(f.Source, want) {
		t.Errorf("%q lacks %q", f.Source, want)
	}
	lines, labels := 0, 0
	for _, m := range f.Marks {
		switch {
		case m.Class == "evl run" && m.X == 0 && m.X2 == 100 && m.Y == m.Y2:
			lines++
		case m.Text == "Benchmark +36" || m.Text == "Benchmark +58":
			labels++
		}
	}
	if lines != 2 || labels != 2 {
		t.Errorf("%d lines, %d labels", lines, labels)
	}
	if row := f.Data.Rows[3]; row.Raw[6] != 36.0 || row.Raw[7] != 58.0 || f.Data.Fields[7] != "benchmark leaders" {
		t.Errorf("%v %v", f.Data.Fields, row.Raw)
	}
}

// TestTargetsOfLower says of a metric that is better lower when its target is met.
func TestTargetsOfLower(t *testing.T) {
	for target, want := range map[float64]string{60: "met", 30: "exceeded", 44: "within the margin"} {
		r := twoYears()
		r.Metric.Better = "lower"
		if f := draw(t, r, Spec{Target: &target}, "en"); !strings.Contains(f.Summary, want) {
			t.Errorf("%g: %q", target, f.Summary)
		}
	}
}

// TestNumbers checks how values are printed: SPEC §0.2.
func TestNumbers(t *testing.T) {
	d := begin(&metric.Result{Currency: "EUR", Series: []metric.Series{{Measure: metric.Value, Points: []metric.Point{{Value: .5}}}}}, Spec{Locale: language(t, "en")}, "trend")
	for _, c := range []struct {
		v    float64
		unit metric.Unit
		n    int
		want string
	}{
		{42.5, metric.Score, 312, "+43"}, {-.4, metric.Score, 312, "0"}, {-42.5, metric.Score, 312, "−43"}, {83.5, metric.Percent, 496, "84%"}, {37.55, metric.Percent, 1204, "37.6%"},
		{1204, metric.Whole, 0, "1,204"}, {130, metric.Seconds, 0, "2 min 10 s"}, {12.5, metric.Currency, 0, "€12.50"}, {4.25, metric.Plain, 0, "4.3"}, {.125, metric.Plain, 0, "0.13"}, {312.4, metric.Plain, 0, "312"},
	} {
		if got := d.value(c.v, c.unit, c.n); got != c.want {
			t.Errorf("%v as %s of %d is printed %q, want %q", c.v, c.unit, c.n, got, c.want)
		}
	}
	if got := d.margin(score(43, 34, 51, 29), metric.Score); got != "" {
		t.Errorf("a margin of 29 answers is printed: %q", got)
	}
	if got := d.margin(score(43, 34, 51, 30), metric.Score); got != "±9" {
		t.Errorf("the margin is %q, want ±9", got)
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct{ at, want []float64 }{
		{[]float64{10, 100}, []float64{10, 100}}, {[]float64{50, 50}, []float64{35, 65}}, {[]float64{0, 0, 0}, []float64{0, 30, 60}}, {[]float64{50, 60, 200}, []float64{40, 70, 200}}, {[]float64{195, 200}, []float64{170, 200}},
	} {
		got := append([]float64{}, c.at...)
		spread(got, 30, 0, 200)
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%v is spread to %v, want %v", c.at, got, c.want)
		}
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		unit      metric.Unit
		want      []float64
	}{
		{6, 52, metric.Score, []float64{0, 20, 40, 60}}, {-12, 52, metric.Score, []float64{-20, 0, 20, 40, 60}}, {81, 87, metric.Percent, []float64{80, 82, 84, 86, 88}}, {60, 99.5, metric.Percent, []float64{0, 25, 50, 75, 100}},
		{0, 0, metric.Whole, []float64{0, .25, .5, .75, 1}}, {100, 100, metric.Score, []float64{0, 25, 50, 75, 100}}, {1200, 18000, metric.Currency, []float64{0, 5000, 10000, 15000, 20000}},
	} {
		s := span{}
		s.add(c.low, c.high)
		if got := valueScale(s, c.unit, 4).ticks(); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%v to %v: ticks %v, want %v", c.low, c.high, got, c.want)
		}
	}
}

func TestSpark(t *testing.T) {
	r := twoYears()
	f := Spark(r, language(t, "en"), "")
	wellFormed(t, f.SVG())
	if svg := string(f.SVG()); !strings.HasPrefix(svg, `<svg class="ch sp ge-8" width="100%" height="44" role="img" aria-label="NPS, trend">`) || strings.Count(svg, `class="ln"`) != 2 {
		t.Errorf("not two lines with a gap: %s", svg)
	}
	r.Series[0].Points = r.Series[0].Points[:1]
	if Spark(r, language(t, "en"), "") != nil {
		t.Error("one point makes no line")
	}
}

// TestSame draws twice and wants the same bytes.
func TestSame(t *testing.T) {
	for _, c := range cases() {
		a, b := draw(t, c.r, c.s, "en"), draw(t, c.r, c.s, "en")
		one, _ := a.Option()
		two, _ := b.Option()
		if string(a.SVG()) != string(b.SVG()) || string(one) != string(two) || string(a.CSV()) != string(b.CSV()) {
			t.Errorf("%s is drawn in two ways", c.name)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) {
			f := draw(b, c.r, c.s, "en")
			b.ReportAllocs()
			for b.Loop() {
				f.SVG()
			}
		})
	}
}

// BenchmarkFigure is the whole way from a result to its SVG.
func BenchmarkFigure(b *testing.B) {
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) {
			c.s.Locale = language(b, "en")
			b.ReportAllocs()
			for b.Loop() {
				f, _ := New(c.r, c.s)
				f.SVG()
			}
		})
	}
}
