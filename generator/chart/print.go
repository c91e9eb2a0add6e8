package chart

import (
	"cxgen/generator/locale"
	"cxgen/generator/metric"
)

// Print writes the numbers of a result outside of a drawing the way its figure writes them.
type Print struct{ d *draft }

// NewPrint makes a Print for a result in a language.
func NewPrint(r *metric.Result, l *locale.Locale) Print {
	return Print{begin(r, Spec{Locale: l}, "")}
}

// Value writes a value of a unit; n is its base.
func (p Print) Value(v float64, unit metric.Unit, n int) string { return p.d.value(v, unit, n) }

// Margin writes half the width of a point's interval, "±4"; "" where it would mislead.
func (p Print) Margin(of metric.Point, unit metric.Unit) string { return p.d.margin(of, unit) }

// Size writes how large a difference is, without a sign and without the word for points.
func (p Print) Size(delta float64, unit metric.Unit, n int) string { return p.d.size(delta, unit, n) }

// Points writes how large a difference is, with the word for points where it is one in points: "16 points".
func (p Print) Points(delta float64, unit metric.Unit, n int) string {
	return p.d.points("", delta, unit, n)
}

// Delta writes a difference with its sign: "+16 points".
func (p Print) Delta(delta float64, unit metric.Unit, n int) string {
	return p.d.points(p.d.l.Sign(delta), delta, unit, n)
}

// Period writes the label of a period: "2026-10" is "October 2026".
func (p Print) Period(label string) string { return p.d.period(label) }
