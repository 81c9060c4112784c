package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// suggestions is how many things a field offers; Slack takes a hundred, people read a few.
const suggestions = 20

// suggestPerson offers the people whom the typed beginning may mean.
func (b *Bot) suggestPerson(ctx context.Context, r Request) (Answer, error) {
	people, err := b.peopleLike(ctx, r)
	return Answer{Body: view.PersonOptions(r.reader(b.store.Now()), people)}, err
}

// suggestPersonOrNone is suggestPerson for a field that may be emptied again.
func (b *Bot) suggestPersonOrNone(ctx context.Context, r Request) (Answer, error) {
	people, err := b.peopleLike(ctx, r)
	return Answer{Body: view.PersonOptionsOrNone(r.reader(b.store.Now()), people)}, err
}

func (b *Bot) peopleLike(ctx context.Context, r Request) ([]crm.Person, error) {
	if r.Text != "" {
		return b.store.FindPeople(ctx, r.By, r.Text, suggestions)
	}
	page, err := b.store.People(ctx, r.By, crm.PersonFilter{}, "", suggestions)
	return page.Items, err
}

// suggestStaff offers the members of the staff, and nobody else (R33); who asks first.
func (b *Bot) suggestStaff(ctx context.Context, r Request) (Answer, error) {
	staff, err := b.store.FindStaff(ctx, r.By, r.Text, suggestions)
	return Answer{Body: view.StaffOptions(r.reader(b.store.Now()), staff)}, err
}

// suggestOwner is suggestStaff for a field that may be emptied again.
func (b *Bot) suggestOwner(ctx context.Context, r Request) (Answer, error) {
	staff, err := b.store.FindStaff(ctx, r.By, r.Text, suggestions)
	return Answer{Body: view.StaffOptionsOrNone(r.reader(b.store.Now()), staff)}, err
}
