package metric

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// crowd calls for all at once, the last one first.
func crowd(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(n - 1 - i) })
	}
	all.Wait()
}

// TestManyHands answers from several batches of rows with one worker and with many: no bit of the result differs.
func TestManyHands(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	var b strings.Builder
	b.WriteString("who,time,score,channel,amount,weight\n")
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 3*batch + 100 {
		fmt.Fprintf(&b, "c%d,%s,%d,%s,%.2f,%.3f\n", r.IntN(100_000), start.Add(time.Duration(r.IntN(500*24))*time.Hour).Format(time.DateTime), r.IntN(13),
			[]string{"app", "web", "store", ""}[r.IntN(4)], r.Float64()*1000, r.Float64())
	}
	table := readTable(t, b.String(), time.UTC)
	for _, settings := range []string{
		"kind = \"nps\"\n", "kind = \"csat\"\nscore = \"score\"\nscale = [0, 10]\nweight = \"weight\"\n", "kind = \"nps\"\ndedupe_by = \"who\"\n",
		"kind = \"sum\"\ncolumn = \"amount\"\n", "kind = \"mean\"\ncolumn = \"amount\"\n", "kind = \"median\"\ncolumn = \"amount\"\n",
		"kind = \"count\"\ncolumn = \"who\"\nwhere = \"score > 5\"\n", "kind = \"share\"\ngood = \"score > 5\"\n",
		"kind = \"ratio\"\ncolumn = \"amount\"\nper = \"score\"\n", "kind = \"mean\"\ncolumn = \"amount\"\nweight = \"weight\"\n",
	} {
		q := Query{Metric: defineMetric(t, settings+"time = \"time\"\n"), Table: table, Split: "channel", By: "month"}
		want := mustAnswer(t, q)
		q.Each = crowd
		if got := mustAnswer(t, q); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another result with many hands", settings)
		}
		if want.Used < batch/2 || len(want.Groups) != 17 {
			t.Errorf("%s: %d rows in %d months", settings, want.Used, len(want.Groups))
		}
	}
}

// TestFixed compares with the arithmetic of fractions: what fits is the number of millionths that was written, in up to 15 digits.
func TestFixed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	fits := 0
	for range 200_000 {
		text := fmt.Sprintf("%d.%0*d", r.Int64N(1<<r.IntN(45)), 1+r.IntN(8), r.IntN(100))
		if len(text) > 16 {
			continue
		}
		var x float64
		fmt.Sscan(text, &x)
		n, ok := fixed(x)
		want, _ := new(big.Rat).SetString(text)
		want.Mul(want, big.NewRat(millionths, 1))
		if ok && want.Cmp(big.NewRat(n, 1)) != 0 {
			t.Fatalf("%s is not %d millionths", text, n)
		}
		if ok {
			fits++
		} else if want.IsInt() && x < 1e9 {
			t.Fatalf("%s does not fit", text)
		}
	}
	if fits < 50_000 {
		t.Error(fits)
	}
}

// TestSlots compares the slots of instants with a search in all of them.
func TestSlots(t *testing.T) {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	first, last := time.Date(2019, 5, 5, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC).Unix()
	for _, unit := range units {
		l := timeline{slots: calendar{unit: unit, tz: berlin}.between(first, last)}
		l.slots = append(l.slots[:len(l.slots)/2], l.slots[len(l.slots)/2+1:]...) // a gap, as between compared periods
		l.sort()
		for i, slot := range l.slots {
			for _, at := range []int64{slot.Start.Unix() - 1, slot.Start.Unix(), slot.Start.Unix() + 40_000, slot.End.Unix() - 1, slot.End.Unix()} {
				want := slotOutside
				for j := max(0, i-2); j < min(len(l.slots), i+3); j++ {
					if l.slots[j].has(at) {
						want = int32(j)
					}
				}
				l.times, l.codes = []int64{at}, []uint32{0}
				if got := l.slot(0); got != want {
					t.Fatalf("%s: %d is in slot %d, not %d", unit, at, got, want)
				}
			}
		}
	}
}
