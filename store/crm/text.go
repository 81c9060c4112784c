package crm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// squeeze returns a text of one line as it is kept: clean, trimmed, and with each
// run of white space made one space.
func squeeze(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// tidy returns a text of several lines as it is kept: clean and trimmed.
func tidy(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(clean(s), "\r\n", "\n"))
}

// clean returns s in composed form (NFC) without what can neither be seen nor, some
// of it, stored: broken UTF-8, control characters, marks of writing direction,
// invisible spaces and hyphens. Joiners stay, since emoji are made with them.
func clean(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if !unicode.IsSpace(r) && hidden(r) {
			return -1
		}
		return r
	}, s))
}

func hidden(r rune) bool {
	const invisible = "\u00ad\u200b\u2060\ufeff" // soft hyphen, zero-width spaces, byte order mark
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Bidi_Control) ||
		strings.ContainsRune(invisible, r)
}

// tooLong reports whether s has more than limit characters.
func tooLong(s string, limit int) bool { return utf8.RuneCountInString(s) > limit }
