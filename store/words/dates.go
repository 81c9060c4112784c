package words

import (
	"strconv"
	"time"
)

// Date returns the day of t: "wt., 24 lis 2026", "Tue, 24 Nov 2026".
func (w Words) Date(t time.Time) string {
	return w.catalogue.calendar.date.format(t.In(w.zone))
}

// BareDate returns the day of t without its weekday: "24 lis 2026".
func (w Words) BareDate(t time.Time) string {
	return w.catalogue.calendar.bareDate.format(t.In(w.zone))
}

// LongDate returns the day of t in full: "wtorek, 24 listopada 2026".
func (w Words) LongDate(t time.Time) string {
	return w.catalogue.calendar.longDate.format(t.In(w.zone))
}

// Clock returns the time of day on a clock of 24 hours: "9:00", "15:30".
func (w Words) Clock(t time.Time) string {
	return w.catalogue.calendar.clock.format(t.In(w.zone))
}

// DateTime returns day and time of day: "wt., 24 lis 2026 15:00".
func (w Words) DateTime(t time.Time) string {
	return w.Date(t) + " " + w.Clock(t)
}

// relative are the days that have a name of their own, by their distance from today.
var relative = map[int]string{
	-1: "general.yesterday",
	0:  "general.today",
	1:  "general.tomorrow",
	2:  "general.day_after_tomorrow",
}

// Day returns the day of t as one who reads it at now would say it: "dziś",
// "jutro", "pojutrze", "wczoraj", else its date, without the year if that is this one.
func (w Words) Day(t, now time.Time) string {
	t, now = t.In(w.zone), now.In(w.zone)
	if id, ok := relative[dayNumber(t)-dayNumber(now)]; ok {
		return w.Say(id)
	}
	if t.Year() == now.Year() {
		return w.catalogue.calendar.dateThisYear.format(t)
	}
	return w.Date(t)
}

// DayTime is Day with the time of day: "dziś 15:00", "śr., 25 lis 9:00".
func (w Words) DayTime(t, now time.Time) string {
	return w.Day(t, now) + " " + w.Clock(t)
}

// dayNumber counts t's calendar days, so that a difference is right across a change
// to or from summer time.
func dayNumber(t time.Time) int {
	year, month, day := t.Date()
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// Duration returns d in hours and minutes, rounded to the minute: "30 min",
// "1 h 30 min", "26 h".
func (w Words) Duration(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	sign := ""
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	hours, minutes := minutes/60, minutes%60
	inHours := w.Number(hours) + " " + w.Say("general.unit_hour")
	inMinutes := strconv.Itoa(minutes) + " " + w.Say("general.unit_minute")
	switch {
	case hours == 0:
		return sign + inMinutes
	case minutes == 0:
		return sign + inHours
	}
	return sign + inHours + " " + inMinutes
}
