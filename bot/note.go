package bot

import (
	"context"
	"errors"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// newNote opens the note form with the typed text; the form asks about whom it is.
func (b *Bot) newNote(ctx context.Context, r Request) (Answer, error) {
	return b.openNoteForm(ctx, r, crm.NoteForm{Body: cut(r.plainText(), crm.MaxBody)})
}

// addNote opens the note form for the person whose id the button carries.
func (b *Bot) addNote(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.PersonID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return b.openNoteForm(ctx, r, crm.NoteForm{Person: id})
}

func (b *Bot) openNoteForm(ctx context.Context, r Request, f crm.NoteForm) (Answer, error) {
	m, err := r.activityMeta()
	if err != nil {
		return Answer{}, err
	}
	var name string
	if f.Person != 0 {
		p, err := b.store.Person(ctx, r.By, f.Person)
		if err != nil {
			return Answer{}, err
		}
		name = p.Name()
	}
	return Answer{}, b.slack.open(ctx, r, view.NoteForm(r.reader(b.store.Now()), m, f, name))
}

// chooseNote does what was chosen in a note's menu.
func (b *Bot) chooseNote(ctx context.Context, r Request) (Answer, error) {
	choice, err := view.ParseChoice(r.Text)
	if err != nil || choice.Verb != view.ChoiceEdit && choice.Verb != view.ChoiceDelete {
		return Answer{}, errOutdated
	}
	m, err := r.activityMeta()
	if err != nil {
		return Answer{}, err
	}
	n, err := b.store.Note(ctx, r.By, crm.NoteID(choice.ID))
	if err != nil {
		return Answer{}, err
	}
	m.Note, m.Version = n.ID, n.Version
	modal := view.NoteForm(r.reader(b.store.Now()), m, crm.NoteForm{Person: n.Person, Body: n.Body}, n.PersonName)
	if choice.Verb == view.ChoiceDelete {
		modal = view.ConfirmDelete(r.reader(b.store.Now()), m, n.Body)
	}
	return Answer{}, b.slack.open(ctx, r, modal)
}

// saveNote adds or changes the note of a submitted form.
func (b *Bot) saveNote(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	f := view.ReadNoteForm(r.Place.State, m)
	verb := crm.Edited
	var change crm.Change[crm.Note]
	if m.Note == 0 {
		verb = crm.Added
		change, err = b.store.AddNote(ctx, r.By, r.key(m), f)
	} else {
		change, err = b.store.EditNote(ctx, r.By, r.key(m), m.Note, m.Version, f)
	}
	if stale, ok := errors.AsType[crm.Stale](err); ok {
		return b.staleNote(ctx, r, m, f, stale)
	}
	if err != nil {
		return Answer{}, err
	}
	return b.saved(ctx, r, m, change.Event, view.NoteChanged(r.reader(b.store.Now()), verb, change.After)), nil
}

// staleNote keeps what was typed and shows what somebody else has saved meanwhile.
func (b *Bot) staleNote(ctx context.Context, r Request, m view.Meta, f crm.NoteForm, s crm.Stale) (Answer, error) {
	now, err := b.store.Note(ctx, r.By, m.Note)
	if err != nil {
		return Answer{}, err
	}
	return updateAnswer(view.StaleNoteForm(r.reader(b.store.Now()), m, f, now, s)), nil
}

func (b *Bot) deleteNote(ctx context.Context, r Request, m view.Meta) (crm.EventID, view.Message, error) {
	change, err := b.store.DeleteNote(ctx, r.By, m.Note)
	return change.Event, view.NoteChanged(r.reader(b.store.Now()), crm.Deleted, change.Before), err
}
