package view

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// taskColumns are what a list can show of a task.
var taskColumns = map[crm.Column]column[crm.Task]{
	crm.ColumnDone:     {heading: "task.done", text: func(r Reader, t crm.Task) string { return r.yesNo(t.IsDone()) }},
	crm.ColumnKind:     {heading: "task.kind", text: func(r Reader, t crm.Task) string { return r.kind(t.Kind) }},
	crm.ColumnSubject:  {heading: "task.subject", text: func(_ Reader, t crm.Task) string { return t.Subject }},
	crm.ColumnPerson:   {heading: "person.person", text: Reader.personMark},
	crm.ColumnDue:      {heading: "task.due", text: Reader.dueMark, line: Reader.when},
	crm.ColumnDuration: {heading: "task.duration", text: func(r Reader, t crm.Task) string { return r.length(t.Duration) }},
	crm.ColumnAssignee: {heading: "task.assignee", named: true, text: func(_ Reader, t crm.Task) string { return t.AssigneeName }},
	crm.ColumnNote:     {heading: "note.note", text: func(_ Reader, t crm.Task) string { return t.Note }},
	crm.ColumnCreated:  {heading: "task.created", named: true, text: func(r Reader, t crm.Task) string { return r.moment(t.Created) }},
	crm.ColumnFinished: {heading: "list.finished", named: true, text: func(r Reader, t crm.Task) string { return r.moment(t.Done) }},
}

// tasks are a page of a list of tasks, as s wants it.
func (r Reader) tasks(page []crm.Task, s crm.ListSettings) listing {
	s = crm.ListTasks.Settle(s)
	l := listing{of: crm.ListTasks, settings: s, headings: headingsOf(r, taskColumns, s.Columns)}
	for _, t := range page {
		l.rows = append(l.rows, r.taskRowIn(t, s))
	}
	return l
}

// taskRows are the rows of tasks where nobody's settings rule.
func (r Reader) taskRows(tasks []crm.Task) []row {
	return r.tasks(tasks, crm.ListTasks.DefaultSettings()).rows
}

// taskRow is one of taskRows.
func (r Reader) taskRow(t crm.Task) row { return r.taskRowIn(t, crm.ListTasks.DefaultSettings()) }

// taskRowIn is a task: the square at its name, when and whose it is, its card and menu.
func (r Reader) taskRowIn(t crm.Task, s crm.ListSettings) row {
	return row{
		name:  r.taskName(t, s),
		press: r.square(t),
		about: r.aboutTask(t, s),
		more: []slack.BlockElement{
			of(t.Subject, r.button(TaskOpen, formatID(t.ID), "general.open")),
			menu(TaskMenu, r.taskChoices(t)...),
		},
		menu:  func() *slack.OverflowBlockElement { return r.taskMenu(t) },
		table: func() tableRow { return r.taskInTable(t, s) },
	}
}

// taskMenu is all that can be done with a task in a line, the square first.
func (r Reader) taskMenu(t crm.Task) *slack.OverflowBlockElement {
	return menu(TaskMenu, append([]*slack.OptionBlockObject{
		r.squareChoice(t), r.choice(ChoiceOpen, int64(t.ID), "general.open"),
	}, r.taskChoices(t)...)...)
}

func (r Reader) taskInTable(t crm.Task, s crm.ListSettings) tableRow {
	id := formatID(t.ID)
	_, wanted := Square(t)
	return tableRow{
		name:    t.Subject,
		cells:   r.taskCells(t, s),
		presses: []*slack.ButtonBlockElement{of(t.Subject, r.button(RowTask+id, id, "general.open"))},
		choices: []choices{{TaskOpen, "list.open_row", id}, {TaskSquare, "list.square_for_row", wanted}},
	}
}

// taskChoices are what a task's menu offers in every layout.
func (r Reader) taskChoices(t crm.Task) []*slack.OptionBlockObject {
	options := []*slack.OptionBlockObject{r.choice(ChoiceEdit, int64(t.ID), "general.edit")}
	if t.Person != 0 {
		options = append(options, r.choice(ChoicePerson, int64(t.Person), "task.open_person"))
	}
	return append(options, r.choice(ChoiceDelete, int64(t.ID), "general.delete"))
}

// squareChoice is the square as a line of a menu: like it, it carries the state that is
// wanted (R52).
func (r Reader) squareChoice(t crm.Task) *slack.OptionBlockObject {
	if t.IsDone() {
		return r.choice(ChoiceReopen, int64(t.ID), "task.mark_open")
	}
	return r.choice(ChoiceFinish, int64(t.ID), "task.mark_done")
}

// taskCells are the cells of t; that of the column „Zakończone" is the square (R50).
func (r Reader) taskCells(t crm.Task, s crm.ListSettings) []cell {
	cells := cellsOf(r, taskColumns, s, t)
	if i := slices.Index(s.Columns, crm.ColumnDone); i >= 0 {
		cells[i].press = r.square(t)
		cells[i].press.ActionID = RowSquare + formatID(t.ID)
	}
	return cells
}

// taskName is the subject and, under it in cards, the beginning of the note.
func (r Reader) taskName(t crm.Task, s crm.ListSettings) string {
	name := taskTitle(t, nameRoom(s))
	if t.Note != "" && s.Layout == crm.LayoutCards && slices.Contains(s.Columns, crm.ColumnNote) {
		name += "\n" + escape(t.Note, maxExcerpt)
	}
	return name
}

// taskTitle is the subject in bold, struck through when the task is done.
func taskTitle(t crm.Task, limit int) string {
	title := bold(escape(t.Subject, limit))
	if t.IsDone() {
		return "~" + title + "~"
	}
	return title
}

// taskState says in a word what a sign says too: that a task is done, or overdue; and
// when it was done where no due time tells. It is empty of one that is neither.
func (r Reader) taskState(t crm.Task) string {
	switch {
	case t.IsDone() && t.Due.IsZero():
		return "✓ " + r.Words.Say("task.done") + " " + r.moment(t.Done)
	case t.IsDone():
		return "✓ " + r.Words.Say("task.done")
	case r.overdue(t):
		return "⚠ " + bold(r.Words.Say("task.overdue"))
	}
	return ""
}

// aboutTask is the grey line: the state, which is said whatever the columns are, and
// what the columns say besides the name. What is done and was due at no time says when it
// was done.
func (r Reader) aboutTask(t crm.Task, s crm.ListSettings) string {
	otherwise := []crm.Column{crm.ColumnDone, crm.ColumnSubject}
	if s.Layout == crm.LayoutCards { // under the name
		otherwise = append(otherwise, crm.ColumnNote)
	}
	if t.IsDone() && t.Due.IsZero() {
		otherwise = append(otherwise, crm.ColumnDue, crm.ColumnFinished)
	}
	return joined(r.taskState(t), lineOf(r, taskColumns, s, t, otherwise...))
}

// dueMark is when a task is due; in a table it says, too, that it is overdue.
func (r Reader) dueMark(t crm.Task) string {
	if r.overdue(t) {
		return "⚠ " + joined(r.Words.Say("task.overdue"), r.due(t.Due))
	}
	return r.due(t.Due)
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
	if t.PersonName != "" && t.Archived {
		return t.PersonName + " " + r.archivedBadge()
	}
	return t.PersonName
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
