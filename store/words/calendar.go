package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A calendar is how one language writes dates: its layouts, compiled with its names
// of days and months.
type calendar struct {
	date, dateThisYear, bareDate, longDate, clock layout
}

// A layout is a date's pieces in order; each appends itself.
type layout []piece

type piece func(text []byte, t time.Time) []byte

// names are what a layout's words stand for.
type names struct {
	weekdays, weekdaysShort []string // from Monday
	months, monthsShort     []string // from January, as they stand in a date
}

// newCalendar compiles the layouts found in texts, or tells which is missing or
// that a list of names is too short or too long.
func newCalendar(texts map[string]string) (calendar, error) {
	list := func(id string) []string { return strings.Fields(texts[id]) }
	all := names{
		weekdays:      list("general.weekdays"),
		weekdaysShort: list("general.weekdays_short"),
		months:        list("general.months"),
		monthsShort:   list("general.months_short"),
	}
	var c calendar
	for _, l := range []struct {
		id   string
		into *layout
	}{
		{"general.layout_date", &c.date},
		{"general.layout_date_this_year", &c.dateThisYear},
		{"general.layout_bare_date", &c.bareDate},
		{"general.layout_long_date", &c.longDate},
		{"general.layout_clock", &c.clock},
	} {
		text, ok := texts[l.id]
		if !ok {
			return c, fmt.Errorf("no layout %q", l.id)
		}
		*l.into = compile(text, all)
	}
	return c, all.check()
}

func (n names) check() error {
	if len(n.weekdays) != 7 || len(n.weekdaysShort) != 7 {
		return fmt.Errorf("%d long and %d short names of days instead of 7", len(n.weekdays), len(n.weekdaysShort))
	}
	if len(n.months) != 12 || len(n.monthsShort) != 12 {
		return fmt.Errorf("%d long and %d short names of months instead of 12", len(n.months), len(n.monthsShort))
	}
	return nil
}

// compile cuts text at the marks of a reference date, which are Go's, save that day
// and hour have no leading zero; all else stands for itself.
func compile(text string, n names) layout {
	marks := []mark{
		{"Monday", weekday(n.weekdays)},
		{"Mon", weekday(n.weekdaysShort)},
		{"January", month(n.months)},
		{"Jan", month(n.monthsShort)},
		{"2006", digits(time.Time.Year)},
		{"15", digits(time.Time.Hour)},
		{"04", minute},
		{"2", digits(time.Time.Day)},
	}
	var l layout
	for text != "" {
		m := first(marks, text)
		l, text = append(l, m.piece), text[len(m.text):]
	}
	return l
}

// A mark is what stands for a piece in a layout's text.
type mark struct {
	text  string
	piece piece
}

// first returns the mark that text begins with, or its first byte as its own.
func first(marks []mark, text string) mark {
	for _, m := range marks {
		if strings.HasPrefix(text, m.text) {
			return m
		}
	}
	return mark{text[:1], itself(text[0])}
}

func weekday(names []string) piece {
	return func(text []byte, t time.Time) []byte {
		return append(text, names[(t.Weekday()+6)%7]...)
	}
}

func month(names []string) piece {
	return func(text []byte, t time.Time) []byte {
		return append(text, names[t.Month()-time.January]...)
	}
}

func digits(part func(time.Time) int) piece {
	return func(text []byte, t time.Time) []byte {
		return strconv.AppendInt(text, int64(part(t)), 10)
	}
}

func minute(text []byte, t time.Time) []byte {
	return t.AppendFormat(text, "04")
}

func itself(b byte) piece {
	return func(text []byte, _ time.Time) []byte { return append(text, b) }
}

// format writes t, whose zone is already the reader's.
func (l layout) format(t time.Time) string {
	text := make([]byte, 0, 40)
	for _, p := range l {
		text = p(text, t)
	}
	return string(text)
}
