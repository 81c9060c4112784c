package view

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// TaskNames are how the task form shows whom its ids mean. An empty Assignee is the
// reader, if the form is assigned to nobody or to the reader.
type TaskNames struct{ Person, Assignee string }

// TaskForm adds a task, or edits m.Task when that is not zero. It is the one form of
// tasks, with the same fields wherever it is opened (R47); only what it starts from
// and the label of its submit differ. A task that is assigned to nobody yet starts
// with the reader (R32), and one without a kind as a plain task.
func TaskForm(r Reader, m Meta, f crm.TaskForm, shown TaskNames) slack.ModalViewRequest {
	title := "task.form_edit"
	if m.Task == 0 {
		title = "task.form_add"
	}
	return r.form(FormTask, r.Words.Say(title), r.submit(m), m, r.taskFields(f, shown)...)
}

func (r Reader) taskFields(f crm.TaskForm, shown TaskNames) []slack.Block {
	if f.Kind == "" {
		f.Kind = crm.KindTask
	}
	person := chosen(f.Person, shown.Person)
	return []slack.Block{
		r.list(field{id: crm.FieldKind, label: "task.kind", required: true}, string(f.Kind), r.kindOptions()...),
		focused(r.line(field{id: crm.FieldSubject, label: "task.subject", required: true}, f.Subject, crm.MaxSubject, false)),
		r.finder(field{id: crm.FieldPerson, label: "person.person"}, PickPersonOrNone, "person.find_placeholder", person),
		r.dueDate(f.Due),
		r.dueTime(f.Due),
		r.duration(f.Duration),
		r.line(field{id: crm.FieldNote, label: "note.note"}, f.Note, crm.MaxBody, true),
		r.finder(field{id: crm.FieldAssignee, label: "task.assignee", required: true}, PickAssignee, "task.assignee_placeholder",
			r.chosenAssignee(f.Assignee, shown.Assignee)),
		r.box(field{id: crm.FieldDone, label: "task.state"}, "task.done", f.Done),
	}
}

// chosen is the option of an id and its name, or nil when there is none.
func chosen[ID ~int64](id ID, name string) *slack.OptionBlockObject {
	if id == 0 {
		return nil
	}
	return option(formatID(id), name)
}

func (r Reader) chosenAssignee(id crm.StaffID, name string) *slack.OptionBlockObject {
	if id == 0 || id == r.Me.ID {
		id, name = r.Me.ID, r.Me.Name
	}
	return chosen(id, name)
}

func (r Reader) kindOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, k := range crm.Kinds {
		options = append(options, option(string(k), r.kind(k)))
	}
	return options
}

func (r Reader) dueDate(d crm.Due) slack.Block {
	picker := slack.NewDatePickerBlockElement(crm.FieldDueDate)
	picker.InitialDate, _ = r.pickers(d)
	return r.input(field{id: crm.FieldDueDate, label: "task.due"}, picker)
}

func (r Reader) dueTime(d crm.Due) slack.Block {
	picker := slack.NewTimePickerBlockElement(crm.FieldDueTime)
	_, picker.InitialTime = r.pickers(d)
	return r.input(field{id: crm.FieldDueTime, label: "task.due_time", hint: "task.due_time_hint"}, picker)
}

// usualDurations are those that the form offers, in minutes.
var usualDurations = []int{15, 30, 45, 60, 90, 120, 180}

// duration offers the usual durations, the present one, and none.
func (r Reader) duration(present time.Duration) slack.Block {
	minutes := int(present / time.Minute)
	offered := slices.Clone(usualDurations)
	if minutes > 0 && !slices.Contains(offered, minutes) {
		offered = append(offered, minutes)
		slices.Sort(offered)
	}
	options := []*slack.OptionBlockObject{option("0", r.Words.Say("general.none"))}
	for _, n := range offered {
		options = append(options, option(strconv.Itoa(n), r.Words.Duration(time.Duration(n)*time.Minute)))
	}
	return r.list(field{id: crm.FieldDuration, label: "task.duration"}, strconv.Itoa(minutes), options...)
}

// ReadTaskForm reads a submitted [TaskForm]; by is who submitted it, in whose zone an
// hour is meant. A due time that cannot be read is [crm.Problems], and the rest of the
// form is returned all the same.
func ReadTaskForm(s *slack.ViewState, by crm.Staff) (crm.TaskForm, error) {
	f := read(s)
	minutes, err := strconv.Atoi(f.option(crm.FieldDuration))
	if err != nil {
		minutes = 0 // nothing was chosen
	}
	due, err := crm.ParseDue(f[crm.FieldDueDate].SelectedDate, f[crm.FieldDueTime].SelectedTime, by)
	return crm.TaskForm{
		Kind:     crm.Kind(f.option(crm.FieldKind)),
		Subject:  f.text(crm.FieldSubject),
		Note:     f.text(crm.FieldNote),
		Person:   id[crm.PersonID](f, crm.FieldPerson),
		Assignee: id[crm.StaffID](f, crm.FieldAssignee),
		Due:      due,
		Duration: time.Duration(minutes) * time.Minute,
		Done:     f.ticked(crm.FieldDone),
	}, err
}
