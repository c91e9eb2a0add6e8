// Package themes embeds the default theme.
package themes

import "embed"

//go:embed default/assets default/components default/layouts default/styles default/words
var FS embed.FS
