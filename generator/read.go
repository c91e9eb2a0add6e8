package generator

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cxgen/generator/source"
)

// seen is a file as it was last met. Its text is kept, but of data.
type seen struct {
	size int64
	time time.Time
	file *source.File
}

// files are the files of a site by the folder that they stand in.
type files struct {
	settings *source.File
	pages    []*source.File // content/**.md
	media    []*source.File // other files below content/
	static   []*source.File
	data     []*source.File // without their text
	metrics  *source.File   // data/metrics.toml
	themes   []*source.File // themes/**

	changed map[string]bool // paths of the files that are not as they were in the build before; empty in the first one
}

// read reads every file of the site, in the order of their paths. A file whose size and time did not change is taken as it was.
func (b *Builder) read(ctx context.Context, fsys fs.FS, result *Result) (*files, error) {
	var found []*source.File
	var paths []string
	var entries []fs.DirEntry
	for _, root := range []string{"site.toml", "content", "data", "static", "themes"} {
		err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // never there, or gone between two looks
			case err != nil:
				result.add([]source.Problem{unreadable(p, err)})
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case p == root && root != "site.toml" && !d.IsDir():
				result.add([]source.Problem{source.Errorf(source.NewFile(p, nil).Span(0, 0), "this is a file, and should be a folder").WithHint("rename it, or move it out of the site's folder")})
				return nil
			case p != root && passed(root, d.Name()):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.Type()&fs.ModeSymlink != 0:
				result.Left = append(result.Left, p+": a link; put the file itself there")
				return nil
			case !d.Type().IsRegular():
				return nil
			}
			paths, entries = append(paths, p), append(entries, d)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	b.told("read", 0, len(paths))
	found = make([]*source.File, len(paths))
	problems := make([]source.Problem, len(paths))
	infos := make([]fs.FileInfo, len(paths))
	err := each(ctx, b.Workers, len(paths), func(i int) error {
		p := paths[i]
		info, err := entries[i].Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone between two looks
		} else if err != nil {
			return err
		}
		infos[i] = info
		if s, ok := b.stats[p]; ok && s.size == info.Size() && s.time.Equal(info.ModTime()) {
			found[i] = s.file
			return nil
		}
		file, err := take(fsys, p)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) { // else it is gone since it was listed
				problems[i] = unreadable(p, err)
			}
			return nil
		}
		found[i] = file
		return nil
	})
	if err != nil {
		return nil, err
	}
	sorted := &files{changed: map[string]bool{}}
	stats := make(map[string]seen, len(paths))
	for i, f := range found {
		if f == nil {
			if problems[i].Text != "" {
				result.Problems = append(result.Problems, problems[i])
			}
			continue
		}
		if was := b.stats[paths[i]].file; b.stats != nil && (was == nil || was.Sum != f.Sum) {
			sorted.changed[paths[i]] = true
		}
		stats[paths[i]] = seen{infos[i].Size(), infos[i].ModTime(), f}
		sorted.sort(f)
	}
	if !b.Once {
		b.stats = stats
	}
	if sorted.settings == nil && len(result.Problems) == 0 {
		result.Problems = append(result.Problems, source.Errorf(source.NewFile("site.toml", nil).Span(0, 0), "there is no such file, so this is not the folder of a site").
			WithHint("go to the folder of your site, or name it with --source; a first site.toml needs only the line title = \"Your shop\""))
	}
	return sorted, nil
}

// take reads a file. Of data only the sum is taken, so that no table is held twice.
func take(fsys fs.FS, p string) (*source.File, error) {
	if !isData(p) {
		text, err := fs.ReadFile(fsys, p)
		return source.NewFile(p, text), err
	}
	f, err := fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	sum, err := source.SumFrom(f, info.Size())
	return &source.File{Path: p, Sum: sum}, err
}

// isData tells whether a file is a table, whose text is read again when the table is needed and dropped after it.
func isData(p string) bool {
	return strings.HasPrefix(p, "data/") && p != "data/metrics.toml"
}

// sort puts a file where it belongs.
func (f *files) sort(file *source.File) {
	switch top, _, _ := strings.Cut(file.Path, "/"); {
	case file.Path == "site.toml":
		f.settings = file
	case top == "content" && strings.EqualFold(path.Ext(file.Path), ".md"):
		f.pages = append(f.pages, file)
	case top == "content":
		f.media = append(f.media, file)
	case top == "static":
		f.static = append(f.static, file)
	case file.Path == "data/metrics.toml":
		f.metrics = file
	case top == "data":
		f.data = append(f.data, file)
	case top == "themes":
		f.themes = append(f.themes, file)
	}
}

// passed tells whether a file or a folder is none of the site's: what editors, systems and version control leave behind.
// Since static/ is copied as it is, names with a dot such as .well-known come along there.
func passed(root, name string) bool {
	switch {
	case strings.HasSuffix(name, "~"), strings.HasSuffix(name, ".swp"):
		return true
	case root == "static":
		return slices.Contains([]string{".git", ".gitignore", ".gitkeep", ".DS_Store", ownName}, name)
	case root == "themes" && (name == "node_modules" || name == "explore"):
		return true
	}
	return strings.HasPrefix(name, ".")
}

// unreadable is the problem of a file or a folder that cannot be read. It shows the path, so that the cause is told without.
func unreadable(p string, err error) source.Problem {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	problem := source.Errorf(source.NewFile(p, nil).Span(0, 0), "cannot be read: %v", err)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return problem.WithHint("give yourself the right to read it, or move it out of the site's folder")
	case !utf8.ValidString(p):
		return problem.WithHint("its name is not UTF-8; rename it")
	}
	return problem.WithHint("move it out of the site's folder, or give it a shorter name")
}

func (b *Builder) told(stage string, done, total int) {
	if b.Progress != nil {
		b.Progress(stage, done, total)
	}
}
