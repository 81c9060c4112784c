package view

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// CalendarDays is how many days, today the first, the calendar on Home shows.
const CalendarDays = 7

// maxInCalendar is how many tasks the calendar shows: three blocks each, with a
// heading for every day, leave room for all else on Home.
const maxInCalendar = 26

// calendarTab shows the next days, each with its tasks, open and done (R10).
func (r Reader) calendarTab(h HomeData) []slack.Block {
	blocks := []slack.Block{actions(
		r.button(TaskAdd, "0", "task.add").WithStyle(slack.StylePrimary),
		r.button(CalendarOpen, "0", "calendar.title"),
	)}
	if len(h.Tasks.Items) == 0 {
		return append(blocks, section(r.Words.Say("home.no_calendar"), nil))
	}
	shown := h.Tasks.Items[:min(len(h.Tasks.Items), maxInCalendar)]
	for _, day := range r.byDay(shown) {
		blocks = append(blocks, heading(r.dayName(r.dayOf(day[0].Due))))
		blocks = append(blocks, rows(r.taskRows(day))...)
	}
	if left := max(len(h.Tasks.Items), h.Tasks.Total) - len(shown); left > 0 {
		blocks = append(blocks, note(r.Words.Count("home.more_tasks", left)))
	}
	return blocks
}

// byDay groups the tasks that are due at all by the day on which each stands, the days in order and the tasks
// of a day in theirs.
func (r Reader) byDay(tasks []crm.Task) [][]crm.Task {
	sorted := slices.DeleteFunc(slices.Clone(tasks), func(t crm.Task) bool { return t.Due.IsZero() })
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
