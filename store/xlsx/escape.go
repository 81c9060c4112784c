package xlsx

import (
	"regexp"
	"strconv"
	"strings"
)

// escape is how a workbook writes a character that XML cannot have, such as _x000D_
// (ECMA-376, part 1, 22.9.2.19).
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped returns s with such characters as themselves.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		code, err := strconv.ParseUint(e[2:6], 16, 16)
		if err != nil {
			return e
		}
		return string(rune(code))
	})
}
