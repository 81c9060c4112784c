package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// peopleRows are the rows of people.
func (r Reader) peopleRows(people []crm.Person) []row {
	list := make([]row, 0, len(people))
	for _, p := range people {
		list = append(list, r.personRow(p))
	}
	return list
}

// personRow is a person: the name, the card, and what is added most (R6).
func (r Reader) personRow(p crm.Person) row {
	id := formatID(p.ID)
	return row{
		name:  r.personName(p),
		press: of(p.Name(), r.button(PersonOpen, id, "general.open")),
		about: r.aboutPerson(p),
		more: []slack.BlockElement{
			of(p.Name(), r.button(TaskAdd, id, "task.add")),
			of(p.Name(), r.button(NoteAdd, id, "note.add")),
		},
		muted: p.Archived(),
	}
}

// personName is the name in bold; of an archived person in plain letters after a
// badge with a word, so that they are set apart without colour (R9).
func (r Reader) personName(p crm.Person) string {
	name := escape(p.Name(), maxRowName)
	if p.Archived() {
		return r.archivedBadge() + breakInText + name
	}
	return bold(name)
}

func (r Reader) archivedBadge() string { return "🗄 " + r.Words.Say("person.archived_badge") }

// aboutPerson is the grey line: type, ways to reach the person, company, open tasks.
func (r Reader) aboutPerson(p crm.Person) string {
	var kind, open string
	if !p.Archived() { // the badge says it
		kind = r.personType(p)
	}
	if p.OpenTasks > 0 {
		open = r.Words.Count("person.open_tasks", p.OpenTasks)
	}
	return joined(
		kind,
		escape(phoneOf(p), maxInLine),
		escape(p.Email, maxInLine),
		escape(p.Company, maxInLine),
		open,
	)
}

func phoneOf(p crm.Person) string { return crm.Phone{Number: p.Phone, Extension: p.PhoneExt}.String() }

// types name the types of person.
var types = map[crm.Type]string{
	crm.TypeCRM:      "person.type_crm",
	crm.TypeStudent:  "person.type_student",
	crm.TypeCompany:  "person.type_company",
	crm.TypeArchived: "person.type_archived",
}

func (r Reader) personType(p crm.Person) string {
	id, ok := types[p.Type]
	if !ok {
		id = types[crm.TypeCRM]
	}
	return r.Words.Say(id)
}
