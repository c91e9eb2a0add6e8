package generator

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	var sum atomic.Int64
	if err := each(context.Background(), 3, 100, func(i int) error { sum.Add(int64(i)); return nil }); err != nil || sum.Load() != 4950 {
		t.Error(sum.Load(), err)
	}
	odd := errors.New("odd")
	err := each(context.Background(), 4, 1000, func(i int) error {
		if i >= 7 {
			return errors.Join(odd, errors.New(strings.Repeat("x", i)))
		}
		return nil
	})
	if !errors.Is(err, odd) || strings.Count(err.Error(), "x") != 7 {
		t.Errorf("not the first: %v", err)
	}
	if err := each(context.Background(), 2, 3, func(i int) error { panic("boom") }); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a panic got lost: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := each(ctx, 2, 3, func(i int) error { t.Error("called"); return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
