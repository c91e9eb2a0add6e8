// Package locale writes numbers, dates and sentences the way a language does.
//
// It is handed the interface words of the theme and knows neither pages nor tables.
package locale
