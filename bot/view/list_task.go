package view

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// taskRows are the rows of tasks.
func (r Reader) taskRows(tasks []crm.Task) []row {
	list := make([]row, 0, len(tasks))
	for _, t := range tasks {
		list = append(list, r.taskRow(t))
	}
	return list
}

// taskRow is a task: the square at its name, when and whose it is, its card and menu.
func (r Reader) taskRow(t crm.Task) row {
	options := []*slack.OptionBlockObject{r.choice(ChoiceEdit, int64(t.ID), "general.edit")}
	if t.Person != 0 {
		options = append(options, r.choice(ChoicePerson, int64(t.Person), "task.open_person"))
	}
	options = append(options, r.choice(ChoiceDelete, int64(t.ID), "general.delete"))
	return row{
		name:  r.taskName(t),
		press: r.square(t),
		about: r.aboutTask(t),
		more: []slack.BlockElement{
			of(t.Subject, r.button(TaskOpen, formatID(t.ID), "general.open")),
			menu(TaskMenu, options...),
		},
	}
}

// taskName is the subject and, under it, the beginning of the note.
func (r Reader) taskName(t crm.Task) string {
	name := taskTitle(t)
	if t.Note != "" {
		name += "\n" + escape(t.Note, maxExcerpt)
	}
	return name
}

// taskTitle is the subject in bold, struck through when the task is done.
func taskTitle(t crm.Task) string {
	title := bold(escape(t.Subject, maxRowName))
	if t.IsDone() {
		return "~" + title + "~"
	}
	return title
}

// taskState says in a word what a sign says too: that a task is done, or overdue.
// It is empty of one that is neither.
func (r Reader) taskState(t crm.Task) string {
	switch {
	case t.IsDone():
		return "✓ " + r.Words.Say("task.done")
	case r.overdue(t):
		return "⚠ " + bold(r.Words.Say("task.overdue"))
	}
	return ""
}

// aboutTask is the grey line: state, kind, when, how long, with whom, whose.
func (r Reader) aboutTask(t crm.Task) string {
	when := cmp.Or(r.due(t.Due), r.Words.Say("task.no_due"))
	return joined(r.taskState(t), r.kind(t.Kind), when, r.length(t.Duration), r.personMark(t), r.assignee(t))
}

// length is how long something takes, or nothing.
func (r Reader) length(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return r.Words.Duration(d)
}

// personMark names the task's person, with the badge of archived people (R9).
func (r Reader) personMark(t crm.Task) string {
	name := escape(t.PersonName, maxInLine)
	switch {
	case name == "":
		return ""
	case t.Archived:
		return name + " " + r.archivedBadge()
	}
	return name
}

func (r Reader) assignee(t crm.Task) string {
	if t.AssigneeName == "" {
		return ""
	}
	return r.Words.Fill("task.assigned_to", struct{ Name string }{escape(t.AssigneeName, maxInLine)})
}

// square is the button at a task's name that finishes it or opens it again (R50–R52).
func (r Reader) square(t crm.Task) *slack.ButtonBlockElement {
	label, value := Square(t)
	b := button(TaskSquare, value, label)
	id := "task.square_done"
	if t.IsDone() {
		id = "task.square_open"
	}
	b.AccessibilityLabel = cut(r.Words.Fill(id, struct{ Subject string }{t.Subject}), maxButton)
	return b
}

// kinds name the kinds of task.
var kinds = map[crm.Kind]string{
	crm.KindTask:    "task.kind_task",
	crm.KindMeeting: "task.kind_meeting",
	crm.KindCall:    "task.kind_call",
	crm.KindMessage: "task.kind_message",
}

func (r Reader) kind(k crm.Kind) string {
	id, ok := kinds[k]
	if !ok {
		id = kinds[crm.KindTask]
	}
	return r.Words.Say(id)
}
