// Package themes embeds the default theme.
package themes

import "embed"

//go:embed all:default
var FS embed.FS
