package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// An Editing is a person in one of the three forms in which they are edited: their data,
// their course, or their consent.
type Editing struct {
	Person crm.Person // as saved
	Form   crm.PersonEdit
	Owner  string // the name of the owner in a [crm.PersonForm], empty for nobody

	// Then is chosen for what becomes of a person who is edited out of the archive (R64),
	// and empty of anybody else, of whom the form does not ask it.
	Then crm.AfterSave
}

// EditOf returns the form with the callback id as p fills it, or nil when there is none.
func EditOf(callback string, p crm.Person) crm.PersonEdit {
	switch callback {
	case FormPerson:
		return p.Form()
	case FormCourse:
		return p.CourseForm()
	case FormConsent:
		return p.ConsentForm()
	}
	return nil
}

// ReadEdit reads a submitted [EditForm] with the callback id, and what is to become of
// an archived person afterwards.
func ReadEdit(callback string, s *slack.ViewState) (crm.PersonEdit, crm.AfterSave) {
	then := crm.AfterSave(read(s).option(crm.FieldAfterSave))
	switch callback {
	case FormCourse:
		return readCourse(read(s)), then
	case FormConsent:
		return readConsent(read(s)), then
	}
	return ReadPersonForm(s), then
}

// EditForm edits m.Person.
func EditForm(r Reader, m Meta, e Editing) slack.ModalViewRequest {
	callback, title, fields := FormPerson, "person.form_edit", []slack.Block(nil)
	switch f := e.Form.(type) {
	case crm.CourseForm:
		callback, title, fields = FormCourse, "student.course", r.courseFields(e.Person, f)
	case crm.ConsentForm:
		callback, title, fields = FormConsent, "consent.form", r.consentFields(e.Person, f)
	case crm.PersonForm:
		fields = append(r.personFields(f), r.moreOfPerson(f, e.Owner)...)
	}
	if e.Then != "" {
		fields = append(fields, r.afterSave(e.Then))
	}
	v := r.form(callback, r.Words.Say(title), r.Words.Say("general.save_and_close"), m, fields...)
	v.NotifyOnClose = e.Then != ""
	return v
}

// moreOfPerson are the fields that a new person does not have yet.
func (r Reader) moreOfPerson(f crm.PersonForm, owner string) []slack.Block {
	return []slack.Block{
		r.line(field{id: crm.FieldNextStep, label: "person.next_step"}, f.NextStep, crm.MaxStep, false),
		r.finder(field{id: crm.FieldOwner, label: "person.owner"}, PickOwner, "task.assignee_placeholder", chosen(f.Owner, owner)),
		r.list(field{id: crm.FieldLanguage, label: "person.language"}, languageValue(f.Language), r.languageOptions(f.Language)...),
	}
}

// languageOfSchool is the option's value for the workspace's language.
const languageOfSchool = "school"

func languageValue(l crm.Language) string {
	if l == "" {
		return languageOfSchool
	}
	return string(l)
}

func languageOf(value string) crm.Language {
	if value == languageOfSchool {
		return ""
	}
	return crm.Language(value)
}

// languageOptions are the workspace's language, every one that there are words for, and
// the present one, each by its own name.
func (r Reader) languageOptions(present crm.Language) []*slack.OptionBlockObject {
	school := struct{ Language string }{languageName(r.Me.Workspace.Language)}
	options := []*slack.OptionBlockObject{option(languageOfSchool, r.Words.Fill("person.language_of_school", school))}
	for _, l := range words.Languages() {
		options = append(options, option(string(l), languageName(l)))
	}
	if _, known := words.Known(string(present)); present != "" && !known {
		options = append(options, option(string(present), languageName(present)))
	}
	return options
}

// languageName is what a language calls itself; of one without words it is its code.
func languageName(l crm.Language) string {
	known, ok := words.Known(string(l))
	if !ok {
		return string(l)
	}
	return words.For(known, nil).Say("general.language_name")
}
