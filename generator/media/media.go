// Package media reads pictures: their size, and SVG drawings that a page can carry inline.
//
// It does not know pages.
package media
