package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// A difference is one field of a form as it was typed and as somebody else has saved it.
type difference struct{ label, mine, theirs string }

// StaleTaskForm is a task's form as it was typed, under a line that tells who saved
// something else in the meantime, and what (theirs). Submitting it again is then a
// decision, made knowingly. Shown names those whom f means.
func StaleTaskForm(r Reader, m Meta, f crm.TaskForm, shown TaskNames, theirs crm.Task, s crm.Stale) slack.ModalViewRequest {
	m.Version = s.Version
	return r.stale(TaskForm(r, m, f, shown), s, []difference{
		{"task.kind", r.kind(f.Kind), r.kind(theirs.Kind)},
		{"task.subject", f.Subject, theirs.Subject},
		{"person.person", shown.Person, theirs.PersonName},
		{"task.due", r.due(f.Due), r.due(theirs.Due)},
		{"task.duration", r.length(f.Duration), r.length(theirs.Duration)},
		{"note.note", f.Note, theirs.Note},
		{"task.assignee", shown.Assignee, theirs.AssigneeName},
		{"task.done", r.yesNo(f.Done), r.yesNo(theirs.IsDone())},
	})
}

// StaleNoteForm is [StaleTaskForm] for a note.
func StaleNoteForm(r Reader, m Meta, f crm.NoteForm, theirs crm.Note, s crm.Stale) slack.ModalViewRequest {
	m.Version = s.Version
	return r.stale(NoteForm(r, m, f, theirs.PersonName), s, []difference{{"note.note", f.Body, theirs.Body}})
}

// stale puts what was saved meanwhile above a form.
func (r Reader) stale(form slack.ModalViewRequest, s crm.Stale, fields []difference) slack.ModalViewRequest {
	who := cut(cmp.Or(s.By, r.Words.Say("general.somebody")), maxInAlert)
	warning := slack.NewAlertBlock(
		plain(r.Words.Fill("refusal.stale_form", struct{ Name string }{who}), maxAlert),
		slack.AlertBlockOptionLevel(slack.AlertLevelWarning))
	above := []slack.Block{warning}
	if lines := r.differences(fields); len(lines) > 0 {
		lines = slices.Insert(lines, 0, r.Words.Say("refusal.stale_saved"))
		above = append(above, section(strings.Join(lines, "\n"), nil))
	}
	form.Blocks.BlockSet = append(above, form.Blocks.BlockSet...)
	return form
}

// differences are the fields in which both say something else, as they are saved. Spaces
// make no difference.
func (r Reader) differences(fields []difference) []string {
	var lines []string
	for _, d := range fields {
		theirs := strings.Join(strings.Fields(d.theirs), " ")
		if strings.Join(strings.Fields(d.mine), " ") == theirs {
			continue
		}
		theirs = cmp.Or(escape(theirs, maxInLine), r.Words.Say("general.none"))
		lines = append(lines, bold(r.Words.Say(d.label))+": "+theirs)
	}
	return lines
}

func (r Reader) yesNo(yes bool) string {
	if yes {
		return r.Words.Say("general.yes")
	}
	return r.Words.Say("general.no")
}
