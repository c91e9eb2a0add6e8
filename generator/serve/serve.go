// Package serve shows a site while it is written: it watches the folder, builds into memory, answers over HTTP, and keeps
// browsers up to date with the pages that changed and the problems that there are.
//
// It is given the folder of a site. What it serves is byte for byte what a build writes, but for one script element at the end of
// each page. It does not know how a page is made.
//
// One goroutine builds, and makes one state after the other. Requests read the last one; they wait only for what the first build
// has not made yet.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"cxgen/generator"
	"cxgen/generator/source"
)

// Options are what a server is told from outside.
type Options struct {
	Folder   string            // of the site
	Build    generator.Options // a zero Now is the time of each build
	Bind     string            // name or address to answer at; "": localhost
	Port     int               // to begin with; 0: any that is free
	Poll     time.Duration     // look for changes so often; 0: be told of them
	Open     bool              // open a browser
	Navigate bool              // lead browsers to the page whose file was edited
	Editor   string            // address that opens a file, see Editor; "": none

	Said  func(text string)    // takes what the user should know; may be nil
	Ready func(address string) // told where the site is, before it is built; may be nil
	Built func(Built)          // told what each build came to; may be nil
}

// Built is what one build came to.
type Built struct {
	*generator.Result
	Changed []string      // names of what changed since the build before; none in the first
	Sound   bool          // it is what is shown now
	Fault   error         // of the world or of the program
	Took    time.Duration // from when it began
}

// Server answers for a site.
type Server struct {
	Options
	root    string
	shelf   *shelf
	builder *generator.Builder
	packers sync.Pool // of *gzip.Writer, which are large
}

// New makes a server. It has nothing to show before Watch builds.
func New(o Options) (*Server, error) {
	root, err := filepath.Abs(o.Folder)
	if err != nil {
		return nil, err
	}
	if o.Bind == "" {
		o.Bind = "localhost"
	}
	if o.Said == nil {
		o.Said = func(string) {}
	}
	s := &Server{Options: o, root: root, shelf: newShelf()}
	s.Build.Urgent = s.shelf.urgent
	s.builder = &generator.Builder{Options: s.Build}
	s.settle(os.DirFS(root))
	return s, nil
}

// Run answers, builds and watches until ctx ends. Its error is of the world: no port is free, the folder cannot be watched.
func (s *Server) Run(ctx context.Context) error {
	listeners, err := listen(s.Bind, s.Port, s.Said)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	for _, l := range listeners {
		go func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				stop(err)
			}
		}()
	}
	address := addressOf(s.Bind, listeners[0]) + s.shelf.shown.Load().base
	if s.Ready != nil {
		s.Ready(address)
	}
	if s.Open {
		if err := openBrowser(address); err != nil {
			s.Said(fmt.Sprintf("No browser was opened (%v); open %s yourself.", err, address))
		}
	}
	err = s.Watch(ctx)
	if cause := context.Cause(ctx); err == nil && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	ending, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	server.Shutdown(ending) // who still reads after that is cut off
	server.Close()
	return err
}

// Watch builds the site, and builds it again whenever something changed, until ctx ends.
func (s *Server) Watch(ctx context.Context) error {
	return Watch(ctx, s.root, s.Poll, s.Said, s.build)
}

// build builds the site once and shows what it came to. Whatever goes wrong is shown, too.
func (s *Server) build(ctx context.Context, fsys fs.FS, changed []string) error {
	began := time.Now()
	if s.Build.Now.IsZero() {
		s.builder.Now = began
	}
	if s.shelf.shown.Load().files == nil {
		s.settle(fsys)
	}
	s.shelf.begin()
	result, fault := s.make(ctx, fsys)
	if ctx.Err() != nil {
		return nil
	}
	problems, sound := result.Problems, false
	if fault != nil {
		problems = append(problems, source.Errorf(source.Span{}, "%s", firstLine(fault)))
		s.builder = &generator.Builder{Options: s.Build} // who knows what it remembers
	}
	s.shelf.end(func(now state, committed bool) state {
		if sound = committed; sound {
			now.base = pathOf(s.builder.Base(fsys))
			now.lead, now.leads = s.lead(now, changed)
		}
		now.problems = s.noticeOf(problems, now.files != nil)
		return now
	})
	if s.Options.Built != nil {
		s.Options.Built(Built{result, changed, sound, fault, time.Since(began)})
	}
	return nil
}

// make builds. A fault of the program is given as an error.
func (s *Server) make(ctx context.Context, fsys fs.FS) (result *generator.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			result, err = &generator.Result{}, fmt.Errorf("this is a fault of the program, please report it: %v\n%s", p, debug.Stack())
		}
	}()
	return s.builder.Build(ctx, fsys, s.shelf)
}

// settle takes over the address that the site is to have, for as long as no build shows another.
func (s *Server) settle(fsys fs.FS) {
	now := *s.shelf.shown.Load()
	now.base = pathOf(s.builder.Base(fsys))
	s.shelf.shown.Store(&now)
}

// lead gives the address of the page that was edited, and how often there was one.
func (s *Server) lead(now state, changed []string) (string, int) {
	if s.Navigate {
		for _, name := range changed {
			at, page := generator.Address(name)
			if _, there := now.files[at+"index.html"]; page && there {
				return (&url.URL{Path: now.base + at}).EscapedPath(), now.leads + 1
			}
		}
	}
	return now.lead, now.leads
}

// pathOf gives the path of an address, with a slash at both ends.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "/"
	}
	return "/" + strings.TrimLeft(strings.TrimRight(u.Path, "/")+"/", "/")
}

func firstLine(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}
