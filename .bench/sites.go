//go:build ignore

// Sites makes sites of the sizes that it is given, 1,000 and 10,000 pages without any, and measures what building them costs:
//
//	go run .bench/sites.go [-runs 3] [-charts] [PAGES …]
//
// Of each kind of build it prints the median of some runs: time on the wall, time of the processors (user and system) and the
// peak of memory. Everything stands in a folder of the system's own for such files, which should lie in memory (TMPDIR=/dev/shm),
// and is removed at the end. When hugo is in the PATH, or named by the variable HUGO, it builds the same pages right after each
// run of cxgen, so that both meet the same machine.
//
// What Hugo is asked for is what the default theme gives: a head with description, canonical address, Open Graph and JSON-LD, a
// menu, a trail, a table of contents, tags, two further pages, lists of 25 with descriptions, pages of tags, sitemap and feed,
// minified. Its layouts stand below, as short as they can be: no style sheet, no script, no check of links, no segments, and no
// charts, so with -charts it is left out. cxgen does all of these in its time.
package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	runs := flag.Int("runs", 3, "how often each build is measured")
	charts := flag.Bool("charts", false, "a chart and two values on every tenth page; without Hugo")
	only := flag.String("make", "", "only write the first site into this folder")
	flag.Parse()
	sizes := []int{1_000, 10_000}
	if flag.NArg() > 0 {
		sizes = nil
		for _, word := range flag.Args() {
			n, err := strconv.Atoi(word)
			check(err)
			sizes = append(sizes, n)
		}
	}
	if *only != "" {
		write(*only, sizes[0], *charts)
		return
	}
	root, err := os.MkdirTemp("", "cxgen-bench-")
	check(err)
	defer os.RemoveAll(root)

	program := filepath.Join(root, "cxgen")
	check(exec.Command("go", "build", "-o", program, "./cmd/cxgen").Run())
	hugo := os.Getenv("HUGO")
	if found, err := exec.LookPath("hugo"); hugo == "" && err == nil {
		hugo = found
	}
	if *charts {
		hugo = ""
	}
	fmt.Printf("%d processors, %s/%s, %s; medians of %d\n\n", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), *runs)
	fmt.Printf("%7s  %-34s %9s %9s %9s\n", "pages", "build", "wall s", "cpu s", "peak MiB")
	for _, n := range sizes {
		measure(filepath.Join(root, strconv.Itoa(n)), n, *runs, *charts, program, hugo)
	}
}

func check(err error) {
	if err != nil {
		panic(err) // so that what was written is removed
	}
}

// measure makes a site of n pages and builds it in each way.
func measure(root string, n, runs int, charts bool, program, hugo string) {
	write(root, n, charts)
	for name, text := range layouts {
		put(filepath.Join(root, name), text)
	}
	public, edited := filepath.Join(root, "public"), filepath.Join(root, "content", "guides", "page-4.md")
	page, err := os.ReadFile(edited)
	check(err)

	builds := []build{
		{name: "cxgen, cold", before: func(int) { check(os.RemoveAll(public)) }, command: []string{program, "build", "--quiet", "--no-cache", "-s", root, "-d", public}},
		{name: "Hugo, cold, --minify", before: func(int) { check(os.RemoveAll(public + "-hugo")) },
			command: []string{hugo, "build", "--quiet", "--ignoreCache", "--minify", "-s", root, "-d", public + "-hugo"}},
		{name: "cxgen, nothing changed", command: []string{program, "build", "--quiet", "-s", root, "-d", public}},
		{name: "cxgen, a paragraph changed", command: []string{program, "build", "--quiet", "-s", root, "-d", public},
			before: func(run int) { put(edited, string(page)+fmt.Sprintf("\nRun %d.\n", run)) }},
		{name: "cxgen, a title changed", command: []string{program, "build", "--quiet", "-s", root, "-d", public},
			before: func(run int) { put(edited, strings.Replace(string(page), "Page 4", fmt.Sprintf("Page 4.%d", run), 1)) }},
	}
	if hugo == "" {
		builds = slices.Delete(builds, 1, 2)
	}
	costs := make([][]cost, len(builds))
	for run := range runs {
		for i, b := range builds {
			if i > 0 && strings.HasPrefix(b.name, "cxgen, nothing") {
				b.run(run) // the first one after the cold builds fills the cache
			}
			costs[i] = append(costs[i], b.run(run))
		}
	}
	for i, b := range builds {
		m := median(costs[i])
		fmt.Printf("%7d  %-34s %9.2f %9.2f %9.0f\n", n, b.name, m.wall.Seconds(), m.cpu.Seconds(), m.peak)
	}
	if hugo != "" {
		mine, its := median(costs[0]), median(costs[1])
		fmt.Printf("%7d  %-34s %9.2f %9.2f %9.2f\n", n, "cxgen : Hugo", mine.wall.Seconds()/its.wall.Seconds(), mine.cpu.Seconds()/its.cpu.Seconds(), mine.peak/its.peak)
	}
	check(os.RemoveAll(root))
}

// write writes a site of n pages.
func write(root string, n int, charts bool) {
	site := corpus{n: n, charts: charts, random: rand.New(rand.NewPCG(7, 11))}
	site.write(filepath.Join(root, "content"))
	put(filepath.Join(root, "site.toml"), "title = \"Northwind\"\nbase_url = \"https://www.example.com/\"\n[build]\nlist_size = 25\n"+menu("menu"))
	if charts {
		put(filepath.Join(root, "data", "metrics.toml"), "[metrics.nps]\nkind = \"nps\"\ntable = \"answers\"\nscore = \"score\"\ntime = \"date\"\n")
		put(filepath.Join(root, "data", "answers.csv"), site.answers(50_000))
	}
}

// build is one way to build a site.
type build struct {
	name    string
	command []string
	before  func(run int)
}

type cost struct {
	wall, cpu time.Duration
	peak      float64 // MiB
}

func (b build) run(run int) cost {
	if b.before != nil {
		b.before(run)
	}
	c := exec.Command(b.command[0], b.command[1:]...)
	c.Stderr = os.Stderr
	began := time.Now()
	if err := c.Run(); err != nil {
		check(errors.Join(errors.New(b.name), err))
	}
	wall := time.Since(began)
	used := c.ProcessState.SysUsage().(*syscall.Rusage)
	unit := 1024. // Linux counts in KiB
	if runtime.GOOS == "darwin" {
		unit = 1024 * 1024
	}
	return cost{wall, c.ProcessState.UserTime() + c.ProcessState.SystemTime(), float64(used.Maxrss) / unit}
}

// median gives the median of each.
func median(costs []cost) (m cost) {
	middle := len(costs) / 2
	slices.SortFunc(costs, func(a, b cost) int { return int(a.wall - b.wall) })
	m.wall = costs[middle].wall
	slices.SortFunc(costs, func(a, b cost) int { return int(a.cpu - b.cpu) })
	m.cpu = costs[middle].cpu
	slices.SortFunc(costs, func(a, b cost) int { return int(a.peak - b.peak) })
	m.peak = costs[middle].peak
	return m
}

func put(name, text string) {
	check(os.MkdirAll(filepath.Dir(name), 0o755))
	check(os.WriteFile(name, []byte(text), 0o644))
}

// corpus is a site of n pages of about 560 words each. The same n gives the same bytes.
type corpus struct {
	n      int
	charts bool
	random *rand.Rand
}

var (
	sections = []string{"guides", "products", "reports", "segments"}
	nouns    = strings.Fields("customer journey survey response channel onboarding renewal ticket queue agent dashboard segment checkout delivery return complaint " +
		"touchpoint store branch region cohort baseline benchmark score driver promoter detractor effort loyalty churn retention feedback comment theme")
	verbs = strings.Fields("improves reduces measures explains tracks predicts compares shortens delays raises lowers reveals supports replaces connects follows")
	kinds = strings.Fields("weekly monthly clear slow fast simple digital regional new returning high low steady early late average unresolved first visible")
)

func (c corpus) pick(words []string) string { return words[c.random.IntN(len(words))] }

func (c corpus) sentence() string {
	s := fmt.Sprintf("The %s %s %s the %s %s of each %s", c.pick(kinds), c.pick(nouns), c.pick(verbs), c.pick(kinds), c.pick(nouns), c.pick(nouns))
	switch c.random.IntN(4) {
	case 0:
		s = strings.Replace(s, " of each ", " of **each** ", 1)
	case 1:
		s += " and `" + c.pick(nouns) + "_" + c.pick(nouns) + "` " + c.pick(verbs) + " it"
	}
	return s + "."
}

func (c corpus) paragraph(sentences int) string {
	all := make([]string, sentences)
	for i := range all {
		all[i] = c.sentence()
	}
	return strings.Join(all, " ") + "\n\n"
}

func (c corpus) write(root string) {
	put(filepath.Join(root, "_index.md"), "+++\ntitle = \"Home\"\n+++\n\nWelcome.\n")
	for _, s := range sections {
		put(filepath.Join(root, s, "_index.md"), fmt.Sprintf("+++\ntitle = %q\n+++\n\nAll of them.\n", strings.ToUpper(s[:1])+s[1:]))
	}
	for i := range c.n {
		put(filepath.Join(root, sections[i%len(sections)], fmt.Sprintf("page-%d.md", i)), c.page(i))
	}
}

func (c corpus) page(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"Page %d: %s %s\"\ndescription = %q\ndate = 2024-%02d-%02d\ntags = [\"%s %d\", \"%s\"]\n+++\n\n",
		i, c.pick(kinds), c.pick(nouns), c.sentence(), 1+i%12, 1+i%28, nouns[i%len(nouns)], i%6, kinds[i%len(kinds)])
	b.WriteString(c.paragraph(4))
	for part := range 5 {
		fmt.Fprintf(&b, "## Part %d: %s\n\n%s", part, c.pick(nouns), c.paragraph(5))
		fmt.Fprintf(&b, "See [page %d](/%s/page-%d/) and <https://www.example.org/%d>.\n\n", i/2, sections[i/2%len(sections)], i/2, i)
		switch part {
		case 0:
			fmt.Fprintf(&b, "- %s\n- %s\n  - %s\n\n", c.sentence(), c.sentence(), c.sentence())
		case 1:
			b.WriteString("| Line | Score | Change |\n| --- | --: | --- |\n")
			for range 6 {
				fmt.Fprintf(&b, "| %s %s | %d | %s |\n", c.pick(kinds), c.pick(nouns), c.random.IntN(100), c.pick(verbs))
			}
			b.WriteByte('\n')
		case 2:
			fmt.Fprintf(&b, "```sh\nexport SURVEY=%d # <b>\ncurl -fsS \"https://api.example.com/scores?wave=%d\" | jq '.rows[] | select(.score > 4)'\n```\n\n", i, part)
		case 3:
			fmt.Fprintf(&b, "> %s\n\n%s", c.sentence(), c.paragraph(4))
		}
	}
	if c.charts && i%10 == 0 {
		b.WriteString("{{nps value}} from {{nps n}} answers.\n\n```chart\nmetric = \"nps\"\nby = \"month\"\nsplit = \"channel\"\n```\n")
	}
	return b.String()
}

// answers is a survey of so many rows.
func (c corpus) answers(rows int) string {
	var b strings.Builder
	b.WriteString("date,score,channel,customer\n")
	for range rows {
		fmt.Fprintf(&b, "2025-%02d-%02d,%d,%s,c%d\n", 1+c.random.IntN(12), 1+c.random.IntN(28), c.random.IntN(11), []string{"web", "shop", "phone"}[c.random.IntN(3)], c.random.IntN(20_000))
	}
	return b.String()
}

func menu(name string) string {
	var b strings.Builder
	for i, s := range sections {
		if name == "menu" {
			fmt.Fprintf(&b, "[[menu]]\npage = \"%s/\"\n", s)
		} else {
			fmt.Fprintf(&b, "[[%s]]\nname = %q\npageRef = \"/%s\"\nweight = %d\n", name, s, s, i+1)
		}
	}
	return b.String()
}

// layouts are Hugo's side.
var layouts = map[string]string{
	"hugo.toml": "baseURL = \"https://www.example.com/\"\ntitle = \"Northwind\"\nenableEmoji = false\n[pagination]\npagerSize = 25\n[taxonomies]\ntag = \"tags\"\n" +
		"[markup.highlight]\ncodeFences = false\n" + menu("menus.main"),
	"layouts/_default/baseof.html": `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
<link rel="alternate" type="application/rss+xml" href="/index.xml" title="{{ site.Title }}">
<meta property="og:title" content="{{ .Title }}"><meta property="og:type" content="website"><meta property="og:url" content="{{ .Permalink }}"><meta property="og:site_name" content="{{ site.Title }}">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"BreadcrumbList","itemListElement":[{{ range $i, $p := .Ancestors.Reverse }}{"@type":"ListItem","position":{{ add $i 1 }},"name":{{ $p.Title | jsonify | safeJS }},"item":{{ $p.Permalink | jsonify | safeJS }}},{{ end }}{"@type":"ListItem","position":{{ add (len .Ancestors) 1 }},"name":{{ .Title | jsonify | safeJS }},"item":{{ .Permalink | jsonify | safeJS }}}]}]}</script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="w top"><a class="logo" href="/">{{ site.Title }}</a><nav aria-label="Main">{{ $page := . }}{{ range site.Menus.main }}<a href="{{ .URL }}"{{ if $page.HasMenuCurrent "main" . }} aria-current="page"{{ end }}>{{ .Name }}</a>{{ end }}</nav></header>
<main id="main">{{ block "main" . }}{{ end }}</main>
<footer class="foot"><nav aria-label="More pages"><ul><li><a href="/tags/">Tags</a></li></ul></nav><p>{{ site.Title }}</p></footer>
</body>
</html>
`,
	"layouts/_default/single.html": `{{ define "main" }}<nav aria-label="Trail">{{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<article class="text w"><header><h1>{{ .Title }}</h1><p class="lead">{{ .Description }}</p><p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> {{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p></header>
{{ .TableOfContents }}
<div class="prose">{{ .Content }}</div>
<aside>{{ with .NextInSection }}{{ template "card" . }}{{ end }}{{ with .PrevInSection }}{{ template "card" . }}{{ end }}</aside></article>{{ end }}
{{ define "card" }}<article><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p class="soft">{{ .Description }}</p><p class="told"><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p></article>{{ end }}
`,
	"layouts/_default/list.html": `{{ define "main" }}<section class="w"><h1>{{ .Title }}</h1>{{ .Content }}
{{ $paginator := .Paginate .Pages }}<p>{{ len .Pages }}</p><div class="reads">{{ range $paginator.Pages }}{{ template "card" . }}{{ end }}</div>
<nav>{{ range $paginator.Pagers }}<a href="{{ .URL }}"{{ if eq . $paginator }} aria-current="page"{{ end }}>{{ .PageNumber }}</a>{{ end }}</nav></section>{{ end }}
{{ define "card" }}<article><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p class="soft">{{ .Description }}</p><p class="told"><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time></p></article>{{ end }}
`,
}
