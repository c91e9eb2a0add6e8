package generator

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"cxgen/generator/source"
)

// seen is a file as it was last met. Its text is kept for pages and settings, not for data and pictures.
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
}

// read reads every file of the site, in the order of their paths. A file whose size and time did not change is taken as it was.
func (b *Builder) read(ctx context.Context, fsys fs.FS, result *Result) (*files, error) {
	var found []*source.File
	var paths []string
	var infos []fs.FileInfo
	for _, root := range []string{"site.toml", "content", "data", "static", "themes"} {
		err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && p == root:
				return fs.SkipAll
			case err != nil:
				result.Problems = append(result.Problems, source.Errorf(source.NewFile(p, nil).Span(0, 0), "cannot be read: %v", reason(err)).
					WithHint("give yourself the right to read it, or move it out of the site's folder"))
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case p != root && strings.HasPrefix(d.Name(), ".") || strings.HasSuffix(d.Name(), "~"):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case root == "themes" && d.IsDir() && (d.Name() == "node_modules" || d.Name() == "explore"):
				return fs.SkipDir
			case !d.Type().IsRegular():
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // gone between two looks
			}
			paths, infos = append(paths, p), append(infos, info)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	b.told("read", 0, len(paths))
	found = make([]*source.File, len(paths))
	fresh := make([]bool, len(paths))
	problems := make([]source.Problem, len(paths))
	err := each(ctx, b.Workers, len(paths), func(i int) error {
		p, info := paths[i], infos[i]
		if s, ok := b.stats[p]; ok && s.size == info.Size() && s.time.Equal(info.ModTime()) {
			found[i] = s.file
			return nil
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			problems[i] = source.Errorf(source.NewFile(p, nil).Span(0, 0), "cannot be read: %v", reason(err)).WithHint("check the rights of the file")
			return nil
		}
		found[i], fresh[i] = source.NewFile(p, text), true
		if isData(p) {
			found[i].Text = nil
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sorted := &files{}
	stats := make(map[string]seen, len(paths))
	for i, f := range found {
		if f == nil {
			result.Problems = append(result.Problems, problems[i])
			continue
		}
		stats[paths[i]] = seen{infos[i].Size(), infos[i].ModTime(), f}
		sorted.take(f)
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

// isData tells whether a file is a table, whose text is read again when the table is needed and dropped after it.
func isData(p string) bool {
	return strings.HasPrefix(p, "data/") && p != "data/metrics.toml"
}

func (f *files) take(file *source.File) {
	switch top, _, _ := strings.Cut(file.Path, "/"); {
	case top == "site.toml":
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

// reason gives the cause of an error without the path, which the problem shows anyway.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (b *Builder) told(stage string, done, total int) {
	if b.Progress != nil {
		b.Progress(stage, done, total)
	}
}
