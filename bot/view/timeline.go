package view

import (
	"cmp"

	"github.com/slack-go/slack"

	"frontdesk/store/crm"
)

// timeline is a page of a person's history, and the menu of what can be added to it.
func (r Reader) timeline(p crm.Person, t crm.Timeline) []slack.Block {
	blocks := []slack.Block{section(bold(r.Words.Say("timeline.add")), r.activities(p.ID))}
	if len(t.Entries) == 0 {
		blocks = append(blocks, section(r.Words.Say("timeline.empty"), nil))
	}
	overdue, rest := r.entryRows(t)
	if len(overdue) > 0 {
		blocks = append(blocks, heading(r.Words.Say("task.overdue")))
		blocks = append(blocks, rows(overdue)...)
	}
	if len(rest) > 0 {
		blocks = append(blocks, heading(r.Words.Say("timeline.history")))
		blocks = append(blocks, rows(rest)...)
	}
	return append(blocks, r.pages(t.Previous, t.Next)...)
}

// activities is the menu „Dodaj czynność" (R26, R29–R30).
func (r Reader) activities(person crm.PersonID) *slack.OverflowBlockElement {
	var options []*slack.OptionBlockObject
	for _, k := range crm.Kinds {
		options = append(options, r.choice(string(k), int64(person), kinds[k]))
	}
	return menu(ActivityAdd, append(options, r.choice(ChoiceNote, int64(person), "note.note"))...)
}

// entryRows are a timeline's rows in its order: the overdue bucket, and the rest.
func (r Reader) entryRows(t crm.Timeline) (overdue, rest []row) {
	for _, e := range t.Entries {
		if e.Overdue {
			overdue = append(overdue, r.entryRow(e))
		} else {
			rest = append(rest, r.entryRow(e))
		}
	}
	return overdue, rest
}

func (r Reader) entryRow(e crm.Entry) row {
	switch e.Kind {
	case crm.EntryNote:
		return r.noteRow(e.Note)
	case crm.EntryEvent:
		return r.eventRow(e.Event)
	}
	e.Task.Person, e.Task.PersonName = 0, "" // the card's own
	return r.taskRow(e.Task)
}

// noteRow is the beginning of a note, who wrote it and when.
func (r Reader) noteRow(n crm.Note) row {
	return row{
		name: escape(n.Body, maxExcerpt),
		press: menu(NoteMenu,
			r.choice(ChoiceEdit, int64(n.ID), "general.edit"),
			r.choice(ChoiceDelete, int64(n.ID), "general.delete")),
		about: joined(r.Words.Say("note.note"), r.moment(n.Created), escape(n.AuthorName, maxInLine)),
	}
}

// A deed is what happened to what.
type deed struct {
	noun crm.Noun
	verb crm.Verb
}

// deeds name the system entries of a timeline.
var deeds = map[deed]string{
	{crm.NounPerson, crm.Added}:       "timeline.person_added",
	{crm.NounPerson, crm.Edited}:      "timeline.person_edited",
	{crm.NounPerson, crm.Enrolled}:    "timeline.enrolled",
	{crm.NounPerson, crm.MadeCompany}: "timeline.made_company",
	{crm.NounPerson, crm.Archived}:    "timeline.archived",
	{crm.NounPerson, crm.Restored}:    "timeline.restored",
	{crm.NounPerson, crm.Consented}:   "timeline.consented",
	{crm.NounPerson, crm.Withdrew}:    "timeline.withdrew",
	{crm.NounPerson, crm.Imported}:    "timeline.imported",
	{crm.NounPerson, crm.Reverted}:    "timeline.reverted",
	{crm.NounTask, crm.Deleted}:       "timeline.task_deleted",
	{crm.NounNote, crm.Deleted}:       "timeline.note_deleted",
}

// eventRow is a system entry: what happened, when, and by whom, which may be the machine.
func (r Reader) eventRow(e crm.Event) row {
	return row{
		name:  r.Words.Say(cmp.Or(deeds[deed{e.Noun, e.Verb}], "timeline.changed")),
		about: joined(r.moment(e.At), escape(cmp.Or(e.ByName, r.Words.Say("general.product")), maxInLine)),
	}
}
