package bot

import (
	"context"

	"frontdesk/bot/view"
	"frontdesk/store/crm"
)

// asked are the questions behind the lines of „Więcej", by their verbs.
var asked = map[string]string{
	view.ChoiceEnroll:  view.EnrollConfirm,
	view.ChoiceCompany: view.CompanyConfirm,
	view.ChoiceArchive: view.ArchiveConfirm,
	view.ChoiceRestore: view.RestoreConfirm,
}

// chooseMore asks whether what was chosen in „Więcej" is to be done; nothing is done
// before (R22). What cannot be done to the person any more is said at once.
func (b *Bot) chooseMore(ctx context.Context, r Request) (Answer, error) {
	choice, err := view.ParseChoice(r.Text)
	if err != nil || asked[choice.Verb] == "" {
		return Answer{}, errOutdated
	}
	m, err := r.formMeta()
	if err != nil {
		return Answer{}, err
	}
	p, err := b.store.Person(ctx, r.By, crm.PersonID(choice.ID))
	if err != nil {
		return Answer{}, err
	}
	if err := notNow(p, choice.Verb); err != nil {
		return Answer{}, err
	}
	return Answer{}, b.slack.open(ctx, r, view.Ask(r.reader(b.store.Now()), asked[choice.Verb], m, p))
}

// notNow is why a line of „Więcej" that an old card offered is of no use to p as they are
// now, or nil.
func notNow(p crm.Person, verb string) error {
	if verb == view.ChoiceEnroll && p.Type == crm.TypeStudent {
		return crm.Refusal{ID: "refusal.already_student"}
	}
	if verb == view.ChoiceRestore && !view.Offers(p, verb) {
		return crm.Refusal{ID: "refusal.not_archived"}
	}
	var why error
	switch verb {
	case view.ChoiceEnroll:
		_, why = p.Enroll()
	case view.ChoiceCompany:
		_, why = p.MakeCompany()
	}
	if why == nil && !view.Offers(p, verb) {
		return errOutdated
	}
	return why
}

// enroll makes the person of a question a student, and shows at once the form in which
// the rest is filled in (R23). Whoever cancels that leaves a new student (R8).
func (b *Bot) enroll(ctx context.Context, r Request) (Answer, error) {
	m, err := r.personMeta()
	if err != nil {
		return Answer{}, err
	}
	change, err := b.store.Enroll(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	b.drawAround(r, m, b.gone(r))
	return updateAnswer(b.editForm(r, m, view.FormCourse, change.After, "")), nil
}

// makeCompany makes the person of a question a company's manager.
func (b *Bot) makeCompany(ctx context.Context, r Request) (Answer, error) {
	m, err := r.personMeta()
	if err != nil {
		return Answer{}, err
	}
	change, err := b.store.MakeCompany(ctx, r.By, m.Person)
	if err != nil {
		return Answer{}, err
	}
	return b.saved(ctx, r, m, change.Event, view.PersonChanged(r.reader(b.store.Now()), crm.Edited, change.After)), nil
}

// personMeta is what a question about a person carries.
func (r Request) personMeta() (view.Meta, error) {
	m, err := r.meta()
	if err != nil || m.Person == 0 {
		return view.Meta{}, errOutdated
	}
	return m, nil
}
