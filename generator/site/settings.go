package site

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"cxgen/generator/metric"
	"cxgen/generator/source"
)

// Settings is site.toml.
type Settings struct {
	Title       string              `toml:"title"`
	Description string              `toml:"description"`
	BaseURL     string              `toml:"base_url"` // where the site will stand; may have a path
	Language    string              `toml:"language"` // the language at the root
	TZ          string              `toml:"tz"`       // IANA name of the report time zone
	Theme       string              `toml:"theme"`
	Languages   map[string]Language `toml:"languages"`
	Brand       Brand               `toml:"brand"`
	Menu        []MenuItem          `toml:"menu"`
	Data        DataSettings        `toml:"data"`
	Build       BuildSettings       `toml:"build"`
	Segments    []SegmentSettings   `toml:"segments"`
	Publish     Publish             `toml:"publish"`

	keys source.Keys
	zone *time.Location
	base *url.URL
}

// Language is what differs in one language.
type Language struct {
	Title       string `toml:"title"`
	Description string `toml:"description"`
	Calendar    string `toml:"calendar"`  // gregorian or persian; by default that of the language
	TimeAxis    string `toml:"time_axis"` // ltr or rtl; by default the direction of the script
	Missing     string `toml:"missing"`   // of a page without a translation: "leave" it out (default), or "mark" it and show the original
}

// Brand is the shop's face. All colours of the theme come from Color.
type Brand struct {
	Color    string `toml:"color"`     // "#0f766e" or "oklch(.44 .082 192)"
	Accent   string `toml:"accent"`    // companion colour; derived by default
	Logo     string `toml:"logo"`      // picture below content/ or static/
	LogoDark string `toml:"logo_dark"` // for dark mode; Logo by default
	Icon     string `toml:"icon"`      // icon of the browser tab
}

// MenuItem is an entry of a menu.
type MenuItem struct {
	Page  string       `toml:"page"`  // address from the root of the site: "products/"
	Title metric.Texts `toml:"title"` // the page's title by default
	Place string       `toml:"place"` // "top" (default) or "footer"
}

// DataSettings holds for all metrics that do not say otherwise.
type DataSettings struct {
	MinN      int    `toml:"min_n"`      // below it figures are hidden; 5
	LowN      int    `toml:"low_n"`      // below it figures are marked as a low base; 30
	WeekStart string `toml:"week_start"` // mon (default), sun, sat
}

// BuildSettings changes what a build takes in.
type BuildSettings struct {
	Drafts   bool `toml:"drafts"`    // include drafts
	HTML     bool `toml:"html"`      // keep raw HTML of Markdown files
	ListSize int  `toml:"list_size"` // entries on one page of a list; 24
}

// SegmentSettings is one group of customers; the order of the file is the priority.
type SegmentSettings struct {
	Name  string       `toml:"name"`
	Title metric.Texts `toml:"title"`
	Table string       `toml:"table"`
	Where string       `toml:"where"`
	Key   string       `toml:"key"`
	Match []string     `toml:"match"`
}

// Publish says where the result goes.
type Publish struct {
	Host string `toml:"host"` // "plain"
}

// ParseSettings reads site.toml. What is missing gets its default.
func ParseSettings(f *source.File) (*Settings, []source.Problem) {
	s := &Settings{}
	keys, problems := source.Decode(f, 0, len(f.Text), source.TOML, s)
	s.keys = keys
	complain := func(key, hint, format string, args ...any) {
		problems = append(problems, source.Errorf(keys.Value(key), format, args...).WithHint("%s", hint))
	}
	if s.Title == "" && len(problems) == 0 { // else it may stand there and was not understood
		complain("title", `write title = "Your shop" at the top of the file`, "the site has no title")
	}
	fallback(&s.Language, "en")
	fallback(&s.TZ, "UTC")
	fallback(&s.Theme, "default")
	fallback(&s.BaseURL, "https://example.com/")
	fallback(&s.Brand.Color, "#055f5d")
	fallback(&s.Data.WeekStart, "mon")
	fallback(&s.Publish.Host, "plain")
	fallback(&s.Data.MinN, 5)
	fallback(&s.Data.LowN, 30)
	fallback(&s.Build.ListSize, 24)

	zone, err := time.LoadLocation(s.TZ)
	if err != nil {
		complain("tz", `use a name such as "Europe/Berlin" or "Asia/Tehran"`, "unknown time zone %q", s.TZ)
		zone = time.UTC
	}
	s.zone = zone
	if p := s.SetBase(s.BaseURL); p != "" {
		complain("base_url", `write it in full, with a slash at the end: "https://shop.example/"`, "base_url %s", p)
	}
	if s.Data.MinN < 1 || s.Data.LowN < s.Data.MinN {
		complain("data.min_n", "5 and 30 are good values", "min_n must be at least 1, and low_n at least min_n")
	}
	if !slices.Contains([]string{"mon", "sun", "sat"}, s.Data.WeekStart) {
		complain("data.week_start", source.DidYouMean(s.Data.WeekStart, []string{"mon", "sun", "sat"}), "unknown first day of the week %q", s.Data.WeekStart)
	}
	if s.Publish.Host != "plain" {
		complain("publish.host", `only host = "plain" is known: a folder that any static host can serve`, "unknown host %q", s.Publish.Host)
	}
	for _, lang := range slices.Sorted(maps.Keys(s.Languages)) {
		choose := func(key, value string, among ...string) {
			if value != "" && !slices.Contains(among, value) {
				at := "languages." + lang + "." + key
				complain(at, source.DidYouMean(value, among), "unknown %s %q", key, value)
			}
		}
		l := s.Languages[lang]
		choose("calendar", l.Calendar, "gregorian", "persian")
		choose("time_axis", l.TimeAxis, "ltr", "rtl")
		choose("missing", l.Missing, "leave", "mark")
	}
	for i, m := range s.Menu {
		if m.Place != "" && m.Place != "top" && m.Place != "footer" {
			complain(index("menu", i, "place"), source.DidYouMean(m.Place, []string{"top", "footer"}), "unknown place %q for a menu entry", m.Place)
		}
	}
	seen := map[string]bool{}
	for i, g := range s.Segments {
		at := index("segments", i, "name")
		switch {
		case g.Name == "":
			complain(at, `give it a short name in Latin letters: name = "returning"`, "a segment has no name")
		case strings.ContainsAny(g.Name, "/\\ ?#.") || g.Name == everyone:
			complain(at, "use letters, digits and hyphens; it becomes a part of the address", "%q cannot be the name of a segment", g.Name)
		case seen[g.Name]:
			complain(at, "each segment needs a name of its own", "the segment %q is defined twice", g.Name)
		}
		seen[g.Name] = true
		for key, value := range map[string]string{"table": g.Table, "key": g.Key} {
			if value == "" {
				complain(at, "a segment needs table (who its customers are) and key (the column that joins them to other tables)", "the segment %q has no %s", g.Name, key)
			}
		}
	}
	problems = source.Sort(problems)
	return s, problems
}

// SetBase replaces base_url, as --base-url does. It says what is wrong with it, or "".
func (s *Settings) SetBase(address string) string {
	s.base = &url.URL{Scheme: "https", Host: "example.com", Path: "/"}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "must be an http or https address"
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	s.base, s.BaseURL = u, u.String()
	return ""
}

// Zone is the report time zone.
func (s *Settings) Zone() *time.Location { return s.zone }

func fallback[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Place gives the place of a setting: "theme", "brand.color".
func (s *Settings) Place(key string) source.Span { return s.keys.Value(key) }

// LanguageOf gives the language of a page by its file: content/fa/… is Persian when site.toml names fa among the languages.
func (s *Settings) LanguageOf(file string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(file, "content/"), "/")
	if _, ok := s.Languages[first]; ok && first != s.Language {
		return first
	}
	return s.Language
}
