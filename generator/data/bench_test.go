package data

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cxgen/generator/source"
)

// answers makes a file of survey answers: a distinct id and nearly distinct times, a score, two labels, a comment now and then.
func answers(rows int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	channels := []string{"app", "web", "store", "phone"}
	comments := []string{"", "", "", "fast delivery", `"late, and the box was ""open"""`, "ok"}
	var b bytes.Buffer
	b.WriteString("customer,time,score,channel,country,comment\n")
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		at := start.Add(time.Duration(r.IntN(400*24*3600)) * time.Second)
		fmt.Fprintf(&b, "customer-%07d,%s,%d,%s,%s,%s\n", i, at.Format("2006-01-02 15:04:05"), r.IntN(11),
			channels[r.IntN(4)], []string{"DE", "IR", "KR"}[r.IntN(3)], comments[r.IntN(6)])
	}
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	for _, rows := range []int{100_000, 1_000_000} {
		f := source.NewFile("data/answers.csv", answers(rows))
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			b.SetBytes(int64(len(f.Text)))
			b.ReportAllocs()
			for b.Loop() {
				t, _ := Read("answers", []*source.File{f}, Def{}, berlin, nil, nil)
				if t == nil || t.Rows != rows || t.Column("time").Kind != Time || t.Column("score").Kind != Number {
					b.Fatal("not read")
				}
			}
		})
	}
}

func BenchmarkSelect(b *testing.B) {
	const rows = 1_000_000
	t, _ := Read("answers", []*source.File{source.NewFile("data/answers.csv", answers(rows))}, Def{}, nil, nil, nil)
	f, _ := ParseFilter(`channel in ["app", "web"] and score <= 6 and country != "DE"`, source.Span{})
	for b.Loop() {
		if r, problems := f.Select(t, Env{}); r.Count() == 0 || len(problems) > 0 {
			b.Fatal("nothing selected")
		}
	}
}
