package generator

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// each calls do for 0 … n-1, several at a time. The order of the calls is open: do writes its result by index. It stops early
// when ctx ends or do fails, and gives the error of the lowest index that failed.
func each(ctx context.Context, workers, n int, do func(i int) error) error {
	var next atomic.Int64
	return eachOf(ctx, workers, n, func() int { return int(next.Add(1)) - 1 }, do)
}

// eachOf is each in an order of its own: take gives every index below n once, to whichever worker is free, then n or more.
func eachOf(ctx context.Context, workers, n int, take func() int, do func(i int) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var failed atomic.Int64
	failed.Store(int64(n))
	errs := make([]error, n)
	var all sync.WaitGroup
	for range min(workers, n) {
		all.Go(func() {
			for {
				i := take()
				if i >= n || ctx.Err() != nil {
					return
				}
				if int64(i) > failed.Load() {
					continue
				}
				if errs[i] = safely(do, i); errs[i] != nil {
					for at := failed.Load(); int64(i) < at && !failed.CompareAndSwap(at, int64(i)); at = failed.Load() {
					}
				}
			}
		})
	}
	all.Wait()
	if i := failed.Load(); i < int64(n) {
		return errs[i]
	}
	return ctx.Err()
}

// side is each for computations that cannot fail. A fault of the program in one of them goes on to the caller.
func (b *Builder) side(n int, do func(i int)) {
	err := each(context.Background(), b.Workers, n, func(i int) error {
		do(i)
		return nil
	})
	if err != nil {
		panic(err)
	}
}

// safely makes an error of a panic, so that a fault of the program in one page ends the build like any other failure: nothing
// is published, and the last good site stays.
func safely(do func(i int) error, i int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a fault of the program, please report it: %v\n%s", p, debug.Stack())
		}
	}()
	return do(i)
}
