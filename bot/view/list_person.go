package view

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// personColumns are what a list can show of a person.
var personColumns = map[crm.Column]column[crm.Person]{
	crm.ColumnName:        {heading: "list.name", text: Reader.nameWithBadge},
	crm.ColumnType:        {heading: "person.type", text: Reader.typeBesideBadge},
	crm.ColumnCompany:     {heading: "person.company", text: func(_ Reader, p crm.Person) string { return p.Company }},
	crm.ColumnPhone:       {heading: "person.phone", text: func(_ Reader, p crm.Person) string { return phoneOf(p) }},
	crm.ColumnEmail:       {heading: "person.email", text: func(_ Reader, p crm.Person) string { return p.Email }},
	crm.ColumnOwner:       {heading: "person.owner", named: true, text: func(_ Reader, p crm.Person) string { return p.OwnerName }},
	crm.ColumnConsent:     {heading: "consent.consent", named: true, text: func(r Reader, p crm.Person) string { return r.consent(p.Consent) }},
	crm.ColumnLastContact: {heading: "person.last_contact", named: true, text: func(r Reader, p crm.Person) string { return r.onDay(p.LastContact) }},
	crm.ColumnNextStep:    {heading: "person.next_step", named: true, text: func(_ Reader, p crm.Person) string { return p.NextStep }},
	crm.ColumnOpenTasks:   {heading: "person.tasks_to_do", text: Reader.openTasks, line: Reader.openTasksInWords},
	crm.ColumnCreated:     {heading: "list.created", named: true, text: func(r Reader, p crm.Person) string { return r.moment(p.Created) }},
	crm.ColumnCourse:      {heading: "student.course", named: true, text: func(_ Reader, p crm.Person) string { return p.Course }},
	crm.ColumnLevel:       {heading: "student.level", named: true, text: func(_ Reader, p crm.Person) string { return p.Level }},
	crm.ColumnGroup:       {heading: "student.group", named: true, text: func(_ Reader, p crm.Person) string { return p.Group }},
	crm.ColumnCourseStart: {heading: "student.course_start", named: true, text: func(r Reader, p crm.Person) string { return r.date(p.CourseStart) }},
	crm.ColumnGuardian:    {heading: "student.guardian", named: true, text: func(_ Reader, p crm.Person) string { return p.Guardian }},
	crm.ColumnLanguage:    {heading: "person.language", text: func(_ Reader, p crm.Person) string { return languageName(p.Language) }},
	crm.ColumnNumber:      {heading: "person.number", named: true, text: func(_ Reader, p crm.Person) string { return p.Number }},
}

// people are a page of the list of people, as s wants it.
func (r Reader) people(page []crm.Person, s crm.ListSettings) listing {
	return r.peopleIn(page, crm.PeopleList{Settings: s})
}

// peopleIn are a page of the list of people as it is kept.
func (r Reader) peopleIn(page []crm.Person, kept crm.PeopleList) listing {
	kept.Settings = crm.ListPeople.Settle(kept.Settings)
	l := listing{of: crm.ListPeople, settings: kept.Settings, headings: headingsOf(r, personColumns, kept.Settings.Columns)}
	for _, p := range page {
		l.rows = append(l.rows, r.personRowIn(p, kept))
	}
	return l
}

// peopleRows are the rows of people where nobody's settings rule.
func (r Reader) peopleRows(people []crm.Person) []row {
	return r.people(people, crm.ListPeople.DefaultSettings()).rows
}

// personRow is one of peopleRows.
func (r Reader) personRow(p crm.Person) row {
	return r.personRowIn(p, crm.PeopleList{Settings: crm.ListPeople.DefaultSettings()})
}

// personRowIn is a person: the name, the card, what is added most (R6), and the rest.
func (r Reader) personRowIn(p crm.Person, l crm.PeopleList) row {
	id, name, s := formatID(p.ID), p.Name(), l.Settings
	return row{
		name:  r.personName(p, nameRoom(s)),
		press: of(name, r.button(PersonOpen, id, "general.open")),
		about: joined(r.why(p, l), lineOf(r, personColumns, s, p, crm.ColumnName)),
		more: []slack.BlockElement{
			of(name, r.button(TaskAdd, id, "task.add")),
			of(name, r.button(NoteAdd, id, "note.add")),
			menu(PersonMenu, r.choice(ChoiceEdit, int64(p.ID), "general.edit"), r.choice(ChoiceMore, int64(p.ID), "list.more")),
		},
		muted: p.Archived(),
		menu:  func() *slack.OverflowBlockElement { return r.personMenu(p) },
		table: func() tableRow { return r.personInTable(p, l) },
	}
}

// personMenu is all that can be done with a person in a line.
func (r Reader) personMenu(p crm.Person) *slack.OverflowBlockElement {
	return menu(PersonMenu,
		r.choice(ChoiceOpen, int64(p.ID), "general.open"),
		r.choice(ChoiceTask, int64(p.ID), "task.add"),
		r.choice(ChoiceNote, int64(p.ID), "note.add"),
		r.choice(ChoiceEdit, int64(p.ID), "general.edit"),
		r.choice(ChoiceMore, int64(p.ID), "list.more"))
}

func (r Reader) personInTable(p crm.Person, l crm.PeopleList) tableRow {
	id, name := formatID(p.ID), p.Name()
	cells := cellsOf(r, personColumns, l.Settings, p)
	if i := slices.Index(l.Settings.Columns, crm.ColumnName); i >= 0 {
		cells[i].text = joined(cells[i].text, r.why(p, l))
	}
	return tableRow{
		name:  r.nameWithBadge(p),
		apart: joined(phoneOf(p), p.Email, p.Company),
		muted: p.Archived(),
		cells: cells,
		presses: []*slack.ButtonBlockElement{
			of(name, r.button(RowPerson+id, id, "general.open")),
			of(name, r.button(RowTaskAdd+id, id, "task.add")),
			of(name, r.button(RowNoteAdd+id, id, "note.add")),
		},
		choices: []choices{
			{PersonOpen, "list.open_row", id}, {TaskAdd, "list.task_for_row", id}, {NoteAdd, "list.note_for_row", id},
		},
	}
}

// why says of somebody what the list asks for, where no column may tell: that they have
// overdue tasks, or in the archive what they were.
func (r Reader) why(p crm.Person, l crm.PeopleList) string {
	var overdue, was string
	if l.Filter.Overdue == crm.Yes && !p.OverdueFrom.IsZero() && !p.OverdueFrom.After(r.Now) {
		overdue = "⚠ " + r.Words.Say("list.overdue")
	}
	if l.Filter.View == crm.ViewArchive && p.Archived() && !slices.Contains(l.Settings.Columns, crm.ColumnType) {
		was = r.typeBesideBadge(p)
	}
	return joined(overdue, was)
}

// personName is the name in bold; of an archived person in plain letters after a
// badge with a word, so that they are set apart without colour (R9).
func (r Reader) personName(p crm.Person, limit int) string {
	name := escape(p.Name(), limit)
	if p.Archived() {
		return r.archivedBadge() + breakInText + name
	}
	return bold(name)
}

// nameWithBadge is personName where no letters can be set apart.
func (r Reader) nameWithBadge(p crm.Person) string {
	if p.Archived() {
		return r.archivedBadge() + breakInText + p.Name()
	}
	return p.Name()
}

func (r Reader) archivedBadge() string { return "🗄 " + r.Words.Say("person.archived_badge") }

func phoneOf(p crm.Person) string { return crm.Phone{Number: p.Phone, Extension: p.PhoneExt}.String() }

// types name the types of person.
var types = map[crm.Type]string{
	crm.TypeCRM:      "person.type_crm",
	crm.TypeStudent:  "person.type_student",
	crm.TypeCompany:  "person.type_company",
	crm.TypeArchived: "person.type_archived",
}

// statuses name how far a student is.
var statuses = map[crm.Status]string{crm.StatusNew: "person.status_new", crm.StatusActive: "person.status_active"}

// personType is a person's type, and of a student how far they are: „Kursant (nowy)" (R8).
func (r Reader) personType(p crm.Person) string {
	id, ok := types[p.Type]
	if !ok {
		id = types[crm.TypeCRM]
	}
	name := r.Words.Say(id)
	if status, ok := statuses[p.Status()]; ok {
		name += " (" + r.Words.Say(status) + ")"
	}
	return name
}

// typeBesideBadge is the type, and of whoever has the badge what they were before.
func (r Reader) typeBesideBadge(p crm.Person) string {
	if p.Archived() {
		return r.Words.Fill("archive.was", struct{ Type string }{r.personType(p.Restore(time.Time{}))})
	}
	return r.personType(p)
}

func (r Reader) openTasks(p crm.Person) string { return r.Words.Number(p.OpenTasks) }

// openTasksInWords is empty of whoever has none.
func (r Reader) openTasksInWords(p crm.Person) string {
	if p.OpenTasks == 0 {
		return ""
	}
	return r.Words.Count("person.open_tasks", p.OpenTasks)
}
