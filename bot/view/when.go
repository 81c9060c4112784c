package view

import (
	"time"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// hours are the reader's words in the zone in which hours are shown: the reader's own.
func (r Reader) hours() words.Words { return r.Words.In(r.Me.Zone) }

// days are the reader's words in the zone in which days without an hour begin and
// end: the workspace's.
func (r Reader) days() words.Words { return r.Words.In(r.Me.Workspace.Zone) }

// due says when something is due: "jutro 15:00", "jutro" without an hour, or nothing.
func (r Reader) due(d crm.Due) string {
	switch {
	case d.IsZero():
		return ""
	case d.HasHour:
		return r.hours().DayTime(d.At, r.Now)
	}
	return r.days().Day(d.At, r.Now)
}

// moment says when something happened.
func (r Reader) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.hours().DayTime(t, r.Now)
}

// onDay says on which day something happened whose hour is not known for certain.
func (r Reader) onDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.days().Day(t, r.Now)
}

// dayOf is the first moment of the day on which d stands, for grouping by days: a day
// without an hour is that day wherever the reader is.
func (r Reader) dayOf(d crm.Due) time.Time {
	zone := r.hours().Zone()
	at := d.At.In(zone)
	if !d.HasHour {
		at = d.At.In(r.days().Zone())
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
}

// pickers are what date and time pickers start from, empty for nothing.
func (r Reader) pickers(d crm.Due) (date, clock string) {
	switch {
	case d.IsZero():
		return "", ""
	case d.HasHour:
		at := d.At.In(r.hours().Zone())
		return at.Format(time.DateOnly), at.Format("15:04")
	}
	return d.At.In(r.days().Zone()).Format(time.DateOnly), ""
}

// overdue reports whether t is overdue for the reader.
func (r Reader) overdue(t crm.Task) bool { return t.Overdue(r.Now, r.days().Zone()) }
