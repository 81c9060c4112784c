package calendarfeed

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"frontdesk/store"
	"frontdesk/store/crm"
	"frontdesk/store/words"
)

const (
	// productID names the program that wrote a calendar, as RFC 5545 (3.7.3) wants it.
	productID = "-//Frontdesk//Frontdesk//EN"

	// refresh is how often a program is asked to look again.
	refresh = "PT1H"

	// shortest is how long a task without a duration lasts in a calendar: what takes no
	// time at all, some programs do not draw.
	shortest = 15 * time.Minute
)

// Encode writes the tasks as the calendar of by, in by's language. Each task needs a due
// time and the moment of its last change. The same arguments give the same bytes; now
// matters only to a calendar without tasks, which says what the clocks of by's zone show.
//
// The calendar has no METHOD: it is a state to be shown and no message between
// calendars, so that DTSTAMP is the moment of a task's last change.
func Encode(w io.Writer, by crm.Staff, tasks []store.FeedTask, now time.Time) error {
	l := &lines{to: bufio.NewWriter(w)}
	say := words.For(by.Language, by.Zone)
	name := say.Fill("calendar.name", struct{ Name string }{by.Name})
	l.put("BEGIN", "VCALENDAR")
	l.put("VERSION", "2.0")
	l.put("PRODID", productID)
	l.text("NAME", name)
	l.text("X-WR-CALNAME", name)
	l.put("REFRESH-INTERVAL;VALUE=DURATION", refresh)
	l.put("X-PUBLISHED-TTL", refresh)
	for _, t := range tasks {
		l.event(t, by.Workspace, say)
	}
	if len(tasks) == 0 { // iCalendar has no calendar without anything in it
		l.timezone(by.Zone, now)
	}
	l.put("END", "VCALENDAR")
	if err := l.to.Flush(); err != nil {
		return fmt.Errorf("encoding calendar: %w", err)
	}
	return nil
}

// event writes a task. Its UID and its times hold in every language and zone; the rest
// is as its reader speaks.
func (l *lines) event(t store.FeedTask, of crm.Workspace, say words.Words) {
	kind := say.Say("task.kind_" + string(t.Kind))
	l.put("BEGIN", "VEVENT")
	l.text("UID", uid(t.ID, of))
	l.put("SEQUENCE", strconv.Itoa(t.Version))
	l.moment("DTSTAMP", t.Changed)
	l.moment("LAST-MODIFIED", t.Changed)
	l.moment("CREATED", t.Created)
	l.span(t.Task, of.Zone)
	l.text("SUMMARY", summary(t.Task))
	l.text("DESCRIPTION", description(t.Task, kind, say))
	l.text("CATEGORIES", kind)
	l.put("STATUS", status(t))
	l.put("TRANSP", transparency(t))
	l.put("END", "VEVENT")
}

// uid is the same for ever, however often the task is changed or handed over, and
// names nobody.
func uid(id crm.TaskID, of crm.Workspace) string {
	return "task-" + strconv.FormatInt(int64(id), 10) + "@" + strings.ToLower(of.Team) + ".frontdesk"
}

// span writes when a task begins and ends. A day without an hour is all that day, as
// the workspace counts days, and the following ones if the task takes longer.
func (l *lines) span(t crm.Task, workspace *time.Location) {
	if t.Due.HasHour {
		length := t.Duration
		if length == 0 {
			length = shortest
		}
		l.moment("DTSTART", t.Due.At)
		l.moment("DTEND", t.Due.At.Add(length))
		return
	}
	const day = 24 * time.Hour
	first := t.Due.At.In(workspace)
	days := max(1, int((t.Duration+day-1)/day))
	l.day("DTSTART", first)
	l.day("DTEND", first.AddDate(0, 0, days))
}

func summary(t crm.Task) string {
	s := t.Subject
	if t.IsDone() {
		s = "✓ " + s
	}
	if t.PersonName != "" {
		s += " · " + t.PersonName
	}
	return s
}

func description(t crm.Task, kind string, say words.Words) string {
	s := kind
	if t.PersonName != "" {
		s += "\n" + say.Fill("calendar.person", struct{ Name string }{t.PersonName})
	}
	if t.Note != "" {
		s += "\n\n" + t.Note
	}
	return s
}

func status(t store.FeedTask) string {
	if !t.Deleted.IsZero() {
		return "CANCELLED"
	}
	return "CONFIRMED"
}

// transparency says whether somebody is busy with the task: not when it is done or
// deleted, nor all day long when it only has to be done on that day.
func transparency(t store.FeedTask) string {
	if t.IsDone() || !t.Deleted.IsZero() || !t.Due.HasHour {
		return "TRANSPARENT"
	}
	return "OPAQUE"
}
