package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// A question asks before something is done to a person; its fields are ids of texts.
type question struct{ title, text, submit string }

// questions are asked by their callback ids.
var questions = map[string]question{
	EnrollConfirm:  {"student.enroll_title", "student.enroll_question", "student.add"},
	CompanyConfirm: {"person.company_title", "person.company_question", "person.company_submit"},
	ArchiveConfirm: {"archive.title", "archive.question", "archive.archive"},
	RestoreConfirm: {"archive.restore_title", "archive.restore_question", "archive.restore_for_good"},
	EditConfirm:    {"archive.edit_title", "archive.edit_question", "archive.restore"},
}

// Ask asks whether what the callback id says is to be done to p. Nothing is done before
// its submission (R22, R62). Before somebody with open tasks is archived it asks too what
// becomes of those.
func Ask(r Reader, callback string, m Meta, p crm.Person) slack.ModalViewRequest {
	q := questions[callback]
	if callback == EditConfirm && p.ForEdit() {
		q = question{"archive.also_title", "archive.also_question", "general.edit"}
	}
	m.Person, m.Version = p.ID, p.Version
	if callback == CompanyConfirm && p.Type == crm.TypeStudent {
		q.text = "person.company_question_student"
	}
	blocks := []slack.Block{section(bold(escape(p.Name(), maxRowName)), nil), section(r.asks(q, p), nil)}
	if callback == ArchiveConfirm && p.OpenTasks > 0 {
		blocks = append(blocks, section(r.Words.Count("archive.open_tasks", p.OpenTasks), nil), r.tasksLeft())
	}
	return r.form(callback, r.Words.Say(q.title), r.Words.Say(q.submit), m, blocks...)
}

// asks is what q asks of p, and until when they are out of the archive if they are for an
// edit only.
func (r Reader) asks(q question, p crm.Person) string {
	return r.Words.Fill(q.text, struct{ When string }{r.hours().Clock(p.RestoredUntil)})
}

// tasksLeft asks what becomes of the open tasks of a person who is archived.
func (r Reader) tasksLeft() slack.Block {
	return r.radio(field{id: crm.FieldOpenTasks, label: "archive.tasks_left", required: true}, string(crm.LeaveTasks),
		option(string(crm.LeaveTasks), r.Words.Say("archive.tasks_leave")),
		option(string(crm.DeleteTasks), r.Words.Say("archive.tasks_delete")))
}

// ReadTasksLeft reads the answer to it; of somebody without open tasks it is empty.
func ReadTasksLeft(s *slack.ViewState) crm.TasksLeft {
	return crm.TasksLeft(read(s).option(crm.FieldOpenTasks))
}

// afterSave asks what becomes, once the form is saved, of a person who is edited out of
// the archive (R64).
func (r Reader) afterSave(chosen crm.AfterSave) slack.Block {
	return r.radio(field{id: crm.FieldAfterSave, label: "archive.after_save", hint: "archive.after_save_hint", required: true}, string(chosen),
		option(string(crm.ArchiveAgain), r.Words.Say("archive.again")),
		option(string(crm.StayActive), r.Words.Say("archive.stay")))
}
