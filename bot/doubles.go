package bot

import (
	"context"
	"errors"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// addPerson adds the person of a submitted form, whose type is then CRM (R20). Where
// somebody may be there already, the form stays as it was typed under the question who it
// is; submitted again, it adds somebody else.
func (b *Bot) addPerson(ctx context.Context, r Request, m view.Meta) (Answer, error) {
	f, reader := view.ReadPersonForm(r.Place.State), r.reader(b.store.Now())
	change, err := b.store.AddPerson(ctx, r.By, r.key(m), f, m.Apart)
	if doubles, ok := errors.AsType[crm.Doubles](err); ok {
		return updateAnswer(view.DoublesForm(reader, m, f, doubles.People)), nil
	}
	if o, ok := errors.AsType[crm.Overtaken](err); ok { // added before, though Slack heard no answer, and changed since
		return b.overtaken(ctx, r, m, o, "")
	}
	if err != nil {
		return Answer{}, err
	}
	if m.ResponseURL == "" { // no command is answered
		m.Said = view.PersonNamed(reader, crm.Added, change.After)
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(reader, crm.Added, change.After)), nil
}
