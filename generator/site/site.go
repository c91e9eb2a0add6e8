package site

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cxgen/generator/chart"
	"cxgen/generator/content"
	"cxgen/generator/data"
	"cxgen/generator/metric"
	"cxgen/generator/source"
	"cxgen/generator/theme"
)

// Input is what the earlier stages made of the files of a site.
type Input struct {
	Settings *Settings
	Sum      source.Sum              // of the files that Settings and Defs were read from
	Pages    []*content.Page         // in path order
	Files    map[string]*source.File // other files below content/, by their path there: "products/kettle/picture.svg"
	Static   map[string]*source.File // files below static/, by their path there
	Tables   map[string]Table
	Defs     *metric.Defs
	Theme    *theme.Theme
	Now      time.Time
	Drafts   bool // include drafts
	Future   bool // include pages whose publish day is to come
	Pseudo   bool // add two languages that nobody speaks
	Recall   Recall
	Each     data.Each // by which rows are counted
	Body     func(*content.Page) (*content.Body, []source.Problem)
}

// Table is a table with the sum of everything that it was read from.
type Table struct {
	*data.Table
	Sum   source.Sum
	Asked time.Time // when its rows were got, where that is worth telling; else zero
}

// Recall gives what make gives, and may remember it: the result of make depends on nothing but key.
type Recall func(kind string, key source.Sum, make func() any) any

// Site is all pages in their places, with every name looked up. It is never changed after Link.
type Site struct {
	Input
	Slots    []Slot            // every output page, in the order of their paths
	Redirect map[string]string // path of an alias → path of its page
	Left     []string          // what was left out, and why

	linked     []*content.Page          // the pages that stand in their places
	bodies     map[string]*content.Page // those that came in the place of linked ones, by the path of the file; see Renew
	nodes      []*Node                  // in order of their addresses
	byURL      map[string]*Node
	tongues    []*Tongue // the first is the language at the root
	attributes []string  // that sections may have
	segments   []*Segment
	metrics    map[string]*metric.Metric
	pictures   chart.Style // how charts look outside of the site
	rated      bool        // a product shows the stars of a table

	plans    map[string]*metric.Plan // of each table, after Plan
	overlaps map[string]*trends      // of the tables that are shown by several calendars
}

// Link puts all pages into their places and looks up every name that their headers use.
func Link(in Input) (*Site, []source.Problem) {
	s := &Site{Input: in, linked: in.Pages, Redirect: map[string]string{}, byURL: map[string]*Node{}, metrics: map[string]*metric.Metric{}}
	var problems []source.Problem
	for _, m := range in.Defs.Metrics {
		s.metrics[m.Name] = m
	}
	problems = append(problems, s.linkTongues()...)
	problems = append(problems, s.linkLabels()...)
	if source.Fatal(problems) {
		return s, problems
	}
	s.attributes = append(slices.Clone(common), in.Theme.Attributes()...)
	palette, _ := theme.Brand{Color: in.Settings.Brand.Color, Accent: in.Settings.Brand.Accent}.Palette()
	s.pictures.Colors = map[string]string{}
	for _, token := range chart.Tokens() {
		s.pictures.Colors[token] = palette.Color(token, false)
	}
	problems = append(problems, s.linkSegments()...)
	problems = append(problems, s.linkPages()...)
	problems = append(problems, s.linkMenus()...)
	problems = append(problems, s.linkSlots()...)
	problems = append(problems, s.linkAliases()...)
	s.rated = slices.ContainsFunc(s.nodes, func(n *Node) bool { return n.Header.Product != nil && n.Header.Product.RatingTable != "" })
	problems = source.Sort(problems)
	return s, problems
}

// address brings what an author writes into the form of Page.URL: "/products/kettle" → "products/kettle/".
func address(written string) string {
	a := strings.Trim(written, "/")
	if a == "" {
		return ""
	}
	return a + "/"
}

// index is the key of an entry of a list: index("menu", 2, "page") → "menu.2.page".
func index(list string, i int, key string) string {
	at := fmt.Sprintf("%s.%d", list, i)
	if key != "" {
		at += "." + key
	}
	return at
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sortedNodes(m map[string]*Node) []*Node {
	nodes := make([]*Node, 0, len(m))
	for _, k := range sortedKeys(m) {
		nodes = append(nodes, m[k])
	}
	return nodes
}
