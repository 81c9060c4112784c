package bot

import (
	"context"
	"slices"
	"time"

	"frontdesk/bot/view"
	"frontdesk/store"
	"frontdesk/store/crm"
)

// archivePerson puts the person of a question into the archive, and does with their open
// tasks what was chosen.
func (b *Bot) archivePerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.personMeta()
	if err != nil {
		return Answer{}, err
	}
	left := view.ReadTasksLeft(r.Place.State)
	others, err := b.whoseTasks(ctx, r, m.Person, left)
	if err != nil {
		return Answer{}, err
	}
	change, err := b.store.Archive(ctx, r.By, m.Person, left)
	if err != nil {
		return Answer{}, err
	}
	if change.Event != 0 {
		b.concernAll(r, others)
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(r.reader(b.store.Now()), crm.Edited, change.After)), nil
}

// whoseTasks are those to whom open tasks are assigned that are deleted when a person is
// archived, each once.
func (b *Bot) whoseTasks(ctx context.Context, r Request, id crm.PersonID, left crm.TasksLeft) ([]crm.StaffID, error) {
	if left != crm.DeleteTasks {
		return nil, nil
	}
	var all []crm.StaffID
	for t, err := range b.store.EachTask(ctx, r.By, store.TaskFilter{Open: true, Person: id}) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(all, t.Assignee) {
			all = append(all, t.Assignee)
		}
	}
	return all, nil
}

// restorePerson takes the person of a question from the archive for good.
func (b *Bot) restorePerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.personMeta()
	if err != nil {
		return Answer{}, err
	}
	change, err := b.store.Restore(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(r.reader(b.store.Now()), crm.Edited, change.After)), nil
}

// restoreForEdit takes the person of a question from the archive for the edit that was
// asked for, and shows its form, which asks what becomes of them afterwards (R62, R64).
// Whoever has left the archive for good meanwhile is edited as anybody else.
func (b *Bot) restoreForEdit(ctx context.Context, r Request) (Answer, error) {
	m, err := r.personMeta()
	if err != nil {
		return Answer{}, err
	}
	if view.EditOf(m.Form, crm.Person{}) == nil { // nobody is restored for a form that there is none of
		return Answer{}, errOutdated
	}
	change, err := b.store.RestoreForEdit(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	p, form := change.After, m.Form
	b.drawAround(r, m, b.gone(r))
	if !p.ForEdit() {
		return updateAnswer(b.editForm(r, m, form, p, "")), nil
	}
	m.Until = p.RestoredUntil.UnixMicro()
	return updateAnswer(b.editForm(r, m, form, p, crm.ArchiveAgain)), nil
}

// closeEdit puts a person back into the archive whose form was closed without saving
// (R64). Of anybody else there is nothing to do. Slack does not always tell that a form
// was closed: after half an hour the store does the same.
func (b *Bot) closeEdit(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil || m.Until == 0 {
		return Answer{}, err
	}
	change, err := b.store.ArchiveAgain(ctx, r.By, m.Person, time.UnixMicro(m.Until))
	if err != nil {
		return Answer{}, err
	}
	if change.Changed() {
		b.drawAround(r, m, b.gone(r))
	}
	return Answer{}, nil
}
