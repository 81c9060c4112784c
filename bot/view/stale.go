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

// StaleEditForm is a form as it was typed, under a line that tells who saved something
// else in the meantime, and what (e.Person has it). Submitting it again is then a
// decision, made knowingly.
func StaleEditForm(r Reader, m Meta, e Editing, s crm.Stale) slack.ModalViewRequest {
	m.Version = s.Version
	return r.stale(EditForm(r, m, e), s, r.editDifferences(e))
}

func (r Reader) editDifferences(e Editing) []difference {
	switch f := e.Form.(type) {
	case crm.CourseForm:
		theirs := e.Person.CourseForm()
		return []difference{
			{"student.course", f.Course, theirs.Course},
			{"student.level", f.Level, theirs.Level},
			{"student.group", f.Group, theirs.Group},
			{"student.course_start", r.date(crm.Date(f.Start)), r.date(crm.Date(theirs.Start))},
			{"student.guardian", f.Guardian, theirs.Guardian},
			{"student.guardian_phone", phoneAs(f.GuardianPhone), phoneAs(theirs.GuardianPhone)},
			{"student.guardian_email", f.GuardianEmail, theirs.GuardianEmail},
		}
	case crm.ConsentForm:
		theirs := e.Person.ConsentForm()
		return []difference{
			{"consent.consent", r.yesNo(f.Given), r.yesNo(theirs.Given)},
			{"consent.on", r.date(crm.Date(f.On)), r.date(crm.Date(theirs.On))},
			{"consent.source", f.Source, theirs.Source},
			{"consent.text", f.Text, theirs.Text},
		}
	case crm.PersonForm:
		theirs := e.Person.Form()
		return []difference{
			{"person.given_name", f.GivenName, theirs.GivenName},
			{"person.family_name", f.FamilyName, theirs.FamilyName},
			{"person.phone", phoneAs(f.Phone), phoneAs(theirs.Phone)},
			{"person.email", f.Email, theirs.Email},
			{"person.company", f.Company, theirs.Company},
			{"person.next_step", f.NextStep, theirs.NextStep},
			{"person.owner", e.Owner, e.Person.OwnerName},
			{"person.language", r.languageSaid(f.Language), r.languageSaid(theirs.Language)},
		}
	}
	return nil
}

// languageSaid is a person's language by its own name; who has none has the workspace's.
func (r Reader) languageSaid(l crm.Language) string {
	return languageName(cmp.Or(l, r.Me.Workspace.Language))
}

// ArchivedMeanwhile is a form as it was typed whose person somebody has archived since it
// was opened. Submitting it again restores them for the save (R62).
func ArchivedMeanwhile(r Reader, m Meta, e Editing) slack.ModalViewRequest {
	e.Then = crm.ArchiveAgain
	m.Version = e.Person.Version
	form := EditForm(r, m, e)
	warning := slack.NewAlertBlock(plain(r.Words.Say("archive.meanwhile"), maxAlert), slack.AlertBlockOptionLevel(slack.AlertLevelWarning))
	form.Blocks.BlockSet = append([]slack.Block{warning}, form.Blocks.BlockSet...)
	return form
}

// StaleTaskForm is [StaleEditForm] for a task; shown names those whom f means.
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

// StaleNoteForm is [StaleEditForm] for a note.
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

// phoneAs is a phone number as it is shown, however it was typed; what is no number
// stays as it is.
func phoneAs(typed string) string {
	p, err := crm.ParsePhone(typed)
	if err != nil {
		return typed
	}
	return p.String()
}

func (r Reader) yesNo(yes bool) string {
	if yes {
		return r.Words.Say("general.yes")
	}
	return r.Words.Say("general.no")
}
