package chart

import (
	"testing"

	"cxgen/generator/metric"
)

// TestEveryKindSaysItsFormula finds, for every kind of metric, words that say how it is computed. All languages have the same words.
func TestEveryKindSaysItsFormula(t *testing.T) {
	l := language(t, "en")
	for _, kind := range metric.Kinds() {
		if kind == "benchmark" {
			continue // it has those of its metric
		}
		d := begin(&metric.Result{Metric: &metric.Metric{Name: "m", Kind: kind}}, Spec{Locale: l}, "trend")
		if len(d.formula()) == 0 {
			t.Errorf("nothing says how %s is computed", kind)
		}
	}
}
