package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
	"frontdesk/store/words"
)

// PersonForm adds a person.
func PersonForm(r Reader, m Meta, f crm.PersonForm) slack.ModalViewRequest {
	fields := append(r.personFields(f), r.line(field{id: crm.FieldNote, label: "note.note"}, f.Note, crm.MaxBody, true))
	return r.form(FormPerson, r.Words.Say("person.form_add"), r.Words.Say("general.save_and_close"), m, fields...)
}

// personFields are those that a new person and a known one have.
func (r Reader) personFields(f crm.PersonForm) []slack.Block {
	return []slack.Block{
		focused(r.line(field{id: crm.FieldGivenName, label: "person.given_name"}, f.GivenName, crm.MaxName, false)),
		r.line(field{id: crm.FieldFamilyName, label: "person.family_name", required: true}, f.FamilyName, crm.MaxName, false),
		r.line(field{id: crm.FieldPhone, label: "person.phone", hint: "person.phone_hint"}, f.Phone, maxPhone, false),
		r.line(field{id: crm.FieldEmail, label: "person.email"}, f.Email, maxEmail, false),
		r.line(field{id: crm.FieldCompany, label: "person.company"}, f.Company, crm.MaxCompany, false),
	}
}

// ReadPersonForm reads a submitted [PersonForm], or the data of an [EditForm].
func ReadPersonForm(s *slack.ViewState) crm.PersonForm {
	f := read(s)
	return crm.PersonForm{
		GivenName: f.text(crm.FieldGivenName), FamilyName: f.text(crm.FieldFamilyName),
		Phone: f.text(crm.FieldPhone), Email: f.text(crm.FieldEmail),
		Company: f.text(crm.FieldCompany), Note: f.text(crm.FieldNote), NextStep: f.text(crm.FieldNextStep),
		Owner: id[crm.StaffID](f, crm.FieldOwner), Language: languageOf(f.option(crm.FieldLanguage)),
	}
}

// NoteForm adds a note, or edits m.Note when that is not zero. Whose note it is stands
// above the field when f.Person is known, by personName; else it is asked for.
func NoteForm(r Reader, m Meta, f crm.NoteForm, personName string) slack.ModalViewRequest {
	title := "note.form_edit"
	if m.Note == 0 {
		title = "note.form_add"
	}
	var blocks []slack.Block
	if f.Person != 0 {
		m.Person = f.Person
		blocks = append(blocks, note(r.labelled("person.person", escape(personName, maxRowName))))
	} else {
		blocks = append(blocks, r.finder(field{id: crm.FieldPerson, label: "person.person", required: true},
			PickPerson, "person.find_placeholder", nil))
	}
	blocks = append(blocks, focused(r.line(
		field{id: crm.FieldNote, label: "note.note", required: true}, f.Body, crm.MaxBody, true)))
	return r.form(FormNote, r.Words.Say(title), r.submit(m), m, blocks...)
}

// submit is the label of a form's submit: „Dodaj" where an activity is added to a
// timeline (R35), „Zapisz i zamknij" everywhere else (R19).
func (r Reader) submit(m Meta) string {
	if m.Origin == OriginTimeline && m.Task == 0 && m.Note == 0 {
		return r.Words.Say("general.add")
	}
	return r.Words.Say("general.save_and_close")
}

// ReadNoteForm reads a submitted [NoteForm] whose private_metadata was m.
func ReadNoteForm(s *slack.ViewState, m Meta) crm.NoteForm {
	f := read(s)
	person := m.Person
	if person == 0 {
		person = id[crm.PersonID](f, crm.FieldPerson)
	}
	return crm.NoteForm{Person: person, Body: f.text(crm.FieldNote)}
}

// FieldErrors is what a form answers with: for each field the sentence that says how
// to mend it. Of two problems of one field the first is shown.
func FieldErrors(w words.Words, p crm.Problems) map[string]string {
	errs := make(map[string]string, len(p))
	for _, problem := range p {
		if _, ok := errs[problem.Field]; !ok {
			errs[problem.Field] = w.Say(problem.ID)
		}
	}
	return errs
}

// labelled is "Osoba: Anna Nowak"; label is the id of a text, escaped is safe already.
func (r Reader) labelled(label, escaped string) string {
	return r.Words.Say(label) + ": " + bold(escaped)
}
