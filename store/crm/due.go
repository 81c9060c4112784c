package crm

import (
	"strings"
	"time"
)

// A Due is when a task is to be done: a moment, or a day without an hour, or (the
// zero Due) no time at all.
type Due struct {
	At      time.Time // UTC: the moment; for a day, its first moment in the workspace's zone
	HasHour bool
}

// DueAt is a due time with an hour.
func DueAt(t time.Time) Due { return Due{At: t.UTC(), HasHour: true} }

// DueOn is a day without an hour; zone is the workspace's.
func DueOn(year int, month time.Month, day int, zone *time.Location) Due {
	return Due{At: onClock(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), zone)}
}

// IsZero reports whether there is no due time.
func (d Due) IsZero() bool { return d.At.IsZero() }

// OverdueFrom is the first moment at which a task due at d is overdue: d itself, or
// for a day without an hour the next midnight in the workspace's zone. It is the
// zero time when there is no due time: such a task is never overdue.
func (d Due) OverdueFrom(zone *time.Location) time.Time {
	if d.IsZero() || d.HasHour {
		return d.At
	}
	y, m, day := d.At.In(zone).Date()
	return DueOn(y, m, day+1, zone).At
}

// The years in which a task may be due; others are typing errors.
const (
	firstYear = 1990
	lastYear  = 2099
)

// ParseDue reads what pickers give: date as "2006-01-02" and clock as "15:04" (or
// "15.04", as Poles write it), each possibly empty. An hour is read in the typist's
// zone, a bare date in the workspace's. Where clocks are put forward, an hour that the
// night leaves out is read as if they had not been; of an hour that the night has
// twice, the first is meant. An hour without a date is a problem of the date.
func ParseDue(date, clock string, by Staff) (Due, error) {
	if date == "" && clock == "" {
		return Due{}, nil
	}
	day, dayErr := time.Parse(time.DateOnly, date)
	hour, hourErr := time.Parse("15:04", strings.Replace(clock, ".", ":", 1))
	unlikely := day.Year() < firstYear || day.Year() > lastYear

	var wrong Problems
	wrong.add(FieldDueDate, "problem.due_date_missing", date == "")
	wrong.add(FieldDueDate, "problem.due_date", date != "" && (dayErr != nil || unlikely))
	wrong.add(FieldDueTime, "problem.due_time", clock != "" && hourErr != nil)
	if err := wrong.err(); err != nil {
		return Due{}, err
	}
	if clock == "" {
		return DueOn(day.Year(), day.Month(), day.Day(), by.Workspace.Zone), nil
	}
	wall := day.Add(time.Duration(hour.Hour())*time.Hour + time.Duration(hour.Minute())*time.Minute)
	return DueAt(onClock(wall, by.Zone)), nil
}

// onClock is the first moment, in UTC, at which the clocks of zone show what wall
// shows in UTC. If they never show it, because they are put forward over it, it is
// the moment at which they would have. ([time.Date] promises neither.)
func onClock(wall time.Time, zone *time.Location) time.Time {
	y, m, d := wall.Date()
	local := time.Date(y, m, d, wall.Hour(), wall.Minute(), 0, 0, zone)
	_, offset := local.Add(-12 * time.Hour).Zone() // before any change of that night
	first := wall.Add(-time.Duration(offset) * time.Second)
	if shows(local, wall) && !shows(first.In(zone), wall) {
		return local.UTC()
	}
	return first
}

// shows reports whether the clock and calendar of a read as those of b.
func shows(a, b time.Time) bool {
	return a.Format(time.DateTime) == b.Format(time.DateTime)
}
