package bot

import (
	"context"
	"errors"
	"slices"
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
// from, or with an offer to add somebody of that name. The search gives up in time for a
// card to be opened with the same trigger.
func (b *Bot) findPerson(ctx context.Context, r Request) (Answer, error) {
	sought := r.plainText()
	found, err := b.store.FindPeople(ctx, r.By, sought, view.RowsPerPage+1)
	if err != nil {
		return Answer{}, err
	}
	if p, ok := meant(sought, found); ok {
		return Answer{}, b.openCard(ctx, r, view.CardPerson, view.Meta{Person: p.ID})
	}
	list, err := b.store.PeopleList(ctx, r.By)
	if err != nil {
		return Answer{}, err
	}
	taken := b.tables.sure(r.By.Workspace.ID)
	return ephemeral(view.PeopleFound(r.reader(b.store.Now()), sought, found, list.Settings, taken)), nil
}

// meant is the only one whom a search has found, or the only one of whom the text is the
// whole name: the others then are guesses of what might have been typed wrong.
func meant(text string, found []crm.Person) (crm.Person, bool) {
	named := slices.DeleteFunc(slices.Clone(found), func(p crm.Person) bool { return !p.Named(text) })
	if len(named) == 1 {
		return named[0], true
	}
	if len(found) == 1 {
		return found[0], true
	}
	return crm.Person{}, false
}

// listPeople opens the list of people: as the asker left it, or filtered by what was typed.
func (b *Bot) listPeople(ctx context.Context, r Request) (Answer, error) {
	if r.plainText() != "" {
		return b.listWithText(ctx, r)
	}
	return b.openHubOn(ctx, r, crm.TabPeople)
}

// showPeople opens the list of people as its reader left it.
func (b *Bot) showPeople(ctx context.Context, r Request) (Answer, error) {
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
	var t crm.Timeline
	var err error
	if m.Tab == view.TabTimeline {
		t, err = b.store.Timeline(ctx, r.By, m.Person, m.Page, view.RowsPerPage)
	} else {
		t.Person, err = b.store.Person(ctx, r.By, m.Person)
	}
	if err != nil {
		return slack.ModalViewRequest{}, err
	}
	return view.PersonCard(r.reader(b.store.Now()), m, t.Person, t), nil
}

// editPerson opens the form „Dane" of the person whose id the button carries.
func (b *Bot) editPerson(ctx context.Context, r Request) (Answer, error) {
	return b.openEdit(ctx, r, view.FormPerson)
}

// editCourse opens the form „Kurs" of the person whose id the button carries.
func (b *Bot) editCourse(ctx context.Context, r Request) (Answer, error) {
	return b.openEdit(ctx, r, view.FormCourse)
}

// editConsent opens the form „Zgoda" of the person whose id the button carries.
func (b *Bot) editConsent(ctx context.Context, r Request) (Answer, error) {
	return b.openEdit(ctx, r, view.FormConsent)
}

// openEdit opens one of the three forms of the person whose id the button carries. Of
// whoever is in the archive, or out of it for an edit only, it asks first whether they
// are to be restored (R62).
func (b *Bot) openEdit(ctx context.Context, r Request, form string) (Answer, error) {
	m, err := r.formMeta()
	id, wrong := view.ParseID[crm.PersonID](r.Text)
	if err != nil || wrong != nil {
		return Answer{}, errOutdated
	}
	p, err := b.store.Person(ctx, r.By, id)
	if err != nil {
		return Answer{}, err
	}
	if p.Archived() || p.ForEdit() {
		m.Form = form
		return Answer{}, b.slack.open(ctx, r, view.Ask(r.reader(b.store.Now()), view.EditConfirm, m, p))
	}
	return Answer{}, b.slack.open(ctx, r, b.editForm(r, m, form, p, ""))
}

// editForm is one of p's three forms, which starts from what is saved.
func (b *Bot) editForm(r Request, m view.Meta, form string, p crm.Person, then crm.AfterSave) slack.ModalViewRequest {
	m.Person, m.Version, m.Form = p.ID, p.Version, ""
	e := view.Editing{Person: p, Form: view.EditOf(form, p), Owner: p.OwnerName, Then: then}
	return view.EditForm(r.reader(b.store.Now()), m, e)
}

// savePerson adds the person of a submitted form, or changes them.
func (b *Bot) savePerson(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil {
		return Answer{}, errOutdated
	}
	if m.Person == 0 {
		return b.addPerson(ctx, r, m)
	}
	return b.saveEdit(ctx, r)
}

// saveEdit changes the person of one of the three forms.
func (b *Bot) saveEdit(ctx context.Context, r Request) (Answer, error) {
	m, err := r.meta()
	if err != nil || m.Person == 0 {
		return Answer{}, errOutdated
	}
	f, then := view.ReadEdit(r.Name, r.Place.State)
	change, err := b.store.EditPerson(ctx, r.By, r.key(m), m.Person, m.Version, f, then)
	if o, ok := errors.AsType[crm.Overtaken](err); ok {
		return b.overtaken(ctx, r, m, o, then)
	}
	if refusal, ok := errors.AsType[crm.Refusal](err); ok && refusal.ID == "refusal.archived" {
		return b.archivedMeanwhile(ctx, r, m, f)
	}
	if err != nil {
		return Answer{}, err
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(r.reader(b.store.Now()), crm.Edited, change.After)), nil
}

// overtaken shows a form anew, with what others have saved since it was opened.
func (b *Bot) overtaken(ctx context.Context, r Request, m view.Meta, o crm.Overtaken, then crm.AfterSave) (Answer, error) {
	e, err := b.again(ctx, r, o.Now, o.Form, then)
	if err != nil {
		return Answer{}, err
	}
	m.Person = o.Now.ID // of whom a new person's form has added already
	return updateAnswer(view.StaleEditForm(r.reader(b.store.Now()), m, e, o)), nil
}

// archivedMeanwhile shows the form of somebody who was archived since it was opened.
func (b *Bot) archivedMeanwhile(ctx context.Context, r Request, m view.Meta, f crm.PersonEdit) (Answer, error) {
	p, err := b.store.Person(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	e, err := b.again(ctx, r, p, f, crm.ArchiveAgain)
	if err != nil {
		return Answer{}, err
	}
	m.Version = p.Version
	return updateAnswer(view.ArchivedMeanwhile(r.reader(b.store.Now()), m, e)), nil
}

// again is a form of p that is shown once more, with the name of the owner whom it names.
func (b *Bot) again(ctx context.Context, r Request, p crm.Person, f crm.PersonEdit, then crm.AfterSave) (view.Editing, error) {
	e := view.Editing{Person: p, Form: f, Owner: p.OwnerName, Then: then}
	data, ok := f.(crm.PersonForm)
	if !ok || data.Owner == p.Owner {
		return e, nil
	}
	owner, err := b.store.StaffMember(ctx, r.By, data.Owner)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return view.Editing{}, err
	}
	e.Owner = owner.Name
	return e, nil
}
