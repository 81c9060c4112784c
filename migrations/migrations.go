// Package migrations embeds the schema's history: NNN_name.sql, gapless from 001,
// each with its drop part after the line "---- create above / drop below ----".
// A file is a template: two opening braces in a row would be read as one.
package migrations

import "embed"

// Files are the migrations, as tern reads them.
//
//go:embed *.sql
var Files embed.FS
