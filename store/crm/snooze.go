package crm

import "time"

// snoozeStep is what a due time chosen for somebody is rounded up to, so that a press
// made twice means the same moment.
const snoozeStep = 5 * time.Minute

// InAnHour is the due time of what is put off for an hour at now: a moment in an hour or
// up to five minutes more.
func InAnHour(now time.Time) Due {
	at := now.Add(time.Hour).Truncate(snoozeStep)
	if at.Before(now.Add(time.Hour)) {
		at = at.Add(snoozeStep)
	}
	return DueAt(at)
}

// TomorrowMorning is the due time of what is put off at now to the next day: 9:00 on the
// clocks of zone.
func TomorrowMorning(now time.Time, zone *time.Location) Due {
	y, m, d := now.In(zone).Date()
	return DueAt(time.Date(y, m, d+1, 9, 0, 0, 0, zone))
}

// PutsOff reports whether due is later than the moment from which t is overdue now. A
// task without a due time cannot be put off. The zone is the workspace's.
func (t Task) PutsOff(due Due, zone *time.Location) bool {
	return !t.Due.IsZero() && due.At.After(t.Due.OverdueFrom(zone))
}
