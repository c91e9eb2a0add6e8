// Package generator makes a site of a folder: files are read, parsed into values, linked into views, rendered to bytes and
// written. Water never flows back, and what has left a stage is never changed again.
//
// It is given a file system and a sink. It does not know Markdown, TOML or NPS, and it has no clock: the time is an option.
package generator

import (
	"context"
	"io/fs"
	"slices"
	"time"

	"cxgen/generator/site"
	"cxgen/generator/source"
)

// Options are what one build is told from outside.
type Options struct {
	Now     time.Time // decides what is published and which period still runs
	BaseURL string    // in place of base_url of site.toml
	Drafts  bool      // include drafts
	Future  bool      // include pages whose publish day is to come
	Pseudo  bool      // add two languages that nobody speaks, to find what cannot be translated
	Strict  bool      // warnings stop the build, too
	Workers int       // how many work side by side; 0: one for each processor
	Version string    // of the program; pages are made anew by another one

	// Cache is a folder where a build leaves what it made of what, so that the first build of another program need not make it
	// again: what the sink still has, and whose sources are the same, is kept. "" is none. Whatever stands there, the result is
	// the same.
	Cache string

	// Kept is a folder where the replies of warehouses are kept; "": nowhere. Offline, the warehouses are not asked: what they
	// replied last is taken, and Result.Left tells of which day it is.
	Kept    string
	Offline bool

	Env func(name string) string // the environment, for the addresses of warehouses; nil: there is none

	Progress func(stage string, done, total int) // told what happens; may be called from several goroutines

	// Urgent brings paths of the output that somebody waits for, such as "products/kettle/index.html": pages, what goes with them,
	// and files of the site. A worker looks here before it takes up what comes next, makes that page and puts it into the sink
	// at once. A path that the build does not make, or has made already, is passed over, and what is made only when all pages
	// are (the feed, the search) is not made sooner. A sender waits while no worker listens, so send from a goroutine of its own,
	// or into a buffer. nil: nobody waits.
	Urgent <-chan string
}

// Result tells what a build did.
type Result struct {
	Problems []source.Problem // in order of their places
	Pages    int              // pages of the site
	Charts   int              // figures on them
	Files    int              // files of the site, with the pages
	Left     []string         // what was left out, and why
	Made     []string         // paths of the pages that were rendered anew
	Work     map[string]int   // how often each pure function was computed anew: parse table answer figure picture style
	Stages   []Stage          // what took how long: read parse data link render write; one that was not reached is left out

	began time.Time // the stage under way
}

// Stage is a part of a build.
type Stage struct {
	Name string
	Took time.Duration // on the wall
}

// begin ends the stage that is under way and begins another, none when it has no name. What is made never depends on this clock.
func (r *Result) begin(stage string) {
	now := time.Now()
	if n := len(r.Stages); n > 0 && !r.began.IsZero() {
		r.Stages[n-1].Took = now.Sub(r.began)
	}
	if r.began = now; stage == "" {
		r.began = time.Time{}
		return
	}
	r.Stages = append(r.Stages, Stage{Name: stage})
}

// Sink takes what a build makes. It shows nothing of it before Commit.
type Sink interface {
	Put(path string, text []byte) error     // text is the whole file; it is not kept
	Keep(path string, sum source.Sum) error // the file is as it was, with this sum; ErrGone when the sink does not have it
	Commit() error                          // what was neither put nor kept goes
	Discard() error                         // what was put goes; the last committed state stays
}

// Builder builds a site again and again and remembers what it computed. Its zero value is ready to use, by one build at a time.
type Builder struct {
	Options
	Once bool // build once: remember nothing that only a second build would ask for

	stats  map[string]seen
	memory memory
	lost   lost
	linked linked
	past   past
}

// remembers tells whether a later build asks for what this one makes.
func (b *Builder) remembers() bool { return !b.Once || b.Cache != "" }

// linked is a site with the frame that it was linked for.
type linked struct {
	frame    source.Sum
	site     *site.Site
	problems []source.Problem
}

// Build makes the site in fsys and gives it to out. Mistakes of the author are in Result.Problems; with a fatal one among them
// nothing is published. The error is for the world: a full disk, a folder that cannot be read.
func (b *Builder) Build(ctx context.Context, fsys fs.FS, out Sink) (*Result, error) {
	result := &Result{}
	defer result.begin("")
	err := b.flow(ctx, fsys, out, result)
	gone := b.lost.take()
	result.add(slices.DeleteFunc(gone, func(p source.Problem) bool {
		return slices.ContainsFunc(result.Problems, func(told source.Problem) bool { return told.Where() == p.Where() && told.Text == p.Text })
	}))
	result.Problems = source.Sort(result.Problems)
	result.Work = b.memory.turn(err == nil && !b.fatal(result.Problems) && b.past.repeated == 0)
	if len(gone) > 0 {
		b.memory, b.linked = memory{}, linked{}
	}
	if err != nil || b.fatal(result.Problems) {
		if left := out.Discard(); err == nil {
			err = left
		}
		return result, err
	}
	result.begin("write")
	if err := out.Commit(); err != nil {
		return result, err
	}
	b.record()
	return result, nil
}

// flow is the river. After each stage stands a gate: with a fatal problem the stages behind it are not begun.
func (b *Builder) flow(ctx context.Context, fsys fs.FS, out Sink, result *Result) error {
	result.begin("read")
	b.recollect()
	files, err := b.read(ctx, fsys, result)
	if err != nil || b.fatal(result.Problems) {
		return err
	}
	result.begin("parse")
	in, err := b.parse(ctx, fsys, files, result)
	if err != nil || b.fatal(result.Problems) {
		return err
	}
	result.begin("link")
	now := b.link(in)
	result.add(now.problems)
	if b.fatal(result.Problems) {
		return nil
	}
	result.begin("render")
	return b.render(ctx, now, files.changed, out, result)
}

// link puts the pages into their places. When only bodies changed, they stand there already.
func (b *Builder) link(in site.Input) linked {
	now := linked{frame: in.Frame()}
	if b.linked.site != nil && b.linked.frame == now.frame {
		now.site, now.problems = b.linked.site.Renew(in), b.linked.problems
	} else {
		now.site, now.problems = site.Link(in)
		now.problems = append(now.problems, clashes(now.site)...)
		if !b.fatal(now.problems) {
			now.site = now.site.Plan()
		}
	}
	if !b.Once {
		b.linked = now
	}
	return now
}

// fatal tells whether problems stop the build.
func (b *Builder) fatal(problems []source.Problem) bool {
	return source.Fatal(problems) || b.Strict && len(problems) > 0
}

func (r *Result) add(problems []source.Problem) { r.Problems = append(r.Problems, problems...) }
