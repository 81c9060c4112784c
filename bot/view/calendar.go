package view

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// calendarDays is how many days, today the first, the calendar on Home shows.
const calendarDays = 7

// CalendarSpan is from when until when the tasks are due of which the calendar on Home
// shows those of its days. For a reader in another zone than the workspace's it is
// longer than these: a day without an hour begins in the workspace's.
func CalendarSpan(r Reader) (from, to time.Time) {
	y, m, d := r.Now.In(r.hours().Zone()).Date()
	begin := func(zone *time.Location, n int) time.Time { return time.Date(y, m, d+n, 0, 0, 0, 0, zone) }
	from, to = begin(r.hours().Zone(), 0), begin(r.hours().Zone(), calendarDays)
	if day := begin(r.days().Zone(), 0); day.Before(from) {
		from = day
	}
	if day := begin(r.days().Zone(), calendarDays); day.After(to) {
		to = day
	}
	return from, to
}

// onCalendar reports whether t stands on one of the days that the calendar shows.
func (r Reader) onCalendar(t crm.Task) bool {
	today, day := r.dayOf(crm.DueAt(r.Now)), r.dayOf(t.Due)
	return !t.Due.IsZero() && !day.Before(today) && day.Before(today.AddDate(0, 0, calendarDays))
}

// maxInCalendar is how many tasks the calendar shows: three blocks each, with a
// heading for every day, leave room for all else on Home.
const maxInCalendar = 26

// calendarTab shows the next days, each with its tasks, open and done (R10).
func (r Reader) calendarTab(h HomeData) []slack.Block {
	blocks := []slack.Block{actions(
		r.button(TaskAdd, "0", "task.add").WithStyle(slack.StylePrimary),
		r.button(CalendarOpen, "0", "calendar.title"),
	)}
	tasks := slices.DeleteFunc(slices.Clone(h.Tasks.Items), func(t crm.Task) bool { return !r.onCalendar(t) })
	if len(tasks) == 0 {
		return append(blocks, section(r.Words.Say("home.no_calendar"), nil))
	}
	total := max(len(h.Tasks.Items), h.Tasks.Total) - (len(h.Tasks.Items) - len(tasks))
	shown := tasks[:min(len(tasks), maxInCalendar)]
	for _, day := range r.byDay(shown) {
		blocks = append(blocks, heading(r.dayName(r.dayOf(day[0].Due))))
		blocks = append(blocks, rows(r.taskRows(day))...)
	}
	if left := total - len(shown); left > 0 {
		blocks = append(blocks, note(r.Words.Count("home.more_tasks", left)))
	}
	return blocks
}

// byDay groups tasks by the day on which each stands, the days in order and the tasks of
// a day in theirs.
func (r Reader) byDay(tasks []crm.Task) [][]crm.Task {
	sorted := slices.Clone(tasks)
	slices.SortStableFunc(sorted, func(a, b crm.Task) int { return r.dayOf(a.Due).Compare(r.dayOf(b.Due)) })
	var days [][]crm.Task
	for i, t := range sorted {
		if i == 0 || !r.dayOf(t.Due).Equal(r.dayOf(sorted[i-1].Due)) {
			days = append(days, nil)
		}
		days[len(days)-1] = append(days[len(days)-1], t)
	}
	return days
}

// dayName is a day's heading: its date in full, after a word if it is today.
func (r Reader) dayName(day time.Time) string {
	long := r.hours().LongDate(day)
	if day.Equal(r.dayOf(crm.DueAt(r.Now))) {
		return joined(r.Words.Say("general.today"), long)
	}
	return long
}
