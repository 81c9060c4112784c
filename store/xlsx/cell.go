package xlsx

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/store/crm"
)

// A line is one row of a sheet.
type line struct {
	number int // as programs for tables count, from 1
	cells  []cell
}

// A cell is what stands in one place of a sheet.
type cell struct {
	text       string
	number     float64
	look       look // of a number; else empty
	uncomputed bool // a formula whose result the file does not have
}

// A look is how a number is shown.
type look struct {
	kind   kindOfNumber
	digits int // of a padded number
}

type kindOfNumber string

const (
	plainNumber   kindOfNumber = "plain"
	percentNumber kindOfNumber = "percent"
	paddedNumber  kindOfNumber = "padded" // to a number of digits, as 00123
	dateNumber    kindOfNumber = "date"   // days since the end of 1899
)

// The fields whose numbers are days, and those whose numbers are dialled.
var (
	dayFields   = []crm.ImportField{crm.ImportCourseStart, crm.ImportConsentOn, crm.ImportCreated}
	phoneFields = []crm.ImportField{crm.ImportPhone, crm.ImportGuardianPhone}
)

// as is the cell's text in the column of a field: what somebody sees who looks at the
// sheet, but never "5.01E+08", and days as "2026-11-24".
func (c cell) as(field crm.ImportField) string {
	switch {
	case c.look.kind == "":
		return c.text
	case slices.Contains(phoneFields, field):
		return shortest(c.number)
	case slices.Contains(dayFields, field) && c.look.kind == dateNumber:
		return c.moment("2006-01-02")
	}
	switch c.look.kind {
	case dateNumber:
		return c.moment("02.01.2006")
	case percentNumber:
		return shortest(c.number*100) + "%"
	case paddedNumber:
		digits := shortest(c.number)
		return strings.Repeat("0", max(c.look.digits-len(digits), 0)) + digits
	}
	return shortest(c.number)
}

// moment is the number as a day, and an hour unless it is midnight.
func (c cell) moment(layout string) string {
	const lastDay = 2_958_465 // of the year 9999
	if !(c.number >= 0 && c.number <= lastDay) {
		return shortest(c.number)
	}
	day, part := math.Modf(c.number)
	minutes := time.Duration(math.Round(part*24*60)) * time.Minute
	t := time.Date(1899, time.December, 30+int(day), 0, 0, 0, 0, time.UTC).Add(minutes)
	if minutes != 0 {
		layout += " 15:04"
	}
	return t.Format(layout)
}

// shortest writes a number without an exponent and without the noise beyond the 15
// digits that a spreadsheet keeps.
func shortest(n float64) string {
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err == nil {
		n = rounded
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// textCell is a cell of what was typed: trimmed, cut where it goes on for too long, and
// without the NULs that no database takes.
func textCell(s string) cell {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\x00", ""))
	return cell{text: cut(s, MaxCell)}
}

// cut returns the beginning of s, of limit characters at most.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for i := range s {
		if limit == 0 {
			return s[:i]
		}
		limit--
	}
	return s
}

// empty reports whether nothing stands in the cell.
func (c cell) empty() bool { return c == cell{} }
