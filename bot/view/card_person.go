package view

import (
	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// PersonCard shows a person on one of two tabs, m.Tab: what is known of them, or t, a
// page of their timeline, which is needed for that tab alone. Its private_metadata is m
// with the person's id, so that the card can be drawn anew from it.
func PersonCard(r Reader, m Meta, p crm.Person, t crm.Timeline) slack.ModalViewRequest {
	m.Person, m.Version = p.ID, p.Version
	if m.Tab != TabTimeline {
		m.Tab = TabGeneral
	}
	blocks := []slack.Block{
		heading(p.Name()),
		note(r.personMarks(p)),
		r.tabs(CardTab, m.Tab, []tab{{TabGeneral, "person.tab_general"}, {TabTimeline, "person.tab_timeline"}}),
		divider(),
	}
	if m.Tab == TabTimeline {
		blocks = append(blocks, r.timeline(m, p, t)...)
	} else {
		blocks = append(blocks, r.general(p)...)
	}
	return r.modal(CardPerson, r.Words.Say("person.person"), m, blocks...)
}

// personMarks is what the person is: archived with the badge, else the type.
func (r Reader) personMarks(p crm.Person) string {
	if p.Archived() {
		return r.archivedBadge()
	}
	return r.personType(p)
}

// general is what is known of a person.
func (r Reader) general(p crm.Person) []slack.Block {
	about := r.facts(
		fact{"person.phone", phoneOf(p)},
		fact{"person.email", p.Email},
		fact{"person.company", p.Company},
		fact{"person.type", r.personType(p)},
		fact{"person.tasks_to_do", r.Words.Number(p.OpenTasks)},
		fact{"person.added", r.moment(p.Created)},
	)
	blocks := []slack.Block{about}
	if p.Phone == "" && p.Email == "" {
		blocks = append(blocks, note(r.Words.Say("person.no_contact")))
	}
	value := formatID(p.ID)
	return append(blocks, actions(
		r.button(PersonEdit, value, "general.edit"),
		r.button(TaskAdd, value, "task.add"),
		r.button(NoteAdd, value, "note.add"),
	))
}

// A fact is one labelled value; the label is the id of a text, the value as it is.
type fact struct{ label, value string }

// facts are a section of fields, in two columns.
func (r Reader) facts(all ...fact) slack.Block {
	var fields []*slack.TextBlockObject
	for _, f := range all {
		value := escape(f.value, maxRowName)
		if value == "" {
			value = r.Words.Say("general.none")
		}
		fields = append(fields, mrkdwn(bold(r.Words.Say(f.label))+"\n"+value))
	}
	return slack.NewSectionBlock(nil, fields, nil)
}
