package xlsx

import (
	"regexp"
	"strings"
)

// builtIn are the looks of the number formats that a workbook need not describe (ECMA-376,
// part 1, 18.8.30), as ranges of their numbers.
var builtIn = []struct {
	from, to int
	kind     kindOfNumber
}{
	{9, 10, percentNumber},
	{14, 22, dateNumber},
	{27, 36, dateNumber},
	{45, 47, dateNumber},
	{50, 58, dateNumber},
}

var (
	// aside is what a format says beside the number: quoted text, [colours and
	// conditions], and single characters after a backslash, an underscore or a star.
	aside = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|[\\_*].`)

	// datePart is what only formats of dates and hours have.
	datePart = regexp.MustCompile(`[ymdhs]`)

	// padding is a format that is nothing but zeros.
	padding = regexp.MustCompile(`^0{2,40}$`)
)

// lookOf is the look of a number format: its own code, or a built-in one's number.
func lookOf(number int, code string) look {
	for _, b := range builtIn {
		if code == "" && number >= b.from && number <= b.to {
			return look{kind: b.kind}
		}
	}
	code, _, _ = strings.Cut(strings.ToLower(aside.ReplaceAllString(code, "")), ";")
	switch {
	case code == "general":
	case datePart.MatchString(code):
		return look{kind: dateNumber}
	case strings.Contains(code, "%"):
		return look{kind: percentNumber}
	case padding.MatchString(code):
		return look{kind: paddedNumber, digits: len(code)}
	}
	return look{kind: plainNumber}
}
