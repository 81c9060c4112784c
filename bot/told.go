package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// pressToldSquare is pressSquare in a message that told of the task: the message then
// shows how the task stands.
func (b *Bot) pressToldSquare(ctx context.Context, r Request) (Answer, error) {
	verb, t, err := b.setDone(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	b.pressed(r, view.ToldChanged(r.reader(b.store.Now()), verb, t))
	return Answer{}, nil
}

// snoozeHour puts the task of a message off for an hour.
func (b *Bot) snoozeHour(ctx context.Context, r Request) (Answer, error) {
	return b.snooze(ctx, r, crm.InAnHour(b.store.Now()))
}

// snoozeTomorrow puts the task of a message off to the next morning of who presses.
func (b *Bot) snoozeTomorrow(ctx context.Context, r Request) (Answer, error) {
	return b.snooze(ctx, r, crm.TomorrowMorning(b.store.Now(), r.By.Zone))
}

// snooze moves the task of a message to due. The button's value carries the due version
// that the message told of: where the task has been moved since, by the same press made
// twice or by somebody else, or is done, it stays as it is and the message shows it.
func (b *Bot) snooze(ctx context.Context, r Request, due crm.Due) (Answer, error) {
	id, version, err := view.ParseSnooze(r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	t, err := b.store.Task(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	if t.DueVersion == version && !t.IsDone() {
		change, err := b.store.MoveTask(ctx, r.By, id, due)
		if err != nil {
			return Answer{}, err
		}
		b.concern(r, change)
		t = change.After
	}
	b.pressed(r, view.Snoozed(r.reader(b.store.Now()), due, t))
	return Answer{}, nil
}
