package generator_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms says who may know whom. A room may always use the standard library; foreign names the other modules.
var rooms = map[string]struct{ know, foreign []string }{
	"themes":            {},
	"generator/source":  {nil, []string{"github.com/BurntSushi/toml", "github.com/goccy/go-yaml", "golang.org/x/text"}},
	"generator/locale":  {nil, []string{"golang.org/x/text"}},
	"generator/content": {[]string{"source"}, []string{"github.com/yuin/goldmark"}},
	"generator/data": {[]string{"source"}, []string{"golang.org/x/text", "github.com/xuri/excelize/v2",
		"github.com/jackc/pgx/v5", "modernc.org/sqlite"}},
	"generator/metric": {[]string{"data", "source", "locale"}, []string{"gonum.org/v1/gonum", "github.com/shopspring/decimal"}},
	"generator/chart":  {[]string{"metric", "locale"}, []string{"github.com/go-echarts/go-echarts/v2"}},
	"generator/media":  {[]string{"source"}, nil},
	"generator/theme":  {[]string{"source"}, nil},
	"generator/site":   {[]string{"source", "locale", "content", "data", "metric", "chart", "media", "theme"}, nil},
	"generator": {[]string{"source", "locale", "content", "data", "metric", "chart", "media", "theme", "site", "themes"},
		[]string{"github.com/tdewolff/minify/v2"}},
	"generator/serve": {[]string{"generator", "source"}, []string{"github.com/fsnotify/fsnotify"}},
	"cmd/cxgen":       {[]string{"generator", "serve", "data", "source"}, []string{"github.com/spf13/cobra", "golang.org/x/term"}},
}

func TestRooms(t *testing.T) {
	root := os.DirFS("..")
	found := 0
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && p != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		found++
		room, known := rooms[path.Dir(p)]
		if !known {
			t.Errorf("%s stands in a room that the plan does not have", p)
			return nil
		}
		text, err := fs.ReadFile(root, p)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if own, ok := strings.CutPrefix(imported, "cxgen/"); ok {
				if name := strings.TrimPrefix(own, "generator/"); !slices.Contains(room.know, name) {
					t.Errorf("%s may not know %s", p, own)
				}
				continue
			}
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
				continue
			}
			if !slices.ContainsFunc(room.foreign, func(m string) bool { return imported == m || strings.HasPrefix(imported, m+"/") }) {
				t.Errorf("%s may not use %s", p, imported)
			}
		}
		return nil
	})
	if err != nil || found < 20 {
		t.Fatalf("read %d files: %v", found, err)
	}
}
