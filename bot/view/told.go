package view

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// Reminder tells the reader that their task t is overdue.
func Reminder(r Reader, t crm.Task) Message {
	return r.told(r.Words.Fill("task.reminder", struct{ When, Name string }{
		r.when(t), escape(t.Subject, maxRowName),
	}), t)
}

// Assigned tells the reader that somebody else, by, gave them t.
func Assigned(r Reader, by string, t crm.Task) Message {
	return r.told(r.Words.Fill("task.was_assigned", struct{ By, Name string }{
		escape(by, maxInLine), escape(t.Subject, maxRowName),
	}), t)
}

// ToldChanged is what stands in the place of a [Reminder] or [Assigned] after t was
// finished from it, or opened again.
func ToldChanged(r Reader, verb crm.Verb, t crm.Task) Message {
	return r.told(r.Words.Fill(known(taskVerbs, verb), named(t.Subject)), t)
}

// Snoozed is what stands in the place of a [Reminder] or [Assigned] after a press that
// was to move t to due. Where t was moved otherwise before, it says so.
func Snoozed(r Reader, due crm.Due, t crm.Task) Message {
	id := "task.was_moved_before"
	if t.Due == due {
		id = "task.was_moved_to"
	}
	return r.told(r.Words.Fill(id, struct{ When, Name string }{r.when(t), escape(t.Subject, maxRowName)}), t)
}

// told is a message to the one whose task t is: a line, and the task as lists show it,
// with what can be done at once. Of a finished task there is no more than that it is,
// and the square that takes it back.
func (r Reader) told(line string, t crm.Task) Message {
	t.AssigneeName = "" // the reader
	shown, press := r.taskRow(t), r.square(t)
	press.ActionID = ToldSquare
	shown.press, shown.more = press, r.toldButtons(t)
	if !t.IsDone() {
		return r.message(line, []row{shown})
	}
	shown.name, shown.more = taskTitle(t, maxRowName), nil
	shown.about = joined("✓ "+r.Words.Say("task.done"), r.shortly(t.Done))
	return Message{Text: r.Words.Fill("task.was_finished", named(t.Subject)), Blocks: rows([]row{shown})}
}

// toldButtons put the task off, as far as that is later than its due time, and open it.
func (r Reader) toldButtons(t crm.Task) []slack.BlockElement {
	var line []slack.BlockElement
	value, zone := Snooze(t), r.days().Zone()
	if t.PutsOff(crm.InAnHour(r.Now), zone) {
		line = append(line, of(t.Subject, r.button(TaskSnoozeHour, value, "task.snooze_hour")))
	}
	if t.PutsOff(crm.TomorrowMorning(r.Now, r.hours().Zone()), zone) {
		line = append(line, of(t.Subject, r.button(TaskSnoozeTomorrow, value, "task.snooze_tomorrow")))
	}
	return append(line, of(t.Subject, r.button(TaskOpen, formatID(t.ID), "general.open")))
}

// when is when a task is due, in words even if it never is.
func (r Reader) when(t crm.Task) string {
	if t.Due.IsZero() {
		return r.Words.Say("task.no_due")
	}
	return r.due(t.Due)
}

// shortly is the time of day of t, with its day if that is not today.
func (r Reader) shortly(t time.Time) string {
	if r.dayOf(crm.DueAt(t)).Equal(r.dayOf(crm.DueAt(r.Now))) {
		return r.hours().Clock(t)
	}
	return r.moment(t)
}

// Snooze returns the value of the buttons that put t off: the task, and which of its due
// times is meant, so that a doubled press moves it once.
func Snooze(t crm.Task) string { return formatID(t.ID) + ":" + strconv.Itoa(t.DueVersion) }

// ParseSnooze reads what [Snooze] wrote.
func ParseSnooze(value string) (id crm.TaskID, dueVersion int, err error) {
	number, version, _ := strings.Cut(value, ":")
	if dueVersion, err = strconv.Atoi(version); err != nil || dueVersion < 0 {
		return 0, 0, fmt.Errorf("reading snooze %q: %w", value, errValue)
	}
	id, err = ParseID[crm.TaskID](number)
	return id, dueVersion, err
}
