package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
)

// profiled writes how the program spends its time, from now until stop is called, and what memory it holds then, into a folder.
// Without a folder it does nothing.
func profiled(dir string) (stop func() error, err error) {
	if dir == "" {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, failed{err}
	}
	cpu, err := os.Create(filepath.Join(dir, "cpu.pprof"))
	if err != nil {
		return nil, failed{err}
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		cpu.Close()
		return nil, failed{err}
	}
	return func() error {
		pprof.StopCPUProfile()
		err := cpu.Close()
		heap, wrong := os.Create(filepath.Join(dir, "heap.pprof"))
		if wrong == nil {
			runtime.GC() // what is held, not what was
			wrong = errors.Join(pprof.WriteHeapProfile(heap), heap.Close())
		}
		if err = errors.Join(err, wrong); err != nil {
			return failed{err}
		}
		return nil
	}, nil
}
