package bot

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// newPerson opens the person form with what was typed after the verb, or looked for in
// vain.
func (b *Bot) newPerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	var f crm.PersonForm
	if typed := r.plainText(); r.Kind == Command || r.Kind == Press && typed != "0" {
		f = typedForm(typed)
	}
	return Answer{}, b.slack.open(ctx, r, view.PersonForm(r.reader(b.store.Now()), m, f))
}

// typedForm is a form with what was typed: an address or a number in its field, else a
// name. One word is a family name, of several the first is the given name.
func typedForm(typed string) crm.PersonForm {
	if _, err := crm.ParsePhone(typed); err == nil {
		return crm.PersonForm{Phone: typed}
	}
	given, family := cutWord(typed)
	if family == "" && strings.Contains(given, "@") {
		return crm.PersonForm{Email: given}
	}
	if family == "" {
		given, family = "", given
	}
	return crm.PersonForm{GivenName: given, FamilyName: family}
}

// findPerson answers a name with the card of the one who has it, with a list to choose
// from, or with an offer to add somebody of that name.
func (b *Bot) findPerson(ctx context.Context, r Request) (Answer, error) {
	sought := r.plainText()
	found, err := b.store.FindPeople(ctx, r.By, sought, view.RowsPerPage+1)
	if err != nil {
		return Answer{}, err
	}
	if len(found) == 1 {
		return Answer{}, b.openCard(ctx, r, view.CardPerson, view.Meta{Person: found[0].ID})
	}
	return ephemeral(view.PeopleFound(r.reader(b.store.Now()), sought, found)), nil
}

// listPeople opens the list of people.
func (b *Bot) listPeople(ctx context.Context, r Request) (Answer, error) {
	return b.openHubOn(ctx, r, crm.TabPeople)
}

// openPerson opens the card of the person whose id the button carries.
func (b *Bot) openPerson(ctx context.Context, r Request) (Answer, error) {
	id, err := view.ParseID[crm.PersonID](r.Text)
	if err != nil {
		return Answer{}, errOutdated
	}
	return Answer{}, b.openCard(ctx, r, view.CardPerson, view.Meta{Person: id})
}

// personCard draws the card of m's person.
func (b *Bot) personCard(ctx context.Context, r Request, m view.Meta) (slack.ModalViewRequest, error) {
	p, err := b.store.Person(ctx, r.By, m.Person)
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	var t crm.Timeline
	if m.Tab == view.TabTimeline {
		t, err = b.store.Timeline(ctx, r.By, m.Person, m.After, view.RowsPerPage)
		if err != nil {
			return slack.ModalViewRequest{}, err
		}
	}
	return view.PersonCard(r.reader(b.store.Now()), m, p, t), nil
}

// editPerson opens the form of the person whose id the button carries.
func (b *Bot) editPerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.formMeta()
	id, wrong := view.ParseID[crm.PersonID](r.Text)
	if err != nil || wrong != nil {
		return Answer{}, errOutdated
	}
	p, err := b.store.Person(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	m.Person, m.Version = p.ID, p.Version
	return Answer{}, b.slack.open(ctx, r, view.PersonForm(r.reader(b.store.Now()), m, p.Form()))
}

// savePerson adds or changes the person of a submitted form.
func (b *Bot) savePerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	f := view.ReadPersonForm(r.Place.State)
	verb := crm.Edited
	var change crm.Change[crm.Person]
	if m.Person == 0 {
		verb = crm.Added
		change, err = b.store.AddPerson(ctx, r.By, r.key(m), f)
	} else {
		change, err = b.store.EditPerson(ctx, r.By, r.key(m), m.Person, m.Version, f)
	}
	if stale, ok := errors.AsType[crm.Stale](err); ok {
		return b.stalePerson(ctx, r, m, f, stale)
	}
	if err != nil {
		return Answer{}, err
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(r.reader(b.store.Now()), verb, change.After)), nil
}

// stalePerson keeps what was typed and shows what somebody else has saved meanwhile.
func (b *Bot) stalePerson(ctx context.Context, r Request, m view.Meta, f crm.PersonForm, s crm.Stale) (Answer, error) {
	now, err := b.store.Person(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	return updateAnswer(view.StalePersonForm(r.reader(b.store.Now()), m, f, now.Form(), s)), nil
}
