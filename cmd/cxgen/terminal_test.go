package main

import (
	"bytes"
	"testing"
)

func TestProgress(t *testing.T) {
	steps := func(p *progress) {
		p.step("read", 0, 0)
		p.step("read", 0, 12)
		for i := range 5 {
			p.step("render", i, 400)
		}
		p.step("render", 400, 400)
		p.done()
	}
	for _, c := range []struct {
		p    *progress
		want string
	}{
		{&progress{}, "Reading files: 12\nMaking pages: 400\n"},
		{&progress{live: true}, "\r\x1b[KReading files …\r\x1b[KMaking pages …\r\x1b[KMaking pages … 1 %\r\x1b[KMaking pages … 100 %\r\x1b[K"},
		{&progress{live: true, silent: true}, ""},
		{&progress{silent: true}, ""},
	} {
		var b bytes.Buffer
		c.p.out = &b
		steps(c.p)
		if b.String() != c.want {
			t.Errorf("live %v, silent %v: %q, want %q", c.p.live, c.p.silent, b.String(), c.want)
		}
	}
}
