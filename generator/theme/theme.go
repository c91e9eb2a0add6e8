// Package theme loads layouts, components, styles and words, and executes them on what it is handed.
//
// It knows neither pages nor data.
package theme
