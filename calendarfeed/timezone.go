package calendarfeed

import (
	"fmt"
	"time"
)

// timezone describes zone from the last change of its clocks before now to the next one.
func (l *lines) timezone(zone *time.Location, now time.Time) {
	local := now.In(zone)
	began, ends := local.ZoneBounds()
	l.put("BEGIN", "VTIMEZONE")
	l.text("TZID", zone.String())
	l.observance(local, began)
	if !ends.IsZero() {
		l.observance(ends, ends)
	}
	l.put("END", "VTIMEZONE")
}

// observance describes what the clocks show at t, since they were changed at began:
// never, if that is the zero time.
func (l *lines) observance(t, began time.Time) {
	name, offset := t.Zone()
	before := offset
	begins := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	if !began.IsZero() {
		_, before = began.Add(-time.Second).Zone()
		begins = began.UTC().Add(time.Duration(before) * time.Second) // as the clocks showed until then
	}
	kind := "STANDARD"
	if t.IsDST() {
		kind = "DAYLIGHT"
	}
	l.put("BEGIN", kind)
	l.put("DTSTART", begins.Format("20060102T150405"))
	l.put("TZOFFSETFROM", utcOffset(before))
	l.put("TZOFFSETTO", utcOffset(offset))
	l.text("TZNAME", name)
	l.put("END", kind)
}

// utcOffset is "+0530" for a zone that is so many seconds east of Greenwich.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
