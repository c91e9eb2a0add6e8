package serve

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

const (
	silence = 10 * time.Millisecond  // an editor saves in several steps, some milliseconds apart …
	longest = 100 * time.Millisecond // … but a stream of changes is not waited out
	settled = 200 * time.Millisecond // when it was quiet for so long, everything is looked at
	absent  = 500 * time.Millisecond // how often a folder that went away is looked for
	slowly  = time.Second            // how often everything is looked at where nothing can ring
)

// Watch calls build at once, and again whenever something changed in the folder of a site, until ctx ends or build fails. build
// is given what to read, and the names of what changed: none the first time. With a poll above 0 everything is looked at so often,
// for network drives, which do not tell of changes. said takes what the user should know.
//
// What the system tells is a doorbell and no more. After it rang, and a build was done, everything that was ever read is compared
// with what is there, so that nothing depends on which events came.
func Watch(ctx context.Context, folder string, poll time.Duration, said func(text string), build func(ctx context.Context, fsys fs.FS, changed []string) error) error {
	root, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	d := newDisk(root)
	b := &bell{disk: d, rang: make(chan struct{}, 1)}
	if poll == 0 {
		b.hang()
		defer b.takeDown()
	}
	next := time.NewTimer(settled)
	defer next.Stop()
	for changed := []string(nil); ; {
		if err := build(ctx, d, changed); err != nil {
			return err
		}
		pause := settled
		for changed = nil; len(changed) == 0; {
			if why := b.fault(); why != nil && poll == 0 {
				poll = slowly
				said(fmt.Sprintf("The system does not tell of all changes here (%v), so cxgen looks for them every second.", why))
			}
			if poll > 0 {
				pause = poll
			}
			if next.Stop(); pause > 0 {
				next.Reset(pause)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-b.rang:
				b.hush()
				changed, pause = d.turn(), settled
			case <-next.C:
				changed, pause = d.look(), 0 // sleep until it rings
				if !b.found() {
					pause = absent
				}
			}
		}
	}
}
