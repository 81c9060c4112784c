package crm

import (
	"errors"
	"time"
)

// A Date is a day of the calendar without a time zone, such as "2026-11-24" (ISO
// 8601); the empty Date is none. Dates compare as texts.
type Date string

// errDate says that a day is too far away to be meant.
var errDate = errors.New("no likely date")

// firstYearOfDates is the first year of a date; earlier ones are typing errors.
const firstYearOfDates = 1900

// ParseDate reads a date as pickers give it. An empty text is no date and no error; a
// day that no calendar has, or one centuries away, is an error.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", err
	}
	if t.Year() < firstYearOfDates || t.Year() > lastYear {
		return "", errDate
	}
	return Date(s), nil
}

// DateOf is the day of t in its own zone; the zero time has none.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// In is the day's first moment in zone, the zero time for no date.
func (d Date) In(zone *time.Location) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return onClock(t, zone)
}

// Next is the day after d; the empty Date has none.
func (d Date) Next() Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return DateOf(t.AddDate(0, 0, 1))
}
